"""What rests on what: asked after an undo has written its retractions, within its transaction, whether everything still fits together."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select, true

from claims.store.caches import merged_end
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
    versioned,
)
from claims.text import folding
from claims.values import value

NOW = {"upto": 2**62}
"""With the rows of this transaction, which the head does not count yet."""

MOST = 50
"""Rows of a kind that a complaint names."""

_SUGGESTED: frozenset[Kind] = frozenset({MachineReading, Suggestion, SuggestionDecision})
"""What a machine made of an article and what was said of that: it goes with the article and comes back with it. What was accepted stands in claims."""


@value
class _Reference:
    """A row of `holder` names a row of `target`: in `column`, of its own or of rows that belong to it (`through`)."""

    holder: Kind
    column: ColumnElement[Any]
    target: Kind
    through: tuple[tuple[Kind, ColumnElement[bool]], ...] = ()


def _read_at(holder: Kind, part: Kind, of: ColumnElement[bool], passage: ColumnElement[int | None]) -> _Reference:
    """A date or hedge of the holder that is read in an article."""
    return _Reference(holder, Passage.c.article, Article, ((part, of), (Passage, Passage.c.seq == passage)))


_REFERENCES = (
    *(_Reference(kind, kind.c.case_file, CaseFile) for kind in (Source, Article, Claim)),
    _Reference(Source, Tie.c.other, Source, ((Tie, Tie.c.source_version == Source.c.seq),)),
    _Reference(SourceMerge, SourceMerge.c.merged_into, Source),
    _Reference(Article, Article.c.outlet, Source),
    _Reference(Article, Article.c.copy_of, Article),
    _read_at(Article, Dating, Dating.c.article_version == Article.c.seq, Dating.c.passage),
    _Reference(Claim, Claim.c.claimant, Source),
    _Reference(Appearance, Appearance.c.source, Source),
    _Reference(Appearance, Appearance.c.article, Article),
    _Reference(Appearance, Appearance.c.read_in, Article),
    _read_at(Appearance, Dating, Dating.c.appearance_version == Appearance.c.seq, Dating.c.passage),
    _read_at(Appearance, Hedge, Hedge.c.appearance_version == Appearance.c.seq, Hedge.c.passage),
    _Reference(Attribution, Attribution.c.downstream, Appearance),
    _Reference(Attribution, Attribution.c.upstream, Appearance),
    _Reference(Attribution, Attribution.c.read_in, Article),
    _read_at(Attribution, Hedge, Hedge.c.attribution_version == Attribution.c.seq, Hedge.c.passage),
    _Reference(Link, Link.c.other, Claim),
    _Reference(Request, Request.c.of, Source),
    _Reference(Review, Review.c.claim_version, Claim),
    _Reference(Review, Evidence.c.article, Article, ((Evidence, Evidence.c.review == Review.c.seq),)),
    _Reference(Review, Evidence.c.appearance, Appearance, ((Evidence, Evidence.c.review == Review.c.seq),)),
    _Reference(SuggestionDecision, SuggestionDecision.c.claim, Claim),
)
"""Everything that must not be withdrawn under something else; what a thing is a part of is not among it.

A suggestion whose parent was withdrawn says what it says: it is read as one without.
"""

_UNIQUE: dict[Kind, tuple[ColumnElement[int] | None, tuple[ColumnElement[Any], ...], str]] = {
    CaseFile: (None, (CaseFile.c.key,), "another case has its key"),
    Source: (Source.c.case_file, (Source.c.case_file, Source.c.key), "{} has its key"),
    Article: (Article.c.case_file, (Article.c.case_file, Article.c.key), "{} has its key"),
    Claim: (Claim.c.case_file, (Claim.c.case_file, Claim.c.key), "{} has its key"),
    Appearance: (Appearance.c.claim, (Appearance.c.claim, Appearance.c.key), "{} has its key"),
    Attribution: (
        Attribution.c.claim,
        (Attribution.c.claim, Attribution.c.downstream, Attribution.c.upstream, Attribution.c.key),
        "{} stands between the same two",
    ),
    Link: (Link.c.claim, (Link.c.claim, Link.c.kind, Link.c.other), "{} says the same"),
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
            if versioned(kind):
                late: set[int] = set()
                for chunk in chunks(sorted(seqs)):
                    query = select(kind.c.seq).where(
                        kind.c.first.in_(chunk), kind.c.seq > after, withdrawn(kind.c.seq) == 0
                    )
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
            first = [part.c.first.is_(None)] if versioned(part) else []
            for chunk in chunks(sorted(level.get(whole, ()))):
                query = select(part.c.seq).where(column.in_(chunk), withdrawn(part.c.seq) == 0, *first)
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
        labels = select(ScaleLabel.c.label).where(ScaleLabel.c.seq.in_(chunk), ScaleLabel.c.first.is_(None))
        query = select(Review.c.seq).where(Review.c.status.in_(labels), *stands(Review)).limit(MOST)
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
            query = select(part.c.seq.label("holder"), column.label("named"))
            query = query.where(withdrawn(part.c.seq) == 0, withdrawn(column) == 1)
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
        query = select(kind.c.seq, *columns).where(withdrawn(kind.c.seq) == 0)
        if versioned(kind):
            query = query.where(kind.c.first.is_(None))
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


def said_again(session: Session, back: Rows) -> list[str]:
    """Merges and opinions among these rows that would stand beside what was said since: a source is merged once, and a person says one thing of a review."""
    return [*_merged_again(session, back.get(SourceMerge, set())), *_opined_again(session, back)]


def _merged_again(session: Session, back: set[int]) -> Iterator[str]:
    if not back:
        return
    columns = (SourceMerge.c.seq, SourceMerge.c.source, SourceMerge.c.merged_into)
    live = session.connection.execute(select(*columns).where(withdrawn(SourceMerge.c.seq) == 0), NOW).all()
    into = {row.source: row.merged_into for row in live}
    for mine in live:
        if mine.seq not in back:
            continue
        other = next((row for row in live if row.source == mine.source and row.seq not in back), None)
        if other is None and merged_end(mine.merged_into, into) == mine.source:  # a circle ends where it began
            other = next((row for row in live if row.merged_into == mine.source and row.seq not in back), None)
        if other is not None:
            one, theirs = described(session, SourceMerge, sorted([mine.seq, other.seq]))
            ours, theirs = (one, theirs) if one.seq == mine.seq else (theirs, one)
            yield f"{ours.id}, since E-{event_of(session, theirs.seq)[0]} brought {theirs.id}"


def _opined_again(session: Session, back: Rows) -> Iterator[str]:
    returning = {seq for kind in (Approval, Objection) for seq in back.get(kind, ())}
    reviews: set[int] = set()
    for kind in (Approval, Objection):
        for chunk in chunks(sorted(back.get(kind, ()))):
            reviews |= set(session.connection.execute(select(kind.c.review).where(kind.c.seq.in_(chunk))).scalars())
    said: dict[tuple[int, str], list[tuple[int, Kind]]] = defaultdict(list)
    for chunk in chunks(sorted(reviews)):
        for kind in (Approval, Objection):
            query = select(kind.c.seq, kind.c.review, kind.c.by).where(
                kind.c.review.in_(chunk), kind.c.by.is_not(None), withdrawn(kind.c.seq) == 0
            )
            for row in session.connection.execute(query, NOW):
                said[row.review, folding.key(row.by)].append((row.seq, kind))
    for opinions in said.values():
        mine = [(seq, kind) for seq, kind in opinions if seq in returning]
        later = [(seq, kind) for seq, kind in opinions if seq not in returning]
        if mine and later:
            (ours,), (theirs,) = (described(session, kind, [seq]) for seq, kind in (mine[0], later[0]))
            yield f"{ours.id}, since E-{event_of(session, theirs.seq)[0]} brought {theirs.id} by the same person"


def _within(
    session: Session, kind: Kind, column: ColumnElement[int] | None, rows: set[int]
) -> Iterator[ColumnElement[bool]]:
    """The cases or claims that these rows belong to, as conditions."""
    if column is None:
        yield true()
        return
    wholes: set[int] = set()
    for chunk in chunks(sorted(rows)):
        wholes |= set(session.connection.execute(select(column).where(kind.c.seq.in_(chunk))).scalars())
    yield from (column.in_(chunk) for chunk in chunks(sorted(wholes)))


def stands(kind: Kind) -> Iterator[ColumnElement[bool]]:
    """Whether a row says something now: it and what it is part of are live, and it is its thing's latest version."""
    yield withdrawn(kind.c.seq) == 0
    if versioned(kind):
        newer = kind.alias()
        yield withdrawn(func.coalesce(kind.c.first, kind.c.seq)) == 0
        yield ~exists().where(
            newer.c.first == func.coalesce(kind.c.first, kind.c.seq),
            newer.c.version > kind.c.version,
            withdrawn(newer.c.seq) == 0,
        )
    if kind in PARTS:
        yield withdrawn(PARTS[kind][0]) == 0
    if kind is Decision:
        yield withdrawn(Decision.c.claim) == 0
    if kind is Approval or kind is Objection:
        yield withdrawn(select(Review.c.claim).where(Review.c.seq == PARTS[kind][0]).scalar_subquery()) == 0


def _standing_references(reference: _Reference) -> Select[*tuple[Any, ...]]:
    """Holder and named of all references whose holder stands."""
    query = select(reference.holder.c.seq.label("holder"), reference.column.label("named"))
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
        if versioned(kind):
            for chunk in chunks(sorted(seqs)):
                query = select(kind.c.seq).where(kind.c.first.in_(chunk))
                found[kind] |= set(session.connection.execute(query).scalars())
    return found


def _named(session: Session, rows: Mapping[Kind, set[int]]) -> list[str]:
    """What people call these rows, and the events that they came with: `R-7 (E-12)`."""
    return [
        f"{row.id} (E-{event_of(session, row.seq)[0]})"
        for kind in KINDS
        for row in described(session, kind, sorted(rows.get(kind, ()))[:MOST])
    ]
