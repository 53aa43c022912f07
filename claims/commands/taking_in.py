"""Take in: articles, case files, claims."""

import sys

import click

from claims.commands.desk import Desk
from claims.commands.files import read_whole
from claims.commands.output import answer, answer_json, next_step, talk
from claims.commands.parameters import Word, dry_run_option, json_option
from claims.exports.escaping import shown_line
from claims.vocabulary import ClaimKind, SourceKind


@click.command()
@click.argument("file")
@click.option("--outlet", help="Who published it: name, key or S-7; `unknown` where nobody can tell.")
@click.option("--published", metavar="DATE", help="As printed on the page: 2022, 2022-07, 2022-07-26 or with a time.")
@click.option("--url", help="Where it was found.")
@click.option("--title", help="Its headline.")
@click.option("--lang", "language", help="Its language, such as en or tr.")
@click.option("--case", help="The case it belongs to, where there are several.")
@dry_run_option
@json_option
@click.pass_obj
def add(
    desk: Desk,
    file: str,
    outlet: str | None,
    published: str | None,
    url: str | None,
    title: str | None,
    language: str | None,
    case: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Keep an article: a text FILE, or - for what is piped in.

    An article that a case recorded by its hash is recognised, and every recorded passage is checked against the text.

    \b
    claims add article.txt --outlet "CNN Türk" --published 2022-07-26
    pbpaste | claims add - --outlet unknown
    """
    from claims.services.adding import ArticleFacts, add_article
    from claims.text.articles import read_text

    reading = read_text(read_whole(file), "the text on stdin" if file == "-" else file)
    facts = ArticleFacts(outlet, title, url, language, published, case)
    with desk.writing(dry_run=dry_run) as session:
        added = add_article(session, reading, file, facts)
    wrong = [p for p in added.passages if p.problem]
    if as_json:
        answer_json(
            {
                "articles": added.articles,
                "new": added.new,
                "kept": added.kept,
                "sha256": reading.sha256,
                "length": reading.length,
                "reader": reading.reader,
                "made_source": added.made_source,
                "passages": [
                    {"claims": p.claims, "exact": p.exact, "at": p.at, "problem": p.problem} for p in added.passages
                ],
                "mismatches": added.mismatches,
            }
        )
        return
    which = " and ".join(added.articles)
    if added.new:
        answer(f"{which}: {reading.length} characters kept")
    elif added.kept:
        answer(f"{which}: recognised by its hash; {reading.length} characters kept")
    else:
        answer(f"{which}: kept already; nothing changed")
    for problem in added.mismatches:
        answer(shown_line(problem))
    if added.passages:
        resting = {c for p in added.passages for c in p.claims}
        answer(
            f"{len(added.passages) - len(wrong)} of {len(added.passages)} recorded passages found, on which {len(resting)} claims rest"
        )
    for passage in wrong:
        answer(f"{', '.join(passage.claims)}: {shown_line(passage.problem or '')}")
    if added.made_source:
        talk(f"{added.made_source} is a new source.")
    if dry_run:
        talk("Nothing was kept (--dry-run).")
    elif added.new:
        next_step('claims claim new "What is claimed"')
    elif added.passages:
        next_step(f"claims trace {added.passages[0].claims[0]}")


@click.command("import")
@click.argument("files", nargs=-1, required=True)
@click.option("--trust", is_flag=True, help="Let the reviews of the file set statuses here; logged with your name.")
@click.option(
    "--theirs", multiple=True, metavar="KEY|all", help="In conflict take the file's entry. May be given several times."
)
@click.option(
    "--ours", multiple=True, metavar="KEY|all", help="In conflict keep what is here. May be given several times."
)
@dry_run_option
@json_option
@click.pass_obj
def import_(
    desk: Desk,
    files: tuple[str, ...],
    trust: bool,
    theirs: tuple[str, ...],
    ours: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take in case files (YAML or JSON).

    The same file twice changes nothing; a file that changed adds versions; what changed here and there is a conflict, and nothing is written.

    \b
    claims import case.yaml --dry-run     what would be new, the same, changed, in conflict
    claims import case.yaml --trust       and let its reviews count here
    """
    from claims.casefile import read_case
    from claims.services.importing import Action, Choices, Plan, take_in

    choices = Choices(trust, frozenset(theirs), frozenset(ours))
    outcomes: list[tuple[str, Plan]] = []
    for file in files:
        content = read_whole(file)
        name = "stdin" if file == "-" else file
        case = read_case(content, name)
        with desk.writing(dry_run=dry_run) as session:
            outcomes.append((name, take_in(session, case, content, name, choices, rehearse=dry_run)))
    conflicts = [line for _, plan in outcomes for line in plan.named(Action.CONFLICT)]
    if as_json:
        answer_json([_plan_json(name, plan) for name, plan in outcomes])
    else:
        for name, plan in outcomes:
            _show_plan(name, plan)
    if dry_run:
        talk("Nothing was kept (--dry-run).")
    else:
        next_step("claims list" + (f" --case {outcomes[0][1].case.key}" if len(outcomes) == 1 else ""))
    if conflicts:
        sys.exit(5)


def _plan_json(name: str, plan: object) -> dict[str, object]:
    from claims.services.importing import Plan

    if not isinstance(plan, Plan):
        raise TypeError(plan)
    return {
        "file": name,
        "case": plan.case.key,
        "changes": plan.changes,
        "entries": [{"kind": s.kind, "key": s.name, "action": s.action} for s in plan.steps.values()],
        "suggestions": plan.suggestions,
    }


def _show_plan(name: str, plan: object) -> None:
    from claims.services.importing import Action, Plan

    if not isinstance(plan, Plan):
        raise TypeError(plan)
    answer(f"{shown_line(name)}: case {shown_line(plan.case.key)}")
    if not plan.changes and not plan.named(Action.CONFLICT):
        answer("  nothing new: it was taken in before")
        return
    for kind in ("source", "article", "claim"):
        steps = [s for s in plan.steps.values() if s.kind == kind]
        counts = [(action, sum(1 for s in steps if s.action is action)) for action in Action]
        said = ", ".join(f"{n} {action}" for action, n in counts if n)
        answer(f"  {len(steps):>5} {kind}s: {said}" if steps else f"      0 {kind}s")
    for action in (Action.CHANGED, Action.CONFLICT, Action.KEPT, Action.TRUSTED):
        for entry in plan.named(action)[:20]:
            answer(f"  {action}: {shown_line(entry)}")
    for suggestion in plan.suggestions[:20]:
        talk(f"  {suggestion}")


@click.group()
def claim() -> None:
    """Make claims."""


@claim.command("new")
@click.argument("text")
@click.option(
    "--kind",
    type=Word(ClaimKind),
    default=ClaimKind.FACT.value,
    show_default=True,
    help="What sort of statement it is.",
)
@click.option("--claimant", help="Who is said to have asserted it: name, key or S-7; made when new.")
@click.option(
    "--claimant-kind",
    type=Word(SourceKind),
    default=SourceKind.PERSON.value,
    show_default=True,
    help="What a new claimant is.",
)
@click.option("--topic", "topics", multiple=True, help="What it is about. May be given several times.")
@click.option("--due", metavar="DATE", help="When a forecast or promise falls due.")
@click.option("--key", help="Its key in case files; made of its text where none is given.")
@click.option("--note", help="A note for the desk.")
@click.option("--case", help="The case it belongs to; made when new.")
@dry_run_option
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
    case: str | None,
    dry_run: bool,
) -> None:
    """Record a claim: one statement, in your own words.

    \b
    claims claim new "Putin asked Erdoğan for a drone factory." --claimant "Recep Tayyip Erdoğan"
    """
    from claims.services.claiming import NewClaim, new_claim

    wanted = NewClaim(text, kind, claimant, claimant_kind, topics, due, key, case, note)
    with desk.writing(dry_run=dry_run) as session:
        made = new_claim(session, wanted)
    answer(made.id)
    if made.made_source:
        talk(f"{made.made_source} is a new source.")
    if dry_run:
        talk("Nothing was kept (--dry-run).")
    else:
        next_step(f"claims show {made.id}")


COMMANDS = (add, import_, claim)
