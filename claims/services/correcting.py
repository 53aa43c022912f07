"""Claims corrected, linked, moved along and published; replies asked for."""

from dataclasses import dataclass, replace

from sqlalchemy import select

from claims.errors import AlreadySaid, BadText, NoSuchId
from claims.records import LinkEntry, RequestEntry, VersionEntry
from claims.services.lookup import find_claim, known_source, number_in, source_or_new
from claims.services.workbench import Workbench
from claims.store.engine import WritingSession, close
from claims.store.tables import Claim, Link, Request, StageChange
from claims.text.dates import checked_date
from claims.text.door import admitted, admitted_line
from claims.vocabulary import ClaimKind, LinkKind, SourceKind, Stage


@dataclass(frozen=True, slots=True)
class ClaimSaid:
    """What a person says of a claim; None: nothing is said, an empty text takes away."""

    text: str | None = None
    kind: ClaimKind | None = None
    claimant: str | None = None
    due: str | None = None
    topics: tuple[str, ...] | None = None
    note: str | None = None


def edit_claim(session: WritingSession, typed: str, said: ClaimSaid, because: str | None, today: str) -> str:
    """A new version of a claim; its reviews stay bound to the version they judged. Returns its id."""
    bench = Workbench.open(session, typed)
    old = bench.stored.entry
    claimant = old.claimant
    if said.claimant is not None:
        claimant = (
            source_or_new(session, bench.recorder, said.claimant, SourceKind.PERSON)[0]
            if said.claimant.strip()
            else None
        )
    text = admitted_line("claim", said.text) if said.text is not None else old.versions[-1].text
    new = replace(
        old,
        kind=said.kind or old.kind,
        claimant=claimant,
        due=old.due if said.due is None else (checked_date(said.due) if said.due.strip() else None),
        topics=old.topics
        if said.topics is None
        else tuple(dict.fromkeys(admitted_line("topic", t, most=200) for t in said.topics if t.strip())),
        note=old.note if said.note is None else (admitted_line("note", said.note) if said.note.strip() else None),
    )
    if new == old and text == old.versions[-1].text:
        raise AlreadySaid(f"{bench.claim.id} says so")
    reason = admitted_line("reason", because) if because is not None else None
    version = session.ledger.next_version(Claim, bench.claim.seq)
    said_now = VersionEntry(text, session.who, today, reason)
    bench.recorder.claim(new, said_now, first=bench.claim.seq, version=version)
    close(session, "claim edit", why=reason, what=bench.claim.id)
    return bench.claim.id


def link_claims(session: WritingSession, typed: str, kind: LinkKind, other: str, because: str | None) -> str:
    """How a claim stands to another. Returns the link's id."""
    bench, to = Workbench.open(session, typed), find_claim(session, other)
    if to.seq == bench.claim.seq:
        raise BadText("link", f"would lead from {to.id} to itself")
    if to.case_file != bench.claim.case_file:
        raise BadText("link", f"leads to {to.id} of another case, {to.case_key}; links stay within a case")
    keys = {link.to for link in bench.stored.entry.links if link.kind is kind}
    known = session.connection.execute(select(Claim.key).where(Claim.seq == to.seq)).scalar()
    if known in keys:
        raise AlreadySaid(f"{bench.claim.id} {kind} {to.id}")
    reason = admitted_line("reason", because) if because is not None else None
    row = bench.recorder.link(bench.claim.seq, to.seq, LinkEntry(kind, "", reason))
    id = f"L-{number_in(session, Link, row)}"
    close(session, "claim link", why=reason, what=f"{id}: {bench.claim.id} {kind} {to.id}")
    return id


def move(session: WritingSession, claims: tuple[str, ...], stage: Stage, because: str | None) -> tuple[str, ...]:
    """Where the work on claims stands from here on. Returns their ids."""
    return _stage(session, claims, stage, because, None, "stage")


def publish(session: WritingSession, typed: str, url: str) -> str:
    """Our check of a claim is out, at this address. Returns the claim's id."""
    if not url.lower().startswith(("http://", "https://")):
        raise BadText("address", f"{url} is not one of http or https")
    return _stage(session, (typed,), Stage.PUBLISHED, None, admitted_line("address", url, most=4000), "publish")[0]


def correct(session: WritingSession, typed: str, because: str) -> str:
    """A published check is corrected, with the reason that readers are given. Returns the claim's id."""
    return _stage(session, (typed,), Stage.CORRECTED, because, None, "correct")[0]


def _stage(
    session: WritingSession, claims: tuple[str, ...], stage: Stage, because: str | None, url: str | None, kind: str
) -> tuple[str, ...]:
    reason = admitted_line("reason", because) if because is not None else None
    ids = []
    for typed in dict.fromkeys(claims):
        found = find_claim(session, typed)
        session.ledger.append(StageChange, claim=found.seq, stage=stage.value, because=reason, url=url)
        ids.append(found.id)
    close(session, kind, why=reason, what=f"{', '.join(ids)}: {stage}" + (f" at {url}" if url else ""))
    return tuple(ids)


def ask(session: WritingSession, typed: str, said: RequestEntry) -> str:
    """Somebody was asked for a reply. Returns the request's id."""
    bench = Workbench.open(session, typed)
    of = (
        known_source(session, bench.recorder, said.of)
        or source_or_new(session, bench.recorder, said.of, SourceKind.PERSON)[0]
    )
    entry = RequestEntry(
        of=of,
        date=checked_date(said.date) if said.date else None,
        question=_text("question", said.question),
        answer=_text("answer", said.answer),
        answered=checked_date(said.answered) if said.answered else None,
        by=session.who,
        note=_text("note", said.note),
    )
    row = bench.recorder.request(bench.claim.seq, entry)
    id = f"Q-{number_in(session, Request, row)}"
    close(session, "ask", what=f"{id} about {bench.claim.id}")
    return id


def answered(session: WritingSession, number: int, answer: str, date: str | None) -> str:
    """The answer to a request for reply. Returns the request's id."""
    row = session.connection.execute(
        select(Request.seq, Claim.number).join(Claim, Claim.seq == Request.claim).where(Request.number == number)
    ).first()
    if row is None:
        raise NoSuchId(f"Q-{number}", None)
    bench = Workbench.open(session, f"C-{row.number}")
    if row.seq not in bench.stored.asked:
        raise NoSuchId(f"Q-{number}", None)
    old = bench.stored.entry.asked[bench.stored.asked.index(row.seq)]
    new = replace(old, answer=_text("answer", answer), answered=checked_date(date) if date else old.answered)
    bench.recorder.request(bench.claim.seq, new, first=row.seq, version=session.ledger.next_version(Request, row.seq))
    close(session, "answer", what=f"Q-{number} about {bench.claim.id}")
    return f"Q-{number}"


def _text(field: str, typed: str | None) -> str | None:
    return admitted(field, typed).strip() or None if typed is not None else None
