"""An outlet states the claim in its own voice, and how it knows is not shown."""

from __future__ import annotations

from collections.abc import Iterator

from claims.chains.facts import Facts
from claims.chains.findings.attribution_lost import says_whom
from claims.chains.findings.kinds import Check, Shown, named, shown
from claims.chains.weighing import Verdict
from claims.records import Appearance
from claims.vocabulary import Severity, SourceKind


def find(facts: Facts) -> Iterator[Shown]:
    """One finding for all of them; a note where it is one text, or where others show where support begins.

    A document is a record to be looked up and has none. Quiet where the same article attributes the claim elsewhere: then its headline or
    lead lost the attribution, and that is said.
    """
    own = [
        a
        for verdict in (Verdict.OWN_VOICE, Verdict.UNNAMED)
        for a in facts.weighed.having(verdict)
        if a.source.kind is SourceKind.OUTLET and not facts.nameless(a) and not _attributed_elsewhere(facts, a)
    ]
    if not own:
        return
    texts = {a.article.id if a.article is not None else a.id for a in own}
    yield shown(
        f"How {named(own)} {'knows' if len({a.source.id for a in own}) == 1 else 'know'} is not shown: stated without a source.",
        own,
        (a.wording for a in own),
        lesser=len(texts) == 1 or bool(facts.voices.voices),
    )


def _attributed_elsewhere(facts: Facts, step: Appearance) -> bool:
    if step.article is None:
        return False
    return any(says_whom(facts, other) for other in facts.by_article.get(step.article.id, ()) if other.id != step.id)


CHECK = Check("lineage-not-shown", Severity.WARN, "stated in an outlet’s own voice; how it knows is not shown", find)
