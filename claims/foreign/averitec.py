"""A case made of AVeriTeC, a public collection of real claims with the questions that were asked about them and the answers found.

A claim becomes a claim, its speaker the claimant, its reporting source an appearance, its verdict somebody else's review. An answer becomes
evidence on the side of the verdict; where the verdict takes none (not enough evidence, conflicting evidence), the data do not say
which way an answer speaks, so questions and answers stand in the claim's note. Nothing is lost: `facts` finds every field that says something again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from claims.entries import (
    AppearanceEntry,
    ClaimEntry,
    DateEntry,
    EvidenceEntry,
    ReviewEntry,
    SourceEntry,
    VersionEntry,
)
from claims.errors import BadCaseFile
from claims.foreign.linked import decoded
from claims.foreign.taken import (
    Making,
    Taken,
    Wanted,
    addresses,
    date,
    digest,
    free,
    indented,
    kept,
    line,
    note_of,
    side_of,
)
from claims.vocabulary import DateBasis, Side, SourceKind

BY = "AVeriTeC"

Record = dict[str, Any]

_OF_CLAIM = (
    ("Label", "label"),
    ("Speaker", "speaker"),
    ("Reporting source", "reporting_source"),
    ("Claim date", "claim_date"),
    ("Claim types", "claim_types"),
    ("Strategies", "fact_checking_strategies"),
    ("Country", "location_ISO_code"),
    ("Claim at", "original_claim_url"),
    ("Claim kept at", "cached_original_claim_url"),
    ("Checked at", "fact_checking_article"),
    ("Annotated again", "required_reannotation"),
)
_OF_ANSWER = (
    ("Answer", "answer"),
    ("Explanation", "boolean_explanation"),
    ("Answer type", "answer_type"),
    ("Medium", "source_medium"),
    ("Source", "source_url"),
    ("Kept at", "cached_source_url"),
)


def read(content: bytes, file: str, wanted: Wanted) -> Taken:
    """The case of the records in a file."""
    making = Making(wanted.case, "AVeriTeC")
    making.sources["averitec"] = SourceEntry(
        "averitec", BY, SourceKind.ORGANISATION, url="https://fever.ai/dataset/averitec.html"
    )
    for number, record in enumerate(_records(content, file), 1):
        if not isinstance(record, dict) or not (text := line(record.get("claim"))):
            raise BadCaseFile(file, None, f"Record {number} is not one of AVeriTeC: it has no `claim`.")
        _take(making, record, text, wanted)
    return making.taken()


def _records(content: bytes, file: str) -> list[Any]:
    text = decoded(content, file)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as bad:
        raise BadCaseFile(file, getattr(bad, "lineno", None), "This is not JSON.") from None
    if not isinstance(found, list):
        raise BadCaseFile(file, None, "AVeriTeC is a list of records.")
    return found


def _take(making: Making, record: Record, text: str, wanted: Wanted) -> None:
    parts = (text, str(record.get("fact_checking_article")), str(record.get("claim_date")), str(record.get("speaker")))
    key = free(f"averitec-{digest(*parts)}", making.claims)
    speaker, label = line(record.get("speaker")), line(record.get("label"))
    claimant = making.source(speaker, SourceKind.PERSON) if speaker else None
    status = wanted.ratings.meant(label)
    side = side_of(status) if status else None
    answers = list(_answers(record))
    note = note_of(*((name, _written(record[field])) for name, field in _OF_CLAIM if record.get(field) is not None))
    check = next(addresses(record.get("fact_checking_article")), None)
    if check:
        making.page(check)
    if status is None:
        making.remark(f"the verdict “{label}” is in no table of ratings: kept in the claim's note")
    review = _review(making, record, status, side, answers) if status else None
    unsided = "\n".join(answer for _, answer in answers) if review is None or side is None else None
    if review is None and record.get("justification"):
        unsided = f"Justification: {indented(record['justification'])}\n{unsided}"
    making.claims[key] = ClaimEntry(
        key=key,
        versions=(VersionEntry(text),),
        claimant=claimant,
        note="\n".join(part for part in (note, unsided) if part),
        appearances=tuple(_appearance(making, record)),
        reviews=(review,) if review else (),
    )


def _appearance(making: Making, record: Record) -> Iterator[AppearanceEntry]:
    """Where the claim was met: at the source that reported it, on the page that is named."""
    reporting = line(record.get("reporting_source"))
    address = next(addresses(record.get("original_claim_url")), None)
    if reporting is None and address is None:
        return
    outlet = making.source(reporting, SourceKind.OUTLET) if reporting else None
    page = making.page(address, outlet=outlet) if address else None
    on = _day(record.get("claim_date"))
    dated = (DateEntry(on, DateBasis.STATED),) if on else ()
    source = outlet or (making.articles[page].outlet if page else "")
    yield AppearanceEntry(source, source, in_article=page, article=page, dated=dated)


def _day(value: object) -> str | None:
    """31-10-2020 as 2020-10-31."""
    found = re.fullmatch(r"(\d{1,2})-(\d{1,2})-(\d{4})", line(value) or "", re.ASCII)
    return date(f"{found[3]}-{found[2]}-{found[1]}") if found else None


def _review(
    making: Making, record: Record, status: str, side: Side | None, answers: list[tuple[str | None, str]]
) -> ReviewEntry:
    evidence: list[EvidenceEntry] = []
    if side is not None:
        for address, answer in answers:
            if address is not None:
                evidence.append(EvidenceEntry(side, url=address, note=answer))
            else:
                evidence.append(EvidenceEntry(side, article=_nowhere(making), note=answer))
    reason = kept(str(record.get("justification") or ""))
    return ReviewEntry(
        status, reason if reason.strip() else f"Rated “{line(record.get('label'))}”.", BY, evidence=tuple(evidence)
    )


def _nowhere(making: Making) -> str:
    """What an answer points at that names no page: the collection itself."""
    return making.page("https://fever.ai/dataset/averitec.html", outlet="averitec", title="The AVeriTeC data set")


def _answers(record: Record) -> Iterator[tuple[str | None, str]]:
    """Every answer with its question, as a note, and the page that it was found on."""
    for question in record.get("questions") or ():
        asked = ("Question", _written(question.get("question")))
        for number, answer in enumerate(question.get("answers") or [{}], 1):
            told = ((name, _written(answer[field])) for name, field in _OF_ANSWER if answer.get(field) is not None)
            note = note_of(
                asked, *(("Another answer" if name == "Answer" and number > 1 else name, value) for name, value in told)
            )
            found = list(addresses(answer.get("source_url")))
            yield found[0] if len(found) == 1 else None, note or ""


def _written(value: object) -> str:
    """A value as a note has it: a text as it is, anything else, and a text that would be taken for something else, as JSON."""
    if isinstance(value, str) and value and not _reads_as_json(value):
        return value
    return json.dumps(value, ensure_ascii=False)


def _reads_as_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def facts(note: str) -> list[tuple[str, Any]]:
    """What a note of this reader tells: every label with its value as it was given."""
    found: list[tuple[str, Any]] = []
    for told in re.split(r"\n(?!  )", note):
        label, _, value = told.partition(": ")
        text = value.replace("\n  ", "\n")
        found.append((label, json.loads(text) if _reads_as_json(text) else text))
    return found
