"""Help: at once, complete, in eighty columns, and grouped by what a fact-checker does."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from at_desk import environment, typed
from timing import PATIENCE_S

from claims.commands.front import SECTIONS, page
from claims.commands.verbs import main

HEAVY = ("sqlalchemy", "alembic", "orjson", "yaml", "psycopg")


def _commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command, info_name=" ".join(("claims", *path)))
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from _commands(below, (*path, name))


COMMANDS = dict(_commands(main))
IDS = [" ".join(path) or "claims" for path in COMMANDS]


@pytest.mark.parametrize("path", COMMANDS, ids=IDS)
def test_every_command_and_every_option_has_its_help(path: tuple[str, ...]) -> None:
    """A command says in one line what it does; every option and every argument says what it takes."""
    command = COMMANDS[path]
    first = inspect.cleandoc(command.help or "").split("\n")[0]
    assert first.endswith(".")
    assert len(first) < 100
    for param in command.params:
        said = getattr(param, "help", None)
        assert said, f"{param.opts[0]} has no help"
        assert said[0].isupper() or said.split()[0] in {"markdown", "no"}, said


@pytest.mark.parametrize("path", COMMANDS, ids=IDS)
def test_the_help_fits_eighty_columns(path: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """No line of any help is wider than eighty columns, nothing is cut with dots, and examples keep their lines."""
    monkeypatch.setenv("COLUMNS", "80")
    said = typed(*path, "--help")
    assert said.code == 0
    assert said.err == ""
    lines = said.out.split("\n")
    assert max(map(len, lines)) <= 80, max(lines, key=len)
    assert not [line for line in lines if line.endswith("...") and not line.startswith(("Usage:", "  " * 4))]
    assert said.out.startswith(f"Usage: {' '.join(('claims', *path))}")
    assert typed(*path, "-h").out == said.out


def test_the_verbs_are_grouped_by_what_a_fact_checker_does() -> None:
    """Start, take in, look, judge, hand over, keep; each line of the list is the command's own first line."""
    said = typed("--help")
    places = [said.out.index(f"\n{section}:\n") for section in SECTIONS]
    assert list(SECTIONS) == ["Start", "Take in", "Look", "Judge", "Hand over", "Keep"]
    assert places == sorted(places)
    for verbs in SECTIONS.values():
        for name, _, what in verbs:
            first = inspect.cleandoc(COMMANDS[name,].help or "").split("\n")[0]
            assert first == what
            assert f"  {name} " in said.out


def test_no_words_break_at_their_hyphens(monkeypatch: pytest.MonkeyPatch) -> None:
    """A word that is to be typed stands whole: `in-other-words`, `ready-for-review`."""
    for columns in ("60", "70", "80", "90"):
        monkeypatch.setenv("COLUMNS", columns)
        for path in (("mark",), ("list",)):
            assert not [line for line in typed(*path, "--help").out.split("\n") if line.endswith("-")]


def test_claims_alone_shows_its_help_on_stderr() -> None:
    """`claims` without a verb asks for nothing that could be answered: its help on stderr, exit code 2, for scripts must notice."""
    alone = typed()
    assert alone.code == 2
    assert alone.out == ""
    assert alone.err == typed("--help").out


def test_the_version_is_an_answer() -> None:
    """`claims --version` prints name and version."""
    assert typed("--version").out.startswith("claims, version ")


@pytest.mark.parametrize("line", [["--help"], [], ["--version"], ["mark", "--help"], ["import", "--help"], ["db"]])
def test_help_loads_neither_database_nor_yaml(line: list[str]) -> None:
    """Help and version answer without SQLAlchemy, Alembic, orjson, YAML or psycopg."""
    look = f"""
import json, sys
from claims.commands.main import answered
answered({line})
print(json.dumps([name for name in {HEAVY} if name in sys.modules]), file=sys.stderr)
"""
    done = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, check=True, timeout=PATIENCE_S, env=environment()
    )
    assert json.loads(done.stderr.splitlines()[-1]) == []


@pytest.mark.parametrize("columns", ["40", "52", "61", "79", "80", "93", "100", "160"])
def test_the_first_page_is_as_click_would_write_it(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page that is shown without loading click says what the command itself says of its options, verbs and exit codes, line by line."""
    monkeypatch.setenv("COLUMNS", columns)
    with main.make_context("claims", [], resilient_parsing=True) as context:
        assert page() == f"{main.get_help(context)}\n"
