"""HTML read as text, with the standard library alone. Places in such an article count in this text, which is kept with it.

Blocks become paragraphs, scripts and styles are left out, and so is what a page marks as navigation. It judges no further: the furniture of a page is
found in the text itself.
"""

from __future__ import annotations

import codecs
import hashlib
import re

from claims.errors import NotText
from claims.text.articles import Reading
from claims.text.markup import End, Start, tokens
from claims.text.word_sets import word_set

HTML_READER = "html/1"

_BLOCKS = word_set(
    "address article aside blockquote body br dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 "
    "h5 h6 header hr li main ol option p pre section table tbody td th thead title tr ul"
)
_SILENT = word_set("script style noscript template svg math iframe object nav select button textarea")
_MENUS = word_set("nav select button")
_ARTICLE = word_set("main article h1")
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]+)""", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_LOOKS_LIKE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_MOST_LOOKED_AT = 4096


def looks_like_html(content: bytes) -> bool:
    """Whether a file begins as HTML does."""
    return _LOOKS_LIKE.match(content.removeprefix(codecs.BOM_UTF8), 0, _MOST_LOOKED_AT) is not None


def is_html(content: bytes, name: str) -> bool:
    """Whether a file is a page, by its name or its beginning."""
    return name.lower().endswith((".html", ".htm", ".xhtml")) or looks_like_html(content)


def read_html(content: bytes, name: str, charset: str | None = None) -> Reading:
    """The text of an HTML page; NotText where its bytes are not in the encoding that it names, or it holds no words."""
    return reading_of(content, html_text(decoded(content, name, charset)), name, HTML_READER)


def reading_of(content: bytes, text: str, name: str, reader: str) -> Reading:
    """A reading of a page whose text a reader of that name and version made."""
    if not text.strip():
        raise NotText(name, "no words stand in this HTML")
    return Reading(
        sha256=hashlib.sha256(content).hexdigest(),
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        length=len(text),
        reader=reader,
        content=content,
        text=text,
    )


def decoded(content: bytes, name: str, charset: str | None = None) -> str:
    """The page's characters, in the encoding that its byte order mark or itself names, else the server (`charset`), else UTF-8."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    else:
        said = _CHARSET.search(content[:_MOST_LOOKED_AT])
        encoding = (
            "utf-8-sig"
            if content.startswith(codecs.BOM_UTF8)
            else said[1].decode("ascii", "replace")
            if said
            else charset or "utf-8-sig"
        )
    try:
        text = content.decode(encoding)
    except LookupError:
        raise NotText(name, f"it says that it is in {encoding[:40]}, which is no known encoding") from None
    except UnicodeDecodeError as broken:
        raise NotText(name, f"byte {broken.start} is not {encoding}") from None
    return text.replace("\0", "")


def html_text(page: str) -> str:
    """The words of a page, a line to a block."""
    blocks = _Blocks()
    for token in tokens(page):
        if isinstance(token, Start):
            blocks.begin(token.name)
        elif isinstance(token, End):
            blocks.end(token.name)
        else:
            blocks.words(token)
    return blocks.text()


class _Blocks:
    """Collects the words of each block."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._words: list[str] = []
        self._silent: list[str] = []

    def begin(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end_line()
        if tag in _ARTICLE:
            # A menu that was never closed hides no article.
            self._silent = [silent for silent in self._silent if silent not in _MENUS]
        if tag in _SILENT:
            self._silent.append(tag)

    def end(self, tag: str) -> None:
        if tag in self._silent:
            while self._silent.pop() != tag:
                pass
        if tag in _BLOCKS:
            self._end_line()

    def words(self, words: str) -> None:
        if not self._silent:
            self._words.append(words)

    def _end_line(self) -> None:
        line = _SPACE.sub(" ", "".join(self._words)).strip(" ")
        self._words.clear()
        if line and not (self._lines and self._lines[-1] == line):
            self._lines.append(line)

    def text(self) -> str:
        """What was collected; a newline ends every line."""
        self._end_line()
        made = "".join(f"{line}\n" for line in self._lines)
        return made.encode("utf-8", "replace").decode()
