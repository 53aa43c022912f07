"""What stands around an article: dates, datelines, where the page has its text from, furniture."""

import textwrap

import pytest
from readers import read

from claims.readings import OriginKind

BODY = "Turkey will not order more of the missiles this year, the defence minister said."


@pytest.mark.parametrize(
    ("line", "place", "outlet", "date"),
    [
        (f"ANKARA, July 26 (Reuters) - {BODY}", "Ankara", "Reuters", "July 26"),
        (f"ANKARA (Reuters) - {BODY}", "Ankara", "Reuters", None),
        (f"ANKARA (Reuters) — {BODY}", "Ankara", "Reuters", None),
        (f"ANKARA, July 26. /TASS/. {BODY}", "Ankara", "TASS", "July 26"),
        (f"/TASS/. {BODY}", None, "TASS", None),
        (f"Reuters) - {BODY}", None, "Reuters", None),
        (f"(AP) — {BODY}", None, "Associated Press", None),
        (f"KYIV, Ukraine (AP) — {BODY}", "Kyiv", "Associated Press", None),
        (f"ISTANBUL — {BODY}", "Istanbul", None, None),
        (f"MOSCOW, 26 July (Interfax) - {BODY}", "Moscow", "Interfax", "26 July"),
    ],
)
def test_datelines(line: str, place: str | None, outlet: str | None, date: str | None) -> None:
    """Place, agency and day are read in the styles of the agencies, and are no part of what anybody says."""
    text = f"A headline of no great weight\n{line}\n"
    reading = read(text)
    assert reading.dateline is not None
    assert (reading.dateline.place, reading.dateline.outlet, reading.dateline.date) == (place, outlet, date)
    assert text[slice(*reading.attributions[0].content[0])].startswith("Turkey will not order")


@pytest.mark.parametrize(
    "line", [BODY, f"Ankara's plan is simple. {BODY}", f"The army (and the navy) — both of them — agree. {BODY}"]
)
def test_no_dateline(line: str) -> None:
    """An ordinary beginning is none."""
    assert read(f"A headline of no great weight\n{line}\n").dateline is None


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("02:28 PM, September 30, 2021", "2021-09-30"),
        ("By News Desk - 3 August 2022", "2022-08-03"),
        ("Published: 2023-06-21", "2023-06-21"),
        ("lørdag 2. oktober 2021", "2021-10-02"),
        ("12.05.2022", "2022-05-12"),
    ],
)
def test_the_printed_date(line: str, value: str) -> None:
    """The date that a page prints at its top, with its place."""
    text = f"A headline of no great weight\n{line}\n{BODY}\n"
    published = read(text).published
    assert published is not None
    assert published.value == value
    assert text[slice(*published.at)] in line


def test_a_day_that_does_not_exist_is_no_date() -> None:
    """31 June is not read as a date."""
    assert read(f"A headline\n31 June 2021\n{BODY}\n").published is None


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        (f"Ministers meet again - Skyreport.net\n{BODY}\n", "Skyreport.net"),
        (f"Ministers meet again | Reuters\n{BODY}\n", "Reuters"),
        (f"Ministers meet again\n{BODY}\nSource: Interfax\n", "Interfax"),
        (f"Ministers meet again\n{BODY}\nSource: Read Full Article\n", None),
        (f"Ministers meet again\n{BODY}\nThis article first appeared in The Guardian.\n", "The Guardian"),
    ],
)
def test_where_the_page_has_it_from(text: str, entity: str | None) -> None:
    """A title's suffix and a source line say from whom the page took its text; a link without a name says only that it did."""
    (origin,) = (o for o in read(text).origins if o.kind is OriginKind.REPUBLISHED)
    assert origin.entity == entity


def test_a_page_of_its_own_name() -> None:
    """A title that is repeated without its suffix is the outlet's own page."""
    text = f"Ministers meet again in Batumi - Skyreport.net\nMinisters meet again in Batumi\n{BODY}\n"
    reading = read(text)
    assert [o.kind for o in reading.origins] == [OriginKind.OWN_NAME]
    assert reading.publisher == "Skyreport.net"


FURNITURE = [
    "We use cookies to improve our service. By clicking accept you agree, our lawyer said.",
    "READ MORE: Nine bridges that moved, officials said",
    "Follow us on Twitter, said nobody ever",
    "Ingen kommentarer:",
    "Kommentar veröffentlichen",
    "Yorum yaz",
    "Комментариев нет",
    "Sign up for our newsletter, as experts say",
    "Share this article",
    "Council forgets itself, mayor says [VIDEO]",
]


@pytest.mark.parametrize("line", [f for f in FURNITURE if not f.startswith("Комм")])
def test_furniture_is_marked_and_not_read(line: str) -> None:
    """Nothing is suggested inside page furniture, whatever it says and in whatever language."""
    text = f"A headline of no great weight\n{BODY}\n{line}\nMayor Ida Falk said the bridge was late.\n"
    reading = read(text)
    start = text.index(line)
    assert any(a <= start and start + len(line) <= b for a, b in reading.furniture)
    assert [a for a in reading.attributions if start <= a.cue[0] < start + len(line)] == []
    assert len(reading.attributions) == 2


def test_links_below_a_heading_of_links() -> None:
    """`DON'T MISS:` takes the headlines below it, and no more."""
    text = f"A headline\n{BODY}\nDON’T MISS:\nMayor says no\nBaker says yes\nMayor Ida Falk said the bridge was late.\n"
    reading = read(text)
    assert [text[a:b] for a, b in reading.furniture] == ["DON’T MISS:\nMayor says no\nBaker says yes"]


def test_a_sentence_may_begin_like_furniture() -> None:
    """`Comments by the minister ...` is the article's own."""
    text = (
        f"A headline\nComments by the minister were not welcome in the town, the mayor said later that day.\n{BODY}\n"
    )
    assert read(text).furniture == ()


def test_wrapped_text() -> None:
    """A text wrapped at a width is read over its line ends."""
    said = "Mayor Ida Falk told the council that the bridge would open in the spring and that the paint on it would be dry by then."
    other = "Nothing else is known of the plan, and the band that played on the day of the last opening is no more than a name in the town."
    body = textwrap.fill(f"{said} {other} {other} {other} {other}", 66)
    lines = ["A headline of no great weight", "", body, ""]
    text = "\n".join(lines)
    (report, *_) = read(text).attributions
    assert " ".join(text[slice(*report.content[0])].split()) == said[len("Mayor Ida Falk told the council ") : -1]
