"""A claim from a case file made rows: a new one, or the difference to the one that is here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from claims.records import ClaimEntry, LinkEntry, ReviewEntry
from claims.services.recording import Recorder
from claims.store.dossier import Stored
from claims.store.ledger import Ledger
from claims.store.tables import Appearance, Attribution, Claim
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
        self._reviews(claim, entry.reviews, versions, steps)
        return claim

    def change(self, here: Stored, entry: ClaimEntry) -> None:
        """Bring a claim that is here to what the file says, but for links to be added (`new_links`)."""
        versions = self._texts(here, entry)
        if entry.stage is not here.entry.stage:
            self.recorder.stage(here.claim, entry.stage)
        steps = self._chain(here, entry)
        wanted_links = {(link.kind, link.to, link.because) for link in entry.links}
        for seq, link in zip(here.links, here.entry.links, strict=True):
            if (link.kind, link.to, link.because) not in wanted_links:
                self.ledger.retract(seq, here.claim)
        for seq, request in zip(here.asked, here.entry.asked, strict=True):
            if request not in entry.asked:
                self.ledger.retract(seq, here.claim)
        for request in entry.asked:
            if request not in here.entry.asked:
                self.recorder.request(here.claim, request)
        for seq, review in zip(here.reviews, here.entry.reviews, strict=True):
            if review not in entry.reviews and seq in here.taken_in:
                self.ledger.retract(seq, here.claim)
        self._reviews(here.claim, [r for r in entry.reviews if r not in here.entry.reviews], versions, steps)

    def new_links(self, here: Stored, entry: ClaimEntry) -> Sequence[LinkEntry]:
        """The links of the file that are not here."""
        return [link for link in entry.links if link not in here.entry.links]

    def trust(self, here: Stored, reviews: set[int]) -> None:
        """Reviews taken in without trust are withdrawn and recorded again, trusted."""
        trusted = [e for seq, e in zip(here.reviews, here.entry.reviews, strict=True) if seq in reviews]
        for review in sorted(reviews):
            self.ledger.retract(review, here.claim)
        self._reviews(here.claim, trusted, here.versions, here.appearances)

    def _texts(self, here: Stored, entry: ClaimEntry) -> list[int]:
        """The claim's version rows, new ones added where text or fields differ. Returns all of them (`seq`)."""
        old, rows = here.entry, list(here.versions)
        texts = [v.text for v in old.versions]
        if [v.text for v in entry.versions[: len(texts)]] == texts:
            added = list(entry.versions[len(texts) :])
        else:
            added = [entry.versions[-1]] if entry.versions[-1].text != texts[-1] else []
        fields = ("kind", "claimant", "due", "topics", "note")
        if not added and any(getattr(old, f) != getattr(entry, f) for f in fields):
            added = [entry.versions[-1]]
        version = self.ledger.next_version(Claim, here.claim) if added else 0
        for number, said in enumerate(added, version):
            rows.append(self.recorder.claim(entry, said, first=here.claim, version=number))
        return rows

    def _chain(self, here: Stored, entry: ClaimEntry) -> dict[str, int]:
        """Appearances and attributions brought to what the file says. Returns the appearances by key (`seq` of first rows)."""
        recorder, ledger = self.recorder, self.ledger
        steps = dict(here.appearances)
        old_steps = {a.key: a for a in here.entry.appearances}
        wanted = {a.key for a in entry.appearances}
        for key in old_steps.keys() - wanted:
            ledger.retract(steps.pop(key), here.claim)
        for appearance in entry.appearances:
            old = old_steps.get(appearance.key)
            if old is None:
                steps[appearance.key] = recorder.appearance(here.claim, appearance)
            elif old != appearance:
                first = steps[appearance.key]
                version = ledger.next_version(Appearance, first)
                recorder.appearance(here.claim, appearance, first=first, version=version)
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
            elif old_hops[ends][1] != hop:
                first = old_hops[ends][0]
                recorder.attribution(
                    here.claim, hop, steps, first=first, version=ledger.next_version(Attribution, first)
                )
        return steps

    def _reviews(
        self, claim: int, reviews: Sequence[ReviewEntry], versions: Sequence[int], steps: dict[str, int]
    ) -> None:
        for review in reviews:
            judged = versions[min(review.version or len(versions), len(versions)) - 1]
            self.recorder.review(
                claim, judged, replace(review, from_case=None), steps, self.standing, review.from_case or self.case_key
            )
