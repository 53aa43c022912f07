"""Reports in a parsed paragraph: each cue of the lexicon that is a verb there, with its source and the words reported."""

from __future__ import annotations

from claims.text.parsed.wording import Wording
from claims.text.reported.found import Found, Place
from claims.text.reported.lexicon import Form

_FORMS = {"VBD": "d", "VBN": "nd", "VBZ": "z", "VBP": "b", "VB": "b", "VBG": "g"}
"""The forms of a cue that a tag stands for."""

_NO_CLAUSE = frozenset({"aux", "auxpass", "amod", "compound", "nmod"})
_GROUP = frozenset({"aux", "auxpass", "neg", "advmod"})

RULES = {"verb": "parsed-verb", "shared": "parsed-verb", "open": "parsed-verb", "participle": "parsed-participle"}


class Reports(Wording):
    """Finds the reports of one parsed paragraph."""

    def found(self) -> list[Found]:
        """The reports in the order of their cues."""
        reports = (
            self._at(n) if self.t.tag(n) in _FORMS else self._noun(n)
            for n in range(len(self.t))
            if self.t.tag(n) in _FORMS or self.t.low[n] in self.lexicon.nouns
        )
        return [report for report in reports if report is not None and report.content]

    def _at(self, v: int) -> Found | None:
        t = self.t
        form = self._form(v) if t.relation(v) not in _NO_CLAUSE else None
        if form is None:
            return None
        p = v + len(form.cue.particles)
        if t.child(v, "auxpass") is not None:
            return self._passive(form, v, p)
        speaking = self.source(v)
        if speaking is None:
            return None
        report = self._report(RULES[speaking.how], form, t.place(self._group(v), p))
        report.source = self.source_place(speaking.head, v)
        report.implicit = speaking.how in {"shared", "participle"}
        report.content = self.content(form, v, p, speaking.head)
        if "recipient" in form.cue.takes:
            report.recipient = self.recipient(v, p)
        return report

    def _form(self, v: int) -> Form | None:
        """The entry of the lexicon that stands here: with all its particles, and one that takes a clause where a clause follows."""
        low = self.t.low
        forms = [
            f
            for f in self.lexicon.forms.get(low[v], ())
            if f.form in _FORMS[self.t.tag(v)] and tuple(low[v + 1 : v + 1 + len(f.cue.particles)]) == f.cue.particles
        ]
        clause = self.t.child(v, "ccomp") is not None
        return max(forms, key=lambda f: (len(f.cue.particles), clause and "clause" in f.cue.takes), default=None)

    def _group(self, v: int) -> int:
        """The first word of a verb's group: its auxiliaries and adverbs."""
        first = v
        while first > 0 and self.t.head(first - 1) == v and self.t.relation(first - 1) in _GROUP:
            first -= 1
        return first

    def _passive(self, form: Form, v: int, p: int) -> Found | None:
        """`was accused by X of ...`, `is expected to ...`."""
        t = self.t
        subject = t.subject(v)
        if subject is None:
            return None
        agent = t.child(v, "agent")
        by = t.child(agent, "pobj") if agent is not None else None
        whom = self.source_place(subject, v)
        if agent is not None and by is not None:
            report = self._report("verb-passive", form, t.place(self._group(v), agent if agent == p + 1 else p))
            report.source = self.source_place(by, v)
            more = [k for k in t.children(v, "prep", "xcomp", "oprd") if k > agent and t.low[k] in _AS]
            report.content = [whom, *(place for k in more for place in self._ended(k, k, v, thing=True))]
            return report
        to_do = t.child(v, "xcomp")
        if t.low[v] not in self.lexicon.impersonal or to_do is None or to_do < v or t.tag(to_do) != "VB":
            return None
        report = self._report("impersonal", form, t.place(self._group(v), p))
        report.kind = "seeming"
        report.content = [whom, *self._ended(to_do, p + 1, v, thing=False)]
        return report

    def _noun(self, n: int) -> Found | None:
        """`Falk's claim that ...`: a noun that holds somebody's words, with whose they are and a clause."""
        t = self.t
        whose = t.child(n, "poss")
        clause = next((k for k in t.children(n, "acl", "ccomp") if k > n), None)
        mark = t.child(clause, "mark") if clause is not None else None
        if whose is None or clause is None or mark is None or t.low[mark] != "that":
            return None
        report = Found("parsed-noun", "nominal", t.place(n, n), [], lemma=t.low[n])
        report.source = t.place(*t.around(whose))
        report.content = self._ended(clause, mark, n, thing=False)
        return report

    def _report(self, rule: str, form: Form, cue: Place) -> Found:
        return Found(rule, form.cue.kind, cue, [], lemma=form.cue.lemma)


_AS = frozenset({"as", "of", "for"})
