"""Every command once on SQLite and on PostgreSQL, with the same answers."""

from __future__ import annotations

import re
from pathlib import Path

from at_desk import ARTICLE, CASE, typed
from sqlalchemy import URL


def test_a_day_at_the_desk(folder: Path, fresh_url: URL) -> None:
    """From `init` to the report, on either database: the same ids, the same codes, the same words."""
    address = fresh_url.render_as_string(hide_password=False)
    (folder / "case.yaml").write_text(CASE)
    (folder / "article.txt").write_text(ARTICLE)

    def said(line: str, *more: str, code: int = 0) -> str:
        done = typed("--db", address, *line.split(), *more)
        assert done.code == code, done.err
        assert done.acting() == set()
        assert "Traceback" not in done.err
        return done.out if code == 0 else done.err

    said("list", code=3)
    assert said("init") == ""
    assert "already; nothing was changed" in said("init", code=3)
    assert said("list --json") == "[]\n"
    assert "There is no case in this database yet" in said("export", code=1)
    assert said("import case.yaml --dry-run").endswith("3 claims: 3 new\n")
    assert said("list --json") == "[]\n"
    said("import case.yaml --trust")
    assert "nothing new" in said("import case.yaml --trust")
    assert said("claim new", "It rains on the bridge.", "--claimant", "Kara Courier") == "C-4\n"
    assert said("add article.txt --outlet unknown --dry-run") == f"A-3: {len(ARTICLE)} characters kept\n"
    assert said("add article.txt --outlet unknown") == f"A-3: {len(ARTICLE)} characters kept\n"
    assert said("add article.txt") == "A-3: kept already; nothing changed\n"
    assert said("mark C-1 C-4 --status unproven --because x --for A-3:0-6 --dry-run") == "R-2\nR-3\n"
    assert said("mark C-1 C-4 --status unproven --because x --for A-3:0-6") == "R-2\nR-3\n"
    assert "needs evidence for it" in said("mark C-2 --status true --because x", code=4)
    assert "was reviewed since R-1" in said("mark C-1 --status unproven --because x --seen R-1", code=5)
    assert "There is no C-99. " in said("show C-99", code=1).replace(" in this database", "")
    assert "There is no C-999999999999999999" in said("show C-999999999999999999", code=1)
    assert "There is no status tru. Did you mean true?" in said("mark C-1 --status tru --because x", code=1)
    assert said("undo R-3 --because", "wrong claim") == "withdrawn: R-3\n"
    assert said("undo E-6").startswith("brought back: R-3")
    assert [line.split()[0] for line in said("list --source courier").splitlines()] == ["C-1"]
    assert [line.split()[0] for line in said("list --status unproven").splitlines()] == ["C-1", "C-4"]
    assert [line.split()[0] for line in said("list --text", "BRIDGE").splitlines()] == ["C-1", "C-4"]
    assert said("list --not-looked-at --case bridge").count("nobody has looked yet") == 2
    assert "R-2 unproven, Ayşe K." in said("show closed")
    assert "1 independent origin" in said("trace C-1")
    assert "unverified, reviewed by desk" in said("show C-1 --as-of E-2")
    assert [line.split()[0] for line in said("log").splitlines()] == [f"E-{n}" for n in range(7, 0, -1)]
    assert said("report --all --format json").startswith("{")
    assert said("report C-1").startswith("# The bridge at Kara is closed")
    said("report C-1 -o bridge.html")
    assert said("check-report bridge.html").startswith("bridge.html says what the database says now, letter for letter")
    assert said("export --case bridge").startswith("case: bridge\n")
    assert re.search(r": schema (\d+), needed \1\n", said("db status"))
    assert "nothing to do" in said("db upgrade")
    assert said("db caches") == "caches made anew\n"
    assert "ok  database" in said("doctor")
