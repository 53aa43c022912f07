"""Numbers in a few words, in figures or in letters, in several languages: what they can mean.

`1.200` is twelve hundred in Ankara and one and a fifth in London, and a billion is not the same everywhere, so an amount is the set of
values that it can have. Names with figures in them (S-400, TB2) are no amounts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache

from claims.text import folding
from claims.text.lexicon import APPROXIMATIONS
from claims.values import value

Values = frozenset[Fraction]

_Part = tuple[str, Values | None, int | None]
"""A word of a number: as written, its values, and what it multiplies by."""


@value
class Amount:
    """A number as it is written, what it can mean, and whether it is given as a rough one."""

    written: str
    values: Values
    rough: bool = False


def _counted(*series: tuple[str, int, int]) -> Mapping[str, int]:
    """Number words: series of words, each with its first value and its step; forms of one word are parted by a slash."""
    known: dict[str, int] = {}
    for words, first, step in series:
        for place, forms in enumerate(words.split()):
            for form in forms.split("/"):
                known[folding.key(form)] = first + place * step
    return known


# One is left out: in most languages it is also the indefinite article.
_SMALL: dict[str, Mapping[str, int]] = {
    "en": _counted(
        ("two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen", 2, 1),
        ("nineteen dozen", 19, -7),
        ("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10),
    ),
    "tr": _counted(
        ("iki üç dört beş altı yedi sekiz dokuz", 2, 1),
        ("on yirmi otuz kırk elli altmış yetmiş seksen doksan", 10, 10),
    ),
    "ru": _counted(
        ("""два/две/двух/двум/двумя три/трех/трёх/тремя четыре/четырех/четырёх пять/пяти шесть/шести семь/семи восемь/восьми
        девять/девяти десять/десяти одиннадцать двенадцать/двенадцати тринадцать четырнадцать пятнадцать/пятнадцати шестнадцать
        семнадцать восемнадцать девятнадцать""", 2, 1),
        ("""двадцать/двадцати тридцать/тридцати сорок/сорока пятьдесят/пятидесяти шестьдесят семьдесят восемьдесят
        девяносто сто/ста""", 20, 10),
        ("двести/двухсот триста/трехсот/трёхсот четыреста пятьсот/пятисот шестьсот семьсот восемьсот девятьсот", 200, 100),
    ),
    "de": _counted(
        ("zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn", 2, 1),
        ("zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig", 20, 10),
    ),
    "fr": _counted(
        ("deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize", 2, 1),
        ("vingt trente quarante cinquante soixante", 20, 10),
    ),
    "es": _counted(
        ("dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince", 2, 1),
        ("veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien/ciento", 20, 10),
    ),
    "no": _counted(
        ("to tre fire fem seks sju/syv åtte ni ti elleve tolv tretten fjorten femten seksten sytten atten nitten tjue", 2, 1),
        ("tretti førti femti seksti sytti åtti nitti", 30, 10),
    ),
}  # fmt: skip

_LONG_SCALE = frozenset({"de", "fr", "es", "no", "nb", "nn", "sv", "da", "nl", "it", "pt", "pl"})
"""Languages in which a billion is a million millions."""

_LARGE: dict[str, int] = {
    folding.key(form): value
    for forms, value in (
        ("hundred hundreds yüz hundert cent cents hundre cientos", 100),
        ("thousand thousands k bin tausend mille mil tusen тысяча тысячи тысяч тысяче тыс тисяч тисячі", 1000),
        ("million millions m mn mln milyon millionen millionär millones millón milioni milione miljoner миллион миллиона миллионов млн мільйон", 10**6),
        ("milyar milliard milliards milliarden milliarde milliarder miljard miliardi миллиард миллиарда миллиардов млрд мільярд мільярдів mrd", 10**9),
        ("billion billions bn billionen", 10**9),
        ("trillion trillions trilyon триллион триллионов", 10**12),
    )
    for form in forms.split()
}  # fmt: skip

_ONE = Fraction(1)

_ROUGH_BEFORE = 3
"""Words before a number among which *about* or *nearly* makes it a rough one."""

_TOLERANCE = Fraction(1, 10)
"""How far a rough number may lie from an exact one."""

_PART = re.compile(
    r"(?P<figures>(?<![\w.,-])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\w)|(?<!\w)(?<!\w-)\d+(?:[.,]\d+)*)"
    r"(?P<tail>(?:-?[^\W\d_]+)*)|(?P<word>\w+(?:['’]\w+)?)"
)
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_NAMES = re.compile(r"[^\W\d_][\w-]*\d[\w-]*|\w+-\d+\w*")
"""Names with figures in them, such as S-400."""


_AND = frozenset({"and", "und", "et", "y", "ve", "og"})

_MAY_COUNT = re.compile(
    r"\d|\b(?:" + "|".join(sorted({w for known in _SMALL.values() for w in known if w.isascii()})) + r")\b"
)
"""What a text in plain letters must have to name a number: a hundred or a thousand alone is none."""


@lru_cache(maxsize=8192)
def amounts(text: str, language: str | None = None) -> tuple[Amount, ...]:
    """The numbers of a text, in its order. Without a language only English words for numbers are known."""
    small = _SMALL.get(language or "en", {})
    if text.isascii() and not _MAY_COUNT.search(text.lower()):
        return ()
    plain = _NAMES.sub(lambda found: "\u0001" * len(found[0]), folding.same_length(text))
    fold = str.lower if plain.isascii() else folding.key  # the same for single words
    found: list[Amount] = []
    run: list[_Part] = []
    rough_until = -1
    place = -1
    for place, part in enumerate(_PART.finditer(plain)):
        word = fold(part["word"]) if part["word"] else ""
        tail = fold(part["tail"].lstrip("-")) if part["figures"] and part["tail"] else ""
        if part["figures"]:
            if run:
                found += _total(run, place <= rough_until)
            run = [(part["figures"], _values(part["figures"]), _scale(tail, language))]
        elif word in small:
            run.append((part["word"], frozenset({Fraction(small[word])}), None))
        elif word in _LARGE and (run or len(word) > 2):
            run.append((part["word"], None, _scale(word, language)))
        elif not (run and word in _AND):
            if run:
                found += _total(run, place <= rough_until)
                run = []
            if word in APPROXIMATIONS:
                rough_until = place + _ROUGH_BEFORE + 3
    found += _total(run, place <= rough_until)
    return tuple(found)


@lru_cache(maxsize=4096)
def _values(figures: str) -> Values:
    """What figures can mean: a point or comma parts thousands here and decimals there."""
    if " " in figures or "\u00a0" in figures or "\u202f" in figures:
        return frozenset({Fraction(re.sub(r"\D", "", figures))})
    values = set()
    if _THOUSANDS.fullmatch(figures):
        values.add(Fraction(re.sub(r"\D", "", figures)))
    whole, mark, decimals = figures.replace(",", ".").rpartition(".")
    if not mark:
        return frozenset({Fraction(figures)})
    if "." not in whole or len({c for c in figures if c in ".,"}) == 2:
        values.add(Fraction(f"{re.sub(r'[^0-9]', '', whole) or '0'}.{decimals}"))
    return frozenset(values) or frozenset({Fraction(re.sub(r"\D", "", figures))})


def _scale(word: str, language: str | None) -> int | None:
    """What a word such as thousand multiplies by; None for another word."""
    long = language in _LONG_SCALE and word.startswith(("billion", "trillion"))
    return {"b": 10**12, "t": 10**18}[word[0]] if long else _LARGE.get(word)


def _total(run: Iterable[_Part], rough: bool) -> Iterator[Amount]:
    """What a run of number words adds up to: *two hundred and fifty thousand*; hundreds alone are no number."""
    parts = list(run)
    if not any(values for _, values, _ in parts):
        return
    if len(parts) == 1:
        word, values, scale = parts[0]
        if values is not None and scale is None:  # most numbers: figures alone
            yield Amount(word, values, rough)
            return
    totals: set[tuple[Fraction, Fraction]] = {(Fraction(0), Fraction(0))}
    for _, values, scale in parts:
        if values is not None:
            totals = {(total, group + value) for total, group in totals for value in values}
        if scale is not None:
            totals = {
                (total, (group or _ONE) * scale) if scale == 100 else (total + (group or _ONE) * scale, Fraction(0))
                for total, group in totals
            }
    yield Amount(" ".join(word for word, _, _ in parts), frozenset(total + group for total, group in totals), rough)


def alike(one: Amount, other: Amount) -> bool:
    """Whether two amounts can be the same number; a rough one may be a tenth off."""
    if one.values & other.values:
        return True
    if not (one.rough or other.rough):
        return False
    return any(abs(a - b) <= _TOLERANCE * max(abs(a), abs(b)) for a in one.values for b in other.values)


def changed(new: Iterable[Amount], old: Iterable[Amount]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The numbers of each side that the other has not: new ones first, then those left behind."""
    new, old = tuple(new), tuple(old)
    return (
        tuple(a.written for a in new if not any(alike(a, b) for b in old)),
        tuple(b.written for b in old if not any(alike(a, b) for a in new)),
    )
