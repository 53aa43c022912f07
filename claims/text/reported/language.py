"""Which language a text is in, by its small words: only to say that the rules, which are English, read nothing."""

from __future__ import annotations

import re
from collections import Counter

_SMALL = {
    "en": "the of and to in that is was for on with said as by at from he his it be are has were this an",
    "de": "der die und das von zu mit den ist im dass nicht sich auf ein eine für dem des auch",
    "fr": "le les des et du que est dans pour une sur qui par pas avec au il ce sont aux",
    "es": "el los las del que en una por con para se es su al como más lo fue sus este",
    "tr": "ve bir bu için ile olarak da de olan çok daha ise kadar sonra gibi ancak dedi ne her değil",
    "no": "og det som på er av til en for med den ikke har om at fra de vil var han",
    "ru": "и в не на что с по это как его но он к из за от для у же было",
    "uk": "і в не на що з до це та як його але він за від для у про є був",
    "it": "il di che la per una del con non sono della dei più alla nel gli anche da si le",
    "nl": "de het een van en dat is op te zijn met voor niet aan ook door bij naar uit heeft",
    "pl": "w na się nie do że jest to z o jak po przez od za dla oraz ale są przy",
    "sv": "och att det som en på är av för med den till inte har om ett från de var han",
}
_WORDS = {language: frozenset(words.split()) for language, words in _SMALL.items()}
_WORD = re.compile(r"[^\W\d_]+")
_MOST_READ = 4_000
_FEWEST = 6


def language_of(text: str) -> str | None:
    """The language code, None where too few small words of any are there."""
    counts = Counter(_WORD.findall(text[:_MOST_READ].lower()))
    scores = {language: sum(counts[word] for word in words) for language, words in _WORDS.items()}
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] >= _FEWEST else None
