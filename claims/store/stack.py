"""Several questions answered in one statement: a chain is read in three round trips, whatever its size and however many tables it lies in."""

from collections import namedtuple
from collections.abc import Mapping
from typing import Any

from sqlalchemy import BigInteger, Connection, Integer, Select, Text, cast, literal, null, union_all

AnySelect = Select[*tuple[Any, ...]]


class Stack:
    """Selects of different shapes as one UNION ALL: each column takes a slot of its type, the others are NULL."""

    def __init__(self, **selects: AnySelect) -> None:
        """Columns must be whole numbers or text, and named."""
        self._shapes: list[tuple[str, Any, list[int]]] = []
        texts, wholes = 0, 0
        plans: list[tuple[AnySelect, list[tuple[str, int]]]] = []
        for name, query in selects.items():
            slots: list[tuple[str, int]] = []
            used = {"text": 0, "whole": 0}
            for column in query.selected_columns:
                kind = "whole" if isinstance(column.type, Integer) else "text"
                slots.append((kind, used[kind]))
                used[kind] += 1
            texts, wholes = max(texts, used["text"]), max(wholes, used["whole"])
            plans.append((query, slots))
            shape = namedtuple(name, [c.key for c in query.selected_columns])  # type: ignore[misc]  # noqa: PYI024 - known at run time only
            self._shapes.append((name, shape, []))
        branches = []
        for tag, (query, slots) in enumerate(plans):
            columns = list(query.selected_columns)
            row: list[Any] = [cast(null(), BigInteger())] * wholes + [cast(null(), Text())] * texts
            for column, (kind, slot) in zip(columns, slots, strict=True):
                place = slot if kind == "whole" else wholes + slot
                row[place] = column
                self._shapes[tag][2].append(place + 1)
            branches.append(
                query.with_only_columns(literal(tag).label("tag"), *(c.label(f"c{i}") for i, c in enumerate(row)))
            )
        self._statement = union_all(*branches)

    def run(self, connection: Connection, **parameters: object) -> Mapping[str, list[Any]]:
        """The rows of each select, by its name, as named tuples; the order of rows is not defined."""
        answers: dict[str, list[Any]] = {name: [] for name, _, _ in self._shapes}
        makers = [(answers[name].append, shape._make, places) for name, shape, places in self._shapes]
        for row in connection.execute(self._statement, parameters):
            add, make, places = makers[row[0]]
            add(make([row[p] for p in places]))
        return answers
