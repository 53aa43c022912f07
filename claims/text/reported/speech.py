"""The rules around a verb: X said that ..., "...," said X, ..., X said; X criticized ..., X was accused of ..."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from claims.text.reported.contents import SPOKEN
from claims.text.reported.foregoing import Foregoing
from claims.text.reported.found import CITING, Found, Place
from claims.text.reported.grammar import BE
from claims.text.reported.lexicon import Form
from claims.text.reported.phrases import Span
from claims.text.reported.verbs import group_has
from claims.text.word_sets import word_set


class Speech(Foregoing):
    """Reads the reports of one paragraph, sentence by sentence."""

    def sentence(self, first: int, last: int, before: Span | None) -> list[Found]:
        """The reports of the sentence; `before` is the sentence in front of it."""
        found: list[Found] = []
        tag = self.w.tag
        k = first
        while k < last:
            if tag[k] == "V":
                report = self._at(k, first, last, before, found)
                if report is not None:
                    found.append(report)
            k += 1
        return found

    def _at(self, k: int, first: int, last: int, before: Span | None, earlier: list[Found]) -> Found | None:
        c, w = self.c, self.w
        forms = c.cue_forms(k)
        if not forms or c.is_noun(k, first):
            return None
        g = c.group_start(k, first)
        form = self._fitting(forms, k, g, first)
        if form is None:
            return None
        group = w.low[g:k]
        passive = form.form in {"d", "n"} and group_has(group, BE)
        p = k + 1 + len(form.cue.particles)
        if passive:
            return self._passive(form, k, g, p, first, last)
        if form.form == "g" and not group_has(group, BE):
            return self._participle(form, k, g, p, first, last, earlier)
        if w.tag[k - 1] == "T" and k > first and not group:
            return None
        return self._active(form, g, p, first, last, before, earlier)

    def _fitting(self, forms: Sequence[Form], k: int, g: int, first: int) -> Form | None:
        """The entry that can stand here, those with particles first."""
        longest = len(forms[0].cue.particles)
        for form in forms:
            if len(form.cue.particles) < longest and longest and form.cue.lemma not in {"say", "tell"}:
                break
            if form.form == "g" or self.c.finite(k, g, first, form.form) or self._inverted_possible(k, first):
                return form
        return None

    def _inverted_possible(self, k: int, first: int) -> bool:
        return k > first and self.w.tag[k - 1] in ",Q"

    def _active(
        self, form: Form, g: int, p: int, first: int, last: int, before: Span | None, earlier: list[Found]
    ) -> Found | None:
        c, w = self.c, self.w
        takes = form.cue.takes
        cue = (w.start[g], w.end[p - 1])
        spoken = bool(takes & SPOKEN)
        if spoken and g > first and w.tag[g - 1] in ",Q-":
            inverted = self._inverted(form, cue, g, p, first, last, before)
            if inverted is not None:
                return inverted
        source = c.before(g, first)
        shared = False
        if source is None:
            source = self._shared(g, first, earlier)
            shared = source is not None
            if source is None:
                return None
        report = Found("verb", form.cue.kind, cue, [], self.place(source), lemma=form.cue.lemma, implicit=shared)
        start = source[0]
        parenthetical = (
            spoken
            and not shared
            and w.tag[source[0]] != "W"
            and not self.opened_by_occasion(first, start, p, last)
            and not self._begins_and_quotes(first, start, p, last)
        )
        if parenthetical and (p >= last or self.nothing_follows(p, last, told="recipient" in takes)):
            self._parenthetical(report, takes, start, p, first, last, before)
            if report.content or p >= last:
                return report if report.content else None
        if "quotation" in takes and w.tag[last - 1] == ":" and not any(t in "XMBVQ" for t in w.tag[p : last - 1]):
            report.awaits = True  # the words stand in the next paragraph
            report.cue = (cue[0], w.end[p]) if p == last - 1 and w.start[p] == w.end[p - 1] else cue
            return report
        words = self.content(form, p, last, report, papers=self._papers(source))
        report.content = [words] if words is not None else []
        return report if report.content else None

    def _begins_and_quotes(self, first: int, start: int, p: int, last: int) -> bool:
        """`"...," she said. She added, "..."`: a sentence that begins with who speaks and goes on to a quotation has its words there."""
        tag = self.w.tag
        begins = all(t in "CRYI," for t in tag[first:start])
        return begins and p + 1 < last and tag[p] in ",:" and tag[p + 1] == "Q"

    def _parenthetical(
        self, report: Found, takes: frozenset[str], start: int, p: int, first: int, last: int, before: Span | None
    ) -> None:
        """Give `..., X said` and `A, X said, B` their words, where there are any."""
        w = self.w
        content = self.preposed(start, first, before)
        quoted = w.tag[start - 1] == "Q" or (w.tag[start - 1] == "," and w.tag[start - 2] == "Q")
        if content and ("clause" in takes or quoted):
            report.rule, report.content = "verb-after", content
            if "recipient" in takes and p < last and w.tag[p] in "OLNDGAVEJ":
                told = self.c.after(p, last, apposition=False)
                report.recipient = self.place(told) if told is not None else None
            self._go_on(report, p, last)
        while p < last and w.tag[p] in "RY":
            p += 1
        if not report.content and p < last and w.tag[p] == "," and self.clause_like(p + 1, last):
            rest = self.content_end(p + 1, last, "clause")
            if rest > p + 1:
                report.rule = "verb-between"
                report.content = [*self.opening_words(first, start), (w.start[p + 1], w.end[rest - 1])]

    def _papers(self, source: Span) -> bool:
        """Whether polls, records or figures speak: they also `show` a thing."""
        return any(word in _PAPERS for word in self.w.low[source[0] : source[1]])

    def _shared(self, g: int, first: int, earlier: list[Found]) -> Span | None:
        """The subject of the clause, for `... and called on them`: a verb that stands after and/but/comma without its own."""
        w = self.w
        if (g > first and w.tag[g - 1] in "C,") or (g - 1 > first and w.tag[g - 1] == "R"):
            for report in reversed(earlier):
                within = any(r is not report and r.holds(report.cue[0]) for r in earlier)
                if report.source is not None and not within and w.start[first] <= report.source[0]:
                    return self._span(report.source)
            return self.c.subject(first, g)
        return None

    def _inverted(
        self, form: Form, cue: Place, g: int, p: int, first: int, last: int, before: Span | None
    ) -> Found | None:
        """`"...," said X`: nothing between the words and the verb but a comma."""
        c, w = self.c, self.w
        if (
            form.form not in {"d", "z"}
            or p >= last
            or any(t in "XM" for t in w.tag[g:p])
            or w.tag[p] not in "DNLGKAPVEJ"
        ):
            return None
        content = self.preposed(g, first, before)
        if not content:
            return None
        source = c.after(p, last)
        if source is None or w.tag[source[1]] in "XMB":
            return None
        indirect = w.tag[g - 1] == "," and (g - 2 < first or w.tag[g - 2] != "Q")
        if indirect and (w.tag[source[1]] not in ".,;)I-SYW" or c.verb_soon(source[1], last)):
            return None
        report = Found("verb-inverted", form.cue.kind, cue, content, self.place(source), lemma=form.cue.lemma)
        self._go_on(report, source[1], last)
        return report

    def _go_on(self, report: Found, n: int, last: int) -> None:
        """Add the rest of a broken quotation: `"A," he said, "B."`"""
        w = self.w
        tag = w.tag
        while n < last and tag[n] not in ".;":
            if tag[n] == "Q" and tag[n - 1] in ",:-" and w.end[n] - w.start[n] > 20:
                end = n + 1
                while end < last and tag[end] not in ".;" and n == last - 2:
                    end += 1
                report.content.append((w.start[n], w.end[end - 1]))
                return
            if tag[n] == "Q":
                return
            if (
                tag[n] == ","
                and tag[n + 1] != "Q"
                and report.rule == "verb-after"
                and n <= self._after_index(report) + 1
            ):
                rest_end = self.content_end(n + 1, last, "clause")
                if rest_end > n + 2 and self.resumes(n + 1, rest_end):
                    report.content.append((w.start[n + 1], w.end[rest_end - 1]))
                return
            n += 1

    def _after_index(self, report: Found) -> int:
        return bisect_left(self.w.end, report.cue[1])

    def _participle(
        self, form: Form, k: int, g: int, p: int, first: int, last: int, earlier: list[Found]
    ) -> Found | None:
        """`..., saying that ...`: the source is the subject of the clause before."""
        c, w = self.c, self.w
        if k == first and (p >= last or (form.cue.kind == "speech" and form.cue.lemma not in CITING)):
            return None
        before = w.tag[k - 1] if k > first else ","
        if w.tag[k - 1] == "R" and k - 1 > first and k > first:
            before = w.tag[k - 2]
            g = k - 1
        # The last: `reported citing officials`.
        apart = before in ",-CI" or k == first or (before == "V" and form.cue.lemma in CITING)
        if not apart and (before not in "NLQ" or form.cue.kind in _ONLY_APART):
            return None
        source = self._last_source(earlier)
        if source is None:
            if before in "NLQ" and w.tag[k - 1] not in "NL":
                return None
            source = c.before(k, first) if before in "NL" else c.subject(first, k)
            if source is None and before == "," and k - 2 >= first:
                source = c.phrase_back(k - 2, first)  # the Herald, citing two witnesses, reported
            if k == first or (source is None and before == "I"):
                source = self._subject_after(p, last)
        if source is None:
            return None
        report = Found(
            "verb-participle",
            form.cue.kind,
            (w.start[g], w.end[p - 1]),
            [],
            self.place(source),
            lemma=form.cue.lemma,
            implicit=True,
        )
        stop = last
        if k == first:
            stop = next((n for n in range(p, last - 1) if w.tag[n] == "," and w.tag[n + 1] in "PDLNG"), last)
        elif before == "V":
            stop = next((n for n in range(p, last) if w.low[n] == "that"), last)
        content = self.content(form, p, stop, report)
        if content is None:
            return None
        report.content = [content]
        return report

    def _last_source(self, earlier: list[Found]) -> Span | None:
        """The source of the report before, in words."""
        place = next((r.source for r in reversed(earlier) if r.source is not None and r.kind != "seeming"), None)
        return self._span(place) if place is not None else None

    def _span(self, place: Place) -> Span:
        """The words that stand at a place of this paragraph."""
        return bisect_right(self.w.end, place[0]), bisect_left(self.w.end, place[1]) + 1

    def _subject_after(self, p: int, last: int) -> Span | None:
        """The subject that follows an opening participle: `Citing X, he ...`."""
        tag = self.w.tag
        for n in range(p, last - 1):
            if tag[n] == "," and tag[n + 1] in "PDLNG":
                return self.c.after(n + 1, last, apposition=False)
        return None

    def _passive(self, form: Form, k: int, g: int, p: int, first: int, last: int) -> Found | None:
        """`was accused by X of ...`, `is expected to ...`."""
        c, w = self.c, self.w
        tag, low = w.tag, w.low
        subject = c.before(g, first)
        agent = None
        if p < last and low[p] == "by":
            agent = c.after(p + 1, last, apposition=False)
        if agent is not None and subject is not None and "recipient" not in form.cue.takes:
            report = Found(
                "verb-passive",
                form.cue.kind,
                (w.start[g], w.end[p]),
                [self.place(subject)],
                self.place(agent),
                lemma=form.cue.lemma,
            )
            rest = self.content_end(agent[1] - 1, last, "object")
            if rest > agent[1] and tag[agent[1]] in "IT" and low[agent[1]] in {"as", "of", "for", "to"}:
                report.content.append((w.start[agent[1]], w.end[rest - 1]))
            return report
        if low[k] in self.c.lexicon.impersonal and subject is not None and p < last and tag[p] == "T":
            end = self.content_end(p, last, "clause")
            return Found(
                "impersonal",
                "seeming",
                (w.start[g], w.end[k]),
                [self.place(subject), (w.start[p], w.end[end - 1])],
                lemma=form.cue.lemma,
            )
        if low[k] == "asked" and p < last:
            q = self.past_adjuncts(p, last)
            if q < last and (
                (tag[q] in "SI" and low[q] in {"whether", "how", "why", "what", "if", "about", "where", "when"})
                or tag[q] in "QWT"
            ):
                end = self.content_end(q, last, "clause")
                return Found(
                    "impersonal",
                    "request",
                    (w.start[g], w.end[k]),
                    [(w.start[q], w.end[end - 1])],
                    lemma=form.cue.lemma,
                )
        return None


_ONLY_APART = frozenset({"criticism", "attitude", "speech", "naming"})
"""Kinds whose -ing form right after a noun mostly describes it: `a group supporting X`."""
_PAPERS = word_set(
    "poll polls survey surveys data records record documents document report reports study studies figures "
    "numbers results filings filing research analysis emails statistics census findings evidence film video "
    "footage audit memo letter review"
)
