"""A case taken in line by line is the case taken in whole."""

from __future__ import annotations

import json
from graphlib import TopologicalSorter
from typing import Any

import pytest
import yaml
from a_case import CASE, PAGE
from service_desk import MakeDesk, ServiceDesk

from claims.casefile import entry_digest, read_case
from claims.casefile.lines import CaseLines
from claims.errors import BadCaseFile
from claims.services import bulk
from claims.services.bulk import TakenLines, take_in_lines


def as_lines(case: str) -> list[bytes]:
    """A case file as JSON lines, copies after their originals."""
    said: dict[str, Any] = yaml.load(case, Loader=yaml.CBaseLoader)
    made: list[dict[str, Any]] = [{"case": said["case"], "title": said.get("title")}]
    made += [{"source": key, **fields} for key, fields in said.get("sources", {}).items()]
    articles = said.get("articles", {})
    descent = {key: [fields["copy_of"]] if "copy_of" in fields else [] for key, fields in articles.items()}
    made += [{"article": key, **articles[key]} for key in TopologicalSorter(descent).static_order()]
    made += [{"claim": claim.pop("key", None), **claim} for claim in said.get("claims", [])]
    return [json.dumps(line).encode() for line in made]


def take_in(desk: ServiceDesk, lines: list[bytes], *, trust: bool = False) -> TakenLines:
    with desk.database.writing("Ana") as session:
        return take_in_lines(
            session, CaseLines("case.jsonl", iter(lines)), "0" * 64, trust=trust, progress=lambda _: None
        )


@pytest.mark.parametrize("settling", [1, 3, 2_000])
def test_the_same_as_whole(
    desk: ServiceDesk, make_desk: MakeDesk, monkeypatch: pytest.MonkeyPatch, settling: int
) -> None:
    """Ties and links that lead on, copies, dates, evidence and reviews come out as after importing the case whole, however often the
    transaction settles; the case file itself then changes nothing."""
    monkeypatch.setattr(bulk, "SETTLE_AT", settling)
    whole = make_desk()
    whole.take_in(CASE)
    taken = take_in(desk, as_lines(CASE))
    assert digests(desk.export()) == digests(whole.export())
    assert [(c.id, c.text, c.status) for c in desk.list()] == [(c.id, c.text, c.status) for c in whole.list()]
    assert taken.counts["source"] == 7
    with desk.changes_nothing():
        assert not desk.take_in(CASE).changes


def test_the_seed_case(desk: ServiceDesk, make_desk: MakeDesk, seed_case: str) -> None:
    """The shipped case, trusted, is the same on both ways."""
    whole = make_desk()
    whole.take_in(seed_case, trust=True)
    take_in(desk, as_lines(seed_case), trust=True)
    assert digests(desk.export()) == digests(whole.export())
    assert [(c.id, c.status) for c in desk.list()] == [(c.id, c.status) for c in whole.list()]


def test_words_are_placed_in_texts_that_are_kept(desk: ServiceDesk) -> None:
    """Where an article's text is kept already, words that do not stand in it are refused with their line, and nothing is written."""
    desk.add(PAGE, "Express", case="elsewhere")
    lines = as_lines(CASE)
    wrong = [line.replace(b"asked him for a deal", b"asked him for the moon") for line in lines]
    with desk.changes_nothing(), pytest.raises(BadCaseFile, match=r"case\.jsonl:\d+: .*the moon"):
        take_in(desk, wrong)
    take_in(desk, lines)


def digests(case: str) -> dict[str, str]:
    """What the entries of a case file say, in whatever order."""
    read = read_case(case.encode(), "case.yaml")
    said = {f"source {entry.key}": entry_digest(entry) for entry in read.sources}
    said |= {f"article {entry.key}": entry_digest(entry) for entry in read.articles}
    return said | {f"claim {entry.identity}": entry_digest(entry) for entry in read.claims}


CHANGED = {
    "claims of one key": (b'"claim": "refusal"', b'"claim": "factory"', "Two claims have one key"),
    "a link to nothing": (b'"to": "refusal"', b'"to": "refusals"', "There is no claim refusals in this file"),
    "a link to itself": (b'"to": "refusal"', b'"to": "factory"', "linked to itself"),
    "a status of another scale": (b'"status": "', b'"status": "x-', "is not a status of this desk's scale"),
}


@pytest.mark.parametrize(("old", "new", "said"), CHANGED.values(), ids=CHANGED.keys())
def test_refused_whole(desk: ServiceDesk, old: bytes, new: bytes, said: str) -> None:
    """What is found wrong only at the end leaves nothing behind either."""
    lines = as_lines(CASE)
    assert any(old in line for line in lines)
    with desk.changes_nothing(), pytest.raises(BadCaseFile, match=said):
        take_in(desk, [line.replace(old, new) for line in lines])
