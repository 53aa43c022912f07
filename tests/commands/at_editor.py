"""A person whose editor does what was planned: forms are filled in by a real program at a real terminal."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from at_desk import typed
from at_terminal import Program

EDITOR = """\
#!{python} -IS
import json, pathlib, sys
folder = pathlib.Path(__file__).parent
turn = len(list(folder.glob("seen-*.json")))
form = pathlib.Path(sys.argv[-1])
text = form.read_text("utf-8", "replace")
(folder / f"seen-{{turn}}.json").write_text(json.dumps({{"argv": sys.argv[1:-1], "text": text, "path": str(form)}}))
plan = json.loads((folder / "plan.json").read_text())
if turn >= len(plan):
    sys.exit("opened once too often")
for old, new in plan[turn].get("put", {{}}).items():
    assert old in text, (old, text)
    text = text.replace(old, new, 1)
if plan[turn].get("save", True):
    form.write_bytes(plan[turn].get("all", text).encode("utf-8", "surrogateescape"))
for broken in plan[turn].get("break", []):
    pathlib.Path(broken).write_text("no database any more")
sys.exit(plan[turn].get("ends", 0))
"""


class Person:
    """Somebody at a terminal whose editor does what was planned; every test plans each opening of it."""

    def __init__(self, desk: Path, program: Program) -> None:
        self.desk = desk
        self.program = program
        self.folder = desk.parent / "editor"
        self.folder.mkdir()
        self.state = desk.parent / "state"

    def types(self, line: str, *plan: dict[str, Any], name: str = "edit", **settings: str) -> tuple[int, str]:
        """The exit code of a command line and what the terminal showed."""
        for seen in self.folder.glob("seen-*.json"):
            seen.unlink()
        editor = self.folder / name
        editor.write_text(EDITOR.format(python=sys.executable))
        editor.chmod(0o755)
        (self.folder / "plan.json").write_text(json.dumps(plan))
        env = {"EDITOR": str(editor), "XDG_STATE_HOME": str(self.state)} | settings
        with self.program.at_terminal(*line.split(), folder=self.desk, columns=200, settings=env) as screen:
            return screen.end()

    def seen(self, turn: int = 0) -> dict[str, Any]:
        """What the editor was given at one of its openings."""
        found: dict[str, Any] = json.loads((self.folder / f"seen-{turn}.json").read_text())
        return found

    @property
    def openings(self) -> int:
        return len(list(self.folder.glob("seen-*.json")))

    def drafts(self) -> list[Path]:
        return sorted((self.state / "claims" / "drafts").glob("*"))


REASON = {"because: |\n  \n": "because: |\n  One says: it is so.\n  # Two.\n"}
UNPROVEN = {"status:\n": "status: unproven\n"} | REASON


def reviews(claim: str = "C-1") -> list[dict[str, Any]]:
    """The reviews of a claim, the newest first."""
    found: list[dict[str, Any]] = typed("show", claim, "--json").json["reviews"]
    return sorted(found, key=lambda review: -int(review["id"][2:]))


def notes(text: str) -> str:
    """What stands above a form that was refused, as one line."""
    return " ".join(line.removeprefix("#! ") for line in text.split("\n") if line.startswith("#!"))
