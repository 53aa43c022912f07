"""Workbooks of claims, written by openpyxl and XlsxWriter and read by us."""

# ruff: noqa: DTZ001 - a sheet knows no zones
from __future__ import annotations

import contextlib
import datetime as dt
import functools
import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from examples import examples
from foreign_files import read
from hostile import PAYLOADS
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from test_reading_sheet import MAPPED, SHEET

from claims.errors import BadCaseFile
from claims.foreign.parts import MOST_UNPACKED
from claims.foreign.readers import told
from claims.foreign.workbook import read_sheet

Book = Any


def saved(book: Book) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def workbook(*rows: list[object]) -> Book:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book


def changed(content: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """A workbook with a part written anew, as another program might have."""
    after = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(after, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name).decode()
            new.writestr(name, change(text) if name == part else text)
    return after.getvalue()


def cells(content: bytes) -> list[dict[int, str]]:
    return [row.cells for row in read_sheet(content, "file", None).rows]


def test_a_workbook_says_what_its_csv_says() -> None:
    """The same rows, numbers and days as numbers and days: the same case, and nothing to remark but what CSV remarks."""
    rows: list[list[object]] = [[*line.split(",")] for line in SHEET.splitlines() if '"' not in line]
    text = "".join(line + "\n" for line in SHEET.splitlines() if '"' not in line)
    for row in rows[1:]:
        row[0] = int(str(row[0]))
        row[-1] = dt.date.fromisoformat(str(row[-1]))
    content = saved(workbook(*rows))
    assert read("xlsx", content, columns=MAPPED) == read("csv", text, columns=MAPPED)
    assert told(content, "sheet.xlsx") == told(content, "a name of any sort") == "xlsx"


@pytest.mark.parametrize("since_1904", [False, True], ids=["1900", "1904"])
@pytest.mark.parametrize(
    ("value", "format", "shown"),
    [
        ("text", None, "text"),
        (" two\nlines ", None, " two\nlines "),
        (7, None, "7"),
        (12345678901234, None, "12345678901234"),
        (0.1 + 0.2, None, "0.3"),
        (-2.50, "0.00", "-2.5"),
        (1e-7, None, "0.0000001"),
        (0.125, "0.0%", "12.5%"),
        (7, "000", "007"),
        (True, None, "TRUE"),
        (dt.date(2022, 7, 26), None, "2022-07-26"),
        (dt.date(1904, 2, 29), None, "1904-02-29"),
        (dt.datetime(2022, 7, 26), None, "2022-07-26"),
        (dt.datetime(2022, 7, 26, 14, 30), None, "2022-07-26T14:30"),
        (dt.datetime(2022, 7, 26, 14, 30, 59), None, "2022-07-26T14:30:59"),
        (dt.date(2022, 7, 26), "dd/mm/yyyy", "2022-07-26"),
        (dt.date(2022, 7, 26), '[$-409]d" of "mmmm\\ yyyy;@', "2022-07-26"),
        (dt.date(2022, 7, 1), "mmm yyyy", "2022-07"),
        (dt.date(2022, 1, 1), "yyyy", "2022"),
        (dt.time(14, 30), None, "14:30"),
        (3, '0" days"', "3"),
        (1500, "[Red]#,##0.00;[Blue]-#,##0.00", "1500"),
        (1.25, "[h]:mm", "1.25"),
    ],
)
def test_a_cell_is_what_it_shows(value: object, format: str | None, shown: str, since_1904: bool) -> None:
    """Days with the precision that is shown, shares, padded numbers, and no digit that only a computer sees."""
    book = workbook([value])
    if since_1904:
        book.epoch = CALENDAR_MAC_1904
    if format is not None:
        book.active["A1"].number_format = format
    assert cells(saved(book)) == [{0: shown}]


def test_the_day_that_never_was() -> None:
    """Day 60 of 1900 is none; the days around it are right, as a spreadsheet program shows them."""
    book = workbook([59, 60, 61])
    for cell in book.active[1]:
        cell.number_format = "yyyy-mm-dd"
    assert cells(saved(book)) == [{0: "1900-02-28", 1: "60", 2: "1900-03-01"}]


def test_texts_however_they_are_written() -> None:
    """Within the cell or shared, with letters of several looks, how they are spoken left out, what XML cannot hold coded."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["one", "o\x01ne_x0041_"])
        sheet.write_rich_string(0, 2, "o", book.add_format({"bold": True}), "ne", "!")
        sheet.write_row(0, 3, ["one", "", "Türk 🌉"])
        sheet.write_formula(0, 6, '="on"&"e"', None, "one")
        sheet.write_formula(0, 7, "=1/2", None, 0.5)
    spoken = "</t><rPh sb='0' eb='1'><t>wan</t></rPh></si>"
    content = changed(file.getvalue(), "xl/sharedStrings.xml", lambda text: text.replace("</t></si>", spoken))
    assert cells(content) == [{0: "one", 1: "o\x01ne_x0041_", 2: "one!", 3: "one", 5: "Türk 🌉", 6: "one", 7: "0.5"}]
    inline = saved(workbook(["one"]))
    assert b"inlineStr" in zipfile.ZipFile(io.BytesIO(inline)).read("xl/worksheets/sheet1.xml")
    assert cells(inline) == [{0: "one"}]


def test_a_formula_is_its_result() -> None:
    """The result that the program kept is taken; without one the sheet is refused, where its column is wanted."""
    book = workbook(["text", "note"], ["It rains.", "=1+1"], ["It snows.", "fine"])
    bare = saved(book)
    with pytest.raises(BadCaseFile, match=r"^file:2: B2 holds a formula without its result\. Open the file"):
        read("xlsx", bare)
    known = changed(bare, "xl/worksheets/sheet1.xml", lambda text: re.sub(r"<v\s*/>|<v></v>", "<v>2</v>", text))
    assert read("xlsx", known).case.claims[0].note == "Note: 2"
    book.active["B1"] = "remarks"
    assert len(read("xlsx", saved(book)).case.claims) == 2
    error = re.compile(r'<c r="B2"[^>]*>.*?</c>')
    broken = changed(
        bare, "xl/worksheets/sheet1.xml", lambda text: error.sub('<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', text)
    )
    taken = read("xlsx", broken)
    assert taken.case.claims[0].note is None
    assert taken.remarks == ("B2 shows the error #DIV/0! and was left out",)


def test_what_cannot_be_seen_is_said() -> None:
    """Hidden rows, columns and sheets, and cells merged over rows."""
    book = workbook(["text", "note"], ["A.", "a"], ["B.", "b"], ["C.", None])
    book.active.row_dimensions[3].hidden = True
    book.active.row_dimensions[9].hidden = True
    book.active.column_dimensions["B"].hidden = True
    book.active.merge_cells("B3:B4")
    book.create_sheet("Old").sheet_state = "hidden"
    taken = read("xlsx", saved(book))
    assert [claim.versions[0].text for claim in taken.case.claims] == ["A.", "B.", "C."]
    assert taken.remarks == (
        "read the sheet Sheet; there are also: Old (hidden) (--sheet NAME)",
        "hidden rows were taken in too: 3",
        "hidden columns were taken in too: note",
        "merged cells have their text in their first row only: B3:B4",
    )


def test_a_sheet_is_chosen_by_name() -> None:
    """The first that is seen, or the one that is named; a name that is not there is asked about, an empty sheet refused."""
    book = workbook(["text"], ["Hidden."])
    book.active.sheet_state = "hidden"
    book.create_sheet("Claims").append(["text"])
    book["Claims"].append(["Seen."])
    book.create_sheet("Empty")
    content = saved(book)
    assert read("xlsx", content).case.claims[0].versions[0].text == "Seen."
    assert read("xlsx", content, sheet="Sheet").case.claims[0].versions[0].text == "Hidden."
    with pytest.raises(BadCaseFile, match=r"There is no sheet Claim in it. Did you mean Claims\?"):
        read("xlsx", content, sheet="Claim")
    with pytest.raises(BadCaseFile, match=r"The sheet Empty is empty. There are also: Sheet .hidden., Claims"):
        read("xlsx", content, sheet="Empty")


def test_rows_have_the_numbers_of_the_sheet() -> None:
    """Empty rows are passed over, the first that holds something is the heading, and faults name the row as it is numbered."""
    book = workbook([], ["text"], [], ["It rains."], ["It rains."])
    with pytest.raises(BadCaseFile, match=r"^file:5: The claim “It rains.” stands in the sheet twice"):
        read("xlsx", saved(book))
    with pytest.raises(BadCaseFile, match=r"^file:1: Two columns have the same name"):
        read("xlsx", saved(workbook(["text", "text"])))


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_hostile_cells_are_taken_as_they_are(payload: str) -> None:
    """As from CSV: texts, whatever they hold, as far as a workbook can hold them."""
    text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", payload).replace("\r\n", "\n").replace("\r", "\n")
    content = saved(workbook(["text", "note"], ["x", f"'{text}"]))
    assert read("xlsx", content).case.claims[0].note == "Note: " + f"'{text}".strip().replace("\n", "\n  ")


# --- files that mean harm --------------------------------------------------------------------------------------------


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name, content in parts.items():
            new.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return file.getvalue()


def test_a_bomb_is_not_unpacked() -> None:
    """A quarter of a megabyte that unpacks to more than is allowed is refused once that much of it is read."""
    content = zipped(xl__workbook_xml=b"<workbook>" + b" " * MOST_UNPACKED)
    assert len(content) < MOST_UNPACKED / 200
    with pytest.raises(BadCaseFile, match=r"unpacks to more than 256 MB; save the sheet as CSV"):
        read_sheet(content, "file", None)


def test_entities_are_not_expanded() -> None:
    """XML with a document type is refused before anything in it counts."""
    laughs = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><workbook>&b;</workbook>'
    with pytest.raises(BadCaseFile, match=r"its XML has a document type"):
        read_sheet(zipped(xl__workbook_xml=laughs), "file", None)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xd0\xcf\x11\xe0 and more", r"older workbook \(.xls\) or has a password: save it as .xlsx"),
        (b"PK\x03\x04", "damaged: it cannot be unpacked"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "There is no workbook in it: save it as .xlsx"),
        (zipped(xl__workbook_xml=b"<workbook/>"), "There is no sheet in it"),
        (zipped(xl__workbook_xml=b"<workbook>"), "its part xl/workbook.xml is no XML"),
        (zipped(**{f"p{n}": b"" for n in range(10_001)}), "has 10,001 parts, more than 10,000"),
    ],
    ids=["old", "cut", "other", "empty", "no XML", "parts"],
)  # fmt: skip
def test_what_is_no_workbook_is_refused(content: bytes, says: str) -> None:
    """In one line, with what to do."""
    with pytest.raises(BadCaseFile, match=says):
        read_sheet(content, "file", None)


@functools.cache
def a_saved_workbook() -> bytes:
    """The same bytes for every example: openpyxl writes when it saved, and so another length from one second to the next."""
    return saved(workbook(["text", "date"], ["It rains.", dt.date(2022, 7, 26)]))


@settings(max_examples=examples(60))
@given(st.data())
def test_a_damaged_workbook_is_read_or_refused(data: st.DataObject) -> None:
    """Whatever is changed in it: cells, or one line that says why not."""
    sample = a_saved_workbook()
    if data.draw(st.booleans()):
        with zipfile.ZipFile(io.BytesIO(sample)) as book:
            part = data.draw(st.sampled_from(sorted(book.namelist())))
            size = len(book.read(part))
        at = data.draw(st.integers(0, size - 1))
        text = data.draw(st.sampled_from(["", "<", "<v>", "&", '"', "999999999", "-", "\ud7ff"]))
        sample = changed(sample, part, lambda whole: whole[:at] + text + whole[at + 1 :])
    else:
        at = data.draw(st.integers(0, len(sample) - 1))
        sample = sample[:at] + data.draw(st.binary(max_size=3)) + sample[at + 1 :]
    with contextlib.suppress(BadCaseFile):
        read_sheet(sample, "file", None)
