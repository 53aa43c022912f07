"""A parsed paragraph: words with places, tags and heads, and what rules ask of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from claims.text.reported.found import Place


class Token(NamedTuple):
    """One word as a parser gives it: code points in its paragraph, Penn tag, relation to its head, and the head's number (its own at a root)."""

    start: int
    end: int
    word: str
    tag: str
    relation: str
    head: int


Parse = Callable[[Sequence[str]], Sequence[Sequence[Token]]]
"""What a parser does: paragraphs in, the words of each out; none for a paragraph that it leaves alone."""

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})


class Tree:
    """The words of one paragraph, with places counted in the article."""

    __slots__ = ("_within", "kids", "low", "tokens")

    def __init__(self, tokens: Sequence[Token], offset: int = 0) -> None:
        self.tokens = [t._replace(start=t.start + offset, end=t.end + offset) for t in tokens]
        self.low = [t.word.lower() for t in tokens]
        self.kids: list[list[int]] = [[] for _ in tokens]
        for n, token in enumerate(tokens):
            if token.head != n:
                self.kids[token.head].append(n)
        self._within: dict[int, list[int]] = {}

    def __len__(self) -> int:
        return len(self.tokens)

    def tag(self, n: int) -> str:
        return self.tokens[n].tag

    def relation(self, n: int) -> str:
        return self.tokens[n].relation

    def head(self, n: int) -> int:
        return self.tokens[n].head

    def within(self, n: int) -> list[int]:
        """A word and all that hangs on it, in the order of the text."""
        if n not in self._within:
            found = {n}
            waiting = [n]
            while waiting:
                fresh = [k for k in self.kids[waiting.pop()] if k not in found]
                found.update(fresh)
                waiting += fresh
            self._within[n] = sorted(found)
        return self._within[n]

    def around(self, n: int) -> tuple[int, int]:
        """The first and last word of what hangs on n and stands without a gap around it."""
        within = set(self.within(n))
        first = last = n
        while first - 1 in within:
            first -= 1
        while last + 1 in within:
            last += 1
        return first, last

    def children(self, n: int, *relations: str) -> list[int]:
        """The words that hang on n by one of these relations."""
        return [k for k in self.kids[n] if self.relation(k) in relations]

    def child(self, n: int, *relations: str) -> int | None:
        """The first of them."""
        return next(iter(self.children(n, *relations)), None)

    def subject(self, n: int) -> int | None:
        """The head of a verb's own subject, the one before the verb first."""
        return next((k for k in self.kids[n] if self.relation(k) in _SUBJECTS), None)

    def ancestors(self, n: int) -> list[int]:
        """The heads above a word, nearest first."""
        found: list[int] = []
        at = n
        while self.head(at) != at and len(found) < len(self):
            at = self.head(at)
            found.append(at)
        return found

    def place(self, first: int, last: int) -> Place:
        """From the first of two words to the end of the last."""
        return (self.tokens[first].start, self.tokens[last].end)

    def sentence(self, at: int) -> Place | None:
        """The sentence that a place stands in, as the parser parts them."""
        n = next((n for n, t in enumerate(self.tokens) if t.start <= at < t.end), None)
        if n is None:
            return None
        within = self.within([n, *self.ancestors(n)][-1])
        return self.place(within[0], within[-1])
