"""Text from outside is shown as what it is and does nothing."""

from __future__ import annotations

import re
import unicodedata

import cmarkgfm  # type: ignore[import-untyped]
import pytest
from hostile import PAYLOADS
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from claims.exports.escaping import _quietened, link_target, markdown, markdown_link, shown, shown_line

UNSAFE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
COMMONMARK = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

anything = st.text(st.characters(exclude_categories=()), max_size=40)
markup = st.text(st.sampled_from("ab1 \n\t\\`*_{}[]()#+-.!|<>&;:/@~=$^%\"'\u202e"), max_size=30)


@given(anything)
def test_nothing_raw_reaches_a_terminal(text: str) -> None:
    """Control, format and surrogate characters are written out; newlines and tabs stay, or become spaces on one line."""
    assert not {c for c in shown(text) if unicodedata.category(c) in UNSAFE} - {"\n", "\t"}
    line = shown_line(text)
    assert not {c for c in line if unicodedata.category(c) in UNSAFE}
    assert not line.encode().count(b"\n")


@given(st.text(st.characters(exclude_categories=("C", "Zl", "Zp"))))
def test_harmless_text_is_left_alone(text: str) -> None:
    """Letters, accents, signs and no-break spaces are shown as they are."""
    assert shown(text) == shown_line(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x1b[31m", "\\x1b[31m"),
        ("a\u202eb", "a\\u202eb"),
        ("a\u200bb", "a\\u200bb"),
        ("\U000e0041", "\\U000e0041"),
        ("\ud800", "\\ud800"),
        ("a\nb\tc", "a\nb\tc"),
    ],
)
def test_what_acts_is_written_out(text: str, expected: str) -> None:
    """A reader sees which character stood there."""
    assert shown(text) == expected


def test_a_line_stays_a_line() -> None:
    """Newlines and tabs become spaces."""
    assert shown_line("a\r\nb\nc\td") == "a b c d"


def text_of(rendered: str) -> str:
    """What a reader of rendered GitHub Markdown sees."""
    plain = re.sub(r"</?(?:p|code)>", "", rendered)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&").strip()


LIKE_PROSE = st.text(st.sampled_from("aZ7ü.:,;()'\"?!/…–“-_ 1@+*"), max_size=12)


@given(st.one_of(anything, LIKE_PROSE, st.from_regex(r"[0-9]{0,2}[.)a ][a-z .:0-9]{0,8}", fullmatch=True)))
@example("1) a")
@example("a.b")
@example("a:1")
@example("a ")
@example("\u0661. a")
def test_quiet_text_is_known_at_once(text: str) -> None:
    """What is taken for text in which Markdown finds nothing is what looking for everything gives."""
    assert markdown(text) == _quietened(text)


@given(st.one_of(anything, markup, st.sampled_from(list(PAYLOADS.values()))))
def test_escaped_markdown_reads_as_the_text(text: str) -> None:
    """Through GitHub's own parser and CommonMark's, any text comes out as itself: one paragraph, no markup, no link."""
    escaped = markdown(text)
    assert "\n" not in escaped
    rendered = cmarkgfm.github_flavored_markdown_to_html(escaped, options=cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE)
    # A parser squeezes spaces; nothing else may change.
    assert " ".join(text_of(rendered).split()) == " ".join(shown_line(text).split())
    assert not re.search(r"<(?!/?p>|code>@+</code>|/code>)", rendered)
    for token in COMMONMARK.parse(escaped):
        assert token.type in {"paragraph_open", "inline", "paragraph_close"}
        for child in token.children or ():
            assert child.type == "text" or (child.type == "code_inline" and set(child.content) == {"@"})


@pytest.mark.parametrize("before", ["", "- ", "1. ", "**x** ", "| ", "# "])
@given(text=markup)
def test_escaped_text_stays_inside_its_place(before: str, text: str) -> None:
    """In a list, a heading or a table cell the text adds no structure of its own."""
    types = [token.type for token in COMMONMARK.parse(f"{before}{markdown(text) or 'x'}")]
    assert types == [token.type for token in COMMONMARK.parse(f"{before}x")]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "java\tscript:alert(1)",
        " https://example.org",
        "https://exa mple.org",
        "https:\\\\example.org",
        "https://",
        "http://[::1",
        "//example.org",
        "/etc/passwd",
        "data:text/html,x",
        "file:///etc/passwd",
        "mailto:a@example.org",
        "https://example.org/\u202e",
        "https://example.org/\x00",
        "https://example.org/\ud800",
        "",
    ],
)
def test_only_web_addresses_become_links(url: str) -> None:
    """Whatever is not plainly http or https with a host is text."""
    assert link_target(url) is None
    rendered = cmarkgfm.github_flavored_markdown_to_html(markdown_link("label", url))
    assert "<a" not in rendered


@given(st.one_of(anything, markup), st.one_of(anything, markup))
def test_a_link_leads_where_it_says_and_nowhere_else(label: str, rest: str) -> None:
    """An address may hold anything: it is one link, to that address, with that label."""
    url = f"https://example.org/{rest}"
    rendered = cmarkgfm.github_flavored_markdown_to_html(
        f"- {markdown_link(label, url)} | x", options=cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE
    )
    target = link_target(url)
    links = re.findall(r'<a href="([^"]*)"', rendered)
    assert links == ([] if target is None else [target.replace("&", "&amp;")])


@given(
    st.from_regex(
        r"https?://[A-Za-z0-9.-]{1,9}(:[0-9]{1,5})?([/?#][A-Za-z0-9_.~/%:=&?+!#$,;@-]{0,20})?", fullmatch=True
    )
)
def test_an_ordinary_address_stays_as_it_is(url: str) -> None:
    """The short way says of it what the long way says, which capitals in the scheme have to take."""
    scheme, _, rest = url.partition("://")
    assert link_target(url) == url
    assert link_target(f"{scheme.upper()}://{rest}") == url


def test_addresses_keep_their_meaning() -> None:
    """Other alphabets and brackets are percent-encoded; what is encoded already stays."""
    assert link_target("https://example.org/ü(1)?a=%20&b=|") == "https://example.org/%C3%BC%281%29?a=%20&b=%7C"
