import json

import pytest
import yaml
from timing import less_than, spent

from claims.casefile import loader
from claims.casefile.loader import ListNode, MappingNode, Node, ScalarNode, load
from claims.errors import BadCaseFile

Plain = str | None | list["Plain"] | dict[str, "Plain"]


def plain(node: Node) -> Plain:
    if isinstance(node, ScalarNode):
        return node.text
    if isinstance(node, ListNode):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.entries.items()}


def read(text: str) -> Plain:
    return plain(load(text.encode(), "case.yaml"))


def refusal(content: str | bytes) -> str:
    with pytest.raises(BadCaseFile) as refused:
        load(content.encode() if isinstance(content, str) else content, "case.yaml")
    assert "\n" not in refused.value.sentence
    return refused.value.sentence


@pytest.fixture(params=["libyaml", "pure"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Every requirement holds with libyaml and without it."""
    if request.param == "pure":
        monkeypatch.setattr(loader, "PARSER", yaml.SafeLoader)
    elif not hasattr(yaml, "CSafeLoader"):
        pytest.skip("PyYAML was built without libyaml")
    return str(request.param)


# --- what is read ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "NO",
        "no",
        "yes",
        "on",
        "y",
        "true",
        "012",
        "0x1F",
        "1_000",
        "22:22",
        "22:22:22",
        "2022-07-27",
        "2025-13-45",
        "1e3",
        ".5",
        ".inf",
        "NULL",
        "Null",
        "<<",
        "=",
    ],
)
def test_every_scalar_is_its_text(text: str) -> None:
    """Norway stays NO, 012 stays 012, 22:22 is no number of seconds and 2025-13-45 is nobody's error here."""
    assert read(f"field: {text}\nlist: [{text}]\n") == {"field": text, "list": [text]}


def test_only_null_is_absent_and_only_unquoted() -> None:
    """`null`, `~` and nothing at all are absent; in quotes they are words."""
    assert read("a: null\nb: ~\nc:\nd: 'null'\ne: \"~\"\nf: ''\n") == {
        "a": None,
        "b": None,
        "c": None,
        "d": "null",
        "e": "~",
        "f": "",
    }


def test_a_merge_key_is_a_name_like_any_other() -> None:
    """Nothing is merged."""
    assert read("a: {<<: {b: c}}") == {"a": {"<<": {"b": "c"}}}


def test_values_know_the_line_of_their_name() -> None:
    """A complaint about a value leads to the line where its field is named."""
    root = load(b"# a comment\nfirst: one\nsecond:\n\n  - x\n  - y: z\n", "case.yaml")
    assert isinstance(root, MappingNode)
    second = root.entries["second"]
    assert isinstance(second, ListNode)
    assert (root.line, root.entries["first"].line, second.line) == (2, 2, 3)
    assert [item.line for item in second.items] == [5, 6]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_part_of_the_text(encoding: str) -> None:
    """Files saved by Windows programs are read."""
    assert plain(load("title: Erdoğan\r\nnote: ü\r\n".encode(encoding), "case.yaml")) == {
        "title": "Erdoğan",
        "note": "ü",
    }


def test_utf_16_is_read_in_either_byte_order() -> None:
    """The mark says which."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        assert plain(load(mark + "title: Erdoğan".encode(encoding), "case.yaml")) == {"title": "Erdoğan"}


# --- JSON ------------------------------------------------------------------------------------------------------------

HARD_IN_JSON = [
    "😀 in one",
    "C:\\ud83d\\ude00 is a path",
    '\\"quoted\\"',
    "http://example.org/",
    "line\nbreak\ttab\rreturn\x08\x0c",
    "\u2028 and \u2029 and \x85 and \x7f and \ufeff and \ufffe",
    "  spaces   kept  ",
    "Türkiye’s “deal”",
    "\x1b[31m \u202e",
]


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("indent", [None, 2])
def test_json_reads_as_the_same_texts(ascii_only: bool, indent: int | None) -> None:
    """A case written by any JSON library comes in as it was meant, escaped or not, on one line or many."""
    written: Plain = {
        "texts": list(HARD_IN_JSON),
        "empty": [None, "", {}, []],
        "\u200b" * 200: "a long key",
        "ş" * 200: "another",
    }
    assert read(json.dumps(written, ensure_ascii=ascii_only, indent=indent)) == written


def test_json_may_escape_the_slash() -> None:
    """PHP writes \\/ for /."""
    assert read(r'{"url": "https:\/\/example.org\/a\\\/b"}') == {"url": r"https://example.org/a\/b"}


def test_numbers_and_booleans_of_json_are_text() -> None:
    """JSON is read by the same rule as YAML: the field says what it is."""
    assert read('{"a":1,"b":true,"c":1.50,"d":null,"e":[-2]}') == {
        "a": "1",
        "b": "true",
        "c": "1.50",
        "d": None,
        "e": ["-2"],
    }


def test_yaml_that_begins_like_json_keeps_its_backslashes() -> None:
    """In single quotes and without quotes a backslash stands for itself."""
    assert read(r"{a: 'C:\ud83d\ude00', b: C:\/x}") == {"a": r"C:\ud83d\ude00", "b": r"C:\/x"}


def test_half_a_character_in_json_is_refused() -> None:
    """A lone surrogate is no text that a database can keep."""
    assert refusal('{\n"a": "\\ud83d"}').startswith("case.yaml:2: ")
    assert refusal('{\n"a": "\\\\\\udc00"}').startswith("case.yaml:2: ")


# --- what is refused -------------------------------------------------------------------------------------------------


def seconds(content: str) -> float:
    return spent(lambda: refusal(content))


def test_an_alias_bomb_is_refused_at_its_first_anchor() -> None:
    """A few hundred bytes never become gigabytes."""
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 30))
    assert "case.yaml:1: &a0 is an anchor" in refusal(bomb)
    assert seconds(bomb) < 1


def test_a_merge_key_bomb_is_refused() -> None:
    """Nor does a chain of merges hang."""
    bomb = "a0: &a0 {k: v}\n" + "".join(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 30))
    assert "case.yaml:1: &a0 is an anchor" in refusal(bomb)
    assert seconds(bomb) < 1


@pytest.mark.parametrize(
    "bomb", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000, "? " * 100_000, "[" * 100_000 + "]" * 100_000]
)
def test_a_hundred_thousand_brackets_are_refused(bomb: str) -> None:
    """They overflow no stack: reading ends at depth 64."""
    assert refusal(bomb).startswith("case.yaml:1: ")
    assert seconds(bomb) < 20  # a tenth of one, a quarter where Python reads it


def test_depth_64_is_read_and_65_is_not() -> None:
    """The limit is where the grammar says."""
    assert read("[" * 64 + "]" * 64)
    assert "nested deeper than 64" in refusal("\n" + "[" * 65 + "]" * 65)


def test_too_many_values_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit stops reading before memory does."""
    monkeypatch.setattr(loader, "MOST_NODES", 10)
    assert read("[1, 2, 3, 4, 5, 6, 7, 8, 9]")
    assert "case.yaml:2: The file has more than 10 values" in refusal("[1, 2, 3, 4, 5, 6, 7, 8, 9,\n10, 11]")


def test_too_large_a_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is it decoded."""
    monkeypatch.setattr(loader, "MOST_BYTES", 2**20)
    assert refusal(b"\xff" * (2**20 + 1)) == "case.yaml: The file is larger than 1 MB; split the case into several."


REFUSED = {
    "a: 1\nb: 2\na: 3": "3: The name a is given twice; the first is in line 1.",
    'a: 1\n"a": 3': "2: The name a is given twice",
    "{a: 1, a: 2}": "1: The name a is given twice",
    "a: 1\n---\nb: 2": "2: A second document begins here",
    "? [a, b]\n: c": "1: A name is wanted here",
    "a: {{b}}": "1: A name is wanted here",
    "a: 1\n~: 2": "2: There is no name before this colon",
    "note: *important": "1: *important is an alias, which is not read; write it out, or put text that begins with * into quotes.",
    "note: &c": "1: &c is an anchor",
    "a:\n  note: !important x": "2: !important is a tag, which is not read; leave it out, or put text that begins with ! into quotes.",
    "note: ! x": "1: ! is a tag",
    "note: !!python/object:os.system x": "1: tag:yaml.org,2002:python/object:os.system is a tag",
    "note: !a!b x": "1: Tags are not read",
    "a: 1\ntext: Putin said: no": "2: This is not YAML (mapping values are not allowed",
    "a: {text: Putin said: no}": "1: This is not YAML (",
    "a: 1\ntext: @home": "2: This is not YAML (",
    "a: 1\ntext: %x": "2: This is not YAML (",
    "text: `x`": "1: This is not YAML (",
    "text: [sic] he said": "1: This is not YAML (",
    'text: "a deal" he said': "1: This is not YAML (",
    "text: 'it's so'": "1: This is not YAML (",
    "note: * starred": "1: This is not YAML (",
    "a: [b, c\nd: e\nf: g": "2: This is not YAML (",
    'a: 1\ntext: "never closed\nb: 2\n': "2: The quotation mark that opens here is never closed.",
    "a: 1\ntext: 'never closed\nb: 2\n": "2: The quotation mark that opens here is never closed.",
    "a:\n\tb: c": "2: This line is indented with a tab; YAML wants spaces.",
    'path: "C:\\dir"': '1: YAML does not know this escape inside "double quotes"; write the backslash twice',
    'a: "\\xZZ"': "1: YAML does not know this escape",
    'a: 1\nb: "x\\0y"': "2: x\0y has NUL",
    "a: 1\nb: x\0y": "2: U+0000 cannot stand in YAML as it is; remove it.",
    "a: 1\nb: \x07": '2: U+0007 cannot stand in YAML as it is; write it as \\u0007 inside "double quotes", or remove it.',
    "": " There is nothing in this file.",
    "# only a comment\n": " There is nothing in this file.",
    "---\n": " There is nothing in this file.",
    "\ufeff": " There is nothing in this file.",
}


@pytest.mark.parametrize("content", REFUSED)
def test_what_is_wrong_is_said_with_its_line(content: str) -> None:
    """One sentence: what is wrong, where, and what to do."""
    sentence = refusal(content)
    assert sentence.startswith(f"case.yaml:{REFUSED[content]}")
    if "is not YAML" in sentence:
        assert sentence.endswith('into "quotes".')


def test_a_lone_surrogate_is_refused() -> None:
    """Escaped or as three bytes of broken UTF-8."""
    assert refusal('a: 1\nb: "\\ud83d"').startswith("case.yaml:2: ")
    assert refusal('a: 1\nb: "\\ud83d\\ude00"').startswith("case.yaml:2: ")
    assert (
        refusal(b"a: 1\nb: \xed\xa0\xbd") == "case.yaml:2: Here are bytes that are not UTF-8; save the file as UTF-8."
    )


def test_bytes_that_are_no_text_are_refused_with_their_line() -> None:
    """Latin-1, half a UTF-16 file and a picture get a sentence, not a traceback."""
    assert refusal("a: 1\nb: Türk".encode("latin-1")).startswith("case.yaml:2: Here are bytes that are not UTF-8")
    assert refusal("a: 1\nb: 2".encode("utf-16") + b"\x00").startswith(
        "case.yaml:2: Here are bytes that are not UTF-16"
    )
    assert "case.yaml:1: " in refusal(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))


def test_a_file_with_nothing_but_one_text_is_that_text() -> None:
    """What a file must hold is for its reader to say."""
    assert load(b"just words\n", "x") == ScalarNode(1, "just words")


def test_reading_takes_time_in_proportion(parser: str) -> None:
    """A hundred thousand claims are read in seconds; PyYAML alone takes about fifty times as long."""
    count = 100_000 if parser == "libyaml" else 2_000
    claims = "claims:\n" + "".join(f"  - {{key: c{n}, text: Claim number {n}}}\n" for n in range(count))
    with less_than(20):
        root = load(claims.encode(), "x")
    assert isinstance(root, MappingNode)
    found = root.entries["claims"]
    assert isinstance(found, ListNode)
    assert len(found.items) == count


def test_the_scale_and_the_rules_are_read_by_the_same_reader() -> None:
    """Nothing in `load` knows what a case is."""
    assert read("- id: half-true\n  label: {en: Half true, 'no': Halvveis sant}\n") == [
        {"id": "half-true", "label": {"en": "Half true", "no": "Halvveis sant"}}
    ]
