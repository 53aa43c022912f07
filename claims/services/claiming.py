"""A claim made at the desk."""

from dataclasses import dataclass

from claims.errors import BadText
from claims.records import ClaimEntry, VersionEntry
from claims.services.lookup import free_key, live_keys, number_in, recorder_for, source_or_new, working_case
from claims.store.engine import WritingSession, close
from claims.store.tables import Claim
from claims.text.dates import checked_date
from claims.text.door import admitted_line
from claims.vocabulary import ClaimKind, SourceKind


@dataclass(frozen=True, slots=True)
class NewClaim:
    """What the person says of a claim."""

    text: str
    kind: ClaimKind = ClaimKind.FACT
    claimant: str | None = None
    claimant_kind: SourceKind = SourceKind.PERSON
    topics: tuple[str, ...] = ()
    due: str | None = None
    key: str | None = None
    case: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class MadeClaim:
    """The claim's id and, where its claimant is a new source, that source's."""

    id: str
    key: str
    made_source: str | None


def new_claim(session: WritingSession, wanted: NewClaim) -> MadeClaim:
    """Record a claim; its key is made of its text where none is given."""
    text = admitted_line("claim", wanted.text)
    case = working_case(session, wanted.case)
    recorder = recorder_for(session, case)
    claimant, made = None, None
    if wanted.claimant is not None:
        claimant, made = source_or_new(session, recorder, wanted.claimant, wanted.claimant_kind)
    taken = live_keys(session, Claim, case.seq)
    if wanted.key is not None:
        key = admitted_line("key", wanted.key, most=200)
        if key in taken:
            raise BadText("key", f"{key} belongs to another claim of the case {case.key} already; choose another")
    else:
        key = free_key(text, taken)
    entry = ClaimEntry(
        key=key,
        versions=(VersionEntry(text),),
        kind=wanted.kind,
        claimant=claimant,
        due=checked_date(wanted.due) if wanted.due is not None else None,
        topics=tuple(dict.fromkeys(admitted_line("topic", t, most=200) for t in wanted.topics)),
        note=admitted_line("note", wanted.note) if wanted.note is not None else None,
    )
    row = recorder.claim(entry, entry.versions[0])
    made_id = f"C-{number_in(session, Claim, row)}"
    close(session, "claim new", what=made_id)
    return MadeClaim(made_id, key, made)
