"""Bytes of an article read as text. The bytes stay as they came; the reader's name and version stand beside the text."""

import codecs
import hashlib

from claims.errors import NotText, NoWords
from claims.values import value

TEXT_READER = "text/1"
"""UTF-8 with newlines and byte order mark untouched, so that places count from the first character of the file."""


@value
class Reading:
    """One reading of an article. Hashes are hexadecimal SHA-256; `length` counts code points."""

    sha256: str
    text_sha256: str
    length: int
    reader: str
    content: bytes
    text: str


def read_text(content: bytes, name: str) -> Reading:
    """The reading of a text file; NotText for anything that is not UTF-8 or that no database could keep."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as broken:
        raise _no_text(content, name, broken.start) from None
    if "\0" in text:
        raise NotText(name, f"it has a NUL byte at {content.index(0)}, as binary files do")
    if not text.strip():
        raise NoWords(name)
    return Reading(
        sha256=hashlib.sha256(content).hexdigest(),
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        length=len(text),
        reader=TEXT_READER,
        content=content,
        text=text,
    )


_OTHERS = (
    (b"%PDF-", "it is a PDF", "Open it, and save its words as text."),
    (b"PK\x03\x04", "it is a ZIP, as documents of Word and LibreOffice are", "Open it, and save it as text in UTF-8."),
    (b"\xd0\xcf\x11\xe0", "it is a document of Office", "Open it, and save it as text in UTF-8."),
    (codecs.BOM_UTF16_LE, "it is UTF-16", "Convert it with: iconv -f UTF-16 -t UTF-8"),
    (codecs.BOM_UTF16_BE, "it is UTF-16", "Convert it with: iconv -f UTF-16 -t UTF-8"),
)
"""What people give us instead, by its first bytes, and what to do."""


def _no_text(content: bytes, name: str, broken: int) -> NotText:
    """Why bytes are no UTF-8. Of an older encoding nobody can be sure, and a wrong guess makes wrong letters: it is not guessed."""
    for begins, what, advice in _OTHERS:
        if content.startswith(begins):
            return NotText(name, what, advice)
    return NotText(
        name,
        f"byte {broken} is {content[broken]:#04x}",
        "Save it as text in UTF-8, or convert it, if you know what it is in: iconv -f WINDOWS-1254 -t UTF-8",
    )
