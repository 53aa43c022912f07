"""Who speaks at a verb: its subject, or the one that it shares with a verb before."""

from __future__ import annotations

from typing import NamedTuple

from claims.text.parsed.tree import Tree
from claims.text.reported.found import Place
from claims.text.reported.grammar import SMALL_WORDS
from claims.text.reported.lexicon import Lexicon
from claims.text.word_sets import word_set

SPOKEN = frozenset({"quotation", "clause"})
"""What verbs of saying take."""


class Speaking(NamedTuple):
    """The head of a source, and how it was found: `verb` its own subject, `shared` that of a verb joined to it, `participle` that of a clause around it."""

    head: int
    how: str


class Sources:
    """Finds the sources of one parsed paragraph."""

    def __init__(self, tree: Tree, lexicon: Lexicon) -> None:
        self.t = tree
        self.lexicon = lexicon

    def source(self, v: int) -> Speaking | None:
        """Who speaks at the verb v; None where the parse does not tell."""
        t = self.t
        own = t.subject(v)
        if own is not None:
            return Speaking(own, "verb")
        if t.relation(v) == "conj":
            return self._shared(v)
        if t.tag(v) == "VBG":
            head = self._of_participle(v)
            return Speaking(head, "participle") if head is not None else None
        if t.relation(v) == "xcomp" and t.child(t.head(v), "dobj") is None:
            own = t.subject(t.head(v))  # continued to say
            return Speaking(own, "open") if own is not None else None
        return None

    def _shared(self, v: int) -> Speaking | None:
        """`said A and called for B`: the first subject among the verbs that it is joined to."""
        t = self.t
        for at in t.ancestors(v):
            own = t.subject(at)
            if own is not None:
                return Speaking(self._speaker_of(at, v) or own, "shared")
            if t.relation(at) != "conj":
                found = self.source(at)
                return Speaking(found.head, "shared") if found is not None else None
        return None

    def _of_participle(self, v: int) -> int | None:
        """`..., saying that`: who speaks in the clause around it; `the man saying so`: whom it stands right after."""
        t = self.t
        head = t.head(v)
        if t.relation(v) == "acl":
            paper = t.relation(head) == "dobj" and t.low[head] in _PAPERS
            if t.low[v - 1] != "," and not paper:
                return head
        if t.relation(v) not in _PARTICIPIAL:
            return None
        for at in [head, *t.ancestors(head)]:
            own = t.subject(at)
            if own is not None and _verbal(t.tag(at)):
                return self._speaker_of(at, v) or own
        return None

    def _speaker_of(self, at: int, v: int) -> int | None:
        """Whose words `at` belongs to: who says A in `says A, adding B` says B, whatever the parse hangs B on."""
        t = self.t
        found = None
        for up in [at, *t.ancestors(at)]:
            speaks = any(
                f.cue.takes & SPOKEN or f.cue.kind == "criticism" for f in self.lexicon.forms.get(t.low[up], ())
            )
            if up < v and speaks and t.child(up, "ccomp", "xcomp", "dobj") is not None:
                own = t.subject(up)
                found = own if own is not None and own < v else found
        return found

    def source_place(self, head: int, v: int) -> Place:
        """The words of a source: what hangs on its head and stands around it, without days, asides in dashes and what the verb divides off."""
        t = self.t
        a, b = t.around(head)
        if a < v < b:
            a, b = (a, v - 1) if head < v else (v + 1, b)
        for k in t.kids[head]:
            first, last = t.around(k)
            dashed = any(w in _DASHES for w in t.low[max(0, first - 1) : first])
            if k > head and a <= first <= b < last + 2 and (self._is_day(k) or dashed):
                b = first - 1
            if k < head and (t.low[k] in _DASHES or (t.relation(k) == "npadvmod" and self._is_day(k))):
                a = max(a, last + 1)
        while b > head and t.low[b] in _EDGES:
            b -= 1
        while a < head and (t.low[a] in _EDGES or t.low[a] in _BEFORE):
            a += 1
        if "," in t.low[head:b] and b + 1 < len(t) and t.low[b + 1] == ",":
            b += 1  # Falk, the mayor,
        return t.place(a, b)

    def _is_day(self, n: int) -> bool:
        """Whether a word and what hangs on it tell when."""
        t = self.t
        within = t.within(n)
        times = [w for w in within if SMALL_WORDS.get(t.low[w]) == "Y" or t.low[w] in _MOMENTS]
        return (
            bool(times)
            and t.relation(n) in {"npadvmod", "prep", "advmod", "nmod", "tmod"}
            and len(within) <= _LONGEST_DAY
        )


def _verbal(tag: str) -> bool:
    return tag.startswith(("VB", "MD"))


_PARTICIPIAL = frozenset({"advcl", "acl", "xcomp", "dep", "pcomp", "prep", "conj"})
_PAPERS = word_set(
    "statement email emails letter report ad ads advertisement video tweet memo message op-ed release poll note call"
)
_DASHES = frozenset({"-", "--", "–", "—"})
_EDGES = frozenset({",", '"', "''", "``", ":", ";", "-", "--", "–", "—", "'"})
_BEFORE = frozenset({"and", "but", "or", "even", "then", "so"})
_MOMENTS = frozenset({"ago", "later", "earlier"})
_LONGEST_DAY = 5
