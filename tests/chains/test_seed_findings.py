"""The seed case: what a careful editor finds in the five pages is found, and what a naive tool would flag is not."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from sqlalchemy import URL

from claims.casefile import read_case
from claims.overviews import Todo
from claims.records import ClaimRecord, Finding
from claims.services.checking import checked, to_check
from claims.services.importing import Choices, take_in
from claims.services.seeding import seed
from claims.services.todo import todo
from claims.shipped import shipped
from claims.store import migrations
from claims.vocabulary import Severity

SEED = shipped("seeds") / "turkey-russia.yaml"

Checked = Mapping[str, tuple[ClaimRecord, tuple[Finding, ...]]]


@pytest.fixture(scope="module")
def looked_at(tmp_path_factory: pytest.TempPathFactory) -> tuple[Checked, Todo]:
    """Every claim of the seed case with its findings, by key, and what there is to do."""
    path: Path = tmp_path_factory.mktemp("seed") / "claims.db"
    database = migrations.create(URL.create("sqlite", database=str(path)), "The desk", seed)
    with database.writing("The desk") as session:
        take_in(session, read_case(SEED.read_bytes(), SEED.name), SEED.read_bytes(), SEED.name, Choices(trust=True))
    with database.reading() as session:
        numbers = to_check(session, ())
        found = {record.claim.key or "": (record, findings) for record, findings in checked(session, numbers)}
        return found, todo(session, numbers, "2026-11-22")


@pytest.fixture
def seeds(looked_at: tuple[Checked, Todo]) -> Checked:
    return looked_at[0]


def shown(seeds: Checked, key: str, code: str) -> list[Finding]:
    """The findings of a code on a claim."""
    return [finding for finding in seeds[key][1] if finding.code == code]


def speakers(seeds: Checked, key: str, finding: Finding) -> set[str]:
    """The sources of the appearances that a finding rests on."""
    return {step.source.name for step in seeds[key][0].trace.appearances if step.id in finding.appearances}


# --- to be found -----------------------------------------------------------------------------------------------------


def test_the_factory_is_not_in_the_quotation(seeds: Checked) -> None:
    """The page's own "factory" against the "deal" that it quotes."""
    (drift,) = shown(seeds, "drone-factory", "wording-drift")
    assert drift.severity is Severity.WARN
    new, left = drift.message.split("left behind")
    assert "“factory”" in new
    assert "“Russia”" in new
    assert "“deal”" in left


@pytest.mark.parametrize("key", ["drone-factory", "tehran-meeting"])
@pytest.mark.parametrize("code", ["unseen-origin", "bottleneck"])
def test_the_unseen_report_on_which_all_rests(seeds: Checked, key: str, code: str) -> None:
    """The CNN Türk report that nobody has seen, and on which the chain rests."""
    (finding,) = shown(seeds, key, code)
    assert speakers(seeds, key, finding) == {"CNN Türk"}


def test_reports_are_one_report(seeds: Checked) -> None:
    """ "Reports suggested", for one line of descent."""
    (finding,) = shown(seeds, "drone-factory", "plural-for-one")
    assert speakers(seeds, "drone-factory", finding) == {"reports (on a drone factory)", "The Kyiv Independent"}


def test_four_outlets_one_voice(seeds: Checked) -> None:
    """The drone factory rests on one man's account."""
    (finding,) = shown(seeds, "drone-factory", "single-origin")
    assert finding.severity is Severity.WARN
    assert finding.message.startswith("Four outlets")


def test_has_learned_after_citing_interfax(seeds: Checked) -> None:
    """BulgarianMilitary.com gives as its own what it has from Interfax."""
    (finding,) = shown(seeds, "january-s400-meeting", "self-sourced")
    assert speakers(seeds, "january-s400-meeting", finding) == {"BulgarianMilitary.com", "Interfax"}


def test_the_headline_is_surer_than_the_lead(seeds: Checked) -> None:
    """A meeting in preparation becomes a certainty, and the agency is gone."""
    (drift,) = shown(seeds, "january-s400-meeting", "wording-drift")
    assert "tentative is certain now" in drift.message
    assert shown(seeds, "january-s400-meeting", "attribution-lost")


@pytest.mark.parametrize("key", ["erdogan-ordered-more", "second-regiment"])
def test_a_page_contradicts_itself(seeds: Checked, key: str) -> None:
    """BulgarianMilitary.com says that more was ordered, and that there is no second regiment."""
    (finding,) = shown(seeds, key, "contradicted")
    assert "BulgarianMilitary.com says both" in finding.message


def test_anonymous_officials(seeds: Checked) -> None:
    """Officials, senators, leaders and experts without a name, each said to be so."""
    anonymous = {key for key in seeds if shown(seeds, key, "anonymous-origin")}
    assert anonymous == {
        "iran-drones-hundreds", "advances-unsustainable", "russia-needs-pause", "nato-look-weak", "senators-warned", "turkey-s500",
        "idlib-no-change", "idlib-status-quo",
    }  # fmt: skip


def test_a_lead_states_what_the_spokesman_says_below(seeds: Checked) -> None:
    """Lead and headline of Defenseworld.net state as fact what Peskov says further down."""
    (finding,) = shown(seeds, "sochi-s400-broadening", "attribution-lost")
    parts = {s.part for s in seeds["sochi-s400-broadening"][0].trace.appearances if s.id in finding.appearances}
    assert parts == {"headline", "lead", "body"}


def test_directly_is_gone(seeds: Checked) -> None:
    """TASS's lead denies any link where the quotation denies a direct one."""
    (drift,) = shown(seeds, "agreements-not-crisis", "wording-drift")
    assert "“directly”" in drift.message.split("left behind")[1]


def test_a_blog_copies_two_days_later(seeds: Checked) -> None:
    """One finding in each claim that the blog has from Defenseworld.net, and no other late relay."""
    late = {key: shown(seeds, key, "late-relay") for key in seeds}
    copied = {key for key, (record, _) in seeds.items() if any(a.key == "blog" for a in record.trace.appearances)}
    assert {key for key, found in late.items() if found} == copied
    assert {len(found) for found in late.values()} == {0, 1}


def test_ten_claims_on_one_interview(looked_at: tuple[Checked, Todo]) -> None:
    """The Bloomberg interview that nobody has seen carries ten claims, and is among the first things to look up."""
    bloomberg = next(one for one in looked_at[1].unseen if one.name == "Bloomberg")
    assert len(bloomberg.claims) == 10
    assert looked_at[1].unseen.index(bloomberg) < 3


def test_two_accounts_of_one_meeting(seeds: Checked) -> None:
    """Peskov and Erdoğan are two voices: no single origin and no bottleneck; and "agreed" is not what either is quoted with."""
    codes = {finding.code for finding in seeds["sochi-defence-talks"][1]}
    assert codes.isdisjoint({"single-origin", "bottleneck"})
    (drift,) = shown(seeds, "sochi-defence-talks", "wording-drift")
    assert "“agreed”" in drift.message


# --- not to be found -------------------------------------------------------------------------------------------------


def test_no_hedge_added_to_an_unseen_report(seeds: Checked) -> None:
    """Nobody knows whether the CNN Türk report hedged; the one hedge added is the Norwegian title's."""
    assert {key for key in seeds if shown(seeds, key, "hedge-added")} == {"sochi-s400-broadening"}
    assert not any(shown(seeds, key, "hedge-lost") for key in seeds)


def test_a_speaker_is_never_unseen(seeds: Checked) -> None:
    """What is unseen is a publication, never a person, a group or a government."""
    for key, (record, _) in seeds.items():
        kinds = {step.id: step.source.kind for step in record.trace.appearances}
        for finding in shown(seeds, key, "unseen-origin"):
            assert {kinds[id] for id in finding.appearances} <= {"outlet", "document"}


def test_a_refusal_is_no_denial(seeds: Checked) -> None:
    """That Baykar would not sell does not deny that Putin asked."""
    assert not shown(seeds, "drone-factory", "contradicted")
    assert not shown(seeds, "baykar-no-sale", "contradicted")


def test_background_is_no_origin(seeds: Checked) -> None:
    """What an outlet states in its own voice is said to be so, and never called the one voice behind a claim."""
    own = {key for key in seeds if shown(seeds, key, "lineage-not-shown")}
    assert len(own) == 31  # docs/findings.md says so
    assert {"turkey-drone-export", "f35-399bn", "idlib-bombardment", "russia-ammunition"} <= own
    assert not any(shown(seeds, key, "single-origin") for key in own)


def test_one_page_in_its_own_voice_is_one_note(seeds: Checked) -> None:
    """A page that speaks for itself, alone or copied, is one line; the copy being late is the blog's matter."""
    for key in ("turkey-drone-export", "policy-shift", "russia-ammunition", "iran-drones-received", "akkuyu-2018"):
        assert [(f.code, f.severity) for f in seeds[key][1]] == [("lineage-not-shown", Severity.NOTE)]


def test_nobody_owns_two(seeds: Checked) -> None:
    """A likeness of names (CNN, CNN Türk) is no ownership."""
    assert not any(shown(seeds, key, "same-owner") for key in seeds)


def test_two_languages_are_not_compared(seeds: Checked) -> None:
    """The Norwegian title is not held against the English headline above which it stands."""
    title = next(s.id for s in seeds["sochi-s400-broadening"][0].trace.appearances if s.key == "blog-own-head")
    assert not any(title in f.appearances for f in shown(seeds, "sochi-s400-broadening", "wording-drift"))


@pytest.mark.parametrize("key", ["agreements-not-russia", "ready-to-mediate"])
def test_a_headline_that_names_an_official_lost_nothing(seeds: Checked, key: str) -> None:
    """ "Assures official" and "Altun also reaffirmed" are attributions."""
    assert not shown(seeds, key, "attribution-lost")


def test_nothing_else_is_found(seeds: Checked) -> None:
    """No circle, no impossible or disagreeing date, no change, no missing evidence: the seed case has none."""
    codes = {finding.code for _, findings in seeds.values() for finding in findings}
    assert codes == {
        "single-origin", "unseen-origin", "anonymous-origin", "lineage-not-shown", "bottleneck", "plural-for-one", "self-sourced",
        "attribution-lost", "hedge-added", "wording-drift", "late-relay", "contradicted",
    }  # fmt: skip
