"""What a shell is told when it asks how an argument may go on, read with the standard library alone.

A shell waits for the answer at every press of a key: so no SQLAlchemy, one read-only look at the file, a few rows, and nothing at
all rather than an error.
"""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from claims.exports.escaping import shown_line

if TYPE_CHECKING:
    import sqlite3

MOST = 50
"""Proposals that a shell is given; more nobody reads."""

PATIENCE_S = 0.3
"""How long a database may keep a shell waiting."""

_LONGEST = 72
"""Characters of what stands beside a proposal."""

_APPLICATION_ID, _WAL = b"CLMS", b"\x02\x02"
"""What stands at byte 68 of a database of ours, and at byte 18 of one with a write-ahead log."""

_ID = re.compile(r"(?P<letter>[A-Za-z])?(?P<dash>-)?(?P<digits>[0-9]{0,18})")
_LAST = "@last"

Proposal = tuple[str, str]
"""What may be typed, and what it stands for."""


def proposed(db: str | None, kinds: Sequence[str], typed: str, claim: str | None = None) -> list[Proposal]:
    """How what is typed may go on, by the database of `--db`, CLAIMS_DB or the folder. `claim`: the one named on the line."""
    import sqlite3

    found: dict[str, str] = {}
    with contextlib.suppress(sqlite3.Error, OSError, ValueError, RuntimeError), _opened(_path(db)) as connection:
        look = _Look(connection, typed, claim)
        for kind in kinds:
            for value, what in _KINDS[kind](look):
                if value.isprintable() and len(found) < MOST:
                    found.setdefault(value, what)
    return list(found.items())


def _path(db: str | None) -> Path:
    """Where the SQLite file lies; ValueError for a server, or where there is none."""
    from claims.commands.desk import found_database
    from claims.errors import ClaimsError

    named = db if db is not None else os.environ.get("CLAIMS_DB")
    if not named:
        try:
            return Path(found_database(to_make=False))
        except ClaimsError as none:
            raise ValueError from none
    if named.startswith("sqlite:///"):
        named = named.removeprefix("sqlite:///").partition("?")[0]
    if "://" in named:
        raise ValueError(named)
    # As it stands on the line: the shell has not put in yet what ~ and $ stand for.
    return Path(os.path.expandvars(named)).expanduser().absolute()


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The file, if it is one of ours, for reading only and not for long."""
    import sqlite3
    from urllib.parse import quote

    if not path.is_file():  # a pipe would keep the shell waiting
        raise ValueError(path)
    with path.open("rb") as file:
        header = file.read(72)
    if header[68:] != _APPLICATION_ID:
        raise ValueError(path)
    # Reading in WAL mode makes two files beside the database; where nobody writes, it can be read without them.
    alone = "&immutable=1" if header[18:20] == _WAL and not Path(f"{path}-wal").exists() else ""
    connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro{alone}", uri=True, timeout=PATIENCE_S / 2)
    try:
        connection.text_factory = lambda raw: raw.decode(errors="replace")
        connection.execute("PRAGMA trusted_schema = OFF")
        ends = time.monotonic() + PATIENCE_S
        connection.set_progress_handler(lambda: int(time.monotonic() > ends), 10_000)
        yield connection
    finally:
        connection.close()


# --- what is looked up -----------------------------------------------------------------------------------------------


class _Look:
    """One look into a database for how `typed` may go on."""

    def __init__(self, connection: sqlite3.Connection, typed: str, claim: str | None) -> None:
        self.connection = connection
        self.typed = typed
        self.claim = claim

    def rows(self, sql: str, *values: str | int) -> list[tuple[object, ...]]:
        return self.connection.execute(sql, values).fetchall()


Proposer = Callable[[_Look], Iterator[Proposal]]


def _live(alias: str) -> str:
    """SQL: the row has not been withdrawn."""
    latest = f"SELECT withdrawn FROM retraction WHERE target = {alias}.seq ORDER BY seq DESC LIMIT 1"
    return f"coalesce(({latest}), 0) = 0"


def _present(table: str, column: str) -> str:
    """SQL: a column of `t`, a thing's first row, as its latest live version has it."""
    return (
        f"(SELECT v.{column} FROM {table} v WHERE (v.seq = t.seq OR v.first = t.seq) AND {_live('v')}"
        " ORDER BY v.version DESC LIMIT 1)"
    )


_OF_LIVE_CLAIM = "EXISTS (SELECT 1 FROM claim_now_cache c WHERE c.claim = t.claim)"
_CLAIM_ID = "'C-' || (SELECT c.number FROM claim_now_cache c WHERE c.claim = t.claim)"


def _name(seq: str) -> str:
    """SQL: the name of the source with this first row."""
    return f"coalesce((SELECT s.name FROM source_now_cache s WHERE s.source = {seq}), '?')"


_WORDING = f"(SELECT p.exact FROM passage p WHERE p.seq = {_present('appearance', 'wording')})"


def _speaker(seq: str) -> str:
    """SQL: who speaks in an appearance."""
    return _name(f"(SELECT a.source FROM appearance a WHERE a.seq = {seq})")


_READ_NAME = "(SELECT p.name FROM suggestion_part p WHERE p.suggestion = t.seq AND p.role = 'source')"
_DECIDED = f"EXISTS (SELECT 1 FROM suggestion_decision d WHERE d.suggestion = t.seq AND {_live('d')})"

_BY_LETTER: dict[str, tuple[str, str, str]] = {
    "C": ("claim_now_cache", "t.text", "1"),
    "S": ("source_now_cache", "t.name || ', ' || t.kind", "1"),
    "A": (
        "article",
        f"{_name(_present('article', 'outlet'))} || coalesce(': ' || {_present('article', 'title')}, '')",
        _live("t"),
    ),
    "P": (
        "appearance",
        f"{_CLAIM_ID} || ', ' || {_name(_present('appearance', 'source'))} || coalesce(': ' || {_WORDING}, '')",
        f"{_live('t')} AND {_OF_LIVE_CLAIM}",
    ),
    "H": (
        "attribution",
        f"{_CLAIM_ID} || ', ' || {_speaker('t.downstream')} || ' ' || t.manner || ' ' || {_speaker('t.upstream')}",
        f"{_live('t')} AND {_OF_LIVE_CLAIM}",
    ),
    "R": (
        "review",
        f"{_CLAIM_ID} || ' ' || t.status || coalesce(', by ' || t.reviewer, '') || coalesce(': ' || t.because, '')",
        f"{_live('t')} AND {_OF_LIVE_CLAIM}",
    ),
    "L": (
        "link",
        f"{_CLAIM_ID} || ' ' || t.kind || ' C-' || (SELECT c.number FROM claim c WHERE c.seq = t.other)",
        f"{_live('t')} AND {_OF_LIVE_CLAIM}",
    ),
    "Q": (
        "request",
        f"{_CLAIM_ID} || ', asked of ' || {_name('t.of')} || coalesce(': ' || t.question, '')",
        f"{_live('t')} AND {_OF_LIVE_CLAIM}",
    ),
    "M": (
        "suggestion",
        f"coalesce({_READ_NAME}, '?') || ' (' || t.rule || ')'",
        f"{_live('t')} AND t.gesture = 0 AND NOT {_DECIDED}",
    ),
    "E": (
        "event",
        "substr(t.at, 1, 10) || ' ' || t.kind || coalesce(', ' || t.who, '') || coalesce(': ' || t.what, '')",
        "1",
    ),
}
"""By the letter of an id: the table `t`, what a thing is called (SQL), and which of its rows stand (SQL)."""


def _ids(letter: str, condition: str = "1") -> Proposer:
    """Proposes ids: the newest first, or in their order where digits were typed."""

    def propose(look: _Look) -> Iterator[Proposal]:
        table, called, stands = _BY_LETTER[letter]
        if _LAST.startswith(look.typed) and look.typed:
            standing = f"t.number IS NOT NULL AND {stands} ORDER BY t.number DESC LIMIT 1"
            for newest, what in look.rows(f"SELECT t.number, {called} FROM {table} t WHERE {standing}"):
                yield _LAST, _said(f"now {letter}-{newest} {what or ''}")
        found = _ID.fullmatch(look.typed)
        if not found or (found["letter"] or ("" if found["dash"] or found["digits"] else letter)).upper() != letter:
            return
        within, order = _beginning_with(found["digits"]), "ASC" if found["digits"] else "DESC"
        rows = look.rows(
            f"SELECT t.number, {called} FROM {table} t WHERE t.number IS NOT NULL AND {within} AND {condition}"
            f" AND {stands} ORDER BY t.number {order} LIMIT {MOST}"
        )
        yield from ((f"{letter}-{number}", _said(what)) for number, what in rows)

    return propose


def _beginning_with(digits: str) -> str:
    """SQL: the number begins with these digits, as ranges that an index can walk."""
    if not digits:
        return "1"
    ranges, first, last = [], int(digits), int(digits)
    for _ in range(18 - len(digits)):
        ranges.append(f"t.number BETWEEN {first} AND {last}")
        first, last = first * 10, last * 10 + 9
    return f"({' OR '.join(ranges)})" if ranges and not digits.startswith("0") else "0"


def _said(what: object) -> str:
    line = shown_line(str(what) if what is not None else "").strip()
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _after(prefix: str) -> str:
    """A bound above every text that begins with the prefix."""
    return f"{prefix}\U0010ffff"


def _claim_keys(look: _Look) -> Iterator[Proposal]:
    if look.typed:
        rows = look.rows(
            "SELECT k.key, t.number, t.text FROM claim k JOIN claim_now_cache t ON t.claim = k.seq"
            f" WHERE k.key >= ? AND k.key < ? AND k.number IS NOT NULL ORDER BY k.key LIMIT {MOST}",
            look.typed,
            _after(look.typed),
        )
        yield from ((str(key), _said(f"C-{number} {text}")) for key, number, text in rows)


def _source_names(condition: str = "1") -> Proposer:
    def propose(look: _Look) -> Iterator[Proposal]:
        if not look.typed:
            return
        bounds = (look.typed, _after(look.typed))
        yield from (
            (str(key), _said(f"S-{number} {name}"))
            for key, number, name in look.rows(
                "SELECT k.key, t.number, t.name FROM source_now_cache t JOIN source k ON k.seq = t.source"
                f" WHERE k.key >= ? AND k.key < ? AND {condition} ORDER BY k.key LIMIT {MOST}",
                *bounds,
            )
        )
        # A name that two sources have names neither of them.
        yield from (
            (str(name), f"S-{number} {kind}")
            for name, number, kind in look.rows(
                "SELECT t.name, min(t.number), t.kind FROM source_now_cache t WHERE t.name >= ? AND t.name < ?"
                f" AND t.unnamed = 0 AND {condition} GROUP BY t.name HAVING count(*) = 1 ORDER BY t.name LIMIT {MOST}",
                *bounds,
            )
        )

    return propose


def _article_keys(look: _Look) -> Iterator[Proposal]:
    if look.typed:
        rows = look.rows(
            f"SELECT t.key, t.number, {_present('article', 'title')} FROM article t"
            f" WHERE t.key >= ? AND t.key < ? AND t.number IS NOT NULL AND {_live('t')} ORDER BY t.key LIMIT {MOST}",
            look.typed,
            _after(look.typed),
        )
        yield from ((str(key), _said(f"A-{number} {title or ''}")) for key, number, title in rows)


def _steps(look: _Look) -> Iterator[Proposal]:
    """Keys of the appearances of the claim that stands on the line."""
    found = _ID.fullmatch(look.claim or "")
    by_id = bool(found and found["digits"] and (found["letter"] or "").upper() == "C")
    rows = look.rows(
        f"SELECT t.key, t.number, {_name(_present('appearance', 'source'))} FROM appearance t"
        f" JOIN claim_now_cache c ON c.claim = t.claim JOIN claim k ON k.seq = t.claim"
        f" WHERE t.number IS NOT NULL AND t.key IS NOT NULL AND {'c.number' if by_id else 'k.key'} = ? AND t.key >= ?"
        f" AND t.key < ? AND {_live('t')} ORDER BY t.number LIMIT {MOST}",
        int(found["digits"]) if found and by_id else look.claim or "",
        look.typed,
        _after(look.typed),
    )
    yield from ((str(key), _said(f"P-{number} {name}")) for key, number, name in rows)


def _statuses(look: _Look) -> Iterator[Proposal]:
    present = ", ".join(_present("scale_label", column) for column in ("position", "definition", "retired_on"))
    rows = look.rows(f"SELECT t.label, {present} FROM scale_label t WHERE t.first IS NULL AND {_live('t')} ORDER BY 2")
    yield from (
        (str(label), _said(definition))
        for label, _, definition, retired in rows
        if retired is None and str(label).startswith(look.typed)
    )


def _cases(look: _Look) -> Iterator[Proposal]:
    rows = look.rows(
        f"SELECT t.key, {_present('case_file', 'title')} FROM case_file t WHERE t.first IS NULL AND {_live('t')}"
        f" AND t.key >= ? AND t.key < ? ORDER BY t.key LIMIT {MOST}",
        look.typed,
        _after(look.typed),
    )
    yield from ((str(key), _said(title)) for key, title in rows)


def _word(word: str, what: str) -> Proposer:
    """Proposes one word."""
    return lambda look: iter([(word, what)] if word.startswith(look.typed) else [])


def _each(ids: Proposer, names: Proposer) -> Proposer:
    """Ids and names: a lone small letter more often begins a name."""

    def propose(look: _Look) -> Iterator[Proposal]:
        for one in (names, ids) if look.typed.islower() else (ids, names):
            yield from one(look)

    return propose


_OUTLET = "t.kind = 'outlet'"

_KINDS: dict[str, Proposer] = {
    "claim": _each(_ids("C"), _claim_keys),
    "claim id": _ids("C"),
    "source": _each(_ids("S"), _source_names()),
    "source id": _ids("S"),
    "outlet": _each(_ids("S", _OUTLET), _source_names(_OUTLET)),
    "article": _each(_ids("A"), _article_keys),
    "appearance": _ids("P"),
    "step": _steps,
    "hop": _ids("H"),
    "review": _ids("R"),
    "request": _ids("Q"),
    "link": _ids("L"),
    "suggestion": _ids("M"),
    "event": _ids("E"),
    "status": _statuses,
    "case": _cases,
    "none": _word("none", ""),
    "unknown": _word("unknown", "nobody can tell"),
}
