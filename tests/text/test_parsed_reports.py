"""Who says what, in sentences whose parse is written beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parses import Report, parsed_reader, read_parsed, tokens
from readers import reader, sentence

from claims.readings import Layer
from claims.text.parsed.reports import Reports
from claims.text.parsed.tree import Token, Tree


def found(line: str, parse: str) -> list[tuple[str | None, str, str]]:
    """What the parse alone shows, whether it is worth suggesting or not."""
    reports = Reports(Tree(tokens(line, parse)), reader().lexicon).found()
    return [
        (
            line[slice(*r.source)] if r.source else None,
            line[slice(*r.cue)],
            " […] ".join(line[start:end] for start, end in r.content),
        )
        for r in reports
    ]


@pytest.mark.parametrize(
    ("line", "parse", "reports"),
    [
        (
            "Mayor Ida Falk of Odrana said on Monday that the bridge, which is old, would open in May, while Karl Holm said it was late.",
            ("Mayor/NNP/compound/3 Ida/NNP/compound/3 Falk/NNP/nsubj/6 of/IN/prep/3 Odrana/NNP/pobj/4 said/VBD/ROOT/6 on/IN/prep/6 "
            "Monday/NNP/pobj/7 that/IN/mark/18 the/DT/det/11 bridge/NN/nsubj/18 ,/,/punct/11 which/WDT/nsubj/14 is/VBZ/relcl/11 "
            "old/JJ/acomp/14 ,/,/punct/11 would/MD/aux/18 open/VB/ccomp/6 in/IN/prep/18 May/NNP/pobj/19 ,/,/punct/6 while/IN/mark/25 "
            "Karl/NNP/compound/24 Holm/NNP/nsubj/25 said/VBD/advcl/18 it/PRP/nsubj/27 was/VBD/ccomp/25 late/JJ/acomp/27 ././punct/6"),
            [
                ("Mayor Ida Falk of Odrana", "said", "that the bridge, which is old, would open in May"),
                ("Karl Holm", "said", "it was late"),
            ],
        ),
        (
            "Ida Falk, the mayor, toured the harbour on Monday, saying that the paint was wet.",
            ("Ida/NNP/compound/2 Falk/NNP/nsubj/7 ,/,/punct/2 the/DT/det/5 mayor/NN/appos/2 ,/,/punct/2 toured/VBD/ROOT/7 the/DT/det/9 "
            "harbour/NN/dobj/7 on/IN/prep/7 Monday/NNP/pobj/10 ,/,/punct/7 saying/VBG/advcl/7 that/IN/mark/17 the/DT/det/16 "
            "paint/NN/nsubj/17 was/VBD/ccomp/13 wet/JJ/acomp/17 ././punct/7"),
            [("Ida Falk, the mayor,", "saying", "that the paint was wet")],
        ),
        (
            "Ida Falk said the bridge was late and criticized the builder for the delay.",
            ("Ida/NNP/compound/2 Falk/NNP/nsubj/3 said/VBD/ROOT/3 the/DT/det/5 bridge/NN/nsubj/6 was/VBD/ccomp/3 late/RB/acomp/6 "
            "and/CC/cc/6 criticized/VBD/conj/6 the/DT/det/11 builder/NN/dobj/9 for/IN/prep/9 the/DT/det/14 delay/NN/pobj/12 ././punct/3"),
            [
                ("Ida Falk", "said", "the bridge was late"),
                ("Ida Falk", "criticized", "the builder for the delay"),
            ],
        ),
        (
            "Officials who toured the site claimed it was ready.",
            ("Officials/NNS/nsubj/6 who/WP/nsubj/3 toured/VBD/relcl/1 the/DT/det/5 site/NN/dobj/3 claimed/VBD/ROOT/6 it/PRP/nsubj/8 "
            "was/VBD/ccomp/6 ready/JJ/acomp/8 ././punct/6"),
            [("Officials who toured the site", "claimed", "it was ready")],
        ),
        (
            "The plan was criticized by Ida Falk as a waste.",
            ("The/DT/det/2 plan/NN/nsubjpass/4 was/VBD/auxpass/4 criticized/VBN/ROOT/4 by/IN/agent/4 Ida/NNP/compound/7 Falk/NNP/pobj/5 "
            "as/IN/prep/4 a/DT/det/10 waste/NN/pobj/8 ././punct/4"),
            [("Ida Falk", "was criticized by", "The plan […] as a waste")],
        ),
        (
            "The bridge is expected to open in May.",
            ("The/DT/det/2 bridge/NN/nsubjpass/4 is/VBZ/auxpass/4 expected/VBN/ROOT/4 to/TO/aux/6 open/VB/xcomp/4 in/IN/prep/6 "
            "May/NNP/pobj/7 ././punct/4"),
            [(None, "is expected", "The bridge […] to open in May")],
        ),
        (
            "Ida Falk urged the council to wait.",
            "Ida/NNP/compound/2 Falk/NNP/nsubj/3 urged/VBD/ROOT/3 the/DT/det/5 council/NN/dobj/3 to/TO/aux/7 wait/VB/xcomp/3 ././punct/3",
            [("Ida Falk", "urged", "to wait")],
        ),
        (
            "Ida Falk's claim that the paint was wet angered many.",
            ("Ida/NNP/compound/2 Falk/NNP/poss/4 's/POS/case/2 claim/NN/nsubj/10 that/IN/mark/8 the/DT/det/7 paint/NN/nsubj/8 was/VBD/acl/4 "
            "wet/JJ/acomp/8 angered/VBD/ROOT/10 many/JJ/dobj/10 ././punct/10"),
            [("Ida Falk's", "claim", "that the paint was wet")],
        ),
        (
            "But, as Ida Falk noted, the bridge is late.",
            ("But/CC/cc/9 ,/,/punct/9 as/IN/mark/6 Ida/NNP/compound/5 Falk/NNP/nsubj/6 noted/VBD/advcl/10 ,/,/punct/10 the/DT/det/9 "
            "bridge/NN/nsubj/10 is/VBZ/ROOT/10 late/JJ/acomp/10 ././punct/10"),
            [("Ida Falk", "noted", "the bridge is late")],
        ),
        (
            "The harbour, Ida Falk said, would close in June.",
            ("The/DT/det/2 harbour/NN/nsubj/9 ,/,/punct/6 Ida/NNP/compound/5 Falk/NNP/nsubj/6 said/VBD/parataxis/9 ,/,/punct/6 "
            "would/MD/aux/9 close/VB/ROOT/9 in/IN/prep/9 June/NNP/pobj/10 ././punct/9"),
            [("Ida Falk", "said", "The harbour […] would close in June")],
        ),
        (
            "Ida Falk on Monday praised Karl Holm for the bridge, which is blue.",
            ("Ida/NNP/compound/2 Falk/NNP/nsubj/5 on/IN/prep/2 Monday/NNP/pobj/3 praised/VBD/ROOT/5 Karl/NNP/compound/7 Holm/NNP/dobj/5 "
            "for/IN/prep/5 the/DT/det/10 bridge/NN/pobj/8 ,/,/punct/10 which/WDT/nsubj/13 is/VBZ/relcl/10 blue/JJ/acomp/13 ././punct/5"),
            [("Ida Falk", "praised", "Karl Holm for the bridge")],
        ),
        (
            "It repeats claims that Ida Falk said were wrong.",
            ("It/PRP/nsubj/2 repeats/VBZ/ROOT/2 claims/NNS/dobj/2 that/WDT/nsubj/8 Ida/NNP/compound/6 Falk/NNP/nsubj/7 said/VBD/relcl/3 "
            "were/VBD/ccomp/7 wrong/JJ/acomp/8 ././punct/2"),
            [("It", "repeats", "claims that Ida Falk said were wrong"), ("Ida Falk", "said", "that […] were wrong")],
        ),
    ],
)  # fmt: skip
def test_a_parse_shows_who_says_what(line: str, parse: str, reports: list[Report]) -> None:
    """Source, cue and words stand where the relations of the words put them: past days and asides, and up to the next report."""
    assert found(line, parse) == reports


def test_a_source_that_stands_far_off_is_found() -> None:
    """The rules take the last noun before a verb where a subject is long; its parse knows better."""
    line = "The builder who signed the contract with Odrana and Brenta argued that it was late."
    parse = (
        "The/DT/det/2 builder/NN/nsubj/11 who/WP/nsubj/4 signed/VBD/relcl/2 the/DT/det/6 contract/NN/dobj/4 with/IN/prep/6 "
        "Odrana/NNP/pobj/7 and/CC/cc/8 Brenta/NNP/conj/8 argued/VBD/ROOT/11 that/IN/mark/14 it/PRP/nsubj/14 was/VBD/ccomp/11 "
        "late/JJ/acomp/14 ././punct/11"
    )
    text = f"A headline of no great weight\n{line}\n"
    assert sentence(line)[0][0] == "Brenta"
    (report,) = parsed_reader({line: parse}).read(text).attributions
    assert report.source is not None
    assert text[slice(*report.source.at)] == "The builder who signed the contract with Odrana and Brenta"


def test_a_noun_that_looks_like_a_cue_is_left_alone() -> None:
    """What the rules take for a verb and the parse for a noun is not suggested."""
    line = "The yearly funds report that Odrana files is late."
    parse = (
        "The/DT/det/4 yearly/JJ/amod/4 funds/NNS/compound/4 report/NN/nsubj/8 that/WDT/dobj/7 Odrana/NNP/nsubj/7 files/VBZ/relcl/4 "
        "is/VBZ/ROOT/8 late/JJ/acomp/8 ././punct/8"
    )
    assert [cue for _, cue, _ in sentence(line)] == ["report"]
    assert read_parsed(line, parse) == []


def test_quotations_stay_whole() -> None:
    """A parser that ends a sentence inside a quotation takes nothing from it."""
    line = "Ida Falk said that it was “wet. Very wet.”"
    parse = (
        'Ida/NNP/compound/2 Falk/NNP/nsubj/3 said/VBD/ROOT/3 that/IN/mark/6 it/PRP/nsubj/6 was/VBD/ccomp/3 "/``/punct/8 wet/JJ/acomp/6 '
        "././punct/3 Very/RB/advmod/11 wet/JJ/ROOT/11 ././punct/11 \"/''/punct/11"
    )
    assert read_parsed(line, parse) == [("Ida Falk", "said", "that it was “wet. Very wet.”")]


def test_what_nobody_is_reported_to_think_is_left_out() -> None:
    """`I think` outside of quotations is the writer's own mind; only the parse layer leaves it out."""
    line = "I think that the bridge is late."
    parse = "I/PRP/nsubj/2 think/VBP/ROOT/2 that/IN/mark/6 the/DT/det/5 bridge/NN/nsubj/6 is/VBZ/ccomp/2 late/JJ/acomp/6 ././punct/2"
    assert [cue for _, cue, _ in sentence(line)] == ["think"]
    assert read_parsed(line, parse) == []


def test_every_suggestion_says_whose_rules_it_comes_from() -> None:
    """What the parse had a part in carries both versions; a paragraph that was not parsed is read by the rules alone."""
    line = "Ida Falk said the bridge was late."
    parse = "Ida/NNP/compound/2 Falk/NNP/nsubj/3 said/VBD/ROOT/3 the/DT/det/5 bridge/NN/nsubj/6 was/VBD/ccomp/3 late/RB/acomp/6 ././punct/3"
    other = "Karl Holm said the paint was wet."
    reading = parsed_reader({line: parse}).read(f"A headline of no great weight\n{line}\n{other}\n")
    both, rules = reading.attributions
    assert both.version == f"{rules.version}+parse-1"
    assert (reading.layer, reading.model) == (Layer.NLP, "by hand")
    alone = reader().read(f"A headline of no great weight\n{other}\n")
    assert (alone.layer, alone.model) == (Layer.CORE, None)
    assert alone.attributions[0].version == rules.version


_WORDS = [
    "said",
    "that",
    "Falk",
    "who",
    ",",
    "saying",
    "claim",
    "told",
    "as",
    "is",
    "expected",
    "criticized",
    "by",
    '"',
]
_TAGS = ["VBD", "VBG", "VBN", "VBZ", "NN", "NNP", "IN", ",", "WP", "VB"]
_RELATIONS = ["nsubj", "nsubjpass", "ccomp", "xcomp", "dobj", "conj", "advcl", "acl", "relcl", "parataxis", "poss", "agent", "pobj",
              "prep", "mark", "aux", "auxpass", "punct", "npadvmod", "ROOT"]  # fmt: skip


@given(
    st.lists(
        st.tuples(st.sampled_from(_WORDS), st.sampled_from(_TAGS), st.sampled_from(_RELATIONS), st.integers(0, 15)),
        max_size=16,
    )
)
def test_any_parse_is_read(parts: list[tuple[str, str, str, int]]) -> None:
    """Whatever a parser says, heads in circles too: no error, and every place lies in the text."""
    line = " ".join(word for word, *_ in parts)
    made: list[Token] = []
    at = 0
    for word, tag, relation, head in parts:
        made.append(Token(at, at + len(word), word, tag, relation, head % len(parts)))
        at += len(word) + 1
    for report in Reports(Tree(made), reader().lexicon).found():
        places = [report.cue, *report.content, *([report.source] if report.source else [])]
        assert all(0 <= start < end <= len(line) for start, end in places)
