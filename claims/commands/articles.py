"""Articles: known by name, shown, corrected, given their bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from claims.commands.completing import ARTICLE, CASE, FILE, SOME_OUTLET
from claims.commands.desk import Desk
from claims.commands.files import read_whole, shown_name
from claims.commands.output import (
    afterwards,
    answer,
    answer_json,
    counted,
    next_step,
    on_terminal,
    styler,
    talk,
    terminal_width,
)
from claims.commands.paging import paged
from claims.commands.parameters import TEXT, dry_run_option, json_option, word_option
from claims.commands.saying import date_options, said_dates, told
from claims.exports.escaping import shown_line
from claims.vocabulary import Basis

if TYPE_CHECKING:
    from claims.services.articles import ArticleSaid
    from claims.services.attaching import Attached


@click.group()
def article() -> None:
    """Articles known by name; corrections; bytes that come later."""


def _said_options(function: click.decorators.FC) -> click.decorators.FC:
    for option in (
        click.option("--title", type=TEXT, help="Its headline; an empty text takes it away, here and below."),
        click.option("--url", type=TEXT, help="Where it was found."),
        click.option("--lang", "language", type=TEXT, help="Its language, such as en or tr."),
        click.option("--byline", type=TEXT, help="Who wrote it."),
        click.option("--note", type=TEXT, help="A note for the desk."),
        click.option("--because", type=TEXT, help="How we know what is recorded of it."),
        click.option("--sha256", type=TEXT, help="SHA-256 of its bytes, where only the hash is known."),
        click.option("--text-sha256", type=TEXT, help="SHA-256 of its text."),
        click.option("--length", type=click.IntRange(min=0), help="Length of its text in characters."),
        click.option("--reader", type=TEXT, help="The reader that made the text, such as text/1."),
    ):
        function = option(function)
    return date_options(function)


def _said(options: dict[str, Any], **more: Any) -> ArticleSaid:
    from claims.services.articles import ArticleSaid, reading_known_by

    known = [options.pop(name) for name in ("sha256", "text_sha256", "length", "reader")]
    if known[0] is None and known != [None] * 4:
        raise click.UsageError("--text-sha256, --length and --reader go with --sha256.")
    reading = reading_known_by(*known) if known[0] is not None else None
    return ArticleSaid(dated=said_dates(options), reading=reading, **options, **more)


@article.command()
@click.option(
    "--outlet",
    required=True,
    type=SOME_OUTLET,
    help="Who published it: name, key or S-7, made when new; unknown where nobody can tell.",
)
@click.option("--copy-of", type=ARTICLE, metavar="A-2", help="The article it copies.")
@word_option("--basis", words=Basis, help="Why we say that it is a copy.")
@click.option("--key", type=TEXT, help="Its key in case files.")
@click.option("--case", type=CASE, help="The case it belongs to, where there are several.")
@_said_options
@dry_run_option
@click.pass_obj
def new(
    desk: Desk,
    /,
    outlet: str,
    copy_of: str | None,
    basis: Basis | None,
    key: str | None,
    case: str | None,
    dry_run: bool,
    **options: Any,
) -> None:
    """Record an article known only by name, or by its hash.

    `claims add` keeps one whose bytes you have.

    \b
    claims article new --outlet "CNN Türk" --because "The page cites it." \\
      --dated 2022-07 --date-basis inferred --date-because "Before the copy."
    """
    from claims.services.articles import new_article

    if basis is not None and copy_of is None:
        raise click.UsageError("--basis goes with --copy-of.")
    _refuse_silent(basis, options["because"])
    said = _said(options, outlet=outlet, copy_of=copy_of, basis=basis)
    with desk.writing(dry_run=dry_run) as session:
        made = new_article(session, said, key=key, case=case)
    told(made, dry_run, f"article show {made.id}")


def _refuse_silent(basis: Basis | None, because: str | None) -> None:
    """That an article is a copy says itself, or somebody says why."""
    if basis not in {None, Basis.STATED} and not (because or "").strip():
        raise click.UsageError(f"A copy that is {basis} needs --because.")


@article.command()
@click.argument("article_id", metavar="ARTICLE", type=ARTICLE, help="The article: A-3 or its key.")
@click.option("--outlet", type=SOME_OUTLET, help="Who published it; made when new.")
@click.option("--no-dates", is_flag=True, help="Take its dates away first.")
@click.option(
    "--not-sha256",
    "not_reading",
    type=TEXT,
    metavar="HASH",
    help="Withdraw a reading that was recorded by mistake: its SHA-256, or the beginning of it.",
)
@_said_options
@dry_run_option
@click.pass_obj
def edit(
    desk: Desk,
    /,
    article_id: str,
    outlet: str | None,
    no_dates: bool,
    not_reading: str | None,
    dry_run: bool,
    **options: Any,
) -> None:
    """Correct what is known of an article.

    The log keeps what was known before. With --sha256 one more reading is recorded; `claims article copy-of` says what it
    copies.

    \b
    claims article edit A-3 --dated 2021-01-16 --date-basis derived \\
      --date-because "It says yesterday, Friday, January 15."
    """
    from claims.services.articles import edit_article

    said = _said(options, outlet=outlet, no_dates=no_dates, not_reading=not_reading)
    with desk.writing(dry_run=dry_run) as session:
        changed = edit_article(session, article_id, said)
    told(changed, dry_run, f"article show {changed.id}")


@article.command("copy-of")
@click.argument("article_id", metavar="ARTICLE", type=ARTICLE, help="The article: A-3 or its key.")
@click.argument("original", metavar="ORIGINAL", type=ARTICLE, help="What it copies; an empty text for nothing.")
@word_option("--basis", words=Basis, default=Basis.STATED.value, show_default=True, help="Why we say so.")
@click.option("--because", type=TEXT, help="How we know.")
@dry_run_option
@click.pass_obj
def copy_of(desk: Desk, article_id: str, original: str, basis: Basis, because: str | None, dry_run: bool) -> None:
    """Say that an article copies another one.

    What stands in the original stands in the copy too.
    """
    from claims.services.articles import ArticleSaid, edit_article

    none = not original.strip()
    if not none:
        _refuse_silent(basis, because)
    said = ArticleSaid(copy_of=original, basis=None if none else basis, because=because)
    with desk.writing(dry_run=dry_run) as session:
        changed = edit_article(session, article_id, said, because)
    told(changed, dry_run, f"article show {changed.id}")


@article.command()
@click.argument("article_id", metavar="ARTICLE", type=ARTICLE, help="The article: A-3 or its key.")
@click.argument("file", metavar="FILE", type=FILE, help="Text (UTF-8) or HTML; - for what is piped in.")
@click.option(
    "--main-text", is_flag=True, help="Of HTML only the article, as trafilatura finds it; needs the extra [html]."
)
@dry_run_option
@json_option
@click.pass_obj
def attach(desk: Desk, article_id: str, file: str, main_text: bool, dry_run: bool, as_json: bool) -> None:
    """Give an article its bytes.

    Where it has others already, this is another reading: both are kept, and wordings that are gone or changed are listed.
    """
    from claims.commands.reading import desk_reader
    from claims.services.attaching import attach as give
    from claims.services.pages import page_of, recorded_readers

    content = read_whole(file)
    with desk.reading() as session:
        recorded = recorded_readers(session, content)
    reading = page_of(content, shown_name(file), main_text=main_text, recorded=recorded).reading
    with desk.writing(dry_run=dry_run) as session:
        attached = give(session, article_id, reading, desk_reader())
    if as_json:
        answer_json(_attached_json(attached))
    else:
        _show_attached(attached, reading.length)
    if dry_run or not as_json:
        verb = "suggestions" if attached.suggestions else "article show"
        afterwards(dry_run, f"{verb} {attached.article}")


def _attached_json(attached: Attached) -> dict[str, object]:
    return {
        "article": attached.article,
        "reading": attached.kind,
        "claims": attached.claims,
        "passages": [
            {"claims": p.claims, "exact": p.exact, "at": p.at, "fate": p.fate, "problem": p.problem, "hint": p.hint}
            for p in attached.passages
        ],
        "mismatches": attached.mismatches,
        "suggestions": attached.suggestions,
    }


def _show_attached(attached: Attached, length: int) -> None:
    from claims.services.attaching import Fate, ReadingKind

    kinds = {
        ReadingKind.FIRST: "its first reading",
        ReadingKind.KNOWN: "the reading recorded by its hash",
        ReadingKind.ANOTHER: "another reading; the earlier one is kept",
    }
    answer(f"{attached.article}: {kinds[attached.kind]}, {counted(length, 'character')}")
    for mismatch in attached.mismatches:
        answer(shown_line(mismatch))
    if attached.passages:
        found = sum(p.fate is Fate.FOUND for p in attached.passages)
        answer(f"{found} of {counted(len(attached.passages), 'recorded passage')} found in it")
    if attached.suggestions:
        talk(f"{counted(attached.suggestions, 'suggestion')} {'waits' if attached.suggestions == 1 else 'wait'}.")
    if attached.claims:
        answer(f"resting on it: {', '.join(attached.claims)}")
    for passage in attached.passages:
        resting = f"{', '.join(passage.claims)}: " if passage.claims else ""
        words = f"“{shown_line(passage.exact)}”" if passage.exact else "a recorded place"
        if passage.fate is Fate.MOVED and passage.at is not None:
            answer(f"{resting}{words} stands at [{passage.at[0]}, {passage.at[1]}] of it")
        elif passage.fate is Fate.GONE:
            hint = f". {shown_line(passage.hint)}" if passage.hint else ""
            answer(f"{resting}{words} is gone{hint}")


@article.command()
@click.argument("article_id", metavar="ARTICLE", type=ARTICLE, help="The article: A-3 or its key.")
@click.option("--because", type=TEXT, help="Why.")
@dry_run_option
@click.pass_obj
def retract(desk: Desk, article_id: str, because: str | None, dry_run: bool) -> None:
    """Withdraw an article that should not be here.

    Refused while claims rest on it.
    """
    from claims.services.articles import find_article
    from claims.services.undoing import undo

    with desk.writing(dry_run=dry_run) as session:
        undone = undo(session, find_article(session, article_id).id, because)
    answer(f"withdrawn: {', '.join(undone.withdrawn)}")
    afterwards(dry_run, f"undo {undone.event}", "takes this back")


@article.command()
@click.argument("article_id", metavar="ARTICLE", type=ARTICLE, help="The article: A-3 or its key.")
@click.option(
    "--text", "with_text", is_flag=True, help="Its text too, page furniture marked; and what its page says of itself."
)
@json_option
@click.pass_obj
def show(desk: Desk, article_id: str, with_text: bool, as_json: bool) -> None:
    """An article, its readings, and what rests on it."""
    from claims.exports.page_text import page_lines, text_json
    from claims.exports.records_json import article_record_json
    from claims.exports.summaries import article_summary
    from claims.services.articles import show_article
    from claims.services.pages import kept_page

    with desk.reading() as session:
        record = show_article(session, article_id)
        page = kept_page(session, article_id) if with_text else None
    if as_json:
        more = text_json(page.text, page.furniture, page.facts) if page is not None else {}
        answer_json({**article_record_json(record), **more})
        return
    shown = [*article_summary(record, width=terminal_width(), style=styler())]
    if page is not None:
        shown += ["", *page_lines(page.text, page.furniture, page.facts, width=terminal_width(), style=styler())]
    paged(shown)
    if record.claims and on_terminal():
        next_step(f"trace {record.claims[0][0]}")


@article.command()
@click.argument("article_id", metavar="ARTICLE", type=ARTICLE, help="The article: A-3 or its key.")
@json_option
@click.pass_obj
def copies(desk: Desk, article_id: str, as_json: bool) -> None:
    """Articles that have words in common with it.

    With how many, where they stand in both, and which was published first. `claims article copy-of` says what is a copy of
    what; nothing here does.
    """
    from claims.exports.copies_text import copies_lines, copy_json, copy_step
    from claims.services.copies import copies_of

    with desk.reading() as session:
        id, found = copies_of(session, article_id)
    if as_json:
        answer_json([copy_json(copy) for copy in found])
        return
    paged(copies_lines(id, found, width=terminal_width(), style=styler()))
    if steps := [step for copy in found if (step := copy_step(id, copy))]:
        next_step(*steps[0])


COMMANDS = (article,)
