"""Marking: a review with its grounds, or the reason why the desk's rules refuse it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from claims.entries import EvidenceEntry, Place, ReviewEntry
from claims.errors import BadText, FindingsRefuse, GroundsMissing, NotAnId, ReviewedMeanwhile, UnknownWord
from claims.records import ClaimRecord
from claims.services.checking import found
from claims.services.grounds import OFFICIAL, Original, grounds_wanted
from claims.services.lookup import FoundClaim, find_claim, no_such, number_of, numbered
from claims.services.recording import Recorder
from claims.services.texts import Placing
from claims.store.claim_file import read_claim
from claims.store.copies import first_originals
from claims.store.engine import WritingSession, close
from claims.store.present import standing, withdrawn
from claims.store.scale import labels, rules
from claims.store.tables import Appearance, Article, SourceNow
from claims.text.dates import checked_date
from claims.text.door import admitted, admitted_line
from claims.values import value
from claims.vocabulary import Credibility, Reliability, Said, Severity, Side, Standing

_EVIDENCE = re.compile(
    r"(?P<what>[^\s:]+)(?::(?P<start>[0-9]{1,12})-(?P<end>[0-9]{1,12}))?(?::[\"“](?P<words>.+?)[\"”](?!\S))?(?:\s+(?P<note>.+))?",
    re.DOTALL,
)


@value
class Judgement:
    """What a reviewer says of one or several claims.

    Evidence: `A-3`, `A-4:1005-1051`, `A-4:"its words"`, `P-7` or a URL; after a space a note of it.
    """

    status: str
    because: str
    said: Said | None = None
    reliability: Reliability | None = None
    credibility: Credibility | None = None
    evidence_for: tuple[str, ...] = ()
    evidence_against: tuple[str, ...] = ()
    seen: str | None = None
    """The review that the judgement is based on: `R-7`, or `none`."""
    override: str | None = None


@value
class Marked:
    """A review that was recorded, and what the rules have to say of it."""

    review: str
    claim: str
    status: str
    warning: str | None


def mark(session: WritingSession, claims: Sequence[str], judgement: Judgement, today: str) -> tuple[Marked, ...]:
    """Record the judgement on every claim (id or key), all or none; `today` is its date, none where it is empty. Closes the transaction."""
    known = labels(session)
    label = known.get(judgement.status)
    if label is None or label.retired_on is not None:
        raise UnknownWord("status", judgement.status, [n for n, found in known.items() if found.retired_on is None])
    because = admitted("reason", judgement.because).strip()
    if not because:
        raise BadText("reason", "is empty; say why, for it is kept for ever")
    override = admitted_line("override", judgement.override) if judgement.override is not None else None
    rule = rules(session)
    marked = []
    for target in {claim.seq: claim for claim in (find_claim(session, typed) for typed in claims)}.values():
        record = read_claim(session, target.number)
        _check_seen(session, record, judgement.seen)
        evidence = _Targets(session, target)
        entries = tuple(
            evidence.entry(side, target)
            for side, targets in ((Side.FOR, judgement.evidence_for), (Side.AGAINST, judgement.evidence_against))
            for target in targets
        )
        wanted = grounds_wanted(
            record, judgement.status, entries, official=evidence.official, original=evidence.original(record), rule=rule
        )
        if wanted and rule.get("grounds") == "refuse" and override is None:
            raise GroundsMissing(judgement.status, wanted)
        refusing = [f for f in found(record, rule) if f.severity is Severity.REFUSE]
        if refusing and override is None:
            raise FindingsRefuse(record.claim.id, [(f.code, f.message) for f in refusing])
        entry = ReviewEntry(
            status=judgement.status,
            because=because,
            by=session.who or "",
            date=checked_date(today) if today else None,
            said=judgement.said,
            reliability=judgement.reliability,
            credibility=judgement.credibility,
            evidence=entries,
            override=override if wanted or refusing else None,
        )
        _, number = evidence.recorder.review(
            target.seq, target.version, entry, evidence.appearances, Standing.OWN, None
        )
        warning = f"{judgement.status} without {wanted}" if wanted and rule.get("grounds") != "off" else None
        marked.append(Marked(f"R-{number}", target.id, judgement.status, warning))
    close(session, "mark", why=because, what=", ".join(f"{m.review} {m.claim} {m.status}" for m in marked))
    return tuple(marked)


def _check_seen(session: WritingSession, record: ClaimRecord, seen: str | None) -> None:
    """Refuse where somebody reviewed since the review that this one was based on."""
    if seen is None:
        return
    number = numbered(session, seen, "R")
    if seen != "none" and number is None:
        raise NotAnId(seen, "the review you looked at, such as R-7, or none")
    latest = max(record.reviews, key=lambda r: int(r.id[2:]), default=None)
    if latest is not None and latest.id != f"R-{number}":
        because = " ".join(latest.because.split()).removesuffix(".")
        raise ReviewedMeanwhile(
            record.claim.id, seen, f"{latest.id} by {latest.reviewer}: {latest.status}, because {because}"
        )


FORMS = 'evidence as A-3, A-4:1005-1051, A-4:"its words", P-7 or an http address, and after a space a note'


@dataclass(slots=True)
class _Targets:
    """Evidence as typed, found in the database; ids serve as the keys of entries."""

    session: WritingSession
    claim: FoundClaim
    appearances: dict[str, int] = field(default_factory=dict)
    articles: dict[str, int] = field(default_factory=dict)
    official: set[str] = field(default_factory=set)
    recorder: Recorder = field(init=False)

    def __post_init__(self) -> None:
        self.recorder = Recorder(self.session, self.claim.case_file, {}, self.articles)

    def original(self, record: ClaimRecord) -> Original:
        """What the articles in evidence, and those where the claim stands, are copies of."""
        steps = record.trace.appearances
        stands_in = {a.id for step in steps for a in (step.article, step.read_in) if a is not None}
        known = first_originals(self.session, stands_in | set(self.articles)) if self.articles else {}
        return lambda id: known.get(id, id)

    def entry(self, side: Side, typed: str) -> EvidenceEntry:
        if typed.strip().lower().startswith(("http://", "https://")):
            url, _, note = admitted("evidence", typed).strip().partition(" ")
            return EvidenceEntry(side, url=admitted_line("address", url, most=4000), note=note.strip() or None)
        found = _EVIDENCE.fullmatch(admitted("evidence", typed).strip())
        if not found:
            raise NotAnId(typed, FORMS)
        note, placed = found["note"], found["start"] is not None or found["words"] is not None
        number = number_of(found["what"], "P")
        if number is not None and not placed:
            return EvidenceEntry(side, appearance=self._appearance(number), note=note)
        number = numbered(self.session, found["what"], "A")
        if number is None:
            raise NotAnId(typed, FORMS)
        at: Place | None = (int(found["start"]), int(found["end"])) if found["start"] is not None else None
        if at is not None and at[0] >= at[1]:
            raise NotAnId(typed, "a place whose end lies after its start, such as A-4:1005-1051")
        article = self._article(number)
        if at is not None:
            self.recorder.texts.refuse_beyond(self.articles[article], at, article)
        entry = EvidenceEntry(side, article=article, at=at, wording=found["words"], note=note)
        return Placing(self.recorder.texts, self.articles).evidence(entry)

    def _appearance(self, number: int) -> str:
        rows = self.session.connection.execute(
            select(Appearance.c.seq, Appearance.c.claim, withdrawn(Appearance.c.seq)).where(
                Appearance.c.number == number
            ),
            {"upto": self.session.upto},
        ).all()
        if any(r.claim != self.claim.seq for r in rows):
            raise BadText(
                "evidence", f"P-{number} is an appearance of another claim than {self.claim.id}; name its article"
            )
        return self._found("P", number, [r.seq for r in rows if not r.withdrawn], self.appearances)

    def _article(self, number: int) -> str:
        first = select(Article.c.seq).where(Article.c.number == number).scalar_subquery()
        rows = self.session.connection.execute(
            select(
                Article.c.seq,
                Article.c.first,
                Article.c.version,
                Article.c.outlet,
                Article.c.case_file,
                withdrawn(Article.c.seq),
            ).where((Article.c.seq == first) | (Article.c.first == first)),
            {"upto": self.session.upto},
        ).all()
        live = standing(rows)
        if any(r.case_file != self.claim.case_file for r in live.values()):
            raise BadText("evidence", f"A-{number} belongs to another case than {self.claim.id}, {self.claim.case_key}")
        id = self._found("A", number, list(live), self.articles)
        outlet = next(iter(live.values())).outlet
        published = self.session.connection.execute(
            select(SourceNow.c.source).where(
                SourceNow.c.source == outlet, SourceNow.c.kind.in_(OFFICIAL), SourceNow.c.unnamed == 0
            )
        )
        if published.first() is not None:
            self.official.add(id)
        return id

    def _found(self, letter: str, number: int, seqs: list[int], known: dict[str, int]) -> str:
        if not seqs:
            raise no_such(self.session, letter, number)
        known[f"{letter}-{number}"] = seqs[0]
        return f"{letter}-{number}"
