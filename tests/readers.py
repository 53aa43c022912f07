"""What tests of reading share: a reader with the shipped lexicon, and readings in short."""

import functools
import random
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


def check(text: str, reading: ArticleReading) -> None:
    """What holds of every reading: places in the text, ids and parents that exist, nothing in furniture, each suggestion with its rule."""
    ids = [a.id for a in reading.attributions]
    assert len(set(ids)) == len(ids)
    for a in reading.attributions:
        places = [
            a.cue,
            *a.content,
            *(s.at for s in a.via),
            *(h.at for h in a.hedges),
            *([a.source.at] if a.source else []),
        ]
        assert all(0 <= start < end <= len(text) for start, end in places)
        assert a.content
        assert a.rule
        assert a.version
        assert a.parent is None or a.parent in ids
        assert a.parent != a.id
        assert not any(start <= a.cue[0] < end for start, end in reading.furniture)
    for chain in reading.chains:
        assert chain.links
        assert set(chain.attributions) <= set(ids)


_BREAKING = "\"“”‘’'\n,.:;()—-«»„\u00a0\u2028\u202e…|[İß"


def mutated(text: str, chance: random.Random) -> str:
    """A text with a few things broken in it."""
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(text) + 1)
        to = min(len(text), at + chance.randint(1, 300))
        match chance.randrange(8):
            case 0:
                text = text[:at] + text[to:]
            case 1:
                text = text[:at] + chance.choice(_BREAKING) * chance.randint(1, 3) + text[at:]
            case 2:
                text = text.replace("“", '"').replace("”", '"')
            case 3:
                text = text.replace(" ", chance.choice(["\u00a0", "  ", "\t"]))
            case 4:
                text = text[:at] + text[at:to].upper() + text[to:]
            case 5:
                text = text.replace("\n", chance.choice([" ", "\n\n", "\r\n", "\u2028"]))
            case 6:
                text = text[:at] + text[at:to][::-1] + text[to:]
            case _:
                text = text.replace(chance.choice("aeinot,.”"), chance.choice(["", "X", " "]))
    return text
