"""A case as JSON lines: what a line may be, and what is said of one that is none."""

from __future__ import annotations

import json

import pytest
from case_strategies import prose
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.casefile.chain import APPEARANCE, ATTRIBUTION
from claims.casefile.claims import CLAIM as CLAIM_SHAPE
from claims.casefile.claims import EVIDENCE
from claims.casefile.lines import LONGEST_LINE, CaseLines, split_lines
from claims.entries import CaseEntry
from claims.errors import BadCaseFile

HEADER = '{"case": "c", "title": "T"}'
TASS = '{"source": "tass", "name": "TASS", "kind": "outlet"}'
WIRE = '{"article": "wire", "outlet": "tass", "sha256": "' + "3f" * 32 + '", "length": 3080}'
CLAIM = '{"claim": "k", "text": "It is so.", "chain": ["tass"]}'


def read(*lines: str) -> CaseLines:
    return CaseLines("case.jsonl", iter([line.encode("utf-8", "surrogatepass") for line in lines]))


def refusal(*lines: str) -> str:
    with pytest.raises(BadCaseFile) as refused:
        read(*lines).whole()
    sentence = refused.value.sentence
    assert "\n" not in sentence
    return sentence.removeprefix("case.jsonl:")


def test_lines_say_what_a_case_file_says() -> None:
    """Fields are those of a case file; numbers and true stand for their text; a claim may have no key; empty lines say nothing."""
    unnamed = '{"source": "o", "name": "an official", "kind": "person", "unnamed": true}'
    case = read("", HEADER, TASS, unnamed, WIRE, CLAIM, '{"claim": null, "text": "It is not."}').whole()
    assert (case.key, case.title) == ("c", "T")
    assert [source.key for source in case.sources] == ["tass", "o"]
    assert case.sources[1].unnamed
    assert case.articles[0].snapshots[0].length == 3080
    assert [(claim.key, claim.identity, claim.line) for claim in case.claims] == [
        ("k", "k", 6),
        (None, "It is not.", 7),
    ]


def test_characters_written_in_two_halves() -> None:
    """What JSON writes as a pair of surrogates is one character, and taken in."""
    case = read(HEADER, '{"claim": "k", "text": "It is \\ud83d\\ude00 so.", "note": "\\u0001"}').whole()
    assert case.claims[0].versions[0].text == "It is \N{GRINNING FACE} so."
    assert case.claims[0].note == "\1"


@pytest.mark.parametrize(
    "number", ["5", "-0", "1.50", "1.5", "1e5", "1E5", "1e16", "1e+16", "12345678901234567890123", "0.1", "true", "NaN"]
)
def test_numbers_stand_for_their_text(number: str) -> None:
    """As they are written, with spaces around them or without."""
    for line in (f'{{"claim":"k","text":{number}}}', f'{{ "claim": "k", "text": {number} }}'):
        assert read(HEADER, line).whole().claims[0].versions[0].text == number


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["", "tass", "k", "cites"]) | prose,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from([*EVIDENCE.fields, *APPEARANCE.fields, *ATTRIBUTION.fields]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@settings(max_examples=examples(80))
@given(st.sampled_from(CLAIM_SHAPE.fields), VALUES)
def test_it_does_not_matter_how_a_line_is_laid_out(field: str, value: object) -> None:
    """Spaces between the parts of a line or none, characters as themselves or as escapes: the same is read, or refused with the same sentence."""
    said = {"claim": "k", "text": "It is so.", "appearances": {"tass": {"source": "tass"}}, field: value}
    close, wide = json.dumps(said, separators=(",", ":"), ensure_ascii=False), json.dumps(said, indent=None)
    assert outcome(HEADER, TASS, WIRE, close) == outcome(HEADER, TASS, WIRE, wide)


def outcome(*lines: str) -> CaseEntry | str:
    try:
        return read(*lines).whole()
    except BadCaseFile as refused:
        return refused.sentence


WRONG = {
    "no header": ([TASS], "1: The first line names the case"),
    "nothing": ([], "1: The first line names the case"),
    "a header without a key": (['{"case": null}'], "1: A case needs a key."),
    "an unknown field in it": (['{"case": "c", "claims": []}'], "1: The first line has no field claims"),
    "two cases": ([HEADER, HEADER], "2: A second case begins here"),
    "no kind": ([HEADER, '{"text": "It is so."}'], "2: A line begins with what it is: source, article, claim, not text."),
    "an empty mapping": ([HEADER, "{}"], "2: A line begins with what it is"),
    "a list": ([HEADER, "[1]"], '2: A line is one mapping: {"claim"'),
    "no JSON": ([HEADER, "claim: k"], "2: This is not JSON"),
    "half a line": ([HEADER, CLAIM[:-1]], "2: This is not JSON"),
    "a key that is none": ([HEADER, '{"source": ["a"], "name": "A"}'], "2: `source` is the key"),
    "a source without a key": ([HEADER, '{"source": null, "name": "A", "kind": "outlet"}'], "2: A source needs a key."),
    "a field twice": ([HEADER, '{"claim": "k", "text": "a", "text": "b"}'], "2: The name text is given twice."),
    "a field of a part twice": (
        [HEADER, '{"claim": "k", "text": "a", "asked": [{"of": "x", "by": "a", "note": "b", "by": "c"}]}'],
        "2: The name by is given twice.",
    ),
    "a source twice": ([HEADER, TASS, TASS], "3: The source tass stands in line 2 already."),
    "a source that comes later": ([HEADER, CLAIM, TASS], "2: There is no appearance or source tass here."),
    "a copy of itself": (
        [HEADER, TASS, '{"article": "a", "outlet": "tass", "copy_of": "a", "dated": [{"value": "2022"}]}'],
        "3: There is no article a in this file.",
    ),
    "dated by what is not there": (
        [HEADER, TASS, '{"article": "a", "outlet": "tass", "dated": [{"value": "2022", "in": "b"}]}'],
        "3: There is no article b in this file.",
    ),
    "a copy of what comes later": (
        [HEADER, TASS, '{"article": "a", "outlet": "tass", "copy_of": "wire"}', WIRE],
        "3: There is no article wire in this file.",
    ),
    "claims of one key": ([HEADER, TASS, CLAIM, CLAIM], "4: The claim k stands in line 3 already"),
    "a link that leads nowhere": (
        [HEADER, '{"claim": "k", "text": "a", "links": [{"kind": "part-of", "to": "x"}]}'],
        "2: There is no claim x in this file to link to.",
    ),
    "NUL": ([HEADER, '{"claim": "k", "text": "a\\u0000b"}'], "2: a\0b has NUL"),
    "NUL in a list": ([HEADER, '{"claim": "k", "text": "a", "topics": ["b", "c\\u0000d"]}'], "2: c\0d has NUL"),
    "NUL in a mapping": ([HEADER, '{"claim": "k", "asked": [{"of": "x", "note": "\\u0000"}]}'], "2: \0 has NUL"),
    "half a character": ([HEADER, '{"claim": "k", "text": "\\ud83d"}'], "has NUL or half a character"),
    "nested without end": ([HEADER, '{"claim": ' + "[" * 100_000], "2: "),
    "a word for a number": ([HEADER, TASS, WIRE.replace("3080", "NaN")], "3: `length` is a whole number"),
    "a fraction": ([HEADER, TASS, WIRE.replace("3080", "30.5")], "3: `length` is a whole number"),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "said"), WRONG.values(), ids=WRONG.keys())
def test_wrong_lines(lines: list[str], said: str) -> None:
    """What is wrong is said in one sentence with the line of the file, whether there are spaces between its parts or none."""
    assert said in refusal(*lines)
    assert said in refusal(*[line.replace('": ', '":').replace(', "', ',"') for line in lines])


def test_bytes_that_are_no_text() -> None:
    """Bytes that are not UTF-8 are named with their line."""
    with pytest.raises(BadCaseFile, match="not UTF-8"):
        CaseLines("case.jsonl", iter([HEADER.encode(), b'{"claim": "\xff"}'])).whole()


def test_a_stream_in_pieces() -> None:
    """Wherever a stream is cut into pieces, its lines are the same; a line without an end is refused before it fills the memory."""
    text = "\n".join([HEADER, TASS, CLAIM]).encode()
    whole = list(split_lines([text]))
    for size in (1, 2, 7, len(text)):
        assert list(split_lines(text[at : at + size] for at in range(0, len(text), size))) == whole

    def endless() -> object:
        while True:
            yield b"x" * 2**20

    found = list(split_lines(endless()))  # type: ignore[arg-type]  # an iterator of bytes
    assert len(found) == 1
    assert LONGEST_LINE < len(found[0]) <= LONGEST_LINE + 2**20
    assert "longer than" in refusal(HEADER, json.dumps({"claim": "x" * LONGEST_LINE}))
