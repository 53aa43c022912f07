"""What an HTML page says of itself is found where pages say it, and told with where that was; nothing that is broken makes reading fail or slow."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from timing import less_than

from claims.text.html import html_text
from claims.text.markup import Start, tokens
from claims.text.page_facts import page_date, page_facts

PAGES = Path(__file__).parent.parent / "articles"


def facts(page: str, address: str | None = None) -> dict[str, tuple[str, str]]:
    return {name: (fact.value, fact.said_in) for name, fact in page_facts(page, address).named().items()}


def of_file(name: str) -> dict[str, tuple[str, str]]:
    return facts((PAGES / name).read_text("utf-8"), "https://skyreport.example/2024/")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "page_jsonld.html",
            {
                "title": ("Lighthouse keeper says lamp was never lit", "JSON-LD headline"),
                "outlet": ("Odrana Herald", "JSON-LD publisher"),
                "byline": ("Petra Sund, Olav Rime", "JSON-LD author"),
                "published": ("2024-03-12T08:15:00+01:00", "JSON-LD datePublished"),
                "language": ("en", "<html lang>"),
                "url": ("https://odrana-herald.example/2024/03/lamp", "link canonical"),
            },
        ),
        (
            "page_meta.html",
            {
                "title": ("Fyrvokteren: Lampen ble aldri tent", "og:title"),
                "outlet": ("Kystposten", "og:site_name"),
                "byline": ("Kari Nes", "meta author"),
                "published": ("2024-03-12T18:40:00+01:00", "article:published_time"),
                "language": ("nb", "<html lang>"),
                "url": ("https://kystposten.example/nyheter/lampen", "og:url"),
            },
        ),
        (
            "page_turkish.html",
            {
                "title": ("Fener bekçisi: Lamba hiç yanmadı", "<h1>"),
                "byline": ("Ayşe Deniz", "rel=author"),
                "published": ("2024-03-12", "meta datepublished"),
                "language": ("tr", "meta content-language"),
            },
        ),
        ("page_bare.html", {"title": ("Lamp never lit", "<title>")}),
        (
            "page_broken.html",
            {
                "title": ("Lamp & oil", "JSON-LD headline"),
                "outlet": ("Skyreport.net", "JSON-LD publisher"),
                "published": ("2024-03-12", "article:published_time"),
                "language": ("en", "<html lang>"),
                "url": ("https://skyreport.example/lamp", "link canonical"),
            },
        ),
    ],
)
def test_what_pages_say(name: str, expected: dict[str, tuple[str, str]]) -> None:
    """Title, outlet, byline, date, language and address of pages as news sites make them, each with the place that said so."""
    assert of_file(name) == expected


@pytest.mark.parametrize(
    ("title", "found", "outlet"),
    [
        ("Lamp never lit - Odrana Herald", "Lamp never lit", "Odrana Herald"),
        ("Lamp never lit | News | Skyreport.net", "Lamp never lit | News", "Skyreport.net"),
        ("Lamp never lit – and nobody knows why", "Lamp never lit – and nobody knows why", None),
        ("Lamp never lit", "Lamp never lit", None),
        ("Self-made lamps", "Self-made lamps", None),
    ],
)
def test_the_outlet_at_the_end_of_a_title(title: str, found: str, outlet: str | None) -> None:
    """Where nothing else names the outlet, a name at the end of the title does; a half-sentence is none."""
    said = page_facts(f"<title>{title}</title><p>x")
    assert said.title is not None
    assert (said.title.value, said.outlet.value if said.outlet else None) == (found, outlet)


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2022", "2022"),
        ("2022-07", "2022-07"),
        ("2022-07-27", "2022-07-27"),
        ("2022-07-27T10:05Z", "2022-07-27T10:05Z"),
        ("2022-07-27 10:05:30 +03", "2022-07-27T10:05:30+03:00"),
        ("2022-07-27T10:05:00.123+0300", "2022-07-27T10:05:00+03:00"),
        ("2022-07-27T00:00:00+00:00", "2022-07-27"),
        ("Wed, 27 Jul 2022 10:05:00 GMT", "2022-07-27T10:05:00+00:00"),
        ("July 27, 2022", "2022-07-27"),
        ("27 Temmuz 2022", "2022-07-27"),
        ("27.07.2022", "2022-07-27"),
        ("07/08/2022", None),
        ("yesterday", None),
        ("2022-13-45", None),
        ("Wed, 99 Jul 2022 10:05:00 GMT", None),
        ("", None),
    ],
)
def test_dates_as_pages_write_them(written: str, date: str | None) -> None:
    """A date keeps its precision; midnight to the second says a day; what may be two days is none."""
    assert page_date(written) == date


def test_several_who_wrote_it_and_the_outlet_itself() -> None:
    """An author that is the outlet's own name, an address or a handle is nobody."""
    said = '{"@type":"Article","author":[{"name":"Nord Wire"},{"name":"By Ida Falk"}],"publisher":{"name":"NORD WIRE"}}'
    assert facts(f'<script type="application/ld+json">{said}</script>')["byline"] == ("Ida Falk", "JSON-LD author")


def test_an_article_in_a_list_is_not_the_page() -> None:
    """What a list of links or a part of the page says of other articles is not said of this one."""
    script = '{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Another"}]}'
    assert facts(f'<title>This</title><script type="application/ld+json">{script}</script>')["title"][0] == "This"


BOMBS = {
    "open tags": "<a " * 30_000,
    "comments": "<!--" * 30_000,
    "sections": "<![CDATA[" * 30_000,
    "unknown section": "<![x y",
    "nested json": f'<script type="application/ld+json">{"[" * 100_000}</script>',
    "a long number": f'<script type="application/ld+json">[{"9" * 10_000}]</script><title>&#{"9" * 10_000};</title>',
    "many objects": f'<script type="application/ld+json">[{"{},".rstrip() * 60_000}{{}}]</script>',
    "quotes": "<a b='" * 30_000,
    "spaces": f"<a{' ' * 60_000}b{' ' * 60_000}",
    "titles": "<title>" * 30_000,
    "entities": "&#xd800;&#0;&#x110000;&amp" * 20_000,
    "titles of dashes": f"<title>{'a - ' * 20_000}</title>",
}


@pytest.mark.parametrize("page", BOMBS.values(), ids=BOMBS)
def test_no_page_is_slow(page: str) -> None:
    """A page made to make readers slow or fail is read at once."""
    with less_than(2):
        page_facts(page)
        html_text(page).encode()


@given(st.text("<>/!-&;=\"' \n{}[]:,abtimelhrscpLDjson+\x00\ud800é", max_size=120))
def test_any_page(page: str) -> None:
    """No page makes the reader fail, and what it says can be kept."""
    for wrapped in (
        page,
        f'<script type="application/ld+json">{page}</script>',
        f"<title>{page}</title>",
        f"<meta {page}>",
    ):
        for fact in page_facts(wrapped).named().values():
            assert fact.value.encode()
            assert "\n" not in fact.value


def test_tags_as_browsers_read_them() -> None:
    """The first of two attributes counts, names are small letters, and a sign that begins no tag is a sign."""
    assert list(tokens("1 < 2<P ID=a id=b Class='x&amp;y' hidden/>t</ p>")) == [
        "1 ", "<", " 2", Start("p", {"id": "a", "class": "x&y", "hidden": ""}), "t",
    ]  # fmt: skip
