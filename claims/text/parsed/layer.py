"""Both layers together: the reports that rules found, corrected by the parse, and those that the parse alone shows."""

from __future__ import annotations

from collections.abc import Sequence

from claims.text.parsed.reports import Reports
from claims.text.parsed.tree import Parse, Tree
from claims.text.reported.found import Found, Place
from claims.text.reported.lexicon import Lexicon
from claims.text.reported.quotations import Quotation, quotations
from claims.text.word_sets import word_set

VERSION = "parse-1"
"""Version of the rules over parsed sentences; it stands on every suggestion that they had a part in."""


class ParsedLayer:
    """Corrects what rules found, paragraph by paragraph, with the parse of each."""

    version = VERSION

    def __init__(self, lexicon: Lexicon, parse: Parse, model: str) -> None:
        self.lexicon = lexicon
        self.parse = parse
        self.model = model

    def corrected(
        self, text: str, folded: str, paragraphs: Sequence[Place], found: Sequence[Found], sentence_of: dict[int, Place]
    ) -> list[Found]:
        """The reports of these paragraphs; `sentence_of` learns the sentences of those that are new."""
        quoted = quotations(text, paragraphs)
        parsed = self.parse([folded[start:end] for start, end in paragraphs])
        made: list[Found] = []
        for (start, end), tokens in zip(paragraphs, parsed, strict=True):
            here = [r for r in found if start <= r.cue[0] < end]
            if not tokens:
                made += here
                continue
            marks = [q for q in quoted if start <= q.start < end]
            merging = _Merging(folded, Tree(tokens, start), marks)
            made += merging.merged(here, Reports(merging.tree, self.lexicon).found(), sentence_of)
        return made


class _Merging:
    """One paragraph, read twice."""

    def __init__(self, text: str, tree: Tree, quoted: Sequence[Quotation]) -> None:
        self.text = text
        self.tree = tree
        self.quoted = quoted

    def merged(self, rules: Sequence[Found], parsed: Sequence[Found], sentence_of: dict[int, Place]) -> list[Found]:
        made: list[Found] = []
        used: set[int] = set()
        for report in rules:
            twin = next((n for n, p in enumerate(parsed) if _touch(p.cue, report.cue)), None)
            if twin is not None:
                used.add(twin)
            if twin is not None:
                self._correct(report, parsed[twin])
            elif not (any(r.holds(report.cue[0]) for r in rules) if report.depth else self._stands_alone(report)):
                continue
            if not _reports_nothing(report, self.text):
                made.append(report)
        for n, report in enumerate(parsed):
            if n in used or self._quoted(report.cue[0]) or not _worth(report, self.text):
                continue
            report.content = [self._whole(place) for place in report.content]
            report.parsed = True
            sentence = self.tree.sentence(report.cue[0])
            sentence_of.setdefault(report.cue[0], sentence or report.cue)
            made.append(report)
        return made

    def _correct(self, report: Found, other: Found) -> None:
        """Take over what the parse knows better: who speaks, and where words that are no quotation begin and end."""
        if report.depth or report.rule not in _CORRECTED:
            return
        report.parsed = True
        # Verbs far apart share a subject, in the parser's eyes, more often than in fact.
        shared = other.implicit and other.rule == "parsed-verb"
        if (
            report.source is not None
            and other.source is not None
            and not (shared and not _touch(report.source, other.source))
        ):
            report.source, report.implicit = other.source, other.implicit
        if report.rule in _REWORDED:
            content = self._better_content(report, other)
            quoted = any(q.start == start for start, _ in report.content for q in self.quoted)
            more = content[0][0] < report.content[0][0] and content[-1][1] >= report.content[-1][1]
            if more or not quoted:
                report.content = content

    def _better_content(self, report: Found, other: Found) -> list[Place]:
        """The words as the parse has them; quotations whole, and on to the end of the rules' words where the parser sees a sentence end too early."""
        content = [self._whole(place) for place in other.content]
        sentence = self.tree.sentence(report.cue[0])
        last = content[-1][1]
        if sentence is not None and last >= sentence[1] - 1 and report.content[-1][1] > last:
            content[-1] = (content[-1][0], report.content[-1][1])
        return content

    def _whole(self, place: Place) -> Place:
        """A place that ends inside a quotation, drawn out to its end; its marks belong to it."""
        start, end = place
        for q in self.quoted:
            if q.start < end <= q.end and start < q.end:
                end = q.end
            if q.start <= start <= q.inner_start and q.end <= end + 1:
                start = q.start
        return start, end

    def _stands_alone(self, report: Found) -> bool:
        """Whether a report of the rules holds where the parse shows none: one with a quotation, or whose cue is the verb of a main clause."""
        if report.rule not in _REWORDED or any(q.start == start for start, _ in report.content for q in self.quoted):
            return True
        return report.rule != "verb-participle" and self._is_clause(report.cue, _ALONE.get(report.kind, frozenset()))

    def _is_clause(self, cue: Place, relations: frozenset[str]) -> bool:
        """Whether a cue is the verb of a clause that stands in one of these relations and has a subject of its own."""
        tree = self.tree
        verbs = [n for n, t in enumerate(tree.tokens) if cue[0] <= t.start < cue[1] and t.tag in _OF_CLAUSES]
        return any(tree.relation(n) in relations and tree.child(n, "nsubj") is not None for n in verbs)

    def _quoted(self, at: int) -> bool:
        return any(q.start <= at < q.end for q in self.quoted)


def _touch(a: Place, b: Place) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _reports_nothing(report: Found, text: str) -> bool:
    """Whether a verb stands there and nobody is reported by it: right in less than one of three, by kind."""
    who = text[slice(*report.source)].lower() if report.source is not None else ""
    match report.kind:
        case "attitude":
            return who in _SPEAKERS_HERE  # I think, you know
        case "request":
            return who in _RELATIVE  # those who seek asylum
        case "naming":
            words = " ".join(text[start:end] for start, end in report.content)
            return len(words.split()) < _SHORTEST_NAMING and not any(mark in words for mark in "\"'")  # called him
        case "seeming":
            return report.rule == "verb-after"  # ..., it seems
        case _:
            return False


def _worth(report: Found, text: str) -> bool:
    """Whether what the parse alone shows is right often enough: verbs of saying; others where somebody does it, not might."""
    if report.kind not in _WORTH[report.rule]:
        return False
    if report.source is not None and text[slice(*report.source)].lower() in _SPEAKERS_HERE:
        return False
    words = text[slice(*report.cue)].lower().split()
    supposed = any(w in _SUPPOSING or w.endswith(("n't", "'d", "'ll")) for w in words)
    return report.kind == "statement" or not supposed


_REWORDED = frozenset({"verb", "verb-participle", "verb-between"})
_CORRECTED = _REWORDED | {"verb-after", "verb-inverted", "verb-passive"}
_ALONE = {
    "statement": frozenset({"ROOT", "conj", "parataxis"}),
    "request": frozenset({"ROOT", "conj", "parataxis", "ccomp"}),
}
"""Where the verb of a report must stand that the parse shows no words for."""
_WORTH = {
    "parsed-verb": frozenset({"statement"}),
    "parsed-participle": frozenset({"statement", "request"}),
    "parsed-noun": frozenset({"nominal"}),
    "verb-passive": frozenset[str](),
    "impersonal": frozenset[str](),
}
"""Kinds of report that are suggested on the word of the parse alone: measured on PolNeAR's train part."""
_SPEAKERS_HERE = frozenset({"i", "we", "you"})
_RELATIVE = frozenset({"who", "that", "which"})
_SHORTEST_NAMING = 3
_SUPPOSING = word_set("would could might may will should can must cannot not never")
_OF_CLAUSES = frozenset({"VBD", "VBZ", "VBP", "VBN", "VB"})
