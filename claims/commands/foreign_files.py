"""How the files of others that a command line names are to be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from claims.commands.files import read_whole, shown_name
from claims.commands.output import talk
from claims.exports.escaping import shown_line

if TYPE_CHECKING:
    from claims.entries import CaseEntry

FOREIGN = ("case", "lines", "claimreview", "averitec", "csv", "xlsx")
"""What `--from` takes; a test holds it to the readers that there are."""

MOST_LINES = 20
"""Lines of one sort that an import says of a file."""


def tell_some(lines: Sequence[str], before: str) -> None:
    """Say the first of these lines on stderr, and how many there are besides."""
    for line in lines[:MOST_LINES]:
        talk(f"{before}{shown_line(line)}")
    if len(lines) > MOST_LINES:
        talk(f"{before}and {len(lines) - MOST_LINES} more like it")


class Foreign:
    """How the files of this command line are to be read."""

    def __init__(
        self,
        written_as: str | None,
        mapped: tuple[str, ...],
        sheet: str | None,
        case: str | None,
        ratings: str | None,
    ) -> None:
        pairs = [pair.partition("=") for pair in mapped]
        if wrong := [
            pair for pair, (field, sign, column) in zip(mapped, pairs, strict=True) if not (field and sign and column)
        ]:
            raise click.UsageError(f"--map {wrong[0]} is not FIELD=COLUMN.")
        if mapped and written_as not in {None, "csv", "xlsx"}:
            raise click.UsageError("--map goes with --from csv or xlsx.")
        if sheet is not None and written_as not in {None, "xlsx"}:
            raise click.UsageError("--sheet goes with --from xlsx.")
        self.columns = {field.strip(): column.strip() for field, _, column in pairs}
        self.written_as, self.otherwise = written_as, "csv" if mapped else None
        self.sheet, self.case, self.ratings = sheet, case, ratings

    def is_lines(self, file: str) -> bool:
        """Whether a file is a case written as JSON lines, which is read piece by piece."""
        from claims.commands.case_lines import SUFFIXES

        if self.written_as != "lines" and (self.written_as is not None or not file.lower().endswith(SUFFIXES)):
            return False
        if self.case is not None or self.ratings is not None or self.columns or self.sheet is not None:
            raise click.UsageError(
                f"{shown_name(file)} is a case as lines: leave out --case, --ratings, --map and --sheet."
            )
        return True

    def case_of(self, content: bytes, file: str) -> CaseEntry:
        """The case that a file is or becomes; what was left out of it is said."""
        from claims.casefile import read_case
        from claims.foreign.ratings import extended, shipped_ratings
        from claims.foreign.readers import READERS, case_key, told
        from claims.foreign.taken import Wanted

        name = shown_name(file)
        form = self.written_as or self._shown(told(content, name)) or "case"
        if self.sheet is not None and form != "xlsx":
            raise click.UsageError(f"--sheet names one of a workbook, and {name} is none.")
        if form == "case":
            if self.case is not None or self.ratings is not None:
                raise click.UsageError(
                    f"{name} is a case file: it has its own key and our own statuses; leave out --case and --ratings."
                )
            return read_case(content, name)
        ratings = shipped_ratings()
        if self.ratings is not None:
            ratings = extended(ratings, read_whole(self.ratings), shown_name(self.ratings))
        taken = READERS[form](content, name, Wanted(self.case or case_key(name), ratings, self.columns, self.sheet))
        tell_some(taken.remarks, f"{shown_line(name)}: ")
        return taken.case

    def refuse_for_database(self, file: str) -> None:
        """A database says all of itself."""
        if self.written_as is not None or self.columns or self.sheet is not None or self.ratings is not None:
            raise click.UsageError(f"{shown_name(file)} is a database: leave out --from, --map, --sheet and --ratings.")

    def _shown(self, form: str | None) -> str | None:
        """What a file shows itself to be, as far as columns are named for it."""
        return form if self.otherwise is None or form == "xlsx" else self.otherwise
