"""The frame of an article: paragraphs, its printed date, the dateline, and marks of where the page has its text from."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from claims.readings import Dateline, Origin, OriginKind, Published
from claims.text.folding import key
from claims.text.reported.furniture import FurnitureWords
from claims.text.reported.grammar import MONTHS
from claims.values import value

Place = tuple[int, int]
_HEAD = 14
"""Paragraphs at the top in which titles, bylines and dates are looked for."""
_TEXT_LINE = re.compile(r"[^\r\n\u2028\u2029]*[^\s\u2028\u2029][^\r\n\u2028\u2029]*")
_BLOCK = re.compile(r"\S(?:.*?\S)?(?=\s*?\n[^\S\n]*\n|\s*\Z)", re.DOTALL)


def paragraphs(text: str) -> list[Place]:
    """The paragraphs, without the space around them. A text wrapped at a width has them between empty lines."""
    pattern = _BLOCK if _wrapped(text) else _TEXT_LINE
    found: list[Place] = []
    for line in pattern.finditer(text):
        written = line[0]
        start = line.start() + len(written) - len(written.lstrip())
        found.append((start, line.start() + len(written.rstrip())))
    return found


def _wrapped(text: str) -> bool:
    """Whether lines break within sentences: most are of one width, and end in the middle."""
    lines = text[:20_000].splitlines()
    within = [a for a, b in pairwise(lines) if a.strip() and b.strip()]
    if len(within) < 8 or not any(not line.strip() for line in lines):
        return False
    broken = sum(
        1 for line in within if (40 <= len(line) <= 100 and line.rstrip()[-1].isalnum()) or line.rstrip()[-1:] == ","
    )
    return broken > 0.6 * len(within)


# --- dates -----------------------------------------------------------------------------------------------------------

_FOREIGN_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar janvier enero ocak января січня gennaio", "februar février febrero şubat февраля лютого febbraio",
            "mars märz marzo mart марта березня", "avril abril nisan апреля квітня aprile", "mai mayo mayıs мая травня maggio",
            "juni juin junio haziran июня червня giugno", "juli juillet julio temmuz июля липня luglio",
            "august août agosto ağustos августа серпня", "september septembre septiembre eylül сентября вересня settembre",
            "oktober octobre octubre ekim октября жовтня ottobre", "november novembre noviembre kasım ноября листопада",
            "desember dezember décembre diciembre aralık декабря грудня dicembre",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_ALL_MONTHS = {**_FOREIGN_MONTHS, **MONTHS}
_MONTH = "|".join(sorted((re.escape(m) for m in _ALL_MONTHS), key=len, reverse=True))
_DATE = re.compile(
    rf"\b(?P<iso>\d{{4}})-(?P<im>\d\d)-(?P<id>\d\d)\b"
    rf"|\b(?P<m1>{_MONTH})\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y1>(?:19|20)\d\d)\b"
    rf"|\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:de\s+)?(?P<m2>{_MONTH}),?\s+(?:de\s+)?(?P<y2>(?:19|20)\d\d)\b"
    r"|\b(?P<d3>\d{1,2})\.(?P<m3>\d{1,2})\.(?P<y3>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_WORDS = re.compile(r"\w+")


def date_value(found: re.Match[str]) -> str | None:
    """The date that stands there, as YYYY-MM-DD; None where the calendar has no such day."""
    if found["iso"]:
        year, month, day = int(found["iso"]), int(found["im"]), int(found["id"])
    elif found["m1"]:
        year, month, day = int(found["y1"]), _ALL_MONTHS[found["m1"].lower()], int(found["d1"])
    elif found["m2"]:
        year, month, day = int(found["y2"]), _ALL_MONTHS[found["m2"].lower()], int(found["d2"])
    else:
        year, month, day = int(found["y3"]), int(found["m3"]), int(found["d3"])
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def a_date(words: str) -> str | None:
    """The day that a few words name, in a dozen languages: `27 Temmuz 2022`, `July 27, 2022`; None where they name none."""
    found = _DATE.search(words)
    return date_value(found) if found is not None else None


def published(text: str, lines: Sequence[Place]) -> Published | None:
    """The date that the page prints for itself: the last one at the top in a line that says little else."""
    best: Published | None = None
    for start, end in lines[:_HEAD]:
        if end - start > LONGEST_DATE_LINE:
            continue
        for found in _DATE.finditer(text, start, end):
            value = date_value(found)
            others = len(_WORDS.findall(text, start, end)) - len(_WORDS.findall(found[0]))
            most = 3 if text[end - 1] == "." else 8  # a sentence of the article may name a day, too
            if value and others <= most and not _in_caption(text, start, found.start()):
                best = Published(value, (found.start(), found.end()))
    return best


def _in_caption(text: str, start: int, at: int) -> bool:
    return ". " in text[start:at] or len(_WORDS.findall(text, start, at)) > 8


# --- datelines -------------------------------------------------------------------------------------------------------

_PLACE = r"[A-ZÀ-ÞİŞĞÇÖÜ][\w.’'/-]*(?:[ \u00a0][A-ZÀ-ÞİŞĞÇÖÜ][\w.’'/-]*){0,3}"
_CAPITALS = r"[A-ZÀ-ÞİŞĞÇÖÜ][A-ZÀ-ÞİŞĞÇÖÜ.’'/-]+(?:[ \u00a0][A-ZÀ-ÞİŞĞÇÖÜ][A-ZÀ-ÞİŞĞÇÖÜ.’'/-]*){0,3}"
_ENGLISH_MONTH = "|".join(re.escape(m) for m in sorted(MONTHS, key=len, reverse=True))
_DAY = (
    rf"(?:(?:{_ENGLISH_MONTH})\s+\d{{1,2}}(?:,?\s+(?:19|20)\d\d)?"
    rf"|\d{{1,2}}\s+(?:{_ENGLISH_MONTH})(?:\s+(?:19|20)\d\d)?)"
)
_AGENCY = r"(?:[A-ZÀ-Þ][\w&.’' /-]{0,40}?)"
_DATELINE = re.compile(
    rf"(?:(?P<place>{_CAPITALS}|{_PLACE})(?P<region>,\s?(?!{_DAY})(?-i:{_PLACE}))?(?:(?:,\s?|\s)(?P<day>(?i:{_DAY})))?[.,]?\s*)?"
    rf"(?:\((?P<paren>{_AGENCY})\)|/(?P<slash>{_AGENCY})/)\.?\s*(?:[-–—:]+)?\s*"
    rf"|(?P<broken>{_AGENCY})\)\s*[-–—]+\s*"
    rf"|(?P<place2>{_CAPITALS})(?P<region2>,\s?(?!{_DAY})(?-i:{_PLACE}))?(?:,\s?(?P<day2>(?i:{_DAY})))?\s*(?:--|[–—]|\s-\s?|-\s)\s*"
    rf"|(?P<agency>[A-Z]{{2,8}}),\s(?P<day3>(?i:{_DAY}))\.?\s*(?:[-–—])?\s+",
)
_BODY_WORDS = 9
_LONGEST_INITIALS = 10
LONGEST_DATE_LINE = 160
"""Characters of a line that a date or a byline may have for its own."""


def dateline(
    text: str, lines: Sequence[Place], outlet_name: Mapping[str, str], initials: Mapping[str, str]
) -> Dateline | None:
    """The dateline, where one stands before the first paragraph. `outlet_name`: known names by key; `initials`: what the page's own short name stands for."""
    for start, end in lines[:_HEAD]:
        found = _DATELINE.match(text, start, end)
        if found is None or found.end() >= end or len(_WORDS.findall(text, found.end(), end)) < _BODY_WORDS:
            continue
        said = found["paren"] or found["slash"] or found["broken"] or found["agency"]
        place = found["place"] or found["place2"]
        if said is None and (place is None or len(place) < 3):
            continue
        outlet = None
        if said is not None:
            outlet = outlet_name.get(key(said)) or initials.get(said)
            agency = found["slash"] or found["broken"] or (said.isupper() and len(said) <= _LONGEST_INITIALS)
            capitals = place is not None and place.isupper() and found[0].rstrip()[-1] in "-–—"
            if outlet is None and not (place and agency) and not found["broken"] and not capitals:
                continue
            outlet = outlet or said.strip()
        day = found["day"] or found["day2"] or found["day3"]
        stop = found.end() - (len(found[0]) - len(found[0].rstrip()))
        return Dateline((start, stop), _titled(place) if place else None, outlet, day)
    return None


def _titled(place: str) -> str:
    return place.title() if place.isupper() and len(place) > 3 else place


# --- where the page has its text from --------------------------------------------------------------------------------

_DOMAIN = re.compile(
    r"\b[A-Za-z0-9][\w-]*(?:\.[\w-]+)*\.(?:com|net|org|info|eu|ru|ua|tr|de|fr|uk|co\.uk|com\.tr|com\.ua|gr|bg|no|se|news|media|press|tv|io|in|ir|cn|us)\b(?!\w)"
)
_DOMAIN_END = re.compile(
    r"\.(?:com|net|org|info|eu|ru|ua|tr|de|fr|uk|gr|bg|no|se|news|media|press|tv|io|in|ir|cn|us)\b(?![\w.])"
)
_SUFFIX = re.compile(r"\s(?:[-–—|:•·]|\|\|)\s(?P<name>[^-–—|\n]{2,50})$")
_BYLINE = re.compile(
    r"(?:By|BY|by)\s+(?P<name>[^\n|•·–—]{3,60}?)(?=\s*(?:$|[-–—|•·,]|\d))|(?P<own>Our Bureau|News Desk|Staff Reporter|Agencies|Web Desk|Online Desk)\b"
)


@value
class Frame:
    """What stands around the article."""

    published: Published | None
    dateline: Dateline | None
    origins: tuple[Origin, ...]
    publisher: str | None
    republished_from: str | None


def domain_names(text: str) -> list[tuple[str, Place]]:
    """Names that are addresses: Defenseworld.net."""
    return [
        (found[0], (found.start(), found.end()))
        for ending in _DOMAIN_END.finditer(text)
        if (found := _DOMAIN.match(text, _word_start(text, ending.start()))) is not None
    ]


def _word_start(text: str, at: int) -> int:
    while at > 0 and (text[at - 1].isalnum() or text[at - 1] in "-._"):
        at -= 1
    return at


def title_suffix(
    text: str, lines: Sequence[Place], outlet_name: Mapping[str, str], outlet_like: frozenset[str]
) -> Origin | None:
    """An outlet's name at the end of a title: `... - Defenseworld.net`."""
    for start, end in lines[:5]:
        found = _SUFFIX.search(text, start, end)
        if (
            found is None
            or len(_WORDS.findall(text, start, end)) > 40
            or (text[end - 1] in ".!?" and not _DOMAIN.search(found["name"]))
        ):
            continue
        name = found["name"].strip()
        words = name.split()
        known = outlet_name.get(key(name))
        if (
            known
            or _DOMAIN.fullmatch(name)
            or (len(words) <= 4 and any(w in outlet_like for w in words) and words[0][0].isupper())
        ):
            return Origin(
                OriginKind.TITLE_SUFFIX, known or name, (found.start("name"), found.start("name") + len(name))
            )
    return None


def byline(text: str, lines: Sequence[Place]) -> Origin | None:
    """Who wrote it, at the top of the page."""
    for start, end in lines[:_HEAD]:
        if len(_WORDS.findall(text, start, end)) > 14:
            continue
        head = start + len(text[start:end]) - len(text[start:end].lstrip("•·-–—* \t"))
        found = _BYLINE.match(text, head, end)
        if found is not None:
            return Origin(OriginKind.BYLINE, None, (head, found.end()))
    return None


def republished(
    text: str, lines: Sequence[Place], words: FurnitureWords, outlet_name: Mapping[str, str]
) -> Origin | None:
    """`Source: Reuters`, `This article first appeared in ...`."""
    for start, end in lines:
        line = text[start:end]
        low = line.lower()
        begin = next((b for b in words.republished if low.startswith(b)), None)
        if begin is None or len(_WORDS.findall(line)) > 25:
            continue
        rest = re.sub(r"^[\s:]*(?:(?:at|by|in|on|from|with)\s+)?", "", line[len(begin) :]).strip(" .)(")
        named = None
        if rest.lower() not in words.no_source and rest:
            named = (
                outlet_name.get(key(rest))
                or next((n for n, _ in domain_names(rest)), None)
                or (rest if len(rest.split()) <= 4 and rest[:1].isupper() else None)
            )
        return Origin(OriginKind.REPUBLISHED, named, (start, end))
    return None
