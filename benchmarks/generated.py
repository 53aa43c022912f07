"""Generated cases, the same for the same seed: about four appearances a claim, and of every shape of chain some.

`python benchmarks/generated.py FOLDER [--claims 10000] [--seed 1]` writes them as case files that `claims import` takes, and with
`--lines` as one case in one file of JSON lines, which is streamed in.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random

import orjson

from claims.entries import (
    AppearanceEntry,
    ArticleEntry,
    AttributionEntry,
    CaseEntry,
    ClaimEntry,
    DateEntry,
    EvidenceEntry,
    HedgeEntry,
    OpinionEntry,
    ReviewEntry,
    SnapshotEntry,
    SourceEntry,
    TieEntry,
    VersionEntry,
)
from claims.exports.casefile import entry_lines
from claims.vocabulary import Basis, ClaimKind, DateBasis, HedgeScope, Knows, Manner, Part, Side, SourceKind, Stance

CASE_SIZE = 1_000
"""Claims of one case: what is in memory at a time."""

PEOPLE, OUTLETS, ARTICLES = 60, 200, 400
"""Of each in a case of full size."""

FAN, LINE = 1_000, 50
"""Appearances of a large fan and of a long line."""

_SUBJECTS = "minister mayor union army bank court agency company hospital regulator senator spokesman".split()  # noqa: SIM905 - reads as words
_VERBS = "closed opened sold denied delayed promised doubled halved signed cancelled inspected moved".split()  # noqa: SIM905 - reads as words
_OBJECTS = "factory bridge budget hospital contract border pipeline railway school harbour census treaty".split()  # noqa: SIM905 - reads as words
_PLACES = "Ankara Lisbon Tromsø Kraków Nairobi Lima Osaka Perth Quito Vilnius Zagreb Łódź".split()  # noqa: SIM905 - reads as words
_HEDGES = "reportedly allegedly apparently likely".split()  # noqa: SIM905 - reads as words
_STATUSES = ("true", "false", "unverified", "misleading", "mostly-true", "half-true", "unproven", "missing-context")
_MANNERS = (Manner.CITES, Manner.QUOTES, Manner.PARAPHRASES, Manner.REPUBLISHES, Manner.TRANSLATES)


def cases(claims: int, seed: int = 1, size: int = CASE_SIZE) -> Iterator[CaseEntry]:
    """So many claims in cases of `size`, one after the other; each depends on the seed and on its own number alone."""
    for number, start in enumerate(range(0, claims, size)):
        yield _Case(number, seed, start, min(size, claims - start)).entry()


def one_case(claims: int, seed: int = 1, size: int = CASE_SIZE) -> Iterator[bytes]:
    """The same claims, sources and articles as the JSON lines of one case, made as they are asked for."""
    yield orjson.dumps({"case": "generated", "title": "Generated claims"}) + b"\n"
    for number, start in enumerate(range(0, claims, size)):
        made = _Case(number, seed, start, min(size, claims - start), prefix=f"c{number}-").entry()
        for several in entry_lines(made):
            yield from several.splitlines(keepends=True)


@dataclass(frozen=True, slots=True)
class _Step:
    """A place in a chain that is being made, and the places that it has the claim from."""

    key: str
    above: tuple[str, ...] = ()


class _Case:
    """One case: who speaks in it, what was published, and its claims."""

    def __init__(self, number: int, seed: int, start: int, claims: int, prefix: str = "") -> None:
        """`prefix`: what keys begin with, where several are put into one."""
        self.key = f"generated-{number}"
        self.random = Random(f"{seed} {number}")  # noqa: S311 - generated, not secret
        self.start, self.size = start, claims
        share = min(1.0, claims / CASE_SIZE)
        self.people = [f"{prefix}person-{i}" for i in range(max(3, round(PEOPLE * share)))]
        self.outlets = [f"{prefix}outlet-{i}" for i in range(max(5, round(OUTLETS * share)))]
        self.articles = [f"{prefix}article-{i}" for i in range(max(5, round(ARTICLES * share)))]
        self.outlet_of = {key: self.random.choice(self.outlets) for key in self.articles}

    def entry(self) -> CaseEntry:
        return CaseEntry(
            self.key,
            title=f"Generated case {self.key}",
            sources=(*map(self._person, self.people), *map(self._outlet, self.outlets)),
            articles=tuple(self._article(i, key) for i, key in enumerate(self.articles)),
            claims=tuple(self._claim(self.start + i) for i in range(self.size)),
        )

    def _person(self, key: str) -> SourceEntry:
        unnamed = self.random.random() < 0.1
        name = f"an official {key}" if unnamed else f"{self.random.choice(_PLACES)} {key.title()}"
        known = self.random.choice(self.outlets) if unnamed else None
        return SourceEntry(key, f"{name} {self.key}", SourceKind.PERSON, unnamed=unnamed, known_to=known)

    def _outlet(self, key: str) -> SourceEntry:
        owner = (TieEntry(f"Owner {self.random.randrange(20)}"),) if self.random.random() < 0.3 else ()
        name = f"The {self.random.choice(_PLACES)} {key.title()} {self.key}"
        return SourceEntry(key, name, SourceKind.OUTLET, aliases=(f"{key} {self.key} online",), owner=owner)

    def _article(self, i: int, key: str) -> ArticleEntry:
        """One in ten is a copy of one before it; half have a reading."""
        choose = self.random
        copy_of = self.articles[choose.randrange(i)] if i and choose.random() < 0.1 else None
        digest = f"{choose.getrandbits(256):064x}"
        reading = (SnapshotEntry(digest, f"{choose.getrandbits(256):064x}", choose.randrange(800, 9_000), "text/1"),)
        return ArticleEntry(
            key,
            self.outlet_of[key],
            title=f"{self._statement()} ({key})",
            url=f"https://{self.outlet_of[key]}.example/{self.key}/{key}",
            language="en",
            copy_of=copy_of,
            basis=Basis.OBSERVED if copy_of else Basis.STATED,
            dated=(DateEntry(self._day(), DateBasis.PAGE),),
            snapshots=reading if choose.random() < 0.5 else (),
        )

    def _statement(self) -> str:
        words = (self.random.choice(w) for w in (_SUBJECTS, _VERBS, _OBJECTS, _PLACES))
        subject, verb, thing, place = words
        return f"The {subject} {verb} the {thing} in {place}"

    def _day(self) -> str:
        return f"20{self.random.randrange(15, 26)}-{self.random.randrange(1, 13):02}-{self.random.randrange(1, 29):02}"

    # --- claims ---

    def _claim(self, number: int) -> ClaimEntry:
        choose = self.random
        steps = self._shape(number)
        keys = [step.key for step in steps]
        return ClaimEntry(
            f"claim-{number}",
            (VersionEntry(f"{self._statement()}, {number} of {number + choose.randrange(1, 90)} said."),),
            kind=choose.choice((ClaimKind.FACT, ClaimKind.FACT, ClaimKind.STATEMENT)),
            claimant=choose.choice(self.people) if choose.random() < 0.5 else None,
            topics=(choose.choice(_OBJECTS),),
            appearances=tuple(self._appearance(step) for step in steps),
            attributions=tuple(self._hop(step.key, above) for step in steps for above in step.above),
            reviews=(self._review(keys),) if choose.random() < 0.6 else (),
        )

    def _shape(self, number: int) -> list[_Step]:
        """One claim in 5,000 is a large fan, one in 500 a long line, one in 50 a diamond, one in 50 a circle."""
        if number % 5_000 == 77:
            return [_Step("p0"), *(_Step(f"p{i}", ("p0",)) for i in range(1, FAN + 1))]
        if number % 500 == 7:
            return _line(LINE)
        if number % 50 == 11:
            return [_Step("p0"), _Step("p1", ("p0",)), _Step("p2", ("p0",)), _Step("p3", ("p1", "p2"))]
        if number % 50 == 23:
            return [_Step("p0", ("p2",)), _Step("p1", ("p0",)), _Step("p2", ("p1",)), _Step("p3", ("p2",))]
        line = _line(self.random.choice((2, 3, 3, 4, 4, 5)))
        if self.random.random() < 0.3:  # a second outlet has it from the first
            line.append(_Step(f"p{len(line)}", (line[1].key,)))
        return line

    def _appearance(self, step: _Step) -> AppearanceEntry:
        """Origins are people or outlets that report themselves; the rest are outlets, most in an article of theirs."""
        choose = self.random
        if not step.above:
            return AppearanceEntry(step.key, choose.choice(self.people), knows=choose.choice((Knows.WITNESS, None)))
        if choose.random() < 0.4:
            return AppearanceEntry(step.key, choose.choice(self.outlets), stance=self._stance())
        article = choose.choice(self.articles)
        begin = choose.randrange(700)
        words = f"{choose.choice(_VERBS)} the {choose.choice(_OBJECTS)}"
        hedges = (HedgeEntry(choose.choice(_HEDGES), HedgeScope.WORDING),) if choose.random() < 0.15 else ()
        return AppearanceEntry(
            step.key,
            self.outlet_of[article],
            in_article=article,
            article=article,
            part=choose.choice((Part.HEADLINE, Part.BODY, None)),
            wording=words,
            at=(begin, begin + len(words)),
            stance=self._stance(),
            hedges=hedges,
        )

    def _stance(self) -> Stance:
        return self.random.choice((Stance.ASSERTS,) * 9 + (Stance.DOUBTS,))

    def _hop(self, downstream: str, upstream: str) -> AttributionEntry:
        choose = self.random
        inferred = choose.random() < 0.2
        return AttributionEntry(
            downstream,
            upstream,
            choose.choice(_MANNERS),
            basis=Basis.INFERRED if inferred else Basis.STATED,
            because="The wording is the same" if inferred else None,
        )

    def _review(self, steps: list[str]) -> ReviewEntry:
        choose = self.random
        evidence = (EvidenceEntry(Side.AGAINST, article=choose.choice(self.articles), note="Says otherwise"),)
        return ReviewEntry(
            choose.choice(_STATUSES),
            f"Compared with {choose.choice(_OBJECTS)} records of {choose.choice(_PLACES)}.",
            f"reviewer {choose.randrange(8)}",
            date=self._day(),
            version=1,
            evidence=evidence if choose.random() < 0.5 else (EvidenceEntry(Side.FOR, appearance=choose.choice(steps)),),
            approved=(OpinionEntry("reviewer 9", self._day()),) if choose.random() < 0.2 else (),
        )


def _line(length: int) -> list[_Step]:
    keys = [f"p{i}" for i in range(length)]
    return [_Step(keys[0]), *(_Step(below, (above,)) for above, below in pairwise(keys))]


def main() -> None:
    """Write case files."""
    from claims.exports.casefile import case_yaml  # noqa: PLC0415 - benchmarks that import this need it not

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where to write them")
    parser.add_argument("--claims", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lines", action="store_true", help="one case in one file of JSON lines")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    if asked.lines:
        with (asked.folder / "generated.jsonl").open("wb") as file:
            file.writelines(one_case(asked.claims, asked.seed))
        print(json.dumps({"claims": asked.claims, "seed": asked.seed, "files": ["generated.jsonl"]}))
        return
    written = []
    for case in cases(asked.claims, asked.seed):
        path = asked.folder / f"{case.key}.yaml"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(case_yaml(case))
        written.append(path.name)
    print(json.dumps({"claims": asked.claims, "seed": asked.seed, "files": written}))


if __name__ == "__main__":
    main()
