"""Comparison keys: what counts as the same name or the same words.

Unicode tables differ between Pythons, so keys are caches that carry FOLDING; they are never logged.
"""

import re
import unicodedata

FOLDING = f"1/{unicodedata.unidata_version}"
"""Version of the rules below and of the Unicode tables they rest on."""

_QUOTES = {**dict.fromkeys("‘’‚‛′`´", "'"), **dict.fromkeys("“”„‟″«»", '"')}
_SPACES = dict.fromkeys("\u00a0\u202f\u2007", " ")
_AS_READ = str.maketrans(_QUOTES | _SPACES)
# Dotless and dotted i fold to one letter: Turkish writers and their copyists mix them.
_TURKISH = {"ı": "i", "İ": "i"}
_ODD = str.maketrans(_QUOTES | _SPACES | _TURKISH)
_PLAIN = re.compile(f"[{''.join(_QUOTES | _SPACES | _TURKISH)}]")


def same_length(text: str) -> str:
    """Typographic quotes and no-break spaces made plain, character for character, so that places stay the same."""
    return text.translate(_AS_READ)


def key(text: str) -> str:
    """The comparison key of a name or phrase: case, diacritics, width, quotes and spaces folded.

    >>> key("Erdoğan") == key("ERDOGAN") and key("CNN\\u00a0Türk") == key("cnn turk")
    True
    """
    if text.isascii():  # the same, and ten times as quick
        return " ".join(text.replace("`", "'").lower().split())
    # Quotes first: NFKD would take some of them apart. Once more at the end: what it takes apart may hold some.
    plain = unicodedata.normalize("NFKD", _plain(unicodedata.normalize("NFC", text)).casefold())
    bare = "".join([c for c in plain if c < "\x80" or not unicodedata.combining(c)])
    return " ".join(_plain(bare).casefold().split())


def _plain(text: str) -> str:
    """Quotes, spaces and the Turkish i. Most texts have none of them: looking first is quicker than `translate`."""
    return _PLAIN.sub(_as_plain, text)


def _as_plain(found: re.Match[str]) -> str:
    return found[0].translate(_ODD)
