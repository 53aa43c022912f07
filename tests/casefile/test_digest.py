"""The digest of an entry: the same for every way of writing the same, another for anything else."""

from copy import copy
from dataclasses import fields, replace

import pytest

from claims.casefile import entry_digest, read_case
from claims.entries import (
    AppearanceEntry,
    ArticleEntry,
    CaseEntry,
    ClaimEntry,
    EvidenceEntry,
    ReviewEntry,
    SourceEntry,
    VersionEntry,
)
from claims.vocabulary import Basis, ClaimKind, Side, SourceKind, Stage

SHA = "3f" * 32

SHORT = f"""\
case: c
sources:
  tass: {{name: TASS, kind: outlet, owner: state, grade: {{reliability: B}}}}
  peskov: {{name: Dmitry Peskov, kind: person}}
articles:
  wire: {{outlet: tass, published: 2022-02-03, sha256: {SHA}}}
  copy: {{outlet: tass, copy_of: wire}}
claims:
  - text: One text.
    appearances:
      tass: {{source: tass, in: wire, wording: said so, hedges: [{{text: so}}]}}
    attributions:
      - {{downstream: tass, upstream: peskov, manner: heard-from, cue: said, in: wire, hedges: [{{text: reportedly}}]}}
    reviews: [{{status: s, because: b, by: d}}]
    asked: [{{of: peskov}}]
  - {{text: Two., chain: [peskov, {{article: wire}}]}}
"""

LONG = f"""\
claims:
  - reviews: [{{by: d, version: 1, because: "b", status: s, said: ~}}]
    versions: [{{text: One text.}}]
    stage: new
    kind: fact
    asked: [{{answer: none, of: peskov}}]
    links: []
    attributions:
      - hedges: [{{text: reportedly, scope: attribution, in: wire}}]
        cue: said
        in: wire
        basis: stated
        manner: heard-from
        upstream: {{appearance: him}}
        downstream: tass
    appearances:
      him: {{source: peskov, stance: asserts}}
      tass: {{hedges: [{{in: wire, scope: wording, text: so}}], wording: 'said so', stance: asserts, article: wire, in: wire, source: tass}}
  - text: Two.
    appearances: {{wire: {{source: tass, article: wire}}, peskov: {{source: peskov}}}}
    attributions: [{{upstream: peskov, downstream: wire, manner: cites}}]
articles:
  copy: {{basis: stated, outlet: tass, copy_of: wire}}
  wire:
    snapshots: [{{sha256: {SHA}}}]
    dated: [{{basis: page, value: '2022-02-03'}}]
    outlet: tass
sources:
  peskov: {{kind: person, name: "Dmitry Peskov", unnamed: false}}
  tass: {{kind: outlet, owner: [{{of: state}}], grade: [{{reliability: B}}], name: TASS, aliases: []}}
case: c
""".replace("him", "peskov")


def read(text: str) -> CaseEntry:
    return read_case(text.encode(), "case.yaml")


def digests(case: CaseEntry) -> dict[str, str]:
    return {
        **{f"source {each.key}": entry_digest(each) for each in case.sources},
        **{f"article {each.key}": entry_digest(each) for each in case.articles},
        **{f"claim {each.identity}": entry_digest(each) for each in case.claims},
    }


def test_the_same_entry_written_differently_has_the_same_digest() -> None:
    """Order of keys, short forms, implicit ends, quotes and defaults written out change nothing, so import has nothing to do."""
    assert digests(read(SHORT)) == digests(read(LONG))


def test_the_line_does_not_count() -> None:
    """An entry that moved in the file has not changed."""
    assert digests(read(SHORT)) == digests(read("# moved\n\n" + SHORT))


SOURCE = SourceEntry("k", "N", SourceKind.PERSON)
ARTICLE = ArticleEntry("k", "o")
CLAIM = ClaimEntry("k", (VersionEntry("T"),), appearances=(AppearanceEntry("a", "s", "p"), AppearanceEntry("b", "s")))


@pytest.mark.parametrize(
    ("entry", "other"),
    [
        (SOURCE, replace(SOURCE, name="M")),
        (SOURCE, replace(SOURCE, unnamed=True)),
        (SOURCE, replace(SOURCE, aliases=("N",))),
        (replace(SOURCE, aliases=("N", "M")), replace(SOURCE, aliases=("M", "N"))),
        (replace(SOURCE, country="N"), replace(SOURCE, zone="N")),
        (ARTICLE, replace(ARTICLE, basis=Basis.INFERRED)),
        (ARTICLE, replace(ARTICLE, note="")),
        (CLAIM, replace(CLAIM, kind=ClaimKind.OPINION)),
        (CLAIM, replace(CLAIM, stage=Stage.REVIEWED)),
        (CLAIM, replace(CLAIM, versions=(*CLAIM.versions, VersionEntry("U")))),
        (CLAIM, replace(CLAIM, appearances=CLAIM.appearances[:1])),
        (CLAIM, replace(CLAIM, key=None)),
    ],
)
def test_another_entry_has_another_digest(
    entry: SourceEntry | ArticleEntry | ClaimEntry, other: SourceEntry | ArticleEntry | ClaimEntry
) -> None:
    """Whatever somebody changes is seen."""
    assert entry_digest(entry) != entry_digest(other)


def test_every_field_of_an_entry_counts() -> None:
    """No field is forgotten, nor any that is added one day, but for the line."""
    of_records = {"versions", "appearances", "attributions", "links", "reviews"}
    for entry in (SOURCE, ARTICLE, CLAIM):
        for field in fields(entry):
            if field.name not in of_records:
                changed = copy(entry)
                object.__setattr__(changed, field.name, ("other",))
                assert (entry_digest(changed) == entry_digest(entry)) == (field.name == "line"), field.name


def test_a_review_is_bound_to_the_version_it_judged() -> None:
    """A review without `version` means the last one, and no other."""
    review = ReviewEntry("s", "b", "d")
    both = replace(CLAIM, versions=(VersionEntry("T"), VersionEntry("U")))
    said = [entry_digest(replace(both, reviews=(replace(review, version=version),))) for version in (None, 1, 2)]
    assert said[0] == said[2] != said[1]


def test_evidence_is_for_or_against_in_whatever_order() -> None:
    """The two lists stand apart in the file."""
    pieces = (EvidenceEntry(Side.AGAINST, url="https://a"), EvidenceEntry(Side.FOR, url="https://b"))
    one, other = (
        replace(CLAIM, reviews=(ReviewEntry("s", "b", "d", evidence=each),)) for each in (pieces, pieces[::-1])
    )
    assert entry_digest(one) == entry_digest(other)


def test_a_title_has_a_digest() -> None:
    """The case's title is compared like an entry; no title is not an empty one."""
    assert len({entry_digest("A"), entry_digest("B"), entry_digest(""), entry_digest(None)}) == 4


def test_digests_stay_as_they_are() -> None:
    """The log keeps them for ever: this program's next version must find the same ones."""
    case = read(SHORT)
    assert entry_digest(case.sources[1]) == "34e30bc56cea7cfcb6b16b7d5681e4bfbd765823e669b12096a16dbefea9634f"
    assert entry_digest(case.articles[0]) == "573aeeabd367857a115e7ee285f690f4e532385e4a2692b92e1c30db6d138507"
    assert entry_digest(case.claims[0]) == "95bea34819c63f13237f5d79b9304c37e6cc6893b9c044c03eb3b426a49cf682"
    assert (
        entry_digest("Turkey, Russia and drones") == "f6e0e84910393282c10f593906bd073bbc627ff531860f49458bbe8a67b1c916"
    )
