"""Classes of values: what they hold is compared, hashed, and never changed."""

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(cls: type[T]) -> type[T]:
    """A dataclass that nobody changes: the type checker holds that.

    Frozen by dataclasses themselves, one of ten fields takes six times as long to make; a long chain is made of thousands.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)
