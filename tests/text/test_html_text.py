"""HTML read as text: blocks become lines, what is no words is left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.errors import NotText
from claims.text.html import HTML_READER, html_text, looks_like_html, read_html

PAGE = """<!DOCTYPE html><html><head><title>Bridge late - Skyreport.net</title><style>p{}</style><script>said("x")</script></head>
<body><nav><a href="/">Home</a></nav><h1>Bridge late</h1>
<p>Mayor&nbsp;Ida   Falk said: &ldquo;It is <b>late</b>.&rdquo;</p><ul><li>One<li>Two</ul><p>Line<br>break</p></body></html>"""


def test_blocks_become_lines() -> None:
    """One line to a block; scripts, styles and navigation are left out, entities are read."""
    assert html_text(PAGE).splitlines() == [
        "Bridge late - Skyreport.net",
        "Bridge late",
        "Mayor\u00a0Ida Falk said: “It is late.”",
        "One",
        "Two",
        "Line",
        "break",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_the_encoding_that_a_page_names(encoding: str) -> None:
    """A page in the encoding that its mark or itself names gives the same text."""
    page = PAGE.replace("<head>", f'<head><meta charset="{encoding.removesuffix("-sig")}">')
    reading = read_html(page.encode(encoding), "page.html")
    assert reading.text == html_text(PAGE)
    assert reading.reader == HTML_READER
    assert reading.length == len(reading.text)


@pytest.mark.parametrize(
    "content",
    [
        b"<html><meta charset=klingon><p>x</html>",
        b"<html><p>\xff\xfe\xfa</html>",
        b"<html><script>x</script></html>",
        b"",
    ],
)
def test_what_is_no_page_is_refused(content: bytes) -> None:
    """An unknown encoding, bytes of another one, and pages without words are refused by name."""
    with pytest.raises(NotText, match=r"page\.html"):
        read_html(content, "page.html")


@pytest.mark.parametrize(
    ("content", "is_html"),
    [
        (b"<!doctype html><p>x", True),
        (b"\xef\xbb\xbf <html lang=en>", True),
        (b"<p>only a part", False),
        (b"Ida Falk said <html> is hard", False),
    ],
)
def test_what_looks_like_html(content: bytes, is_html: bool) -> None:
    """Pages are known by their beginning."""
    assert looks_like_html(content) is is_html


@given(st.text("<>/!-&;= \n\"'abpscript\x00\ud800", max_size=80))
def test_any_marks(page: str) -> None:
    """No page makes the reader fail, and its text can be stored."""
    html_text(page).encode()
