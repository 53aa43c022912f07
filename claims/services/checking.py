"""Check: what the chains of claims show, weighed by the desk's rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from claims.chains.facts import Facts, facts_of
from claims.chains.findings import findings
from claims.records import ClaimRecord, Finding
from claims.services.looking import moment
from claims.services.lookup import claim_number
from claims.store.claim_file import read_claims
from claims.store.engine import Session
from claims.store.lists import numbers_of_claims
from claims.store.scale import rules
from claims.vocabulary import Severity

FINDINGS = "findings."
"""What the names of the desk's rules on findings begin with: `findings.single-origin`."""

OFF = "off"


def severities(rule: Mapping[str, str]) -> dict[str, Severity | None]:
    """The desk's own severities by code, None for what it turned off; codes that it says nothing of are not among them."""
    return {
        name.removeprefix(FINDINGS): None if value == OFF else Severity(value)
        for name, value in rule.items()
        if name.startswith(FINDINGS)
    }


def facts(record: ClaimRecord, rule: Mapping[str, str]) -> Facts:
    """What the findings on a claim are made of."""
    needs = (frozenset(rule.get(name, "").split()) for name in ("grounds_for", "grounds_against"))
    return facts_of(record, *needs)


def found(record: ClaimRecord, rule: Mapping[str, str]) -> tuple[Finding, ...]:
    """What the chain of a claim shows, by the desk's rules."""
    return findings(facts(record, rule), severities(rule))


def to_check(session: Session, claims: Sequence[str]) -> list[int]:
    """The numbers of these claims (ids or keys), each once; of all live claims where none are given."""
    if not claims:
        return numbers_of_claims(session)
    return list(dict.fromkeys(claim_number(session, typed) for typed in claims))


def checked(
    session: Session, numbers: Sequence[int], as_of: str | None = None
) -> Iterator[tuple[ClaimRecord, tuple[Finding, ...]]]:
    """Claims with what they show, one after the other, so that no more than a batch is held at a time."""
    rule = rules(session)
    upto = moment(session, as_of) if as_of is not None else None
    for record in read_claims(session, numbers, upto):
        yield record, found(record, rule)
