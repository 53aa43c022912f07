"""Taking in an article: bytes kept untouched, their text beside them, and every recorded passage checked against it."""

from collections import defaultdict

from sqlalchemy import select

from claims.entries import ArticleEntry, DateEntry, Place, SnapshotEntry, SourceEntry
from claims.errors import ClaimsError, OutletNeeded
from claims.readings import MAIN_TEXT_READER, NOTHING_SAID, PageFact, PageFacts
from claims.services.lookup import free_key, number_in, recorder_for, source_or_new, working_case
from claims.services.recording import Recorder
from claims.services.suggesting import keep_suggestions
from claims.store.anchors import anchors_in
from claims.store.engine import WritingSession, close
from claims.store.lists import sources_called, sources_named
from claims.store.present import withdrawn
from claims.store.tables import Article, Snapshot, SnapshotBody, Source
from claims.text.articles import Reading
from claims.text.dates import checked_date
from claims.text.door import admitted_line
from claims.text.passages import anchored
from claims.text.reported.reader import Reader
from claims.values import value
from claims.vocabulary import DateBasis, SourceKind

UNKNOWN_OUTLET = "unknown"
"""What `--outlet` takes where nobody can tell who published an article."""


@value
class CheckedPassage:
    """A recorded passage held against the text that has come: `at` is where it stands, `problem` says why it does not."""

    claims: tuple[str, ...]
    """The claims that rest on it; none for a date of the article itself."""
    exact: str | None
    at: Place | None
    problem: str | None


@value
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
    from_page: tuple[str, ...] = ()
    """What of a new article was taken from what its page says of itself; the rest a person said."""
    suggestions: int = 0
    """What the rules found in it that waits for a person's decision."""


@value
class ArticleFacts:
    """What the person says of an article."""

    outlet: str | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None
    published: str | None = None
    case: str | None = None
    byline: str | None = None
    note: str | None = None


def add_article(
    session: WritingSession,
    reading: Reading,
    file: str,
    facts: ArticleFacts,
    page: PageFacts = NOTHING_SAID,
    reader: Reader | None = None,
) -> Added:
    """Keep an article. Known by its hash: the bytes go to the articles recorded with it. Known already: nothing changes.

    `page`: what it says of itself, which counts where the person says nothing. An outlet that it names is taken where a source is called exactly so.
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
    if facts.outlet is None and page.outlet is None:
        raise OutletNeeded(file)
    made, article, taken_over = _record(session, reading, facts, page, file)
    keep_body(session, reading)
    suggested = keep_suggestions(session, reading, reader)
    said_in = ", ".join(f"{name} ({fact.said_in})" for name, fact in page.named().items() if name in taken_over)
    close(session, "add", what=f"article {article}" + (f"; of the page itself: {said_in}" if said_in else ""))
    return Added(
        (article,),
        new=True,
        kept=True,
        made_source=made,
        passages=(),
        mismatches=(),
        from_page=tuple(taken_over),
        suggestions=suggested,
    )


def _record(
    session: WritingSession, reading: Reading, facts: ArticleFacts, page: PageFacts, file: str
) -> tuple[str | None, str, list[str]]:
    """The source that was made, the new article, and what of it the page said."""
    case = working_case(session, facts.case)
    recorder = recorder_for(session, case)
    outlet, made = _outlet(session, recorder, facts.outlet, page, file)
    taken_over = [name for name in page.named() if getattr(facts, name) is None]
    title = _said(facts.title, page.title, "title", 1000)
    entry = ArticleEntry(
        key=free_key(title or outlet, recorder.articles),
        outlet=outlet,
        title=title,
        url=_said(facts.url, page.url, "address", 4000),
        language=_said(facts.language, page.language, "language", 40),
        byline=_said(facts.byline, page.byline, "byline", 2000),
        note=facts.note,
        dated=_dated(facts.published, page.published),
    )
    row = recorder.article(entry)
    recorder.article_dates(row, entry.dated)
    recorder.snapshot(row, SnapshotEntry(reading.sha256, reading.text_sha256, reading.length, reading.reader))
    return made, f"A-{number_in(session, Article, row)}", taken_over


def _outlet(
    session: WritingSession, recorder: Recorder, typed: str | None, page: PageFacts, file: str
) -> tuple[str, str | None]:
    """The key of the outlet, and the source that was made for it."""
    if typed == UNKNOWN_OUTLET:
        key = free_key("unknown outlet", recorder.sources)
        row = recorder.source(SourceEntry(key=key, name="an unknown outlet", kind=SourceKind.OUTLET, unnamed=True))
        return key, f"S-{number_in(session, Source, row)}"
    if typed is not None or page.outlet is None:
        return source_or_new(session, recorder, typed or "", SourceKind.OUTLET)
    # A machine merges no names: only what is written exactly so is the same outlet.
    by_seq = {seq: key for key, seq in recorder.sources.items()}
    called = [s for s in sources_called(session, page.outlet.value, recorder.case_file) if s.seq in by_seq]
    if len(called) == 1:
        return by_seq[called[0].seq], None
    alike = called or sources_named(session, page.outlet.value, recorder.case_file)
    raise OutletNeeded(file, page.outlet.value, [(s.id, s.name) for s in alike])


def _said(typed: str | None, page: PageFact | None, what: str, most: int) -> str | None:
    """What a person typed, else what the page says."""
    said = typed if typed is not None else page.value if page is not None else None
    return admitted_line(what, said, most=most) if said is not None else None


def _dated(typed: str | None, page: PageFact | None) -> tuple[DateEntry, ...]:
    if typed is not None:
        return (DateEntry(checked_date(typed)),)
    if page is None:
        return ()
    guessed = page.said_in == MAIN_TEXT_READER
    return (DateEntry(page.value, DateBasis.DERIVED if guessed else DateBasis.PAGE, because=page.said_in),)


@value
class _Recorded:
    article: int
    text_sha256: str | None
    length: int | None
    reader: str | None


def _snapshots(session: WritingSession, sha256: str) -> dict[str, _Recorded]:
    """The live articles recorded with these bytes, by id."""
    rows = session.connection.execute(
        select(Article.c.number, Snapshot.c.article, Snapshot.c.text_sha256, Snapshot.c.length, Snapshot.c.reader)
        .join(Article, Article.c.seq == Snapshot.c.article)
        .where(Snapshot.c.sha256 == sha256, withdrawn(Snapshot.c.seq) == 0, withdrawn(Article.c.seq) == 0)
        .order_by(Article.c.number),
        {"upto": session.upto},
    )
    return {f"A-{r.number}": _Recorded(r.article, r.text_sha256, r.length, r.reader) for r in rows}


def _is_kept(session: WritingSession, sha256: str) -> bool:
    query = select(SnapshotBody.c.seq).where(
        SnapshotBody.c.sha256 == sha256, SnapshotBody.c.text.is_not(None), withdrawn(SnapshotBody.c.seq) == 0
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
