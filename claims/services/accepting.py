"""Suggestions accepted or rejected: an accepted one becomes a claim's appearances and hops, all in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from claims.entries import AppearanceEntry, AttributionEntry, DateEntry, HedgeEntry, Place
from claims.errors import BadText, NobodyNamed, NoSuchSuggestion, NoTextKept, SuggestionDecided
from claims.readings import Decided, ReadAttribution
from claims.services import typed
from claims.services.articles import FoundArticle, find_article
from claims.services.claiming import NewClaim, recorded_claim
from claims.services.hopping import twin_of
from claims.services.living import Done, done
from claims.services.lookup import LAST, find_claim, free_key, number_in, number_of
from claims.services.matching import Match, match
from claims.services.naming import Namer
from claims.services.suggested import Considered
from claims.services.workbench import Workbench
from claims.store import suggestions as store
from claims.store.engine import Session, WritingSession
from claims.store.resting import NOW
from claims.store.suggestions import Kept
from claims.store.tables import Appearance, Attribution
from claims.text.passages import anchored
from claims.text.suggested import Took, WayStep, called, chosen_words, stance_of
from claims.values import value
from claims.vocabulary import Band, ClaimKind, DateBasis, HedgeScope, Manner, Part, Stance

OFFERED = 3
"""Earlier claims that are named beside a new one."""

_HEADLINE = "headline-colon"
"""The rule that reads headlines alone."""


@value
class Wanted:
    """What a person says of suggestions that become part of a claim."""

    claim: str
    """A claim's id, or a new one in the person's own words."""
    kind: ClaimKind = ClaimKind.FACT
    speaker: str | None = None
    """Who spoke, instead of whom the rules found: id, key or name."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """For names in the text the sources that are meant."""
    manner: Manner | None = None
    """How the speaker's words were taken over, instead of what the rules found."""
    stance: Stance | None = None


@value
class Accepted:
    """What became of accepted suggestions."""

    done: Done
    new: bool
    appearances: tuple[str, ...]
    """Those that were made, as `P-5`; so with hops."""
    hops: tuple[str, ...]
    suggestions: tuple[str, ...]
    """All that are decided now: those that the words came through too."""
    alike: tuple[Match, ...]
    """Earlier claims that may say the same as a new one."""


@value
class _Found:
    article: FoundArticle
    whole: Considered
    kept: Kept


def accept(session: WritingSession, numbers: Sequence[int], wanted: Wanted) -> Accepted:
    """Make suggestions part of one claim, a new one or one that is there."""
    found = _found(session, numbers)
    case = found[0].article.case
    if other := next((one for one in found if one.article.case.seq != case.seq), None):
        raise BadText("claim", f"belongs to one case: {found[0].article.id} and {other.article.id} belong to two")
    namer = Namer(session, case, wanted.sources)
    ways = [_Way.of(one, wanted) for one in found]
    for way in ways:
        way.name(namer, wanted.speaker)
    namer.refuse_unused()
    # Who denies or doubts a claim is not who made it.
    claimant = next((way.sources[0] for way in ways if way.stance is Stance.ASSERTS), None)
    id, alike = _claim(session, wanted, case.key, claimant)
    # The claim may be of this transaction, which the log's end does not count yet.
    bench = Workbench.open(replace(session, upto=NOW["upto"]), id)
    if bench.case.seq != case.seq:
        raise BadText("claim", f"{id} belongs to the case {bench.case.key}, {found[0].article.id} to {case.key}")
    writer = _Writer(bench, found[0].article.key)
    for way in ways:
        writer.article = way.found.article.key
        writer.write(way)
    decided = _accepted_with(found)
    for one in decided:
        store.decide(session, one.seq, Decided.ACCEPTED, bench.claim.seq, None)
    ids = tuple(one.suggestion.id for one in decided)
    closed = done(
        session,
        "suggestions accept",
        id,
        claim=id,
        what=f"{', '.join(ids)} as {id}",
        made=tuple(namer.made),
    )
    return Accepted(closed, alike is not None, tuple(writer.steps), tuple(writer.hops), ids, alike or ())


def reject(session: WritingSession, numbers: Sequence[int], because: str | None) -> Done:
    """Say that suggestions are wrong, or of no use here: they are not made again."""
    reason = typed.prose("reason", because)
    found = _found(session, numbers)
    for one in found:
        store.decide(session, one.kept.seq, Decided.REJECTED, None, reason)
    ids = ", ".join(one.kept.suggestion.id for one in found)
    return done(session, "suggestions reject", ids, why=reason)


def earlier(session: Session, text: str) -> list[Match]:
    """Earlier claims that may say the same; a person decides."""
    return match(session, text, limit=OFFERED, least=Band.CLOSE)


def names_a_claim(text: str) -> bool:
    """Whether what was typed for a claim is the id of one."""
    return number_of(text, "C") is not None or text.strip() == LAST


def _found(session: Session, numbers: Sequence[int]) -> list[_Found]:
    """Suggestions by their numbers, none of them decided."""
    wholes: dict[int, tuple[FoundArticle, Considered]] = {}
    found = []
    for number in dict.fromkeys(numbers):
        of = store.article_of_suggestion(session, number)
        if of is None:
            raise NoSuchSuggestion(f"M-{number}")
        if of not in wholes:
            article = find_article(session, f"A-{of}")
            wholes[of] = (article, Considered.of(session, article))
        article, whole = wholes[of]
        kept = whole.numbered(number)
        if (decision := kept.suggestion.decision) is not None:
            raise SuggestionDecided(kept.suggestion.id, decision.verdict, decision.event)
        found.append(_Found(article, whole, kept))
    return found


def _accepted_with(found: Sequence[_Found]) -> list[Kept]:
    """The suggestions, and those that their words came through, which nobody has decided."""
    wanted: dict[int, Kept] = {}
    for one in found:
        for read in one.whole.path(one.kept):
            kept = one.whole.numbered(int(read.id))
            if kept.suggestion.decision is None:
                wanted[kept.suggestion.number] = kept
        wanted[one.kept.suggestion.number] = one.kept
    return [wanted[number] for number in sorted(wanted)]


def _claim(
    session: WritingSession, wanted: Wanted, case: str, claimant: str | None
) -> tuple[str, tuple[Match, ...] | None]:
    """The claim's id; of a new one the earlier ones that it is like."""
    if names_a_claim(wanted.claim):
        return find_claim(session, wanted.claim).id, None
    alike = tuple(earlier(session, wanted.claim))
    made = recorded_claim(session, NewClaim(wanted.claim, wanted.kind, claimant=claimant, case=case))
    return made.id, alike


@dataclass(slots=True)
class _Way:
    """A suggestion on its way into a claim: its steps, and the source that each of them is."""

    found: _Found
    text: str
    path: tuple[ReadAttribution, ...]
    steps: tuple[WayStep, ...]
    stance: Stance
    sources: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, found: _Found, wanted: Wanted) -> _Way:
        text = found.whole.text(found.kept)
        if text is None:
            raise NoTextKept(found.article.id)
        path, steps = found.whole.path(found.kept), list(found.whole.steps(found.kept))
        if path[0].source is None and path[0].cites is None and wanted.speaker is None:
            raise NobodyNamed(found.kept.suggestion.id, None)
        if wanted.manner is not None and len(steps) > 1 and (took := steps[1].took) is not None:
            steps[1] = replace(steps[1], took=replace(took, manner=wanted.manner))
        stance = wanted.stance or stance_of(path[0], text)
        return cls(found, text, path, tuple(steps), stance)

    def name(self, namer: Namer, speaker: str | None) -> None:
        """Find or make the source of every step, the page's outlet first: it is who knows an unnamed one before it."""
        known_to: str | None = None
        for number, step in reversed(list(enumerate(self.steps))):
            written = self.text[slice(*step.at)] if step.at is not None else None
            if step.at is None:
                key = namer.outlet(self.found.article)
            elif number == 0 and speaker is not None:
                key = namer.meant(speaker, step.kind)
            else:
                place = (self.found.article.seq, step.at)
                key = namer.key(self.found.kept.suggestion.id, step, written or "", place, known_to)
            self.sources.insert(0, key)
            known_to = key


@dataclass(slots=True)
class _Writer:
    """Writes steps into a claim; what stands there already is not said twice."""

    bench: Workbench
    article: str
    steps: list[str] = field(default_factory=list)
    hops: list[str] = field(default_factory=list)

    def write(self, way: _Way) -> None:
        before: str | None = None
        for step, source in zip(way.steps, way.sources, strict=True):
            entry = self._appearance(way, step, source)
            here = self._standing(entry) or self._appear(entry)
            if before is not None and step.took is not None and before != here:
                self._hop(way, before, here, step.took)
            before = here

    def _appearance(self, way: _Way, step: WayStep, source: str) -> AppearanceEntry:
        first = step is way.steps[0]
        at = chosen_words(step.words, way.text)
        called_so = called(way.text[slice(*step.at)], step.name) if step.at and step.name and step.words else None
        said_on = way.path[0].said_on
        dated = DateEntry(said_on.value, DateBasis.DERIVED, None, self.article, said_on.at) if said_on else None
        return AppearanceEntry(
            key=source,
            source=source,
            in_article=self.article if at is not None or step.at is None else None,
            article=self.article if step.at is None else None,
            part=Part.HEADLINE if at is not None and way.path[0].rule == _HEADLINE else None,
            wording=way.text[slice(*at)] if at is not None else None,
            at=at,
            stance=way.stance,
            named_as=called_so,
            hedges=_hedges(step.hedges, way.text, HedgeScope.WORDING) if at is not None else (),
            dated=(dated,) if dated is not None and first else (),
        )

    def _standing(self, entry: AppearanceEntry) -> str | None:
        """The appearance that says the same already: the same source with the same words, or without any."""
        for there in self.bench.stored.entry.appearances:
            if (there.source, there.in_article, there.article, there.at) == (
                entry.source,
                entry.in_article,
                entry.article,
                entry.at,
            ):
                return there.key
        return None

    def _appear(self, entry: AppearanceEntry) -> str:
        bench = self.bench
        entry = replace(entry, key=free_key(entry.key, bench.stored.appearances))
        if entry.at is not None and entry.in_article is not None:
            self._checked(entry.wording, entry.at)
        row = bench.recorder.appearance(bench.claim.seq, entry)
        bench.stored.appearances[entry.key] = row
        bench.stored.entry = replace(bench.stored.entry, appearances=(*bench.stored.entry.appearances, entry))
        self.steps.append(f"P-{number_in(bench.session, Appearance, row)}")
        return entry.key

    def _checked(self, words: str | None, at: Place) -> None:
        """The words must stand there in a text that is kept; they were read there."""
        article = self.bench.recorder.articles[self.article]
        kept = self.bench.recorder.texts.holding(article, words, at)
        if kept is None:
            raise NoTextKept(self.bench.article_keyed(self.article).id)
        anchored(words, at, kept.text, self.article)

    def _hop(self, way: _Way, upstream: str, downstream: str, took: Took) -> None:
        bench = self.bench
        entry = AttributionEntry(
            downstream=downstream,
            upstream=upstream,
            manner=took.manner,
            cue=way.text[slice(*took.cue)],
            in_article=self.article,
            at=took.cue,
            hedges=_hedges(took.hedges, way.text, HedgeScope.ATTRIBUTION),
        )
        if twin_of(bench, entry) is None:
            row = bench.recorder.attribution(bench.claim.seq, entry, bench.hop_ends(entry))
            bench.stored.attributions.append(row)
            self.hops.append(f"H-{number_in(bench.session, Attribution, row)}")


def _hedges(places: Sequence[Place], text: str, scope: HedgeScope) -> tuple[HedgeEntry, ...]:
    return tuple(HedgeEntry(text[slice(*at)], scope, None, at) for at in places)
