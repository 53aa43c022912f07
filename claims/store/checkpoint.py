"""A head as a file: the text of a C2SP tlog-checkpoint (https://c2sp.org/tlog-checkpoint), without signatures of its own.

Three lines, each ended by a newline: the log's origin, the number of its rows in decimal without leading zeros, the root in base64 (RFC 4648, section 4).
Lines after them are extensions and mean nothing to us. Signature lines of a signed note (https://c2sp.org/signed-note), after an empty line, are passed
over, as its specification asks of signatures by unknown keys. Pure: a head is read where there is no database.
"""

import base64
import binascii
import re

from claims.errors import NotAHead, quoted
from claims.records import LogHead
from claims.store.merkle import HASH_BYTES

MOST_BYTES = 100_000
"""More than a head with sixteen post-quantum signatures has."""

MOST_ROWS = 2**63 - 1
"""Row numbers are 64-bit on both databases."""

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_SIGNATURE = re.compile(r"— [^\s+]+ [A-Za-z0-9+/]+={0,2}")


def checkpoint(head: LogHead) -> str:
    """The three lines."""
    return f"{head.origin}\n{head.size}\n{base64.b64encode(bytes.fromhex(head.root)).decode()}\n"


def read_checkpoint(content: bytes, file: str) -> LogHead:
    """The head in a file; NotAHead where a single character of it is out of place."""
    if len(content) > MOST_BYTES:
        raise NotAHead(file, "it is far too long")
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise NotAHead(file, "it is no UTF-8 text") from None
    if not text:
        raise NotAHead(file, "it is empty")
    if "\r" in text:
        raise NotAHead(file, "its lines end in CR LF; a program on the way has changed them")
    if any(ord(character) < 0x20 and character != "\n" for character in text):
        raise NotAHead(file, "there are control characters in it")
    if not text.endswith("\n"):
        raise NotAHead(file, "its last line has no end; it may have been cut off")
    text, _, signatures = text.removesuffix("\n").partition("\n\n")
    if not all(_SIGNATURE.fullmatch(line) for line in signatures.split("\n") if signatures):
        raise NotAHead(file, "what follows its empty line is no signature")
    if text.count("\n") < 2:
        raise NotAHead(file, "it has fewer than three lines")
    origin, size, root, *extensions = text.split("\n")
    if not origin or origin != origin.strip():
        raise NotAHead(file, "its first line names no log")
    if not _SIZE.fullmatch(size) or int(size) > MOST_ROWS:
        raise NotAHead(file, f"its second line is {quoted(size)}, not a number of rows")
    if not all(extensions):
        raise NotAHead(file, "there is an empty line in it")
    return LogHead(origin, int(size), _root(root, file).hex())


def _root(line: str, file: str) -> bytes:
    """The root: 32 bytes, in the one way that base64 writes them."""
    try:
        root = base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError):
        root = b""
    if len(root) != HASH_BYTES or base64.b64encode(root).decode() != line:
        raise NotAHead(file, "its third line is not the base64 of a SHA-256 hash")
    return root
