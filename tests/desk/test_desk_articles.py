"""Articles from the command line: known by name or hash, corrected, copies of others, shown, withdrawn."""

from __future__ import annotations

from typing import Any

import pytest

from desk.everything import OTHER, PAGE, hashed
from desk.terminal import Terminal

HASH = "ab" * 32


def shown(desk: Terminal, article: str) -> dict[str, Any]:
    found: dict[str, Any] = desk.shown("article", "show", article)
    return found


def test_an_article_known_by_name(desk: Terminal) -> None:
    """An article nobody has: its outlet is made when new, and told; it is known by its id and its key."""
    made = desk.rehearsed(
        "article", "new", "--outlet", "CNN Türk", "--title", "Drones", "--url", "https://cnn.example/1", "--lang", "tr",
        "--byline", "A. Writer", "--note", "On air.\nIn the evening.", "--because", "The page cites it.",
        "--dated", "2022-07", "--date-basis", "inferred", "--date-because", "Before the page.",
    )  # fmt: skip
    assert made.out == "A-1\n"
    assert "S-1, a new source." in made.err
    assert made.next == ["article", "show", "A-1"]
    found = shown(desk, "drones")
    assert found["outlet"] == "CNN Türk"
    assert (found["url"], found["language"], found["byline"]) == ("https://cnn.example/1", "tr", "A. Writer")
    assert found["dated"] == [
        {"value": "2022-07", "basis": "inferred", "because": "Before the page.", "in_article": None, "at": None}
    ]
    assert (found["held"], found["snapshots"], found["claims"]) == ([], [], [])
    text = desk("article", "show", "a1").out
    assert "Known only by name: no reading of it is recorded" in text
    assert "dated: 2022-07 (inferred: Before the page.)" in text
    assert "a new source" not in desk("article", "new", "--outlet", "cnn turk").err
    assert desk.shown("source", "show", "S-1")["kind"] == "outlet"


def test_an_article_of_an_unknown_outlet(desk: Terminal) -> None:
    """Where nobody can tell who published an article, each such outlet is one of its own."""
    for id in ("A-1", "A-2"):
        assert desk("article", "new", "--outlet", "unknown").id == id
    assert desk.shown("source", "show", "S-2")["unnamed"]
    desk("article", "new", "--outlet", "Express")
    desk("article", "edit", "A-3", "--outlet", "unknown")
    assert shown(desk, "A-3")["outlet"] == "an unknown outlet"


def test_who_still_speaks_for_the_earlier_outlet(desk: Terminal) -> None:
    """Whoever corrects the outlet of an article is told of the words in it that go on naming the wrong one, and how to correct them."""
    desk("article", "new", "--outlet", "Express", "--key", "page")
    desk("claim", "new", "The bridge is closed.")
    for number in range(2):
        desk("words", "add", "C-1", "it is closed", "--in", "page", "--source", "Express", "--key", f"at-{number}")
    desk("words", "add", "C-1", "he says", "--in", "page", "--source", desk("source", "add", "Ida Falk").id)
    said = desk.rehearsed("article", "edit", "page", "--outlet", "The Mirror").err
    assert (
        "P-1, P-2 still name express as the source; if that was wrong too: `claims words edit P-1 --source the-mirror`."
        in said
    )
    desk("words", "edit", "P-1", "--source", "the-mirror")
    assert "P-1 still names the-mirror as" in desk("article", "edit", "page", "--outlet", "Express").err
    desk("undo", "P-2")
    assert "as the source" not in desk("article", "edit", "page", "--outlet", "The Mirror").err


def test_an_article_known_by_its_hash(desk: Terminal) -> None:
    """Only hashes and length are known; a file with that hash is recognised later."""
    desk(
        "article", "new", "--outlet", "Express", "--sha256", hashed(PAGE).upper(), "--text-sha256", hashed(PAGE),
        "--length", str(len(PAGE)), "--reader", "text/1",
    )  # fmt: skip
    (snapshot,) = shown(desk, "A-1")["snapshots"]
    assert snapshot == {"sha256": hashed(PAGE), "text_sha256": hashed(PAGE), "length": len(PAGE), "reader": "text/1"}
    assert "◐ text not in this database" in desk("article", "show", "A-1").out
    assert "A-1: recognised by its hash" in desk("add", "-", stdin=PAGE).out


def test_readings_recorded_and_withdrawn(work: Terminal) -> None:
    """One more reading by its hash, and one that was recorded by mistake withdrawn by the beginning of its hash."""
    work.rehearsed("article", "edit", "a3", "--sha256", HASH, "--length", "7")
    assert [s["sha256"] for s in shown(work, "A-4")["snapshots"]] == [hashed("x"), HASH]
    assert "says so already" in work.refused("article", "edit", "A-4", "--sha256", HASH, "--length", "7", code=4)
    work("article", "edit", "A-4", "--not-sha256", HASH[:8])
    assert [s["sha256"] for s in shown(work, "A-4")["snapshots"]] == [hashed("x")]
    assert "is not the hash of one reading of A-4, nor its beginning. It has" in work.refused(
        "article", "edit", "A-4", "--not-sha256", HASH, code=1
    )
    assert "None is recorded of it" in work.refused("article", "edit", "A-2", "--not-sha256", HASH, code=1)


def test_keys_that_look_like_ids(work: Terminal) -> None:
    """`a3` is the article with that key; `A-3` is always the third."""
    assert shown(work, "a3")["id"] == "A-4"
    assert shown(work, "A-3")["key"] == "again"
    assert shown(work, "a4")["id"] == "A-4"


def test_dates_with_their_basis(work: Terminal) -> None:
    """Dates are added one by one, each with basis, reason and the place where it can be read; all are taken away at once."""
    at = PAGE.index("Tuesday")
    work(
        "article", "edit", "A-1", "--dated", "2022-07-26T14:00Z", "--date-basis", "stated", "--date-because", "So it says.",
        "--date-at", f"A-1:{at}-{at + 7}",
    )  # fmt: skip
    dates = shown(work, "A-1")["dated"]
    assert len(dates) == 4
    assert dates[3] == {
        "value": "2022-07-26T14:00Z", "basis": "stated", "because": "So it says.", "in_article": "page", "at": [at, at + 7],
    }  # fmt: skip
    work("article", "edit", "A-1", "--no-dates", "--dated", "2022", "--date-at", "a3")
    assert shown(work, "A-1")["dated"] == [
        {"value": "2022", "basis": "page", "because": None, "in_article": "a3", "at": None}
    ]


def test_copies(desk: Terminal) -> None:
    """What an article copies is said, seen from both sides, corrected and taken back; nothing copies itself in the end."""
    for name in ("one", "two", "three"):
        desk("article", "new", "--outlet", "Express", "--key", name)
    desk("article", "copy-of", "two", "one", "--basis", "inferred", "--because", "The same words.")
    desk.rehearsed("article", "copy-of", "three", "A-2")
    assert (shown(desk, "two")["copy_of"], shown(desk, "two")["basis"]) == ("A-1", "inferred")
    assert shown(desk, "one")["copies"] == ["A-2"]
    assert shown(desk, "two")["copies"] == ["A-3"]
    assert "copy of: A-1, inferred" in desk("article", "show", "two").out
    for line in (["one", "three"], ["one", "one"], ["two", "A-3"]):
        assert "would be a copy of itself" in desk.refused("article", "copy-of", *line, code=1)
    assert "says so already" in desk.refused("article", "copy-of", "three", "two", code=4)
    assert "A copy that is observed needs --because." in desk.refused(
        "article", "copy-of", "three", "one", "--basis", "observed", code=2
    )
    desk("article", "copy-of", "three", "one")
    assert shown(desk, "two")["copies"] == []
    desk("article", "copy-of", "three", "")
    assert (shown(desk, "three")["copy_of"], shown(desk, "three")["basis"]) == (None, "stated")
    made = desk(
        "article", "new", "--outlet", "Express", "--copy-of", "one", "--basis", "observed", "--because", "Compared."
    )
    assert shown(desk, made.id)["basis"] == "observed"


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        (["new"], 2, "--outlet is missing"),
        (["new", "--outlet", " "], 1, "The name is empty"),
        (["new", "--outlet", "X", "--sha256", "abc"], 1, "abc is not a SHA-256: 64 hexadecimal digits"),
        (["new", "--outlet", "X", "--length", "3"], 2, "--text-sha256, --length and --reader go with --sha256."),
        (["new", "--outlet", "X", "--basis", "stated"], 2, "--basis goes with --copy-of."),
        (
            ["new", "--outlet", "X", "--copy-of", "A-1", "--basis", "inferred"],
            2,
            "A copy that is inferred needs --because.",
        ),
        (["new", "--outlet", "X", "--copy-of", "A-9"], 1, "There is no A-9 in this database. The last one is A-4."),
        (["new", "--outlet", "X", "--copy-of", "pagee"], 1, "There is no article pagee. Did you mean page?"),
        (
            ["new", "--outlet", "X", "--key", "page"],
            1,
            "The key page belongs to another article of the case everything already",
        ),
        (["new", "--outlet", "X", "--dated", "yesterday"], 1, "yesterday is not a date"),
        (["new", "--outlet", "X", "--date-because", "x"], 2, "go with --dated"),
        (["new", "--outlet", "X", "--date-basis", "page"], 2, "go with --dated"),
        (["new", "--outlet", "X", "--dated", "2022", "--date-at", "A-1:5-2"], 1, "5-2 is not the id that belongs here"),
        (["new", "--outlet", "X", "--dated", "2022", "--date-at", "A-1:5-99999"], 1, "lies outside"),
        (["new", "--outlet", "X", "--dated", "2022", "--date-at", ""], 1, "give an article and a place in it"),
        (["edit", "A-1"], 4, "A-1 says so already"),
        (["edit", "A-1", "--title", "Putin wants drones"], 4, "A-1 says so already"),
        (["edit", "A-9", "--title", "x"], 1, "There is no A-9"),
        (["edit", "nothing", "--title", "x"], 1, "There is no article nothing"),
        (["show", "A-9"], 1, "There is no A-9"),
        (["retract", "A-9"], 1, "There is no A-9"),
    ],
)
def test_what_is_refused(work: Terminal, line: list[str], code: int, says: str) -> None:
    """Options that belong together, hashes and dates that are none, places beyond the text, articles that are not there."""
    assert says in work.refused("article", *line, code=code)


def test_articles_of_another_case(work: Terminal) -> None:
    """What an article copies, and where its dates are read, are articles of its own case."""
    work("article", "new", "--outlet", "Post", "--key", "theirs", "--case", "other")
    work("article", "new", "--outlet", "Post", "--key", "page", "--case", "other")
    for line in (
        ["copy-of", "A-1", "A-5"],
        ["copy-of", "A-1", "theirs"],
        ["edit", "A-1", "--dated", "2022", "--date-at", "A-5:1-2"],
    ):
        assert "There is no article" in work.refused("article", *line, code=1)
    assert "is the name of more than one article: A-1 of everything, A-6 of other" in work.refused(
        "article", "show", "page", code=1
    )
    work("article", "copy-of", "A-5", "page")
    assert shown(work, "theirs")["copy_of"] == "A-6"


def test_an_edit_says_only_what_it_says(work: Terminal) -> None:
    """A correction leaves the rest as it was; empty texts take values away, and what was known before is in the log."""
    before = shown(work, "A-1")
    changed = work.rehearsed(
        "article", "edit", "A-1", "--byline", "", "--note", "", "--title", "Other", "--because", "Seen again."
    )
    assert changed.out == "A-1\n"
    assert shown(work, "A-1") == {**before, "byline": None, "note": None, "title": "Other", "because": "Seen again."}
    then = work.claim("factory", "E-3").trace.appearances[1].read_in
    assert then is not None
    assert then.title == "Putin wants drones"


def test_what_rests_on_an_article(work: Terminal) -> None:
    """Claims whose words, hops, dates, hedges or reviews stand in it, as things stand; none that have left it."""
    assert {a: [c["id"] for c in shown(work, a)["claims"]] for a in ("A-1", "A-2", "A-3", "A-4")} == {
        "A-1": ["C-1"],
        "A-2": ["C-1"],
        "A-3": [],
        "A-4": ["C-1"],
    }
    work("words", "add", "fact", "deal", "--nth", "2", "--in", "A-1", "--source", "erdogan")
    work("words", "add", "opinion", "--source", "kremlin", "--dated", "2022", "--date-at", "A-3")
    work("words", "add", "refusal", "--source", "kremlin", "--hedge", "perhaps@A-3")
    work("mark", "forecast", "--status", "too-early", "--because", "Not yet.", "--for", "A-3 nothing of it")
    assert [c["id"] for c in shown(work, "A-1")["claims"]] == ["C-1", "C-4"]
    assert [c["id"] for c in shown(work, "A-3")["claims"]] == ["C-2", "C-3", "C-5"]
    assert "3 claims rest on it" in work("article", "show", "A-3").out
    work("words", "edit", "P-9", "", "--in", "")
    work("words", "edit", "P-10", "--no-dates")
    work("words", "edit", "P-11", "--hedge", "")
    work("undo", "R-4")
    assert [c["id"] for c in shown(work, "A-1")["claims"]] == ["C-1"]
    assert shown(work, "A-3")["claims"] == []


def test_an_article_withdrawn(work: Terminal) -> None:
    """An article on which nothing rests is withdrawn and comes back; one on which claims rest stays, and they are named."""
    said = work.refused("article", "retract", "page", code=4)
    assert "A-1 cannot be withdrawn while these rest on it" in said
    assert "P-2" in said
    gone = work.rehearsed("article", "retract", "again", "--because", "Never published.")
    assert gone.out == "withdrawn: A-3\n"
    assert "A-3 was withdrawn by" in work.refused("article", "show", "A-3", code=1)
    assert "There is no article again" in work.refused("article", "show", "again", code=1)
    work(*gone.next)
    assert shown(work, "again")["id"] == "A-3"


def test_texts_that_come_later(work: Terminal) -> None:
    """Another reading of the page stands beside the first: both are seen, the newest is where new words are looked for."""
    work("article", "attach", "A-1", "-", stdin=OTHER)
    assert shown(work, "A-1")["held"] == [hashed(PAGE), hashed(OTHER)]
    assert work("article", "show", "A-1").out.count("● text kept here") == 2
