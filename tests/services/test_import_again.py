"""What an import does with entries that it took in before: nothing, a new version, or a conflict.

The log keeps for every key the digest of the entry as last taken in; only what moved in the file is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

import pytest
from a_case import CASE, OFFICIAL, changed
from service_desk import MakeDesk, ServiceDesk
from sqlalchemy import func, select
from test_case_travels import digests

from claims.casefile import read_case
from claims.errors import BadCaseFile, BadText, ImportConflict, StillNeeded, UnknownWord
from claims.services.import_plan import Action, Plan
from claims.store.tables import LOGGED


class Edit(NamedTuple):
    """A change of the file: the entry that moves, what is replaced, and the rows that follow."""

    entry: str
    before: str
    after: str
    rows: dict[str, int]
    same: bool = True
    """Whether an export then says what the file says: not where texts follow each other, for their reviews stay with the text that they judged."""
    also: tuple[str, str] | None = None


LEAD = '      lead: {source: express, in: page, part: lead, wording: drone-making factory, dated: [{value: "2022-07-26", basis: stated, in: page, at: [123, 130]}]}\n'
RECOUNTS = "      - {downstream: erdogan, upstream: putin, manner: recounts, basis: inferred, because: he was there}\n"
UNVERIFIED = '      - {status: unverified, because: One account., by: desk, date: "2026-11-20", against: [{article: record, note: says nothing}]}\n'

# A review that changes is another one; to stay before the next it takes that along, for the latest sets the status.
BOTH_REVIEWS = {"review": 2, "evidence": 4, "passage": 1, "approval": 1, "retraction": 2}

EDITS = {
    "text": Edit("claim factory", "text: Putin asked Erdoğan to have drones made in Russia.", "text: Putin asked for drones.", {"claim": 1}, same=False),
    "a further version": Edit(
        "claim factory",
        "    text: Putin asked Erdoğan to have drones made in Russia.",
        "    versions: [{text: Putin asked Erdoğan to have drones made in Russia.}, {text: Putin asked for drones., by: desk}]",
        {"claim": 1}, same=False,
    ),
    "kind": Edit("claim refusal", "kind: promise", "kind: statement", {"claim": 1}),
    "claimant": Edit("claim factory", "claimant: erdogan", "claimant: cnn", {"claim": 1}),
    "claimant gone": Edit("claim factory", "    claimant: erdogan\n", "", {"claim": 1}),
    "due": Edit("claim refusal", 'due: "2023"', 'due: "2024"', {"claim": 1}),
    "topics": Edit("claim factory", "topics: [drones]", "topics: [drones, putin]", {"claim": 1}),
    "note": Edit("claim refusal", "kind: promise", "kind: promise, note: by letter", {"claim": 1}),
    "stage": Edit("claim factory", "stage: in-research", "stage: ready-for-review", {"stage_change": 1}),
    "stage gone": Edit("claim factory", "    stage: in-research\n", "", {"stage_change": 1}),
    "appearance changed": Edit(
        "claim factory", "wording: asked him for a deal, knows: participant", "wording: asked him for a deal, stance: doubts",
        {"appearance": 1, "passage": 1, "hedge": 1},
    ),
    "hedge gone": Edit("claim factory", ", hedges: [{text: reportedly}]", "", {"appearance": 1, "passage": 1}),
    "date changed": Edit("claim factory", 'value: "2022-07-26", basis: stated', 'value: "2022-07-26", basis: derived', {"appearance": 1, "passage": 2, "dating": 1}),
    "appearance added": Edit("claim factory", LEAD, LEAD + "      official: {source: official, named_as: a source}\n", {"appearance": 1}),
    "appearance removed": Edit("claim Turkey and Russia talk.", "    appearances:\n      cnn: {source: cnn, article: copy}\n", "", {"retraction": 1}),
    "appearance and hop removed": Edit("claim factory", "      putin: {source: putin}\n", "", {"retraction": 2}, also=(RECOUNTS, "")),
    "appearance left to be understood": Edit("", "      putin: {source: putin}\n", "", {}),
    "attribution changed": Edit("claim factory", "manner: cites", "manner: quotes", {"attribution": 1, "passage": 1}),
    "attribution added": Edit("claim factory", RECOUNTS, RECOUNTS + "      - {downstream: lead, upstream: putin, manner: cites}\n", {"attribution": 1}),
    "attribution removed": Edit("claim factory", RECOUNTS, "", {"retraction": 1}),
    "attribution's key": Edit("claim factory", "upstream: putin, manner", "upstream: putin, key: first, manner", {"attribution": 1, "retraction": 1}),
    "link changed": Edit("claim factory", "because: one rules out the other", "because: they exclude each other", {"link": 1, "retraction": 1}),
    "link added": Edit("claim refusal", "kind: promise", "kind: promise, links: [{kind: in-tension, to: factory}]", {"link": 1}),
    "link removed": Edit("claim factory", "      - {kind: part-of, to: Turkey and Russia talk.}\n", "", {"retraction": 1}),
    "review changed": Edit("claim factory", "because: One account.", "because: A single account.", BOTH_REVIEWS),
    "review added": Edit("claim refusal", "kind: promise", "kind: promise, reviews: [{status: too-early, because: Not due., by: desk}]", {"review": 1}),
    "review removed": Edit("claim factory", UNVERIFIED, "", {"retraction": 1}),
    "evidence added": Edit("claim factory", "note: says nothing}]", 'note: says nothing}, {url: "https://x.org"}]', {**BOTH_REVIEWS, "evidence": 5}),
    "approval added": Edit("claim factory", 'approved: [{by: cem, date: "2026-11-21"}]', 'approved: [{by: cem, date: "2026-11-21"}, {by: ana}]', {"approval": 1}),
    "approval removed": Edit("claim factory", '        approved: [{by: cem, date: "2026-11-21"}]\n', "", {"retraction": 1}),
    "objection added": Edit("claim factory", "approved: [{by: cem, date", "objected: [{by: deniz, because: no}]\n        approved: [{by: cem, date", {"objection": 1}),
    "answered": Edit("claim factory", "answer: none", 'answer: No., answered: "2026-11-22"', {"request": 1}),
    "asked again": Edit("claim factory", "answer: none}]", 'answer: none}, {of: cnn, date: "2026-11-23"}]', {"request": 1}),
    "asked no more": Edit("claim factory", '    asked: [{of: kremlin, date: "2026-11-20", question: Was it asked?, answer: none}]\n', "", {"retraction": 1}),
    "source renamed": Edit("source cnn", "name: CNN Türk", "name: CNN Turquie", {"source": 1, "tie": 1}),
    "alias": Edit("source cnn", "aliases: [CNN Turkey]", "aliases: [CNN Turkey, CNN TR]", {"source": 1, "tie": 1}),
    "tie": Edit("source putin", "affiliation: kremlin", "affiliation: [kremlin, {of: cnn, since: '2020'}]", {"source": 1, "tie": 2}),
    "tie gone": Edit("source putin", ", affiliation: kremlin", "", {"source": 1}),
    "grade added": Edit(
        "source express", "grade: {reliability: C, because: guesses, by: desk, date: \"2026-11-01\"}",
        "grade: [{reliability: C, because: guesses, by: desk, date: \"2026-11-01\"}, {reliability: B}]", {"grade": 1},
    ),
    "grade changed": Edit("source express", "reliability: C", "reliability: D", {"grade": 1, "retraction": 1}),
    "title": Edit("article page", "title: Putin wants drones", "title: Putin wants a factory", {"article": 1, "dating": 1}),
    "article's date": Edit("article page", 'published: "2022-07-27"', 'published: "2022-07-28"', {"article": 1, "dating": 1}),
    "date gone": Edit("article page", '    published: "2022-07-27"\n', "", {"article": 1}),
    "copy_of": Edit("article copy", "copy_of: page, basis: inferred", "copy_of: record, basis: inferred", {"article": 1}),
    "copy_of gone": Edit("article copy", ", copy_of: page, basis: inferred, because: the same words", "", {"article": 1}),
    "snapshot added": Edit("article copy", "because: the same words", f"because: the same words, sha256: {'ab' * 32}", {"snapshot": 1}),
    "snapshot changed": Edit("article record", "title: Record of the talks, sha256: ", f"title: Record of the talks, length: {len(OFFICIAL)}, sha256: ", {"snapshot": 1, "retraction": 1}),
    "case title": Edit("case drones", "title: Drones\n", "title: Drones and factories\n", {"case_file": 1}),
    "case title gone": Edit("case drones", "title: Drones\n", "", {"case_file": 1}),
}  # fmt: skip


@pytest.fixture
def taken(desk: ServiceDesk) -> ServiceDesk:
    """A desk that has taken in the case."""
    desk.take_in(CASE)
    return desk


def rows(desk: ServiceDesk) -> Counter[str]:
    """How many rows each logged table has."""
    with desk.database.reading() as session:
        return Counter({t.name: session.connection.execute(select(func.count()).select_from(t)).scalar_one() for t in LOGGED})


def ids(desk: ServiceDesk) -> dict[str, str]:
    """The public ids of everything in the case, by what the file calls it."""
    found: dict[str, str] = {}
    for row in desk.list():
        record = desk.show(row.id)
        claim = row.key or row.text
        found[f"claim {claim}"] = row.id
        keys = {a.id: a.key for a in record.trace.appearances}
        found |= {f"{claim}: {a.key}": a.id for a in record.trace.appearances}
        found |= {f"{claim}: source of {a.key}": a.source.id for a in record.trace.appearances}
        found |= {f"{claim}: article of {a.key}": a.article.id for a in record.trace.appearances if a.article}
        found |= {f"{claim}: {keys[h.downstream]} on {keys[h.upstream]}": h.id for h in record.trace.attributions}
        found |= {f"{claim}: review {r.reviewer} {r.date}": r.id for r in record.reviews}
        found |= {f"{claim}: {link.kind} {link.claim}": link.id for link in record.links if link.outgoing}
        found |= {f"{claim}: asked {q.of}": q.id for q in record.asked}
    return found


def said(plan: Plan, *but: Action) -> list[str]:
    """The entries with any other action."""
    return plan.named(*(a for a in Action if a not in {Action.SAME, *but}))


def test_the_same_file_changes_nothing(taken: ServiceDesk) -> None:
    """A file taken in before, or written differently but saying the same, leaves the log as it is."""
    with taken.changes_nothing():
        assert not taken.take_in(CASE).changes
        assert not taken.take_in("# a comment\n" + CASE.replace("key: factory", "key:   'factory'")).changes
        assert not taken.take_in(taken.export()).changes


@pytest.mark.parametrize("name", EDITS)
def test_only_the_file_moved(taken: ServiceDesk, name: str) -> None:
    """What changed in the file alone is written as new versions, and nothing else is; public ids stay."""
    edit = EDITS[name]
    text = changed((edit.before, edit.after), *([edit.also] if edit.also else []))
    before, known = rows(taken), ids(taken)
    plan = taken.take_in(text)
    if not edit.entry:
        assert not plan.changes
        assert rows(taken) == before
        return
    assert said(plan) == plan.named(Action.CHANGED) == [edit.entry]
    assert rows(taken) - before == Counter(edit.rows) + Counter({"event": 1, "intake": 1, "intake_item": 1})
    now = ids(taken)
    if "because" not in edit.after and "key: first" not in edit.after and "url" not in edit.after:
        assert {k: known[k] for k in known if k in now} == {k: now[k] for k in known if k in now}
    if edit.same:
        assert digests(read_case(taken.export().encode(), "x")) == digests(read_case(text.encode(), "x"))
    with taken.changes_nothing():
        taken.take_in(text)
    # And back again: the file moved once more.
    assert taken.take_in(CASE).named(Action.CHANGED) == [edit.entry]
    if edit.same:
        assert digests(read_case(taken.export().encode(), "x")) == digests(read_case(CASE.encode(), "x"))


class Both(NamedTuple):
    """An entry that moves here and in the file."""

    here: Callable[[ServiceDesk], object]
    there: tuple[str, str]


BOTH = {
    "claim factory": Both(lambda d: d.edit("factory", text="Putin asked for a factory."), ("topics: [drones]", "topics: [factories]")),
    "claim refusal": Both(lambda d: d.mark("refusal"), ("kind: promise", "kind: statement")),
    "claim Turkey and Russia talk.": Both(
        lambda d: d.edit("C-3", note="they do"), ("text: Turkey and Russia talk.\n", "text: Turkey and Russia talk.\n    topics: [talks]\n")
    ),
    "source cnn": Both(lambda d: d.alias("cnn", "CNNT"), ("aliases: [CNN Turkey]", "aliases: [CNN TR]")),
    "source express": Both(lambda d: d.grade("express", "B"), ("reliability: C", "reliability: D")),
    "article page": Both(lambda d: d.retitle("A-1", "Another headline"), ("title: Putin wants drones", "title: Putin wants a factory")),
}  # fmt: skip


@pytest.mark.parametrize("entry", BOTH)
def test_edited_here(taken: ServiceDesk, entry: str) -> None:
    """What changed here alone stays: the same file changes nothing."""
    BOTH[entry].here(taken)
    written = taken.export()
    with taken.changes_nothing():
        assert not taken.take_in(CASE).changes
    assert taken.export() == written


@pytest.mark.parametrize("entry", BOTH)
def test_edited_here_and_there(taken: ServiceDesk, entry: str) -> None:
    """What moved both here and in the file is a conflict: exit code 5, it is named, and not a row is written."""
    BOTH[entry].here(taken)
    text = changed(BOTH[entry].there, ("title: Record of the talks", "title: The record"))
    with taken.changes_nothing(), pytest.raises(ImportConflict) as conflict:
        taken.take_in(text)
    assert conflict.value.exit_code == 5
    assert f"taken in: {entry}. Nothing was written" in conflict.value.sentence


@pytest.mark.parametrize("entry", BOTH)
@pytest.mark.parametrize("key", ["one", "all"])
def test_theirs(taken: ServiceDesk, entry: str, key: str) -> None:
    """`--theirs` takes the file's entry as a new version; reviews made here stay. Then the file changes nothing more."""
    BOTH[entry].here(taken)
    known = ids(taken)
    text = changed(BOTH[entry].there)
    plan = taken.take_in(text, theirs=[entry.partition(" ")[2] if key == "one" else "all"])
    assert said(plan) == plan.named(Action.CHANGED) == [entry]
    now = ids(taken)
    assert {k: now[k] for k in known} == known
    with taken.changes_nothing():
        taken.take_in(text)
    if entry in {"claim factory", "claim refusal"}:
        return  # the text that was edited here stays a version, the review made here a review
    here, there = digests(read_case(taken.export().encode(), "x")), digests(read_case(text.encode(), "x"))
    assert here == there


@pytest.mark.parametrize("entry", BOTH)
@pytest.mark.parametrize("key", ["one", "all"])
def test_ours(taken: ServiceDesk, entry: str, key: str) -> None:
    """`--ours` keeps what is here and notes the file's state: the same file changes nothing more, another one is a conflict again."""
    BOTH[entry].here(taken)
    written = taken.export()
    text = changed(BOTH[entry].there)
    plan = taken.take_in(text, ours=[entry.partition(" ")[2] if key == "one" else "all"])
    assert said(plan) == plan.named(Action.KEPT) == [entry]
    assert taken.export() == written
    with taken.changes_nothing():
        assert not taken.take_in(text).changes
    # Ours differs from the file still: when the file moves on, nobody overwrites ours unasked.
    before, after = BOTH[entry].there
    with taken.changes_nothing(), pytest.raises(ImportConflict):
        taken.take_in(changed((before, after[:-1] + "x" + after[-1] if after[-1] in "\n]" else after[:-1] + ("F" if entry == "source express" else "fact"))))
    assert taken.take_in(CASE, theirs=["all"]).named(Action.CHANGED) == [entry]


def test_the_choice_of_one_goes_before_that_of_all(taken: ServiceDesk) -> None:
    """`--theirs all --ours cnn` takes everything from the file but CNN Türk."""
    for entry in ("source cnn", "article page"):
        BOTH[entry].here(taken)
    text = changed(BOTH["source cnn"].there, BOTH["article page"].there)
    plan = taken.take_in(text, theirs=["all"], ours=["cnn"])
    assert plan.named(Action.CHANGED) == ["article page"]
    assert plan.named(Action.KEPT) == ["source cnn"]


def test_a_choice_must_name_an_entry(taken: ServiceDesk) -> None:
    """A key that the file does not have is a slip, and so is one that is both theirs and ours."""
    with taken.changes_nothing():
        with pytest.raises(UnknownWord, match=r"There is no entry of this file factori\. Did you mean factory"):
            taken.take_in(CASE, theirs=["factori"])
        with pytest.raises(BadText, match="factory"):
            taken.take_in(CASE, theirs=["factory"], ours=["factory"])


def test_changed_to_the_same(taken: ServiceDesk) -> None:
    """Where both sides came to say the same there is no conflict; from then on the file's next change is its own."""
    taken.retitle("A-1", "Putin wants a factory")
    agreed = changed(("title: Putin wants drones", "title: Putin wants a factory"))
    before = rows(taken)
    plan = taken.take_in(agreed)
    assert said(plan) == plan.named(Action.AGREED) == ["article page"]
    assert rows(taken) - before == Counter({"event": 1, "intake": 1, "intake_item": 1})
    with taken.changes_nothing():
        taken.take_in(agreed)
    assert taken.take_in(CASE).named(Action.CHANGED) == ["article page"]


def test_several_changes_at_once(taken: ServiceDesk) -> None:
    """New entries, changed ones and those that stay are told apart in one file; numbers follow the file."""
    text = changed(
        ("  official: {", "  tass: {name: TASS, kind: outlet}\n  official: {"),
        ("title: Record of the talks", "title: The record"),
        ("  - {key: refusal", "  - {key: talks, text: They talked., claimant: tass, links: [{kind: part-of, to: refusal}]}\n  - {key: refusal"),
        ("kind: promise", "kind: statement, links: [{kind: in-tension, to: talks}]"),
    )
    plan = taken.take_in(text)
    assert plan.named(Action.NEW) == ["source tass", "claim talks"]
    assert plan.named(Action.CHANGED) == ["article record", "claim refusal"]
    assert len(plan.named(Action.SAME)) == len(plan.steps) - 4
    assert [row.key for row in taken.list()] == ["factory", "refusal", None, "talks"]
    assert digests(read_case(taken.export().encode(), "x")) == digests(read_case(text.encode(), "x"))


def test_what_the_file_no_longer_has_stays(taken: ServiceDesk) -> None:
    """A file may be a part of the case: entries that it leaves out stay as they are."""
    written = taken.export()
    with taken.changes_nothing():
        taken.take_in("case: drones\ntitle: Drones\n")
        taken.take_in(CASE[: CASE.index("claims:")])
    assert taken.export() == written


# --- withdrawn here --------------------------------------------------------------------------------------------------


def test_undone_here(taken: ServiceDesk) -> None:
    """What was withdrawn here stays withdrawn when the same file comes again."""
    taken.undo("C-2")
    with taken.changes_nothing():
        assert not taken.take_in(changed(("      - {kind: bears-on, to: refusal, because: one rules out the other}\n", ""))).named(Action.NEW)
