"""How many examples a property test tries: what it says, or as many times that as a profile of Hypothesis asks for (tests/conftest.py)."""

from hypothesis import settings

USUAL = 25
"""What a test tries that says nothing."""


def examples(usual: int) -> int:
    """So many with `make test`; in proportion more with the profile `thorough`."""
    return max(1, usual * settings.default.max_examples // USUAL) if settings.default else usual
