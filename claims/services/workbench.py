"""One claim opened for work by hand: its parts found by what a person types, placed and recorded."""

from dataclasses import dataclass, replace
from typing import Self

from sqlalchemy import select

from claims.errors import AmbiguousName, UnknownWord
from claims.records import AppearanceEntry, AttributionEntry, HedgeEntry
from claims.services.articles import FoundArticle, find_article
from claims.services.lookup import FoundClaim, find_claim, free_key, known_source, numbered, recorder_for
from claims.services.recording import Recorder
from claims.services.texts import Placing
from claims.store.dossier import Dossier, Stored
from claims.store.engine import WritingSession
from claims.store.imports import CaseRow, cases
from claims.store.lists import all_source_names
from claims.store.tables import Appearance


@dataclass(slots=True)
class Workbench:
    """A claim, its parts as entries, and a recorder for its case."""

    session: WritingSession
    claim: FoundClaim
    case: CaseRow
    recorder: Recorder
    stored: Stored

    @classmethod
    def open(cls, session: WritingSession, typed: str) -> Self:
        found = find_claim(session, typed)
        case = next(c for c in cases(session).values() if c.seq == found.case_file)
        stored = next(Dossier(session, case.seq, case.key).claims([found.seq]))
        return cls(session, found, case, recorder_for(session, case), stored)

    def article(self, typed: str) -> FoundArticle:
        """An article of the claim's case, by id or key."""
        found = find_article(self.session, typed, self.case if numbered(self.session, typed, "A") is None else None)
        if found.case.seq != self.case.seq:
            raise UnknownWord("article of this case", typed, self.recorder.articles)
        return found

    def source(self, typed: str) -> str:
        """The key of a source of the claim's case."""
        known = known_source(self.session, self.recorder, typed)
        if known is None:
            raise UnknownWord("source of this case", typed, all_source_names(self.session))
        return known

    def end(self, typed: str) -> str:
        """The key of an appearance: by key, P-5, `A-3` for the one in that article, or its source, which has only one here.

        For a source or an article that has none here, one is made, as in a case file.
        """
        steps, entries = self.stored.appearances, self.stored.entry.appearances
        if typed in steps:
            return typed
        number = numbered(self.session, typed, "P")
        if number is not None:
            seq = self.session.connection.execute(select(Appearance.seq).where(Appearance.number == number)).scalar()
            found = [key for key, step in steps.items() if step == seq]
            if not found:
                raise UnknownWord(f"appearance of {self.claim.id}", typed, steps)
            return found[0]
        if numbered(self.session, typed, "A") is not None:
            article = self.article(typed)
            mine = [a.key for a in entries if a.article == article.key]
            outlet = next(
                e.outlet for _, e in Dossier(self.session, self.case.seq, self.case.key).articles(article.seq)
            )
            return self._only(typed, mine) or self._made(
                AppearanceEntry(free_key(article.key, steps), outlet, article=article.key)
            )
        source = self.source(typed)
        mine = [a.key for a in entries if a.source == source]
        key = source if source not in steps else free_key(source, steps)
        return self._only(typed, mine) or self._made(AppearanceEntry(key, source))

    def _only(self, typed: str, keys: list[str]) -> str | None:
        if len(keys) > 1:
            raise AmbiguousName(f"appearance of {self.claim.id}", typed, keys)
        return keys[0] if keys else None

    def _made(self, entry: AppearanceEntry) -> str:
        self.stored.appearances[entry.key] = self.recorder.appearance(self.claim.seq, entry)
        self.stored.entry = replace(self.stored.entry, appearances=(*self.stored.entry.appearances, entry))
        return entry.key

    def placed_hedges(self, hedges: tuple[HedgeEntry, ...], read_in: str | None) -> tuple[HedgeEntry, ...]:
        """Hedges with their places in the article where the words are read."""
        placing = Placing(self.recorder.texts, self.recorder.articles)
        return placing.appearance(AppearanceEntry("", "", in_article=read_in, hedges=hedges)).hedges

    def hop_ends(self, entry: AttributionEntry) -> dict[str, int]:
        """The appearances that a hop stands between, by key."""
        return {key: self.stored.appearances[key] for key in (entry.downstream, entry.upstream)}
