"""W3C PROV in four notations: valid, the same in each, and read by other programs as it was meant."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import prov_rules
import pyshacl
import pytest
import rdflib
from building import claim_report, full_report, hop, outlet, person, report, said, trace, words
from chain_strategies import traces
from examples import examples
from hostile import PAYLOADS, tainted
from hypothesis import given, settings
from prov.model import ProvDocument
from rdflib.namespace import PROV, RDF

from claims.exports.formats import FORMATS
from claims.exports.prov_words import VOCABULARY, desk_namespace
from claims.exports.quoting import quoted
from claims.records import AnyReport, ClaimReport, Report, ReportStream, Trace
from claims.shipped import shipped
from claims.vocabulary import EvidenceState, Manner

# rdflib's own readers and writers still use what it has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph):DeprecationWarning")

CLAIMS = rdflib.Namespace(VOCABULARY)
NARROWER = {"prov:wasQuotedFrom", "prov:hadPrimarySource", "prov:wasRevisionOf"}
ACTING = {chr(n) for n in (*range(0x20), *range(0x7F, 0xA0))} - {"\n"} | set("\u200b\u202e\u2066\u2028\u2029\ufeff")


def written(of: AnyReport, name: str) -> str:
    return "".join(FORMATS[name].write(of))


def rich() -> Report:
    """The full report with all that a database adds to it."""
    made = full_report()
    first = replace(made.claims[0], published="https://desk.example/1", claimant=person("S-2", "Erdoğan"), rating=None)
    return replace(made, claims=(first, *made.claims[1:]))


def read_json(text: str) -> ProvDocument:
    return ProvDocument.deserialize(content=text, format="json")


def read_n(text: str) -> ProvDocument:
    return ProvDocument.deserialize(content=text, format="provn", profile="strict")


def read_rdf(text: str, notation: str) -> ProvDocument:
    return ProvDocument.deserialize(content=text, format="rdf", rdf_format=notation)


def facts(document: ProvDocument) -> set[tuple[str, ...]]:
    """All that a document says, whatever the order it says it in.

    The narrower relations of RDF are left out: `prov` keeps them as properties of the thing itself, beside the derivation.
    """
    return {
        (
            record.get_type().localpart,
            str(record.identifier),
            *sorted(f"{k} {v!r}" for k, v in record.attributes if str(k) not in NARROWER),
        )
        for record in document.flattened().unified().get_records()
    }


def test_the_four_notations_say_the_same() -> None:
    """PROV-JSON and PROV-N are read as one set of statements; RDF adds its direct relations and loses none of them."""
    of = rich()
    from_json = facts(read_json(written(of, "prov-json")))
    assert from_json == facts(read_n(written(of, "prov-n")))
    from_trig = facts(read_rdf(written(of, "prov-trig"), "trig"))
    assert from_json <= from_trig
    # The reader takes a direct relation beside a qualified one for another without a name.
    assert {fact[1] for fact in from_trig - from_json} == {"None"}
    direct = rdflib.Graph().parse(data=written(of, "prov-o"), format="turtle")
    in_graphs = rdflib.Dataset().parse(data=written(of, "prov-trig"), format="trig")
    assert set(direct) <= {triple[:3] for triple in in_graphs.quads()}


def test_a_bundle_holds_one_claim_and_has_a_provenance_of_its_own() -> None:
    """Every claim is a bundle drawn from the log by the program."""
    document = read_json(written(rich(), "prov-json"))
    assert [str(b.identifier) for b in document.bundles] == [f"desk:C-{n}-provenance" for n in (12, 13)]
    about = {str(r.identifier) for r in document.get_records()}
    assert {"desk:log", "desk:program", "desk:C-12-provenance", "desk:C-12-provenance-from"} <= about


def test_direct_relations_can_be_walked() -> None:
    """`prov:wasDerivedFrom+` leads from the latest copy to the account, and the qualified node tells how each step was taken."""
    of = rich()
    graph = rdflib.Graph().parse(data=written(of, "prov-o"), format="turtle")
    desk = rdflib.Namespace(desk_namespace(of))
    walked = {
        str(row[0]).rsplit("#")[-1] for row in _rows(graph, f"SELECT ?up {{ <{desk}P-6> <{PROV}wasDerivedFrom>+ ?up }}")
    }
    assert {"P-5", "P-4", "P-3", "P-2", "P-1"} <= walked
    assert (desk["P-5"], PROV.wasQuotedFrom, desk["P-4"]) in graph
    (node,) = graph.objects(desk["P-5"], PROV.qualifiedQuotation)
    assert {str(v) for v in graph.objects(node, CLAIMS.cue)} == {"The Kyiv Independent said:"}
    assert (node, RDF.type, PROV.Derivation) in graph


def _rows(graph: rdflib.Graph, query: str) -> Iterator[Any]:
    yield from graph.query(query)


def test_the_shapes_hold() -> None:
    """Every export in RDF passes the shapes that are shipped with the program, and they do find what is missing."""
    shapes = rdflib.Graph().parse(shipped("schema") / "rdf" / "shapes.ttl")
    terms = rdflib.Graph().parse(shipped("schema") / "rdf" / "claims.ttl")
    graph = rdflib.Graph().parse(data=written(rich(), "prov-o"), format="turtle")
    conforms, _, text = pyshacl.validate(graph, shacl_graph=shapes, ont_graph=terms)
    assert conforms, text
    graph.remove((None, PROV.wasAttributedTo, None))
    assert not pyshacl.validate(graph, shacl_graph=shapes, ont_graph=terms)[0]


def test_our_terms_are_published_and_used() -> None:
    """Every term of ours that an export uses is in the vocabulary, with a comment; and nothing is in it that has no name there."""
    terms = rdflib.Graph().parse(shipped("schema") / "rdf" / "claims.ttl")
    published = {str(s) for s in terms.subjects(rdflib.RDFS.comment, None)}
    graph = rdflib.Graph().parse(data=written(rich(), "prov-o"), format="turtle")
    used = {str(term) for triple in graph for term in triple if str(term).startswith(VOCABULARY)}
    assert used <= published
    assert all(name.startswith(VOCABULARY[:-1]) for name in published)


def circle(*ids: str) -> ClaimReport:
    """Outlets that cite one another in a ring."""
    steps = [said(id, outlet(f"S-{id[2:]}"), wording=words("so")) for id in ids]
    hops = [hop(one, other, Manner.QUOTES) for one, other in zip(ids, (*ids[1:], ids[0]), strict=True)]
    return claim_report(trace(steps, hops))


@pytest.mark.parametrize("ids", [("P-1",), ("P-1", "P-2"), ("P-1", "P-2", "P-3")])
def test_a_circle_is_no_derivation(ids: tuple[str, ...]) -> None:
    """What cites itself over any way was influenced by itself; a derivation would be invalid."""
    document = read_json(written(report(circle(*ids)), "prov-json")).flattened()
    kinds = {str(r.identifier): r.get_type().localpart for r in document.get_records()}
    assert {kind for id, kind in kinds.items() if id.startswith("desk:H-")} == {"Influence"}
    assert prov_rules.broken(document.get_records()) == []


@settings(max_examples=examples(15))
@given(traces())
def test_every_chain_is_valid(chain: Trace) -> None:
    """Whatever a chain looks like: the constraints hold, records of one name unite, and both notations are read alike."""
    of = report(claim_report(chain))
    document = read_json(written(of, "prov-json"))
    document.unified()
    assert prov_rules.broken(document.flattened().get_records()) == []
    assert facts(document) == facts(read_n(written(of, "prov-n")))


def test_what_nobody_confirmed_is_no_derivation() -> None:
    """A machine's suggestion says nothing about where a claim comes from."""
    steps = [said("P-1", person("S-1")), said("P-2", outlet("S-2"))]
    text = written(report(claim_report(trace(steps, [hop("P-2", "P-1", state="suggested", id="H-7")]))), "prov-json")
    assert "H-7" not in text


def test_hostile_text_is_read_back_as_it_was() -> None:
    """In every field of every notation: read by other programs as the text that it was, and no character of it acts on a terminal."""
    for payload in PAYLOADS.values():
        of = tainted(report(rich().claims[0]), payload)
        texts = {name: written(of, name) for name in ("prov-json", "prov-n", "prov-o", "prov-trig")}
        assert not [name for name, text in texts.items() if ACTING & set(text)]
        from_json = read_json(texts["prov-json"])
        labels = [r.get_attribute("prov:label") | r.get_attribute("prov:value") for r in from_json.flattened().records]
        assert set().union(*labels) == {payload}
        assert facts(from_json) == facts(read_n(texts["prov-n"]))
        graph = rdflib.Graph().parse(data=texts["prov-o"], format="turtle")
        assert {str(v) for v in graph.objects(None, rdflib.RDFS.label)} == {payload}
        assert {str(v) for v in graph.objects(None, CLAIMS.because)} == {payload}
        links = {v for v in graph.objects() if isinstance(v, rdflib.Literal) and v.datatype == rdflib.XSD.anyURI}
        assert all(str(v).startswith(("http://", "https://")) for v in links)


@settings(max_examples=examples(25))
@given(...)
def test_quoted_text_is_itself(text: str) -> None:
    """Any text at all between quotes is what RDF readers find there."""
    kept = text.encode("utf-8", "replace").decode()
    (value,) = rdflib.Graph().parse(data=f"<a:a> <a:b> {quoted(kept)} .", format="turtle").objects()
    assert str(value) == kept


def test_claims_are_written_one_by_one() -> None:
    """The first claim has come out before the second is asked for, in every format that can."""
    first, second = rich().claims
    for name in ("prov-json", "prov-n", "prov-o", "prov-trig", "json", "jsonl", "csv", "mermaid"):
        asked: list[str] = []

        def claims(asked: list[str] = asked) -> Iterator[ClaimReport]:
            for claim in (first, second):
                asked.append(claim.claim.id)
                yield claim

        made = rich()
        seen = io.StringIO()
        for piece in FORMATS[name].write(ReportStream(made.title, claims(), made.head, made.program)):
            seen.write(piece)
            if "C-12" in seen.getvalue():
                break
        assert asked == ["C-12"], name


def test_the_state_of_a_step_is_kept() -> None:
    """What is had of an appearance, and where its words stand."""
    graph = rdflib.Graph().parse(data=written(rich(), "prov-o"), format="turtle")
    desk = rdflib.Namespace(desk_namespace(rich()))
    assert str(graph.value(desk["P-6"], CLAIMS.evidenceState)) == EvidenceState.HELD
    assert (graph.value(desk["P-6"], CLAIMS.start), graph.value(desk["P-6"], CLAIMS["end"])) == (
        rdflib.Literal("539", datatype=rdflib.XSD.int),
        rdflib.Literal("595", datatype=rdflib.XSD.int),
    )
