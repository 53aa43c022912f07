"""Outlets between a source and the page: told Bloomberg, in an interview with CNN, was quoted by TASS."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claims.readings import Step, StepRole
from claims.text.reported.found import Found, Place
from claims.text.reported.naming import Names
from claims.text.reported.speakers import Outlets, SpeakerWords, bare

_CAPITAL = r"[A-ZÀ-ÞİŞĞÇÖÜ][\w&’'.-]*"
_NAME = (
    rf"(?P<name>(?:the\s|The\s)?(?:[\w’'.-]+\s){{0,3}}?{_CAPITAL}(?:\s(?:of\s|and\s)?{_CAPITAL}){{0,4}}"
    r"(?:\s(?:news agency|newspaper|television|TV|magazine|radio|news|website|state media))?"
    r"|[\w\s-]{0,30}(?:state media|state television|state TV|local media|news agencies|news agency))"
)
_RECIPIENT = re.compile(
    rf"\b(?:interview|remarks?|comments?|statement|speaking|spoke|talking|talk|conversation|briefing|emails?|messages?|appearance|appearing|article|op-ed|column|piece)"
    rf"(?:\s[\w-]+){{0,3}}?\s(?:with|to|on|for|in|by)\s{_NAME}"
)
_ON_AIR = re.compile(rf"\b(?:on|to)\s{_NAME}")
_QUOTING = re.compile(
    r"\b(?:quoted|cited|reported|carried|published|aired|relayed|broadcast|released|distributed)(?:\s(?:as\ssaying|on\s\w+|earlier|first))?\s(?:by|in|on)\s(?P<name>[^\n,.;:()\"]{2,60})"
)


def steps(
    report: Found,
    sentence: Place,
    outside: str,
    names: Names,
    outlets: Outlets,
    words: SpeakerWords,
    last_outlet: str | None,
) -> tuple[Step, ...]:
    """The outlets that a report says the words passed through, in the order of the text. `last_outlet`: whom `the newspaper` means."""
    text = names.text
    found = [_quoting_step(place, text, outlets) for place in report.via]
    if report.recipient is not None and report.lemma in _TELLING:
        step = _recipient_step(report.recipient, text, names, outlets, words)
        if step is None and last_outlet is not None and _THE_OUTLET.fullmatch(text, *report.recipient):
            step = Step(report.recipient, last_outlet, StepRole.RECIPIENT)
        if step is not None:
            found.append(step)
    for pattern, role in (
        (_QUOTING, StepRole.QUOTING),
        (_RECIPIENT, StepRole.RECIPIENT),
        (_ON_AIR, StepRole.RECIPIENT),
    ):
        for match in pattern.finditer(outside):
            at = (sentence[0] + match.start("name"), sentence[0] + match.end("name"))
            named = _outlet_at(at, text, outlets)
            if named is None and pattern is _RECIPIENT and _TO_THE.search(match[0]):
                step = _recipient_step(at, text, names, outlets, words)
                named = (step.entity, step.at) if step is not None else None
            if named is not None and not any(s.at[0] < named[1][1] and named[1][0] < s.at[1] for s in found):
                if (
                    report.source is not None
                    and report.source[0] <= named[1][0] < report.source[1]
                    and pattern is not _QUOTING
                ):
                    continue
                found.append(Step(named[1], named[0], role))
    return tuple(sorted(found, key=lambda s: s.at))


_TELLING = frozenset({"tell", "inform", "assure", "remind", "warn", "say"})
_THE_OUTLET = re.compile(
    r"the (?:news\s?)?(?:paper|newspaper|agency|outlet|channel|broadcaster|magazine|website|site|station|publication|programme|program|portal)",
    re.IGNORECASE,
)
_TO_THE = re.compile(r"\b(?:to|with)\sthe\s[A-ZÀ-ÞİŞĞÇÖÜ]\S+\s[A-ZÀ-ÞİŞĞÇÖÜ]")
_NOT_OUTLETS = re.compile(
    r"(?i)\b(?:reporters|journalists|supporters|voters|crowd|audience|lawmakers|officials|congress|parliament|court|police)\b"
)


def _quoting_step(place: Place, text: str, outlets: Outlets) -> Step:
    named = _outlet_at(place, text, outlets)
    if named is not None:
        return Step(named[1], named[0], StepRole.QUOTING)
    return Step(place, bare(text[place[0] : place[1]].strip()) or None, StepRole.QUOTING)


def _outlet_at(place: Place, text: str, outlets: Outlets) -> tuple[str | None, Place] | None:
    phrase = text[place[0] : place[1]]
    named = outlets.named(phrase)
    if named is not None:
        start, end = named[1]
        return named[0], (place[0] + start, place[0] + end)
    unnamed = outlets.unnamed_at(phrase)
    if unnamed is not None:
        return None, place
    return None


def _recipient_step(place: Place, text: str, names: Names, outlets: Outlets, words: SpeakerWords) -> Step | None:
    """The outlet that was told; a name that is nobody known here, and no title or country, is taken for one."""
    known = _outlet_at(place, text, outlets)
    if known is not None:
        return Step(known[1], known[0], StepRole.RECIPIENT)
    phrase = text[place[0] : place[1]].strip()
    plain = bare(phrase)
    capitals = [w for w in plain.split() if w[:1].isupper()]
    if not capitals or len(capitals) < len(plain.split()) or _NOT_OUTLETS.search(plain) or plain.endswith("'s"):
        return None
    if (
        names.is_person(plain)
        or plain in words.governments
        or any(w.lower() in words.roles or w.lower() in words.nationalities for w in capitals)
    ):
        return None
    if any(w.lower() in words.organisation_words or w.lower() in words.government_words for w in capitals):
        return None
    if len(capitals) == 1 and len(capitals[0]) > 9 and not phrase.startswith("the "):
        return None
    return Step(place, plain, StepRole.RECIPIENT)


def outside_of(report: Found, sentence: Place, others: Sequence[Found], text: str) -> str:
    """The sentence with the words reported blanked out, and all that other reports say."""
    start, end = sentence
    kept = list(text[start:end])
    hidden = [*report.content]
    for other in others:
        if other is not report and other.cue != report.cue:
            hidden += [other.cue, *([other.recipient] if other.recipient else [])]
            if not other.holds(report.cue[0]):
                hidden += other.content
            if other.source is not None and other.source != report.source:
                hidden.append(other.source)
    for a, b in hidden:
        for n in range(max(a, start), min(b, end)):
            kept[n - start] = "\n"
    return "".join(kept)
