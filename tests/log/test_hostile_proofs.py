"""Files from anywhere: whatever is handed to check-proof and --head, the answer is one line and exit code 1 or 6."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from damage import Said, typed
from examples import examples
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

ORIGIN = "claims-tracker/00112233445566778899aabbccddeeff"
HASH = "ab" * 32


def proof(**other: Any) -> dict[str, Any]:
    """Something that has the form of a proof."""
    row = {
        "table": "log_origin",
        "row": {"seq": 1, "origin": ORIGIN, "leaf_format": 1},
        "salt": None,
        "texts": {},
        "path": [HASH],
    }
    return {
        "format": "claims-proof/1", "leaf_format": 1, "about": "C-1", "program": "0.1.0", "origin": ORIGIN, "size": 2, "root": HASH,
        "grown_from": None, "rows": [row],
    } | other  # fmt: skip


def row(**other: Any) -> dict[str, Any]:
    return proof(rows=[proof()["rows"][0] | other])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a head and no database."""
    place = tmp_path_factory.mktemp("hostile")
    (place / "a.head").write_text(f"{ORIGIN}\n2\n{base64.b64encode(bytes.fromhex(HASH)).decode()}\n")
    return place


def refused(folder: Path, content: bytes) -> str:
    """What check-proof says of a file: one line, and never that anything was proven."""
    (folder / "a.proof").write_bytes(content)
    said: Said = typed("check-proof", str(folder / "a.proof"), "--head", str(folder / "a.head"))
    assert said.code in {1, 6}, said
    assert said.out == ""
    assert said.err.startswith("Error: ")
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    assert "fault of claims" not in said.err
    assert len(said.err) < 1000
    assert not said.acting()
    return said.err


HOSTILE = {
    "empty": b"",
    "blank": b"  \n",
    "null": b"null",
    "a list": b"[]",
    "a number": b"1",
    "half": json.dumps(proof()).encode()[:80],
    "two": json.dumps(proof()).encode() * 2,
    "no JSON": b"format: claims-proof/1\n",
    "a picture": b"\x89PNG\r\n\x1a\n\x00\x00",
    "not UTF-8": b'{"format": "\xff"}',
    "a lone surrogate": b'{"format": "\\ud800"}',
    "deep lists": b"[" * 200_000 + b"]" * 200_000,
    "deep objects": b'{"rows":' * 100_000 + b"1" + b"}" * 100_000,
    "a deep row": json.dumps(proof()).encode().replace(b'"texts": {}', b'"texts": ' + b'{"a":' * 900 + b"1" + b"}" * 900),
    "many values": b"[" + b"1," * 5_000_000 + b"1]",
    "NaN": json.dumps(proof()).encode().replace(b'"size": 2', b'"size": NaN'),
    "infinity": json.dumps(proof()).encode().replace(b'"size": 2', b'"size": 1e999'),
    "a fraction": json.dumps(proof(size=2.0)).encode(),
    "a huge size": json.dumps(proof(size=10**30)).encode(),
    "a large size": json.dumps(proof(size=2**63 - 1)).encode(),
    "a negative size": json.dumps(proof(size=-2)).encode(),
    "size true": json.dumps(proof(size=True)).encode(),
    "size text": json.dumps(proof(size="2")).encode(),
    "no size": json.dumps({k: v for k, v in proof().items() if k != "size"}).encode(),
    "no rows": json.dumps({k: v for k, v in proof().items() if k != "rows"}).encode(),
    "rows no list": json.dumps(proof(rows={})).encode(),
    "rows of nothing": json.dumps(proof(rows=[None])).encode(),
    "rows of lists": json.dumps(proof(rows=[[]])).encode(),
    "another form": json.dumps(proof(format="claims-proof/2")).encode(),
    "another leaf format": json.dumps(proof(leaf_format=2)).encode(),
    "a form that acts": json.dumps(proof(format="\x1b[31m\u202e")).encode(),
    "an origin that acts": json.dumps(proof(origin="\x1b]8;;x\x07\u202e" * 500)).encode(),
    "about nothing": json.dumps(proof(about="")).encode(),
    "about much": json.dumps(proof(about="C" * 100_000)).encode(),
    "a root too short": json.dumps(proof(root="ab")).encode(),
    "a root with blanks": json.dumps(proof(root="ab " * 21 + "a")).encode(),
    "grown from text": json.dumps(proof(grown_from="x")).encode(),
    "grown from nothing": json.dumps(proof(size=3, grown_from={"size": 2, "path": []})).encode(),
    "grown from much": json.dumps(proof(size=3, grown_from={"size": 2, "path": [HASH] * 100_000})).encode(),
    "a row without seq": json.dumps(row(row={"origin": ORIGIN})).encode(),
    "seq 0": json.dumps(row(row={"seq": 0})).encode(),
    "seq -1": json.dumps(row(row={"seq": -1})).encode(),
    "seq 2**63": json.dumps(row(row={"seq": 2**63})).encode(),
    "seq true": json.dumps(row(row={"seq": True})).encode(),
    "a value that is null": json.dumps(row(row={"seq": 1, "key": None})).encode(),
    "a value that is a list": json.dumps(row(row={"seq": 1, "key": []})).encode(),
    "a value that is a fraction": json.dumps(row(row={"seq": 1, "key": 0.5})).encode(),
    "salt no text": json.dumps(row(salt=1)).encode(),
    "salt odd": json.dumps(row(salt="abc")).encode(),
    "texts no object": json.dumps(row(texts=[])).encode(),
    "texts of numbers": json.dumps(row(texts={"a": 1})).encode(),
    "texts of what is not there": json.dumps(row(texts={"a": "b"}, salt="00" * 16)).encode(),
    "a text that acts": json.dumps(row(texts={"\x1b[2J\u202e": "b"}, salt="00" * 16)).encode(),
    "a path of nothing": json.dumps(row(path=[])).encode(),
    "a path of numbers": json.dumps(row(path=[1])).encode(),
    "a path of letters": json.dumps(row(path=["g" * 64])).encode(),
    "a path far too long": json.dumps(row(path=[HASH] * 100_000)).encode(),
    "a table that acts": json.dumps(row(table="\x1b[31m" * 1000)).encode(),
    "the right form and nothing behind it": json.dumps(proof()).encode(),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_proofs(folder: Path, name: str) -> None:
    """One line that says what is wrong, exit code 1 for what is no proof and 6 for one that proves nothing."""
    refused(folder, HOSTILE[name])


def test_a_file_that_is_too_large(folder: Path) -> None:
    """A file larger than any proof is not even read as one."""
    assert "far too large" in refused(folder, b'{"format": "' + b"x" * (129 * 2**20) + b'"}')


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from([HASH, ORIGIN, 1, 2, 2**64]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | st.sampled_from(["seq", "path", "row"]), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=examples(150), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(key=st.sampled_from(sorted(proof())), value=JSON)
@example(key="rows", value=[{"table": "claim", "row": {"seq": 1, "number": 1}, "salt": None, "texts": {}, "path": []}])
def test_any_part_may_be_anything(folder: Path, key: str, value: Any) -> None:
    """Whatever stands in the place of one of its parts."""
    refused(folder, json.dumps(proof(**{key: value})).encode())


@settings(max_examples=examples(150), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(key=st.sampled_from(sorted(proof()["rows"][0])), value=JSON)
def test_any_part_of_a_row_may_be_anything(folder: Path, key: str, value: Any) -> None:
    """Whatever stands in the place of one part of a row."""
    refused(folder, json.dumps(row(**{key: value})).encode())


@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.binary(max_size=200))
def test_any_bytes(folder: Path, content: bytes) -> None:
    """Whatever the bytes are."""
    refused(folder, content)
