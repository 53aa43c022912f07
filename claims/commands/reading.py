"""Read articles: who says what through whom. Needs no database and writes nothing."""

from __future__ import annotations

import functools
import os
import re
import sys
import threading
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from claims.commands.batches import Batch
from claims.commands.completing import FILE
from claims.commands.desk import Desk
from claims.commands.files import read_whole, refuse_two_stdins, shown_name
from claims.commands.output import answer_bytes, counted, draw, styler, talk, terminal_width
from claims.commands.parameters import json_option
from claims.errors import ClaimsError
from claims.readings import ArticleReading, Layer

if TYPE_CHECKING:
    import datetime as dt

    from claims.text.articles import Reading
    from claims.text.reported.reader import Reader

LAYER_VARIABLE = "CLAIMS_LAYER"
PATIENCE_S = 1.0
EVERY_S = 0.25
MOST_JOBS = 64


class Job(NamedTuple):
    """What a process needs to know to read files."""

    lexicons: tuple[tuple[str, bytes], ...]
    main_text: bool
    layer: Layer
    lines: bool
    """Whether each is answered with its line of JSON: bytes travel between processes with less work than records."""


class Read(NamedTuple):
    """One file, read."""

    page: Reading
    reading: ArticleReading


class NamedFile(NamedTuple):
    """A file to be read; its bytes, where who reads it may not have it."""

    name: str
    content: bytes | None


class Sharing(NamedTuple):
    """Who reads: so many processes here, or the Dask cluster at this address."""

    jobs: int
    cluster: str | None


class Kept(NamedTuple):
    """The text of an article of the database, and the day that its words were written."""

    name: str
    page: Reading
    written: dt.date | None


@click.command()
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=FILE,
    help="Text (UTF-8) or HTML; - for what is piped in; A-3 for an article that is kept.",
)
@click.option("--jsonl", "as_jsonl", is_flag=True, help="One JSON object a line for each article, as they are read.")
@json_option
@click.option("--all", "everything", is_flag=True, help="Show attitudes and gestures too, not reports alone.")
@click.option(
    "--lexicon",
    "lexicons",
    multiple=True,
    type=FILE,
    metavar="FILE",
    help="Words of your own: outlets, cues, hedges (YAML).",
)
@click.option(
    "--layer",
    type=click.Choice([layer.value for layer in Layer]),
    help=f"By rules alone (core), or with a parser beside them (nlp), which needs the extra [nlp]; else {LAYER_VARIABLE}, else core.",
)
@click.option(
    "--main-text", is_flag=True, help="Of HTML only the article, as trafilatura finds it; needs the extra [html]."
)
@click.option(
    "--jobs", type=click.IntRange(1, MOST_JOBS), default=1, metavar="N", help="Processes that read side by side."
)
@click.option(
    "--dask",
    metavar="ADDRESS",
    help="Let a Dask cluster read: the address of its scheduler, such as tcp://10.0.0.5:8786. Needs the extra [dask].",
)
@click.pass_obj
def read(
    desk: Desk,
    files: tuple[str, ...],
    as_jsonl: bool,
    as_json: bool,
    everything: bool,
    lexicons: tuple[str, ...],
    layer: str | None,
    main_text: bool,
    jobs: int,
    dask: str | None,
) -> None:
    """Show who says what through whom in articles; writes nothing.

    Every line is a suggestion by rule: a person decides. Places count characters of the text that was read. Of an article that
    is kept (A-3) `on Monday` counts from its recorded date, of a copy from the original's.

    \b
    claims read article.txt
    claims read pages/*.html --jsonl --jobs 4 > read.jsonl
    claims read pages/*.html --jsonl --dask tcp://10.0.0.5:8786 > read.jsonl
    claims read article.txt --lexicon our-outlets.yaml
    claims read article.txt --layer nlp
    """
    if as_json and as_jsonl:
        raise click.UsageError("--json and --jsonl are two forms of one answer: choose one.")
    if dask is not None and jobs > 1:
        raise click.UsageError("--jobs reads on this machine and --dask on a cluster: choose one.")
    refuse_two_stdins((*files, *lexicons))
    job = Job(
        tuple((shown_name(file), read_whole(file)) for file in lexicons), main_text, chosen_layer(layer), as_jsonl
    )
    sharing = Sharing(jobs, dask)
    _refuse_what_none_can_read_with(job, sharing)
    progress = Progress(len(files), quiet=desk.quiet)
    arriving = _arriving(files, job, sharing, _kept(desk, files))
    click.get_current_context().call_on_close(arriving.close)
    batch = Batch(files, lambda _file: _next(arriving), verb="read")
    answers: list[object] = []
    for number, (name, done) in enumerate(batch.taken(), 1):
        progress.clear()
        if isinstance(done, bytes):
            answer_bytes([done])
        elif as_json:
            answers.append(_object(name, done))
        else:
            _show(name, done, everything=everything, first=number == 1)
        batch.done.clear()  # thousands of articles need not be held
        progress.at(number + len(batch.refused))
    progress.clear()
    if as_json:
        from claims.exports.trace_json import dumps

        answer_bytes([dumps([*answers, *batch.errors_json()])])
    if batch.refused:
        talk(f"{counted(len(files) - len(batch.refused), 'file')} read, {len(batch.refused)} not.")
        click.get_current_context().exit(max(problem.exit_code for _, problem in batch.refused))


def chosen_layer(named: str | None) -> Layer:
    """The layer that was named, else the one that this desk has chosen, else the rules alone."""
    found = named or os.environ.get(LAYER_VARIABLE) or Layer.CORE
    if found not in set(Layer):
        raise click.UsageError(f"{LAYER_VARIABLE} is {found}, which is no layer; say core or nlp.")
    return Layer(found)


@functools.cache
def desk_reader() -> Reader:
    """A reader by the layer that this desk has chosen, made once."""
    from claims.services.reading import article_reader

    return article_reader(chosen_layer(None))


def _refuse_what_none_can_read_with(job: Job, sharing: Sharing) -> None:
    """Say here, and not in every process, that a lexicon is wrong, or that there is no parser."""
    if job.lexicons:
        from claims.services.reading import shipped_lexicon

        shipped_lexicon(job.lexicons)
    if job.layer is Layer.NLP and sharing.cluster is None:
        from claims.services.parsing import parser_versions

        parser_versions()


def _next(arriving: Iterator[Read | bytes | ClaimsError]) -> Read | bytes:
    found = next(arriving)
    if isinstance(found, ClaimsError):
        raise found
    return found


_ARTICLE = re.compile(r"[Aa]-[0-9]{1,18}")


def _kept(desk: Desk, files: tuple[str, ...]) -> dict[str, Kept | ClaimsError]:
    """The texts of those that are articles of the database; a file of that name comes first."""
    ids = [file for file in dict.fromkeys(files) if _ARTICLE.fullmatch(file) and not Path(file).exists()]
    found: dict[str, Kept | ClaimsError] = {}
    if ids:
        from claims.services.written_days import text_and_day

        with desk.reading() as session:
            for id in ids:
                try:
                    found[id] = Kept(id, *text_and_day(session, id))
                except ClaimsError as problem:
                    found[id] = problem
    return found


def _arriving(
    files: tuple[str, ...], job: Job, sharing: Sharing, kept: dict[str, Kept | ClaimsError]
) -> Generator[Read | bytes | ClaimsError]:
    """The articles in the order of the files. A file that cannot be read comes as its error."""
    read = functools.partial(read_one, job)
    if sharing.cluster is None and (sharing.jobs == 1 or len(files) == 1):
        yield from map(read, _to_read(files, kept, with_content=False))
        return
    from claims.commands.shared_work import cluster, in_order, processes

    elsewhere = sharing.cluster is not None
    with cluster(sharing.cluster) if sharing.cluster is not None else processes(sharing.jobs) as workers:
        yield from in_order(read, _to_read(files, kept, with_content=elsewhere), workers)


def _to_read(
    files: tuple[str, ...], kept: dict[str, Kept | ClaimsError], *, with_content: bool
) -> Iterator[Kept | NamedFile | ClaimsError]:
    """What is to be read. The database and stdin belong to this process; files too, where those who read may be on other machines."""
    for file in files:
        if file in kept:
            yield kept[file]
            continue
        try:
            yield NamedFile(file, read_whole(file) if with_content or file == "-" else None)
        except ClaimsError as problem:
            yield problem


def read_one(job: Job, thing: Kept | NamedFile | ClaimsError) -> Read | bytes | ClaimsError:
    """An article, read: the function that is shared out. What cannot be read is answered with its error."""
    if isinstance(thing, ClaimsError):
        return thing
    reader = _reader_here(job)
    try:
        done = _read(job, thing, reader)
    except ClaimsError as problem:
        return problem
    return _line(shown_name(thing.name), done) if job.lines else done


def _read(job: Job, thing: Kept | NamedFile, reader: Reader) -> Read:
    if isinstance(thing, Kept):
        return Read(thing.page, reader.read(thing.page.text, thing.written))
    from claims.services.reading import read_page

    content = read_whole(thing.name) if thing.content is None else thing.content
    page = read_page(content, shown_name(thing.name), main_text=job.main_text)
    return Read(page, reader.read(page.text))


_here = threading.local()
"""The reader of each thread, made for its first article."""


def _reader_here(job: Job) -> Reader:
    if getattr(_here, "job", None) != job:
        from claims.services.reading import article_reader

        _here.reader, _here.job = article_reader(job.layer, job.lexicons), job
    made: Reader = _here.reader
    return made


def _object(name: str, done: Read) -> dict[str, object]:
    from claims.exports.readings_json import reading_json
    from claims.text.articles import TEXT_READER

    page = done.page
    found = reading_json(name, done.reading) | {"text_sha256": page.text_sha256, "reader": page.reader}
    # Of a text file the places count in the file; of HTML in a text that nobody else has.
    return found if page.reader == TEXT_READER else found | {"text": page.text}


def _line(name: str, done: Read) -> bytes:
    import orjson

    return orjson.dumps(_object(name, done)) + b"\n"


def _show(name: str, done: Read, *, everything: bool, first: bool) -> None:
    from claims.exports.readings_text import reading_lines

    if not first:
        draw([""])
    draw(
        reading_lines(name, done.page.text, done.reading, everything=everything, width=terminal_width(), style=styler())
    )


class Progress:
    """How many articles are read: a bar on stderr, on a terminal alone, from the first second on."""

    _CELLS = 24

    def __init__(self, total: int, *, quiet: bool) -> None:
        self._total = total
        self._wanted = not quiet and total > 1 and sys.stderr is not None and sys.stderr.isatty()
        self._next = time.monotonic() + PATIENCE_S
        self._width = 0

    def at(self, done: int) -> None:
        """So many are done."""
        if self._wanted and time.monotonic() >= self._next and done < self._total:
            self._next = time.monotonic() + EVERY_S
            full = self._CELLS * done // self._total
            line = f"Reading [{'#' * full}{'.' * (self._CELLS - full)}] {done:,} of {self._total:,}"
            sys.stderr.write(f"\r{line}")
            sys.stderr.flush()
            self._width = len(line)

    def clear(self) -> None:
        """Take the bar away."""
        if self._width:
            sys.stderr.write(f"\r{' ' * self._width}\r")
            sys.stderr.flush()
            self._width = 0


COMMANDS = (read,)
