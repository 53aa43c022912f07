"""Exports of very many claims: written as they come, in little memory, and not many times slower than a template would be."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

# The generated claims, the template and the measuring are those of the benchmark.
sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))

from export_formats import STREAMS, beside, claim, growth, streamed, template

MOST_TIMES = 9.0
"""About 4 where nobody else works."""


def test_prov_json_beside_a_template() -> None:
    """It says what a template that knows only this shape of claim says, and takes no many times as long."""
    made = [claim(number) for number in range(1, 51)]
    assert json.loads("".join(template(made))) == json.loads("".join(streamed(made, "prov-json")))
    plain, ours = beside(made, times=5)
    assert ours < MOST_TIMES * plain


@pytest.mark.parametrize("name", STREAMS)
def test_memory_does_not_grow_with_the_claims(name: str) -> None:
    """A hundred claims more take as little memory: at most what is kept of each, its id and digests."""
    few, _ = growth(name, 20)
    many, written = growth(name, 120)
    assert many < few + 100 * 6000
    assert many < 2 * 2**20
    assert written > 10_000
