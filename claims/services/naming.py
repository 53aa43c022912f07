"""Names that a text gives, and the sources that they are: by the very name or alias, or as a person says; else new ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from claims.entries import Place, SourceEntry
from claims.errors import BadText, NameOfSeveral, NobodyNamed, some_of
from claims.readings import Speaker
from claims.services.articles import FoundArticle
from claims.services.lookup import free_key, number_in, recorder_for, source_or_new
from claims.services.reading import program_lexicon
from claims.store import suggestions as store
from claims.store.cases import CaseRow
from claims.store.engine import WritingSession
from claims.store.tables import Source
from claims.text.door import admitted_line
from claims.text.reported.speakers import only_described
from claims.text.suggested import WayStep
from claims.vocabulary import SourceKind

_MOST = 500


class Namer:
    """Sources of one case for the names of one change. Names that only look alike are never taken for one."""

    def __init__(self, session: WritingSession, case: CaseRow, meant: Mapping[str, str]) -> None:
        self._session = session
        self._recorder = recorder_for(session, case)
        self._meant = {" ".join(name.split()): source for name, source in meant.items()}
        self._used: set[str] = set()
        self._seen: dict[str, None] = {}
        self._made_by_name: dict[str, str] = {}
        self._unnamed: dict[tuple[int, Place], str] = {}
        self.made: list[str] = []
        """What came into being, in words."""

    def key(self, suggestion: str, step: WayStep, written: str, place: tuple[int, Place], known_to: str | None) -> str:
        """The key of the source that a step names. `known_to`: who has it from that source."""
        written = " ".join(written.split())
        names = [name for name in (step.name, written) if name]
        self._seen |= dict.fromkeys(names)
        for name in names:
            if name in self._meant:
                self._used.add(name)
                return self.meant(self._meant[name], step.kind)
        if self._names_nobody(step):
            if place not in self._unnamed:
                self._unnamed[place] = self._new_unnamed(written, step.kind, known_to)
            return self._unnamed[place]
        if step.name is None:
            raise NobodyNamed(suggestion, written)
        return self._named(step.name, step.kind)

    def meant(self, source: str, kind: Speaker) -> str:
        """The source that a person says: one that is there, else a new one of that name."""
        if source in self._made_by_name:
            return self._made_by_name[source]
        key, made = source_or_new(self._session, self._recorder, source, kind_of(kind))
        if made is not None:
            self._made_by_name[source] = key
            self.made.append(f"{made} {source}, a new source")
        return key

    def outlet(self, article: FoundArticle) -> str:
        """The source of the page itself."""
        outlet = store.outlet_of(self._session, article.seq)
        return next(key for key, seq in self._recorder.sources.items() if seq == outlet)

    def refuse_unused(self) -> None:
        """A name that a person explained and that stands nowhere was mistyped."""
        if left := [name for name in self._meant if name not in self._used]:
            raise BadText("source", f"“{left[0]}” is named in none of them; they name {some_of(list(self._seen))}")

    def _names_nobody(self, step: WayStep) -> bool:
        """Whether a source has no name here. `The minister` of two articles are two."""
        if step.name is None:
            return step.kind in {Speaker.UNNAMED, Speaker.OUTLET}
        return step.kind is Speaker.UNNAMED or only_described(step.name, step.kind, program_lexicon().speakers)

    def _named(self, name: str, kind: Speaker) -> str:
        name = admitted_line("name", name, most=_MOST)
        if name in self._made_by_name:
            return self._made_by_name[name]
        exactly, alike = store.sources_called(self._session, name, self._recorder.case_file)
        by_seq = {seq: key for key, seq in self._recorder.sources.items()}
        here = [source for source in exactly if source.seq in by_seq]
        if len(here) > 1:
            raise NameOfSeveral(name, [source.id for source in here])
        if here:
            return by_seq[here[0].seq]
        entry = SourceEntry(key=free_key(name, self._recorder.sources), name=name, kind=kind_of(kind))
        self._made_by_name[name] = entry.key
        row = self._recorder.source(entry)
        looks = [f"{source.id} {source.name}" for source in alike if source.seq in by_seq]
        hint = f"; {some_of(looks)} looks alike, and nothing was joined" if looks else ""
        self.made.append(f"S-{number_in(self._session, Source, row)} {name}, a new source{hint}")
        return entry.key

    def _new_unnamed(self, written: str, kind: Speaker, known_to: str | None) -> str:
        name = admitted_line("name", written, most=_MOST)
        entry = SourceEntry(
            key=free_key(name, self._recorder.sources),
            name=name,
            kind=kind_of(kind),
            unnamed=True,
            known_to=known_to,
        )
        row = self._recorder.source(entry)
        self._recorder.ties(row, entry)
        self.made.append(f"S-{number_in(self._session, Source, row)} {name}, a new source without a name")
        return entry.key


def kind_of(kind: Speaker) -> SourceKind:
    """What a new source is, of what a rule took for it."""
    match kind:
        case Speaker.PERSON | Speaker.UNNAMED:
            return SourceKind.PERSON
        case Speaker.ORGANISATION:
            return SourceKind.ORGANISATION
        case Speaker.GOVERNMENT:
            return SourceKind.GOVERNMENT
        case Speaker.OUTLET:
            return SourceKind.OUTLET
        case Speaker.DOCUMENT:
            return SourceKind.DOCUMENT
        case _:
            assert_never(kind)
