"""What a command line loads: of ours what it uses, and of others nothing heavy that it can do without."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from at_desk import environment
from timing import PATIENCE_S, at_most

import claims

HEAVY = (
    "alembic", "mako", "yaml", "psycopg", "trafilatura", "lxml", "numpy", "spacy", "dask", "networkx", "jinja2", "sqlalchemy.ext.asyncio",
    "sqlalchemy.orm", "sqlalchemy.dialects.postgresql",
)  # fmt: skip
"""What no reading of a SQLite database needs."""

START = {"": "", "commands": "desk main streams"}

FRONT = {"commands": "front"}
"""The first page, and the first word of a line: without click."""

VERB = {"commands": "front verbs"}

MARK_HELP = {
    "": "errors vocabulary",
    "commands": "completing judging output parameters",
    "exports": "escaping",
    "text": "door",
}

READING = {
    "": "errors records values vocabulary",
    "commands": "completing output paging parameters",
    "services": "looking lookup",
    "store": "caches cases claim_file claim_questions engine folded history inserting judged lists named naming present rows scale stack tables tuples",
    "exports": "escaping phrases wrapping",
    "text": "dates door folding",
}
"""What a command that looks at claims loads, beside what every command does."""

LIST = {"commands": "looking listing", "exports": "trace_json"}

TRACE = {
    "commands": "tracing",
    "services": "checking",
    "chains": "dominators explaining facts findings graph independence origins timing weighing",
    "exports": "tree",
    "text": "amounts lexicon rendering",
}
"""The findings themselves are a family, and all of them are asked."""


def _modules(*groups: dict[str, str]) -> set[str]:
    found = {"claims"}
    for group in groups:
        for package, names in group.items():
            inside = f"claims.{package}" if package else "claims"
            found |= {inside, *(f"{inside}.{name}" for name in names.split())}
    return found


def _loaded(folder: Path, *arguments: str) -> list[str]:
    """The modules that a command line has loaded when it ends."""
    code = (
        "import atexit, json, sys; from claims.commands.main import run\n"
        "atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr)); run()"
    )
    # The package that is tested here, wherever another one is installed.
    env = environment(PYTHONPATH=str(Path(claims.__file__).parents[1]))
    command = [sys.executable, "-c", code, *arguments]
    ran = subprocess.run(command, cwd=folder, env=env, capture_output=True, timeout=PATIENCE_S, check=True)
    assert ran.stdout
    modules: list[str] = json.loads(ran.stderr.splitlines()[-1])
    return modules


@pytest.mark.parametrize(
    ("line", "groups"),
    [
        (["--help"], [START, FRONT]),
        (["mark", "--help"], [START, VERB, MARK_HELP]),
        (["--db", "claims.db", "list"], [START, VERB, READING, LIST]),
        (["--db", "claims.db", "trace", "C-1"], [START, VERB, READING, TRACE]),
    ],
    ids=["help", "help of a verb", "list", "trace"],
)
def test_a_command_loads_what_it_uses(desk: Path, line: list[str], groups: list[dict[str, str]]) -> None:
    """Of ours exactly these modules: one that is new here makes every such command slower, and is to be added with open eyes."""
    modules = _loaded(desk, *line)
    ours = {
        name for name in modules if name.split(".")[0] == "claims" and not name.startswith("claims.chains.findings.")
    }
    assert ours == _modules(*groups)
    assert [name for name in modules if name in HEAVY] == []


def test_a_machine_s_answer_needs_no_drawing(desk: Path) -> None:
    """`trace --json` loads nothing that draws on a terminal, and nothing of the timeline."""
    modules = _loaded(desk, "--db", "claims.db", "trace", "C-1", "--json")
    assert {"claims.exports.trace_json"} <= set(modules)
    assert [name for name in modules if name in {"claims.exports.tree", "claims.exports.timeline"}] == []


@pytest.mark.parametrize("asked", ["help", "completion"])
def test_help_costs_little_more_than_python_itself(asked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The processor time of `claims --help`, and of what a shell asks at a key, is at most four times that of a Python that does nothing."""
    ours = (
        sys.executable,
        "-c",
        "from claims.commands.main import run; run()",
        *(["--help"] if asked == "help" else ()),
    )
    if asked == "completion":
        monkeypatch.setenv("_CLAIMS_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_LINE", "claims tr")
    bare = (sys.executable, "-c", "pass")
    assert at_most(4, lambda: _processor_time(ours), lambda: _processor_time(bare))


def _processor_time(line: tuple[str, ...]) -> float:
    """Of a process that is waited for."""
    env = environment(PYTHONPATH=str(Path(claims.__file__).parents[1]))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(line, check=True, capture_output=True, env=env, timeout=PATIENCE_S)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
