"""What an HTML page says of itself: title, outlet, byline, date, language and address, each with where it stands.

Read from JSON-LD, then from `<meta>`, then from what the page shows. A page is believed in what it says, never trusted in how it says it: whatever is
broken is passed over.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from claims.errors import BadDate
from claims.readings import PageFact, PageFacts
from claims.text.dates import checked_date
from claims.text.folding import key
from claims.text.markup import End, Start, tokens, unescaped
from claims.text.reported.page import a_date
from claims.text.word_sets import word_set

Object = dict[str, Any]
Found = Iterator[tuple[Any, str]]

_MOST_OBJECTS = 5_000
_LONGEST_SCRIPT = 1_000_000
_LONGEST_LINE = 1_000
_LONGEST_ADDRESS = 4_000
_LONGEST_NAME = 120
_MOST_AUTHORS = 12
_ARTICLES = re.compile(r"(?:Article|Posting|Report|Review)$")
_SPACE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*")
_META_DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "article:published", "date", "dc.date",
    "dc.date.issued", "dcterms.created", "pubdate", "publishdate", "publish-date", "parsely-pub-date", "sailthru.date", "citation_date",
)  # fmt: skip
_META_AUTHORS = (
    "author",
    "article:author",
    "byl",
    "dc.creator",
    "parsely-author",
    "sailthru.author",
    "citation_author",
)
_WITHIN = word_set("title h1 time")


def page_facts(page: str, address: str | None = None) -> PageFacts:
    """What a page says of itself. `address`: where it was found, which relative addresses count from."""
    seen = _looked_at(page)
    articles = list(_articles(seen.scripts))
    outlet = _first(_outlets(seen, articles), _name)
    title, suffix = _titled(_first(_titles(seen, articles), _line), outlet)
    return PageFacts(
        title=title,
        outlet=outlet or suffix,
        byline=_byline(seen, articles, outlet),
        published=_first(_dates(seen, articles), page_date),
        language=_first(_languages(seen, articles), _language),
        url=_first(_addresses(seen, articles), lambda said: _address(said, address)),
    )


def completed(facts: PageFacts, guesses: Mapping[str, str | None], said_in: str) -> PageFacts:
    """The facts with what another reader made out where the page says nothing."""
    reads: dict[str, Callable[[str], str | None]] = {"outlet": _name, "byline": _line, "published": page_date}
    said = facts.named()
    for name, guess in guesses.items():
        if name not in said and guess and (value := reads.get(name, _line)(guess)):
            said[name] = PageFact(value, said_in)
    return PageFacts(**said)


# --- what stands there -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Seen:
    """The parts of a page in which it says something of itself."""

    metas: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    words: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Of `<title>`, `<h1>` and `<time>`, and of what is marked as written by somebody (`author`)."""
    times: list[str] = field(default_factory=list)
    """`datetime` of `<time>`, of those that are marked as the publication's first."""
    canonical: list[str] = field(default_factory=list)
    language: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)


def _looked_at(page: str) -> _Seen:
    seen = _Seen()
    within: list[tuple[str, str]] = []
    script = False
    for token in tokens(page):
        if isinstance(token, Start):
            script = token.name == "script" and "ld+json" in token.attributes.get("type", "").lower()
            _look(seen, token)
            part = _part(token)
            if part is not None and len(within) < 8:
                within.append((token.name, part))
                seen.words[part].append("")
        elif isinstance(token, End):
            if within and within[-1][0] == token.name:
                within.pop()
        elif script:
            seen.scripts.append(token)
            script = False
        elif within and len(seen.words[within[-1][1]][-1]) < _LONGEST_LINE:
            seen.words[within[-1][1]][-1] += token
    return seen


def _part(tag: Start) -> str | None:
    if tag.name in _WITHIN:
        return tag.name
    if tag.name in {"a", "span", "address"} and (
        "author" in tag.attributes.get("rel", "").lower().split()
        or tag.attributes.get("itemprop", "").lower() == "author"
    ):
        return "author"
    return None


def _look(seen: _Seen, tag: Start) -> None:
    said = tag.attributes
    if tag.name == "meta" and said.get("content"):
        for names in (said.get("property"), said.get("name"), said.get("itemprop"), said.get("http-equiv")):
            if names:
                seen.metas[names.strip().lower()].append(said["content"])
    elif tag.name == "html" and said.get("lang", said.get("xml:lang")):
        seen.language.append(said.get("lang") or said["xml:lang"])
    elif tag.name == "link" and "canonical" in said.get("rel", "").lower().split() and said.get("href"):
        seen.canonical.append(said["href"])
    elif tag.name == "time" and said.get("datetime"):
        marked = said.get("itemprop", "").lower() == "datepublished" or "pubdate" in said
        seen.times.insert(0 if marked else len(seen.times), said["datetime"])


# --- JSON-LD ---------------------------------------------------------------------------------------------------------


def _articles(scripts: Iterable[str]) -> Iterator[Object]:
    """The objects that speak of an article, those of the page itself before others: what a list of links holds is not looked at."""
    others: list[Object] = []
    for script in scripts:
        for node in _objects(script):
            types = [t for t in _several(node.get("@type")) if isinstance(t, str)]
            if any(_ARTICLES.search(t) for t in types):
                yield node
            elif "WebPage" in types:
                others.append(node)
    yield from others


def _objects(script: str) -> Iterator[Object]:
    """What a script of a page says at its top, in its graph, and of what the page is mainly about."""
    if len(script) > _LONGEST_SCRIPT:
        return
    try:
        # Line breaks within texts are a common fault, and what they mean is plain.
        todo: list[Any] = [json.loads(script, strict=False)]
    except (ValueError, RecursionError):
        return
    for _ in range(_MOST_OBJECTS):
        if not todo:
            return
        at = todo.pop(0)
        if isinstance(at, list):
            todo[:0] = at
        elif isinstance(at, dict):
            yield at
            todo[:0] = [at[name] for name in ("@graph", "mainEntity", "mainEntityOfPage") if name in at]


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _of(articles: Iterable[Object], *names: str) -> Found:
    """What articles say under these names, as text."""
    for name in names:
        for article in articles:
            for value in _several(article.get(name)):
                yield value, f"JSON-LD {name}"


def _called(value: Any) -> Any:
    """The name of an object, or the text that stands for it."""
    if isinstance(value, dict):
        value = next(iter(_several(value.get("name"))), None)
    return unescaped(value) if isinstance(value, str) else None


# --- in which order it is believed -----------------------------------------------------------------------------------


def _metas(seen: _Seen, *names: str) -> Found:
    for name in names:
        for value in seen.metas.get(name, ()):
            yield value, name if ":" in name else f"meta {name}"


def _titles(seen: _Seen, articles: list[Object]) -> Found:
    yield from ((_called(value), said_in) for value, said_in in _of(articles, "headline"))
    yield from _metas(seen, "og:title", "twitter:title", "dc.title", "citation_title")
    if len(seen.words["h1"]) == 1:
        yield seen.words["h1"][0], "<h1>"
    yield from ((words, "<title>") for words in seen.words["title"])


def _outlets(seen: _Seen, articles: list[Object]) -> Found:
    yield from ((_called(value), said_in) for value, said_in in _of(articles, "publisher"))
    yield from _metas(seen, "og:site_name", "dc.publisher", "citation_publisher", "publisher")


def _byline(seen: _Seen, articles: list[Object], outlet: PageFact | None) -> PageFact | None:
    """Who wrote it: everybody whom the first place that names somebody names. The outlet itself is nobody."""
    places = (
        ((_called(value), said_in) for value, said_in in _of(articles, "author")),
        _metas(seen, *_META_AUTHORS),
        ((words, "rel=author") for words in seen.words["author"]),
    )
    own = key(outlet.value) if outlet is not None else None
    for place in places:
        named: dict[str, str] = {}
        for said, said_in in place:
            name = _name(said) if isinstance(said, str) else None
            if name and key(name) != own and not re.match(r"(?:https?:|www\.|@)", name):
                named.setdefault(re.sub(r"^(?i:by)\s+", "", name), said_in)
        if named:
            return PageFact(", ".join(list(named)[:_MOST_AUTHORS]), next(iter(named.values())))
    return None


def _dates(seen: _Seen, articles: list[Object]) -> Found:
    yield from _of(articles, "datePublished")
    yield from _metas(seen, *_META_DATES)
    yield from ((value, "<time>") for value in seen.times)
    yield from ((words, "<time>") for words in seen.words["time"])
    yield from _of(articles, "dateCreated")


def _languages(seen: _Seen, articles: list[Object]) -> Found:
    yield from ((value, "<html lang>") for value in seen.language)
    yield from ((_called(value), said_in) for value, said_in in _of(articles, "inLanguage"))
    yield from _metas(seen, "og:locale", "content-language", "language", "dc.language")


def _addresses(seen: _Seen, articles: list[Object]) -> Found:
    yield from ((value, "link canonical") for value in seen.canonical)
    yield from _metas(seen, "og:url")
    yield from _of(articles, "url")


# --- what is a value -------------------------------------------------------------------------------------------------


def _first(said: Found, read: Callable[[str], str | None]) -> PageFact | None:
    """The first of several that says something."""
    for value, said_in in said:
        if isinstance(value, str) and (found := read(value)):
            return PageFact(found, said_in)
    return None


def _line(said: str) -> str | None:
    """Words on one line, without what cannot be kept; nothing where they are too many."""
    words = _SPACE.sub(" ", said).strip()
    return words if 0 < len(words) <= _LONGEST_LINE else None


def _name(said: str) -> str | None:
    words = _line(said)
    return words if words is not None and len(words) <= _LONGEST_NAME and re.search(r"\w", words) else None


def _language(said: str) -> str | None:
    """The language without its country: en of en-GB."""
    found = _LANGUAGE.fullmatch(said.strip())
    return found[1].lower() if found is not None else None


def _address(said: str, base: str | None) -> str | None:
    try:
        address = urljoin(base or "", said.strip())
        split = urlsplit(address)
    except ValueError:
        return None
    fine = split.scheme in {"http", "https"} and split.netloc and not _SPACE.search(address)
    return address if fine and len(address) <= _LONGEST_ADDRESS else None


_SUFFIX = re.compile(r"\s+(?:[-–—|•·»]|\|\||::)\s+(?P<name>[^|•·»]{2,50})$")


def _titled(title: PageFact | None, outlet: PageFact | None) -> tuple[PageFact | None, PageFact | None]:
    """A title without the outlet's name at its end; and that name, where nothing else on the page gives one."""
    if title is None:
        return None, None
    found = _SUFFIX.search(title.value)
    if found is None:
        return title, None
    bare = PageFact(title.value[: found.start()], title.said_in)
    if outlet is not None:
        return (bare if key(found["name"]) == key(outlet.value) else title), None
    names = re.split(r"\s[-–—]\s", found["name"])
    if title.said_in != "<title>" or len(names[-1].split()) > 4 or not names[-1][:1].isupper():
        return title, None
    end = title.value.rfind(names[-1])
    cut = re.sub(r"\s+(?:[-–—|•·»]|\|\||::)\s*$", "", title.value[:end])
    return PageFact(cut, title.said_in), PageFact(names[-1], "end of <title>")


# --- dates -----------------------------------------------------------------------------------------------------------

_STAMP = re.compile(
    r"(?P<day>\d{4}(?:-\d\d(?:-\d\d)?)?)(?:[T ](?P<time>\d\d:\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?\s?(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?)?",
    re.ASCII,
)


def page_date(said: str) -> str | None:
    """A date as a page writes it, as precise as it is: midnight to the second is how programs write a day. None where it is no date.

    >>> page_date("2022-07-27T10:05:00.000+0300"), page_date("Wed, 27 Jul 2022 10:05:00 GMT"), page_date("2022-07-27T00:00:00Z")
    ('2022-07-27T10:05:00+03:00', '2022-07-27T10:05:00+00:00', '2022-07-27')
    """
    words = said.strip()[:80]
    found = _STAMP.fullmatch(words)
    try:
        if found is not None:
            return checked_date(_stamp(found))
        if re.match(r"[A-Za-z]{3},? ", words) and ":" in words:
            return checked_date(parsedate_to_datetime(words).isoformat(timespec="seconds"))
    except (BadDate, ValueError, TypeError, IndexError, OverflowError):
        return None
    return a_date(words)


def _stamp(found: re.Match[str]) -> str:
    time, second, zone = found["time"], found["second"], found["zone"] or ""
    if time is None or (time == "00:00" and second in {None, "00"}):
        return found["day"]
    if zone in {"UTC", "GMT"}:
        zone = "Z"
    elif len(zone) in {3, 5} and ":" not in zone:
        zone = f"{zone[:3]}:{zone[3:] or '00'}"
    return f"{found['day']}T{time}{f':{second}' if second else ''}{zone}"
