"""The readers of foreign formats, and which of them a file is for."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from claims.foreign import averitec, claimreview, sheet
from claims.foreign.taken import Taken, Wanted, slug
from claims.foreign.workbook import is_workbook

Reader = Callable[[bytes, str, Wanted], Taken]

READERS: dict[str, Reader] = {
    "claimreview": claimreview.read,
    "averitec": averitec.read,
    "csv": sheet.read,
    "xlsx": sheet.read_workbook,
}
"""By the word that `--from` takes; a case file is not foreign, and has no reader here."""

_AVERITEC = re.compile(rb'"(?:fact_checking_article|fact_checking_strategies|required_reannotation)"\s*:')
_LINKED = re.compile(rb'"@(?:context|type|graph)"\s*:')
_BEGINNING = 2**16


def told(content: bytes, file: str = "") -> str | None:
    """The format that a file shows, None for a case file: by its content, a spreadsheet in text by its name."""
    if is_workbook(content):
        return "xlsx"
    if file.lower().endswith((".csv", ".tsv")):
        return "csv"
    begin = content[:_BEGINNING].removeprefix(b"\xef\xbb\xbf").lstrip()
    if begin.startswith(b"<"):
        return "claimreview"
    if begin.startswith(b"[") and _AVERITEC.search(begin):
        return "averitec"
    if begin.startswith((b"[", b"{")) and _LINKED.search(begin) and not _is_a_case(content):
        return "claimreview"
    return None


def _is_a_case(content: bytes) -> bool:
    """Whether it is a case file written as JSON, whose texts may speak of anything."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and "case" in found and "@type" not in found


def case_key(file: str) -> str:
    """The case that a file becomes where nobody names one: the file's own name."""
    return slug(re.sub(r"\.[^.]*$", "", re.split(r"[/\\]", file)[-1])) or "imported"
