"""Search and matching: found whatever the spelling, the same on both databases, and kept with every change."""

from __future__ import annotations

import re

import pytest
from a_case import CASE, PAGE, changed
from service_desk import DeskAfter, ServiceDesk
from sqlalchemy import select, text

from claims.errors import NoTextHere, NothingSought, NothingToMatch, NotSearchable, UnknownWord
from claims.services.correcting import link_claims
from claims.services.matching import duplicates, match, ranked_claims
from claims.services.nearing import Nearest
from claims.services.redacting import redact
from claims.services.searching import Hit, meant, search
from claims.store import search_compared, search_index
from claims.store.caches_compared import caches_in_order
from claims.store.tables import Posting, SearchDoc, SearchTotal
from claims.store.verify import verify
from claims.vocabulary import Band, LinkKind


@pytest.fixture
def full(desk_after: DeskAfter) -> ServiceDesk:
    """A desk with the case, its reviews trusted, and the text of its page."""
    return desk_after(_full)


def _full(desk: ServiceDesk) -> None:
    desk.take_in(CASE, trust=True)
    desk.add(PAGE)


def found(desk: ServiceDesk, query: str, *, limit: int = 50, rank: bool = False) -> list[Hit]:
    with desk.database.reading() as session:
        return search(session, query, limit=limit, rank=rank)[0]


def ids(desk: ServiceDesk, query: str, *, rank: bool = False) -> list[str]:
    return [hit.id for hit in found(desk, query, rank=rank)]


FOUND = {
    "erdogan drones": {"C-1"},
    "ERDOĞAN party": {"A-1"},
    '"asked him for a deal"': {"A-1", "P-2"},
    '"him asked"': set(),
    "turkis*": {"S-7"},
    "factory -page": {"P-3"},
    "supply status:unverified": {"C-2"},
    "source:express factory": {"P-3"},
    "outlet:express drones": {"C-1", "A-1"},
    "stage:in-research putin": {"C-1"},
    "the record rules": {"R-2"},
    "holding": set(),
    "kremlin": {"S-4"},
    "status:false": {"C-1"},
    "since:2000 supply": {"C-2"},
    "since:2999 supply": set(),
}


@pytest.mark.parametrize("query", FOUND)
def test_found(full: ServiceDesk, query: str) -> None:
    """Words, phrases, beginnings and fields over claims, wordings, names, titles, texts and reasons."""
    hits = ids(full, query)
    wanted = FOUND[query]
    assert wanted <= set(hits) if wanted else hits == []
    assert set(ids(full, query, rank=True)) == set(hits)


def test_newest_first(full: ServiceDesk) -> None:
    """What came last is shown first, and a page says whether there is more."""
    full.claim("Drones were seen over Ankara.")
    with full.database.reading() as session:
        hits, more = search(session, "drones", limit=1, rank=False)
    assert [hit.id for hit in hits] == ["C-4"]
    assert more


def test_the_words_are_marked(full: ServiceDesk) -> None:
    """The snippet has the words with what stands around them, and where they stand in it."""
    (hit,) = [hit for hit in found(full, '"drone-making factory"') if hit.id == "A-1"]
    assert " ".join(hit.snippet[start:end] for start, end in hit.marks).endswith("drone making factory")
    assert "\n" not in hit.snippet


def test_what_was_put_together_stays_apart(full: ServiceDesk) -> None:
    """Topics and earlier wordings of a claim do not read on as if it said them."""
    full.edit("C-2", text="The firm will deliver nothing.")
    (claim,) = [hit for hit in found(full, "baykar deliver") if hit.id == "C-2"]
    assert claim.snippet == "Baykar will not supply drones to Russia. | The firm will deliver nothing."
    assert [claim.snippet[start:end] for start, end in claim.marks] == ["Baykar", "deliver"]
    (claim,) = [hit for hit in found(full, "asked erdogan drones") if hit.id == "C-1"]
    assert claim.snippet == "Putin asked Erdoğan to have drones made in Russia. | drones"
    assert [claim.snippet[start:end] for start, end in claim.marks] == ["asked", "Erdoğan", "drones", "drones"]


def test_whether_somebody_looked(full: ServiceDesk) -> None:
    """Unverified is a finding only where somebody found it: a hit says whether its claim was reviewed."""
    reviewed = {hit.id: hit.reviewed for hit in found(full, "drones") if hit.kind == "claim"}
    assert reviewed["C-2"] is False
    full.mark("C-2", status="unverified")
    assert {hit.reviewed for hit in found(full, "baykar supply")} == {True}


def test_every_wording_of_a_claim_is_found(full: ServiceDesk) -> None:
    """A claim is found by what it said before."""
    full.edit("C-2", text="The firm will deliver nothing.")
    assert "C-2" in ids(full, "supply drones baykar")
    assert "C-2" in ids(full, "deliver nothing")


def test_withdrawn_things_are_not_found(full: ServiceDesk) -> None:
    """What was taken back is not found, and found again when that is taken back."""
    full.mark("C-2", because="Zeppelins were not asked for.")
    assert ids(full, "zeppelins") == ["R-3"]
    event = full.undo("R-3").event
    assert ids(full, "zeppelins") == []
    full.undo(event)
    assert ids(full, "zeppelins") == ["R-3"]
    undone = full.undo("E-3")
    assert "A-1" not in ids(full, "party")
    full.undo(undone.event)
    assert "A-1" in ids(full, "party")


def test_redacted_words_are_not_found(full: ServiceDesk) -> None:
    """No index holds a word that was redacted."""
    full.mark("C-2", because="Zeppelins were not asked for.")
    with full.database.writing("Ana") as session:
        redact(session, "R-3", "Asked to.")
    assert ids(full, "zeppelins") == []
    with full.database.reading() as session:
        assert session.connection.execute(select(Posting.c.doc).where(Posting.c.term.like("zeppel%"))).all() == []


STRANGE = {
    "colour:red drones": "no field colour. Known: source, outlet, status, stage, since.",
    "sorce:tass": "Did you mean source",
    "source: tass": "Nothing stands after source:",
    "drones OR bridges": "search has no OR",
}


@pytest.mark.parametrize("query", STRANGE)
def test_what_a_search_cannot_do_is_said(full: ServiceDesk, query: str) -> None:
    """What looks like a field or an operator and is none is not looked for as a word that stands nowhere."""
    with pytest.raises(NotSearchable, match=re.escape(STRANGE[query])):
        found(full, query)


def test_words_that_look_strange_are_words(full: ServiceDesk) -> None:
    """A possessive, a colon after a word, AND and an address are no obstacle."""
    assert "C-1" in ids(full, "Erdogan’s drones")
    assert ids(full, "Erdogan's AND drones") == ids(full, "erdogan drones")
    assert ids(full, "Erdoğan: drones") == ids(full, "erdogan drones")
    assert ids(full, "https://nowhere.example/drones") == []


def test_nothing_to_match(full: ServiceDesk) -> None:
    """A statement without words, and an article whose text is not here, are told so: that nothing is like it would be no answer."""
    with full.database.reading() as session:
        for statement in ("", "  ", "!!!"):
            with pytest.raises(NothingToMatch):
                match(session, statement)
        with pytest.raises(NoTextHere, match="article attach A-2"):
            match(session, "A-2")


@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ("drnoes", "drones"),
        ("Kremlni", "Kremlin"),
        ("factroy status:false", "factory status:false"),
        ("erdogan drnoes", "erdogan drones"),
        ('"asked hin"', None),
        ("drnoes qqqq", None),
        ("drones", None),
        ("holding", None),
        ("d", None),
    ],
)
def test_a_mistyped_word(full: ServiceDesk, typed: str, instead: str | None) -> None:
    """What was meant is said where a near word finds something, as that word is written; a search that finds nothing is never offered."""
    with full.database.reading() as session:
        assert meant(session, typed) == instead
        assert instead is None or search(session, instead)[0]


def test_nothing_to_look_for(full: ServiceDesk) -> None:
    """A query without words, an unknown status or source is told so."""
    for query in ("", "   ", "*", "…"):
        with pytest.raises(NothingSought):
            found(full, query)
    with pytest.raises(UnknownWord):
        found(full, "status:flase x")


def test_the_index_is_what_the_texts_give(full: ServiceDesk) -> None:
    """After every kind of change it equals one made anew; and verify says so."""
    full.take_in(
        changed(("title: Drones", "title: More drones"), ("A deal is a deal", "A deal is a deal")), theirs=["all"]
    )
    full.alias("express", "The Express")
    full.retitle("page", "Putin asks for drones")
    full.edit("factory", text="Putin asked for drones.")
    full.undo("R-1")
    with full.database.reading() as session:
        assert list(search_compared.differences(session.connection)) == []
        assert caches_in_order(session.connection, lambda *_: None)
        held = [set(map(tuple, session.connection.execute(select(*t.c)))) for t in (SearchDoc, Posting, SearchTotal)]
    with full.database.writing("Ana") as session:
        search_index.rebuild(session.connection)
        anew = [set(map(tuple, session.connection.execute(select(*t.c)))) for t in (SearchDoc, Posting)]
    assert anew == held[:2]


DAMAGE = {
    "UPDATE posting_cache SET count = count + 1 WHERE term = 'factory'": "other words",
    "DELETE FROM posting_cache WHERE term = 'factory'": "other words",
    "UPDATE posting_cache SET count = count + 1 - 2 * (doc % 2)": "other words",
    "UPDATE posting_cache SET term = 'factoty' WHERE term = 'factory'": "other words",
    "UPDATE posting_cache SET doc = doc + 100000 WHERE term = 'factory'": "other words",
    "INSERT INTO posting_cache (term, doc, count) VALUES ('zeppelin', 99999, 1)": "is no text here",
    "DELETE FROM search_doc_cache WHERE kind = 'review'": "is not indexed",
    "UPDATE search_doc_cache SET length = 7 WHERE kind = 'claim'": "other words",
    "UPDATE search_total_cache SET docs = docs + 1": "does not count",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_index_is_found(full: ServiceDesk, damage: str) -> None:
    """Whatever is altered in the index behind the program's back, verify names it, and `db caches` mends it."""
    with full.database.engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(text(damage))
    with full.database.reading() as session:
        assert any(DAMAGE[damage] in one.says for one in verify(session).found)
    with full.database.writing("Ana") as session:
        search_index.rebuild(session.connection)
    with full.database.reading() as session:
        assert verify(session).found == ()


def test_words_that_look_like_others(full: ServiceDesk) -> None:
    """A word that reads as two where words are put together, and one that goes on after where a text may be thought to end, are found."""
    postings = "SELECT term, doc FROM posting_cache WHERE count = 1 AND doc IN (SELECT doc FROM search_doc_cache WHERE kind = 'claim')"
    with full.database.engine.connect().execution_options(writing=True) as connection:
        (one, doc), (two, _) = connection.exec_driver_sql(f"{postings} ORDER BY doc, term LIMIT 2")
        nul = connection.dialect.name == "sqlite"  # PostgreSQL has no such text
        connection.rollback()
        for statements in (
            [
                f"DELETE FROM posting_cache WHERE doc = {doc} AND term = '{two}'",
                f"UPDATE posting_cache SET term = '{one},1 {two}' WHERE doc = {doc} AND term = '{one}'",
                "INSERT INTO posting_cache (term, doc, count) VALUES ('zeppelin', 99999, 1)",
            ],
            [f"UPDATE posting_cache SET term = '{one}' || char(0) || 'x' WHERE doc = {doc} AND term = '{one}'"] * nul,
        ):
            with connection.begin() as transaction:
                for statement in statements:
                    connection.exec_driver_sql(statement)
                assert bool(list(search_compared.differences(connection))) == bool(statements)
                assert caches_in_order(connection, lambda *_: None) != bool(statements)
                transaction.rollback()


# --- matching --------------------------------------------------------------------------------------------------------


def test_a_statement_met_before(full: ServiceDesk) -> None:
    """An earlier claim in other words is found with why, and nothing is linked."""
    with full.changes_nothing(), full.database.reading() as session:
        first = match(session, "Putin asks Erdogan for drones made in Russia")[0]
    assert (first.id, first.likeness.band, first.status) == ("C-1", Band.CLOSE, "false")
    assert {"Putin", "Erdoğan", "drones", "Russia"} <= set(first.likeness.words)


def test_a_pair_that_was_decided_is_not_offered_again(full: ServiceDesk) -> None:
    """Once a person has said how two claims stand to each other, they are not a match any more; until that is taken back."""
    other = full.claim("Putin asked Erdoğan to have drones made in Russia soon.")
    with full.database.reading() as session:
        assert [one.id for one in match(session, other)][:1] == ["C-1"]
    with full.database.writing("Ana") as session:
        link_claims(session, other, LinkKind.DIFFERENT_FROM, "C-1", "Another year.")
    for claim in (other, "C-1"):
        with full.database.reading() as session:
            assert {"C-1", other}.isdisjoint(one.id for one in match(session, claim))
    full.undo("@last")
    with full.database.reading() as session:
        assert [one.id for one in match(session, other)][:1] == ["C-1"]


def test_an_article(full: ServiceDesk) -> None:
    """Of an article the sentence that is like a claim is named."""
    full.add("Weather.\nPutin asked Erdoğan to have drones made in Russia, it says.\nSports.\n", "TASS")
    with full.database.reading() as session:
        first = match(session, "A-4")[0]
    assert first.id == "C-1"
    assert first.passage == "Putin asked Erdoğan to have drones made in Russia, it says."


def test_duplicates(full: ServiceDesk) -> None:
    """Likely duplicates of claims, sources and articles are listed, each pair once."""
    full.claim("Baykar will not supply any drones to Russia.")
    with full.database.writing("Ana") as session:
        from claims.services.curating import SourceFacts, add_source

        add_source(session, SourceFacts("CNN Turkey"), key="cnn-2")
    full.add(PAGE, "TASS")
    with full.database.reading() as session:
        found = {(one.kind, one.ids) for one in duplicates(session)}
    assert {("claim", ("C-2", "C-4")), ("source", ("S-5", "S-8"))} <= found


def test_the_same_order_every_time(full: ServiceDesk) -> None:
    """The ranking is the same number for number on every run, ties by age: what SQLite and PostgreSQL give is compared with one list."""
    for n in range(5):
        full.claim(f"Drone number {n} was seen over the bridge.", key=f"seen-{n}")
    with full.database.reading() as session:
        ranked = ranked_claims(Nearest(session), "a drone was seen in Russia near Putin", 20)
    assert [round(score, 4) for _, score in ranked] == GOLDEN


GOLDEN = [2.061, 1.2882, 1.2442, 0.8151, 0.8151, 0.8151, 0.8151, 0.8151]
