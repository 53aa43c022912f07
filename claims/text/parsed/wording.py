"""The words reported at a verb: the clause, the thing or the infinitive that hangs on it, and where it ends."""

from __future__ import annotations

from claims.text.parsed.sources import SPOKEN, Sources
from claims.text.reported.found import Place
from claims.text.reported.lexicon import Form
from claims.text.word_sets import word_set


class Wording(Sources):
    """Finds the words reported in one parsed paragraph."""

    def content(self, form: Form, v: int, p: int, source: int | None) -> list[Place]:
        """The words reported at the verb v, whose cue ends with word p. Empty where it takes none such."""
        t = self.t
        takes = form.cue.takes
        clauses = t.children(v, "ccomp")
        after = next((k for k in clauses if k > p), None)
        if after is not None and (takes & SPOKEN or "object" in takes):
            return self._clause(after, p, v, source, told="recipient" in takes)
        if takes & SPOKEN and source is not None:
            before = next((k for k in clauses if k < v), None)
            if before is None and (t.relation(v) == "parataxis" or self._as_said(v)):
                before = t.head(v)
            if before is not None:
                return self._both_sides(before, v, source)
        if takes & {"infinitive", "asking"}:
            to_do = next((k for k in t.children(v, "xcomp", "ccomp") if k > p and t.tag(k) == "VB"), None)
            if to_do is not None:
                to = t.child(to_do, "aux")
                begin = to if "recipient" in takes and to is not None and t.low[to] == "to" else p + 1
                return self._ended(to_do, begin, v, thing=False)
        if takes & {"object", "as"}:
            return self._thing(v, p)
        return []

    def _as_said(self, v: int) -> bool:
        """`As he said, ...`: the clause that it hangs on is what he said."""
        mark = self.t.child(v, "mark")
        return self.t.relation(v) == "advcl" and v < self.t.head(v) and mark is not None and self.t.low[mark] == "as"

    def recipient(self, v: int, p: int) -> Place | None:
        """Who is told: the object of a verb that a clause follows."""
        t = self.t
        told = next((k for k in t.children(v, "dobj", "dative") if k > p), None)
        return t.place(*t.around(told)) if told is not None else None

    def _clause(self, clause: int, p: int, v: int, source: int | None, *, told: bool) -> list[Place]:
        """A clause after its verb; `moves that he said improved it` has its subject before them."""
        t = self.t
        within = t.within(clause)
        begin = min(n for n in within if n > p)
        subject = t.subject(clause)
        if subject is None and t.child(clause, "mark") is None:
            # `said the plan is late`, where the parser takes the plan for what is said.
            begin = min([begin, *(t.within(k)[0] for k in t.children(v, "dobj") if p < k < begin and not told)])
        content = self._ended(clause, begin, v, thing=False)
        if content and source is not None and subject is not None:
            start = min(source, v)
            left = [n for n in within if n < start and t.low[n] not in _STOPS]
            if subject in left:
                return [*self._trimmed(left[0], left[-1]), *content]
        return content

    def _both_sides(self, head: int, v: int, source: int) -> list[Place]:
        """`A, he said` and `A, he said, B`: what hangs on A's verb, without the verb of saying and what hangs on that."""
        t = self.t
        aside = set(t.within(source)) | {v}
        for k in t.kids[v]:
            if k != head and t.relation(k) != "punct":
                aside |= set(t.within(k))
        inside = [n for n in t.within(head) if n not in aside]
        left = [n for n in inside if n < min(aside)]
        if all(t.tag(n) in _NO_WORDS for n in left):
            left = []  # But, as he said, ...
        right = [n for n in inside if n > max(aside)]
        return [place for part in (left, right) if part for place in self._trimmed(part[0], part[-1])]

    def _thing(self, v: int, p: int) -> list[Place]:
        """What a verb is about: its object, with what completes it: described X as Y, accused X of Y."""
        t = self.t
        things = [k for k in t.children(v, "dobj", "oprd", "xcomp", "dative", "ccomp") if k > p]
        for particle in range(v + 1, p + 1):
            things += [k for k in t.children(particle, "pobj", "pcomp") if k > p]
        if not things:
            return []
        completing = [k for k in t.children(v, "prep") if k > min(things) and t.low[k] in _COMPLETING]
        return self._ended(max([*things, *completing]), p + 1, v, thing=True)

    def _ended(self, head: int, begin: int, v: int, *, thing: bool) -> list[Place]:
        """From `begin` to where what hangs on `head` ends, or another report begins in it."""
        span = [n for n in self.t.within(head) if n >= begin]
        return self._trimmed(begin, self._last(span, v, thing=thing)) if span else []

    def _last(self, span: list[int], v: int, *, thing: bool) -> int:
        t = self.t
        for n, w in enumerate(span):
            if n == 0:
                continue
            apart = t.low[w - 1] in _COMMAS
            adding = t.tag(w) == "VBG" and apart and (thing or t.low[w] in _ADDING)
            according = t.low[w] == "according" and n > _SHORTEST
            if according or adding or (thing and apart and t.low[w] in _EXPLAINING):
                return span[n - 1]
            if self._other_report(w, span[0]):
                first = span.index(min(x for x in t.within(w) if x >= span[0]))
                end = self._before_joint(span, first)
                if t.low[end + 1] in _STOPS:
                    return end
            if self._second_verb(w, v):
                return self._before_joint(span, n)
        return span[-1]

    def _before_joint(self, span: list[int], n: int) -> int:
        """The last word before `, and` and the like that stand in front of word n of a span."""
        n -= 1
        while n > 0 and self.t.low[span[n]] in _JOINTS:
            n -= 1
        return span[n]

    def _other_report(self, w: int, first: int) -> bool:
        """Whether a clause inside what is said is a report with a subject of its own: `..., while Y said`."""
        t = self.t
        if t.relation(w) not in {"conj", "advcl", "ccomp", "parataxis"} or t.tag(w) not in {"VBD", "VBZ", "VBP"}:
            return False
        if t.subject(w) is None or t.within(w)[0] <= first:
            return False
        return any(
            (f.cue.takes & SPOKEN and f.cue.kind in {"statement", "request"}) or f.cue.kind == "criticism"
            for f in self.lexicon.forms.get(t.low[w], ())
        )

    def _second_verb(self, w: int, v: int) -> bool:
        """Whether the same speaker goes on with a second cue: `said A and criticized B`."""
        t = self.t
        if (
            t.relation(w) != "conj"
            or t.tag(w) != t.tag(v)
            or t.tag(w) not in {"VBD", "VBZ"}
            or t.subject(w) is not None
        ):
            return False
        return any(
            f.cue.takes & SPOKEN or f.cue.kind in {"request", "promise", "criticism"}
            for f in self.lexicon.forms.get(t.low[w], ())
        )

    def _trimmed(self, first: int, last: int) -> list[Place]:
        t = self.t
        while last >= first and t.low[last] in _STOPS:
            last -= 1
        while first <= last and t.low[first] in _STOPS:
            first += 1
        return [t.place(first, last)] if first <= last else []


_NO_WORDS = frozenset({"CC", "RB", "IN", ",", ":", "-LRB-", "``", "HYPH", "_SP"})
_STOPS = frozenset({".", ",", ";", ":", "-", "--", "–", "—", "!", "?"})
_COMMAS = frozenset({",", "-", "--", "–", "—"})
_JOINTS = frozenset(
    {"and", "but", ",", "also", "then", "later", "-", "--", "–", "—", "while", "though", "although", ";"}
)
_EXPLAINING = word_set("which who whom whose where when while though although after as in")
_SHORTEST = 4
"""Words after which an aside with `according to` is the end of what is said, not within it."""
_COMPLETING = word_set("as of for against to with from about over into")
_ADDING = word_set(
    "saying adding noting citing quoting calling telling arguing suggesting claiming warning explaining asking "
    "referring insisting describing accusing urging declaring stating writing promising announcing vowing stressing "
    "recalling tweeting pointing acknowledging reminding emphasizing predicting alleging blaming concluding asserting "
    "labeling complaining denouncing criticizing praising indicating mocking questioning comparing reporting joking "
    "lamenting reiterating threatening denying thanking dismissing conceding admitting"
)
