"""`claims add` with pages: what they say of themselves is kept, told and corrected; archives give their pages; furniture stays and is marked."""

from __future__ import annotations

from pathlib import Path

import pytest
from at_desk import typed

from claims.text.html import HTML_READER

PAGES = Path(__file__).parent.parent / "articles"
HERALD = str(PAGES / "page_jsonld.html")
KEPT = {
    "title": "Lighthouse keeper says lamp was never lit",
    "outlet": "Odrana Herald",
    "byline": "Petra Sund, Olav Rime",
    "language": "en",
    "url": "https://odrana-herald.example/2024/03/lamp",
}


def article(id: str) -> dict[str, object]:
    found: dict[str, object] = typed("article", "show", id, "--json").json
    return found


# --- pages -----------------------------------------------------------------------------------------------------------


def test_a_page_is_kept_with_what_it_says(desk: Path) -> None:
    """Title, outlet, byline, date with its precision, language and address of a page are kept, each told with where it stands; the log says so too."""
    said = typed("add", HERALD, "--outlet", "Odrana Herald", "--json").json
    found = article(said["articles"][0])
    assert {name: found[name] for name in KEPT} == KEPT
    assert found["dated"] == [
        {
            "value": "2024-03-12T08:15:00+01:00",
            "basis": "page",
            "because": "JSON-LD datePublished",
            "in_article": None,
            "at": None,
        }
    ]
    assert said["reader"] == HTML_READER
    assert said["page"]["title"] == {
        "value": KEPT["title"],
        "said_in": "JSON-LD headline",
        "basis": "page",
        "kept": True,
    }
    assert said["page"]["outlet"]["kept"] is False
    assert "title (JSON-LD headline), byline (JSON-LD author)" in typed("log", "--json").json[0]["what"]
    typed("article", "edit", "@last", "--title", "Corrected", "--byline", "")
    found = article("@last")
    assert (found["title"], found["byline"]) == ("Corrected", None)


def test_what_a_person_says_wins(desk: Path) -> None:
    """What the command line says is kept, and the page's other word is told."""
    said = typed(
        "add",
        HERALD,
        "--outlet",
        "Odrana Herald",
        "--title",
        "Mine",
        "--published",
        "2024",
        "--lang",
        "xx",
        "--byline",
        "Me",
    )
    assert said.code == 0
    found = article("@last")
    assert (found["title"], found["language"], found["byline"]) == ("Mine", "xx", "Me")
    assert [date["value"] for date in found["dated"]] == ["2024"]  # type: ignore[attr-defined]
    assert (
        "title: the page says Lighthouse keeper says lamp was never lit (JSON-LD headline); what you typed was kept"
        in said.err
    )


def test_the_outlet_that_a_page_names(desk: Path) -> None:
    """No --outlet is needed where exactly one source is called as the page says; anything else is offered in one line, and nothing is made."""
    missing = typed("add", HERALD)
    assert missing.code == 1
    assert missing.err.rstrip().endswith(
        "says that it is of “Odrana Herald”, whom no source here is called: add --outlet 'Odrana Herald' if that is right."
    )
    typed("source", "add", "ODRANA Herald", "--kind", "outlet")
    near = typed("add", HERALD)
    assert near.code == 1
    assert "is that ODRANA Herald, --outlet S-5? Else name its outlet." in near.err
    typed("source", "add", "The Herald", "--kind", "outlet", "--alias", "Odrana Herald")
    taken = typed("add", HERALD)
    assert taken.code == 0, taken.err
    assert article("@last")["outlet"] == "The Herald"


@pytest.mark.parametrize("name", ["page_meta.html", "page_turkish.html", "page_bare.html", "page_broken.html"])
def test_any_page_is_taken_in(desk: Path, name: str) -> None:
    """Norwegian, Turkish, bare and broken pages are kept, and shown with what they say."""
    assert typed("add", str(PAGES / name), "--outlet", "unknown").code == 0
    shown = typed("article", "show", "@last")
    assert shown.code == 0
    assert not shown.acting()


def test_hostile_words_of_a_page(desk: Path) -> None:
    """What a page says of itself reaches no terminal raw."""
    page = '<title>\x1b]52;c;x\x07\u202eevil</title><meta property=og:site_name content="\'; rm -rf ~ #"><p>Words.'
    (desk / "evil.html").write_text(page)
    refused = typed("add", "evil.html")
    assert "add --outlet ''\"'\"'; rm -rf ~ #' if that is right" in refused.err
    assert not refused.acting()
    assert not typed("add", "evil.html", "--outlet", "unknown").acting()
    assert not typed("article", "show", "@last").acting()


def test_the_article_alone(desk: Path) -> None:
    """With --main-text trafilatura makes the text; the same bytes in a case that recorded that reader are read with it again, without being asked."""
    pytest.importorskip("trafilatura", reason="the extra [html] is not installed")
    said = typed("add", HERALD, "--outlet", "Odrana Herald", "--main-text", "--json").json
    assert said["reader"].startswith("trafilatura/")
    case = typed("export", "--case", "bridge").out
    Path("other").mkdir()
    Path("other/case.yaml").write_text(case)
    assert typed("--db", "other/claims.db", "init").code == 0
    assert typed("--db", "other/claims.db", "import", "other/case.yaml").code == 0
    again = typed("--db", "other/claims.db", "add", HERALD, "--json").json
    assert (again["new"], again["kept"], again["reader"], again["mismatches"]) == (False, True, said["reader"], [])


def test_a_page_attached(desk: Path) -> None:
    """A page given to an article that is known by name is read as a page."""
    typed("article", "new", "--outlet", "Odrana Herald", "--key", "lamp")
    assert "its first reading, 658 characters" in typed("article", "attach", "lamp", HERALD).out
