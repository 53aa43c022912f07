"""Look: where words stand, and whether a statement has been met before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from claims.commands.completing import FILE, Thing
from claims.commands.desk import Desk
from claims.commands.files import read_whole, shown_name
from claims.commands.output import answer, answer_json, counted, next_step, on_terminal, quoted_word, styler, talk
from claims.commands.paging import paged
from claims.commands.parameters import TEXT, json_option, word_option
from claims.errors import BadQueries
from claims.exports.escaping import shown_line
from claims.exports.phrases import standing
from claims.text.likeness import NOT_FAR
from claims.vocabulary import Band

if TYPE_CHECKING:
    from claims.services.matching import Match
    from claims.services.searching import Hit

PAGE = 20
_SHOWS = {"C-": "show", "S-": "source show", "A-": "article show"}
LIKE = Thing("what", "claim", "claim id", "article")


# `-tass` is a word that is not wanted, not an option.
@click.command(context_settings={"ignore_unknown_options": True})
@click.argument(
    "query",
    type=TEXT,
    nargs=-1,
    required=True,
    metavar="TEXT",
    help='Words, a "phrase", a beginning*, -without, and fields.',
)
@click.option("--rank", is_flag=True, help="The best first (BM25), not the newest.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help=f"At most so many; a terminal gets {PAGE}.")
@click.option(
    "--offset", type=click.IntRange(min=0), default=0, metavar="N", help="Pass over so many first: the next page."
)
@json_option
@click.pass_context
def search(
    context: click.Context, query: tuple[str, ...], rank: bool, limit: int | None, offset: int, as_json: bool
) -> None:
    """Find words in all that is here.

    In claims, wordings, reasons, names and articles. A page of it on a terminal, all of it in a pipe.

    Case, accents and common endings do not matter: erdogan finds Erdoğan, drone finds drones. Every word has to be there. The newest come first.
    Fields: source:tass, outlet:express, status:disputed, stage:new, since:2026-11.

    \b
    claims search drone factory
    claims search '"asked him" erdo* -belarus' status:unverified
    """
    from claims.services.searching import meant
    from claims.services.searching import search as look

    desk: Desk = context.obj
    if option := next((word for word in query if word.startswith("--")), None):
        raise click.NoSuchOption(option, ctx=context)
    typed = " ".join(query)
    if limit is None and on_terminal() and not as_json:
        limit = PAGE
    with desk.reading() as session:
        hits, more = look(session, typed, limit=limit, offset=offset, rank=rank)
        instead = meant(session, typed) if not (hits or offset or as_json) else None
    if as_json:
        answer_json([_hit_json(hit) for hit in hits])
        return
    if not hits and offset:
        talk(f"There is nothing after the first {offset}.")
        return
    if instead:
        talk(f"Nothing found. Did you mean {shown_line(instead)}?")
        next_step(f"search {quoted_word(instead)}")
        return
    if not hits and (shows := _SHOWS.get(typed[:2].upper())) and typed[2:].isdecimal():
        talk("Nothing found: an id is not among the words.")
        next_step(f"{shows} {typed.upper()}")
        return
    if not hits:
        talk("Nothing found. Fewer words, or a beginning* find more.")
        next_step(f"match {quoted_word(typed)}", "what is like it, in other words")
        return
    paged(line for hit in hits for line in _hit_lines(hit))
    if more:
        talk(f"There is more: --offset {offset + len(hits)}.")
    next_step(f"show {hits[0].claim}" if hits[0].claim else f"{hits[0].kind} show {hits[0].id}")


def _hit_lines(hit: Hit) -> Iterator[str]:
    style = styler()
    status = f"  {shown_line(standing(hit.status, hit.reviewed))}" if hit.status else ""
    of = "" if hit.claim in {None, hit.id} else f" of {hit.claim} {shown_line(hit.title or '')}"
    if hit.kind == "claim" and hit.title and hit.title not in hit.snippet:
        of = f"  {shown_line(hit.title)}"
    yield f"{style('id', hit.id)}{status}{of}"
    pieces, at = [], 0
    for start, end in hit.marks:
        found = shown_line(hit.snippet[start:end])
        pieces += [shown_line(hit.snippet[at:start]), style("status", found) if on_terminal() else f"[{found}]"]
        at = end
    yield f"     {''.join(pieces)}{shown_line(hit.snippet[at:])}"


def _hit_json(hit: Hit) -> dict[str, object]:
    return {
        "id": hit.id,
        "kind": hit.kind,
        "claim": hit.claim,
        "status": hit.status,
        "reviewed": hit.reviewed,
        "text": hit.title,
        "snippet": hit.snippet,
        "marks": [list(mark) for mark in hit.marks],
        "score": hit.score,
    }


@click.command()
@click.argument("what", type=LIKE, nargs=-1, metavar="TEXT|C-1|A-3", help="A statement, a claim or an article.")
@word_option(
    "--least", words=Band, default=Band.RELATED.value, show_default=True, help="From which band on they are shown."
)
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many are shown.")
@click.option(
    "--queries",
    type=FILE,
    metavar="FILE",
    help="Statements to look up one after the other: an id, a tab and the text on each line; - reads standard input.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "trec"]),
    default="jsonl",
    show_default=True,
    help="With --queries: JSON lines, or a TREC run.",
)
@click.option(
    "--top", type=click.IntRange(1, 10_000), default=100, show_default=True, help="With --queries: claims a statement."
)
@click.option(
    "--ids",
    type=click.Choice(["id", "key"]),
    default="id",
    show_default=True,
    help="With --queries: how claims are called.",
)
@json_option
@click.pass_obj
def match(
    desk: Desk,
    what: tuple[str, ...],
    least: Band,
    limit: int,
    queries: str | None,
    form: str,
    top: int,
    ids: str,
    as_json: bool,
) -> None:
    """Earlier claims that may say the same.

    Has this been checked already? Each comes with why.

    Bands: same, close, related. Other numbers, a negation or other names lower the band and are said. Nothing is linked and no status is
    taken over: that is for you to decide, with `claims claim link`. A pair that was linked as same-as, variant-of, contradicts or
    different-from is not offered again.

    \b
    claims match "Turkey builds a drone plant in Russia"
    claims match C-12
    claims match --queries tweets.tsv --format trec --ids key > run.txt
    """
    from claims.services.matching import match as look

    if queries is not None:
        if what:
            raise click.UsageError("Give a statement or --queries, not both.")
        _run(desk, queries, form, top, ids)
        return
    if not what:
        raise click.UsageError("Say what to look for: a statement, a claim such as C-12 or an article such as A-3.")
    typed = " ".join(what)
    with desk.reading() as session:
        found = look(session, typed, limit=limit, least=least)
    if as_json:
        answer_json([_match_json(one) for one in found])
        return
    paged(line for one in found for line in _match_lines(one))
    if not found:
        talk("Nothing here is like it.")
        next_step(f"claim new {quoted_word(typed)}" if not typed.startswith(("C-", "A-")) else "list")
    elif typed.startswith("C-") and found[0].likeness.band is not Band.RELATED:
        next_step(f"claim link {typed} same-as {found[0].id} --because …", "or variant-of, contradicts, different-from")
    else:
        next_step(f"show {found[0].id}")


def _match_lines(one: Match) -> Iterator[str]:
    style, like = styler(), one.likeness
    yield f"{style('id', one.id)}  {like.band.value}  {shown_line(standing(one.status, one.reviewed))}  {shown_line(one.text)}"
    if one.passage:
        yield f"     in “{shown_line(one.passage)}”"
    if like.words:
        yield f"     shares {', '.join(map(shown_line, like.words))} ({like.share:.0%} by weight)"
    if one.nearness is not None and one.nearness >= NOT_FAR:
        yield f"     lies near in meaning (+{one.nearness:.2f})"
    for said in like.against:
        yield f"     but {shown_line(said)}"


def _match_json(one: Match) -> dict[str, object]:
    like = one.likeness
    return {
        "id": one.id,
        "band": like.band,
        "share": like.share,
        "score": one.score,
        "nearness": one.nearness,
        "status": one.status,
        "reviewed": one.reviewed,
        "text": one.text,
        "shared": list(like.words),
        "against": list(like.against),
        "passage": one.passage,
    }


def _run(desk: Desk, queries: str, form: str, top: int, ids: str) -> None:
    """For each statement its claims; as a TREC run: query, Q0, document, rank, score, name."""
    import orjson

    from claims.services.matching import keys_of, ranked_claims
    from claims.services.nearing import Nearest

    with desk.reading() as session:
        nearest = Nearest(session)
        for number, line in enumerate(read_whole(queries).decode("utf-8", "replace").splitlines(), 1):
            name, tab, text = line.partition("\t")
            if not tab:
                raise BadQueries(shown_name(queries), number)
            found = ranked_claims(nearest, text, top)
            called = keys_of(session, [claim for claim, _ in found], keys=ids == "key")
            if form == "jsonl":
                ranked = [{"id": called[claim], "score": round(score, 6)} for claim, score in found]
                answer(orjson.dumps({"query": name, "claims": ranked}).decode())
                continue
            for rank, (claim, score) in enumerate(found, 1):
                answer(f"{shown_line(name)} Q0 {shown_line(called[claim])} {rank} {score:.6f} claims")


@click.command()
@json_option
@click.pass_obj
def duplicates(desk: Desk, as_json: bool) -> None:
    """What may be here twice.

    Claims, sources and articles.

    \b
    claims duplicates
    """
    from claims.services.matching import duplicates as look

    count, step = 0, "list"
    with desk.reading() as session:
        if as_json:
            answer_json([{"kind": d.kind, "ids": list(d.ids), "what": d.what, "why": d.why} for d in look(session)])
            return
        for found in look(session):
            count += 1
            step = _as_one(found.kind, found.ids) if count == 1 else step
            answer(f"{' and '.join(found.ids)}: {shown_line(found.why)}: {shown_line(found.what)}")
    talk(f"{counted(count, 'likely duplicate')}." if count else "Nothing looks as if it were there twice.")
    next_step(step, "or different-from" if step.startswith("claim ") else None)


def _as_one(kind: str, ids: tuple[str, ...]) -> str:
    """How a person says that the last of these things is the first of them."""
    first, last = ids[0], ids[-1]
    match kind:
        case "claim":
            return f"claim link {last} same-as {first} --because …"
        case "source":
            return f"source merge {last} {first} --because …"
        case _:
            return f"article copy-of {last} {first} --basis observed --because …"


COMMANDS = (search, match, duplicates)
