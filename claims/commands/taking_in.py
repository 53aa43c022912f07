"""Take in: articles and claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from claims.commands.batches import Batch
from claims.commands.completing import CASE, FILE, SOME_OUTLET, SOURCE
from claims.commands.desk import Desk
from claims.commands.files import refuse_two_stdins, shown_name
from claims.commands.output import afterwards, answer, answer_json, counted, talk
from claims.commands.parameters import TEXT, dry_run_option, json_option, word_option
from claims.errors import did_you_mean
from claims.exports.escaping import shown_line
from claims.exports.phrases import standing
from claims.vocabulary import ClaimKind, SourceKind

if TYPE_CHECKING:
    from claims.readings import CopyFound
    from claims.services.adding import Added
    from claims.services.pages import Page
    from claims.store.engine import Session
    from claims.text.articles import Reading


@click.command()
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=FILE,
    help="Text (UTF-8), HTML, or a web archive (WARC); - for what is piped in.",
)
@click.option(
    "--outlet",
    type=SOME_OUTLET,
    metavar="OUTLET",
    help="Who published it: name, key or S-7; unknown where nobody can tell. Not needed where a page names a source that is here.",
)
@click.option(
    "--published", type=TEXT, metavar="DATE", help="As printed on the page: 2022, 2022-07, 2022-07-26 or with a time."
)
@click.option("--url", type=TEXT, metavar="URL", help="Where it was found.")
@click.option("--title", type=TEXT, metavar="TITLE", help="Its headline.")
@click.option("--lang", "language", type=TEXT, metavar="LANG", help="Its language, such as en or tr.")
@click.option("--byline", type=TEXT, metavar="NAMES", help="Who wrote it.")
@click.option("--case", type=CASE, metavar="KEY", help="The case it belongs to, where there are several.")
@click.option(
    "--main-text", is_flag=True, help="Of HTML only the article, as trafilatura finds it; needs the extra [html]."
)
@click.option(
    "--record",
    "records",
    multiple=True,
    type=TEXT,
    metavar="N|URL",
    help="Of a web archive this page. May be given several times.",
)
@click.option("--all", "every", is_flag=True, help="Of a web archive every page.")
@click.option("--no-read", is_flag=True, help="Keep it only: suggest nothing of what it says.")
@dry_run_option
@json_option
@click.pass_obj
def add(
    desk: Desk,
    files: tuple[str, ...],
    outlet: str | None,
    published: str | None,
    url: str | None,
    title: str | None,
    language: str | None,
    byline: str | None,
    case: str | None,
    main_text: bool,
    records: tuple[str, ...],
    every: bool,
    no_read: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Keep an article, or several of one outlet.

    Of HTML the page's own title, outlet, byline, date, language and address are kept with it, where the options say nothing
    else. One that a case recorded by its hash is recognised, and every recorded passage is checked against the text. Texts
    that stand elsewhere too are told. Of several files one that is refused is named, and the others are kept. What rules read
    in it is kept as suggestions.

    \b
    claims add article.txt --outlet "CNN Türk" --published 2022-07-26
    claims add page.html
    claims add *.txt --outlet Express --json
    pbpaste | claims add - --outlet unknown
    claims add crawl.warc.gz                what is in it
    claims add crawl.warc.gz --record 3
    """
    from claims.commands.added import Arriving, beside, beside_json, listing
    from claims.commands.reading import desk_reader
    from claims.services.adding import ArticleFacts, add_article
    from claims.services.copies import copies_added

    refuse_two_stdins(files)
    facts = ArticleFacts(outlet, title, url, language, published, case, byline)
    arriving = Arriving(files, records, every=every)
    if arriving.listed is not None:
        listing(arriving.listed, as_json=as_json)
        return
    if len(arriving.names) > 1 and any(said is not None for said in (url, title, byline)):
        raise click.UsageError("--url, --title and --byline say something of one article: name one FILE with them.")

    def keep(name: str) -> tuple[Added, Page, tuple[CopyFound, ...], ArticleFacts]:
        page, said = arriving.read(desk, name, facts, main_text=main_text)
        with desk.writing(dry_run=dry_run) as session:
            new_case = _new_case(session, case)
            reader = None if no_read else desk_reader()
            added = add_article(session, page.reading, shown_name(name), said, page.facts, reader)
            copies = copies_added(session, added.articles[0]) if added.kept else ()
        if added.new and new_case and not as_json:
            talk(new_case)
        return added, page, copies, said

    batch = Batch(arriving.names, keep)
    suggested: list[tuple[str, str | None]] = []
    for name, (added, page, copies, said) in batch.taken():
        if not as_json:
            _show_added(added, page.reading, f"{shown_line(name)}: " if batch.several else "", outlet)
            if added.kept and not added.suggestions and not no_read:
                _nothing_read(page.reading.text)
            suggested += beside(added, page, copies, said)
    if as_json:
        found = [
            _added_json(name, added, page.reading) | beside_json(added, page, copies, said)
            for name, (added, page, copies, said) in batch.done
        ]
        answer_json([*found, *batch.errors_json()] if batch.several else found[0])
    kept = [added for _, (added, *_) in batch.done if added.kept]
    if (dry_run and batch.done) or (kept and not as_json):
        resting = [claim for added in kept for p in added.passages for claim in p.claims]
        waiting = next((added.articles[0] for added in kept if added.suggestions), None)
        instead = f"suggestions {waiting}" if waiting else 'claim new "What is claimed"'
        suggested += [(f"trace {resting[0]}" if resting else instead, None)]
        afterwards(dry_run, *suggested[0])
    batch.end(dry_run)


def _added_json(name: str, added: Added, reading: Reading) -> dict[str, object]:
    return {
        "file": name,
        "articles": added.articles,
        "new": added.new,
        "kept": added.kept,
        "sha256": reading.sha256,
        "length": reading.length,
        "reader": reading.reader,
        "made_source": added.made_source,
        "passages": [{"claims": p.claims, "exact": p.exact, "at": p.at, "problem": p.problem} for p in added.passages],
        "mismatches": added.mismatches,
        "suggestions": added.suggestions,
    }


def _show_added(added: Added, reading: Reading, file: str, outlet: str | None) -> None:
    from claims.text.articles import TEXT_READER

    which, length = file + " and ".join(added.articles), counted(reading.length, "character")
    if added.new:
        read_by = "" if reading.reader == TEXT_READER else f", read by {reading.reader}"
        answer(f"{which}: {length} kept{read_by}")
    elif added.kept:
        answer(f"{which}: recognised by its hash; {length} kept")
    else:
        answer(f"{which}: kept already; nothing changed")
    for problem in added.mismatches:
        answer(shown_line(problem))
    wrong = [p for p in added.passages if p.problem]
    if added.passages:
        resting = counted(len({claim for p in added.passages for claim in p.claims}), "claim")
        found = f"{len(added.passages) - len(wrong)} of {counted(len(added.passages), 'recorded passage')}"
        answer(f"{found} found in it, of {resting}")
    for passage in wrong:
        answer(f"{', '.join(passage.claims)}: {shown_line(passage.problem or '')}")
    if added.made_source:
        _new_source(added.made_source, outlet)
    if added.suggestions:
        talk(f"{counted(added.suggestions, 'suggestion')} {'waits' if added.suggestions == 1 else 'wait'}.")


def _nothing_read(text: str) -> None:
    """That no suggestion waits is no sign that nobody says anything in it: the rules know one language."""
    from claims.text.reported.language import language_of

    match language_of(text):
        case "en":
            talk("No report was read in it.")
        case None:
            talk("No report was read in it: the rules are English.")
        case language:
            talk(f"No report was read in it: it is in {language}, and the rules are English.")


def _new_source(id: str, name: str | None) -> None:
    """That a source is made by naming it, and whether its name looks like another."""
    from claims.text.scripts import mixed_scripts

    talk(f"{id} is a new source.")
    if said := mixed_scripts(name or ""):
        talk(f"{shown_line(said)}: look whether that is meant.")


def _new_case(session: Session, key: str | None) -> str | None:
    """That a case is made by naming it: it may have been mistyped."""
    from claims.store.cases import cases

    if key is None or key in (known := cases(session)):
        return None
    return f"{key} is a new case.{did_you_mean(key, known)}"


@click.group()
def claim() -> None:
    """Make, correct and link claims."""


@claim.command("new")
@click.argument("text", type=TEXT, metavar="TEXT", help="What is claimed: one statement, in your own words.")
@word_option(
    "--kind", words=ClaimKind, default=ClaimKind.FACT.value, show_default=True, help="What sort of statement it is."
)
@click.option(
    "--claimant",
    type=SOURCE,
    metavar="SOURCE",
    help="Who is said to have asserted it: name, key or S-7; made when new.",
)
@word_option(
    "--claimant-kind",
    words=SourceKind,
    default=SourceKind.PERSON.value,
    show_default=True,
    help="What a new claimant is.",
)
@click.option(
    "--topic", "topics", multiple=True, type=TEXT, metavar="TOPIC", help="What it is about. May be given several times."
)
@click.option("--due", type=TEXT, metavar="DATE", help="When a forecast or promise falls due.")
@click.option("--key", type=TEXT, metavar="KEY", help="Its key in case files; made of its text where none is given.")
@click.option("--note", type=TEXT, metavar="NOTE", help="A note for the desk.")
@click.option("--date", type=TEXT, metavar="DATE", help="When it was put in these words, where that is worth saying.")
@click.option("--because", type=TEXT, metavar="REASON", help="Why it is put so.")
@click.option("--case", type=CASE, metavar="KEY", help="The case it belongs to; made when new.")
@dry_run_option
@json_option
@click.pass_obj
def claim_new(
    desk: Desk,
    text: str,
    kind: ClaimKind,
    claimant: str | None,
    claimant_kind: SourceKind,
    topics: tuple[str, ...],
    due: str | None,
    key: str | None,
    note: str | None,
    date: str | None,
    because: str | None,
    case: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Record a claim.

    \b
    claims claim new "Putin asked for a drone factory." --claimant Erdoğan
    """
    from claims.services.claiming import NewClaim, new_claim

    wanted = NewClaim(text, kind, claimant, claimant_kind, topics, due, key, case, note, date, because)
    with desk.writing(dry_run=dry_run) as session:
        new_case = _new_case(session, case)
        made = new_claim(session, wanted)
    if as_json:
        answer_json({"id": made.id, "key": made.key, "made_source": made.made_source})
    else:
        answer(made.id)
        if new_case:
            talk(new_case)
        if made.made_source:
            _new_source(made.made_source, claimant)
    if not dry_run and not as_json:
        _like(desk, made.id)
    if dry_run or not as_json:
        afterwards(dry_run, f"show {made.id}")


def _like(desk: Desk, id: str) -> None:
    """Earlier claims that a new one may repeat."""
    from claims.services.matching import match
    from claims.vocabulary import Band

    with desk.reading() as session:
        for one in match(session, id, limit=2, least=Band.CLOSE):
            talk(
                f"It may be {one.id} again, {shown_line(standing(one.status, one.reviewed))}: {shown_line(one.text)} (claims match {id})"
            )


COMMANDS = (add, claim)
