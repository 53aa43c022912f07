"""Whether two statements may be one: what they share, and what speaks against it. Never a verdict; a person decides."""

import math
import re
from collections.abc import Callable

from claims.text import folding
from claims.text.words import placed, stem, telling
from claims.values import value
from claims.vocabulary import Band

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"(?<![.!?]\s)(?<!^)\b[^\W\d_a-z][\w’'-]+", re.MULTILINE)
_NOT = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|without|cannot|denie[sd]|deny|denying|refused?|refuses|rejects?|rejected|false)\b|n['’]t\b",
    re.IGNORECASE,
)

SAME, CLOSE, RELATED = 0.8, 0.5, 0.25
"""From which share of their telling words on, weighed by rarity, two statements are called so."""

NEAR, NOT_FAR = 0.11, 0.065
"""From how much nearer in meaning than statements lie on average two are called close or related (cosines of a sentence encoder; docs/matching.md)."""

MOST = 6
_BEGINNING = 4


@value
class Likeness:
    """How alike two statements are, with what they share and what lowers the band."""

    band: Band
    share: float
    """Of their telling words, weighed by how rare they are: 0 to 1."""
    words: tuple[str, ...]
    """Shared, as the claim writes them, the rarest first."""
    against: tuple[str, ...]


def likeness(
    text: str, claim: str, rarity: Callable[[str], float], *, within: bool = False, nearness: float | None = None
) -> Likeness:
    """A statement beside a claim.

    `rarity`: the weight of a folded word. `within`: the text may say much more than the claim. `nearness`: in meaning, where it is known.
    """
    mine, theirs = telling(text), telling(claim)
    shared = [word for word in mine if word in set(theirs)]
    weight = sum(map(rarity, shared))
    of_mine, of_theirs = (weight / total if (total := sum(map(rarity, side))) else 0.0 for side in (mine, theirs))
    share = of_theirs if within else math.sqrt(of_mine * of_theirs)
    near = nearness or 0.0
    rank = max((share >= RELATED) + (share >= CLOSE) + (share >= SAME), (near >= NOT_FAR) + (near >= NEAR))
    # Of what shares few words, and may be of another language, only the numbers can be compared.
    against = tuple(_against(text, claim) if share >= RELATED else _other_numbers(text, claim)) if rank else ()
    rank = max(rank - len(against), min(rank, 1))
    shown = sorted(shared, key=lambda word: (-rarity(word), mine.index(word)))[:MOST]
    written = {word: claim[start:end] for word, start, end in reversed(list(placed(claim)))}
    bands = (Band.NOTHING, Band.RELATED, Band.CLOSE, Band.SAME)
    return Likeness(bands[rank], round(share, 4), tuple(written.get(word, word) for word in shown), against)


def _against(text: str, claim: str) -> list[str]:
    """Other numbers, a negation on one side, other names."""
    found = _other_numbers(text, claim)
    if bool(_NOT.search(text)) is not bool(_NOT.search(claim)):
        found.append("one of them says no")
    mine, theirs = (_names(side) for side in (text, claim))
    mine, theirs = _unknown(mine, theirs), _unknown(theirs, mine)
    if mine and theirs:
        found.append(f"other names: {_some(mine, text)} and {_some(theirs, claim)}")
    return found


def _other_numbers(text: str, claim: str) -> list[str]:
    mine, theirs = (_numbers(side) for side in (text, claim))
    if mine and theirs and not theirs <= mine and not mine <= theirs:
        return [f"other numbers: {_some(mine - theirs)} and {_some(theirs - mine)}"]
    return []


def _numbers(text: str) -> set[str]:
    return {found.rstrip(".,") for found in _NUMBER.findall(text)}


def _names(text: str) -> set[str]:
    return {stem(folding.key(found)) for found in _NAME.findall(text)}


def _unknown(names: set[str], to: set[str]) -> set[str]:
    """Names that do not begin like one of the others: Turkish is Turkey's."""
    return {name for name in names if not any(name[:_BEGINNING] == other[:_BEGINNING] for other in to)}


def _some(words: set[str], text: str = "") -> str:
    written = {stem(folding.key(found)): found for found in _NAME.findall(text)}
    return ", ".join(written.get(word, word) for word in sorted(words)[:3])
