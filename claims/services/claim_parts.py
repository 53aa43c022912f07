"""A claim from a case file made rows: a new one, or the difference to the one that is here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Table

from claims.entries import (
    AppearanceEntry,
    AttributionEntry,
    ClaimEntry,
    EvidenceEntry,
    HedgeEntry,
    LinkEntry,
    OpinionEntry,
    RequestEntry,
    ReviewEntry,
)
from claims.errors import StillNeeded
from claims.services.recording import Recorder
from claims.store.dossier import Stored, StoredReview
from claims.store.ledger import Ledger
from claims.store.tables import Appearance, Approval, Attribution, Claim, Objection, Request
from claims.text.folding import same_length
from claims.vocabulary import Stage, Standing


@dataclass(slots=True)
class ClaimParts:
    """Writes claims of a case; reviews get `standing` and are marked with the case they came from."""

    ledger: Ledger
    recorder: Recorder
    standing: Standing
    case_key: str

    def new(self, entry: ClaimEntry) -> int:
        """A claim that was not here, without its links. Returns its `seq`."""
        recorder = self.recorder
        claim = recorder.claim(entry, entry.versions[0])
        versions = [claim]
        for number, said in enumerate(entry.versions[1:], 2):
            versions.append(recorder.claim(entry, said, first=claim, version=number))
        if entry.stage is not Stage.NEW:
            recorder.stage(claim, entry.stage)
        steps = {a.key: recorder.appearance(claim, a) for a in entry.appearances}
        for hop in entry.attributions:
            recorder.attribution(claim, hop, steps)
        for request in entry.asked:
            recorder.request(claim, request)
        self._record(claim, entry.reviews, versions, steps)
        return claim

    def change(self, here: Stored, entry: ClaimEntry) -> None:
        """Bring a claim that is here to what the file says, but for links to be added (`new_links`).

        What has not changed is not written again; reviews made here stay.
        """
        versions = self._texts(here, entry)
        if entry.stage is not here.entry.stage:
            self.recorder.stage(here.claim, entry.stage)
        staying = self._staying(here, entry)
        steps = self._chain(here, entry, [r for r in here.reviews if r.seq in staying or not r.taken_in])
        for seq, link in zip(here.links, here.entry.links, strict=True):
            if link not in entry.links:
                self.ledger.retract(seq, here.claim)
        self._requests(here, entry)
        for review in (r for r in here.reviews if r.taken_in):
            if review.seq in staying:
                self._opinions(here.claim, review, staying[review.seq])
            else:
                self.ledger.retract(review.seq, here.claim)
        self._record(here.claim, _without(entry.reviews, staying.values()), versions, steps)

    def new_links(self, here: Stored, entry: ClaimEntry) -> Sequence[LinkEntry]:
        """The links of the file that are not here."""
        return [link for link in entry.links if link not in here.entry.links]

    def trust(self, here: Stored) -> None:
        """Reviews taken in without trust are withdrawn and recorded again, trusted."""
        gaining = [r for r in here.reviews if self._gains_trust(r)]
        for review in gaining:
            self.ledger.retract(review.seq, here.claim)
        self._record(here.claim, [r.entry for r in gaining], here.versions, here.appearances)

    # --- what was claimed ---

    def _texts(self, here: Stored, entry: ClaimEntry) -> list[int]:
        """New version rows where text or fields differ. Returns the row of each of the file's versions (`seq`)."""
        old, rows = list(here.entry.versions), list(here.versions)
        fields = ("kind", "claimant", "due", "topics", "note")
        # Where the file tells another past, ours stays and the file's present comes after it.
        same_past = entry.versions[: len(old)] == tuple(old)
        added = [v for v in entry.versions[len(old) if same_past else -1 :] if same_past or v != old[-1]]
        if not added and any(getattr(here.entry, f) != getattr(entry, f) for f in fields):
            added = [entry.versions[-1]]
        version = self.ledger.next_version(Claim, here.claim) if added else 0
        for number, said in enumerate(added, version):
            rows.append(self.recorder.claim(entry, said, first=here.claim, version=number))
            old.append(said)
        by_text = {said.text: row for said, row in zip(old, rows, strict=True)}
        same = [n < len(old) and old[n].text == said.text for n, said in enumerate(entry.versions)]
        return [
            rows[n] if same[n] else by_text.get(said.text, rows[min(n, len(rows) - 1)])
            for n, said in enumerate(entry.versions)
        ]

    # --- where it stands ---

    def _chain(self, here: Stored, entry: ClaimEntry, reviews: Iterable[StoredReview]) -> dict[str, int]:
        """Appearances and attributions brought to what the file says; `reviews` are those that stay.

        Returns the appearances by key (`seq` of first rows).
        """
        recorder, ledger = self.recorder, self.ledger
        steps = dict(here.appearances)
        old_steps = {a.key: a for a in here.entry.appearances}
        wanted = {a.key for a in entry.appearances}
        for key in [key for key in old_steps if key not in wanted]:
            _refuse_needed(key, reviews)
            ledger.retract(steps.pop(key), here.claim)
        for appearance in entry.appearances:
            old = old_steps.get(appearance.key)
            if old is None:
                steps[appearance.key] = recorder.appearance(here.claim, appearance)
            elif old != (settled := _with_place(appearance, old)):
                first = steps[appearance.key]
                version = ledger.next_version(Appearance, first)
                recorder.appearance(here.claim, settled, first=first, version=version)
        old_hops = {
            (h.downstream, h.upstream, h.key): (seq, h)
            for seq, h in zip(here.attributions, here.entry.attributions, strict=True)
        }
        hops = {(h.downstream, h.upstream, h.key): h for h in entry.attributions}
        for ends, (seq, _) in old_hops.items():
            if ends not in hops:
                ledger.retract(seq, here.claim)
        for ends, hop in hops.items():
            if ends not in old_hops:
                recorder.attribution(here.claim, hop, steps)
            elif old_hops[ends][1] != (settled_hop := _with_cue_place(hop, old_hops[ends][1])):
                first = old_hops[ends][0]
                version = ledger.next_version(Attribution, first)
                recorder.attribution(here.claim, settled_hop, steps, first=first, version=version)
        return steps

    def _requests(self, here: Stored, entry: ClaimEntry) -> None:
        """Requests for reply brought to what the file says; one whose answer came is the same request, in a new version."""
        before = list(zip(here.asked, here.entry.asked, strict=True))
        wanted = list(entry.asked)
        for seq, request in list(before):
            if request in wanted:
                wanted.remove(request)
                before.remove((seq, request))
        for alike in (_asked, lambda request: request.of):
            for seq, request in list(before):
                found = next((r for r in wanted if alike(r) == alike(request)), None)
                if found is not None:
                    wanted.remove(found)
                    before.remove((seq, request))
                    version = self.ledger.next_version(Request, seq)
                    self.recorder.request(here.claim, found, first=seq, version=version)
        for seq, _ in before:
            self.ledger.retract(seq, here.claim)
        for request in wanted:
            self.recorder.request(here.claim, request)

    # --- what was found ---

    def _gains_trust(self, review: StoredReview) -> bool:
        return self.standing is Standing.TRUSTED and review.standing is Standing.FOREIGN

    def _staying(self, here: Stored, entry: ClaimEntry) -> dict[int, ReviewEntry]:
        """The reviews that are here and in the file, as the file has them, by `seq`.

        The latest review sets the status, so reviews keep the file's order: after the first one that is written, those that came with the file are
        written again. A review judged the text that it judged: that the claim got another one since makes no other review of it.
        """
        left = list(here.reviews)
        staying: dict[int, ReviewEntry] = {}
        in_order = True
        for wanted in entry.reviews:
            same = [r for r in left if _same_judgement(wanted, r.entry) and _same_version(wanted, entry, r.entry, here)]
            found = same[0] if same else None
            if found is not None:
                left.remove(found)
            if found is None or (found.taken_in and (self._gains_trust(found) or found.seq < max(staying, default=0))):
                in_order = False
            elif in_order or not found.taken_in:
                staying[found.seq] = wanted
        return staying

    def _opinions(self, claim: int, here: StoredReview, wanted: ReviewEntry) -> None:
        """What colleagues said of a review that stays."""
        for table, rows, old, new in (
            (Approval, here.approved, here.entry.approved, wanted.approved),
            (Objection, here.objected, here.entry.objected, wanted.objected),
        ):
            for seq, opinion in zip(rows, old, strict=True):
                if opinion not in new:
                    self.ledger.retract(seq, claim)
            self._say(table, claim, here.seq, [opinion for opinion in new if opinion not in old])

    def _say(self, table: Table[Any], claim: int, review: int, opinions: Iterable[OpinionEntry]) -> None:
        for opinion in opinions:
            self.recorder.opinion(table, review, opinion)
            self.ledger.touched_claims.add(claim)

    def _record(
        self, claim: int, reviews: Iterable[ReviewEntry], versions: Sequence[int], steps: dict[str, int]
    ) -> None:
        for review in reviews:
            judged = versions[(review.version or len(versions)) - 1]
            from_case = review.from_case or self.case_key
            self.recorder.review(claim, judged, review, steps, self.standing, from_case)


def _asked(request: RequestEntry) -> tuple[str, str | None, str | None]:
    return request.of, request.date, request.question


def _same_judgement(one: ReviewEntry, other: ReviewEntry) -> bool:
    """Whether two reviews say the same, apart from the version judged and from what colleagues said."""
    plain = [replace(r, version=None, approved=(), objected=(), evidence=()) for r in (one, other)]
    return (
        plain[0] == plain[1]
        and len(one.evidence) == len(other.evidence)
        and all(_same_evidence(*pair) for pair in zip(one.evidence, other.evidence, strict=True))
    )


def _same_evidence(one: EvidenceEntry, other: EvidenceEntry) -> bool:
    """Whether two pieces of evidence point at the same; the words or their place may be known to one of them only."""
    return (
        replace(one, at=None, wording=None) == replace(other, at=None, wording=None)
        and (one.at == other.at or None in {one.at, other.at})
        and _same_words(one.wording, other.wording)
    )


def _same_words(one: str | None, other: str | None) -> bool:
    return one is None or other is None or same_length(one) == same_length(other)


def _same_version(wanted: ReviewEntry, entry: ClaimEntry, review: ReviewEntry, here: Stored) -> bool:
    if wanted.version is None or wanted.version == review.version or review.version is None:
        return True
    return entry.versions[wanted.version - 1].text == here.entry.versions[review.version - 1].text


def _without(reviews: Iterable[ReviewEntry], some: Iterable[ReviewEntry]) -> list[ReviewEntry]:
    """The reviews but these: each of `some` takes one away."""
    left = list(reviews)
    for review in some:
        left.remove(review)
    return left


def _with_place(new: AppearanceEntry, old: AppearanceEntry) -> AppearanceEntry:
    """The appearance with the place that its words had here, where the file does not say it."""
    hedges = _hedges_with_places(new.hedges, old.hedges)
    if new.at is None and new.in_article == old.in_article and new.wording and _same_words(new.wording, old.wording):
        return replace(new, wording=old.wording, at=old.at, hedges=hedges)
    return replace(new, hedges=hedges)


def _with_cue_place(new: AttributionEntry, old: AttributionEntry) -> AttributionEntry:
    hedges = _hedges_with_places(new.hedges, old.hedges)
    if new.at is None and new.in_article == old.in_article and new.cue and _same_words(new.cue, old.cue):
        return replace(new, cue=old.cue, at=old.at, hedges=hedges)
    return replace(new, hedges=hedges)


def _hedges_with_places(new: Sequence[HedgeEntry], old: Sequence[HedgeEntry]) -> tuple[HedgeEntry, ...]:
    if len(new) != len(old):
        return tuple(new)
    return tuple(
        before
        if hedge.at is None
        and replace(hedge, text="") == replace(before, text="", at=None)
        and _same_words(hedge.text, before.text)
        else hedge
        for hedge, before in zip(new, old, strict=True)
    )


def _refuse_needed(appearance: str, reviews: Iterable[StoredReview]) -> None:
    """No appearance goes while a review that stays points at it."""
    needing = [f"R-{r.number}" for r in reviews if any(e.appearance == appearance for e in r.entry.evidence)]
    if needing:
        raise StillNeeded(f"The appearance {appearance}", needing)
