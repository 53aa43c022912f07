"""Read articles: who says what through whom. Needs no database and writes nothing."""

from __future__ import annotations

import functools
import os
import re
import sys
import time
from collections.abc import Iterator
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


class Read(NamedTuple):
    """One file, read."""

    page: Reading
    reading: ArticleReading


class Kept(NamedTuple):
    """The text of an article of the database, and the day that its words were written."""

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
) -> None:
    """Show who says what through whom in articles; writes nothing.

    Every line is a suggestion by rule: a person decides. Places count characters of the text that was read. Of an article that
    is kept (A-3) `on Monday` counts from its recorded date, of a copy from the original's.

    \b
    claims read article.txt
    claims read pages/*.html --jsonl --jobs 4 > read.jsonl
    claims read article.txt --lexicon our-outlets.yaml
    claims read article.txt --layer nlp
    """
    if as_json and as_jsonl:
        raise click.UsageError("--json and --jsonl are two forms of one answer: choose one.")
    refuse_two_stdins((*files, *lexicons))
    job = Job(tuple((shown_name(file), read_whole(file)) for file in lexicons), main_text, chosen_layer(layer))
    _refuse_missing_parser(job)
    progress = Progress(len(files), quiet=desk.quiet)
    arriving = _arriving(files, job, jobs, _kept(desk, files))
    batch = Batch(files, lambda _file: _next(arriving))
    answers: list[object] = []
    for number, (name, done) in enumerate(batch.taken(), 1):
        progress.clear()
        if as_jsonl:
            answer_bytes([_line(name, done)])
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


def _refuse_missing_parser(job: Job) -> None:
    """Say here, and not in every process, that there is no parser."""
    if job.layer is Layer.NLP:
        from claims.services.parsing import parser_versions

        parser_versions()


def _next(arriving: Iterator[Read | ClaimsError]) -> Read:
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
                    found[id] = Kept(*text_and_day(session, id))
                except ClaimsError as problem:
                    found[id] = problem
    return found


def _arriving(
    files: tuple[str, ...], job: Job, jobs: int, kept: dict[str, Kept | ClaimsError]
) -> Iterator[Read | ClaimsError]:
    """The articles in the order of the files. A file that cannot be read comes as its error."""
    if jobs == 1 or len(files) == 1:
        reader = _reader(job)
        for file in files:
            yield _read_kept(kept[file], reader) if file in kept else _read(file, reader, job)
        return
    import collections
    import concurrent.futures
    import multiprocessing

    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(job,)) as pool:
        waiting: collections.deque[concurrent.futures.Future[Read | ClaimsError]] = collections.deque()
        for file in files:
            # stdin and the database belong to this process.
            found = kept.get(file)
            if isinstance(found, ClaimsError):
                told: concurrent.futures.Future[Read | ClaimsError] = concurrent.futures.Future()
                told.set_result(found)
                waiting.append(told)
            elif found is not None:
                waiting.append(pool.submit(_read_kept_here, found))
            else:
                waiting.append(
                    pool.submit(_read_here, file) if file != "-" else pool.submit(_read_bytes, file, read_whole(file))
                )
            if len(waiting) >= jobs * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


_AHEAD = 8
"""Articles that each process may be ahead of what is printed."""

_here: list[tuple[Reader, Job]] = []
"""What a reading process keeps from its beginning."""


def _begin(job: Job) -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that prints ends the others
    _here.append((_reader(job), job))


def _read_here(file: str) -> Read | ClaimsError:
    reader, job = _here[0]
    return _read(file, reader, job)


def _read_bytes(file: str, content: bytes) -> Read | ClaimsError:
    reader, job = _here[0]
    return _read(file, reader, job, content)


def _read_kept_here(kept: Kept) -> Read | ClaimsError:
    return _read_kept(kept, _here[0][0])


def _read_kept(kept: Kept | ClaimsError, reader: Reader) -> Read | ClaimsError:
    return kept if isinstance(kept, ClaimsError) else Read(kept.page, reader.read(kept.page.text, kept.written))


def _reader(job: Job) -> Reader:
    from claims.services.reading import article_reader

    return article_reader(job.layer, job.lexicons)


def _read(file: str, reader: Reader, job: Job, content: bytes | None = None) -> Read | ClaimsError:
    from claims.services.reading import read_page

    try:
        page = read_page(read_whole(file) if content is None else content, shown_name(file), main_text=job.main_text)
    except ClaimsError as problem:
        return problem
    return Read(page, reader.read(page.text))


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
