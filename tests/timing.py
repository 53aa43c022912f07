"""How long something takes, told so that it does not hang on what else the machine does."""

import contextlib
import gc
import time
from collections.abc import Callable, Iterator


def spent(work: Callable[[], object]) -> float:
    """The seconds that the processor works at it. Nobody looks for garbage meanwhile: what other tests left would be counted with it."""
    gc.disable()
    try:
        began = time.process_time()
        work()
        return time.process_time() - began
    finally:
        gc.enable()


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
