"""A case made of a spreadsheet saved as CSV: a row a claim, its columns named by the person who knows what they mean."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from claims.entries import (
    AppearanceEntry,
    ClaimEntry,
    DateEntry,
    EvidenceEntry,
    ReviewEntry,
    VersionEntry,
)
from claims.errors import BadCaseFile, did_you_mean, quoted
from claims.foreign.linked import decoded
from claims.foreign.taken import (
    Making,
    Taken,
    Wanted,
    addresses,
    date,
    digest,
    free,
    kept,
    line,
    note_of,
    side_of,
    slug,
)
from claims.vocabulary import DateBasis, SourceKind

FIELDS = {
    "text": "what is claimed; needed",
    "key": "what the row is known by when it is imported again",
    "claimant": "who is said to have claimed it",
    "outlet": "who published it",
    "url": "where it stands",
    "published": "when it was published there",
    "topics": "what it is about, with semicolons between",
    "note": "a note for the desk",
    "verdict": "what was found, in the sheet's words",
    "because": "why",
    "by": "who found it",
    "date": "when that was",
    "evidence": "addresses that the verdict rests on",
}
"""The fields that columns can be mapped to."""

MOST_IN_A_CELL = 2**20

Row = dict[str, str]


def read(content: bytes, file: str, wanted: Wanted) -> Taken:
    """The case of the rows of a sheet. A column that is called as a field is needs no mapping."""
    heading, rows = _table(content, file)
    columns = _columns(heading, wanted.columns, file)
    if "text" not in columns:
        raise BadCaseFile(
            file, 1, f"Which column is the claim? Say --map text=COLUMN; there are: {', '.join(map(quoted, heading))}."
        )
    making = Making(wanted.case)
    unused = [name for name in heading if name and name not in columns.values()]
    if unused:
        making.remark(f"not taken over, for nothing was mapped to them: {', '.join(map(quoted, unused))}")
    for number, cells in rows:
        row = {field: cells[column].strip() for field, column in columns.items() if cells.get(column, "").strip()}
        if row:
            _take(making, row, number, file, wanted)
    return making.taken()


def _table(content: bytes, file: str) -> tuple[list[str], Iterator[tuple[int, Row]]]:
    """The heading, and the rows with their lines; commas, semicolons or tabs between cells, as the heading has them."""
    text = kept(decoded(content, file))
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    lines = _lines(text, delimiter, file)
    heading = [name.strip() for name in next(lines, (1, []))[1]]
    if len(set(heading)) < len([name for name in heading if name]):
        raise BadCaseFile(file, 1, "Two columns have the same name; give each its own.")
    return heading, ((number, dict(zip(heading, cells, strict=False))) for number, cells in lines)


def _lines(text: str, delimiter: str, file: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(MOST_IN_A_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as bad:
            raise BadCaseFile(file, reader.line_num, f"This is not CSV: {bad}.") from None
        yield reader.line_num, cells


def _columns(heading: list[str], mapped: dict[str, str], file: str) -> dict[str, str]:
    for field, column in mapped.items():
        if field not in FIELDS:
            hint = did_you_mean(field, FIELDS) or f" There are: {', '.join(FIELDS)}."
            raise BadCaseFile(file, None, f"--map has no field {quoted(field)}.{hint}")
        if column not in heading:
            hint = did_you_mean(column, heading) or f" There are: {', '.join(map(quoted, heading))}."
            raise BadCaseFile(file, 1, f"There is no column {quoted(column)} in it.{hint}")
    return {field: field for field in FIELDS if field in heading} | mapped


def _take(making: Making, row: Row, number: int, file: str, wanted: Wanted) -> None:
    text = line(row.get("text"))
    if text is None:
        making.remark(f"line {number} has no claim and was left out")
        return
    given = slug(row["key"]) if "key" in row else ""
    key = given or digest(text)
    if key in making.claims:
        raise BadCaseFile(
            file,
            number,
            f"The claim {quoted(row.get('key') or text)} stands in the sheet twice; keep one, or give each a key of its own.",
        )
    claimant = line(row.get("claimant"))
    review = _review(making, row, wanted)
    verdict = line(row.get("verdict"))
    making.claims[key] = ClaimEntry(
        key=key,
        versions=(VersionEntry(text),),
        claimant=making.source(claimant, SourceKind.PERSON) if claimant else None,
        topics=tuple(dict.fromkeys(topic for part in row.get("topics", "").split(";") if (topic := line(part)))),
        note=note_of(
            ("Verdict", verdict),
            ("Why", row.get("because") if verdict and not review else None),
            ("Date as written", row.get("date") if not date(row.get("date")) else None),
            ("Published as written", row.get("published") if not date(row.get("published")) else None),
            ("Note", row.get("note")),
        ),
        appearances=tuple(_appearance(making, row)),
        reviews=(review,) if review else (),
        line=number,
    )


def _appearance(making: Making, row: Row) -> Iterator[AppearanceEntry]:
    outlet, found = line(row.get("outlet")), list(addresses(row.get("url")))
    by = making.source(outlet, SourceKind.OUTLET) if outlet else None
    on = date(row.get("published"))
    keys: dict[str, None] = {}
    for address in found:
        page = making.page(address, outlet=by)
        if page not in keys:
            keys[page] = None
            dated = (DateEntry(on, DateBasis.STATED),) if on else ()
            yield AppearanceEntry(page, making.articles[page].outlet, in_article=page, article=page, dated=dated)
    if by is not None and not found:
        yield AppearanceEntry(free(by, keys), by, dated=(DateEntry(on, DateBasis.STATED),) if on else ())


def _review(making: Making, row: Row, wanted: Wanted) -> ReviewEntry | None:
    verdict = line(row.get("verdict"))
    if verdict is None:
        return None
    status = wanted.ratings.meant(verdict)
    if status is None:
        making.remark(
            f"the verdict {quoted(verdict)} is in no table of ratings (--ratings FILE): kept in the claim's note"
        )
        return None
    side = side_of(status)
    evidence = tuple(
        EvidenceEntry(side, url=address) for address in dict.fromkeys(addresses(row.get("evidence"))) if side
    )
    because = row.get("because") or f"The sheet says “{verdict}”."
    return ReviewEntry(status, because, line(row.get("by")) or "unknown", date(row.get("date")), evidence=evidence)
