"""Exports: PROV-JSON and JSON lines as ours, beside templates that say the same; PROV-JSON also beside orjson alone and the prov package."""

import importlib
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import orjson
from export_formats import claim, streamed, template
from export_lines import case, filled_case, report_lines
from measuring import Comparison, beside, once, say

from claims.exports.casefile import case_lines


def provenance(claims: int) -> Comparison:
    """So many claims as PROV-JSON, from records that are in memory."""
    say("exports: PROV-JSON")
    made = [claim(number) for number in range(1, claims + 1)]
    table = Comparison(
        f"PROV-JSON of {claims:,} claims, from records in memory",
        "claim",
        "Each has a speaker, three outlets that pass words on, a review with evidence, and a finding. The template is written for this one shape: it says the "
        "same, looks at nothing, and writes all on one line; ours knows every shape of claim, looks for circles, and writes with an indent of two.",
    )

    def ours() -> int:
        return sum(map(len, streamed(made, "prov-json")))

    limit, took = beside(lambda: sum(map(len, template(made))), ours, rounds=9)
    written = b"".join(streamed(made, "prov-json"))
    document = orjson.loads(written)
    if document != orjson.loads(b"".join(template(made))):
        raise RuntimeError("the template says something else")
    table.add("a template for this shape of claim", limit / claims, says=f"{sum(map(len, template(made))):,} bytes")
    table.add("orjson alone, what ours says in one piece", min(once(lambda: orjson.dumps(document)) for _ in range(3)) / claims)  # fmt: skip
    table.add("ours", took / claims, says=f"{len(written):,} bytes")
    try:
        table.add("the prov package: its document made and written", _prov(written.decode()) / claims)
    except ModuleNotFoundError:
        table.missing.append("prov is not installed")
    return table


def json_lines(claims: int) -> Iterator[Comparison]:
    """So many claims as lines of a report, and as lines of a case."""
    say("exports: JSON lines")
    made, of = [claim(number) for number in range(1, claims + 1)], case(claims)
    yield _beside_a_template(
        f"A report of {claims:,} claims as JSON lines, from records in memory",
        "The claims of the table above, a line each. The template writes the same bytes.",
        claims, lambda: report_lines(made), lambda: streamed(made, "jsonl"),
    )  # fmt: skip
    yield _beside_a_template(
        f"A case of {claims:,} claims as JSON lines, from entries in memory",
        "The same claims with their sources and articles, eight lines a claim. The template writes the same bytes.",
        claims, lambda: filled_case(of), lambda: case_lines(of),
    )  # fmt: skip


Written = Callable[[], Iterable[bytes]]


def _beside_a_template(title: str, note: str, claims: int, filled: Written, ours: Written) -> Comparison:
    text = b"".join(ours())
    if text != b"".join(filled()):
        raise RuntimeError(f"the template says something else: {title}")
    limit, took = beside(lambda: sum(map(len, filled())), lambda: sum(map(len, ours())), rounds=9)
    table = Comparison(title, "claim", note)
    table.add("a template for this shape of claim", limit / claims)
    table.add("ours", took / claims, says=f"{len(text):,} bytes")
    return table


def _prov(written: str) -> float:
    """Its own document built through its own interface from values at hand, and serialised."""
    model = importlib.import_module("prov.model")
    read = model.ProvDocument.deserialize(content=written, format="json")
    spaces = list(read.namespaces)

    def records(of: Any) -> list[tuple[Any, ...]]:
        return [(r.get_type(), r.identifier, r.formal_attributes, r.extra_attributes) for r in of.get_records()]

    bundles = [(bundle.identifier, records(bundle)) for bundle in read.bundles]
    outside = records(read)

    def work() -> None:
        document = model.ProvDocument(namespaces=spaces)
        for values in outside:
            document.new_record(*values)
        for name, several in bundles:
            bundle = document.bundle(name)
            for values in several:
                bundle.new_record(*values)
        document.serialize(io.StringIO(), format="json")

    return once(work)
