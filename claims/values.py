"""Classes of values: what they hold is compared, hashed, and never changed."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(cls: type[T]) -> type[T]:
    """A dataclass that nobody changes: the type checker holds that.

    Frozen by dataclasses themselves, one of ten fields takes six times as long to make; a long chain is made of thousands. And every command makes
    dozens of such classes before it answers: only the constructor is compiled for each, which takes a third of the time.
    """
    made: Any = dataclass(slots=True, eq=False, repr=False)(cls)
    names = [f.name for f in fields(made) if f.compare]
    compared: Callable[[Any], object] = attrgetter(*names) if names else type

    def equal(self: Any, other: object) -> bool:
        return self is other or (type(self) is type(other) and compared(self) == compared(other))

    def hashed(self: Any) -> int:
        return hash(compared(self))

    made.__eq__, made.__hash__, made.__repr__ = equal, hashed, _shown
    return made  # type: ignore[no-any-return]  # the class that was given


def _shown(value: Any) -> str:
    said = (f"{f.name}={getattr(value, f.name)!r}" for f in fields(value) if f.repr)
    return f"{type(value).__qualname__}({', '.join(said)})"
