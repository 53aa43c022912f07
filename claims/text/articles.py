"""Bytes of an article read as text. The bytes stay as they came; the reader's name and version stand beside the text."""

import hashlib

from claims.errors import NotText
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
        raise NotText(name, f"byte {broken.start} is {content[broken.start]:#04x}") from None
    if "\0" in text:
        raise NotText(name, f"it has a NUL byte at {content.index(0)}, as binary files do")
    if not text.strip():
        raise NotText(name, "it is empty")
    return Reading(
        sha256=hashlib.sha256(content).hexdigest(),
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        length=len(text),
        reader=TEXT_READER,
        content=content,
        text=text,
    )
