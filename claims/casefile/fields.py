"""One mapping of a case file, read field by field: each method says what a field must be, and what is wrong with its line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

import orjson

from claims.casefile.loader import ListNode, MappingNode, Node, ScalarNode, shown
from claims.entries import Place
from claims.errors import BadCaseFile, BadDate, BadText, did_you_mean
from claims.text.dates import checked_date
from claims.text.door import admitted, admitted_line

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

LONGEST_KEY = 200
LONGEST_TEXT = 10**12 - 1
MOST_GUESSES = 20_000

Value = Node | str | bool | int | float | list[Any] | dict[str, Any] | None
"""What a field holds: a node, which knows its line, or a value of JSON, whose line is that of its mapping."""

_NODES = (ScalarNode, ListNode, MappingNode)
_BARE = (bool, int, float)
_SCALARS = (str, *_BARE, ScalarNode)
_WHOLE_NUMBER = re.compile(r"0|[1-9][0-9]{0,11}")
"""Up to LONGEST_TEXT."""


class Shape:
    """What the grammar calls a mapping, and the fields it may have (given with spaces between them)."""

    __slots__ = ("fields", "known", "name")

    def __init__(self, name: str, fields: str) -> None:
        self.name = name
        self.fields = tuple(fields.split())
        self.known = frozenset(self.fields)


def text_of(value: Value) -> str | None:
    """The text that a scalar is, of a number or a flag as it stands in JSON; None for null, and for what is no scalar."""
    if value.__class__ is str:
        return value  # as quick as asking can be: it is asked of every field
    if isinstance(value, ScalarNode):
        return value.text
    return orjson.dumps(value).decode() if isinstance(value, _BARE) else None


def is_scalar(value: Value) -> bool:
    return value is None or isinstance(value, _SCALARS)


def _items_of(value: Value) -> Sequence[Value] | None:
    if isinstance(value, ListNode):
        return value.items
    return value if isinstance(value, list) else None


def _entries_of(value: Value) -> dict[str, Any] | None:
    if isinstance(value, MappingNode):
        return value.entries
    return value if isinstance(value, dict) else None


def hint(word: str, known: Collection[str]) -> str:
    """As `did_you_mean`, for any word and any number of keys: a guess is not worth seconds of waiting."""
    return did_you_mean(word, known) if len(word) <= LONGEST_KEY and len(known) <= MOST_GUESSES else ""


@cache
def _by_value(words: type[E]) -> Mapping[str, E]:
    """Found here a word costs a tenth of what the set itself takes to find it."""
    return {word.value: word for word in words}


class Fields:
    """The fields of one mapping. An absent field, or one that is null, reads as None or as empty."""

    __slots__ = ("_entries", "_shape", "file", "line")

    def __init__(self, file: str, value: Value, shape: Shape, line: int = 1) -> None:
        """`line`: that of a value which does not know its own."""
        self.file = file
        self.line = line
        self._shape = shape
        if value.__class__ is dict:
            entries: dict[str, Any] | None = value
        else:
            self.line = self.line_of(value)
            entries = _entries_of(value)
        if entries is None:
            if not is_scalar(value) or text_of(value) is not None:
                raise BadCaseFile(
                    file,
                    self.line,
                    f"{shape.name} is written {{{shape.fields[0]}: ...}}, or with one `{shape.fields[0]}: ...` a line.",
                )
            entries = {}
        self._entries = entries
        if not shape.known.issuperset(entries):
            raise self._unknown(next(name for name in entries if name not in shape.known))

    # --- complaints -------------------------------------------------------------------------------------------------

    def bad(self, what: str, field: str | None = None) -> BadCaseFile:
        """The error for the file's line where the field stands, or where the mapping begins."""
        return BadCaseFile(self.file, self.line_of(self._entries.get(field) if field is not None else None), what)

    def line_of(self, value: Value) -> int:
        """The line where something of this mapping stands."""
        return value.line if isinstance(value, _NODES) else self.line

    def _unknown(self, name: str) -> BadCaseFile:
        value = self._entries[name]
        near = hint(name, self._shape.fields)
        if not near and is_scalar(value) and text_of(value) is None:
            # What an unquoted comma leaves behind: {text: Hello, world} has a field "world" with nothing in it.
            near = ' If it belongs to the text before it, put the whole text into "quotes".'
        known = "" if near else f" It may have {', '.join(self._shape.fields)}."
        return BadCaseFile(
            self.file, self.line_of(value), f"{self._shape.name} has no field {shown(name)}.{near}{known}"
        )

    def required(self, field: str, value: T | None) -> T:
        """The value of a field that must be there."""
        if value is None:
            raise self._missing(field)
        return value

    def _missing(self, field: str) -> BadCaseFile:
        return self.bad(f"{self._shape.name} needs `{field}`.", field)

    def _given(self, field: str) -> Value:
        """The value of a field, unless it is absent or null."""
        value: Value = self._entries.get(field)
        return None if value.__class__ is ScalarNode and value.text is None else value

    def has(self, field: str) -> bool:
        return self._given(field) is not None

    def says_only(self, fields: frozenset[str]) -> bool:
        """Whether no other fields than these are there: then nobody has to ask for each of the others."""
        return self._entries.keys() <= fields

    def mentions(self, field: str) -> bool:
        """Whether the field is there, be it with nothing in it."""
        return field in self._entries

    # --- one value --------------------------------------------------------------------------------------------------

    def _scalar(self, field: str) -> str | None:
        value: Value = self._entries.get(field)
        if value is None or value.__class__ is str:  # nearly always
            return value
        text = text_of(value)
        if text is None and not is_scalar(value):
            raise self.bad(f'`{field}` is one text; put it into "quotes" if it has , : [ ] {{ }} in it.', field)
        return text

    def line_of_text(self, field: str) -> str | None:
        """Text on one line that says something; spaces at its ends are dropped."""
        text = self._scalar(field)
        try:
            return None if text is None else admitted_line(field, text)
        except BadText as bad:
            raise self.bad(bad.sentence, field) from None

    def prose(self, field: str) -> str | None:
        """Text as it is written, of any shape."""
        text = self._scalar(field)
        try:
            return None if text is None else admitted(field, text)
        except BadText as bad:
            raise self.bad(bad.sentence, field) from None

    def words(self, field: str) -> str | None:
        """Text as it is written that says something, such as an article's words, whose spaces count."""
        text = self.prose(field)
        if text is not None and not text.strip():
            raise self.bad(f"The {field} is empty.", field)
        return text

    def key(self, field: str) -> str | None:
        text = self._scalar(field)
        return None if text is None else self.checked_key(text, field)

    def checked_key(self, text: str, field: str | None = None) -> str:
        """The text when it can be a key; `field` holds it, where it is not the key of this mapping."""
        try:
            stripped = admitted_line("key", text, most=LONGEST_KEY)
        except BadText as bad:
            raise self.bad(bad.sentence, field) from None
        if stripped != text:
            raise self.bad(f"The key “{shown(text)}” has spaces at its ends; write it without.", field)
        return text

    def date(self, field: str) -> str | None:
        text = self._scalar(field)
        if text is None:
            return None
        try:
            return checked_date(text)
        except BadDate:
            raise self.bad(BadDate(shown(text)).sentence, field) from None

    def whole_number(self, field: str) -> int | None:
        text = self._scalar(field)
        if text is None:
            return None
        if not _WHOLE_NUMBER.fullmatch(text):
            raise self.bad(f"`{field}` is a whole number such as 3080, not {shown(text)}.", field)
        return int(text)

    def flag(self, field: str) -> bool:
        text = self._scalar(field)
        if text not in {None, "true", "false"}:
            raise self.bad(f"`{field}` is true or false, not {shown(text or '')}.", field)
        return text == "true"

    def choice(self, field: str, words: type[E]) -> E | None:
        """A member of a closed set by its value."""
        text = self._scalar(field)
        if text is None:
            return None
        known = _by_value(words)
        word: E | None = known.get(text)
        if word is None:
            near = hint(text, known)
            raise self.bad(f"`{field}` cannot be {shown(text)}.{near} It is one of {', '.join(known)}.", field)
        return word

    def matching(self, field: str, form: re.Pattern[str], what: str) -> str | None:
        text = self._scalar(field)
        if text is not None and not form.fullmatch(text):
            raise self.bad(f"`{field}` is {what}, not {shown(text)}.", field)
        return text

    def reference(self, field: str, known: Collection[str], what: str, *, where: str = "file") -> str | None:
        """The key of something that must be there."""
        text = self._scalar(field)
        return text if text is None or text in known else self.known_key(text, known, what, field, where=where)

    def known_key(self, text: str, known: Collection[str], what: str, field: str, *, where: str = "file") -> str:
        if text not in known:
            raise self.bad(f"There is no {what} {shown(text)} in this {where}.{hint(text, known)}", field)
        return text

    def place(self, field: str) -> Place | None:
        """Two whole numbers: where words begin and end."""
        value = self._given(field)
        if value is None:
            return None
        if value.__class__ is list and len(value) == 2:  # two numbers of JSON, as a line has them
            start, end = value
            if start.__class__ is int and end.__class__ is int and 0 <= start < end <= LONGEST_TEXT:
                return start, end
        match [text_of(item) or "" for item in _items_of(value) or ()]:
            case [start, end] if _WHOLE_NUMBER.fullmatch(start) and _WHOLE_NUMBER.fullmatch(end):
                if int(start) < int(end):
                    return int(start), int(end)
        raise self.bad(
            f"`{field}` is two whole numbers, [start, end], counted from 0 and with start before end.", field
        )

    def place_of(self, words: str | None, field: str, *, readable: bool) -> Place | None:
        """Where the words of `field` stand; `readable` says whether the article they stand in is known."""
        at = self.place("at")
        if at is None:
            return None
        if not readable:
            raise self.bad("`at` needs `in`: the article where these words can be read.", "at")
        if words is not None and at[1] - at[0] != len(words):
            counts = f"`at` spans {at[1] - at[0]} and the {field} has {len(words)} characters"
            raise self.bad(f"{counts}: “{shown(words)}”.", "at")
        return at

    def value(self, field: str) -> Value:
        """The value of a field that must be there, as it is."""
        value = self._given(field)
        if value is None:
            raise self._missing(field)
        return value

    # --- several values ---------------------------------------------------------------------------------------------

    def items(self, field: str) -> Sequence[Value]:
        value = self._given(field) if field in self._entries else None
        if value is None:
            return ()
        items = _items_of(value)
        if items is None:
            raise self.bad(f"`{field}` is a list; write [one, another], or `- one` a line.", field)
        return items

    def one_or_several(self, field: str) -> Sequence[Value]:
        """The items of a list, or the one thing that stands in its place."""
        value = self._given(field)
        if value is None:
            return ()
        items = _items_of(value)
        return (value,) if items is None else items

    def records(self, field: str, shape: Shape) -> Iterable[Fields]:
        if field not in self._entries:
            return ()
        return (Fields(self.file, item, shape, self.line) for item in self.items(field))

    def keyed(self, field: str, shape: Shape) -> Iterator[tuple[str, Fields]]:
        """The entries of a mapping of key → record."""
        value = self._given(field)
        if value is None:
            return
        entries = _entries_of(value)
        if entries is None:
            raise self.bad(f"`{field}` is a mapping of keys: write `key: {{{shape.fields[0]}: ...}}` a line.", field)
        for key, each in entries.items():
            entry = Fields(self.file, each, shape, self.line)
            yield entry.checked_key(key), entry

    def lines_of_text(self, field: str) -> tuple[str, ...]:
        """A list of different texts, each on one line."""
        found: dict[str, None] = {}
        for item in self.items(field):
            text = self.line_of_item(field, item)
            if text in found:
                raise BadCaseFile(self.file, self.line_of(item), f"`{field}` has {shown(text)} twice.")
            found[text] = None
        return tuple(found)

    def line_of_item(self, field: str, item: Value) -> str:
        """The text on one line that an item of a list is."""
        text = text_of(item)
        if text is None:
            advice = 'put text that has , : [ ] { } in it into "quotes"'
            raise BadCaseFile(self.file, self.line_of(item), f"An item of `{field}` is one text here; {advice}.")
        try:
            return admitted_line(field, text)
        except BadText as bad:
            raise BadCaseFile(self.file, self.line_of(item), bad.sentence) from None
