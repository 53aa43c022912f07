"""The one rule for text from outside, applied before anything is stored."""

import unicodedata

from claims.errors import BadText


def admitted(field: str, text: str) -> str:
    """The text as given, or BadText: NUL and lone surrogates are kept by SQLite and refused by PostgreSQL, so neither gets in."""
    if "\0" in text:
        raise BadText(field, "has a NUL character in it, which no database here can keep; remove it")
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError as broken:
            raise BadText(field, f"is not valid Unicode at character {broken.start + 1}; type it again") from None
    return text


def admitted_line(field: str, text: str, *, most: int = 10_000) -> str:
    """As `admitted`, for what must say something on one line: names, keys, titles."""
    printable = text.isprintable()  # then it has neither NUL nor half a character in it
    text = (text if printable else admitted(field, text)).strip()
    if not text:
        raise BadText(field, "is empty")
    if len(text) > most:
        raise BadText(field, f"has {len(text)} characters; at most {most} are kept")
    if not printable and any(unicodedata.category(c) in {"Cc", "Zl", "Zp"} for c in text):
        raise BadText(field, "has a line break or control character in it; write it on one line")
    return text
