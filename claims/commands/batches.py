"""Several files on one line: each is a change of its own, and one that is refused keeps none of the others back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import click

from claims.commands.files import shown_name
from claims.commands.output import complain, counted, talk
from claims.errors import ClaimsError, Conflict, EnvironmentProblem

T = TypeVar("T")


@dataclass(slots=True)
class Batch(Generic[T]):
    """Files taken one after the other. A file alone is no batch: what is wrong with it ends the command."""

    files: Sequence[str]
    take: Callable[[str], T]
    verb: str = "taken in"
    done: list[tuple[str, T]] = field(default_factory=list)
    refused: list[tuple[str, ClaimsError]] = field(default_factory=list)
    count: int = 0
    """Of those done, also where the caller lets go of them."""

    @property
    def several(self) -> bool:
        return len(self.files) > 1

    def taken(self) -> Iterator[tuple[str, T]]:
        """Each file, as messages call it, with what became of it; the refused ones are told on stderr."""
        for file in self.files:
            name = shown_name(file)
            try:
                became = self.take(file)
            except EnvironmentProblem:
                # The disk or the database is in the way, of the files to come as well.
                if self.several:
                    talk(f"{counted(self.count, 'file')} of {len(self.files)} {self.verb} before this:")
                raise
            except ClaimsError as problem:
                if not self.several:
                    raise
                complain(problem.sentence)
                self.refused.append((name, problem))
            else:
                self.done.append((name, became))
                self.count += 1
                yield name, became

    def errors_json(self) -> list[dict[str, object]]:
        """The refused files for programs."""
        return [{"file": name, "error": problem.sentence} for name, problem in self.refused]

    def end(self, dry_run: bool, in_conflict: int = 0) -> None:
        """Say how many were taken in and how many were not; the exit code is the worst one. A dry run tells conflicts, and goes on."""
        done, refused = len(self.done) - in_conflict, len(self.refused) + in_conflict
        if self.several:
            were = "would be" if dry_run else "was" if done == 1 else "were"
            talk(f"{counted(done, 'file')} {were} taken in, {refused} not.")
        codes = [problem.exit_code for _, problem in self.refused] + [Conflict.exit_code] * in_conflict
        if codes:
            click.get_current_context().exit(max(codes))
