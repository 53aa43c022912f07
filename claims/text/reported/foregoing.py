"""The words reported before a verb: `"...," X said` and `..., said X`."""

from __future__ import annotations

from claims.text.reported.contents import OCCASION, Contents
from claims.text.reported.found import CITING_FORMS, Place
from claims.text.reported.phrases import Span


class Foregoing(Contents):
    """Finds the words reported on both sides of a verb."""

    def opened_by_occasion(self, first: int, start: int, p: int, last: int) -> bool:
        """`When it failed, he said ...`: the clause before the comma is when he said it, if words follow the verb."""
        w = self.w
        return (
            w.tag[first] == "S"
            and w.low[first] in OCCASION
            and start - 2 > first
            and w.tag[start - 2] != "Q"
            and p < last
            and w.tag[p] not in ".,;IY"
        )

    def nothing_follows(self, p: int, last: int, *, told: bool) -> bool:
        """Whether a verb of saying has no words reported after it: an end, a comma, a time, a place, an occasion."""
        w = self.w
        tag, low = w.tag, w.low
        if tag[p] in ".;)-(" or tag[p] == "," or low[p] in CITING_FORMS:
            return self.past_aside(p, last) == p
        if tag[p] in "IYS" and low[p] not in {"how", "why", "what", "whether", "if", "where"}:
            return not self._complement_soon(p, last)
        if tag[p] == "T":
            return not self._complement_soon(p, last)
        if tag[p] == "R" and low[p] != "not" and p + 1 < last:
            return self.nothing_follows(p + 1, last, told=told)
        if told and tag[p] in "OLNDGPAVEJ":
            # "told reporters.": a recipient and no more.
            n = self.c.after(p, last, apposition=False)
            return (
                n is not None
                and n[1] < last
                and tag[n[1]] in ".,IYS-;"
                and low[n[1]] not in {"how", "why", "what", "whether", "if"}
                and not self._complement_soon(n[1], last)
            )
        return False

    def _complement_soon(self, p: int, last: int) -> bool:
        """Whether `that`, a colon or a quotation follows before the clause is over."""
        tag, low = self.w.tag, self.w.low
        for n in range(p, min(last, p + 16)):
            if tag[n] in ".;":
                return False
            if (low[n] == "that" and n + 1 < last and tag[n + 1] not in "XMVB" and n > p) or tag[n] == ":":
                return True
            if tag[n] == "Q" and tag[n - 1] in ",N" and tag[n - 1] != "D":
                return True
            if tag[n] in "XMB" or (tag[n] == "," and n + 1 < last and tag[n + 1] not in "QK"):
                return False
        return False

    def preposed(self, start: int, first: int, before: Span | None) -> list[Place]:  # noqa: PLR0911 - a rule is a list of refusals
        """The words in front of a source: `..., X said` and `"...," X said`."""
        w = self.w
        tag = w.tag
        e = start - 1
        if e < first:
            if before is not None and before[1] - 1 >= before[0] and tag[before[1] - 1] == "Q":
                return [self.place((self.stretch_start(before[0], before[1] - 1), before[1]))]
            return []
        if tag[e] == ",":
            e -= 1
            if e < first:
                return []
        elif tag[e] not in "Q-":
            return []
        elif tag[e] == "-":
            e -= 1
            if e < first:
                return []
        begin = self.stretch_start(first, e)
        if tag[e] != "Q" and not self.clause_like(begin, e + 1):
            return []
        return [(w.start[begin], w.end[e])]

    def opening_words(self, first: int, start: int) -> list[Place]:
        """What stands before `, X said,` and is no clause: `After the vote, he said, nothing changed`."""
        w = self.w
        begin = first
        while begin < start and w.tag[begin] in "CR,":
            begin += 1
        return [(w.start[begin], w.end[start - 2])] if start - 2 >= begin and w.tag[start - 1] == "," else []

    def stretch_start(self, first: int, e: int) -> int:
        """Where the words reported begin: past `But` and `In fact,`, or at a quotation that stands alone."""
        w = self.w
        tag = w.tag
        begin = first
        if tag[e] == "Q":
            q = self.quoted[w.quotation[e]]
            whole = w.text[q.inner_end - 1] in ".,!?…—-" and w.text[q.inner_start].isupper()
            if whole and (e == first or tag[e - 1] in ".:,;-("):
                return e
        while begin < e and (tag[begin] == "C" or (tag[begin] == "R" and tag[begin + 1] == ",")):
            begin += 2 if tag[begin] == "R" else 1
            if begin <= e and tag[begin] == ",":
                begin += 1
        return min(begin, e)

    def resumes(self, n: int, end: int) -> bool:
        """Whether what follows `, he said,` is the rest of the clause: it goes on in small letters, with a verb, or a preposition."""
        w = self.w
        return (
            w.tag[n] in "XMBI"
            or (w.tag[n] in "VE" and not self.c.lexicon_form(n, "g"))
            or (w.low[n] in {"because", "but", "and"} and self.clause_like(n + 1, end))
        )

    def after_or_before(self, p: int, start: int, first: int, last: int, before: Span | None) -> list[Place]:
        """The words reported after p, else those in front of a source that begins at `start`."""
        w = self.w
        q = self.past_adjuncts(p, last)
        if q < last and w.tag[q] in ",:" and q + 1 < last and w.tag[q + 1] == "Q":
            q += 1
        if q < last and (w.tag[q] == "Q" or w.low[q] == "that" or self.clause_like(q, last)) and w.tag[q] not in ",.;":
            if w.tag[q] == "Q":
                return [self.quoted_content(q, last)]
            end = self.content_end(q, last, "clause")
            return [(w.start[q], w.end[end - 1])] if end > q else []
        return self.preposed(start, first, before)
