"""Taking in a case as it is read, entry by entry: for cases too large to hold in memory.

It is one transaction and one event like any import, and leaves what importing the same case whole would leave. Only a case that is
not here yet can be taken in so, for nothing has to be compared.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from sqlalchemy import func, select

from claims.casefile import CaseLines, entry_digest
from claims.casefile.keys import RowsOfKeys
from claims.entries import ArticleEntry, ClaimEntry, LinkEntry, SourceEntry
from claims.errors import BadCaseFile, ClaimsError
from claims.services.claim_parts import ClaimParts
from claims.services.import_plan import identity, suggestions, text_identity
from claims.services.importing import check_statuses
from claims.services.recording import Recorder
from claims.services.texts import Placing
from claims.store.cases import cases
from claims.store.engine import WritingSession, close
from claims.store.scale import labels
from claims.store.tables import CaseFile, Claim, Intake, IntakeItem, SnapshotBody
from claims.values import value
from claims.vocabulary import Standing

SETTLE_AT = 2_000
"""Entries after which what was taken in goes to the database and its caches."""


@value
class TakenLines:
    """What came of a case that was taken in line by line."""

    case: str
    counts: Counter[str]
    """Entries by kind: source, article, claim."""
    suggestions: list[str]
    """Sources that a person should look at."""


def is_here(session: WritingSession, key: str) -> bool:
    """Whether a case of this key is here already, and has to be compared."""
    return key in cases(session)


def take_in_lines(
    session: WritingSession, lines: CaseLines, sha256: str, *, trust: bool, progress: Callable[[int], None]
) -> TakenLines:
    """Take in a case that is not here and close the transaction with its event.

    `sha256`: of the file's bytes. `progress` is told how many lines were read.
    """
    writing = _Writing(session, lines, sha256, trust)
    for entry in lines.entries():
        writing.take(entry)
        progress(lines.line)
    return writing.end()


@dataclass(slots=True)
class _Writing:
    session: WritingSession
    lines: CaseLines
    sha256: str
    trust: bool
    counts: Counter[str] = field(default_factory=Counter)
    tied: list[tuple[int, SourceEntry]] = field(default_factory=list)
    """Sources with ties, which may point at any of them, and their rows."""
    uncompared: list[SourceEntry] = field(default_factory=list)
    """Sources that were not compared with those of other cases yet."""
    told: list[str] = field(default_factory=list)
    dated: list[tuple[int, ArticleEntry]] = field(default_factory=list)
    """Articles with dates that are read in an article, which may be any of them."""
    links: list[tuple[int, ClaimEntry]] = field(default_factory=list)
    """Claims with links, which may lead on to claims that come later."""
    statuses: dict[str, object] = field(init=False)
    held: frozenset[str] = field(init=False)
    recorder: Recorder = field(init=False)
    having_texts: set[int] = field(init=False)
    """Articles of the case of which the database has a text."""
    parts: ClaimParts = field(init=False)
    placing: Placing = field(init=False)
    case_file: int = field(init=False)
    intake: int = field(init=False)

    def __post_init__(self) -> None:
        session, ledger, key = self.session, self.session.ledger, self.lines.key
        self.statuses = dict(labels(session))
        self.held = frozenset(session.connection.execute(select(SnapshotBody.c.sha256)).scalars())
        self.case_file = ledger.append(CaseFile, version=1, key=key, title=self.lines.title)
        self.recorder = Recorder(
            session, self.case_file, RowsOfKeys(self.lines.sources), RowsOfKeys(self.lines.articles)
        )
        self.having_texts = self.recorder.texts.asked_only = set()
        standing = Standing.TRUSTED if self.trust else Standing.FOREIGN
        self.parts = ClaimParts(ledger, self.recorder, standing, key)
        self.placing = Placing(self.recorder.texts, self.recorder.articles)
        self.intake = ledger.append(Intake, case_file=self.case_file, sha256=self.sha256, trusted=int(self.trust))
        self._note("case", key, entry_digest(self.lines.title), self.case_file)

    def take(self, entry: SourceEntry | ArticleEntry | ClaimEntry) -> None:
        match entry:
            case SourceEntry():
                kind, name, row = "source", entry.key, self._source(entry)
            case ArticleEntry():
                kind, name, row = "article", entry.key, self._article(entry)
            case ClaimEntry():
                kind, name, row = "claim", identity(entry), self._claim(entry)
        self.counts[kind] += 1
        self._note(kind, name, entry_digest(entry), row)
        if self.counts.total() % SETTLE_AT == 0:
            self.session.ledger.settle()
            self._compare()

    def end(self) -> TakenLines:
        self.session.ledger.flush()
        self._refuse_twice()
        for row, source in self.tied:
            self.recorder.ties(row, source)
        self._dates()
        for claim, entry in self.links:
            for link in entry.links:
                self.recorder.link(claim, self._other(entry, link), link)
        trusted = ", trusted" if self.trust else ""
        close(self.session, "import", what=f"case {self.lines.key}{trusted}")
        self._compare()
        return TakenLines(self.lines.key, self.counts, self.told)

    def _compare(self) -> None:
        """Note what a person should look at among the sources that came since the last time."""
        self.told += suggestions(self.session, self.uncompared, self.case_file)
        self.uncompared.clear()

    def _note(self, kind: str, name: str, digest: str, row: int) -> None:
        self.session.ledger.append(
            IntakeItem, intake=self.intake, case_file=self.case_file, kind=kind, identity=name, digest=digest, target=row
        )  # fmt: skip

    def _source(self, entry: SourceEntry) -> int:
        row = self.recorder.source(entry)
        self.uncompared.append(entry)
        if entry.owner or entry.affiliation or entry.members or entry.known_to:
            self.tied.append((row, replace(entry, name="", aliases=(), url=None, note=None, grades=())))
        self.recorder.grades(row, entry.grades)
        return row

    def _article(self, entry: ArticleEntry) -> int:
        row = self.recorder.article(entry)
        for snapshot in entry.snapshots:
            self.recorder.snapshot(row, snapshot)
        if not self.held.isdisjoint(snapshot.sha256 for snapshot in entry.snapshots):
            self.having_texts.add(row)
            self.session.ledger.flush()  # what is placed in it looks for its text
        if any(date.in_article is not None for date in entry.dated):
            self.dated.append((row, entry))
        else:
            self.recorder.article_dates(row, entry.dated)
        return row

    def _dates(self) -> None:
        for row, entry in self.dated:
            try:
                self.recorder.article_dates(row, self.placing.dates(entry.dated))
            except ClaimsError as wrong:
                raise self._bad(entry.line, wrong) from wrong

    def _claim(self, entry: ClaimEntry) -> int:
        check_statuses((entry,), self.statuses, self.lines.file)
        try:
            placed = self.placing.claim(entry)
        except ClaimsError as wrong:
            raise self._bad(self.placing.failed_at or entry.line, wrong) from wrong
        claim = self.parts.new(placed)
        if entry.links:
            self.links.append((claim, replace(entry, appearances=(), attributions=(), reviews=(), asked=())))
        return claim

    def _bad(self, line: int | None, wrong: ClaimsError) -> BadCaseFile:
        return BadCaseFile(self.lines.file, line, wrong.sentence)

    def _refuse_twice(self) -> None:
        """Two claims of one key, or of one text without a key, would be one."""
        query = (
            select(func.min(IntakeItem.c.target))
            .where(IntakeItem.c.case_file == self.case_file, IntakeItem.c.kind == "claim")
            .group_by(IntakeItem.c.identity)
            .having(func.count() > 1)
            .limit(1)
        )
        if (claim := self.session.connection.execute(query).scalar()) is not None:
            raise BadCaseFile(
                self.lines.file, None, f"Two claims have one key, or one text and no key: {self._called(claim)}."
            )

    def _called(self, claim: int) -> str:
        row = self.session.connection.execute(select(Claim.c.key, Claim.c.text).where(Claim.c.seq == claim)).one()
        return str(row.key or row.text)

    def _other(self, entry: ClaimEntry, link: LinkEntry) -> int:
        """The claim that a link leads to."""
        for name in (link.to, text_identity(link.to)):
            query = select(IntakeItem.c.target).where(
                IntakeItem.c.case_file == self.case_file, IntakeItem.c.kind == "claim", IntakeItem.c.identity == name
            )
            found = self.session.connection.execute(query).scalar()
            if found is not None and link.to != entry.identity:
                return int(found)
        what = "This claim is linked to itself; name the other one."
        if link.to != entry.identity:
            what = f"There is no claim {link.to} in this file to link to."
        raise BadCaseFile(self.lines.file, link.line, what)
