"""One claim opened for work by hand: its parts found by what a person types, placed and recorded."""

from dataclasses import dataclass, field, replace
from typing import Self

from sqlalchemy import or_, select

from claims.entries import AppearanceEntry, AttributionEntry, HedgeEntry, Place
from claims.errors import AmbiguousName, UnknownWord
from claims.services.articles import FoundArticle, article_of
from claims.services.living import claim_of, live_row
from claims.services.lookup import (
    FoundClaim,
    find_claim,
    free_key,
    known_source,
    live_keys,
    number_in,
    numbered,
    recorder_for,
)
from claims.services.places import TypedWords, placed
from claims.services.recording import Recorder
from claims.store.caches import merges
from claims.store.cases import CaseRow, cases
from claims.store.dossier import Dossier, Stored
from claims.store.engine import WritingSession
from claims.store.lists import all_source_names
from claims.store.present import standing, withdrawn
from claims.store.rows import LoggedRow
from claims.store.tables import Appearance, Article
from claims.text.passages import places


@dataclass(slots=True)
class Workbench:
    """A claim, its parts as entries, and a recorder for its case."""

    session: WritingSession
    claim: FoundClaim
    case: CaseRow
    recorder: Recorder
    stored: Stored
    made: list[str] = field(default_factory=list)
    """What came into being beside what was asked for, in words."""

    @classmethod
    def open(cls, session: WritingSession, typed: str) -> Self:
        found = find_claim(session, typed)
        case = next(c for c in cases(session).values() if c.seq == found.case_file)
        stored = next(Dossier(session, case.seq, case.key).claims([found.seq]))
        return cls(session, found, case, recorder_for(session, case), stored)

    @classmethod
    def holding(cls, session: WritingSession, letter: str, number: int) -> tuple[Self, LoggedRow]:
        """The claim that a live part of one belongs to, and the part's first row."""
        row = live_row(session, letter, number)
        return cls.open(session, claim_of(session, row)), row

    # --- what a person names ---

    def article(self, typed: str) -> FoundArticle:
        """An article of the claim's case, by id or key."""
        return article_of(self.session, typed, self.case)

    def article_keyed(self, key: str) -> FoundArticle:
        seq = self.recorder.articles[key]
        return FoundArticle(number_in(self.session, Article, seq), seq, self.case, key)

    def outlet(self, article: str) -> str:
        """The key of an article's outlet."""
        seq = self.recorder.articles[article]
        rows = self.session.connection.execute(
            select(Article.c.seq, Article.c.first, Article.c.version, Article.c.outlet, withdrawn(Article.c.seq)).where(
                or_(Article.c.seq == seq, Article.c.first == seq)
            ),
            {"upto": self.session.upto},
        ).all()
        outlet = standing(rows)[seq].outlet
        return next(key for key, source in self.recorder.sources.items() if source == outlet)

    def source(self, typed: str) -> str:
        """The key of a source of the claim's case."""
        known = known_source(self.session, self.recorder, typed)
        if known is None:
            raise UnknownWord("source of this case", typed, all_source_names(self.session))
        return known

    def end(self, typed: str) -> str:
        """The key of an appearance: by key, P-5, `A-3` for its outlet's in that article, or its source, which has only one here.

        For a source or an article that has none here, one is made, as in a case file.
        """
        steps, entries = self.stored.appearances, self.stored.entry.appearances
        if typed in steps:
            return typed
        number = numbered(self.session, typed, "P")
        if number is not None:
            row = live_row(self.session, "P", number)
            found = [key for key, seq in steps.items() if seq == row.seq]
            if not found:
                raise UnknownWord(f"appearance of {self.claim.id}", typed, steps)
            return found[0]
        if self._names_article(typed):
            article = self.article(typed)
            outlet = self.outlet(article.key)
            there = [a.key for a in entries if a.article == article.key and a.source == outlet]
            return self._only(typed, there) or self._made(AppearanceEntry(article.key, outlet, article=article.key))
        source = self.source(typed)
        speakers = self._one_with(source)
        theirs = [a.key for a in entries if a.source in speakers]
        return self._only(typed, theirs) or self._made(AppearanceEntry(source, source))

    def _names_article(self, typed: str) -> bool:
        if numbered(self.session, typed, "A") is not None:
            return True
        known = known_source(self.session, self.recorder, typed)
        return known is None and typed in live_keys(self.session, Article, self.case.seq)

    def _one_with(self, source: str) -> set[str]:
        """The keys of the sources of this case that were found to be one with this one."""
        seqs = self.recorder.sources
        into = merges(self.session.connection, self.session.upto, seqs.values())
        end = into.get(seqs[source], seqs[source])
        return {key for key, seq in seqs.items() if into.get(seq, seq) == end}

    def _only(self, typed: str, keys: list[str]) -> str | None:
        if len(keys) > 1:
            named = [f"{self.appearance_id(key)} ({key})" for key in keys]
            raise AmbiguousName(f"appearance of {self.claim.id}", typed, named)
        return keys[0] if keys else None

    def _made(self, entry: AppearanceEntry) -> str:
        entry = replace(entry, key=free_key(entry.key, self.stored.appearances))
        self.stored.appearances[entry.key] = self.recorder.appearance(self.claim.seq, entry)
        self.stored.entry = replace(self.stored.entry, appearances=(*self.stored.entry.appearances, entry))
        self.made.append(f"{self.appearance_id(entry.key)} ({entry.key}), an appearance without words")
        return entry.key

    def appearance_id(self, key: str) -> str:
        return f"P-{number_in(self.session, Appearance, self.stored.appearances[key])}"

    def hop_ends(self, entry: AttributionEntry) -> dict[str, int]:
        """The appearances that a hop stands between, by key."""
        return {key: self.stored.appearances[key] for key in (entry.downstream, entry.upstream)}

    # --- words in articles ---

    def place(self, words: TypedWords, article: str) -> tuple[str | None, Place | None]:
        """Words in an article (its key): the article's own characters and their place."""
        found = self.article_keyed(article)
        return placed(words, self.recorder.texts, found.seq, found.id)

    def hedges(self, hedges: tuple[HedgeEntry, ...], read_in: str | None) -> tuple[HedgeEntry, ...]:
        """Hedges as typed (`hedge_of`) with their places; without an article of their own they stand where the words are read."""
        return tuple(self._hedge(hedge, read_in) for hedge in hedges)

    def moved_hedges(self, hedges: tuple[HedgeEntry, ...], read_in: str | None) -> tuple[HedgeEntry, ...]:
        """Hedges that stand, looked for again where the words are read in another article now."""
        return tuple(h if h.in_article is not None else self._hedge(replace(h, at=None), read_in) for h in hedges)

    def _hedge(self, hedge: HedgeEntry, read_in: str | None) -> HedgeEntry:
        other = self.article(hedge.in_article).key if hedge.in_article is not None else None
        hedge = replace(hedge, in_article=other if other != read_in else None)
        stands_in = hedge.in_article or read_in
        if stands_in is None:
            return hedge
        if hedge.at is None and hedge.in_article is None:
            kept = self.recorder.texts.of(self.recorder.articles[stands_in])
            # A hedge without a place is only said to stand near its words: placed where there is no doubt, else left as it is.
            if kept is None or len(places(hedge.text, kept.text)) != 1:
                return hedge
        at = f"{hedge.at[0]}-{hedge.at[1]}" if hedge.at is not None else None
        text, place = self.place(TypedWords(hedge.text, at=at), stands_in)
        return replace(hedge, text=text or hedge.text, at=place)
