"""Parses written by hand, word/tag/relation/head with heads counted from one, and what rules read in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from readers import reader, words

from claims.text.folding import same_length
from claims.text.parsed.layer import ParsedLayer
from claims.text.parsed.tree import Token
from claims.text.reported.reader import Reader

Report = tuple[str | None, str, str]


def tokens(line: str, parse: str) -> list[Token]:
    """The words of a line, with what the parse says of each."""
    made: list[Token] = []
    at = 0
    for part in parse.split():
        word, tag, relation, head = part.rsplit("/", 3)
        start = line.index(word, at)
        at = start + len(word)
        made.append(Token(start, at, word, tag, relation, int(head) - 1))
    return made


def parsed_reader(parses: Mapping[str, str]) -> Reader:
    """A reader with both layers that knows these paragraphs' parses, and of others none."""
    known = {same_length(line): tokens(same_length(line), parse) for line, parse in parses.items()}

    def parse(paragraphs: Sequence[str]) -> list[list[Token]]:
        return [known.get(line, []) for line in paragraphs]

    return Reader(reader().lexicon, ParsedLayer(reader().lexicon, parse, "by hand"))


def read_parsed(line: str, parse: str) -> list[Report]:
    """The reports of one sentence that stands in an article, read with its parse."""
    text = f"A headline of no great weight\n{line}\n"
    return [words(text, a) for a in parsed_reader({line: parse}).read(text).attributions]
