"""What a terminal shows: nothing from outside raw, columns that stand, words that wrap, and colour that nobody needs."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import unicodedata
from fcntl import ioctl
from pathlib import Path

import pytest
from at_desk import PROGRAM, environment, typed
from hostile import PAYLOADS
from timing import PATIENCE_S

from claims.commands.listing import claim_lines, event_lines
from claims.exports.wrapping import cells
from claims.records import ClaimRow, EventRow
from claims.vocabulary import ClaimKind, Stage

READERS = (
    "list", "show C-1", "trace C-1", "log", "doctor", "report --all", "report C-1 --format json", "export",
    "list --json", "show C-1 --json", "trace C-1 --json", "log --json", "doctor --json",
)  # fmt: skip
NASTY = {name: PAYLOADS[name] for name in ("bidi", "ansi", "line ends")} | {
    "c1": "\x9b31m\x90q\x9c\x85",
    "combining": "Z\u0310\u0352a\u0343\u0489l\u0335g\u0321o" * 20,
    "scripts": "Ünsal Ğ İıŞ Путин أردوغان 安倍晋三 각 👩‍👩‍👧",
    "long word": "w" * 3000,
}


def case_with(text: str) -> str:
    """A case file, as JSON, with the text wherever a case holds text from outside."""
    line = " ".join(text.split()) or "x"
    source = {"name": line, "kind": "outlet", "aliases": [f"{line} alias"], "note": text}
    article = {"outlet": "s", "title": line, "byline": line, "published": "2024", "note": text, "because": text}
    step = {
        "source": "s",
        "article": "a",
        "wording": line[:200],
        "because": text,
        "named_as": line,
        "hedges": [{"text": line[:50], "scope": "wording"}],
    }
    hop = {"downstream": "x", "upstream": "y", "manner": "cites", "basis": "inferred", "because": text}
    review = {
        "status": "unverified",
        "because": text,
        "by": line,
        "date": "2024",
        "against": [{"url": "https://x.example/", "note": text}],
    }
    claim = {
        "key": "k", "text": line, "note": text, "topics": [line], "claimant": "s", "appearances": {"x": step, "y": {"source": "t"}},
        "attributions": [hop], "links": [{"kind": "bears-on", "to": "l", "because": text}], "reviews": [review],
        "asked": [{"of": "s", "date": "2024", "question": text, "answer": text, "note": text}],
    }  # fmt: skip
    other = {"key": "l", "text": f"{line} too"}
    sources = {"s": source, "t": {"name": f"{line} 2", "kind": "person"}}
    return json.dumps(
        {"case": "c", "title": line, "sources": sources, "articles": {"a": article}, "claims": [claim, other]}
    )


@pytest.mark.parametrize("name", NASTY)
def test_text_from_a_case_never_reaches_the_terminal_raw(folder: Path, with_empty: Path, name: str) -> None:
    """Whatever a case file holds, no command prints a character that acts on a terminal or hides in it."""
    (folder / "claims.db").write_bytes(with_empty.read_bytes())
    (folder / "case.yaml").write_text(case_with(NASTY[name]))
    taken = typed("import", "case.yaml", "--trust")
    assert taken.code in {0, 1}
    assert taken.acting() == set()
    if taken.code == 1:
        # Refused at the door: then what a terminal can show of it has to do.
        shown = "".join(c for c in NASTY[name] if unicodedata.category(c) not in {"Cc", "Cs", "Zl", "Zp"})
        (folder / "case.yaml").write_text(case_with(shown))
        assert typed("import", "case.yaml", "--trust").code == 0
    for reader in READERS:
        said = typed(*reader.split())
        assert said.acting() == set(), reader
        assert said.code in {0, 3}


@pytest.mark.parametrize("name", NASTY)
def test_text_from_the_command_line_never_reaches_the_terminal_raw(desk: Path, name: str) -> None:
    """Arguments are taken or refused; neither way does a message repeat them raw."""
    text = NASTY[name]
    lines = (
        ["claim", "new", text, "--claimant", text, "--topic", text, "--note", text],
        ["mark", "C-1", "--status", "unproven", "--because", text],
        ["mark", "C-1", "--status", text, "--because", "x"],
        ["mark", text, "--status", "unproven", "--because", "x", "--for", text],
        ["add", "article.txt", "--outlet", text, "--title", text, "--url", text, "--lang", text],
        ["undo", text],
        ["undo", "R-1", "--because", text],
        ["show", text],
        ["list", "--source", text, "--text", text],
        ["list", "--stage", text],
        ["add", text],
        ["import", text],
        ["export", "-o", f"nowhere/{text}"],
        ["--as", text, "claim", "new", "x"],
        ["--db", text, "list"],
        ["--debug", "--db", text, "list"],
        [text],
        [f"--{text}"],
        ["db", text],
        *(reader.split() for reader in READERS),
    )
    for line in lines:
        said = typed(*line)
        assert said.acting() == set(), line
        assert said.code in {0, 1, 2, 3, 4}


def test_the_name_of_the_database_never_reaches_the_terminal_raw(desk: Path) -> None:
    """A folder's name comes from outside too."""
    name = "a\x1b]0;owned\x07\u202e.db"
    (desk / "claims.db").rename(desk / name)
    for verb in ("list", "doctor", "db status", "init", "claim new x"):
        assert typed("--db", name, *verb.split()).acting() == set()


# --- columns ----------------------------------------------------------------------------------------------------------


def _row(number: int, text: str, reviewer: str | None = "desk", **more: object) -> ClaimRow:
    given = {
        "id": f"C-{number}", "key": None, "case": "c", "text": text, "kind": ClaimKind.FACT, "status": "unverified",
        "reviewed": reviewer is not None, "reviewer": reviewer, "reviewed_on": "2024-03-01" if reviewer else None,
        "stage": Stage.NEW, "claimant": None, "version": 1,
    }  # fmt: skip
    return ClaimRow(**(given | more))  # type: ignore[arg-type]


def _plain(_name: str, text: str) -> str:
    return text


ROWS = [
    _row(1, "Putin asked Erdoğan to have Turkish combat drones made in a factory in Russia, it is said."),
    _row(2, "安倍晋三氏は首相を務めた。" * 6, "安倍晋三の机の上の長い長い名前の人", status="not-checkable"),
    _row(1000, "Short.", None),
    _row(11, "e\u0301" * 90, "Ayşegül Karaosmanoğlu-Yıldırım of the desk"),
    _row(12, "Moved along.", "desk", stage=Stage.IN_RESEARCH),
]


@pytest.mark.parametrize("width", [24, 40, 60, 80, 99, 100, 120, 160, 240])
def test_a_list_fits_the_terminal(width: int) -> None:
    """No line is wider than the terminal, wide characters counted as two cells; nothing of a text is cut off."""
    lines = list(claim_lines(ROWS, width, _plain))
    assert max(map(cells, lines)) <= max(width, 64)
    words = re.sub(r"\s", "", "".join(lines))
    for row in ROWS:
        assert re.sub(r"\s", "", row.text)[:20] in words
    if width >= 64:
        assert max(map(cells, lines)) <= width


def test_columns_stand_whatever_the_letters() -> None:
    """On a wide terminal every text begins in the same column, also beside names of wide letters."""
    lines = [line for line in claim_lines(ROWS, 160, _plain) if line.startswith("C-")]
    begins = {cells(line[: line.index(row.text[:5].split()[0])]) for line, row in zip(lines[:3], ROWS, strict=False)}
    assert len(begins) == 1


def test_a_list_says_who_looked_and_when() -> None:
    """Every line has the status with who gave it and when, or that nobody has looked yet; a long name never hides the date."""
    for width in (60, 160, None):
        lines = "\n".join(claim_lines(ROWS, width, _plain))
        assert lines.count("2024-03-01") == 4
        assert "nobody has looked yet" in lines
        assert "[in-research] Moved along." in lines


def test_in_a_pipe_every_claim_is_one_whole_line() -> None:
    """In a pipe nothing is wrapped or cut: a claim is a line, its id the first word."""
    lines = list(claim_lines(ROWS, None, _plain))
    assert [line.split()[0] for line in lines] == [row.id for row in ROWS]
    for line, row in zip(lines, ROWS, strict=True):
        assert line.endswith(row.text)
        assert row.reviewer is None or row.reviewer in line


def test_a_log_hangs_its_words_beside_the_names() -> None:
    """A long reason wraps under where it began; times say that they are UTC."""
    event = EventRow(
        "E-7", "2024-03-01T10:20:30.000001Z", "Ayşe", "mark", "R-1 C-1 false", "Because. " * 40, 3, "0.1.0"
    )
    for width in (60, 120):
        first, *rest = event_lines([event], width, _plain)
        assert first.startswith("E-7  2024-03-01 10:20Z  Ayşe")
        assert max(cells(line) for line in (first, *rest)) <= width
        assert len({len(line) - len(line.lstrip()) for line in rest}) == 1
    assert len(list(event_lines([event], None, _plain))) == 1


# --- a real terminal --------------------------------------------------------------------------------------------------


def on_terminal(*line: str, columns: int = 80, **settings: str) -> str:
    """What a terminal gets of a command line."""
    ours, theirs = pty.openpty()
    ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    env = environment(**({"TERM": "xterm", "PAGER": ""} | settings))
    with subprocess.Popen(
        [*PROGRAM, *line], stdin=theirs, stdout=theirs, stderr=theirs, env=env, close_fds=True
    ) as running:
        os.close(theirs)
        got = b""
        while select.select([ours], [], [], PATIENCE_S)[0]:
            try:
                part = os.read(ours, 65536)
            except OSError:  # Linux says so when the other side is closed
                break
            if not part:
                break
            got += part
        running.kill()  # at its end already, unless it hangs
    os.close(ours)
    return got.decode().replace("\r\n", "\n")


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals as POSIX has them")


def test_a_terminal_gets_colour_unless_nobody_wants_it(desk: Path) -> None:
    """Colour on a terminal only, never with NO_COLOR or a dumb terminal; the words are the same without it."""
    coloured = on_terminal("show", "C-1")
    plain = on_terminal("show", "C-1", NO_COLOR="1")
    assert "\x1b[" in coloured
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert "\x1b" not in on_terminal("trace", "C-1", TERM="dumb")


def test_a_terminal_gets_a_page_that_fits_and_a_next_step(desk: Path) -> None:
    """A terminal gets fifty claims and is told of the rest; lines are wrapped to its width."""
    many = "".join(
        f"  - {{text: Claim {n} is about a bridge that is said to be closed to all traffic.}}\n" for n in range(60)
    )
    (desk / "many.yaml").write_text(f"case: many\nclaims:\n{many}")
    assert typed("import", "many.yaml").code == 0
    page = on_terminal("list", columns=60, NO_COLOR="1")
    assert page.count("nobody has looked yet") + page.count("desk, 2024") == 50
    assert "50 of 63 claims. All: --limit 63." in page
    assert max(map(cells, page.splitlines()[:-1])) <= 60
    assert on_terminal("list", "--case", "bridge", NO_COLOR="1").endswith("Next: claims trace C-1\n")
