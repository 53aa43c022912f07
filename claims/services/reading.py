"""The lexicons that articles are read with: those that travel with the program, and what a desk adds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from claims.casefile import ListNode, MappingNode, Node, ScalarNode, load
from claims.errors import BadCaseFile, ExtraMissing
from claims.readings import MAIN_TEXT_READER, Layer
from claims.shipped import shipped
from claims.text.articles import Reading, read_text
from claims.text.folding import same_length
from claims.text.html import decoded, is_html, read_html, reading_of
from claims.text.reported.furniture import FurnitureWords
from claims.text.reported.lexicon import Lexicon, lexicon
from claims.text.reported.reader import Reader
from claims.text.reported.speakers import SpeakerWords
from claims.text.word_sets import word_set

SEEDS = ("cues.yaml", "hedges.yaml", "outlets.yaml", "speakers.yaml", "furniture.yaml")

_VERBS = ("kind", "takes", "words")
_OUTLET = ("name", "aliases")
_LISTS = word_set(
    "according nouns impersonal weak_cues unnamed roles leaders any_office governments government_words "
    "organisation_words document_words unnamed_words hearsay outlet_words outlet_names begins holds lists "
    "ends republished no_source"
)
_LIST_MAPPINGS = frozenset({"hedges", "nationalities"})
_TAKES = frozenset({"quotation", "clause", "recipient", "object", "infinitive", "as", "shows", "asking"})


def shipped_lexicon(added: Sequence[tuple[str, bytes]] = ()) -> Lexicon:
    """The lexicon of the program's own lists and of the desk's files, each a name and its bytes; BadCaseFile where one is not in their form."""
    folder = shipped("seeds")
    files = [(name, (folder / name).read_bytes()) for name in SEEDS]
    merged: dict[str, Any] = {}
    versions: list[str] = []
    for name, content in (*files, *added):
        version = _merge(merged, load(content, name), name)
        versions.append(
            f"{name.rsplit('.', 1)[0]}/{version}"
            if (name, content) in files
            else f"{name}/{hashlib.sha256(content).hexdigest()[:8]}"
        )
    return _made(merged, " ".join(versions))


@cache
def program_lexicon() -> Lexicon:
    """The lexicon of the program's own lists, read once."""
    return shipped_lexicon()


def article_reader(layer: Layer = Layer.CORE, added: Sequence[tuple[str, bytes]] = ()) -> Reader:
    """A reader of articles by one layer, with the desk's lexicons; ExtraMissing or WrongParser where there is no parser for it."""
    words = shipped_lexicon(added)
    if layer is Layer.CORE:
        return Reader(words)
    from claims.services.parsing import Parser  # noqa: PLC0415 - an extra, and slow to load
    from claims.text.parsed.layer import ParsedLayer  # noqa: PLC0415

    parser = Parser()
    return Reader(words, ParsedLayer(words, parser, parser.versions))


def _made(merged: dict[str, Any], version: str) -> Lexicon:
    small = {name: tuple(same_length(word).lower() for word in merged.get(name, ())) for name in _LISTS}
    nations = merged.get("nationalities", {})
    return lexicon(
        version=version,
        verbs=[(v["kind"], v["takes"], v["words"]) for v in merged.get("verbs", ())],
        according=small["according"],
        nouns=small["nouns"],
        impersonal=small["impersonal"],
        hedges={word.lower(): force for force, words in merged.get("hedges", {}).items() for word in words},
        outlets=[(o["name"], o.get("aliases", ())) for o in merged.get("outlets", ())],
        unnamed_outlets=small["unnamed"],
        weak_cues=small["weak_cues"],
        speakers=SpeakerWords(
            roles=frozenset(small["roles"]),
            leaders=frozenset(small["leaders"]),
            any_office=frozenset(small["any_office"]),
            governments=frozenset(merged.get("governments", ())),
            government_words=frozenset(small["government_words"]),
            organisation_words=frozenset(small["organisation_words"]),
            document_words=frozenset(small["document_words"]),
            unnamed_words=frozenset(small["unnamed_words"]),
            hearsay=frozenset(small["hearsay"]),
            outlet_words=small["outlet_words"],
            outlet_names=frozenset(merged.get("outlet_names", ())),
            nationalities={name.lower(): people for people, names in nations.items() for name in (people, *names)},
        ),
        furniture=FurnitureWords(
            begins=small["begins"],
            holds=small["holds"],
            lists=small["lists"],
            ends=small["ends"],
            republished=small["republished"],
            no_source=frozenset(small["no_source"]),
        ),
    )


def _merge(merged: dict[str, Any], node: Node, file: str) -> str:
    """Add a file's lists to what is there, and hand back its version."""
    if not isinstance(node, MappingNode):
        raise BadCaseFile(file, node.line, "A lexicon is a mapping of lists; see docs/reading.md.")
    version = "-"
    for name, value in node.entries.items():
        if name == "version":
            version = _text(value, file)
        elif name == "verbs":
            merged.setdefault(name, []).extend(_verb(item, file) for item in _items(value, file))
        elif name == "outlets":
            merged.setdefault(name, []).extend(_entry(item, _OUTLET, file) for item in _items(value, file))
        elif name in _LISTS:
            merged.setdefault(name, []).extend(_texts(value, file))
        elif name in _LIST_MAPPINGS and isinstance(value, MappingNode):
            lists = merged.setdefault(name, {})
            for part, words in value.entries.items():
                lists.setdefault(part, []).extend(_texts(words, file))
        else:
            raise BadCaseFile(file, value.line, f"A lexicon has no list {name}; see docs/reading.md.")
    return version


def _verb(node: Node, file: str) -> dict[str, Any]:
    entry = _entry(node, _VERBS, file)
    missing = [name for name in _VERBS if name not in entry]
    if missing:
        raise BadCaseFile(file, node.line, f"Verbs want kind, takes and words; {missing[0]} is missing.")
    strange = [t for t in entry["takes"] if t not in _TAKES]
    if strange:
        raise BadCaseFile(file, node.line, f"A verb takes {', '.join(sorted(_TAKES))}; not {strange[0]}.")
    return entry


def _entry(node: Node, names: Iterable[str], file: str) -> dict[str, Any]:
    if not isinstance(node, MappingNode):
        raise BadCaseFile(file, node.line, f"An entry with {', '.join(names)} is wanted here.")
    unknown = [name for name in node.entries if name not in names]
    if unknown:
        raise BadCaseFile(file, node.line, f"There is no field {unknown[0]} here; only {', '.join(names)}.")
    return {name: _text(v, file) if isinstance(v, ScalarNode) else _texts(v, file) for name, v in node.entries.items()}


def _items(node: Node, file: str) -> tuple[Node, ...]:
    if not isinstance(node, ListNode):
        raise BadCaseFile(file, node.line, "A list is wanted here.")
    return node.items


def _texts(node: Node, file: str) -> list[str]:
    return [_text(item, file) for item in _items(node, file)]


def _text(node: Node, file: str) -> str:
    if not isinstance(node, ScalarNode) or not node.text:
        raise BadCaseFile(file, node.line, "A word is wanted here.")
    return node.text


# --- files -----------------------------------------------------------------------------------------------------------


def read_page(
    content: bytes, name: str, *, main_text: bool = False, charset: str | None = None, html: bool = False
) -> Reading:
    """A file's text: UTF-8 as it stands, HTML without its marks. `main_text`: of HTML only what trafilatura takes for the article.

    `html` and `charset`: what the server said of it, where a server did.
    """
    if not (html or is_html(content, name)):
        return read_text(content, name)
    return _main_text(content, name, charset) if main_text else read_html(content, name, charset)


def _main_text(content: bytes, name: str, charset: str | None) -> Reading:
    try:
        import trafilatura  # noqa: PLC0415 - an extra, and slow to load
    except ImportError:
        raise ExtraMissing("--main-text", "html") from None
    page = decoded(content, name, charset)
    text = trafilatura.extract(page, include_comments=False, include_tables=False) or ""
    return reading_of(content, text, name, f"{MAIN_TEXT_READER}/{trafilatura.__version__}")
