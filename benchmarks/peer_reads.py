"""Looking: chains, lists, search and verification, ours beside the driver and others."""

import importlib
import sqlite3
from collections.abc import Callable, Sequence
from itertools import cycle
from typing import Any

from measuring import Comparison, beside, counting, once, say, timed
from places import Place
from sqlalchemy import text
from sqlalchemy.orm import Session as OrmSession
from sqlalchemy.orm import foreign, registry, relationship, selectinload

from claims.chains.origins import origins
from claims.services import checking
from claims.services.searching import search
from claims.store.beside import FROM
from claims.store.claim_file import read_claim
from claims.store.engine import Database, Session
from claims.store.lists import ClaimFilter, list_claims
from claims.store.scale import rules
from claims.store.search_index import claim_texts
from claims.store.tables import LOGGED, METADATA
from claims.store.verify import verify

RANGES = tuple(f"SELECT * FROM {table} WHERE claim = " for table in ("appearance", "attribution"))


def _rotating(do: Callable[[int], object], claims: Sequence[int]) -> Callable[[], object]:
    """A call that takes the next of these claims each time."""
    turn = cycle(claims)
    return lambda: do(next(turn))


def chains(place: Place, database: Database, picks: dict[str, Sequence[int]]) -> list[Comparison]:
    """One claim with all that a trace shows: of each shape."""
    raw = place.raw(database)
    graph, loading, absent = _networkx(raw)
    compared = []
    with database.reading() as session:
        for shape, numbers in picks.items():
            say(f"trace: {shape}")
            table = Comparison(f"One claim, {shape}, {place.name}", "claim")
            claims = [_seq(session, number) for number in numbers]
            _chain(table, place, raw, database, session, numbers, claims)
            if graph is not None:
                ends = [_last(raw, place, claim) for claim in claims]
                table.add("networkx, once all is loaded", timed(_rotating(graph, ends)), says=loading)
            table.missing += absent
            compared.append(table)
    raw.close()
    return compared


def _chain(
    table: Comparison,
    place: Place,
    raw: Any,
    database: Database,
    session: Session,
    numbers: Sequence[int],
    claims: Sequence[int],
) -> None:
    """One shape: claims by their numbers, and by their rows in the log."""
    rule, orm = rules(session), _orm(database)
    sent = _statements(database, lambda: read_claim(session, numbers[0]))
    loads = len(_statements(database, lambda: orm(claims[0])))

    def ranges(claim: int) -> None:
        for query in RANGES:
            raw.execute(query + place.mark, (claim,)).fetchall()

    def whole(number: int) -> None:
        record = read_claim(session, number)
        checking.found(record, rule)
        origins(record.trace)

    limit, again, reads, shows, eager = beside(
        _rotating(ranges, claims),
        lambda: [raw.execute(sql, values).fetchall() for sql, values in sent],
        _rotating(lambda number: read_claim(session, number), numbers),
        _rotating(whole, numbers),
        _rotating(orm, claims),
        rounds=21 if len(numbers) > 1 else 7,
    )
    table.add("two range reads through the driver", limit, statements=2)
    table.add("the statements of ours through the driver", again, statements=len(sent))
    table.add("ours: all that is recorded of the claim", reads, statements=len(sent))
    table.add("ours, with findings and origins", shows, statements=len(sent))
    table.add("SQLAlchemy ORM, loaded eagerly", eager, statements=loads)


def _seq(session: Session, number: int) -> int:
    return int(session.connection.execute(text("SELECT seq FROM claim WHERE number = :n"), {"n": number}).scalar_one())


def _last(raw: Any, place: Place, claim: int) -> int:
    """The appearance farthest from the origin, or one of them."""
    (seq,) = raw.execute(f"SELECT max(seq) FROM appearance WHERE claim = {place.mark}", (claim,)).fetchone()
    return int(seq)


def _statements(database: Database, work: Callable[[], object]) -> list[tuple[str, Any]]:
    """What is sent for it."""
    with counting(database.engine) as sent:
        work()
    return sent


def _networkx(raw: Any) -> tuple[Callable[[int], object] | None, str, list[str]]:
    """Everything upstream of an appearance, from a graph of all claims in memory."""
    try:
        networkx = importlib.import_module("networkx")
    except ModuleNotFoundError:
        return None, "", ["networkx is not installed"]
    graph = networkx.DiGraph()

    def load() -> None:
        graph.add_nodes_from(row[0] for row in raw.execute("SELECT seq FROM appearance"))
        graph.add_edges_from(raw.execute("SELECT upstream, downstream FROM attribution"))

    took = once(load)

    def upstream(step: int) -> object:
        return graph.subgraph({*networkx.ancestors(graph, step), step}).edges

    return upstream, f"loading all {graph.number_of_nodes():,} appearances took {took:.2f} s", []


class _Claim:
    """Classes for a plain ORM over the same tables."""


class _Appearance: ...


class _Attribution: ...


class _Source: ...


class _Article: ...


class _Passage: ...


def _mapped() -> None:
    """Claims with their chains as an ORM's users write them."""
    mapping, tables = registry(), METADATA.tables
    step, hop, claim = tables["appearance"].c, tables["attribution"].c, tables["claim"].c
    for kind, name in ((_Source, "source"), (_Article, "article"), (_Passage, "passage")):
        mapping.map_imperatively(kind, tables[name])

    def one(kind: type, column: Any, key: Any) -> Any:
        return relationship(kind, primaryjoin=foreign(column) == key, viewonly=True)

    mapping.map_imperatively(
        _Appearance,
        tables["appearance"],
        properties={
            "speaker": one(_Source, step.source, tables["source"].c.seq),
            "stands_in": one(_Article, step.article, tables["article"].c.seq),
            "words": one(_Passage, step.wording, tables["passage"].c.seq),
        },
    )
    mapping.map_imperatively(_Attribution, tables["attribution"])

    def several(kind: type, column: Any) -> Any:
        return relationship(kind, primaryjoin=claim.seq == foreign(column), viewonly=True)

    properties = {"steps": several(_Appearance, step.claim), "hops": several(_Attribution, hop.claim)}
    mapping.map_imperatively(_Claim, tables["claim"], properties=properties)


def _orm(database: Database) -> Callable[[int], object]:
    """A claim with appearances, their sources, articles and words, and attributions."""
    if not hasattr(_Claim, "steps"):
        _mapped()
    options = [selectinload(_Claim.steps).selectinload(getattr(_Appearance, n)) for n in ("speaker", "stands_in", "words")]  # type: ignore[attr-defined]  # mapped above  # fmt: skip
    options.append(selectinload(_Claim.hops))  # type: ignore[attr-defined]  # mapped above

    def load(claim: int) -> object:
        with OrmSession(database.engine) as session:
            found = session.get(_Claim, claim, options=options)
            return [(s.speaker, s.stands_in, s.words) for s in found.steps], found.hops  # type: ignore[union-attr]

    return load


def lists(place: Place, database: Database) -> list[Comparison]:
    """A page of claims, of all and of one status."""
    raw, compared = place.raw(database), []
    with database.reading() as session:
        for what, wanted in (
            ("the first 50 claims", ClaimFilter(limit=50)),
            ("50 claims of one status", ClaimFilter(status="false", limit=50)),
        ):
            say(f"list: {what}")
            with counting(database.engine) as sent:
                list_claims(session, wanted)
            (sql, values), *_ = sent
            limit, ours = beside(
                lambda sql=sql, values=values: raw.execute(sql, values).fetchall(),  # type: ignore[misc]  # bound at once
                lambda wanted=wanted: list_claims(session, wanted),  # type: ignore[misc]  # bound at once
                rounds=25,
            )
            table = Comparison(f"A list: {what}, {place.name}", "page")
            table.add("the statement of ours through the driver", limit, statements=1)
            table.add("ours", ours, statements=len(sent))
            compared.append(table)
    raw.close()
    return compared


def searches(place: Place, database: Database) -> list[Comparison]:
    """Words in all claims, appearances and reviews, beside SQLite's own full-text search over the same texts."""
    say("search: SQLite's own index")
    index = sqlite3.connect(":memory:")
    index.execute("CREATE VIRTUAL TABLE found USING fts5(text, tokenize = 'unicode61 remove_diacritics 2')")
    raw, compared = place.raw(database), []
    with database.reading() as session:
        claims = list(session.connection.execute(text("SELECT claim FROM claim_now_cache ORDER BY claim")).scalars())
        for start in range(0, len(claims), 500):
            several = [(t.doc, t.text) for t in claim_texts(session.connection, claims[start : start + 500])]
            index.executemany("INSERT INTO found (rowid, text) VALUES (?, ?)", several)
        newest = "SELECT rowid, snippet(found, 0, '[', ']', '…', 20) FROM found WHERE found MATCH ? ORDER BY rowid DESC LIMIT 20"
        ranked = newest.replace("rowid DESC", "bm25(found)")
        for what, words, sql, rank in (
            ("a common word, newest first", "bridge", newest, False),
            ("a rare word, newest first", "777", newest, False),
            ("two words, newest first", "bridge Lisbon", newest, False),
            ("a common word, ranked", "bridge", ranked, True),
        ):
            say(f"search: {what}")

            def ours(words: str = words, rank: bool = rank) -> object:
                return search(session, words, limit=20, rank=rank)

            with counting(database.engine) as sent:
                ours()
            table = Comparison(f"Search: {what}, {place.name}", "search")
            again, peer, mine = beside(
                lambda sent=sent: [raw.execute(sql, values).fetchall() for sql, values in sent],  # type: ignore[misc]  # bound at once
                lambda sql=sql, words=words: index.execute(sql, (words,)).fetchall(),  # type: ignore[misc]  # bound at once
                ours,
                rounds=15,
            )
            table.add("the statements of ours through the driver", again, statements=len(sent))
            table.add("SQLite's FTS5 in memory: place and snippet", peer, statements=1)
            table.add("ours: hits with ids, claims, statuses and snippets", mine, statements=len(sent))
            compared.append(table)
    raw.close()
    index.close()
    return compared


def verifying(place: Place, database: Database) -> Comparison:
    """All rows hashed anew, beside reading them."""
    say("verify")
    raw = place.raw(database)

    def read() -> None:
        for table in LOGGED:
            raw.execute(f"SELECT * FROM {table.name}").fetchall()

    caches = sum(
        raw.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in METADATA.tables if name.endswith("_cache")
    )
    with database.reading() as session:
        rows = session.upto
        limit, ours = beside(read, lambda: verify(session), rounds=3)
        quick = once(lambda: verify(session, quick=True))
    raw.close()
    table = Comparison(
        f"Verification, {place.name}: {rows:,} rows of the log",
        "row",
        f"Counted are rows of the log. Compared with them are {caches:,} rows of caches and of the search index, and the file is checked. Where there are "
        f"{FROM[database.url.get_backend_name()]:,} rows and two processors, a process beside looks at the file and at a part of the rows.",
    )
    table.add("all rows read through the driver", limit / rows)
    table.add("ours, --quick: the log's structure", quick / rows)
    table.add("ours: every row hashed anew, caches and search index compared", ours / rows)
    return table
