"""Words of a case are placed in the texts that are kept: exactly, or refused with the line and with the places where they stand."""

from __future__ import annotations

import json

import pytest
from a_case import CASE, PAGE, changed, hashed
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from service_desk import DeskAfter, OpenedDesk, ServiceDesk
from sqlalchemy import select

from claims.errors import BadCaseFile
from claims.store.engine import close
from claims.store.tables import Article, Passage, Snapshot, SnapshotBody
from claims.text.folding import same_length


@pytest.fixture
def kept(desk_after: DeskAfter) -> ServiceDesk:
    """A desk that keeps the text of the article `page`, in a case of its own."""
    return desk_after(_kept)


def _kept(desk: ServiceDesk) -> None:
    desk.add(PAGE, "Express", case="elsewhere")


def places(desk: ServiceDesk) -> dict[str, object]:
    """The words of the claim `factory` and where they stand."""
    record = desk.show("factory")
    found: dict[str, object] = {
        a.key or "": (a.wording.exact, a.wording.at) for a in record.trace.appearances if a.wording
    }
    found |= {h.manner.value: (h.cue.exact, h.cue.at) for h in record.trace.attributions if h.cue}
    hedges = [h for a in record.trace.appearances for h in a.hedges] + [
        h for a in record.trace.attributions for h in a.hedges
    ]
    found |= {f"hedge {hedge.text}": hedge.passage and hedge.passage.at for hedge in hedges}
    return found | {f"evidence {e.target}": e.label for r in record.reviews for e in r.evidence if e.url is None}


def at(words: str, nth: int = 0) -> tuple[int, int]:
    start = -1
    for _ in range(nth + 1):
        start = PAGE.index(words, start + 1)
    return start, start + len(words)


def refusal(desk: ServiceDesk, *edits: tuple[str, str]) -> str:
    text = changed(*edits)
    with desk.changes_nothing(), pytest.raises(BadCaseFile) as refused:
        desk.take_in(text)
    return refused.value.sentence


def line_of(words: str, *edits: tuple[str, str]) -> int:
    return next(n for n, line in enumerate(changed(*edits).splitlines(), 1) if words in line)


def check_passages(desk: ServiceDesk) -> int:
    """Every stored passage of a kept text cuts back to its words, with its surroundings. Returns how many there are."""
    query = (
        select(Passage, SnapshotBody.c.text)
        .join(Snapshot, Snapshot.c.seq == Passage.c.snapshot)
        .join(SnapshotBody, SnapshotBody.c.sha256 == Snapshot.c.sha256)
        .join(Article, Article.c.seq == Passage.c.article)
    )
    with desk.database.reading() as session:
        rows = session.connection.execute(query).all()
    for row in rows:
        assert row.start_at is not None
        assert row.text[row.start_at : row.end_at] == row.exact
        assert row.text[max(0, row.start_at - 32) : row.start_at] == (row.prefix or "")
        assert row.text[row.end_at : row.end_at + 32] == (row.suffix or "")
    return len(rows)


def test_the_text_first(kept: ServiceDesk) -> None:
    """Wordings, cues, hedges and evidence without a place get theirs where the text is kept; the export writes it."""
    kept.take_in(CASE)
    assert places(kept) == {
        "erdogan": ("asked him for a deal", at("asked him for a deal")),
        "lead": ("drone-making factory", at("drone-making factory")),
        "cites": ("the page says", at("the page says")),
        "hedge reportedly": at("reportedly"),
        f"evidence A-2:{at('A deal is')[0]}-{at('A deal is a deal')[1]}": "Putin wants drones: “A deal is a deal”",
        "evidence A-4": "Record of the talks",
        "evidence P-2": "Recep Tayyip Erdoğan",
    }
    assert {a.evidence_state.value for a in kept.show("factory").trace.appearances} == {"alleged", "quoted", "held"}
    written = kept.export("drones")
    for words in ("asked him for a deal", "drone-making factory", "the page says", "A deal is a deal", "reportedly"):
        start, end = at(words)
        assert f"at: [{start}, {end}]" in written
    assert check_passages(kept) == 6
    with kept.changes_nothing():
        kept.take_in(CASE)


def test_the_case_first(desk: ServiceDesk) -> None:
    """Where the text comes later the words are found in it all the same; the case says what it said, not a word more."""
    desk.take_in(CASE)
    written = desk.export()
    assert {p.exact: p.at for p in desk.add(PAGE).passages}["drone-making factory"] == at("drone-making factory")
    assert desk.export() == written
    assert places(desk)["lead"] == ("drone-making factory", None)
    with desk.changes_nothing():
        desk.take_in(CASE)
    # A claim that changes in the file is placed as a whole.
    desk.take_in(changed(("topics: [drones]", "topics: [factories]")))
    assert places(desk)["lead"] == ("drone-making factory", at("drone-making factory"))


def test_places_that_are_known_stay_known(kept: ServiceDesk) -> None:
    """A place that was found while the text was here is not lost when the text is gone and the file, without it, changes elsewhere."""
    kept.take_in(CASE)
    before = places(kept)
    with kept.database.writing("Ana") as session:
        session.ledger.retract(session.connection.execute(select(SnapshotBody.c.seq)).scalar_one())
        close(session, "undo", what="the text")
    kept.take_in(changed(("topics: [drones]", "topics: [factories]")))
    assert places(kept) == before


def test_folded_words_are_stored_as_the_article_has_them(kept: ServiceDesk) -> None:
    """Straight quotes and plain spaces in the file find the article's typographic ones, which are what is stored and exported."""
    kept.take_in(
        changed(
            ("wording: asked him for a deal,", """wording: 'had "asked him for a deal" on drones, CNN Türk said',"""),
            ("cue: the page says", "cue: 'CNN Türk said'"),
            ("hedges: [{text: reportedly}]", "hedges: [{text: CNN Türk}]"),
        )
    )
    exact = "had “asked him for a deal” on drones, CNN\u00a0Türk said"
    found = places(kept)
    assert found["erdogan"] == (exact, at(exact))
    assert found["cites"] == ("CNN\u00a0Türk said", at("CNN\u00a0Türk said"))
    assert found["hedge CNN\u00a0Türk"] == at("CNN\u00a0Türk")
    assert exact in kept.export("drones")
    check_passages(kept)


def test_words_that_do_not_stand_there(kept: ServiceDesk) -> None:
    """Words that the text does not have are refused with the line and the nearest that it has; nothing of the file is written."""
    edit = ("wording: drone-making factory", "wording: drone making factory")
    said = refusal(kept, edit)
    assert said.startswith(
        f"case.yaml:{line_of('drone making', edit)}: “drone making factory” does not stand in page. Nearest: “"
    )


def test_words_that_stand_several_times(kept: ServiceDesk) -> None:
    """Ambiguous words are refused with all their places; with one of them they are taken."""
    edit = ("wording: drone-making factory", "wording: drone")
    said = refusal(kept, edit)
    assert f"case.yaml:{line_of('wording: drone,', edit)}: “drone” stands 3 times in page: " in said
    assert f"[{at('drone', 1)[0]}, {at('drone', 1)[1]}]" in said
    start, end = at("drone", 1)
    kept.take_in(changed(("wording: drone-making factory", f"wording: drone, at: [{start}, {end}]")))
    assert places(kept)["lead"] == ("drone", (start, end))


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (("wording: drone-making factory", "wording: drone-making factory, at: [1, 21]"), "is not at [1, 21] of page, where “utin wants drones"),
        (("cue: the page says, in: page", "cue: the page says, in: page, at: [0, 13]"), f"it stands [{at('the page says')[0]}, {at('the page says')[1]}]"),
        (("hedges: [{text: reportedly}]", "hedges: [{text: reportedly, at: [0, 10]}]"), f"it stands [{at('reportedly')[0]}, {at('reportedly')[1]}]"),
        (("wording: A deal is a deal", "wording: A deal is a deal, at: [0, 16]"), f"it stands [{at('A deal is')[0]}, {at('A deal is a deal')[1]}]"),
        (("wording: A deal is a deal", "at: [9000, 9016]"), f"[9000, 9016] lies outside page, whose text has {len(PAGE)} characters"),
        (("in: page, at: [123, 130]", "in: page, at: [1230, 1300]"), f"[1230, 1300] lies outside page, whose text has {len(PAGE)} characters"),
        (("hedges: [{text: reportedly}]", "hedges: [{text: allegedly, in: page}]"), "“allegedly” does not stand in page"),
        (('published: "2022-07-27"', "dated: [{value: '2022', in: page, at: [1230, 1300]}]"), "lies outside page"),
    ],
)  # fmt: skip
def test_wrong_places(kept: ServiceDesk, edit: tuple[str, str], says: str) -> None:
    """A place where other words stand is refused with those and with where the words are; one outside the text with its length."""
    assert says in refusal(kept, edit)


def test_a_hedge_nearby(kept: ServiceDesk) -> None:
    """A hedge without a place is only said to stand near its words: where the text has it twice or not at all, it is kept without one."""
    kept.take_in(changed(("hedges: [{text: reportedly}]", "hedges: [{text: deal}, {text: allegedly}]")))
    assert {k: v for k, v in places(kept).items() if k.startswith("hedge")} == {
        "hedge deal": None,
        "hedge allegedly": None,
    }


def test_only_a_place(kept: ServiceDesk) -> None:
    """A place without words is stored with the words that stand there."""
    start, end = at("asked him for a deal")
    kept.take_in(
        changed(
            ("wording: asked him for a deal,", f"at: [{start}, {end}],"),
            ("wording: A deal is a deal", f"at: [{start}, {end}]"),
        )
    )
    assert places(kept)["erdogan"] == ("asked him for a deal", (start, end))
    assert places(kept)[f"evidence A-2:{start}-{end}"] == "Putin wants drones: “asked him for a deal”"


def test_only_a_place_without_the_text(desk: ServiceDesk) -> None:
    """Without the text a place alone travels as it is."""
    desk.take_in(changed(("wording: asked him for a deal,", "at: [90, 110],")))
    assert places(desk)["erdogan"] == (None, (90, 110))
    assert "at: [90, 110]" in desk.export()


def test_the_newest_reading(desk: ServiceDesk) -> None:
    """Where an article has several readings that are kept, words are placed in the newest."""
    longer = "Corrected. " + PAGE
    text = changed(
        (
            f"    sha256: {hashed(PAGE)}\n    text_sha256: {hashed(PAGE)}\n    length: {len(PAGE)}\n    reader: text/1\n",
            f"    snapshots: [{{sha256: {hashed(PAGE)}}}, {{sha256: {hashed(longer)}}}]\n",
        )
    )
    desk.add(PAGE, "Express", case="elsewhere")
    desk.add(longer, "Express", case="elsewhere")
    desk.take_in(text)
    start, end = at("drone-making factory")
    assert places(desk)["lead"] == ("drone-making factory", (start + 11, end + 11))
    check_passages(desk)


pieces = st.text(st.sampled_from("ab“”\"’' \u00a0\n😀ğ"), min_size=1, max_size=40).filter(str.strip)


@settings(max_examples=examples(10), suppress_health_check=list(HealthCheck))
@given(text=pieces, data=st.data())
def test_passages_always_cut_back_to_the_text(opened_desk: OpenedDesk, text: str, data: st.DataObject) -> None:
    """Whatever words of whatever text a case gives, with or without their place: what is stored cuts back to them, or the case is refused."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    words = data.draw(st.sampled_from([text[start:end], same_length(text[start:end])]))
    place = data.draw(st.sampled_from(["", f", at: [{start}, {end}]"]))
    case = f"case: c\nsources:\n  o: {{name: O, kind: outlet}}\narticles:\n  a: {{outlet: o, sha256: {hashed(text)}}}\nclaims:\n"
    case += f"  - {{key: k, text: T, appearances: {{p: {{source: o, in: a, wording: {json.dumps(words, ensure_ascii=False)}{place}}}}}}}\n"
    with opened_desk() as desk:
        desk.add(text, "O", case="elsewhere")
        try:
            desk.take_in(case)
        except BadCaseFile as refused:
            assert not words.strip() or (not place and "times in a" in refused.sentence)  # noqa: PT017
            return
        wording = desk.show("k").trace.appearances[0].wording
        assert wording is not None
        assert wording.at is not None
        assert same_length(wording.exact or "") == same_length(words)
        assert check_passages(desk) == 1
