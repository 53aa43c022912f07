"""Take in: articles, case files, claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from claims.commands.batches import Batch
from claims.commands.completing import CASE, FILE, SOME_OUTLET, SOURCE
from claims.commands.desk import Desk
from claims.commands.files import read_whole, refuse_two_stdins, shown_name
from claims.commands.foreign_files import FOREIGN, MOST_LINES, Foreign
from claims.commands.output import afterwards, answer, answer_json, counted, quoted_word, talk
from claims.commands.parameters import TEXT, Word, dry_run_option, json_option, word_option
from claims.errors import did_you_mean
from claims.exports.escaping import shown_line
from claims.vocabulary import ClaimKind, SourceKind

if TYPE_CHECKING:
    from claims.services.adding import Added
    from claims.services.importing import Plan
    from claims.store.engine import Session
    from claims.text.articles import Reading


@click.command()
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=FILE, help="Text files, UTF-8; - for what is piped in."
)
@click.option(
    "--outlet",
    type=SOME_OUTLET,
    metavar="OUTLET",
    help="Who published it: name, key or S-7; unknown where nobody can tell.",
)
@click.option(
    "--published", type=TEXT, metavar="DATE", help="As printed on the page: 2022, 2022-07, 2022-07-26 or with a time."
)
@click.option("--url", type=TEXT, metavar="URL", help="Where it was found.")
@click.option("--title", type=TEXT, metavar="TITLE", help="Its headline.")
@click.option("--lang", "language", type=TEXT, metavar="LANG", help="Its language, such as en or tr.")
@click.option("--case", type=CASE, metavar="KEY", help="The case it belongs to, where there are several.")
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
    case: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Keep an article, or several of one outlet.

    One that a case recorded by its hash is recognised, and every recorded passage is checked against the text. Of several
    files one that is refused is named, and the others are kept.

    \b
    claims add article.txt --outlet "CNN Türk" --published 2022-07-26
    claims add *.txt --outlet Express --json
    pbpaste | claims add - --outlet unknown
    """
    from claims.services.adding import ArticleFacts, add_article
    from claims.text.articles import read_text

    refuse_two_stdins(files)
    if len(files) > 1 and (url is not None or title is not None):
        raise click.UsageError("--url and --title say something of one article: name one FILE with them.")
    facts = ArticleFacts(outlet, title, url, language, published, case)

    def keep(file: str) -> tuple[Added, Reading]:
        reading = read_text(read_whole(file), shown_name(file))
        with desk.writing(dry_run=dry_run) as session:
            new_case = _new_case(session, case)
            added = add_article(session, reading, shown_name(file), facts)
        if added.new and new_case and not as_json:
            talk(new_case)
        return added, reading

    batch = Batch(files, keep)
    for name, (added, reading) in batch.taken():
        if not as_json:
            _show_added(added, reading, f"{shown_line(name)}: " if batch.several else "", outlet)
    if as_json:
        found = [_added_json(name, *became) for name, became in batch.done]
        answer_json([*found, *batch.errors_json()] if batch.several else found[0])
    kept = [added for _, (added, _) in batch.done if added.kept]
    if (dry_run and batch.done) or (kept and not as_json):
        resting = [claim for added in kept for p in added.passages for claim in p.claims]
        afterwards(dry_run, f"trace {resting[0]}" if resting else 'claim new "What is claimed"')
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
    }


def _show_added(added: Added, reading: Reading, file: str, outlet: str | None) -> None:
    which, length = file + " and ".join(added.articles), counted(reading.length, "character")
    if added.new:
        answer(f"{which}: {length} kept")
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


def _new_source(id: str, name: str | None) -> None:
    """That a source is made by naming it, and whether its name looks like another."""
    from claims.text.scripts import mixed_scripts

    talk(f"{id} is a new source.")
    if said := mixed_scripts(name or ""):
        talk(f"{shown_line(said)}: look whether that is meant.")


def _new_case(session: Session, key: str | None) -> str | None:
    """That a case is made by naming it: it may have been mistyped."""
    from claims.store.imports import cases

    if key is None or key in (known := cases(session)):
        return None
    return f"{key} is a new case.{did_you_mean(key, known)}"


@click.command("import")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=FILE,
    help="Case files, databases of other desks, or files of others; - for stdin.",
)
@click.option(
    "--from",
    "written_as",
    type=Word(FOREIGN),
    metavar="FORMAT",
    help=f"What others wrote: one of {', '.join(FOREIGN)}; without it the file shows what it is.",
)
@click.option(
    "--map",
    "mapped",
    multiple=True,
    type=TEXT,
    metavar="FIELD=COLUMN",
    help="Of a spreadsheet: which column is what, such as text=Claim. May be given several times.",
)
@click.option("--sheet", type=TEXT, metavar="NAME", help="With xlsx: which sheet; the first without it.")
@click.option(
    "--case",
    type=CASE,
    metavar="KEY",
    help="The case that a file of others becomes, or the one case that is wanted of a database.",
)
@click.option("--ratings", type=FILE, metavar="FILE", help="What verdicts of others mean here, before our own table.")
@click.option("--trust", is_flag=True, help="Let the reviews of the file set statuses here; logged with your name.")
@click.option(
    "--theirs",
    multiple=True,
    type=TEXT,
    metavar="KEY|all",
    help="In conflict take the file's entry. May be given several times.",
)
@click.option(
    "--ours",
    multiple=True,
    type=TEXT,
    metavar="KEY|all",
    help="In conflict keep what is here. May be given several times.",
)
@dry_run_option
@json_option
@click.pass_obj
def import_(
    desk: Desk,
    files: tuple[str, ...],
    written_as: str | None,
    mapped: tuple[str, ...],
    sheet: str | None,
    case: str | None,
    ratings: str | None,
    trust: bool,
    theirs: tuple[str, ...],
    ours: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take in case files, and what others wrote.

    The same file twice changes nothing; a file that changed adds versions; what changed both here and there is a conflict,
    and nothing of that file is written. Of several files one that is refused is named, and the others are taken in.
    Of another desk's database (also a backup of it) the log is checked first, and whether it has only grown since it was last taken in.
    ClaimReviews (JSON-LD, also within a page), AVeriTeC and spreadsheets become cases in the same way; their reviews are somebody else's.

    \b
    claims import case.yaml --dry-run   what would be new, changed, in conflict
    claims import case.yaml --trust     and let its reviews count here
    claims import other-desk.db --dry-run
    claims import page.html --case snopes
    claims import sheet.xlsx --map text=Claim --map verdict=Result
    """
    from claims.commands.other_desks import Taking, is_database, log_in_words, log_json, take_over
    from claims.services.importing import Action, Choices, take_in

    refuse_two_stdins([*files, *([ratings] if ratings else [])])
    foreign = Foreign(written_as, mapped, sheet, case, ratings)
    choices = Choices(trust, frozenset(theirs), frozenset(ours))

    def take(file: str) -> Taking:
        if is_database(file):
            foreign.refuse_for_database(file)
            return take_over(desk, file, case, choices, dry_run=dry_run)
        content = read_whole(file)
        entry = foreign.case_of(content, file)
        with desk.writing(dry_run=dry_run) as session:
            return Taking([take_in(session, entry, content, shown_name(file), choices, rehearse=dry_run)])

    batch = Batch(files, take)
    for name, taking in batch.taken():
        if taking.other is not None and not as_json:
            answer(shown_line(f"{name}: {log_in_words(taking.other)}"))
        for plan in taking.plans:
            if not as_json:
                _show_plan(name, plan)
    plans = [(name, taking.other, plan) for name, taking in batch.done for plan in taking.plans]
    if as_json:
        told = ({**_plan_json(name, plan), "log": log_json(other)} for name, other, plan in plans)
        answer_json([*told, *batch.errors_json()])
    cases = [plan.case.key for _, _, plan in plans]
    if cases and (dry_run or not as_json):
        afterwards(dry_run, f"list --case {quoted_word(cases[0])}" if len(cases) == 1 else "list")
    in_conflict = (any(plan.named(Action.CONFLICT) for plan in taking.plans) for _, taking in batch.done)
    batch.end(dry_run, sum(in_conflict))


def _plan_json(name: str, plan: Plan) -> dict[str, object]:
    return {
        "file": name,
        "case": plan.case.key,
        "changes": plan.changes,
        "entries": [{"kind": s.kind, "key": s.name, "action": s.action} for s in plan.steps.values()],
        "suggestions": plan.suggestions,
    }


def _show_plan(name: str, plan: Plan) -> None:
    from claims.services.importing import Action

    answer(f"{shown_line(name)}: case {shown_line(plan.case.key)}")
    if not plan.changes and not plan.named(Action.CONFLICT):
        answer("  nothing new: it was taken in before")
        return
    for kind in ("source", "article", "claim"):
        steps = [s for s in plan.steps.values() if s.kind == kind]
        counts = [(action, sum(1 for s in steps if s.action is action)) for action in Action]
        said = ", ".join(f"{n} {action}" for action, n in counts if n)
        answer(f"  {counted(len(steps), kind)}: {said}" if steps else f"  no {kind}s")
    for action in (Action.CHANGED, Action.CONFLICT, Action.KEPT, Action.TRUSTED):
        entries = plan.named(action)
        for entry in entries[:MOST_LINES]:
            answer(f"  {action}: {shown_line(entry)}")
        if len(entries) > MOST_LINES:
            answer(f"  {action}: {len(entries) - MOST_LINES} more")
    for suggestion in plan.suggestions[:MOST_LINES]:
        talk(f"  {shown_line(suggestion)}")
    if len(plan.suggestions) > MOST_LINES:
        talk(f"  and {len(plan.suggestions) - MOST_LINES} more like it")


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
            talk(f"It may be {one.id} again, {shown_line(one.status)}: {shown_line(one.text)} (claims match {id})")


COMMANDS = (add, import_, claim)
