"""A small case that uses every field of the grammar, and says nothing that a command line could not say."""

from __future__ import annotations

import hashlib

PAGE = (
    "Putin wants drones\n\n"
    "Erdoğan reportedly told his party that Putin had “asked him for a deal” on drones, CNN\u00a0Türk said on Tuesday, 26 July. "
    "It is the drone-making factory, the page says, that Putin may want. A deal is a deal, said Erdoğan.\n"
)
"""The article `page`; its bytes are not in the case."""

OTHER = PAGE.replace("drone-making factory", "drone plant")
"""Another reading of it."""


LATER = OTHER.replace("A deal is a deal", "A deal is the deal")
"""A third, which is not in the case."""


def at(words: str, nth: int = 1) -> str:
    """Where words stand in the page, as a case file writes it."""
    start = -1
    for _ in range(nth):
        start = PAGE.index(words, start + 1)
    return f"[{start}, {start + len(words)}]"


def hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


CASE = f"""\
case: everything
title: "Everything: that can be said, and more"
sources:
  putin: {{name: Vladimir Putin, kind: person, aliases: [Putin, "President, the"], affiliation: [kremlin, {{of: A party, since: "2018", until: "2024-05"}}]}}
  erdogan: {{name: Recep Tayyip Erdoğan, kind: person, note: "Two lines\\n of a note\\n"}}
  both: {{name: Putin and Erdoğan, kind: group, members: [erdogan, putin]}}
  kremlin: {{name: The Kremlin, kind: government, country: RU}}
  cnn:
    name: CNN Türk
    kind: outlet
    aliases: [CNN Turkey]
    owner: [{{of: A holding, since: "2018"}}, {{of: Another, until: 2018-01-01}}, "Demirören, the family"]
    country: TR
    zone: Europe/Istanbul
    language: tr
    url: https://cnn.example
    grade: [{{reliability: B, because: "Mostly right.\\nNot always.", by: Ana, date: 2026-11-01}}, {{reliability: C, because: guesses, by: Bora}}]
  express: {{name: Express, kind: outlet}}
  minutes: {{name: The minutes, kind: document}}
  official: {{name: a Turkish official, kind: person, unnamed: true, known_to: cnn}}
  another: {{name: a Turkish official, kind: person, unnamed: true, known_to: somebody we do not know}}
  ministry: {{name: -x --help, kind: organisation}}
articles:
  page:
    outlet: express
    title: Putin wants drones
    url: https://example.org/page?a=1&b=2
    language: en
    byline: A. Writer
    note: Seen on a telephone.
    dated:
      - {{value: 2022-07-27T14:00+03:00}}
      - {{value: 2022-07-26, basis: derived, because: It says Tuesday., in: page, at: {at("Tuesday")}}}
      - {{value: "2022", basis: inferred, in: copy}}
    snapshots:
      - {{sha256: {hashed(PAGE)}, text_sha256: {hashed(PAGE)}, length: {len(PAGE)}, reader: text/1}}
      - {{sha256: {hashed(OTHER)}}}
  copy: {{outlet: cnn, copy_of: page, basis: inferred, because: The same words.}}
  again: {{outlet: kremlin, copy_of: copy, because: It says so.}}
  a3: {{outlet: minutes, title: Record of the talks, published: 2022-07, sha256: {hashed("x")}, length: 0}}
claims:
  - key: factory
    versions:
      - {{text: Putin asked Erdoğan., by: Ana, date: 2026-11-18}}
      - {{text: Putin asked Erdoğan for drones., by: Bora, date: 2026-11-19, because: "The page\\nsays drones."}}
      - {{text: Putin asked Erdoğan to have drones made., by: Ana}}
    kind: statement
    claimant: erdogan
    topics: [drones, "deals, other"]
    stage: in-research
    note: Ask him.
    appearances:
      putin: {{source: putin}}
      erdogan:
        source: erdogan
        in: page
        wording: asked him for a deal
        at: {at("asked him for a deal")}
        stance: doubts
        knows: participant
        named_as: the Turkish leader
        hedges: [{{text: may, at: {at("may")}}}, {{text: plant, in: copy}}, {{text: drone, in: copy, at: [7, 12]}}, {{text: reportedly, scope: attribution}}]
        because: He is quoted.
        dated: [{{value: 2022-07-25, basis: stated, because: He said so., in: page}}, {{value: "2021"}}]
      lead: {{source: express, in: page, part: lead, wording: drone-making factory, published: 2022-07-26}}
      own: {{source: kremlin, article: a3, part: headline, knows: document}}
      other: {{source: cnn, article: copy, in: page, part: body, wording: CNN Türk said}}
      place: {{source: both, in: a3, at: [5, 12], stance: denies}}
      asks: {{source: official, stance: asks, knows: witness}}
      unsure: {{source: another, stance: reports-unverified, part: caption, knows: own-reporting}}
    attributions:
      - {{downstream: erdogan, upstream: putin, manner: recounts, basis: inferred, because: He was there.}}
      - downstream: lead
        upstream: erdogan
        manner: cites
        cue: the page says
        in: page
        at: {at("the page says")}
        hedges: [{{text: may, scope: wording}}, {{text: reportedly, at: {at("reportedly")}}}]
      - {{downstream: lead, upstream: erdogan, key: second, manner: quotes, basis: observed, in: page}}
      - {{downstream: other, upstream: erdogan, manner: heard-from, in: page, at: {at("July")}}}
      - {{downstream: lead, upstream: other, manner: translates}}
      - {{downstream: own, upstream: lead, manner: republishes}}
      - {{downstream: asks, upstream: own, manner: paraphrases}}
    links:
      - {{kind: contradicts, to: refusal}}
      - {{kind: in-tension, to: refusal, because: A bit.}}
      - {{kind: different-from, to: forecast, because: Another year.}}
    reviews:
      - {{status: unverified, because: "One account.\\nNo more.", by: desk, date: 2026-11-18, version: 1}}
      - status: "false"
        said: denied
        because: The record rules it out.
        by: Bora
        version: 3
        reliability: B
        credibility: "2"
        for: [{{appearance: erdogan, note: He says so himself.}}]
        against:
          - {{article: a3, note: Nothing of it.}}
          - {{article: page, at: {at("A deal is a deal")}}}
          - {{article: page, wording: A deal is a deal, note: He said.}}
          - {{article: page, at: {at("A deal is a deal")}, wording: A deal is a deal}}
          - {{url: "https://example.org/record", note: Two pages.}}
          - {{url: "http://example.org/a:1-2"}}
        approved: [{{by: Cem, date: 2026-11-21}}, {{by: Ana, because: I read it.}}]
        objected: [{{by: Deniz, date: 2026-11-22, because: No.}}]
      - {{status: "true", because: It is so., by: Ana, date: 2026-11-22, override: The editor asked for it.}}
    asked:
      - {{of: kremlin, date: 2026-11-20, question: "Was it asked?\\nWhen?", answer: none, by: Ana}}
      - {{of: cnn, answer: "No comment.", answered: 2026-11-23, by: Bora, note: by letter}}
      - {{of: cnn, answer: "No.", by: Ana}}
  - key: refusal
    text: "-- Baykar, will not: supply"
    kind: promise
    due: "2023"
    stage: withdrawn
    links: [{{kind: bears-on, to: factory}}, {{kind: part-of, to: factory}}]
  - key: forecast
    versions: [{{text: It will be built., by: Ana, because: An aside.}}]
    kind: forecast
    due: 2027-01-31
    links: [{{kind: same-as, to: refusal}}, {{kind: variant-of, to: factory}}]
  - {{key: fact, text: Nothing more is known of it.}}
  - {{key: opinion, text: It is a bad deal., kind: opinion, stage: published}}
"""
