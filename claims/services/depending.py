"""What rests on what: the claims behind a source, an article or an appearance, a source's record, and what there is to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from claims.chains.facts import Facts, seen
from claims.chains.findings import findings
from claims.chains.graph import reachable
from claims.chains.weighing import PUBLICATIONS, Verdict
from claims.errors import NotAnId
from claims.overviews import Resting, RestingClaim, TrackRecord
from claims.records import Appearance, ClaimRecord
from claims.services.articles import find_article
from claims.services.checking import facts, severities
from claims.services.lookup import find_source, no_such, number_of, numbered
from claims.store.claim_file import read_claims
from claims.store.engine import Session
from claims.store.lists import (
    NamedSource,
    claim_of_appearance,
    claims_of_article,
    claims_of_source,
    numbers_of,
)
from claims.store.scale import rules
from claims.vocabulary import Stance


def dependants(session: Session, typed: str) -> Resting:
    """What rests on a source (id, key or name), an article (A-7) or an appearance (P-7)."""
    if numbered(session, typed, "P") is not None and number_of(typed, "P") is not None:
        return _on_appearance(session, typed)
    if number_of(typed, "A") is not None:
        article = find_article(session, typed)
        claims = _records(session, claims_of_article(session, article.seq))
        return Resting(article.id, article.key, tuple(_resting(r, _in_article(r, article.id)) for r in claims))
    if (letter := typed.strip()[:1].upper()) in "CHRELQ" and number_of(typed, letter) is not None:
        raise NotAnId(typed, "a source's, an article's or an appearance's, such as S-3, A-7 or P-7")
    source = find_source(session, typed)
    claims = _records(session, claims_of_source(session, source.seq))
    resting = (_resting(r, [a for a in r.trace.appearances if a.source.id == source.id]) for r in claims)
    return Resting(source.id, source.name, tuple(one for one in resting if one.starts))


def _on_appearance(session: Session, typed: str) -> Resting:
    number = number_of(typed, "P") or 0
    claim = claim_of_appearance(session, number)
    records = list(_records(session, [claim] if claim is not None else []))
    steps = [a for r in records for a in r.trace.appearances if a.id == f"P-{number}"]
    if not steps:
        raise no_such(session, "P", number)
    return Resting(steps[0].id, steps[0].source.name, tuple(_resting(r, steps) for r in records))


def _records(session: Session, claims: Iterable[int]) -> Iterator[ClaimRecord]:
    return read_claims(session, numbers_of(session, claims))


def _in_article(record: ClaimRecord, article: str) -> list[Appearance]:
    return [a for a in record.trace.appearances if article in {b.id for b in (a.article, a.read_in) if b is not None}]


def _resting(record: ClaimRecord, starts: Iterable[Appearance]) -> RestingClaim:
    """Who has it from these steps, in the order of their ids; a copy has it from what it copies."""
    known = Facts(record.trace)
    copies: dict[str, list[str]] = {}
    for copy, original in known.copied_pairs:
        copies.setdefault(original, []).append(copy)
    first = tuple(starts)
    below = reachable((a.id for a in first), lambda id: (*known.graph.below(id), *copies.get(id, ())))
    below -= {a.id for a in first}
    return RestingClaim(record.claim, first, tuple(step for id, step in known.steps.items() if id in below))


# --- a source's record -----------------------------------------------------------------------------------------------


def track_record(session: Session, source: NamedSource) -> TrackRecord:
    """What became of the claims in which a source speaks."""
    rule = rules(session)
    counted: Counter[str] = Counter()
    statuses: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    for record in _records(session, claims_of_source(session, source.seq)):
        own = [a for a in record.trace.appearances if a.source.id == source.id]
        if not own:
            continue
        known = facts(record, rule)
        ids = {a.id for a in own}
        counted["claims"] += 1
        counted["origin"] += any(a.id in ids for a in known.weighed.having(Verdict.COUNTS))
        counted["passing on"] += any(known.flow.upstream[id] for id in ids)
        counted["denying"] += any(a.stance is Stance.DENIES for a in own)
        counted["unseen"] += source.kind in PUBLICATIONS and not any(seen(a) for a in own)
        if record.claim.reviewed:
            statuses[record.claim.status] += 1
        shown = findings(known, severities(rule))
        codes.update({finding.code for finding in shown if not ids.isdisjoint(finding.appearances)})
    return TrackRecord(
        claims=counted["claims"],
        as_origin=counted["origin"],
        passing_on=counted["passing on"],
        denying=counted["denying"],
        unseen=counted["unseen"],
        statuses=tuple(statuses.most_common()),
        not_looked_at=counted["claims"] - statuses.total(),
        findings=tuple(sorted(codes.items(), key=lambda item: (-item[1], item[0]))),
    )
