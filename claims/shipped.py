"""The data folders that travel with the program: `schema` and `seeds`.

In the wheel they lie inside the package, in a checkout beside it.
"""

from pathlib import Path

from claims.errors import ProgramIncomplete

PACKAGE = Path(__file__).resolve().parent


def shipped(folder: str) -> Path:
    """The folder of that name, wherever this program was installed from."""
    for base in (PACKAGE, PACKAGE.parent):
        if (base / folder).is_dir():
            return base / folder
    raise ProgramIncomplete(folder)
