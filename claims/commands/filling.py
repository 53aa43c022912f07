"""Filling in a form with the person's own editor: opened, read, taken; opened again where something is wrong; kept when given up."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shlex
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import click

from claims.casefile import ListNode, MappingNode, Node, load
from claims.commands.output import talk
from claims.errors import AlreadySaid, BadCaseFile, CannotWrite, ClaimsError, EnvironmentProblem, FormGivenUp
from claims.exports.escaping import shown_line

T = TypeVar("T")

FORM = "form"
"""What messages about it call it."""

_WIDTH = 96

_NOTE = "#! "
"""Begins the lines at the top of a form that say what is wrong with it; they are ours, and are left out when it is read."""

_PLUS_LINE = frozenset(
    {"vi", "vim", "nvim", "view", "nano", "pico", "emacs", "emacsclient", "micro", "kak", "joe", "ne", "mg", "hx", "helix"}
)  # fmt: skip
"""Editors that go to a line with `+12`."""


def refuse_without_terminal(instead: str) -> None:
    """A form needs a person in front of it: elsewhere say which options do without it."""
    if sys.stdin is None or not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(instead)


def editor() -> tuple[list[str], str]:
    """The person's editor, empty where none is set; and what says so."""
    for name in ("VISUAL", "EDITOR"):
        wanted = os.environ.get(name, "")
        if wanted.strip():
            try:
                return shlex.split(wanted), f"{name}, {wanted}"
            except ValueError:
                return [], f"{name} cannot be read: {wanted}"
    return [], "neither VISUAL nor EDITOR is set"


def filled_in(
    name: Sequence[str], form: str, take: Callable[[bytes], T], *, instead: str, rehearse: bool = False
) -> T | None:
    """What `take` makes of the form once it is filled in; None where it was left as it was, or emptied.

    What was typed is in a file of its own from the first moment, and stays there until it is taken. `name` keeps that file apart
    from others; its first word begins the file's name.
    """
    command, whence = editor()
    if not command:
        raise click.UsageError(f"No editor: {whence}. Set one of them, or {instead}")
    draft = _Draft(name)
    resumed = draft.kept()
    text, notes = resumed or form, [_RESUMED] if resumed else []
    line = _first_field(text)
    wrong: ClaimsError | None = None
    while True:
        touched = _opened(draft, command, notes, text, line, form)
        typed = draft.read()
        if typed == form or not _says_something(typed):
            draft.remove()
            talk(f"The form is {'as it was' if typed == form else 'empty'}; nothing was changed.")
            return None
        if wrong is not None and (not touched or typed == text):
            draft.write([], typed)
            raise FormGivenUp(wrong.sentence, str(draft.path), wrong.exit_code)
        if not touched:
            talk(f"Nothing was changed. Your draft is still in {draft.path}.")
            return None
        try:
            taken = take(typed.encode(errors="surrogateescape"))
        except AlreadySaid as same:
            draft.remove()
            talk(same.sentence)
            return None
        except EnvironmentProblem:
            talk(f"What you typed is kept in {draft.path}; the same command opens it again.")
            raise
        except ClaimsError as problem:
            wrong, text, line = problem, typed, _line_of(problem, typed)
            notes = _complaint(problem, line)
        else:
            break
    if rehearse:
        talk(f"The form is kept in {draft.path}; without --dry-run the same command opens it again.")
    else:
        draft.remove()
    return taken


def _opened(draft: _Draft, command: list[str], notes: list[str], text: str, line: int, form: str) -> bool:
    """Have it edited: whether anything was written. What the editor leaves when it fails is kept where it says anything."""
    draft.write(notes, text)
    try:
        return draft.edit(command, line + len(notes) if line else 1)
    except OSError as problem:
        why = f"The editor {shown_line(command[0])} could not be started: {problem.strerror or problem}."
        exit_code = EnvironmentProblem.exit_code
    except subprocess.CalledProcessError as ended:
        why, exit_code = f"{shown_line(command[0])} ended with exit code {ended.returncode}.", ClaimsError.exit_code
    typed = draft.read()
    if typed == form or not _says_something(typed):
        draft.remove()
    raise FormGivenUp(why, str(draft.path) if draft.path.exists() else None, exit_code)


# --- what stands above a form ----------------------------------------------------------------------------------------


_RESUMED = "This is your draft from last time. Save it to go on with it; empty it to begin anew."
_MENDING = "Mend it and save; leave without saving to stop, and the draft is kept."


def _complaint(problem: ClaimsError, line: int) -> list[str]:
    """What is wrong, and how to get out; the line as it is numbered with these notes above it."""
    told = shown_line(problem.sentence.removeprefix(f"{FORM}:{line}: ").removeprefix(f"{FORM}: "))
    notes: list[str] = []
    while True:
        placed = f"line {line + len(notes)}: {told}" if line else told
        before, notes = len(notes), [*textwrap.wrap(placed, _WIDTH, break_on_hyphens=False), _MENDING]
        if before == len(notes):
            return notes


def _line_of(problem: ClaimsError, typed: str) -> int:
    """The line that a problem is about: its own, else that of the first text which the sentence repeats, else 0."""
    if isinstance(problem, BadCaseFile):
        return problem.line or 0
    with contextlib.suppress(ClaimsError):
        for line, text in _texts(load(typed.encode(), FORM)):
            word = text.partition(":")[0]
            if word and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", problem.sentence):
                return line
    return 0


def _texts(node: Node) -> Iterator[tuple[int, str]]:
    """Every text of a form with its line."""
    if isinstance(node, MappingNode):
        for value in node.entries.values():
            yield from _texts(value)
    elif isinstance(node, ListNode):
        for item in node.items:
            yield from _texts(item)
    elif node.text:
        yield node.line, node.text


def _first_field(text: str) -> int:
    lines = text.split("\n")
    return next((number for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")), 0)


def _says_something(typed: str) -> bool:
    return _first_field(typed) > 0


# --- the file ---------------------------------------------------------------------------------------------------------


class _Draft:
    """The file that the editor opens, in a folder of the person's own."""

    def __init__(self, name: Sequence[str]) -> None:
        state = os.environ.get("XDG_STATE_HOME") or str(Path("~/.local/state").expanduser())
        begins = re.sub(r"[^\w-]+", "-", name[0])[:60]
        apart = hashlib.sha256("\0".join(name).encode()).hexdigest()[:8]
        self.path = Path(state) / "claims" / "drafts" / f"{begins}-{apart}.yaml"

    def kept(self) -> str | None:
        """What was typed last time and never taken."""
        return self.read() or None if self.path.exists() else None

    def write(self, notes: list[str], text: str) -> None:
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
                file.write("".join(f"{_NOTE}{note}\n" for note in notes) + text)
        except OSError as problem:
            raise CannotWrite(str(self.path), problem.strerror or str(problem)) from None

    def read(self) -> str:
        """What is typed there, without our notes; what is no UTF-8 is left for the reader of YAML to refuse."""
        try:
            lines = self.path.read_text("utf-8", errors="surrogateescape").splitlines(keepends=True)
        except FileNotFoundError:
            return ""
        while lines and lines[0].startswith(_NOTE.rstrip()):
            del lines[0]
        return "".join(lines)

    def edit(self, command: list[str], line: int) -> bool:
        """Open the editor at a line and wait for its end: whether the file was written. OSError or CalledProcessError where it fails."""
        goes = [f"+{line}"] if line > 1 and command[0].rpartition("/")[2] in _PLUS_LINE else []
        before = self._written()
        # Ctrl-C belongs to the editor. A handler, unlike SIG_IGN, is not handed down to it.
        usual = signal.signal(signal.SIGINT, lambda *_: None)
        try:
            subprocess.run([*command, *goes, str(self.path)], check=True)  # noqa: S603 - the person's own editor
        finally:
            signal.signal(signal.SIGINT, usual)
        return self._written() != before

    def _written(self) -> tuple[int, int, int] | None:
        with contextlib.suppress(FileNotFoundError):
            found = self.path.stat()
            return found.st_mtime_ns, found.st_ino, found.st_size
        return None

    def remove(self) -> None:
        with contextlib.suppress(FileNotFoundError):
            self.path.unlink()
