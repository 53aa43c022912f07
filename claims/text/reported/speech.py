"""The rules around a verb: X said that ..., "...," said X, ..., X said; X criticized ..., X was accused of ..."""

from __future__ import annotations

from collections.abc import Sequence

from claims.text.reported.clauses import Clauses, Span, group_has
from claims.text.reported.found import Found, Place
from claims.text.reported.grammar import BE
from claims.text.reported.lexicon import Form
from claims.text.reported.quotations import Quotation

_SPOKEN = frozenset({"quotation", "clause"})


class Speech:
    """Reads the reports of one paragraph, sentence by sentence."""

    def __init__(self, clauses: Clauses, quoted: Sequence[Quotation]) -> None:
        self.c = clauses
        self.w = clauses.w
        self.quoted = quoted

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

    # --- one cue -------------------------------------------------------------------------------------------------

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
            return self._passive(form, forms, k, g, p, first, last)
        if form.form == "g" and not group_has(group, BE):
            return self._participle(form, k, g, p, first, last, earlier)
        if w.tag[k - 1] == "T" and k > first and not group:
            return None
        return self._active(form, k, g, p, first, last, before, earlier)

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
        self, form: Form, k: int, g: int, p: int, first: int, last: int, before: Span | None, earlier: list[Found]
    ) -> Found | None:
        c, w = self.c, self.w
        takes = form.cue.takes
        cue = (w.start[g], w.end[p - 1])
        spoken = bool(takes & _SPOKEN)
        if spoken and g > first and w.tag[g - 1] in ",Q-" :
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
        report = Found("verb", form.cue.kind, cue, [], self._place(source), lemma=form.cue.lemma, implicit=shared)
        start = source[0]
        parenthetical = spoken and not shared and w.tag[source[0]] != "W" and not self._opened_by_occasion(first, start, p, last)
        if parenthetical and (p >= last or self._nothing_follows(p, last, told="recipient" in takes)):
            content = self._preposed(start, first, before)
            if content and "clause" not in takes and w.tag[start - 1] != "Q" and not (w.tag[start - 1] == "," and w.tag[start - 2] == "Q"):
                content = []
            if content:
                report.rule, report.content = "verb-after", content
                if "recipient" in takes and p < last and w.tag[p] in "OLNDGAVEJ":
                    told = c.after(p, last, apposition=False)
                    report.recipient = self._place(told) if told is not None else None
                self._go_on(report, p, last)
                return report
            if p < last and w.tag[p] == "," and self._clause_like(p + 1, last):
                rest = self.content_end(p + 1, last, "clause")
                opening = self._opening_words(first, start)
                report.rule, report.content = "verb-between", [*opening, (w.start[p + 1], w.end[rest - 1])]
                return report
            if p >= last:
                return None
        content = self._content(form, p, last, report, papers=self._papers(source))
        if content is None:
            return None
        report.content = [content]
        return report

    def _papers(self, source: Span) -> bool:
        """Whether polls, records or figures speak: they also `show` a thing."""
        return any(word in _PAPERS for word in self.w.low[source[0] : source[1]])

    def _place(self, span: Span) -> Place:
        return (self.w.start[span[0]], self.w.end[span[1] - 1])

    def _shared(self, g: int, first: int, earlier: list[Found]) -> Span | None:
        """The subject of the clause, for `... and called on them`: a verb that stands after and/but/comma without its own."""
        w = self.w
        if g > first and w.tag[g - 1] in "C," or (g - 1 > first and w.tag[g - 1] == "R"):
            for report in reversed(earlier):
                if report.source is not None and w.start[first] <= report.source[0]:
                    a = next(n for n in range(first, g) if w.end[n] > report.source[0])
                    b = next((n for n in range(a, g) if w.end[n] >= report.source[1]), a)
                    return (a, b + 1)
            return self.c.subject(first, g)
        return None

    # --- words before the verb -----------------------------------------------------------------------------------

    def _opened_by_occasion(self, first: int, start: int, p: int, last: int) -> bool:
        """`When it failed, he said ...`: the clause before the comma is when he said it, if words follow the verb."""
        w = self.w
        return (
            w.tag[first] == "S"
            and w.low[first] in _OCCASION
            and start - 2 > first
            and w.tag[start - 2] != "Q"
            and p < last
            and w.tag[p] not in ".,;IY"
        )

    def _nothing_follows(self, p: int, last: int, *, told: bool) -> bool:
        """Whether a verb of saying has no words reported after it: an end, a comma, a time, a place, an occasion."""
        w = self.w
        tag, low = w.tag, w.low
        if tag[p] in ".;)-(" or tag[p] == ",":
            return True
        if tag[p] in "IYS" and low[p] not in {"how", "why", "what", "whether", "if", "where"}:
            return not self._complement_soon(p, last)
        if tag[p] == "T":
            return not self._complement_soon(p, last)
        if tag[p] == "R" and low[p] != "not" and p + 1 < last:
            return self._nothing_follows(p + 1, last, told=told)
        if told and tag[p] in "OLNDGPAVEJ":
            # "told reporters.": a recipient and no more.
            n = self.c.after(p, last, apposition=False)
            return n is not None and n[1] < last and tag[n[1]] in ".,IYS-;" and low[n[1]] not in {"how", "why", "what", "whether", "if"} and not self._complement_soon(n[1], last)
        return False

    def _complement_soon(self, p: int, last: int) -> bool:
        """Whether `that`, a colon or a quotation follows before the clause is over."""
        tag, low = self.w.tag, self.w.low
        for n in range(p, min(last, p + 16)):
            if tag[n] in ".;":
                return False
            if low[n] == "that" and n + 1 < last and tag[n + 1] not in "XMVB" and n > p or tag[n] == ":":
                return True
            if tag[n] == "Q" and tag[n - 1] in ",N" and tag[n - 1] != "D":
                return True
            if tag[n] in "XMB" or (tag[n] == "," and n + 1 < last and tag[n + 1] != "Q"):
                return False
        return False

    def _preposed(self, start: int, first: int, before: Span | None) -> list[Place]:
        """The words in front of a source: `..., X said` and `"...," X said`."""
        w = self.w
        tag = w.tag
        e = start - 1
        if e < first:
            if before is not None and before[1] - 1 >= before[0] and tag[before[1] - 1] == "Q":
                return [self._place((self.stretch_start(before[0], before[1] - 1), before[1]))]
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
        if tag[e] != "Q" and not self._clause_like(begin, e + 1):
            return []
        return [(w.start[begin], w.end[e])]

    def after_or_before(self, p: int, start: int, first: int, last: int, before: Span | None) -> list[Place]:
        """The words reported after p, else those in front of a source that begins at `start`."""
        w = self.w
        q = self._past_adjuncts(p, last)
        if q < last and w.tag[q] in ",:" and q + 1 < last and w.tag[q + 1] == "Q":
            q += 1
        if q < last and (w.tag[q] == "Q" or w.low[q] == "that" or self._clause_like(q, last)) and w.tag[q] not in ",.;":
            if w.tag[q] == "Q":
                return [self._quoted_content(q, last)]
            end = self.content_end(q, last, "clause")
            return [(w.start[q], w.end[end - 1])] if end > q else []
        return self._preposed(start, first, before)

    def _opening_words(self, first: int, start: int) -> list[Place]:
        """What stands before `, X said,` and is no clause: `After the vote, he said, nothing changed`."""
        w = self.w
        begin = first
        while begin < start and w.tag[begin] in "CR,":
            begin += 1
        return [(w.start[begin], w.end[start - 2])] if start - 2 >= begin and w.tag[start - 1] == "," else []

    def stretch_start(self, first: int, e: int) -> int:
        """Where the words reported begin: past `But` and `In fact,`, or at a quotation that stands alone."""
        w = self.w
        tag, low = w.tag, w.low
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

    def _inverted(
        self, form: Form, cue: Place, g: int, p: int, first: int, last: int, before: Span | None
    ) -> Found | None:
        """`"...," said X`: nothing between the words and the verb but a comma."""
        c, w = self.c, self.w
        if form.form not in {"d", "z"} or p >= last or any(t in "XM" for t in w.tag[g:p]) or w.tag[p] not in "DNLGKAPVEJ":
            return None
        content = self._preposed(g, first, before)
        if not content:
            return None
        source = c.after(p, last)
        if source is None or (source[1] < last and w.tag[source[1]] in "XMB"):
            return None
        if w.tag[g - 1] == "," and (g < 2 or w.tag[g - 2] != "Q") and source[1] < last and w.tag[source[1]] not in ".,;)I-SY":
            return None
        if w.tag[g - 1] == "," and w.tag[g - 2] != "Q" and (w.tag[p] in "DK" and w.low[p] not in {"the", "a", "an"} or c._verb_soon(source[1], last)):
            return None
        report = Found("verb-inverted", form.cue.kind, cue, content, self._place(source), lemma=form.cue.lemma)
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
            if tag[n] in "Q":
                return
            if tag[n] == "," and report.rule == "verb-after" and n <= self._after_index(report) + 1:
                rest_end = self.content_end(n + 1, last, "clause")
                if rest_end > n + 2 and self.resumes(n + 1, rest_end):
                    report.content.append((w.start[n + 1], w.end[rest_end - 1]))
                return
            n += 1

    def _after_index(self, report: Found) -> int:
        w = self.w
        return next(n for n in range(len(w) + 1) if w.end[n] >= report.cue[1])

    def resumes(self, n: int, end: int) -> bool:
        """Whether what follows `, he said,` is the rest of the clause: it goes on in small letters, with a verb, or a preposition."""
        w = self.w
        return w.tag[n] in "XMBI" or (w.tag[n] in "VE" and not self.c.lexicon_form(n, "g")) or w.low[n] in {"because", "but", "and"} and self._clause_like(n + 1, end)

    # --- words after the verb ------------------------------------------------------------------------------------

    def _content(self, form: Form, p: int, last: int, report: Found, *, papers: bool = False) -> Place | None:
        """The words reported after the verb, or None where it takes none such."""
        w, tag, low = self.w, self.w.tag, self.w.low
        takes = form.cue.takes
        if p >= last:
            return None
        q = p
        if "recipient" in takes:
            q = self.past_recipient(p, last, report)
        else:
            q = self._past_adjuncts(q, last)
        if q >= last:
            return None
        if tag[q] == "," and q + 1 < last and tag[q + 1] == "Q":
            q += 1
        elif tag[q] == ":" and q + 1 < last:
            if w.start[q] == w.end[q - 1] and q == p:
                report.cue = (report.cue[0], w.end[q])
            q += 1
        elif tag[q] in ",.;-)C" and low[q] not in {"("}:
            return None
        begin = w.start[q]
        if tag[q] == "Q":
            return self._quoted_content(q, last)
        if not self._acceptable(form, q, last) and not (papers and "shows" in takes and tag[q] in "DNLGKA"):
            return None
        clause = low[q] == "that" or ("clause" in takes and self._clause_like(q, min(last, q + 14)))
        end = self.content_end(q, last, "clause" if clause else "object")
        if end <= q:
            return None
        return (begin, w.end[end - 1])

    def _quoted_content(self, q: int, last: int) -> Place:
        """A quotation after its verb, with the rest of the clause where it is only part of it."""
        w = self.w
        quotation = self.quoted[w.quotation[q]]
        ends = w.text[quotation.inner_end - 1] in ".!?…" or not quotation.closed
        if ends or q + 1 >= last or w.tag[q + 1] in ".":
            return (w.start[q], w.end[q])
        end = self.content_end(q, last, "clause")
        return (w.start[q], w.end[end - 1])

    def _acceptable(self, form: Form, q: int, last: int) -> bool:
        """Whether the verb takes what stands there: a clause, a thing, an infinitive."""
        takes, tag, low = form.cue.takes, self.w.tag, self.w.low
        if "asking" in takes and (tag[q] == "T" or low[q] in {"for", "about"}):
            return True
        if low[q] == "that":
            return tag[q] == "W"
        if tag[q] == "T":
            return "infinitive" in takes
        if "object" in takes or "as" in takes:
            return tag[q] in "DNLGKAEOJPSVQW" or (tag[q] == "R" and q + 1 < last)
        if "clause" in takes:
            if form.cue.lemma in {"say", "tell"}:
                return tag[q] not in "IY" or self._clause_like(q, last)
            if low[q] in {"whether", "how", "why", "what", "if", "where", "who"}:
                return True
            return self._clause_like(q, min(last, q + 18))
        if "quotation" in takes:
            return self._quotation_soon(q, last)
        return False

    def _quotation_soon(self, q: int, last: int) -> bool:
        return any(self.w.tag[n] == "Q" for n in range(q, min(last, q + 6)))

    def _clause_like(self, q: int, end: int) -> bool:
        """Whether a subject and a verb stand there before anything ends the clause."""
        tag = self.w.tag
        if q >= end:
            return False
        if tag[q] == "P":
            return True
        seen = False
        for n in range(q, end):
            t = tag[n]
            if t in "XM":
                return seen or n > q
            if t == "B" and n > q and tag[n - 1] in "NLPRO)YK":
                return True
            if t in "VE" and n > q and tag[n - 1] in "NLPRYK)" and not self.c.is_noun(n, q):
                return True
            if t in ".;":
                return False
            seen = seen or t in "NLPDOKG"
        return False

    def past_recipient(self, p: int, last: int, report: Found | None = None) -> int:
        """Past who is told; the recipient is kept."""
        tag, low = self.w.tag, self.w.low
        if low[p] == "that" and tag[p] == "W" or tag[p] in ":Q,.":
            return p
        span = self.c.after(p, last, apposition=False)
        if tag[p] == "T" or span is None:
            return p
        marker = None
        for n in range(span[0] + 1, min(last, p + 22)):
            if tag[n] in ".;":
                break
            if low[n] == "that" and tag[n] == "W" and tag[n + 1 if n + 1 < last else n] not in "XMB" or tag[n] == ":" or (tag[n] == "Q" and tag[n - 1] in ",NLYKO"):
                marker = n
                break
            if (tag[n] in "XMB" or (tag[n] in "P")) and n >= span[0] + 1:
                break
            if tag[n] == "," and not (n + 1 < last and tag[n + 1] in "QDLN"):
                break
        if tag[p] == "O":
            end = p + 1
        elif marker is not None:
            end = min(span[1], marker)
        else:
            end = self._recipient_end(p, span[1])
        if report is not None:
            report.recipient = (self.w.start[p], self.w.end[end - 1])
        if marker is not None:
            return marker
        q = self._past_adjuncts(end, last)
        return q

    def _recipient_end(self, p: int, end: int) -> int:
        """Where a recipient ends that a clause follows without `that`: the name or the noun, not the next subject."""
        tag, low = self.w.tag, self.w.low
        n = p
        while n < end and tag[n] in "DGAK":
            n += 1
        if n < end and tag[n] == "L":
            while n < end and tag[n] in "LG" or (n < end and low[n] in {"of", "for", "the"} and n + 1 < end and tag[n + 1] in "LD"):
                n += 1
            return n
        while n < end and tag[n] == "N" and not low[n - 1].endswith("s"):
            n += 1
        return max(n, p + 1)

    def _past_adjuncts(self, q: int, last: int) -> int:
        """Past `in a statement on Monday` where `that`, a colon or a quotation follows; past adverbs and days."""
        tag, low = self.w.tag, self.w.low
        while q < last and tag[q] == "R" and low[q] not in {"not", "only", "just", "even"}:
            q += 1
        if q < last and (tag[q] in "IYTC" or low[q] in {"last", "this", "earlier", "late", "after", "before"}) and low[q] != "that":
            for n in range(q, min(last, q + 16)):
                if tag[n] in ".;" or (tag[n] in "XMBP" and n > q):
                    break
                if low[n] == "that" and n > q and tag[n] == "W":
                    return n
                if tag[n] == ":" or (tag[n] == "Q" and tag[n - 1] in ",NLY"):
                    return n
            n = q
            while n < last and (tag[n] in "YK" or low[n] in {"on", "last", "this", "earlier", "late", "early"} and self._time_follows(n, last)):
                n += 1
            if n > q and n < last and tag[n] not in "I":
                return n
        return q

    def _time_follows(self, n: int, last: int) -> bool:
        return any(self.w.tag[m] == "Y" for m in range(n + 1, min(last, n + 3)))

    def content_end(self, q: int, last: int, sort: str) -> int:
        """Where the words reported end: with the sentence, or where another report, a contrast or an occasion begins."""
        tag, low, c = self.w.tag, self.w.low, self.c
        end = last
        while end > q and tag[end - 1] in ".":
            end -= 1
        depth = 0
        for n in range(q + 1, end):
            t = tag[n]
            if t == "(":
                depth += 1
            elif t == ")":
                depth -= 1
                if depth < 0:
                    return n
            elif depth:
                continue
            elif t == ";":
                return n
            elif t == "," and n + 1 < end:
                if self._cut_at_comma(n + 1, end, sort, q):
                    return n
            elif t == "C" and n + 1 < end and low[n] != "or" and self._coordinated(n + 1, end, sort, q):
                return n
            elif sort == "object" and t == "S" and low[n] in _OCCASION and n > q + 1:
                return n
            elif sort == "object" and t == "I" and low[n] in {"during", "after", "amid", "before"} and n > q + 1:
                return n
            elif sort == "object" and t == "I" and low[n] in {"on", "in"} and n + 1 < end and tag[n + 1] in "Y" and n > q + 1:
                return n
            elif t == "V" and low[n] == "according" :
                return n
            elif low[n] == "according" and n + 1 < end and low[n + 1] == "to":
                return n
        return end

    def _cut_at_comma(self, n: int, end: int, sort: str, q: int) -> bool:
        """Whether what follows a comma is no longer what was said."""
        tag, low, c = self.w.tag, self.w.low, self.c
        if low[n] == "according" or low[n] == "citing":
            return True
        m = n + 1 if tag[n] == "R" and n + 1 < end else n
        if tag[m] == "V" and c.lexicon_form(m, "g") and (low[m] in _RELATING):
            return True
        if tag[n] == "V" and not c.is_noun(n, q) and any(f.form in "dz" for f in c.cue_forms(n)):
            return True
        if tag[n] == "W" and low[n] != "that":
            return sort == "object"
        if tag[n] == "C" and low[n] != "or":
            return self._coordinated(n + 1, end, "object" if low[n] == "but" else sort, q, comma=True) or self._new_report(n + 1, end)
        if sort == "object" and tag[n] == "S" and low[n] in _OCCASION | {"as"}:
            return True
        if sort == "object":
            return True
        if tag[n] in "S" and low[n] in {"while", "although", "though"}:
            return self._new_report(n + 1, end)
        return False

    def _new_report(self, n: int, end: int) -> bool:
        """Whether a subject with a cue of its own follows at once."""
        tag, c = self.w.tag, self.c
        for m in range(n, min(end, n + 9)):
            if tag[m] == "V" and m > n and not c.is_noun(m, n):
                forms = c.cue_forms(m)
                g = c.group_start(m, n)
                return g > n and any(f.cue.takes & _SPOKEN and f.form in "dz" for f in forms) and c.before(g, n) is not None
            if tag[m] in "XB;.":
                if tag[m] == "X":
                    continue
                return False
        return False

    def _coordinated(self, n: int, end: int, sort: str, q: int, *, comma: bool = False) -> bool:
        """Whether a second verb of the same subject follows `and`: `said A and called on B`."""
        tag, c = self.w.tag, self.c
        if n < end and tag[n] == "R":
            n += 1
        if n < end and tag[n] == "R":
            n += 1
        if n >= end:
            return False
        if tag[n] == "V":
            forms = c.cue_forms(n)
            if not any(f.form in "dz" for f in forms) or c.is_noun(n, q):
                return False
            return comma or sort == "object" or any(f.cue.takes & _SPOKEN for f in forms)
        if sort == "object":
            return tag[n] in "XB" or (tag[n] == "E" and not (n + 1 < end and tag[n + 1] in "NL"))
        return False

    # --- other shapes --------------------------------------------------------------------------------------------

    def _participle(
        self, form: Form, k: int, g: int, p: int, first: int, last: int, earlier: list[Found]
    ) -> Found | None:
        """`..., saying that ...`: the source is the subject of the clause before."""
        c, w = self.c, self.w
        if k == first and (p >= last or form.cue.kind == "speech"):
            return None
        before = w.tag[k - 1] if k > first else ","
        if w.tag[k - 1] == "R" and k - 1 > first and k > first:
            before = w.tag[k - 2]
            g = k - 1
        if before not in ",-CI" and k != first and not (before in "NLQ" ):
            return None
        source: Span | None
        source = None
        for report in reversed(earlier):
            if report.source is not None and not report.kind == "seeming":
                a = next((n for n in range(first, len(w)) if w.end[n] > report.source[0]), None)
                b = next((n for n in range(a or first, len(w)) if w.end[n] >= report.source[1]), a)
                if a is not None and b is not None:
                    source = (a, b + 1)
                break
        if source is None:
            if before in "NLQ" and not (w.tag[k - 1] in "NL"):
                return None
            source = c.before(k, first) if before in "NL" else c.subject(first, k)
            if k == first or (source is None and before == "I"):
                source = self._subject_after(p, last)
        if source is None:
            return None
        report = Found("verb-participle", form.cue.kind, (w.start[g], w.end[p - 1]), [], self._place(source), lemma=form.cue.lemma, implicit=True)
        stop = last
        if k == first:
            stop = next((n for n in range(p, last - 1) if w.tag[n] == "," and w.tag[n + 1] in "PDLNG"), last)
        content = self._content(form, p, stop, report)
        if content is None:
            return None
        report.content = [content]
        return report

    def _subject_after(self, p: int, last: int) -> Span | None:
        """The subject that follows an opening participle: `Citing X, he ...`."""
        tag = self.w.tag
        for n in range(p, last - 1):
            if tag[n] == "," and tag[n + 1] in "PDLNG":
                return self.c.after(n + 1, last, apposition=False)
        return None

    def _passive(
        self, form: Form, forms: Sequence[Form], k: int, g: int, p: int, first: int, last: int
    ) -> Found | None:
        """`was accused by X of ...`, `is expected to ...`."""
        c, w = self.c, self.w
        tag, low = w.tag, w.low
        subject = c.before(g, first)
        agent = None
        if p < last and low[p] == "by":
            agent = c.after(p + 1, last, apposition=False)
        if agent is not None and subject is not None and "recipient" not in form.cue.takes:
            report = Found("verb-passive", form.cue.kind, (w.start[g], w.end[p]), [self._place(subject)], self._place(agent), lemma=form.cue.lemma)
            rest = self.content_end(agent[1] - 1, last, "object")
            if rest > agent[1] and tag[agent[1]] in "IT" and low[agent[1]] in {"as", "of", "for", "to"}:
                report.content.append((w.start[agent[1]], w.end[rest - 1]))
            return report
        if low[k] in self.c.lexicon.impersonal and subject is not None and p < last and tag[p] in "T":
            end = self.content_end(p, last, "clause")
            report = Found("impersonal", "seeming", (w.start[g], w.end[k]), [self._place(subject), (w.start[p], w.end[end - 1])], lemma=form.cue.lemma)
            return report
        if low[k] == "asked" and p < last:
            q = self._past_adjuncts(p, last)
            if q < last and (tag[q] in "SI" and low[q] in {"whether", "how", "why", "what", "if", "about", "where", "when"} or tag[q] in "QWT"):
                end = self.content_end(q, last, "clause")
                return Found("impersonal", "request", (w.start[g], w.end[k]), [(w.start[q], w.end[end - 1])], lemma=form.cue.lemma)
        return None


_OCCASION = frozenset("when while after before since because although though if unless".split())  # noqa: SIM905
_RELATING = frozenset(
    "saying adding noting citing calling telling arguing suggesting claiming arguing warning explaining asking referring insisting describing accusing "
    "urging declaring stating writing promising announcing vowing stressing recalling tweeting pointing acknowledging reminding emphasizing "
    "predicting alleging blaming concluding asserting labeling complaining denouncing criticizing praising indicating mocking questioning "
    "comparing reporting joking lamenting reiterating threatening denying thanking dismissing conceding admitting".split()  # noqa: SIM905
)
_PAPERS = frozenset(
    "poll polls survey surveys data records record documents document report reports study studies figures numbers results filings filing research analysis "
    "emails statistics census findings evidence film video footage audit memo letter review".split()  # noqa: SIM905
)
