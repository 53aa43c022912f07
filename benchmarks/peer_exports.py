"""Exports: PROV-JSON as ours, beside a template, orjson alone and the prov package."""

import importlib
import io
import json
from collections.abc import Iterator
from typing import Any

import orjson
from measuring import Comparison, beside, once, say

from claims.exports.formats import FORMATS
from claims.records import ClaimReport, Report
from claims.services.reporting import report
from claims.store.engine import Database


def provenance(database: Database, claims: int) -> Comparison:
    """So many claims as PROV-JSON, from records that are in memory."""
    say("exports: PROV-JSON")
    with database.reading() as session:
        made = report(session, [f"C-{n}" for n in range(100, 100 + claims)])
    table = Comparison(
        f"PROV-JSON of {claims:,} claims, from records in memory",
        "claim",
        "The template says far less: a line for each appearance, hop and speaker, without places, hedges, findings, history or what the bundles are.",
    )
    form = FORMATS["prov-json"]
    limit, ours = beside(lambda: sum(map(len, _template(made))), lambda: sum(map(len, form.write(made))), rounds=3)
    written = "".join(form.write(made))
    document = orjson.loads(written)
    table.add("a template stream", limit / claims, says=f"{sum(map(len, _template(made))):,} characters")
    table.add("orjson alone, what ours says in one piece", min(once(lambda: orjson.dumps(document)) for _ in range(3)) / claims)  # fmt: skip
    table.add("ours", ours / claims, says=f"{len(written):,} characters")
    try:
        table.add("the prov package: its document made and written", _prov(written) / claims)
    except ModuleNotFoundError:
        table.missing.append("prov is not installed")
    return table


def _template(made: Report) -> Iterator[str]:
    yield '{"entity": {'
    for claim in made.claims:
        for step in claim.trace.appearances:
            yield f'"desk:{step.id}": {{"prov:type": "appearance", "prov:label": {json.dumps(step.source.name)}}},\n'
    yield '"_": {}}, "wasDerivedFrom": {'
    yield from _hops(made.claims)
    yield '"_": {}}}'


def _hops(claims: Any) -> Iterator[str]:
    claim: ClaimReport
    for claim in claims:
        for hop in claim.trace.attributions:
            yield (
                f'"desk:{hop.id}": {{"prov:generatedEntity": "desk:{hop.downstream}", '
                f'"prov:usedEntity": "desk:{hop.upstream}", "prov:type": "{hop.manner}"}},\n'
            )


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
