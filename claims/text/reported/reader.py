"""Reading one article: text in, a reading out. The same text and lexicon always give the same reading."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Protocol

from claims.readings import (
    ArticleReading,
    Confidence,
    Dateline,
    Layer,
    Mention,
    Origin,
    OriginKind,
    Published,
    ReadAttribution,
    Speaker,
)
from claims.text.folding import key, same_length
from claims.text.reported import page
from claims.text.reported.chaining import chains_of, parents_of
from claims.text.reported.days import reference_day, said_on
from claims.text.reported.found import CITING, Found, Place, joined
from claims.text.reported.furniture import furniture
from claims.text.reported.hedging import hedge_pattern, hedges
from claims.text.reported.language import language_of
from claims.text.reported.lexicon import Lexicon
from claims.text.reported.naming import Names
from claims.text.reported.steps import outside_of, steps
from claims.text.reported.stretches import DEEPEST, Stretches

RULES = "4"
"""Version of the rules; it stands on every suggestion and rises when any rule reads differently."""


class Corrector(Protocol):
    """A second reading of the same paragraphs: claims.text.parsed has one."""

    version: str
    model: str

    def corrected(
        self, text: str, folded: str, paragraphs: Sequence[Place], found: Sequence[Found], sentence_of: dict[int, Place]
    ) -> list[Found]:
        """The reports as they stand after it; `sentence_of` learns the sentence of each that is new, by the start of its cue."""


class Reader:
    """Reads articles with one lexicon."""

    def __init__(self, lexicon: Lexicon, corrector: Corrector | None = None) -> None:
        self.lexicon = lexicon
        self.corrector = corrector
        self.rules = RULES if corrector is None else f"{RULES}+{corrector.version}"
        """Versions of all rules that read here; another one reads an article anew."""
        self.hedge_pattern = hedge_pattern(lexicon)

    def read(self, text: str, written: dt.date | None = None) -> ArticleReading:
        """What one article says about who says what through whom.

        `written`: the day it was written, where that is known better than from the text itself; of a copy the day of the original.
        """
        folded = same_length(text)
        lines = page.paragraphs(text)
        marked = furniture(folded, lines, self.lexicon.furniture)
        body = [line for line in lines if not _within(line, marked)]
        printed = page.published(text, lines)
        names_of_outlets = self.lexicon.outlets_found.names
        own = _own_names(text, lines, names_of_outlets)
        dateline = page.dateline(text, body, names_of_outlets, _initials(own))
        suffix = page.title_suffix(text, body, names_of_outlets, self.lexicon.speakers.outlet_names)
        source_line = page.republished(text, lines, self.lexicon.furniture, names_of_outlets)
        language = language_of(text)
        publisher, origins = _origins(text, body, dateline, suffix, source_line, page.byline(text, lines), own)
        readable, titles = _readable(text, body, dateline, origins, printed)
        stretches = Stretches(text, folded, self.lexicon)
        found = stretches.read(readable, titles=titles) if language in {"en", None} else []
        if self.corrector is not None and language in {"en", None}:
            found = self.corrector.corrected(text, folded, readable, found, stretches.sentence_of)
        skipped = [*marked, *([dateline.at] if dateline is not None else [])]
        names = Names(folded, self.lexicon.speakers, self.lexicon.outlets_found, skipped)
        day = written.isoformat() if written is not None else printed.value if printed is not None else None
        today = reference_day(day, dateline.date if dateline is not None else None)
        attributions = self._attributions(found, stretches, names, today)
        publisher = publisher or _self_named(attributions, text)
        elsewhere = next((o.entity for o in origins if o.kind is OriginKind.REPUBLISHED and o.entity), None)
        return ArticleReading(
            language=language,
            published=printed,
            dateline=dateline,
            publisher=publisher,
            attributions=attributions,
            chains=chains_of(attributions, publisher, elsewhere),
            origins=origins,
            furniture=tuple(marked),
            lexicon=self.lexicon.version,
            layer=Layer.CORE if self.corrector is None else Layer.NLP,
            model=None if self.corrector is None else self.corrector.model,
        )

    def _attributions(
        self, found: Sequence[Found], stretches: Stretches, names: Names, today: dt.date | None
    ) -> tuple[ReadAttribution, ...]:
        """The reports worth suggesting, with their sources named and everything tied to them."""
        ordered = sorted(found, key=lambda r: (r.cue, r.content))
        for report in ordered:
            report.content = joined(report.content)
        mentions = _mentions(ordered, names)
        kept, parents = _worth_keeping(ordered, mentions)
        children: dict[int, list[Found]] = {}
        for n in kept:
            above = parents[n]
            if above is not None:
                children.setdefault(above, []).append(ordered[n])
        ids = {n: str(number) for number, n in enumerate(kept, 1)}
        beside: dict[Place, list[int]] = {}
        for n in kept:
            beside.setdefault(stretches.sentence_of.get(ordered[n].cue[0], ordered[n].cue), []).append(n)
        made: list[ReadAttribution] = []
        for n in kept:
            report, mention = ordered[n], mentions[n]
            sentence = stretches.sentence_of.get(report.cue[0], report.cue)
            others = [ordered[m] for m in beside[sentence] if m != n]
            outside = outside_of(report, sentence, others, names.text)
            made.append(
                ReadAttribution(
                    id=ids[n],
                    rule=report.rule,
                    version=self.rules if report.parsed else RULES,
                    kind=_kind(report, names.text),
                    confidence=confidence(report, mention),
                    source=mention,
                    cue=report.cue,
                    content=tuple(report.content),
                    via=steps(
                        report,
                        sentence,
                        outside,
                        names,
                        self.lexicon.outlets_found,
                        self.lexicon.speakers,
                        _last_outlet(n, mentions),
                    ),
                    hedges=hedges(report, children.get(n, []), names.text, self.lexicon, self.hedge_pattern, mention),
                    cites=_cited(report, others, names, mentions[max(0, n - _REMEMBERED) : n]),
                    said_on=said_on(outside, sentence[0], today),
                    parent=_id(ids, parents[n]),
                    refers_to=_referred(n, ordered, kept, ids),
                )
            )
        return tuple(made)


def _id(ids: Mapping[int, str], n: int | None) -> str | None:
    return None if n is None else ids[n]


def _within(line: Place, stretches: Sequence[Place]) -> bool:
    n = bisect_right(stretches, line[0], key=lambda stretch: stretch[0]) - 1
    return n >= 0 and line[0] < stretches[n][1]


# --- sources ---------------------------------------------------------------------------------------------------------


_REMEMBERED = 40
"""Sources before a report that its own may be led back to."""


def _mentions(found: Sequence[Found], names: Names) -> list[Mention | None]:
    """The sources in the order of the text, each led back to what the article says before it."""
    made: list[Mention | None] = [None] * len(found)
    history: deque[tuple[Mention, int]] = deque(maxlen=_REMEMBERED)
    parents = parents_of(found)
    above = [frozenset(_ancestors(n, parents)) for n in range(len(found))]
    for n in sorted(range(len(found)), key=lambda n: found[n].source or found[n].cue):
        place = found[n].source
        if place is not None:
            # Inside another report's words nobody speaks whom `it` outside of them could mean.
            mine = above[n] | {n}
            heard = [m for m, other in history if mine >= above[other]]
            mention = names.mention(place, heard, implicit=found[n].implicit)
            made[n] = mention
            history.append((mention, n))
    return made


_NESTED_KINDS = frozenset({"statement", "request", "according_to", "nominal"})
_PAIRED_KINDS = frozenset({"speech", "statement", "request"})


def _worth_keeping(found: Sequence[Found], mentions: Sequence[Mention | None]) -> tuple[list[int], list[int | None]]:
    """The reports to suggest, and for each its nearest kept parent: inside another report only what clearly is one too."""
    parents = parents_of(found)
    kept: set[int] = set()
    settled: dict[int, int | None] = {}
    for n in sorted(range(len(found)), key=lambda n: sum(1 for _ in _ancestors(n, parents))):
        above = next((m for m in _ancestors(n, parents) if m in kept), None)
        if above is None or _strong_within(found[n], mentions[n], mentions[above]):
            kept.add(n)
            settled[n] = above
    return sorted(kept), [settled.get(n) for n in range(len(found))]


def _ancestors(n: int, parents: Sequence[int | None]) -> list[int]:
    above: list[int] = []
    at = parents[n]
    while at is not None and at not in above and at != n:
        above.append(at)
        at = parents[at]
    return above


def _strong_within(report: Found, mention: Mention | None, outer: Mention | None) -> bool:
    """Whether a report inside another's words is worth suggesting: somebody else, named or hearsay, says or asks something."""
    if mention is None or mention.implicit or report.depth > DEEPEST:
        return False
    if mention.entity is None and mention.kind is not Speaker.OUTLET:
        return False
    if outer is not None and outer.entity is not None and mention.entity == outer.entity:
        return False
    if " and " in (mention.entity or ""):
        return report.kind in _PAIRED_KINDS
    return report.kind in _NESTED_KINDS and mention.kind in {Speaker.PERSON, Speaker.OUTLET, Speaker.GOVERNMENT}


def _cited(report: Found, others: Sequence[Found], names: Names, before: Sequence[Mention | None]) -> Mention | None:
    """Whom a report says it has its words from: `Reuters, citing an official, reported`."""
    if report.lemma in CITING or report.source is None:
        return None
    start, end = report.source
    of_the_same = (o for o in others if o.source and start <= o.source[0] and o.source[1] <= end)
    citing = next((o for o in of_the_same if o.lemma in CITING and o.content), None)
    if citing is None or (citing.lemma == "quote" and names.text[citing.content[0][0]] in _MARKS):
        return None
    history = [m for m in before if m is not None]
    return names.mention(citing.content[0], history)


def _last_outlet(n: int, mentions: Sequence[Mention | None]) -> str | None:
    """The outlet that spoke last before a report."""
    return next(
        (
            m.entity
            for m in reversed(mentions[max(0, n - _REMEMBERED) : n])
            if m is not None and m.kind is Speaker.OUTLET
        ),
        None,
    )


def _referred(n: int, found: Sequence[Found], kept: Sequence[int], ids: dict[int, str]) -> str | None:
    """The report that `this statement` speaks of: the last one before."""
    if found[n].rule != "made-this-statement":
        return None
    before = [m for m in kept if found[m].cue[1] <= found[n].cue[0] and not found[m].holds(found[n].cue[0])]
    return ids[before[-1]] if before else None


# --- kinds -----------------------------------------------------------------------------------------------------------

_MARKS = "\"'“”„«»‘’"


def _kind(report: Found, text: str) -> str:
    """How the words are given: direct, mixed, indirect; or what sort of act it is."""
    if report.kind == "direct":
        return "direct"
    if report.kind != "statement":
        return report.kind
    pieces = [text[a:b].strip() for a, b in report.content]
    if all(p[:1] in _MARKS and p[-1:] in _MARKS for p in pieces if p) and pieces:
        return "direct"
    return "mixed" if any('"' in p or "''" in p for p in pieces) else "indirect"


_SURE_RULES = frozenset(
    {"verb-after", "verb-inverted", "quoted-as-saying", "according-to", "headline-colon", "speaker-line"}
)
_LOOSE_RULES = frozenset({"impersonal", "verb-passive", "verb-participle", "parsed-participle"})
_LOOSE_KINDS = frozenset({"attitude", "seeming", "naming", "speech", "criticism"})


def confidence(report: Found, mention: Mention | None) -> Confidence:
    """How far to trust a suggestion: measured shares of right ones stand in docs/reading.md."""
    if report.kind in _LOOSE_KINDS or report.rule in _LOOSE_RULES:
        return Confidence.LOW
    if report.rule == "parsed-verb":
        return Confidence.MEDIUM
    if report.rule in _SURE_RULES or (
        report.kind == "statement" and mention is not None and mention.entity is not None
    ):
        return Confidence.HIGH
    return Confidence.MEDIUM


# --- the page --------------------------------------------------------------------------------------------------------


def _own_names(text: str, lines: Sequence[Place], known: Mapping[str, str]) -> list[str]:
    """Addresses and outlets that the page may itself be: named alone on a line, or in its addresses."""
    found = [name for name, _ in page.domain_names(text)]
    for start, end in lines[-6:]:
        if end - start > _LONGEST_NAME:
            continue
        name = known.get(key(text[start:end]))
        if name is not None:
            found.append(name)
    return [known.get(key(name), name) for name in found]


def _initials(names: Sequence[str]) -> dict[str, str]:
    """What a short name in a dateline may stand for: BM for BulgarianMilitary.com."""
    return {
        "".join(c for c in name.split(".")[0] if c.isupper()): name
        for name in reversed(names)
        if sum(c.isupper() for c in name) > 1
    }


def _origins(
    text: str,
    lines: Sequence[Place],
    dateline: Dateline | None,
    suffix: Origin | None,
    source_line: Origin | None,
    by: Origin | None,
    own: Sequence[str],
) -> tuple[str | None, tuple[Origin, ...]]:
    """Who publishes the page, as far as it says, and where it has its text from."""
    found = [o for o in (suffix, source_line, by) if o is not None]
    publisher = dateline.outlet if dateline is not None else None
    if suffix is None or suffix.entity is None:
        return publisher, tuple(found)
    name = key(suffix.entity)
    title = key(text[lines[0][0] : lines[0][1]]) if lines else ""
    again = any(len(line) > 12 and title.startswith(line) for line in (key(text[a:b]) for a, b in lines[1:6]))
    itself = again or (publisher is not None and key(publisher) == name) or sum(key(o) == name for o in own) > 1
    if itself:
        return publisher or suffix.entity, (Origin(OriginKind.OWN_NAME, suffix.entity, suffix.at), *found[1:])
    if publisher is not None:
        # Written by the agency of the dateline, taken over by the outlet of the title.
        publisher = None
    return publisher, (Origin(OriginKind.REPUBLISHED, suffix.entity, suffix.at), *found[1:])


def _self_named(attributions: Sequence[ReadAttribution], text: str) -> str | None:
    """`X has learned`: nobody but the page's own outlet writes so of itself."""
    for a in attributions:
        if a.source is not None and a.source.kind is Speaker.OUTLET and _OWN_VOICE.fullmatch(text[a.cue[0] : a.cue[1]]):
            return a.source.entity
    return None


_LONGEST_NAME = 60
_OWN_VOICE = re.compile(r"has (?:\w+ )?learned|understands|can (?:exclusively )?reveal|has (?:\w+ )?seen")
_ENDED = re.compile(r"[.!?…:;]['\"’”)\]]*$")
_MOST_TITLES = 3


def _readable(
    text: str, lines: Sequence[Place], dateline: Dateline | None, origins: Sequence[Origin], printed: Published | None
) -> tuple[list[Place], int]:
    """The paragraphs to read, without dateline, printed date, byline and marks of origin, and how many of them are headlines."""
    marks = [o.at for o in origins if o.kind is not OriginKind.BYLINE]
    passed = [o.at[0] for o in origins if o.kind is OriginKind.BYLINE] + (
        [printed.at[0]] if printed is not None else []
    )
    found: list[Place] = []
    titles = 0
    counting = True
    for line in lines:
        start, end = line
        if dateline is not None and start <= dateline.at[0] < end:
            start = dateline.at[1]
            while start < end and (text[start].isspace() or text[start] in ".-–—:"):
                start += 1
        if any(start <= at < end for at in passed) and end - start < page.LONGEST_DATE_LINE:
            continue
        for a, _ in marks:
            if start <= a < end:
                end = max(start, len(text[:a].rstrip(" \u00a0-–—|:·•")))
        if end <= start:
            continue
        found.append((start, end))
        if counting and titles < _MOST_TITLES and (titles == 0 or not _ENDED.search(text, start, end)):
            titles += 1
        else:
            counting = False
    return found, titles
