"""Hops made and corrected by hand, confirmed and rejected."""

from dataclasses import dataclass, replace

from sqlalchemy import select

from claims.errors import AlreadySaid, BadText, NoSuchId
from claims.records import AttributionEntry, HedgeEntry
from claims.services.lookup import number_in
from claims.services.places import TypedWords, placed
from claims.services.workbench import Workbench
from claims.store.engine import WritingSession, close
from claims.store.present import withdrawn
from claims.store.tables import Attribution, Claim, Decision
from claims.text.door import admitted_line
from claims.vocabulary import Basis, Manner, Verdict


@dataclass(frozen=True, slots=True)
class HopSaid:
    """What a person says of a hop; None: nothing is said, an empty text takes away."""

    manner: Manner | None = None
    basis: Basis | None = None
    cue: TypedWords | None = None
    read_in: str | None = None
    hedges: tuple[HedgeEntry, ...] | None = None
    because: str | None = None


def add_hop(session: WritingSession, claim: str, downstream: str, upstream: str, said: HopSaid, key: str | None) -> str:
    """A hop: the downstream appearance relies on the upstream one. Returns its id."""
    bench = Workbench.open(session, claim)
    if said.manner is None:
        raise BadText("manner", "is missing: say how, with --cites, --quotes, --paraphrases or another")
    up, down = bench.end(upstream), bench.end(downstream)
    if up == down:
        raise BadText("hop", f"would lead from {up} to itself; its two ends are two appearances")
    if any((h.downstream, h.upstream, h.key) == (down, up, key) for h in bench.stored.entry.attributions):
        raise BadText("hop", f"from {up} to {down} is there already; a second between the two needs a --key of its own")
    chosen = admitted_line("key", key, most=200) if key is not None else None
    entry = _said(bench, AttributionEntry(down, up, said.manner, key=chosen), said)
    row = bench.recorder.attribution(bench.claim.seq, entry, bench.hop_ends(entry))
    id = f"H-{number_in(session, Attribution, row)}"
    close(session, "hop add", what=f"{id} of {bench.claim.id}")
    return id


def edit_hop(session: WritingSession, number: int, said: HopSaid, why: str | None) -> str:
    """A new version of a hop. Returns its id."""
    bench, seq = _bench_of(session, number)
    old = bench.stored.entry.attributions[bench.stored.attributions.index(seq)]
    new = _said(bench, old, said)
    if new == old:
        raise AlreadySaid(f"H-{number} says so")
    bench.recorder.attribution(
        bench.claim.seq, new, bench.hop_ends(new), first=seq, version=session.ledger.next_version(Attribution, seq)
    )
    close(session, "hop edit", why=why, what=f"H-{number} of {bench.claim.id}")
    return f"H-{number}"


def decide(session: WritingSession, number: int, verdict: Verdict, because: str | None) -> str:
    """Confirm or reject a hop: a rejected one carries nothing until that is undone. Returns its id."""
    row = session.connection.execute(
        select(Attribution.seq, Attribution.claim, withdrawn(Attribution.seq)).where(Attribution.number == number),
        {"upto": session.upto},
    ).first()
    if row is None or row.withdrawn:
        raise NoSuchId(f"H-{number}", None)
    last = session.connection.execute(
        select(Decision.verdict)
        .where(Decision.attribution == row.seq, withdrawn(Decision.seq) == 0)
        .order_by(Decision.seq.desc())
        .limit(1),
        {"upto": session.upto},
    ).scalar()
    if last == verdict:
        raise AlreadySaid(f"H-{number} is {verdict}")
    reason = admitted_line("reason", because) if because is not None else None
    session.ledger.append(Decision, claim=row.claim, attribution=row.seq, verdict=verdict.value, because=reason)
    close(session, f"hop {'confirm' if verdict is Verdict.CONFIRMED else 'reject'}", why=reason, what=f"H-{number}")
    return f"H-{number}"


def _bench_of(session: WritingSession, number: int) -> tuple[Workbench, int]:
    row = session.connection.execute(
        select(Attribution.seq, Claim.number)
        .join(Claim, Claim.seq == Attribution.claim)
        .where(Attribution.number == number)
    ).first()
    if row is None:
        raise NoSuchId(f"H-{number}", None)
    bench = Workbench.open(session, f"C-{row.number}")
    if row.seq not in bench.stored.attributions:
        raise NoSuchId(f"H-{number}", None)
    return bench, row.seq


def _said(bench: Workbench, entry: AttributionEntry, said: HopSaid) -> AttributionEntry:
    reading = bench.article(said.read_in).key if said.read_in is not None else entry.in_article
    cue, at = entry.cue, entry.at
    if said.cue is not None:
        if reading is None:
            raise BadText("article", "is missing: say where the cue can be read with --in A-1")
        cue, at = placed(said.cue, bench.recorder.texts, bench.recorder.articles[reading], bench.article(reading).id)
    because = entry.because
    if said.because is not None:
        because = admitted_line("reason", said.because, most=4000) if said.because.strip() else None
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
        hedges=entry.hedges if said.hedges is None else bench.placed_hedges(said.hedges, reading),
        because=because,
    )
