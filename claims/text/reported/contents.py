"""The words reported after a verb: where they begin, past who was told and when, and where they end."""

from __future__ import annotations

from collections.abc import Sequence

from claims.text.reported.found import CITING_FORMS, Found, Place
from claims.text.reported.lexicon import Form
from claims.text.reported.phrases import Clauses, Span
from claims.text.reported.quotations import Quotation
from claims.text.word_sets import word_set

SPOKEN = frozenset({"quotation", "clause"})
"""What verbs of saying take."""

OCCASION = word_set("when while after before since because although though if unless")


class Contents:
    """Finds the words reported in one paragraph."""

    def __init__(self, clauses: Clauses, quoted: Sequence[Quotation]) -> None:
        self.c = clauses
        self.w = clauses.w
        self.quoted = quoted

    def place(self, span: Span) -> Place:
        return (self.w.start[span[0]], self.w.end[span[1] - 1])

    def content(self, form: Form, p: int, last: int, report: Found, *, papers: bool = False) -> Place | None:  # noqa: PLR0911 - a rule is a list of refusals
        """The words reported after the verb, or None where it takes none such."""
        w, tag, low = self.w, self.w.tag, self.w.low
        takes = form.cue.takes
        if p >= last:
            return None
        q = self.past_recipient(p, last, report) if "recipient" in takes else self.past_adjuncts(p, last)
        if q >= last:
            return None
        q = self.past_aside(q, last)
        if tag[q] == "," and q + 1 < last and tag[q + 1] == "Q":
            q += 1
        elif tag[q] == ":" and q + 1 < last:
            if w.start[q] == w.end[q - 1] and q == p:
                report.cue = (report.cue[0], w.end[q])
            q += 1
        elif tag[q] in ",.;-)C" and low[q] != "(":
            return None
        begin = w.start[q]
        if tag[q] == "Q":
            return self.quoted_content(q, last)
        if not self._acceptable(form, q, last) and not (papers and "shows" in takes and tag[q] in "DNLGKA"):
            return None
        clause = low[q] == "that" or ("clause" in takes and self.clause_like(q, min(last, q + 14)))
        end = self.content_end(q, last, "clause" if clause else "object")
        if end <= q:
            return None
        return (begin, w.end[end - 1])

    def past_aside(self, q: int, last: int) -> int:
        """Past `, citing two officials,` and `citing two officials` where `that` follows; q itself elsewhere."""
        tag, low = self.w.tag, self.w.low
        if low[q] in CITING_FORMS:
            return next((n for n in range(q + 2, min(last, q + 16)) if low[n] == "that" and tag[n] == "W"), q)
        if q + 2 < last and tag[q] == "," and self.c.lexicon_form(q + 1, "g"):
            end = next((n for n in range(q + 2, min(last, q + 16)) if tag[n] == ","), last)
            if end + 1 < last and low[end + 1] == "that":
                return end + 1
        return q

    def quoted_content(self, q: int, last: int) -> Place:
        """A quotation after its verb, with the rest of the clause where it is only part of it."""
        w = self.w
        quotation = self.quoted[w.quotation[q]]
        ends = w.text[quotation.inner_end - 1] in ".!?…" or not quotation.closed
        if ends or q + 1 >= last or w.tag[q + 1] == ".":
            return (w.start[q], w.end[q])
        end = self.content_end(q, last, "clause")
        return (w.start[q], w.end[end - 1])

    def _acceptable(self, form: Form, q: int, last: int) -> bool:  # noqa: PLR0911 - a rule is a list of refusals
        """Whether the verb takes what stands there: a clause, a thing, an infinitive."""
        takes, tag, low = form.cue.takes, self.w.tag, self.w.low
        if "asking" in takes and (
            tag[q] == "T" or low[q] in {"for", "about"} or (low[q] == "not" and tag[q + 1] == "T")
        ):
            return True
        if low[q] == "that":
            return tag[q] == "W"
        if tag[q] == "T":
            return "infinitive" in takes
        if "object" in takes or "as" in takes:
            return tag[q] in "DNLGKAEOJPSVQW" or (tag[q] == "R" and q + 1 < last)
        if "clause" in takes:
            if form.cue.lemma in {"say", "tell"}:
                return tag[q] not in "IY" or self.clause_like(q, last)
            if low[q] in {"whether", "how", "why", "what", "if", "where", "who"}:
                return True
            return self.clause_like(q, min(last, q + 18))
        if "quotation" in takes:
            return self._quotation_soon(q, last)
        return False

    def _quotation_soon(self, q: int, last: int) -> bool:
        return any(self.w.tag[n] == "Q" for n in range(q, min(last, q + 6)))

    def clause_like(self, q: int, end: int) -> bool:  # noqa: PLR0911 - a rule is a list of refusals
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
        if (low[p] == "that" and tag[p] == "W") or tag[p] in ":Q,." or low[p] == "not":
            return p
        span = self.c.after(p, last, apposition=False)
        if tag[p] == "T" or span is None:
            return p
        marker = None
        for n in range(span[0] + 1, min(last, p + 22)):
            if tag[n] in ".;":
                break
            if (
                (low[n] == "that" and tag[n] == "W" and tag[n + 1 if n + 1 < last else n] not in "XMB")
                or tag[n] == ":"
                or (tag[n] == "Q" and tag[n - 1] in ",NLYKO")
            ):
                marker = n
                break
            if (tag[n] in "XMB" or (tag[n] == "P")) and n >= span[0] + 1:
                break
            if tag[n] == "," and not (n + 1 < last and tag[n + 1] in "QDLN"):
                break
        if tag[p] == "O":
            end = p + 1
        elif marker is not None:
            end = min(span[1], marker)
            end = next((n for n in range(p + 1, end) if tag[n] == "J" and tag[n - 1] == "L"), end)
        else:
            end = self._recipient_end(p, span[1])
        if report is not None:
            report.recipient = (self.w.start[p], self.w.end[end - 1])
        if marker is not None:
            return marker
        return self.past_adjuncts(end, last)

    def _recipient_end(self, p: int, end: int) -> int:
        """Where a recipient ends that a clause follows without `that`: the name or the noun, not the next subject."""
        tag, low = self.w.tag, self.w.low
        n = p
        while n < end and tag[n] in "DGAK":
            n += 1
        if n < end and tag[n] == "L":
            while (n < end and tag[n] in "LG") or (
                n < end and low[n] in {"of", "for", "the"} and n + 1 < end and tag[n + 1] in "LD"
            ):
                n += 1
            return n
        while n < end and tag[n] == "N" and not low[n - 1].endswith("s"):
            n += 1
        return max(n, p + 1)

    def past_adjuncts(self, q: int, last: int) -> int:
        """Past `in a statement on Monday` where `that`, a colon or a quotation follows; past adverbs and days."""
        tag, low = self.w.tag, self.w.low
        while q < last and tag[q] == "R" and low[q] not in {"not", "only", "just", "even"}:
            q += 1
        if (
            q < last
            and (tag[q] in "IYTC" or low[q] in {"last", "this", "earlier", "late", "after", "before"})
            and low[q] != "that"
        ):
            for n in range(q, min(last, q + 16)):
                if tag[n] in ".;" or (tag[n] in "XMBP" and n > q):
                    break
                if low[n] == "that" and n > q and tag[n] == "W":
                    return n
                if tag[n] == ":" or (tag[n] == "Q" and tag[n - 1] in ",NLY"):
                    return n
            n = q
            while n < last and (
                tag[n] in "YK"
                or (low[n] in {"on", "last", "this", "earlier", "late", "early"} and self._time_follows(n, last))
            ):
                n += 1
            if n > q and n < last and tag[n] != "I":
                return n
        return q

    def _time_follows(self, n: int, last: int) -> bool:
        return any(self.w.tag[m] == "Y" for m in range(n + 1, min(last, n + 3)))

    def content_end(self, q: int, last: int, sort: str) -> int:
        """Where the words reported end: with the sentence, or where another report, a contrast or an occasion begins."""
        tag, low = self.w.tag, self.w.low
        end = last
        while end > q and tag[end - 1] == ".":
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
            elif (
                (t == "C" and n + 1 < end and low[n] != "or" and self._coordinated(n + 1, end, sort, q))
                or (sort == "object" and t == "S" and low[n] in OCCASION and n > q + 1)
                or (sort == "object" and t == "I" and low[n] in {"during", "after", "amid", "before"} and n > q + 1)
                or (
                    sort == "object"
                    and t == "I"
                    and low[n] in {"on", "in"}
                    and n + 1 < end
                    and tag[n + 1] == "Y"
                    and n > q + 1
                )
                or (low[n] == "according" and n + 1 < end and low[n + 1] == "to")
            ):
                return n
        return end

    def _cut_at_comma(self, n: int, end: int, sort: str, q: int) -> bool:  # noqa: PLR0911 - a rule is a list of refusals
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
        if tag[n] == "C" and low[n + 1] == "that":
            return False  # said A, and that B
        if tag[n] == "C" and low[n] != "or":
            return self._coordinated(
                n + 1, end, "object" if low[n] == "but" else sort, q, comma=True
            ) or self._new_report(n + 1, end)
        if sort == "object" and tag[n] == "S" and low[n] in OCCASION | {"as"}:
            return True
        if sort == "object":
            return True
        if tag[n] == "S" and low[n] in {"while", "although", "though"}:
            return self._new_report(n + 1, end)
        return False

    def _new_report(self, n: int, end: int) -> bool:
        """Whether a subject with a cue of its own follows at once."""
        tag, c = self.w.tag, self.c
        for m in range(n, min(end, n + 9)):
            if tag[m] == "V" and m > n and not c.is_noun(m, n):
                forms = c.cue_forms(m)
                g = c.group_start(m, n)
                return (
                    g > n and any(f.cue.takes & SPOKEN and f.form in "dz" for f in forms) and c.before(g, n) is not None
                )
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
            return comma or sort == "object" or any(f.cue.takes & SPOKEN or f.cue.kind in _ACTS for f in forms)
        if sort == "object":
            return tag[n] in "XB" or (tag[n] == "E" and not (n + 1 < end and tag[n + 1] in "NL"))
        return False


_ACTS = frozenset({"request", "promise", "criticism"})
"""Kinds of cue that go on with the subject of the clause before."""
_RELATING = word_set(
    "saying adding noting citing quoting calling telling arguing suggesting claiming arguing warning explaining "
    "asking referring insisting describing accusing urging declaring stating writing promising announcing "
    "vowing stressing recalling tweeting pointing acknowledging reminding emphasizing predicting alleging "
    "blaming concluding asserting labeling complaining denouncing criticizing praising indicating mocking "
    "questioning comparing reporting joking lamenting reiterating threatening denying thanking dismissing "
    "conceding admitting"
)
