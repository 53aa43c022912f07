"""Taking in an article: bytes kept untouched, their text beside them, and every recorded passage checked against it."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select

from claims.entries import ArticleEntry, DateEntry, Place, SnapshotEntry, SourceEntry
from claims.errors import ClaimsError, OutletNeeded
from claims.services.lookup import free_key, number_in, recorder_for, source_or_new, working_case
from claims.services.suggesting import keep_suggestions
from claims.store.anchors import anchors_in
from claims.store.engine import WritingSession, close
from claims.store.present import withdrawn
from claims.store.tables import Article, Snapshot, SnapshotBody, Source
from claims.text.articles import Reading
from claims.text.dates import checked_date
from claims.text.door import admitted_line
from claims.text.passages import anchored
from claims.text.reported.reader import Reader
from claims.vocabulary import SourceKind

UNKNOWN_OUTLET = "unknown"
"""What `--outlet` takes where nobody can tell who published an article."""


@dataclass(frozen=True, slots=True)
class CheckedPassage:
    """A recorded passage held against the text that has come: `at` is where it stands, `problem` says why it does not."""

    claims: tuple[str, ...]
    """The claims that rest on it; none for a date of the article itself."""
    exact: str | None
    at: Place | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class Added:
    """What came of an article's bytes."""

    articles: tuple[str, ...]
    """The articles that have these bytes: one that is new, or those that were recorded by their hash."""
    new: bool
    kept: bool
    """Whether the bytes were taken in now; False: they had been kept already, and nothing changed."""
    made_source: str | None
    passages: tuple[CheckedPassage, ...]
    mismatches: tuple[str, ...]
    """Where the recorded length or text hash differs from what was read."""
    suggestions: int = 0
    """What the rules found in it that waits for a person's decision."""


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What the person says of an article."""

    outlet: str | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None
    published: str | None = None
    case: str | None = None


def add_article(
    session: WritingSession, reading: Reading, file: str, facts: ArticleFacts, reader: Reader | None = None
) -> Added:
    """Keep an article. Known by its hash: the bytes go to the articles recorded with it. Known already: nothing changes.

    `reader`: reads what is kept, and what it finds is kept as suggestions.
    """
    snapshots = _snapshots(session, reading.sha256)
    if snapshots:
        taken = keep_body(session, reading)
        suggested = keep_suggestions(session, reading, reader) if taken else 0
        if taken:
            close(session, "add", what=f"text of {', '.join(snapshots)}")
        checked = check_passages(session, reading, [row.article for row in snapshots.values()], list(snapshots))
        return Added(
            tuple(snapshots),
            new=False,
            kept=taken,
            made_source=None,
            passages=checked,
            mismatches=_mismatches(snapshots, reading),
            suggestions=suggested,
        )
    if facts.outlet is None:
        raise OutletNeeded(file)
    made, article = _record(session, reading, facts)
    keep_body(session, reading)
    suggested = keep_suggestions(session, reading, reader)
    close(session, "add", what=f"article {article}")
    return Added((article,), new=True, kept=True, made_source=made, passages=(), mismatches=(), suggestions=suggested)


def _record(session: WritingSession, reading: Reading, facts: ArticleFacts) -> tuple[str | None, str]:
    case = working_case(session, facts.case)
    recorder = recorder_for(session, case)
    if facts.outlet == UNKNOWN_OUTLET:
        outlet = free_key("unknown outlet", recorder.sources)
        row = recorder.source(SourceEntry(key=outlet, name="an unknown outlet", kind=SourceKind.OUTLET, unnamed=True))
        made: str | None = f"S-{number_in(session, Source, row)}"
    else:
        outlet, made = source_or_new(session, recorder, facts.outlet or "", SourceKind.OUTLET)
    title = admitted_line("title", facts.title, most=1000) if facts.title is not None else None
    entry = ArticleEntry(
        key=free_key(title or outlet, recorder.articles),
        outlet=outlet,
        title=title,
        url=admitted_line("address", facts.url, most=4000) if facts.url is not None else None,
        language=admitted_line("language", facts.language, most=40) if facts.language is not None else None,
        dated=(DateEntry(checked_date(facts.published)),) if facts.published is not None else (),
    )
    row = recorder.article(entry)
    recorder.article_dates(row, entry.dated)
    recorder.snapshot(row, SnapshotEntry(reading.sha256, reading.text_sha256, reading.length, reading.reader))
    return made, f"A-{number_in(session, Article, row)}"


@dataclass(frozen=True, slots=True)
class _Recorded:
    article: int
    text_sha256: str | None
    length: int | None
    reader: str | None


def _snapshots(session: WritingSession, sha256: str) -> dict[str, _Recorded]:
    """The live articles recorded with these bytes, by id."""
    rows = session.connection.execute(
        select(Article.number, Snapshot.article, Snapshot.text_sha256, Snapshot.length, Snapshot.reader)
        .join(Article, Article.seq == Snapshot.article)
        .where(Snapshot.sha256 == sha256, withdrawn(Snapshot.seq) == 0, withdrawn(Article.seq) == 0)
        .order_by(Article.number),
        {"upto": session.upto},
    )
    return {f"A-{r.number}": _Recorded(r.article, r.text_sha256, r.length, r.reader) for r in rows}


def _is_kept(session: WritingSession, sha256: str) -> bool:
    query = select(SnapshotBody.seq).where(
        SnapshotBody.sha256 == sha256, SnapshotBody.text.is_not(None), withdrawn(SnapshotBody.seq) == 0
    )
    return session.connection.execute(query, {"upto": session.upto}).first() is not None


def keep_body(session: WritingSession, reading: Reading) -> bool:
    """Keep bytes and text; False where they are kept already."""
    if _is_kept(session, reading.sha256):
        return False
    session.ledger.append(
        SnapshotBody,
        sha256=reading.sha256,
        text_sha256=reading.text_sha256,
        length=reading.length,
        reader=reading.reader,
        content=reading.content,
        text=reading.text,
    )
    return True


def _mismatches(snapshots: dict[str, _Recorded], reading: Reading) -> tuple[str, ...]:
    found = []
    for article, recorded in snapshots.items():
        if recorded.reader is not None and recorded.reader != reading.reader:
            continue  # another reader makes another text
        if recorded.length is not None and recorded.length != reading.length:
            found.append(f"{article} is recorded with {recorded.length} characters; the text has {reading.length}")
        if recorded.text_sha256 is not None and recorded.text_sha256 != reading.text_sha256:
            found.append(
                f"{article} is recorded with the text hash {recorded.text_sha256[:12]}…; the text has {reading.text_sha256[:12]}…"
            )
    return tuple(found)


def check_passages(
    session: WritingSession, reading: Reading, articles: list[int], ids: list[str]
) -> tuple[CheckedPassage, ...]:
    """Every place that anything rests on in these articles, held against the text."""
    name = " and ".join(ids)
    resting: dict[tuple[Place | None, str | None], set[int]] = defaultdict(set)
    for anchor in anchors_in(session, articles):
        resting[anchor.at, anchor.exact] |= {anchor.claim} if anchor.claim is not None else set()
    checked = []
    for (at, exact), claims in sorted(resting.items(), key=lambda item: (item[0][0] or (0, 0), item[0][1] or "")):
        try:
            place: Place | None = anchored(exact, at, reading.text, name)
            problem = None
        except ClaimsError as wrong:
            place, problem = None, wrong.sentence
        checked.append(CheckedPassage(tuple(f"C-{n}" for n in sorted(claims)), exact, place, problem))
    return tuple(checked)
