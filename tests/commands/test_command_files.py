"""Files that commands write: whole or not at all, through links, and never over a database."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from at_desk import PROGRAM, digest, environment, typed

WRITERS = {"report": ["report", "C-1"], "json": ["report", "--all", "--format", "json"], "export": ["export"]}


@pytest.mark.parametrize("writer", WRITERS)
def test_a_file_has_what_stdout_would_have(desk: Path, writer: str) -> None:
    """-o FILE writes the bytes that stdout gets, and says so on stderr."""
    said = typed(*WRITERS[writer], "-o", "out file")
    assert said.code == 0
    assert said.out == ""
    assert said.err.startswith("Wrote out file: ")
    assert (desk / "out file").read_text() == typed(*WRITERS[writer]).out


def test_a_new_file_takes_the_umask_and_an_old_one_keeps_its_mode(desk: Path) -> None:
    """A report is as readable as any new file; what was there keeps its permissions."""
    before = os.umask(0o027)
    try:
        typed("report", "C-1", "-o", "new.md")
        (desk / "old.md").touch(0o600)
        (desk / "old.md").chmod(0o604)
        typed("report", "C-1", "-o", "old.md")
    finally:
        os.umask(before)
    assert stat.S_IMODE((desk / "new.md").stat().st_mode) == 0o640
    assert stat.S_IMODE((desk / "old.md").stat().st_mode) == 0o604


def test_a_link_is_followed(desk: Path) -> None:
    """A link stays a link: what it points at is written, also where nothing was there yet."""
    (desk / "kept").mkdir()
    (desk / "kept" / "report.md").write_text("old")
    (desk / "link.md").symlink_to("kept/report.md")
    (desk / "hanging.md").symlink_to("kept/new.md")
    for name in ("link.md", "hanging.md"):
        assert typed("report", "C-1", "-o", name).code == 0
        assert (desk / name).is_symlink()
    assert (desk / "kept" / "report.md").read_text().startswith("# ")
    assert (desk / "kept" / "new.md").read_text().startswith("# ")


def test_a_link_to_the_database_is_no_way_to_replace_it(desk: Path) -> None:
    """No report replaces a claims database, whatever name leads to it."""
    before = digest(desk / "claims.db")
    (desk / "link.md").symlink_to("claims.db")
    (desk / "hard.md").hardlink_to(desk / "claims.db")
    for name in ("link.md", "hard.md", "./claims.db"):
        said = typed("export", "-o", name)
        assert said.code == 1
        assert "is a claims database, which no report may replace" in said.err
    assert digest(desk / "claims.db") == before


def test_nothing_is_left_beside_a_file(desk: Path) -> None:
    """After a report there is the report and nothing else, whether it was written or refused."""
    before = {path.name for path in desk.iterdir()}
    typed("report", "C-1", "-o", "report.md")
    typed("report", "C-1", "-o", "/dev/full")
    typed("report", "C-99", "-o", "none.md")
    assert {path.name for path in desk.iterdir()} == before | {"report.md"}


def test_the_longest_name_can_be_written(desk: Path) -> None:
    """A name as long as the file system takes is no problem for the neighbour that is written first."""
    assert typed("report", "C-1", "-o", "r" * 250 + ".md").code == 0
    said = typed("report", "C-1", "-o", "r" * 300)
    assert said.code == 3
    assert "File name too long" in said.err


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_FSIZE as Linux has it")
def test_a_disk_that_fills_up_costs_nothing(desk: Path) -> None:
    """Where the disk takes no more, the old report stays whole, the database keeps every byte, and the error is one line."""
    (desk / "report.md").write_text("the old report")
    before = digest(desk / "claims.db")
    room = 2_000
    env = environment(PYTHONDONTWRITEBYTECODE="1")  # or the cut-off modules would stay for ever
    code = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room})); " + PROGRAM[2]
    for line in (
        ["report", "--all", "-o", "report.md"],
        ["claim", "new", "x" * 9000],
        ["import", "case.yaml", "--trust", "--theirs", "all"],
        ["--db", "new.db", "init"],
    ):
        done = subprocess.run([sys.executable, "-B", "-c", code, *line], capture_output=True, env=env, check=False)
        if line[0] == "import":
            assert done.returncode == 0  # nothing new: nothing to be written
            continue
        assert done.returncode == 3, done.stderr
        assert done.stderr.startswith(b"Error: ")
        assert done.stderr.count(b"\n") == 1
        assert done.stdout == b""
    assert (desk / "report.md").read_text() == "the old report"
    assert digest(desk / "claims.db") == before
    assert {path.name for path in desk.iterdir()} == {"claims.db", "case.yaml", "article.txt", "report.md"}


@pytest.mark.skipif(sys.platform != "linux", reason="/proc as Linux has it")
def test_what_cannot_be_read_is_said(desk: Path) -> None:
    """A file that the system does not let us read is bad input, in one line."""
    for line in (["add", "/proc/self/mem", "--outlet", "unknown"], ["import", "/proc/self/mem"]):
        said = typed(*line)
        assert said.code == 1
        assert said.err.startswith("Error: /proc/self/mem: ")
        assert said.err.count("\n") == 1


def test_a_folder_that_takes_no_files_is_said(desk: Path) -> None:
    """Writing where one may not write is an environment's problem, in one line."""
    closed = desk / "closed"
    closed.mkdir()
    closed.chmod(0o555)
    where = "/proc" if os.geteuid() == 0 else "closed"
    said = typed("report", "C-1", "-o", f"{where}/report.md")
    assert said.code == 3
    assert said.err.startswith(f"Error: {where}/report.md was not written: ")
    said = typed("--db", f"{where}/new.db", "init")
    assert said.code == 3
    assert said.err.count("\n") == 1


def test_an_article_is_kept_byte_for_byte(desk: Path) -> None:
    """What is added is kept as it came: line ends, byte order mark, letters of any script and control characters."""
    content = "\ufeffBaşlık\r\n\r\nأخبار العاجلة \u200f\r\nПутин\x1b[31m \x07 e\u0301\n".encode()
    (desk / "odd.txt").write_bytes(content)
    said = typed("add", "odd.txt", "--outlet", "unknown", "--json")
    assert said.code == 0
    assert said.json["length"] == len(content.decode())
    assert typed("add", "odd.txt", "--json").json["kept"] is False
