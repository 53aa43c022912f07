"""Reports at the command line: pages, folders, and whether a report still holds."""

from __future__ import annotations

import json
import re
import stat
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from at_desk import CASE, environment, process, typed


def test_the_ending_of_the_file_says_the_format(desk: Path) -> None:
    """report.html is a page, report.json is JSON, all else Markdown; --format is stronger."""
    for name, begins in {
        "r.html": "<!doctype html>",
        "r.HTM": "<!doctype",
        "r.json": "{",
        "r.md": "# ",
        "r": "# ",
    }.items():
        assert typed("report", "C-1", "-o", name).code == 0
        assert (desk / name).read_text().startswith(begins)
    typed("report", "C-1", "--format", "html", "-o", "page.md")
    assert (desk / "page.md").read_text().startswith("<!doctype html>")
    assert typed("report", "C-1").out.startswith("# ")


def test_open_shows_the_page_in_the_browser(desk: Path) -> None:
    """The browser gets the file's address; without -o it is a file of its own; without a browser the file is named."""
    seen = desk / "seen"
    browser = desk / "browser.py"
    browser.write_text(
        f"#!{sys.executable}\nimport pathlib, sys\npathlib.Path({str(seen)!r}).write_text(sys.argv[1])\n"
    )
    browser.chmod(browser.stat().st_mode | stat.S_IXUSR)
    settings = environment(BROWSER=f"{browser} %s")
    done = process("report", "C-1", "-o", "r.html", "--open", env=settings, cwd=desk)
    assert done.returncode == 0, done.stderr
    assert seen.read_text() == (desk / "r.html").as_uri()
    done = process("report", "C-1", "--open", env=settings, cwd=desk)
    shown = Path(unquote(seen.read_text().removeprefix("file://")))
    assert shown.read_text().startswith("<!doctype html>")
    assert str(shown) in done.stderr.decode()
    none = process(
        "report",
        "C-1",
        "-o",
        "n.html",
        "--open",
        env=environment(BROWSER="/nowhere/browser %s", PATH="/nowhere"),
        cwd=desk,
    )
    assert none.returncode == 3
    assert none.stderr.decode().splitlines()[-1] == (
        "Error: n.html was written, but no browser could be started. Open the file yourself."
    )
    assert typed("report", "C-1", "--open", "--format", "json").code == 2


class _Hrefs(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name == "href"]


def test_a_folder_of_pages(desk: Path) -> None:
    """An index, a page for each claim as `report` writes it, the case files, the head; every link of the index leads to a file."""
    said = typed("export", "--all", "-o", "out")
    assert said.code == 0, said.err
    assert said.err.startswith("Wrote out: 3 pages and an index.")
    out = desk / "out"
    assert {path.name for path in out.iterdir()} == {
        "index.html",
        "C-1.html",
        "C-2.html",
        "C-3.html",
        "bridge.yaml",
        "log.head",
    }
    links = [href for href in _Hrefs((out / "index.html").read_text()).found if not href.startswith("#")]
    assert set(links) == {"C-1.html", "C-2.html", "C-3.html", "bridge.yaml", "log.head"}
    assert (out / "C-1.html").read_text() == typed("report", "C-1", "--format", "html").out
    assert (out / "bridge.yaml").read_text() == typed("export").out
    assert (out / "log.head").read_text() == typed("head").out
    assert typed("check-report", "out/C-2.html").code == 0


def test_a_folder_is_written_again_and_no_other_one_is_touched(desk: Path) -> None:
    """Pages of withdrawn claims go, what somebody else put there stays; a folder with other files is refused."""
    assert typed("export", "--all", "-o", "out").code == 0
    (desk / "out" / "notes.txt").write_text("mine")
    (desk / "out" / "C-77.html").write_text("an earlier page")
    assert typed("export", "--all", "-o", "out").code == 0
    assert not (desk / "out" / "C-77.html").exists()
    assert (desk / "out" / "notes.txt").read_text() == "mine"
    before = {path.name for path in desk.iterdir()}
    refused = typed("export", "--all", "-o", ".")
    assert refused.code == 1
    assert "holds other files, so nothing was written" in refused.err
    assert {path.name for path in desk.iterdir()} == before
    for name, why in {"case.yaml": "it is a file", "no/such": "there is no folder no"}.items():
        said = typed("export", "--all", "-o", name)
        assert said.code == 3
        assert why in said.err
    assert typed("export", "--all").code == 2


@pytest.mark.parametrize("name", ["r.html", "r.json"])
def test_a_report_that_still_holds(desk: Path, name: str) -> None:
    """The same after other work on the desk: exit code 0, and by how much the log has grown."""
    assert typed("report", "C-1", "-o", name).code == 0
    said = typed("check-report", name)
    assert (said.code, said.out) == (0, f"{name} says what the database says now, letter for letter: 1 claim.\n")
    assert typed("mark", "C-2", "--status", "unproven", "--because", "Nothing found.").code == 0
    said = typed("check-report", name)
    assert said.code == 0
    assert "The log has grown by" in said.out
    answer = typed("check-report", name, "--json").json
    assert (answer["ok"], answer["grown"], answer["text"], answer["format"]) == (True, True, True, name[2:])


@pytest.mark.parametrize("name", ["r.html", "r.json"])
def test_a_report_that_no_longer_holds(desk: Path, name: str) -> None:
    """What changed is named, claim by claim, with who did it and when; the exit code is 6."""
    assert typed("report", "--all", "-o", name).code == 0
    assert typed("mark", "C-2", "--status", "unproven", "--because", "Nothing found.").code == 0
    said = typed("check-report", name)
    assert said.code == 6
    assert f"{name} no longer says what the database says: 1 of 3 claims." in said.out
    assert "- C-2: status, history\n" in said.out
    assert "The file itself is as it was written.\n" in said.out
    assert re.search(r"    \d{4}-\d\d-\d\d \d\d:\d\d UTC, Ayşe K.: ", said.out)
    answer = typed("check-report", name, "--json").json
    assert [claim["changed"] for claim in answer["claims"]] == [[], ["status", "history"], []]
    # The file itself is as it was written then, and that can still be told.
    assert answer["text"] is True


@pytest.mark.parametrize("name", ["r.html", "r.json"])
@pytest.mark.parametrize("later", [False, True], ids=["at once", "after a change"])
def test_a_report_that_somebody_changed(desk: Path, name: str, later: bool) -> None:
    """One word altered in the file is found, its seal untouched, even after the database has moved on."""
    assert typed("report", "C-1", "-o", name).code == 0
    text = (desk / name).read_text()
    at = text.rindex("Kara")
    (desk / name).write_text(text[:at] + "Lara" + text[at + 4 :])
    if later:
        assert typed("mark", "C-1", "--status", "unproven", "--because", "Nothing found.").code == 0
    said = typed("check-report", name)
    assert said.code == 6
    assert f"The text of {name} is not what was written" in said.out


def test_a_withdrawn_claim_and_another_log(desk: Path, with_empty: Path) -> None:
    """A claim that is gone is named with why; a report of another database is no report of this one."""
    (desk / "more.yaml").write_text("case: more\nclaims:\n  - {key: other, text: The ferry runs.}\n")
    assert typed("import", "more.yaml").code == 0
    assert typed("report", "C-4", "-o", "r.html").code == 0
    assert typed("undo", "E-3", "--because", "A mistake.").code == 0
    said = typed("check-report", "r.html")
    assert said.code == 6
    assert "- C-4: C-4 was withdrawn by E-" in said.out
    other = typed("--db", str(with_empty), "check-report", "r.html")
    assert other.code == 6
    assert "There is no C-4 in this database." in other.out
    assert "was not made from this log as it is" in other.out


def test_files_that_are_no_reports(desk: Path) -> None:
    """One line each, whatever stands in them."""
    seal = {"form": 1, "program": "x", "title": "x", "as_of": None, "log": {"origin": "x", "size": 1, "root": "x"}}
    contents = {
        "case.yaml": CASE.encode(),
        "empty.json": b"",
        "list.json": b"[]",
        "bytes.html": b"<\xff",
        "page.html": b"<!doctype html><p>Hello",
        "form.json": json.dumps({"seal": {"form": 99}}).encode(),
        "id.json": json.dumps({"seal": seal | {"claims": {"@last": {}}}}).encode(),
        "digest.json": json.dumps({"seal": seal | {"claims": {"C-1": {"text": "no digest"}}}}).encode(),
        "parts.json": json.dumps({"seal": seal | {"claims": {"C-1": []}}}).encode(),
        "size.json": json.dumps({"seal": seal | {"claims": {}}}).replace('"size": 1', '"size": 1e999').encode(),
        "surrogate.json": json.dumps({"seal": seal | {"claims": {}, "title": "\ud800"}}).encode(),
        "deep.json": b"[" * 100_000,
        "cut.html": b'<meta name="claims-report" content="{&quot;form&quot;:1',
    }
    for name, content in contents.items():
        (desk / name).write_bytes(content)
        said = typed("check-report", name)
        assert said.code == 1, name
        assert said.err.startswith(f"Error: {name} is no report that can be checked: ")
        assert said.err.count("\n") == 1
    typed("report", "C-1", "-o", "r.html")
    assert typed("check-report", "-", stdin=(desk / "r.html").read_bytes()).code == 0


def test_a_report_as_of_a_day_is_compared_with_that_day(desk: Path) -> None:
    """What was said of an earlier state stays so, whatever came later."""
    assert typed("report", "C-1", "--as-of", "E-2", "-o", "r.html").code == 0
    assert typed("mark", "C-1", "--status", "unproven", "--because", "Nothing found.").code == 0
    assert typed("check-report", "r.html").code == 0
