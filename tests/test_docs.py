"""What the documents say is what the program does."""

import itertools
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import cli_reference
import click
import postgres
import pytest
import transcripts
from markdown_it import MarkdownIt
from markdown_it.token import Token

from claims.casefile.chain import APPEARANCE, ATTRIBUTION
from claims.casefile.claims import CLAIM, REVIEW
from claims.casefile.fields import Shape
from claims.casefile.reading import ARTICLE, CASE, SOURCE
from claims.store.tables import LOGGED, METADATA
from claims.vocabulary import (
    Basis,
    ClaimKind,
    DateBasis,
    HedgeScope,
    Knows,
    LinkKind,
    Manner,
    Part,
    Said,
    SourceKind,
    Stage,
    Stance,
)

ROOT = transcripts.ROOT
PAGES = sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")))
TRANSCRIPTS = transcripts.pages()
ON_FILES = [page for page in TRANSCRIPTS if not transcripts.needs_server(page.read_text("utf-8"))]
ON_A_SERVER = [page for page in TRANSCRIPTS if page not in ON_FILES]

COMMANDS = {path: (command, context) for path, command, context in cli_reference.commands()}


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


# --- transcripts -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def programs() -> Iterator[Path]:
    with transcripts.programs() as folder:
        yield folder


@pytest.mark.parametrize("page", ON_FILES, ids=name)
def test_transcript_is_true(page: Path, programs: Path) -> None:
    """Every command of a page answers what the page says, from a new folder (`python tests/transcripts.py` writes it anew)."""
    text = page.read_text("utf-8")
    assert transcripts.rendered(text, programs) == text


@pytest.mark.parametrize("page", ON_A_SERVER, ids=name)
def test_transcript_is_true_on_a_server(page: Path, programs: Path, postgres_server: postgres.Server) -> None:
    """The same for a page that works on PostgreSQL."""
    text = page.read_text("utf-8")
    assert transcripts.rendered(text, programs, postgres_server) == text


def test_transcripts_are_there() -> None:
    """README, tutorial and how-tos show the program at work, and at no fault."""
    shown = {name(page): page.read_text("utf-8") for page in TRANSCRIPTS}
    assert {"README.md", "docs/tutorial.md", "docs/log.md"} <= shown.keys()
    assert [page for page in PAGES if page.name.startswith("how-to-") and name(page) not in shown] == []
    assert len(transcripts.commands_of(shown["README.md"])) >= 6
    assert len(transcripts.commands_of(shown["docs/tutorial.md"])) >= 40
    assert [page for page, text in shown.items() if transcripts.FAULT in text] == []
    typed = [line for text in shown.values() for line in re.findall(r"^(?:\$|>) .*", text, re.MULTILINE)]
    assert [line for line in typed if len(line) > transcripts.COLUMNS] == []


# --- the command line ------------------------------------------------------------------------------------------------


def test_reference_is_current() -> None:
    """docs/cli.md is what cog makes of the commands today (`python -m cogapp -I tests -r docs/cli.md` writes it anew)."""
    cog = [sys.executable, "-m", "cogapp", "-I", "tests", "--check", "docs/cli.md"]
    checked = subprocess.run(cog, cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_commands_exist(page: Path) -> None:
    """Every command that a page names exists, and every option that it is given there is one of its own."""
    assert [wrong for command in commands_named(page.read_text("utf-8")) if (wrong := _wrong(command))] == []


@pytest.mark.parametrize(
    "command",
    [
        "claims frobnicate C-1",
        "claims article frobnicate A-1",
        "claims trace C-1 --frobnicate",
        "claims --frobnicate list",
        "claims list --db other.db",
        "claims -x list",
    ],
)
def test_what_is_no_command_is_found(command: str) -> None:
    """A page that names a verb or an option that is not there is found, in a code span, a block and a transcript."""
    for text in (f"Type `{command}`.", f"```sh\ncd desk && {command}\n```", f"```console\n$ {command} |\n> cat\n```"):
        assert [wrong for named in commands_named(text) if (wrong := _wrong(named))]


def commands_named(text: str) -> Iterator[list[str]]:
    """The command lines of `claims` in code spans and code blocks, word by word."""
    for token in _tokens(text):
        if token.type == "code_inline":
            lines = [token.content] if token.content.startswith("claims ") else []
        elif token.type == "fence" and token.info.startswith("console"):
            lines = transcripts.commands_of(f"```console\n{token.content}```")
        elif token.type == "fence":
            lines = token.content.replace("\\\n", " ").split("\n")
        else:
            continue
        for line in lines:
            # What follows the first line of a here-document is a file, not a command.
            yield from _within(line.split("<<")[0].replace("\\\n", " "))


def _tokens(text: str) -> Iterator[Token]:
    for token in MarkdownIt().enable("table").parse(text):
        yield token
        yield from token.children or ()


def _within(line: str) -> Iterator[list[str]]:
    """The calls of `claims` in a line of shell: alone, after a pipe, in a loop. A line of something else has none."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|&;<>")
    lexer.whitespace_split = True
    lexer.commenters = "#"
    try:
        words = list(lexer)
    except ValueError:  # an apostrophe: prose
        return
    begin = True  # a command's first word
    call: list[str] | None = None
    for word in [*words, ";"]:
        if set(word) <= set("|&;<>") or (begin and word in {"do", "then", "else"}):
            if call is not None:
                yield call
            begin, call = True, None
        elif begin and (word == "claims" or word.endswith("/claims")):
            begin, call = False, []
        elif call is not None:
            call.append(word)
        else:
            begin = "=" in word and begin  # NAME=value before a command


def _wrong(words: list[str]) -> str | None:
    """What does not exist in a call of `claims`; None where all does. Placeholders such as VERB stand for any verb."""
    path: tuple[str, ...] = ("claims",)
    rest = iter(words)
    for word in rest:
        command, context = COMMANDS[path]
        if word.startswith("-") and word != "-":
            option = _option(command, context, word.split("=")[0])
            if option is None:
                return f"{' '.join(path)} {word}"
            if not option.is_flag and not option.count and "=" not in word:
                next(rest, None)
        elif isinstance(command, click.Group):
            if word.isupper() or word == "…":
                return None
            path = (*path, word)
            if path not in COMMANDS:
                return " ".join(path)
    return None


def _option(command: click.Command, context: click.Context, word: str) -> click.Option | None:
    options = [param for param in command.get_params(context) if isinstance(param, click.Option)]
    return next((o for o in options if word in (*o.opts, *o.secondary_opts)), None)


# --- pages -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link leads to a file of the repository, and to a heading that is there."""
    for target in _links(page.read_text("utf-8")):
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), target
        assert ROOT in file.parents, target
        if anchor:
            assert anchor in _anchors(file.read_text("utf-8")), target


def test_every_page_is_found() -> None:
    """The README leads to every page of docs/, over other pages or at once."""
    seen = {ROOT / "README.md"}
    waiting = list(seen)
    while waiting:
        page = waiting.pop()
        paths = (target.partition("#")[0] for target in _links(page.read_text("utf-8")))
        new = {(page.parent / path).resolve() for path in paths if path.endswith(".md")} - seen
        seen |= new
        waiting += new
    assert [name(page) for page in ROOT.glob("docs/*.md") if page not in seen] == []


def test_diagrams_are_those_of_the_tables() -> None:
    """The diagrams of docs/data-model.md show every reference between logged tables, and whether it may be absent."""
    text = (ROOT / "docs" / "data-model.md").read_text("utf-8")
    drawn = re.findall(r'^    (\w+) (\|[|o])--o\{ (\w+) : "(\w+)"$', text, re.MULTILINE)
    references = [
        (key.column.table.name, "|o" if key.parent.nullable else "||", table.name, key.parent.name)
        for table in LOGGED
        for key in table.foreign_keys
        if key.parent.name != "first"
    ]
    assert sorted(drawn) == sorted(references)
    assert text.count("--o{") == len(drawn)
    assert [table.name for table in METADATA.sorted_tables if f"`{table.name}`" not in text] == []


@pytest.mark.parametrize("shape", [CASE, SOURCE, ARTICLE, CLAIM, APPEARANCE, ATTRIBUTION, REVIEW], ids=lambda s: s.name)
def test_case_file_has_every_field(shape: Shape) -> None:
    """docs/case-file.md explains every field of the grammar, and none that is not there."""
    heading = "Top level" if shape is CASE else shape.name.partition(" ")[2].capitalize()
    section = re.split(r"^##+ ", (ROOT / "docs" / "case-file.md").read_text("utf-8"), flags=re.MULTILINE)
    (table,) = [part for part in section if part.startswith(f"{heading}\n")]
    cells = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
    assert sorted(re.findall(r"`(\w+)`", " ".join(cells))) == sorted(shape.fields)


@pytest.mark.parametrize(
    "words", [ClaimKind, SourceKind, Stage, Part, Stance, Knows, Manner, Basis, DateBasis, HedgeScope, LinkKind, Said]
)
def test_case_file_has_every_word(words: type[StrEnum]) -> None:
    """docs/case-file.md names every word of the closed sets."""
    text = (ROOT / "docs" / "case-file.md").read_text("utf-8")
    assert [word for word in words if f"`{word}`" not in text] == []


def test_what_is_missing_is_missing() -> None:
    """docs/log.md calls no command missing that is there."""
    missing = (ROOT / "docs" / "log.md").read_text("utf-8").partition("## What is not built yet")[2]
    assert [
        verb for verb in re.findall(r"^- \*\*(\w+)\*\*", missing, re.MULTILINE) if ("claims", verb) in COMMANDS
    ] == []


def test_nothing_of_a_machine() -> None:
    """No page shows a path of the machine that it was written on."""
    assert [name(page) for page in PAGES if re.search(r"/(home|root|Users|tmp|work)/", page.read_text("utf-8"))] == []


def _links(text: str) -> list[str]:
    hrefs = [str(token.attrs["href"]) for token in _tokens(text) if token.type == "link_open"]
    return [href for href in hrefs if not re.match(r"[a-z]+:", href)]


def _anchors(text: str) -> set[str]:
    """The anchors that GitHub gives the headings of a page."""
    tokens = MarkdownIt().enable("table").parse(text)
    headings = [after.content for token, after in itertools.pairwise(tokens) if token.type == "heading_open"]
    return {re.sub(r"[^\w\- ]", "", heading.casefold()).replace(" ", "-") for heading in headings}


def test_every_dependency_has_its_reason() -> None:
    """docs/decisions.md gives a reason for each runtime dependency."""
    decisions = (ROOT / "docs" / "decisions.md").read_text("utf-8").casefold()
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    dependencies = re.search(r"^dependencies = \[(.*?)^\]", project, re.DOTALL | re.MULTILINE)
    assert dependencies is not None
    names = re.findall(r'"([\w-]+)', dependencies[1])
    assert len(names) >= 5
    assert [dependency for dependency in names if f"**{dependency}**" not in decisions] == []
