"""All that the rules find in one article, before names: paragraph by paragraph, and inside the quotations once more."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claims.text.reported import asides
from claims.text.reported.found import Found, Place
from claims.text.reported.lexicon import Lexicon
from claims.text.reported.phrases import Clauses
from claims.text.reported.quotations import Quotation, inner_quotations, quotations
from claims.text.reported.relayed import quoted_verbs, relayed
from claims.text.reported.speech import Speech
from claims.text.reported.verbs import sentences
from claims.text.reported.words import words_of
from claims.values import value

DEEPEST = 3
"""Reports within reports that are followed."""

_TAKES_ALL_BEFORE = frozenset({"verb-after", "verb-inverted", "according-to", "verb-between", "quoted-as-saying"})
_NOBODY = frozenset({"nobody", "no one", "no-one", "none", "nothing", "there", "time", "that", "this", "what"})
"""Words in the place of a source that name none: `nobody has said`, `time will show`."""

_WORD = re.compile(r"[a-z]+")
_MOST_IN_SENTENCE = 30
"""Reports that one sentence may hold; no sentence of an article comes near."""

_WHOLE_QUOTATION = 15
_SHORTEST_READ = 20


@value
class Stretch:
    """One sentence, with the reports found in it."""

    at: Place
    found: tuple[Found, ...]


class Stretches:
    """Reads one article's paragraphs."""

    def __init__(self, text: str, folded: str, lexicon: Lexicon) -> None:
        self.text = text
        self.folded = folded
        self.lexicon = lexicon
        self.sentence_of: dict[int, Place] = {}
        """The sentence of each report, by the start of its cue."""

    def read(self, paragraphs: Sequence[Place], *, titles: int) -> list[Found]:
        """The reports of these paragraphs, those inside quotations included. The first `titles` of them are headlines."""
        quoted = quotations(self.text, paragraphs)
        found: list[Found] = []
        number = 0
        carried: Found | None = None
        awaiting: Found | None = None
        for n, (start, end) in enumerate(paragraphs):
            here: list[tuple[int, Quotation]] = []
            while number < len(quoted) and quoted[number].start < end:
                here.append((number, quoted[number]))
                number += 1
            opens = bool(here) and here[0][1].start == start
            if awaiting is not None and opens:
                awaiting.content = [(start, here[0][1].end)]
            elif carried is not None and opens:
                self._carry_on(carried, here[0][1])
            reports, last = self._paragraph(start, end, here, quoted, heading=n < titles)
            found += reports
            goes_on = bool(here) and here[-1][1].goes_on
            if not (goes_on and last is None and opens and len(here) == 1):
                carried = last if goes_on else None
            elif awaiting is not None:
                carried = awaiting
            awaiting = next((r for r in reports if r.awaits and not r.content), None)
        # Between marks and blanks alone no words are left to be anybody's.
        return [report for report in found if report.content and all(start < end for start, end in report.content)]

    def _carry_on(self, report: Found, quotation: Quotation) -> None:
        """A quotation that goes on in the next paragraph is one stretch with it."""
        begin, end = report.content[-1]
        report.content[-1] = (begin, max(end, quotation.end))

    def _paragraph(
        self, start: int, end: int, here: list[tuple[int, Quotation]], quoted: Sequence[Quotation], *, heading: bool
    ) -> tuple[list[Found], Found | None]:
        line = asides.speaker_line(self.text, start, end)
        if line is not None:
            self.sentence_of[line.cue[0]] = (start, end)
            return [line], None
        found = self._stretch(start, end, here, quoted, heading=heading)
        inside: list[Found] = []
        for _, quotation in here:
            inside += self._within(quotation, 1)
        last = None
        if here:
            final = here[-1][1]
            last = next((r for r in reversed(found) if any(a <= final.start < b for a, b in r.content)), None)
        return found + inside, last

    def _within(self, quotation: Quotation, depth: int) -> list[Found]:
        """The reports inside a quotation."""
        start, end = quotation.inner_start, quotation.inner_end
        if end - start < _SHORTEST_READ or depth > DEEPEST:
            return []
        if self.lexicon.telling.isdisjoint(_WORD.findall(self.folded, start, end)):
            return []
        inner = inner_quotations(self.text, quotation)
        numbered = list(enumerate(inner))
        found = self._stretch(quotation.inner_start, quotation.inner_end, numbered, inner, heading=False)
        for report in found:
            report.depth = max(report.depth, depth)
        for q in inner:
            found += self._within(q, depth + 1)
        return found

    def _stretch(
        self, start: int, end: int, here: Sequence[tuple[int, Quotation]], quoted: Sequence[Quotation], *, heading: bool
    ) -> list[Found]:
        """The reports of a paragraph or of the inside of a quotation, sentence by sentence."""
        w = words_of(self.text, self.folded, self.lexicon.tags, start, end, here)
        if not w:
            return []
        c = Clauses(w, self.lexicon)
        speech = Speech(c, quoted)
        before = None
        floating: Found | None = None
        found: list[Found] = []
        for first, last in sentences(w, quoted, self.text):
            reports = speech.sentence(first, last, before)
            special = relayed(c, speech, first, last, before)
            reports = [r for r in reports if not any(_same(r, s) for s in special)] + special
            reports += asides.according(c, speech, first, last)
            reports += quoted_verbs(c, speech, first, last)
            del reports[_MOST_IN_SENTENCE:]
            _untangle(reports)
            title = asides.headline(c, first, last) if heading else None
            if title is not None:
                reports = [title]
            place = (w.start[first], w.end[last - 1])
            if (
                not reports
                and floating is not None
                and w.tag[first] == "Q"
                and w.end[first] - w.start[first] > _WHOLE_QUOTATION
            ):
                stop = last
                while stop > first + 1 and w.tag[stop - 1] == ".":
                    stop -= 1
                floating.content.append((w.start[first], w.end[stop - 1]))
            else:
                marks = [quoted[w.quotation[k]] for k in range(first, last) if w.tag[k] == "Q"]
                direct = [r for r in reports if any(q.start < b and a < q.end for a, b in r.content for q in marks)]
                if direct:
                    floating = direct[-1]
                elif reports or w.tag[first] != "Q":
                    floating = None
            reports = [r for r in reports if r.source is None or self.folded[slice(*r.source)].lower() not in _NOBODY]
            for report in reports:
                self.sentence_of[report.cue[0]] = place
            found += reports
            before = (first, last)
        return found


def _same(report: Found, special: Found) -> bool:
    """Whether a rule for a single verb saw what a rule for the whole turn saw better."""
    touching = special.cue[0] < report.cue[1] and report.cue[0] < special.cue[1]
    return touching or (report.lemma in {"quote", "cite"} and report.holds(special.cue[0]))


def _untangle(found: list[Found]) -> None:
    """Two reports of one sentence that hold each other's cue: `X said A, Y reports` is Y's, and X's ends where Y's words end."""
    for outer in found:
        if outer.rule not in _TAKES_ALL_BEFORE:
            continue
        for other in found:
            if other is outer or not (other.holds(outer.cue[0]) and outer.holds(other.cue[0])):
                continue
            if other.rule in _TAKES_ALL_BEFORE and other.cue[0] > outer.cue[0]:
                continue
            limit = max(b for a, b in outer.content if a <= other.cue[0])
            other.content = [(a, min(b, limit)) for a, b in other.content if a < limit]
