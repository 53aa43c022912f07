"""What an import would do: every entry compared with what was last taken in and with what is here. Reads only."""

import hashlib
from dataclasses import dataclass, field, replace
from enum import StrEnum

from claims.casefile import entry_digest
from claims.records import CaseEntry, ClaimEntry
from claims.store.dossier import Dossier
from claims.store.engine import Session
from claims.store.imports import CaseRow, Taken, cases, foreign_reviews, last_taken, moved_since, namesakes
from claims.text import folding


class Action(StrEnum):
    """What an import does with an entry."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    CONFLICT = "conflict"
    KEPT = "kept"
    """A conflict settled for what is here (`--ours`)."""
    TRUSTED = "trusted"
    """The same entry, whose reviews set statuses from now on (`--trust`)."""


@dataclass(frozen=True, slots=True)
class Choices:
    """How a person settles what an import cannot: keys of entries, or `all`."""

    trust: bool = False
    theirs: frozenset[str] = frozenset()
    ours: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """One entry and what is to be done with it."""

    kind: str
    name: str
    """What people call it: its key, or a keyless claim's text."""
    identity: str
    digest: str
    action: Action
    target: int | None
    """The live thing it is about (`seq`), if there is one."""


@dataclass(slots=True)
class Plan:
    """An import, thought through."""

    case: CaseEntry
    row: CaseRow | None
    dossier: Dossier | None
    steps: dict[tuple[str, str], Step] = field(default_factory=dict)
    """By (kind, identity), in the order of the file."""
    untrusted: dict[int, set[int]] = field(default_factory=dict)
    """Reviews to be trusted from now on, by claim."""
    suggestions: list[str] = field(default_factory=list)
    """Sources that may be those of another case; only a person joins them."""

    def step(self, kind: str, identity: str) -> Step:
        return self.steps[kind, identity]

    def named(self, *actions: Action) -> list[str]:
        """`claim drone-factory` for every entry with one of these actions."""
        return [f"{s.kind} {s.name}" for s in self.steps.values() if s.action in actions]

    @property
    def changes(self) -> bool:
        return any(s.action not in {Action.SAME, Action.CONFLICT} for s in self.steps.values())


def identity(claim: ClaimEntry) -> str:
    """What a claim is known by in the log: its key, or a hash of its first text (no key begins with a space)."""
    return claim.key if claim.key is not None else " " + hashlib.sha256(claim.identity.encode()).hexdigest()


def case_digest(title: str | None) -> str:
    """The digest of what a case says of itself."""
    return hashlib.sha256((title or "").encode()).hexdigest()


def plan(session: Session, case: CaseEntry, choices: Choices) -> Plan:
    """Compare a case with the database."""
    row = cases(session).get(case.key)
    dossier = Dossier(session, row.seq, row.key) if row else None
    planned = Plan(case, row, dossier)
    compare = _Comparison(session, planned, choices, last_taken(session, row.seq) if row else {})
    compare.case_title()
    compare.sources_and_articles()
    compare.claims()
    if choices.trust and row:
        planned.untrusted = foreign_reviews(session, row.seq, row.key)
        compare.trust()
    if any(s.kind == "source" and s.action is Action.NEW for s in planned.steps.values()):
        compare.suggest()
    return planned


@dataclass(slots=True)
class _Comparison:
    session: Session
    plan: Plan
    choices: Choices
    taken: dict[tuple[str, str], Taken]

    def case_title(self) -> None:
        row, case = self.plan.row, self.plan.case
        self._step("case", case.key, case.key, case_digest(case.title), row.seq if row else None)

    def sources_and_articles(self) -> None:
        keys = self.plan.dossier.keys if self.plan.dossier else None
        sources = {key: seq for seq, key in keys.sources.items()} if keys else {}
        articles = {key: seq for seq, key in keys.articles.items()} if keys else {}
        for source in self.plan.case.sources:
            self._step("source", source.key, source.key, entry_digest(source), sources.get(source.key))
        for article in self.plan.case.articles:
            self._step("article", article.key, article.key, entry_digest(article), articles.get(article.key))

    def claims(self) -> None:
        live = self._live_claims()
        for entry in self.plan.case.claims:
            known = identity(entry)
            self._step("claim", entry.identity, known, entry_digest(entry), live.get(known))

    def _live_claims(self) -> dict[str, int]:
        """Live claims by identity; keyless ones by what they were taken in as."""
        if self.plan.dossier is None:
            return {}
        keys = self.plan.dossier.keys.claims
        live = {key: seq for seq, key in keys.items() if key is not None}
        keyless = {seq for seq, key in keys.items() if key is None}
        return live | {
            known: t.target for (kind, known), t in self.taken.items() if kind == "claim" and t.target in keyless
        }

    def _step(self, kind: str, name: str, known: str, digest: str, there: int | None) -> None:
        last = self.taken.get((kind, known))
        if last is None:
            # Never taken in: new, unless somebody made a thing with that key here.
            action = (
                Action.NEW
                if there is None
                else Action.SAME
                if self._digest_here(kind, there) == digest
                else Action.CONFLICT
            )
        elif last.digest == digest:
            action = Action.SAME
        elif there is not None and not moved_since(self.session, kind, last.target, last.seq):
            action = Action.CHANGED
        else:
            action = Action.CONFLICT
        if action is Action.CONFLICT and {name, "all"} & self.choices.theirs:
            action = Action.NEW if there is None else Action.CHANGED
        elif action is Action.CONFLICT and {name, "all"} & self.choices.ours:
            action = Action.KEPT
        self.plan.steps[kind, known] = Step(kind, name, known, digest, action, there)

    def _digest_here(self, kind: str, there: int) -> str:
        """The digest of what is here, as an export would write it."""
        dossier, row = self.plan.dossier, self.plan.row
        if dossier is None or row is None:
            return ""
        match kind:
            case "source":
                return next(entry_digest(entry) for seq, entry in dossier.sources() if seq == there)
            case "article":
                return next(entry_digest(entry) for seq, entry in dossier.articles() if seq == there)
            case "claim":
                return entry_digest(next(dossier.claims([there])).entry)
            case _:
                return case_digest(row.title)

    def trust(self) -> None:
        """The same claims whose reviews had no trust become the business of this import."""
        for key, step in self.plan.steps.items():
            if step.kind == "claim" and step.action is Action.SAME and step.target in self.plan.untrusted:
                self.plan.steps[key] = replace(step, action=Action.TRUSTED)

    def suggest(self) -> None:
        for entry in self.plan.case.sources:
            if entry.unnamed or self.plan.steps["source", entry.key].action is not Action.NEW:
                continue
            found = namesakes(self.session, folding.key(entry.name), self.plan.row.seq if self.plan.row else 0)
            if found:
                self.plan.suggestions.append(
                    f"{entry.name} may be {' or '.join(found)} of another case; names alone join nothing"
                )
