"""How often an earlier claim is found: MAP@5 on collections of posts and previously checked claims.

    python benchmarks/matching.py FOLDER [--part dev]

FOLDER holds docs.jsonl.gz (`{"id", "vclaim", "title"}` a line), PART.queries.tsv (id, tab, text) and PART.qrels.tsv (TREC). Such data is not part of
the project (CLEF CheckThat! 2020 task 2 and 2022 task 2A are in this form, for research use).
"""

import argparse
import gzip
import json
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from claims.commands.main import answered
from claims.services.matching import keys_of, ranked_claims
from claims.services.nearing import Nearest
from claims.store.engine import database_url, open_database


def case_of(docs: list[dict[str, str]]) -> str:
    """The checked claims as a case file."""
    claims = [{"key": f"d-{doc['id']}", "text": _line(f"{doc['vclaim']} {doc.get('title') or ''}")} for doc in docs]
    return json.dumps({"case": "checked", "claims": claims}, ensure_ascii=False)


def _line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", default="dev")
    options = parser.parse_args()
    if not (options.folder / "docs.jsonl.gz").exists():
        sys.exit(f"{options.folder} has no docs.jsonl.gz; nothing was measured.")
    with gzip.open(options.folder / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        docs = [json.loads(line) for line in lines]
    relevant: dict[str, set[str]] = defaultdict(set)
    for line in (options.folder / f"{options.part}.qrels.tsv").read_text("utf-8").splitlines():
        query, _, doc, relevance = line.split()
        if int(relevance):
            relevant[query].add(doc)
    with tempfile.TemporaryDirectory() as folder:
        database, case = Path(folder) / "claims.db", Path(folder) / "case.json"
        case.write_text(case_of(docs), "utf-8")
        began = time.perf_counter()
        for command in (["init"], ["import", str(case)]):
            if answered(["-q", "--db", str(database), "--as", "benchmark", *command]) != 0:
                sys.exit("The claims were not taken in.")
        taken_in = time.perf_counter() - began
        total, queries, began = 0.0, 0, time.perf_counter()
        with open_database(database_url(str(database))).reading() as session:
            nearest = Nearest(session)
            for line in (options.folder / f"{options.part}.queries.tsv").read_text("utf-8").splitlines():
                name, _, text = line.partition("\t")
                if name not in relevant:
                    continue
                best = ranked_claims(nearest, text, 5)
                called = keys_of(session, [claim for claim, _ in best], keys=True)
                hits, precision = 0, 0.0
                for rank, (claim, _) in enumerate(best, 1):
                    if called[claim].removeprefix("d-") in relevant[name]:
                        hits += 1
                        precision += hits / rank
                total, queries = total + precision / min(5, len(relevant[name])), queries + 1
        looked = time.perf_counter() - began
    per = looked / queries * 1000
    sys.stdout.write(
        f"{len(docs):,} claims taken in within {taken_in:.1f} s; {queries} statements, {per:.1f} ms each\n"
    )
    sys.stdout.write(f"MAP@5 {total / queries:.4f}\n")


if __name__ == "__main__":
    main()
