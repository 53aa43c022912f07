"""YAML as a person would write it: what may stand plain stands plain, what is small stands on one line.

Written for every reader of YAML, not only ours: whatever YAML 1.1 or 1.2 would take for a boolean, null, number or date is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

Value = str | int | bool | Sequence["Value"] | Mapping[str, "Value"]
"""Text is `str`; `int` and `bool` are written bare."""

WIDTH = 140

# YAML allows 1,024 characters for a key before its colon; longer ones take the form with a question mark.
_LONGEST_SIMPLE_KEY = 1000

# Invisible, or moving what stands beside it: control, soft hyphen, bidi, zero-width, line separators, BOM, tags. A fixed list, so that
# another Python with a newer Unicode writes the same bytes.
_ESCAPED = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
_NAMED_ESCAPES = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_BEGINS_NO_PLAIN = frozenset("-?:,[]{}#&*!|>'\"%@`=<.~+")
_NOT_IN_FLOW = re.compile(r"[,\[\]{}?]|:$|: | #")
_NOT_IN_BLOCK = re.compile(r":$|: | #")
_WORDS_WITH_A_TYPE = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_NUMBERS_AND_DATES = re.compile(
    r"[0-9][0-9_,.:]*(e[-+]?[0-9]*)?"  # 12, 1_000, 3.5, 12:30:45, 1e6
    r"|0x[0-9a-f_]*|0o[0-7_]*|0b[01_]*"
    r"|[0-9]{4}-[0-9].*",  # 2022-07, and 2022-07-26 with any time behind it
    re.IGNORECASE,
)


def scalar(text: str, *, flow: bool = False) -> str:
    """The text as YAML: plain where every reader takes it for this text, in quotes otherwise; `flow` inside [ ] and { }."""
    if _WORD.fullmatch(text) and text.casefold() not in _WORDS_WITH_A_TYPE:
        return text  # as names of fields are, most keys, and words of closed sets
    if _ESCAPED.search(text):
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{_ESCAPED.sub(_escape, quoted)}"'
    if _stands_plain(text, flow=flow):
        return text
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _stands_plain(text: str, *, flow: bool) -> bool:
    if not text or text[0] in _BEGINS_NO_PLAIN or text != text.strip():
        return False
    if text.casefold() in _WORDS_WITH_A_TYPE or _NUMBERS_AND_DATES.fullmatch(text):
        return False
    return not (_NOT_IN_FLOW if flow else _NOT_IN_BLOCK).search(text)


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    if found[0] in _NAMED_ESCAPES:
        return _NAMED_ESCAPES[found[0]]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def in_flow(value: Value) -> str:
    """The value on one line."""
    if isinstance(value, str):
        return scalar(value, flow=True)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join([f"{scalar(key, flow=True)}: {in_flow(each)}" for key, each in value.items()]) + "}"
    return "[" + ", ".join([in_flow(each) for each in value]) + "]"


def field(name: str, value: Value, indent: int, *, spread: bool = False) -> Iterator[str]:
    """The lines of `name: value`: one where it fits and is not to be `spread`, else the value in block style below."""
    key = scalar(name, flow=True)
    margin = " " * indent
    simple = len(key) <= _LONGEST_SIMPLE_KEY
    yield from _led(f"{margin}{key}:" if simple else f"{margin}? {key}\n{margin}:", value, indent, spread=spread)


def item(value: Value, indent: int) -> Iterator[str]:
    """The lines of `- value`."""
    lines = _led(f"{' ' * indent}-", value, indent, spread=False)
    first = next(lines)
    if first.endswith("-") and isinstance(value, Mapping):
        # A mapping begins beside its dash.
        first += next(lines)[indent + 1 :]
    yield first
    yield from lines


def _led(lead: str, value: Value, indent: int, *, spread: bool) -> Iterator[str]:
    if isinstance(value, str):
        yield f"{lead} {scalar(value)}"
        return
    line = lead if spread else f"{lead} {in_flow(value)}"
    if isinstance(value, int) or (not spread and len(line) <= WIDTH):
        yield line
        return
    yield lead
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from field(name, each, indent + 2)
    else:
        for each in value:
            yield from item(each, indent + 2)
