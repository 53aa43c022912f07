"""Looking at chains from the command line: check, origins, trace, dependants, todo, a source's record."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from at_desk import Said, typed
from sqlalchemy import URL

SEVERITIES = ("note", "warn", "refuse")


def answered(*line: str, code: int = 0) -> Any:
    """The JSON that a line answers; nothing is said beside it."""
    said = typed(*line)
    assert said.code == code, said.err
    assert said.err == ""
    return said.json


def test_check_is_quiet_where_there_is_nothing_to_doubt(desk: Path) -> None:
    """Claims with findings, grouped; about the others nothing but their number."""
    said = typed("check", "--all")
    assert said.code == 0
    heads = [line for line in said.out.splitlines() if line.startswith("C-")]
    assert heads == ["C-1 The bridge at Kara is closed."]
    assert "single-origin" in said.out
    assert said.err.startswith("1 of 3 claims: ")
    assert typed("check").out == said.out
    quiet = typed("check", "C-3")
    assert (quiet.out, quiet.err) == ("", "Nothing to doubt in 1 claim.\n")


def test_check_exits_with_six_where_it_is_asked_to(desk: Path) -> None:
    """--exit-code alone means warn; a severity after it means that and graver; what is quiet is 0."""
    assert typed("check", "C-1").code == 0
    assert typed("check", "C-1", "--exit-code").code == 6
    assert typed("check", "C-1", "--exit-code=note").code == 6
    assert typed("check", "C-1", "--exit-code", "refuse").code == 0
    assert typed("check", "C-3", "--exit-code").code == 0
    assert typed("check", "--exit-code", "loud", "C-1").code == 2
    assert typed("check", "C-1", "--all").code == 2
    assert typed("check", "C-99").code == 1


def test_check_json_has_every_claim_that_was_asked_for(desk: Path) -> None:
    """An array of {claim, findings}; a claim of which there is nothing to doubt has an empty list."""
    every = answered("check", "--json")
    assert [one["claim"]["id"] for one in every] == ["C-1", "C-2", "C-3"]
    assert [bool(one["findings"]) for one in every] == [True, False, False]
    for finding in every[0]["findings"]:
        assert finding.keys() == {"code", "severity", "message", "appearances", "passages"}
        assert finding["severity"] in SEVERITIES
    assert answered("check", "C-1", "--json", "--exit-code", code=6) == every[:1]
    assert answered("trace", "C-1", "--json")["findings"] == every[0]["findings"]
    assert answered("report", "C-1", "--format", "json")["claims"][0]["findings"] == every[0]["findings"]


def test_check_of_nothing(folder: Path, with_empty: Path) -> None:
    """No claims are an empty array, and said."""
    assert typed("--db", str(with_empty), "check", "--json").out == "[]\n"
    assert typed("--db", str(with_empty), "check").err == "No claims.\n"
    assert typed("--db", str(with_empty), "todo").err == "Nothing to do.\n"


def test_findings_stand_under_the_chain(desk: Path) -> None:
    """`trace` and the report tell them in the same words as `check`."""
    sentence = typed("check", "C-1").out.splitlines()[1].partition(": ")[2]
    assert sentence in typed("trace", "C-1").out
    assert "### Findings" in typed("report", "C-1").out


def test_a_chain_upwards(desk: Path) -> None:
    """--up begins where the claim arrived; --down is how it is drawn anyway."""
    names = ("Nord Wire", "Kara Courier", "Ayşe Yılmaz")
    up, down = typed("trace", "C-1", "--up").out, typed("trace", "C-1", "--down").out
    drawn = [line for line in up.splitlines() if "P-" in line]
    assert [next(n for n in names if n in line) for line in drawn[:3]] == list(names)
    assert "quoted by Kara Courier" in up
    assert down == typed("trace", "C-1").out
    assert "quotes Ayşe Yılmaz" in down


def test_a_chain_in_time(desk: Path) -> None:
    """--time: in the order of time, an undated step between those that bound it; in JSON the moments, in UTC."""
    lines = typed("trace", "C-1", "--time").out.splitlines()
    assert re.findall(r"P-\d(?= [A-Z])", "".join(lines)) == ["P-1", "P-2", "P-3"]
    (undated,) = [line for line in lines if "undated" in line]
    assert "Ayşe Yılmaz" in undated
    assert "not after 2024-03-01 (P-2)" in undated
    times = answered("trace", "C-1", "--time", "--json")["times"]
    assert times["P-1"] == {"earliest": None, "latest": "2024-03-02T12:00Z", "after": None, "before": "P-2"}
    assert times["P-2"]["earliest"] == "2024-02-29T10:00Z"
    assert "times" not in answered("trace", "C-1", "--json")


def test_origins_say_which_and_why(desk: Path) -> None:
    """The number, who they are, and why nobody else counts."""
    said = typed("origins", "closed")
    assert said.out.startswith("C-1 1 independent origin behind 2 outlets")
    assert "Ayşe Yılmaz (P-1)" in said.out
    found = answered("origins", "C-1", "--json")
    assert found.keys() == {"claim", "outlets", "independent_origins", "heard_by", "origins", "explained"}
    assert [(o["id"], o["source"]["name"], o["knows"]) for o in found["origins"]] == [
        ("P-1", "Ayşe Yılmaz", "participant")
    ]
    assert answered("origins", "C-1", "--as-of", "E-2", "--json")["origins"] == found["origins"]


def test_what_rests_on_what(desk: Path) -> None:
    """Sources, articles and appearances; ids, keys and names."""
    found = answered("dependants", "courier", "--json")
    assert (found["id"], found["name"]) == ("S-2", "Kara Courier")
    assert [(one["id"], one["at"], [d["id"] for d in one["dependants"]]) for one in found["claims"]] == [
        ("C-1", ["P-2"], ["P-3"])
    ]
    assert typed("dependants", "P-1").out.startswith(
        "P-1 Ayşe Yılmaz: 1 claim stands on it; 2 outlets have it from there"
    )
    assert answered("dependants", "A-2", "--json")["claims"][0]["dependants"] == []
    assert typed("dependants", "S-4").err == "No claim stands on S-4.\n"
    assert typed("dependants", "C-1").code == 1
    assert "Did you mean" in typed("dependants", "Kara Couriers").err


def test_a_sources_record(desk: Path) -> None:
    """Numbers beside what the source passed on; nothing more without --record."""
    assert "Record over" not in typed("source", "show", "courier").out
    said = typed("source", "show", "courier", "--record").out
    assert "Record over 1 claim" in said
    assert "judged: unverified 1" in said
    record = answered("source", "show", "courier", "--record", "--json")["record"]
    assert record["claims"] == record["passing_on"] == 1
    assert record["statuses"] == {"unverified": 1}


def test_what_there_is_to_do(desk: Path) -> None:
    """Forecasts whose day has come and claims that nobody has looked at; parts without anything are left out."""
    do = answered("todo", "--json")
    assert do.keys() == {"unseen", "asked", "due", "stale", "texts", "not_looked_at", "suggestions"}
    assert [one["claim"] for one in do["due"]] == ["C-2"]
    assert (do["asked"], do["not_looked_at"]) == ([], 2)
    said = typed("todo")
    assert "C-2 2024-05, past: The repair will take until May." in said.out
    assert "Asked" not in said.out
    assert said.out.endswith("2 claims nobody has looked at yet.\n")


def test_the_desk_sets_what_refuses(desk: Path) -> None:
    """Rules as YAML: shown, taken back as they are shown, and a mark refused with exit code 4 unless overridden."""
    shown = typed("rules", "show").out
    assert "\nfindings:\n  single-origin: warn\n" in shown
    (desk / "same.yaml").write_text(shown)
    assert typed("rules", "edit", "same.yaml").code == 4  # says so already
    (desk / "strict.yaml").write_text("findings: {single-origin: refuse}\n")
    assert typed("rules", "edit", "strict.yaml").out == "single-origin: refuse\n"
    assert answered("rules", "show", "--json")["findings"]["single-origin"] == "refuse"
    assert typed("check", "C-1", "--exit-code=refuse").code == 6
    refused = typed("mark", "C-1", "--status", "unproven", "--because", "x")
    assert refused.code == 4
    assert "single-origin" in refused.err
    assert refused.err.count("\n") == 1
    assert typed("mark", "C-1", "--status", "unproven", "--because", "x", "--override", "Asked for.").code == 0
    assert "Marked against the desk’s rules, because: Asked for." in typed("report", "C-1").out


def test_text_from_outside_is_escaped(desk: Path) -> None:
    """Names that would act on a terminal are shown escaped by every way of looking."""
    hostile = "\u202e\u200b\u2066"
    name = f'"Nord {hostile} Wire"'.encode("unicode_escape").decode()
    case = (desk / "case.yaml").read_text().replace("Nord Wire", name).replace("case: bridge", "case: hostile")
    (desk / "hostile.yaml").write_text(case)
    assert typed("import", "hostile.yaml").code == 0
    for line in (
        "check",
        "trace C-4 --up",
        "trace C-4 --time",
        "origins C-4",
        "dependants P-4",
        "todo",
        "source show S-7 --record",
    ):
        said: Said = typed(*line.split())
        assert said.code == 0, said.err
        assert said.acting() == set()


def test_the_same_on_both_databases(folder: Path, fresh_url: URL) -> None:
    """Every new verb once, with the same answers."""
    address = fresh_url.render_as_string(hide_password=False)

    def said(*line: str) -> Said:
        done = typed("--db", address, *line)
        assert done.code == 0, done.err
        return done

    said("init", "--seed")
    (finding,) = [f for f in said("check", "C-1", "--json").json[0]["findings"] if f["code"] == "wording-drift"]
    assert finding["passages"] == ["A-1:567-605", "A-1:768-788"]
    assert len(said("check", "--all", "--json").json) == 85
    assert said("origins", "sochi-defence-talks", "--json").json["independent_origins"] == 2
    assert said("trace", "C-1", "--up").out.count("P-3 CNN Türk") == 1
    assert len(said("dependants", "Bloomberg", "--json").json["claims"]) == 10
    assert said("source", "show", "tass", "--record", "--json").json["record"]["claims"] == 16
    assert said("todo", "--json").json["unseen"][2]["name"] == "Bloomberg"
