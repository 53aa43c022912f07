"""Proofs: what they hold, that they are checked without a database, and that nothing in them can be changed unseen."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from damage import change, filled, head_of, recomputed, table, unchecked, unguarded
from databases import Places
from sqlalchemy import Connection, update

from claims.errors import LogBroken, NoSuchId, NotAnId, NotAProof, NotGrownFrom, ProofFails, UnknownWord
from claims.records import LogHead
from claims.services import proving
from claims.store import canonical, naming, proofs, rows
from claims.store.engine import Database, Session
from claims.store.merkle import Frontier
from claims.store.proof_words import ProofWords
from claims.store.proofs import check_proof, proof_bytes, read_proof
from claims.store.tables import LogHead as HeadRow

EARLY = 39
"""Where the second event of the filled store ends."""


@pytest.fixture(scope="module")
def store(places: Places, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A store with something in every column; tests undo what they do to it."""
    with filled(places, tmp_path_factory.mktemp("filled")) as database:
        yield database


@pytest.fixture(scope="module")
def opened(store: Database) -> Iterator[Connection]:
    with unchecked(store) as connection:
        yield connection


@pytest.fixture
def session(opened: Connection) -> Iterator[Session]:
    """A session of which nothing is kept."""
    with opened.begin() as transaction:
        yield Session(opened, 60)
        transaction.rollback()


def written(session: Session, about: str, since: LogHead | None = None) -> bytes:
    return b"".join(proof_bytes(proving.prove(session, about, since)))


def earlier(session: Session, size: int = EARLY) -> LogHead:
    """The head as it was when the log had so many rows."""
    tree = Frontier()
    tree.extend(leaf.computed for leaf in recomputed(session.connection).leaves[:size])
    return LogHead(proving.head(session).origin, size, tree.root.hex())


def words(content: bytes, head: LogHead) -> str:
    return "\n".join(ProofWords(check_proof(content, "a.proof", head)).lines())


# --- what a proof holds ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("about", ["C-1", "c1", "factory", "C-2", "R-1", "A-1", "A-2", "S-1", "S-3"])
def test_a_proof_holds(session: Session, about: str) -> None:
    """What is proven of a claim, a review, an article or a source is checked against the head alone."""
    head = proving.head(session)
    proven = check_proof(written(session, about), "a.proof", head)
    assert proven.head == head
    assert proven.about == {"c1": "C-1", "factory": "C-1"}.get(about, about)


def test_everything_about_a_claim(session: Session) -> None:
    """A claim's proof holds all its versions, its chain with hedges and dates, what was judged, asked and said of it, by whom, and row 1."""
    proof = read_proof(written(session, "C-1"), "a.proof")
    assert {row.table for row in proof.rows} == {
        "log_origin", "event", "case_file", "source", "tie", "grade", "source_merge", "article", "snapshot", "passage", "dating", "claim",
        "appearance", "attribution", "decision", "hedge", "link", "review", "evidence", "approval", "objection", "stage_change", "request",
        "retraction", "redaction",
    }  # fmt: skip
    assert {row.row["seq"] for row in proof.rows if row.table == "claim"} == {25, 26, 27}


def test_articles_stay_at_home(session: Session) -> None:
    """The bytes and texts of articles are not in a proof; their hashes are."""
    content = written(session, "C-1")
    assert b"A factory." not in content
    assert table("snapshot_body").name.encode() not in content
    assert b'"table":"snapshot"' in content


def test_in_words(session: Session) -> None:
    """The words say which rows, what they say, who recorded them, under which head; and what is not proven."""
    head = proving.head(session)
    said = words(written(session, "C-1"), head)
    assert f"stand in the log {head.origin}." in said
    assert f"Head: 60 rows, root {head.root}." in said
    assert "E-2 (row 39), " in said
    assert ": import by Ana: drones.yaml, “the case came in”" in said
    assert (
        "row 26  C-1, version 2: kind forecast; text “There will be a factory.”; case file the case drones (row 7); key factory"
        in said
    )
    assert "wording “factory” (row 24)" in said
    assert (
        "row 40  R-1: status false; because “nobody has seen it”; claim C-1 (row 25); claim version C-1, version 2 (row 26)"
        in said
    )
    assert said.endswith("Not proven: that nothing else was recorded about C-1, or that what was recorded is true.")


def test_redacted_texts_appear_as_redacted(session: Session) -> None:
    """A text that was taken away is shown as redacted, and the row is proven all the same."""
    content = written(session, "S-1")
    assert b"says what suits" not in content
    said = words(content, proving.head(session))
    assert (
        "row 50  a grade of S-1: because (redacted); by (redacted); date 2026; reliability C; source S-1 (row 10)"
        in said
    )


def test_withheld_texts_appear_as_withheld(session: Session) -> None:
    """Whoever hands a proof on may leave texts out; they are then not called redacted."""
    proof = json.loads(written(session, "C-1"))
    for row in proof["rows"]:
        row["texts"].pop("because", None)
    said = words(json.dumps(proof).encode(), proving.head(session))
    assert "because (withheld)" in said
    assert "nobody has seen it" not in said


def test_as_json(session: Session) -> None:
    """Programs get the same: each row with its values, its event, and what is redacted."""
    told = ProofWords(check_proof(written(session, "S-1"), "a.proof", proving.head(session))).json()
    told_rows: Any = told["rows"]
    grade = next(row for row in told_rows if row["row"] == 50)
    assert (grade["is"], grade["event"], grade["redacted"], grade["withheld"]) == (
        "a grade of S-1",
        "E-4",
        ["because", "by"],
        [],
    )
    assert grade["says"]["reliability"] == "C"
    assert told["about"] == "S-1"


# --- heads -----------------------------------------------------------------------------------------------------------


def test_under_an_earlier_head(session: Session) -> None:
    """With --since a proof also shows that the log grew out of a head that the reader has had for longer, and what came after it."""
    for size in (1, 2, EARLY, 59):
        old = earlier(session, size)
        content = written(session, "C-1", old)
        proven = check_proof(content, "a.proof", old)
        assert (proven.head, proven.size) == (old, 60)
        assert check_proof(content, "a.proof", proving.head(session)).size == 60
    said = words(written(session, "C-1", earlier(session)), earlier(session))
    assert "Head: 39 rows" in said
    assert "more, added until the log had 60 rows; a later head proves them." in said
    assert "row 40 (after the head)  R-1" in said
    assert "row 26  C-1" in said


def test_other_heads(session: Session) -> None:
    """A proof shows nothing under a head of another log, of another history, of an earlier or of a later time."""
    now, old = proving.head(session), earlier(session)
    content, grown = written(session, "C-1"), written(session, "C-1", old)
    for head, why in (
        (LogHead("claims-tracker/other", now.size, now.root), "it is of the log claims-tracker/"),
        (LogHead(now.origin, now.size, bytes(32).hex()), "one of the two is of another history"),
        (LogHead(now.origin, now.size + 1, now.root), "it was made when the log had 60 rows, before the head of 61"),
        (old, "does not show that it grew out of the head of 39; `claims prove --since HEAD` makes one that does"),
        (LogHead(now.origin, 0, now.root), "does not show that it grew out of the head of 0"),
    ):
        with pytest.raises(ProofFails, match=why):
            check_proof(content, "a.proof", head)
    with pytest.raises(ProofFails, match="did not grow out of the head of 39"):
        check_proof(grown, "a.proof", LogHead(now.origin, EARLY, bytes(32).hex()))
    with pytest.raises(ProofFails, match="does not show that it grew"):
        check_proof(grown, "a.proof", earlier(session, 40))


@pytest.mark.parametrize(
    ("change_head", "why"),
    [
        (lambda head: LogHead("claims-tracker/other", head.size, head.root), "it is of another log"),
        (lambda head: LogHead(head.origin, 61, head.root), "the log has 60 rows"),
        (lambda head: LogHead(head.origin, EARLY, bytes(32).hex()), "its first rows give another root"),
        (lambda head: LogHead(head.origin, 0, head.root), "the log has 60 rows"),
    ],
)
def test_a_log_that_did_not_grow_out_of_a_head(session: Session, change_head: Any, why: str) -> None:
    """No proof is written from a head that is not of this log's past."""
    with pytest.raises(NotGrownFrom, match=why):
        proving.prove(session, "C-1", change_head(proving.head(session)))


# --- tampering -------------------------------------------------------------------------------------------------------


def places_in(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every value in a nest of lists and objects that is neither."""
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places_in(inner, (*path, key))
    else:
        yield path


def altered(value: Any) -> Any:
    if isinstance(value, str):
        return f"{value[:-1]}{'1' if value[-1:] == '0' else '0'}"
    return 7 if value is None else value + 1


def test_no_value_can_be_changed(session: Session) -> None:
    """Whatever single value of a proof is changed, it shows nothing any more; only what the log does not hold (the program's version) is free."""
    head, old = proving.head(session), earlier(session)
    proof = json.loads(written(session, "R-1", old))
    checked = 0
    for path in places_in(proof):
        if path[0] == "program":
            continue
        forged = copy.deepcopy(proof)
        within = forged
        for key in path[:-1]:
            within = within[key]
        within[path[-1]] = altered(within[path[-1]])
        with pytest.raises((ProofFails, NotAProof)):  # noqa: PT012 - which of the two heads shows it depends on the place
            content = json.dumps(forged).encode()
            check_proof(content, "a.proof", head)
            check_proof(content, "a.proof", old)
            pytest.fail(f"{path} was changed unseen")
        checked += 1
    assert checked > 300


def test_tampering_is_told_in_words(session: Session) -> None:
    """A changed text, value or path is named with its row; exit code 6."""
    head = proving.head(session)
    proof = json.loads(written(session, "C-1"))
    (row,) = (row for row in proof["rows"] if row["row"]["seq"] == 26)

    def refused(**forged: Any) -> str:
        with pytest.raises(ProofFails) as failed:
            check_proof(
                json.dumps({**proof, "rows": [{**r, **forged} if r is row else r for r in proof["rows"]]}).encode(),
                "c.proof",
                head,
            )
        assert failed.value.exit_code == 6
        return failed.value.sentence

    assert refused(texts={**row["texts"], "text": "There is none."}) == (
        "c.proof proves nothing: row 26 (claim): the text given as text is not the one that was recorded."
    )
    assert refused(texts={**row["texts"], "colour": "red"}).endswith(
        "the text given as colour is not the one that was recorded."
    )
    assert refused(salt=None).endswith("is not the one that was recorded.")
    assert refused(row={**row["row"], "kind": "fact"}).endswith(
        "row 26 (claim): its values and its path do not lead to the root."
    )
    assert refused(table="review").endswith("row 26 (review): its values and its path do not lead to the root.")
    assert refused(path=row["path"][1:]).endswith("its path does not fit a log of 60 rows.")
    assert refused(row={**row["row"], "seq": 61}).endswith("its path does not fit a log of 60 rows.")
    assert refused(row={**row["row"], "seq": 0}).endswith("its path does not fit a log of 60 rows.")


def test_rows_that_must_be_there(session: Session) -> None:
    """A proof without row 1, without the thing that it is about, or with a row twice shows nothing."""
    head = proving.head(session)
    proof = json.loads(written(session, "C-1"))
    for left, why in (
        (proof["rows"][1:], "row 1, which names the log, is not in it"),
        ([r for r in proof["rows"] if r["table"] != "claim"], "it says to be about C-1, and no row of it is that"),
        ([*proof["rows"], proof["rows"][5]], "stands in it twice"),
        ([], "row 1, which names the log, is not in it"),
    ):
        with pytest.raises(ProofFails, match=why):
            check_proof(json.dumps({**proof, "rows": left}).encode(), "a.proof", head)
    with pytest.raises(ProofFails, match="about C-9, and no row of it is that"):
        check_proof(json.dumps({**proof, "about": "C-9"}).encode(), "a.proof", head)


def test_rows_left_out(session: Session) -> None:
    """The limit: a proof says nothing of what it leaves out, and its last line says so. Without its event nobody is named."""
    proof = json.loads(written(session, "R-1"))
    proof["rows"] = [row for row in proof["rows"] if row["table"] not in {"event", "evidence"}]
    assert "By whom is not in this proof" in words(json.dumps(proof).encode(), proving.head(session))


# --- asking for one --------------------------------------------------------------------------------------------------


def test_what_cannot_be_proven(session: Session) -> None:
    """Ids that are not there, and things that are proven with the claim they belong to."""
    for typed, error in (
        ("C-9", NoSuchId),
        ("R-7", NoSuchId),
        ("S-99", NoSuchId),
        ("H-1", NotAnId),
        ("E-1", NotAnId),
        ("nothing", UnknownWord),
    ):
        with pytest.raises(error):
            proving.prove(session, typed)


def test_nothing_is_proven_from_a_broken_log(session: Session) -> None:
    """Where rows, leaves or the head were altered, no proof is written."""
    with session.connection.begin_nested() as damage:
        change(session.connection, table("claim"), 26, {"text": "There is none."})
        with pytest.raises(LogBroken, match=r"row 26 \(claim\)"):
            proving.prove(session, "C-1")
        damage.rollback()
    with session.connection.begin_nested() as damage:
        change(session.connection, table("rule"), 5, {"leaf": bytes(32)})
        with pytest.raises(LogBroken, match="do not give the root"):
            proving.prove(session, "C-1")
        damage.rollback()
    with session.connection.begin_nested() as damage:
        with unguarded(session.connection, table("hedge")):
            session.connection.execute(table("hedge").delete())
        with pytest.raises(LogBroken, match="rows are missing"):
            proving.prove(session, "C-1")
        damage.rollback()
    session.connection.execute(update(HeadRow).values(size=8))
    for ask in (lambda: proving.prove(session, "C-1"), lambda: proving.head(session)):
        with pytest.raises(LogBroken, match="its head does not fit its size"):
            ask()


def test_the_head_that_is_handed_out(session: Session) -> None:
    """It is the log's head."""
    assert proving.head(session) == head_of(session.connection)


# --- the same in two places ------------------------------------------------------------------------------------------


def test_what_is_written_out_twice() -> None:
    """What the check repeats, so that it needs no database, is what the store has: the leaf format and the letters of ids."""
    assert proofs.LEAF_FORMAT == canonical.LEAF_FORMAT
    assert {name: letter for name, letter in naming.LETTERS.items() if name != "event"} == rows.LETTERS
