"""An outlet or a document states the claim in its own voice and does not show how it knows."""

from __future__ import annotations

from collections.abc import Iterator

from claims.chains.facts import Facts
from claims.chains.findings.attribution_lost import says_whom
from claims.chains.findings.kinds import Check, Shown, named, shown
from claims.chains.weighing import PUBLICATIONS, Verdict
from claims.records import Appearance
from claims.vocabulary import Severity


def find(facts: Facts) -> Iterator[Shown]:
    """One finding for all of them; a note where it is one text, or where others show where support begins.

    Quiet where the same article attributes the claim elsewhere: then its headline or lead lost the attribution, and that is said.
    """
    own = [
        a
        for verdict in (Verdict.OWN_VOICE, Verdict.UNNAMED)
        for a in facts.weighed.having(verdict)
        if a.source.kind in PUBLICATIONS and not facts.nameless(a) and not _attributed_elsewhere(facts, a)
    ]
    if not own:
        return
    texts = {a.article.id if a.article is not None else a.id for a in own}
    states = "states" if len({a.source.id for a in own}) == 1 else "state"
    show = "does not show how it knows" if states == "states" else "do not show how they know"
    voice = "its own voice" if states == "states" else "their own voice"
    yield shown(
        f"{named(own)} {states} it in {voice} and {show}.",
        own,
        (a.wording for a in own),
        lesser=len(texts) == 1 or bool(facts.voices.voices),
    )


def _attributed_elsewhere(facts: Facts, step: Appearance) -> bool:
    if step.article is None:
        return False
    return any(says_whom(facts, other) for other in facts.by_article.get(step.article.id, ()) if other.id != step.id)


CHECK = Check("lineage-not-shown", Severity.WARN, "stated in its own voice, without showing how it knows", find)
