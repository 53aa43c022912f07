"""Desks for tests of the command line: a folder with a database that holds one small case."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from at_desk import ARTICLE, CASE, typed
from at_editor import Person
from at_terminal import Program


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with a reviewer and no database."""
    here = tmp_path / "desk"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("CLAIMS_REVIEWER", "Ayşe K.")
    for name in ("CLAIMS_DB", "COLUMNS", "_CLAIMS_COMPLETE"):
        monkeypatch.delenv(name, raising=False)
    return here


@pytest.fixture(scope="session")
def with_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the case of the bridge, made once and copied."""
    place = tmp_path_factory.mktemp("made")
    case = place / "case.yaml"
    case.write_text(CASE)
    database = place / "claims.db"
    for line in (["init"], ["import", str(case), "--trust"]):
        said = typed("--db", str(database), "--as", "Ayşe K.", *line)
        assert said.code == 0, said.err
    return database


@pytest.fixture
def desk(folder: Path, with_case: Path) -> Path:
    """A folder with the database, its case file and an article."""
    shutil.copy(with_case, folder / "claims.db")
    (folder / "case.yaml").write_text(CASE)
    (folder / "article.txt").write_text(ARTICLE)
    return folder


@pytest.fixture
def database(desk: Path) -> Path:
    """The database in that folder."""
    return desk / "claims.db"


@pytest.fixture(autouse=True)
def no_git_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nobody's own git settings reach a test."""
    empty = tmp_path / "no.gitconfig"
    empty.touch()
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(empty))
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)


@pytest.fixture(scope="session")
def with_empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new database, made once and copied."""
    database = tmp_path_factory.mktemp("empty") / "claims.db"
    assert typed("--db", str(database), "--as", "Ayşe K.", "init").code == 0
    return database


@pytest.fixture(scope="session")
def program() -> Iterator[Program]:
    """The program, ready to be typed at terminals."""
    loaded = Program()
    yield loaded
    loaded.close()


@pytest.fixture
def person(desk: Path, program: Program) -> Person:
    """Somebody with an editor, at a desk."""
    return Person(desk, program)
