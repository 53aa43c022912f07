"""Taking in a case file: the plan made rows.

The digest of every entry is kept as last taken in. The same digest changes nothing, whatever happened here since; where only the file moved, the
entry gets a new version; where both moved it is a conflict, and nothing is written unless the person says whose to take.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from graphlib import TopologicalSorter

from claims.entries import ArticleEntry, CaseEntry, ClaimEntry, LinkEntry, SnapshotEntry, SourceEntry
from claims.errors import BadCaseFile, ClaimsError, ImportConflict, did_you_mean, some_of
from claims.records import LogHead
from claims.services.claim_parts import ClaimParts
from claims.services.import_plan import Action, Choices, Plan, Step, entry_names, identity, plan, references
from claims.services.recording import Recorder
from claims.services.texts import Placing
from claims.store.dossier import Dossier
from claims.store.engine import WritingSession, close
from claims.store.rows import withdrawing_event
from claims.store.scale import labels
from claims.store.tables import Article, CaseFile, Intake, IntakeItem, Source
from claims.vocabulary import Standing

__all__ = ["Action", "Choices", "Plan", "take_in", "take_in_all"]


def take_in(
    session: WritingSession, case: CaseEntry, content: bytes, file: str, choices: Choices, *, rehearse: bool = False
) -> Plan:
    """Take in a case and close the transaction with its event, when anything is to be written.

    `content` are the file's bytes. ImportConflict where entries moved both here and in the file; with `rehearse` they are only reported, and the
    caller rolls back.
    """
    return take_in_all(session, [(case, content)], None, file, choices, rehearse=rehearse)[0]


def take_in_all(
    session: WritingSession,
    cases: Sequence[tuple[CaseEntry, bytes]],
    log: LogHead | None,
    file: str,
    choices: Choices,
    *,
    rehearse: bool = False,
) -> list[Plan]:
    """Take in several cases as one change, with their case files' bytes. `log`: that of the database in which they stand."""
    for case, _ in cases:
        check_statuses(case.claims, labels(session), file)
    plans = [plan(session, case, said) for (case, _), said in zip(cases, _shared_out(cases, choices), strict=True)]
    conflicts = [named for planned in plans for named in planned.named(Action.CONFLICT)]
    if conflicts and not rehearse:
        raise ImportConflict(file, conflicts)
    written = [] if conflicts else [(p, raw) for p, (_, raw) in zip(plans, cases, strict=True) if p.changes]
    for planned, content in written:
        _refuse_withdrawn(session, planned, file)
        _Writing(session, planned, file, choices).write(hashlib.sha256(content).hexdigest(), log)
    if written:
        what = ", ".join(f"case {planned.case.key}" for planned, _ in written) + (", trusted" if choices.trust else "")
        close(session, "import", what=f"{what}, out of log {log.origin} at row {log.size}" if log else what)
    return plans


def _shared_out(cases: Sequence[tuple[CaseEntry, bytes]], choices: Choices) -> list[Choices]:
    """For each case what was said of its entries; what names none of any is left to the first, which says so."""
    named = [entry_names(case) for case, _ in cases]
    nowhere = (choices.theirs | choices.ours) - frozenset().union(*named)
    shared = []
    for number, names in enumerate(named):
        wanted = names | nowhere if number == 0 else names
        shared.append(replace(choices, theirs=choices.theirs & wanted, ours=choices.ours & wanted))
    return shared


def check_statuses(claims: Iterable[ClaimEntry], known: Mapping[str, object], file: str) -> None:
    """Refuse reviews with a status that the desk's scale, given by id, does not have."""
    for claim in claims:
        for review in claim.reviews:
            if review.status not in known:
                hint = did_you_mean(review.status, known) or f" The scale has: {some_of(list(known), 20)}."
                raise BadCaseFile(file, review.line, f"{review.status} is not a status of this desk's scale.{hint}")


def _refuse_withdrawn(session: WritingSession, planned: Plan, file: str) -> None:
    """Nothing that is to be written may rest on what was withdrawn here; of a case that is new nothing was."""
    if planned.row is None:
        return
    entries: list[ArticleEntry | ClaimEntry] = [*planned.case.articles, *planned.case.claims]
    for entry in entries:
        kind, known = ("claim", identity(entry)) if isinstance(entry, ClaimEntry) else ("article", entry.key)
        if planned.step(kind, known).action not in {Action.NEW, Action.CHANGED}:
            continue
        for what, key, line in references(entry):
            step = planned.named_step(what, key)
            if step.action is not Action.NEW and step.target is None:
                gone = withdrawing_event(session, step.taken.target) if step.taken and step.taken.target else None
                back = f" by {gone}; `claims undo {gone}` brings it back" if gone else ""
                raise BadCaseFile(file, line or entry.line, f"The {what} {key} was withdrawn here{back}.")


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

    def write(self, sha256: str, log: LogHead | None) -> None:
        ledger = self.session.ledger
        if self.row and self.plan.step("case", self.case.key).action is Action.CHANGED:
            version = ledger.next_version(CaseFile, self.row.seq)
            ledger.append(CaseFile, first=self.row.seq, version=version, key=self.row.key, title=self.case.title)
        self._sources()
        self._articles()
        self._claims()
        intake = ledger.append(
            Intake,
            case_file=self.case_file,
            sha256=sha256,
            trusted=int(self.choices.trust),
            log_origin=log.origin if log else None,
            log_size=log.size if log else None,
            log_root=log.root if log else None,
        )
        for step in self.plan.steps.values():
            if step.action is not Action.SAME:
                ledger.append(
                    IntakeItem,
                    intake=intake,
                    case_file=self.case_file,
                    kind=step.kind,
                    identity=step.identity,
                    digest=step.digest,
                    target=self._became(step),
                )

    def _became(self, step: Step) -> int:
        """The thing that an entry became; 0 where what is here was kept instead."""
        if step.action is Action.KEPT:
            return 0
        if step.kind == "case":
            return self.case_file
        return step.target or self.targets[step.kind, step.identity]

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
        for entry in self.case.sources:
            step = self.plan.step("source", entry.key)
            if step.action is Action.NEW:
                rows.append((recorder.source(entry), entry))
                self.targets["source", entry.key] = recorder.sources[entry.key]
                recorder.grades(recorder.sources[entry.key], entry.grades)
            elif step.action is Action.CHANGED and step.target is not None and dossier:
                old = here[step.target]
                if replace(old, grades=()) != replace(entry, grades=()):
                    version = ledger.next_version(Source, step.target)
                    rows.append((recorder.source(entry, first=step.target, version=version), entry))
                there = len(old.grades)
                if entry.grades[:there] != old.grades:  # not only newer ones
                    for grade in dossier.grade_rows(step.target):
                        ledger.retract(grade)
                    there = 0
                recorder.grades(step.target, entry.grades[there:])
        for row, entry in rows:
            recorder.ties(row, entry)

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
                old = here[step.target]
                if replace(old, snapshots=()) != replace(entry, snapshots=()):
                    version = ledger.next_version(Article, step.target)
                    dated.append((recorder.article(entry, first=step.target, version=version), entry))
                if old.snapshots != entry.snapshots:
                    self._readings(step.target, dossier.snapshot_rows(step.target), entry.snapshots)
        ledger.flush()  # what is placed from here on looks for the texts of these readings
        recorder.texts.may_be_asked(recorder.articles.values())
        for row, entry in dated:
            try:
                recorder.article_dates(row, self.placing.dates(entry.dated))
            except ClaimsError as wrong:
                raise BadCaseFile(self.file, entry.line, wrong.sentence) from wrong

    def _readings(self, article: int, here: dict[SnapshotEntry, int], wanted: Sequence[SnapshotEntry]) -> None:
        for snapshot in wanted:
            if snapshot not in here:
                self.recorder.snapshot(article, snapshot)
        for snapshot, seq in here.items():
            if snapshot not in wanted:
                self.session.ledger.retract(seq)

    # --- claims ---

    def _claims(self) -> None:
        links: list[tuple[int, Sequence[LinkEntry]]] = []
        for entry in self.case.claims:
            step = self.plan.step("claim", identity(entry))
            if step.action is Action.NEW:
                claim = self.parts.new(self._placed(entry))
                self.targets["claim", step.identity] = claim
                links.append((claim, entry.links))
            elif step.action is Action.CHANGED and step.target is not None:
                here = self.plan.stored[step.target]
                self.parts.change(here, self._placed(entry))
                links.append((step.target, self.parts.new_links(here, entry)))
            elif step.action is Action.TRUSTED and step.target is not None:
                self.parts.trust(self.plan.stored[step.target])
        # Links come last, for they may point at any claim of the file.
        for claim, wanted in links:
            for link in wanted:
                other = self.plan.named_step("claim", link.to)
                self.recorder.link(claim, other.target or self.targets["claim", other.identity], link)

    def _placed(self, entry: ClaimEntry) -> ClaimEntry:
        """The claim with its words placed in the texts that are kept; what does not stand where it should is said with its line."""
        try:
            return self.placing.claim(entry)
        except ClaimsError as wrong:
            raise BadCaseFile(self.file, self.placing.failed_at or entry.line, wrong.sentence) from wrong


def _originals_first(articles: Sequence[ArticleEntry]) -> list[ArticleEntry]:
    by_key = {a.key: a for a in articles}
    order = TopologicalSorter({a.key: [a.copy_of] if a.copy_of in by_key else [] for a in articles})
    return [by_key[key] for key in order.static_order()]
