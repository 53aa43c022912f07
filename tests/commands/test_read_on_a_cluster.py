"""`claims read --dask`: the same reading, by the workers of a Dask cluster."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from at_desk import environment, typed
from timing import PATIENCE_S

import claims

ARTICLES = Path(__file__).parents[1] / "articles"
ROOT = Path(claims.__file__).parents[1]

with_dask = pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None, reason="no Dask here: the extra [dask] is not installed"
)

READING = """
import os, sys
from claims.commands import shared_work
from claims.commands.main import answered

def said(name, *line):
    out, err = (os.open(f"{name}.{stream}", os.O_CREAT | os.O_WRONLY) for stream in ("out", "err"))
    kept = os.dup(1), os.dup(2)
    os.dup2(out, 1), os.dup2(err, 2)
    code = answered(["read", *line])
    sys.stdout.flush()
    os.dup2(kept[0], 1), os.dup2(kept[1], 2)
    print(name, code, flush=True)

if __name__ == "__main__":
    from distributed import LocalCluster
    shared_work.PATIENCE_S = 600
    files = ["wire.txt", "repost.txt", "none.txt", "aggregator.txt"] * 3 + ["wire.txt"] * 20
    said("nowhere", *files, "--dask", "nonsense://127.0.0.1:1")
    said("alone", *files, "--jsonl")
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        said("together", *files, "--jsonl", "--dask", cluster.scheduler_address)
        shared_work.__version__ = "0.0"
        said("other", *files, "--dask", cluster.scheduler_address)
"""


@with_dask
def test_a_cluster_gives_the_same(tmp_path: Path) -> None:
    """The answer of two workers is that of one process, byte for byte, what cannot be read said as well; no scheduler, and workers of
    another version, are told in one line."""
    for name in ("wire", "repost", "aggregator"):
        (tmp_path / f"{name}.txt").write_bytes((ARTICLES / f"{name}.txt").read_bytes())
    (tmp_path / "reading.py").write_text(READING, "utf-8")
    env = environment(PYTHONPATH=str(ROOT), PYTHONWARNINGS="ignore")
    ran = subprocess.run(
        [sys.executable, "reading.py"],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=True,
    )
    assert ran.stdout.split() == ["nowhere", "3", "alone", "1", "together", "1", "other", "3"], ran.stderr
    assert (tmp_path / "together.out").read_bytes() == (tmp_path / "alone.out").read_bytes() != b""
    assert (tmp_path / "together.err").read_bytes() == (tmp_path / "alone.err").read_bytes()
    assert "no Dask scheduler answers there" in (tmp_path / "nowhere.err").read_text("utf-8").splitlines()[-1]
    told = (tmp_path / "other.err").read_text("utf-8").splitlines()[-1]
    assert f"has claims-tracker {claims.__version__}; install 0.0 there" in told


def test_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Dask one line says which extra brings it; processes of this machine and a cluster are one or the other."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "distributed", None)
    said = typed("read", str(ARTICLES / "wire.txt"), "--dask", "tcp://127.0.0.1:8786")
    assert said.code == 3
    assert said.err == "Error: --dask needs the extra [dask]: pip install 'claims-tracker[dask]'.\n"
    assert typed("read", "wire.txt", "--dask", "tcp://127.0.0.1:8786", "--jobs", "2").code == 2


def test_a_wrong_lexicon_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lexicon that cannot be read is told before anything is read, once, however many files and processes there are."""
    monkeypatch.chdir(tmp_path)
    Path("ours.yaml").write_text("cues: [1", "utf-8")
    files = [str(ARTICLES / "wire.txt")] * 3
    for jobs in ("1", "2"):
        said = typed("read", *files, "--lexicon", "ours.yaml", "--jobs", jobs)
        assert (said.code, said.out) == (1, "")
        assert said.err.startswith("Error: ours.yaml:")
        assert said.err.count("\n") == 1
