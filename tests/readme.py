"""The README's transcript: what its commands print today. `python tests/readme.py` writes it anew."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"
_BLOCK = re.compile(r"```console\n(.*?)\n```", re.DOTALL)


def commands_of(readme: str) -> list[str]:
    """Every command of the transcript, in order."""
    return [line[2:] for block in _BLOCK.findall(readme) for line in block.split("\n") if line.startswith("$ ")]


def rendered(readme: str) -> str:
    """The README with every transcript as the commands answer now, run one after the other in a new folder."""
    environment = {k: v for k, v in os.environ.items() if k not in {"CLAIMS_DB", "NO_COLOR", "COLUMNS"}}
    environment |= {"CLAIMS_REVIEWER": "anna", "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    with tempfile.TemporaryDirectory() as folder:

        def answered(block: re.Match[str]) -> str:
            lines = []
            for command in (line for line in block[1].split("\n") if line.startswith("$ ")):
                run = subprocess.run(
                    command[2:], shell=True, cwd=folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
                )
                lines += [command, *(line.rstrip() for line in run.stdout.rstrip("\n").split("\n") if run.stdout.strip())]
            return "```console\n" + "\n".join(lines).replace(folder, "~/desk") + "\n```"

        return _BLOCK.sub(answered, readme)


if __name__ == "__main__":
    README.write_text(rendered(README.read_text("utf-8")), "utf-8")
