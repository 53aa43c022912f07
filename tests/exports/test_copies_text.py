"""What is said of articles with the same words."""

from __future__ import annotations

import pytest

from claims.exports.copies_text import copy_step
from claims.readings import Alike, CopyFound, Earlier


@pytest.mark.parametrize(
    ("earlier", "share", "there", "said"),
    [
        (Earlier.UNKNOWN, 0.9, 0.4, "A-2 A-1 --basis observed --because '90% of its words stand in A-1'"),
        (Earlier.UNKNOWN, 0.001, 1.0, "A-2 A-1 --basis observed --because '100% of the words of A-1 stand in it'"),
        (Earlier.OTHER, 0.2, 0.8, "A-2 A-1 --basis observed --because '80% of the words of A-1 stand in it'"),
        (Earlier.THIS, 0.9, 0.4, "A-1 A-2 --basis observed --because '90% of the words of A-2 stand in it'"),
        (Earlier.THIS, 0.2, 0.8, "A-1 A-2 --basis observed --because '80% of its words stand in A-2'"),
    ],
)
def test_the_reason_that_is_offered_is_one(earlier: Earlier, share: float, there: float, said: str) -> None:
    """The reason offered for calling an article a copy is the greater share: a long page takes in a short one whole."""
    found = CopyFound("A-1", None, "Express", False, Alike.COPY, 115, 0, share, there, earlier, "", None, ())
    step = copy_step("A-2", found)
    assert step is not None
    assert step[0] == f"article copy-of {said}"
