"""Articles with words of another are found through the index, with share, places and order in time; what a site says on every page counts nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from a_case import CASE
from made_texts import Writer, on_page
from service_desk import DeskAfter, ServiceDesk
from sqlalchemy import event, text

from claims.readings import Alike, CopyFound, Earlier
from claims.services.articles import ArticleSaid, DateSaid, edit_article
from claims.services.attaching import attach
from claims.services.copies import copies_of
from claims.services.redacting import redact
from claims.store import copies_index
from claims.store.verify import verify
from claims.text.articles import read_text
from claims.text.copies import fingerprints, worded
from claims.vocabulary import Basis

ON_ONE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
"""For what the database has no part in: both give the same rows, as the tests of the index see."""

ORIGINAL = Writer(11).paragraphs(420)
FURNITURE = "\nWe use cookies to improve your experience on our site and to show you adverts that you may like. Accept all cookies or manage them here"


def copies(desk: ServiceDesk, article: str) -> tuple[CopyFound, ...]:
    with desk.changes_nothing(), desk.database.reading() as session:
        return copies_of(session, article)[1]


def within(part: list[str], seed: int, words: int = 300) -> str:
    """A part of an article within an article of others."""
    host = Writer(seed).paragraphs(words)
    return "\n".join([*host[:2], *part, *host[2:]])


@pytest.fixture
def original(desk_after: DeskAfter) -> ServiceDesk:
    """A desk with an article, and one that has nothing to do with it."""
    return desk_after(_original)


def _original(desk: ServiceDesk) -> None:
    desk.add("\n".join(ORIGINAL), "Nord Wire", published="2024-03-12", title="The original")
    desk.add(Writer(12).article(400), "Skyreport", published="2024-03-12")


# --- found -----------------------------------------------------------------------------------------------------------


@ON_ONE
@pytest.mark.parametrize(
    ("words", "host", "alike"),
    [
        (420, 0, Alike.SAME),
        (210, 100, Alike.COPY),
        (130, 600, Alike.PART),
        (105, 250, Alike.PART),
        (105, 900, Alike.PART),
        (20, 700, Alike.WORDS),
    ],
)
def test_what_was_republished(original: ServiceDesk, words: int, host: int, alike: Alike) -> None:
    """The whole, a half, a quarter and a few sentences of an article are found in another, and called what they are by their share."""
    taken: list[str] = []
    while sum(len(p.split()) for p in taken) < words and len(taken) < len(ORIGINAL):
        taken.append(ORIGINAL[len(taken)])
    page = within(taken, 13, host) if host else "\n".join([*taken, ""])
    original.add(page, "Courier", published="2024-03-15")
    (found,) = copies(original, "A-3")
    assert (found.id, found.outlet, found.title, found.recorded) == ("A-1", "Nord Wire", "The original", None)
    assert found.alike is alike
    assert found.words >= sum(len(worded(p).words) for p in taken)
    whole = "\n".join(ORIGINAL)
    for span in found.spans:
        assert worded(page[slice(*span.here)]).words == worded(whole[slice(*span.there)]).words
        assert span.text == page[slice(*span.here)]
    assert [(c.id, c.alike, c.words) for c in copies(original, "A-1")] == [("A-3", alike, found.words)]
    assert copies(original, "A-2") == ()


@ON_ONE
def test_a_long_quotation_that_both_have(original: ServiceDesk) -> None:
    """Two articles that quote the same speech are no copies: the words in common are told, and that they are quoted."""
    speech = " ".join(Writer(14).sentence() for _ in range(8))
    for n, outlet in ((15, "One"), (16, "Two")):
        original.add(within([f"“{speech}” the keeper said."], n), outlet)
    (found,) = copies(original, "A-4")
    assert (found.id, found.alike) == ("A-3", Alike.WORDS)
    assert found.quoted == len(worded(speech).words)
    assert found.words - found.quoted <= 3
    assert found.share > 0.2


@ON_ONE
def test_a_few_words_in_common_are_nothing(original: ServiceDesk) -> None:
    """A phrase that anybody may use is not told."""
    original.add(within([" ".join(ORIGINAL[0].split()[:12])], 17), "Courier")
    assert copies(original, "A-3") == ()


# --- the page of a site ----------------------------------------------------------------------------------------------


@ON_ONE
def test_the_page_of_a_site_counts_nothing(desk: ServiceDesk) -> None:
    """What stands in three articles of an outlet belongs to its pages: they are no copies of each other, and a copy's share is of the articles alone."""
    site, other = Writer(20), Writer(21)
    template, elsewhere = site.template(), other.template()
    for n in range(3):
        desk.add(on_page(Writer(30 + n).article(150), template), "Nord Wire")
        desk.add(on_page(Writer(40 + n).article(150), elsewhere), "Courier")
    for n in range(1, 7):
        assert copies(desk, f"A-{n}") == ()
    desk.add(on_page(Writer(30).article(150), elsewhere), "Courier")
    (found,) = copies(desk, "A-7")
    assert (found.id, found.alike) == ("A-1", Alike.SAME)
    assert found.share > 0.9


@ON_ONE
def test_two_pages_of_one_site(desk: ServiceDesk) -> None:
    """Of two articles an outlet's page cannot be told from their text; only another version of the same article is told, as one of the same outlet."""
    template = Writer(20).template()
    article = Writer(50).paragraphs(300)
    desk.add(on_page("\n".join(article), template), "Nord Wire")
    desk.add(on_page(Writer(51).article(300), template), "Nord Wire")
    assert copies(desk, "A-2") == ()
    desk.add(on_page("\n".join(article[:-1]), ("", "")), "Nord Wire")
    (found,) = copies(desk, "A-3")
    assert (found.id, found.same_outlet, found.alike) == ("A-1", True, Alike.COPY)


@ON_ONE
def test_furniture_counts_nothing(desk: ServiceDesk) -> None:
    """Cookie notices and the like are no words of an article, whoever has them."""
    for n, outlet in ((60, "One"), (61, "Two")):
        desk.add(Writer(n).article(80) + FURNITURE, outlet)
    assert copies(desk, "A-2") == ()


# --- which was first -------------------------------------------------------------------------------------------------


@ON_ONE
@pytest.mark.parametrize(
    ("here", "there", "earlier"),
    [
        ("2024-03-15", "2024-03-12", Earlier.OTHER),
        ("2024-03-12", "2024-03-15", Earlier.THIS),
        ("2024-03-12", "2024-03-13", Earlier.UNKNOWN),
        ("2024-03-12T10:00Z", "2024-03-12T09:00Z", Earlier.OTHER),
        ("2024", "2024-03-12", Earlier.UNKNOWN),
        (None, "2024-03-12", Earlier.UNKNOWN),
    ],
)
def test_the_order_comes_from_dates_alone(desk: ServiceDesk, here: str | None, there: str, earlier: Earlier) -> None:
    """An article came first where every moment that its dates can mean lies before the other's; else nobody knows, and that is said."""
    desk.add("\n".join(ORIGINAL), "Nord Wire", published=there)
    desk.add("\n".join([*ORIGINAL, ""]), "Courier", **({"published": here} if here else {}))
    (found,) = copies(desk, "A-2")
    assert found.earlier is earlier
    assert (found.why == "A-2 has no date that tells") is (here is None)


@ON_ONE
def test_an_inferred_date_proves_nothing(desk: ServiceDesk) -> None:
    """A date that somebody inferred says nothing of which was first."""
    desk.add("\n".join(ORIGINAL), "Nord Wire", published="2024-03-12")
    desk.add("\n".join([*ORIGINAL, ""]), "Courier")
    with desk.database.writing("Ana") as session:
        from claims.vocabulary import DateBasis

        edit_article(session, "A-2", ArticleSaid(dated=(DateSaid("2024-01-01", DateBasis.INFERRED, "So it seems."),)))
    assert copies(desk, "A-2")[0].earlier is Earlier.UNKNOWN


@ON_ONE
def test_what_is_recorded_is_said(original: ServiceDesk) -> None:
    """A copy that a person has confirmed is told as recorded, from both sides; undone it is a suggestion again."""
    original.add("\n".join([*ORIGINAL, ""]), "Courier")
    original.add("\n".join([*ORIGINAL, "", ""]), "Herald")
    with original.database.writing("Ana") as session:
        edit_article(session, "A-3", ArticleSaid(copy_of="A-1", basis=Basis.OBSERVED, because="Compared."))
    with original.database.writing("Ana") as session:
        edit_article(session, "A-4", ArticleSaid(copy_of="A-1", basis=Basis.OBSERVED, because="Compared."))
    assert {c.id: c.recorded for c in copies(original, "A-3")} == {
        "A-1": "A-3 is a copy of A-1",
        "A-4": "both are copies of one article",
    }
    assert {c.id: c.recorded for c in copies(original, "A-1")}["A-3"] == "A-3 is a copy of A-1"
    original.undo("@last")
    assert {c.id: c.recorded for c in copies(original, "A-4")}["A-1"] is None


# --- the index -------------------------------------------------------------------------------------------------------


def test_the_index_is_what_the_texts_give(original: ServiceDesk) -> None:
    """After every kind of change the index equals one made anew."""
    original.take_in(CASE)
    original.add("\n".join(ORIGINAL[:4]), "Courier", case="drones")
    with original.database.writing("Ana") as session:
        attach(session, "A-2", read_text(Writer(70).article(100).encode(), "b.txt"))
    with original.database.writing("Ana") as session:
        edit_article(session, "A-2", ArticleSaid(outlet="Nord Wire"))
    original.retitle("A-1", "Another title")
    with original.database.reading() as session:
        assert list(copies_index.differences(session.connection)) == []
        sha256 = session.connection.execute(text("SELECT sha256 FROM snapshot ORDER BY seq DESC")).scalars().first()
    with original.database.writing("Ana") as session:
        edit_article(session, "A-2", ArticleSaid(not_reading=sha256))
    original.undo("@last")
    original.undo("@last")
    with original.database.reading() as session:
        assert list(copies_index.differences(session.connection)) == []
        assert verify(session).found == ()
    with original.database.writing("Ana") as session:
        redact(session, "A-1", "It must go.")
    with original.database.reading() as session:
        assert list(copies_index.differences(session.connection)) == []
        held = session.connection.execute(
            text("SELECT count(*) FROM fingerprinted_cache WHERE article NOT IN (SELECT doc FROM search_doc_cache)")
        )
        assert held.scalar() == 0


DAMAGE = {
    "UPDATE fingerprint_cache SET position = position + 1": "has other fingerprints than its text gives",
    "DELETE FROM fingerprint_cache": "has other fingerprints than its text gives",
    "INSERT INTO fingerprint_cache (hash, article, position) VALUES (7, 999999, 0)": "has fingerprints, and is no article here",
    "DELETE FROM fingerprinted_cache": "has no fingerprints",
    "UPDATE fingerprinted_cache SET outlet = outlet + 1": "has other fingerprints than its text gives",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_index_is_found(original: ServiceDesk, damage: str) -> None:
    """Whatever is altered in the index behind the program's back, verify names it, and `db caches` mends it."""
    with original.database.engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(text(damage))
    with original.database.reading() as session:
        assert any(DAMAGE[damage] in one.says for one in verify(session).found)
    with original.database.writing("Ana") as session:
        copies_index.rebuild(session.connection)
    with original.database.reading() as session:
        assert verify(session).found == ()


@contextmanager
def statements(desk: ServiceDesk) -> Iterator[list[str]]:
    """What the database is asked within a block."""
    asked: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(desk.database.engine, "before_cursor_execute", count)
    try:
        yield asked
    finally:
        event.remove(desk.database.engine, "before_cursor_execute", count)


def test_the_rest_of_the_articles_costs_nothing(original: ServiceDesk) -> None:
    """However many articles have nothing in common with one, it takes as many statements."""
    original.add(within(ORIGINAL[:4], 13), "Courier")
    asked = []
    for more in (0, 8):
        for n in range(more):
            original.add(Writer(80 + n, 300).article(60), "Herald")
        with original.database.reading() as session, statements(original) as said:
            assert len(copies_of(session, "A-3")[1]) == 1
        asked.append(len(said))
    assert asked[0] == asked[1] <= 16


def test_the_index_is_used(original: ServiceDesk) -> None:
    """Fingerprints are looked up by their hash: no table is read through."""
    hashes = [hashed for hashed, _ in fingerprints(worded("\n".join(ORIGINAL)))]
    for query in (copies_index.counts(hashes), copies_index.standing_in(hashes)):
        with original.database.reading() as session:
            connection = session.connection
            sqlite = connection.dialect.name == "sqlite"
            if not sqlite:
                connection.execute(
                    text("SET LOCAL enable_seqscan = off")
                )  # the tables of a test are too small to need an index
            compiled = str(query.compile(connection, compile_kwargs={"literal_binds": True}))
            plan = [
                str(tuple(row))
                for row in connection.exec_driver_sql(f"EXPLAIN {'QUERY PLAN ' if sqlite else ''}{compiled}")
            ]
        assert not [
            line
            for line in plan
            if "SCAN" in line.upper() and "INDEX" not in line.upper() and "BITMAP" not in line.upper()
        ], plan
        assert [line for line in plan if ("PRIMARY KEY" if sqlite else "pk_fingerprint_cache") in line], plan
