"""Text from outside, made harmless for where it is shown: a terminal, Markdown, or a cell of a spreadsheet.

What a page says may hold anything: control sequences that repaint a terminal, marks that turn the direction of writing,
characters of no width, HTML, links. Nothing of it is dropped; all of it is shown as what it is.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit

_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Control, format (bidi, zero width), surrogates, line and paragraph separators."""

_ACTIVE = re.compile(
    r"""[\\`*_{}\[\]\#|<>&~$^=]              # what Markdown, its dialects or HTML give a meaning anywhere
    | ^[-+!:%]                             # what opens a list, a rule, a directive
    | (?<=\S)[.:](?=[^\s0-9])              # points and colons of addresses, which some readers turn into links,
    | (?<=[^\s0-9])[.:](?=[0-9])           # but not those of sentences, times and decimals
    """,
    re.VERBOSE,
)
_FORMULA = re.compile(r"'*\s*[=+\-@]")
"""What a spreadsheet may take for a formula, also after spaces and in full width."""
_QUIET = re.compile(
    r"""(?!\d+[.)])[^\W_]                    # no list begins here
    (?: [^\W_]++ | [ ,;()'"?!/…–—“”‘’-]++   # letters, figures, and marks that mean nothing within a line
    | [.:](?=[ ]|\Z) )*+""",
    re.VERBOSE,
)
"""Text in which Markdown finds nothing, as most is: to look for each thing that it might find takes twenty times as long."""
_AT = re.compile(r"@+")
_NUMBERED = re.compile(r"^([0-9]+)([.)])")


def shown(text: str) -> str:
    r"""Text for a terminal: what would act or hide is written out, such as \x1b or \u202e; newlines and tabs stay.

    >>> print(shown("\x1b[31mred"))
    \x1b[31mred
    """
    if text.isprintable():
        return text
    return "".join(c if c in "\n\t" or c.isprintable() else _written_out(c) for c in text)


def shown_line(text: str) -> str:
    """The same on one line: a newline or a tab becomes a space."""
    if text.isprintable():
        return text
    return shown(text.replace("\r\n", " ")).replace("\n", " ").replace("\t", " ")


def markdown(text: str) -> str:
    r"""Text as one line of Markdown that reads as the text and does nothing: no markup, no link, no mention.

    >>> print(markdown("<b>*bold*</b>"))
    \<b\>\*bold\*\</b\>
    """
    if _QUIET.fullmatch(text):
        return text.rstrip()
    return _quietened(text)


def _quietened(text: str) -> str:
    line = _ACTIVE.sub(r"\\\g<0>", shown_line(text).strip())
    # The number that would open a list.
    line = _NUMBERED.sub(r"\1\\\2", line)
    # GitHub finds addresses and mentions in finished text, where escapes are gone; it leaves code alone.
    return _AT.sub(r"`\g<0>`", line)


def markdown_link(label: str, url: str) -> str:
    """A link with a label, if the address is one of http or https; else the label, and the address as text."""
    if (target := link_target(url)) is None:
        return f"{markdown(label)} ({markdown(url)})"
    return f"[{markdown(label) or markdown(url)}](<{target.replace('&', '&amp;')}>)"


_PLAIN_LINK = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:[/?#][A-Za-z0-9_.~/%:=&?+!#$,;@-]*)?", re.ASCII)


def link_target(url: str) -> str | None:
    """The address in plain ASCII if it may become a link: http or https, with a host; else None."""
    if _PLAIN_LINK.fullmatch(url):
        return url  # as most are: what follows would change nothing
    if "\\" in url or " " in url or not url.isprintable():  # no other space is printable
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not host:
        return None
    rest = url[len(parts.scheme) + len("://") + len(parts.netloc) :]
    # Brackets belong to a numeric host and nowhere else.
    return f"{parts.scheme.lower()}://{quote(parts.netloc, safe='%:=&~+!$,;@[]')}{quote(rest, safe='%/:=&?~#+!$,;@')}"


def cell(text: str) -> str:
    """Text for a cell of a spreadsheet: shown as what it is, and with an apostrophe before it where it would be taken for a formula.

    A text that has apostrophes before a formula already gets one more, so that `without_apostrophe` always finds the text again.

    >>> print(cell("=SUM(A1)"))
    '=SUM(A1)
    """
    written = shown(text).replace("\t", " ")
    return f"'{written}" if _FORMULA.match(unicodedata.normalize("NFKC", written)) else written


def without_apostrophe(written: str) -> str:
    """What stood in a cell before it was made safe."""
    return written[1:] if _FORMULA.match(unicodedata.normalize("NFKC", written[1:])) and written[:1] == "'" else written


def _written_out(character: str) -> str:
    if unicodedata.category(character) not in _UNSAFE:
        return character
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
