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
    if _ESCAPED.search(text):
        return f'"{_ESCAPED.sub(_escape, text.replace(chr(92), chr(92) * 2).replace(chr(34), chr(92) + chr(34)))}"'
    if text and text[0] not in _BEGINS_NO_PLAIN and text == text.strip() and not _typed(text):
        if not (_NOT_IN_FLOW if flow else _NOT_IN_BLOCK).search(text):
            return text
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def _typed(text: str) -> bool:
    return text.casefold() in _WORDS_WITH_A_TYPE or _NUMBERS_AND_DATES.fullmatch(text) is not None


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    if found[0] in _NAMED_ESCAPES:
        return _NAMED_ESCAPES[found[0]]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def in_flow(value: Value) -> str:
    """The value on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return scalar(value, flow=True)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key, flow=True)}: {in_flow(each)}" for key, each in value.items()) + "}"
    return "[" + ", ".join(in_flow(each) for each in value) + "]"


def field_lines(key: str, value: Value, indent: int) -> Iterator[str]:
    """`key: value` on one line where it fits, else the value in block style below."""
    name = scalar(key, flow=True)
    lead = f"{' ' * indent}{name}:" if len(name) <= _LONGEST_SIMPLE_KEY else f"{' ' * indent}? {name}\n{' ' * indent}:"
    ...
