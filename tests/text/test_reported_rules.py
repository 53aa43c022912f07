"""Who says what: each rule on sentences of its kind."""

import pytest
from readers import read, sentence, words

Report = tuple[str | None, str, str]


@pytest.mark.parametrize(
    ("line", "report"),
    [
        ("Mayor Ida Falk said that the bridge would open in May.", ("Ida Falk", "said", "that the bridge would open in May")),
        ("The bridge would open in May, Mayor Ida Falk said.", ("Ida Falk", "said", "The bridge would open in May")),
        ("“The bridge opens in May,” said Ida Falk, the mayor of Odrana.", ("Ida Falk", "said", "“The bridge opens in May,”")),
        ("“It opens in May,” Ida Falk told reporters on Monday.", ("Ida Falk", "told", "“It opens in May,”")),
        ("Ida Falk told the council that it opens in May.", ("Ida Falk", "told", "that it opens in May")),
        ("According to Ida Falk, the bridge opens in May.", ("Ida Falk", "According to", "the bridge opens in May")),
        ("According to Odrana's ambassador to Brenta, Ida Falk, the bridge opens in May.", ("Ida Falk", "According to", "the bridge opens in May")),
        ("According to Interfax, the ship carried 12,500 tonnes of wheat.", ("Interfax", "According to", "the ship carried 12,500 tonnes of wheat")),
        ("According to the ministry, three men died, and ten were hurt.", ("ministry", "According to", "three men died, and ten were hurt")),
        ("According to Interfax, the ship rammed the bridge, killing two.", ("Interfax", "According to", "the ship rammed the bridge, killing two")),
        ("According to Ida Falk, a former mayor, the bridge opened in May.", ("Ida Falk", "According to", "the bridge opened in May")),
        ("It opens, according to sources close to the palace.", ("sources close to the palace", "according to", "It opens")),
        ("The bridge, according to Ida Falk, opens in May.", ("Ida Falk", "according to", "The bridge […] opens in May")),
        ("“It opens,” Ida Falk said, “when the paint is dry.”", ("Ida Falk", "said", "“It opens,” […] “when the paint is dry.”")),
        ("Ida Falk said: “It opens in May.”", ("Ida Falk", "said:", "“It opens in May.”")),
        ("Ida Falk, who grew up in Brenta, Odrana, insisted that it opens in May.", ("Ida Falk", "insisted", "that it opens in May")),
        ("Officials who toured the site said the bridge was ready.", ("Officials", "said", "the bridge was ready")),
        ("Ida Falk criticized the delay.", ("Ida Falk", "criticized", "the delay")),
        ("Ida Falk vowed to open the bridge.", ("Ida Falk", "vowed", "to open the bridge")),
        ("The survey found that most people swim.", ("survey", "found", "that most people swim")),
        ("The bridge is expected to open in May.", (None, "is expected", "The bridge […] to open in May")),
        ("The plan was criticized by Ida Falk.", ("Ida Falk", "was criticized by", "The plan")),
        ("Ida Falk has repeatedly refused to comment.", ("Ida Falk", "has repeatedly refused", "to comment")),
        ("CNN Turk reported, citing an official, that it was late.", ("CNN Türk", "reported", "that it was late")),
        ("As Interfax reported earlier, the bridge was late.", ("Interfax", "reported", "the bridge was late")),
        ("According to a report by Interfax that cited an official, it was late.", ("Interfax", "According to", "it was late")),
        ("U.S. Secretary of State Antony Blinken warned that it was late.", ("Antony Blinken", "warned", "that it was late")),
        ("Ida Falk went on to say the bridge was late.", ("Ida Falk", "went on to say", "the bridge was late")),
    ],
)  # fmt: skip
def test_a_report_is_found_with_its_source_cue_and_words(line: str, report: Report) -> None:
    """Source, cue and words reported are found wherever they stand in a sentence."""
    assert report in sentence(line)


@pytest.mark.parametrize(
    "line",
    [
        "The state reports and claims of last year fill two rooms.",
        "Nobody has said anything.",
        "Time will show.",
        "She added two hundred jobs in a year.",
        "The proposed plan covers three states.",
    ],
)
def test_what_is_no_report_gives_none(line: str) -> None:
    """Nouns that look like cues, nobody, and verbs in another sense are left alone."""
    assert sentence(line) == []


def test_a_quotation_that_opens_behind_a_name_is_not_of_it() -> None:
    """Headlines quote half a sentence: the mark before the quoted verb belongs to the quotation."""
    reading = read("Falk 'asks council for time' in Odrana\n\nODRANA - Ida Falk asked for time.\n")
    source = reading.attributions[0].source
    assert source is not None
    assert (source.at, source.entity) == ((0, 4), "Ida Falk")


def test_a_second_verb_shares_the_source() -> None:
    """`said A and called for B`: both are the same source's."""
    found = sentence("Ida Falk said the bridge was late and called for an inquiry, adding that the paint was wet.")
    assert found == [
        ("Ida Falk", "said", "the bridge was late"),
        ("Ida Falk", "called for", "an inquiry"),
        ("Ida Falk", "adding", "that the paint was wet"),
    ]


def test_a_report_ends_where_the_next_begins() -> None:
    """`X said A, but Y said B` is two reports."""
    found = sentence("Ida Falk said the bridge was late, but Gus Olsen argued that it was early.")
    assert found == [
        ("Ida Falk", "said", "the bridge was late"),
        ("Gus Olsen", "argued", "that it was early"),
    ]


def test_the_last_attribution_takes_the_whole_sentence() -> None:
    """`X said A, Y reported`: Y reports that X said A, and X's words end before Y."""
    text = "A headline of no great weight\nIda Falk said the bridge was late, the Odrana Herald reported.\n"
    falk, herald = read(text).attributions
    assert words(text, falk) == ("Ida Falk", "said", "the bridge was late")
    assert words(text, herald) == ("Odrana Herald", "reported", "Ida Falk said the bridge was late")
    assert falk.parent == herald.id


def test_floating_quotations_belong_to_the_speaker_before() -> None:
    """A sentence that is only a quotation goes on with the quotation before it."""
    found = sentence("“It was the paint,” said Gus Olsen. “Then it was the rain.”")
    assert found == [("Gus Olsen", "said", "“It was the paint,” […] “Then it was the rain.”")]


def test_words_after_a_colon_may_stand_in_the_next_paragraph() -> None:
    """`X said:` at the end of a paragraph speaks of the quotation that follows."""
    text = "A headline of no great weight\nThe Odrana Herald wrote:\n“It is late.\n“It is very late.”\n"
    (report,) = read(text).attributions
    assert words(text, report) == ("Odrana Herald", "wrote:", "“It is late.\n“It is very late.”")


@pytest.mark.parametrize(
    ("headline", "who", "what"),
    [
        (
            "Turkey to buy no more missiles this year: president",
            "president",
            "Turkey to buy no more missiles this year",
        ),
        ("Poll: Most people want a bridge by the sea", "Poll", "Most people want a bridge by the sea"),
    ],
)
def test_headlines_with_a_colon(headline: str, who: str, what: str) -> None:
    """A short name on one side of a headline's colon says what stands on the other."""
    text = f"{headline}\nNothing else is in this article at all today.\n"
    (report,) = read(text).attributions
    assert (report.source is not None and text[slice(*report.source.at)], text[slice(*report.content[0])]) == (
        who,
        what,
    )


def test_interviews_in_speaker_lines() -> None:
    """`FALK: ...` is what Falk says."""
    text = "A headline of no great weight\nFALK: The bridge opens in May, and we said so.\n"
    (report,) = read(text).attributions
    assert text[slice(*report.content[0])] == "The bridge opens in May, and we said so."


def test_quoted_verbs_belong_to_the_subject_outside() -> None:
    """A verb in quotation marks is the verb of the subject in front of it."""
    found = sentence("The council members “confirmed their support” for the bridge.")
    assert ("council members", "confirmed", "their support” for the bridge") in found


def test_this_statement_refers_to_the_report_before() -> None:
    """`X made this statement` names the source of what was just reported."""
    text = "A headline of no great weight\nInterfax reports that the bridge is late. Mayor Ida Falk made this statement on Friday.\n"
    first, second = read(text).attributions
    assert second.refers_to == first.id
    assert [chain.links for chain in read(text).chains] == [("Ida Falk", "Interfax")]
