"""Names whose letters come from more than one alphabet: a slip of the keyboard, or made to look like another name."""

import unicodedata

LOOKALIKE = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")
"""Alphabets that share letter shapes. Words of other scripts (Chinese beside Latin) are nothing to wonder at."""


def mixed_scripts(name: str) -> str | None:
    """What is said of a name in which one word mixes alphabets that look alike; None where none does.

    >>> mixed_scripts("The Express")
    >>> mixed_scripts("The \\u0415xpress")
    '“\\u0415xpress” mixes Cyrillic (\\u0415, U+0415) with Latin letters'
    """
    for word in name.split():
        found: dict[str, str] = {}
        for letter in word:
            alphabet = unicodedata.name(letter, "").partition(" ")[0]
            if letter.isalpha() and alphabet in LOOKALIKE:
                found[alphabet] = found.get(alphabet, "") + letter
        if len(found) > 1:
            fewest = min(found, key=lambda alphabet: (len(found[alphabet]), alphabet))
            rest = " and ".join(alphabet.title() for alphabet in found if alphabet != fewest)
            letters = ", ".join(f"{c}, U+{ord(c):04X}" for c in dict.fromkeys(found[fewest]))
            return f"“{word}” mixes {fewest.title()} ({letters}) with {rest} letters"
    return None
