"""What is understood by itself: an appearance's own article, and the appearances that ends stand for."""

from claims.casefile import read_case
from claims.entries import AppearanceEntry, AttributionEntry, ClaimEntry
from claims.vocabulary import Manner

BASE = """\
case: c
sources:
  tass: {name: TASS, kind: outlet}
  reuters: {name: Reuters, kind: outlet}
  peskov: {name: Dmitry Peskov, kind: person}
articles:
  wire: {outlet: tass}
  page: {outlet: reuters}
claims:
"""


def read_claim(claim: str) -> ClaimEntry:
    """The one claim of a case with TASS, Reuters, Mr Peskov and an article of each outlet."""
    return read_case((BASE + claim).encode(), "case.yaml").claims[0]


# --- articles of appearances -----------------------------------------------------------------------------------------


def test_an_outlets_own_article_is_understood() -> None:
    """Words of TASS in a page of TASS are in its own article; words of TASS in a page of Reuters are not."""
    claim = read_claim(
        "  - {text: T, appearances: {a: {source: tass, in: wire}, b: {source: tass, in: page}, c: {source: tass, in: wire, article: page}}}"
    )
    assert [(each.in_article, each.article) for each in claim.appearances] == [
        ("wire", "wire"),
        ("page", None),
        ("wire", "page"),
    ]


def test_words_of_an_own_article_are_read_there() -> None:
    """`in` may be left out where `article` says it; without words nothing is claimed to be readable."""
    claim = read_claim(
        "  - {text: T, appearances: {a: {source: tass, article: wire, wording: said so}, b: {source: tass, article: wire}}}"
    )
    assert [(each.in_article, each.article) for each in claim.appearances] == [("wire", "wire"), (None, "wire")]


# --- ends ------------------------------------------------------------------------------------------------------------


def test_an_appearances_key_comes_before_a_sources() -> None:
    """Where an appearance is called like a source, it is the appearance that is meant."""
    claim = read_claim(
        "  - {text: T, appearances: {tass: {source: reuters}, x: {source: tass}}, attributions: [{downstream: tass, upstream: peskov, manner: cites}]}"
    )
    assert claim.attributions[0].downstream == "tass"
    assert [each.key for each in claim.appearances] == ["tass", "x", "peskov"]


def test_a_source_stands_for_its_only_appearance() -> None:
    """Whatever that appearance is called, and however often it is meant."""
    for end in ("tass", "{source: tass}", "{appearance: wording}", "wording"):
        claim = read_claim(
            f"  - {{text: T, appearances: {{wording: {{source: tass, in: wire}}}}, chain: [peskov, {end}, reuters]}}"
        )
        assert [(hop.downstream, hop.upstream) for hop in claim.attributions] == [
            ("wording", "peskov"),
            ("reuters", "wording"),
        ]


def test_an_article_stands_for_its_outlets_appearance_in_it() -> None:
    """Not for a guest's words that have the article as their own."""
    claim = read_claim(
        "  - {text: T, appearances: {guest: {source: peskov, article: wire}, own: {source: tass, in: wire}}, chain: [peskov, {article: wire}]}"
    )
    assert claim.attributions == (AttributionEntry("own", "guest", Manner.CITES),)


def test_made_appearances_find_a_free_key() -> None:
    """wire is taken by an appearance of this claim, so the one made for the article wire is wire-2."""
    claim = read_claim(
        "  - {text: T, appearances: {wire: {source: peskov}, wire-2: {source: reuters}}, chain: [peskov, {article: wire}]}"
    )
    assert claim.appearances[2] == AppearanceEntry("wire-3", "tass", article="wire")


def test_a_free_key_is_not_too_long_for_a_key() -> None:
    """What was made is exported, and what is exported can be read again."""
    long = "k" * 200
    text = (
        BASE.replace("wire:", f"{long}:")
        + f"  - {{text: T, appearances: {{{long}: {{source: peskov}}}}, chain: [peskov, {{article: {long}}}]}}"
    )
    assert read_case(text.encode(), "case.yaml").claims[0].appearances[1].key == "k" * 198 + "-2"


def test_an_articles_end_further_down_counts_already() -> None:
    """The order of the hops does not change what a source's key stands for."""
    first = "{downstream: reuters, upstream: tass, manner: cites}"
    second = "{downstream: {article: wire}, upstream: peskov, manner: cites}"
    for hops in (f"[{first}, {second}]", f"[{second}, {first}]"):
        claim = read_claim(f"  - {{text: T, attributions: {hops}}}")
        assert {(hop.downstream, hop.upstream) for hop in claim.attributions} == {
            ("reuters", "wire"),
            ("wire", "peskov"),
        }


def test_a_made_key_does_not_take_a_sources_name_away() -> None:
    """An article called like another outlet: the bare key still means that outlet."""
    text = BASE.replace("page:", "tass:") + "  - {text: T, chain: [{article: tass}, tass]}"
    claim = read_case(text.encode(), "case.yaml").claims[0]
    assert [(each.key, each.source, each.article) for each in claim.appearances] == [
        ("tass", "reuters", "tass"),
        ("tass-2", "tass", None),
    ]


def test_a_circle_of_hops_is_read() -> None:
    """Circles are findings, not mistakes of the file."""
    claim = read_claim("  - {text: T, chain: [tass, reuters, tass]}")
    assert [(hop.downstream, hop.upstream) for hop in claim.attributions] == [("reuters", "tass"), ("tass", "reuters")]
