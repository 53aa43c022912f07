"""Hedges: words that take something back, and whether from the attribution or from the words reported."""

from __future__ import annotations

import re

from claims.readings import Mention, ReadHedge, Speaker
from claims.text.reported.found import Found, Place
from claims.text.reported.lexicon import Lexicon
from claims.vocabulary import HedgeScope

_WORD = re.compile(r"[\w’'-]+")


def hedge_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    """All hedges of the lexicon as one pattern, longer ones first."""
    words = [*lexicon.hedges, *(" ".join(p) for p, _ in lexicon.hedge_phrases)]
    ordered = sorted(words, key=lambda w: (-len(w), w))
    return re.compile(
        rf"(?<![\w-])(?:{'|'.join(re.escape(w).replace(chr(92) + ' ', chr(92) + 's+') for w in ordered)})(?![\w-])",
        re.IGNORECASE,
    )


def hedges(
    report: Found, children: list[Found], text: str, lexicon: Lexicon, pattern: re.Pattern[str], source: Mention | None
) -> tuple[ReadHedge, ...]:
    """The hedges of one report: in its cue, beside its source, or in its words where no report within them owns it."""
    start, end = report.cue
    reach = start
    if (
        report.source is not None
        and not report.implicit
        and report.source[1] <= start
        and start - report.source[1] < 60
    ):
        reach = report.source[1]
    found = [
        ReadHedge((match.start(), match.end()), HedgeScope.ATTRIBUTION)
        for match in pattern.finditer(text, reach, end)
        if not report.holds(match.start()) and not (match.end() == end and match[0].lower().endswith("ed"))
    ]
    if (
        report.lemma in lexicon.weak_cues
        and source is not None
        and source.kind is Speaker.UNNAMED
        and source.entity is None
    ):
        word = _last_word(text, start, end)
        if word is not None:
            found.append(ReadHedge(word, HedgeScope.ATTRIBUTION))
    for a, b in report.content:
        found += [
            ReadHedge((match.start(), match.end()), HedgeScope.WORDING)
            for match in pattern.finditer(text, a, b)
            if not any(_owns(child, match.start()) for child in children)
        ]
    return tuple(sorted(set(found), key=lambda h: h.at))


def _owns(child: Found, at: int) -> bool:
    inside = child.cue[0] <= at < child.cue[1] or child.holds(at)
    return inside or (child.source is not None and child.source[1] <= at < child.cue[0])


def _last_word(text: str, start: int, end: int) -> Place | None:
    words = list(_WORD.finditer(text, start, end))
    return (words[-1].start(), words[-1].end()) if words else None
