"""A claim made at the desk."""

from claims.entries import ClaimEntry, VersionEntry
from claims.services import typed
from claims.services.living import done
from claims.services.lookup import live_keys, number_in, recorder_for, source_or_new, working_case
from claims.store.engine import WritingSession
from claims.store.tables import Claim
from claims.text.door import admitted_line
from claims.values import value
from claims.vocabulary import ClaimKind, SourceKind


@value
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
    date: str | None = None
    """When the text was written so, where that is worth saying; the log knows when it came in."""
    because: str | None = None


@value
class MadeClaim:
    """The claim's id and, where its claimant is a new source, that source's."""

    id: str
    key: str
    made_source: str | None


def new_claim(session: WritingSession, wanted: NewClaim) -> MadeClaim:
    """Record a claim; its key is made of its text where none is given."""
    made = recorded_claim(session, wanted)
    done(session, "claim new", made.id)
    return made


def recorded_claim(session: WritingSession, wanted: NewClaim) -> MadeClaim:
    """The same as a part of a larger change, which its caller closes."""
    text = admitted_line("claim", wanted.text)
    case = working_case(session, wanted.case)
    recorder = recorder_for(session, case)
    claimant, made = None, None
    if wanted.claimant is not None:
        claimant, made = source_or_new(session, recorder, wanted.claimant, wanted.claimant_kind)
    key = typed.key(wanted.key, text, live_keys(session, Claim, case.seq), f"claim of the case {case.key}")
    date, because = typed.date(wanted.date), typed.prose("reason", wanted.because)
    by = session.who if date is not None or because is not None else None
    entry = ClaimEntry(
        key=key,
        versions=(VersionEntry(text, by, date, because),),
        kind=wanted.kind,
        claimant=claimant,
        due=typed.date(wanted.due),
        topics=typed.lines("topic", wanted.topics),
        note=typed.prose("note", wanted.note),
    )
    row = recorder.claim(entry, entry.versions[0])
    return MadeClaim(f"C-{number_in(session, Claim, row)}", key, made)
