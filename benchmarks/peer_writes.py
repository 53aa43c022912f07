"""Marking: one durable review, ours beside the same statements through the driver."""

from collections.abc import Sequence
from statistics import median
from time import perf_counter
from typing import Any

from measuring import Comparison, counting, say
from places import Place

from claims.services.reviewing import Judgement, mark
from claims.store.engine import Database

MARKS = 30


def marks(place: Place, database: Database) -> Comparison:
    """Reviews of ordinary claims, one transaction each. What ours sent is sent again, to a copy that stood as ours did."""
    say("mark")
    ours, theirs, third = (place.copy(database) for _ in range(3))
    judgement = Judgement("unproven", "Searched the archive of the court and found nothing.")

    def one(number: int) -> None:
        with ours.writing("bench") as session:
            mark(session, [f"C-{number}"], judgement, "2026-11-22")

    times, rounds = [], []
    for number in range(1, MARKS + 1):
        with counting(ours.engine) as sent:
            begun = perf_counter()
            one(number)
            times.append(perf_counter() - begun)
        rounds.append(list(sent))
    one_by_one, reading = _again(place, theirs, rounds, keep=False)
    open_all_along, _ = _again(place, third, rounds, keep=True)
    statements = median(len([s for s, _ in sent if not s.startswith("BEGIN")]) for sent in rounds)
    table = Comparison(
        f"A mark, durable, {place.name}",
        "mark",
        "The limit sends the same statements, with those of log, caches and search index, through the driver, in the same journal mode.",
    )
    table.add("the same statements through the driver, a connection for each", one_by_one, statements=statements)
    table.add("the same, one connection kept open", open_all_along, statements=statements)
    table.add("ours, a connection for each", median(times[3:]), statements=statements)
    table.missing.append(f"{reading:.0%} of the limit is reading: the claim, its chain and the rules that may refuse")
    return table


def _again(
    place: Place, database: Database, rounds: Sequence[Sequence[tuple[str, Any]]], *, keep: bool
) -> tuple[float, float]:
    """What was sent, sent again: the time of a mark, and the share of it that is reading."""
    raw = place.raw(database)
    times, reading = [], []
    for sent in rounds:
        begun = perf_counter()
        connection = raw if keep else place.raw(database)
        connection.execute("BEGIN IMMEDIATE" if place.name == "sqlite" else "BEGIN")
        for sql, values in sent:
            if not sql.startswith("BEGIN"):
                before = perf_counter()
                cursor = connection.cursor()
                (cursor.executemany if isinstance(values, list) else cursor.execute)(sql, values)
                if cursor.description:
                    cursor.fetchall()
                    reading.append(perf_counter() - before)
        connection.execute("COMMIT")
        if not keep:
            connection.close()
        times.append(perf_counter() - begun)
    raw.close()
    return median(times[3:]), sum(reading) / sum(times)
