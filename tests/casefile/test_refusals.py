"""Wrong things that a hurried person types, and what they are told: one sentence, with the line, that says what to do."""

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from timing import less_than

from claims.casefile import read_case
from claims.errors import BadCaseFile
from claims.exports.casefile import case_yaml

SHA_1 = "3f" * 32
SHA_2 = "07" * 32

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


def refusal(text: str) -> str:
    with pytest.raises(BadCaseFile) as refused:
        read_case(text.encode(), "case.yaml")
    sentence = refused.value.sentence
    assert "\n" not in sentence
    assert sentence.startswith("case.yaml:")
    return sentence.removeprefix("case.yaml:")


def claim_refusal(claim: str) -> str:
    """What is said of the claims of a case with TASS, Reuters, Mr Peskov and an article of each outlet; lines counted from the first claim."""
    line, _, sentence = refusal(BASE + claim).partition(": ")
    return f"{int(line) - HEAD}: {sentence}"


WRONG_FILES = {
    "title: T": "1: A case file needs `case`.",
    "- a\n- b": "1: A case file is written {case: ...}, or with one `case: ...` a line.",
    "just words": "1: A case file is written {case: ...}",
    "case: c\nclaimes: []": "2: A case file has no field claimes. Did you mean claims",
    "case: c\nxyz: []": "2: A case file has no field xyz. It may have case, title, sources, articles, claims.",
    "case: ' c'": "1: The key “c” has spaces at its ends; write it without.",
    "case: c\nsources: [a]": "2: `sources` is a mapping of keys: write `key: {name: ...}` a line.",
}

WRONG_SOURCES = {
    "a: {name: A}": "3: A source needs `kind`.",
    "a: {kind: outlet}": "3: A source needs `name`.",
    "a: {name: A, kind: outlt}": "3: `kind` cannot be outlt. Did you mean outlet?",
    "a: {name: A, kind: outlet, labguage: en}": "3: A source has no field labguage. Did you mean language?",
    "a: {name: A, kind: outlet, unnamed: yes}": "3: `unnamed` is true or false, not yes.",
    "a: {name: A, kind: outlet, aliases: [B, C, B]}": "3: `aliases` has B twice.",
    "a: {name: A, kind: outlet, aliases: B}": "3: `aliases` is a list; write [one, another], or `- one` a line.",
    "a: {name: A, kind: group, members: [b]}": "3: There is no source b in this file.",
    "a: {name: A, kind: outlet, owner: {since: 2020}}": "3: An owner or affiliation needs `of`.",
    "a: {name: A, kind: outlet, grade: B}": "3: A grade is written {reliability: ...}",
    '" a": {name: A, kind: outlet}': "3: The key “a” has spaces at its ends; write it without.",
    '"a\\nb": {name: A, kind: outlet}': "3: The key has a line break or control character in it",
    'a: {name: "A\\nB", kind: outlet}': "3: The name has a line break or control character in it",
    "a: {name: A, kind: outlet}\n  a: {name: B, kind: outlet}": "4: The name a is given twice; the first is in line 3.",
}

WRONG_ARTICLES = {
    "a: {title: b}": "4: An article needs `outlet`.",
    "a: {outlet: b}": "4: There is no source b in this file.",
    "a: {outlet: s, copy_of: b}": "4: There is no article b in this file.",
    "a: {outlet: s, copy_of: a}": "4: An article cannot be a copy of itself: a copies a. Which one was first?",
    "x: {outlet: s, copy_of: a}\n  a: {outlet: s, copy_of: b}\n  b: {outlet: s, copy_of: a}": (
        "5: An article cannot be a copy of itself: a copies b copies a."
    ),
    "a: {outlet: s, length: 5}": "4: `length` belongs to a snapshot, which needs `sha256`: the hash of the article's bytes.",
    "a: {outlet: s, sha256: 4488}": "4: `sha256` is a SHA-256: 64 digits and letters a to f, not 4488.",
    f"a: {{outlet: s, sha256: {SHA_1}, length: 3e3}}": "4: `length` is a whole number such as 3080, not 3e3.",
    f"a: {{outlet: s, sha256: {SHA_1}, snapshots: [{{sha256: {SHA_2}}}]}}": "4: Move `sha256` into `snapshots`",
    "a: {outlet: s, published: 27.7.2022}": "4: 27.7.2022 is not a date; write 2022, 2022-07, 2022-07-26",
    "a: {outlet: s, dated: [{value: 2022, at: [1, 5]}]}": "4: `at` needs `in`",
}

WRONG_CLAIMS = {
    "{txt: T}": "A claim has no field txt. Did you mean text?",
    "{text: Hello, world}": 'A claim has no field world. If it belongs to the text before it, put the whole text into "quotes".',
    "{key: k}": "A claim needs `text`: what is claimed, in one sentence of our own.",
    "just a sentence": "A claim is written {key: ...}, or with one `key: ...` a line.",
    "{text: ''}": "The text is empty.",
    '{text: "two\\nlines"}': "The text has a line break or control character in it; write it on one line.",
    "{text: T, versions: [{text: T}]}": "A claim has `text` or `versions`, not both; the newest version comes last.",
    "{versions: []}": "A claim needs `text`",
    "{versions: [{by: me}]}": "A version needs `text`.",
    "{text: [a, b]}": '`text` is one text; put it into "quotes" if it has , : [ ] { } in it.',
    "{text: T, kind: statment}": "`kind` cannot be statment. Did you mean statement? It is one of fact, statement, promise, forecast, opinion.",
    "{text: T, kind: unverified}": "`kind` cannot be unverified. It is one of",
    "{text: T, claimant: peskow}": "There is no source peskow in this file. Did you mean peskov?",
    "{text: T, due: next year}": "“next year” is not a date; write 2022, 2022-07, 2022-07-26",
    "{text: T, due: 2025-13-45}": "2025-13-45 is not a date",
    "{text: T, topics: drones}": "`topics` is a list; write [one, another], or `- one` a line.",
    "{text: T, topics: [a, a]}": "`topics` has a twice.",
    "{text: T, topics: [a, b: c]}": 'An item of `topics` is one text here; put text that has , : [ ] { } in it into "quotes".',
    "{text: T, stage: done}": "`stage` cannot be done. It is one of new, in-research",
    "{text: T, key: ' k'}": "The key “k” has spaces at its ends; write it without.",
    "{text: T, key: ''}": "The key is empty.",
    f"{{text: T, key: {'k' * 201}}}": "The key has 201 characters; at most 200 are kept.",
    "{text: T, links: [{kind: bears-on, to: drones}]}\n  - {key: drone, text: U}": (
        "There is no claim drones in this file to link to. Did you mean drone?"
    ),
    "{key: k, text: T, links: [{kind: bears-on, to: k}]}": "This claim is linked to itself; name the other one.",
    "{text: T, links: [{kind: part-of, to: k}, {kind: part-of, to: k}]}\n  - {key: k, text: U}": "The link part-of to k is given twice.",
    "{text: T, links: [{kind: contradict, to: k}]}": "`kind` cannot be contradict. Did you mean contradicts?",
    "{text: T, links: {kind: part-of, to: k}}": "`links` is a list",
    "{text: T, appearances: [{source: tass}]}": "`appearances` is a mapping of keys: write `key: {source: ...}` a line.",
    "{text: T, appearances: {a: tass}}": "An appearance is written {source: ...}, or with one `source: ...` a line.",
    "{text: T, appearances: {a: }}": "An appearance needs `source`.",
    "{text: T, asked: [{date: 2022}]}": "A request for reply needs `of`.",
    "{text: T, asked: [{of: Baykar}]}": "There is no source Baykar in this file.",
}

WRONG_APPEARANCES = {
    "in: wire": "An appearance needs `source`.",
    "source: tas": "There is no source tas in this file. Did you mean tass?",
    "source: tass, in: wires": "There is no article wires in this file. Did you mean wire?",
    "source: tass, wording: said so": "This wording needs `in`: the article where it can be read.",
    "source: tass, at: [1, 2]": "`at` needs `in`: the article where these words can be read.",
    "source: tass, in: wire, wording: said so, at: [0, 8]": "`at` spans 8 and the wording has 7 characters: “said so”.",
    "source: tass, in: wire, wording: ' '": "The wording is empty.",
    "source: tass, in: wire, at: [8, 8]": "`at` is two whole numbers, [start, end], counted from 0 and with start before end.",
    "source: tass, in: wire, at: [-1, 8]": "`at` is two whole numbers",
    "source: tass, in: wire, at: [1, 2, 3]": "`at` is two whole numbers",
    "source: tass, in: wire, at: [1, [2]]": "`at` is two whole numbers",
    "source: tass, in: wire, at: 1-2": "`at` is two whole numbers",
    f"source: tass, in: wire, at: [0, {'9' * 5000}]": "`at` is two whole numbers",
    "source: tass, stance: denied": "`stance` cannot be denied. Did you mean denies?",
    "source: tass, part: headlines": "`part` cannot be headlines. Did you mean headline?",
    "source: tass, hedges: [reportedly]": "A hedge is written {text: ...}",
    "source: tass, hedges: [{text: so, at: [1, 3]}]": "`at` needs `in`",
    "source: tass, in: wire, hedges: [{text: so, at: [1, 4]}]": "`at` spans 3 and the hedge has 2 characters: “so”.",
    "source: tass, in: wire, dated: [{value: 2022, at: [1, 5]}]": "`at` needs `in`",
    "source: tass, dated: [{basis: page}]": "A date needs `value`.",
}

WRONG_HOPS = {
    "upstream: tass, manner: cites": "An attribution needs `downstream`.",
    "downstream: reuters, upstream: tass": "An attribution needs `manner`.",
    "downstream: reuters, upstream: tass, manner: quoted": "`manner` cannot be quoted. Did you mean quotes?",
    "downstream: reuters, upstream: tass, manner: cites, cue: TASS said": "This cue needs `in`: the article where it can be read.",
    "downstream: reuters, upstream: tass, manner: cites, cue: said, in: page, at: [3, 4]": "`at` spans 1 and the cue has 4 characters: “said”.",
    "downstream: reuters, upstream: sputnik, manner: cites": "There is no appearance or source sputnik here.",
    "downstream: reuter, upstream: tass, manner: cites": "There is no appearance or source reuter here. Did you mean reuters?",
    "downstream: reuters, upstream: wire, manner: cites": (
        "There is no appearance or source wire here. It is an article: write {article: wire}."
    ),
    "downstream: reuters, upstream: {article: wires}, manner: cites": "There is no article wires in this file. Did you mean wire?",
    "downstream: reuters, upstream: {source: wire}, manner: cites": "There is no source wire in this file. It is an article",
    "downstream: reuters, upstream: {appearance: tass}, manner: cites": "There is no appearance tass in this claim.",
    "downstream: reuters, upstream: {article: wire, source: tass}, manner: cites": (
        "An end is the key of an appearance or source, or {article: KEY}; give one."
    ),
    "downstream: reuters, upstream: [tass], manner: cites": "An end is written {article: ...}",
    "downstream: tass, upstream: tass, manner: cites": "Both ends are the appearance tass, which cannot rely on itself.",
    "downstream: one, upstream: reuters, manner: cites": "Both ends are the appearance one, which cannot rely on itself.",
}

WRONG_REVIEWS = {
    "because: b, by: d": "A review needs `status`.",
    "status: s, by: d": "A review needs `because`.",
    "status: s, because: ' ', by: d": "The because is empty.",
    "status: s, because: b": "A review needs `by`.",
    "status: '', because: b, by: d": "The status is empty.",
    "status: s, because: b, by: d, said: unverified": (
        "`said` cannot be unverified. It is one of as-quoted, in-other-words, unconfirmed, denied, not-said."
    ),
    "status: s, because: b, by: d, version: 2": "There is no version 2: this claim has one version.",
    "status: s, because: b, by: d, version: 0": "There is no version 0",
    "status: s, because: b, by: d, version: 01": "`version` is a whole number such as 3080, not 01.",
    "status: s, because: b, by: d, reliability: a": "`reliability` cannot be a. Did you mean A?",
    "status: s, because: b, by: d, credibility: 7": "`credibility` cannot be 7. It is one of 1, 2, 3, 4, 5, 6.",
    "status: s, because: b, by: d, for: [{note: n}]": "A piece of evidence is one of `article`, `appearance` and `url`.",
    "status: s, because: b, by: d, for: [{article: wire, url: 'https://x'}]": "A piece of evidence is one of",
    "status: s, because: b, by: d, for: [{url: 'javascript:alert(1)'}]": (
        "`url` is an address that begins with http:// or https://, not javascript:alert(1)."
    ),
    "status: s, because: b, by: d, for: [{url: 'https://x', at: [1, 2]}]": "`at` goes with `article`",
    "status: s, because: b, by: d, for: [{appearance: tass}]": "There is no appearance tass in this claim.",
    "status: s, because: b, by: d, against: [{article: wire, wording: so, at: [1, 2]}]": "`at` spans 1 and the wording has 2 characters",
    "status: s, because: b, by: d, approved: [me]": "An approval or objection is written {by: ...}",
}


@pytest.mark.parametrize("text", WRONG_FILES)
def test_a_mistake_in_the_frame_of_a_file(text: str) -> None:
    """What every case file must have, and nothing else, is said."""
    assert refusal(text).startswith(WRONG_FILES[text])


@pytest.mark.parametrize("source", WRONG_SOURCES)
def test_a_mistake_in_a_source(source: str) -> None:
    """A source that cannot be taken in is named by its line."""
    assert refusal(f"case: c\nsources:\n  {source}\n").startswith(WRONG_SOURCES[source])


@pytest.mark.parametrize("article", WRONG_ARTICLES)
def test_a_mistake_in_an_article(article: str) -> None:
    """So is an article, and a circle of copies is shown."""
    assert refusal(f"case: c\nsources: {{s: {{name: S, kind: outlet}}}}\narticles:\n  {article}\n").startswith(
        WRONG_ARTICLES[article]
    )


@pytest.mark.parametrize("claim", WRONG_CLAIMS)
def test_a_mistake_in_a_claim(claim: str) -> None:
    """What people forget to quote is told them, and words that are nearly right are guessed."""
    assert claim_refusal(f"  - {claim}\n").startswith(f"1: {WRONG_CLAIMS[claim]}")


@pytest.mark.parametrize("appearance", WRONG_APPEARANCES)
def test_a_mistake_in_an_appearance(appearance: str) -> None:
    """Words without a place to read them, and places that do not fit their words, are refused before anything is stored."""
    said = claim_refusal(f"  - text: T\n    appearances:\n      a: {{{appearance}}}\n")
    assert said.startswith(f"3: {WRONG_APPEARANCES[appearance]}")


@pytest.mark.parametrize("hop", WRONG_HOPS)
def test_a_mistake_in_an_attribution(hop: str) -> None:
    """An end that means nothing is refused, and so are words without a place to read them."""
    said = claim_refusal(
        f"  - text: T\n    appearances: {{one: {{source: reuters}}}}\n    attributions:\n      - {{{hop}}}\n"
    )
    assert said.startswith(f"4: {WRONG_HOPS[hop]}")


@pytest.mark.parametrize("review", WRONG_REVIEWS)
def test_a_mistake_in_a_review(review: str) -> None:
    """`said` and status are two questions; evidence is one thing that can be looked up."""
    assert claim_refusal(f"  - text: T\n    reviews:\n      - {{{review}}}\n").startswith(f"3: {WRONG_REVIEWS[review]}")


def test_an_end_that_could_mean_several_appearances_is_refused() -> None:
    """The keys to choose from are listed."""
    several = (
        "  - {text: T, appearances: {a: {source: tass, in: wire}, b: {source: tass, in: wire}}, chain: [peskov, END]}"
    )
    assert claim_refusal(several.replace("END", "tass")) == "1: This claim has 2 appearances of tass: a, b. Say which."
    assert (
        claim_refusal(several.replace("END", "{source: tass}"))
        == "1: This claim has 2 appearances of tass: a, b. Say which."
    )
    in_wire = "1: This claim has 2 appearances in the article wire: a, b. Say which."
    assert claim_refusal(several.replace("END", "{article: wire}")) == in_wire


def test_an_end_in_a_chain_is_judged_like_any_other() -> None:
    """A list of ends, of which each stands for one appearance."""
    assert claim_refusal("  - {text: T, chain: tass}").startswith("1: `chain` is a list")
    assert claim_refusal("  - {text: T, chain: [~, reuters]}").startswith(
        "1: An end is the key of an appearance or source"
    )
    assert claim_refusal("  - text: T\n    chain:\n      - tass\n      - tas").startswith(
        "4: There is no appearance or source tas here."
    )


def test_one_claim_is_not_given_twice() -> None:
    """By its key, or by its text where it has none: import could not tell them apart."""
    again = "The claim T stands in line 10 already; leave one out, or give it a `key`."
    assert claim_refusal("  - {text: T}\n  - {text: T}") == f"2: {again}"
    assert claim_refusal("  - {key: T, text: U}\n  - {text: T}") == f"2: {again}"
    assert (
        claim_refusal("  - {key: a, text: T}\n  - {key: a, text: U}")
        == "2: The claim a stands in line 10 already; give each claim its own key."
    )


def test_a_second_hop_between_the_same_two_needs_a_key() -> None:
    """A hop is known by its ends; the key says which of two."""
    hop = "      - {downstream: reuters, upstream: tass, manner: quotes}\n"
    keyed = hop.replace("}", ", key: k}")
    head = "  - text: T\n    attributions:\n"
    again = "reuters relies on tass in line 12 already; give this one"
    assert claim_refusal(head + hop + hop) == f"4: {again} a `key`, or leave it out."
    assert claim_refusal(head + keyed + keyed) == f"4: {again} another `key`, or leave it out."
    assert claim_refusal(head + hop + "    chain: [tass, reuters]") == f"4: {again} a `key`, or leave it out."
    assert len(read_case((BASE + head + hop + keyed).encode(), "case.yaml").claims[0].attributions) == 2


def test_messages_repeat_long_words_in_part_only() -> None:
    """A page of text in the wrong field does not become the message."""
    assert len(refusal(f"case: c\nsources:\n  a: {{name: A, kind: {'x y ' * 10_000}}}")) < 300
    assert len(claim_refusal(f"  - {{text: T, claimant: '{'long ' * 10_000}'}}")) < 300


def test_a_long_line_of_copies_is_checked_in_no_time() -> None:
    """Thousands of articles, each a copy of the one before, are no circle and no stack overflow."""
    head = "case: c\nsources: {s: {name: S, kind: outlet}}\narticles:\n"
    copies = "".join(f"  a{n}: {{outlet: s, copy_of: a{n - 1}}}\n" for n in range(1, 20_000))
    with less_than(30):
        assert len(read_case(f"{head}  a0: {{outlet: s}}\n{copies}".encode(), "case.yaml").articles) == 20_000
        assert "copies a0. Which one was first?" in refusal(f"{head}  a0: {{outlet: s, copy_of: a19999}}\n{copies}")


PUT = [
    "",
    "\n",
    " ",
    "\t",
    ":",
    ": ",
    ",",
    "{",
    "}",
    "[",
    "]",
    "-",
    "- ",
    "'",
    '"',
    "#",
    "&a ",
    "*a",
    "!t ",
    "?",
    "|",
    "~",
    "\\",
    "\0",
    "é",
    "1",
]
DAMAGE = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 12), st.sampled_from(PUT) | st.text(max_size=4)), min_size=1, max_size=4
)


@given(DAMAGE, st.booleans())
@settings(max_examples=examples(400))
def test_a_damaged_file_is_read_or_refused_with_a_sentence(
    damage: list[tuple[float, int, str]], as_latin_1: bool
) -> None:
    """Whatever a slip of the hand, a bad merge or a disk does to a file, nothing but BadCaseFile comes of it."""
    text = f"""{BASE}  - key: k
    text: "A text: with “quotes”"
    appearances:
      tass: {{source: tass, in: wire, wording: said so, at: [3, 10], hedges: [{{text: so, at: [8, 10]}}]}}
    attributions:
      - {{downstream: tass, upstream: {{source: peskov}}, manner: heard-from, cue: said, in: wire}}
    reviews: [{{status: s, because: b, by: d, for: [{{url: "https://x"}}], said: denied, version: 1}}]
  - {{text: T, chain: [peskov, {{article: wire}}, reuters], links: [{{kind: part-of, to: k}}], asked: [{{of: peskov, date: 2022-07}}]}}
"""
    for where, length, put in damage:
        at = int(where * len(text))
        text = text[:at] + put + text[at + length :]
    content = text.encode("latin-1", "replace") if as_latin_1 else text.encode(errors="surrogatepass")
    try:
        case = read_case(content, "case.yaml")
    except BadCaseFile as refused:
        sentence = refused.sentence
    else:
        sentence = "case.yaml: It can still be read, and written."
        assert read_case("".join(case_yaml(case)).encode(), "case.yaml") == case
    assert sentence.startswith("case.yaml:")
    assert len(sentence.splitlines()) == 1
