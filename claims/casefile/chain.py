"""A claim's appearances and attributions, the chain of a case file, with every end resolved."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from claims.casefile.anchored import read_dates, read_hedges
from claims.casefile.ends import End, Ends, read_end
from claims.casefile.fields import Fields, Shape
from claims.casefile.loader import shown
from claims.entries import AppearanceEntry, AttributionEntry
from claims.errors import BadCaseFile
from claims.vocabulary import Basis, HedgeScope, Knows, Manner, Part, Stance

APPEARANCE = Shape(
    "An appearance", "source in article part wording at stance knows named_as hedges dated published because"
)
ATTRIBUTION = Shape("An attribution", "downstream upstream manner key basis cue in at hedges because")

_A_SOURCE = frozenset({"source"})
_A_HOP = frozenset({"downstream", "upstream", "manner"})


def read_chain(
    claim: Fields, sources: Collection[str], outlets: Mapping[str, str]
) -> tuple[tuple[AppearanceEntry, ...], tuple[AttributionEntry, ...]]:
    """The claim's appearances, those that its ends call for included, and its attributions, `chain` written out."""
    declared = [_appearance(key, each, sources, outlets) for key, each in claim.keyed("appearances", APPEARANCE)]
    hops = [
        (each, read_end(each, each.value("downstream")), read_end(each, each.value("upstream")))
        for each in claim.records("attributions", ATTRIBUTION)
    ]
    chain = [read_end(claim, item) for item in claim.items("chain")]
    every_end = [end for _, *both in hops for end in both] + chain
    ends = Ends(claim.file, declared, every_end, sources, outlets)
    attributions = [_attribution(each, ends, outlets, downstream, upstream) for each, downstream, upstream in hops]
    for upstream, downstream in pairwise([(ends.key_of(end), end.line) for end in chain]):
        attributions.append(AttributionEntry(downstream[0], upstream[0], Manner.CITES, line=downstream[1]))
    _check_ends(attributions, claim.file)
    return ends.appearances, tuple(attributions)


def _appearance(key: str, fields: Fields, sources: Collection[str], outlets: Mapping[str, str]) -> AppearanceEntry:
    source = fields.required("source", fields.reference("source", sources, "source"))
    if fields.says_only(_A_SOURCE):  # as most do
        return AppearanceEntry(key, source, line=fields.line)
    in_article = fields.reference("in", outlets, "article")
    article = fields.reference("article", outlets, "article")
    if article is None and in_article is not None and outlets[in_article] == source:
        article = in_article
    wording = fields.words("wording")
    if in_article is None and (wording is not None or fields.has("at")):
        # The words of the appearance's own article can be read there.
        in_article = article
    if wording is not None and in_article is None:
        raise fields.bad("This wording needs `in`: the article where it can be read.", "wording")
    return AppearanceEntry(
        key=key,
        source=source,
        in_article=in_article,
        article=article,
        part=fields.choice("part", Part),
        wording=wording,
        at=fields.place_of(wording, "wording", readable=in_article is not None),
        stance=fields.choice("stance", Stance) or Stance.ASSERTS,
        knows=fields.choice("knows", Knows),
        named_as=fields.line_of_text("named_as"),
        hedges=read_hedges(fields, outlets, HedgeScope.WORDING, readable=in_article is not None),
        dated=read_dates(fields, outlets),
        because=fields.prose("because"),
        line=fields.line,
    )


def _attribution(
    fields: Fields, ends: Ends, articles: Collection[str], downstream: End, upstream: End
) -> AttributionEntry:
    if fields.says_only(_A_HOP):
        return AttributionEntry(
            ends.key_of(downstream),
            ends.key_of(upstream),
            fields.required("manner", fields.choice("manner", Manner)),
            line=fields.line,
        )
    in_article = fields.reference("in", articles, "article")
    cue = fields.words("cue")
    if cue is not None and in_article is None:
        raise fields.bad("This cue needs `in`: the article where it can be read.", "cue")
    return AttributionEntry(
        downstream=ends.key_of(downstream),
        upstream=ends.key_of(upstream),
        manner=fields.required("manner", fields.choice("manner", Manner)),
        key=fields.key("key"),
        basis=fields.choice("basis", Basis) or Basis.STATED,
        cue=cue,
        in_article=in_article,
        at=fields.place_of(cue, "cue", readable=in_article is not None),
        hedges=read_hedges(fields, articles, HedgeScope.ATTRIBUTION, readable=in_article is not None),
        because=fields.prose("because"),
        line=fields.line,
    )


def _check_ends(attributions: Sequence[AttributionEntry], file: str) -> None:
    seen: dict[tuple[str, str, str | None], int | None] = {}
    for attribution in attributions:
        identity = (attribution.downstream, attribution.upstream, attribution.key)
        if attribution.downstream == attribution.upstream:
            same = shown(attribution.upstream)
            raise BadCaseFile(
                file, attribution.line, f"Both ends are the appearance {same}, which cannot rely on itself."
            )
        if identity in seen:
            hop = f"{shown(attribution.downstream)} relies on {shown(attribution.upstream)} in line {seen[identity]} already"
            advice = "give this one a `key`" if attribution.key is None else "give this one another `key`"
            raise BadCaseFile(file, attribution.line, f"{hop}; {advice}, or leave it out.")
        seen[identity] = attribution.line
