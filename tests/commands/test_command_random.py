"""Whatever is typed and whatever files hold: an answer or one line, never a traceback, and no half-done change."""

from __future__ import annotations

import random
import signal
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from at_desk import ARTICLE, CASE, digest, typed
from hostile import PAYLOADS
from timing import PATIENCE_S

from claims.commands.parameters import Word
from claims.commands.verbs import main

LINES = 100
SEEDS = range(2)
"""Four hundred inputs; `make soak` types twenty thousand."""

TOO_LONG_S = 30

WORDS = (
    "C-1", "C-2", "c3", "closed", "repair", "C-99", "A-1", "a-2", "A-1:0-6", "P-1", "P-3", "H-1", "H-2", "R-1", "R-2", "S-1", "S-4", "E-2", "E-3", "E-99",
    "Q-1", "L-1", "courier", "Kara Courier", "a resident", "wire", "mayor", "bridge", "desk", "all", "none", "unknown", "unverified", "unproven", "true",
    "false", "not-checkable", "fact", "2024", "2024-03-01", "2024-13-99", "2024-03-01T10:00+03:00", "https://x.example/a?b=c#d", "mailto:x", "", " ", "-",
    "--", "-1", "0", "7", "99999999999999999999", "is closed", "x" * 300, "ğüşİı", "e\u0301" * 40, "\U0001f600", "*", "%", "_", "'; DROP TABLE claim",
    "article.txt", "case.yaml", "odd.txt", "odd.yaml", "claims.db", "new.md", "new.db", ".", "..", "nowhere/x", "/dev/null", "/dev/full", "~nobody/x",
)  # fmt: skip
FITTING = {
    "claim": ("C-1", "C-2", "c3", "closed", "repair"),
    "source": ("S-1", "courier", "Kara Courier", "mayor", "Somebody"),
    "outlet": ("wire", "Kara Courier", "unknown", "New Outlet"),
    "article": ("A-1", "a-2"),
    "appearance": ("P-1", "P-2", "p3"),
    "end": ("mayor", "P-2", "wire"),
    "hop": ("H-1", "h2"),
    "review": ("R-1", "R-2", "none"),
    "event": ("E-2", "E-3"),
    "evidence": ("A-1", "A-2", "P-1", "https://x.example/a?b=c#d"),
    "id": ("R-1", "R-2", "H-2", "C-3", "E-3", "E-4", "L-1", "Q-1"),
    "status": ("unverified", "unproven", "misleading", "disputed", "not-checkable"),
    "key": ("bridge", "rain"),
    "path": ("article.txt", "case.yaml", "odd.txt", "odd.yaml", "new.md"),
    "text": ("is closed", "ğüşİı", "x y z", "2024-03-01"),
}
"""What fits an argument, by the name of its kind."""

HOSTILE = (*PAYLOADS.values(), "\udcff", "a\nb", "\x1b]0;x\x07")


def _leaves(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from _leaves(below, (*path, name))
    else:
        yield path, command


COMMANDS = {
    path: command for path, command in _leaves(main) if path != ("demo",)
}  # which takes in a whole case each time


def a_word(dice: random.Random, kind: click.ParamType[object] | None = None) -> str:
    """A word: mostly one that could fit, sometimes anything."""
    if isinstance(kind, Word) and dice.random() < 0.8:
        return dice.choice(list(kind.words))
    if isinstance(kind, click.IntRange) and dice.random() < 0.7:
        return str(dice.randrange(5))
    if kind is not None and kind.name in FITTING and dice.random() < 0.75:
        return dice.choice(FITTING[kind.name])
    return dice.choice(WORDS) if dice.random() < 0.85 else dice.choice(HOSTILE)


def a_line(dice: random.Random) -> list[str]:
    """A command line, made of what the command takes; now and then of too much, too little, or nonsense."""
    path = dice.choice(list(COMMANDS))
    given: list[str] = []
    for param in COMMANDS[path].params:
        likely = 0.95 if param.required else 0.6 if isinstance(param, click.Argument) else 0.2
        if dice.random() > likely or "--help" in param.opts:
            continue
        values = [a_word(dice, param.type) for _ in range(dice.choice((1, 1, 1, 2, 3)) if param.nargs == -1 else 1)]
        if isinstance(param, click.Argument):
            given += values
        elif isinstance(param, click.Option) and param.is_flag:
            given.append(param.opts[-1])
        else:
            given += [dice.choice(param.opts), *values]
    before = (
        []
        if dice.random() < 0.8
        else dice.choice((["-q"], ["--as", a_word(dice)], ["--debug"], ["--db", a_word(dice)]))
    )
    if dice.random() < 0.1:
        given.insert(dice.randrange(len(given) + 1), a_word(dice))
    if dice.random() < 0.1:
        dice.shuffle(given)
    return [*before, *path, *given]


def mutated(content: bytes, dice: random.Random) -> bytes:
    """The bytes with a few of them, or of their lines and words, changed."""
    for _ in range(dice.choice((0, 1, 1, 1, 2, 3))):
        lines = content.split(b"\n")
        place = dice.randrange(len(lines))
        match dice.randrange(7):
            case 0:
                del lines[place]
            case 1:
                lines.insert(place, dice.choice(lines))
            case 2:
                lines[place] = b"  " + lines[place]
            case 3:
                words = lines[place].split(b" ")
                words[dice.randrange(len(words))] = a_word(dice).encode(errors="surrogatepass")
                lines[place] = b" ".join(words)
            case 4:
                lines[place] = lines[place].replace(b"}", b"", 1).replace(b": ", b":", 1)
            case 5:
                lines[place] = lines[place][: dice.randrange(len(lines[place]) + 1)]
            case _:
                at = dice.randrange(len(lines[place]) + 1)
                lines[place] = lines[place][:at] + bytes([dice.randrange(256)]) + lines[place][at:]
        content = b"\n".join(lines)
    return content


class TookTooLong(BaseException):
    """Raised into a command that does not end; nothing of the program catches it."""


@pytest.fixture
def alarm() -> Iterator[None]:
    """Somebody who looks at how long the processor works, and after a long time at the clock."""

    def ring(*_: object) -> None:
        raise TookTooLong

    before = {number: signal.signal(number, ring) for number in (signal.SIGPROF, signal.SIGALRM)}
    yield
    _watch(0, 0)
    for number, usual in before.items():
        signal.signal(number, usual)


def _watch(busy_s: float, waiting_s: float) -> None:
    signal.setitimer(signal.ITIMER_PROF, busy_s)
    signal.setitimer(signal.ITIMER_REAL, waiting_s)


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_is_typed_ends_in_an_answer_or_one_line(
    desk: Path, seed: int, monkeypatch: pytest.MonkeyPatch, alarm: None
) -> None:
    """Random lines over mutated files: a promised exit code, no traceback, nothing raw; what was refused or rehearsed changed no byte."""
    monkeypatch.setenv("EDITOR", "true")
    type_at_random(desk, random.Random(seed), LINES)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(1000, 1020))
def test_whatever_is_typed_for_hours(desk: Path, seed: int, monkeypatch: pytest.MonkeyPatch, alarm: None) -> None:
    """The same twenty thousand times."""
    monkeypatch.setenv("EDITOR", "true")
    type_at_random(desk, random.Random(seed), 1000)


def type_at_random(desk: Path, dice: random.Random, lines: int) -> None:
    database = desk / "claims.db"
    for _ in range(lines):
        (desk / "odd.yaml").write_bytes(mutated(CASE.encode(), dice))
        (desk / "odd.txt").write_bytes(mutated(ARTICLE.encode(), dice))
        line = (
            a_line(dice)
            if dice.random() < 0.6
            else dice.choice(
                (
                    ["import", "odd.yaml", "--trust"],
                    ["import", "odd.yaml", "--theirs", "all"],
                    ["add", "odd.txt", "--outlet", "wire"],
                )
            )
        )
        stdin = dice.choice((b"", None, mutated(CASE.encode(), dice)))
        before = digest(database)
        _watch(TOO_LONG_S, PATIENCE_S)
        said = typed(*line, stdin=stdin)
        _watch(0, 0)
        assert said.code in {0, 1, 2, 3, 4, 5, 6}, (line, said)
        assert "A fault of claims" not in said.err, (line, said.err)
        assert said.acting() == set(), (line, said)
        if "--debug" not in line:
            assert "Traceback" not in said.err
        if said.code and "Usage:" not in said.err and "doctor" not in line:
            assert "Error: " in said.err or said.code in {5, 6}, (line, said)
        if (said.code and not said.out) or "--dry-run" in line:
            assert digest(database) == before, (line, said)
