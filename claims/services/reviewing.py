"""Marking: a review with its grounds, or the reason why the desk's rules refuse it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from claims.chains.origins import origins
from claims.errors import BadText, GroundsMissing, NoSuchId, NotAnId, ReviewedMeanwhile, UnknownWord
from claims.records import ArticleRef, ClaimRecord, EvidenceEntry, Place, ReviewEntry
from claims.services.lookup import LAST, find_claim, number_of, numbered
from claims.services.recording import Recorder
from claims.services.texts import Placing
from claims.store.claim_file import read_claim
from claims.store.engine import WritingSession, close
from claims.store.present import standing, withdrawn
from claims.store.scale import labels, rules
from claims.store.tables import Appearance, Article, Source
from claims.text.door import admitted, admitted_line
from claims.vocabulary import Credibility, Reliability, Said, Side, SourceKind, Standing

_PLACED = re.compile(rf"([Aa]-?[0-9]+|{LAST}):([0-9]{{1,12}})-([0-9]{{1,12}})")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a reviewer says of one or several claims. Evidence: `A-3`, `A-4:1005-1051`, `P-7` or a URL."""

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


@dataclass(frozen=True, slots=True)
class Marked:
    """A review that was recorded, and what the rules have to say of it."""

    review: str
    claim: str
    status: str
    warning: str | None


def mark(session: WritingSession, claims: Sequence[str], judgement: Judgement, today: str) -> tuple[Marked, ...]:
    """Record the judgement on every claim (id or key), all or none; `today` is its date. Closes the transaction."""
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
    for typed in dict.fromkeys(claims):
        found = find_claim(session, typed)
        record = read_claim(session, found.number)
        _check_seen(session, record, judgement.seen)
        evidence = _Targets(session, found.case_file)
        entries = tuple(
            evidence.entry(side, target)
            for side, targets in ((Side.FOR, judgement.evidence_for), (Side.AGAINST, judgement.evidence_against))
            for target in targets
        )
        wanted = grounds_wanted(record, judgement.status, entries, evidence.official, rule)
        if wanted and rule.get("grounds") == "refuse" and override is None:
            raise GroundsMissing(judgement.status, wanted)
        entry = ReviewEntry(
            status=judgement.status,
            because=because,
            by=session.who or "",
            date=today,
            said=judgement.said,
            reliability=judgement.reliability,
            credibility=judgement.credibility,
            evidence=entries,
            override=override if wanted else None,
        )
        _, number = evidence.recorder.review(found.seq, found.version, entry, evidence.appearances, Standing.OWN, None)
        warning = f"{judgement.status} without {wanted}" if wanted and rule.get("grounds") != "off" else None
        marked.append(Marked(f"R-{number}", found.id, judgement.status, warning))
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
        because = " ".join(latest.because.split())
        raise ReviewedMeanwhile(
            record.claim.id, seen, f"{latest.id} by {latest.reviewer}: {latest.status}, because {because}"
        )


def grounds_wanted(
    record: ClaimRecord, status: str, evidence: Iterable[EvidenceEntry], official: Iterable[str], rule: dict[str, str]
) -> str | None:
    """What a status still needs by the desk's rules, or None. `official`: ids of articles that are official records."""
    official = set(official)
    bears = [e for e in evidence if (e.article in official) or not _is_the_claim_itself(record, e)]
    if status in rule.get("grounds_for", "").split():
        if any(e.side is Side.FOR for e in bears) or origins(record.trace).independent_origins >= 2:
            return None
        return "evidence for it beyond the claim's own appearances, or two independent origins"
    if status in rule.get("grounds_against", "").split():
        if any(e.side is Side.AGAINST for e in bears):
            return None
        return "evidence against it beyond the claim's own appearances"
    return None


def _is_the_claim_itself(record: ClaimRecord, evidence: EvidenceEntry) -> bool:
    """Whether evidence is an appearance of the claim or a copy of one: that shows that it was said, not that it is so."""
    appearances = record.trace.appearances
    if evidence.appearance is not None:
        return any(a.id == evidence.appearance for a in appearances)
    if evidence.article is None:
        return False
    for appearance in appearances:
        for article in (appearance.article, appearance.read_in):
            if article is None or not _same_or_copy(article, evidence.article, record):
                continue
            wording = appearance.wording
            if evidence.at is None or wording is None or wording.exact is None:
                return True
            if article.id == evidence.article and wording.at is not None and wording.article == evidence.article:
                if evidence.at[0] < wording.at[1] and wording.at[0] < evidence.at[1]:
                    return True
            elif wording.exact in (evidence.wording or wording.exact):
                return True
    return False


def _same_or_copy(article: ArticleRef, other: str, record: ClaimRecord) -> bool:
    if other in {article.id, article.copy_of}:
        return True
    steps = (a for s in record.trace.appearances for a in (s.article, s.read_in) if a is not None)
    return any(a.id == other and a.copy_of == article.id for a in steps)


@dataclass(slots=True)
class _Targets:
    """Evidence as typed, found in the database; ids serve as the keys of entries."""

    session: WritingSession
    case_file: int
    appearances: dict[str, int] = field(default_factory=dict)
    articles: dict[str, int] = field(default_factory=dict)
    official: set[str] = field(default_factory=set)

    @property
    def recorder(self) -> Recorder:
        return Recorder(self.session, self.case_file, {}, self.articles)

    def entry(self, side: Side, typed: str) -> EvidenceEntry:
        typed = admitted_line("evidence", typed, most=4000)
        if typed.lower().startswith(("http://", "https://")):
            return EvidenceEntry(side, url=typed)
        number = number_of(typed, "P")
        if number is not None:
            return EvidenceEntry(side, appearance=self._appearance(number))
        placed = _PLACED.fullmatch(typed)
        at: Place | None = (int(placed[2]), int(placed[3])) if placed else None
        number = numbered(self.session, placed[1] if placed else typed, "A")
        if number is None:
            raise NotAnId(typed, "evidence as A-3, A-4:1005-1051, P-7 or an http address")
        if at is not None and at[0] >= at[1]:
            raise NotAnId(typed, "a place whose end lies after its start, such as A-4:1005-1051")
        entry = EvidenceEntry(side, article=self._article(number), at=at)
        return Placing(self.recorder.texts, self.articles).evidence(entry)

    def _appearance(self, number: int) -> str:
        rows = self.session.connection.execute(
            select(Appearance.seq, withdrawn(Appearance.seq)).where(Appearance.number == number),
            {"upto": self.session.upto},
        ).all()
        return self._found("P", number, Appearance, [r.seq for r in rows if not r.withdrawn], self.appearances)

    def _article(self, number: int) -> str:
        first = select(Article.seq).where(Article.number == number).scalar_subquery()
        rows = self.session.connection.execute(
            select(Article.seq, Article.first, Article.version, Article.outlet, withdrawn(Article.seq)).where(
                (Article.seq == first) | (Article.first == first)
            ),
            {"upto": self.session.upto},
        ).all()
        live = standing(rows)
        id = self._found("A", number, Article, list(live), self.articles)
        outlet = next(iter(live.values())).outlet
        kind = self.session.connection.execute(
            select(Source.kind)
            .where((Source.seq == outlet) | (Source.first == outlet))
            .order_by(Source.version.desc())
            .limit(1)
        ).scalar()
        if kind in {SourceKind.DOCUMENT, SourceKind.GOVERNMENT}:
            self.official.add(id)
        return id

    def _found(
        self, letter: str, number: int, table: type[Appearance] | type[Article], seqs: list[int], known: dict[str, int]
    ) -> str:
        if not seqs:
            highest = self.session.connection.execute(select(func.max(table.number))).scalar()
            raise NoSuchId(f"{letter}-{number}", f"{letter}-{highest}" if highest else None)
        known[f"{letter}-{number}"] = seqs[0]
        return f"{letter}-{number}"
