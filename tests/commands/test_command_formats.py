"""What others read and write: `report --format`, and `import` of foreign files."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import jsonschema
import openpyxl
import prov_rules
import pytest
from at_desk import typed
from prov.model import ProvDocument

from claims.exports.formats import FORMATS
from claims.shipped import shipped

CHECK = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://checks.example/kara",
    "datePublished": "2024-03-05",
    "author": {"@type": "Organization", "name": "Checks Weekly"},
    "claimReviewed": "The bridge at Kara fell down.",
    "reviewRating": {"alternateName": "Pants on Fire"},
    "itemReviewed": {"author": {"name": "Ali"}, "appearance": [{"url": "https://courier.example/1"}]},
}


def test_every_format_is_written(desk: Path) -> None:
    """To a file, and a count beside it; to a pipe, the same bytes. Paper has its own test."""
    for name in FORMATS.keys() - {"pdf"}:
        kept = typed("report", "--all", "--format", name, "-o", f"out.{name}")
        assert kept.code == 0
        assert f"Wrote out.{name}: 3 claims" in kept.err
    for name in ("csv", "mermaid"):
        assert typed("report", "--all", "--format", name).out == (desk / f"out.{name}").read_bytes().decode()


def test_what_a_database_gives_is_valid(desk: Path) -> None:
    """The schema of the JSON and the constraints of PROV hold of a real case, published and reviewed."""
    assert typed("publish", "C-1", "--url", "https://desk.example/kara").code == 0
    schema = json.loads((shipped("schema") / "json" / "report.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(typed("report", "--all", "--format", "json").json)
    document = ProvDocument.deserialize(content=typed("report", "--all", "--format", "prov-json").out, format="json")
    document.unified()
    assert prov_rules.broken(document.flattened().get_records()) == []


def test_a_format_is_known_by_its_ending(desk: Path) -> None:
    """Also where an ending begins as another one does."""
    for ending, begins in {
        "json": "{\n",
        "jsonl": '{"claim":',
        "jsonld": '{\n  "@context"',
        "html": "<!doctype",
    }.items():
        assert typed("report", "C-1", "-o", f"one.{ending}").code == 0
        assert (desk / f"one.{ending}").read_text("utf-8").startswith(begins)


def test_a_table_is_chosen(desk: Path) -> None:
    """`--table` and `--raw-csv` belong to csv."""
    rows = list(csv.DictReader(io.StringIO(typed("report", "C-1", "--format", "csv", "--table", "appearances").out)))
    assert [row["source_name"] for row in rows] == ["Ayşe Yılmaz", "Kara Courier", "Nord Wire"]
    assert typed("report", "C-1", "--format", "csv", "--table", "frogs").code == 2
    for option in (["--table", "claims"], ["--raw-csv"]):
        refused = typed("report", "C-1", *option)
        assert refused.code == 2
        assert "goes with --format csv" in refused.err


def test_a_published_check_is_a_claimreview(desk: Path) -> None:
    """What is missing is said; once a check is out, its address stands in it."""
    said = typed("report", "--all", "--format", "claimreview")
    assert "Left out, for no review of them counts: C-2, C-3." in said.err
    assert "C-1: url is missing" in said.err
    assert typed("publish", "C-1", "--url", "https://desk.example/kara").code == 0
    said = typed("report", "C-1", "--format", "claimreview")
    assert said.err == ""
    assert (said.json["url"], said.json["itemReviewed"]["author"]) == (
        "https://desk.example/kara",
        {"@type": "Person", "name": "Ayşe Yılmaz"},
    )


def test_a_foreign_check_is_taken_in(desk: Path) -> None:
    """Its review is somebody else's, and a second import changes nothing."""
    (desk / "checks.html").write_text(f'<script type="application/ld+json">{json.dumps(CHECK)}</script>')
    rehearsed = typed("import", "checks.html", "--dry-run")
    assert (rehearsed.code, "1 claim: 1 new" in rehearsed.out) == (0, True)
    assert typed("import", "checks.html").code == 0
    (claim,) = typed("list", "--case", "checks", "--json").json
    assert (claim["status"], claim["reviewed"], claim["claimant"]) == ("unverified", False, "Ali")
    (review,) = typed("show", claim["id"], "--json").json["reviews"]
    assert (review["status"], review["standing"], review["reviewer"]) == ("false", "foreign", "Checks Weekly")
    assert "nothing new" in typed("import", "checks.html").out
    changed = {**CHECK, "reviewRating": {"alternateName": "Half True"}}
    (desk / "checks.html").write_text(json.dumps(changed))
    assert "1 claim: 1 changed" in typed("import", "checks.html").out


def test_a_sheet_is_taken_in(desk: Path) -> None:
    """With its columns named, our words for its verdicts, and what was left out said."""
    (desk / "sheet.csv").write_text("Claim,Result,Colour\nIt rained at Kara.,nope,blue\n")
    (desk / "mine.yaml").write_text("labels:\n  'false': [nope]\n")
    said = typed(
        "import",
        "sheet.csv",
        "--map",
        "text=Claim",
        "--map",
        "verdict=Result",
        "--ratings",
        "mine.yaml",
        "--case",
        "rain",
    )
    assert said.code == 0, said.err
    assert "not taken over, for nothing was mapped to them: Colour" in said.err
    (claim,) = typed("list", "--case", "rain", "--json").json
    assert typed("show", claim["id"], "--json").json["reviews"][0]["status"] == "false"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (["case.yaml", "--map", "text"], "--map text is not FIELD=COLUMN."),
        (["case.yaml", "--map", "a=b", "--from", "averitec"], "--map goes with --from csv or xlsx."),
        (["case.yaml", "--case", "other"], "case.yaml is a case file"),
        (["case.yaml", "--from", "claimreview"], "This is not JSON"),
        (["case.yaml", "--from", "frogs"], "--from has no frogs"),
    ],
)
def test_what_does_not_go_together_is_said(desk: Path, line: list[str], why: str) -> None:
    """In one line, and nothing is taken in."""
    said = typed("import", *line)
    assert said.code in {1, 2}
    assert why in said.err


def test_a_workbook_is_imported(desk: Path) -> None:
    """By its columns, from the sheet that is named; the same file twice changes nothing; a sheet of what has none is refused."""
    book = openpyxl.Workbook()
    book.active.append(["Claim", "Checked on"])
    book.active.append(["It rains.", date(2022, 7, 26)])
    book.create_sheet("More").append(["text"])
    book["More"].append(["It snows."])
    book.save(desk / "rain.xlsx")
    (desk / "rain.csv").write_text("text\nIt rains.\n")
    line = ("import", "rain.xlsx", "--map", "text=Claim", "--map", "date=Checked on")
    said = typed(*line)
    assert said.code == 0, said.err
    assert "rain.xlsx: read the sheet Sheet; there are also: More (--sheet NAME)" in said.err
    assert "1 claim: 1 new" in said.out
    assert "nothing new" in typed(*line).out
    assert "1 claim: 1 new" in typed("import", "rain.xlsx", "--sheet", "More", "--case", "snow").out
    for refused in (("rain.csv", "--sheet", "More"), ("rain.xlsx", "--sheet", "More", "--from", "csv")):
        assert typed("import", *refused).code == 2
    assert "There is no sheet Mor in it. Did you mean More?" in typed("import", "rain.xlsx", "--sheet", "Mor").err
