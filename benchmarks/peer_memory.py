"""Memory: each piece of work in a process of its own, at two sizes. Run by peers.py; alone: `peer_memory.py WHAT DATABASE CLAIMS`."""

import importlib
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path

import generated
from measuring import child, peak_mib, say
from places import fill

from claims.exports.formats import FORMATS
from claims.services.reporting import report_stream
from claims.services.seeding import seed
from claims.store import migrations
from claims.store.engine import database_url, open_database
from claims.store.verify import verify

WAYS = {
    "start": "the program loaded, nothing done",
    "import": "import, cases of 1,000 claims",
    "export": "export as JSON, claim by claim",
    "prov-json": "export as PROV-JSON",
    "verify": "verification",
    "networkx": "networkx, all hops loaded",
    "prov": "the prov package reading that PROV-JSON",
}


def memory(path: Path, claims: int) -> list[str]:
    """A table in Markdown: the most that each took with a tenth of the claims and with all."""
    few = max(1, claims // 10)
    lines = ["### Memory, SQLite", "", f"| | MiB at {few:,} claims | MiB at {claims:,} claims |", "|---|---:|---:|"]
    with tempfile.TemporaryDirectory(prefix="claims-bench-") as folder:
        small = Path(folder) / "small.db"
        opened = migrations.create(database_url(str(small)), "bench", seed)
        for case in generated.cases(few):
            fill(opened, case)
        opened.engine.dispose()
        for what, says in WAYS.items():
            say(f"memory: {what}")
            peaks = [child("peer_memory", what, str(at), str(n)).strip() for at, n in ((small, few), (path, claims))]
            lines.append(f"| {says} | {' | '.join(peaks)} |")
    return [*lines, ""]


def _work(what: str, path: Path, claims: int) -> None:
    if what == "networkx":
        graph = importlib.import_module("networkx").DiGraph()
        graph.add_edges_from(sqlite3.connect(path).execute("SELECT upstream, downstream FROM attribution"))
    elif what == "import":
        with tempfile.TemporaryDirectory(prefix="claims-bench-") as folder:
            database = migrations.create(database_url(str(Path(folder) / "new.db")), "bench", seed)
            for case in generated.cases(claims):
                fill(database, case)
    elif what != "start":
        with open_database(database_url(str(path))).reading() as session:
            if what == "verify":
                verify(session)
                return
            form = FORMATS["json" if what == "export" else "prov-json"]
            pieces = form.write(report_stream(session, ()))
            if what != "prov":
                sum(map(len, pieces))
                return
            with tempfile.TemporaryFile("w+", encoding="utf-8") as file:
                file.writelines(pieces)
                file.seek(0)
                importlib.import_module("prov.model").ProvDocument.deserialize(file, format="json")


def main() -> None:
    what, path, claims = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.db"
        shutil.copy(path, copy)
        try:
            _work(what, copy, int(claims))
        except ModuleNotFoundError as missing:
            print(f"{missing.name} absent")
            return
    print(f"{peak_mib():.0f}")


if __name__ == "__main__":
    main()
