"""An article's bytes are kept untouched; its text is what they say, character for character."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.errors import NotText
from claims.text.articles import TEXT_READER, read_text

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(str.strip)


@given(texts)
def test_the_text_is_what_the_file_says(text: str) -> None:
    """Newlines, byte order marks and spaces at the ends stay, hashes are of the bytes and of the text, the length counts code points."""
    content = text.encode()
    reading = read_text(content, "a.txt")
    assert reading.text == text
    assert reading.content == content
    assert reading.length == len(text)
    assert reading.sha256 == reading.text_sha256 == hashlib.sha256(content).hexdigest()
    assert reading.reader == TEXT_READER


def test_line_ends_and_marks_stay() -> None:
    """Places count from the file's first character, be it a byte order mark, and over CR and LF alike."""
    assert read_text(b"\xef\xbb\xbfa\r\nb\rc\n", "a.txt").text == "\ufeffa\r\nb\rc\n"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is empty"),
        (b" \n\t\r\n", "it is empty"),
        (b"a\0b", "a NUL byte at 1"),
        ("ğ\0".encode(), "a NUL byte at 2"),
        ("Erdoğan".encode("utf-16"), "it is UTF-16. Convert it with: iconv -f UTF-16 -t UTF-8$"),
        (b"\xfe\xff" + "Erdoğan".encode("utf-16-be"), "it is UTF-16"),
        ("Erdoğan".encode("iso8859-9"), "byte 4 is 0xf0"),
        (b"abc\xed\xa0\x80", "byte 3 is 0xed"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "it is a PDF. Open it"),
        (b"PK\x03\x04\x14\x00\x08\x08\xf0", "it is a ZIP"),
        (b"abc\xf0\x9f\x98", "byte 3 is 0xf0"),
    ],
)
def test_what_is_no_text_is_refused(content: bytes, why: str) -> None:
    """Other encodings, binary files, lone surrogates, cut characters and empty files are refused with the place, or with what they are."""
    with pytest.raises(NotText, match=why) as refused:
        read_text(content, "page.bin")
    assert refused.value.sentence.startswith("page.bin ")
