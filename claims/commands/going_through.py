"""One suggestion after the other on a terminal: a key for each, every decision a transaction of its own."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from claims.commands.output import answer, complain, counted, draw, talk
from claims.commands.suggesting import show_accepted, shown
from claims.errors import ClaimsError, EnvironmentProblem, NobodyNamed
from claims.exports.escaping import shown_line
from claims.vocabulary import Manner

if TYPE_CHECKING:
    from claims.commands.desk import Desk
    from claims.services.accepting import Wanted
    from claims.services.suggested import ArticleSuggestions, Listed

_KEYS = "a accept · e edit · r reject · s skip · o open · u undo · q quit"

_HELP = (
    "a  make it part of a claim, new or existing; asks for the claim",
    "e  the same, and say who speaks, who is meant, and how the words were taken over",
    "r  it is wrong, or of no use here",
    "s  decide later",
    "o  the paragraphs around it, and the steps that accepting makes",
    "u  take the last decision back",
    "q  stop; what was decided is kept",
)


def key_pressed() -> str:
    """The letter of one key, empty for any other. What was typed ahead is not lost, as it is with click's own; Ctrl-C interrupts."""
    try:
        import termios
        import tty
    except ImportError:
        key = click.getchar()
        return key.lower() if key.isprintable() else ""
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal, termios.TCSADRAIN)
        typed = os.read(terminal, 1)
        while typed in {b"\x1b"} | _BEYOND_ASCII and select.select([terminal], [], [], _SEQUENCE_S)[0]:
            os.read(terminal, 1)  # an arrow or the like is several characters, none of them meant as a letter
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
    if typed in {b"", b"\x04"}:
        return "q"  # Ctrl-D, or the terminal is gone
    return typed.decode("ascii").lower() if typed.isascii() and typed.isalpha() else ""


_BEYOND_ASCII = {bytes([byte]) for byte in range(0x80, 0x100)}
_SEQUENCE_S = 0.05
"""What comes later than this after an escape is a key of its own."""


def asked(question: str, default: str = "") -> str:
    """A line typed by the person; empty for the default."""
    typed: str = click.prompt(shown_line(question), default=default, show_default=bool(default), err=True, type=str)
    return typed.strip()


def asked_claim(desk: Desk) -> str | None:
    """What is claimed, or the id of a claim; earlier claims that may say the same are offered. None: nothing was typed."""
    from claims.services.accepting import earlier, names_a_claim

    claim = asked("The claim in our own words, or C-4 for one that is there (Enter: not now)")
    if not claim or names_a_claim(claim):
        return claim or None
    with desk.reading() as session:
        alike = earlier(session, claim)
    if not alike:
        return claim
    for one in alike:
        answer(f"  {one.id} ({one.likeness.band}) {shown_line(one.text)}")
    return asked("One of these? Its id; Enter for a new claim") or claim


def go_through(desk: Desk, article: str | None) -> None:
    """From the first suggestion that waits to the last."""
    from claims.services.suggested import listed

    with desk.reading() as session:
        found = listed(session, article)
    if not any(of.listed for of in found):
        talk("No suggestion waits.")
        return
    going = _Going(desk, [(of.id, one.suggestion.number) for of in found for one in of.listed])
    while going.step():
        pass
    talk(f"{going.counts()}.")


@dataclass(slots=True)
class _Going:
    """Where a person is among the suggestions, and what was decided on the way."""

    desk: Desk
    queue: list[tuple[str, int]]
    at: int = 0
    heading: str | None = None
    decided: list[tuple[int, str, str]] = field(default_factory=list)
    """Place in the queue, event and what was done, for undo."""

    def step(self) -> bool:
        """Show the next one that waits and do what is asked; False at the end."""
        if self.at >= len(self.queue):
            return False
        article, number = self.queue[self.at]
        of = self._article(article)
        one = next((one for one in of.listed if one.suggestion.number == number), None)
        if one is None:
            self.at += 1  # decided together with another
            return True
        self._show(of, one)
        return self._ask(one)

    def counts(self) -> str:
        done = [what for _, _, what in self.decided]
        left = {number for _, number in self.queue} & self._waiting()
        return f"{done.count('accepted')} accepted, {done.count('rejected')} rejected, {len(left)} left to decide"

    def _waiting(self) -> set[int]:
        found: set[int] = set()
        for article in dict.fromkeys(article for article, _ in self.queue):
            found |= {one.suggestion.number for one in self._article(article).listed}
        return found

    def _article(self, article: str) -> ArticleSuggestions:
        from claims.services.suggested import listed

        with self.desk.reading() as session:
            return listed(session, article)[0]

    def _show(self, of: ArticleSuggestions, one: Listed, *, whole: bool = False) -> None:
        from claims.exports.suggestions_text import heading, plan_lines, suggestion_lines

        look = shown()
        if self.heading != of.id:
            self.heading = of.id
            draw(heading(of.id, of.title, of.outlet, len(of.listed), look))
        draw(["", *suggestion_lines(one.suggestion, one.text, one.steps, look, whole=whole)])
        if whole:
            draw(["      Accepting makes:", *plan_lines(one.text, one.steps, look)])

    def _ask(self, one: Listed) -> bool:
        """Keys until one leads on."""
        while True:
            click.echo(f"[{self.at + 1} of {len(self.queue)}] {_KEYS} ", err=True, nl=False)
            key = key_pressed()
            click.echo(key, err=True)
            if key == "q":
                return False
            if key == "s":
                self.at += 1
                return True
            if key == "o":
                self.heading = None
                self._show(self._article(one.suggestion.article), one, whole=True)
                continue
            if key not in {"a", "e", "r", "u"}:
                for line in _HELP:
                    answer(f"  {line}")
                continue
            do = {"a": self._accept, "e": self._edit, "r": self._reject, "u": self._undo}[key]
            if self._done(do, one):
                return True

    def _done(self, do: Callable[[Listed], bool], one: Listed) -> bool:
        """Whether it was done; a refusal is said, and the same suggestion is asked about again."""
        try:
            return do(one)
        except EnvironmentProblem:
            raise
        except ClaimsError as problem:
            complain(problem.sentence)
            return False

    def _accept(self, one: Listed) -> bool:
        from claims.services.accepting import Wanted

        claim = asked_claim(self.desk)
        if claim is None:
            return False
        try:
            return self._take(one, Wanted(claim))
        except NobodyNamed as problem:
            talk(problem.sentence)
            speaker = asked("Who speaks (S-3 or a name; Enter: not now)")
            return bool(speaker) and self._take(one, Wanted(claim, speaker=speaker))

    def _edit(self, one: Listed) -> bool:
        from claims.services.accepting import Wanted

        claim = asked_claim(self.desk)
        if claim is None:
            return False
        speaker, sources = None, dict[str, str]()
        for number, step in enumerate(one.steps):
            if step.at is None:
                continue
            name = step.name or " ".join((one.text or "")[slice(*step.at)].split())
            meant = asked("Who speaks (S-3 or a name)" if number == 0 else "Through", name)
            if meant != name and number == 0:
                speaker = meant
            elif meant != name:
                sources[name] = meant
        return self._take(one, Wanted(claim, speaker=speaker, sources=sources, manner=self._manner(one)))

    def _manner(self, one: Listed) -> Manner | None:
        """How the speaker's words were taken over, asked for where somebody took them."""
        took = one.steps[1].took if len(one.steps) > 1 else None
        if took is None:
            return None
        words = {manner.value: manner for manner in Manner}
        while (typed := asked(f"How were the words taken over ({', '.join(words)})", took.manner.value)) not in words:
            complain(f"There is no manner {typed}.")
        return words[typed]

    def _take(self, one: Listed, wanted: Wanted) -> bool:
        from claims.services.accepting import accept

        with self.desk.writing() as session:
            accepted = accept(session, [one.suggestion.number], wanted)
        show_accepted(accepted)
        return self._next(accepted.done.event, "accepted")

    def _reject(self, one: Listed) -> bool:
        from claims.services.accepting import reject

        because = asked("Why (Enter: no reason)")
        with self.desk.writing() as session:
            done = reject(session, [one.suggestion.number], because or None)
        return self._next(done.event, "rejected")

    def _next(self, event: str, what: str) -> bool:
        self.decided.append((self.at, event, what))
        self.at += 1
        return True

    def _undo(self, _one: Listed) -> bool:
        """Take the last decision of this sitting back, and go to it."""
        from claims.services.undoing import undo

        if not self.decided:
            talk("Nothing was decided yet.")
            return False
        place, event, what = self.decided[-1]
        with self.desk.writing() as session:
            undo(session, event, None)
        self.decided.pop()
        self.at = place
        talk(f"Taken back: {counted(1, 'suggestion')} {what} in {event}.")
        return True
