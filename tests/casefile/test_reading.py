"""What a case file says, and what it must not say. The example is the one of the documentation, its references completed."""

import json

from claims.casefile import read_case
from claims.entries import (
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
  erdogan:      {{name: Recep Tayyip Erdoğan, kind: person, affiliation: turkey,
                 grade: {{reliability: C, because: party to the matter, by: desk, date: 2026-11-20}}}}
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


def read(text: str) -> CaseEntry:
    return read_case(text.encode(), "case.yaml")


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
  a: {{name: A, kind: group, members: [b], owner: [{{of: B, since: 2020, until: 2021-05}}, x],
      grade: [{{reliability: A}}, {{reliability: F, date: 2022}}], note: "x\\ny",
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
      a: {{source: a, in: p, at: [1, 3], knows: own-reporting, named_as: the group, dated: [{{value: 2022}}], because: b,
          hedges: [{{text: likely, in: p, at: [5, 11]}}]}}
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
    """JSON is YAML and works too, whatever its writer escapes."""
    source = {"name": "😀 \\ud83d", "kind": "person", "note": "a\u2028b\\ud83d", "unnamed": True, "zone": None}
    claim = {"text": "T", "appearances": {"s": {"source": "s", "dated": [{"value": "2022"}]}}}
    for ascii_only in (True, False):
        written = json.dumps({"case": "c", "sources": {"s": source}, "claims": [claim]}, ensure_ascii=ascii_only)
        found = read(written)
        assert found.sources == (
            SourceEntry("s", "😀 \\ud83d", SourceKind.PERSON, unnamed=True, note="a\u2028b\\ud83d"),
        )
        assert found.claims[0].appearances[0].dated == (DateEntry("2022"),)


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
