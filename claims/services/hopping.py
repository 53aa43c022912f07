"""Hops made and corrected by hand, confirmed and rejected."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import select

from claims.entries import AttributionEntry, HedgeEntry
from claims.errors import AlreadySaid, BadText, HopRejected
from claims.services import typed
from claims.services.living import Done, done, live_row
from claims.services.lookup import number_in
from claims.services.places import TypedWords
from claims.services.workbench import Workbench
from claims.store.engine import WritingSession
from claims.store.present import standing, withdrawn
from claims.store.tables import Attribution, Decision
from claims.text.door import admitted_line
from claims.values import value
from claims.vocabulary import Basis, Manner, Verdict


@value
class HopSaid:
    """What a person says of a hop; None: nothing is said, an empty text takes away."""

    manner: Manner | None = None
    basis: Basis | None = None
    cue: TypedWords | None = None
    read_in: str | None = None
    hedges: tuple[HedgeEntry, ...] | None = None
    """Instead of those that stand."""
    because: str | None = None


def add_hop(
    session: WritingSession, claim: str, downstream: str, upstream: str, said: HopSaid, key: str | None = None
) -> Done:
    """A hop: the downstream appearance relies on the upstream one."""
    bench = Workbench.open(session, claim)
    if said.manner is None:
        raise BadText("manner", "is missing: say how, with --cites, --quotes, --paraphrases or another")
    up, down = bench.end(upstream), bench.end(downstream)
    if up == down:
        raise BadText("hop", f"would lead from {up} to itself; its two ends are two appearances")
    chosen = admitted_line("key", key, most=200) if key is not None else None
    entry = AttributionEntry(down, up, said.manner, key=chosen)
    _refuse_twin(bench, entry)
    entry = _said(bench, entry, said)
    row = bench.recorder.attribution(bench.claim.seq, entry, bench.hop_ends(entry))
    id = f"H-{number_in(session, Attribution, row)}"
    return done(session, "hop add", id, claim=bench.claim.id, made=tuple(bench.made))


def edit_hop(session: WritingSession, number: int, said: HopSaid) -> Done:
    """A new version of a hop."""
    bench, row = Workbench.holding(session, "H", number)
    if row.seq not in bench.stored.attributions:
        raise HopRejected(row.id)
    old = bench.stored.entry.attributions[bench.stored.attributions.index(row.seq)]
    new = _said(bench, old, said)
    if new == old:
        raise AlreadySaid(f"{row.id} says so")
    version = session.ledger.next_version(Attribution, row.seq)
    bench.recorder.attribution(bench.claim.seq, new, bench.hop_ends(new), first=row.seq, version=version)
    return done(session, "hop edit", row.id, claim=bench.claim.id)


def decide(session: WritingSession, numbers: Iterable[int], verdict: Verdict, because: str | None) -> Done:
    """Confirm or reject hops, all or none: a rejected one carries nothing until it is confirmed or that is undone."""
    reason = typed.prose("reason", because)
    ids = []
    for number in dict.fromkeys(numbers):
        row = live_row(session, "H", number)
        if _verdict(session, row.seq) is verdict:
            raise AlreadySaid(f"{row.id} is {verdict}")
        session.ledger.append(Decision, claim=row.claim, attribution=row.seq, verdict=verdict.value, because=reason)
        ids.append(row.id)
    kind = f"hop {'confirm' if verdict is Verdict.CONFIRMED else 'reject'}"
    return done(session, kind, ", ".join(ids), why=reason)


def _verdict(session: WritingSession, hop: int) -> Verdict | None:
    """The decision on a hop that stands."""
    last = session.connection.execute(
        select(Decision.c.verdict)
        .where(Decision.c.attribution == hop, withdrawn(Decision.c.seq) == 0)
        .order_by(Decision.c.seq.desc())
        .limit(1),
        {"upto": session.upto},
    ).scalar()
    return Verdict(last) if last is not None else None


def _refuse_twin(bench: Workbench, entry: AttributionEntry) -> None:
    """Between the same two a second hop needs a key; one that was rejected may come back, and counts."""
    if (twin := twin_of(bench, entry)) is not None:
        advice = "a second between the two needs a --key of its own"
        raise BadText("hop", f"from {entry.upstream} to {entry.downstream} is there, {twin}; {advice}")


def twin_of(bench: Workbench, entry: AttributionEntry) -> str | None:
    """The id of the hop that stands between the same two with the same key; HopRejected where it was rejected."""
    ends = bench.hop_ends(entry)
    rows = bench.session.connection.execute(
        select(
            Attribution.c.seq,
            Attribution.c.first,
            Attribution.c.version,
            Attribution.c.number,
            Attribution.c.key,
            Attribution.c.downstream,
            Attribution.c.upstream,
            withdrawn(Attribution.c.seq),
        ).where(Attribution.c.claim == bench.claim.seq),
        {"upto": bench.session.upto},
    ).all()
    numbers = {row.seq: row.number for row in rows if row.first is None}
    for seq, row in standing(rows).items():
        if (row.downstream, row.upstream, row.key) == (ends[entry.downstream], ends[entry.upstream], entry.key):
            if seq not in bench.stored.attributions:
                raise HopRejected(f"H-{numbers[seq]}")
            return f"H-{numbers[seq]}"
    return None


def _said(bench: Workbench, entry: AttributionEntry, said: HopSaid) -> AttributionEntry:
    """The entry with what was said of it, its cue placed."""
    reading = entry.in_article
    if said.read_in is not None:
        reading = bench.article(said.read_in).key if said.read_in.strip() else None
    cue, at, words = entry.cue, entry.at, said.cue
    if words is None and cue is not None and reading != entry.in_article:
        words = TypedWords(cue)  # read in another article now
    if words is not None:
        if reading is None and not words.none:
            raise BadText("article", "is missing: say where the cue can be read with --in A-1")
        cue, at = bench.place(words, reading) if reading is not None and not words.none else (None, None)
    hedges = entry.hedges if reading == entry.in_article else bench.moved_hedges(entry.hedges, reading)
    because = typed.prose("reason", said.because, entry.because)
    basis = said.basis or entry.basis
    if basis is Basis.INFERRED and because is None:
        raise BadText("reason", "is missing: an inferred hop needs --because, for no text says it")
    return replace(
        entry,
        manner=said.manner or entry.manner,
        basis=basis,
        cue=cue,
        in_article=reading,
        at=at,
        hedges=hedges if said.hedges is None else bench.hedges(said.hedges, reading),
        because=because,
    )
