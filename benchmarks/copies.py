"""How surely copies are found, and how often unrelated articles are taken for one. See docs/articles.md.

    PYTHONPATH=.:tests python benchmarks/copies.py [--texts FOLDER --hosts FOLDER] [--articles 400]

Without FOLDER the articles are made up. FOLDER holds texts named OUTLET_anything.txt; such data is not part of the project. Of articles that are kept a
half, a quarter, or three sentences are republished within an article that is not, and looked for; then every kept article is compared with all others.
"""

import argparse
import hashlib
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from made_texts import Writer, on_page

from claims.readings import Alike
from claims.services.adding import ArticleFacts, add_article
from claims.services.copies import copies_of
from claims.services.seeding import seed
from claims.services.undoing import undo
from claims.store import migrations
from claims.store.engine import Database, database_url
from claims.text.articles import read_text

Text = tuple[str, str]
"""Outlet and text."""


def made(articles: int, seed: int) -> list[Text]:
    """Made-up articles of eight sites, each with its template."""
    writer = Writer(seed)
    templates = [writer.template() for _ in range(8)]
    lengths = [writer.random.randint(150, 1200) for _ in range(articles)]
    return [(f"outlet {n % 8}", on_page(writer.article(length), templates[n % 8])) for n, length in enumerate(lengths)]


def found_in(folder: Path, articles: int) -> list[Text]:
    """Texts of a folder, their outlet before the first `_` of their name."""
    files = sorted(folder.glob("*.txt"), key=lambda path: hashlib.sha256(path.name.encode()).digest())[:articles]
    return [(path.name.partition("_")[0], path.read_text("utf-8")) for path in files]


def republished(original: str, host: str, part: str) -> str | None:
    """A part of an article within another one; None where the article is too short for it."""
    sentences = [s for s in re.split(r"(?<=[.!?”\"])\s+", original) if len(s.split()) > 4]
    size = {"half": len(sentences) // 2, "quarter": len(sentences) // 4, "three sentences": 3}[part]
    if len(sentences) < 12:
        return None
    start = len(sentences) // 3
    lines = host.splitlines()
    at = len(lines) // 2
    return "\n".join([*lines[:at], " ".join(sentences[start : start + size]), *lines[at:]])


def keep(database: Database, text: str, outlet: str, name: str) -> str:
    with database.writing("Ana") as session:
        return add_article(session, read_text(text.encode(), name), name, ArticleFacts(outlet)).articles[0]


def looked_up(database: Database, id: str) -> Iterator[tuple[str, Alike, bool]]:
    with database.reading() as session:
        for copy in copies_of(session, id)[1]:
            yield copy.id, copy.alike, copy.same_outlet


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--hosts", type=Path)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--probes", type=int, default=60)
    options = parser.parse_args()
    texts = found_in(options.texts, options.articles) if options.texts else made(options.articles, 1)
    hosts = found_in(options.hosts, options.probes) if options.hosts else made(options.probes, 2)
    with tempfile.TemporaryDirectory() as folder:
        database = migrations.create(database_url(f"{folder}/copies.db"), "bench", seed)
        began = time.process_time()
        ids = [keep(database, text, outlet, f"{n}.txt") for n, (outlet, text) in enumerate(texts)]
        say(
            f"{len(ids)} articles kept, {(time.process_time() - began) / len(ids) * 1000:.1f} ms of processor time each"
        )
        unrelated: Counter[str] = Counter()
        began = time.process_time()
        for id in ids:
            unrelated.update(f"{alike}{', same outlet' if same else ''}" for _, alike, same in looked_up(database, id))
        say(
            f"compared with all others, {(time.process_time() - began) / len(ids) * 1000:.1f} ms each: {dict(unrelated)}"
        )
        for part in ("half", "quarter", "three sentences"):
            probed, bands = 0, Counter[str]()
            for n, (outlet, host) in enumerate(hosts):
                original = n * 7 % len(texts)
                text = republished(texts[original][1], host, part)
                if text is None:
                    continue
                probed += 1
                id = keep(database, text, f"copyist {outlet}", f"{part}-{n}.txt")
                bands[
                    next((str(a) for other, a, _ in looked_up(database, id) if other == ids[original]), "missed")
                ] += 1
                with database.writing("Ana") as session:
                    undo(session, id, None)
            say(f"{part}: {probed} republished: {dict(bands)}")


if __name__ == "__main__":
    main()
