"""What an import does with entries that it took in before: nothing, a new version, or a conflict.

The log keeps for every key the digest of the entry as last taken in; only what moved in the file is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

import pytest
from a_case import CASE, changed
from service_desk import DeskAfter, MakeDesk, ServiceDesk
from sqlalchemy import func, select
from test_case_travels import digests

from claims.casefile import read_case
from claims.errors import AmbiguousName, BadCaseFile, BadText, ImportConflict, StillNeeded, UnknownWord
from claims.services.import_plan import Action, Plan
from claims.store.lists import list_events
from claims.store.tables import LOGGED
from claims.vocabulary import Standing


class Edit(NamedTuple):
    """A change of the file: the entry that moves, what is replaced, and the rows that follow."""

    entry: str
    before: str
    after: str
    rows: dict[str, int]
    same: bool = True
    """Whether an export then says what the file says: not where texts follow each other, for their reviews stay with the text that they judged."""
    also: tuple[str, str] | None = None


LEAD = next(line for line in CASE.splitlines(keepends=True) if line.startswith("      lead: "))
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
    "date changed": Edit("claim factory", "basis: stated, in: page", "basis: derived, in: page", {"appearance": 1, "passage": 2, "dating": 1}),
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
    "approval added": Edit("claim factory", '{by: cem, date: "2026-11-21"}', '{by: cem, date: "2026-11-21"}, {by: ana}', {"approval": 1}),
    "approval removed": Edit("claim factory", '        approved: [{by: cem, date: "2026-11-21"}]\n', "", {"retraction": 1}),
    "objection added": Edit("claim factory", "approved: [", "objected: [{by: deniz, because: no}]\n        approved: [", {"objection": 1}),
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
    "snapshot changed": Edit("article record", "of the talks, sha256: ", "of the talks, length: 47, sha256: ", {"snapshot": 1, "retraction": 1}),
    "case title": Edit("case drones", "title: Drones\n", "title: Drones and factories\n", {"case_file": 1}),
    "case title gone": Edit("case drones", "title: Drones\n", "", {"case_file": 1}),
}  # fmt: skip


@pytest.fixture
def taken(desk_after: DeskAfter) -> ServiceDesk:
    """A desk that has taken in the case."""
    return desk_after(_taken)


def _taken(desk: ServiceDesk) -> None:
    desk.take_in(CASE)


def rows(desk: ServiceDesk) -> Counter[str]:
    """How many rows each logged table has."""
    with desk.database.reading() as session:
        return Counter(
            {t.name: session.connection.execute(select(func.count()).select_from(t)).scalar_one() for t in LOGGED}
        )


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
    """An entry that moves here and in the file, and how the file moves on after that."""

    here: Callable[[ServiceDesk], object]
    before: str
    there: str
    later: str


BOTH = {
    "claim factory": Both(lambda d: d.edit("factory", text="Putin asked for a factory."), "topics: [drones]", "topics: [factories]", "topics: []"),
    "claim refusal": Both(lambda d: d.mark("refusal"), "kind: promise", "kind: statement", "kind: forecast"),
    "claim Turkey and Russia talk.": Both(
        lambda d: d.edit("C-3", note="they do"), "source: cnn, article: copy", "source: cnn, article: copy, stance: asks", "source: cnn, stance: asks"
    ),
    "source cnn": Both(lambda d: d.alias("cnn", "CNNT"), "aliases: [CNN Turkey]", "aliases: [CNN TR]", "aliases: [CNN TRK]"),
    "source express": Both(lambda d: d.grade("express", "B"), "reliability: C", "reliability: D", "reliability: E"),
    "article page": Both(lambda d: d.retitle("A-1", "Another headline"), "title: Putin wants drones", "title: Putin wants a factory", "title: He does"),
}  # fmt: skip


def there(entry: str) -> tuple[str, str]:
    return BOTH[entry].before, BOTH[entry].there


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
    text = changed(there(entry), ("title: Record of the talks", "title: The record"))
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
    text = changed(there(entry))
    plan = taken.take_in(text, theirs=[entry.partition(" ")[2] if key == "one" else "all"])
    assert said(plan) == plan.named(Action.CHANGED) == [entry]
    now = ids(taken)
    assert {k: now[k] for k in known} == known
    with taken.changes_nothing():
        taken.take_in(text)
    if not entry.startswith("claim"):  # texts that were edited here stay versions, reviews made here reviews
        assert digests(read_case(taken.export().encode(), "x")) == digests(read_case(text.encode(), "x"))


@pytest.mark.parametrize("entry", BOTH)
@pytest.mark.parametrize("key", ["one", "all"])
def test_ours(taken: ServiceDesk, entry: str, key: str) -> None:
    """`--ours` keeps what is here and notes the file's state: the same file changes nothing more, another one is a conflict again."""
    BOTH[entry].here(taken)
    written = taken.export()
    text = changed(there(entry))
    plan = taken.take_in(text, ours=[entry.partition(" ")[2] if key == "one" else "all"])
    assert said(plan) == plan.named(Action.KEPT) == [entry]
    assert taken.export() == written
    with taken.changes_nothing():
        assert not taken.take_in(text).changes
    # Ours differs from the file still: when the file moves on, nobody overwrites ours unasked.
    with taken.changes_nothing(), pytest.raises(ImportConflict):
        taken.take_in(changed((BOTH[entry].before, BOTH[entry].later)))
    assert taken.take_in(CASE, theirs=["all"]).named(Action.CHANGED) == [entry]


def test_the_choice_of_one_goes_before_that_of_all(taken: ServiceDesk) -> None:
    """`--theirs all --ours cnn` takes everything from the file but CNN Türk."""
    for entry in ("source cnn", "article page"):
        BOTH[entry].here(taken)
    text = changed(there("source cnn"), there("article page"))
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
        (
            "  - {key: refusal",
            "  - {key: talks, text: They talked., claimant: tass, links: [{kind: part-of, to: refusal}]}\n  - {key: refusal",
        ),
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

OFFICIAL = "  official: {name: a Turkish official, kind: person, unnamed: true, known_to: cnn}\n"


def test_undone_here(taken: ServiceDesk) -> None:
    """What was withdrawn here stays withdrawn when the same file comes again, whatever else the file brings."""
    taken.undo("S-7")
    taken.undo("L-1")
    taken.undo("C-2")
    with taken.changes_nothing():
        assert not taken.take_in(CASE).changes
    assert taken.take_in(changed(("title: Drones\n", "title: Drones again\n"))).named(Action.NEW) == []
    assert [row.key for row in taken.list()] == ["factory", None]
    assert "official" not in taken.export()


def test_undone_here_and_changed_there(taken: ServiceDesk) -> None:
    """An entry that was withdrawn here and moves in the file is a conflict: ours stays withdrawn, theirs comes in as a new thing."""
    taken.undo("S-7")
    renamed = changed(("name: a Turkish official", "name: an official in Ankara"))
    with taken.changes_nothing(), pytest.raises(ImportConflict, match="source official"):
        taken.take_in(renamed)
    assert taken.take_in(renamed, ours=["official"]).named(Action.KEPT) == ["source official"]
    assert "official:" not in taken.export()
    with taken.changes_nothing():
        taken.take_in(renamed)
    assert taken.take_in(CASE, theirs=["official"]).named(Action.NEW) == ["source official"]
    assert digests(read_case(taken.export().encode(), "x")) == digests(read_case(CASE.encode(), "x"))


def test_nothing_new_rests_on_what_was_withdrawn(taken: ServiceDesk) -> None:
    """A new claim of the file that names a source withdrawn here is refused with its line and with what brings the source back."""
    event = taken.undo("S-7").event
    said_by_him = changed(("key: refusal,", "key: refusal, claimant: official,"))
    with taken.changes_nothing(), pytest.raises(BadCaseFile) as refused:
        taken.take_in(said_by_him)
    line = next(n for n, text in enumerate(said_by_him.splitlines(), 1) if "key: refusal" in text)
    assert refused.value.sentence == (
        f"case.yaml:{line}: The source official was withdrawn here by {event}; `claims undo {event}` brings it back."
    )
    taken.undo(event)
    assert taken.take_in(said_by_him).named(Action.CHANGED) == ["claim refusal"]


@pytest.mark.parametrize(
    ("withdrawn", "before", "after", "what"),
    [
        (
            ["L-1", "C-2"],
            "      - {kind: bears-on, to: factory}",
            "      - {kind: bears-on, to: refusal}",
            "claim refusal",
        ),
        (
            ["L-2", "C-3"],
            "kind: promise",
            "kind: promise, links: [{kind: part-of, to: Turkey and Russia talk.}]",
            "claim Turkey and Russia talk.",
        ),
        (
            ["P-4", "A-2"],
            "kind: promise",
            "kind: promise, appearances: {cnn: {source: cnn, article: copy}}",
            "article copy",
        ),
        (["P-4", "A-2"], "title: Record of the talks", "title: Record of the talks, copy_of: copy", "article copy"),
        (["S-7"], "{of: kremlin, date", "{of: official, date", "source official"),
    ],
)
def test_every_reference_is_looked_at(
    taken: ServiceDesk, withdrawn: list[str], before: str, after: str, what: str
) -> None:
    """Links, articles, originals and requests are looked at like claimants."""
    for id in withdrawn:
        taken.undo(id)
    with taken.changes_nothing(), pytest.raises(BadCaseFile, match=f"The {what} was withdrawn here by E-"):
        taken.take_in(changed((before, after)), theirs=["all"])


def test_the_title_undone(taken: ServiceDesk) -> None:
    """A title that was taken back here stays taken back; another one from the file is a conflict, and theirs a new version."""
    other = changed(("title: Drones\n", "title: Drones and factories\n"))
    taken.take_in(other)
    taken.undo("@last")
    assert "title: Drones\n" in taken.export()
    with taken.changes_nothing():
        taken.take_in(other)
    third = changed(("title: Drones\n", "title: Factories\n"))
    with pytest.raises(ImportConflict, match="case drones"):
        taken.take_in(third)
    taken.take_in(third, theirs=["drones"])
    assert "title: Factories\n" in taken.export()


def test_theirs_never_takes_what_a_review_rests_on(taken: ServiceDesk) -> None:
    """An appearance that a review made here points at is not withdrawn by a file that no longer has it."""
    lead = next(a.id for a in taken.show("factory").trace.appearances if a.key == "lead")
    taken.mark("factory", for_=[lead])
    without = changed(
        (LEAD, ""), ("      - {downstream: lead, upstream: erdogan, manner: cites, cue: the page says, in: page}\n", "")
    )
    with (
        taken.changes_nothing(),
        pytest.raises(StillNeeded, match="The appearance lead cannot be withdrawn while these rest on it: R-3"),
    ):
        taken.take_in(without, theirs=["all"])


def test_the_whole_case_undone(taken: ServiceDesk) -> None:
    """After the import itself was undone nothing of the case is left, and the file comes in as if for the first time."""
    first = "E-2"
    taken.undo(first)
    assert taken.list() == []
    with pytest.raises(UnknownWord):
        taken.export("drones")
    plan = taken.take_in(CASE)
    assert set(plan.named(Action.NEW)) == set(plan.named(*Action))
    assert [row.id for row in taken.list()] == ["C-4", "C-5", "C-6"]
    assert digests(read_case(taken.export().encode(), "x")) == digests(read_case(CASE.encode(), "x"))


# --- other cases -----------------------------------------------------------------------------------------------------


def test_another_case_with_the_same_keys(taken: ServiceDesk) -> None:
    """A second case is a case of its own: its keys and names join nothing; sources of one name are suggested, and no more than that."""
    other = changed(("case: drones", "case: other"))
    before = taken.export("drones")
    plan = taken.take_in(other)
    assert set(plan.named(Action.NEW)) == set(plan.named(*Action))
    assert "CNN Türk may be S-5 of another case; names alone join nothing" in plan.suggestions
    assert len(plan.suggestions) == 6  # all but the unnamed one
    assert [row.case for row in taken.list()] == ["drones"] * 3 + ["other"] * 3
    assert taken.export("drones") == before
    assert taken.export("other") == before.replace("case: drones", "case: other")
    with taken.changes_nothing():
        assert not taken.take_in(CASE).changes
        assert not taken.take_in(other).changes
    # What moves in the one leaves the other alone.
    taken.take_in(changed(("name: CNN Türk", "name: CNN Turquie"), of=other))
    assert taken.export("drones") == before
    with pytest.raises(AmbiguousName):
        taken.export()


def test_what_was_made_here_has_a_key(desk: ServiceDesk) -> None:
    """Things made here are known by the keys they got: what comes back says the same, or is a conflict."""
    desk.claim("Putin asked for drones.", claimant="Putin", key="drones", case="mine")
    written = desk.export()
    with desk.changes_nothing():
        assert not desk.take_in(written).changes
        with pytest.raises(ImportConflict, match="claim drones"):
            desk.take_in(written.replace("asked for drones", "wants drones"))
    desk.take_in(written.replace("asked for drones", "wants drones"), theirs=["drones"])
    assert [(row.id, row.text) for row in desk.list()] == [("C-1", "Putin wants drones.")]


# --- trust -----------------------------------------------------------------------------------------------------------


def test_without_trust_reviews_set_no_status(taken: ServiceDesk) -> None:
    """Reviews that come with a file keep name and date, are marked with their case, and leave the claim unreviewed."""
    record = taken.show("factory")
    assert [(r.reviewer, r.date, r.standing, r.from_case, r.counts) for r in record.reviews] == [
        ("desk", "2026-11-20", Standing.FOREIGN, "drones", False),
        ("bora", "2026-11-21", Standing.FOREIGN, "drones", False),
    ]
    assert (record.claim.status, record.claim.reviewed) == ("unverified", False)


def test_with_trust_they_do(desk: ServiceDesk) -> None:
    """With `--trust` the last review sets the status; the log says that the file was trusted, and by whom."""
    desk.take_in(CASE, trust=True, who="Deniz")
    row = desk.list()[0]
    assert (row.status, row.reviewed, row.reviewer, row.reviewed_on) == ("false", True, "bora", "2026-11-21")
    with desk.database.reading() as session:
        event = list_events(session, limit=1)[0]
    assert (event.who, event.what) == ("Deniz", "case drones, trusted")


def test_trusting_a_file_later(taken: ServiceDesk) -> None:
    """A file taken in without trust can be trusted later: its reviews count from then on, in their order, and entries stay as they were."""
    taken.take_in(CASE, trust=True)
    record = taken.show("factory")
    assert [(r.reviewer, r.standing) for r in record.reviews] == [
        ("desk", Standing.TRUSTED),
        ("bora", Standing.TRUSTED),
    ]
    assert (record.claim.status, record.claim.reviewed) == ("false", True)
    with taken.changes_nothing():
        taken.take_in(CASE, trust=True)
        taken.take_in(CASE)
    # Trust is no change of the entry: the file's next change is its own.
    text = changed(("topics: [drones]", "topics: [factories]"))
    assert taken.take_in(text).named(Action.CHANGED) == ["claim factory"]
    assert taken.show("factory").claim.status == "false"


def test_trusting_a_file_that_changed(taken: ServiceDesk) -> None:
    """With `--trust` the reviews of a claim that changed in the file count too, those that stayed the same among them."""
    taken.take_in(changed(("topics: [drones]", "topics: [factories]")), trust=True)
    assert [r.standing for r in taken.show("factory").reviews] == [Standing.TRUSTED, Standing.TRUSTED]
    assert taken.show("factory").claim.status == "false"


def test_a_review_from_a_third_case(desk: ServiceDesk, make_desk: MakeDesk) -> None:
    """A review that the file itself had from another case keeps that case's name; trusting the file trusts it."""
    text = changed(("by: bora", "by: bora\n        from: elsewhere"))
    desk.take_in(text)
    assert [r.from_case for r in desk.show("factory").reviews] == ["drones", "elsewhere"]
    desk.take_in(text, trust=True)
    assert [(r.from_case, r.counts) for r in desk.show("factory").reviews] == [("drones", True), ("elsewhere", True)]
    other = make_desk()
    other.take_in(desk.export())
    assert [r.from_case for r in other.show("factory").reviews] == ["drones", "elsewhere"]


def test_a_review_of_ours_comes_back(taken: ServiceDesk, make_desk: MakeDesk) -> None:
    """Our own review, exported, changed by nobody and sent back, stays ours: nothing is taken in twice."""
    taken.mark("refusal", status="unproven")
    colleague = make_desk()
    colleague.take_in(taken.export())
    colleague.edit("factory", note="seen")
    sent_back = colleague.export()
    taken.take_in(sent_back, theirs=["factory"])
    assert [(r.reviewer, r.standing) for r in taken.show("refusal").reviews] == [("Ana", Standing.OWN)]
    assert taken.show("factory").note == "seen"


def test_reviews_keep_their_order(taken: ServiceDesk) -> None:
    """The latest review sets the status: a review that is corrected in the file stays before those that follow it."""
    taken.take_in(CASE, trust=True)
    taken.take_in(changed(("because: One account.", "because: A single account.")), trust=True)
    record = taken.show("factory")
    assert [(r.reviewer, r.because) for r in record.reviews] == [
        ("desk", "A single account."),
        ("bora", "The record rules it out."),
    ]
    assert record.claim.status == "false"


def test_an_unknown_status(desk: ServiceDesk) -> None:
    """A label that the desk's scale does not have is refused with its line and the nearest one that it has."""
    text = changed(('status: "false"', "status: flase"))
    line = next(n for n, words in enumerate(text.splitlines(), 1) if "flase" in words)
    with desk.changes_nothing(), pytest.raises(BadCaseFile) as refused:
        desk.take_in(text)
    assert refused.value.sentence.startswith(
        f"case.yaml:{line}: flase is not a status of this desk's scale. Did you mean false?"
    )
