"""Articles: known by name, shown, corrected, given their bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from claims.commands.completing import ARTICLE, CASE, FILE, OUTLET
from claims.commands.desk import Desk
from claims.commands.files import read_whole
from claims.commands.output import afterwards, answer, answer_json, next_step, styler, talk, terminal_width
from claims.commands.paging import paged
from claims.commands.parameters import TEXT, dry_run_option, json_option, word_option
from claims.vocabulary import Basis, DateBasis

if TYPE_CHECKING:
    from claims.services.articles import ArticleSaid


@click.group()
def article() -> None:
    """Articles: make, show and correct them, give them their bytes."""


def _said_options(function: click.decorators.FC) -> click.decorators.FC:
    for option in (
        click.option("--title", type=TEXT, help="Its headline; an empty text takes it away."),
        click.option("--url", type=TEXT, help="Where it was found."),
        click.option("--lang", "language", type=TEXT, help="Its language, such as en or tr."),
        click.option("--byline", type=TEXT, help="Who wrote it."),
        click.option("--note", type=TEXT, help="A note for the desk."),
        click.option("--because", type=TEXT, help="How we know what is recorded of it."),
        click.option(
            "--dated", type=TEXT, metavar="DATE", help="A date to add: 2022, 2022-07, 2022-07-26 or with a time."
        ),
        word_option(
            "--date-basis",
            words=DateBasis,
            default=DateBasis.PAGE.value,
            show_default=True,
            help="Where the date comes from.",
        ),
        click.option("--date-because", type=TEXT, help="Why this date."),
        click.option("--date-at", type=TEXT, metavar="A-1:218-225", help="Where the date can be read."),
    ):
        function = option(function)
    return function


def _said(options: dict[str, Any], **more: Any) -> ArticleSaid:
    from claims.services.articles import ArticleSaid, dated

    value, basis = options.pop("dated"), options.pop("date_basis")
    because, at = options.pop("date_because"), options.pop("date_at")
    if value is None and (because is not None or at is not None):
        raise click.UsageError("--date-because and --date-at go with --dated.")
    dates = (dated(value, basis, because, at),) if value is not None else ()
    return ArticleSaid(**options, **more, dated=dates)


@article.command()
@click.option("--outlet", required=True, type=OUTLET, help="Who published it: name, key or S-7; made when new.")
@click.option("--copy-of", type=ARTICLE, metavar="A-2", help="The article it copies.")
@word_option("--basis", words=Basis, help="Why we say that it is a copy.")
@click.option("--sha256", type=TEXT, help="SHA-256 of its bytes, where only the hash is known.")
@click.option("--text-sha256", type=TEXT, help="SHA-256 of its text.")
@click.option("--length", type=click.IntRange(min=0), help="Length of its text in characters.")
@click.option("--reader", type=TEXT, help="The reader that made the text, such as text/1.")
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
    sha256: str | None,
    text_sha256: str | None,
    length: int | None,
    reader: str | None,
    key: str | None,
    case: str | None,
    dry_run: bool,
    **options: Any,
) -> None:
    """Record an article known only by name, or by its hash. `claims add` keeps one whose bytes you have.

    \b
    claims article new --outlet "CNN Türk" --dated 2022-07 --date-basis inferred --date-because "before the copy"
    """
    from claims.records import SnapshotEntry
    from claims.services.articles import checked_hash, new_article

    if sha256 is None and (text_sha256 is not None or length is not None or reader is not None):
        raise click.UsageError("--text-sha256, --length and --reader go with --sha256.")
    snapshot = None
    if sha256 is not None:
        text_hash = checked_hash(text_sha256) if text_sha256 is not None else None
        snapshot = SnapshotEntry(checked_hash(sha256), text_hash, length, reader)
    said = _said(options, outlet=outlet, copy_of=copy_of, basis=basis)
    with desk.writing(dry_run=dry_run) as session:
        made, source = new_article(session, said, snapshot, key=key, case=case)
    answer(made)
    if source:
        talk(f"{source} is a new source.")
    afterwards(dry_run, f"article show {made}")


@article.command()
@click.argument("article_id", metavar="ARTICLE", type=ARTICLE)
@click.option("--outlet", type=OUTLET, help="Who published it.")
@click.option("--no-dates", is_flag=True, help="Take its dates away first.")
@_said_options
@dry_run_option
@click.pass_obj
def edit(desk: Desk, /, article_id: str, outlet: str | None, no_dates: bool, dry_run: bool, **options: Any) -> None:
    """Correct what is known of an article; the log keeps what was known before.

    \b
    claims article edit A-3 --dated 2021-01-16 --date-basis derived --date-because "yesterday, Friday, January 15"
    """
    from claims.services.articles import edit_article

    with desk.writing(dry_run=dry_run) as session:
        changed = edit_article(session, article_id, _said(options, outlet=outlet, no_dates=no_dates), None)
    answer(changed)
    afterwards(dry_run, f"article show {changed}")


@article.command("copy-of")
@click.argument("article_id", metavar="ARTICLE", type=ARTICLE)
@click.argument("original", metavar="ORIGINAL", type=ARTICLE)
@word_option("--basis", words=Basis, default=Basis.STATED.value, show_default=True, help="Why we say so.")
@click.option("--because", type=TEXT, help="How we know.")
@dry_run_option
@click.pass_obj
def copy_of(desk: Desk, article_id: str, original: str, basis: Basis, because: str | None, dry_run: bool) -> None:
    """Say that ARTICLE copies ORIGINAL: what stands in the original stands in the copy too."""
    from claims.services.articles import ArticleSaid, edit_article

    if basis is not Basis.STATED and because is None:
        raise click.UsageError(f"A copy that is {basis} needs --because.")
    with desk.writing(dry_run=dry_run) as session:
        changed = edit_article(
            session, article_id, ArticleSaid(copy_of=original, basis=basis, because=because), because
        )
    answer(changed)
    afterwards(dry_run, f"article show {changed}")


@article.command()
@click.argument("article_id", metavar="ARTICLE", type=ARTICLE)
@click.argument("file", type=FILE)
@dry_run_option
@json_option
@click.pass_obj
def attach(desk: Desk, article_id: str, file: str, dry_run: bool, as_json: bool) -> None:
    """Give an article its bytes: a text FILE, or - for what is piped in.

    Where it has others already, this is another reading: both are kept, and wordings that are gone or changed are listed.
    """
    from claims.services.articles import attach as give
    from claims.text.articles import read_text

    reading = read_text(read_whole(file), "stdin" if file == "-" else file)
    with desk.writing(dry_run=dry_run) as session:
        attached = give(session, article_id, reading)
    if as_json:
        passages = [{"claims": p.claims, "exact": p.exact, "at": p.at, "problem": p.problem} for p in attached.passages]
        answer_json({"article": attached.article, "reading": attached.reading, "passages": passages})
        return
    words = {
        "first": "its first reading",
        "known": "the reading recorded by its hash",
        "another": "another reading; the earlier one is kept",
    }
    answer(f"{attached.article}: {words[attached.reading]}, {reading.length} characters")
    found = [p for p in attached.passages if not p.problem]
    resting = sorted({c for p in attached.passages for c in p.claims}, key=lambda c: int(c[2:]))
    if attached.passages:
        answer(f"{len(found)} of {len(attached.passages)} recorded passages found; resting on it: {', '.join(resting)}")
    for passage in attached.passages:
        if passage.problem:
            answer(f"{', '.join(passage.claims)}: {passage.problem}")
    afterwards(dry_run, f"article show {attached.article}")


@article.command()
@click.argument("article_id", metavar="ARTICLE", type=ARTICLE)
@click.option("--because", type=TEXT, help="Why.")
@dry_run_option
@click.pass_obj
def retract(desk: Desk, article_id: str, because: str | None, dry_run: bool) -> None:
    """Withdraw an article that should not be here. Refused while claims rest on it."""
    from claims.services.articles import find_article
    from claims.services.undoing import undo

    with desk.writing(dry_run=dry_run) as session:
        undone = undo(session, find_article(session, article_id).id, because)
    answer(f"withdrawn: {', '.join(undone.withdrawn)}")
    afterwards(dry_run, f"undo {undone.event}", "takes this back")


@article.command()
@click.argument("article_id", metavar="ARTICLE", type=ARTICLE)
@json_option
@click.pass_obj
def show(desk: Desk, article_id: str, as_json: bool) -> None:
    """An article, its readings, and what rests on it: A-3 or its key."""
    from claims.exports.records_json import article_record_json
    from claims.exports.summaries import article_summary
    from claims.services.articles import show_article

    with desk.reading() as session:
        record = show_article(session, article_id)
    if as_json:
        answer_json(article_record_json(record))
        return
    paged(article_summary(record, width=terminal_width(), style=styler()))
    if not record.held:
        next_step(f"article attach {record.id} FILE")


COMMANDS = (article,)
