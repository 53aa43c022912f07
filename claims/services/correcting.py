"""Claims corrected, linked, moved along and published; replies asked for."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import select

from claims.entries import LinkEntry, RequestEntry, VersionEntry
from claims.errors import AlreadySaid, BadText, NeverPublished
from claims.services import typed
from claims.services.living import Done, done
from claims.services.lookup import FoundClaim, find_claim, number_in, source_or_new
from claims.services.workbench import Workbench
from claims.store.engine import WritingSession
from claims.store.present import withdrawn
from claims.store.tables import Claim, Link, Request, StageChange
from claims.text.door import admitted_line
from claims.values import value
from claims.vocabulary import ClaimKind, LinkKind, SourceKind, Stage

NO_ANSWER = "none"
"""What a case file writes where no answer came, and so what `--answer` takes for it too."""


# --- the claim itself ------------------------------------------------------------------------------------------------


@value
class ClaimSaid:
    """What a person says of a claim; None: nothing is said, an empty text takes away."""

    text: str | None = None
    kind: ClaimKind | None = None
    claimant: str | None = None
    due: str | None = None
    topics: tuple[str, ...] | None = None
    note: str | None = None


def edit_claim(session: WritingSession, words: str, said: ClaimSaid, because: str | None, today: str) -> str:
    """A new version of a claim; its reviews stay bound to the version they judged. Returns its id.

    A new text carries who wrote it, when (`today`; no day where it is empty) and why; what else changes leaves the text as it was said.
    """
    bench = Workbench.open(session, words)
    old = bench.stored.entry
    claimant = old.claimant
    if said.claimant is not None:
        claimant = _asked_of(session, bench, said.claimant)[0] if said.claimant.strip() else None
    new = replace(
        old,
        kind=said.kind or old.kind,
        claimant=claimant,
        due=typed.date(said.due, old.due),
        topics=typed.lines("topic", said.topics, old.topics),
        note=typed.prose("note", said.note, old.note),
    )
    text = admitted_line("claim", said.text) if said.text is not None else old.versions[-1].text
    reason = typed.prose("reason", because)
    now = old.versions[-1]
    if text != now.text:
        now = VersionEntry(text, session.who, typed.date(today), reason)
    elif new == old:
        raise AlreadySaid(f"{bench.claim.id} says so")
    bench.recorder.claim(new, now, first=bench.claim.seq, version=session.ledger.next_version(Claim, bench.claim.seq))
    return done(session, "claim edit", bench.claim.id, why=reason).id


def link_claims(session: WritingSession, words: str, kind: LinkKind, other: str, because: str | None) -> Done:
    """How a claim stands to another."""
    bench, to = Workbench.open(session, words), find_claim(session, other)
    if to.seq == bench.claim.seq:
        raise BadText("link", f"would lead from {to.id} to itself")
    if to.case_file != bench.claim.case_file:
        raise BadText("link", f"leads to {to.id} of another case, {to.case_key}; links stay within a case")
    there = session.connection.execute(
        select(Link.c.number).where(
            Link.c.claim == bench.claim.seq,
            Link.c.other == to.seq,
            Link.c.kind == kind.value,
            withdrawn(Link.c.seq) == 0,
        ),
        {"upto": session.upto},
    ).first()
    if there is not None:
        raise AlreadySaid(f"L-{there.number} says that {bench.claim.id} {kind} {to.id}")
    reason = typed.prose("reason", because)
    row = bench.recorder.link(bench.claim.seq, to.seq, LinkEntry(kind, "", reason))
    id = f"L-{number_in(session, Link, row)}"
    return done(
        session, "claim link", id, why=reason, what=f"{id}: {bench.claim.id} {kind} {to.id}", claim=bench.claim.id
    )


# --- where the work stands -------------------------------------------------------------------------------------------


def move(session: WritingSession, claims: Iterable[str], stage: Stage, because: str | None) -> Done:
    """Where the work on claims stands from here on; those that stand there already are left out of it."""
    found = {claim.id: claim for claim in (find_claim(session, words) for words in claims)}
    moving = [claim for claim in found.values() if _standing(session, claim) != (stage, None)]
    if not moving:
        raise AlreadySaid(f"{', '.join(found)}: {stage}")
    return _stage(session, moving, stage, because, None, "stage")


def publish(session: WritingSession, words: str, url: str) -> Done:
    """Our check of a claim is out, at this address."""
    address = admitted_line("address", url)
    if not address.lower().startswith(("http://", "https://")):
        raise BadText("address", f"{address} is not one of http or https")
    claim = find_claim(session, words)
    if _standing(session, claim) == (Stage.PUBLISHED, address):
        raise AlreadySaid(f"{claim.id} is published there")
    return _stage(session, [claim], Stage.PUBLISHED, None, address, "publish")


def correct(session: WritingSession, words: str, because: str) -> Done:
    """A published check is corrected, with the reason that readers are given."""
    if not because.strip():
        raise BadText("reason", "is empty; readers are given it")
    claim = find_claim(session, words)
    if not _was_published(session, claim):
        raise NeverPublished(claim.id)
    return _stage(session, [claim], Stage.CORRECTED, because, None, "correct")


def _was_published(session: WritingSession, claim: FoundClaim) -> bool:
    """Whether readers could see the check at any time, as far as that stands."""
    out = StageChange.c.stage.in_([Stage.PUBLISHED, Stage.CORRECTED])
    query = select(StageChange.c.seq).where(StageChange.c.claim == claim.seq, out, withdrawn(StageChange.c.seq) == 0)
    return session.connection.execute(query.limit(1), {"upto": session.upto}).first() is not None


def _standing(session: WritingSession, claim: FoundClaim) -> tuple[Stage, str | None]:
    """The stage of a claim as it was said last, with its address."""
    row = session.connection.execute(
        select(StageChange.c.stage, StageChange.c.url)
        .where(StageChange.c.claim == claim.seq, withdrawn(StageChange.c.seq) == 0)
        .order_by(StageChange.c.seq.desc())
        .limit(1),
        {"upto": session.upto},
    ).first()
    return (Stage(row.stage), row.url) if row else (Stage.NEW, None)


def _stage(
    session: WritingSession,
    claims: Iterable[FoundClaim],
    stage: Stage,
    because: str | None,
    url: str | None,
    kind: str,
) -> Done:
    reason = typed.prose("reason", because)
    ids = []
    for claim in claims:
        session.ledger.append(StageChange, claim=claim.seq, stage=stage.value, because=reason, url=url)
        ids.append(claim.id)
    listed = ", ".join(ids)
    return done(session, kind, listed, why=reason, what=f"{listed}: {stage}" + (f" at {url}" if url else ""))


# --- right of reply --------------------------------------------------------------------------------------------------


@value
class RequestSaid:
    """What a person says of a request for reply; None: nothing is said, an empty text takes away."""

    of: str | None = None
    date: str | None = None
    question: str | None = None
    answer: str | None = None
    answered: str | None = None
    note: str | None = None


def ask(session: WritingSession, words: str, said: RequestSaid, today: str) -> Done:
    """Somebody was asked for a reply: today, where no day is said."""
    bench = Workbench.open(session, words)
    of, made = _asked_of(session, bench, said.of or "")
    asked = replace(said, date=today) if said.date is None else said
    entry = _requested(RequestEntry(of=of, by=session.who), asked, today)
    row = bench.recorder.request(bench.claim.seq, entry)
    return done(session, "ask", f"Q-{number_in(session, Request, row)}", claim=bench.claim.id, made=made)


def edit_request(session: WritingSession, number: int, said: RequestSaid, today: str) -> Done:
    """The answer to a request for reply, which came today where no day is said; or a correction of the request."""
    bench, row = Workbench.holding(session, "Q", number)
    old = bench.stored.entry.asked[bench.stored.asked.index(row.seq)]
    of, made = _asked_of(session, bench, said.of) if said.of is not None else (old.of, ())
    new = _requested(replace(old, of=of), said, today)
    if new == old:
        raise AlreadySaid(f"{row.id} says so")
    version = session.ledger.next_version(Request, row.seq)
    bench.recorder.request(bench.claim.seq, new, first=row.seq, version=version)
    kind = "ask" if said.answer is None else "answer"
    return done(session, kind, row.id, claim=bench.claim.id, made=made)


def _asked_of(session: WritingSession, bench: Workbench, words: str) -> tuple[str, tuple[str, ...]]:
    """The key of a source by any of its names; one that is not known is made, as a person."""
    key, made = source_or_new(session, bench.recorder, words, SourceKind.PERSON)
    return key, (f"{made}, a new source",) if made else ()


def _requested(entry: RequestEntry, said: RequestSaid, today: str) -> RequestEntry:
    """The entry with what was said of it. An answer that is taken away takes its day along."""
    given = "" if said.answer is not None and said.answer.strip() == NO_ANSWER else said.answer
    answer = typed.prose("answer", given, entry.answer)
    came = said.answered
    if came is None and answer != entry.answer:
        came = today if answer is not None else ""
    answered = typed.date(came, entry.answered)
    if answered is not None and answer is None:
        raise BadText("answer", "is missing: --answered says when it came")
    return replace(
        entry,
        date=typed.date(said.date, entry.date),
        question=typed.prose("question", said.question, entry.question),
        answer=answer,
        answered=answered,
        note=typed.prose("note", said.note, entry.note),
    )
