"""The sources and articles that claims name, folded from their rows: the versions that stand, with public ids."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum
from operator import attrgetter
from typing import Any, TypeVar

import orjson

from claims.records import ArticleRef, Dated, Owner, SourceRef
from claims.store.caches import merged_end
from claims.store.naming import REDACTED
from claims.store.present import standing
from claims.text import folding
from claims.vocabulary import Basis, DateBasis, SourceKind, TieKind

UNKNOWN_SOURCE = "(withdrawn source)"

Word = TypeVar("Word", bound=StrEnum)


def words(of: type[Word]) -> Mapping[str, Word]:
    """The members of a closed set by what is stored of them: asked as a class, it takes half a microsecond for each."""
    return {word.value: word for word in of}


BASES, DATE_BASES, SOURCE_KINDS = words(Basis), words(DateBasis), words(SourceKind)


class Named:
    """The sources and articles that claims name, and the desk's rules: folded once for all claims that are read together."""

    def __init__(self, rows: Mapping[str, list[Any]]) -> None:
        """`rows`, by table: source, tie, merge, article, snapshot, article_dating and rule."""
        self.rules = {r.name: r.value for r in standing(rows["rule"]).values() if r.value is not None}
        self._merged = {r.source: r.merged_into for r in not_withdrawn(rows["merge"])}
        self._sources = _sources(rows)
        self.articles = self._fold_articles(rows)

    def source(self, source: int) -> SourceRef:
        """The source that speaks, merges followed; one that was withdrawn under its appearances is shown as such, not left out."""
        return self._sources.get(merged_end(source, self._merged)) or SourceRef(
            "S-0", UNKNOWN_SOURCE, SourceKind.OUTLET, unnamed=True
        )

    def article(self, article: int | None) -> ArticleRef | None:
        return self.articles.get(article) if article is not None else None

    def _fold_articles(self, rows: Mapping[str, list[Any]]) -> dict[int, ArticleRef]:
        numbers = {r.seq: r.number for r in rows["article"] if r.first is None}
        datings = dated(rows["article_dating"])
        snapshots: dict[int, list[Any]] = defaultdict(list)
        for row in sorted(rows["snapshot"], key=by_seq):
            if not row.withdrawn:
                snapshots[row.article].append(row)
        return {
            article: ArticleRef(
                id=f"A-{numbers[article]}",
                title=row.title,
                outlet=self.source(row.outlet),
                url=row.url,
                language=row.language,
                copy_of=f"A-{numbers[row.copy_of]}" if row.copy_of in numbers else None,
                copy_basis=BASES[row.basis] if row.copy_of and row.basis else None,
                copy_because=row.because if row.copy_of else None,
                dated=datings.get(row.seq, ()),
                snapshots=tuple([s.sha256 for s in snapshots[article]]) if article in snapshots else (),
                texts=tuple(dict.fromkeys([s.text_sha256 for s in snapshots[article] if s.text_sha256])) if article in snapshots else (),
                held=article in snapshots and any(s.held for s in snapshots[article]),
            )
            for article, row in standing(rows["article"]).items()
        }  # fmt: skip


def _sources(rows: Mapping[str, list[Any]]) -> dict[int, SourceRef]:
    """The sources that stand, by their first rows."""
    numbers = {r.seq: r.number for r in rows["source"] if r.first is None}
    ties: dict[int, list[Any]] = {}
    for tie in sorted(rows["tie"], key=by_seq):
        ties.setdefault(tie.of, []).append(tie)
    live = standing(rows["source"])
    return {source: _source(row, numbers[source], ties, live) for source, row in live.items()}


def _source(row: Any, number: int, ties: Mapping[int, list[Any]], live: Mapping[int, Any]) -> SourceRef:
    mine = ties.get(row.seq, ())
    above = _owners(mine, ties, live) if mine else ()
    known = next((t for t in mine if t.kind == TieKind.KNOWN_TO), None)
    return SourceRef(
        id=f"S-{number}",
        name=row.name or REDACTED,
        kind=SOURCE_KINDS[row.kind],
        unnamed=bool(row.unnamed),
        known_to=(known.other_name or known.name) if known else None,
        aliases=tuple(orjson.loads(row.aliases)) if row.aliases else (),
        members=tuple([f"S-{t.other_number}" for t in mine if t.kind == TieKind.MEMBER]),
        ties=tuple([_other(t) for t in (*(t for t in mine if t.kind == TieKind.AFFILIATION), *above)]) if mine else (),
        owners=tuple([Owner(_other(t), t.other_name or t.name or "(redacted)", t.since, t.until) for t in above]),
        zone=row.zone,
    )


def _other(tie: Any) -> str:
    """Whom a tie names: the id of a source, or the folded name of who is none here."""
    return f"S-{tie.other_number}" if tie.other_number else folding.key(tie.name or "")


def _owners(mine: Iterable[Any], ties: Mapping[int, list[Any]], live: Mapping[int, Any]) -> list[Any]:
    """The owners of a source and theirs, the nearest first, each once."""
    found = [tie for tie in mine if tie.kind == TieKind.OWNER]
    known = {tie.other for tie in found}
    for tie in found:
        above = ties.get(live[tie.other].seq, ()) if tie.other in live else ()
        new = [t for t in above if t.kind == TieKind.OWNER and (t.other is None or t.other not in known)]
        known |= {t.other for t in new}
        found += new
    return found


def dated(rows: Iterable[Any]) -> dict[int, tuple[Dated, ...]]:
    """The dates of versions, by the row of the version (`of`)."""
    grouped: dict[int, tuple[Dated, ...]] = {}
    for row in sorted(rows, key=by_seq):
        grouped[row.of] = (*grouped.get(row.of, ()), Dated(row.value, DATE_BASES[row.basis], row.because))
    return grouped


def not_withdrawn(rows: Iterable[Any]) -> list[Any]:
    """The rows that nobody withdrew, in the order of the log."""
    return sorted([r for r in rows if not r.withdrawn], key=by_seq)


by_seq = attrgetter("seq")
