"""Tables that can be made again from the log: what lists filter on, and the keys that names are compared by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Table, delete, insert, select

from claims.store.inserting import insert_values
from claims.store.judged import review_that_counts
from claims.store.present import WITHDRAWN, standing, standing_tuples, withdrawn
from claims.store.tables import (
    Claim,
    ClaimNow,
    ClaimSource,
    Folding,
    Rule,
    Source,
    SourceMerge,
    SourceName,
    SourceNow,
)
from claims.store.tuples import Values, tuples
from claims.text import folding
from claims.vocabulary import UNREVIEWED_STATUS, Stage

BATCH = 500
"""Claims folded at a time: memory stays flat when all are rebuilt."""

EVERYTHING = 2**62
"""As `upto`: caches follow the transaction they are refreshed in, whose rows the head does not count yet."""


def rebuild(connection: Connection) -> None:
    """Make anew what lists filter on and names are compared by."""
    for cache in (ClaimNow, ClaimSource, SourceNow, SourceName, Folding):
        connection.execute(delete(cache))
    refresh_claims(connection, connection.execute(select(Claim.c.seq).where(Claim.c.first.is_(None))).scalars().all())
    refresh_sources(
        connection, connection.execute(select(Source.c.seq).where(Source.c.first.is_(None))).scalars().all()
    )
    mark_folding(connection)


def mark_folding(connection: Connection) -> None:
    """Note which folding rules the comparison keys are made with."""
    connection.execute(insert(Folding).values(id=1, folding=folding.FOLDING))


def refresh_claims(
    connection: Connection,
    claims: Iterable[int],
    judged: Iterable[int] = (),
    also: Callable[[ClaimRows, bool], None] | None = None,
) -> None:
    """Bring the caches of these claims (`claim.seq`) up to date, within the transaction that changed them.

    Of those `judged` only reviews or the stage changed, which their sources are not touched by. `also` is given the rows of each batch, for what else is
    made of them, and whether they were only judged.
    """
    everything, only_judged = sorted(claims), sorted(judged)
    if not everything and not only_judged:
        return
    rules = present_rules(connection, EVERYTHING)
    for batch in _batches(everything):
        of = ClaimRows(connection, batch)
        _refresh_now(of, rules)
        connection.execute(delete(ClaimSource).where(ClaimSource.c.claim.in_(batch)))
        _insert(connection, ClaimSource, claim_source_rows(of))
        if also is not None:
            also(of, False)
    for batch in _batches(only_judged):
        of = ClaimRows(connection, batch)
        _refresh_now(of, rules)
        if also is not None:
            also(of, True)


def refresh_sources(connection: Connection, sources: Iterable[int]) -> None:
    """Bring the caches of these sources (`source.seq`) up to date."""
    for batch in _batches(sorted(sources)):
        connection.execute(delete(SourceNow).where(SourceNow.c.source.in_(batch)))
        connection.execute(delete(SourceName).where(SourceName.c.source.in_(batch)))
        now, names = source_rows(connection, batch)
        _insert(connection, SourceNow, now)
        _insert(connection, SourceName, names)


def present_rules(connection: Connection, upto: int) -> dict[str, str]:
    """The desk's rules as they stand."""
    rows = connection.execute(
        select(Rule.c.seq, Rule.c.first, Rule.c.version, Rule.c.name, Rule.c.value, withdrawn(Rule.c.seq)).where(
            Rule.c.seq <= upto
        ),
        {"upto": upto},
    ).all()
    return {row.name: row.value for row in standing(rows).values() if row.value is not None}


def merges(connection: Connection, upto: int, sources: Iterable[int | None]) -> dict[int, int]:
    """Those of these sources that were merged, and the source that stands for each in the end."""
    into: dict[int, int] = {}
    wanted = {source for source in sources if source is not None}
    asked: set[int] = set()
    query = (
        "SELECT m.source, m.merged_into, "
        f"(SELECT r.withdrawn FROM retraction r WHERE r.target = m.seq AND r.seq <= {int(upto)} ORDER BY r.seq DESC LIMIT 1) "
        f"FROM source_merge m WHERE m.source {{}} AND m.seq <= {int(upto)} ORDER BY m.seq"
    )
    while wanted:
        rows = tuples(connection, query, sorted(wanted))
        into |= {source: merged_into for source, merged_into, withdrawn_ in rows if not withdrawn_}
        asked |= wanted
        wanted = {into[source] for source in wanted if source in into} - asked
    return {source: merged_end(source, into) for source in into}


def merged_from(connection: Connection, upto: int, source: int) -> list[int]:
    """Every source for which this one stands in the end, those that were merged before it among them."""
    found: list[int] = []
    wanted = {source}
    while wanted:
        rows = connection.execute(
            select(SourceMerge.c.source).where(
                SourceMerge.c.merged_into.in_(wanted), SourceMerge.c.seq <= upto, withdrawn(SourceMerge.c.seq) == 0
            ),
            {"upto": upto},
        )
        wanted = set(rows.scalars()) - {source, *found}
        found += sorted(wanted)
    return found


def merged_end(source: int, into: Mapping[int, int]) -> int:
    """The source that stands for one that was merged, merges followed; it ends on circles."""
    seen = {source}
    while (after := into.get(source)) is not None and after not in seen:
        source = after
        seen.add(after)
    return source


_VERSION = (
    f"SELECT t.seq, t.first, t.version, {WITHDRAWN}, t.number, t.case_file, t.text, t.kind, t.claimant, t.topics "
    "FROM claim t"
)
_VERSIONS = f"{_VERSION} WHERE t.seq {{}} UNION ALL {_VERSION} WHERE t.first {{}}"
_APPEARANCES = (
    f"SELECT t.seq, t.first, t.version, {WITHDRAWN}, t.claim, t.source, p.exact, t.named_as, t.because "
    "FROM appearance t LEFT JOIN passage p ON p.seq = t.wording WHERE t.claim {}"
)
_REVIEWS = (
    f"SELECT t.claim, t.seq, t.status, t.reviewer, t.standing, {WITHDRAWN}, t.because FROM review t WHERE t.claim {{}}"
)
_APPROVALS = f"SELECT t.review, t.by, {WITHDRAWN} FROM approval t JOIN review v ON v.seq = t.review WHERE v.claim {{}}"
_STAGES = f"SELECT t.claim, t.seq, t.stage, {WITHDRAWN} FROM stage_change t WHERE t.claim {{}}"
_SOURCE = f"SELECT t.seq, t.first, t.version, {WITHDRAWN}, t.number, t.case_file, t.name, t.kind, t.unnamed, t.aliases FROM source t"
_SOURCES = f"{_SOURCE} WHERE t.seq {{}} UNION ALL {_SOURCE} WHERE t.first {{}}"


class ClaimRows:
    """Rows of claims (`seq` of first rows) as plain tuples; each kind is read when it is first asked for, and once."""

    def __init__(self, connection: Connection, claims: Sequence[int]) -> None:
        self.connection, self.claims = connection, claims

    @cached_property
    def versions(self) -> list[Values]:
        """Seq, first, version, withdrawn, number, case, text, kind, claimant, topics; withdrawn ones too, in no order."""
        return tuples(self.connection, _VERSIONS, self.claims, self.claims)

    @cached_property
    def live(self) -> dict[int, Values]:
        """Of each live claim the version that stands."""
        return standing_tuples(self.versions)

    @cached_property
    def appearances(self) -> dict[int, Values]:
        """Of each live appearance the version that stands: seq, first, version, withdrawn, claim, source, wording, what it is named as, reason."""
        return standing_tuples(tuples(self.connection, _APPEARANCES, self.claims))

    @cached_property
    def reviews(self) -> list[Values]:
        """Claim, seq, status, reviewer, standing, withdrawn, reason."""
        return tuples(self.connection, _REVIEWS, self.claims)


class _Judged(NamedTuple):
    """What of a review says whether it counts."""

    claim: int
    seq: int
    status: str
    reviewer: str | None
    standing: str
    withdrawn: int


class _Staged(NamedTuple):
    claim: int
    seq: int
    stage: str
    withdrawn: int


def claim_now_rows(of: ClaimRows, rules: Mapping[str, str]) -> list[Values]:
    """What `claim_now_cache` should hold of these claims, in the order of its columns."""
    connection, claims = of.connection, of.claims
    numbers = {row[0]: row[4] for row in of.versions if row[1] is None}
    reviews: dict[int, list[_Judged]] = defaultdict(list)
    for row in of.reviews:
        reviews[row[0]].append(_Judged(*row[:6]))
    second = rules.get("second_reviewer", "off")
    approvers: dict[int, set[str]] = defaultdict(set)
    if second == "required":
        for review, by, gone in tuples(connection, _APPROVALS, claims):
            if not gone:
                approvers[review].add(by or "")
    stages: dict[int, list[_Staged]] = defaultdict(list)
    for staged in map(_Staged._make, tuples(connection, _STAGES, claims)):
        stages[staged.claim].append(staged)
    merged = merges(connection, EVERYTHING, (row[8] for row in of.live.values()))
    rows: list[Values] = []
    for claim, (_, _, version, _, _, case_file, text, kind, claimant, _) in of.live.items():
        said = text or ""
        counting = review_that_counts(reviews[claim], approvers, second) if claim in reviews else None
        status, reviewed, by = (counting.status, 1, counting.seq) if counting else (UNREVIEWED_STATUS, 0, None)
        stage = stage_of(stages[claim]) if claim in stages else Stage.NEW.value
        speaker = merged.get(claimant, claimant)
        rows.append(
            (
                claim,
                numbers[claim],
                case_file,
                version,
                said,
                folding.key(said),
                kind,
                speaker,
                status,
                reviewed,
                by,
                stage,
            )
        )
    return rows


def _refresh_now(of: ClaimRows, rules: Mapping[str, str]) -> None:
    of.connection.execute(delete(ClaimNow).where(ClaimNow.c.claim.in_(of.claims)))
    _insert(of.connection, ClaimNow, claim_now_rows(of, rules))


def stage_of(changes: Iterable[Any]) -> str:
    """The stage that stands after these changes (rows with seq, stage, withdrawn)."""
    latest = max((c for c in changes if not c.withdrawn), key=lambda c: c.seq, default=None)
    return latest.stage if latest else Stage.NEW


def claim_source_rows(of: ClaimRows) -> list[Values]:
    """What `claim_source_cache` should hold of these claims: sources and claims."""
    live = of.appearances.values()
    merged = merges(of.connection, EVERYTHING, (row[5] for row in live))
    return sorted({(merged.get(row[5], row[5]), row[4]) for row in live})


def source_rows(connection: Connection, sources: Sequence[int]) -> tuple[list[Values], list[Values]]:
    """What `source_now_cache` and `source_name_cache` should hold of these sources, in the order of their columns."""
    rows = tuples(connection, _SOURCES, sources, sources)
    numbers = {row[0]: row[4] for row in rows if row[1] is None}
    now: list[Values] = []
    names: list[Values] = []
    for source, (_, _, _, _, _, case_file, name, kind, unnamed, aliases) in standing_tuples(rows).items():
        now.append((source, numbers[source], case_file, name or "", kind, unnamed))
        if not unnamed:
            known = {name or "", *(orjson.loads(aliases) if aliases else ())}
            names += [(key, source) for key in sorted({folding.key(one) for one in known} - {""})]
    return now, names


def _insert(connection: Connection, cache: Table, rows: list[Values]) -> None:
    if rows:
        insert_values(connection, cache, tuple(cache.c.keys()), rows)


def _batches(items: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
