"""What a chain shows: every finding, each in a file of its own, behind one protocol.

A check is a pure function from facts to what they show; the desk's rules say how much each code weighs. docs/findings.md has the meaning of
every code, when it is quiet, and an example that a test runs.
"""

from __future__ import annotations

from collections.abc import Mapping

from claims.chains.facts import Facts
from claims.chains.findings import (
    anonymous_origin,
    attribution_lost,
    bottleneck,
    changed_since,
    circular,
    contradicted,
    credibility_without_corroboration,
    dates_disagree,
    evidence_missing,
    hedge_added,
    hedge_lost,
    impossible_dates,
    late_relay,
    lineage_not_shown,
    plural_for_one,
    quotations_differ,
    retracted_upstream,
    reworded_since_review,
    same_owner,
    self_sourced,
    single_origin,
    stops_short,
    uncredited_copy,
    unseen_origin,
    wording_drift,
)
from claims.chains.findings.kinds import Check
from claims.records import Finding
from claims.vocabulary import Severity

CHECKS: tuple[Check, ...] = (
    single_origin.CHECK,
    unseen_origin.CHECK,
    anonymous_origin.CHECK,
    lineage_not_shown.CHECK,
    bottleneck.CHECK,
    same_owner.CHECK,
    circular.CHECK,
    plural_for_one.CHECK,
    self_sourced.CHECK,
    attribution_lost.CHECK,
    hedge_lost.CHECK,
    hedge_added.CHECK,
    wording_drift.CHECK,
    quotations_differ.CHECK,
    stops_short.CHECK,
    impossible_dates.CHECK,
    dates_disagree.CHECK,
    late_relay.CHECK,
    uncredited_copy.CHECK,
    contradicted.CHECK,
    retracted_upstream.CHECK,
    reworded_since_review.CHECK,
    changed_since.CHECK,
    evidence_missing.CHECK,
    credibility_without_corroboration.CHECK,
)
"""All checks, in the order in which findings of one severity are told."""

DEFAULTS: Mapping[str, Severity] = {check.code: check.default for check in CHECKS}

_WEIGHT = {Severity.REFUSE: 0, Severity.WARN: 1, Severity.NOTE: 2}


def findings(facts: Facts, severities: Mapping[str, Severity | None] | None = None) -> tuple[Finding, ...]:
    """What a chain shows, the gravest first. `severities`: the desk's own, by code; None turns a code off."""
    desk = severities or {}
    found: list[Finding] = []
    for check in CHECKS:
        severity = desk.get(check.code, check.default)
        if severity is None:
            continue
        found += (
            Finding(check.code, Severity.NOTE if one.lesser else severity, one.message, one.appearances, one.passages)
            for one in check.find(facts)
        )
    found.sort(key=lambda finding: _WEIGHT[finding.severity])
    return tuple(found)
