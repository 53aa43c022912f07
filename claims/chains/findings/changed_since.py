"""What was judged or quoted is not what stands there now: a page with another text, a chain that grew after its review."""

from __future__ import annotations

from collections.abc import Iterator

from claims.chains.facts import Facts
from claims.chains.findings.kinds import Check, Shown
from claims.errors import some_of
from claims.vocabulary import Severity


def find(facts: Facts) -> Iterator[Shown]:
    """Quiet where one page was read twice with the same text, or the same bytes with another reader."""
    for article in facts.articles.values():
        if len(set(article.snapshots)) > 1 and len(article.texts) != 1:
            steps = [a.id for a in facts.steps.values() if a.wording is not None and a.wording.article == article.id]
            what = article.title or article.outlet.name
            yield Shown(
                f"{article.id}, {what}, was read with more than one text: it changed since.",
                tuple(steps),
                (article.id,),
            )
    if facts.changed and facts.review is not None and facts.review.counts:
        parts = tuple(id for id in facts.changed if id.startswith("P-"))
        yield Shown(f"Since {facts.review.id} the chain has changed: {some_of(facts.changed)}.", parts)


CHECK = Check("changed-since", Severity.WARN, "a page or the chain changed after it was quoted or judged", find)
