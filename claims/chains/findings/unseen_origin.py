"""The furthest upstream publications that nobody here has seen. Never a person, whom nobody can look up."""

from __future__ import annotations

from collections.abc import Iterator

from claims.chains.explaining import counted
from claims.chains.facts import Facts, seen
from claims.chains.findings.kinds import Check, Shown, named, shown
from claims.chains.weighing import Verdict, is_publication
from claims.records import Appearance
from claims.vocabulary import Basis, Manner, Severity


def find(facts: Facts) -> Iterator[Shown]:
    """One finding, whatever number of lines of descent. Quiet for a page, and copies of it, that speaks in its own voice alone."""
    furthest = _furthest(facts)
    if not furthest or _one_text(facts):
        return
    outlets = len(facts.below(step.id for step in furthest))
    one = len({step.source.id for step in furthest}) == 1
    rest = f"{counted(outlets, 'outlet')} {'rests' if outlets == 1 else 'rest'} on {'it' if one else 'them'}"
    what = "the furthest publication upstream" if one else "each the furthest publication upstream on its line"
    yield shown(
        f"Nobody here has seen {named(furthest)}, {what}{f'; {rest}' if outlets else ''}.",
        furthest,
        lesser=all(_credited_copy_seen(facts, step) for step in furthest),
    )


def _furthest(facts: Facts) -> list[Appearance]:
    """The unseen publications above which no other one stands; those of one circle stand at one height."""
    aside = {a.id for verdict in (Verdict.ABOVE, Verdict.RECOUNTED) for a in facts.weighed.having(verdict)}
    unseen = {a.id for a in facts.asserting if is_publication(a.source) and not seen(a) and a.id not in aside}
    below_one: set[str] = set()
    furthest = []
    relying = facts.relying
    for component in facts.flow_components if unseen else ():
        if below_one.isdisjoint(component):
            here = [facts.steps[id] for id in component if id in unseen]
            if not here:
                continue
            furthest += here
        for id in component:
            below_one.update(relying[id])
    return furthest


def _one_text(facts: Facts) -> bool:
    """Whether all that asserts the claim is one text and its copies, and nobody else is named."""
    if any(hop.manner is not Manner.REPUBLISHES for hop in facts.hops):
        return False
    roots = {facts.weighed.copied.root(a.article) if a.article is not None else a.id for a in facts.asserting}
    return len(roots) == 1 and any(seen(a) for a in facts.asserting)


def _credited_copy_seen(facts: Facts, step: Appearance) -> bool:
    """Whether somebody has seen a copy that says of what it is one: its words are known, only the page itself is not."""
    return any(
        copied == step.id
        and seen(facts.steps[copy])
        and (article := facts.steps[copy].article) is not None
        and article.copy_of is not None
        and article.copy_basis is Basis.STATED
        for copy, copied in facts.weighed.copies.items()
    )


CHECK = Check("unseen-origin", Severity.WARN, "the furthest publication upstream has not been seen", find)
