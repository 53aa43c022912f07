"""What readers of foreign formats are given, what they hand back, and how they make entries of texts that nobody checked."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from claims.entries import ArticleEntry, CaseEntry, ClaimEntry, DateEntry, SourceEntry
from claims.errors import BadDate
from claims.foreign.ratings import Ratings
from claims.text import folding
from claims.text.dates import checked_date
from claims.values import value
from claims.vocabulary import DateBasis, Side, SourceKind

LONGEST_LINE = 10_000
"""Characters that a line of a case may have; what is longer is cut, with a sign that it was."""


@value
class Wanted:
    """How a person wants a file read."""

    case: str
    ratings: Ratings
    columns: dict[str, str] = field(default_factory=dict)
    """Of a spreadsheet: field → column."""
    sheet: str | None = None
    """Of a workbook: the name of the sheet; None is the first that is not hidden."""


@value
class Taken:
    """A case made of a foreign file, and what a person should know of how."""

    case: CaseEntry
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class Making:
    """A case in the making: sources and articles get keys, one for each name and address."""

    key: str
    title: str | None = None
    sources: dict[str, SourceEntry] = field(default_factory=dict)
    articles: dict[str, ArticleEntry] = field(default_factory=dict)
    claims: dict[str, ClaimEntry] = field(default_factory=dict)
    remarks: dict[str, None] = field(default_factory=dict)
    _by_name: dict[tuple[str, SourceKind], str] = field(default_factory=dict)
    _by_address: dict[str, str] = field(default_factory=dict)

    def taken(self) -> Taken:
        case = CaseEntry(
            self.key,
            self.title,
            tuple(self.sources.values()),
            tuple(self.articles.values()),
            tuple(self.claims.values()),
        )
        return Taken(case, tuple(self.remarks))

    def remark(self, sentence: str) -> None:
        """Say something once."""
        self.remarks.setdefault(sentence)

    def source(self, name: str, kind: SourceKind) -> str:
        """The key of the source of that name in this file, which is a world of its own: one name, one source."""
        known = (folding.key(name), kind)
        if known not in self._by_name:
            key = free(slug(name) or kind.value, self.sources)
            self._by_name[known] = key
            self.sources[key] = SourceEntry(key, name, kind)
        return self._by_name[known]

    def page(
        self, address: str, *, outlet: str | None = None, title: str | None = None, dated: str | None = None
    ) -> str:
        """The key of the article at an address; its outlet is the host's name where nobody says another."""
        if address not in self._by_address:
            host = host_of(_archived(address)) or "unknown"
            key = free(f"{slug(host)}-{digest(address)}", self.articles)
            by = outlet if outlet is not None else self.source(host, SourceKind.OUTLET)
            dates = (DateEntry(dated, DateBasis.STATED),) if dated else ()
            self.articles[key] = ArticleEntry(key, by, title=title, url=address, dated=dates)
            self._by_address[address] = key
        return self._by_address[address]


def _archived(address: str) -> str:
    """The address that an archive's copy is a copy of: the archive publishes nothing itself."""
    found = re.fullmatch(r"https?://web\.archive\.org/web/[^/]+/(https?://.+)", address, re.IGNORECASE)
    return found[1] if found else address


def free(wanted: str, used: Iterable[str]) -> str:
    """The key, with a number behind it where it is taken."""
    key, number = wanted, 2
    while key in used:
        key, number = f"{wanted}-{number}", number + 1
    return key


def slug(text: str) -> str:
    """A key that people can type, made of a text; empty where nothing of it is left."""
    return "-".join(re.findall(r"[a-z0-9]+", folding.key(text)))[:60].strip("-")


def digest(*texts: str) -> str:
    """A short name for texts: what they are known by from one import to the next."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12]


def kept(text: str) -> str:
    """A text that both databases can keep; nothing else of it is changed."""
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


_HIDDEN = "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_ENDS = "".join(chr(c) for c in range(0x3001) if chr(c).isspace()) + _HIDDEN
"""Spaces, and marks that are not seen: they come along when names are copied from pages."""


def line(value: object) -> str | None:
    """One line of what was given: line breaks and control characters become spaces. None where nothing is said."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return None
    text = kept(str(value))
    if not text.isprintable():
        text = "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)
    text = text.strip(_ENDS)
    return (text if len(text) <= LONGEST_LINE else f"{text[: LONGEST_LINE - 1].rstrip()}…") or None


_DAY = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)\d*\s*(Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)


def date(value: object) -> str | None:
    """A date in one of the forms that are kept; None where it is in another."""
    text = line(value) or ""
    if found := _DAY.fullmatch(text):
        text = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
        if found[4]:
            zone = found[5] or ""
            text += f"T{found[4]}{zone if ':' in zone or len(zone) < 5 else f'{zone[:3]}:{zone[3:]}'}"
    try:
        return checked_date(text)
    except BadDate:
        return None


def addresses(value: object) -> Iterator[str]:
    """The web addresses in a text; several may stand in one, with spaces, commas or bars between."""
    for part in re.split(r"\s+|[,;|](?=\s*https?://)", line(value) or "", flags=re.IGNORECASE):
        address = part.rstrip(",;|")
        if host_of(address):
            yield address


def host_of(address: str) -> str | None:
    """The host of an address of http or https."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not host or len(address) > LONGEST_LINE:
        return None
    return host.removeprefix("www.")


_SIDES = {"true": Side.FOR, "mostly-true": Side.FOR, "false": Side.AGAINST, "mostly-false": Side.AGAINST}


def side_of(status: str) -> Side | None:
    """Which way a check speaks whose verdict this is; None where it speaks neither way."""
    return _SIDES.get(status)


def note_of(*facts: tuple[str, object]) -> str | None:
    """What has no field of its own, a fact a paragraph: `Label: value`, its further lines indented by two."""
    return "\n".join(f"{label}: {indented(value)}" for label, value in facts if value not in {None, ""}) or None


def indented(value: object) -> str:
    """A value whose further lines cannot be taken for facts of their own."""
    return kept(str(value)).replace("\n", "\n  ")
