"""What the database holds of a case, as the entries of a case file: what export writes and what import compares with."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Column, or_

from claims.entries import (
    AppearanceEntry,
    ArticleEntry,
    AttributionEntry,
    ClaimEntry,
    DateEntry,
    EvidenceEntry,
    GradeEntry,
    HedgeEntry,
    LinkEntry,
    OpinionEntry,
    Place,
    RequestEntry,
    ReviewEntry,
    SnapshotEntry,
    SourceEntry,
    TieEntry,
    VersionEntry,
)
from claims.store.caches import stage_of
from claims.store.case_rows import CaseKeys, CaseRows, place_of
from claims.store.engine import Session
from claims.store.naming import REDACTED, REDACTED_URL, redacted_key
from claims.store.rows import chunks
from claims.store.tables import (
    Appearance,
    Approval,
    Article,
    Attribution,
    Claim,
    Dating,
    Decision,
    Evidence,
    Grade,
    Hedge,
    Link,
    Objection,
    Request,
    Review,
    Snapshot,
    Source,
    StageChange,
    Tie,
)
from claims.values import value
from claims.vocabulary import (
    Basis,
    ClaimKind,
    Credibility,
    DateBasis,
    HedgeScope,
    Knows,
    LinkKind,
    Manner,
    Part,
    Reliability,
    Said,
    Side,
    SourceKind,
    Stage,
    Stance,
    Standing,
    TieKind,
    Verdict,
)


@dataclass(slots=True)
class Stored:
    """A stored claim as an entry, and where its parts lie in the log (`seq` of first rows), in the order of the entry's."""

    claim: int
    entry: ClaimEntry
    versions: list[int] = field(default_factory=list)
    """A row for each version of the entry: the last of those that say the same."""
    appearances: dict[str, int] = field(default_factory=dict)
    attributions: list[int] = field(default_factory=list)
    links: list[int] = field(default_factory=list)
    reviews: list["StoredReview"] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)


@value
class StoredReview:
    """A stored review as an entry, and its rows."""

    seq: int
    number: int
    entry: ReviewEntry
    standing: Standing
    taken_in: bool
    """Whether it came with an import."""
    approved: tuple[int, ...]
    objected: tuple[int, ...]


class Dossier:
    """One case as it stands at `session.upto`."""

    def __init__(self, session: Session, case_file: int, case_key: str) -> None:
        self.session = session
        self.case_file = case_file
        self.case_key = case_key
        self.rows = CaseRows(session, case_file)
        self.keys = CaseKeys(self.rows)

    # --- sources and articles ---

    def sources(self, only: int | None = None) -> Iterator[tuple[int, SourceEntry]]:
        """The case's sources in the order of their numbers, with their `seq`; or only one."""
        rows = self.rows.things(Source, only)
        versions = [row.seq for row in rows.values()]
        ties = self.rows.children(Tie, Tie.c.source_version, versions)
        grades = self.rows.children(Grade, Grade.c.source, rows)
        for seq, row in rows.items():
            mine = ties[row.seq]
            known = [self._tied(t).of for t in mine if t.kind == TieKind.KNOWN_TO]
            yield (
                seq,
                SourceEntry(
                    key=self.rows.key(Source, seq, row),
                    name=row.name or REDACTED,
                    kind=SourceKind(row.kind),
                    aliases=_json_list(row.aliases),
                    unnamed=bool(row.unnamed),
                    known_to=known[0] if known else None,
                    owner=tuple(self._tied(t) for t in mine if t.kind == TieKind.OWNER),
                    affiliation=tuple(self._tied(t) for t in mine if t.kind == TieKind.AFFILIATION),
                    members=tuple(self._tied(t).of for t in mine if t.kind == TieKind.MEMBER),
                    country=row.country,
                    zone=row.zone,
                    language=row.language,
                    url=row.url,
                    note=row.note,
                    grades=tuple(
                        GradeEntry(Reliability(g.reliability), g.because, g.by, g.date)
                        for g in grades[seq]
                        if not g.withdrawn
                    ),
                ),
            )

    def articles(self, only: int | None = None) -> Iterator[tuple[int, ArticleEntry]]:
        """The case's articles in the order of their numbers, with their `seq`; or only one."""
        rows = self.rows.things(Article, only)
        datings = self._datings(Dating.c.article_version, [row.seq for row in rows.values()])
        snapshots = self.rows.children(Snapshot, Snapshot.c.article, rows)
        for seq, row in rows.items():
            yield (
                seq,
                ArticleEntry(
                    key=self.rows.key(Article, seq, row),
                    outlet=self.keys.sources[row.outlet],
                    title=row.title,
                    url=row.url,
                    language=row.language,
                    byline=row.byline,
                    note=row.note,
                    copy_of=self.keys.articles.get(row.copy_of),
                    basis=Basis(row.basis) if row.basis else Basis.STATED,
                    because=row.because,
                    dated=datings[row.seq],
                    snapshots=tuple(
                        SnapshotEntry(s.sha256, s.text_sha256, s.length, s.reader)
                        for s in snapshots[seq]
                        if not s.withdrawn
                    ),
                ),
            )

    def grade_rows(self, source: int) -> list[int]:
        """The live grades of a source (`seq`)."""
        return [g.seq for g in self.rows.children(Grade, Grade.c.source, [source])[source] if not g.withdrawn]

    def snapshot_rows(self, article: int) -> dict[SnapshotEntry, int]:
        """The live snapshots of an article (`seq`)."""
        rows = self.rows.children(Snapshot, Snapshot.c.article, [article])[article]
        return {SnapshotEntry(s.sha256, s.text_sha256, s.length, s.reader): s.seq for s in rows if not s.withdrawn}

    # --- claims ---

    def claims(self, only: Sequence[int] | None = None) -> Iterator[Stored]:
        """The case's claims in the order of their numbers, or only those given (`claim.seq`), a batch at a time."""
        wanted = list(self.keys.claims) if only is None else list(only)
        for chunk in chunks(wanted):
            yield from self._batch(chunk)

    def _batch(self, claims: Sequence[int]) -> Iterator[Stored]:
        versions: dict[int, list[Any]] = defaultdict(list)
        for row in self.rows.select(Claim, or_(Claim.c.seq.in_(claims), Claim.c.first.in_(claims))):
            if not row.withdrawn:
                versions[row.first or row.seq].append(row)
        appearances = self.rows.of_claims(Appearance, Appearance.c.claim, claims)
        attributions = self.rows.of_claims(Attribution, Attribution.c.claim, claims)
        requests = self.rows.of_claims(Request, Request.c.claim, claims)
        reviews = self.rows.children(Review, Review.c.claim, claims)
        links = self.rows.children(Link, Link.c.claim, claims)
        stages = self.rows.children(StageChange, StageChange.c.claim, claims)
        decided = {
            d.attribution: d.verdict
            for rows in self.rows.children(Decision, Decision.c.claim, claims).values()
            for d in rows
            if not d.withdrawn
        }
        opinions = self._review_parts(reviews)
        words = self._words(appearances, attributions, opinions)
        for claim in claims:
            mine = _Texts(versions[claim])
            now = mine.rows[-1]
            steps = appearances[claim]
            keys = {seq: row.key or f"p{row.number}" for seq, row in steps.items()}
            live_reviews = [self._review(r, mine, keys, opinions, words) for r in reviews[claim] if not r.withdrawn]
            live_links = [r for r in links[claim] if not r.withdrawn and r.other in self.keys.identities]
            hops = {
                seq: row
                for seq, row in attributions[claim].items()
                if row.downstream in keys and row.upstream in keys and decided.get(seq) != Verdict.REJECTED
            }
            yield Stored(
                claim=claim,
                versions=[r.seq for r in mine.rows],
                appearances={keys[seq]: seq for seq in steps},
                attributions=list(hops),
                links=[r.seq for r in live_links],
                reviews=live_reviews,
                asked=list(requests[claim]),
                entry=ClaimEntry(
                    key=self.keys.claims[claim],
                    versions=mine.entries,
                    kind=ClaimKind(now.kind),
                    claimant=self.keys.sources.get(now.claimant),
                    due=now.due,
                    topics=_json_list(now.topics),
                    stage=Stage(stage_of(stages[claim])),
                    note=now.note,
                    appearances=tuple(self._appearance(keys[seq], row, words) for seq, row in steps.items()),
                    attributions=tuple(self._hops(hops.values(), keys, words)),
                    links=tuple(
                        LinkEntry(LinkKind(r.kind), self.keys.identities[r.other], r.because) for r in live_links
                    ),
                    reviews=tuple(r.entry for r in live_reviews),
                    asked=tuple(
                        RequestEntry(self.keys.sources[r.of], r.date, r.question, r.answer, r.answered, r.by, r.note)
                        for r in requests[claim].values()
                    ),
                ),
            )

    def _appearance(self, key: str, row: Any, words: "_Words") -> AppearanceEntry:
        text, at = words.of(row.wording)
        return AppearanceEntry(
            key=key,
            source=self.keys.sources[row.source],
            in_article=self.keys.articles.get(row.read_in),
            article=self.keys.articles.get(row.article),
            part=Part(row.part) if row.part else None,
            wording=text,
            at=at,
            stance=Stance(row.stance),
            knows=Knows(row.knows) if row.knows else None,
            named_as=row.named_as,
            hedges=words.hedges(words.on_appearances[row.seq], row.read_in),
            dated=words.on_dates[row.seq],
            because=row.because,
        )

    def _hops(self, rows: Iterable[Any], keys: dict[int, str], words: "_Words") -> Iterator[AttributionEntry]:
        """Where a redaction took the key by which two hops between the same ends are told apart, one stands in for it."""
        said: set[tuple[int, int]] = set()
        for row in rows:
            ends = (row.downstream, row.upstream)
            key = redacted_key("H", row.seq) if row.key is None and ends in said else row.key
            said |= {ends} if row.key is None else set()
            yield self._attribution(row, key, keys, words)

    def _attribution(self, row: Any, key: str | None, keys: dict[int, str], words: "_Words") -> AttributionEntry:
        text, at = words.of(row.cue)
        return AttributionEntry(
            downstream=keys[row.downstream],
            upstream=keys[row.upstream],
            manner=Manner(row.manner),
            key=key,
            basis=Basis(row.basis),
            cue=text,
            in_article=self.keys.articles.get(row.read_in),
            at=at,
            hedges=words.hedges(words.on_attributions[row.seq], row.read_in),
            because=row.because,
        )

    def _review(
        self, row: Any, texts: "_Texts", keys: dict[int, str], opinions: "_Opinions", words: "_Words"
    ) -> StoredReview:
        approved = [o for o in opinions.approved[row.seq] if not o.withdrawn]
        objected = [o for o in opinions.objected[row.seq] if not o.withdrawn]
        entry = ReviewEntry(
            status=row.status,
            because=row.because or REDACTED,
            by=row.reviewer or REDACTED,
            date=row.date,
            said=Said(row.said) if row.said else None,
            version=texts.numbers.get(row.claim_version),
            reliability=Reliability(row.reliability) if row.reliability else None,
            credibility=Credibility(row.credibility) if row.credibility else None,
            evidence=tuple(self._evidence(e, keys, words) for e in opinions.evidence[row.seq]),
            override=row.override,
            approved=tuple(OpinionEntry(o.by or REDACTED, o.date, o.because) for o in approved),
            objected=tuple(OpinionEntry(o.by or REDACTED, o.date, o.because) for o in objected),
            from_case=row.from_case if row.from_case != self.case_key else None,
        )
        return StoredReview(
            seq=row.seq,
            number=row.number,
            entry=entry,
            standing=Standing(row.standing),
            taken_in=row.from_case is not None,
            approved=tuple(o.seq for o in approved),
            objected=tuple(o.seq for o in objected),
        )

    def _evidence(self, row: Any, keys: dict[int, str], words: "_Words") -> EvidenceEntry:
        text, at = words.of(row.passage)
        return EvidenceEntry(
            side=Side(row.side),
            article=self.keys.articles.get(row.article),
            appearance=keys.get(row.appearance),
            url=REDACTED_URL if row.article is row.appearance is row.url is None else row.url,
            at=at,
            wording=text,
            note=row.note,
        )

    # --- words, dates and opinions ---

    def _tied(self, tie: Any) -> TieEntry:
        return TieEntry(self.keys.sources.get(tie.other) or tie.name or REDACTED, tie.since, tie.until)

    def _datings(self, column: Column[int | None], versions: Sequence[int]) -> dict[int, tuple[DateEntry, ...]]:
        rows = self.rows.children(Dating, column, versions)
        passages = self.rows.passages(d.passage for group in rows.values() for d in group)
        dates: dict[int, tuple[DateEntry, ...]] = defaultdict(tuple)
        for of, group in rows.items():
            for d in group:
                passage = passages.get(d.passage)
                dates[of] += (
                    DateEntry(
                        d.value,
                        DateBasis(d.basis),
                        d.because,
                        self.keys.articles.get(passage.article) if passage else None,
                        place_of(passage),
                    ),
                )
        return dates

    def _words(
        self,
        appearances: dict[int, dict[int, Any]],
        attributions: dict[int, dict[int, Any]],
        opinions: "_Opinions",
    ) -> "_Words":
        steps = [row for rows in appearances.values() for row in rows.values()]
        hops = [row for rows in attributions.values() for row in rows.values()]
        on_appearances = self.rows.children(Hedge, Hedge.c.appearance_version, [r.seq for r in steps])
        on_attributions = self.rows.children(Hedge, Hedge.c.attribution_version, [r.seq for r in hops])
        hedges = [h for group in (*on_appearances.values(), *on_attributions.values()) for h in group]
        evidence = [e for group in opinions.evidence.values() for e in group]
        passages = self.rows.passages(
            [*(r.wording for r in steps), *(r.cue for r in hops), *(p.passage for p in (*hedges, *evidence))]
        )
        dates = self._datings(Dating.c.appearance_version, [r.seq for r in steps])
        return _Words(self.keys, passages, on_appearances, on_attributions, dates)

    def _review_parts(self, reviews: dict[int, list[Any]]) -> "_Opinions":
        seqs = [r.seq for group in reviews.values() for r in group]
        return _Opinions(
            self.rows.children(Evidence, Evidence.c.review, seqs),
            self.rows.children(Approval, Approval.c.review, seqs),
            self.rows.children(Objection, Objection.c.review, seqs),
        )


@dataclass(slots=True)
class _Words:
    """The passages, hedges and dates of a batch of claims."""

    keys: CaseKeys
    passages: dict[int, Any]
    on_appearances: dict[int, list[Any]]
    on_attributions: dict[int, list[Any]]
    on_dates: dict[int, tuple[DateEntry, ...]]

    def of(self, passage: int | None) -> tuple[str | None, Place | None]:
        """Words and place of a passage."""
        if passage is None:
            return None, None
        row = self.passages[passage]
        return row.exact, place_of(row)

    def hedges(self, rows: Iterable[Any], read_in: int | None) -> tuple[HedgeEntry, ...]:
        """Hedges as entries; `in` is left out where it is the article that the hedged words are read in."""
        entries = []
        for row in rows:
            passage = self.passages.get(row.passage)
            article = self.keys.articles.get(passage.article) if passage and passage.article != read_in else None
            entries.append(HedgeEntry(row.text or REDACTED, HedgeScope(row.scope), article, place_of(passage)))
        return tuple(entries)


class _Texts:
    """The versions of a claim's text, as a case file counts them: a row that changes something else alone is no version of the text."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self.rows: list[Any] = []
        self.numbers: dict[int, int] = {}
        entries: list[VersionEntry] = []
        for row in sorted(rows, key=lambda r: r.version):
            entry = VersionEntry(row.text or REDACTED, row.by, row.date, row.because)
            if entries and entry == entries[-1] and _fields(row) != _fields(self.rows[-1]):
                self.rows[-1] = row
            else:
                self.rows.append(row)
                entries.append(entry)
            self.numbers[row.seq] = len(entries)
        self.entries = tuple(entries)


def _fields(claim: Any) -> tuple[object, ...]:
    return claim.kind, claim.claimant, claim.due, claim.topics, claim.note


@dataclass(slots=True)
class _Opinions:
    evidence: dict[int, list[Any]]
    approved: dict[int, list[Any]]
    objected: dict[int, list[Any]]


def _json_list(packed: str | None) -> tuple[str, ...]:
    return tuple(orjson.loads(packed)) if packed else ()
