"""Reading and writing files: whole, or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from io import BufferedRandom, BufferedReader
from pathlib import Path

import click

from claims.commands.output import answer_bytes, talk
from claims.errors import CannotWrite, FileProblem, WouldOverwriteDatabase, did_you_mean, quoted

MOST_BYTES = 256 * 2**20

_DATABASE = b"SQLite format 3\0"
_APPLICATION = b"CLMS"
"""Where a claims database begins, and what stands at byte 68 of one."""


def read_whole(name: str) -> bytes:
    """The bytes of a file, or of stdin for `-`."""
    try:
        if name == "-":
            content = _read_stdin()
        else:
            path = Path(name)
            if not name:
                raise FileProblem("The file", "its name is empty")
            if path.is_dir():
                raise FileProblem(name, "it is a folder; name a file in it")
            with path.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise FileProblem(name, _not_there(name)) from None
    except (OSError, ValueError) as problem:
        raise FileProblem(name, getattr(problem, "strerror", None) or str(problem)) from None
    if len(content) > MOST_BYTES:
        raise FileProblem(shown_name(name), f"it is larger than {MOST_BYTES // 2**20} MB")
    return content


def _not_there(name: str) -> str:
    """Why a file cannot be read that is not there. An address is none: what is evidence is the page as somebody saw it and saved it."""
    if name.lower().startswith(("http://", "https://")):
        return "nothing is fetched from the web; save the page in your browser, and name that file"
    return f"there is no such file{_near(Path(name))}"


@contextlib.contextmanager
def opened(name: str) -> Iterator[BufferedReader | BufferedRandom]:
    """A file to be read piece by piece, and more than once; what is piped in is kept on disk meanwhile."""
    if name == "-":
        if sys.stdin is None:
            raise FileProblem("stdin", "it is closed; name a file, or pipe one in")
        with tempfile.TemporaryFile() as kept:
            shutil.copyfileobj(sys.stdin.buffer, kept)
            kept.seek(0)
            yield kept
        return
    try:
        file = Path(name).open("rb")  # noqa: SIM115 - closed below; only opening it may fail here
    except FileNotFoundError:
        raise FileProblem(name, f"there is no such file{_near(Path(name))}") from None
    except (OSError, ValueError) as problem:
        raise FileProblem(name, getattr(problem, "strerror", None) or str(problem)) from None
    with file:
        yield file


def begins_as_database(file: Path) -> bool:
    """Whether a file is one of SQLite."""
    with file.open("rb") as beginning:
        return beginning.read(len(_DATABASE)) == _DATABASE


def shown_name(name: str) -> str:
    """How messages call a file that is read."""
    return "stdin" if name == "-" else name


def _read_stdin() -> bytes:
    if sys.stdin is None:
        raise FileProblem("stdin", "it is closed; name a file, or pipe one in")
    if sys.stdin.isatty():
        talk("Reading from the terminal; end with Ctrl-D.")
    return sys.stdin.buffer.read(MOST_BYTES + 1)


def _near(missing: Path) -> str:
    """`, did you mean X?` where a file of nearly that name lies beside it."""
    try:
        hint = did_you_mean(missing.name, [entry.name for entry in missing.parent.iterdir()])
    except OSError:
        return ""
    return f".{hint}" if hint else ""


def write_whole(name: str, chunks: Iterable[bytes]) -> None:
    """Write a file whole: a neighbour first, then in its place, so that a full disk never costs what was there. `-` is stdout."""
    if name == "-":
        answer_bytes(chunks)
        return
    try:
        if not name:
            raise CannotWrite("The file", "its name is empty")
        path = Path(name)
        if path.is_dir():
            raise CannotWrite(name, "it is a folder; name a file in it")
        if path.exists() and not path.is_file():  # a pipe or a device has no neighbour to put in its place
            with path.open("wb") as stream:
                stream.writelines(chunks)
            return
        # Through a link to what it points at: replacing the link itself would leave the old file behind it.
        target = Path(os.path.realpath(name))
        if target.is_symlink():
            raise CannotWrite(name, "it is a link that leads back to itself")
        if target.exists():
            _refuse_what_must_stay(name, target)
        _replace(target, chunks)
    except BrokenPipeError:
        raise
    except OSError as problem:
        raise CannotWrite(name, _why(problem, Path(name))) from None
    except ValueError as problem:
        raise CannotWrite(name, str(problem)) from None


def _refuse_what_must_stay(name: str, target: Path) -> None:
    """A claims database is no place for a report, and a file that may not be written to stays as it is."""
    if not os.access(target, os.W_OK) or not target.stat().st_mode & 0o222:
        raise CannotWrite(name, "it is read-only")
    with contextlib.suppress(OSError), target.open("rb") as file:
        header = file.read(72)
        if header.startswith(_DATABASE) and header[68:72] == _APPLICATION:
            raise WouldOverwriteDatabase(name)


def _why(problem: OSError, path: Path) -> str:
    if problem.errno == errno.ENOENT:
        return f"there is no folder {quoted(str(path.parent))}"
    if problem.errno == errno.ENOSPC:
        return "the disk is full"
    return problem.strerror or str(problem)


def _replace(path: Path, chunks: Iterable[bytes]) -> None:
    descriptor, neighbour = tempfile.mkstemp(prefix=".claims-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(chunks)
            file.flush()
            os.fsync(file.fileno())
        Path(neighbour).chmod(stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask())
        Path(neighbour).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(neighbour).unlink()
        raise
    # The file stands; a file system that cannot sync a folder takes nothing of that back.
    with contextlib.suppress(OSError):
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def refuse_two_stdins(names: Iterable[str]) -> None:
    """stdin can be read once."""
    if sum(name == "-" for name in names) > 1:
        raise click.UsageError("- reads stdin, which can be read once only.")
