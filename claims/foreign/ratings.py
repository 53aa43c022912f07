"""What the verdicts of others mean on the desk's scale: by their label first, by their number second (seeds/ratings.yaml).

A label is a fact-checker's own word and says more than the number beside it, which is often wrong in published data. What neither
tells is left open rather than guessed.
"""

from __future__ import annotations

from collections.abc import Mapping

from claims.casefile import ListNode, MappingNode, Node, ScalarNode, load
from claims.errors import BadCaseFile
from claims.shipped import shipped
from claims.text import folding
from claims.values import value


@value
class Ratings:
    """Labels, folded, and what each means."""

    statuses: Mapping[str, str]

    def meant(
        self, label: str | None, value: float | None = None, best: float | None = None, worst: float | None = None
    ) -> str | None:
        """The status that a verdict means, or None where the table does not know it and no number tells."""
        if label is not None and (status := self.statuses.get(_folded(label))):
            return status
        return None if value is None else _by_number(value, 5 if best is None else best, 1 if worst is None else worst)


_LINE = ("false", "mostly-false", "half-true", "mostly-true", "true")


def _by_number(value: float, best: float, worst: float) -> str | None:
    """Where a number stands between worst and best. A range of nothing (-1 to -1, 0 to 0) and what lies outside say nothing."""
    if not best > worst or not worst <= value <= best:
        return None
    return _LINE[round((value - worst) / (best - worst) * (len(_LINE) - 1))]


def _folded(label: str) -> str:
    return " ".join(folding.key(label).strip(" .!:\"'“”«»").split())


def shipped_ratings() -> Ratings:
    """The table that comes with the program."""
    path = shipped("seeds") / "ratings.yaml"
    return Ratings(_read(path.read_bytes(), path.name))


def extended(ratings: Ratings, content: bytes, file: str) -> Ratings:
    """The table with a desk's own words, which go before ours."""
    return Ratings({**ratings.statuses, **_read(content, file)})


def _read(content: bytes, file: str) -> dict[str, str]:
    """`labels:`, and for every status the words that mean it."""
    top = load(content, file)
    labels = top.entries.get("labels") if isinstance(top, MappingNode) else None
    if not isinstance(top, MappingNode) or set(top.entries) != {"labels"} or not isinstance(labels, MappingNode):
        raise BadCaseFile(
            file, top.line, "A table of ratings is `labels:` and below it, for every status, `status: [word, word]`."
        )
    found: dict[str, str] = {}
    for status, words in labels.entries.items():
        for word, line in _words(words, file):
            if found.setdefault(_folded(word), status) != status:
                raise BadCaseFile(file, line, f"“{word}” means {found[_folded(word)]} already; one word, one status.")
    return found


def _words(node: Node, file: str) -> list[tuple[str, int]]:
    if not isinstance(node, ListNode):
        raise BadCaseFile(file, node.line, "The words for a status are a list: [word, word].")
    words = []
    for item in node.items:
        if not isinstance(item, ScalarNode) or not item.text:
            raise BadCaseFile(file, item.line, 'A word here is one text; put it into "quotes" if it has , or : in it.')
        words.append((item.text, item.line))
    return words
