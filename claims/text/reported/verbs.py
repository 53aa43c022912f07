"""Sentences, and the verbs in them: which words can be the verb of a clause, and the group that belongs to one."""

from __future__ import annotations

from collections.abc import Sequence

from claims.text.reported.grammar import BE, DO, PLURAL_WITHOUT_S
from claims.text.reported.lexicon import Form, Lexicon
from claims.text.reported.quotations import Quotation
from claims.text.reported.words import Words
from claims.text.word_sets import word_set

Span = tuple[int, int]
"""A stretch of words: the first, and the one after the last."""

_STARTERS = word_set(
    "the a an he she it they we in on at but and this that these those his her their its as if when while after"
)
_CLOSING = frozenset(")]\"'")


def sentences(w: Words, quoted: Sequence[Quotation], text: str) -> list[Span]:
    """The sentences of a paragraph. A quotation is one word of one; a full stop inside it ends the sentence when a capital letter follows."""
    found: list[Span] = []
    begin, count = 0, len(w)
    for k in range(count):
        tag = w.tag[k]
        if tag == "." and w.low[k] not in "•|*":
            ends = not (w.low[k] == "." and k + 1 < count and w.start[k + 1] == w.end[k] and w.tag[k + 1] not in '")Q')
        elif tag == "Q" and w.quotation[k] >= 0:
            q = quoted[w.quotation[k]]
            last = text[q.inner_end - 1]
            ends = last in ".!?…" and k + 1 < count and (w.tag[k + 1] == "Q" or w.name_like(k + 1))
        elif tag in "LN" and w.low[k].endswith(".") and k + 1 < count and w.name_like(k + 1):
            ends = len(w.low[k]) > 2 and w.low[k].count(".") > 1 and w.low[k + 1] in _STARTERS
        else:
            ends = False
        if ends or k - begin >= _LONGEST:
            stop = k + 1
            if stop < count and w.low[stop] in _CLOSING and w.start[stop] == w.end[k]:
                continue
            found.append((begin, stop))
            begin = stop
    if begin < count:
        found.append((begin, count))
    return found


class Verbs:
    """What rules ask about the verbs of one stretch of words."""

    __slots__ = ("lexicon", "w")

    def __init__(self, w: Words, lexicon: Lexicon) -> None:
        self.w = w
        self.lexicon = lexicon

    def group_start(self, k: int, first: int) -> int:
        """Where the verb group of the verb at k begins: its auxiliaries and adverbs."""
        tag, low = self.w.tag, self.w.low
        g = k
        while g > first and (tag[g - 1] in "XMR" or (tag[g - 1] == "T" and self._leads_to(g - 1, first))):
            g -= 1
            if tag[g] == "T":
                g -= 1
                while g > first and low[g] == "on":
                    g -= 1
        while g < k and tag[g] == "R" and (g == first or tag[g - 1] in ".Q") and low[g] != "not":
            g += 1
        return g

    def _leads_to(self, to: int, first: int) -> bool:
        """Whether the `to` before a cue belongs to its group: went on to say, continued to suggest."""
        low = self.w.low
        if to - 1 <= first:
            return False
        word = low[to - 1]
        return word in _CATENATIVE or (word == "on" and low[to - 2] in {"went", "goes", "go", "going", "gone"})

    def finite(self, k: int, g: int, first: int, form: str) -> bool:
        """Whether a form can be the verb of a clause here; g is where its group begins."""
        low, tag = self.w.low, self.w.tag
        group = low[g:k]
        if form == "b":
            if any(word in DO or tag[g + n] in "MT" for n, word in enumerate(group)):
                return True
            return g > first and self._plural(g - 1, first) and not group_has(group, BE)
        if form == "z":
            return g > first and tag[g - 1] not in "DGKIT" and not self._noun_before_verb(k)
        if form in {"d", "n"}:
            if form == "n":
                return any(tag[g + n] == "X" for n in range(len(group)))
            return not (
                g == k and k > first and tag[k - 1] in "DG" and low[k - 1] not in _ALSO_SUBJECTS
            ) and not self._adjectival(k, g, first)
        return True

    def _adjectival(self, k: int, g: int, first: int) -> bool:
        """`the proposed plan`: a participle between a determiner and a noun."""
        tag = self.w.tag
        return g < k and tag[g] == "R" and g > first and tag[g - 1] in "DG"

    def _noun_before_verb(self, k: int) -> bool:
        """`reports suggested`: a form in -s that another verb follows."""
        tag = self.w.tag
        n = k + 1
        if n < len(tag) and tag[n] == "R":
            n += 1
        if n >= len(tag):
            return False
        if tag[n] in "XMB":
            return True
        return tag[n] == "V" and any(f.form == "d" for f in self.lexicon.forms[self.w.low[n]])

    def _plural(self, k: int, first: int) -> bool:
        """Whether the noun before a base form can be its subject."""
        tag, low = self.w.tag, self.w.low
        while k > first and tag[k] == "R":
            k -= 1
        word = low[k]
        if word in PLURAL_WITHOUT_S:
            return True
        if tag[k] in "NL":
            return (word.endswith("s") and not word.endswith(("ss", "us", "is", "'s"))) or self._joined(k, first)
        return tag[k] == ")"

    def _joined(self, k: int, first: int) -> bool:
        tag = self.w.tag
        return tag[k] == "L" and any(self.w.low[n] == "and" for n in range(max(first, k - 4), k))

    def is_noun(self, k: int, first: int) -> bool:
        """Whether a word that may be a cue is a noun where it stands: after a determiner, genitive, number or preposition."""
        tag, low = self.w.tag, self.w.low
        if k == first:
            return False
        if low[k] in _MOSTLY_NOUNS and not (k + 1 < len(tag) and (tag[k + 1] in "WTQP:" or low[k + 1] == "that")):
            return True
        before = tag[k - 1]
        if before in "AK":
            return low[k - 1] not in _ALSO_NAMES and any(f.form in "bz" for f in self.lexicon.forms.get(low[k], ()))
        return before in "DGI" and low[k - 1] not in _ALSO_SUBJECTS

    def lexicon_form(self, k: int, form: str) -> bool:
        """Whether the word at k is that form of some cue."""
        return any(f.form == form for f in self.lexicon.forms.get(self.w.low[k], ()))

    def cue_forms(self, k: int) -> tuple[Form, ...]:
        """The entries of the lexicon whose particles follow the word at k, longest first."""
        low = self.w.low
        found = [
            f
            for f in self.lexicon.forms.get(low[k], ())
            if not f.cue.particles or tuple(low[k + 1 : k + 1 + len(f.cue.particles)]) == f.cue.particles
        ]
        found.sort(key=lambda f: -len(f.cue.particles))
        return tuple(found)


def group_has(words: list[str], kind: frozenset[str]) -> bool:
    """Whether one of these words is of that kind."""
    return any(word in kind for word in words)


_LONGEST = 400
"""Words after which a sentence is taken to end, whatever follows."""
_CATENATIVE = word_set(
    "continued continues continue continuing appeared appears appear seemed seems seem used managed tried "
    "tries proceeded happened began refused declined"
)
_ALSO_NAMES = word_set(
    "american british russian turkish french german chinese republican democratic conservative liberal"
)
_ALSO_SUBJECTS = word_set("several some many most others few both all another each")
_MOSTLY_NOUNS = word_set(
    "state states plans views hopes comments comment remarks remark charges posts post thunder rap views "
    "fears doubts attempts offers view cable text"
)
