"""The case file as it is written: a person likes to read it, every program reads the same in it, and reading it back loses nothing."""

import json
import unicodedata
from itertools import islice

import pytest
import yaml
from case_strategies import HOSTILE, cases, keys, prose
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from timing import less_than

from claims.casefile import ListNode, Node, ScalarNode, entry_digest, load, read_case
from claims.casefile.lines import CaseLines
from claims.casefile.loader import PARSER
from claims.entries import CaseEntry, ClaimEntry, SourceEntry, VersionEntry
from claims.errors import CircleInLines
from claims.exports.casefile import case_lines, case_yaml
from claims.exports.yamltext import scalar
from claims.vocabulary import SourceKind

GOLDEN = f"""\
case: turkey-russia
title: "Turkey, Russia: drones"
sources:
  cnn-turk: {{name: CNN Türk, kind: outlet, aliases: [CNN Turkey, CNN Turk], owner: demiroren, country: TR, zone: Europe/Istanbul}}
  "no": {{name: "NO", kind: government, country: "NO", language: "no"}}
  official: {{name: a senior Western official, kind: person, unnamed: true, known_to: cnn-turk}}
  putin: {{name: Vladimir Putin, kind: person, grade: {{reliability: F, by: desk, date: "2026-11-20"}}}}
articles:
  page:
    outlet: cnn-turk
    title: 'What “he” wants: "a deal"'
    url: https://example.org/a?b=c
    because: house marks (READ MORE, DON'T MISS) suggest it; the page only says that there is a full article somewhere else, and not where
    published: "2022-07-27"
    sha256: {"3f" * 32}
    length: 3080
    reader: text/1
  report: {{outlet: cnn-turk, dated: [{{value: "2022", basis: stated, in: page, at: [218, 225]}}]}}
claims:
  - key: drone-factory
    text: Putin asked Erdoğan to have combat drones made in a factory in Russia.
    claimant: putin
    topics: [drones]
    appearances:
      putin: {{source: putin}}
      cnn-turk: {{source: cnn-turk, in: page, part: lead, wording: drone-making factory, at: [575, 595]}}
      report: {{source: cnn-turk, article: report, in: page, wording: "so:", stance: doubts, hedges: [{{text: reportedly, at: [1, 11]}}]}}
    attributions:
      - {{downstream: cnn-turk, upstream: putin, manner: heard-from, basis: inferred, cue: asked him, in: page, because: he was there}}
      - downstream: report
        upstream: cnn-turk
        key: second
        manner: cites
        cue: CNN Turkey reports
        in: page
        at: [820, 838]
        hedges: [{{text: "likely?", scope: wording}}]
        because: "on two\\nlines"
    links:
      - {{kind: bears-on, to: A smallest claim needs only its text., because: why not}}
    reviews:
      - {{status: unverified, said: unconfirmed, because: One account, by: desk, date: "2026-11-21", version: 1, credibility: "6"}}
      - status: "false"
        because: Nobody here has seen it, and nobody else has
        by: desk
        for: [{{article: page, at: [10, 60], note: says no}}, {{url: "https://example.org/x?y=1"}}]
        against: [{{appearance: putin}}]
        approved: [{{by: Aysel, date: "2026-11-22"}}]
    asked: [{{of: putin, date: "2026-11-20", answer: none}}]
  - text: A smallest claim needs only its text.
  - versions:
      - {{text: "Old, and wrong", by: desk}}
      - {{text: New}}
    kind: promise
    due: "2030"
    stage: in-research
"""


def written(case: CaseEntry) -> str:
    return "".join(case_yaml(case))


def read(text: str) -> CaseEntry:
    return read_case(text.encode(), "case.yaml")


def texts(node: Node) -> object:
    """What our reader finds, in the shape in which another program loads it."""
    if isinstance(node, ScalarNode):
        return node.text
    if isinstance(node, ListNode):
        return [texts(item) for item in node.items]
    return {key: texts(value) for key, value in node.entries.items()}


def without_types(value: object, field: str = "") -> object:
    """What another program loads: text everywhere, but for the numbers and the flag of the grammar, which are turned back."""
    if isinstance(value, dict):
        assert all(isinstance(key, str) for key in value)
        return {key: without_types(each, key) for key, each in value.items()}
    if isinstance(value, list):
        return [without_types(each, field) for each in value]
    if value is True and field == "unnamed":
        return "true"
    if isinstance(value, int) and field in {"at", "length", "version"}:
        return str(value)
    assert isinstance(value, str), f"{field}: {value!r}"
    return value


def put_together(lines: list[bytes]) -> dict[str, object]:
    """Lines of a case in the shape of a case file."""
    named, *entries = map(json.loads, lines)
    groups: dict[str, dict[str, object]] = {"sources": {}, "articles": {}}
    claims: list[object] = []
    for entry in entries:
        (what, key), *said = entry.items()
        if what == "claim":
            claims.append(dict([("key", key), *said] if key is not None else said))
        else:
            groups[f"{what}s"][key] = dict(said)
    return {**named, **{name: group for name, group in {**groups, "claims": claims}.items() if group}}


def test_a_case_is_written_as_a_person_would() -> None:
    """One line for what is small, a block for what is not, and nothing that is understood by itself."""
    assert written(read(GOLDEN)) == GOLDEN


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(cases())
def test_writing_and_reading_back_is_the_identity(case: CaseEntry) -> None:
    """No text, however hostile, is lost or changed on its way through a file; and the file written again is the same file."""
    text = written(case)
    again = read(text)
    assert again == case
    assert written(again) == text
    assert [entry_digest(claim) for claim in again.claims] == [entry_digest(claim) for claim in case.claims]
    # Other programs read the same texts in it, with libyaml and without.
    assert without_types(yaml.safe_load(text)) == texts(load(text.encode(), "case.yaml"))
    assert yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) == yaml.safe_load(text)


@settings(max_examples=examples(10), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(cases())
def test_lines_and_back_are_the_same_case(case: CaseEntry) -> None:
    """The same holds of JSON lines, in which members stand before their group and originals before their copies; no line acts on a terminal.

    They say what the case file says, field by field.
    """
    try:
        lines = b"".join(case_lines(case)).splitlines(keepends=True)
    except CircleInLines:
        assert any(source.members for source in case.sources)
        return
    again = CaseLines("case.jsonl", iter(lines)).whole()
    assert (again.key, again.title, again.claims) == (case.key, case.title, case.claims)
    assert {source.key: source for source in again.sources} == {source.key: source for source in case.sources}
    assert {page.key: page for page in again.articles} == {page.key: page for page in case.articles}
    assert all(line.endswith(b"\n") for line in lines)
    assert not {unicodedata.category(c) for line in lines for c in line[:-1].decode()} & {"Cc", "Cf", "Zl", "Zp"}
    assert put_together(lines) == yaml.load(written(case), Loader=PARSER)


def test_groups_in_a_circle_are_no_lines() -> None:
    """Neither of two groups that are members of each other can stand before the other: it is said, and a case file takes them."""
    both = (
        SourceEntry("a", "A", SourceKind.GROUP, members=("b",)),
        SourceEntry("b", "B", SourceKind.GROUP, members=("a",)),
    )
    with pytest.raises(CircleInLines, match="a, b"):
        list(case_lines(CaseEntry("c", None, both)))


@given(st.one_of(prose, keys, st.text(st.characters(exclude_categories=["Cs"]), max_size=40)), st.booleans())
@settings(max_examples=examples(300))
def test_a_text_is_itself_wherever_it_stands(text: str, flow: bool) -> None:
    """As a value, a key and an item, on its own line or within brackets."""
    one = scalar(text, flow=flow)
    assert "\n" not in one
    shapes = [f"[{one}, {one}]", f"{{a: {one}, b: {one}}}"] if flow else [f"- {one}\n- {one}", f"a: {one}\nb: {one}"]
    for shape in shapes:
        found = yaml.safe_load(shape)
        assert (found if isinstance(found, list) else list(found.values())) == [text, text]


@pytest.mark.parametrize(
    ("text", "block", "flow"),
    [
        ("CNN Türk", "CNN Türk", "CNN Türk"),
        ("Hello, world", "Hello, world", '"Hello, world"'),
        ("What now?", "What now?", '"What now?"'),
        ("a: b", '"a: b"', '"a: b"'),
        ("it’s “so”", "it’s “so”", "it’s “so”"),
        ("don't", "don't", "don't"),
        ("he said: \"no\"", "'he said: \"no\"'", "'he said: \"no\"'"),
        ("'t was: \\n", "'''t was: \\n'", "'''t was: \\n'"),
        ("https://example.org/a", "https://example.org/a", "https://example.org/a"),
        ("NO", '"NO"', '"NO"'),
        ("Nobody", "Nobody", "Nobody"),
        ("2022-07-27", '"2022-07-27"', '"2022-07-27"'),
        ("22:22", '"22:22"', '"22:22"'),
        ("15 drones", "15 drones", "15 drones"),
        ("4488d46f", "4488d46f", "4488d46f"),
        ("12345e67", '"12345e67"', '"12345e67"'),
        ("", '""', '""'),
        (" a", '" a"', '" a"'),
        ("two\nlines\t", '"two\\nlines\\t"', '"two\\nlines\\t"'),
        ("\u202eabc \"q\" \\", '"\\u202eabc \\"q\\" \\\\"', '"\\u202eabc \\"q\\" \\\\"'),
        ("a\u200bb\x07\x85\u2028\ufeff\U000e0041", '"a\\u200bb\\x07\\x85\\u2028\\ufeff\\U000e0041"', '"a\\u200bb\\x07\\x85\\u2028\\ufeff\\U000e0041"'),
    ],
)  # fmt: skip
def test_text_is_quoted_where_it_must_be_and_only_there(text: str, block: str, flow: str) -> None:
    """Plain is what people read best; what cannot be seen, or would be taken for something else, is quoted or spelled out."""
    assert (scalar(text), scalar(text, flow=True)) == (block, flow)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_kept_in_every_kind_of_place(text: str) -> None:
    """As a key, a name, a claim and an item of a list."""
    case = CaseEntry(
        "c",
        sources=(SourceEntry(text.strip()[:200], text.strip(), SourceKind.PERSON, aliases=(text.strip(),), note=text),),
        claims=(ClaimEntry(None, (VersionEntry(text.strip()),), topics=(text.strip(), "other")),),
    )
    assert read(written(case)) == case
    assert without_types(yaml.safe_load(written(case))) == texts(load(written(case).encode(), "case.yaml"))


def test_a_key_longer_than_yaml_likes_is_kept() -> None:
    """Two hundred invisible characters are written as more than the 1,024 that YAML allows before a colon."""
    case = CaseEntry("c", sources=(SourceEntry("\U000e0041" * 200, "N", SourceKind.PERSON, note="long " * 40),))
    assert read(written(case)) == case


def test_what_fits_on_a_line_stands_on_a_line() -> None:
    """Up to 140 columns; longer records are written as a block, their lists still on a line where they fit."""
    fitting = SourceEntry("k", "N" * (140 - len("  k: {name: , kind: person}")), SourceKind.PERSON)
    longer = SourceEntry("k", fitting.name + "N", SourceKind.PERSON, aliases=("a", "b"))
    assert written(CaseEntry("c", sources=(fitting,))).splitlines()[2] == f"  k: {{name: {fitting.name}, kind: person}}"
    assert written(CaseEntry("c", sources=(longer,))).splitlines()[2:] == [
        "  k:",
        f"    name: {longer.name}",
        "    kind: person",
        "    aliases: [a, b]",
    ]


def test_a_smallest_case_is_one_line() -> None:
    """Nothing is written that is not there."""
    assert written(CaseEntry("c")) == "case: c\n"


def test_a_case_is_written_piece_by_piece() -> None:
    """A piece an entry, so that a large case needs no large memory; and in time that grows with the case."""
    claims = tuple(ClaimEntry(f"c{n}", (VersionEntry(f"Claim {n}."),)) for n in range(20_000))
    pieces = case_yaml(CaseEntry("c", claims=claims))
    assert list(islice(pieces, 3)) == ["case: c\n", "claims:\n", "  - key: c0\n    text: Claim 0.\n"]
    with less_than(10):
        assert sum(1 for _ in pieces) == 19_999
