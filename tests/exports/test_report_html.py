"""The provenance report as a page."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element

import extruct
import html5lib  # type: ignore[import-untyped]
import pytest
from building import (
    article,
    claim,
    claim_report,
    drone_factory,
    full_report,
    hop,
    outlet,
    report,
    review,
    said,
    trace,
    words,
)
from chain_strategies import traces
from examples import examples
from hostile import PAYLOADS, tainted
from hypothesis import given, settings

from claims.exports.escaping import link_target
from claims.exports.formats import FORMATS
from claims.exports.html import report_html
from claims.exports.html.style import DARK, LIGHT, STYLE
from claims.records import Report, Trace
from claims.vocabulary import EvidenceState, Manner, Standing

GOLDEN = Path(__file__).with_name("golden") / "drone_factory.html"
HTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = (
    "html head meta script title style body a main nav article header section footer h1 h2 h3 h4 p ul ol li dl dt dd "
    "table thead tbody tr th td figure figcaption div span b strong bdi q blockquote code ins del svg desc "
    "defs pattern path marker rect text circle"
)
ELEMENTS = frozenset(_ELEMENTS.split())
_ATTRIBUTES = (
    "lang dir id class href rel type charset http-equiv content name scope data-what aria-label aria-labelledby "
    "aria-hidden role tabindex viewBox d fill stroke stroke-width stroke-dasharray x y width height rx cx cy r "
    "text-anchor marker-end patternUnits patternTransform refX refY markerWidth markerHeight markerUnits "
    "orient"
)
ATTRIBUTES = frozenset(_ATTRIBUTES.split())


def written(of: Report) -> str:
    return "".join(report_html(of))


def one() -> Report:
    """The drone factory alone."""
    return report(full_report().claims[0])


def parsed(page: str) -> Element:
    """The page as a browser would take it; anything that a browser would have to repair is an error."""
    found: Element = html5lib.HTMLParser(strict=True).parse(page)
    return found


def tag_name(element: Element) -> str:
    return str(element.tag).replace(HTML, "").replace(SVG, "")


def texts(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def in_script(root: Element) -> list[str]:
    return ["".join(element.itertext()) for element in root.iter(f"{HTML}script")]


def hrefs(root: Element) -> list[str]:
    return [element.attrib["href"] for element in root.iter() if "href" in element.attrib]


def by_class(root: Element, name: str) -> Iterator[Element]:
    return (element for element in root.iter() if name in element.attrib.get("class", "").split())


class _Outline(HTMLParser):
    """Ids, links inside the page and elements in their order: enough to check many pages quickly."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.inside: list[str] = []
        self.names: list[str] = []
        self.dots: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.names.append(tag)
        self.ids += [id for id in [given.get("id")] if id]
        self.inside += [href[1:] for href in [given.get("href")] if href and href.startswith("#")]
        self.dots += [str(given["href"])[1:] for _ in [0] if given.get("tabindex") == "-1"]


# --- what it says -----------------------------------------------------------------------------------------------------


def test_the_page_on_the_drone_factory() -> None:
    """The page that an editor sees, kept as a file to look at."""
    assert written(one()) == GOLDEN.read_text("utf-8")


def test_the_same_report_gives_the_same_bytes() -> None:
    """Byte for byte, in whatever order a trace lists its steps."""
    chain = drone_factory()
    turned = trace(reversed(chain.appearances), reversed(chain.attributions), chain.claim)
    page, other = written(report(claim_report(chain))), written(report(claim_report(turned)))
    # The seal is of the lists as they came.
    seal = re.compile(r'<meta name="claims-report".*\n')
    assert seal.sub("", page) == seal.sub("", other)


def test_the_page_is_sound_html() -> None:
    """A parser of HTML 5 finds nothing to repair: one claim, several, none."""
    for of in (one(), full_report(), report()):
        parsed(written(of))


def test_one_claim_is_the_page_and_several_have_an_index() -> None:
    """With several claims a table at the top leads to each."""
    root = parsed(written(full_report()))
    index = next(by_class(root, "index"))
    assert hrefs(index) == ["#C-12", "#C-13"]
    assert "4 → 1" in texts(index)
    assert "nobody yet" in texts(index)
    assert not list(by_class(parsed(written(one())), "index"))
    assert "No claims." in written(report())


def test_the_head_of_a_claim_says_the_most_important_first() -> None:
    """Id and text, status with its word, bottom line, four numbers."""
    root = parsed(written(one()))
    article_ = next(by_class(root, "claim"))
    said_ = texts(article_)
    expected = (
        "C-12, fact, version 2",
        "Putin asked Erdoğan to have",
        "Unverified",
        "Reviewed by desk on 2026-11-21 (R-8)",
        "Bottom line. Four outlets carry it, and support for it begins with one independent origin: Recep Tayyip Erdoğan.",
        "One account that nobody here has seen first hand.",
        "Marked against the desk’s rules, because: the editor asked for it.",
        "How it travelled",
    )
    places = [said_.index(part) for part in expected]
    assert places == sorted(places)
    assert [texts(li) for li in next(by_class(root, "numbers"))] == [
        "4 → 1outlets → independent origin",
        "1 of 8steps held: its own text is kept here",
        "5hops in the longest line of descent",
        "1 of 2comparable hops at which the wording differs",
    ]


def test_the_steps_are_the_text_of_the_picture() -> None:
    """Every step stands once in the list with its number, and once in the picture with the same number."""
    root = parsed(written(one()))
    steps = list(next(by_class(root, "steps")))
    assert [step.attrib["id"] for step in steps] == ["P-1", "P-2", "P-3", "P-4", "P-5", "P-6", "P-8", "P-7"]
    assert [texts(step).split(".")[0] for step in steps] == [str(n) for n in range(1, 9)]
    notes = {dot.attrib["href"]: texts(next(by_class(dot, "note"))) for dot in root.iter(f"{SVG}a")}
    assert {href: note.split()[0] for href, note in notes.items()} == {
        f"#{step.attrib['id']}": str(number) for number, step in enumerate(steps, 1)
    }
    assert notes["#P-2"] == "2 origin"
    assert notes["#P-7"] == "8 denies"


def test_a_step_says_from_whom_and_how_and_when() -> None:
    """Manner, cue, hedges, basis with reason, dates with basis, and what the order of the chain says of an undated step."""
    root = parsed(written(one()))
    steps = {step.attrib["id"]: texts(step) for step in next(by_class(root, "steps"))}
    assert "Heard it from Recep Tayyip Erdoğan (step 2), where it says reportedly said (A-1)" in steps["P-3"]
    assert "hedged reportedly, on who said it" in steps["P-3"]
    assert "inferred. Because: only the house marks say so" in steps["P-6"]
    assert "Dated 2022-07-27 (derived): the day after the Kyiv report" in steps["P-6"]
    assert "Undated: not after 2022-07-26 (step 4), by the order of the chain" in steps["P-3"]
    assert "Undated: not before 2022-07-26 (step 4), not after 2022-07-27 (A-1, in which it is read)" in steps["P-5"]
    assert "denies the claim" in steps["P-7"]


def test_wordings_are_compared_word_by_word_where_that_is_readable() -> None:
    """The same words are said to be the same; few changes are marked; what shares little is shown whole; a translation is not compared."""
    told = {
        "P-2": "asked him for a deal",
        "P-3": "asked him for a new deal",
        "P-4": "the Kremlin wants a factory",
        "P-5": "“asked him for a Deal”",
        "P-6": "bat ihn um eine Fabrik",
    }
    articles = {f"A-{n}": article(f"A-{n}", outlet(f"S-{n}"), language="de" if n == 6 else "en") for n in range(1, 7)}
    steps = [
        said(
            f"P-{n}",
            outlet(f"S-{n}", f"Outlet {n}"),
            article=articles[f"A-{n}"],
            wording=words(told.get(f"P-{n}", "asked him for a deal"), f"A-{n}"),
        )
        for n in range(1, 7)
    ]
    page = written(report(claim_report(trace(steps, [hop(f"P-{n}", "P-1", Manner.QUOTES) for n in range(2, 7)]))))
    found = {step.attrib["id"]: step for step in next(by_class(parsed(page), "steps"))}
    assert "Word for word the same as in Outlet 1, step 1." in texts(found["P-2"])
    assert [texts(e) for e in found["P-3"].iter(f"{HTML}ins")] == ["new"]
    assert "Other words than those of Outlet 1, step 1: asked him for a deal" in texts(found["P-4"])
    assert "The same words, but for case, accents or punctuation as in Outlet 1" in texts(found["P-5"])
    assert "In another language than the words of Outlet 1" in texts(found["P-6"])
    assert "2 of 4comparable hops" in page.replace("</b>", "").replace("<b>", "")
    quoted = next(e for e in found["P-6"].iter(f"{HTML}p") if e.attrib.get("class") == "words")
    assert (quoted.attrib["lang"], quoted.attrib["dir"]) == ("de", "auto")


def test_findings_lead_to_their_steps() -> None:
    """In plain words, the steps they rest on linked."""
    findings = next(by_class(parsed(written(one())), "findings"))
    assert "Warning: Nobody here has seen the report of CNN Türk (step 3)" in texts(findings)
    assert set(hrefs(findings)) == {"#P-3", "#P-5", "#P-4"}


def test_judgement_and_history_are_told_whole() -> None:
    """Evidence for and against, requests and replies, reviews with what colleagues said, earlier texts, how to check."""
    page = texts(parsed(written(one())))
    for expected in (
        "For: the broadcast (https://example.org/video)".replace(" (https://example.org/video)", ""),
        "Against: Baykar, “will not sell” (A-4:10-60): a refusal, not a denial",
        "Baykar was asked by desk on 2026-11-20: Were you asked? No answer.",
        "Answered on 2026-11-21: We will look. Note: by telephone.",
        "Approved by bora on 2026-11-22. read it all.",
        "Objection by cem.",
        "A review of the case other-desk, not counted here",
        "Admiralty scale: reliability C, credibility 3",
        "Version 1: Putin asked Erdoğan for drones. Written by anna on 2026-11-19.",
        "Status true, marked by anna on 2026-11-19 (R-1).",
        "2026-11-21 10:00 UTC, desk: marked unverified (R-8) (E-7, mark)",
        "This claim bears on C-13",
        "claims check-report FILE",
        "claims prove C-12 -o claim.proof",
        "5f2c5f2c",
    ):
        assert expected in page


def test_a_claim_that_nobody_has_looked_at_says_so() -> None:
    """Reviews of other cases are not looks of our own."""
    bare = claim_report(trace([]))
    assert "Nobody has looked at this claim yet." in written(report(bare))
    foreign = review("R-1", "false", "elsewhere", "2026-11-20", "No", standing=Standing.FOREIGN, from_case="other-desk")
    page = written(report(replace(bare, reviews=(foreign,))))
    assert "Nobody has looked at this claim yet." in page
    assert "Reviews of other cases are shown below and not counted." in page


@settings(max_examples=examples(25))
@given(traces())
def test_every_trace_has_its_page(chain: Trace) -> None:
    """Whatever the chain: every step in the list and in the picture, ids once, and no link into nothing."""
    outline = _Outline(written(report(claim_report(chain))))
    steps = sorted(a.id for a in chain.appearances)
    assert sorted(id for id in outline.ids if id.startswith("P-")) == steps
    assert sorted(outline.dots) == steps
    assert len(outline.ids) == len(set(outline.ids))
    assert set(outline.inside) <= set(outline.ids)


def test_a_long_chain_takes_no_time() -> None:
    """Six hundred copies of one article are one row of the picture and six hundred steps of the list."""
    chain = trace(
        [said(f"P-{n}", outlet(f"S-{n}", f"Outlet {n}"), evidence_state=EvidenceState.HELD) for n in range(1, 601)],
        [hop(f"P-{n}", "P-1", Manner.REPUBLISHES) for n in range(2, 601)],
    )
    page = written(report(claim_report(chain)))
    assert "+599 copies of Outlet 1" in page
    assert page.count('<li id="P-') == 600


# --- for search engines -----------------------------------------------------------------------------------------------


def test_the_page_carries_its_claimreview() -> None:
    """What extruct reads out of the page is the ClaimReview export, letter for letter; a graph for several claims."""
    judged = full_report().claims[0]
    for of in (one(), report(judged, judged)):
        page, exported = written(of), "".join(FORMATS["claimreview"].write(of))
        assert [text.lstrip() for text in in_script(parsed(page))] == [exported]
        assert extruct.extract(page, syntaxes=["json-ld"])["json-ld"] == [json.loads(exported)]
    assert not in_script(parsed(written(report(full_report().claims[1]))))


@pytest.mark.parametrize("payload", [*PAYLOADS.values(), "</script><b>", "<!--<script>", "\u2028\u2029 ]]>"])
def test_no_text_ends_the_block_of_data(payload: str) -> None:
    """A browser's parser and a reader of JSON-LD find the text as it is, and nothing but text."""
    page = written(tainted(one(), payload))
    (held,) = in_script(parsed(page))
    assert json.loads(held)["claimReviewed"] == payload
    assert not set(held) & set("<>&\u2028\u2029")


# --- how it is built --------------------------------------------------------------------------------------------------


def test_nothing_is_loaded_and_nothing_runs() -> None:
    """One style sheet and one block of data inside the page, a policy that forbids all else, links only where somebody gave an address."""
    page = written(full_report())
    root = parsed(page)
    names = [tag_name(element) for element in root.iter()]
    assert set(names) <= ELEMENTS
    assert names.count("style") == 1
    assert [e.attrib for e in root.iter(f"{HTML}script")] == [{"type": "application/ld+json"}]
    policy = next(e for e in root.iter(f"{HTML}meta") if e.attrib.get("http-equiv") == "Content-Security-Policy")
    assert policy.attrib["content"].startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert "url(" not in STYLE
    assert "@import" not in STYLE
    assert set(re.findall(r"url\(([^)]*)\)", page)) == {"#hatch-C-12", "#head-C-12"}
    outside = {href for href in hrefs(root) if not href.startswith("#")}
    assert outside == {"https://example.org/news/4711?a=1&b=2", "https://example.org/video"}


def test_headings_landmarks_and_links_are_in_order() -> None:
    """One h1, no level skipped, a skip link first, main and footer, ids once, every link inside leads somewhere."""
    for of in (one(), full_report()):
        root = parsed(written(of))
        levels = [int(tag_name(e)[1]) for e in root.iter() if re.fullmatch(r"h[1-6]", tag_name(e))]
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(below <= above + 1 for above, below in pairwise(levels))
        ids = [e.attrib["id"] for e in root.iter() if "id" in e.attrib]
        assert len(ids) == len(set(ids))
        inside = [href[1:] for href in hrefs(root) if href.startswith("#")]
        assert inside[0] == "report"
        assert set(inside) <= set(ids)
        names = [tag_name(e) for e in root.iter()]
        assert (names.count("main"), names.count("footer")) == (1, 1)
        assert root.attrib["lang"] == "en"
        for picture in root.iter(f"{SVG}svg"):
            assert picture.attrib["role"] == "group"
            assert set(picture.attrib["aria-labelledby"].split()) <= set(ids)
            assert all(a.attrib["tabindex"] == "-1" for a in picture.iter(f"{SVG}a"))


def luminance(colour: str) -> float:
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_everything_can_be_read_by_day_and_by_night(palette: dict[str, str]) -> None:
    """Text has a contrast of at least 4.5 to 1 on every ground it stands on, the picture's signs 3 to 1."""
    assert LIGHT.keys() == DARK.keys()
    for text in ("text", "muted", "held", "quoted", "unseen", "link"):
        for ground in ("page", "band"):
            assert contrast(palette[text], palette[ground]) >= 4.5, (text, ground)
    assert contrast(palette["text"], palette["new"]) >= 4.5
    assert contrast(palette["text"], palette["gone"]) >= 4.5
    used = set(re.findall(r"var\(--([a-z]+)\)", STYLE))
    assert used == set(palette)


# --- hostile text ----------------------------------------------------------------------------------------------------


def shape(root: Element) -> list[tuple[str, tuple[str, ...]]]:
    """The structure of a page, without what stands in it."""
    return [(tag_name(element), tuple(sorted(element.attrib))) for element in root.iter()]


@pytest.fixture(scope="module")
def plain_shape() -> list[tuple[str, tuple[str, ...]]]:
    return shape(parsed(written(tainted(one(), "plain words"))))


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_hostile_text_in_every_field_stays_inert(payload: str, plain_shape: list[tuple[str, tuple[str, ...]]]) -> None:
    """No element and no attribute but ours, no link, no character that acts: the page is built as with plain words."""
    page = written(tainted(one(), payload))
    root = parsed(page)
    assert shape(root) == plain_shape
    assert {tag_name(element) for element in root.iter()} <= ELEMENTS
    assert {name for element in root.iter() for name in element.attrib} <= ATTRIBUTES
    assert set(hrefs(root)) <= {href for href in hrefs(root) if re.fullmatch(r"#(P-[0-9]+|report)", href)}
    assert not {c for c in page if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}} - {"\n"}
    assert page.count("<style>") == page.count("</style>") == 1
    assert page.lower().count("<script") == page.lower().count("</script") == 1


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_hostile_text_in_an_address_stays_in_it(payload: str) -> None:
    """An address with anything in its path leads to its host or is no link; one with another scheme is never one."""
    for url in (f"https://example.org/{payload}", payload, f"javascript:{payload}", f" https://example.org\n{payload}"):
        chain = trace(
            [said("P-1", outlet("S-1"), article=article("A-1", title=payload, url=url))], [], claim(text=payload)
        )
        links = [href for href in _Links(written(report(claim_report(chain)))).found if not href.startswith("#")]
        assert all(link.startswith("https://example.org/") for link in links)
        assert set(links) <= {link_target(url)}


class _Links(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in {"href", "src", "action", "formaction", "data"}]
