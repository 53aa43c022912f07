"""The desk's rules and its rating scale: shown as YAML, taken back as YAML, versioned row by row."""

from typing import Any

import orjson
from sqlalchemy import Table, select

from claims.casefile import ListNode, MappingNode, Node, ScalarNode, load
from claims.chains.findings import DEFAULTS
from claims.errors import AlreadySaid, BadCaseFile, BadText, ClaimsError, did_you_mean, quoted, some_of
from claims.records import Label
from claims.services.checking import FINDINGS, OFF
from claims.store.caches import rebuild
from claims.store.engine import Session, WritingSession, close
from claims.store.present import standing, withdrawn
from claims.store.scale import labels, rules
from claims.store.tables import Rule, ScaleLabel
from claims.text.dates import checked_date
from claims.text.door import admitted_line
from claims.values import value
from claims.vocabulary import Severity

COUNTING = "second_reviewer"
CHOICES: dict[str, tuple[str, ...]] = {
    "grounds": ("refuse", "warn", OFF),
    COUNTING: (OFF, "required"),
}
"""Rules that take one of a few words."""

OF_LABELS = ("grounds_for", "grounds_against")
"""Rules that list labels of the scale, separated by spaces."""

_LABEL_FIELDS = ("id", "names", "definition", "rating", "retired_on")


@value
class _Wanted:
    rules: dict[str, str]
    """Those on findings among them, by the names of their rows."""
    labels: dict[str, Label]
    because: str | None


@value
class DeskRules:
    """The desk's rules as they stand, how much each finding weighs (by its code), and the scale."""

    rules: dict[str, str]
    findings: dict[str, str]
    labels: dict[str, Label]


def desk_rules(session: Session) -> DeskRules:
    """Rules and scale as `rules show` prints them."""
    known = rules(session)
    return DeskRules(
        {name: value for name, value in known.items() if not name.startswith(FINDINGS)},
        {code: known.get(FINDINGS + code, default.value) for code, default in DEFAULTS.items()},
        labels(session),
    )


def edit_rules(session: WritingSession, content: bytes, file: str, why: str | None) -> tuple[str, ...]:
    """Take rules and scale from YAML; what differs becomes new versions. Returns what changed, in words.

    The file may say why, in a field `because`; `why` goes before it.
    """
    known_rules, known_labels = rules(session), labels(session)
    wanted = _read(content, file, known_rules, known_labels)
    changed: list[str] = []
    for name, setting in wanted.rules.items():
        if _standing(name, known_rules) != setting:
            _version(session, Rule, "name", name, value=setting)
            changed.append(f"{name.removeprefix(FINDINGS)}: {setting}")
    for position, (name, label) in enumerate(wanted.labels.items(), 1):
        if known_labels.get(name) != label or _position(session, name) != position:
            _version(
                session, ScaleLabel, "label", name, position=position, names=orjson.dumps(label.names).decode(),
                definition=label.definition, rating=label.rating, retired_on=label.retired_on,
            )  # fmt: skip
            changed.append(f"label {name}")
    if not changed:
        raise AlreadySaid("The desk's rules say so")
    session.ledger.flush()
    if wanted.rules.get(COUNTING, known_rules.get(COUNTING)) != known_rules.get(COUNTING):
        # Which review counts follows from this rule: every claim's status may be another now.
        rebuild(session.connection)
    close(session, "rules edit", why=why or wanted.because, what=", ".join(changed))
    return tuple(changed)


def _standing(name: str, known: dict[str, str]) -> str | None:
    """The value of a rule; of one on a finding that the desk never set, the finding's own severity."""
    return known.get(name) or DEFAULTS.get(name.removeprefix(FINDINGS))


def _version(session: WritingSession, table: Table[Any], column: str, name: str, **values: str | int | None) -> None:
    of = table.c[column]
    first = session.connection.execute(
        select(table.c.seq).where(of == name, table.c.first.is_(None), withdrawn(table.c.seq) == 0),
        {"upto": session.upto},
    ).scalar()
    version = session.ledger.next_version(table, first) if first is not None else 1
    session.ledger.append(table, first=first, version=version, **{column: name}, **values)


def _position(session: Session, name: str) -> int | None:
    rows = session.connection.execute(
        select(
            ScaleLabel.c.seq,
            ScaleLabel.c.first,
            ScaleLabel.c.version,
            ScaleLabel.c.position,
            withdrawn(ScaleLabel.c.seq),
        ).where(ScaleLabel.c.label == name),
        {"upto": session.upto},
    ).all()
    return next((row.position for row in standing(rows).values()), None)


def _read(content: bytes, file: str, known_rules: dict[str, str], known_labels: dict[str, Label]) -> _Wanted:
    root = load(content, file)
    if not isinstance(root, MappingNode):
        raise BadCaseFile(file, root.line, "Rules are a mapping with the fields rules, findings and labels.")
    _only(root, ("because", "rules", "findings", "labels"), file)
    found = _labels(root.entries.get("labels"), file) if "labels" in root.entries else dict(known_labels)
    missing = [name for name in known_labels if name not in found]
    if missing:
        raise BadCaseFile(
            file, None, f"A label is never removed: {some_of(missing)} is missing. Give it a retired_on instead."
        )
    wanted: dict[str, str] = {}
    node = root.entries.get("rules")
    if isinstance(node, MappingNode):
        for name, value in node.entries.items():
            wanted[name] = _rule(name, value, file, known_rules, found)
    elif node is not None:
        raise BadCaseFile(file, node.line, "rules is a mapping of names to values.")
    wanted |= _findings(root.entries.get("findings"), file)
    said = root.entries.get("because")
    because = said.text if isinstance(said, ScalarNode) else None
    return _Wanted(wanted, found, admitted_line("reason", because) if because and because.strip() else None)


def _findings(node: Node | None, file: str) -> dict[str, str]:
    """How much each finding weighs: rules named after the findings."""
    if node is None:
        return {}
    if not isinstance(node, MappingNode):
        raise BadCaseFile(file, node.line, "findings is a mapping of codes to severities.")
    weights = (OFF, *(severity.value for severity in Severity))
    for code, setting in node.entries.items():
        if code not in DEFAULTS:
            known = did_you_mean(code, DEFAULTS) or " docs/findings.md has them all."
            raise BadCaseFile(file, setting.line, f"There is no finding {code}.{known}")
        if not isinstance(setting, ScalarNode) or setting.text not in weights:
            raise BadCaseFile(file, setting.line, f"The finding {code} can be set to {', '.join(weights)}.")
    return {
        f"{FINDINGS}{code}": setting.text or ""
        for code, setting in node.entries.items()
        if isinstance(setting, ScalarNode)
    }


def _rule(name: str, node: Node, file: str, known: dict[str, str], scale: dict[str, Label]) -> str:
    value = node.text if isinstance(node, ScalarNode) else None
    known = {rule: value for rule, value in known.items() if not rule.startswith(FINDINGS)}
    if name not in known:
        raise BadCaseFile(
            file,
            node.line,
            f"There is no rule {name}.{did_you_mean(name, known) or f' Known: {some_of(list(known))}.'}",
        )
    if value is None:
        raise BadCaseFile(file, node.line, f"The rule {name} needs a value.")
    if name in CHOICES and value not in CHOICES[name]:
        raise BadCaseFile(file, node.line, f"{name} cannot be {value}. It is one of {', '.join(CHOICES[name])}.")
    if name in OF_LABELS:
        for label in value.split():
            if label not in scale:
                raise BadCaseFile(file, node.line, f"{label} is not a label of the scale.{did_you_mean(label, scale)}")
    return value


def _labels(node: Node | None, file: str) -> dict[str, Label]:
    if not isinstance(node, ListNode):
        raise BadCaseFile(file, node.line if node else None, "labels is a list.")
    found: dict[str, Label] = {}
    for item in node.items:
        if not isinstance(item, MappingNode):
            raise BadCaseFile(file, item.line, "A label is a mapping with id, names and definition.")
        _only(item, _LABEL_FIELDS, file)
        try:
            label = _label(item)
        except ClaimsError as wrong:
            raise BadCaseFile(file, item.line, wrong.sentence) from wrong
        except ValueError as wrong:
            raise BadCaseFile(file, item.line, str(wrong)) from wrong
        if label.label in found:
            raise BadCaseFile(file, item.line, f"The label {label.label} stands twice.")
        found[label.label] = label
    return found


def _label(item: MappingNode) -> Label:
    texts = {k: _text(n) for k, n in item.entries.items() if k != "names"}
    names = item.entries.get("names")
    if not isinstance(names, MappingNode) or not names.entries:
        raise ValueError("A label has names: a mapping of languages to what people read, such as {en: Unproven}.")
    known = {k: admitted_line(f"name in {k}", _text(n) or "") for k, n in names.entries.items()}
    rating = texts.get("rating")
    if rating is not None and rating not in {"1", "2", "3", "4", "5"}:
        raise ValueError(f"A rating is a whole number from 1 to 5, not {rating}.")
    retired = texts.get("retired_on")
    id = admitted_line("id", texts.get("id") or "", most=100)
    if len(id.split()) > 1:
        raise ValueError(f"The id of a label is one word, not {quoted(id)}; its names may have several.")
    return Label(
        label=id,
        names=known,
        definition=admitted_line("definition", texts.get("definition") or ""),
        rating=int(rating) if rating is not None else None,
        retired_on=checked_date(retired) if retired is not None else None,
    )


def _text(node: Node) -> str | None:
    if not isinstance(node, ScalarNode):
        raise BadText("value", 'is one text here; put it into "quotes" if it has , : [ ] { } in it')
    return node.text


def _only(node: MappingNode, fields: tuple[str, ...], file: str) -> None:
    for name, given in node.entries.items():
        if name not in fields:
            hint = did_you_mean(name, fields) or f" Known: {', '.join(fields)}."
            raise BadCaseFile(file, given.line, f"There is no field {name} here.{hint}")
