"""What is said is not in the words it goes back to: new words, words left behind, another number, a negation or a doubt lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims.chains.facts import Facts, seen, words_of
from claims.chains.findings.hedges import same_words
from claims.chains.findings.kinds import Check, Shown, called, shown
from claims.records import Appearance, Passage, SourceRef
from claims.text import folding
from claims.text.rendering import Rendering, Wording, rendered, taken_apart
from claims.vocabulary import Manner, Part, Severity

_NEAR = 30
"""Characters between two passages up to which they are parts of one sentence, not one the rendering of the other."""

_MOST_WORDS = 8


def find(facts: Facts) -> Iterator[Shown]:
    """Compares each wording with the one that it relies on, and a headline or lead with the quotation of its article.

    Quiet where one of them is not known, for parts of one sentence, for a frame around quoted words, for what says less in the same words, and
    across languages unless numbers or negations differ. A note where most words are kept; more where the meaning turned.
    """
    for hop in facts.worded:
        upstream, downstream = facts.steps[hop.upstream], facts.steps[hop.downstream]
        if (drift := _drift(downstream, upstream, hop.manner)) is not None:
            yield _said(downstream, upstream, *drift)
    for steps in facts.by_article.values():
        for first, quotation in _beside(facts, steps):
            if (drift := _drift(first, quotation, Manner.PARAPHRASES)) is not None:
                yield _said(first, quotation, *drift)


def _drift(downstream: Appearance, upstream: Appearance, manner: Manner) -> tuple[Rendering, bool] | None:
    """What drifted, and whether it is a lesser thing; None where nothing did or nothing can be told."""
    later, earlier = words_of(downstream), words_of(upstream)
    if later is None or earlier is None or same_words(downstream, upstream) or _parts_of_one(downstream, upstream):
        return None
    new, old = _apart(downstream, later), _apart(upstream, earlier)
    found = rendered(
        new,
        old,
        translated=manner is Manner.TRANSLATES,
        one_page=_page(downstream) == _page(upstream),
        names=_names(upstream.source),
    )
    return _graded(found, old, seen(upstream))


def _graded(found: Rendering, old: Wording, known_whole: bool) -> tuple[Rendering, bool] | None:
    if found.across:
        return (found, False) if found.number_changed or found.negation is not None else None
    if not old.content and not old.amounts:
        return None  # nothing but small words: what they stand for is said elsewhere
    if found.number_changed or found.certainty or (found.negation is not None and found.shared):
        return found, False
    lost_numbers, new_numbers = bool(found.numbers[1]), bool(found.numbers[0])
    if (found.new or new_numbers) and (found.left or lost_numbers):
        return found, found.shared > 0
    if (found.new or new_numbers) and known_whole:
        return found, True
    return None


def _apart(step: Appearance, words: str) -> Wording:
    return taken_apart(words, step.read_in.language if step.read_in is not None else None)


def _page(step: Appearance) -> str | None:
    return step.wording.article if step.wording is not None else None


def _names(source: SourceRef) -> frozenset[str]:
    """The words of a source's names: the speaker, named where he said *we*, is nothing new."""
    return frozenset(part for name in (source.name, *source.aliases) for part in re.findall(r"\w+", folding.key(name)))


def _parts_of_one(one: Appearance, other: Appearance) -> bool:
    """Whether one passage lies in the other or stands right beside it."""
    first, second = one.wording, other.wording
    if first is None or second is None or first.article != second.article or first.at is None or second.at is None:
        return False
    return (
        first.at[0] - second.at[1] < _NEAR
        and second.at[0] - first.at[1] < _NEAR
        and not _sentence_between(first, second)
    )


def _sentence_between(one: Passage, other: Passage) -> bool:
    """Whether a sentence ends between two passages, as far as the words around them show."""
    first, second = (one, other) if (one.at or (0, 0)) <= (other.at or (0, 0)) else (other, one)
    if first.at is None or second.at is None or first.at[1] >= second.at[0]:
        return False
    between = (first.suffix or "")[: second.at[0] - first.at[1]]
    return re.search(r"[.!?…]['\"”’»]?\s", between) is not None


def _beside(facts: Facts, steps: tuple[Appearance, ...]) -> Iterator[tuple[Appearance, Appearance]]:
    """Headlines and leads whose own upstream words are not known, each with a quotation of the same in the same article."""
    for first in steps:
        if first.part not in {Part.HEADLINE, Part.LEAD} or facts.is_copy(first.id):
            continue
        above = {hop.upstream for hop in facts.flow.upstream[first.id]}
        if not above or any(words_of(facts.steps[id]) is not None for id in above):
            continue
        for other in steps:
            quoting = (hop for hop in facts.flow.upstream[other.id] if hop.manner is Manner.QUOTES)
            if other.id != first.id and any(hop.upstream in above for hop in quoting):
                yield first, other
                break


def _said(downstream: Appearance, upstream: Appearance, found: Rendering, lesser: bool) -> Shown:
    parts = []
    if found.number_changed:
        parts.append(f"the number was {_words(found.numbers[1])} and is {_words(found.numbers[0])}")
    if found.negation is not None:
        parts.append(f"a negation was {found.negation}")
    if found.certainty:
        parts.append("what was tentative is certain now")
    new = (*found.new, *(() if found.number_changed or found.across else found.numbers[0]))
    left = (*found.left, *(() if found.number_changed or found.across else found.numbers[1]))
    if new:
        parts.append(f"new: {_words(new)}")
    if left:
        parts.append(f"left behind: {_words(left)}")
    return shown(
        f"What {called(downstream)} says is not in the words of {called(upstream)}: {'; '.join(parts)}.",
        (downstream, upstream),
        (downstream.wording, upstream.wording),
        lesser=lesser,
    )


def _words(words: tuple[str, ...]) -> str:
    more = f" and {len(words) - _MOST_WORDS} more" if len(words) > _MOST_WORDS else ""
    return ", ".join(f"“{word}”" for word in words[:_MOST_WORDS]) + more


CHECK = Check("wording-drift", Severity.WARN, "what is said is not in the words it goes back to", find)
