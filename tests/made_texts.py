"""Articles made of made-up words, in the shape of news: sentences of any length, some quoted, and the page of a site around them."""

from __future__ import annotations

from itertools import accumulate
from random import Random

_ONSETS = ["b", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "st", "tr", "br", "kl", "sk"]
_VOWELS = ["a", "e", "i", "o", "u", "ai", "ea", "ou"]
_CODAS = ["", "n", "r", "l", "t", "s", "m", "nd", "rt"]


class Writer:
    """Writes articles; the same seed gives the same ones. Few words are common and most are rare, as in any language."""

    def __init__(self, seed: int, vocabulary: int = 1500) -> None:
        self.random = Random(seed)
        made = {self._word() for _ in range(vocabulary)}
        self.words = sorted(made)
        self.random.shuffle(self.words)
        self.weights = list(accumulate(1 / (n + 3) for n in range(len(self.words))))

    def _word(self) -> str:
        pick = self.random.choice
        return "".join(pick(_ONSETS) + pick(_VOWELS) + pick(_CODAS) for _ in range(self.random.randint(1, 3)))

    def sentence(self, words: int | None = None) -> str:
        """A sentence; without `words` of eight to thirty."""
        said = self.random.choices(self.words, cum_weights=self.weights, k=words or self.random.randint(8, 30))
        return f"{' '.join(said).capitalize()}."

    def paragraphs(self, words: int) -> list[str]:
        """Paragraphs of one to three sentences, of about so many words; every fourth is a quotation."""
        made: list[str] = []
        while sum(len(p.split()) for p in made) < words:
            sentences = [self.sentence() for _ in range(self.random.randint(1, 3))]
            text = " ".join(sentences)
            made.append(f"“{text}” {self.sentence(3)}" if self.random.random() < 0.25 else text)
        return made

    def article(self, words: int) -> str:
        return "\n".join(self.paragraphs(words))

    def template(self) -> tuple[str, str]:
        """The page of a site: what stands above and below each of its articles. No list of furniture knows its words."""
        return self.sentence(14), "\n".join(self.sentence(16) for _ in range(3))


def on_page(article: str, template: tuple[str, str]) -> str:
    """An article on the page of a site."""
    return f"{template[0]}\n{article}\n{template[1]}"
