"""The first page of help, and the verbs: asked for at a keystroke, so made without click and with little of the standard library."""

from __future__ import annotations

import os
import sys

PROGRAM = "claims"

COMPLETION = "_CLAIMS_COMPLETE"
"""Set by a shell that asks how a line may go on."""

SECTIONS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "Start": (
        ("init", "start", "Make a new database."),
        ("demo", "start", "See it all once, in a folder of its own."),
        ("doctor", "start", "Look whether everything is in order."),
        ("completion", "completion", "Let the shell complete ids, keys and options."),
    ),
    "Take in": (
        ("read", "reading", "Show who says what through whom in articles; writes nothing."),
        ("add", "taking_in", "Keep an article, or several of one outlet."),
        ("suggestions", "suggesting", "What was read in articles and waits for a decision."),
        ("import", "importing", "Take in case files, and what others wrote."),
        ("case", "cases", "Begin, name and show cases."),
        ("claim", "claiming", "Make, correct and link claims."),
        ("source", "sources", "Make, show, correct, grade and merge sources."),
        ("article", "articles", "Articles known by name; corrections; bytes that come later."),
        ("words", "chain_parts", "Say where a claim stands, in an article's words."),
        ("hop", "chain_parts", "Say who had it from whom."),
    ),
    "Look": (
        ("list", "looking", "List claims."),
        ("show", "looking", "All about one claim."),
        ("search", "searching", "Find words in all that is here."),
        ("match", "searching", "Earlier claims that may say the same."),
        ("duplicates", "searching", "What may be here twice."),
        ("trace", "tracing", "The chain of a claim."),
        ("origins", "tracing", "Where support for a claim begins."),
        ("check", "checking", "What the chains of claims show."),
        ("dependants", "tracing", "What rests on a source, an article or an appearance."),
        ("todo", "checking", "What there is to do."),
        ("log", "looking", "What happened: who did what, when and why."),
    ),
    "Judge": (
        ("mark", "judging", "Record what you found about claims."),
        ("approve", "colleagues", "Agree with a colleague's review."),
        ("object", "colleagues", "Disagree with a review; it is kept."),
        ("undo", "judging", "Take something back; it stays in the log."),
        ("stage", "colleagues", "Say where the work on claims stands."),
        ("ask", "colleagues", "Record a request for reply, and the answer."),
        ("rules", "colleagues", "The desk's rules and rating scale."),
    ),
    "Hand over": (
        ("report", "handing_over", "Write a provenance report."),
        ("publish", "colleagues", "Our check of a claim is out."),
        ("correct", "colleagues", "A published check is corrected."),
        ("export", "handing_over", "Write a case file, or a folder of pages."),
        ("check-report", "report_checking", "Check whether the database still says what a report says."),
    ),
    "Keep": (
        ("verify", "proving", "Check the log, and all that was made of it."),
        ("head", "proving", "The log's head: a fingerprint of all that is in it."),
        ("prove", "proving", "Write a proof of what is recorded about a claim."),
        ("check-proof", "proving", "Check a proof, without any database."),
        ("redact", "redacting", "Take a text away for good, on purpose."),
        ("db", "keeping", "Look after the database."),
    ),
}
"""The verbs with the module that has each and what it does: the list is printed without loading any of them."""


SAYS = """\
Where a claim comes from, through whom it passed, and what was found about it.

\b
claims demo                       see it all once, in a folder of its own
claims init --seed                a database with a case to try things on
claims trace C-1                  the chain of a claim
claims mark C-1 --status unproven --because "No record is public."
claims report C-1 -o report.md    hand it over

Ids may be typed C-12 or c12; @last is the newest of its kind. The options below stand before the verb.
`claims VERB --help` tells the rest."""
"""As click writes help: what follows `\\b` keeps its lines."""

OPTIONS = {
    "--version": "Show the version and exit.",
    "--db PATH|URL": "The database; else CLAIMS_DB, else claims.db here or in a folder above.",
    "--as NAME": "Who is working; else CLAIMS_REVIEWER, else git's user.name.",
    "--debug": "Show the traceback behind an error.",
    "-q, --quiet": "Answers and errors only.",
    "--no-pager": "Long answers straight to the terminal; so does an empty PAGER.",
    "-h, --help": "Show this message and exit.",
}
"""What stands before the verb."""

EXIT_CODES = (
    "Exit codes: 0 done; 1 bad input, or no such id; 2 usage; 3 database or environment; "
    "4 refused by the desk's rules; 5 changed meanwhile; 6 a check found something."
)

NARROWEST, USUAL, WIDEST = 52, 80, 100
"""Columns of a page."""


def columns() -> int:
    """The width of the terminal. click would load an archiver to ask for it."""
    asked = os.environ.get("COLUMNS", "")
    found = int(asked) if asked.isdecimal() else 0
    if not found:
        try:
            found = os.get_terminal_size(1).columns
        except OSError:
            found = USUAL
    return max(found or USUAL, NARROWEST)


def page() -> str:
    """The help of the program itself."""
    width = min(columns(), WIDEST) - 2
    parts = [f"Usage: {PROGRAM} [OPTIONS] COMMAND [ARGS]...", _text(SAYS, width), _list("Options", OPTIONS, width)]
    widest = max(len(name) for verbs in SECTIONS.values() for name, _, _ in verbs)
    for section, verbs in SECTIONS.items():
        parts.append(_list(section, {name.ljust(widest): what for name, _, what in verbs}, width))
    return "\n\n".join([*parts, _text(EXIT_CODES, width)]) + "\n"


def verbs(begun: str) -> list[tuple[str, str]]:
    """The verbs that begin so, each with what it does."""
    return [(name, what) for those in SECTIONS.values() for name, _, what in those if name.startswith(begun)]


def _text(text: str, width: int) -> str:
    """Paragraphs."""
    told = []
    for paragraph in text.split("\n\n"):
        kept = paragraph.removeprefix("\b\n")
        told += [
            "\n".join(f"  {line}" for line in (kept.split("\n") if kept != paragraph else _lines(kept, width - 2)))
        ]
    return "\n\n".join(told)


def _list(heading: str, told: dict[str, str], width: int) -> str:
    """Terms with what they mean, under a heading."""
    column = max(map(len, told)) + 2
    lines = [f"{heading}:"]
    for term, meaning in told.items():
        first, *others = _lines(meaning, width - column - 2)
        lines += [f"  {term.ljust(column)}{first}", *(f"{'':{column + 2}}{line}" for line in others)]
    return "\n".join(lines)


def _lines(text: str, width: int) -> list[str]:
    """Words on lines; no word breaks at its hyphens, for `in-other-words` is to be typed as it stands."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def show() -> None:
    """Print it."""
    from claims.commands.streams import answering

    with answering():
        sys.stdout.write(page())
        sys.stdout.flush()
