"""JSON-LD as it is found: an object, an array, a graph, or inside the scripts of an HTML page, with the faults that published data has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from claims.casefile.loader import MOST_DEPTH
from claims.errors import BadCaseFile
from claims.text.markup import End, Start, tokens

Object = dict[str, Any]

_SCRIPT_TYPE = "application/ld+json"
_OPENING = re.compile(r"(?:/[/*]\s*)?(?:<!\[CDATA\[|<!--)(?:\s*\*/)?")
_CLOSING = re.compile(r"(?:/[/*]\s*)?(?:\]\]>|-->)(?:\s*\*/)?$")
_LONGEST_CLOSING = 40


def documents(content: bytes, file: str, remarks: list[str]) -> Iterator[Any]:
    """The JSON values of a file: the file itself, or each script of a page. A script of a page that is no JSON is only remarked on."""
    text = decoded(content, file)
    if not text.lstrip().startswith("<"):
        yield _loaded(text, file)
        return
    for number, script in enumerate(_scripts(text), 1):
        try:
            yield _loaded(_unwrapped(script), file)
        except BadCaseFile as bad:
            remarks.append(f"script {number} of the page was left out: {bad.sentence}")


def _unwrapped(script: str) -> str:
    """A script without what hid it from old browsers."""
    text = script.strip().removesuffix(";")
    if opening := _OPENING.match(text):
        text = text[opening.end() :]
    if closing := _CLOSING.search(text[-_LONGEST_CLOSING:]):
        text = text[: len(text) - len(closing[0])]
    return text


def decoded(content: bytes, file: str) -> str:
    """UTF-8, with or without the mark at its beginning."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as bad:
        raise BadCaseFile(file, content.count(b"\n", 0, bad.start) + 1, "This is not UTF-8 text.") from None


def _loaded(text: str, file: str) -> Any:
    try:
        # Line breaks within texts are a common fault, and what they mean is plain.
        value = json.loads(text, strict=False)
    except json.JSONDecodeError as bad:
        raise BadCaseFile(file, bad.lineno, f"This is not JSON: {bad.msg}.") from None
    except (RecursionError, ValueError):
        raise BadCaseFile(
            file, None, "This JSON cannot be read: it is nested too deep, or has a number too long."
        ) from None
    return value


def _scripts(page: str) -> Iterator[str]:
    """The scripts of a page that hold JSON-LD."""
    within = False
    for token in tokens(page):
        if isinstance(token, Start):
            kind = token.attributes.get("type", "").split(";")[0].strip().lower()
            within = token.name == "script" and kind == _SCRIPT_TYPE
        elif isinstance(token, End):
            within = False
        elif within:
            yield token


def of_type(value: Any, wanted: str) -> Iterator[Object]:
    """Every object of a type, wherever it stands, in the order of the file."""
    todo: list[tuple[Any, int]] = [(value, 0)]
    while todo:
        at, depth = todo.pop()
        if depth > MOST_DEPTH:
            continue
        if isinstance(at, dict):
            if wanted in types(at):
                yield at
            todo += [(each, depth + 1) for each in reversed(at.values())]
        elif isinstance(at, list):
            todo += [(each, depth + 1) for each in reversed(at)]


def types(node: Object) -> set[str]:
    """The names of an object's types, whatever prefix or address stands before them."""
    return {re.split(r"[/#:]", name)[-1] for name in several(node.get("@type")) if isinstance(name, str)}


def several(value: Any) -> list[Any]:
    """A list of what may be one thing, several or none."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def first(value: Any, *fields: str) -> Any:
    """A field, or the first thing there is in it; step by step through objects, lists and strings that stand for objects."""
    for field in fields:
        at = next(iter(several(value)), None)
        if not isinstance(at, dict):
            return None
        value = at.get(field)
    return next(iter(several(value)), None)


def text_of(value: Any, *fields: str) -> Any:
    """What stands for a text: the text, or its `@value`, or the first of these fields of an object that is one."""
    at = next(iter(several(value)), None)
    if not isinstance(at, dict):
        return at
    found = (first(at, field) for field in ("@value", *fields))
    return next((each for each in found if isinstance(each, str | int | float) and each != ""), None)
