"""What a case file says, and what it must not say. The example is the one of the documentation, its references completed."""

import json
import time

import pytest

from claims.casefile import read_case
from claims.errors import BadCaseFile
from claims.records import (
    AppearanceEntry,
    ArticleEntry,
    AttributionEntry,
    CaseEntry,
    ClaimEntry,
    DateEntry,
    EvidenceEntry,
    GradeEntry,
    HedgeEntry,
    LinkEntry,
    OpinionEntry,
    RequestEntry,
    ReviewEntry,
    SnapshotEntry,
    SourceEntry,
    TieEntry,
    VersionEntry,
)
from claims.vocabulary import (
    Basis,
    ClaimKind,
    Credibility,
    DateBasis,
    HedgeScope,
    Knows,
    LinkKind,
    Manner,
    Part,
    Reliability,
    Said,
    Side,
    SourceKind,
    Stage,
    Stance,
)

SHA_1 = "3f" * 32
SHA_2 = "07" * 32

EXAMPLE = f"""\
case: turkey-russia                      # keys are unique per case and kind
title: Turkey, Russia and drones
sources:
  cnn-turk:     {{name: CNN Türk, kind: outlet, aliases: [CNN Turkey, CNN Turk], owner: demiroren, country: TR, zone: Europe/Istanbul}}
  erdogan:      {{name: Recep Tayyip Erdoğan, kind: person, affiliation: turkey, grade: {{reliability: C, because: party to the matter, by: desk, date: 2026-11-20}}}}
  putin:        {{name: Vladimir Putin, kind: person}}
  turkey:       {{name: Government of Türkiye, kind: government}}
  official:     {{name: a senior Western official, kind: person, unnamed: true, known_to: washington-post}}
  washington-post: {{name: The Washington Post, kind: outlet}}
  kyiv-independent: {{name: The Kyiv Independent, kind: outlet}}
  express:      {{name: Daily Express, kind: outlet}}
  aggregator:   {{name: an aggregator, kind: outlet, unnamed: true}}
  baykar:       {{name: Baykar, kind: organisation}}
  peskov:       {{name: Dmitry Peskov, kind: person}}
  tass:         {{name: TASS, kind: outlet}}
  defenseworld: {{name: Defenseworld.net, kind: outlet}}
articles:
  original:     {{outlet: express, because: house marks on the copy}}
  copy:         {{outlet: aggregator, copy_of: original, basis: inferred, title: Factory asked for, url: "https://example.org/1", language: en, byline: staff,
                 dated: [{{value: 2022-07-27, basis: derived, because: the day after the meeting}}],
                 sha256: {SHA_1}, text_sha256: {SHA_2}, length: 3080, reader: text/1}}
  memo:         {{outlet: kyiv-independent, published: 2022-07-28}}
  denial:       {{outlet: washington-post}}
  turk-report:  {{outlet: cnn-turk, dated: [{{value: 2022-07-27, basis: stated, in: memo, at: [218, 225]}}]}}
claims:
  - key: drone-factory
    text: Putin asked Erdoğan to have combat drones made in a factory in Russia.
    kind: fact
    claimant: erdogan
    topics: [drones]
    appearances:
      ki:       {{source: kyiv-independent, in: copy, wording: asked him for a deal, hedges: [{{text: reportedly, scope: attribution}}]}}
      lead:     {{source: express, article: original, in: copy, part: lead, wording: drone-making factory, at: [575, 595]}}
      unsure:   {{source: express, article: original, in: copy, wording: remains unverified, stance: reports-unverified}}
    attributions:
      - {{downstream: erdogan, upstream: putin, manner: recounts, basis: stated, cue: asked him, in: copy}}
      - {{downstream: cnn-turk, upstream: erdogan, manner: heard-from, basis: inferred, because: it was said to his party}}
      - {{downstream: ki, upstream: {{article: turk-report}}, manner: cites, cue: CNN Turkey reports, in: copy, at: [820, 838]}}
    links:
      - {{kind: bears-on, to: baykar-no-sale, because: A refusal to sell does not deny that it was asked.}}
    reviews:
      - {{status: unverified, said: unconfirmed, by: desk, date: 2026-11-21, version: 1, because: One account that nobody here has seen first hand,
         against: [{{article: denial, at: [10, 60], note: says no}}], approved: [{{by: Aysel, date: 2026-11-22}}]}}
    asked: [{{of: baykar, date: 2026-11-20, answer: none}}]
  - text: A smallest claim needs only its text.
  - {{key: baykar-no-sale, text: "A chain can be written in one line, origin first: the last link cites the one before.", chain: [peskov, tass, defenseworld]}}
"""

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
HEAD = BASE.count("\n")


def read(text: str) -> CaseEntry:
    return read_case(text.encode(), "case.yaml")


def read_claim(claim: str) -> ClaimEntry:
    """The one claim of a case with TASS, Reuters, Mr Peskov and an article of each outlet."""
    return read(BASE + claim).claims[0]


def refusal(text: str) -> str:
    with pytest.raises(BadCaseFile) as refused:
        read(text)
    sentence = refused.value.sentence
    assert "\n" not in sentence
    assert sentence.startswith("case.yaml")
    return sentence.removeprefix("case.yaml")


def claim_refusal(claim: str) -> str:
    """What is said of a claim, its lines counted from 1."""
    line, _, sentence = refusal(BASE + claim).removeprefix(":").partition(": ")
    return f"{int(line) - HEAD}: {sentence}"


# --- the example -----------------------------------------------------------------------------------------------------


def test_the_example_reads_as_its_entries() -> None:
    """Every kind of entry, every default and every implicit end of the documentation's example."""
    case = read(EXAMPLE)
    assert (case.key, case.title) == ("turkey-russia", "Turkey, Russia and drones")
    assert case.sources[0] == SourceEntry(
        "cnn-turk",
        "CNN Türk",
        SourceKind.OUTLET,
        aliases=("CNN Turkey", "CNN Turk"),
        owner=(TieEntry("demiroren"),),
        country="TR",
        zone="Europe/Istanbul",
    )
    assert case.sources[1].grades == (GradeEntry(Reliability.C, "party to the matter", "desk", "2026-11-20"),)
    assert case.sources[4] == SourceEntry(
        "official", "a senior Western official", SourceKind.PERSON, unnamed=True, known_to="washington-post"
    )
    assert case.articles[1] == ArticleEntry(
        "copy",
        "aggregator",
        title="Factory asked for",
        url="https://example.org/1",
        language="en",
        byline="staff",
        copy_of="original",
        basis=Basis.INFERRED,
        dated=(DateEntry("2022-07-27", DateBasis.DERIVED, "the day after the meeting"),),
        snapshots=(SnapshotEntry(SHA_1, SHA_2, 3080, "text/1"),),
    )
    assert case.articles[2].dated == (DateEntry("2022-07-28"),)
    assert case.articles[4].dated == (DateEntry("2022-07-27", DateBasis.STATED, in_article="memo", at=(218, 225)),)
    assert [claim.identity for claim in case.claims] == [
        "drone-factory",
        "A smallest claim needs only its text.",
        "baykar-no-sale",
    ]
    factory = case.claims[0]
    assert (factory.kind, factory.stage, factory.claimant, factory.topics) == (
        ClaimKind.FACT,
        Stage.NEW,
        "erdogan",
        ("drones",),
    )
    assert factory.appearances[1] == AppearanceEntry(
        "lead", "express", "copy", "original", Part.LEAD, "drone-making factory", (575, 595)
    )
    assert factory.appearances[0].hedges == (HedgeEntry("reportedly", HedgeScope.ATTRIBUTION),)
    assert factory.appearances[2].stance is Stance.REPORTS_UNVERIFIED
    assert factory.links == (
        LinkEntry(LinkKind.BEARS_ON, "baykar-no-sale", "A refusal to sell does not deny that it was asked."),
    )
    assert factory.reviews == (
        ReviewEntry(
            "unverified",
            "One account that nobody here has seen first hand",
            "desk",
            "2026-11-21",
            Said.UNCONFIRMED,
            1,
            evidence=(EvidenceEntry(Side.AGAINST, article="denial", at=(10, 60), note="says no"),),
            approved=(OpinionEntry("Aysel", "2026-11-22"),),
        ),
    )
    assert factory.asked == (RequestEntry("baykar", "2026-11-20"),)


def test_implicit_ends_give_one_appearance_each() -> None:
    """A source's key and that source's article in another hop are the same appearance: the chain does not fall in two."""
    factory = read(EXAMPLE).claims[0]
    assert [appearance.key for appearance in factory.appearances] == [
        "ki",
        "lead",
        "unsure",
        "turk-report",
        "erdogan",
        "putin",
    ]
    assert factory.appearances[3] == AppearanceEntry("turk-report", "cnn-turk", article="turk-report")
    assert [(hop.downstream, hop.upstream) for hop in factory.attributions] == [
        ("erdogan", "putin"),
        ("turk-report", "erdogan"),
        ("ki", "turk-report"),
    ]


def test_a_chain_is_written_in_one_line() -> None:
    """Origin first; each cites the one before."""
    claim = read(EXAMPLE).claims[2]
    assert claim.appearances == tuple(AppearanceEntry(key, key) for key in ("peskov", "tass", "defenseworld"))
    assert claim.attributions == (
        AttributionEntry("tass", "peskov", Manner.CITES),
        AttributionEntry("defenseworld", "tass", Manner.CITES),
    )


def test_entries_know_their_lines() -> None:
    """Later complaints, such as those of import, can lead back to the file."""
    case = read(EXAMPLE)
    assert case.sources[1].line == 5
    assert case.articles[1].line == EXAMPLE[: EXAMPLE.index("  copy:")].count("\n") + 1
    assert case.claims[0].attributions[0].line == EXAMPLE[: EXAMPLE.index("- {downstream: erdogan")].count("\n") + 1


def test_every_field_is_read() -> None:
    """What the example leaves out: versions, several grades, owners with dates, snapshots, the Admiralty pair, and the rest."""
    case = read(
        f"""\
case: c
sources:
  a: {{name: A, kind: group, members: [b], owner: [{{of: B, since: 2020, until: 2021-05}}, x], grade: [{{reliability: A}}, {{reliability: F, date: 2022}}], note: "x\\ny",
      url: u, language: 'no'}}
  b: {{name: B, kind: document, affiliation: {{of: b}}}}
articles:
  p: {{outlet: a, published: 2022, dated: [{{value: 2023, basis: inferred}}], snapshots: [{{sha256: {SHA_1}}}, {{sha256: {SHA_2}, length: 0}}], note: n}}
claims:
  - versions: [{{text: Old, by: me, date: 2022, because: first}}, {{text: New}}]
    kind: forecast
    due: 2030-01
    stage: in-research
    note: n
    appearances:
      a: {{source: a, in: p, at: [1, 3], knows: own-reporting, named_as: the group, dated: [{{value: 2022}}], because: b, hedges: [{{text: likely, in: p, at: [5, 11]}}]}}
      b: {{source: b, published: 2021}}
    attributions:
      - {{downstream: a, upstream: b, manner: translates, key: one, hedges: [{{text: said}}]}}
      - {{downstream: {{appearance: a}}, upstream: {{source: b}}, manner: quotes, key: two, basis: observed, in: p, at: [0, 1]}}
    reviews:
      - {{status: half-true, because: b, by: d, version: 2, reliability: A, credibility: 6, override: o, from: elsewhere, objected: [{{by: x, because: y}}],
         for: [{{appearance: a, note: n}}, {{url: "https://example.org/x?a=b"}}], against: [{{article: p, wording: abc, at: [1, 4]}}]}}
    asked:
      - {{of: b, question: q, answer: none of it, answered: 2022-01-02T03:04Z, by: me, note: n}}
"""
    )
    assert case.sources == (
        SourceEntry(
            "a",
            "A",
            SourceKind.GROUP,
            owner=(TieEntry("B", "2020", "2021-05"), TieEntry("x")),
            members=("b",),
            language="no",
            url="u",
            note="x\ny",
            grades=(GradeEntry(Reliability.A), GradeEntry(Reliability.F, date="2022")),
        ),
        SourceEntry("b", "B", SourceKind.DOCUMENT, affiliation=(TieEntry("b"),)),
    )
    assert case.articles == (
        ArticleEntry(
            "p",
            "a",
            note="n",
            dated=(DateEntry("2022"), DateEntry("2023", DateBasis.INFERRED)),
            snapshots=(SnapshotEntry(SHA_1), SnapshotEntry(SHA_2, length=0)),
        ),
    )
    assert case.claims == (
        ClaimEntry(
            None,
            (VersionEntry("Old", "me", "2022", "first"), VersionEntry("New")),
            ClaimKind.FORECAST,
            due="2030-01",
            stage=Stage.IN_RESEARCH,
            note="n",
            appearances=(
                AppearanceEntry(
                    "a",
                    "a",
                    "p",
                    "p",
                    at=(1, 3),
                    knows=Knows.OWN_REPORTING,
                    named_as="the group",
                    hedges=(HedgeEntry("likely", HedgeScope.WORDING, "p", (5, 11)),),
                    dated=(DateEntry("2022"),),
                    because="b",
                ),
                AppearanceEntry("b", "b", dated=(DateEntry("2021"),)),
            ),
            attributions=(
                AttributionEntry(
                    "a", "b", Manner.TRANSLATES, "one", hedges=(HedgeEntry("said", HedgeScope.ATTRIBUTION),)
                ),
                AttributionEntry("a", "b", Manner.QUOTES, "two", Basis.OBSERVED, in_article="p", at=(0, 1)),
            ),
            reviews=(
                ReviewEntry(
                    "half-true",
                    "b",
                    "d",
                    version=2,
                    reliability=Reliability.A,
                    credibility=Credibility.CANNOT_BE_JUDGED,
                    evidence=(
                        EvidenceEntry(Side.FOR, appearance="a", note="n"),
                        EvidenceEntry(Side.FOR, url="https://example.org/x?a=b"),
                        EvidenceEntry(Side.AGAINST, article="p", wording="abc", at=(1, 4)),
                    ),
                    override="o",
                    objected=(OpinionEntry("x", because="y"),),
                    from_case="elsewhere",
                ),
            ),
            asked=(RequestEntry("b", None, "q", "none of it", "2022-01-02T03:04Z", "me", "n"),),
        ),
    )


def test_a_case_may_be_json() -> None:
    """JSON is YAML and works too."""
    case = {
        "case": "c",
        "sources": {"s": {"name": "😀 \u2028 \\ud83d", "kind": "person", "note": "a\u2028b\\ud83d", "unnamed": True}},
        "claims": [{"text": "T", "appearances": {"s": {"source": "s", "at": None}}}],
    }
    case["sources"]["s"]["name"] = "😀 \\ud83d"  # type: ignore[index] # the literal's type is a union of its values
    source = read(json.dumps(case)).sources[0]
    assert (source.name, source.note, source.unnamed) == ("😀 \\ud83d", "a\u2028b\\ud83d", True)


def test_norway_stays_norway() -> None:
    """Texts that YAML 1.1 takes for booleans, numbers and dates are texts, as keys and as values."""
    case = read(
        "case: 012\nsources:\n  no: {name: NO, kind: government, country: NO, aliases: [on, 22:22, 1_000, 2022-07-27]}\n"
    )
    assert case.key == "012"
    assert case.sources[0] == SourceEntry(
        "no", "NO", SourceKind.GOVERNMENT, aliases=("on", "22:22", "1_000", "2022-07-27"), country="NO"
    )


def test_an_empty_field_is_an_absent_field() -> None:
    """A form with blanks in it can be imported."""
    case = read(
        "case: c\ntitle:\nsources: ~\narticles:\nclaims:\n  - text: T\n    kind:\n    topics:\n    appearances:\n    reviews: null\n"
    )
    assert case == CaseEntry("c", claims=(ClaimEntry(None, (VersionEntry("T"),)),))


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
    """Whatever that appearance is called."""
    claim = read_claim(
        "  - {text: T, appearances: {wording: {source: tass, in: wire}}, chain: [peskov, tass, {source: tass}]}".replace(
            ", {source: tass}", ""
        )
    )
    assert claim.attributions == (AttributionEntry("wording", "peskov", Manner.CITES),)


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
    assert read(text).claims[0].appearances[1].key == "k" * 198 + "-2"


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
    claim = read(text).claims[0]
    assert [(each.key, each.source, each.article) for each in claim.appearances] == [
        ("tass", "reuters", "tass"),
        ("tass-2", "tass", None),
    ]


def test_a_circle_of_hops_is_read() -> None:
    """Circles are findings, not mistakes of the file."""
    claim = read_claim("  - {text: T, chain: [tass, reuters, tass]}")
    assert [(hop.downstream, hop.upstream) for hop in claim.attributions] == [("reuters", "tass"), ("tass", "reuters")]


# --- wrong things typed by a hurried person --------------------------------------------------------------------------

WRONG_CLAIMS = {
    "  - {txt: T}": "1: A claim has no field txt. Did you mean text?",
    "  - {text: Hello, world}": '1: A claim has no field world. If it belongs to the text before it, put the whole text into "quotes".',
    "  - {key: k}": "1: A claim needs `text`: what is claimed, in one sentence of our own.",
    "  - just a sentence": "1: A claim is written {key: ...}, or with one `key: ...` a line.",
    "  - {text: ''}": "1: The text is empty.",
    "  - text: |\n      two\n      lines": "1: The text has a line break or control character in it; write it on one line.",
    "  - {text: T, versions: [{text: T}]}": "1: A claim has `text` or `versions`, not both; the newest version comes last.",
    "  - {versions: []}": "1: A claim needs `text`",
    "  - {versions: [{by: me}]}": "1: A version needs `text`.",
    "  - {text: [a, b]}": '1: `text` is one text; put it into "quotes" if it has , : [ ] { } in it.',
    "  - {text: T, kind: fcat}": "1: `kind` cannot be fcat. Did you mean fact? It is one of fact, statement, promise, forecast, opinion.",
    "  - text: T\n    kind: unverified": "2: `kind` cannot be unverified. It is one of",
    "  - {text: T, claimant: peskow}": "1: There is no source peskow in this file. Did you mean peskov?",
    "  - {text: T, due: next year}": "1: next year is not a date; write 2022, 2022-07, 2022-07-26",
    "  - {text: T, due: 2025-13-45}": "1: 2025-13-45 is not a date",
    "  - {text: T, topics: drones}": "1: `topics` is a list; write [one, another], or `- one` a line.",
    "  - {text: T, topics: [a, a]}": "1: `topics` has a twice.",
    "  - {text: T, topics: [a, b: c]}": '1: An item of `topics` is one text here; put text that has , : [ ] { } in it into "quotes".',
    "  - {text: T, stage: done}": "1: `stage` cannot be done. It is one of new, in-research",
    "  - {text: T, key: ' k'}": "1: The key “k” has spaces at its ends; write it without.",
    "  - {text: T, key: ''}": "1: The key is empty.",
    f"  - {{text: T, key: {'k' * 201}}}": "1: The key has 201 characters; at most 200 are kept.",
    "  - {key: a, text: T}\n  - {key: a, text: U}": "2: The claim a stands in line 10 already; give each claim its own key.",
    "  - {text: T}\n  - {text: T}": "2: The claim T stands in line 10 already; leave one out, or give it a `key`.",
    "  - {text: T, links: [{kind: bears-on, to: drones}]}\n  - {key: drone, text: U}": "1: There is no claim drones in this file to link to. Did you mean drone?",
    "  - {key: k, text: T, links: [{kind: bears-on, to: k}]}": "1: This claim is linked to itself; name the other one.",
    "  - {text: T, links: [{kind: part-of, to: k}, {kind: part-of, to: k}]}\n  - {key: k, text: U}": "1: The link part-of to k is given twice.",
    "  - {text: T, links: [{kind: contradict, to: k}]}": "1: `kind` cannot be contradict. Did you mean contradicts?",
    "  - {text: T, links: {kind: part-of, to: k}}": "1: `links` is a list",
    # appearances
    "  - text: T\n    appearances:\n      a: {in: wire}": "3: An appearance needs `source`.",
    "  - text: T\n    appearances:\n      a:": "3: An appearance needs `source`.",
    "  - text: T\n    appearances:\n      - {source: tass}": "2: `appearances` is a mapping of keys: write `key: {source: ...}` a line.",
    "  - {text: T, appearances: {a: tass}}": "1: An appearance is written {source: ...}, or with one `source: ...` a line.",
    "  - {text: T, appearances: {a: {source: tas}}}": "1: There is no source tas in this file. Did you mean tass?",
    "  - {text: T, appearances: {a: {source: tass, in: wires}}}": "1: There is no article wires in this file. Did you mean wire?",
    "  - {text: T, appearances: {a: {source: tass, wording: said so}}}": "1: This wording needs `in`: the article where it can be read.",
    "  - {text: T, appearances: {a: {source: tass, at: [1, 2]}}}": "1: `at` needs `in`: the article where these words can be read.",
    "  - {text: T, appearances: {a: {source: tass, in: wire, wording: said so, at: [0, 8]}}}": "1: `at` spans 8 characters and the wording has 7: “said so”.",
    "  - {text: T, appearances: {a: {source: tass, in: wire, wording: ' '}}}": "1: The wording is empty.",
    "  - {text: T, appearances: {a: {source: tass, in: wire, at: [8, 8]}}}": "1: `at` is two whole numbers, [start, end], counted from 0 and with start before end.",
    "  - {text: T, appearances: {a: {source: tass, in: wire, at: [-1, 8]}}}": "1: `at` is two whole numbers",
    "  - {text: T, appearances: {a: {source: tass, in: wire, at: [1, 2, 3]}}}": "1: `at` is two whole numbers",
    "  - {text: T, appearances: {a: {source: tass, in: wire, at: 1-2}}}": "1: `at` is two whole numbers",
    f"  - {{text: T, appearances: {{a: {{source: tass, in: wire, at: [0, {'9' * 5000}]}}}}}}": "1: `at` is two whole numbers",
    "  - {text: T, appearances: {a: {source: tass, stance: denied}}}": "1: `stance` cannot be denied. Did you mean denies?",
    "  - {text: T, appearances: {a: {source: tass, hedges: [reportedly]}}}": "1: A hedge is written {text: ...}",
    "  - {text: T, appearances: {a: {source: tass, hedges: [{text: so, at: [1, 3]}]}}}": "1: `at` needs `in`",
    "  - {text: T, appearances: {a: {source: tass, in: wire, hedges: [{text: so, at: [1, 4]}]}}}": "1: `at` spans 3 characters and the hedge has 2: “so”.",
    "  - {text: T, appearances: {a: {source: tass, dated: [{value: 2022, at: [1, 5]}]}}}": "1: `at` needs `in`",
    "  - {text: T, appearances: {a: {source: tass, dated: [{basis: page}]}}}": "1: A date needs `value`.",
    # attributions and ends
    "  - {text: T, attributions: [{upstream: tass, manner: cites}]}": "1: An attribution needs `downstream`.",
    "  - {text: T, attributions: [{downstream: reuters, upstream: tass}]}": "1: An attribution needs `manner`.",
    "  - {text: T, attributions: [{downstream: reuters, upstream: tass, manner: quoted}]}": "1: `manner` cannot be quoted. Did you mean quotes?",
    "  - {text: T, attributions: [{downstream: reuters, upstream: tass, manner: cites, cue: TASS said}]}": "1: This cue needs `in`",
    "  - {text: T, attributions: [{downstream: reuters, upstream: tass, manner: cites, cue: TASS said, in: page, at: [3, 4]}]}": "1: `at` spans 1 characters and the cue has 9",
    "  - text: T\n    attributions:\n      - {downstream: reuters, upstream: sputnik, manner: cites}": "3: There is no appearance or source sputnik for this claim.",
    "  - {text: T, chain: [tass, reuter]}": "1: There is no appearance or source reuter for this claim. Did you mean reuters?",
    "  - {text: T, chain: [wire, reuters]}": "1: There is no appearance or source wire for this claim. It is an article: write {article: wire}.",
    "  - {text: T, chain: [{article: wires}, reuters]}": "1: There is no article wires for this claim. Did you mean wire?",
    "  - {text: T, chain: [{source: wire}, reuters]}": "1: There is no source wire for this claim.",
    "  - {text: T, chain: [{appearance: tass}, reuters]}": "1: There is no appearance tass for this claim.",
    "  - {text: T, chain: [{article: wire, source: tass}, reuters]}": "1: An end is the key of an appearance or source, or {article: KEY}; give one.",
    "  - {text: T, chain: [~, reuters]}": "1: An end is the key of an appearance or source",
    "  - {text: T, chain: tass}": "1: `chain` is a list",
    "  - {text: T, chain: [tass, tass]}": "1: Both ends are the appearance tass, which cannot rely on itself.",
    "  - {text: T, appearances: {a: {source: tass}}, chain: [a, tass]}": "1: Both ends are the appearance a, which cannot rely on itself.",
    "  - {text: T, appearances: {a: {source: tass}, b: {source: tass}}, chain: [tass, reuters]}": "1: This claim has 2 appearances of tass: a, b. Say which.",
    "  - {text: T, appearances: {a: {source: tass, in: wire}, b: {source: tass, in: wire}}, chain: [{article: wire}, reuters]}": "1: This claim has 2 appearances in the article wire: a, b. Say which.",
    "  - text: T\n    chain: [tass, reuters]\n    attributions:\n      - {downstream: reuters, upstream: tass, manner: quotes}": "2: reuters relies on tass in line 13 already; give this one a `key`, or leave it out.",
    "  - {text: T, attributions: [{downstream: reuters, upstream: tass, manner: quotes, key: k}, {downstream: reuters, upstream: tass, manner: cites, key: k}]}": "1: reuters relies on tass in line 10 already; give this one another `key`, or leave it out.",
    # reviews
    "  - {text: T, reviews: [{because: b, by: d}]}": "1: A review needs `status`.",
    "  - {text: T, reviews: [{status: s, by: d}]}": "1: A review needs `because`.",
    "  - {text: T, reviews: [{status: s, because: ' ', by: d}]}": "1: The because is empty.",
    "  - {text: T, reviews: [{status: s, because: b}]}": "1: A review needs `by`.",
    "  - {text: T, reviews: [{status: '', because: b, by: d}]}": "1: The status is empty.",
    "  - {text: T, reviews: [{status: s, because: b, by: d, said: unverified}]}": "1: `said` cannot be unverified. It is one of as-quoted, in-other-words, unconfirmed, denied, not-said.",
    "  - {text: T, reviews: [{status: s, because: b, by: d, version: 2}]}": "1: There is no version 2: this claim has one version.",
    "  - {text: T, reviews: [{status: s, because: b, by: d, version: 0}]}": "1: There is no version 0",
    "  - {text: T, reviews: [{status: s, because: b, by: d, version: 01}]}": "1: `version` is a whole number such as 3080, not 01.",
    "  - {text: T, reviews: [{status: s, because: b, by: d, reliability: a}]}": "1: `reliability` cannot be a. Did you mean A?",
    "  - {text: T, reviews: [{status: s, because: b, by: d, credibility: 7}]}": "1: `credibility` cannot be 7. It is one of 1, 2, 3, 4, 5, 6.",
    "  - {text: T, reviews: [{status: s, because: b, by: d, for: [{note: n}]}]}": "1: A piece of evidence is one of `article`, `appearance` and `url`.",
    "  - {text: T, reviews: [{status: s, because: b, by: d, for: [{article: wire, url: 'https://x'}]}]}": "1: A piece of evidence is one of",
    "  - {text: T, reviews: [{status: s, because: b, by: d, for: [{url: 'javascript:alert(1)'}]}]}": "1: `url` is an address that begins with http:// or https://, not javascript:alert(1).",
    "  - {text: T, reviews: [{status: s, because: b, by: d, for: [{url: 'https://x', at: [1, 2]}]}]}": "1: `at` goes with `article`",
    "  - {text: T, reviews: [{status: s, because: b, by: d, for: [{appearance: tass}]}]}": "1: There is no appearance tass in this file.",
    "  - {text: T, reviews: [{status: s, because: b, by: d, against: [{article: wire, wording: so, at: [1, 2]}]}]}": "1: `at` spans 1 characters and the wording has 2",
    "  - {text: T, reviews: [{status: s, because: b, by: d, approved: [me]}]}": "1: An approval or objection is written {by: ...}",
    "  - {text: T, asked: [{date: 2022}]}": "1: A request for reply needs `of`.",
    "  - {text: T, asked: [{of: Baykar}]}": "1: There is no source Baykar in this file.",
}


@pytest.mark.parametrize("claim", WRONG_CLAIMS)
def test_a_mistake_in_a_claim_is_said_with_its_line(claim: str) -> None:
    """One sentence a busy colleague can act on."""
    assert claim_refusal(claim).startswith(WRONG_CLAIMS[claim])


WRONG_FILES = {
    "title: T": ":1: A case file needs `case`.",
    "- a\n- b": ":1: A case file is written {case: ...}, or with one `case: ...` a line.",
    "just words": ":1: A case file is written {case: ...}",
    "case: c\ncliams: []": ":2: A case file has no field cliams. Did you mean claims?",
    "case: c\nxyz: []": ":2: A case file has no field xyz. It may have case, title, sources, articles, claims.",
    "case: c\nsources: [a]": ":2: `sources` is a mapping of keys",
    "case: c\nsources:\n  a: {name: A}": ":3: A source needs `kind`.",
    "case: c\nsources:\n  a: {kind: outlet}": ":3: A source needs `name`.",
    "case: c\nsources:\n  a: {name: A, kind: outlt}": ":3: `kind` cannot be outlt. Did you mean outlet?",
    "case: c\nsources:\n  a: {name: A, kind: outlet, unnamed: yes}": ":3: `unnamed` is true or false, not yes.",
    "case: c\nsources:\n  a: {name: A, kind: outlet, aliases: [B, C, B]}": ":3: `aliases` has B twice.",
    "case: c\nsources:\n  a: {name: A, kind: outlet, aliases: B}": ":3: `aliases` is a list",
    "case: c\nsources:\n  a: {name: A, kind: group, members: [b]}": ":3: There is no source b in this file.",
    "case: c\nsources:\n  a: {name: A, kind: outlet, owner: {since: 2020}}": ":3: An owner or affiliation needs `of`.",
    "case: c\nsources:\n  a: {name: A, kind: outlet, grade: B}": ":3: A grade is written {reliability: ...}",
    'case: c\nsources:\n  " a": {name: A, kind: outlet}': ":3: The key “a” has spaces at its ends; write it without.",
    'case: c\nsources:\n  "a\\nb": {name: A, kind: outlet}': ":3: The key has a line break or control character in it",
    'case: c\nsources:\n  a: {name: "A\\nB", kind: outlet}': ":3: The name has a line break or control character in it",
    "case: c\nsources:\n  a: {name: A, kind: outlet}\n  a: {name: B, kind: outlet}": ":4: The name a is given twice; the first is in line 3.",
    "case: c\narticles:\n  a: {outlet: b}": ":3: There is no source b in this file.",
    "case: c\narticles:\n  a: {title: b}": ":3: An article needs `outlet`.",
    "S\narticles:\n  a: {outlet: s, copy_of: b}": ":4: There is no article b in this file.",
    "S\narticles:\n  a: {outlet: s, copy_of: a}": ":4: An article cannot be a copy of itself: a copies a. Which one was first?",
    "S\narticles:\n  x: {outlet: s, copy_of: a}\n  a: {outlet: s, copy_of: b}\n  b: {outlet: s, copy_of: a}": ":5: An article cannot be a copy of itself: a copies b copies a.",
    "S\narticles:\n  a: {outlet: s, length: 5}": ":4: `length` belongs to a snapshot, which needs `sha256`: the hash of the article's bytes.",
    "S\narticles:\n  a: {outlet: s, sha256: 4488}": ":4: `sha256` is a SHA-256: 64 digits and letters a to f, not 4488.",
    f"S\narticles:\n  a: {{outlet: s, sha256: {SHA_1}, length: 3e3}}": ":4: `length` is a whole number such as 3080, not 3e3.",
    f"S\narticles:\n  a: {{outlet: s, sha256: {SHA_1}, snapshots: [{{sha256: {SHA_2}}}]}}": ":4: Move `sha256` into `snapshots`",
    "S\narticles:\n  a: {outlet: s, published: 27.7.2022}": ":4: 27.7.2022 is not a date",
    "S\narticles:\n  a: {outlet: s, dated: [{value: 2022, at: [1, 5]}]}": ":4: `at` needs `in`",
}


@pytest.mark.parametrize("text", WRONG_FILES)
def test_a_mistake_in_a_file_is_said_with_its_line(text: str) -> None:
    """Sources and articles get the same care."""
    text = text.replace("S\n", "case: c\nsources: {s: {name: S, kind: outlet}}\n")
    assert refusal(text).startswith(
        WRONG_FILES[text.replace("case: c\nsources: {s: {name: S, kind: outlet}}\n", "S\n")]
    )


def test_messages_repeat_long_words_in_part_only() -> None:
    """A page of text in the wrong field does not become the message."""
    assert len(refusal(f"case: c\nsources:\n  a: {{name: A, kind: {'x y ' * 10_000}}}")) < 300
    assert len(claim_refusal(f"  - {{text: T, claimant: '{'long ' * 10_000}'}}")) < 300


def test_a_long_line_of_copies_is_checked_in_no_time() -> None:
    """A hundred thousand articles, each a copy of the one before, are no circle and no stack overflow."""
    copies = "".join(f"  a{n}: {{outlet: s, copy_of: a{n - 1}}}\n" for n in range(1, 100_000))
    began = time.perf_counter()
    case = read(f"case: c\nsources: {{s: {{name: S, kind: outlet}}}}\narticles:\n  a0: {{outlet: s}}\n{copies}")
    assert len(case.articles) == 100_000
    assert time.perf_counter() - began < 60
