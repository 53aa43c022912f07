"""What an import would do: every entry compared with what was last taken in and with what is here. Reads only."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from claims.casefile import entry_digest
from claims.entries import ArticleEntry, CaseEntry, ClaimEntry, SourceEntry
from claims.errors import BadText, UnknownWord
from claims.store.cases import CaseRow, cases
from claims.store.dossier import Dossier, Stored
from claims.store.engine import Session
from claims.store.imports import Taken, foreign_reviews, last_taken, moved, namesakes
from claims.text import folding
from claims.text.scripts import mixed_scripts
from claims.values import value

EVERY_ENTRY = "all"
"""What `--theirs` and `--ours` take for every entry there is."""


class Action(StrEnum):
    """What an import does with an entry."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    AGREED = "agreed"
    """Changed here and in the file to the same; only that is noted."""
    CONFLICT = "conflict"
    KEPT = "kept"
    """A conflict settled for what is here (`--ours`)."""
    TRUSTED = "trusted"
    """The same entry, whose reviews set statuses from now on (`--trust`)."""


@value
class Choices:
    """How a person settles what an import cannot: keys of entries, or `all`."""

    trust: bool = False
    theirs: frozenset[str] = frozenset()
    ours: frozenset[str] = frozenset()


@value
class Step:
    """One entry and what is to be done with it."""

    kind: str
    name: str
    """What people call it: its key, or a keyless claim's text."""
    identity: str
    digest: str
    action: Action
    target: int | None
    """The live thing it is about (`seq`), if there is one."""
    taken: Taken | None
    """What was last taken in for it."""


@dataclass(slots=True)
class Plan:
    """An import, thought through."""

    case: CaseEntry
    row: CaseRow | None
    dossier: Dossier | None
    steps: dict[tuple[str, str], Step] = field(default_factory=dict)
    """By (kind, identity), in the order of the file."""
    stored: dict[int, Stored] = field(default_factory=dict)
    """Claims as they are here, where the file says something else of them or their reviews are to be trusted."""
    suggestions: list[str] = field(default_factory=list)
    """Sources that may be those of another case; only a person joins them."""

    def step(self, kind: str, identity: str) -> Step:
        return self.steps[kind, identity]

    def named_step(self, kind: str, name: str) -> Step:
        """The step of an entry by what the file calls it: its key, or a keyless claim's text."""
        return self.steps.get((kind, name)) or self.steps[kind, text_identity(name)]

    def named(self, *actions: Action) -> list[str]:
        """`claim drone-factory` for every entry with one of these actions."""
        return [f"{s.kind} {s.name}" for s in self.steps.values() if s.action in actions]

    @property
    def changes(self) -> bool:
        return any(s.action not in {Action.SAME, Action.CONFLICT} for s in self.steps.values())


def identity(claim: ClaimEntry) -> str:
    """What a claim is known by in the log: its key, or a hash of its first text."""
    return claim.key if claim.key is not None else text_identity(claim.identity)


def text_identity(text: str) -> str:
    """What a claim without a key is known by in the log."""
    return " " + hashlib.sha256(text.encode()).hexdigest()  # no key begins with a space


def entry_names(case: CaseEntry) -> frozenset[str]:
    """What people call the entries of a case, and the word for all of them."""
    things = [*(source.key for source in case.sources), *(article.key for article in case.articles)]
    return frozenset((case.key, *things, *(claim.identity for claim in case.claims), EVERY_ENTRY))


def references(entry: ArticleEntry | ClaimEntry) -> Iterator[tuple[str, str, int | None]]:
    """The sources, articles and claims that an entry cannot be without: kind, name, line."""
    for kind, name, line in _references(entry):
        if name is not None:
            yield kind, name, line


def _references(entry: ArticleEntry | ClaimEntry) -> Iterator[tuple[str, str | None, int | None]]:
    if isinstance(entry, ArticleEntry):
        yield "source", entry.outlet, entry.line
        yield "article", entry.copy_of, entry.line
        yield from (("article", date.in_article, entry.line) for date in entry.dated)
        return
    yield "source", entry.claimant, entry.line
    for step in entry.appearances:
        yield "source", step.source, step.line
        yield "article", step.article, step.line
        yield "article", step.in_article, step.line
        yield from (("article", hedge.in_article, step.line) for hedge in step.hedges)
        yield from (("article", date.in_article, step.line) for date in step.dated)
    for hop in entry.attributions:
        yield "article", hop.in_article, hop.line
        yield from (("article", hedge.in_article, hop.line) for hedge in hop.hedges)
    for review in entry.reviews:
        yield from (("article", evidence.article, review.line) for evidence in review.evidence)
    yield from (("source", request.of, request.line) for request in entry.asked)
    yield from (("claim", link.to, link.line) for link in entry.links)


def plan(session: Session, case: CaseEntry, choices: Choices) -> Plan:
    """Compare a case with the database."""
    row = cases(session).get(case.key)
    dossier = Dossier(session, row.seq, row.key) if row else None
    planned = Plan(case, row, dossier)
    compare = _Comparison(session, planned, choices, last_taken(session, row.seq) if row else {})
    compare.take_stock()
    compare.look_closer()
    compare.settle()
    if choices.trust:
        compare.trust()
    compare.suggest()
    return planned


@dataclass(slots=True)
class _Comparison:
    session: Session
    plan: Plan
    choices: Choices
    taken: dict[tuple[str, str], Taken]

    def take_stock(self) -> None:
        """What is new, and what is the same as when it was last taken in; all else is in doubt, and stands as a conflict for now."""
        row, case = self.plan.row, self.plan.case
        self._step("case", case.key, case.key, case.title, row.seq if row else None)
        keys = self.plan.dossier.keys if self.plan.dossier else None
        sources = {key: seq for seq, key in keys.sources.items()} if keys else {}
        articles = {key: seq for seq, key in keys.articles.items()} if keys else {}
        for source in case.sources:
            self._step("source", source.key, source.key, source, sources.get(source.key))
        for article in case.articles:
            self._step("article", article.key, article.key, article, articles.get(article.key))
        live = self._live_claims()
        for claim in case.claims:
            known = identity(claim)
            self._step("claim", claim.identity, known, claim, live.get(known))

    def _live_claims(self) -> dict[str, int]:
        """Live claims by identity; keyless ones by what they were taken in as."""
        if self.plan.dossier is None:
            return {}
        keys = self.plan.dossier.keys.claims
        live = {key: seq for seq, key in keys.items() if key is not None}
        keyless = {seq for seq, key in keys.items() if key is None}
        return live | {
            known: t.target for (kind, known), t in self.taken.items() if kind == "claim" and t.target in keyless
        }

    def _step(
        self,
        kind: str,
        name: str,
        known: str,
        entry: SourceEntry | ArticleEntry | ClaimEntry | str | None,
        there: int | None,
    ) -> None:
        last, digest = self.taken.get((kind, known)), entry_digest(entry)
        if last is None and there is None:
            action = Action.NEW
        elif last is not None and last.digest == digest:
            action = Action.SAME
        else:
            action = Action.CONFLICT
        self.plan.steps[kind, known] = Step(kind, name, known, digest, action, there, last)

    def look_closer(self) -> None:
        """What was in doubt: whether what is here says the same as the file, and whether it moved since it was last taken in."""
        doubtful: dict[str, list[Step]] = defaultdict(list)
        for step in self.plan.steps.values():
            if step.action is Action.CONFLICT and step.target is not None:
                doubtful[step.kind].append(step)
        for kind, steps in doubtful.items():
            here = self._digests(kind, [s.target for s in steps if s.target is not None])
            last = {s.taken.target: s.taken.seq for s in steps if s.taken and s.taken.target == s.target}
            moved_here = moved(self.session, kind, last)
            for step in steps:
                if step.target is not None and here[step.target] == step.digest:
                    self._decide(step, Action.AGREED if step.taken else Action.SAME)
                elif step.target in last and step.target not in moved_here:
                    self._decide(step, Action.CHANGED)

    def _decide(self, step: Step, action: Action) -> None:
        self.plan.steps[step.kind, step.identity] = replace(step, action=action)

    def _digests(self, kind: str, things: list[int]) -> Mapping[int, str]:
        """The digests of what is here, as an export would write it."""
        dossier, row = self.plan.dossier, self.plan.row
        if dossier is None or row is None:
            return {}
        match kind:
            case "source":
                return {seq: entry_digest(entry) for seq, entry in dossier.sources()}
            case "article":
                return {seq: entry_digest(entry) for seq, entry in dossier.articles()}
            case "claim":
                self._store(things)
                return {claim: entry_digest(stored.entry) for claim, stored in self.plan.stored.items()}
            case _:
                return {row.seq: entry_digest(row.title)}

    def _store(self, claims: list[int]) -> None:
        if self.plan.dossier is not None:
            self.plan.stored |= {s.claim: s for s in self.plan.dossier.claims(claims)}

    def settle(self) -> None:
        """What a person has to say of conflicts."""
        names = entry_names(self.plan.case)
        for key in sorted(self.choices.theirs | self.choices.ours):
            if key not in names:
                raise UnknownWord("entry of this file", key, names - {EVERY_ENTRY})
            if key in self.choices.theirs and key in self.choices.ours:
                raise BadText("choice", f"for {key} is --theirs and --ours at once; give one")
        for step in [s for s in self.plan.steps.values() if s.action is Action.CONFLICT]:
            # What is said of one entry goes before what is said of all.
            if step.name in self.choices.theirs or (
                EVERY_ENTRY in self.choices.theirs and step.name not in self.choices.ours
            ):
                self._decide(step, Action.NEW if step.target is None else Action.CHANGED)
            elif {step.name, EVERY_ENTRY} & self.choices.ours:
                self._decide(step, Action.KEPT)

    def trust(self) -> None:
        """The same claims whose reviews had no trust become the business of this import."""
        row = self.plan.row
        untrusted = foreign_reviews(self.session, row.seq) if row else {}
        gaining = [
            s
            for s in self.plan.steps.values()
            if s.kind == "claim" and s.action in {Action.SAME, Action.AGREED} and s.target in untrusted
        ]
        self._store([s.target for s in gaining if s.target is not None and s.target not in self.plan.stored])
        for step in gaining:
            self._decide(step, Action.TRUSTED)

    def suggest(self) -> None:
        """New sources that a person should look at."""
        steps = self.plan.steps
        new = [entry for entry in self.plan.case.sources if steps["source", entry.key].action is Action.NEW]
        self.plan.suggestions += suggestions(self.session, new, self.plan.row.seq if self.plan.row else 0)


def suggestions(session: Session, new: Sequence[SourceEntry], case_file: int) -> list[str]:
    """New sources of a case that other cases may know by the same name, or whose names mix alphabets."""
    keys = {entry.key: folding.key(entry.name) for entry in new if not entry.unnamed}
    known = namesakes(session, set(keys.values()), case_file)
    told: list[str] = []
    for entry in new:
        if found := known.get(keys.get(entry.key, "")):
            told.append(f"{entry.name} may be {' or '.join(found)} of another case; names alone join nothing")
        if entry.key in keys:
            mixed = (mixed_scripts(name) for name in (entry.name, *entry.aliases))
            told += [f"{said}: look whether that is meant" for said in mixed if said]
    return told
