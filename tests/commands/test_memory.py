"""Memory does not grow with what is taken in or handed over: case by case and claim by claim, what is done is let go."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import generated
from many import multiply
from timing import PATIENCE_S

import claims
from claims.services.importing import Choices, take_in
from claims.services.seeding import seed
from claims.store import migrations
from claims.store.engine import database_url

ROOT = Path(claims.__file__).parents[1]

IMPORTING = """
from claims.commands.main import answered
begin = peak_mib()
assert answered(["--db", "claims.db", "--as", "desk", "-q", "import", *arguments[:1]]) == 0
once = peak_mib()
assert answered(["--db", "claims.db", "--as", "desk", "-q", "import", *arguments[1:]]) == 0
"""

EXPORTING = """
from claims.commands.main import answered
begin = peak_mib()
few = [f"C-{n}" for n in range(1, 25)]
assert answered(["--db", "claims.db", "report", *few, "--format", arguments[0], "-o", "few"]) == 0
once = peak_mib()
assert answered(["--db", "claims.db", "report", "--all", "--format", arguments[0], "-o", "all"]) == 0
"""


def _peaks(folder: Path, code: str, *arguments: str) -> tuple[float, float]:
    """What the work takes over the program itself, in MiB: a little of it, and then many times as much in the same process."""
    whole = (
        f"import sys; from measuring import peak_mib; arguments = sys.argv[1:]\n{code}\nprint(begin, once, peak_mib())"
    )
    env = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "benchmarks")))}
    command = [sys.executable, "-c", whole, *arguments]
    ran = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=PATIENCE_S, check=True)
    begin, once, all_of_it = map(float, ran.stdout.split()[-3:])
    return once - begin, all_of_it - begin


def test_case_after_case_is_let_go(tmp_path: Path) -> None:
    """Taking in eight further cases needs at most half as much again as the first one did."""
    migrations.create(database_url(str(tmp_path / "claims.db")), "desk", seed).engine.dispose()
    files = []
    for case in generated.cases(270, size=30):
        from claims.exports.casefile import case_yaml

        (tmp_path / f"{case.key}.yaml").write_text("".join(case_yaml(case)))
        files.append(f"{case.key}.yaml")
    first, everything = _peaks(tmp_path, IMPORTING, *files)
    assert everything <= 1.5 * first


STREAMING = "from claims.services import bulk; bulk.SETTLE_AT = 100" + IMPORTING


def test_line_after_line_is_let_go(tmp_path: Path) -> None:
    """Of one case, five times as many lines need at most half as much again: what was taken in goes to the database, and is forgotten."""
    migrations.create(database_url(str(tmp_path / "claims.db")), "desk", seed).engine.dispose()
    for name, claims_of_it in (("first", 100), ("second", 500)):
        header, *lines = generated.one_case(claims_of_it)
        (tmp_path / f"{name}.jsonl").write_bytes(header.replace(b'"generated"', f'"{name}"'.encode()) + b"".join(lines))
    first, everything = _peaks(tmp_path, STREAMING, "first.jsonl", "second.jsonl")
    assert everything <= 1.5 * first


def test_claim_after_claim_is_written_and_let_go(tmp_path: Path) -> None:
    """A report on ten times the claims needs at most half as much again."""
    database = migrations.create(database_url(str(tmp_path / "claims.db")), "desk", seed)
    for case in generated.cases(24):
        with database.writing("desk") as session:
            take_in(session, case, b"", "generated", Choices(trust=True))
    with database.engine.connect().execution_options(writing=True) as connection, connection.begin():
        multiply(connection, 10)
    database.engine.dispose()
    few, everything = _peaks(tmp_path, EXPORTING, "json")
    assert everything <= 1.5 * few
    assert (tmp_path / "all").stat().st_size > 8 * (tmp_path / "few").stat().st_size
