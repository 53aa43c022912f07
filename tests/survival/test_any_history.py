"""Any history of a desk, beside a plain model of it: what the model says is there is there, what it refuses is refused and changes nothing."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import URL
from survivors import Copies, Said, Survivor

PEOPLE = ("Ana", "Ben", "Cem")
STATUSES = ("unproven", "disputed", "too-early")
SOURCES = ("mayor", "courier", "wire", "witness")


@dataclass
class Thing:
    """Something that one event made and another may take back."""

    name: str
    event: int
    rests_on: list[Thing] = field(default_factory=list)
    live: bool = True
    turned_by: int = 0
    """The last undo that withdrew it or brought it back."""
    said: dict[str, Any] = field(default_factory=dict)


class History(RuleBasedStateMachine):
    """Commands at one database, each of which opens it anew."""

    copies: Copies
    folder: Path
    numbers: Iterator[int]

    @initialize()
    def begin(self) -> None:
        here = self.folder / str(next(self.numbers))
        here.mkdir()
        self.here, self.survivor = here, self.copies.new(here)
        self.events, self.articles, self.cases = 2, 0, dict[str, dict[str, Any]]()
        self.claims = [Thing(f"C-{n}", 2) for n in (1, 2, 3)]
        for claim, text in zip(
            self.claims,
            ("The bridge at Kara is closed.", "The repair will take until May.", "A claim without a key."),
            strict=True,
        ):
            claim.said = {"text": text, "version": 1}
        first = Thing("R-1", 2, [self.claims[0]], said={"status": "unverified", "who": "desk"})
        self.reviews, self.approvals, self.merges, self.undos = [first], list[Thing](), list[Thing](), set[int]()
        self.second_reviewer = False

    # --- what people do ---

    def do(self, expected: int, *line: str, who: str = "Ana", writes: bool = True) -> Said:
        """A command line with the exit code that the model expects; what is refused changes nothing."""
        before = self.survivor.head() if expected else None
        said = self.survivor.typed("--as", who, *line)
        assert said.code == expected, (line, said.out, said.err)
        if before is not None:
            assert self.survivor.head() == before
        elif writes:
            self.events += 1
        return said

    @rule(number=st.integers(0, 10**6))
    def new_claim(self, number: int) -> None:
        said = self.do(0, "-q", "claim", "new", f"Claim {number}.", "--case", "bridge")
        self.claims.append(
            Thing(f"C-{len(self.claims) + 1}", self.events, said={"text": f"Claim {number}.", "version": 1})
        )
        assert said.out.strip() == self.claims[-1].name

    @rule(claim=st.integers(0, 99), status=st.sampled_from(STATUSES), who=st.sampled_from(PEOPLE))
    def mark(self, claim: int, status: str, who: str) -> None:
        of = self.claims[claim % len(self.claims)]
        line = ("-q", "mark", of.name, "--status", status, "--because", "It was looked at.")
        if not of.live:
            self.do(1, *line, who=who)
            return
        said = self.do(0, *line, who=who)
        self.reviews.append(Thing(f"R-{len(self.reviews) + 1}", self.events, [of], said={"status": status, "who": who}))
        assert said.out.strip() == self.reviews[-1].name
        self.touch(of)

    @rule(review=st.integers(0, 99), who=st.sampled_from(PEOPLE))
    def approve(self, review: int, who: str) -> None:
        of = self.reviews[review % len(self.reviews)]
        own = of.said["who"] == who
        again = any(a.live and a.said["who"] == who and a.rests_on == [of] for a in self.approvals)
        if not of.live or not of.rests_on[0].live:
            self.do(1, "approve", of.name, who=who)
        elif own or again:
            self.do(4, "approve", of.name, who=who)
        else:
            self.do(0, "approve", of.name, who=who)
            self.approvals.append(Thing(f"{who} of {of.name}", self.events, [of], said={"who": who}))
            self.touch(of.rests_on[0])

    @rule(one=st.sampled_from(SOURCES), other=st.sampled_from(SOURCES))
    def merge(self, one: str, other: str) -> None:
        line = ("source", "merge", one, other, "--because", "They are one.")
        if self.end(one) == self.end(other) or self.merged(one):
            self.do(4, *line)
            return
        self.do(0, *line)
        self.merges.append(Thing(one, self.events, said={"into": other}))

    @rule(number=st.integers(0, 10**6))
    def add(self, number: int) -> None:
        (self.here / "article.txt").write_text(f"Article {number}, number {self.articles}.\n")
        line = ("add", str(self.here / "article.txt"), "--outlet", "wire", "--case", "bridge")
        self.do(0, *line)
        self.articles += 1
        self.do(0, *line, writes=False)

    @rule(name=st.sampled_from(("x", "y")), version=st.integers(1, 2))
    def take_in(self, name: str, version: int) -> None:
        text = f"Case {name} says {version}."
        (self.here / "x.yaml").write_text(f"case: {name}\nclaims:\n  - {{key: only, text: {text}}}\n")
        line = ("import", str(self.here / "x.yaml"))
        known = self.cases.get(name)
        if known is None:
            self.do(0, *line)
            # Of no event that is undone here: a case whose intake was undone is taken in anew, with new numbers.
            claim = Thing(f"C-{len(self.claims) + 1}", 0, said={"text": text, "version": 1})
            self.claims.append(claim)
            self.cases[name] = {"text": text, "claim": claim, "touched": False}
        elif known["text"] == text:
            self.do(0, *line, writes=False)
        elif known["touched"]:
            self.do(5, *line)
        else:
            self.do(0, *line)
            known["text"] = known["claim"].said["text"] = text
            known["claim"].said["version"] += 1

    @rule(back=st.integers(0, 6))
    def undo_an_event(self, back: int) -> None:
        number = max(self.events - back, 1)
        line = ("undo", f"E-{number}")
        things = [thing for thing in self.things() if thing.event == number and thing.live]
        again = [thing for thing in self.things() if number in self.undos and thing.turned_by == number]
        if number <= 2 or (number not in self.undos and not any(t.event == number for t in self.things())):
            return  # what the model does not follow: making the database, taking a case in, articles, rules
        if not things and not again:
            self.do(4, *line)
            return
        going, coming = [*things, *(t for t in again if t.live)], [t for t in again if not t.live]
        rests = any(t.live and t not in going and set_of(going) & set_of(t.rests_on) for t in self.things())
        lacks = any(not on.live and on not in coming for t in coming for on in t.rests_on)
        taken = any(t in self.merges and self.merged(t.name) for t in coming)
        taken |= any(t in self.merges and self.end(t.said["into"]) == t.name for t in coming)
        taken |= any(self.approved_again(t) for t in coming)
        if rests or lacks or taken:
            self.do(4, *line)
            return
        self.do(0, *line)
        self.undos.add(self.events)
        for thing in (*going, *coming):
            thing.live, thing.turned_by = not thing.live, self.events
            if thing in self.reviews or thing in self.approvals:
                self.touch(thing.rests_on[0] if thing in self.reviews else thing.rests_on[0].rests_on[0])
            if thing in self.claims:
                self.touch(thing)

    @rule()
    def ask_for_two(self) -> None:
        self.second_reviewer = not self.second_reviewer
        word = "required" if self.second_reviewer else "off"
        (self.here / "rules.yaml").write_text(f'rules: {{second_reviewer: "{word}"}}\n')
        self.do(0, "rules", "edit", str(self.here / "rules.yaml"))

    @rule()
    def export_and_take_in_elsewhere(self) -> None:
        """A case travels: taken in at another desk and exported there it is the same file."""
        exported = self.do(0, "export", "--case", "bridge", writes=False).out
        (self.here / "exported.yaml").write_text(exported)
        other = Survivor(URL.create("sqlite", database=str(self.here / f"other-{self.events}.db")))
        if other.file and not other.file.exists():
            other.did("init")
            other.did("import", str(self.here / "exported.yaml"), "--trust")
            assert other.did("export").out == exported

    @precondition(lambda self: self.events > 4)
    @rule()
    def back_up_and_put_back(self) -> None:
        """The database as a backup has it is the database."""
        before = self.survivor.state()
        self.do(0, "db", "backup", str(self.here / "backup.db"), "--force", writes=False)
        self.do(0, "db", "restore", str(self.here / "backup.db"), "--force", writes=False)
        assert self.survivor.state() == before

    # --- what the model knows ---

    def things(self) -> list[Thing]:
        return [*self.claims, *self.reviews, *self.approvals, *self.merges]

    def touch(self, claim: Thing) -> None:
        for case in self.cases.values():
            case["touched"] |= case["claim"] is claim

    def merged(self, source: str) -> Thing | None:
        return next((m for m in self.merges if m.live and m.name == source), None)

    def end(self, source: str) -> str:
        while found := self.merged(source):
            source = found.said["into"]
        return source

    def approved_again(self, one: Thing) -> bool:
        return one in self.approvals and any(
            a.live and a.said == one.said and a.rests_on == one.rests_on for a in self.approvals
        )

    def judged(self, claim: Thing) -> str | None:
        """The status that the reviews of a claim give it."""
        for review in reversed(self.reviews):
            approved = any(a.live and a.rests_on == [review] for a in self.approvals)
            if review.live and review.rests_on == [claim] and (approved or not self.second_reviewer):
                return str(review.said["status"])
        return None

    @invariant()
    def what_is_listed(self) -> None:
        if not hasattr(self, "survivor"):
            return
        listed = self.survivor.did("list", "--json").json
        assert [(c["id"], c["text"], c["version"], c["reviewed"], c["status"]) for c in listed] == [
            (c.name, c.said["text"], c.said["version"], bool(self.judged(c)), self.judged(c) or "unverified")
            for c in self.claims
            if c.live
        ]

    def teardown(self) -> None:
        if hasattr(self, "survivor"):
            found = self.survivor.verified()
            assert found.events == self.events
            for claim in self.claims:
                if claim.live:
                    shown = self.survivor.did("show", claim.name, "--json").json["reviews"]
                    assert [r["id"] for r in shown] == [
                        r.name for r in self.reviews if r.live and r.rests_on == [claim]
                    ]
            self.copies.drop(self.survivor)
            shutil.rmtree(self.here)


def set_of(things: list[Thing]) -> set[int]:
    return {id(thing) for thing in things}


def histories(copies: Copies, folder: Path, examples: int, steps: int) -> None:
    History.copies, History.folder, History.numbers = copies, folder, itertools.count()
    quiet = settings(
        deadline=None, suppress_health_check=list(HealthCheck), max_examples=examples, stateful_step_count=steps
    )
    run_state_machine_as_test(History, settings=quiet)


def test_some_histories(bridges: Copies, folder: Path) -> None:
    """Adding, importing, marking, approving, merging, undoing, exporting, restoring, in any order: as the model says, and in order at the end."""
    histories(bridges, folder, examples=2, steps=10)


@pytest.mark.soak
def test_many_histories(bridges: Copies, folder: Path) -> None:
    """The same many times over, and for longer."""
    histories(bridges, folder, examples=150, steps=50)
