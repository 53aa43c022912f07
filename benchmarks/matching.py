"""How often an earlier claim is found, beside SQLite FTS5 and bm25s in the same run, on posts and previously checked claims.

    python benchmarks/matching.py FOLDER [--part dev] [--database FILE] [--same-as URL] [--common TEXTS]

FOLDER holds docs.jsonl.gz (`{"id", "vclaim", "title"}` a line), PART.queries.tsv (id, tab, text) and PART.qrels.tsv (TREC). Such data is not part of
the project (CLEF CheckThat! 2020 task 2 and 2022 task 2A are in this form, for research use). `--database` keeps the database and its vectors for the
next run; `--same-as` compares the top ten with those of another database that holds the same claims, such as one on PostgreSQL; `--common` measures
once more with words taken for common that stand in so many texts, as they would be in a larger database.
"""

import argparse
import gzip
import importlib
import importlib.util
import json
import re
import sqlite3
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from claims.commands.main import answered
from claims.services.matching import keys_of, ranked_claims
from claims.services.nearing import Nearest
from claims.store import ranking
from claims.store.encoder import in_use
from claims.store.engine import Session, database_url, open_database
from claims.text.words import STOP, cleaned, telling

Ranked = list[tuple[str, float]]
Finder = Callable[[str], Ranked]


def case_of(docs: list[dict[str, str]]) -> str:
    """The checked claims as a case file."""
    claims = [{"key": f"d-{doc['id']}", "text": text_of(doc)} for doc in docs]
    return json.dumps({"case": "checked", "claims": claims}, ensure_ascii=False)


def text_of(doc: dict[str, str]) -> str:
    text = f"{doc['vclaim']} {doc.get('title') or ''}"
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


class Collection:
    """Posts and what they are checked by."""

    def __init__(self, folder: Path, part: str) -> None:
        with gzip.open(folder / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
            self.docs = [json.loads(line) for line in lines]
        self.relevant: dict[str, set[str]] = defaultdict(set)
        for line in (folder / f"{part}.qrels.tsv").read_text("utf-8").splitlines():
            query, _, doc, relevance = line.split()
            if int(relevance):
                self.relevant[query].add(f"d-{doc}")
        lines_ = (folder / f"{part}.queries.tsv").read_text("utf-8").splitlines()
        self.queries = [
            (name, text) for name, _, text in (line.partition("\t") for line in lines_) if name in self.relevant
        ]


def fts5(docs: list[dict[str, str]], tokenizer: str) -> Finder:
    """SQLite's own full-text engine with the cleaned query, its words joined with OR."""
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE VIRTUAL TABLE texts USING fts5 (text, tokenize = '{tokenizer}')")
    connection.executemany("INSERT INTO texts (rowid, text) VALUES (?, ?)", enumerate(map(text_of, docs)))

    def found(text: str) -> Ranked:
        words = [word for word in dict.fromkeys(re.findall(r"[^\W_]+", cleaned(text).casefold())) if word not in STOP]
        rows = connection.execute(
            "SELECT rowid, -bm25(texts) FROM texts WHERE texts MATCH ? ORDER BY bm25(texts) LIMIT 11",
            [" OR ".join(f'"{word}"' for word in words)],
        )
        return [(f"d-{docs[row]['id']}", score) for row, score in rows] if words else []

    return found


def bm25s_with_our_words(docs: list[dict[str, str]]) -> Finder:
    """The package bm25s over the words that our index has."""
    bm25s = importlib.import_module("bm25s")
    ranker = bm25s.BM25(k1=0.9, b=0.4)
    ranker.index([telling(text_of(doc)) for doc in docs], show_progress=False)

    def found(text: str) -> Ranked:
        if not (words := telling(text)):
            return []
        rows, scores = ranker.retrieve([words], k=11, show_progress=False)
        return [(f"d-{docs[row]['id']}", float(score)) for row, score in zip(rows[0], scores[0], strict=True)]

    return found


def ours(session: Session) -> Finder:
    nearest = Nearest(session)

    def found(text: str) -> Ranked:
        best = ranked_claims(nearest, text, 11)
        called = keys_of(session, [claim for claim, _ in best], keys=True)
        return [(called[claim], score) for claim, score in best]

    return found


def measured(name: str, collection: Collection, find: Finder) -> None:
    """MAP@5, MRR over the first ten, success at 1, 5 and 10, and how well the first score tells something from nothing."""
    began, rows, something, nothing = time.process_time(), [], list[float](), list[float]()
    for number, (query, text) in enumerate(collection.queries):
        found, right = find(text), collection.relevant[query]
        ranks = [rank for rank, (doc, _) in enumerate(found[:10], 1) if doc in right]
        precision = sum(n / rank for n, rank in enumerate((r for r in ranks if r <= 5), 1)) / min(5, len(right))
        first = ranks[0] if ranks else 99
        rows.append((precision, 1 / first if ranks else 0.0, first <= 1, first <= 5, first <= 10))
        # Of every other statement the answer is taken out.
        left = [score for doc, score in found if number % 2 == 0 or doc not in right]
        (something if number % 2 == 0 else nothing).append(left[0] if left else 0.0)
    each = (time.process_time() - began) / len(rows) * 1000
    means = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    told = sum((a > b) + (a == b) / 2 for a in something for b in nothing) / (len(something) * len(nothing))
    say(f"{name:24}" + "".join(f"{mean:8.3f}" for mean in (*means, told)) + f"{each:8.1f} ms")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@contextmanager
def place_of(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        yield kept
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "claims.db"


def take_in(database: Path, docs: list[dict[str, str]]) -> None:
    """The claims, and with the extra [semantic] their vectors."""
    case = database.with_suffix(".json")
    case.write_text(case_of(docs), "utf-8")
    began = time.process_time()
    for command in (["init"], ["import", str(case)]):
        if answered(["-q", "--db", str(database), "--as", "benchmark", *command]) != 0:
            sys.exit("The claims were not taken in.")
    say(f"{len(docs):,} claims taken in within {time.process_time() - began:.0f} s of CPU")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", default="dev")
    parser.add_argument("--database", type=Path)
    parser.add_argument("--same-as")
    parser.add_argument("--common", type=int)
    options = parser.parse_args()
    if not (options.folder / "docs.jsonl.gz").exists():
        sys.exit(f"{options.folder} has no docs.jsonl.gz; nothing was measured.")
    collection = Collection(options.folder, options.part)
    with place_of(options.database) as database:
        if not database.exists():
            take_in(database, collection.docs)
        say(
            f"{len(collection.queries)} statements of {options.folder.name} {options.part}, {len(collection.docs):,} claims"
        )
        say(f"{'':24}   MAP@5     MRR     S@1     S@5    S@10   AUROC     CPU")
        for tokenizer in ("unicode61", "porter unicode61"):
            measured(f"FTS5 {tokenizer}", collection, fts5(collection.docs, tokenizer))
        if importlib.util.find_spec("bm25s"):
            measured("bm25s, our words", collection, bm25s_with_our_words(collection.docs))
        with open_database(database_url(str(database))).reading() as session:
            measured("claims, with [semantic]" if in_use() else "claims", collection, ours(session))
            if options.common:
                sparing(session, collection, options.common)
            if options.same_as:
                compared(session, options.same_as, collection)


def sparing(session: Session, collection: Collection, common: int) -> None:
    """What is found, and how much of it is the same, where words are common that stand in so many texts."""
    find = ours(session)
    whole = [find(text) for _, text in collection.queries]
    ranking.COMMON = common
    measured(f"claims, {common} is common", collection, find)
    spared = [find(text) for _, text in collection.queries]
    for most in (1, 5, 10):
        same = sum(a[:most] == b[:most] for a, b in zip(whole, spared, strict=True))
        say(f"The same first {most}: {same} of {len(whole)}")


def compared(session: Session, other: str, collection: Collection) -> None:
    """Whether another database gives the same top ten, score for score, for every statement."""
    here = ours(session)
    with open_database(database_url(other)).reading() as second:
        there = ours(second)
        same = sum(here(text)[:10] == there(text)[:10] for _, text in collection.queries)
    say(f"The same top ten on both databases: {same} of {len(collection.queries)}")


if __name__ == "__main__":
    main()
