"""Entries written into the log: the one place where sources, articles, claims and their parts become rows."""

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Table

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
from claims.services.texts import Texts
from claims.store.engine import WritingSession
from claims.store.tables import (
    Appearance,
    Approval,
    Article,
    Attribution,
    Claim,
    Dating,
    Evidence,
    Grade,
    Hedge,
    Link,
    Objection,
    Passage,
    Request,
    Review,
    Snapshot,
    Source,
    StageChange,
    Tie,
)
from claims.text.passages import context
from claims.vocabulary import Basis, Stage, Standing, TieKind


@dataclass(slots=True)
class Recorder:
    """Writes a case's entries; `sources` and `articles` are its live ones by key (`seq` of first rows)."""

    session: WritingSession
    case_file: int
    sources: MutableMapping[str, int]
    articles: MutableMapping[str, int]
    texts: Texts = field(init=False)

    def __post_init__(self) -> None:
        self.texts = Texts(self.session)

    # --- sources ---

    def source(
        self, entry: SourceEntry, *, number: int | None = None, first: int | None = None, version: int = 1
    ) -> int:
        """A source's version row, without its ties (`ties` writes them when all sources are known). Returns its `seq`."""
        ledger = self.session.ledger
        row = ledger.append(
            Source,
            first=first,
            version=version,
            number=(number or ledger.number(Source)) if first is None else None,
            case_file=self.case_file,
            key=entry.key,
            name=entry.name,
            kind=entry.kind.value,
            unnamed=int(entry.unnamed),
            aliases=_packed(entry.aliases),
            country=entry.country,
            zone=entry.zone,
            language=entry.language,
            url=entry.url,
            note=entry.note,
        )
        self.sources[entry.key] = first or row
        return row

    def ties(self, version: int, entry: SourceEntry) -> None:
        """Who owns, employs, belongs to or knows a source; `version` is the source's version row."""
        known = (TieEntry(entry.known_to),) if entry.known_to else ()
        for kind, ties in (
            (TieKind.OWNER, entry.owner),
            (TieKind.AFFILIATION, entry.affiliation),
            (TieKind.MEMBER, tuple(TieEntry(m) for m in entry.members)),
            (TieKind.KNOWN_TO, known),
        ):
            for tie in ties:
                other = self.sources.get(tie.of)
                self.session.ledger.append(
                    Tie,
                    source_version=version,
                    kind=kind.value,
                    other=other,
                    name=tie.of if other is None else None,
                    since=tie.since,
                    until=tie.until,
                )

    def grades(self, source: int, grades: Iterable[GradeEntry]) -> None:
        """How reliable a source was found, over time."""
        for grade in grades:
            self.session.ledger.append(
                Grade,
                source=source,
                reliability=grade.reliability.value,
                because=grade.because,
                by=grade.by,
                date=grade.date,
            )

    # --- articles ---

    def article(
        self, entry: ArticleEntry, *, number: int | None = None, first: int | None = None, version: int = 1
    ) -> int:
        """An article's version row, without dates and snapshots. Its original is recorded before it. Returns its `seq`."""
        ledger = self.session.ledger
        row = ledger.append(
            Article,
            first=first,
            version=version,
            number=(number or ledger.number(Article)) if first is None else None,
            case_file=self.case_file,
            key=entry.key,
            outlet=self.sources[entry.outlet],
            title=entry.title,
            url=entry.url,
            language=entry.language,
            byline=entry.byline,
            note=entry.note,
            copy_of=self.articles[entry.copy_of] if entry.copy_of else None,
            basis=entry.basis.value if entry.copy_of or entry.basis is not Basis.STATED else None,
            because=entry.because,
        )
        self.articles[entry.key] = first or row
        return row

    def snapshot(self, article: int, entry: SnapshotEntry) -> int:
        """A reading of an article, without its bytes."""
        return self.session.ledger.append(
            Snapshot,
            article=article,
            sha256=entry.sha256,
            text_sha256=entry.text_sha256,
            length=entry.length,
            reader=entry.reader,
        )

    def article_dates(self, version: int, dates: Iterable[DateEntry]) -> None:
        for date in dates:
            self.session.ledger.append(Dating, article_version=version, **self._date(date))

    # --- claims ---

    def claim(self, entry: ClaimEntry, said: VersionEntry, *, first: int | None = None, version: int = 1) -> int:
        """One version row of a claim. Returns its `seq`."""
        ledger = self.session.ledger
        return ledger.append(
            Claim,
            first=first,
            version=version,
            number=ledger.number(Claim) if first is None else None,
            case_file=self.case_file,
            key=entry.key,
            text=said.text,
            kind=entry.kind.value,
            claimant=self.sources[entry.claimant] if entry.claimant else None,
            due=entry.due,
            topics=_packed(entry.topics),
            note=entry.note,
            by=said.by,
            date=said.date,
            because=said.because,
        )

    def stage(self, claim: int, stage: Stage, because: str | None = None) -> int:
        return self.session.ledger.append(StageChange, claim=claim, stage=stage.value, because=because)

    def appearance(self, claim: int, entry: AppearanceEntry, *, first: int | None = None, version: int = 1) -> int:
        """One version row of an appearance, with its hedges and dates. Returns its `seq`."""
        ledger = self.session.ledger
        read_in = self.articles[entry.in_article] if entry.in_article else None
        own = read_in if entry.article == entry.in_article else self.articles[entry.article] if entry.article else None
        row = ledger.append(
            Appearance,
            first=first,
            version=version,
            number=ledger.number(Appearance) if first is None else None,
            claim=claim,
            key=entry.key,
            source=self.sources[entry.source],
            article=own,
            read_in=read_in,
            part=entry.part.value if entry.part else None,
            wording=self._passage_if_any(read_in, entry.wording, entry.at),
            stance=entry.stance.value,
            knows=entry.knows.value if entry.knows else None,
            named_as=entry.named_as,
            because=entry.because,
        )
        self._hedges(entry.hedges, read_in, appearance_version=row)
        for date in entry.dated:
            ledger.append(Dating, appearance_version=row, **self._date(date))
        return row

    def attribution(
        self,
        claim: int,
        entry: AttributionEntry,
        steps: Mapping[str, int],
        *,
        first: int | None = None,
        version: int = 1,
    ) -> int:
        """One version row of a hop, with its hedges; `steps` are the claim's appearances by key. Returns its `seq`."""
        ledger = self.session.ledger
        read_in = self.articles[entry.in_article] if entry.in_article else None
        row = ledger.append(
            Attribution,
            first=first,
            version=version,
            number=ledger.number(Attribution) if first is None else None,
            claim=claim,
            key=entry.key,
            downstream=steps[entry.downstream],
            upstream=steps[entry.upstream],
            manner=entry.manner.value,
            basis=entry.basis.value,
            cue=self._passage_if_any(read_in, entry.cue, entry.at),
            read_in=read_in,
            because=entry.because,
        )
        self._hedges(entry.hedges, read_in, attribution_version=row)
        return row

    def link(self, claim: int, other: int, entry: LinkEntry) -> int:
        ledger = self.session.ledger
        return ledger.append(
            Link, number=ledger.number(Link), claim=claim, other=other, kind=entry.kind.value, because=entry.because
        )

    def request(self, claim: int, entry: RequestEntry, *, first: int | None = None, version: int = 1) -> int:
        ledger = self.session.ledger
        return ledger.append(
            Request,
            first=first,
            version=version,
            number=ledger.number(Request) if first is None else None,
            claim=claim,
            of=self.sources[entry.of],
            date=entry.date,
            question=entry.question,
            answer=entry.answer,
            answered=entry.answered,
            by=entry.by,
            note=entry.note,
        )

    # --- reviews ---

    def review(
        self,
        claim: int,
        version: int,
        entry: ReviewEntry,
        steps: Mapping[str, int],
        standing: Standing,
        from_case: str | None,
    ) -> tuple[int, int]:
        """A review with its evidence and colleagues' opinions; `version` is the version row judged. Returns `seq` and number."""
        ledger = self.session.ledger
        number = ledger.number(Review)
        row = ledger.append(
            Review,
            number=number,
            claim=claim,
            claim_version=version,
            status=entry.status,
            said=entry.said.value if entry.said else None,
            reliability=entry.reliability.value if entry.reliability else None,
            credibility=entry.credibility.value if entry.credibility else None,
            because=entry.because,
            reviewer=entry.by,
            date=entry.date,
            standing=standing.value,
            from_case=from_case,
            override=entry.override,
        )
        for evidence in entry.evidence:
            self._evidence(row, evidence, steps)
        for table, opinions in ((Approval, entry.approved), (Objection, entry.objected)):
            for opinion in opinions:
                self.opinion(table, row, opinion)
        return row, number

    def opinion(self, table: Table[Any], review: int, entry: OpinionEntry) -> int:
        """What a colleague says of a review."""
        return self.session.ledger.append(table, review=review, by=entry.by, date=entry.date, because=entry.because)

    def _evidence(self, review: int, entry: EvidenceEntry, steps: Mapping[str, int]) -> None:
        article = self.articles[entry.article] if entry.article else None
        self.session.ledger.append(
            Evidence,
            review=review,
            side=entry.side.value,
            article=article,
            appearance=steps[entry.appearance] if entry.appearance else None,
            passage=self._passage_if_any(article, entry.wording, entry.at),
            url=entry.url,
            note=entry.note,
        )

    # --- passages ---

    def passage(self, article: int, words: str | None, at: Place | None) -> int:
        """Words anchored in the reading of an article in which they stand; the surroundings too, where its text is kept."""
        kept = self.texts.holding(article, words, at)
        prefix, suffix = context(at, kept.text) if kept and at else (None, None)
        return self.session.ledger.append(
            Passage,
            article=article,
            snapshot=kept.snapshot if kept else None,
            start_at=at[0] if at else None,
            end_at=at[1] if at else None,
            exact=kept.text[at[0] : at[1]] if kept and at else words,
            prefix=prefix or None,
            suffix=suffix or None,
        )

    def _passage_if_any(self, article: int | None, words: str | None, at: Place | None) -> int | None:
        return None if article is None or (words is None and at is None) else self.passage(article, words, at)

    def _hedges(
        self,
        hedges: Iterable[HedgeEntry],
        read_in: int | None,
        *,
        appearance_version: int | None = None,
        attribution_version: int | None = None,
    ) -> None:
        for hedge in hedges:
            article = self.articles[hedge.in_article] if hedge.in_article else read_in
            placed = article is not None and (hedge.at is not None or hedge.in_article is not None)
            self.session.ledger.append(
                Hedge,
                appearance_version=appearance_version,
                attribution_version=attribution_version,
                scope=hedge.scope.value,
                text=hedge.text,
                passage=self.passage(article, hedge.text, hedge.at) if article is not None and placed else None,
            )

    def _date(self, date: DateEntry) -> dict[str, str | int | None]:
        article = self.articles[date.in_article] if date.in_article else None
        return {
            "value": date.value,
            "basis": date.basis.value,
            "because": date.because,
            "passage": self.passage(article, None, date.at) if article is not None else None,
        }


def _packed(words: tuple[str, ...]) -> str | None:
    return orjson.dumps(words).decode() if words else None
