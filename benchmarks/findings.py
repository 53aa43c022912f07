"""What findings cost: line, ring, fan of 100,000 appearances, 30 chained diamonds, and ordinary claims by the thousand. See benchmarks/README.md."""

import argparse
import gc
import resource
import time
from collections.abc import Iterable

from claims.chains.facts import Facts
from claims.chains.findings import findings
from claims.chains.origins import origins
from claims.records import Appearance, ArticleRef, Attribution, ClaimRow, Passage, SourceRef, Trace
from claims.vocabulary import Basis, ClaimKind, EvidenceState, Manner, SourceKind, Stage, Stance

ROW = ClaimRow(
    "C-1", None, "bench", "A statement.", ClaimKind.FACT, "unverified", False, None, None, Stage.NEW, None, 1
)


def step(number: int, source: SourceRef, wording: str | None = None) -> Appearance:
    """An appearance: known only by name, or held with a wording."""
    article = ArticleRef(f"A-{number}", None, source, language="en", held=True) if wording is not None else None
    passage = Passage(f"A-{number}", wording, (10, 10 + len(wording))) if wording is not None else None
    state = EvidenceState.NAMED if wording is None else EvidenceState.HELD
    return Appearance(f"P-{number}", None, source, article, article, None, passage, Stance.ASSERTS, None, state)


def hop(downstream: int, upstream: int, manner: Manner = Manner.CITES) -> Attribution:
    return Attribution(
        f"H-{downstream}-{upstream}", None, f"P-{downstream}", f"P-{upstream}", manner, Basis.STATED, None
    )


def steps(count: int) -> list[Appearance]:
    """A speaker and so many outlets."""
    outlets = (step(n, SourceRef(f"S-{n}", f"Outlet {n}", SourceKind.OUTLET)) for n in range(1, count))
    return [step(0, SourceRef("S-0", "The speaker", SourceKind.PERSON)), *outlets]


def chain(appearances: Iterable[Appearance], hops: Iterable[Attribution]) -> Trace:
    return Trace(ROW, tuple(appearances), tuple(hops))


def line(count: int) -> Trace:
    return chain(steps(count), (hop(n, n - 1) for n in range(1, count)))


def ring(count: int) -> Trace:
    return chain(steps(count)[1:], (hop(n, n % (count - 1) + 1) for n in range(1, count)))


def fan(count: int) -> Trace:
    return chain(steps(count), (hop(n, 0, Manner.HEARD_FROM) for n in range(1, count)))


def diamonds(count: int) -> Trace:
    """Thirty in a row, whatever the count: a billion ways from end to end."""
    del count
    ends = [(3 * n + a, 3 * n + b) for n in range(30) for a, b in ((1, 0), (2, 0), (3, 1), (3, 2))]
    return chain(steps(91), (hop(*both) for both in ends))


def ordinary(number: int) -> Trace:
    """A speaker and three outlets that pass on some words."""
    speaker = step(0, SourceRef(f"S-{number}", f"Speaker {number}", SourceKind.PERSON))
    outlets = [
        step(
            n,
            SourceRef(f"S-{number}-{n}", f"Outlet {number}", SourceKind.OUTLET),
            f"{word} {number} drones in a factory",
        )
        for n, word in enumerate(("will build", "is building", "builds"), 1)
    ]
    return chain([speaker, *outlets], [hop(1, 0, Manner.HEARD_FROM), hop(2, 1), hop(3, 2, Manner.QUOTES)])


def taken(traces: Iterable[Trace]) -> float:
    """Seconds of processor time for the findings on these."""
    begun = time.process_time()
    for trace in traces:
        findings(Facts(trace))
    return time.process_time() - begun


def main() -> None:
    """Shapes first, then claims by the thousand; beside both a loop of plain Python, for machines differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=100_000, help="appearances of a chain")
    parser.add_argument("--claims", type=int, default=5_000, help="ordinary claims")
    asked = parser.parse_args()
    gc.set_threshold(50_000, 20, 50)  # as the command does: claims/commands/main.py
    begun = time.process_time()
    sum(n * n for n in range(10_000_000))
    print(f"ten million rounds of plain Python: {time.process_time() - begun:.2f} s")
    for shape in (line, ring, fan, diamonds):
        trace = shape(asked.steps)
        begun = time.process_time()
        origins(trace)
        counting = time.process_time() - begun
        took = taken([trace])
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{shape.__name__}: findings {took:.2f} s, origins {counting:.2f} s; peak so far {peak} MB")
    claims = [ordinary(number) for number in range(asked.claims)]
    took = taken(claims)
    print(f"{asked.claims} ordinary claims: {took:.2f} s, {asked.claims / took:,.0f} a second")


if __name__ == "__main__":
    main()
