"""`claims add` with pages: what they say of themselves is kept, told and corrected; archives give their pages; furniture stays and is marked."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shlex
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest
from at_desk import environment, process, typed

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


def article(id: str) -> dict[str, Any]:
    found: dict[str, Any] = typed("article", "show", id, "--json").json
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
    assert [date["value"] for date in found["dated"]] == ["2024"]
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


def test_a_plain_text_offers_what_it_says(desk: Path) -> None:
    """What a text says of itself is offered as the command that takes it over, and kept by nobody but a person."""
    (desk / "pasted.txt").write_text(
        "Lamp was never lit\nBy Petra Sund\n12 March 2024\nThe lamp was never lit, the keeper said.\nNobody came.\n"
    )
    said = typed("add", "pasted.txt", "--outlet", "Courier")
    line = next(line for line in said.err.splitlines() if "not kept yet" in line)
    assert article("@last")["title"] is None
    taken = typed(*shlex.split(line.partition("claims ")[2]))
    assert taken.code == 0, taken.err
    found = article("@last")
    assert (found["title"], found["byline"]) == ("Lamp was never lit", "Petra Sund")
    assert [(d["value"], d["basis"], d["at"]) for d in found["dated"]] == [("2024-03-12", "stated", [33, 46])]
    (desk / "pasted2.txt").write_text("Lamp was dark again\nBy Petra Sund\nThe lamp was dark.\nNobody came.\n")
    offered = typed("add", "pasted2.txt", "--outlet", "Courier", "--title", "Mine", "--json").json["offered"]
    assert offered == {"byline": {"value": "Petra Sund", "at": [23, 33]}}


def test_a_date_that_the_text_does_not_print(desk: Path) -> None:
    """Whoever types another day than the text prints is told, once it is kept; the same day told more exactly is no other."""
    text = (
        "Lamp was never lit\nBy Petra Sund\n12 March 2024\nThe lamp was never lit, the keeper said.\nNobody came{}.\n"
    )
    for number, (day, told) in enumerate((("2024-03-21", True), ("2024-03-12T08:00", False), ("2024", False))):
        (desk / "pasted.txt").write_text(text.format(" today" * number))
        said = typed("add", "pasted.txt", "--outlet", "Courier", "--published", day)
        assert ("published: the text prints 2024-03-12; what you typed was kept" in said.err) is told
        assert [d["value"] for d in article("@last")["dated"]] == [day]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Köprü kapalı, dedi Ida Falk.\n", "No report was read in it: the rules are English."),
        (
            "Köprü bu sabah çok kalabalık bir saatte kapandı ve bir saat kadar kapalı kaldı. Bu yol için ne bir işaret ne de bir uyarı var.\n",
            "No report was read in it: it is in tr, and the rules are English.",
        ),
        (
            "The bridge is closed for the whole of the week, and that is the end of it for now. It was a fine day.\n",
            "No report was read in it.",
        ),
        ("The bridge is closed, Ida Falk said.\n", "1 suggestion waits."),
    ],
)
def test_where_nothing_was_read(desk: Path, text: str, said: str) -> None:
    """That nothing is suggested is no sign that nobody says anything in it: whoever adds a Turkish page is told that the rules are English."""
    (desk / "page.txt").write_text(text, "utf-8")
    assert said in typed("add", "page.txt", "--outlet", "Courier").err.splitlines()
    assert "No report" not in typed("add", "page.txt", "--outlet", "Courier").err
    assert ("the rules are English" in typed("read", "page.txt").out) is ("the rules are English" in said)


# --- furniture -------------------------------------------------------------------------------------------------------


def test_furniture_stays_and_is_marked(desk: Path) -> None:
    """The text is shown whole, what is no article marked; programs get the places, which cut to the same lines."""
    typed("add", HERALD, "--outlet", "Odrana Herald")
    lines = typed("article", "show", "@last", "--text").out.splitlines()
    marked = [line.removeprefix("┊ ") for line in lines if line.startswith("┊ ")]
    assert marked == [
        "We use cookies to improve your experience on our site. Accept all",
        "READ MORE: Ten storms that changed the coast",
        "Related articles",
        "Storm takes the old pier",
        "New lamp for the harbour",
        "Follow us on Facebook and Twitter",
        "© 2024 Odrana Herald. All rights reserved.",
    ]
    assert "By Petra Sund and Olav Rime" in lines
    found = typed("article", "show", "@last", "--text", "--json").json
    cut = [line for start, end in found["furniture"] for line in found["text"][start:end].splitlines()]
    assert cut == marked
    assert found["page"]["title"]["value"] == KEPT["title"]
    assert "text" not in typed("article", "show", "@last", "--json").json


def test_a_text_that_is_not_here_is_not_shown(desk: Path) -> None:
    """Of an article known by name --text shows what there is."""
    typed("article", "new", "--outlet", "Courier", "--key", "lamp")
    assert typed("article", "show", "lamp", "--text").code == 0
    assert "text" not in typed("article", "show", "lamp", "--text", "--json").json


# --- copies ----------------------------------------------------------------------------------------------------------


def test_a_copy_is_told_and_a_person_decides(desk: Path) -> None:
    """`add` names the likeliest copy with its share and the command that records it; `article copies` shows the words; recorded, it is suggested no more."""
    typed("add", HERALD, "--outlet", "Odrana Herald")
    body = "\n".join(
        line for line in typed("article", "show", "@last", "--text").out.splitlines() if line.startswith(("The ", "“I"))
    )
    (desk / "copy.txt").write_text(f"{body}\nNobody at the harbour would say anything to this newspaper about that.\n")
    rehearsed = typed("add", "copy.txt", "--outlet", "Courier", "--published", "2024-03-15", "--dry-run", "--json").json
    assert [(c["id"], c["alike"]) for c in rehearsed["copies"]] == [("A-3", "likely copy")]
    said = typed("add", "copy.txt", "--outlet", "Courier", "--published", "2024-03-15")
    assert "  A-3 likely copy: 50 words in common, 13 of them quoted, 81% of this one, 69% of A-3" in said.out
    step = said.err.splitlines()[-1].partition("claims ")[2].partition("   #")[0]
    assert step.startswith("article copy-of A-4 A-3 --basis observed --because ")
    shown = typed("article", "copies", "A-4").out
    assert "A-3 was published first: A-4 2024-03-15, A-3 2024-03-12T08:15:00+01:00" in shown
    assert "“The lamp of the Odrana lighthouse was never lit" in shown
    assert typed(*shlex.split(step)).code == 0
    (found,) = typed("article", "copies", "A-3", "--json").json
    assert (found["id"], found["recorded"], found["published_first"]) == ("A-4", "A-4 is a copy of A-3", "this one")
    assert "copy-of" not in typed("article", "copies", "A-4").err


def test_nothing_in_common(desk: Path) -> None:
    """An article that stands alone says so, and gives an empty list."""
    typed("add", "article.txt", "--outlet", "Courier")
    assert typed("article", "copies", "@last").out == "No other article here has words in common with A-3\n"
    assert typed("article", "copies", "@last", "--json").json == []


# --- web archives ----------------------------------------------------------------------------------------------------


def crawl(*pages: tuple[str, bytes, str]) -> bytes:
    """A web archive of these pages: address, bytes, and what the server said they are. Before each stands an answer that was none."""
    pytest.importorskip("warcio", reason="the extra [archive] is not installed")
    made = b""
    for n, (url, content, media) in enumerate(pages):
        for status, body in (("404 Not Found", b"<html>gone"), ("200 OK", content)):
            packed = gzip.compress(body)
            http = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\nContent-Encoding: gzip\r\n\r\n".encode() + packed
            record = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{n}-{status[0]}>\r\nWARC-Target-URI: {url}\r\n"
                f"WARC-Date: 2024-03-1{n}T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
                f"Content-Length: {len(http)}\r\n\r\n"
            )
            made += gzip.compress(record.encode() + http + b"\r\n\r\n")
    return made


TURKISH = "<title>Fener sönük | Kıyı</title><p>Fenerin lambası yanmadı.</p>"


@pytest.fixture
def archive(desk: Path) -> Path:
    """A desk with a web archive of two pages and a picture."""
    (desk / "crawl.warc.gz").write_bytes(
        crawl(
            ("https://odrana-herald.example/lamp?x=1", Path(HERALD).read_bytes(), "text/html; charset=utf-8"),
            ("https://kiyi.example/fener", TURKISH.encode("iso8859-9"), "text/html; charset=iso-8859-9"),
            ("https://kiyi.example/fener.png", b"\x89PNG", "image/png"),
        )
    )
    return desk


def test_what_is_in_an_archive(archive: Path) -> None:
    """The pages of an archive are listed with number, address, date and title; nothing is kept."""
    said = typed("add", "crawl.warc.gz")
    assert said.out.splitlines() == [
        "crawl.warc.gz: 2 pages",
        "1  2024-03-10T10:00:00Z  Lighthouse keeper says lamp was never lit",
        "   https://odrana-herald.example/lamp?x=1",
        "2  2024-03-11T10:00:00Z  Fener sönük",
        "   https://kiyi.example/fener",
    ]
    assert "add crawl.warc.gz --record 1" in said.err
    assert [page["number"] for page in typed("add", "crawl.warc.gz", "--json").json["pages"]] == [1, 2]
    assert typed("log", "--json").json[0]["kind"] != "add"


def test_a_page_of_an_archive(archive: Path) -> None:
    """The page's bytes are the article's bytes, its address and the day of its capture are kept; it is the same article as the page itself."""
    said = typed("add", "crawl.warc.gz", "--record", "1", "--outlet", "Odrana Herald", "--json").json
    found = article(said["articles"][0])
    assert said["sha256"] == hashlib.sha256(Path(HERALD).read_bytes()).hexdigest()
    assert found["url"] == "https://odrana-herald.example/lamp?x=1"
    assert found["note"] == "Captured on 2024-03-10T10:00:00Z, in crawl.warc.gz."
    assert [d["value"] for d in found["dated"]] == ["2024-03-12T08:15:00+01:00"]
    again = typed("add", HERALD)
    assert (again.code, again.out) == (0, f"{said['articles'][0]}: kept already; nothing changed\n")


def test_every_page_of_an_archive(archive: Path) -> None:
    """All pages are taken in one by one, each in the encoding that its server named; the same again changes nothing."""
    said = typed("add", "crawl.warc.gz", "--all", "--outlet", "unknown", "--json").json
    assert [one["file"] for one in said] == ["crawl.warc.gz#1", "crawl.warc.gz#2"]
    assert "Fenerin lambası yanmadı." in typed("article", "show", "@last", "--text").out
    assert [one["kept"] for one in typed("add", "crawl.warc.gz", "--all", "--json").json] == [False, False]
    assert typed("add", "crawl.warc.gz", "--record", "https://kiyi.example/fener", "--record", "1").code == 0


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        (["crawl.warc.gz", "--record", "7"], 1, "crawl.warc.gz has 2 pages, and 7 is not there. `claims add crawl.warc.gz` lists them."),
        (["crawl.warc.gz", "--record", "1", "--all"], 2, "choose one"),
        (["article.txt", "--record", "1"], 2, "name a .warc or .warc.gz file"),
        (["crawl.warc.gz", "article.txt"], 2, "say which of its pages with --record, or --all"),
        (["crawl.warc.gz", "--all", "--title", "x"], 2, "--url, --title and --byline say something of one article"),
        (["none.warc.gz"], 1, "there is no such file"),
        (["broken.warc.gz"], 1, "broken.warc.gz is no web archive (WARC) that can be read"),
        (["text.warc"], 1, "text.warc is no web archive (WARC) that can be read"),
    ],
)  # fmt: skip
def test_archives_that_cannot_be_taken_in(archive: Path, line: list[str], code: int, says: str) -> None:
    """Wrong choices and broken archives are refused in one line."""
    (archive / "broken.warc.gz").write_bytes((archive / "crawl.warc.gz").read_bytes()[:700])
    (archive / "text.warc").write_text("Lamp was never lit\n\nThe lamp.\n")
    said = typed("add", *line)
    assert (said.code, says in said.err) == (code, True), said.err
    assert len(said.err.splitlines()) <= 3


def test_any_broken_archive(archive: Path) -> None:
    """An archive that was cut or altered anywhere is read as far as it goes, or refused; nothing else happens."""
    whole = (archive / "crawl.warc.gz").read_bytes()
    random = Random(5)
    for n in range(12):
        at = random.randrange(len(whole))
        cut = whole[:at] if n % 2 else whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1 :]
        (archive / "cut.warc.gz").write_bytes(cut)
        assert typed("add", "cut.warc.gz").code in {0, 1}


def test_an_archive_without_the_extra(archive: Path) -> None:
    """Where warcio is not installed one line names the extra."""
    (archive / "warcio.py").write_text("raise ImportError")
    found = os.pathsep.join([str(archive), *sys.path])
    said = process("add", "crawl.warc.gz", env=environment(PYTHONPATH=found))
    assert said.returncode == 3
    assert (
        said.stderr.decode()
        == "Error: A web archive needs the extra [archive]: pip install 'claims-tracker[archive]'.\n"
    )


# --- days ------------------------------------------------------------------------------------------------------------


def test_a_kept_article_is_read_by_its_id(desk: Path) -> None:
    """`claims read A-3` reads the text that is kept; `on Monday` counts from its recorded date, in a copy from the original's."""
    words = "The bridge at Kara is closed, the mayor told the Courier on Monday."
    for name, day in (("one", "2024-03-13"), ("two", "2024-03-27")):
        (desk / f"{name}.txt").write_text(f"{words}\n{name}\n")
        typed("add", f"{name}.txt", "--outlet", f"Paper {name}", "--published", day)

    def said_on() -> list[str]:
        return [
            a["said_on"]["value"] for one in typed("read", "A-3", "A-4", "--json").json for a in one["attributions"]
        ]

    assert said_on() == ["2024-03-11", "2024-03-25"]
    typed("article", "copy-of", "A-4", "A-3")
    assert said_on() == ["2024-03-11", "2024-03-11"]
    waiting = typed("suggestions", "A-4", "--json").json
    assert [one["said_on"]["value"] for one in waiting] == ["2024-03-25"]
    assert typed("suggestions", "again", "A-4").code == 0
    waiting = typed("suggestions", "A-4", "--json").json
    assert [one["said_on"]["value"] for one in waiting] == ["2024-03-11"]
    side_by_side = environment(PYTHONPATH=os.pathsep.join(sys.path))
    both = process("read", "A-4", "one.txt", "A-9", "A-3", "--jobs", "2", "--jsonl", env=side_by_side)
    assert (both.returncode, [json.loads(line)["file"] for line in both.stdout.splitlines()]) == (
        1,
        ["A-4", "one.txt", "A-3"],
    )
    assert b"A-9" in both.stderr
