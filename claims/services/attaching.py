"""Articles given their bytes: what is found in them, and what is gone or changed since another reading."""

from enum import StrEnum

from claims.entries import Place, SnapshotEntry
from claims.errors import AlreadySaid
from claims.services.adding import CheckedPassage, check_passages, keep_body
from claims.services.articles import article_entry, find_article
from claims.services.living import done
from claims.services.lookup import recorder_for
from claims.services.suggesting import keep_suggestions
from claims.store.dossier import Dossier
from claims.store.engine import WritingSession
from claims.store.source_record import article_record
from claims.text.articles import Reading
from claims.text.passages import looks_like, places
from claims.text.reported.reader import Reader
from claims.values import value


class ReadingKind(StrEnum):
    """What bytes are to an article."""

    FIRST = "first"
    KNOWN = "known"
    """Recorded by their hash, and now here."""
    ANOTHER = "another"


class Fate(StrEnum):
    """What became of recorded words in a text that has come."""

    FOUND = "found"
    MOVED = "moved"
    """They stand there, but not at the one recorded place."""
    GONE = "gone"


@value
class AttachedPassage:
    """A recorded passage held against the text that has come."""

    claims: tuple[str, ...]
    exact: str | None
    at: Place | None
    """Where it stands; of one that moved, the first such place."""
    fate: Fate
    problem: str | None
    """Why it is not where it was recorded, as a sentence."""
    hint: str | None
    """Of words that are gone: how they do stand in the text, with other capitals or the like."""


@value
class Attached:
    """What came of giving an article its bytes."""

    article: str
    event: str
    kind: ReadingKind
    passages: tuple[AttachedPassage, ...]
    claims: tuple[str, ...]
    """Every claim that rests on the article."""
    mismatches: tuple[str, ...]
    """Where the recorded length or text hash differs from what was read."""
    suggestions: int = 0
    """What the rules found in it that waits for a person's decision."""


def attach(session: WritingSession, words: str, reading: Reading, reader: Reader | None = None) -> Attached:
    """Give an article bytes; where it has other ones, another reading. Says which recorded wordings stand in this one.

    `reader`: reads what is kept, and what it finds is kept as suggestions.
    """
    found = find_article(session, words)
    readings = Dossier(session, found.case.seq, found.case.key).snapshot_rows(found.seq)
    recorded = [r for r in readings if r.sha256 == reading.sha256]
    kind = ReadingKind.KNOWN if recorded else ReadingKind.ANOTHER if readings else ReadingKind.FIRST
    kept = keep_body(session, reading)
    if recorded and not kept:
        raise AlreadySaid(f"{found.id} has these bytes")
    if not recorded:
        snapshot = SnapshotEntry(reading.sha256, reading.text_sha256, reading.length, reading.reader)
        recorder_for(session, found.case).snapshot(found.seq, snapshot)
    passages = tuple(_held(p, reading.text) for p in check_passages(session, reading, [found.seq], [found.id]))
    resting = article_record(session, found.seq, article_entry(session, found), found.case.key).claims
    suggested = keep_suggestions(session, reading, reader)
    closed = done(session, "article attach", found.id, what=f"{found.id}, {kind} reading, {reading.length} characters")
    return Attached(
        article=found.id,
        event=closed.event,
        kind=kind,
        passages=passages,
        claims=tuple(id for id, _ in resting),
        mismatches=tuple(m for r in recorded for m in _mismatches(r, reading)),
        suggestions=suggested,
    )


def _held(passage: CheckedPassage, text: str) -> AttachedPassage:
    """What became of a recorded passage."""
    exact = passage.exact or ""
    if passage.problem is None:
        return AttachedPassage(passage.claims, passage.exact, passage.at, Fate.FOUND, None, None)
    elsewhere = places(exact, text)
    if elsewhere:
        return AttachedPassage(passage.claims, passage.exact, elsewhere[0], Fate.MOVED, passage.problem, None)
    return AttachedPassage(
        passage.claims, passage.exact, None, Fate.GONE, passage.problem, looks_like(exact, text) if exact else None
    )


def _mismatches(recorded: SnapshotEntry, reading: Reading) -> list[str]:
    if recorded.reader is not None and recorded.reader != reading.reader:
        return []  # another reader makes another text
    found = []
    if recorded.length is not None and recorded.length != reading.length:
        found.append(f"It is recorded with {recorded.length} characters; the text has {reading.length}.")
    if recorded.text_sha256 is not None and recorded.text_sha256 != reading.text_sha256:
        found.append(
            f"It is recorded with the text hash {recorded.text_sha256[:12]}…; the text has {reading.text_sha256[:12]}…."
        )
    return found
