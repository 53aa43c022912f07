"""What a new database starts with: the rating scale and the desk's rules."""

from typing import Any, assert_never

import orjson

from claims.casefile import ListNode, MappingNode, Node, ScalarNode, load
from claims.shipped import shipped
from claims.store.engine import WritingSession
from claims.store.tables import Rule, ScaleLabel


def seed(session: WritingSession) -> None:
    """Append the shipped scale and rules."""
    for position, label in enumerate(_read("scale.yaml")["labels"], 1):
        session.ledger.append(
            ScaleLabel,
            version=1,
            label=label["id"],
            position=position,
            names=orjson.dumps(label["names"]).decode(),
            definition=label["definition"],
            rating=int(label["rating"]) if label.get("rating") else None,
            retired_on=label.get("retired_on"),
        )
    for name, value in _read("rules.yaml")["rules"].items():
        session.ledger.append(Rule, version=1, name=name, value=value)


def _read(name: str) -> Any:
    path = shipped("seeds") / name
    return _plain(load(path.read_bytes(), name))


def _plain(node: Node) -> Any:
    """A node as dicts, lists and texts."""
    match node:
        case ScalarNode():
            return node.text
        case ListNode():
            return [_plain(item) for item in node.items]
        case MappingNode():
            return {key: _plain(value) for key, value in node.entries.items()}
    assert_never(node)
