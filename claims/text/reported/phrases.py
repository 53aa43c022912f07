"""Noun phrases: the one before a verb, the one after it, with what explains them."""

from __future__ import annotations

from claims.text.reported.verbs import Span, Verbs
from claims.text.word_sets import word_set

__all__ = ["Clauses", "Span"]


class Clauses(Verbs):
    """What rules ask of one stretch of words: its verbs and its noun phrases."""

    __slots__ = ()

    def before(self, v: int, first: int) -> Span | None:
        """The noun phrase that ends where a verb group begins: its subject."""
        w = self.w
        tag = w.tag
        k = v - 1
        while k > first and tag[k] == "R":
            k -= 1
        if k > first + 1 and tag[k] == "," and tag[k - 1] == "R" and tag[k - 2] in "NL":
            k -= 2
        k = self._over_parenthesis(k, first)
        if k < first:
            return None
        if tag[k] == "Y" or (tag[k] == "K" and k > first and tag[k - 1] == "Y"):
            k = self._over_time(k, first)
            if k < first:
                return None
        if tag[k] in "PW":
            return (k, k + 1)
        if tag[k] in ",-" or tag[k] == ")":
            return self._with_apposition(k, first)
        return self.phrase_back(k, first)

    def _over_parenthesis(self, k: int, first: int) -> int:
        """Past `, however,` and `, during a visit to Rome,` to the subject before."""
        tag, low = self.w.tag, self.w.low
        if k > first and tag[k] == ",":
            for n in range(k - 1, max(first, k - 12), -1):
                if tag[n] in ".;:Q":
                    break
                if tag[n] == ",":
                    inside = tag[n + 1 : k]
                    aside = inside and (inside[0] in "ISJ" or self.lexicon_form(n + 1, "g"))
                    if inside and (all(t == "R" for t in inside) or (aside and low[n + 1] not in _EXPLAINS)):
                        return n - 1
                    break
        return k

    def _over_time(self, k: int, first: int) -> int:
        """Past `on Monday` and `earlier this week`, which may stand between subject and verb."""
        tag, low = self.w.tag, self.w.low
        n = k
        while n >= first and (tag[n] in "YK" or low[n] in _TIME_WORDS):
            n -= 1
        return n if n >= first and tag[n] in "NLPW,)" else k

    def _with_apposition(self, k: int, first: int) -> Span | None:  # noqa: PLR0911 - a rule is a list of refusals
        """`Michael McFaul, a senior fellow at the Hoover Institution,` before its verb."""
        tag, low = self.w.tag, self.w.low
        if tag[k] == ")":
            n = k
            while n > first and tag[n] != "(":
                n -= 1
            return self.phrase_back(n - 1, first, end=k + 1) if n > first else None
        mark = tag[k]
        for n in range(k - 2, max(first, k - _LONGEST_RELATIVE), -1):
            if tag[n] in ".;:Q":
                break
            if tag[n] == "," and tag[n + 1] == "W" and low[n + 1] != "that" and tag[n - 1] in "NL)":
                return self.phrase_back(n - 1, first, end=k + 1)  # X, who was in Rome, Italy, said
        n, verbs = k - 1, 0
        while n > first and tag[n] != mark and tag[n] not in ".;:Q":
            verbs += tag[n] in "XMB"
            n -= 1
        if n <= first or tag[n] != mark:
            return None
        opening = tag[n + 1]
        relative = opening == "W" or (opening == "I" and n + 2 < k and tag[n + 2] == "W")
        if not relative and (verbs or (opening in "CSIPT" and low[n + 1] not in _EXPLAINS)):
            return None
        if tag[n - 1] == ",":
            return None
        inner = self.phrase_back(n - 1, first, end=k + 1)
        if inner is None and n - 1 > first:
            return None
        # A list of places or titles: "Smith, R-Ohio, chairman of ..., said".
        if inner and inner[0] - 1 > first and tag[inner[0] - 1] == "," and opening in "DLNA":
            outer = self.phrase_back(inner[0] - 2, first, end=k + 1)
            if outer and self._names(outer[0], inner[0] - 1) and not self._names(inner[0], n):
                return outer
        return inner

    def _names(self, a: int, b: int) -> bool:
        return any(t == "L" for t in self.w.tag[a:b])

    def phrase_back(self, k: int, first: int, end: int | None = None) -> Span | None:
        """The noun phrase whose last word is k."""
        tag = self.w.tag
        if k < first or tag[k] not in "NLKADGEVOJY)P":
            return None
        if tag[k] == "P":
            return (k, end or k + 1)
        n, joined = k, -1
        while n >= first:
            if tag[n] == "D":
                n, joins = self._past_determiner(n, first)
                if not joins:
                    break
                continue
            further = self._one_back(n, k, first)
            if further == n:
                break
            if tag[n] == "C":
                joined = n + 1
            n = further
        start = self._phrase_start(n + 1, k, first, joined)
        if start > k:
            return None
        wider = self._before_relative(start, first)
        if wider is None:
            wider = self._before_participle(start, first)
        return (start if wider is None else wider, end or k + 1)

    def _one_back(self, n: int, k: int, first: int) -> int:
        """The word before n that a noun phrase ending at k may go on with; n itself where it begins after n."""
        tag, low = self.w.tag, self.w.low
        t = tag[n]
        follows = n > first and n < k
        if t in "NLKAGEJVY/" or (t == "O" and n == k):
            stops = (t == "V" and n < k and not self.is_noun(n, first) and not self._within_noun(n, first)) or (
                t == "E" and n < k and tag[n + 1] not in "NLAKGEJ"
            )
            return n if stops else n - 1
        match t:
            case "I":
                goes_on = follows and low[n] in _JOINING and tag[n - 1] in "NLKDAJV"
            case "T":
                goes_on = follows and tag[n + 1] in "DLG" and tag[n - 1] in "NLA"  # sources close to the palace
            case "C":
                goes_on = follows and low[n] in {"and", "or", "&"} and tag[n - 1] in "NLKO"
            case ",":
                goes_on = follows and tag[n - 1] in "EA" and tag[n - 2] == "D"  # the tired, elderly envoy
            case "Q":
                short = self.w.end[n] - self.w.start[n] < _SHORT_QUOTATION
                goes_on = n < k and short and self.w.text[self.w.end[n] - 2] not in ",.!?'"
            case ")":
                opening = self._opening(n, first)
                return opening - 1 if opening > first else n
            case _:
                goes_on = False
        return n - 1 if goes_on else n

    def _past_determiner(self, n: int, first: int) -> tuple[int, bool]:
        """The word before a determiner, and whether a preposition or `and` joins another noun phrase there; else one begins."""
        tag, low = self.w.tag, self.w.low
        before = n - 1
        if before >= first and low[before] in _BEFORE_DETERMINER:
            before -= 1
        if before > first and tag[before] in "TI" and (tag[before] == "T" or low[before] in _JOINING):
            return before, tag[before - 1] in "NLKDAJV"
        return before, before > first and tag[before] == "C" and low[before] != "but" and tag[before - 1] in "NLKO"

    def _phrase_start(self, start: int, k: int, first: int, joined: int) -> int:
        """Where a noun phrase begins that went back as far as `start`; `joined`: after its first `and`."""
        tag, low = self.w.tag, self.w.low
        n = start - 1
        if n >= first and tag[n] in "IRT" and start < k and tag[start] in "NLKADGEJ":
            # Governed by a preposition: only its last noun phrase can be a subject.
            start = next((m + 1 for m in range(k, start, -1) if tag[m] == "I" and low[m] != "of"), start)
        if joined >= 0 and n >= first and tag[n] not in ",;:-.(QCSW":
            start = joined
        while start < k and (
            tag[start] in "/RI" or (tag[start] == "Y" and tag[start + 1] in "NLPDA" and start == first)
        ):
            start += 1
        return start

    def _opening(self, k: int, first: int) -> int:
        """Where the bracket that closes at k opens; `first` where it does not."""
        tag = self.w.tag
        for n in range(k - 1, max(first, k - 8), -1):
            if tag[n] == "(":
                return n
        return first

    def _before_participle(self, start: int, first: int) -> int | None:
        """`The deal signed by Ankara and Moscow called for`: where the noun phrase begins that `signed by` explains."""
        tag, low = self.w.tag, self.w.low
        n = start - 2
        if n - 1 <= first or tag[start - 1] != "I" or low[start - 1] not in {"by", "in", "at", "with", "for"}:
            return None
        if tag[n] not in "EV" or tag[n - 1] not in "NL" or (tag[n] == "V" and not low[n].endswith("ed")):
            return None
        head = self.phrase_back(n - 1, first)
        return None if head is None or (head[0] > first and tag[head[0] - 1] not in ",;:CQ-") else head[0]

    def _before_relative(self, start: int, first: int) -> int | None:
        """`Officials who spoke with the paper said`: where the noun phrase begins that a relative clause explains."""
        tag = self.w.tag
        verbs = 0
        for n in range(start - 1, max(first, start - 9), -1):
            if tag[n] in ",.;:QC(":
                return None
            verbs += tag[n] in "XMBVE"
            if tag[n] == "W" and n > first and tag[n - 1] in "NL" and verbs:
                head = self.phrase_back(n - 1, first)
                return None if head is None else head[0]
        return None

    def _within_noun(self, n: int, first: int) -> bool:
        """`campaign claims officer`: a cue's form among nouns."""
        tag = self.w.tag
        return n > first and tag[n - 1] in "DGA"

    def after(self, p: int, last: int, *, apposition: bool = True) -> Span | None:
        """The noun phrase that begins at p."""
        tag = self.w.tag
        if p >= last:
            return None
        if tag[p] in "PO":
            return (p, p + 1)
        n = p
        while n < last:
            further = self._one_on(n, p, last)
            if further == n:
                break
            n = further
        if n == p:
            return None
        return (p, self._apposition_after(n, last)) if apposition else (p, n)

    def _one_on(self, n: int, p: int, last: int) -> int:
        """The word after n that a noun phrase begun at p may go on with; n itself where it ends before n."""
        tag, low, w = self.w.tag, self.w.low, self.w
        t = tag[n]
        if t in "DNLGKAEJ" or (t == "V" and (n == p or tag[n - 1] in "DGAKLEN")) or (t == "R" and n == p):
            verb = t in "EV" and n > p and tag[n - 1] in "NL" and not (n + 1 < last and tag[n + 1] in "NLIY")
            return n if verb else n + 1
        if n == p:
            return n
        inside = n + 1 < last
        match t:
            case "Y":
                goes_on = tag[n - 1] in "DAG"
            case "I":
                goes_on = inside and low[n] in _JOINING_AFTER and tag[n + 1] in "DNLGKAO"
            case "T":
                goes_on = inside and tag[n + 1] in "DLG" and low[n - 1] in _TAKES_TO
            case "C":
                joins = inside and low[n] in {"and", "or", "&"} and tag[n + 1] in "DNLGKA"
                goes_on = joins and not self.verb_soon(n + 1, last)
            case "(":
                close = next((m for m in range(n, min(last, n + 9)) if tag[m] == ")"), None)
                return n if close is None else close + 1
            case "Q":
                goes_on = w.end[n] - w.start[n] < _SHORT_QUOTATION and tag[n - 1] in "DGAE"
            case _:
                goes_on = False
        return n + 1 if goes_on else n

    def _apposition_after(self, n: int, last: int) -> int:
        """The end of a noun phrase with what explains it: `, a former governor` and `, who …`."""
        tag, low = self.w.tag, self.w.low
        while n + 1 < last and tag[n] == ",":
            if tag[n + 1] == "W" and low[n + 1] != "that":
                return self._sentence_body_end(n + 1, last)
            m = n + 1
            if tag[m] not in "DNLAGEK" or self.lexicon_form(m, "g"):
                break
            while m < last and tag[m] in "DNLAGEKIYCRVTO" and not (tag[m] == "V" and not self.is_noun(m, n)):
                m += 1
            if m < last and tag[m] == "W" and low[m] in {"who", "that"}:
                return self._sentence_body_end(m, last)
            if m < last and tag[m] not in ",.;-)Q":
                break
            n = m
        return n

    def _sentence_body_end(self, n: int, last: int) -> int:
        """Up to the end of the sentence, or a comma that a report follows."""
        tag = self.w.tag
        while n < last and tag[n] not in ".;":
            if tag[n] == "," and n + 1 < last and (self.lexicon_form(n + 1, "g") or tag[n + 1] == "Q"):
                break
            n += 1
        return n

    def verb_soon(self, n: int, last: int) -> bool:
        """Whether a clause rather than a noun phrase begins here: a verb among the next few words."""
        tag = self.w.tag
        for m in range(n, min(last, n + 6)):
            if tag[m] in ",.;Q":
                return False
            if tag[m] in "XMB" or (tag[m] in "VE" and m > n and tag[m - 1] in "NL"):
                return True
        return False

    def clause_begins(self, n: int, last: int) -> bool:
        """Whether a subject with its verb begins at n, before the next comma."""
        tag = self.w.tag
        for m in range(n + 1, min(last, n + 12)):
            if tag[m] in ",.;:Q":
                return False
            if tag[m] in "XM" or (tag[m] in "BV" and tag[m - 1] in "NLPR" and not self.is_noun(m, n)):
                return True
        return False

    def subject(self, first: int, v: int) -> Span | None:
        """The subject of the clause that v stands in: the noun phrase before its first verb."""
        tag = self.w.tag
        for k in range(first, v):
            if (
                tag[k] in "XM"
                or tag[k] == "B"
                or (tag[k] == "V" and not self.is_noun(k, first))
                or (tag[k] == "E" and k > first and tag[k - 1] in "NLP)")
            ):
                g = self.group_start(k, first)
                found = self.before(g, first)
                if found and tag[found[0]] != "W":
                    return found
        return None


_TIME_WORDS = word_set("on in at this last late early earlier next the later of mid- , ago")
_TAKES_TO = word_set(
    "ambassador envoy adviser advisor aide representative delegate commissioner emissary assistant close"
)
_SHORT_QUOTATION = 40
_LONGEST_RELATIVE = 40
"""Words of a relative clause between a subject and its verb."""
_EXPLAINS = word_set("of from including like")
_BEFORE_DETERMINER = word_set("all both half such")
_JOINING = word_set("of for in at from with on to by between behind against about")
_JOINING_AFTER = word_set("of for in at from with to by on between behind")
