"""The page on paper, made by WeasyPrint and read back with pypdf."""

from __future__ import annotations

import io
import re
import sys
import time
from collections.abc import Iterator

import pypdf
import pytest
from building import full_report, report
from hostile import PAYLOADS, tainted

from claims.chains.graph import graph_of, in_reading_order
from claims.errors import ExtraMissing, LibraryMissing
from claims.exports.formats import FORMATS
from claims.exports.html.style import PAPER
from claims.records import Report

pytest.importorskip("pydyf", reason="no WeasyPrint here: pip install -e .[pdf]")


def written(of: Report) -> bytes:
    try:
        return b"".join(FORMATS["pdf"].pieces(of))
    except LibraryMissing as missing:
        pytest.skip(str(missing))


def text(document: bytes) -> str:
    sheets = pypdf.PdfReader(io.BytesIO(document)).pages
    return " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())


def keys(value: object, seen: set[int]) -> Iterator[str]:
    """Every name of every dictionary in a document."""
    value = value.get_object() if isinstance(value, pypdf.generic.IndirectObject) else value
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, dict):
        for name, each in value.items():
            yield str(name)
            yield from keys(each, seen)
    elif isinstance(value, list):
        for each in value:
            yield from keys(each, seen)


def addresses(document: bytes) -> set[str]:
    """Where its links lead outside of it."""
    found = set()
    for sheet in pypdf.PdfReader(io.BytesIO(document)).pages:
        for annotation in sheet.get("/Annots", []):
            action = annotation.get_object().get("/A", {})
            found |= {str(action["/URI"])} if "/URI" in action else set()
    return found


@pytest.fixture(scope="module")
def paper() -> bytes:
    return written(full_report())


def test_every_step_is_in_its_text(paper: bytes) -> None:
    """Number, source and id of every step, status, findings, the log's root; the title and the numbers of the pages."""
    read = text(paper)
    whole = full_report()
    for told in whole.claims:
        graph = graph_of(told.trace)
        for number, id in enumerate(in_reading_order(graph), 1):
            name = graph.appearances[id].source.name
            assert re.search(rf"{number}\. ?[●◐○·]? ?{re.escape(name)} ?{id}\b", read), (number, name)
        assert told.claim.text in read
        assert all(finding.code in read for finding in told.findings)
    assert whole.head.root in read.replace(" ", "")
    document = pypdf.PdfReader(io.BytesIO(paper))
    assert document.metadata is not None
    assert document.metadata.title == whole.title
    pages = len(document.pages)
    assert pages > 1
    for number, sheet in enumerate(document.pages, 1):
        assert f"{number} / {pages}" in sheet.extract_text()
        assert (round(float(sheet.mediabox.width)), round(float(sheet.mediabox.height))) == (595, 842)


def test_people_who_listen_can_read_it(paper: bytes) -> None:
    """It is tagged, says its language, and has an outline."""
    document = pypdf.PdfReader(io.BytesIO(paper))
    root = document.trailer["/Root"].get_object()
    assert isinstance(root, pypdf.generic.DictionaryObject)
    assert str(root["/Lang"]) == "en"
    assert "/StructTreeRoot" in root
    assert document.outline


def test_the_same_report_is_the_same_file(paper: bytes) -> None:
    """Byte for byte, at whatever time it is made: the clock is in none of it."""
    time.sleep(1.1)
    assert written(full_report()) == paper


def test_links_lead_to_the_web_or_nowhere(paper: bytes) -> None:
    """Addresses of http and https become links; nothing in the file acts."""
    assert addresses(paper) == {"https://example.org/news/4711?a=1&b=2", "https://example.org/video"}
    hostile = written(tainted(report(full_report().claims[1]), "".join(PAYLOADS.values())))
    assert addresses(hostile) == set()
    for document in (paper, hostile):
        names = set(keys(pypdf.PdfReader(io.BytesIO(document)).trailer, set()))
        assert not names & {
            "/JS",
            "/JavaScript",
            "/Launch",
            "/OpenAction",
            "/AA",
            "/EmbeddedFiles",
            "/RichMedia",
            "/GoToR",
        }


def test_colours_stand_in_their_places() -> None:
    """WeasyPrint draws a shape black whose colour is a variable."""
    assert "var(" not in PAPER


def test_without_the_extra_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing and what brings it, in one line."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(ExtraMissing, match=re.escape("needs the extra [pdf]: pip install 'claims-tracker[pdf]'")):
        b"".join(FORMATS["pdf"].pieces(full_report()))
