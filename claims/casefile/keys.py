"""Keys by the hundred thousand: a case that is read line by line has to know all that its lines have named so far, and little of each."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Mapping, MutableMapping

_AT_FIRST = 1 << 10
_MOST_RECENT = 1 << 13
"""Keys whose numbers are remembered as they are: lines mostly name what was named shortly before."""


class Keys(Collection[str]):
    """Different keys, numbered from 0 in the order in which they came, each with the line where it stands.

    Some fifty bytes a key, where a dictionary of text takes several hundred: the texts lie one after the other, and a table of hashes leads to them.
    """

    def __init__(self) -> None:
        self._table = array("i", [-1]) * _AT_FIRST
        self._hashes, self._lines, self._ends = array("q"), array("q"), array("q", [0])
        self._texts = bytearray()
        self._recent: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._hashes)

    def __iter__(self) -> Iterator[str]:
        return map(self.text, range(len(self)))

    def __contains__(self, key: object) -> bool:
        return key in self._recent or (isinstance(key, str) and self.number(key) is not None)

    def add(self, key: str, line: int) -> None:
        """Add a key that is not there yet."""
        number = len(self)
        self._hashes.append(hash(key))
        self._lines.append(line)
        self._texts += key.encode()
        self._ends.append(len(self._texts))
        if 2 * len(self) > len(self._table):
            self._grow()
        else:
            self._table[self._place(key, hash(key))] = number
        self._remember(key, number)

    def number(self, key: str) -> int | None:
        """The number of a key, if it is there."""
        number = self._recent.get(key)
        if number is None:
            number = self._table[self._place(key, hash(key))]
            if number < 0:
                return None
            self._remember(key, number)
        return number

    def text(self, number: int) -> str:
        return self._texts[self._ends[number] : self._ends[number + 1]].decode()

    def line(self, number: int) -> int:
        return self._lines[number]

    def _remember(self, key: str, number: int) -> None:
        if len(self._recent) >= _MOST_RECENT:
            self._recent.clear()
        self._recent[key] = number

    def _place(self, key: str, hashed: int) -> int:
        """Where the table has the key, or, where it has not, the free place for it."""
        table, last = self._table, len(self._table) - 1
        at = hashed & last
        while (number := table[at]) >= 0 and not (self._hashes[number] == hashed and self.text(number) == key):
            at = at + 1 & last
        return at

    def _grow(self) -> None:
        """A table twice as large, in which half of the places are free."""
        table = array("i", [-1]) * (2 * len(self._table))
        last = len(table) - 1
        for number, hashed in enumerate(self._hashes):
            at = hashed & last
            while table[at] >= 0:
                at = at + 1 & last
            table[at] = number
        self._table = table


class Outlets(Mapping[str, str]):
    """The outlet of each article, by the article's key."""

    def __init__(self, sources: Keys) -> None:
        """`sources`: those that may be outlets."""
        self.keys_of_articles = Keys()
        self._sources = sources
        self._outlets = array("i")
        self._recent: dict[str, str] = {}

    def add(self, article: str, outlet: str, line: int) -> None:
        """Add an article that is not there yet; its outlet is."""
        number = self._sources.number(outlet)
        if number is None:
            raise KeyError(outlet)
        self.keys_of_articles.add(article, line)
        self._outlets.append(number)

    def __getitem__(self, article: str) -> str:
        outlet = self._recent.get(article)
        if outlet is None:
            number = self.keys_of_articles.number(article)
            if number is None:
                raise KeyError(article)
            outlet = self._sources.text(self._outlets[number])
            if len(self._recent) >= _MOST_RECENT:
                self._recent.clear()
            self._recent[article] = outlet
        return outlet

    def __contains__(self, article: object) -> bool:
        return article in self.keys_of_articles

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys_of_articles)

    def __len__(self) -> int:
        return len(self.keys_of_articles)


class RowsOfKeys(MutableMapping[str, int]):
    """A row of the log for each key. The rows come in the order of the keys, each after its key."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._rows = array("q")

    def __getitem__(self, key: str) -> int:
        number = self._keys.number(key)
        if number is None or number >= len(self._rows):
            raise KeyError(key)
        return self._rows[number]

    def __setitem__(self, key: str, row: int) -> None:
        if self._keys.number(key) != len(self._rows):
            raise KeyError(key)
        self._rows.append(row)

    def __delitem__(self, key: str) -> None:
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return map(self._keys.text, range(len(self._rows)))

    def __len__(self) -> int:
        return len(self._rows)
