"""Rows of one claim folded into records: the versions that stand, with public ids."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import orjson

from claims.records import (
    Appearance,
    Attribution,
    ClaimRecord,
    ClaimRow,
    Evidence,
    Hedge,
    Link,
    Opinion,
    Passage,
    Request,
    Review,
    Trace,
    Version,
)
from claims.store.caches import stage_of
from claims.store.judged import counts, review_that_counts
from claims.store.named import BASES, Named, by_seq, dated, not_withdrawn, words
from claims.store.naming import REDACTED
from claims.store.present import standing
from claims.vocabulary import (
    UNREVIEWED_STATUS,
    Basis,
    ClaimKind,
    Credibility,
    EvidenceState,
    HedgeScope,
    Knows,
    LinkKind,
    Manner,
    Part,
    Reliability,
    Said,
    Side,
    Stage,
    Stance,
    Standing,
    Verdict,
)

HEDGE_SCOPES, KNOWS, MANNERS = words(HedgeScope), words(Knows), words(Manner)
PARTS, STANCES = words(Part), words(Stance)


class ClaimFolder:
    """One claim's rows, by table, and the records they make."""

    def __init__(self, rows: Mapping[str, list[Any]], named: Named) -> None:
        self.rows = rows
        self._named = named
        self._versions = sorted(rows["claim"], key=by_seq)
        self._first = self._versions[0]
        live = standing(self._versions)
        self.withdrawn = not live
        self._now = live.get(self._first.seq, self._first)
        self._standing = {table: standing(rows[table]) for table in ("appearance", "attribution")}
        self._appearance_ids = self._ids("appearance", "P")

    def record(self) -> ClaimRecord:
        claim, appearances = self._claim(), self._appearances()
        return ClaimRecord(
            claim=claim,
            versions=tuple(
                Version(r.version, r.text or REDACTED, r.by or r.recorder, r.date or r.recorded[:10], r.because)
                for r in self._versions
                if not r.withdrawn
            ),
            trace=Trace(claim, appearances, self._attributions()),
            reviews=self._reviews(appearances),
            links=self._links(),
            asked=self._asked(),
            note=self._now.note,
            due=self._now.due,
            topics=tuple(orjson.loads(self._now.topics)) if self._now.topics else (),
            changed=self._changed(),
            claimant=self._named.source(self._now.claimant) if self._now.claimant is not None else None,
            published=self._published(),
            rules=self._named.rules,
        )

    def _published(self) -> str | None:
        """Where our check can be read: the address given last, also after a correction."""
        given = [r for r in self.rows["stage"] if r.url and not r.withdrawn]
        return max(given, key=by_seq).url if given else None

    def _changed(self) -> tuple[str, ...]:
        """What of the chain was recorded or corrected after the transaction of the review that counts."""
        review = self._review_that_counts()
        if review is None:
            return ()
        of = {"appearance": self._appearance_ids, "attribution": self._ids("attribution", "H")}
        changed = {
            ids[row.first or row.seq]: None
            for table, ids in of.items()
            for row in sorted(self.rows[table], key=by_seq)
            if row.seq > review.closed and not row.withdrawn
        }
        links = sorted((*self.rows["outgoing"], *self.rows["incoming"]), key=by_seq)
        changed |= {f"L-{row.number}": None for row in links if row.seq > review.closed and not row.withdrawn}
        decided = (row for row in not_withdrawn(self.rows["decision"]) if row.seq > review.closed)
        changed |= {of["attribution"][row.attribution]: None for row in decided if row.attribution in of["attribution"]}
        return tuple(changed)

    def _review_that_counts(self) -> Any | None:
        rule = self._named.rules.get("second_reviewer", "off")
        return review_that_counts(self.rows["review"], self._approvers(), rule)

    def _claim(self) -> ClaimRow:
        review = self._review_that_counts()
        return ClaimRow(
            id=f"C-{self._first.number}",
            key=self._first.key,
            case=self._now.case_key,
            text=self._now.text or REDACTED,
            kind=ClaimKind(self._now.kind),
            status=review.status if review else UNREVIEWED_STATUS,
            reviewed=review is not None,
            reviewer=(review.reviewer or REDACTED) if review else None,
            reviewed_on=review.date if review else None,
            stage=Stage(stage_of(self.rows["stage"])),
            claimant=self._named.source(self._now.claimant).name if self._now.claimant is not None else None,
            version=self._now.version,
        )

    # --- the chain ---

    def _appearances(self) -> tuple[Appearance, ...]:
        hedges, datings = self._hedges("appearance_hedge"), dated(self.rows["appearance_dating"])
        mentioned = {
            end
            for row in self._standing["attribution"].values()
            if row.cue is not None or row.basis == Basis.STATED
            for end in (row.downstream, row.upstream)
        }
        return tuple(
            Appearance(
                id=self._appearance_ids[appearance],
                key=row.key or self._appearance_ids[appearance].replace("-", "").lower(),
                source=self._named.source(row.source),
                article=self._named.article(row.article),
                read_in=self._named.article(row.read_in),
                part=PARTS[row.part] if row.part else None,
                wording=self._passage(row) if row.wording is not None else None,
                stance=STANCES[row.stance],
                knows=KNOWS[row.knows] if row.knows else None,
                evidence_state=self._evidence_state(row, mentioned=appearance in mentioned),
                named_as=row.named_as,
                because=row.because,
                dated=datings.get(row.seq, ()),
                hedges=hedges.get(row.seq, ()),
            )
            for appearance, row in self._standing["appearance"].items()
        )

    def _evidence_state(self, row: Any, *, mentioned: bool) -> EvidenceState:
        if row.wording is not None:
            if row.article is None or row.article != row.passage_article:
                return EvidenceState.QUOTED
            article = self._named.article(row.article)
            return EvidenceState.HELD if article and article.held else EvidenceState.RECORDED
        return EvidenceState.NAMED if mentioned or row.article is not None else EvidenceState.ALLEGED

    def _attributions(self) -> tuple[Attribution, ...]:
        hedges, ids = self._hedges("attribution_hedge"), self._ids("attribution", "H")
        decided = {r.attribution: r.verdict for r in not_withdrawn(self.rows["decision"])}
        live = self._standing["appearance"]
        return tuple(
            Attribution(
                id=ids[attribution],
                key=row.key,
                downstream=self._appearance_ids[row.downstream],
                upstream=self._appearance_ids[row.upstream],
                manner=MANNERS[row.manner],
                basis=BASES[row.basis],
                cue=self._passage(row) if row.cue is not None else None,
                because=row.because,
                hedges=hedges.get(row.seq, ()),
            )
            for attribution, row in self._standing["attribution"].items()
            if row.downstream in live and row.upstream in live and decided.get(attribution) != Verdict.REJECTED
        )

    def _hedges(self, table: str) -> dict[int, tuple[Hedge, ...]]:
        grouped: dict[int, tuple[Hedge, ...]] = {}
        for row in sorted(self.rows[table], key=by_seq):
            hedge = Hedge(row.text or REDACTED, HEDGE_SCOPES[row.scope], self._passage(row))
            grouped[row.of] = (*grouped.get(row.of, ()), hedge)
        return grouped

    def _passage(self, row: Any) -> Passage | None:
        article = self._named.article(row.passage_article)
        if article is None:
            return None
        at = (row.passage_start_at, row.passage_end_at) if row.passage_start_at is not None else None
        return Passage(article.id, row.passage_exact, at, row.passage_prefix, row.passage_suffix)

    # --- what was found ---

    def _approvers(self) -> dict[int, set[str]]:
        names: dict[int, set[str]] = defaultdict(set)
        for row in self.rows["approval"]:
            if not row.withdrawn:
                names[row.review].add(row.by or "")
        return names

    def _reviews(self, appearances: tuple[Appearance, ...]) -> tuple[Review, ...]:
        approvers, rule = self._approvers(), self._named.rules.get("second_reviewer", "off")
        evidence = self._evidence(appearances)
        opinions = {table: self._opinions(table) for table in ("approval", "objection")}
        return tuple(
            Review(
                id=f"R-{row.number}",
                status=row.status,
                because=row.because or REDACTED,
                reviewer=row.reviewer or REDACTED,
                date=row.date,
                recorded=row.recorded,
                version=row.judged,
                said=Said(row.said) if row.said else None,
                reliability=Reliability(row.reliability) if row.reliability else None,
                credibility=Credibility(row.credibility) if row.credibility else None,
                standing=Standing(row.standing),
                from_case=row.from_case,
                override=row.override,
                counts=counts(row, approvers[row.seq], rule),
                evidence=evidence[row.seq],
                approved=opinions["approval"][row.seq],
                objected=opinions["objection"][row.seq],
            )
            for row in not_withdrawn(self.rows["review"])
        )

    def _evidence(self, steps: tuple[Appearance, ...]) -> dict[int, tuple[Evidence, ...]]:
        appearances = {step.id: step for step in steps} if self.rows["evidence"] else {}
        grouped: dict[int, tuple[Evidence, ...]] = defaultdict(tuple)
        for row in sorted(self.rows["evidence"], key=by_seq):
            if row.appearance is not None:
                target = self._appearance_ids.get(row.appearance, "P-?")
                appearance = appearances.get(target)
                label = appearance.source.name if appearance else "(withdrawn)"
            elif row.article is not None:
                article = self._named.article(row.article)
                target = article.id if article else "A-?"
                label = (article.title or article.outlet.name) if article else "(withdrawn)"
                if row.passage_start_at is not None:
                    target += f":{row.passage_start_at}-{row.passage_end_at}"
                if row.passage_exact:
                    label += f": “{row.passage_exact}”"
            else:
                target = label = row.url or REDACTED
            grouped[row.review] += (Evidence(Side(row.side), target, label, row.note, row.url),)
        return grouped

    def _opinions(self, table: str) -> dict[int, tuple[Opinion, ...]]:
        grouped: dict[int, tuple[Opinion, ...]] = defaultdict(tuple)
        for row in not_withdrawn(self.rows[table]):
            grouped[row.review] += (Opinion(row.by or REDACTED, row.date, row.because),)
        return grouped

    def _links(self) -> tuple[Link, ...]:
        rows = [r for r in not_withdrawn([*self.rows["outgoing"], *self.rows["incoming"]]) if not r.other_withdrawn]
        speakers: dict[str, list[str]] = defaultdict(list)
        said: dict[int, dict[int, Any]] = defaultdict(dict)
        for row in (*self.rows["outgoing_speaker"], *self.rows["incoming_speaker"]):
            said[row.link][row.seq] = row
        for link, versions in said.items():
            for row in standing(versions.values()).values():
                if row.stance == Stance.ASSERTS:
                    speakers[f"L-{link}"].append(f"S-{row.source}")
        return tuple(
            Link(
                f"L-{r.number}",
                LinkKind(r.kind),
                f"C-{r.other_number}",
                r.other_text or "",
                bool(r.outgoing),
                r.because,
                tuple(dict.fromkeys(speakers[f"L-{r.number}"])),
            )
            for r in rows
        )

    def _asked(self) -> tuple[Request, ...]:
        ids = self._ids("request", "Q")
        return tuple(
            Request(ids[request], self._named.source(r.of).name, r.date, r.question, r.answer, r.answered, r.by, r.note)
            for request, r in standing(self.rows["request"]).items()
        )

    def _ids(self, table: str, letter: str) -> dict[int, str]:
        return {r.seq: f"{letter}-{r.number}" for r in self.rows[table] if r.first is None}
