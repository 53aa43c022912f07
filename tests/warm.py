"""What a process that runs many commands does once instead of for each of them.

Every command opens its database with an engine of its own, which compiles each statement anew: a third of the time of a short command. A person does not
notice; tests run thousands. What the databases answer is the same either way.
"""

import contextlib
import gc
import io
import os
import sys
import tempfile

from sqlalchemy import Connection, Engine, event

from claims.commands import desk

_first: dict[str, Engine] = {}


def compile_once() -> None:
    """From now on all engines of a kind share what the first of them compiled. SQLAlchemy keeps it by dialect, so they share that too."""
    if not event.contains(Engine, "engine_connect", _as_the_first):
        event.listen(Engine, "engine_connect", _as_the_first)


def _as_the_first(connection: Connection) -> None:
    engine = connection.engine
    if type(engine) is not Engine:  # one with options of its own, which shares with its parent
        return
    first = _first.setdefault(engine.name, engine)
    if engine.dialect is not first.dialect:
        engine.dialect = connection.dialect = first.dialect
        engine._compiled_cache = first._compiled_cache


def expect_delays() -> None:
    """A command that waits for its database says so after a second and a half. On a slow machine that can be how long it takes to open one that is free,
    and tests compare what is said: where commands run in this process, or in forks of it, the note comes later."""
    desk.PATIENCE_S = 60.0


LINES = (
    ("init",),
    ("import", "-", "--trust"),
    ("list",),
    ("show", "C-1"),
    ("trace", "C-1"),
    ("mark", "C-1", "--status", "unproven", "--because", "x"),
    ("add", "-", "--outlet", "unknown"),
    ("report", "C-1"),
    ("export",),
    ("log",),
    ("undo", "R-2"),
    ("verify",),
)

CASE = """
case: bridge
sources: {mayor: {name: A Mayor, kind: person}, wire: {name: A Wire, kind: outlet}}
articles: {first: {outlet: wire, title: Bridge closed, published: 2024-03-01}}
claims:
  - key: closed
    text: The bridge is closed.
    claimant: mayor
    appearances: {mayor: {source: mayor, in: first, wording: is closed}, wire: {source: wire, article: first, wording: closed}}
    attributions: [{downstream: wire, upstream: mayor, manner: quotes, cue: told us, in: first}]
    reviews: [{status: unverified, by: desk, date: 2024-03-03, because: One official said so.}]
"""


def load() -> None:
    """Load the program and run a few commands, so that what is forked from this process finds everything in place."""
    import click

    from claims.commands import main, verbs

    context = click.Context(verbs.main)
    for name in verbs.main.list_commands(context):
        verbs.main.get_command(context, name)
    compile_once()
    expect_delays()
    stdin, settings = sys.stdin, dict(os.environ)
    os.environ |= {"CLAIMS_SEMANTIC": "off"}
    said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with tempfile.TemporaryDirectory() as folder:
        for line in LINES:
            sys.stdin = io.TextIOWrapper(io.BytesIO(CASE.encode()), encoding="utf-8")
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                code = main.answered(["--db", f"{folder}/claims.db", "--as", "Nobody", *line])
            if code:
                raise RuntimeError(f"{line} ended with {code}")
    sys.stdin = stdin
    os.environ.clear()
    os.environ.update(settings)
    gc.collect()
    gc.freeze()  # or every forked process copies all of it at its first collection
