"""The one reader of YAML: every case file, rating scale and rules file comes through `load`.

It makes nodes with line numbers from the parser's events, in one pass and without recursion, so that nothing a file holds can grow (aliases, merge
keys), overflow the stack (brackets) or change its meaning on the way in (`NO`, `012`, `22:22`): every scalar is its text, and only null is absent.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

import orjson
import yaml
from yaml.events import ScalarEvent
from yaml.reader import ReaderError

from claims.errors import BadCaseFile
from claims.values import value

MOST_BYTES = 256 * 2**20
MOST_NODES = 5_000_000
MOST_DEPTH = 64

# libyaml reads about fifty times as fast; PyYAML without it gives the same events.
PARSER: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NULLS = frozenset({"", "~", "null"})
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NEVER_KEPT = re.compile("[\0\ud800-\udfff]")

_TAB_INDENT = re.compile(r" *\t")

_MAY_BE_JSON = re.compile(r"\s*[\[{]")
# Characters that JSON allows raw and YAML refuses or folds as line breaks.
_RAW_IN_JSON_ONLY = "\x7f-\x9f\u2028\u2029\ufffe\uffff"
_DIFFERS_IN_JSON = re.compile(rf"[\\{_RAW_IN_JSON_ONLY}]")
_JSON_ESCAPE = re.compile(
    rf"\\u(?P<high>d[89ab][0-9a-f]{{2}})\\u(?P<low>d[c-f][0-9a-f]{{2}})|\\u(?P<code>[0-9a-f]{{4}})|\\(?P<other>.)|[{_RAW_IN_JSON_ONLY}]",
    re.IGNORECASE,
)


class ScalarNode(NamedTuple):
    """One text, or None where nothing, `~` or `null` stands unquoted. The line of a field's value is that of the field's name."""

    line: int
    text: str | None


@value
class ListNode:
    line: int
    items: tuple[Node, ...]


@value
class MappingNode:
    line: int
    entries: dict[str, Node]


Node = ScalarNode | ListNode | MappingNode


def load(content: bytes, file: str) -> Node:
    """The file's one document as nodes with lines counted from 1; whatever is wrong with it is a BadCaseFile that names `file` and the line."""
    text = _json_made_yaml(_decoded(content, file))
    builder = _Builder(file, escapes="\\" in text)
    try:
        for event in yaml.parse(text, Loader=PARSER):
            builder.take(event)
    except ReaderError:
        raise _unprintable(text, file) from None
    except yaml.MarkedYAMLError as broken:
        raise _syntax(broken, text, file) from None
    if isinstance(builder.root, ScalarNode) and builder.root.text is None:
        raise BadCaseFile(file, None, "There is nothing in this file.")
    return builder.root


def _decoded(content: bytes, file: str) -> str:
    if len(content) > MOST_BYTES:
        raise BadCaseFile(file, None, f"The file is larger than {MOST_BYTES // 2**20} MB; split the case into several.")
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as broken:
        before = content[: broken.start].decode("utf-16" if wide else "utf-8", "ignore")
        name = "UTF-16" if wide else "UTF-8"
        raise BadCaseFile(
            file, before.count("\n") + 1, f"Here are bytes that are not {name}; save the file as UTF-8."
        ) from None


def _json_made_yaml(text: str) -> str:
    """JSON is YAML but for a few characters: what YAML would refuse (surrogate pairs) or fold (U+2028) is rewritten; other text comes back as it is.

    Only a file that is JSON from end to end is touched: elsewhere a backslash may stand for itself.
    """
    if not _MAY_BE_JSON.match(text) or not _DIFFERS_IN_JSON.search(text):
        return text
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError:
        return text
    return _JSON_ESCAPE.sub(_json_escape_made_yaml, text)


def _json_escape_made_yaml(found: re.Match[str]) -> str:
    if found["high"]:
        return chr(0x10000 + ((int(found["high"], 16) - 0xD800) << 10) + (int(found["low"], 16) - 0xDC00))
    if found["code"]:
        letter = chr(int(found["code"], 16))
        # As itself where it can stand so: YAML wants a key within 1,024 characters, and six of them for one letter use that up.
        return found[0] if letter < "\xa0" or _DIFFERS_IN_JSON.match(letter) else letter
    if found["other"]:
        return "/" if found["other"] == "/" else found[0]
    return f"\\u{ord(found[0]):04x}"


class _Open:
    """A list or mapping whose end has not been read."""

    __slots__ = ("entries", "items", "key", "key_line", "line")

    def __init__(self, line: int, *, is_list: bool) -> None:
        self.line = line
        self.items: list[Node] | None = [] if is_list else None
        self.entries: dict[str, Node] = {}
        self.key: str | None = None
        self.key_line = line

    def closed(self) -> ListNode | MappingNode:
        return MappingNode(self.line, self.entries) if self.items is None else ListNode(self.line, tuple(self.items))


class _Builder:
    """Makes nodes of events, holding what is open on a list of its own instead of Python's stack."""

    def __init__(self, file: str, *, escapes: bool) -> None:
        """`escapes`: whether the file has a backslash in it; as themselves NUL and half a character cannot stand in YAML."""
        self.file = file
        self.escapes = escapes
        self.root: Node = ScalarNode(1, None)
        self.open: list[_Open] = []
        self.count = 0
        self.documents = 0

    def take(self, event: yaml.Event) -> None:
        mark = event.start_mark
        line = mark.line + 1 if mark else 1
        if event.__class__ is ScalarEvent:  # most events are
            self._scalar(event, line)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._begin(event, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._end()
        elif isinstance(event, yaml.AliasEvent):
            raise self._bad(
                line,
                f"*{event.anchor} is an alias, which is not read; write it out, or put text that begins with * into quotes.",
            )
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise self._bad(line, "A second document begins here; one file holds one.")

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        if event.anchor is not None or event.tag is not None:
            self._refuse_marked(event.anchor, event.tag, line)
        text: str | None = event.value
        if self.escapes and NEVER_KEPT.search(event.value):
            raise self._bad(
                line, f"{shown(event.value)} has NUL or half a character (a lone surrogate) in it; remove it."
            )
        if text in _NULLS and event.implicit[0]:
            text = None
        within = self.open[-1] if self.open else None
        if within is None or within.items is not None:
            self._place(ScalarNode(line, text), within)
        elif within.key is None:
            self._key(within, text, line)
        else:
            self._place(ScalarNode(within.key_line, text), within)

    def _begin(self, event: yaml.CollectionStartEvent, line: int) -> None:
        self._refuse_marked(event.anchor, event.tag, line)
        within = self.open[-1] if self.open else None
        if within and within.items is None:
            if within.key is None:
                raise self._bad(line, "A name is wanted here; put text that begins with [ or { into quotes.")
            line = within.key_line
        if len(self.open) == MOST_DEPTH:
            raise self._bad(line, f"Lists and mappings are nested deeper than {MOST_DEPTH} here.")
        self.open.append(_Open(line, is_list=isinstance(event, yaml.SequenceStartEvent)))

    def _end(self) -> None:
        done = self.open.pop()
        self._place(done.closed(), self.open[-1] if self.open else None)

    def _key(self, mapping: _Open, key: str | None, line: int) -> None:
        if key is None:
            raise self._bad(line, "There is no name before this colon; quote text that holds a colon.")
        if key in mapping.entries:
            raise self._bad(
                line, f"The name {shown(key)} is given twice; the first is in line {mapping.entries[key].line}."
            )
        mapping.key, mapping.key_line = key, line

    def _place(self, node: Node, within: _Open | None) -> None:
        self.count += 1
        if self.count > MOST_NODES:
            raise self._bad(node.line, f"The file has more than {MOST_NODES:,} values; split the case into several.")
        if within is None:
            self.root = node
        elif within.items is not None:
            within.items.append(node)
        elif within.key is not None:
            within.entries[within.key] = node
            within.key = None

    def _refuse_marked(self, anchor: str | None, tag: str | None, line: int) -> None:
        if anchor is not None:
            raise self._bad(
                line,
                f"&{anchor} is an anchor, which is not read; leave it out, or put text that begins with & into quotes.",
            )
        if tag is not None:
            raise self._bad(
                line,
                f"{shown(tag)} is a tag, which is not read; leave it out, or put text that begins with ! into quotes.",
            )

    def _bad(self, line: int, what: str) -> BadCaseFile:
        return BadCaseFile(self.file, line, what)


def _unprintable(text: str, file: str) -> BadCaseFile:
    found = _UNPRINTABLE.search(text)
    at, code = (found.start(), ord(found[0])) if found else (0, 0)
    advice = f'write it as \\u{code:04x} inside "double quotes", or remove it' if code else "remove it"
    return BadCaseFile(file, text.count("\n", 0, at) + 1, f"U+{code:04X} cannot stand in YAML as it is; {advice}.")


def _syntax(broken: yaml.MarkedYAMLError, text: str, file: str) -> BadCaseFile:
    """What the parser stumbled over, at the line where a person would mend it."""
    problem, context = str(broken.problem or "it breaks off"), str(broken.context or "")
    at = broken.problem_mark or broken.context_mark
    line = at.line + 1 if at else 1
    began = broken.context_mark.line + 1 if broken.context_mark else line
    if "quoted scalar" in context and ("end of stream" in problem or "document" in problem):
        return BadCaseFile(file, began, "The quotation mark that opens here is never closed.")
    if "Unicode character escape" in problem:
        return BadCaseFile(
            file, line, "An escape such as \\ud83d is only half a character; write the character itself."
        )
    if "escape" in problem or "decimal" in problem:
        advice = "write the backslash twice, or use 'single quotes'"
        return BadCaseFile(file, line, f'YAML does not know this escape inside "double quotes"; {advice}.')
    if "cannot start any token" in problem and _TAB_INDENT.match(text.split("\n", line)[line - 1]):
        return BadCaseFile(file, line, "This line is indented with a tab; YAML wants spaces.")
    if "tag" in problem or "tag" in context:
        return BadCaseFile(file, line, "Tags are not read; put text that begins with ! into quotes.")
    if "simple key" in context:
        line = began
    since = f", since line {began}" if began < line else ""
    advice = 'put text that holds , : ? # [ ] { } & * ! % @ or quotation marks into "quotes"'
    return BadCaseFile(file, line, f"This is not YAML ({problem}{since}); {advice}.")


def shown(text: str, most: int = 60) -> str:
    """Words from the file as a message repeats them: on one line, and not longer than a glance."""
    line = " ".join(text.split())
    return (line or '""') if len(line) <= most else line[: most - 1] + "…"
