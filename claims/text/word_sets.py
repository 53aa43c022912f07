"""Closed lists of words, written as a line of them."""


def word_set(words: str) -> frozenset[str]:
    """The words of a line."""
    return frozenset(words.split())
