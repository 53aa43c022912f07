"""What `claims add` reads, page by page, and what it tells beside the article that it keeps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

import click

from claims.commands.files import read_whole, shown_name
from claims.commands.output import answer, answer_json, counted, next_step, quoted_word, talk
from claims.errors import NotInArchive
from claims.exports.copies_text import MOST_COPIES, copy_json, copy_line, copy_step
from claims.exports.escaping import shown_line
from claims.exports.page_text import page_json

if TYPE_CHECKING:
    from claims.commands.desk import Desk
    from claims.readings import CopyFound
    from claims.services.adding import Added, ArticleFacts
    from claims.services.crawls import Capture
    from claims.services.pages import Page
    from claims.text.reported.offers import Offer


class Arriving:
    """The pages of a command line: each file is one, and a web archive those that were chosen of it."""

    def __init__(self, files: tuple[str, ...], records: tuple[str, ...], *, every: bool) -> None:
        """`listed`: the pages of an archive of which none was chosen yet."""
        from claims.services.crawls import captures, is_archive

        archives = [file for file in files if is_archive(file)]
        if (records or every) and not archives:
            raise click.UsageError("--record and --all choose pages of a web archive: name a .warc or .warc.gz file.")
        if records and every:
            raise click.UsageError("--record and --all are two answers to one question: choose one.")
        self.listed: tuple[str, list[Capture]] | None = None
        self.names: list[str] = []
        self._crawls: dict[str, Iterator[Capture]] = {}
        self._wanted: dict[str, tuple[str, int]] = {}
        for file in files:
            if file not in archives:
                self.names.append(file)
                continue
            content = read_whole(file)
            found = list(captures(content, shown_name(file)))
            if not records and not every:
                if len(files) > 1:
                    raise click.UsageError(f"{file} is a web archive: say which of its pages with --record, or --all.")
                self.listed = (file, found)
                return
            for number in _chosen(found, records, file):
                name = f"{file}#{number}"
                self.names.append(name)
                self._wanted[name] = (file, number)
            self._crawls[file] = captures(content, shown_name(file))

    def read(self, desk: Desk, name: str, facts: ArticleFacts, *, main_text: bool) -> tuple[Page, ArticleFacts]:
        """The next page, read, and what is said of it: of an archive, where and when it was captured."""
        from claims.services.pages import page_of, recorded_readers
        from claims.text.html import is_html

        charset = None
        if name in self._wanted:
            file, number = self._wanted[name]
            capture = next(c for c in self._crawls[file] if c.number == number)
            content, charset = capture.content, capture.charset
            when = f" on {capture.date}" if capture.date else ""
            facts = replace(facts, url=facts.url or capture.url, note=f"Captured{when}, in {PurePath(file).name}.")
        else:
            content = read_whole(name)
        recorded: list[str] = []
        if name in self._wanted or is_html(content, name):
            with desk.reading() as session:
                recorded = recorded_readers(session, content)
        return (
            page_of(
                content,
                shown_name(name),
                main_text=main_text,
                recorded=recorded,
                url=facts.url,
                charset=charset,
                html=name in self._wanted,
            ),
            facts,
        )


def _chosen(found: list[Capture], records: tuple[str, ...], file: str) -> list[int]:
    """The numbers of the pages that were asked for, in the order of the archive; without any, all."""
    if not records:
        return [capture.number for capture in found]
    chosen: set[int] = set()
    for record in records:
        hits = [c.number for c in found if record in {str(c.number), c.url}]
        if len(hits) != 1:
            raise NotInArchive(record, file, hits, len(found))
        chosen.update(hits)
    return sorted(chosen)


def listing(listed: tuple[str, list[Capture]], *, as_json: bool) -> None:
    """The pages of a web archive."""
    file, found = listed
    if as_json:
        pages = [{"number": c.number, "url": c.url, "captured": c.date, "title": c.title} for c in found]
        answer_json({"file": file, "pages": pages})
        return
    answer(f"{shown_line(file)}: {counted(len(found), 'page')}")
    for capture in found:
        answer(f"{capture.number}  {capture.date or '(no date)'}  {shown_line(capture.title or '(no title)')}")
        answer(f"   {shown_line(capture.url)}")
    if found:
        next_step(f"add {quoted_word(file)} --record {found[0].number}", "takes one in; --all every one")


# --- what is told beside an article ----------------------------------------------------------------------------------


def beside(added: Added, page: Page, copies: Sequence[CopyFound], said: ArticleFacts) -> list[tuple[str, str | None]]:
    """Tell what the page says of itself, and where its words stand too; returns next steps, the most useful first."""
    if added.new:
        for name, fact in page.facts.named().items():
            if name in added.from_page:
                answer(f"  {name}: {shown_line(fact.value)} ({fact.said_in})")
            elif fact.value != getattr(said, name):
                talk(f"  {name}: the page says {shown_line(fact.value)} ({fact.said_in}); what you typed was kept")
        if (printed := page.offers.get("published")) and said.published and not _agree(printed.value, said.published):
            talk(f"  published: the text prints {printed.value}; what you typed was kept")
        if offered := _offered(page, said):
            talk(
                f"  The text says of itself, not kept yet: claims article edit {added.articles[0]} {_options(added.articles[0], offered)}"
            )
    for copy in copies[:MOST_COPIES]:
        answer(f"  {copy_line(copy)}")
    if len(copies) > MOST_COPIES:
        answer(f"  and {len(copies) - MOST_COPIES} more: claims article copies {added.articles[0]}")
    return [step for copy in copies if (step := copy_step(added.articles[0], copy))]


def _agree(one: str, other: str) -> bool:
    """Whether two dates may be the same, one perhaps told more exactly than the other."""
    return one.startswith(other) or other.startswith(one)


def _offered(page: Page, said: ArticleFacts) -> dict[str, Offer]:
    """What a plain text says of itself and nobody typed."""
    return {name: offer for name, offer in page.offers.items() if getattr(said, name) is None}


def _options(article: str, offered: dict[str, Offer]) -> str:
    """The offers as the options that take them over."""
    words = [f"--{name} {quoted_word(offered[name].value)}" for name in ("title", "byline") if name in offered]
    if date := offered.get("published"):
        words.append(f"--dated {date.value} --date-basis stated --date-at {article}:{date.at[0]}-{date.at[1]}")
        words.append("--date-because 'Printed in the text.'")
    return " ".join(words)


def beside_json(added: Added, page: Page, copies: Sequence[CopyFound], said: ArticleFacts) -> dict[str, object]:
    """The same for programs."""
    return {
        "page": page_json(page.facts, added.from_page),
        "offered": {name: {"value": o.value, "at": o.at} for name, o in _offered(page, said).items()}
        if added.new
        else {},
        "furniture": page.furniture,
        "copies": [copy_json(copy) for copy in copies],
    }
