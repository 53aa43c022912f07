"""Work shared out: one pure function over many things, by processes of this machine or by a Dask cluster; answers in their order."""

from __future__ import annotations

import collections
import contextlib
import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from claims import __version__
from claims.errors import ClusterTrouble, ExtraMissing
from claims.values import value

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

    from distributed import Client

AHEAD = 8
"""Tasks that each worker may be ahead of the answer that is asked for: memory stays flat."""

TOGETHER = 16
"""Things that a cluster is given as one task: handing over a task takes it longer than reading an article does."""

PATIENCE_S = 10
"""How long a scheduler may take to answer."""

LOOK_AFTER_S = 1
"""How often somebody who waits looks whether there is still anybody to wait for."""

T = TypeVar("T")
R = TypeVar("R")


@value
class Workers:
    """Who does the work, and how many of them there are."""

    executor: Executor
    count: int
    together: int = 1
    """Things that are one task."""
    lost: Callable[[], bool] = lambda: False
    """Whether no answer will come any more."""

    def answer(self, future: Future[R]) -> R:
        """What one of them gives, as soon as it is there."""
        while True:
            try:
                return future.result(timeout=LOOK_AFTER_S)
            except TimeoutError:
                if self.lost():
                    raise


def in_order(work: Callable[[T], R], things: Iterable[T], workers: Workers) -> Iterator[R]:
    """What the work gives for each thing, in the order of the things, which are asked for as they are needed."""
    waiting: collections.deque[Future[list[R]]] = collections.deque()
    coming = iter(things)
    while together := list(itertools.islice(coming, workers.together)):
        waiting.append(workers.executor.submit(_each, work, together))
        if len(waiting) >= workers.count * AHEAD:
            yield from workers.answer(waiting.popleft())
    while waiting:
        yield from workers.answer(waiting.popleft())


def _each(work: Callable[[T], R], things: list[T]) -> list[R]:
    return [work(thing) for thing in things]


@contextlib.contextmanager
def processes(count: int) -> Iterator[Workers]:
    """So many processes of this machine, while the block lasts."""
    import concurrent.futures
    import multiprocessing

    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(count, mp_context=context, initializer=_leave_interrupts) as pool:
        try:
            yield Workers(pool, count)
        except BaseException:  # Ctrl-C too: nobody waits for what is still under way
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _leave_interrupts() -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that prints ends the others


@contextlib.contextmanager
def cluster(address: str) -> Iterator[Workers]:
    """The workers of the Dask cluster whose scheduler is at this address, while the block lasts; ClusterTrouble where there are none that would
    answer as this program does."""
    try:
        import distributed
    except ModuleNotFoundError as missing:
        raise ExtraMissing("--dask", "dask") from missing
    import concurrent.futures

    _quiet()
    lost = (OSError, concurrent.futures.CancelledError)  # TimeoutError is one of the first
    with contextlib.ExitStack() as stack:
        try:
            # A client of what is no address hangs when it is closed.
            distributed.comm.resolve_address(address or "?://")
            client = stack.enter_context(distributed.Client(address, timeout=PATIENCE_S, set_as_default=False))
        except (OSError, ValueError) as failed:
            raise ClusterTrouble(address, "no Dask scheduler answers there; is it running?") from failed
        executor = client.get_executor(pure=False)

        try:
            _check(client, address)
            count = max(1, sum(client.nthreads().values()))
            yield Workers(executor, count, TOGETHER, lambda: client.status != "running")
        except distributed.KilledWorker as failed:
            raise ClusterTrouble(address, "several of its workers died over one article") from failed
        except lost as failed:
            raise ClusterTrouble(address, "its scheduler, or the way to it, was lost") from failed
        finally:
            if client.status == "running":  # what is still under way is of no use to anybody
                with contextlib.suppress(*lost):
                    executor.shutdown(wait=False)


def _quiet() -> None:
    """What goes wrong is said in one line of ours; Dask's own are for those who run the cluster."""
    import logging
    import warnings

    logging.disable(logging.CRITICAL)
    warnings.filterwarnings("ignore", module="distributed")


def _check(client: Client, address: str) -> None:
    """Refuse workers whose answers might differ from ours: of another version, or with other tables of letters."""
    import unicodedata

    def installed() -> tuple[str | None, str]:
        # It travels as code: a worker without the package must be able to say so.
        import unicodedata

        try:
            from claims import __version__
        except ImportError:
            return None, unicodedata.unidata_version
        return __version__, unicodedata.unidata_version

    found: dict[str, tuple[str | None, str]] = client.run(installed)
    if not found:
        raise ClusterTrouble(address, f"the cluster has no workers; start one with `dask worker {address}`")
    for worker, (version, letters) in found.items():
        if version != __version__:
            there = f"claims-tracker {version}" if version else "no claims-tracker"
            raise ClusterTrouble(address, f"its worker {worker} has {there}; install {__version__} there")
        if letters != unicodedata.unidata_version:
            raise ClusterTrouble(
                address, f"its worker {worker} has another Python (Unicode {letters}); install the one of this program"
            )
