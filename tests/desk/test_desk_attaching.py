"""Articles given their bytes: what is found, what rests on them, and what another reading of the same page changed."""

from __future__ import annotations

import pytest

from desk.everything import CASE, LATER, OTHER, PAGE, hashed
from desk.terminal import Terminal


@pytest.fixture
def bare(desk: Terminal) -> Terminal:
    """The case of everything, without any text."""
    desk("import", "-", "--trust", stdin=CASE)
    return desk


def test_an_article_known_by_its_hash(bare: Terminal) -> None:
    """The bytes that belong to a recorded hash are recognised; every recorded wording is looked for, and the claims are named."""
    said = bare("article", "attach", "page", "-", stdin=PAGE)
    lines = said.out.splitlines()
    assert lines[0] == f"A-1: the reading recorded by its hash, {len(PAGE)} characters"
    assert lines[1].endswith("recorded passages found in it")
    assert lines[1].split()[0] == lines[1].split()[2]
    assert lines[2] == "resting on it: C-1"
    assert len(lines) == 3
    assert bare.claim("factory").trace.appearances[2].evidence_state == "held"
    assert "A-1 has these bytes already" in bare.refused("article", "attach", "A-1", "-", code=4, stdin=PAGE)


def test_an_article_known_by_name(bare: Terminal) -> None:
    """An article without any reading gets its first one, and the words that were recorded without a text are looked for."""
    bare("words", "add", "fact", "a “deal” – on drones", "--in", "copy", "--source", "cnn")
    said = bare("article", "attach", "copy", "-", "--json", stdin="It was a “deal” — on\ndrones.")
    assert said.json["reading"] == "first"
    assert said.json["claims"] == ["C-1", "C-4"]
    gone = next(p for p in said.json["passages"] if p["claims"] == ["C-4"])
    assert gone["fate"] == "gone"
    assert "other dashes and a line break or other spacing: “a “deal” — on\ndrones” at [7, 27]" in gone["hint"]


def test_what_was_recorded_of_a_text_and_differs(bare: Terminal) -> None:
    """A length or a text hash that the text has not is told."""
    wrong = ["--sha256", hashed("Other."), "--text-sha256", hashed("x"), "--length", "99", "--reader", "text/1"]
    bare("article", "edit", "copy", *wrong)
    said = bare("article", "attach", "copy", "-", stdin="Other.")
    assert "It is recorded with 99 characters; the text has 6." in said.out
    assert "It is recorded with the text hash" in said.out


def test_another_reading(work: Terminal) -> None:
    """Another reading of the same article stands beside the first; words that moved and words that are gone are listed."""
    said = work("article", "attach", "A-1", "-", stdin=LATER)
    lines = said.out.splitlines()
    assert lines[0] == f"A-1: another reading; the earlier one is kept, {len(LATER)} characters"
    assert "C-1: “drone-making factory” is gone" in lines
    at = LATER.index("the page says")
    assert f"C-1: “the page says” stands at [{at}, {at + 13}] of it" in lines
    assert not [line for line in lines if "asked him for a deal" in line]
    found = work.shown("article", "show", "A-1")
    assert [s["sha256"] for s in found["snapshots"]] == [hashed(PAGE), hashed(OTHER), hashed(LATER)]
    assert found["held"] == [hashed(PAGE), hashed(LATER)]


def test_a_reading_taken_back(work: Terminal) -> None:
    """An undo of the event takes the bytes back; the reading recorded by its hash before stays."""
    work("article", "attach", "A-1", "-", stdin=OTHER)
    event = work.event()
    work("undo", event)
    assert work.shown("article", "show", "A-1")["held"] == [hashed(PAGE)]
    work("undo", work.event())
    assert work.shown("article", "show", "A-1")["held"] == [hashed(PAGE), hashed(OTHER)]


def test_recorded_words_are_never_moved(work: Terminal) -> None:
    """After another reading came, whatever is corrected in an appearance or a hop leaves its words where they were read."""
    before = work.case()
    work("article", "attach", "A-1", "-", stdin=OTHER)
    work("words", "edit", "P-3", "--stance", "doubts", "--named-as", "the Express")
    work("words", "edit", "P-2", "--because", "Heard again.")
    work("hop", "edit", "H-2", "--paraphrases")
    now, then = work.case().claims[0], before.claims[0]
    for old, new in zip(then.appearances, now.appearances, strict=True):
        assert (new.wording, new.at, new.hedges) == (old.wording, old.at, old.hedges)
    for before_, after in zip(then.attributions, now.attributions, strict=True):
        assert (after.cue, after.at, after.hedges) == (before_.cue, before_.at, before_.hedges)


def test_words_of_the_earlier_reading(work: Terminal) -> None:
    """Words that only an earlier reading has are refused with that reading's hash, which takes them from there."""
    work("article", "attach", "A-1", "-", stdin=OTHER)
    said = work.refused("words", "add", "fact", "drone-making factory", "--in", "A-1", "--source", "express", code=1)
    of = hashed(PAGE)[:12]
    start = PAGE.index("drone-making")
    assert (
        f"They stand in another reading of it, {of}, at [{start}, {start + 20}]: --reading {of} takes them from there."
        in said
    )
    made = work("words", "add", "fact", "drone-making factory", "--in", "A-1", "--source", "express", "--reading", of)
    (step,) = work.claim("fact").trace.appearances
    assert (step.id, step.wording and step.wording.at) == (made.id, (start, start + 20))
    assert step.wording
    assert (step.wording.prefix or "").endswith("It is the ")
    work("words", "edit", made.id, "--stance", "denies")
    (step,) = work.claim("fact").trace.appearances
    assert step.wording
    assert step.wording.exact == "drone-making factory"
    assert "is not the hash of one reading of A-1, nor its beginning. It has" in work.refused(
        "words", "add", "fact", "x", "--in", "A-1", "--source", "express", "--reading", "ffff", code=1
    )


def test_an_innocent_reason_comes_before_another_reading(work: Terminal) -> None:
    """Words that stand in the newest reading with other capitals are not looked for in an older one."""
    work("article", "attach", "A-1", "-", stdin=OTHER.replace("drone plant", "Drone-making factory"))
    said = work.refused("words", "add", "fact", "drone-making factory", "--in", "A-1", "--source", "express", code=1)
    assert "It stands there with other capitals" in said
    assert "another reading" not in said


def test_the_same_case_after_another_reading(work: Terminal) -> None:
    """An import of a claim whose words stand in an earlier reading takes them as they stand there."""
    work("article", "attach", "A-1", "-", stdin=OTHER)
    text = CASE.replace("note: Ask him.", "note: Ask her.")
    said = work("import", "-", stdin=text)
    assert "changed: claim factory" in said.out
    assert work.case().claims[0].appearances[2].wording == "drone-making factory"


@pytest.mark.parametrize(
    ("line", "stdin", "code", "says"),
    [
        (["attach", "A-9", "-"], b"x", 1, "There is no A-9"),
        (["attach", "A-1", "nowhere.txt"], b"", 1, "nowhere.txt: there is no such file"),
        (["attach", "A-1", "-"], b"\xff\xfe\x00", 1, "stdin is not UTF-8 text"),
        (["attach", "A-1", "-"], b" \n", 1, "it is empty"),
        (["attach", "A-1"], b"", 2, "FILE is missing"),
    ],
)
def test_what_is_refused(work: Terminal, line: list[str], stdin: bytes, code: int, says: str) -> None:
    """Articles and files that are not there, bytes that are no text."""
    assert says in work.refused("article", *line, code=code, stdin=stdin)
