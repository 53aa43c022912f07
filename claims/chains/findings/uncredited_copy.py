"""A text is a copy of another and does not say so."""

from __future__ import annotations

from collections.abc import Iterator

from claims.chains.facts import Facts, attributes
from claims.chains.findings.kinds import Check, Shown, called, shown
from claims.records import Appearance
from claims.vocabulary import Basis, Manner, Severity


def find(facts: Facts) -> Iterator[Shown]:
    """Found by comparison, with no word of credit. A note where the copying itself is only inferred. One finding for two articles."""
    republished = [
        (facts.steps[hop.downstream], facts.steps[hop.upstream], hop)
        for hop in facts.hops
        if hop.manner is Manner.REPUBLISHES
    ]
    credited = {_pages(copy, original) for copy, original, hop in republished if attributes(hop)}
    said: set[tuple[str, str]] = set()
    pairs = [(copy, original, hop.basis) for copy, original, hop in republished]
    for id, above in facts.copied_pairs:
        copy, original = facts.steps[id], facts.steps[above]
        if copy.article is not None and copy.article.copy_of is not None:
            pairs.append((copy, original, copy.article.copy_basis or Basis.STATED))
    for copy, original, basis in pairs:
        pages = _pages(copy, original)
        stated = (
            copy.article is not None and copy.article.copy_of is not None and copy.article.copy_basis is Basis.STATED
        )
        if (
            basis is Basis.STATED
            or stated
            or pages in credited
            or pages in said
            or copy.source.id == original.source.id
        ):
            continue
        said.add(pages)
        seems = "is a copy of" if basis is Basis.OBSERVED else "seems to be a copy of"
        yield shown(
            f"{called(copy)} {seems} {called(original)} and does not say so.",
            (copy, original),
            (copy.wording,),
            lesser=basis is Basis.INFERRED,
        )


def _pages(copy: Appearance, original: Appearance) -> tuple[str, str]:
    """The two articles, or the outlets where no article is known."""
    ids = [step.article.id if step.article is not None else step.source.id for step in (copy, original)]
    return ids[0], ids[1]


CHECK = Check("uncredited-copy", Severity.WARN, "a copy that does not say so", find)
