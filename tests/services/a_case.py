"""A small case with one of everything, as its file says it; tests change it by replacing lines."""

from __future__ import annotations

PAGE = (
    "Putin wants drones\n\n"
    "Erdoğan reportedly told his party that Putin had “asked him for a deal” on drones, CNN\u00a0Türk said on Tuesday. "
    "It is the drone-making factory, the page says, that Putin wants. A deal is a deal, said Erdoğan.\n"
)
"""The article `page`; its bytes are not in the case."""

OFFICIAL = "Record of the talks: no factory was spoken of.\n"
"""The article `record`, published by a government."""


def hashed(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()


CASE = f"""\
case: drones
title: Drones
sources:
  putin: {{name: Vladimir Putin, kind: person, aliases: [Putin], affiliation: kremlin}}
  erdogan: {{name: Recep Tayyip Erdoğan, kind: person}}
  both: {{name: Putin and Erdoğan, kind: group, members: [putin, erdogan]}}
  kremlin: {{name: The Kremlin, kind: government}}
  cnn: {{name: CNN Türk, kind: outlet, aliases: [CNN Turkey], owner: {{of: A holding, since: "2018"}}}}
  express: {{name: Express, kind: outlet, grade: {{reliability: C, because: guesses, by: desk, date: "2026-11-01"}}}}
  official: {{name: a Turkish official, kind: person, unnamed: true, known_to: cnn}}
articles:
  page:
    outlet: express
    title: Putin wants drones
    url: https://example.org/page
    published: "2022-07-27"
    sha256: {hashed(PAGE)}
    text_sha256: {hashed(PAGE)}
    length: {len(PAGE)}
    reader: text/1
  copy: {{outlet: cnn, copy_of: page, basis: inferred, because: the same words}}
  record: {{outlet: kremlin, title: Record of the talks, sha256: {hashed(OFFICIAL)}}}
claims:
  - key: factory
    text: Putin asked Erdoğan to have drones made in Russia.
    claimant: erdogan
    topics: [drones]
    stage: in-research
    appearances:
      putin: {{source: putin}}
      erdogan: {{source: erdogan, in: page, wording: asked him for a deal, knows: participant, hedges: [{{text: reportedly}}]}}
      lead: {{source: express, in: page, part: lead, wording: drone-making factory, dated: [{{value: "2022-07-26", basis: stated, in: page, at: [123, 130]}}]}}
    attributions:
      - {{downstream: erdogan, upstream: putin, manner: recounts, basis: inferred, because: he was there}}
      - {{downstream: lead, upstream: erdogan, manner: cites, cue: the page says, in: page}}
    links:
      - {{kind: bears-on, to: refusal, because: one rules out the other}}
      - {{kind: part-of, to: Turkey and Russia talk.}}
    reviews:
      - {{status: unverified, because: One account., by: desk, date: "2026-11-20", against: [{{article: record, note: says nothing}}]}}
      - status: "false"
        because: The record rules it out.
        by: bora
        date: "2026-11-21"
        for: [{{appearance: erdogan}}]
        against: [{{article: page, wording: A deal is a deal}}, {{url: "https://example.org/record"}}]
        approved: [{{by: cem, date: "2026-11-21"}}]
    asked: [{{of: kremlin, date: "2026-11-20", question: Was it asked?, answer: none}}]
  - {{key: refusal, text: Baykar will not supply drones to Russia., kind: promise, due: "2023"}}
  - text: Turkey and Russia talk.
    appearances:
      cnn: {{source: cnn, article: copy}}
    links:
      - {{kind: bears-on, to: factory}}
"""


def changed(*replacements: tuple[str, str], of: str = CASE) -> str:
    """The case with some of its words replaced; each of them must stand in it once."""
    for before, after in replacements:
        if of.count(before) != 1:
            raise ValueError(f"{before!r} stands {of.count(before)} times in the case")
        of = of.replace(before, after)
    return of
