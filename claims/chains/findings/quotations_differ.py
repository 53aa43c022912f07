"""One utterance is quoted in different words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from claims.chains.facts import Facts, words_of
from claims.chains.findings.kinds import Check, Shown, called, shown
from claims.chains.weighing import ACCOUNTS
from claims.records import Appearance
from claims.text import folding
from claims.text.rendering import Wording, rendered, taken_apart
from claims.vocabulary import Manner, Severity

_MOST = 24
"""Different quotations of one utterance that are compared with one another."""


def find(facts: Facts) -> Iterator[Shown]:
    """Quiet for excerpts of one another, different sentences, two places of one article, copies, where one has it from the other, and
    across languages unless a number differs.
    """
    for quotations in _of_one_utterance(facts).values():
        different = _different(facts, quotations)
        if different is not None:
            one, other = different
            yield shown(
                f"{called(one)} quotes “{words_of(one)}”, {called(other)} “{words_of(other)}”.",
                different,
                (one.wording, other.wording),
            )


def _of_one_utterance(facts: Facts) -> dict[str, list[Appearance]]:
    """Quotations by what they quote in the end: an account, else the publication furthest upstream."""
    utterance: dict[str, str] = {}
    if sum(hop.manner in {Manner.QUOTES, Manner.TRANSLATES} for hop in facts.hops) < 2:
        return {}
    found: dict[str, list[Appearance]] = {}
    for component in facts.flow_components:
        for id in component:
            step = facts.steps[id]
            hops = () if step.source.kind in ACCOUNTS and not facts.flow.upstream[id] else facts.flow.upstream[id]
            above = [hop for hop in hops if hop.upstream in utterance]
            utterance[id] = utterance[above[0].upstream] if above else id
            quoting = next((hop for hop in above if hop.manner in {Manner.QUOTES, Manner.TRANSLATES}), None)
            if quoting is not None and words_of(step) is not None and not facts.is_copy(id):
                found.setdefault(utterance[quoting.upstream], []).append(step)
    return {id: steps for id, steps in found.items() if len(steps) > 1}


def _different(facts: Facts, quotations: list[Appearance]) -> tuple[Appearance, Appearance] | None:
    by_words: dict[str, Appearance] = {}
    for step in quotations:
        by_words.setdefault(folding.key(words_of(step) or ""), step)
    several = list(by_words.items())[:_MOST]
    for (one_key, one), (other_key, other) in combinations(several, 2):
        if one_key in other_key or other_key in one_key or _page(one) == _page(other):
            continue
        if other.id in facts.flow.above(one.id) or one.id in facts.flow.above(other.id):
            continue  # one has it from the other: that is drift, and told as such
        if _differ(_apart(one), _apart(other)):
            return one, other
    return None


def _differ(one: Wording, other: Wording) -> bool:
    found = rendered(one, other)
    if found.number_changed:
        return found.across or found.shared > 0
    if found.across or not one.content or not other.content:
        return False
    if found.negation is not None and found.shared:
        return True
    return bool(found.new and found.left) and found.shared * 2 >= min(len(one.content), len(other.content))


def _apart(step: Appearance) -> Wording:
    return taken_apart(words_of(step) or "", step.read_in.language if step.read_in is not None else None)


def _page(step: Appearance) -> str:
    return step.wording.article if step.wording is not None else step.id


CHECK = Check("quotations-differ", Severity.WARN, "one utterance is quoted in different words", find)
