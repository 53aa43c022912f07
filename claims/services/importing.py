"""Taking in a case file: the plan made rows.

The digest of every entry is kept as last taken in. The same digest changes nothing, whatever happened here since; where only the file moved, the
entry gets a new version; where both moved it is a conflict, and nothing is written unless the person says whose to take.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from graphlib import TopologicalSorter

from claims.errors import BadCaseFile, ClaimsError, ImportConflict, did_you_mean, some_of
from claims.records import ArticleEntry, CaseEntry, ClaimEntry, LinkEntry, SourceEntry
from claims.services.claim_parts import ClaimParts
from claims.services.import_plan import Action, Choices, Plan, identity, plan
from claims.services.recording import Recorder
from claims.services.texts import Placing
from claims.store.dossier import Dossier
from claims.store.engine import WritingSession, close
from claims.store.scale import labels
from claims.store.tables import Article, CaseFile, Intake, IntakeItem, Source
from claims.vocabulary import Standing

__all__ = ["Action", "Choices", "Plan", "take_in"]


def take_in(
    session: WritingSession, case: CaseEntry, content: bytes, file: str, choices: Choices, *, rehearse: bool = False
) -> Plan:
    """Take in a case and close the transaction with its event, when anything is to be written.

    `content` are the file's bytes. ImportConflict where entries moved both here and in the file; with `rehearse` they are only reported, and the
    caller rolls back.
    """
    _check_statuses(session, case, file)
    planned = plan(session, case, choices)
    conflicts = planned.named(Action.CONFLICT)
    if conflicts and not rehearse:
        raise ImportConflict(file, conflicts)
    if planned.changes:
        _Writing(session, planned, file, choices).write(hashlib.sha256(content).hexdigest())
    return planned


def _check_statuses(session: WritingSession, case: CaseEntry, file: str) -> None:
    known = labels(session)
    for claim in case.claims:
        for review in claim.reviews:
            if review.status not in known:
                hint = did_you_mean(review.status, known) or f" The scale has: {some_of(list(known), 20)}."
                raise BadCaseFile(file, review.line, f"{review.status} is not a status of this desk's scale.{hint}")


class _Writing:
    """The rows of one import."""

    def __init__(self, session: WritingSession, planned: Plan, file: str, choices: Choices) -> None:
        self.session, self.plan, self.file, self.choices = session, planned, file, choices
        self.case, self.row = planned.case, planned.row
        keys = planned.dossier.keys if planned.dossier else None
        if self.row:
            self.case_file = self.row.seq
        else:
            self.case_file = session.ledger.append(CaseFile, version=1, key=self.case.key, title=self.case.title)
        self.recorder = Recorder(
            session,
            self.case_file,
            {key: seq for seq, key in keys.sources.items()} if keys else {},
            {key: seq for seq, key in keys.articles.items()} if keys else {},
        )
        standing = Standing.TRUSTED if choices.trust else Standing.FOREIGN
        self.parts = ClaimParts(session.ledger, self.recorder, standing, self.case.key)
        self.placing = Placing(self.recorder.texts, self.recorder.articles)
        self.targets: dict[tuple[str, str], int] = {}

    def write(self, sha256: str) -> None:
        if self.row and self.plan.step("case", self.case.key).action is Action.CHANGED:
            self.session.ledger.append(
                CaseFile, first=self.row.seq, version=self.row.version + 1, key=self.row.key, title=self.case.title
            )
        self._sources()
        self._articles()
        self._claims()
        intake = self.session.ledger.append(
            Intake, case_file=self.case_file, sha256=sha256, trusted=int(self.choices.trust)
        )
        for step in self.plan.steps.values():
            if step.action in {Action.NEW, Action.CHANGED, Action.KEPT}:
                self.session.ledger.append(
                    IntakeItem,
                    intake=intake,
                    case_file=self.case_file,
                    kind=step.kind,
                    identity=step.identity,
                    digest=step.digest,
                    target=self.targets.get((step.kind, step.identity)) or step.target or self.case_file,
                )
        close(self.session, "import", what=f"case {self.case.key}" + (", trusted" if self.choices.trust else ""))

    def _changed(self, kind: str) -> Dossier | None:
        """The dossier, where an entry of this kind changed."""
        changed = any(s.kind == kind and s.action is Action.CHANGED for s in self.plan.steps.values())
        return self.plan.dossier if changed else None

    # --- sources and articles ---

    def _sources(self) -> None:
        """All sources first, then their ties, which may point at any of them."""
        recorder, ledger = self.recorder, self.session.ledger
        dossier = self._changed("source")
        here = dict(dossier.sources()) if dossier else {}
        rows: list[tuple[int, SourceEntry]] = []
        grades: list[SourceEntry] = []
        for entry in self.case.sources:
            step = self.plan.step("source", entry.key)
            if step.action is Action.NEW:
                rows.append((recorder.source(entry), entry))
                self.targets["source", entry.key] = recorder.sources[entry.key]
                grades.append(entry)
            elif step.action is Action.CHANGED and step.target is not None and dossier:
                old = here[step.target]
                if replace(old, grades=()) != replace(entry, grades=()):
                    version = ledger.next_version(Source, step.target)
                    rows.append((recorder.source(entry, first=step.target, version=version), entry))
                if old.grades != entry.grades:
                    for grade in dossier.grade_rows(step.target):
                        ledger.retract(grade)
                    grades.append(entry)
        for row, entry in rows:
            recorder.ties(row, entry)
        for entry in grades:
            recorder.grades(recorder.sources[entry.key], entry)

    def _articles(self) -> None:
        """Originals before copies; dates last, for they may be read in any article."""
        recorder, ledger = self.recorder, self.session.ledger
        dossier = self._changed("article")
        here = dict(dossier.articles()) if dossier else {}
        # Numbers follow the file, rows follow descent.
        numbers = {
            entry.key: ledger.number(Article)
            for entry in self.case.articles
            if self.plan.step("article", entry.key).action is Action.NEW
        }
        dated: list[tuple[int, ArticleEntry]] = []
        for entry in _originals_first(self.case.articles):
            step = self.plan.step("article", entry.key)
            if step.action is Action.NEW:
                row = recorder.article(entry, number=numbers[entry.key])
                self.targets["article", entry.key] = row
                dated.append((row, entry))
                for snapshot in entry.snapshots:
                    recorder.snapshot(row, snapshot)
            elif step.action is Action.CHANGED and step.target is not None and dossier:
                if replace(here[step.target], snapshots=()) != replace(entry, snapshots=()):
                    version = ledger.next_version(Article, step.target)
                    dated.append((recorder.article(entry, first=step.target, version=version), entry))
                readings = dossier.snapshot_rows(step.target)
                for snapshot in entry.snapshots:
                    if snapshot not in readings:
                        recorder.snapshot(step.target, snapshot)
                for snapshot, seq in readings.items():
                    if snapshot not in entry.snapshots:
                        ledger.retract(seq)
        for row, entry in dated:
            recorder.article_dates(row, entry.dated)

    # --- claims ---

    def _claims(self) -> None:
        work = [(entry, self.plan.step("claim", identity(entry))) for entry in self.case.claims]
        changing = [s.target for _, s in work if s.action in {Action.CHANGED, Action.TRUSTED} and s.target is not None]
        dossier = self.plan.dossier
        stored = {s.claim: s for s in dossier.claims(changing)} if dossier and changing else {}
        links: list[tuple[int, ClaimEntry, Sequence[LinkEntry]]] = []
        for entry, step in work:
            if step.action is Action.NEW:
                claim = self.parts.new(placed := self._placed(entry))
                self.targets["claim", step.identity] = claim
                links.append((claim, placed, placed.links))
            elif step.action is Action.CHANGED and step.target is not None:
                placed = self._placed(entry)
                self.parts.change(stored[step.target], placed)
                links.append((step.target, placed, self.parts.new_links(stored[step.target], placed)))
            elif step.action is Action.TRUSTED and step.target is not None:
                self.parts.trust(stored[step.target], self.plan.untrusted[step.target])
        # Links come last, for they may point at any claim of the case.
        claims = self._claims_by_key()
        for claim, entry, wanted in links:
            for link in wanted:
                if link.to not in claims:
                    raise BadCaseFile(
                        self.file, link.line, f"{entry.identity} links to {link.to}, which was withdrawn here."
                    )
                self.recorder.link(claim, claims[link.to], link)

    def _claims_by_key(self) -> dict[str, int]:
        keys = self.plan.dossier.keys.claims if self.plan.dossier else {}
        made = {name: seq for (kind, name), seq in self.targets.items() if kind == "claim"}
        return {key: seq for seq, key in keys.items() if key is not None} | made

    def _placed(self, entry: ClaimEntry) -> ClaimEntry:
        """The claim with its words placed in the texts that are kept; what does not stand where it should is said with its line."""
        try:
            placed = self.placing.claim(entry)
        except ClaimsError as wrong:
            raise BadCaseFile(self.file, self.placing.failed_at or entry.line, wrong.sentence) from wrong
        last = len(placed.versions)
        return replace(placed, reviews=tuple(replace(r, version=r.version or last) for r in placed.reviews))


def _originals_first(articles: Sequence[ArticleEntry]) -> list[ArticleEntry]:
    by_key = {a.key: a for a in articles}
    order = TopologicalSorter({a.key: [a.copy_of] if a.copy_of in by_key else [] for a in articles})
    return [by_key[key] for key in order.static_order()]
