"""Tables that can be made again from the log: what lists filter on, and the keys that names are compared by."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Table, delete, insert, select
from sqlalchemy import Row as Selected

from claims.store.inserting import insert_rows
from claims.store.judged import review_that_counts
from claims.store.present import standing, withdrawn
from claims.store.tables import (
    Appearance,
    Approval,
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


def refresh_claims(connection: Connection, claims: Iterable[int], judged: Iterable[int] = ()) -> None:
    """Bring the caches of these claims (`claim.seq`) up to date, within the transaction that changed them.

    Of those `judged` only reviews or the stage changed, which their sources are not touched by.
    """
    everything, only_judged = sorted(claims), sorted(judged)
    if not everything and not only_judged:
        return
    upto = EVERYTHING
    rules = present_rules(connection, upto)
    for batch in (*_batches(everything), *_batches(only_judged)):
        connection.execute(delete(ClaimNow).where(ClaimNow.c.claim.in_(batch)))
        _insert(connection, ClaimNow, claim_now_rows(connection, batch, upto, rules))
    for batch in _batches(everything):
        connection.execute(delete(ClaimSource).where(ClaimSource.c.claim.in_(batch)))
        _insert(connection, ClaimSource, _claim_sources(connection, batch, upto))


def refresh_sources(connection: Connection, sources: Iterable[int]) -> None:
    """Bring the caches of these sources (`source.seq`) up to date."""
    upto = EVERYTHING
    for batch in _batches(sorted(sources)):
        connection.execute(delete(SourceNow).where(SourceNow.c.source.in_(batch)))
        connection.execute(delete(SourceName).where(SourceName.c.source.in_(batch)))
        now, names = _sources(connection, batch, upto)
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
    while wanted:
        rows = connection.execute(
            select(SourceMerge.c.seq, SourceMerge.c.source, SourceMerge.c.merged_into, withdrawn(SourceMerge.c.seq))
            .where(SourceMerge.c.source.in_(wanted), SourceMerge.c.seq <= upto)
            .order_by(SourceMerge.c.seq),
            {"upto": upto},
        ).all()
        into |= {row.source: row.merged_into for row in rows if not row.withdrawn}
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


def claim_now_rows(
    connection: Connection, claims: Sequence[int], upto: int, rules: dict[str, str]
) -> list[dict[str, Any]]:
    """What `claim_now_cache` should hold of these claims."""
    at = {"upto": upto}
    versions = connection.execute(
        select(
            Claim.c.seq,
            Claim.c.first,
            Claim.c.version,
            Claim.c.number,
            Claim.c.case_file,
            Claim.c.text,
            Claim.c.kind,
            Claim.c.claimant,
            withdrawn(Claim.c.seq),
        ).where((Claim.c.seq.in_(claims)) | (Claim.c.first.in_(claims)), Claim.c.seq <= upto),
        at,
    ).all()
    numbers = {row.seq: row.number for row in versions if row.first is None}
    reviews = _by_claim(
        connection.execute(
            select(
                Review.c.seq,
                Review.c.claim,
                Review.c.status,
                Review.c.reviewer,
                Review.c.standing,
                withdrawn(Review.c.seq),
            ).where(Review.c.claim.in_(claims), Review.c.seq <= upto),
            at,
        )
    )
    approvers: dict[int, set[str]] = defaultdict(set)
    if rules.get("second_reviewer") == "required":
        for approval in connection.execute(
            select(Approval.c.review, Approval.c.by, withdrawn(Approval.c.seq))
            .join(Review, Review.c.seq == Approval.c.review)
            .where(Review.c.claim.in_(claims), Approval.c.seq <= upto),
            at,
        ):
            if not approval.withdrawn:
                approvers[approval.review].add(approval.by or "")
    stages = _by_claim(
        connection.execute(
            select(StageChange.c.seq, StageChange.c.claim, StageChange.c.stage, withdrawn(StageChange.c.seq)).where(
                StageChange.c.claim.in_(claims), StageChange.c.seq <= upto
            ),
            at,
        )
    )
    rows = []
    live = standing(versions)
    merged = merges(connection, upto, (row.claimant for row in live.values()))
    for claim, row in live.items():
        review = review_that_counts(reviews[claim], approvers, rules.get("second_reviewer", "off"))
        rows.append(
            {
                "claim": claim,
                "number": numbers[claim],
                "case_file": row.case_file,
                "version": row.version,
                "text": row.text or "",
                "folded": folding.key(row.text or ""),
                "kind": row.kind,
                "claimant": merged.get(row.claimant, row.claimant),
                "status": review.status if review else UNREVIEWED_STATUS,
                "reviewed": int(review is not None),
                "review": review.seq if review else None,
                "stage": stage_of(stages[claim]),
            }
        )
    return rows


def stage_of(changes: Iterable[Any]) -> str:
    """The stage that stands after these changes (rows with seq, stage, withdrawn)."""
    latest = max((c for c in changes if not c.withdrawn), key=lambda c: c.seq, default=None)
    return latest.stage if latest else Stage.NEW


def _claim_sources(connection: Connection, claims: Sequence[int], upto: int) -> list[dict[str, Any]]:
    rows = connection.execute(
        select(
            Appearance.c.seq,
            Appearance.c.first,
            Appearance.c.version,
            Appearance.c.claim,
            Appearance.c.source,
            withdrawn(Appearance.c.seq),
        ).where(Appearance.c.claim.in_(claims), Appearance.c.seq <= upto),
        {"upto": upto},
    ).all()
    live = standing(rows).values()
    merged = merges(connection, upto, {row.source for row in live})
    pairs = {(merged.get(row.source, row.source), row.claim) for row in live}
    return [{"source": source, "claim": claim} for source, claim in sorted(pairs)]


def _sources(
    connection: Connection, sources: Sequence[int], upto: int
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    rows = connection.execute(
        select(
            Source.c.seq, Source.c.first, Source.c.version, Source.c.number, Source.c.case_file, Source.c.name, Source.c.kind, Source.c.unnamed,
            Source.c.aliases, withdrawn(Source.c.seq),
        ).where((Source.c.seq.in_(sources)) | (Source.c.first.in_(sources)), Source.c.seq <= upto),
        {"upto": upto},
    ).all()  # fmt: skip
    numbers = {row.seq: row.number for row in rows if row.first is None}
    now, names = [], []
    for source, row in standing(rows).items():
        now.append(
            {
                "source": source,
                "number": numbers[source],
                "case_file": row.case_file,
                "name": row.name or "",
                "kind": row.kind,
                "unnamed": row.unnamed,
            }
        )
        if not row.unnamed:
            known = {row.name or "", *(orjson.loads(row.aliases) if row.aliases else ())}
            names += [{"folded": key, "source": source} for key in sorted({folding.key(name) for name in known} - {""})]
    return now, names


def _by_claim(rows: Iterable[Selected[Any]]) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[row.claim].append(row)
    return grouped


def _insert(connection: Connection, cache: Table, rows: list[dict[str, Any]]) -> None:
    insert_rows(connection, cache, rows)


def _batches(items: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
