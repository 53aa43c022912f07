"""A case as JSON lines on the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from at_desk import digest, typed

LINES = "\n".join(
    [
        '{"case": "weather", "title": "Weather"}',
        '{"source": "tass", "name": "TASS", "kind": "outlet"}',
        '{"claim": "rain", "text": "It rains.", "chain": ["tass"]}',
        '{"claim": null, "text": "It snows."}',
    ]
)


@pytest.fixture
def desk(folder: Path, with_empty: Path) -> Path:
    """A desk with nothing in it, and a case as lines beside it."""
    shutil.copy(with_empty, folder / "claims.db")
    (folder / "weather.jsonl").write_text(LINES, "utf-8")
    return folder


def test_taken_in_once(desk: Path) -> None:
    """A dry run keeps nothing; then the case is here; then nothing is new; one that changed is compared as a case file is."""
    before = digest(desk / "claims.db")
    assert typed("import", "weather.jsonl", "--dry-run").code == 0
    assert digest(desk / "claims.db") == before
    said = typed("import", "weather.jsonl")
    assert (said.code, said.out) == (0, "weather.jsonl: case weather\n  1 source: 1 new\n  2 claims: 2 new\n")
    assert [claim["text"] for claim in typed("list", "--json").json] == ["It rains.", "It snows."]
    assert "nothing new" in typed("import", "weather.jsonl").out
    (desk / "weather.jsonl").write_text(LINES.replace("It rains.", "It rained."), "utf-8")
    assert "changed: claim rain" in typed("import", "weather.jsonl").out


def test_piped_in_and_told_to_programs(desk: Path) -> None:
    """Without a name that says so `--from lines` does; the entries are counted, not listed."""
    said = typed("import", "-", "--from", "lines", "--json", stdin=LINES.encode())
    assert said.code == 0, said.err
    assert json.loads(said.out)[0]["counts"] == {"source": 1, "claim": 2}


@pytest.mark.parametrize("more", [["--case", "k"], ["--ratings", "r.yaml"], ["--map", "text=Claim"]])
def test_what_lines_do_not_take(desk: Path, more: list[str]) -> None:
    """A case has its own key and our own statuses: what would be passed over is refused, and nothing is kept."""
    before = digest(desk / "claims.db")
    said = typed("import", "weather.jsonl", *more)
    assert said.code != 0
    assert digest(desk / "claims.db") == before


def test_a_wrong_line_is_named(desk: Path) -> None:
    """What is wrong is said with its line, and nothing of the case is kept."""
    before = digest(desk / "claims.db")
    (desk / "weather.jsonl").write_text(LINES + "\n{", "utf-8")
    said = typed("import", "weather.jsonl")
    assert said.code == 1
    assert said.err.startswith("Error: weather.jsonl:5: This is not JSON")
    assert digest(desk / "claims.db") == before


def test_handed_over_as_lines(desk: Path) -> None:
    """`export` to a file that is called so writes lines, from which another desk has the same case."""
    assert typed("import", "weather.jsonl").code == 0
    assert typed("export", "-o", "again.jsonl").code == 0
    kinds = [next(iter(json.loads(line))) for line in (desk / "again.jsonl").read_text("utf-8").splitlines()]
    assert kinds == ["case", "source", "claim", "claim"]
    assert typed("import", "again.jsonl", "--dry-run").out.count("nothing new") == 1
