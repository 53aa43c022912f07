"""What rests on what: asked after an undo has written its retractions, within its transaction, whether everything still fits together."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select, true
from sqlalchemy.orm import InstrumentedAttribute, aliased

from claims.store.engine import Session
from claims.store.present import withdrawn
from claims.store.rows import BATCH, KINDS, PARTS, Kind, Rows, chunks, described, event_of, withdrawing_event
from claims.store.tables import (
    Appearance,
    Approval,
    Article,
    Attribution,
    CaseFile,
    Claim,
    Dating,
    Decision,
    Evidence,
    Hedge,
    Link,
    MachineReading,
    Objection,
    Passage,
    Request,
    Review,
    ScaleLabel,
    Source,
    SourceMerge,
    Suggestion,
    SuggestionDecision,
    Tie,
    Versioned,
)

NOW = {"upto": 2**62}
"""With the rows of this transaction, which the head does not count yet."""

MOST = 50
"""Rows of a kind that a complaint names."""

_SUGGESTED: frozenset[Kind] = frozenset({MachineReading, Suggestion, SuggestionDecision})
"""What a machine made of an article and what was said of that: it goes with the article and comes back with it. What was accepted stands in claims."""


@dataclass(frozen=True, slots=True)
class _Reference:
    """A row of `holder` names a row of `target`: in `column`, of its own or of rows that belong to it (`through`)."""

    holder: Kind
    column: InstrumentedAttribute[Any]
    target: Kind
    through: tuple[tuple[Kind, ColumnElement[bool]], ...] = ()


def _read_at(
    holder: Kind, part: Kind, of: ColumnElement[bool], passage: InstrumentedAttribute[int | None]
) -> _Reference:
    """A date or hedge of the holder that is read in an article."""
    return _Reference(holder, Passage.article, Article, ((part, of), (Passage, Passage.seq == passage)))


_REFERENCES = (
    *(_Reference(kind, kind.case_file, CaseFile) for kind in (Source, Article, Claim)),
    _Reference(Source, Tie.other, Source, ((Tie, Tie.source_version == Source.seq),)),
    _Reference(SourceMerge, SourceMerge.merged_into, Source),
    _Reference(Article, Article.outlet, Source),
    _Reference(Article, Article.copy_of, Article),
    _read_at(Article, Dating, Dating.article_version == Article.seq, Dating.passage),
    _Reference(Claim, Claim.claimant, Source),
    _Reference(Appearance, Appearance.source, Source),
    _Reference(Appearance, Appearance.article, Article),
    _Reference(Appearance, Appearance.read_in, Article),
    _read_at(Appearance, Dating, Dating.appearance_version == Appearance.seq, Dating.passage),
    _read_at(Appearance, Hedge, Hedge.appearance_version == Appearance.seq, Hedge.passage),
    _Reference(Attribution, Attribution.downstream, Appearance),
    _Reference(Attribution, Attribution.upstream, Appearance),
    _Reference(Attribution, Attribution.read_in, Article),
    _read_at(Attribution, Hedge, Hedge.attribution_version == Attribution.seq, Hedge.passage),
    _Reference(Link, Link.other, Claim),
    _Reference(Request, Request.of, Source),
    _Reference(Review, Review.claim_version, Claim),
    _Reference(Review, Evidence.article, Article, ((Evidence, Evidence.review == Review.seq),)),
    _Reference(Review, Evidence.appearance, Appearance, ((Evidence, Evidence.review == Review.seq),)),
    _Reference(SuggestionDecision, SuggestionDecision.claim, Claim),
)
"""Everything that must not be withdrawn under something else; what a thing is a part of is not among it.

A suggestion whose parent was withdrawn says what it says: it is read as one without.
"""

_UNIQUE: dict[Kind, tuple[InstrumentedAttribute[int] | None, tuple[InstrumentedAttribute[Any], ...], str]] = {
    CaseFile: (None, (CaseFile.key,), "another case has its key"),
    Source: (Source.case_file, (Source.case_file, Source.key), "{} has its key"),
    Article: (Article.case_file, (Article.case_file, Article.key), "{} has its key"),
    Claim: (Claim.case_file, (Claim.case_file, Claim.key), "{} has its key"),
    Appearance: (Appearance.claim, (Appearance.claim, Appearance.key), "{} has its key"),
    Attribution: (
        Attribution.claim,
        (Attribution.claim, Attribution.downstream, Attribution.upstream, Attribution.key),
        "{} stands between the same two",
    ),
    Link: (Link.claim, (Link.claim, Link.kind, Link.other), "{} says the same"),
}
"""What two live things of a kind, of one case or claim, never share, and what is said of the other one."""


def later_parts(session: Session, going: Rows, after: int) -> list[str]:
    """Live parts that came to these things after row `after`, and later versions of such parts: what goes unsaid otherwise."""
    names: list[str] = []
    for level in _levels(session, going):
        late = {kind: {seq for seq in seqs if seq > after} for kind, seqs in level.items() if kind not in _SUGGESTED}
        names += _named(session, late)
    return names


def later_versions(session: Session, going: Rows, after: int) -> list[str]:
    """Live versions that these things and their parts got after row `after`."""
    names: list[str] = []
    for level in (going, *_levels(session, going)):
        for kind, seqs in level.items():
            if issubclass(kind, Versioned):
                late: set[int] = set()
                for chunk in chunks(sorted(seqs)):
                    query = select(kind.seq).where(kind.first.in_(chunk), kind.seq > after, withdrawn(kind.seq) == 0)
                    late |= set(session.connection.execute(query, NOW).scalars())
                names += _named(session, {kind: late})
    return names


def with_parts(session: Session, things: Rows) -> Rows:
    """These rows and everything that is part of them and was not withdrawn itself (first rows)."""
    found: dict[Kind, set[int]] = defaultdict(set)
    for level in (things, *_levels(session, things)):
        for kind, seqs in level.items():
            found[kind] |= seqs
    return found


def _levels(session: Session, things: Rows) -> Iterator[Rows]:
    """The parts of these things, the parts of those, and so on."""
    level = things
    while any(level.values()):
        below: dict[Kind, set[int]] = defaultdict(set)
        for part, (column, whole, _) in PARTS.items():
            first = [part.first.is_(None)] if issubclass(part, Versioned) else []
            for chunk in chunks(sorted(level.get(whole, ()))):
                query = select(part.seq).where(column.in_(chunk), withdrawn(part.seq) == 0, *first)
                below[part] |= set(session.connection.execute(query, NOW).scalars())
        level = below
        yield level


def left_hanging(session: Session, gone: Rows) -> list[str]:
    """What stands and names one of these rows, which do not."""
    hanging: dict[Kind, set[int]] = defaultdict(set)
    for reference in _REFERENCES:
        if rows := gone.get(reference.target):
            found = _among(session, _standing_references(reference), "named", rows)
            hanging[reference.holder] |= {row.holder for row in found}
    return _named(session, hanging)


def labels_in_use(session: Session, gone: Rows) -> list[str]:
    """Reviews that stand and whose label of the scale does not."""
    names: list[str] = []
    for chunk in chunks(sorted(gone.get(ScaleLabel, ()))):
        labels = select(ScaleLabel.label).where(ScaleLabel.seq.in_(chunk), ScaleLabel.first.is_(None))
        query = select(Review.seq).where(Review.status.in_(labels), *stands(Review)).limit(MOST)
        names += _named(session, {Review: set(session.connection.execute(query, NOW).scalars())})
    return names


def missing(session: Session, back: Rows) -> list[str]:
    """What these rows rest on or are part of, and what does not stand: `S-3, which E-7 withdrew`."""
    wanted: dict[Kind, set[int]] = defaultdict(set)
    versions = _with_versions(session, back)
    for reference in _REFERENCES:
        if rows := versions.get(reference.holder):
            query = _standing_references(reference).where(withdrawn(reference.column) == 1)
            wanted[reference.target] |= {row.named for row in _among(session, query, "holder", rows)}
    for part, (column, whole, _) in PARTS.items():
        if rows := versions.get(part):
            query = select(part.seq.label("holder"), column.label("named"))
            query = query.where(withdrawn(part.seq) == 0, withdrawn(column) == 1)
            wanted[whole] |= {row.named for row in _among(session, query, "holder", rows)}
    return [
        f"{row.id}, which {withdrawing_event(session, row.seq)} withdrew"
        for kind, seqs in wanted.items()
        for row in described(session, kind, seqs)
    ]


def no_longer_unique(session: Session, back: Rows) -> list[str]:
    """Where these rows share with others what no two live things of a kind share."""
    found = []
    for kind, (within, columns, complaint) in _UNIQUE.items():
        if not back.get(kind):
            continue
        query = select(kind.seq, *columns).where(withdrawn(kind.seq) == 0)
        if issubclass(kind, Versioned):
            query = query.where(kind.first.is_(None))
        alike: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for part in _within(session, kind, within, back[kind]):
            for seq, *values in session.connection.execute(query.where(part), NOW):
                alike[tuple(values)].append(seq)
        for said, group in alike.items():
            if len(group) > 1 and (kind is not Claim or said[-1] is not None):  # claims need no key
                for mine in back[kind].intersection(group):
                    names = described(session, kind, [mine, next(seq for seq in group if seq != mine)])
                    ours, theirs = (row.id for row in sorted(names, key=lambda row: row.seq != mine))
                    found.append(f"{ours}: {complaint.format(theirs)}")
    return found


def _within(
    session: Session, kind: Kind, column: InstrumentedAttribute[int] | None, rows: set[int]
) -> Iterator[ColumnElement[bool]]:
    """The cases or claims that these rows belong to, as conditions."""
    if column is None:
        yield true()
        return
    wholes: set[int] = set()
    for chunk in chunks(sorted(rows)):
        wholes |= set(session.connection.execute(select(column).where(kind.seq.in_(chunk))).scalars())
    yield from (column.in_(chunk) for chunk in chunks(sorted(wholes)))


def stands(kind: Kind) -> Iterator[ColumnElement[bool]]:
    """Whether a row says something now: it and what it is part of are live, and it is its thing's latest version."""
    yield withdrawn(kind.seq) == 0
    if issubclass(kind, Versioned):
        newer = aliased(kind)
        yield withdrawn(func.coalesce(kind.first, kind.seq)) == 0
        yield ~exists().where(
            newer.first == func.coalesce(kind.first, kind.seq),
            newer.version > kind.version,
            withdrawn(newer.seq) == 0,
        )
    if kind in PARTS:
        yield withdrawn(PARTS[kind][0]) == 0
    if kind is Decision:
        yield withdrawn(Decision.claim) == 0
    if kind is Approval or kind is Objection:
        yield withdrawn(select(Review.claim).where(Review.seq == PARTS[kind][0]).scalar_subquery()) == 0


def _standing_references(reference: _Reference) -> Select[*tuple[Any, ...]]:
    """Holder and named of all references whose holder stands."""
    query = select(reference.holder.seq.label("holder"), reference.column.label("named"))
    for table, on in reference.through:
        query = query.join(table, on)
    return query.where(*stands(reference.holder))


def _among(session: Session, query: Select[*tuple[Any, ...]], side: str, rows: set[int]) -> Iterator[Any]:
    """The answers of a query whose `holder` or `named` is one of these rows."""
    column = query.selected_columns[side]
    # Many rows are asked for as a span; what lies in it is sorted out here.
    wanted = column.in_(rows) if len(rows) <= BATCH else column.between(min(rows), max(rows))
    return (r for r in session.connection.execute(query.where(wanted), NOW) if getattr(r, side) in rows)


def _with_versions(session: Session, things: Rows) -> Rows:
    """These rows and all versions of the things among them."""
    found = {kind: set(seqs) for kind, seqs in things.items()}
    for kind, seqs in things.items():
        if issubclass(kind, Versioned):
            for chunk in chunks(sorted(seqs)):
                query = select(kind.seq).where(kind.first.in_(chunk))
                found[kind] |= set(session.connection.execute(query).scalars())
    return found


def _named(session: Session, rows: Mapping[Kind, set[int]]) -> list[str]:
    """What people call these rows, and the events that they came with: `R-7 (E-12)`."""
    return [
        f"{row.id} (E-{event_of(session, row.seq)[0]})"
        for kind in KINDS
        for row in described(session, kind, sorted(rows.get(kind, ()))[:MOST])
    ]
