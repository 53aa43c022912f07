"""A workbook (.xlsx) read as what it shows: cells as text, with what a person should know of them. Standard library only.

Nothing is worked out: of a formula the result that the spreadsheet program kept is taken. A workbook is a zip of XML from somebody else,
so sizes are counted while it is unpacked, and XML with a document type is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from claims.errors import BadCaseFile, did_you_mean, quoted
from claims.foreign.cellformats import GENERAL, built_in, shown_number
from claims.foreign.parts import Attributes, Handler, Parts
from claims.values import value

MOST_CELLS = 5_000_000

_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_CODED = re.compile("_x([0-9A-Fa-f]{4})_")
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@value
class Row:
    """A row that holds something. Columns are counted from 0."""

    number: int
    cells: dict[int, str]
    unread: dict[int, str]
    """By column, why a cell that holds something has no text: `=` for a formula without a result, else the error that it shows."""


@dataclass(slots=True)
class Sheet:
    """One sheet: its rows, and what a person should know."""

    name: str
    rows: list[Row] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    """The other sheets of the workbook, with a word for those that are hidden."""


@value
class _Listed:
    name: str
    part: str
    hidden: bool


def is_workbook(content: bytes) -> bool:
    """Whether it begins as a workbook does, or as one of an older kind, which `read_sheet` refuses with advice."""
    return content.startswith((_ZIP, _OLD))


def read_sheet(content: bytes, file: str, wanted: str | None) -> Sheet:
    """The sheet of that name, or the first that is not hidden."""
    if content.startswith(_OLD):
        raise BadCaseFile(
            file, None, "It is an older workbook (.xls) or has a password: save it as .xlsx without one, or as CSV."
        )
    parts = Parts(content, file)
    book = parts.beside("", "officeDocument") or "xl/workbook.xml"
    if book not in parts.names:
        raise BadCaseFile(file, None, "There is no workbook in it: save it as .xlsx, or as CSV.")
    listed, since_1904 = _sheets(parts, book)
    chosen = _chosen(listed, wanted, file)
    strings = _strings(parts, parts.beside(book, "sharedStrings"))
    formats = _formats(parts, parts.beside(book, "styles"))
    sheet = Sheet(
        chosen.name, others=[f"{quoted(s.name)}{' (hidden)' if s.hidden else ''}" for s in listed if s is not chosen]
    )
    parts.parse(chosen.part, _Cells(sheet, strings, formats, file, since_1904=since_1904))
    return sheet


def _chosen(listed: list[_Listed], wanted: str | None, file: str) -> _Listed:
    if not listed:
        raise BadCaseFile(file, None, "There is no sheet in it.")
    if wanted is None:
        return next((sheet for sheet in listed if not sheet.hidden), listed[0])
    for sheet in listed:
        if sheet.name == wanted:
            return sheet
    names = [sheet.name for sheet in listed]
    hint = did_you_mean(wanted, names) or f" There are: {', '.join(map(quoted, names))}."
    raise BadCaseFile(file, None, f"There is no sheet {quoted(wanted)} in it.{hint}")


# --- what the parts say ----------------------------------------------------------------------------------------------


def _sheets(parts: Parts, book: str) -> tuple[list[_Listed], bool]:
    """The sheets in their order, and whether days are counted from 1904."""
    related = parts.related(book)
    listed: list[_Listed] = []
    since_1904 = False

    class Book(Handler):
        def begin(self, name: str, given: Attributes) -> None:
            nonlocal since_1904
            if name == "workbookPr":
                since_1904 = given.get("date1904") in {"1", "true"}
            elif name == "sheet":
                kind, part = related.get(given.get("id", ""), ("", ""))
                if kind == "worksheet":
                    listed.append(_Listed(given.get("name", ""), part, given.get("state", "visible") != "visible"))

    parts.parse(book, Book())
    return listed, since_1904


def _strings(parts: Parts, part: str | None) -> list[str]:
    """The texts that cells share."""
    found: list[str] = []
    if part is not None:
        parts.parse(part, _Texts("si", found.append))
    return found


class _Texts(Handler):
    """Every text of an element, whatever its letters look like; how it is spoken is left out."""

    def __init__(self, element: str, done: Callable[[str], object]) -> None:
        self._element, self._done = element, done
        self._pieces: list[str] = []
        self._within = self._spoken = False

    def begin(self, name: str, given: Attributes) -> None:  # noqa: ARG002
        if name == self._element:
            self._pieces = []
        elif name == "rPh":
            self._spoken = True
        self._within = name == "t" and not self._spoken

    def end(self, name: str) -> None:
        self._within = False
        if name == "rPh":
            self._spoken = False
        elif name == self._element:
            self._done(_plain("".join(self._pieces)))

    def text(self, text: str) -> None:
        if self._within:
            self._pieces.append(text)


def _plain(text: str) -> str:
    """A text whose control characters are written as _x000D_."""
    return _CODED.sub(lambda coded: chr(int(coded[1], 16)), text) if "_x" in text else text


def _formats(parts: Parts, part: str | None) -> list[str]:
    """The number format of every style of a cell."""
    named: dict[int, str] = {}
    styles: list[int] = []

    class Styles(Handler):
        within = False

        def begin(self, name: str, given: Attributes) -> None:
            if name == "numFmt":
                named[_int(given.get("numFmtId"))] = given.get("formatCode", GENERAL)
            elif name == "cellXfs":
                self.within = True
            elif name == "xf" and self.within:
                styles.append(_int(given.get("numFmtId")))

        def end(self, name: str) -> None:
            if name == "cellXfs":
                self.within = False

    if part is not None:
        parts.parse(part, Styles())
    return [named.get(number) or built_in(number) for number in styles]


def _int(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,9}", text) else 0


class _Cells(Handler):
    """The cells of a sheet."""

    def __init__(self, sheet: Sheet, strings: list[str], formats: list[str], file: str, *, since_1904: bool) -> None:
        self._sheet, self._strings, self._formats, self._file, self._since_1904 = (
            sheet,
            strings,
            formats,
            file,
            since_1904,
        )
        self._row = Row(0, {}, {})
        self._column = -1
        self._cell: Attributes = {}
        self._value: list[str] = []
        self._formula = self._reading = False
        self._inline: _Texts | None = None
        self._left = MOST_CELLS

    def begin(self, name: str, given: Attributes) -> None:
        match name:
            case "row":
                self._row = Row(_int(given.get("r")) or self._row.number + 1, {}, {})
                self._column = -1
                if given.get("hidden") in {"1", "true"}:
                    self._sheet.hidden_rows.add(self._row.number)
            case "c":
                self._begin_cell(given)
            case "v":
                self._reading = True
            case "f":
                self._formula = True
            case "is":
                self._inline = _Texts("is", self._value.append)
            case "col" if given.get("hidden") in {"1", "true"}:
                first, last = _int(given.get("min")), _int(given.get("max"))
                self._sheet.hidden_columns |= set(range(first - 1, min(last, first + 16384)))
            case "mergeCell":
                self._sheet.merged.append(given.get("ref", ""))
        if self._inline is not None:
            self._inline.begin(name, given)

    def _begin_cell(self, given: Attributes) -> None:
        place = _PLACE.fullmatch(given.get("r", ""))
        self._column = _column(place[1]) if place else self._column + 1
        self._cell, self._value, self._formula = given, [], False
        self._left -= 1
        if self._left < 0:
            raise BadCaseFile(
                self._file, None, f"The sheet has more than {MOST_CELLS:,} cells; save the part that is wanted as CSV."
            )

    def end(self, name: str) -> None:
        if self._inline is not None:
            self._inline.end(name)
        match name:
            case "v":
                self._reading = False
            case "is":
                self._inline = None
            case "c":
                self._end_cell()
            case "row" if self._row.cells or self._row.unread:
                self._sheet.rows.append(self._row)

    def text(self, text: str) -> None:
        if self._inline is not None:
            self._inline.text(text)
        elif self._reading:
            self._value.append(text)

    def _end_cell(self) -> None:
        value = "".join(self._value)
        kind = self._cell.get("t", "n")
        if kind == "e":
            self._row.unread[self._column] = value
        elif value == "" and self._formula and kind not in {"str", "inlineStr"}:
            self._row.unread[self._column] = "="
        elif shown := self._shown(kind, value.strip() if kind in {"n", "s", "b", "d"} else value):
            self._row.cells[self._column] = shown

    def _shown(self, kind: str, value: str) -> str:
        match kind:
            case "s":
                place = _int(value) if value.isascii() and value.isdigit() else len(self._strings)
                if place >= len(self._strings):
                    raise BadCaseFile(
                        self._file,
                        self._row.number,
                        "The workbook is damaged: a cell refers to a text that is not there.",
                    )
                return self._strings[place]
            case "b":
                return {"1": "TRUE", "0": "FALSE"}.get(value, value)
            case "n" if value:
                style = _int(self._cell.get("s"))
                code = self._formats[style] if style < len(self._formats) else GENERAL
                return shown_number(value, code, since_1904=self._since_1904)
            case "d":
                return value.removesuffix("Z").removesuffix("T00:00:00")
            case "str":
                return _plain(value)
            case _:
                return value


def _column(letters: str) -> int:
    """A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def column_name(number: int) -> str:
    """0 is A, 26 is AA."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
