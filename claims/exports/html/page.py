"""A provenance report as one page: nothing that runs, no request, readable on a phone, in the dark and on paper.

The same bytes for the same report. The page is made claim by claim; everything from outside is escaped by `markup`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from claims.chains.explaining import counted
from claims.chains.origins import carrying_outlets
from claims.exports import claimreview
from claims.exports.bottom_line import bottom_line, not_known
from claims.exports.html.judgement import (
    asked,
    evidence,
    history,
    links_to_claims,
    review_in_force,
    reviews,
    status_lines,
)
from claims.exports.html.markup import Markup, joined, link, tag, text, unbroken
from claims.exports.html.steps import ChainPage
from claims.exports.html.style import STYLE
from claims.exports.phrases import weighing
from claims.exports.seal import SEAL_NAME, sealed
from claims.records import ClaimReport, Finding, Report

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

_STEP_ID = re.compile(r"\bP-[0-9]+\b")


def report_html(report: Report, *, style: str = STYLE) -> Iterator[str]:
    """The page in pieces, one claim after the other."""
    several = len(report.claims) != 1
    one = None if several else report.claims[0]
    title = report.title if one is None else f"{one.claim.id}: {one.claim.text} ({one.status_label})"
    yield from beginning(
        title,
        tag("meta", name="generator", content=report.program),
        tag("meta", name=SEAL_NAME, content=sealed(report)),
        _for_search_engines(report),
        style=style,
    )
    if several:
        yield from _index(report)
    for claim in report.claims:
        yield from _claim(claim, 2 if several else 1)
    yield from _checking(report)
    yield "</main>\n"
    yield from _footer(report)
    yield "</body>\n</html>\n"


def beginning(title: str, *more: Markup, style: str = STYLE) -> Iterator[str]:
    """A page up to where its main part begins. `more` stands in the head."""
    yield "<!doctype html>\n"
    yield '<html lang="en">\n'
    yield tag(
        "head",
        Markup("\n"),
        tag("meta", charset="utf-8"),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{text(POLICY)}">\n'),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        *more,
        tag("title", title if title.strip() else "Provenance report"),
        Markup(f"\n<style>{style}</style>\n"),
    )
    yield '<body>\n<a class="skip" href="#report">Skip to the report</a>\n'
    yield '<main id="report">\n'


def _for_search_engines(report: Report) -> Markup:
    """The judgements as ClaimReview, the same text as that export; nothing where no review counts. It is data, which no browser runs."""
    if not any(review.counts for claim in report.claims for review in claim.reviews):
        return Markup()
    return Markup(f'<script type="application/ld+json">\n{"".join(claimreview.write(report))}</script>\n')


def _index(report: Report) -> Iterator[Markup]:
    title = report.title if report.title.strip() else "Provenance report"
    yield tag("h1", title, dir="auto")
    yield tag("p", f"{counted(len(report.claims), 'claim').capitalize()}.", class_="muted")
    if not report.claims:
        return
    rows = (index_row(claim, f"#{claim.claim.id}") for claim in report.claims)
    yield tag("nav", index_table(rows), aria_label="Claims in this report")


def index_table(rows: Iterable[Markup]) -> Markup:
    """A table of claims."""
    heads = ("Claim", "Text", "Status", "Reviewed", "Outlets → independent origins")
    head = tag("thead", tag("tr", *(tag("th", name, scope="col") for name in heads)))
    return tag("table", head, tag("tbody", *rows), class_="index")


def index_row(claim: ClaimReport, href: str) -> Markup:
    """A claim in such a table, with a link to where more is said of it."""
    row = claim.claim
    reviewed: list[str] = ["nobody yet"]
    if row.reviewed:
        reviewed = [row.reviewer or "", " ", tag("span", row.reviewed_on or "", class_="ref")]
    cells = (
        ("Claim", tag("a", row.id, href=href)),
        ("Text", tag("bdi", row.text)),
        ("Status", tag("strong", claim.status_label)),
        ("Reviewed", joined(reviewed)),
        (
            "Outlets → independent origins",
            joined([f"{carrying_outlets(claim.trace)} → {claim.origins.independent_origins}"]),
        ),
    )
    return tag("tr", *(tag("td", cell, data_what=what) for what, cell in cells))


def _claim(claim: ClaimReport, level: int) -> Iterator[Markup]:
    chain = ChainPage(claim.claim.id, claim.trace, claim.origins)
    name = f"title-{claim.claim.id}"
    yield Markup(f'<article class="claim" id="{text(claim.claim.id)}" aria-labelledby="{text(name)}">\n')
    verdict, *why = status_lines(claim)
    yield tag(
        "header",
        tag("p", f"{claim.claim.id}, {claim.claim.kind}, version {claim.claim.version}", class_="eyebrow"),
        tag(f"h{level}", claim.claim.text if claim.claim.text.strip() else "(empty)", id=name, dir="auto"),
        verdict,
    )
    line = linked(bottom_line(claim.trace, claim.origins), chain)
    yield tag("p", tag("strong", "Bottom line. "), line, class_="bottom")
    yield from why
    yield _numbers(claim, chain)
    head = f"h{level + 1}"
    if chain.order:
        yield from _section("How it travelled", head, chain.picture())
    yield from _section("What the chain shows", head, _list((_finding(f, chain) for f in claim.findings), "findings"))
    yield from _section(
        "What is not known",
        head,
        _sentences(not_known(claim.trace, claim.origins), chain) or [tag("p", "Nothing is missing.")],
    )
    if chain.order:
        yield from _section("Step by step", head, chain.steps(f"h{level + 2}"))
    yield from _section("Where support begins", head, _sentences(claim.origins.explained, chain))
    standing = review_in_force(claim)
    given = standing.evidence if standing is not None else ()
    yield from _section("Evidence for and against", head, evidence(given) or [tag("p", "None has been given.")])
    yield from _section("Right of reply", head, _list(map(asked, claim.asked)) or [tag("p", "Nobody has been asked.")])
    yield from _section("Other claims", head, _list(map(links_to_claims, claim.links)))
    yield from _section("Reviews", head, _list(reviews(claim)) or [tag("p", "None yet.")])
    yield from _section("History and corrections", head, _list(history(claim)))
    yield from _section("Articles", head, _list(chain.all_articles(), "outside"))
    yield from _section("About this claim", head, [_facts(claim)])
    yield Markup("</article>\n")


def _section(title: str, head: str, content: Iterable[Markup]) -> Iterator[Markup]:
    """A heading with what stands under it; nothing where nothing does."""
    pieces = iter(content)
    first = next(pieces, None)
    if first is None:
        return
    yield Markup("<section>\n")
    yield tag(head, title)
    yield first
    yield from pieces
    yield Markup("</section>\n")


def _list(items: Iterable[Markup], class_: str | None = None) -> list[Markup]:
    found = list(items)
    return [tag("ul", *found, class_=class_)] if found else []


def _sentences(sentences: Iterable[str], chain: ChainPage) -> list[Markup]:
    return _list(tag("li", linked(sentence, chain)) for sentence in sentences)


def linked(sentence: str, chain: ChainPage) -> Markup:
    """A sentence of ours, in which the ids of steps lead to them."""
    pieces: list[str] = []
    done = 0
    for found in _STEP_ID.finditer(sentence):
        if found[0] in chain.numbers:
            pieces += [unbroken(sentence[done : found.start()]), tag("a", found[0], href=f"#{found[0]}", class_="ref")]
            done = found.end()
    return joined([*pieces, unbroken(sentence[done:])])


def _numbers(claim: ClaimReport, chain: ChainPage) -> Markup:
    outlets, independent = carrying_outlets(claim.trace), claim.origins.independent_origins
    steps, compared = len(chain.order), len(chain.compared)
    return tag(
        "ul",
        _number(
            f"{outlets} → {independent}",
            f"{'outlet' if outlets == 1 else 'outlets'} → independent {'origin' if independent == 1 else 'origins'}",
        ),
        _number(f"{chain.held} of {steps}", f"{'step' if steps == 1 else 'steps'} held: its own text is kept here"),
        _number(
            f"{chain.hops_in_a_row}", f"{'hop' if chain.hops_in_a_row == 1 else 'hops'} in the longest line of descent"
        ),
        _number(f"{chain.reworded} of {compared}", "comparable hops at which the wording differs"),
        class_="numbers",
    )


def _number(number: str, of: str) -> Markup:
    return tag("li", tag("b", number), of)


def _finding(finding: Finding, chain: ChainPage) -> Markup:
    # The message links those that it names.
    named = set(_STEP_ID.findall(finding.message))
    steps = [chain.step_link(id) for id in finding.appearances if id not in named]
    rests = (
        joined([" (", joined([*steps, *map(unbroken, finding.passages)], ", "), ")"])
        if steps or finding.passages
        else ""
    )
    word = tag("strong", f"{weighing(finding.severity).capitalize()}: ")
    code = tag("span", f" {finding.code}", class_="id")
    return tag("li", word, linked(finding.message, chain), rests, code, class_=finding.severity.value)


def _facts(claim: ClaimReport) -> Markup:
    row = claim.claim
    facts = (
        ("Kind", row.kind.value),
        ("Claimant", row.claimant),
        ("Due", claim.due),
        ("Topics", ", ".join(claim.topics) or None),
        ("Stage of the work", row.stage.value),
        ("Case", row.case),
        ("Key", row.key),
        ("Version of the text", f"{row.version}"),
        ("Note", claim.note),
    )
    lines = [joined([tag("dt", name), tag("dd", fact, dir="auto")]) for name, fact in facts if fact is not None]
    if claim.published is not None:
        lines.append(joined([tag("dt", "Published at"), tag("dd", link(claim.published, claim.published))]))
    return tag("dl", *lines)


def _checking(report: Report) -> Iterator[Markup]:
    """How a reader checks the report, with and without the database."""
    head = report.head
    yield Markup('<section aria-labelledby="checking">\n')
    yield tag("h2", "How to check this report", id="checking")
    yield tag(
        "dl",
        tag("dt", "Evidence log"),
        tag("dd", tag("code", head.origin)),
        tag("dt", "Rows"),
        tag("dd", f"{head.size:,}"),
        tag("dt", "Merkle root"),
        tag("dd", tag("code", head.root)),
    )
    yield tag(
        "p",
        "The desk that has the database checks whether it still says the same with ",
        tag("code", "claims check-report FILE"),
        ". Anybody else can ask it for a proof (",
        tag("code", f"claims prove {report.claims[0].claim.id if report.claims else 'C-1'} -o claim.proof"),
        ") and check that, without the database, against a head of the log that was published: ",
        tag("code", "claims check-proof claim.proof --head FILE"),
        ".",
    )
    yield Markup("</section>\n")


def _footer(report: Report) -> Iterator[Markup]:
    as_of = f", as it stood at {report.as_of}" if report.as_of is not None else ""
    yield tag(
        "footer",
        tag("p", f"Made by {report.program}{as_of}, from the evidence log as it was after row {report.head.size:,}."),
        tag(
            "p",
            "Dates stand as the pages write them. Words in quotation marks are the sources’ own; everything else is the desk’s.",
        ),
    )
