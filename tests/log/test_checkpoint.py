"""Heads as files: the text of a C2SP tlog-checkpoint, and nothing that is nearly one."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.errors import NotAHead
from claims.records import LogHead
from claims.store.checkpoint import checkpoint, read_checkpoint

ROOT = bytes(range(32))
HEAD = LogHead("claims-tracker/00112233445566778899aabbccddeeff", 1251, ROOT.hex())
TEXT = checkpoint(HEAD)

# The example of https://c2sp.org/tlog-checkpoint, signature line and all.
EXAMPLE = """example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
"""


def test_three_lines() -> None:
    """Origin, size in decimal, root in base64, each line ended."""
    assert f"{HEAD.origin}\n1251\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n" == TEXT


def test_the_example_of_the_specification() -> None:
    """A checkpoint that others wrote is read; its signature is passed over, for its key is unknown to us."""
    head = read_checkpoint(EXAMPLE.encode(), "example")
    assert (head.origin, head.size) == ("example.com/behind-the-sofa", 20852163)
    assert base64.b64encode(bytes.fromhex(head.root)).decode() == "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="


@given(st.text("abc/.-é", min_size=1), st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32))
def test_what_is_written_is_read(origin: str, size: int, root: bytes) -> None:
    """Every head comes back as it was."""
    head = LogHead(origin, size, root.hex())
    assert read_checkpoint(checkpoint(head).encode(), "file") == head


def test_extension_lines() -> None:
    """Lines after the third are extensions, which mean nothing here."""
    assert read_checkpoint(f"{TEXT}an extension\nanother\n".encode(), "file") == HEAD


@pytest.mark.parametrize("cut", range(len(TEXT)))
def test_a_file_that_was_cut_off(cut: int) -> None:
    """Whatever is missing at the end, the file is refused."""
    with pytest.raises(NotAHead):
        read_checkpoint(TEXT.encode()[:cut], "cut.head")


@pytest.mark.parametrize("place", range(len(TEXT)))
def test_a_flipped_bit(place: int) -> None:
    """A file with a bit flipped is refused, or is plainly another head: never read as the one that it was."""
    for bit in range(8):
        damaged = bytearray(TEXT.encode())
        damaged[place] ^= 1 << bit
        try:
            read = read_checkpoint(bytes(damaged), "damaged.head")
        except NotAHead:
            continue
        assert read != HEAD
        assert read_checkpoint(checkpoint(read).encode(), "file") == read


def line(number: int, text: str) -> str:
    lines = TEXT.split("\n")
    lines[number] = text
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it is empty"),
        ("\n\n\n", "its first line names no log|fewer than three lines"),
        (TEXT.replace("\n", "\r\n"), "CR LF"),
        (TEXT.removesuffix("\n"), "its last line has no end"),
        (line(0, ""), "its first line names no log"),
        (line(0, " spaces around "), "its first line names no log"),
        (line(1, "01251"), "its second line is 01251, not a number of rows"),
        (line(1, "-1"), "its second line"),
        (line(1, "+1"), "its second line"),
        (line(1, "1_251"), "its second line"),
        (line(1, "1e3"), "its second line"),
        (line(1, "１２"), "its second line"),
        (line(1, "9" * 5000), "its second line"),
        (line(1, str(2**63)), "its second line"),
        (line(2, "AAECAwQ="), "its third line"),
        (line(2, HEAD.root), "its third line"),
        (line(2, "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9="), "its third line"),
        (line(2, "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=="), "its third line"),
        (line(2, "__ECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="), "its third line"),
        (f"{TEXT}\nnot a signature\n", "is no signature"),
        (f"{TEXT}\n— two keys here AAAA\n", "is no signature"),
        (f"{TEXT}\x1b[31m\n", "control characters"),
        (f"{TEXT}{'x' * 200_000}\n", "far too long"),
        (f"SQLite format 3\0{TEXT}", "control characters"),
    ],
)
def test_damaged_files(text: str, why: str) -> None:
    """A file that is nearly a head says in one sentence what is out of place."""
    with pytest.raises(NotAHead, match=why) as refused:
        read_checkpoint(text.encode(), "a.head")
    assert refused.value.exit_code == 1
    assert refused.value.sentence.startswith("a.head is no head of a log: ")
    assert "\n" not in refused.value.sentence


def test_not_text() -> None:
    """Bytes that are no text are no head."""
    with pytest.raises(NotAHead, match="no UTF-8 text"):
        read_checkpoint(b"\xff\xfe" + TEXT.encode(), "a.head")
