"""Pages as they are taken in: which reader makes the text, what the page says of itself, and what of the text is no article.

One rule says who reads: the bytes that a case recorded are read with the reader recorded with them, so that places fit; else HTML is read with the
standard library, the same on every machine, and with trafilatura only where a person asks for the article alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from sqlalchemy import select

from claims.entries import Place
from claims.errors import ExtraMissing, NotText
from claims.readings import MAIN_TEXT_READER, NOTHING_SAID, PageFacts
from claims.services.articles import find_article
from claims.services.reading import program_lexicon, read_page
from claims.store.engine import Session
from claims.store.present import withdrawn
from claims.store.tables import Snapshot, SnapshotBody
from claims.text.articles import TEXT_READER, Reading, read_text
from claims.text.folding import same_length
from claims.text.html import decoded
from claims.text.page_facts import completed, page_facts
from claims.text.reported.furniture import furniture
from claims.text.reported.offers import Offer, offers
from claims.text.reported.page import paragraphs
from claims.values import value


@value
class Page:
    """A file read, and what it says of itself: a page in its marks, a plain text in its first lines."""

    reading: Reading
    facts: PageFacts

    @property
    def furniture(self) -> tuple[Place, ...]:
        return furniture_of(self.reading.text)

    @property
    def offers(self) -> dict[str, Offer]:
        """What a plain text says of itself; a person takes it over, or not."""
        return offers(self.reading.text, program_lexicon()) if self.reading.reader == TEXT_READER else {}


@value
class KeptPage:
    """A text that is kept, with what of it is furniture, and what its page says of itself."""

    article: str
    reader: str
    text: str
    furniture: tuple[Place, ...]
    facts: PageFacts


def page_of(
    content: bytes,
    name: str,
    *,
    main_text: bool = False,
    recorded: Iterable[str] = (),
    url: str | None = None,
    charset: str | None = None,
    html: bool = False,
) -> Page:
    """A file as text, and what it says of itself. `recorded`: the readers that its bytes are recorded with; `url`: where it was found."""
    known = {reader.partition("/")[0] for reader in recorded}
    if known and not main_text:
        main_text = known == {MAIN_TEXT_READER}
        if TEXT_READER.partition("/")[0] in known:
            return Page(read_text(content, name), NOTHING_SAID)
    reading = read_page(content, name, main_text=main_text, charset=charset, html=html)
    if reading.reader == TEXT_READER:
        return Page(reading, NOTHING_SAID)
    page = decoded(content, name, charset)
    facts = page_facts(page, url)
    return Page(reading, _guessed(page, url, facts) if reading.reader.startswith(MAIN_TEXT_READER) else facts)


def _guessed(page: str, url: str | None, facts: PageFacts) -> PageFacts:
    """Where only the article was read, what trafilatura makes out fills the gaps."""
    try:
        import trafilatura  # noqa: PLC0415 - an extra, and slow to load
    except ImportError:
        raise ExtraMissing("--main-text", "html") from None
    found = trafilatura.extract_metadata(page, default_url=url)
    if found is None:
        return facts
    guesses = {"title": found.title, "outlet": found.sitename, "byline": found.author, "published": found.date}
    return completed(facts, guesses, MAIN_TEXT_READER)


def recorded_readers(session: Session, content: bytes) -> list[str]:
    """The readers that these bytes are recorded with, here or in a case that was taken in."""
    rows = session.connection.execute(
        select(Snapshot.c.reader)
        .where(
            Snapshot.c.sha256 == hashlib.sha256(content).hexdigest(),
            Snapshot.c.reader.is_not(None),
            withdrawn(Snapshot.c.seq) == 0,
        )
        .distinct(),
        {"upto": session.upto},
    )
    return [reader for reader in rows.scalars() if reader is not None]


def furniture_of(text: str) -> tuple[Place, ...]:
    """What of a page is no article: cookie notices, links to others, comment forms. It stays where it stands."""
    return tuple(furniture(same_length(text), paragraphs(text), program_lexicon().furniture))


def kept_reading(session: Session, article: int) -> Reading | None:
    """The latest reading of an article (`article.seq`) whose text is kept."""
    kept = session.connection.execute(
        select(
            SnapshotBody.c.sha256, SnapshotBody.c.text_sha256, SnapshotBody.c.length, SnapshotBody.c.reader, SnapshotBody.c.content,
            SnapshotBody.c.text,
        )
        .join(Snapshot, Snapshot.c.sha256 == SnapshotBody.c.sha256)
        .where(
            Snapshot.c.article == article,
            SnapshotBody.c.text.is_not(None),
            withdrawn(Snapshot.c.seq) == 0,
            withdrawn(SnapshotBody.c.seq) == 0,
        )
        .order_by(Snapshot.c.seq.desc())
        .limit(1),
        {"upto": session.upto},
    ).first()  # fmt: skip
    if kept is None:
        return None
    return Reading(kept.sha256, kept.text_sha256, kept.length, kept.reader, kept.content or b"", kept.text or "")


def kept_page(session: Session, words: str) -> KeptPage | None:
    """The latest text that is kept of an article, with its furniture; None where none is kept."""
    found = find_article(session, words)
    reading = kept_reading(session, found.seq)
    if reading is None:
        return None
    return KeptPage(found.id, reading.reader, reading.text, furniture_of(reading.text), _said(reading, found.id))


def _said(reading: Reading, id: str) -> PageFacts:
    """What a kept page says of itself, by the standard library alone: to look at an article needs no extra."""
    if reading.reader == TEXT_READER:
        return NOTHING_SAID
    try:
        return page_facts(decoded(reading.content, id))
    except NotText:  # it named its encoding only where it was fetched
        return NOTHING_SAID
