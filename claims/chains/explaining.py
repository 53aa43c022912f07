"""Sentences on a count of origins: what counts, what was taken as one and why, what does not count and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import assert_never

from claims.chains.graph import by_number
from claims.chains.independence import Bond, BondKind, Voices
from claims.chains.weighing import ACCOUNTS, Verdict, Weighed
from claims.errors import some_of
from claims.records import Appearance, SourceRef
from claims.vocabulary import Knows, Manner, Stance

_MOST = 8
"""How many of a kind a sentence names."""
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def number(count: int) -> str:
    """A count as running text writes it: words up to twelve."""
    return _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"


def counted(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun: one outlet, two outlets."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def called(appearance: Appearance) -> str:
    """An appearance in a sentence: its source and its id."""
    return f"{appearance.source.name} ({appearance.id})"


def _names(appearances: Iterable[Appearance]) -> str:
    return listed([called(a) for a in sorted(appearances, key=lambda a: by_number(a.id))])


def listed(items: Sequence[str], most: int = _MOST) -> str:
    """A, B and C; of many the first few and how many more."""
    if len(items) > most:
        return some_of(items, most)
    return " and ".join(part for part in (", ".join(items[:-1]), *items[-1:]) if part)


def explained(
    weighed: Weighed,
    found: Voices,
    known: Mapping[str, SourceRef],
    heard: Sequence[Appearance],
    unsure: Sequence[Appearance],
    suggested: int,
) -> tuple[str, ...]:
    """All sentences, in a fixed order.

    `heard` are the outlets shown to have heard an account, `unsure` those of which that is only inferred; `suggested` is the
    number of hops that only a machine stands behind.
    """
    return (
        _what_counts(found),
        *_what_is_one(found, known),
        _who_heard(heard, unsure),
        *_why_not(weighed),
        *_suggestions(suggested),
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def _what_counts(found: Voices) -> str:
    if not found.voices:
        return "No independent origin: nothing recorded here shows where support for the claim begins."
    names = [" with ".join(_by_source(voice)) for voice in found.voices[:_MOST]]
    more = f" and {len(found.voices) - _MOST:,} more" if len(found.voices) > _MOST else ""
    return _sentence(f"{counted(len(found.voices), 'independent origin')}: {'; '.join(names)}{more}")


def _by_source(voice: Sequence[Appearance]) -> list[str]:
    """Each source of a voice once, with the ids of its utterances and how it knows."""
    of: dict[str, list[Appearance]] = {}
    for appearance in voice:
        of.setdefault(appearance.source.id, []).append(appearance)
    names = []
    for utterances in of.values():
        ways = {knowing(a.knows): None for a in utterances if a.knows is not None}
        names.append(f"{utterances[0].source.name} ({', '.join((some_of([a.id for a in utterances]), *ways))})")
    return names if len(names) <= _MOST else [*names[:_MOST], f"{len(names) - _MOST:,} more"]


def knowing(knows: Knows) -> str:
    """How a source knows, in words."""
    match knows:
        case Knows.PARTICIPANT:
            return "took part"
        case Knows.WITNESS:
            return "was there"
        case Knows.DOCUMENT:
            return "saw a document"
        case Knows.OWN_REPORTING:
            return "own reporting"
        case _:
            assert_never(knows)


def _what_is_one(found: Voices, known: Mapping[str, SourceRef]) -> Iterator[str]:
    repeated = [voice for voice in found.voices if len(voice) > 1 and len({a.source.id for a in voice}) == 1]
    for voice in repeated[:_MOST]:
        yield f"Counted once: {voice[0].source.name}, at {number(len(voice))} places ({some_of([a.id for a in voice])})."
    if (more := len(repeated) - _MOST) > 0:
        yield _sentence(f"{counted(more, 'more source')} at several places, each counted once")
    yield from (_bond(bond, known) for bond in found.bonds[:_MOST])
    if (more := len(found.bonds) - _MOST) > 0:
        yield _sentence(f"{counted(more, 'more reason')} of this kind to count several as one")


def _bond(bond: Bond, known: Mapping[str, SourceRef]) -> str:
    by = known[bond.by].name if bond.by in known else bond.by
    names = [known[id].name for id in bond.sources if id != bond.by]
    together = listed([*names, by] if bond.by in bond.sources else names)
    each = "both" if len(names) == 2 else "all"
    match bond.kind:
        case BondKind.COPIES:
            why = f"{each} have a copy of one article"
        case BondKind.GROUP if bond.by in bond.sources:
            why = f"{listed(names)} {'is a member' if len(names) == 1 else 'are members'} of {by}"
        case BondKind.GROUP:
            why = f"{each} are members of {by}"
        case BondKind.TIE if bond.by in bond.sources:
            why = f"{by} is the owner or affiliation of {listed(names)}"
        case BondKind.TIE:
            why = f"{each} have the owner or affiliation {by}"
        case _:
            assert_never(bond.kind)
    return f"Count as one: {together}; {why}."


def _who_heard(heard: Sequence[Appearance], unsure: Sequence[Appearance]) -> str:
    only = f"; of {_names(unsure)} that is only inferred" if unsure else ""
    if not heard:
        return f"No outlet is shown to have heard an account first hand{only}."
    return f"Heard first hand by {counted(len(heard), 'outlet')}: {_names(heard)}{only}."


def _why_not(weighed: Weighed) -> Iterator[str]:
    """One sentence for all appearances with one verdict; none for those that need no word."""
    for verdict in Verdict:
        those = weighed.having(verdict)
        if verdict is Verdict.RELAYS:
            # That an outlet passes on what others say goes without saying; of a person a reader might think otherwise.
            those = tuple(a for a in those if a.source.kind in ACCOUNTS)
        if verdict is Verdict.NOT_ASSERTED:
            for stance in Stance:
                if differing := [a for a in those if a.stance is stance]:
                    yield _not_counting(differing, _differs(stance))
        elif those and verdict is not Verdict.COUNTS:
            yield _reason(verdict, those, weighed)


def _suggestions(count: int) -> Iterator[str]:
    if count:
        yield _sentence(
            f"{counted(count, 'hop')} only suggested: nobody has confirmed {'it' if count == 1 else 'them'} yet"
        )


def _not_counting(those: Sequence[Appearance], why: str) -> str:
    return f"{'Does' if len(those) == 1 else 'Do'} not count: {_names(those)}, {why}."


def _reason(verdict: Verdict, those: Sequence[Appearance], weighed: Weighed) -> str:
    graph, one = weighed.graph, len(those) == 1
    match verdict:
        case Verdict.COUNTS | Verdict.NOT_ASSERTED:
            why = "no support begins there"
        case Verdict.COPY:
            originals = {weighed.copies[a.id] for a in those}
            why = f"{'a copy' if one else 'copies'} of {_names([graph.appearances[id] for id in originals])}"
        case Verdict.RECOUNTED:
            hops = (hop for a in those for hop in graph.downstream[a.id] if hop.manner is Manner.RECOUNTS)
            tellers = {hop.downstream: graph.appearances[hop.downstream] for hop in hops}
            why = f"only recounted by {_names(tellers.values())}"
        case Verdict.ABOVE:
            why = "known only through an account where the lineage ends"
        case Verdict.HEARD:
            why = "whose own reporting is what it heard from a named source, where support begins"
        case Verdict.UNNAMED:
            why = "without a name"
        case Verdict.OWN_VOICE:
            why = f"{'in' if one else 'each in'} its own voice, lineage not shown"
        case Verdict.RELAYS:
            why = "relying on others"
        case Verdict.ON_NOTHING:
            why = "relying only on what does not assert the claim"
        case Verdict.CIRCLE:
            why = "a circle without an origin outside it"
        case _:
            assert_never(verdict)
    return _not_counting(those, why)


def _differs(stance: Stance) -> str:
    match stance:
        case Stance.ASSERTS:
            return "as an assertion"
        case Stance.DENIES:
            return "as a denial"
        case Stance.DOUBTS:
            return "as a doubt"
        case Stance.ASKS:
            return "as a question"
        case Stance.REPORTS_UNVERIFIED:
            return "as a report that calls it unverified"
        case _:
            assert_never(stance)
