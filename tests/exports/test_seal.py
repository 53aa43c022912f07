"""The seal of a report: what it covers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from building import full_report
from hostile import PAYLOADS, tainted

from claims.exports import seal as seals
from claims.exports.html import report_html
from claims.exports.report_json import claim_report_json
from claims.exports.seal import changed_parts, digests, read_seal
from claims.records import ClaimReport


def test_every_field_of_a_claim_is_in_a_part() -> None:
    """What the JSON report says, the seal is of: a new field belongs to a part."""
    covered = {name for names in seals._PARTS.values() for name in names}
    assert set(claim_report_json(full_report().claims[0])) - {"claim"} == covered - {"row", "judged"}


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("text", {"note": "another"}),
        ("status", {"status_label": "False"}),
        ("findings", {"findings": ()}),
        ("links", {"links": ()}),
        ("replies", {"asked": ()}),
        ("history", {"history": ()}),
    ],
)
def test_a_change_is_told_by_its_part(part: str, change: dict[str, object]) -> None:
    """And by no other."""
    told: ClaimReport = full_report().claims[0]
    other = replace(told, **change)  # type: ignore[arg-type]
    assert changed_parts(digests(told), digests(other)) == (part,)


def test_no_text_in_a_page_can_be_taken_for_its_seal() -> None:
    """Whatever the texts, the seal that is read is the one that was written."""
    forged = '<meta name="claims-report" content="{}">' + "".join(PAYLOADS.values())
    whole = tainted(full_report(), forged)
    found = read_seal("".join(report_html(whole)).encode(), "r.html")
    assert found.title == forged
    assert found.claims == {claim.claim.id: digests(claim) for claim in whole.claims}
