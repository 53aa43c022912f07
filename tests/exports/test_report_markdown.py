"""The provenance report in Markdown."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import cmarkgfm  # type: ignore[import-untyped]
import pytest
from building import (
    article,
    claim,
    claim_report,
    drone_factory,
    full_report,
    hop,
    outlet,
    person,
    report,
    review,
    said,
    trace,
)
from chain_strategies import traces
from hostile import PAYLOADS, tainted
from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from claims.chains.origins import origins
from claims.exports.bottom_line import bottom_line, not_known
from claims.exports.escaping import link_target
from claims.exports.report_markdown import report_markdown
from claims.records import Report, Trace
from claims.vocabulary import EvidenceState, Knows, Manner, Standing

GOLDEN = Path(__file__).with_name("golden") / "drone_factory.md"
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
TAGS = {
    "h1",
    "h2",
    "h3",
    "p",
    "strong",
    "ul",
    "ol",
    "li",
    "hr",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "a",
    "code",
}


def written(of: Report) -> str:
    return "".join(report_markdown(of))


def tokens(text: str) -> list[Token]:
    found: list[Token] = []
    for token in READER.parse(text):
        found.append(token)
        found.extend(token.children or ())
    return found


def links(text: str) -> list[str]:
    return [str(token.attrs["href"]) for token in tokens(text) if token.type == "link_open"]


def test_the_report_on_the_drone_factory() -> None:
    """The report that an editor sees, kept as a file to look at."""
    assert written(full_report()) == GOLDEN.read_text("utf-8")


def test_the_same_report_gives_the_same_bytes() -> None:
    """Byte for byte, in whatever order a trace lists its steps."""
    one = drone_factory()
    turned = trace(reversed(one.appearances), reversed(one.attributions), one.claim)
    assert written(report(claim_report(turned))) == written(report(claim_report(one)))


def test_a_report_is_written_claim_by_claim() -> None:
    """The first claim has come out whole before the second is looked at, in pieces of whole lines."""
    broken = replace(claim_report(trace([], row=claim("C-2"))), reviews=None)  # type: ignore[arg-type]
    received: list[str] = []
    pieces = report_markdown(report(full_report().claims[0], broken))
    with pytest.raises(TypeError):
        received.extend(iter(lambda: next(pieces), None))
    assert all(piece.endswith("\n") for piece in received)
    assert "### History and corrections" in "".join(received)


def test_several_claims_have_an_index_and_one_has_none() -> None:
    """A table with a row a claim stands before the claims."""
    text = written(full_report())
    assert [token.type for token in tokens(text)].count("tr_open") == 3
    assert text.index("| C-13 |") < text.index("## C-12")
    assert "table_open" not in {token.type for token in tokens(written(report(claim_report(drone_factory()))))}


def test_a_report_of_nothing_is_a_report() -> None:
    """No claim is a count like any other, and the footer stands."""
    text = written(report())
    assert "No claims." in text
    assert "Merkle root" in text


def test_a_claim_that_nobody_has_looked_at_says_so() -> None:
    """Reviews of other cases are not looks of our own."""
    bare = claim_report(trace([]))
    assert "Nobody has looked at this claim yet." in written(report(bare))
    foreign = review("R-1", "false", "elsewhere", "2026-11-20", "No", standing=Standing.FOREIGN, from_case="other-desk")
    text = written(report(replace(bare, reviews=(foreign,))))
    assert "Nobody has looked at this claim yet." in text
    assert "Reviews of other cases are shown below and not counted." in text
    assert "A review of the case other-desk, not counted here" in text


def test_the_status_has_its_reason_and_its_reviewer() -> None:
    """Who, when, why, on which version, and against which rule."""
    text = written(full_report())
    assert (
        "**Status: Unverified.** One account that nobody here has seen first hand. Reviewed by desk on 2026-11-21 (R-8)."
        in text
    )
    assert "**Marked against the desk’s rules**, because: the editor asked for it." in text
    old = replace(
        full_report().claims[0], reviews=(review("R-1", "true", "a", "2026-11-19", "So", version=1, counts=True),)
    )
    assert "The review judged version 1 of the text, which has been changed since." in written(report(old))


def test_a_chain_is_told_origin_first() -> None:
    """Numbered steps, each with whom it relies on by number."""
    text = written(full_report())
    places = [
        text.index(f"{n}. **{name}**")
        for n, name in enumerate(("Vladimir Putin", "Recep Tayyip Erdoğan", "CNN Türk"), 1)
    ]
    assert places == sorted(places)
    assert "heard it from Recep Tayyip Erdoğan (step 2, H-2)" in text


def test_long_chains_keep_their_lists_together() -> None:
    """The tenth and the hundredth step still own their details."""
    chain = trace(
        [said(f"P-{n}", outlet(f"S-{n}")) for n in range(1, 120)], [hop(f"P-{n + 1}", f"P-{n}") for n in range(1, 119)]
    )
    types = [(token.type, token.level) for token in READER.parse(written(report(claim_report(chain))))]
    assert types.count(("ordered_list_open", 0)) == 1
    assert types.count(("bullet_list_open", 2)) == 119


def test_earlier_texts_and_statuses_stand_in_the_history() -> None:
    """Nothing that was once said is left out."""
    text = written(full_report())
    history = text[text.index("### History and corrections") : text.index("## C-13")]
    for expected in (
        "Version 1: “Putin asked Erdoğan for drones.”",
        "as it stands now",
        "Status true, marked by anna",
        "E-7",
    ):
        assert expected in history


def test_addresses_become_links_only_if_they_are_of_the_web() -> None:
    """The article's and the evidence's, and none besides."""
    assert set(links(written(full_report()))) == {"https://example.org/news/4711?a=1&b=2", "https://example.org/video"}


# --- what it says first and what it admits ----------------------------------------------------------------------------


def lines(chain: Trace) -> str:
    return bottom_line(chain, origins(chain))


def test_the_bottom_line_counts_and_admits() -> None:
    """Two sentences of facts."""
    assert lines(drone_factory()) == (
        "Four outlets carry it, and support for it begins with one independent origin: Recep Tayyip Erdoğan. "
        "The furthest publication upstream, that of CNN Türk (P-3), has not been seen by anybody here."
    )
    assert lines(trace([])) == "Nobody has recorded yet where this claim stands. Where it comes from is not known."
    assert lines(trace([said("P-1", person("S-1", "Anna"))])) == (
        "No outlets carry it, and support for it begins with one independent origin: Anna. No publication of it is recorded."
    )
    held = said("P-1", outlet("S-1"), evidence_state=EvidenceState.HELD)
    assert lines(trace([held])) == (
        "One outlet carries it, and where support for it begins is not shown. Every publication on the way has been seen."
    )


def test_what_counts_as_one_is_said_to() -> None:
    """Two names and one origin need a word."""
    anna, bora = person("S-1", "Anna", ties=("x",)), person("S-2", "Bora", ties=("x",))
    assert "one independent origin: Anna and Bora, who count as one." in lines(
        trace([said("P-1", anna), said("P-2", bora)])
    )


def test_what_is_not_known_is_said_in_numbers() -> None:
    """Texts not held, undated steps, unseen publications, nameless sources, inferred hops."""
    found = not_known(drone_factory(), origins(drone_factory()))
    assert found[0].startswith("The text of 7 of 8 steps is not held here")
    assert "6 of 8 steps are undated: P-1, P-2, P-3, P-5, P-7, P-8." in found
    assert "The furthest publication upstream has not been seen by anybody here: CNN Türk (P-3)." in found
    assert "1 of 6 hops is only inferred: H-5." in found


def test_a_complete_chain_misses_nothing() -> None:
    """A dated step whose text is held leaves nothing to say."""
    dated = drone_factory().appearances[5].article
    assert dated is not None
    whole = trace([said("P-1", outlet("S-1"), evidence_state=EvidenceState.HELD, article=dated, knows=Knows.WITNESS)])
    assert not_known(whole, origins(whole)) == ()
    assert "Nothing is missing." in written(report(claim_report(whole)))


def test_two_places_in_one_article_are_one_publication() -> None:
    """The lead and the body of one article that nobody has seen are one publication that nobody has seen."""
    there, elsewhere = article("A-1", outlet("S-1")), article("A-2", outlet("S-2"))
    chain = trace(
        [
            said("P-1", outlet("S-1"), evidence_state=EvidenceState.QUOTED, article=there),
            said("P-2", outlet("S-1"), evidence_state=EvidenceState.QUOTED, article=there),
            said("P-3", outlet("S-2"), evidence_state=EvidenceState.NAMED, article=elsewhere),
        ]
    )
    (found,) = [sentence for sentence in not_known(chain, origins(chain)) if sentence.startswith("Altogether")]
    assert found == "Altogether two publications have not been seen: outlet S-1 (P-1, P-2) and outlet S-2 (P-3)."


def test_a_chain_without_an_origin_misses_where_it_begins() -> None:
    """A page that says so in its own voice, held and dated, still leaves open how it knows: nothing is missing would be wrong."""
    dated = drone_factory().appearances[5].article
    assert dated is not None
    own_voice = trace([said("P-1", outlet("S-1"), evidence_state=EvidenceState.HELD, article=dated)])
    wanted = "Where support for the claim begins: the chain leads back to no origin."
    assert not_known(own_voice, origins(own_voice)) == (wanted,)
    assert "Nothing is missing." not in written(report(claim_report(own_voice)))


@given(traces())
def test_every_trace_has_its_two_sentences(chain: Trace) -> None:
    """Whatever the chain, and the report is sound Markdown with every step in it."""
    assert lines(chain).count(". ") >= 1
    text = written(report(claim_report(chain)))
    ordered = [token for token in READER.parse(text) if token.type == "list_item_open" and token.markup == "."]
    assert len(ordered) == len(chain.appearances)
    assert all(token.tag in TAGS for token in READER.parse(text) if token.tag)


# --- hostile text ----------------------------------------------------------------------------------------------------


def shape(text: str) -> list[str]:
    """The structure of a document, without what stands in it."""
    return [token.type for token in READER.parse(text)]


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_hostile_text_in_every_field_stays_inert(payload: str) -> None:
    """No HTML, no link but http and https addresses given as such, no structure, no character that acts."""
    text = written(tainted(full_report(), payload))
    found = tokens(text)
    assert not [token for token in found if token.type in {"html_inline", "html_block", "image", "fence", "code_block"}]
    assert set(links(text)) <= {target for target in [link_target(payload)] if target is not None}
    assert {token.content.strip("@") for token in found if token.type == "code_inline"} <= {""}
    assert not {c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}} - {"\n"}
    assert shape(text) == shape(written(tainted(full_report(), "plain words")))


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_github_renders_hostile_text_inert(payload: str) -> None:
    """GitHub's own parser, raw HTML allowed, finds no tag but those of the report and no address to link."""
    html = cmarkgfm.github_flavored_markdown_to_html(
        written(tainted(full_report(), payload)), options=cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE
    )
    assert set(re.findall(r"</?([a-zA-Z!?][^\s/>]*)", html)) <= TAGS
    assert set(re.findall(r"href=\"([^\"]*)\"", html)) <= {str(link_target(payload))}


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_hostile_text_in_an_address_stays_in_it(payload: str) -> None:
    """An address with anything in its path leads to its host or is no link."""
    full = full_report()
    outlet_article = article("A-1", title=payload, url=f"https://example.org/{payload}")
    chain = trace(
        [said("P-1", outlet("S-1"), article=outlet_article)], [hop("P-1", "P-1", Manner.CITES)], claim(text=payload)
    )
    text = written(replace(full, claims=(claim_report(chain),)))
    assert all(link.startswith("https://example.org/") for link in links(text))
    assert not [token for token in tokens(text) if token.type in {"html_inline", "html_block", "image"}]
