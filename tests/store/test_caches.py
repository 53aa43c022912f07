"""Caches are what the log says: brought up to date with every change they equal themselves made anew."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import orjson
import pytest
from every_table import build, redact
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Table, delete, insert, select, update

from claims.store import caches
from claims.store.engine import Database, close, utc_now
from claims.store.judged import counts, review_that_counts
from claims.store.ledger import Ledger
from claims.store.lists import claims_of_source
from claims.store.tables import (
    METADATA,
    Appearance,
    Approval,
    CaseFile,
    Claim,
    ClaimNow,
    ClaimSource,
    Folding,
    Review,
    Rule,
    Source,
    SourceMerge,
    SourceName,
    SourceNow,
    StageChange,
)
from claims.text import folding

CACHES = (ClaimNow, ClaimSource, SourceNow, SourceName, Folding)
Held = dict[str, list[tuple[Any, ...]]]


def held(connection: Connection) -> Held:
    """What the caches hold."""
    tables = CACHES
    return {t.name: [tuple(row) for row in connection.execute(select(t).order_by(*t.primary_key))] for t in tables}


def made_anew(connection: Connection) -> Held:
    """What they would hold if they were made anew; they stay as they are."""
    with connection.begin_nested() as attempt:
        caches.rebuild(connection)
        fresh = held(connection)
        attempt.rollback()
    return fresh


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    with database.engine.connect().execution_options(writing=True) as connection:
        yield connection


@dataclass
class Desk:
    """A store in the middle of a day's work: what was recorded so far, by the `seq` of first rows, and its next change."""

    connection: Connection
    ledger: Ledger
    case: int
    sources: list[int] = field(default_factory=list)
    claims: list[int] = field(default_factory=list)
    appearances: dict[int, int] = field(default_factory=dict)
    reviews: dict[int, int] = field(default_factory=dict)
    rule: int | None = None
    rows: list[tuple[int, Table, int | None]] = field(default_factory=list)
    """Rows that can be withdrawn: seq, table, and the claim that they say something of."""

    @classmethod
    def opened(cls, connection: Connection) -> "Desk":
        ledger = Ledger(connection, utc_now)
        return cls(connection, ledger, ledger.append(CaseFile, version=1, key="day"))

    def close(self) -> None:
        """End the transaction and begin the next."""
        self.ledger.close("work", who="Ana")
        self.ledger = Ledger(self.connection, utc_now)

    def add(self, table: Table, claim: int | None = None, **values: Any) -> int:
        seq = self.ledger.append(table, **values)
        self.rows.append((seq, table, claim))
        return seq

    def next_version(self, table: Table, first: int) -> int:
        self.ledger.flush()
        return self.ledger.next_version(table, first)

    def source(self, name: str, *, unnamed: bool = False, aliases: tuple[str, ...] = (), of: int | None = None) -> int:
        version = {"version": 1, "number": self.ledger.number(Source)} if of is None else self._further(Source, of)
        listed = orjson.dumps(aliases).decode() if aliases else None
        seq = self.add(
            Source,
            **version,
            case_file=self.case,
            key="k",
            name=name,
            kind="person",
            unnamed=int(unnamed),
            aliases=listed,
        )
        if of is None:
            self.sources.append(seq)
        return seq

    def claim(self, text: str, claimant: int | None = None, of: int | None = None) -> int:
        version = {"version": 1, "number": self.ledger.number(Claim)} if of is None else self._further(Claim, of)
        self.rows.append((self.ledger._next, Claim, of or self.ledger._next))
        seq = self.ledger.append(Claim, **version, case_file=self.case, text=text, kind="fact", claimant=claimant)
        if of is None:
            self.claims.append(seq)
        return seq

    def appearance(self, claim: int, source: int, of: int | None = None) -> int:
        version = (
            {"version": 1, "number": self.ledger.number(Appearance)} if of is None else self._further(Appearance, of)
        )
        seq = self.ledger.append(Appearance, **version, claim=claim, source=source, stance="asserts")
        self.rows.append((seq, Appearance, claim))
        if of is None:
            self.appearances[seq] = claim
        return seq

    def review(self, claim: int, status: str, standing: str = "own", reviewer: str | None = "Ana") -> int:
        number = self.ledger.number(Review)
        seq = self.ledger.append(
            Review, number=number, claim=claim, claim_version=claim, status=status, standing=standing, reviewer=reviewer
        )
        self.rows.append((seq, Review, claim))
        self.reviews[seq] = claim
        return seq

    def approve(self, review: int, by: str) -> int:
        """An approval does not name its claim: who records one says which claim it bears on."""
        self.ledger.touched_claims.add(self.reviews[review])
        return self.add(Approval, self.reviews[review], review=review, by=by)

    def stage(self, claim: int, stage: str) -> int:
        seq = self.ledger.append(StageChange, claim=claim, stage=stage)
        self.rows.append((seq, StageChange, claim))
        return seq

    def second_reviewer(self, value: str) -> int:
        """A rule bears on every claim."""
        self.ledger.touched_claims.update(self.claims)
        version = {"version": 1} if self.rule is None else self._further(Rule, self.rule)
        seq = self.add(Rule, **version, name="second_reviewer", value=value)
        self.rule = self.rule or seq
        return seq

    def merge(self, source: int, into: int) -> int:
        """A merge bears on the claims of all sources that end in it: here simply all."""
        self.ledger.touched_claims.update(self.claims)
        return self.add(SourceMerge, source=source, merged_into=into)

    def retract(self, seq: int, *, back: bool = False) -> None:
        """As `undo` does it: claims' rows name their claim, the rest is said to the ledger."""
        table, claim = next((table, claim) for row, table, claim in self.rows if row == seq)
        self.ledger.flush()
        self.ledger.retract(seq, claim, withdrawn=not back)
        if table is Source:
            first = self.connection.execute(select(Source.c.first).where(Source.c.seq == seq)).scalar()
            self.ledger.touched_sources.add(first or seq)
        elif table in {Rule, SourceMerge}:
            self.ledger.touched_claims.update(self.claims)

    def _further(self, table: Table, first: int) -> dict[str, int]:
        return {"first": first, "version": self.next_version(table, first)}


# --- anything, in any order -----------------------------------------------------------------------------------------------

NAMES = st.sampled_from(
    ["Erdoğan", "ERDOGAN", "CNN\u00a0Türk", "cnn turk", "İstanbul", "", " ", "Ａｎａ", "“Ana”", "ß"]
) | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)
NUMBER = st.integers(0, 50)
STEP = st.one_of(
    st.tuples(st.just("source"), NAMES, st.booleans(), st.lists(NAMES, max_size=2)),
    st.tuples(st.just("source version"), NUMBER, NAMES, st.booleans(), st.lists(NAMES, max_size=2)),
    st.tuples(st.just("claim"), NAMES, st.none() | NUMBER),
    st.tuples(st.just("claim version"), NUMBER, NAMES, st.none() | NUMBER),
    st.tuples(st.just("appearance"), NUMBER, NUMBER),
    st.tuples(st.just("appearance version"), NUMBER, NUMBER),
    st.tuples(
        st.just("review"), NUMBER, st.sampled_from(["true", "false"]), st.sampled_from(["own", "trusted", "foreign"]),
        st.sampled_from(["Ana", "Ben", None]),
    ),
    st.tuples(st.just("approve"), NUMBER, st.sampled_from(["Ana", "Ben"])),
    st.tuples(st.just("stage"), NUMBER, st.sampled_from(["new", "in-research", "published"])),
    st.tuples(st.just("second reviewer"), st.sampled_from(["off", "required"])),
    st.tuples(st.just("merge"), NUMBER, NUMBER),
    st.tuples(st.just("retract"), NUMBER, st.booleans()),
    st.tuples(st.just("close")),
)  # fmt: skip


def take(desk: Desk, step: tuple[Any, ...]) -> None:  # noqa: C901, PLR0912 - one arm a step
    """Do one step; one that refers to something does nothing while there is nothing of its kind."""

    def nth(things: Any, number: int | None) -> Any:
        things = list(things)
        return things[number % len(things)] if things and number is not None else None

    match step:
        case ("source", name, unnamed, aliases):
            desk.source(name, unnamed=unnamed, aliases=tuple(aliases))
        case ("source version", number, name, unnamed, aliases) if desk.sources:
            desk.source(name, unnamed=unnamed, aliases=tuple(aliases), of=nth(desk.sources, number))
        case ("claim", text, claimant):
            desk.claim(text, nth(desk.sources, claimant))
        case ("claim version", number, text, claimant) if desk.claims:
            desk.claim(text, nth(desk.sources, claimant), of=nth(desk.claims, number))
        case ("appearance", claim, source) if desk.claims and desk.sources:
            desk.appearance(nth(desk.claims, claim), nth(desk.sources, source))
        case ("appearance version", number, source) if desk.appearances:
            first = nth(desk.appearances, number)
            desk.appearance(desk.appearances[first], nth(desk.sources, source), of=first)
        case ("review", claim, status, standing, reviewer) if desk.claims:
            desk.review(nth(desk.claims, claim), status, standing, reviewer)
        case ("approve", review, by) if desk.reviews:
            desk.approve(nth(desk.reviews, review), by)
        case ("stage", claim, stage) if desk.claims:
            desk.stage(nth(desk.claims, claim), stage)
        case ("second reviewer", value):
            desk.second_reviewer(value)
        case ("merge", source, into) if desk.sources:
            desk.merge(nth(desk.sources, source), nth(desk.sources, into))
        case ("retract", row, back) if desk.rows:
            desk.retract(nth(desk.rows, row)[0], back=back)
        case ("close",):
            desk.close()


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(STEP, max_size=30))
def test_any_work(connection: Connection, steps: list[tuple[Any, ...]]) -> None:
    """After any work, transaction by transaction, the caches hold what they would hold if they were made anew."""
    with connection.begin() as transaction:
        desk = Desk.opened(connection)
        for step in [*steps, ("close",)]:
            take(desk, step)
            if step == ("close",):
                assert held(connection) == made_anew(connection)
        transaction.rollback()


# --- what they hold ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(connection: Connection) -> Iterator[Desk]:
    """A desk whose work is not kept."""
    with connection.begin() as transaction:
        yield Desk.opened(connection)
        transaction.rollback()


def now(desk: Desk, claim: int) -> Any:
    desk.close()
    return desk.connection.execute(
        select(METADATA.tables["claim_now_cache"]).where(ClaimNow.c.claim == claim)
    ).one_or_none()


def test_a_claim_nobody_looked_at(desk: Desk) -> None:
    """A claim without a review is unverified, not reviewed, and new."""
    row = now(desk, desk.claim("İt is SO."))
    assert (row.number, row.version, row.text, row.folded) == (1, 1, "İt is SO.", folding.key("it is so."))
    assert (row.status, row.reviewed, row.review, row.stage) == ("unverified", 0, None, "new")


def test_the_latest_review_that_counts(desk: Desk) -> None:
    """A claim has the status of its latest live review that is our own or trusted; withdrawing it brings back the one before."""
    claim = desk.claim("It is so.")
    first = desk.review(claim, "true")
    second = desk.review(claim, "false", "trusted")
    desk.review(claim, "satire", "foreign")
    assert (now(desk, claim).status, now(desk, claim).review) == ("false", second)
    desk.retract(second)
    assert (now(desk, claim).status, now(desk, claim).review) == ("true", first)
    desk.retract(first)
    assert (now(desk, claim).status, now(desk, claim).reviewed) == ("unverified", 0)
    desk.retract(second, back=True)
    assert now(desk, claim).status == "false"


def test_a_second_reviewer(desk: Desk) -> None:
    """Where the desk requires it, a review counts only while an approval by somebody else stands; and the rule bears on all claims at once."""
    claim = desk.claim("It is so.")
    review = desk.review(claim, "true", reviewer="Ana")
    assert now(desk, claim).status == "true"
    desk.second_reviewer("required")
    assert now(desk, claim).status == "unverified"
    desk.approve(review, "Ana")
    assert now(desk, claim).status == "unverified"
    approval = desk.approve(review, "Ben")
    assert now(desk, claim).status == "true"
    desk.retract(approval)
    assert now(desk, claim).status == "unverified"
    desk.second_reviewer("off")
    assert now(desk, claim).status == "true"


def test_the_latest_stage(desk: Desk) -> None:
    """The stage is the latest that was not withdrawn, whatever was said before."""
    claim = desk.claim("It is so.")
    desk.stage(claim, "published")
    later = desk.stage(claim, "in-research")
    assert now(desk, claim).stage == "in-research"
    desk.retract(later)
    assert now(desk, claim).stage == "published"


def test_withdrawn_claims_are_not_listed(desk: Desk) -> None:
    """A withdrawn claim is in no list, and neither are its sources; brought back it is as it was."""
    source = desk.source("Ana")
    claim = desk.claim("It is so.")
    desk.appearance(claim, source)
    before = now(desk, claim)
    desk.retract(claim)
    assert now(desk, claim) is None
    desk.retract(claim, back=True)
    assert now(desk, claim) == before


def test_names(desk: Desk) -> None:
    """Sources are found by name and alias, however they are written; unnamed and withdrawn ones never."""

    def found(name: str) -> list[int]:
        desk.close()
        query = (
            select(SourceName.c.source).where(SourceName.c.folded == folding.key(name)).order_by(SourceName.c.source)
        )
        return list(desk.connection.execute(query).scalars())

    turk = desk.source("CNN Türk", aliases=("CNN Turkey", "CNN\u00a0Turk", ""))
    official = desk.source("a senior official", unnamed=True, aliases=("the official",))
    assert found("cnn turk") == found("CNN TÜRK") == found("cnn turkey") == [turk]
    assert found("a senior official") == found("the official") == found("") == []
    other = desk.source("Cnn turkey")
    assert found("CNN Turkey") == [turk, other]
    desk.source("CNN Türk International", of=turk)
    assert found("cnn turk") == []
    assert found("cnn turkey") == [other]
    desk.retract(other)
    assert found("cnn turkey") == []
    desk.source("An Official", of=official)
    assert found("an official") == [official]


def test_merged_sources_speak_as_one(desk: Desk) -> None:
    """What a merged source claims and says is listed under the one it was merged into, merges of merges followed, until that is withdrawn."""
    one, other, third = desk.source("A"), desk.source("B"), desk.source("C")
    claim = desk.claim("It is so.", one)
    desk.appearance(claim, one)
    merged = desk.merge(one, other)

    def speaks() -> tuple[Any, list[int]]:
        claimant = now(desk, claim).claimant
        return claimant, list(desk.connection.execute(select(ClaimSource.c.source)).scalars())

    assert speaks() == (other, [other])
    desk.merge(other, third)
    assert speaks() == (third, [third])
    desk.retract(merged)
    assert speaks() == (one, [one])


def test_a_merge_after_a_merge(desk: Desk) -> None:
    """The claims that `claims_of_source` names are all that a merge of that source bears on."""
    one, other, third = desk.source("A"), desk.source("B"), desk.source("C")
    claim = desk.claim("It is so.", one)
    for source, into in ((one, other), (other, third)):
        desk.ledger.append(SourceMerge, source=source, merged_into=into)
        desk.ledger.flush()
        session: Any = SimpleNamespace(connection=desk.connection)
        desk.ledger.touched_claims.update(claims_of_source(session, source))
        desk.close()
    assert now(desk, claim).claimant == third


# --- made anew ---------------------------------------------------------------------------------------------------------------


def test_rebuilding_a_filled_store(database: Database) -> None:
    """Made anew, the caches of a store with everything in it are what they were."""
    build(database)
    with database.reading() as session:
        before = held(session.connection)
    assert all(before.values())
    with database.writing("Ana") as writing:
        caches.rebuild(writing.connection)
        assert held(writing.connection) == before


def test_rebuilding_repairs(database: Database) -> None:
    """Whatever was put into the caches or taken out of them, made anew they are what the log says."""
    build(database)
    with database.writing("Ana") as session:
        before = held(session.connection)
        damage: list[Any] = [
            update(ClaimNow).values(status="true", text="Something else."),
            delete(ClaimNow),
            insert(ClaimSource).values(source=999, claim=999),
            delete(SourceNow),
            update(SourceName).values(folded="x"),
            update(Folding).values(folding="0/1"),
        ]
        for statement in damage:
            session.connection.execute(statement)
            assert held(session.connection) != before
            caches.rebuild(session.connection)
            assert held(session.connection) == before


def test_batches(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many claims are folded batch by batch, with the same result."""
    with database.writing("Ana") as session:
        case = session.ledger.append(CaseFile, version=1, key="many")
        for number in range(1, 24):
            claim = session.ledger.append(
                Claim, version=1, number=number, case_file=case, text=f"{number}", kind="fact"
            )
            session.ledger.append(
                Review, number=number, claim=claim, claim_version=claim, status="true", standing="own"
            )
        close(session, "import")
        before = held(session.connection)
        assert len(before["claim_now_cache"]) == 23
        for size in (1, 2, 22, 23, 24):
            monkeypatch.setattr(caches, "BATCH", size)
            caches.rebuild(session.connection)
            assert held(session.connection) == before


def test_redacted_words_leave_the_caches(database: Database) -> None:
    """Made anew after a redaction the caches do not hold the words any more, and the claim is still listed."""
    build(database)
    with database.writing("Ana") as session:
        redact(session, Claim, session.connection.execute(select(Claim.c.seq).where(Claim.c.number == 2)).scalar_one())
        close(session, "redact")
        caches.rebuild(session.connection)
        assert session.connection.execute(
            select(ClaimNow.c.text, ClaimNow.c.folded).where(ClaimNow.c.number == 2)
        ).one() == (
            "",
            "",
        )


# --- which review counts ---------------------------------------------------------------------------------------------------


def review(seq: int, standing: str = "own", reviewer: str | None = "Ana", withdrawn: int = 0) -> Any:
    return SimpleNamespace(seq=seq, standing=standing, reviewer=reviewer, withdrawn=withdrawn)


@pytest.mark.parametrize(
    ("one", "approvers", "rule", "expected"),
    [
        (review(1), set(), "off", True),
        (review(1, "trusted"), set(), "off", True),
        (review(1, "foreign"), set(), "off", False),
        (review(1, withdrawn=1), set(), "off", False),
        (review(1), set(), "required", False),
        (review(1), {"Ana"}, "required", False),
        (review(1), {"Ana", "Ben"}, "required", True),
        (review(1, "foreign"), {"Ben"}, "required", False),
        (review(1, withdrawn=1), {"Ben"}, "required", False),
        (review(1, "trusted"), set(), "required", False),
    ],
)
def test_whether_a_review_counts(one: Any, approvers: set[str], rule: str, expected: bool) -> None:
    """A review counts that is live, our own or trusted and, where the desk asks for it, approved by somebody other than its reviewer."""
    assert counts(one, approvers, rule) is expected


def test_the_review_that_counts() -> None:
    """Of several the one latest in the log counts, in whatever order they are read."""
    reviews = [review(3, "foreign"), review(2), review(1), review(4, withdrawn=1)]
    pick: Callable[..., Any] = review_that_counts
    assert pick(reviews, {}, "off").seq == 2
    assert pick(reviews[::-1], {}, "off").seq == 2
    assert pick(reviews, {1: {"Ben"}}, "required").seq == 1
    assert pick([], {}, "off") is None
