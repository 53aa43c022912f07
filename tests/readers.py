"""What tests of reading share: a reader with the shipped lexicon, and readings in short."""

import functools
from pathlib import Path

from claims.readings import ArticleReading, ReadAttribution
from claims.services.reading import shipped_lexicon
from claims.text.reported.reader import Reader

ARTICLES = Path(__file__).parent / "articles"


@functools.cache
def reader() -> Reader:
    return Reader(shipped_lexicon())


def article(name: str) -> str:
    """The text of one of our own articles."""
    return (ARTICLES / f"{name}.txt").read_bytes().decode()


def read(text: str) -> ArticleReading:
    return reader().read(text)


def words(text: str, a: ReadAttribution) -> tuple[str | None, str, str]:
    """A report in short: who by name, the cue, and the words reported."""
    content = " […] ".join(text[start:end] for start, end in a.content)
    return (a.source.entity if a.source else None), text[a.cue[0] : a.cue[1]], content


def sentence(line: str) -> list[tuple[str | None, str, str]]:
    """The reports of one sentence that stands in an article."""
    text = f"A headline of no great weight\n{line}\n"
    return [words(text, a) for a in read(text).attributions]
