"""A headline or lead states as fact what the same article gives to somebody else further down."""

from __future__ import annotations

from collections.abc import Iterator

from claims.chains.explaining import listed
from claims.chains.facts import Facts, attributes
from claims.chains.findings.kinds import Check, Shown, called, shown
from claims.chains.weighing import is_publication
from claims.records import Appearance, Attribution
from claims.vocabulary import HedgeScope, Part, Severity

_FIRST = frozenset({Part.HEADLINE, Part.LEAD})


def find(facts: Facts) -> Iterator[Shown]:
    """One finding an article. Quiet where a cue or a hedge on the attribution stands at the headline or lead, and for copies."""
    for steps in facts.by_article.values():
        bare = unattributed(facts, steps)
        if bare:
            giving = [step for step in steps if says_whom(facts, step)]
            whom = list(dict.fromkeys(s for step in giving for s in _whom(facts, step)))
            below = giving[0]
            states = "states" if len(bare) == 1 else "state"
            yield shown(
                f"{listed([called(step) for step in bare], 4)} {states} as fact what the article gives to "
                f"{listed(whom, 4)} ({below.id}).",
                (*bare, below),
                (*(step.wording for step in bare), below.wording),
            )


def unattributed(facts: Facts, steps: tuple[Appearance, ...]) -> list[Appearance]:
    """Of the steps of one article those that state first, and as fact, what others of them attribute."""
    giving = [step for step in steps if says_whom(facts, step)]
    if not giving or len(giving) == len(steps):
        return []
    first_given = min((step.wording.at[0] for step in giving if step.wording and step.wording.at), default=None)

    def comes_first(step: Appearance) -> bool:
        if step.part is not None:
            return step.part in _FIRST
        at = step.wording.at if step.wording is not None else None
        return at is not None and first_given is not None and at[0] < first_given

    return [
        step
        for step in steps
        if comes_first(step)
        and not says_whom(facts, step)
        and not facts.is_copy(step.id)
        and not any(hedge.scope is HedgeScope.ATTRIBUTION for hedge in step.hedges)
    ]


def says_whom(facts: Facts, step: Appearance) -> bool:
    """Whether the words at a step say from whom they are."""
    return any(_says_whom(facts, step, hop) for hop in facts.graph.upstream[step.id])


def _says_whom(facts: Facts, step: Appearance, hop: Attribution) -> bool:
    if hop.cue is not None:
        return True
    # Without a cue a hop within one outlet only says which of its words go back to which.
    return attributes(hop) and facts.steps[hop.upstream].source.id != step.source.id


def _whom(facts: Facts, step: Appearance) -> Iterator[str]:
    for hop in facts.graph.upstream[step.id]:
        upstream = facts.steps[hop.upstream]
        if upstream.source.id != step.source.id or not is_publication(upstream.source):
            yield upstream.source.name


CHECK = Check("attribution-lost", Severity.WARN, "a headline or lead states as fact what the article attributes", find)
