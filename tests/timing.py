"""How long something takes, told so that it does not hang on what else the machine does."""

import contextlib
import gc
import time
from collections.abc import Callable, Iterator

PATIENCE_S = 600.0
"""How long a test waits for what another process does before it says that it hangs. No test that passes waits so long: a slow machine only takes longer."""


def spent(work: Callable[[], object]) -> float:
    """The seconds that the processor works at it. Nobody looks for garbage meanwhile: what other tests left would be counted with it."""
    gc.disable()
    try:
        began = time.process_time()
        work()
        return time.process_time() - began
    finally:
        gc.enable()


def at_most(
    times: float, ours: Callable[[], float], others: Callable[[], float], tries: int = 2, most: int = 10
) -> bool:
    """Whether ours costs at most so many times what the other costs, the best of some tries of each, turn about.

    What else the machine does makes a try dear and never cheap; so where that is the answer of a few tries, more of them are made.
    """
    best = [float("inf"), float("inf")]
    for turn in range(most):
        best = [min(best[0], ours()), min(best[1], others())]
        if turn + 1 >= tries and best[0] <= times * best[1]:
            return True
    return False


@contextlib.contextmanager
def less_than(seconds: float) -> Iterator[None]:
    """What is done in this block takes the processor less than so long."""
    gc.disable()
    began = time.process_time()
    try:
        yield
        taken = time.process_time() - began
    finally:
        gc.enable()
    assert taken < seconds
