"""Another desk's database, taken in as its case files would be."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest
from at_desk import CASE, Said, digest, typed


def theirs(*line: str) -> Said:
    """Something done at the other desk."""
    said = typed("--db", "theirs.db", "--as", "Ben", *line)
    assert said.code == 0, said.err
    return said


@pytest.fixture(scope="module")
def two_cases(with_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The other desk: two cases, one of them with a review that counts there."""
    made = tmp_path_factory.mktemp("theirs") / "theirs.db"
    shutil.copy(with_case, made)
    for line in (
        ["claim", "new", "It rains.", "--case", "weather"],
        ["mark", "C-4", "--status", "unproven", "--because", "No record."],
    ):
        assert typed("--db", str(made), "--as", "Ben", *line).code == 0
    return made


@pytest.fixture
def both(folder: Path, two_cases: Path, with_empty: Path) -> Path:
    """Our desk with nothing in it, and theirs."""
    shutil.copy(with_empty, folder / "claims.db")
    shutil.copy(two_cases, folder / "theirs.db")
    return folder


def export(database: str, case: str) -> str:
    return typed("--db", database, "export", "--case", case).out


def size(database: str) -> int:
    return int(typed("--db", database, "head").out.splitlines()[1])


def test_every_case_comes_as_its_file_would(both: Path) -> None:
    """The same case files come out again; their reviews are theirs and set no status; the event names their log."""
    said = typed("import", "theirs.db")
    assert said.code == 0, said.err
    assert f"{size('theirs.db')} rows, in order; never taken in before" in said.out
    assert "theirs.db: case bridge\n  4 sources: 4 new" in said.out
    for case in ("bridge", "weather"):
        assert export("claims.db", case) == export("theirs.db", case) != ""
    (judged,) = typed("show", "C-4", "--json").json["reviews"]
    assert (judged["reviewer"], judged["standing"], judged["from_case"], judged["counts"]) == (
        "Ben",
        "foreign",
        "weather",
        False,
    )
    assert {row["status"] for row in typed("list", "--json").json} == {"unverified"}
    log = typed("--db", "theirs.db", "head").out.splitlines()[0]
    assert f"import: case bridge, case weather, out of log {log} at row {size('theirs.db')}" in typed("log").out
    assert typed("verify").code == 0


def test_the_same_again_changes_nothing(both: Path) -> None:
    """Nor does a backup of it; and their files are as they were, with nothing beside them."""
    theirs("db", "backup", "kept.db")
    before = {path.name: digest(path) for path in both.iterdir() if path.name != "claims.db"}
    assert typed("import", "theirs.db", "--trust").code == 0
    rows = size("claims.db")
    for file in ("theirs.db", "kept.db"):
        said = typed("import", file)
        assert (said.code, said.out.count("nothing new")) == (0, 2)
        assert "the same as when it was last taken in" in said.out
    assert size("claims.db") == rows
    after = {path.name: digest(path) for path in both.iterdir() if not path.name.startswith("claims.db")}
    assert after == before


def test_a_log_that_has_grown_says_so(both: Path) -> None:
    """From how many rows to how many, and that what was seen is still in it; only what is new comes in."""
    assert typed("import", "theirs.db").code == 0
    seen = size("theirs.db")
    theirs("claim", "new", "It snows.", "--case", "weather")
    rehearsed = typed("import", "theirs.db", "--dry-run", "--json").json
    said = typed("import", "theirs.db")
    assert (
        f"has grown from {seen} to {size('theirs.db')} rows since it was last taken in, and still contains" in said.out
    )
    assert "2 claims: 1 new, 1 same" in said.out
    assert [(plan["case"], plan["changes"], plan["log"]["seen"]) for plan in rehearsed] == [
        ("bridge", False, seen),
        ("weather", True, seen),
    ]


def test_a_log_that_was_rewritten_is_refused(both: Path) -> None:
    """Rolled back, or with another history after a while: exit code 5 with the reason, and nothing is taken in."""
    shutil.copy("theirs.db", "monday.db")
    theirs("claim", "new", "It snows.", "--case", "weather")
    assert typed("import", "theirs.db").code == 0
    rows = size("claims.db")
    said = typed("import", "monday.db")
    assert said.code == 5
    assert "monday.db: its log has not grown out of what was seen of it before: the log was rolled back" in said.err
    shutil.copy("monday.db", "theirs.db")
    for text in ("It hails.", "It thaws."):
        theirs("claim", "new", text, "--case", "weather")
    said = typed("import", "theirs.db", "--dry-run")
    assert said.code == 5
    assert "history was rewritten" in said.err
    assert said.err.count("\n") == 1
    assert size("claims.db") == rows


def test_a_log_that_was_altered_is_refused(both: Path) -> None:
    """One text changed behind the program's back: exit code 6, the row is named, and nothing is taken in."""
    with contextlib.closing(sqlite3.connect("theirs.db")) as connection:
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'claim'"
        )
        made = triggers.fetchall()
        for name, _ in made:
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE claim SET text = 'It shines.' WHERE text = 'It rains.'")
        for _, sql in made:
            connection.execute(sql)
        connection.commit()
    before = digest(both / "claims.db")
    said = typed("import", "theirs.db")
    assert said.code == 6
    assert "theirs.db: its log is not in order: C-4, version 1 (row " in said.err
    assert digest(both / "claims.db") == before


def test_one_case_can_be_wanted(both: Path) -> None:
    """By its key; one that is not there is asked about."""
    assert typed("import", "theirs.db", "--case", "weather").code == 0
    assert [row["case"] for row in typed("list", "--json").json] == ["weather"]
    said = typed("import", "theirs.db", "--case", "wether")
    assert (said.code, "Did you mean weather?" in said.err) == (1, True)


def test_a_conflict_keeps_all_of_it_out(both: Path) -> None:
    """What changed both here and there in one case keeps the other case out too, until somebody says whose to take."""
    assert typed("import", "theirs.db").code == 0
    theirs("claim", "edit", "C-4", "It pours.", "--because", "so")
    theirs("claim", "edit", "C-2", "The repair will take until June.", "--because", "so")
    assert typed("claim", "edit", "it-rains", "It drizzles.", "--because", "so").code == 0
    rows = size("claims.db")
    rehearsed = typed("import", "theirs.db", "--dry-run")
    assert (rehearsed.code, "conflict: claim it-rains" in rehearsed.out) == (5, True)
    assert typed("import", "theirs.db").code == 5
    assert size("claims.db") == rows
    assert typed("import", "theirs.db", "--theirs", "it-rains", "--ours", "nowhere").code == 1
    assert typed("import", "theirs.db", "--theirs", "it-rains").code == 0
    assert [row["text"] for row in typed("list", "--json").json][1:] == [
        "The repair will take until June.",
        "A claim without a key.",
        "It pours.",
    ]


def test_our_own_database_is_nothing_new(both: Path) -> None:
    """The file itself, and a backup of it, whatever was done since."""
    assert typed("db", "backup", "mine.db").code == 0
    assert typed("claim", "new", "It rains.").code == 0
    for file in ("claims.db", "mine.db"):
        said = typed("import", file)
        assert (said.code, "it is this desk's own database or a copy of it" in said.err) == (1, True)


def test_while_somebody_works_in_it(both: Path) -> None:
    """What is written at that moment and not kept is not seen, and nobody waits for us."""
    with contextlib.closing(sqlite3.connect("theirs.db", isolation_level=None)) as working:
        working.execute("PRAGMA journal_mode = WAL")
        working.execute("BEGIN IMMEDIATE")
        working.execute("INSERT INTO folding_cache SELECT * FROM folding_cache WHERE 0")
        assert typed("import", "theirs.db").code == 0
        working.execute("COMMIT")
    assert export("claims.db", "weather") == export("theirs.db", "weather")


def test_in_a_folder_where_nothing_may_be_written(both: Path) -> None:
    """A file in write-ahead mode that lies on a read-only stick is read all the same."""
    stick = both / "stick"
    stick.mkdir()
    shutil.copy("theirs.db", stick / "theirs.db")
    with contextlib.closing(sqlite3.connect(stick / "theirs.db")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    stick.chmod(0o500)
    try:
        assert typed("import", "stick/theirs.db").code == 0
        assert [path.name for path in stick.iterdir()] == ["theirs.db"]
    finally:
        stick.chmod(0o700)


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("PRAGMA application_id = 7", "it cannot be taken in: it is another program's SQLite file."),
        ("DROP TABLE alembic_version", "it cannot be taken in: it has not the tables of one."),
        (
            "UPDATE alembic_version SET version_num = '0000'",
            "an older version of the program made it (schema 0000); have it upgraded with `claims db upgrade`, or ask for a case file.",
        ),
        (
            "UPDATE alembic_version SET version_num = '9999'",
            "a newer version of the program made it; `pip install --upgrade claims-tracker`, or ask for a case file.",
        ),
    ],
    ids=["other", "no tables", "old", "new"],
)
def test_what_is_no_database_of_ours_is_refused(both: Path, statement: str, says: str) -> None:
    """In one line that names the file as it was typed, with exit code 1."""
    with contextlib.closing(sqlite3.connect("theirs.db")) as connection:
        connection.execute(statement)
        connection.commit()
    said = typed("import", "theirs.db")
    assert (said.code, said.err) == (1, f"Error: theirs.db: {says}\n")


def test_half_a_database_is_refused(both: Path) -> None:
    """One whose other half got lost on the way."""
    file = both / "theirs.db"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    said = typed("import", "theirs.db")
    assert said.code == 1
    assert said.err.startswith("Error: theirs.db: it cannot be ")
    assert "the file is damaged" in said.err


def test_a_database_says_all_of_itself(both: Path) -> None:
    """Options for other files do not go with it; a case file beside it is taken in as ever."""
    for more in (["--map", "text=a"], ["--from", "csv"], ["--sheet", "a"]):
        said = typed("import", "theirs.db", *more)
        assert (said.code, "theirs.db is a database" in said.err) == (2, True)
    (both / "case.yaml").write_text(CASE)
    said = typed("import", "case.yaml", "theirs.db")
    assert said.code == 0, said.err
    assert "2 files were taken in" in said.err
