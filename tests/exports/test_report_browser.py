"""The page in a real Chromium: quiet, by itself, readable at every size, in the dark, and whole on paper. Skipped where there is none."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import browser
import pypdf
import pytest
from building import claim_report, full_report, hop, outlet, report, said, trace, words
from hostile import PAYLOADS, tainted
from sqlalchemy import URL

from claims.casefile import read_case
from claims.chains.graph import graph_of, in_reading_order
from claims.exports.html import report_html
from claims.exports.html.page import index_row
from claims.exports.html.site import site_index
from claims.records import Report
from claims.services import reporting
from claims.services.importing import Choices, take_in
from claims.services.seeding import seed
from claims.shipped import shipped
from claims.store import migrations
from claims.vocabulary import Manner

SIZES = {"phone": (360, 800), "tablet": (820, 1100), "desk": (1440, 900)}

CONTRAST = """
(() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgb = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const linear = (c) => (c / 255 <= .04045 ? c / 255 / 12.92 : ((c / 255 + .055) / 1.055) ** 2.4);
  const luminance = (colour) => {
    const [r, g, b] = rgb(colour).map(linear);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const ground = (node) => {
    for (; node; node = node.parentElement) {
      const colour = getComputedStyle(node).backgroundColor;
      if (rgb(colour)[3] > 250) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const poor = new Set();
  let seen = 0;
  for (let text; text = walker.nextNode();) {
    const node = text.parentElement;
    if (!text.data.trim() || node.closest("svg")) continue;
    const two = [luminance(getComputedStyle(node).color), luminance(ground(node))].sort((a, b) => b - a);
    seen += 1;
    if ((two[0] + .05) / (two[1] + .05) < 4.5) poor.add(text.data.slice(0, 40));
  }
  return {seen, poor: [...poor]};
})()
"""

WIDE = """
[...document.querySelectorAll("body *")].filter(e => !e.closest(".scroll") && !e.closest("thead") && !e.matches(".skip")
  && e.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map(e => e.outerHTML.slice(0, 120))
"""


ACTIVE = 'script:not([type="application/ld+json"]),iframe,img,object,embed,form,input,link,base'


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[browser.Chromium]:
    path = browser.found()
    if path is None:
        pytest.skip(
            f"pages are not looked at in a browser: no {', '.join(browser.NAMES)} here (Debian: apt-get install chromium)"
        )
    with browser.running(path, tmp_path_factory.mktemp("profile")) as running:
        yield running


def page(of: Report, folder: Path) -> Path:
    file = folder / "report.html"
    file.write_text("".join(report_html(of)), "utf-8")
    return file


def long_report() -> Report:
    """A chain of forty outlets, with wordings that change a little."""
    steps = [
        said(f"P-{n}", outlet(f"S-{n}", f"Outlet number {n}"), wording=words(f"asked him for {n} deals"))
        for n in range(1, 41)
    ]
    return report(
        claim_report(trace(steps, [hop(f"P-{n + 1}", f"P-{n // 2 + 1}", Manner.QUOTES) for n in range(1, 40)]))
    )


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_page_is_quiet_and_fits(chromium: browser.Chromium, tmp_path: Path, size: str, dark: bool) -> None:
    """No message, no request but the page itself, nothing wider than the window but the picture, contrast 4.5 to 1 as painted."""
    file = page(full_report(), tmp_path)
    chromium.show(file, *SIZES[size], dark=dark)
    assert chromium.complaints() == []
    assert chromium.requests() == [file.as_uri()]
    assert chromium.evaluate(WIDE) == []
    painted: dict[str, Any] = chromium.evaluate(CONTRAST)
    assert painted["seen"] > 100
    assert painted["poor"] == []
    night = chromium.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (night != "rgb(255, 255, 255)") == dark


@pytest.fixture(scope="module")
def handed_over(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seed case's index, a page for each of its claims, and a page of two."""
    folder = tmp_path_factory.mktemp("handed-over")
    database = migrations.create(URL.create("sqlite", database=str(folder / "claims.db")), "The desk", seed)
    content = (shipped("seeds") / "turkey-russia.yaml").read_bytes()
    with database.writing("The desk") as session:
        take_in(session, read_case(content, "seed"), content, "seed", Choices(trust=True))
    with database.reading() as session:
        whole = reporting.report(session, [])
    database.engine.dispose()
    rows = [index_row(claim, f"{claim.claim.id}.html") for claim in whole.claims]
    index = "".join(site_index(whole.title, rows, ["turkey-russia.yaml"], whole.head, whole.program))
    (folder / "index.html").write_text(index, "utf-8")
    for claim in whole.claims:
        one = replace(whole, claims=(claim,))
        (folder / f"{claim.claim.id}.html").write_text("".join(report_html(one)), "utf-8")
    (folder / "two.html").write_text("".join(report_html(replace(whole, claims=whole.claims[:2]))), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "size", "dark"),
    [
        ("C-1", "phone", False),
        ("C-1", "desk", False),
        ("C-21", "desk", True),
        ("two", "phone", True),
        ("index", "phone", False),
        ("index", "desk", True),
    ],
)
def test_nothing_bars_anybody_from_reading(
    chromium: browser.Chromium, handed_over: Path, name: str, size: str, dark: bool
) -> None:
    """The checks of accessibility that everybody uses find nothing: names, headings, landmarks, contrast, what can be reached."""
    chromium.show(handed_over / f"{name}.html", *SIZES[size], dark=dark)
    assert chromium.barriers() == []
    assert chromium.complaints() == []


@pytest.mark.soak
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_page_of_the_seed_case_bars_anybody(
    chromium: browser.Chromium, handed_over: Path, size: str, dark: bool
) -> None:
    """The same of every page."""
    for file in sorted(handed_over.glob("*.html")):
        chromium.show(file, *SIZES[size], dark=dark)
        assert chromium.barriers() == [], file.name


def test_the_checks_find_what_is_wrong(chromium: browser.Chromium, tmp_path: Path) -> None:
    """A page with a picture without words and a text in pale grey is found fault with: the checks do run."""
    file = page(full_report(), tmp_path)
    broken = "<p style='color:#ccc;background:#fff'>pale</p><img></main>"
    file.write_text(file.read_text("utf-8").replace("</main>", broken), "utf-8")
    chromium.show(file, 800)
    assert {barrier.split(":")[0] for barrier in chromium.barriers()} == {"color-contrast", "image-alt"}


def test_hostile_text_does_nothing_in_a_browser(chromium: browser.Chromium, tmp_path: Path) -> None:
    """All payloads at once, one claim each: no message, no request, no element but ours, and the page still fits a phone."""
    judged, other = full_report().claims
    claims = []
    for number, payload in enumerate(PAYLOADS.values(), 1):
        only = tainted(replace(other, reviews=judged.reviews), payload)
        claims.append(replace(only, claim=replace(only.claim, id=f"C-{number}")))
    whole = replace(tainted(full_report(), "".join(PAYLOADS.values())), claims=tuple(claims))
    file = page(whole, tmp_path)
    chromium.show(file, 360)
    assert chromium.complaints() == []
    assert chromium.requests() == [file.as_uri()]
    assert chromium.evaluate(WIDE) == []
    assert chromium.evaluate(f"document.querySelectorAll('{ACTIVE}').length") == 0
    assert chromium.evaluate("document.querySelectorAll('script').length") == 1


def test_the_policy_holds(chromium: browser.Chromium, tmp_path: Path) -> None:
    """Were a script or an image to get into the page, the browser would run and load nothing."""
    file = page(full_report(), tmp_path)
    broken = file.read_text("utf-8").replace(
        "</main>", "<script>document.title='run'</script><img src='https://evil.example/x.png'></main>"
    )
    file.write_text(broken, "utf-8")
    chromium.show(file, 800)
    assert chromium.evaluate("document.title") != "run"
    assert any("Content Security Policy" in said for said in chromium.complaints())
    assert not [
        event for event in chromium.events if event["method"] == "Network.responseReceived" and "evil" in str(event)
    ]


def test_the_keyboard_reaches_everything(chromium: browser.Chromium, tmp_path: Path) -> None:
    """The first stop is the skip link, and it can be seen; then come links and the picture, none of its dots."""
    chromium.show(page(full_report(), tmp_path), 800)

    def tab() -> str:
        for kind in ("keyDown", "keyUp"):
            chromium.call("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)
        at = chromium.evaluate("document.activeElement.getAttribute('href') || document.activeElement.className")
        return str(at)

    assert tab() == "#report"
    assert chromium.evaluate("document.activeElement.getBoundingClientRect().left >= 0")
    stops = [tab() for _ in range(5)]
    assert stops[:2] == ["#C-12", "#C-13"]
    assert "scroll" in stops
    assert chromium.evaluate("document.querySelectorAll('svg a:not([tabindex=\"-1\"])').length") == 0


@pytest.mark.parametrize("of", [full_report, long_report], ids=["drone factory", "forty outlets"])
def test_paper_shows_every_step(chromium: browser.Chromium, tmp_path: Path, of: Any) -> None:
    """On A4 every step stands with its number and its source, black on white, whatever the screen prefers; the picture is not cut off."""
    whole = of()
    chromium.show(page(whole, tmp_path), 1000, dark=True)
    pages = pypdf.PdfReader(io.BytesIO(chromium.printed())).pages
    box = pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) in {(595, 842), (594, 842), (596, 842)}
    printed = " ".join(" ".join(sheet.extract_text() for sheet in pages).split())
    for told in whole.claims:
        graph = graph_of(told.trace)
        for number, id in enumerate(in_reading_order(graph), 1):
            name = graph.appearances[id].source.name
            assert re.search(rf"{number}\. ?[●◐○·]? ?{re.escape(name)} ?{id}\b", printed), (number, name)
    chromium.call(
        "Emulation.setEmulatedMedia", media="print", features=[{"name": "prefers-color-scheme", "value": "dark"}]
    )
    assert chromium.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert chromium.evaluate(
        "[...document.querySelectorAll('.scroll')].every(e => getComputedStyle(e).overflowX === 'visible')"
    )
    chromium.call("Emulation.setEmulatedMedia", media="")
