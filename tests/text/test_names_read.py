"""Names within one article, outlets on the way, hedges and days."""

import pytest
from readers import read, words

from claims.readings import Speaker, StepRole
from claims.services.reading import program_lexicon
from claims.text.reported.speakers import only_described
from claims.vocabulary import HedgeScope

HEAD = "A headline of no great weight\n"


def sources(text: str) -> list[str | None]:
    return [a.source.entity if a.source else None for a in read(HEAD + text).attributions]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Turkish President Kemal Arslan said it rained. Arslan said it was cold.", "Kemal Arslan"),
        ("Turkish President Kemal Arslan said it rained. The Turkish leader said it was cold.", "Kemal Arslan"),
        ("Spokeswoman Irina Belova said it rained. She added that it was cold.", "Irina Belova"),
        (
            "Communications director Jonas Berg said it rained. The communications director said it was cold.",
            "Jonas Berg",
        ),
        ("The Odrana Herald said it rained. It added that it was cold.", "Odrana Herald"),
        ("The Odrana Herald said it rained. The newspaper said it was cold.", "Odrana Herald"),
        ("CNN Turk said it rained. CNN Turkey said it was cold.", "CNN Türk"),
        ("Ventora's chief executive, Ana Holm, said it rained. Holm said it was cold.", "Ana Holm"),
    ],
)
def test_later_mentions_are_led_back(text: str, who: str) -> None:
    """Last names, titles, `the newspaper` and pronouns name whom they stand for, in the article's own words."""
    assert sources(text)[-1] == who


@pytest.mark.parametrize(
    "text",
    [
        "He said it was cold.",
        "Spokeswoman Irina Belova said it rained.\n\n\n\n\nOne two three.\n\n\n\n\nFour five.\n\n\n\n"
        + "It rained. " * 40
        + "\n\nHe said it was cold.",
    ],
)
def test_unsafe_pronouns_name_nobody(text: str) -> None:
    """Where nobody near fits, a pronoun is left without a name."""
    assert sources(text)[-1] is None


def test_his_deputy_is_not_he() -> None:
    """A name in the genitive is not the source."""
    assert sources("Mayor Ida Falk said it rained. Falk's deputy said it was cold.")[-1] == "Falk's deputy"


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ("Ida Falk", Speaker.PERSON),
        ("The Kremlin", Speaker.GOVERNMENT),
        ("The defence ministry", Speaker.GOVERNMENT),
        ("The arms company", Speaker.ORGANISATION),
        ("Reuters", Speaker.OUTLET),
        ("The Odrana Herald", Speaker.OUTLET),
        ("Skyreport.net", Speaker.OUTLET),
        ("A senior official", Speaker.UNNAMED),
        ("Two people familiar with the talks", Speaker.UNNAMED),
        ("Reports", Speaker.UNNAMED),
        ("A draft contract", Speaker.DOCUMENT),
        ("A report by the auditors", Speaker.DOCUMENT),
        ("Russian state media", Speaker.OUTLET),
    ],
)
def test_kinds_of_source(subject: str, kind: Speaker) -> None:
    """Persons, governments, organisations, outlets, documents, and sources that nobody names."""
    (report,) = read(f"{HEAD}{subject} said that it was cold.\n").attributions
    assert report.source is not None
    assert report.source.kind is kind


@pytest.mark.parametrize(
    ("line", "outlet", "role"),
    [
        ("Ida Falk told Bloomberg that it was cold.", "Bloomberg", StepRole.RECIPIENT),
        ("“It is cold,” Ida Falk told the Odrana Herald on Monday.", "Odrana Herald", StepRole.RECIPIENT),
        ("“It is cold,” Ida Falk was quoted as saying by TASS.", "TASS", StepRole.QUOTING),
        ("Ida Falk was quoted by Interfax as saying that it was cold.", "Interfax", StepRole.QUOTING),
        ("Interfax quoted Ida Falk as saying that it was cold.", "Interfax", StepRole.QUOTING),
        ("In an interview with NTV, Ida Falk said it was cold.", "NTV", StepRole.RECIPIENT),
        ("Ida Falk said in remarks carried by RIA Novosti that it was cold.", "RIA Novosti", StepRole.QUOTING),
        ("Speaking to CNN Turk, Ida Falk said it was cold.", "CNN Türk", StepRole.RECIPIENT),
        ("According to Ida Falk, cited by dpa, it was cold.", "DPA", StepRole.QUOTING),
        ("Ida Falk told state media that it was cold.", None, StepRole.RECIPIENT),
        ("Ida Falk told Aftenbladet Nord that it was cold.", "Aftenbladet Nord", StepRole.RECIPIENT),
    ],
)
def test_outlets_on_the_way(line: str, outlet: str | None, role: StepRole) -> None:
    """Whom a source told, and who quoted it, is a step between the source and the page; names nobody knows too."""
    (report,) = read(f"{HEAD}{line}\n").attributions
    assert [(step.entity, step.role) for step in report.via] == [(outlet, role)]
    assert report.source is not None
    assert report.source.entity == "Ida Falk"


@pytest.mark.parametrize(
    "whom",
    ["reporters", "parliament", "Congress", "President Kemal Arslan", "his party", "Germany", "supporters in Ankara"],
)
def test_people_told_are_no_outlets(whom: str) -> None:
    """Reporters, parliaments, persons and countries are told things and publish nothing."""
    (report,) = read(f"{HEAD}Ida Falk told {whom} that it was cold.\n").attributions
    assert report.via == ()


@pytest.mark.parametrize(
    "line",
    [
        "The bridge opens in May, the daily Izvestia reported on Monday, quoting an official in Odrana.",
        "The bridge opens in May, the state-run daily Izvestia reported citing an official in Odrana.",
        "Quoting an official in Odrana, Izvestia said the bridge opens in May.",
        "Izvestia, which cited an official in Odrana, said the bridge opens in May.",
        "Izvestia reported citing an official in Odrana that the bridge opens in May.",
    ],
)
def test_whom_an_outlet_has_it_from(line: str) -> None:
    """However the outlet says so; what it says is never taken for what was said."""
    reading = read(f"Bridge\n\nODRANA - {line}\n")
    found = next(a for a in reading.attributions if a.cites is not None)
    assert found.source is not None
    assert found.source.entity == "Izvestia"
    cites = found.cites
    assert cites is not None
    text = f"Bridge\n\nODRANA - {line}\n"
    assert text[cites.at[0] : cites.at[1]] == "an official in Odrana"
    assert "opens in May" in text[found.content[0][0] : found.content[-1][1]]


def test_a_quotation_is_no_source() -> None:
    """`quoting "the plan"` quotes words, and nobody."""
    reading = read('Bridge\n\nODRANA - Izvestia said the bridge opens, quoting "the plan of the year" again.\n')
    assert [a.cites for a in reading.attributions if a.kind != "speech"] == [None]


def test_an_outlet_that_cites() -> None:
    """`Reuters, citing an official, reported`: the official stands before Reuters."""
    reading = read(f"{HEAD}Reuters, citing two council members, reported that it was cold.\n")
    assert ("two council members", "Reuters") in [chain.links[-2:] for chain in reading.chains]


@pytest.mark.parametrize(
    ("line", "hedge", "scope"),
    [
        ("Ida Falk reportedly said it was cold.", "reportedly", HedgeScope.ATTRIBUTION),
        ("Ida Falk allegedly told TASS that it was cold.", "allegedly", HedgeScope.ATTRIBUTION),
        ("Reports suggested that it was cold.", "suggested", HedgeScope.ATTRIBUTION),
        ("Ida Falk said it was probably cold.", "probably", HedgeScope.WORDING),
    ],
)
def test_hedges(line: str, hedge: str, scope: HedgeScope) -> None:
    """A hedge stands on who said it or on what was said."""
    text = f"{HEAD}{line}\n"
    (report,) = read(text).attributions
    assert [(text[slice(*h.at)], h.scope) for h in report.hedges] == [(hedge, scope)]


def test_no_hedge_where_somebody_suggests() -> None:
    """`suggested` hedges where nobody is named, and not where a person does it."""
    (report,) = read(f"{HEAD}Ida Falk suggested that it was cold.\n").attributions
    assert report.hedges == ()


@pytest.mark.parametrize(
    ("when", "value"),
    [
        ("on Thursday", "2021-09-30"),
        ("on Monday", "2021-09-27"),
        ("last Thursday", "2021-09-23"),
        ("yesterday", "2021-09-29"),
        ("on 28 September", "2021-09-28"),
        ("on December 15", "2020-12-15"),
        ("on March 3, 2019", "2019-03-03"),
    ],
)
def test_days_are_counted_from_the_page(when: str, value: str) -> None:
    """A day beside a report becomes a date by the day the page was written, never one after it."""
    (report,) = read(
        f"A headline of no great weight\nSeptember 30, 2021\nIda Falk said {when} that it was cold.\n"
    ).attributions
    assert report.said_on is not None
    assert report.said_on.value == value


def test_without_a_date_no_day() -> None:
    """A page without a date gives no date to `on Thursday`."""
    (report,) = read(f"{HEAD}Ida Falk said on Thursday that it was cold.\n").attributions
    assert report.said_on is None


def test_reports_within_reports() -> None:
    """Inside one report's words another stands, and the chain goes from the innermost out."""
    text = f"{HEAD}The Odrana Herald said: “Mayor Ida Falk said the investor Gus Olsen asked her for a lease, Radio Norra reports.”\n"
    reading = read(text)
    by_id = {a.id: a for a in reading.attributions}
    olsen = next(a for a in reading.attributions if a.source and a.source.entity == "Gus Olsen")
    path = [words(text, olsen)[0]]
    while olsen.parent is not None:
        olsen = by_id[olsen.parent]
        path.append(words(text, olsen)[0])
    assert path == ["Gus Olsen", "Ida Falk", "Radio Norra", "Odrana Herald"]
    assert ("Gus Olsen", "Ida Falk", "Radio Norra", "Odrana Herald") in [c.links for c in reading.chains]


@pytest.mark.parametrize(
    ("name", "kind", "described"),
    [
        ("minister", Speaker.PERSON, True),
        ("Deputy Foreign Minister", Speaker.PERSON, True),
        ("US senator", Speaker.PERSON, True),
        ("company’s lawyer", Speaker.PERSON, True),
        ("Police", Speaker.GOVERNMENT, True),
        ("Ministry of Defence", Speaker.GOVERNMENT, True),
        ("Central Bank", Speaker.ORGANISATION, True),
        ("report", Speaker.DOCUMENT, True),
        ("Dmitry Peskov", Speaker.PERSON, False),
        ("Larry King", Speaker.PERSON, False),
        ("Turkish police", Speaker.GOVERNMENT, False),
        ("Turkish Defence Ministry", Speaker.GOVERNMENT, False),
        ("Parliament", Speaker.GOVERNMENT, False),
        ("World Bank", Speaker.ORGANISATION, False),
        ("İçişleri Bakanlığı", Speaker.GOVERNMENT, False),
        ("新华社", Speaker.ORGANISATION, False),
        ("dpa", Speaker.OUTLET, False),
    ],
)
def test_offices_and_names(name: str, kind: Speaker, described: bool) -> None:
    """An office or a body that every country has names nobody; a name, and a body of one country, does."""
    assert only_described(name, kind, program_lexicon().speakers) is described
