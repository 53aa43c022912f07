"""`@last` wherever an id is typed: the newest live thing of that kind."""

from __future__ import annotations

from pathlib import Path

import pytest
from at_desk import typed


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("show @last", "C-3 A claim without a key."),
        ("trace @last", "C-3 A claim without a key."),
        ("source show @last", "S-4 a resident"),
        ("article show @last", "A-2"),
        ("list --source @last", ""),
        ("trace C-1 --as-of @last", "C-1 The bridge at Kara is closed."),
    ],
)
def test_reading(desk: Path, line: str, answer: str) -> None:
    """Claims, sources, articles and moments of the log can be named so."""
    said = typed("-q", *line.split())
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(answer)


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("mark @last --status unproven --because x", "R-2"),
        ("mark C-3 --status false --because x --against @last", "R-2"),
        ("mark C-1 --status unproven --because x --seen @last", "R-2"),
        ("claim edit @last Other.", "C-3"),
        ("claim link C-1 bears-on @last", "L-2"),
        ("words add @last closed --in @last --source @last", "P-4"),
        ("words edit @last --part lead", "P-3"),
        ("hop add C-1 mayor --from @last --cites", "H-3"),
        ("hop edit @last --because x", "H-2"),
        ("hop confirm @last", "H-2: confirmed"),
        ("approve @last", "R-1 of C-1: approved"),
        ("stage @last --to in-research", "C-3: in-research"),
        ("source alias @last Somebody", "S-4"),
        ("article edit @last --note x", "A-2"),
        ("ask @last --of mayor", "Q-2"),
        ("ask @last --answer No.", "Q-1"),
        ("publish @last --url https://example.org/", "C-3: published"),
        ("undo @last", "withdrawn: "),
    ],
)
def test_changing(desk: Path, line: str, answer: str) -> None:
    """Whatever a verb takes an id for it takes `@last`; of what is asked of whom, the answer goes to the last request."""
    said = typed(*line.split())
    assert said.code == 0, said.err
    assert said.out.startswith(answer)


def test_evidence_at_a_place(desk: Path) -> None:
    """`@last:0-14` is a place in the last article, as `A-3:0-14` is."""
    assert typed("add", "article.txt", "--outlet", "courier").code == 0
    assert typed("mark", "C-3", "--status", "false", "--because", "x", "--against", "@last:0-13").code == 0
    evidence = typed("show", "C-3", "--json").json["reviews"][0]["evidence"]
    assert "A-3:0-13" in str(evidence)


def test_undo_takes_back_the_last_event_and_then_that(desk: Path) -> None:
    """`undo @last` takes back whatever was done last; again, it takes back the undoing."""
    assert typed("claim", "new", "One more.").out == "C-4\n"
    assert typed("undo", "@last").out == "withdrawn: C-4\n"
    assert typed("show", "@last").out.startswith("C-3 ")
    assert typed("undo", "@last").out == "brought back: C-4\n"
    assert typed("show", "@last").out.startswith("C-4 ")


def test_what_was_withdrawn_is_not_the_last(desk: Path) -> None:
    """The newest live thing is meant: neither one that was withdrawn, nor a part of a claim that was."""
    assert typed("words", "add", "C-3", "--source", "mayor").out == "P-4\n"
    assert typed("undo", "P-4").code == 0
    assert typed("words", "edit", "@last", "--part", "lead").out == "P-3\n"
    assert typed("words", "add", "C-3", "--source", "mayor").out == "P-5\n"
    assert typed("undo", "P-5").code == 0
    assert typed("undo", "C-3").code == 0
    assert typed("show", "@last").out.startswith("C-2 ")


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ("show", "claim"),
        ("source show", "source"),
        ("article show", "article"),
        ("approve", "review"),
        ("hop confirm", "hop"),
    ],
)
def test_where_nothing_is_there(folder: Path, with_empty: Path, line: str, missing: str) -> None:
    """In an empty database `@last` is refused with the reason."""
    (folder / "claims.db").write_bytes(with_empty.read_bytes())
    said = typed(*line.split(), "@last")
    assert (said.code, said.out) == (1, "")
    assert said.err == f"Error: @last means nothing yet: there is no {missing} in this database.\n"


@pytest.mark.parametrize("typed_id", ["C-1", "c-1", "C1", "c1", " C-1 "])
def test_ids_as_people_type_them(desk: Path, typed_id: str) -> None:
    """`C-1`, `c1` and `C1` are one id."""
    assert typed("show", typed_id).out.startswith("C-1 ")
