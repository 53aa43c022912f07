"""Words that came through another outlet: X was quoted as saying by TASS; TASS quoted X as saying; made this statement."""

from __future__ import annotations

import re

from claims.text.reported.found import Found, Place
from claims.text.reported.phrases import Clauses, Span
from claims.text.reported.speech import Speech
from claims.text.word_sets import word_set

_QUOTED = frozenset({"quoted", "cited", "quotes", "cites", "quoting"})
_SAYING = frozenset({"saying", "telling", "stating", "adding", "declaring"})
_STATEMENTS = word_set(
    "statement statements remark remarks comment comments announcement declaration admission claim claims "
    "accusation allegation"
)
_MADE = frozenset({"made", "makes", "issued", "gave"})
_POINTING = frozenset({"this", "these", "the", "such", "that", "those"})


def relayed(c: Clauses, speech: Speech, first: int, last: int, before: Span | None) -> list[Found]:
    """The reports of a sentence around `quoted as saying`, and those that point back to what was just reported."""
    found: list[Found] = []
    low, tag = c.w.low, c.w.tag
    for k in range(first, last - 1):
        if low[k] in _QUOTED:
            report = _quoted_as_saying(c, speech, k, first, last, before)
            if report is not None:
                found.append(report)
        elif (
            low[k] in _MADE
            and k + 2 < last
            and low[k + 1] in _POINTING
            and low[k + 2] in _STATEMENTS
            and tag[k] in "BV"
        ):
            source = c.before(c.group_start(k, first), first)
            if source is not None:
                cue = (c.w.start[k], c.w.end[k])
                content = (c.w.start[k + 1], c.w.end[k + 2])
                found.append(Found("made-this-statement", "nominal", cue, [content], _place(c, source), lemma="make"))
    return found


def quoted_verbs(c: Clauses, speech: Speech, first: int, last: int) -> list[Found]:
    """`The two "confirmed their commitment" to it`: a quotation that begins with the verb of a subject outside of it."""
    w = c.w
    found: list[Found] = []
    for k in range(first + 1, last):
        if w.tag[k] != "Q" or w.tag[k - 1] not in "NLP)":
            continue
        verb = _FIRST_WORD.match(w.text, w.start[k], w.end[k])
        if verb is None:
            continue
        form = next(
            (f for f in c.lexicon.forms.get(verb["word"].lower(), ()) if f.form in "dz" and not f.cue.particles), None
        )
        source = c.before(k, first) if form is not None else None
        if form is None or source is None:
            continue
        end = speech.content_end(k, last, "clause")
        begin = verb.end() + 1
        stop = w.end[end - 1]
        if stop - begin > 3:
            cue = (verb.start("word"), verb.end("word"))
            found.append(
                Found("verb-quoted", form.cue.kind, cue, [(begin, stop)], _place(c, source), lemma=form.cue.lemma)
            )
    return found


_FIRST_WORD = re.compile(r"[\"“”'‘’„«`]{1,2}(?P<word>[a-z]+)(?=\s)")


def _place(c: Clauses, span: Span) -> Place:
    return (c.w.start[span[0]], c.w.end[span[1] - 1])


def _quoted_as_saying(c: Clauses, speech: Speech, k: int, first: int, last: int, before: Span | None) -> Found | None:
    w = c.w
    low, tag = w.low, w.tag
    saying = next((n for n in range(k + 1, min(last, k + 14)) if low[n] in _SAYING and low[n - 1] == "as"), None)
    if saying is None:
        return None
    g = c.group_start(k, first)
    passive = any(tag[n] == "X" for n in range(g, k)) or (k > first and tag[k - 1] == ",")
    via: Span | None = None
    p = saying + 1
    cue_end = saying
    if passive:
        subject = c.before(g, first)
        if subject is None:
            return None
        source = _place(c, subject)
        start = subject[0]
        if low[k + 1] == "by":
            via = c.after(k + 2, saying, apposition=False)
        elif p < last and low[p] in {"by", "in"}:
            via = c.after(p + 1, last, apposition=False)
            cue_end = p
            p = via[1] if via is not None else p + 1
        cue = (w.start[g], w.end[cue_end])
    else:
        said = c.after(k + 1, saying - 1)
        outlet = c.subject(first, k) if low[k] == "quoting" else c.before(g, first)
        if said is None or outlet is None:
            return None
        source, via, start = _place(c, said), outlet, outlet[0]
        cue = (w.start[saying - 1], w.end[saying])
    if low[saying] == "telling":
        p = speech.past_recipient(p, last)
    content = speech.after_or_before(p, start, first, last, before)
    if not content:
        return None
    report = Found("quoted-as-saying", "statement", cue, content, source, lemma="say")
    if via is not None:
        report.via.append(_place(c, via))
        report.via_role = "quoting_outlet"
    return report
