"""A small case in a database of either kind, and a folder to work in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import Places
from killing import Killer
from sqlalchemy import URL
from survivors import CASE, Copies, Survivor


@pytest.fixture(scope="session")
def bridges(places: Places, tmp_path_factory: pytest.TempPathFactory) -> Copies:
    """Databases with the case of the bridge: made once, and copied."""

    def make(url: URL) -> None:
        made = Survivor(url)
        case = tmp_path_factory.mktemp("bridges") / "case.yaml"
        case.write_text(CASE)
        for line in (("init",), ("import", str(case), "--trust")):
            made.did(*line)

    return Copies(places, places.once("bridge", make))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    (here / "case.yaml").write_text(CASE)
    return here


@pytest.fixture(autouse=True, scope="session")
def reviewer() -> Iterator[None]:
    """Ana works here, whatever the machine's own settings are."""
    before = {name: os.environ.pop(name, None) for name in ("CLAIMS_REVIEWER", "CLAIMS_DB")}
    os.environ["CLAIMS_REVIEWER"] = "Ana"
    yield
    del os.environ["CLAIMS_REVIEWER"]
    os.environ.update({name: value for name, value in before.items() if value is not None})


@pytest.fixture
def bridge(bridges: Copies, folder: Path) -> Iterator[Survivor]:
    """A database with the case of the bridge."""
    survivor = bridges.new(folder)
    yield survivor
    bridges.drop(survivor)


@pytest.fixture(scope="session")
def killer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killer]:
    """The program, loaded, for processes that do not live long."""
    loaded = Killer(tmp_path_factory.mktemp("said"))
    yield loaded
    loaded.close()
