"""A case said aloud: the command lines that make it on an empty database, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from claims.entries import (
    AppearanceEntry,
    ArticleEntry,
    AttributionEntry,
    CaseEntry,
    ClaimEntry,
    DateEntry,
    EvidenceEntry,
    HedgeEntry,
    ReviewEntry,
    SnapshotEntry,
    SourceEntry,
    TieEntry,
)
from claims.vocabulary import Basis, DateBasis, HedgeScope, Side, Stage, Stance


@dataclass(frozen=True, slots=True)
class Line:
    """A command line, and who types it (None: whoever sits there)."""

    words: tuple[str, ...]
    who: str | None = None


def dictated(case: CaseEntry) -> list[Line]:
    """The command lines that say the case."""
    return list(_Dictation(case).lines())


class _Dictation:
    def __init__(self, case: CaseEntry) -> None:
        self.case = case
        self.sources = {source.key: f"S-{n}" for n, source in enumerate(case.sources, 1)}
        self.articles = {article.key: f"A-{n}" for n, article in enumerate(case.articles, 1)}
        self.outlets = {article.key: article.outlet for article in case.articles}
        self.appearances = count(1)
        self.reviews = count(1)

    def lines(self) -> Iterator[Line]:
        yield _line("case", "new", title=self.case.title, last=self.case.key)
        for source in self.case.sources:
            yield from self._source(source)
        for source in self.case.sources:
            yield from self._ties(source)
        for article in self.case.articles:
            yield from self._article(article)
        for article in self.case.articles:
            if article.copy_of is not None:
                yield _line(
                    "article", "copy-of", self.articles[article.key], self.articles[article.copy_of],
                    basis=article.basis, because=article.because if article.basis is not Basis.STATED else None,
                )  # fmt: skip
            for date in article.dated:
                yield _line("article", "edit", self.articles[article.key], **self._date(date))
        ids = {claim.key: f"C-{n}" for n, claim in enumerate(self.case.claims, 1)}
        for claim in self.case.claims:
            yield self._claim(claim)
        for claim in self.case.claims:
            yield from self._chain(ids[claim.key], claim)
        for claim in self.case.claims:
            id = ids[claim.key]
            for link in claim.links:
                yield _line("claim", "link", id, link.kind, ids[link.to], because=link.because)
            if claim.stage is not Stage.NEW:
                yield _line("stage", id, to=claim.stage)
            for request in claim.asked:
                yield _line(
                    "ask", id, of=self.sources[request.of], date=request.date or "", question=request.question, answer=request.answer,
                    answered="" if request.answer is not None and request.answered is None else request.answered,
                    note=request.note, who=request.by,
                )  # fmt: skip

    # --- sources and articles ---

    def _source(self, source: SourceEntry) -> Iterator[Line]:
        words = ["source", "add", *(["--unnamed"] if source.unnamed else [])]
        yield _line(
            *words, kind=source.kind, key=source.key, alias=source.aliases, country=source.country, zone=source.zone,
            language=source.language, url=source.url, note=source.note, last=source.name,
        )  # fmt: skip
        for grade in source.grades:
            yield _line(
                "source", "grade", self.sources[source.key], grade.reliability, because=grade.because, date=grade.date or "", who=grade.by
            )  # fmt: skip

    def _ties(self, source: SourceEntry) -> Iterator[Line]:
        ties = {
            "owner": tuple(map(self._tie, source.owner)),
            "affiliation": tuple(map(self._tie, source.affiliation)),
            "member": tuple(self.sources[key] for key in source.members),
            "known-to": self.sources.get(source.known_to, source.known_to) if source.known_to else None,
        }
        if any(ties.values()):
            yield _line("source", "edit", self.sources[source.key], **dict[str, Any](ties))

    def _tie(self, tie: TieEntry) -> str:
        of = self.sources.get(tie.of, tie.of)
        return of + (f"@{tie.since or ''}..{tie.until or ''}" if tie.since or tie.until else "")

    def _article(self, article: ArticleEntry) -> Iterator[Line]:
        first, *others = article.snapshots or (None,)
        yield _line(
            "article", "new", outlet=self.sources[article.outlet], key=article.key, title=article.title, url=article.url, lang=article.language,
            byline=article.byline, note=article.note, because=article.because, **_reading(first),
        )  # fmt: skip
        for other in others:
            yield _line("article", "edit", self.articles[article.key], **_reading(other))

    def _date(self, date: DateEntry) -> dict[str, Any]:
        return {
            "dated": date.value,
            "date-basis": None if date.basis is DateBasis.PAGE else date.basis.value,
            "date-because": date.because,
            "date-at": self._at(date.in_article, date.at),
        }

    def _at(self, article: str | None, at: tuple[int, int] | None) -> str | None:
        if article is None:
            return None
        return self.articles[article] + (f":{at[0]}-{at[1]}" if at is not None else "")

    # --- claims ---

    def _claim(self, claim: ClaimEntry) -> Line:
        first = claim.versions[0]
        return _line(
            "claim", "new", key=claim.key, kind=claim.kind, claimant=self.sources[claim.claimant] if claim.claimant else None, topic=claim.topics,
            due=claim.due, note=claim.note, date=first.date, because=first.because, who=first.by, last=first.text,
        )  # fmt: skip

    def _chain(self, id: str, claim: ClaimEntry) -> Iterator[Line]:
        steps: dict[str, str] = {}
        for step in claim.appearances:
            steps[step.key] = f"P-{next(self.appearances)}"
            yield from self._appearance(id, steps[step.key], step)
        for hop in claim.attributions:
            yield self._hop(id, hop, steps)
        for number, version in enumerate(claim.versions, 1):
            if number > 1:
                yield _line(
                    "claim", "edit", id, date=version.date or "", because=version.because, who=version.by, last=version.text
                )  # fmt: skip
            for review in claim.reviews:
                if (review.version or len(claim.versions)) == number:
                    yield from self._review(id, review, steps)

    def _appearance(self, claim: str, id: str, step: AppearanceEntry) -> Iterator[Line]:
        understood = step.in_article if step.in_article and self.outlets[step.in_article] == step.source else None
        own = None if step.article == understood or step.article is None else self.articles[step.article]
        first, *others = step.dated or (None,)
        yield _line(
            "words", "add", claim, source=self.sources[step.source], key=step.key, article=own,
            at=f"{step.at[0]}-{step.at[1]}" if step.at else None, part=step.part,
            stance=None if step.stance is Stance.ASSERTS else step.stance, knows=step.knows, because=step.because,
            **{"in": self._at(step.in_article, None), "named-as": step.named_as}, **self._hedges(step.hedges),
            **(self._date(first) if first else {}), last=step.wording,
        )  # fmt: skip
        for date in others:
            yield _line("words", "edit", id, **self._date(date))

    def _hop(self, claim: str, hop: AttributionEntry, steps: dict[str, str]) -> Line:
        return _line(
            "hop", "add", claim, steps[hop.downstream], f"--{hop.manner}", key=hop.key, cue=hop.cue, because=hop.because,
            basis=None if hop.basis is Basis.STATED else hop.basis, at=f"{hop.at[0]}-{hop.at[1]}" if hop.at else None,
            **{"from": steps[hop.upstream], "in": self._at(hop.in_article, None)}, **self._hedges(hop.hedges),
        )  # fmt: skip

    def _hedges(self, hedges: tuple[HedgeEntry, ...]) -> dict[str, Any]:
        def said(hedge: HedgeEntry) -> str:
            where = self._at(hedge.in_article, hedge.at) or (f"{hedge.at[0]}-{hedge.at[1]}" if hedge.at else None)
            return hedge.text + (f"@{where}" if where else "")

        of = {"hedge": HedgeScope.WORDING, "hedged-by": HedgeScope.ATTRIBUTION}
        return {option: tuple(said(h) for h in hedges if h.scope is scope) for option, scope in of.items()}

    def _review(self, claim: str, review: ReviewEntry, steps: dict[str, str]) -> Iterator[Line]:
        evidence = {
            side: tuple(self._evidence(e, steps) for e in review.evidence if e.side is side)
            for side in (Side.FOR, Side.AGAINST)
        }
        yield _line(
            "mark", claim, status=review.status, because=review.because, said=review.said, date=review.date or "",
            reliability=review.reliability, credibility=review.credibility, override=review.override, who=review.by,
            **dict[str, Any]({side.value: pieces for side, pieces in evidence.items()}),
        )  # fmt: skip
        id = f"R-{next(self.reviews)}"
        for verb, opinions in (("approve", review.approved), ("object", review.objected)):
            for opinion in opinions:
                yield _line(verb, id, because=opinion.because, date=opinion.date or "", who=opinion.by)

    def _evidence(self, piece: EvidenceEntry, steps: dict[str, str]) -> str:
        target = piece.url or (steps[piece.appearance] if piece.appearance else self._at(piece.article, piece.at))
        words = f':"{piece.wording}"' if piece.wording is not None else ""
        return f"{target}{words}" + (f" {piece.note}" if piece.note is not None else "")


def _line(
    *words: str, who: str | None = None, last: str | None = None, **options: str | int | tuple[str, ...] | None
) -> Line:
    """A command line: options that are None are left out; `last` stands behind `--`, for it may begin with a dash."""
    said = list(words)
    for name, value in options.items():
        for each in value if isinstance(value, tuple) else () if value is None else (str(value),):
            said += [f"--{name}", each]
    return Line((*said, *(("--", last) if last is not None else ())), who)


def _reading(snapshot: SnapshotEntry | None) -> dict[str, Any]:
    if snapshot is None:
        return {}
    return {
        "sha256": snapshot.sha256,
        "text-sha256": snapshot.text_sha256,
        "length": snapshot.length,
        "reader": snapshot.reader,
    }
