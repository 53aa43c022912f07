"""Hostile text: one payload a class, and a way to put it into every text of a record."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

T = TypeVar("T")

PAYLOADS = {
    "script": "<script>alert(1)</script>",
    "event handler": "<img src=x onerror=alert(1)>",
    "svg": "<svg/onload=alert(1)>",
    "unclosed tag": '"><iframe src=//evil.example',
    "comment": "<!-- --><!--",
    "cdata": "<![CDATA[<b>]]><?php ?><!DOCTYPE x>",
    "closing tags": "</td></table></li></details><b>",
    "javascript link": "[x](javascript:alert(1))",
    "data link": "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "entity link": "[x](&#106;avascript&colon;alert(1)) &#60;b&#62;",
    "image": "![x](https://evil.example/track.png)",
    "autolink": "<https://evil.example> <mailto:a@evil.example>",
    "bare link": "https://evil.example/ www.evil.example a@evil.example ftp://evil.example @everyone mailto:a@evil.example",
    "reference link": "[x][evil] ![evil]\n\n[evil]: https://evil.example 'x'",
    "footnote": "[^1]\n\n[^1]: https://evil.example",
    "backticks": "`` ` ``` ~~~",
    "fence": "\n```\ncode\n```\n~~~\n",
    "table": "| a | b |\n|---|---|\n| c | d |\\|",
    "heading": "\n# Heading\n\nSetext\n===\nSetext\n---\n",
    "lists": "\n- item\n1. item\n+ item\n* item\n- [ ] task\n2) item",
    "quote": "\n> [!WARNING]\n> quote\n\n    indented code\n\tcode",
    "emphasis": "*a* **b** _c_ __d__ ~~e~~ ==f== ^g^ ~h~ $i$ $$j$$",
    "rules and directives": "\n---\n***\n:::note\n{% include x %}{{ site.x }}{: .class}%%x",
    "bidi": "\u202etxt\u2066\u200f\u061c\u200b\ufeff\u00ad\U000e0041\u2028x\u2029",
    "ansi": "\x1b[31mred\x1b[0m\x1b]8;;https://evil.example\x07x\x1b]8;;\x07\x1b]52;c;eA==\x07\x9b31m\r\x08\x7f",
    "backslashes": "\\<b\\> \\\\[x\\](https://evil.example) \\",
    "line ends": "a\r\n\r\n<b>\x0b\x0c\x85# x\r- y",
    "spreadsheet": '=HYPERLINK("https://evil.example";"x") @SUM(A1) -1+1',
}

_KEPT = {"id", "downstream", "upstream", "origins"}
"""What holds a record together; ids are made here, never taken in."""


def tainted(record: T, payload: str) -> T:
    """The record with the payload as every text in it, however deep."""
    return _tainted(record, payload)  # type: ignore[no-any-return]


def _tainted(value: Any, payload: str) -> Any:
    if isinstance(value, Enum) or value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return payload
    if isinstance(value, tuple):
        return tuple(_tainted(item, payload) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: _tainted(getattr(value, f.name), payload) for f in fields(value) if f.name not in _KEPT}
        return replace(value, **changed)
    raise TypeError(type(value))
