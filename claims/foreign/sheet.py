"""A case made of a spreadsheet, a workbook or saved as CSV: a row a claim, its columns named by the person who knows what they mean."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from claims.entries import (
    AppearanceEntry,
    ClaimEntry,
    DateEntry,
    EvidenceEntry,
    ReviewEntry,
    VersionEntry,
)
from claims.errors import BadCaseFile, did_you_mean, quoted, some_of
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
from claims.foreign.workbook import Sheet, column_name, read_sheet
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
    """The case of the rows of a CSV file. A column that is called as a field is needs no mapping."""
    heading, rows = _table(content, file)
    making, columns = _begun(heading, file, wanted)
    for number, cells in rows:
        _take_cells(making, cells, columns, number, file, wanted)
    return making.taken()


def read_workbook(content: bytes, file: str, wanted: Wanted) -> Taken:
    """The case of the rows of a sheet of a workbook, by the same columns. What cannot be seen in it, or was not read, is said."""
    sheet = read_sheet(content, file, wanted.sheet)
    if not sheet.rows:
        there = f" There are also: {', '.join(sheet.others)} (--sheet NAME)." if sheet.others else ""
        raise BadCaseFile(file, None, f"The sheet {quoted(sheet.name)} is empty.{there}")
    top, *rows = sheet.rows
    names = {column: kept(cell).strip() for column, cell in top.cells.items()}
    making, columns = _begun(_unique(list(names.values()), file, top.number), file, wanted)
    _say_what_is_not_seen(making, sheet, {at: name for at, name in names.items() if name in columns.values()}, wanted)
    for row in rows:
        for column, why in row.unread.items():
            if names.get(column) in columns.values():
                _unread(making, f"{column_name(column)}{row.number}", why, file, row.number)
        cells = {names[column]: kept(cell) for column, cell in row.cells.items() if column in names}
        _take_cells(making, cells, columns, row.number, file, wanted)
    return making.taken()


def _unread(making: Making, place: str, why: str, file: str, number: int) -> None:
    """A cell of a column that is wanted has no text: a formula's result can be had, an error's cannot."""
    if why == "=":
        raise BadCaseFile(
            file,
            number,
            f"{place} holds a formula without its result. Open the file in a spreadsheet program, save it, and import it again.",
        )
    making.remark(f"{place} shows the error {why} and was left out")


def _say_what_is_not_seen(making: Making, sheet: Sheet, wanted_columns: dict[int, str], wanted: Wanted) -> None:
    """Who looks at the sheet does not see what is hidden, and sees one text over several rows where cells are merged."""
    if sheet.others and wanted.sheet is None:
        making.remark(f"read the sheet {quoted(sheet.name)}; there are also: {', '.join(sheet.others)} (--sheet NAME)")
    if hidden := [f"{row.number}" for row in sheet.rows if row.number in sheet.hidden_rows]:
        making.remark(f"hidden rows were taken in too: {some_of(hidden)}")
    if unseen := [quoted(name) for column, name in wanted_columns.items() if column in sheet.hidden_columns]:
        making.remark(f"hidden columns were taken in too: {', '.join(unseen)}")
    if merged := [place for place in sheet.merged if len(set(re.findall(r"\d+", place))) > 1]:
        making.remark(f"merged cells have their text in their first row only: {some_of(merged)}")


def _begun(heading: list[str], file: str, wanted: Wanted) -> tuple[Making, dict[str, str]]:
    """A case in the making, and the column of every field."""
    columns = _columns(heading, wanted.columns, file)
    if "text" not in columns:
        raise BadCaseFile(
            file, 1, f"Which column is the claim? Say --map text=COLUMN; there are: {', '.join(map(quoted, heading))}."
        )
    making = Making(wanted.case)
    unused = [name for name in heading if name and name not in columns.values()]
    if unused:
        making.remark(f"not taken over, for nothing was mapped to them: {', '.join(map(quoted, unused))}")
    return making, columns


def _take_cells(making: Making, cells: Row, columns: dict[str, str], number: int, file: str, wanted: Wanted) -> None:
    row = {field: cells[column].strip() for field, column in columns.items() if cells.get(column, "").strip()}
    if row:
        _take(making, row, number, file, wanted)


def _unique(heading: list[str], file: str, number: int) -> list[str]:
    if len(set(heading)) < len([name for name in heading if name]):
        raise BadCaseFile(file, number, "Two columns have the same name; give each its own.")
    return heading


def _table(content: bytes, file: str) -> tuple[list[str], Iterator[tuple[int, Row]]]:
    """The heading, and the rows with their lines; commas, semicolons or tabs between cells, as the heading has them."""
    text = kept(decoded(content, file))
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    lines = _lines(text, delimiter, file)
    heading = _unique([name.strip() for name in next(lines, (1, []))[1]], file, 1)
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
