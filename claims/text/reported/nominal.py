"""Reports in a noun: his claim that ..., Turkey's support for ..., reports that ..."""

from __future__ import annotations

from claims.text.reported.clauses import Clauses
from claims.text.reported.found import Found
from claims.text.reported.speech import Speech

_LINKS = frozenset({"that", "to", "for", "about", "against", "on", "of"})
_POSSESSIVES = frozenset("his her their its my our your".split())  # noqa: SIM905
_LOOSE = frozenset({"plan", "plans", "position", "positions", "view", "views", "idea", "attack", "attacks", "vision", "confidence", "decision", "charge", "charges", "call", "calls", "approval", "defense", "question", "questions", "finding", "findings", "statement", "statements"})
_NOBODY = frozenset({"reports", "rumors", "rumours", "speculation", "allegations", "claims"})


def nominal(c: Clauses, speech: Speech, first: int, last: int) -> list[Found]:
    """The reports of a sentence that stand in a noun with a genitive or a possessive before it."""
    w = c.w
    low, tag = w.low, w.tag
    found: list[Found] = []
    for k in range(first + 1, last - 2):
        if low[k] not in c.lexicon.nouns or low[k + 1] not in _LINKS:
            continue
        that = low[k + 1] == "that"
        n = k - 1
        while n > first and tag[n] in "AEJNK" and k - n < 4:
            n -= 1
        if low[n] in _POSSESSIVES:
            source = (n, n + 1)
        elif tag[n] == "G":
            phrase = c.phrase_back(n, first)
            if phrase is None:
                continue
            source = (phrase[0], n + 1)
        else:
            continue
        begin = k + 1 if that else k + 2
        if not that and (low[k] in _LOOSE or tag[begin] in "PXM."):
            continue
        end = speech.content_end(begin, last, "clause" if that else "object")
        if end <= begin:
            continue
        cue = (w.start[k], w.end[k] if that else w.end[k + 1])
        report = Found("nominal", "nominal", cue, [(w.start[begin], w.end[end - 1])], (w.start[source[0]], w.end[source[1] - 1]), lemma=low[k])
        found.append(report)
    return found
