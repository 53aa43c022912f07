"""What somebody types to search: words, "phrases", beginnings*, -without, and fields."""

import re

from claims.text import folding
from claims.text.words import words
from claims.values import value

FIELDS = ("source", "outlet", "status", "stage", "since")

_PART = re.compile(
    r'(?P<minus>-?)(?:(?P<field>source|outlet|status|stage|since):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>\S+))'
)


# `’s` is no word of its own: every word has to be there, and `Erdogan's` would find but the texts with an s.
_POSSESSIVE = re.compile(r"['’]s\b", re.IGNORECASE)
# `colour:red` is meant as a field; an address is not, and neither is `Moscow:`.
_LIKE_A_FIELD = re.compile(r"([a-z]{2,}):(?!//)(.*)")


@value
class Query:
    """All of it has to be so. Words are folded and stemmed as in the index; beginnings are folded only."""

    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    beginnings: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    strange: tuple[str, ...] = ()
    """What looks as if it asked for something that a search cannot do: `colour:`, `source:` with nothing after it, `OR`."""

    @property
    def terms(self) -> tuple[str, ...]:
        """Every word that a text has to hold, each once."""
        return tuple(dict.fromkeys((*self.words, *(word for phrase in self.phrases for word in phrase))))


def parsed(typed: str) -> Query:
    """A query as typed; nothing is an error here, and what has no words says nothing.

    >>> parsed('drones "asked him" erdo* -Belarus source:tass')
    Query(words=('dron',), phrases=(('asked', 'him'),), beginnings=('erdo',), without=('belarus',), fields=(('source', 'tass'),))
    """
    found: dict[str, list[str]] = {"words": [], "beginnings": [], "without": []}
    phrases: list[tuple[str, ...]] = []
    fields: list[tuple[str, str]] = []
    strange: list[str] = []
    for part in _PART.finditer(typed):
        said = part["phrase"] if part["phrase"] is not None else part["word"]
        if part["field"]:
            if said.strip():
                fields.append((part["field"], said.strip()))
        elif part["phrase"] is not None and not part["minus"]:
            phrases.append(tuple(words(said)))
        elif said == "AND":
            continue
        elif said == "OR" or ((like := _LIKE_A_FIELD.fullmatch(said)) and (like[2] or like[1] in FIELDS)):
            strange.append(said.partition(":")[0] + ":" * (":" in said))
        elif said.endswith("*") and not part["minus"]:
            found["beginnings"] += folding.key(said).replace("*", " ").split()
        else:
            found["without" if part["minus"] else "words"] += words(_POSSESSIVE.sub("", said))
    return Query(
        tuple(dict.fromkeys(found["words"])),
        tuple(phrase for phrase in phrases if phrase),
        tuple(dict.fromkeys(found["beginnings"])),
        tuple(dict.fromkeys(found["without"])),
        tuple(fields),
        tuple(strange),
    )
