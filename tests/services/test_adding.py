"""Articles are kept as they came; what a case recorded of them by hash is recognised, and every place in them is checked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from a_case import CASE, OFFICIAL, PAGE, changed, hashed
from hostile import PAYLOADS
from service_desk import ServiceDesk
from sqlalchemy import func, select

from claims.errors import AmbiguousName, BadDate, BadText, NoSuchId, NotText, OutletNeeded, UnknownWord
from claims.services.adding import ArticleFacts, add_article
from claims.store.tables import Snapshot, SnapshotBody
from claims.text.articles import read_text

PROSE = "Ankara, 27 July\n\nIt was said.\n"


def outlets(desk: ServiceDesk) -> list[tuple[str, str]]:
    """The sources of the case `desk`: key and name."""
    lines = desk.export("desk").partition("sources:\n")[2].partition("articles:")[0].splitlines()
    return [(line.split(":")[0].strip(), line.partition("name: ")[2].partition(",")[0]) for line in lines]


# --- a new article ---------------------------------------------------------------------------------------------------


def test_a_new_article(desk: ServiceDesk) -> None:
    """An article nobody has recorded gets an id, its outlet becomes a source, and bytes, text, hashes and length are kept as read."""
    added = desk.add(
        PROSE, "TASS", title="It was said", published="2022-07-27", url="https://example.org/1", language="en"
    )
    assert (added.articles, added.new, added.kept, added.made_source) == (("A-1",), True, True, "S-1")
    assert (added.passages, added.mismatches) == ((), ())
    with desk.database.reading() as session:
        body = session.connection.execute(select(SnapshotBody)).mappings().one()
        snapshot = session.connection.execute(select(Snapshot)).mappings().one()
    assert body["content"] == PROSE.encode()
    assert body["text"] == PROSE
    for row in (body, snapshot):
        assert (row["sha256"], row["text_sha256"], row["length"], row["reader"]) == (
            hashed(PROSE),
            hashed(PROSE),
            len(PROSE),
            "text/1",
        )
    written = desk.export()
    for said in (
        "title: It was said",
        'published: "2022-07-27"',
        "url: https://example.org/1",
        "language: en",
        f"sha256: {hashed(PROSE)}",
    ):
        assert said in written


def test_the_outlet_by_name_key_or_id(desk: ServiceDesk) -> None:
    """An outlet is found by its id, its key, its name or an alias, however that is written; nobody of the name makes a new one."""
    desk.take_in(CASE)
    for n, typed in enumerate(["S-5", "s5", "cnn", "CNN Türk", "cnn  TURK", "CNN\u00a0Turkey"], 4):
        added = desk.add(f"Page {n}\n", typed)
        assert (added.articles, added.made_source) == ((f"A-{n}",), None)
    assert desk.add("Page 10\n", "CNN International").made_source == "S-8"
    assert desk.export().count("    outlet: cnn\n") == 6


def test_unnamed_outlets_are_never_found_by_name(desk: ServiceDesk) -> None:
    """An unnamed source is somebody else each time its description comes up."""
    desk.take_in(
        changed(("  express: {name: Express, kind: outlet,", "  express: {name: a blog, unnamed: true, kind: outlet,"))
    )
    assert desk.add("One\n", "a blog").made_source == "S-8"


def test_an_unknown_outlet(desk: ServiceDesk) -> None:
    """`unknown` is an outlet that nobody can tell: two of them are two."""
    assert desk.add("One\n", "unknown").made_source == "S-1"
    assert desk.add("Two\n", "unknown").made_source == "S-2"
    assert outlets(desk) == [("unknown-outlet", "an unknown outlet"), ("unknown-outlet-2", "an unknown outlet")]


def test_the_same_bytes_twice(desk: ServiceDesk) -> None:
    """Bytes that are kept already change nothing, whatever is said of them the second time."""
    desk.add(PROSE, "TASS")
    with desk.changes_nothing():
        added = desk.add(PROSE)
        assert (added.articles, added.new, added.kept) == (("A-1",), False, False)
        assert desk.add(PROSE, "Reuters", title="Another").articles == ("A-1",)
    assert desk.add(PROSE + " ", "TASS").articles == ("A-2",)


@pytest.mark.parametrize(
    ("facts", "error", "says"),
    [
        ({}, OutletNeeded, "a.txt is not an article recorded here by its hash: say who published it with --outlet"),
        ({"outlet": " "}, BadText, "The name is empty"),
        ({"outlet": "a\nb"}, BadText, "line break"),
        ({"outlet": "S-9"}, NoSuchId, "There is no S-9"),
        ({"outlet": "TASS", "published": "yesterday"}, BadDate, "yesterday is not a date"),
        ({"outlet": "TASS", "published": "2022-02-30"}, BadDate, "2022-02-30"),
        ({"outlet": "TASS", "title": "a\0b"}, BadText, "NUL"),
        ({"outlet": "TASS", "url": ""}, BadText, "The address is empty"),
        ({"outlet": "TASS", "language": "x" * 41}, BadText, "at most 40"),
        ({"outlet": "\udcff"}, BadText, "not valid Unicode"),
    ],
)
def test_what_is_said_of_it_is_checked(
    desk: ServiceDesk, facts: dict[str, str], error: type[Exception], says: str
) -> None:
    """Without an outlet, or with a date, name or address that cannot be kept, nothing is taken in."""
    with desk.changes_nothing(), pytest.raises(error, match=says), desk.database.writing("Ana") as session:
        add_article(session, read_text(PROSE.encode(), "a.txt"), "a.txt", ArticleFacts(**facts))


def test_names_that_are_somebody_else_s(desk: ServiceDesk) -> None:
    """A name that two sources of the case have is not guessed; a source of another case is not taken for one of this."""
    desk.take_in(changed(("name: Express", "name: CNN Turkey")))
    with (
        desk.changes_nothing(),
        pytest.raises(
            AmbiguousName, match=r"CNN Turkey. is the name of more than one source: S-5 CNN Türk, S-6 CNN Turkey"
        ),
    ):
        desk.add(PROSE, "CNN Turkey")
    with desk.changes_nothing(), pytest.raises(UnknownWord, match="source of this case"):
        desk.add(PROSE, "S-5", case="another")
    assert desk.add(PROSE, "CNN Türk", case="another").made_source == "S-8"
    with desk.changes_nothing(), pytest.raises(AmbiguousName, match="case"):
        desk.add("More\n", "CNN Türk")


def test_hostile_articles_are_kept_as_they_are(desk: ServiceDesk) -> None:
    """An article's text is evidence: whatever it tries, it is stored character for character."""
    for payload in PAYLOADS.values():
        desk.add(payload, "TASS")
    with desk.database.reading() as session:
        assert set(session.connection.execute(select(SnapshotBody.c.text)).scalars()) == set(PAYLOADS.values())


@pytest.mark.parametrize("content", [b"", b" \n", b"a\0b", b"\xff\xfe", "Erdoğan".encode("iso8859-9")])
def test_what_is_no_text_never_gets_in(content: bytes) -> None:
    """Empty files, NUL bytes and other encodings are refused before the database is asked."""
    with pytest.raises(NotText):
        read_text(content, "a.txt")


# --- recorded by its hash --------------------------------------------------------------------------------------------


def test_recognised_by_its_hash(desk: ServiceDesk) -> None:
    """Bytes that a case recorded need no outlet: they go to that article, and everything read in it is checked."""
    desk.take_in(CASE)
    added = desk.add(PAGE)
    assert (added.articles, added.new, added.kept, added.mismatches) == (("A-1",), False, True, ())
    assert {(p.exact, p.at, p.problem) for p in added.passages} == {
        ("asked him for a deal", at("asked him for a deal"), None),
        ("drone-making factory", at("drone-making factory"), None),
        ("the page says", at("the page says"), None),
        ("A deal is a deal", at("A deal is a deal"), None),
        (None, (123, 130), None),  # the date that is read there
    }
    assert {p.claims for p in added.passages} == {("C-1",)}
    with desk.changes_nothing():
        again = desk.add(PAGE)
    assert (again.kept, again.passages) == (False, added.passages)


def at(words: str) -> tuple[int, int]:
    return PAGE.index(words), PAGE.index(words) + len(words)


def test_recorded_in_two_cases(desk: ServiceDesk) -> None:
    """Bytes that two cases recorded go to both articles, and the claims of both are checked."""
    desk.take_in(CASE)
    desk.take_in(changed(("case: drones", "case: other")))
    added = desk.add(PAGE)
    assert added.articles == ("A-1", "A-4")
    assert {p.claims for p in added.passages} == {("C-1", "C-4")}
    with desk.database.reading() as session:
        assert session.connection.execute(select(func.count()).select_from(SnapshotBody)).scalar_one() == 1
    for claim in ("C-1", "C-4"):
        assert desk.show(claim).trace.appearances[2].evidence_state.value == "held"


def test_wrong_passages_are_reported(desk: ServiceDesk) -> None:
    """Words that do not stand in the text, or not where they should, or several times, are reported with their claims; the text is kept."""
    desk.take_in(
        changed(
            ("wording: asked him for a deal,", "wording: asked him for a factory,"),
            ("wording: drone-making factory,", "wording: drone-making factory, at: [1, 21],"),
            ("wording: A deal is a deal", "wording: deal"),
            ("at: [123, 130]", "at: [1230, 1300]"),
            (
                "text: Turkey and Russia talk.\n",
                "text: Turkey and Russia talk.\n    reviews: [{status: disputed, because: x, by: y, for: [{article: page, wording: deal}]}]\n",
            ),
        )
    )  # fmt: skip
    added = desk.add(PAGE)
    assert added.kept
    problems = {p.exact: (p.claims, p.at, p.problem) for p in added.passages if p.problem}
    assert set(problems) == {"asked him for a factory", "drone-making factory", "deal", None}
    claims, place, problem = problems["asked him for a factory"]
    assert (claims, place) == (("C-1",), None)
    assert problem is not None
    assert "does not stand in A-1. Nearest: “asked him for a deal" in problem
    assert f"it stands [{at('drone-making')[0]}, " in str(problems["drone-making factory"][2])
    assert problems["deal"][0] == ("C-1", "C-3")
    assert "stands 3 times in A-1: " in str(problems["deal"][2])
    assert "lies outside A-1, whose text has" in str(problems[None][2])


def test_a_recorded_length_or_hash_that_differs(desk: ServiceDesk) -> None:
    """Where the case recorded another length or text hash for these bytes, that is reported; another reader's numbers are its own."""
    other = hashed("another text")
    wrong = ((f"text_sha256: {hashed(PAGE)}", f"text_sha256: {other}"), (f"length: {len(PAGE)}", "length: 99"))
    desk.take_in(changed(*wrong))
    assert desk.add(PAGE).mismatches == (
        f"A-1 is recorded with 99 characters; the text has {len(PAGE)}",
        f"A-1 is recorded with the text hash {other[:12]}…; the text has {hashed(PAGE)[:12]}…",
    )


def test_another_readers_numbers(desk: ServiceDesk) -> None:
    """A recorded reader that is not ours made another text of the same bytes: its length is no contradiction."""
    desk.take_in(changed(("reader: text/1", "reader: html/3"), (f"length: {len(PAGE)}", "length: 99")))
    assert desk.add(PAGE).mismatches == ()


def test_what_no_longer_rests_on_it(desk: ServiceDesk) -> None:
    """Places of withdrawn things, and of versions that were corrected, are not checked any more."""
    desk.take_in(CASE)
    desk.undo("H-2")
    desk.undo("R-2")
    desk.take_in(changed(("wording: drone-making factory", "wording: the page says")), theirs=["all"])
    desk.undo("H-3")
    desk.undo("R-3")
    assert {p.exact for p in desk.add(PAGE).passages} == {"asked him for a deal", "the page says", None}


def test_a_withdrawn_article(desk: ServiceDesk) -> None:
    """An article that was withdrawn is not recognised any more: its bytes make a new one."""
    desk.add(PROSE, "TASS")
    desk.undo("@last")
    with pytest.raises(OutletNeeded):
        desk.add(PROSE)
    added = desk.add(PROSE, "TASS")
    assert (added.articles, added.made_source) == (("A-2",), "S-2")


def test_an_official_page_too(desk: ServiceDesk) -> None:
    """An article on which only evidence without words rests has nothing to check."""
    desk.take_in(CASE)
    assert desk.add(OFFICIAL).passages == ()


# --- the shipped case and its articles -------------------------------------------------------------------------------


def test_the_seed_articles(desk: ServiceDesk, seed_case: str) -> None:
    """The five articles of the shipped case, which are not part of the product, hold every passage that the case recorded of them."""
    folder = os.environ.get("CLAIMS_SEED_ARTICLES")
    if not folder:
        pytest.skip("CLAIMS_SEED_ARTICLES does not name the folder with the five seed articles")
    desk.take_in(seed_case)
    before, checked = desk.export(), 0
    for path in sorted(Path(folder).glob("*.txt")):
        added = desk.add(path.read_bytes().decode())
        assert added.kept
        assert (added.new, len(added.articles), added.mismatches) == (False, 1, ())
        assert [p for p in added.passages if p.problem] == []
        assert len(added.passages) > 20
        checked += len(added.passages)
    assert checked > 150
    assert desk.export() == before
    with desk.changes_nothing():
        assert not desk.take_in(before).changes
