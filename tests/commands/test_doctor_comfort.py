"""What `doctor` tells beside what is wrong: completion, editor, pager, extras, and what the SQLite here can do."""

from __future__ import annotations

import os
import sqlite3
import tomllib
from pathlib import Path

import pytest
from at_desk import typed

from claims.services.checkup import EXTRAS
from claims.services.parsing import parser_sign
from claims.store.engine import wal_is_safe


def signs() -> dict[str, tuple[bool, str]]:
    """What doctor says of each thing."""
    return {sign["what"]: (sign["ok"], sign["says"]) for sign in typed("doctor", "--json").json}


@pytest.fixture
def home(desk: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with nothing in it, and no settings."""
    home = desk.parent / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name in ("VISUAL", "EDITOR", "PAGER", "SHELL", "ZDOTDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.mark.parametrize(
    ("shell", "file"),
    [
        ("/bin/bash", ".local/share/bash-completion/completions/claims"),
        ("/usr/bin/zsh", ".zfunc/_claims"),
        ("/usr/bin/fish", ".config/fish/completions/claims.fish"),
    ],
)
def test_completion(home: Path, monkeypatch: pytest.MonkeyPatch, shell: str, file: str) -> None:
    """Whether the person's shell has our completion, and where; never a fault."""
    monkeypatch.setenv("SHELL", shell)
    name = Path(shell).name
    assert signs()["completion"] == (True, f"not found for {name}; `claims completion --help` says how to set it up")
    (home / file).parent.mkdir(parents=True)
    (home / file).touch()
    assert signs()["completion"] == (True, f"set up for {name}, in {home / file}")


def test_completion_loaded_by_a_shells_own_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line in .bashrc that loads it counts; another shell than the three is told that there is none."""
    monkeypatch.setenv("SHELL", "/bin/bash")
    (home / ".bashrc").write_text("source <(claims completion bash)\n")
    assert signs()["completion"] == (True, f"set up for bash, in {home / '.bashrc'}")
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    assert "there is none for tcsh" in signs()["completion"][1]
    monkeypatch.delenv("SHELL")
    assert "SHELL is not set" in signs()["completion"][1]


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ({}, "neither VISUAL nor EDITOR is set; forms"),
        ({"EDITOR": "sh -c"}, "EDITOR, sh -c"),
        ({"EDITOR": "sh", "VISUAL": "cat"}, "VISUAL, cat"),
        ({"EDITOR": "no-such-editor"}, "EDITOR, no-such-editor, which is not there"),
        ({"EDITOR": "vim 'a"}, "EDITOR cannot be read: vim 'a"),
    ],
)
def test_editor(home: Path, monkeypatch: pytest.MonkeyPatch, setting: dict[str, str], says: str) -> None:
    """Which editor forms open in, and what says so."""
    for name, value in setting.items():
        monkeypatch.setenv(name, value)
    ok, said = signs()["editor"]
    assert ok
    assert said.startswith(says)


@pytest.mark.parametrize(
    ("pager", "says"),
    [
        ("", "none: PAGER is empty"),
        ("cat", "none: PAGER is cat"),
        ("no-such-pager -x", "none: PAGER names no-such-pager, which is not there"),
        ("more", "PAGER, more"),
        ("'", "none: PAGER cannot be read"),
    ],
)
def test_pager(home: Path, monkeypatch: pytest.MonkeyPatch, pager: str, says: str) -> None:
    """Which pager long answers go through, or why none."""
    monkeypatch.setenv("PAGER", pager)
    ok, said = signs()["pager"]
    assert ok
    assert said.startswith(says)


def test_sqlite_and_extras(home: Path) -> None:
    """The SQLite here with the bugs of it that would touch a database, and each extra with what is hidden without it."""
    found = signs()
    assert found["sqlite"][1].startswith(sqlite3.sqlite_version)
    assert ("WAL-reset" in found["sqlite"][1]) is not wal_is_safe()
    assert found["[postgres]"][0]
    assert found["names"][1].startswith("compared by folding 1/")


def test_each_extra_is_told_once() -> None:
    """Every extra of the package, the parser's by the layer that reads."""
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    assert sorted(extra for extra, _, _ in EXTRAS) == sorted(project["optional-dependencies"].keys() - {"nlp"})


def test_the_layer_that_reads_articles(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By which layer articles are read here, by which they could be, and what is wrong with one that was chosen."""
    there, says = parser_sign()
    ok, said = signs()["reading"]
    assert ok
    other = f"--layer nlp reads with {says}" if there else f"without the layer nlp: {says}"
    assert said == f"layer core, by rules alone; {other}"
    monkeypatch.setenv("CLAIMS_LAYER", "nlp")
    assert signs()["reading"] == (there, f"layer nlp, set by CLAIMS_LAYER; {says}")
    monkeypatch.setenv("CLAIMS_LAYER", "best")
    assert signs()["reading"] == (False, "CLAIMS_LAYER is best, which is no layer; say core or nlp")


def test_permissions(home: Path, desk: Path) -> None:
    """A database that others may read is a fault; one that only its owner may read is none."""
    (desk / "claims.db").chmod(0o644)
    assert typed("doctor").code == 3
    assert not signs()["permissions"][0]
    (desk / "claims.db").chmod(0o600)
    assert signs()["permissions"][0]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_database_that_cannot_be_written(home: Path, desk: Path) -> None:
    """A folder or file that may not be written to is told: claims can be read there and not changed."""
    desk.chmod(0o500)
    try:
        assert "not changed" in signs()["permissions"][1]
    finally:
        desk.chmod(0o700)


def test_every_sign_has_a_word(home: Path) -> None:
    """Each line says ok or look in words: colour is never alone."""
    lines = typed("doctor").out.splitlines()
    assert {line.split()[0] for line in lines} <= {"ok", "look"}
