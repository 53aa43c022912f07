"""What scripts may rely on: the keys of every JSON answer, and answers that stay clean."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from at_desk import ARTICLE, PROGRAM, Said, digest, environment, typed

from claims.services import looking

CLAIM = {"id", "key", "text", "kind", "status", "reviewed", "stage", "claimant", "version"}
REVIEW = {"id", "status", "said", "because", "reviewer", "date", "recorded", "version", "evidence"}
APPEARANCE = {
    "id", "key", "source", "article", "part", "wording", "stance", "knows", "evidence_state", "dated", "hedges",
}  # fmt: skip
HOP = {"id", "downstream", "upstream", "manner", "basis", "cue", "state"}
EVENT = {"id", "at", "who", "kind", "what", "why", "rows", "program"}


def answered(*line: str, code: int = 0) -> Any:
    """The JSON that a line answers; nothing is said beside it."""
    said = typed(*line)
    assert said.code == code, said.err
    assert said.err == ""
    return said.json


def test_list_gives_claims_with_the_promised_keys(desk: Path) -> None:
    """`list --json` is an array of claims: id, key, text, kind, status, reviewed, stage, claimant, version."""
    first, second, third = answered("list", "--json")
    for row in (first, second, third):
        assert row.keys() >= CLAIM
    assert {name: first[name] for name in CLAIM} == {
        "id": "C-1",
        "key": "closed",
        "text": "The bridge at Kara is closed.",
        "kind": "fact",
        "status": "unverified",
        "reviewed": True,
        "stage": "new",
        "claimant": "Ayşe Yılmaz",
        "version": 1,
    }
    assert third["key"] is None
    assert third["claimant"] is None
    assert third["reviewed"] is False


@pytest.mark.parametrize(
    "filters",
    [
        ["--status", "satire"],
        ["--text", "no such words"],
        ["--stage", "withdrawn"],
        ["--source", "a resident"],
        ["--limit", "0"],
    ],
    ids=" ".join,
)
def test_an_empty_list_is_an_empty_array(desk: Path, filters: list[str]) -> None:
    """Nothing found is `[]` and exit code 0."""
    if "--source" in filters:
        filters = ["--source", "S-4"]
    said = typed("list", "--json", *filters)
    assert (said.code, said.out) == (0, "[]\n")
    said = typed("list", *filters)
    assert (said.code, said.out) == (0, "")


def test_list_gives_everything_to_programs(desk: Path) -> None:
    """A terminal gets a page; JSON and pipes get everything, unless --limit says less."""
    many = "".join(f"  - {{text: Claim {n}.}}\n" for n in range(60))
    (desk / "many.yaml").write_text(f"case: many\nclaims:\n{many}")
    assert typed("import", "many.yaml").code == 0
    assert len(answered("list", "--json")) == 63
    assert len(answered("list", "--json", "--limit", "7")) == 7
    assert typed("list").out.count("\n") == 63
    assert typed("list", "--limit", "7").out.count("\n") == 7
    assert typed("list", "--limit", "7").err.startswith("7 of 63 claims.")


def test_claims_are_counted_no_further_than_a_reader_cares(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond some number a page says that there are more, and never a number that was not counted."""
    many = "".join(f"  - {{text: Claim {n}.}}\n" for n in range(60))
    (desk / "many.yaml").write_text(f"case: many\nclaims:\n{many}")
    assert typed("import", "many.yaml").code == 0
    monkeypatch.setattr(looking, "MOST_COUNTED", 20)
    assert typed("list", "--limit", "7").err.startswith("7 of more than 20 claims. More: --limit 100.")
    assert typed("list", "--limit", "30").err.startswith("30 of more than 30 claims. ")
    assert typed("list", "--limit", "62").err.startswith("62 of more than 62 claims. ")
    assert typed("list", "--limit", "63").err == ""
    assert typed("list", "--limit", "1", "--text", "claim 59").err == ""
    assert typed("list", "--limit", "3", "--text", "claim 4").err.startswith("3 of 11 claims. All: --limit 11.")


def test_show_adds_reviews_appearances_sources_and_links(desk: Path) -> None:
    """`show --json` has the claim's keys, its reviews, appearances, sources and links."""
    typed("mark", "C-1", "--status", "unproven", "--because", "No record.", "--for", "A-1", "--said", "denied")
    shown = answered("show", "closed", "--json")
    assert shown.keys() >= CLAIM | {"reviews", "appearances", "sources", "links"}
    assert shown["status"] == "unproven"
    for review in shown["reviews"]:
        assert review.keys() >= REVIEW
    latest = next(review for review in shown["reviews"] if review["id"] == "R-2")
    assert (latest["status"], latest["said"], latest["because"]) == ("unproven", "denied", "No record.")
    assert (latest["reviewer"], latest["version"]) == ("Ayşe K.", 1)
    assert [evidence["target"] for evidence in latest["evidence"]] == ["A-1"]
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z", latest["recorded"])
    for appearance in shown["appearances"]:
        assert appearance.keys() >= APPEARANCE
    assert {source["name"] for source in shown["sources"]} >= {"Ayşe Yılmaz", "Kara Courier", "Nord Wire"}
    assert [link["claim"] for link in shown["links"]] == ["C-2"]


def test_trace_gives_the_chain_flat(desk: Path) -> None:
    """`trace --json`: claim, appearances, attributions, origins, independent_origins, heard_by, findings."""
    traced = answered("trace", "C-1", "--json")
    assert traced.keys() >= {
        "claim", "appearances", "attributions", "origins", "independent_origins", "heard_by", "findings",
    }  # fmt: skip
    assert traced["claim"].keys() >= CLAIM
    for appearance in traced["appearances"]:
        assert appearance.keys() >= APPEARANCE
        assert appearance["source"].keys() >= {"id", "name", "kind"}
    for hop in traced["attributions"]:
        assert hop.keys() >= HOP
    assert traced["origins"] == ["P-1"]
    assert traced["independent_origins"] == 1
    assert isinstance(traced["heard_by"], int)
    for finding in traced["findings"]:
        assert finding.keys() >= {"code", "severity", "message", "appearances", "passages"}


def test_log_gives_events_newest_first(desk: Path) -> None:
    """`log --json` is an array of events, newest first."""
    newest, first = answered("log", "--json")
    assert newest.keys() >= EVENT
    assert (newest["id"], newest["kind"], newest["who"]) == ("E-2", "import", "Ayşe K.")
    assert (first["id"], first["kind"]) == ("E-1", "init")
    assert [event["id"] for event in answered("log", "--json", "--limit", "1")] == ["E-2"]


def test_doctor_gives_signs(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`doctor --json` is an array of {what, ok, says}; the exit code is 3 where something is not in order."""
    (desk / "claims.db").chmod(0o600)
    signs = answered("doctor", "--json")
    assert all(sign.keys() == {"what", "ok", "says"} for sign in signs)
    assert {"what": "reviewer", "ok": True, "says": "Ayşe K., from CLAIMS_REVIEWER"} in signs
    monkeypatch.delenv("CLAIMS_REVIEWER")
    signs = answered("--db", "nowhere.db", "doctor", "--json", code=3)
    assert {sign["what"] for sign in signs if not sign["ok"]} == {"reviewer", "database"}


def test_db_status_gives_schemas(desk: Path) -> None:
    """`db status --json`: database, schema, needed, pending."""
    status = answered("db", "status", "--json")
    assert status.keys() == {"database", "schema", "needed", "pending"}
    assert status["database"] == str(desk / "claims.db")
    assert status["schema"] == status["needed"]
    assert status["pending"] == []


def test_changes_answer_in_json_too(desk: Path) -> None:
    """`add`, `claim new`, `mark`, `undo` and `import` with --json say what they made, and nothing on stderr."""
    added = answered("add", "article.txt", "--outlet", "New Outlet", "--json")
    assert added.keys() >= {
        "articles", "new", "kept", "sha256", "length", "reader", "made_source", "passages", "mismatches",
    }  # fmt: skip
    assert (added["articles"], added["new"], added["kept"]) == (["A-3"], True, True)
    assert added["length"] == len(ARTICLE)
    again = answered("add", "article.txt", "--json")
    assert (again["articles"], again["new"], again["kept"]) == (["A-3"], False, False)
    made = answered("claim", "new", "It rains.", "--claimant", "Somebody", "--json")
    assert made.keys() == {"id", "key", "made_source"}
    assert (made["id"], made["key"]) == ("C-4", "it-rains")
    marked = answered("mark", "C-1", "C-4", "--status", "unproven", "--because", "Rain.", "--json")
    assert [one.keys() for one in marked] == [{"id", "claim", "status", "warning"}] * 2
    assert [(one["id"], one["claim"]) for one in marked] == [("R-2", "C-1"), ("R-3", "C-4")]
    undone = answered("undo", "R-3", "--json")
    assert undone.keys() == {"id", "withdrawn", "brought_back"}
    assert undone["withdrawn"] == ["R-3"]
    (taken,) = answered("import", "case.yaml", "--json")
    assert taken.keys() == {"file", "case", "changes", "entries", "suggestions", "log"}
    assert taken["changes"] is False
    assert all(entry.keys() == {"kind", "key", "action"} for entry in taken["entries"])


def test_a_rehearsal_answers_as_the_change_would(desk: Path) -> None:
    """`--dry-run` gives the same JSON as the change; that nothing was kept is said beside it."""
    before = digest(desk / "claims.db")
    line = ["mark", "C-1", "--status", "unproven", "--because", "x", "--json"]
    rehearsed = typed(*line, "--dry-run")
    assert rehearsed.err == "Nothing was kept (--dry-run).\n"
    assert digest(desk / "claims.db") == before
    assert answered(*line) == rehearsed.json


def test_json_is_utf8_and_clean_whatever_the_terminal(desk: Path) -> None:
    """JSON is UTF-8 in every environment; characters that act on a terminal are escaped and read back as they were."""
    typed("claim", "new", "Right \u202eto left\u202c and zero\u200bwidth", "--note", "ğ", "--key", "odd")
    done = subprocess.run(
        [*PROGRAM, "show", "odd", "--json"],
        capture_output=True,
        check=True,
        env=environment(PYTHONIOENCODING="ascii", LC_ALL="C"),
    )
    said = Said(0, done.stdout.decode(), "")
    assert said.acting() == set()
    assert json.loads(done.stdout)["text"] == "Right \u202eto left\u202c and zero\u200bwidth"
    assert "ğ" in said.out
