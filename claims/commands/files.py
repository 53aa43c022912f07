"""Reading and writing files: whole, or not at all."""

import contextlib
import os
import stat
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from claims.commands.output import answer_bytes
from claims.errors import CannotWrite, FileProblem

MOST_BYTES = 256 * 2**20


def read_whole(name: str) -> bytes:
    """The bytes of a file, or of stdin for `-`."""
    try:
        if name == "-":
            content = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            path = Path(name)
            if path.is_dir():
                raise FileProblem(name, "it is a folder; name a file in it")
            with path.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise FileProblem(name, "there is no such file") from None
    except (OSError, ValueError) as problem:
        raise FileProblem(name, getattr(problem, "strerror", None) or str(problem)) from None
    if len(content) > MOST_BYTES:
        raise FileProblem(name, f"it is larger than {MOST_BYTES // 2**20} MB")
    return content


def write_whole(name: str, chunks: Iterable[bytes]) -> None:
    """Write a file whole: a neighbour first, then in its place, so that a full disk never costs what was there. `-` is stdout."""
    if name == "-":
        for chunk in chunks:
            answer_bytes(chunk)
        return
    # Through a link to what it points at: replacing the link itself would leave the old file behind it.
    path = Path(os.path.realpath(name))
    try:
        if path.is_dir():
            raise CannotWrite(name, "it is a folder; name a file in it")
        if path.exists() and not path.is_file():  # a pipe or a device has no neighbour to put in its place
            with path.open("wb") as stream:
                stream.writelines(chunks)
            return
        _replace(path, chunks)
    except OSError as problem:
        raise CannotWrite(name, problem.strerror or str(problem)) from None


def _replace(path: Path, chunks: Iterable[bytes]) -> None:
    descriptor, neighbour = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
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
    if sys.platform != "win32":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
