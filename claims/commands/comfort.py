"""What makes the command line comfortable, as `doctor` tells it: completion, editor, pager. None of it is ever wrong."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from claims.commands.filling import editor
from claims.commands.paging import pager

Sign = tuple[str, bool, str]

_MENTIONS = "claims completion"
"""What a shell's own file has in it where completion was set up by hand."""


def comfort_signs() -> list[Sign]:
    command, whence = editor()
    if not command:
        writes = f"{whence}; forms (claims mark C-1, claims claim edit C-1, claims rules edit) need one"
    else:
        writes = whence if shutil.which(command[0]) else f"{whence}, which is not there"
    command, whence = pager()
    reads = whence if command else f"none: {whence}; long answers come straight to the terminal"
    return [("completion", True, _completion()), ("editor", True, writes), ("pager", True, reads)]


def _completion() -> str:
    """Whether the person's shell completes our arguments, as far as files tell."""
    shell = os.environ.get("SHELL", "").rpartition("/")[2]
    kept, mentioning = _places(shell)
    advice = "`claims completion --help` says how to set it up"
    if not shell:
        return f"SHELL is not set; {advice}"
    if not kept:
        return f"there is none for {shell}; bash, zsh and fish have it"
    for file in (*(file for file in kept if file.exists()), *(file for file in mentioning if _mentions(file))):
        return f"set up for {shell}, in {file}"
    return f"not found for {shell}; {advice}"


def _places(shell: str) -> tuple[list[Path], list[Path]]:
    """Where a shell's completion of ours may lie, and the files that may load it."""
    home = Path(os.environ.get("HOME") or "/")
    shared = Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share") / "bash-completion/completions"
    settings = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "fish"
    zsh = Path(os.environ.get("ZDOTDIR") or home)
    if shell == "bash":
        folders = [shared, Path("/usr/share/bash-completion/completions"), Path("/etc/bash_completion.d")]
        files = (".bashrc", ".bash_profile", ".bash_completion", ".profile")
        return [folder / "claims" for folder in folders], [home / file for file in files]
    if shell == "zsh":
        folders = [zsh / ".zfunc", zsh / ".zsh/completions", Path("/usr/local/share/zsh/site-functions")]
        return [folder / "_claims" for folder in folders], [zsh / ".zshrc", zsh / ".zprofile"]
    if shell == "fish":
        folders = [settings / "completions", Path("/usr/share/fish/vendor_completions.d")]
        return [folder / "claims.fish" for folder in folders], [settings / "config.fish"]
    return [], []


def _mentions(file: Path) -> bool:
    try:
        return _MENTIONS in file.read_text("utf-8", errors="replace")
    except OSError:
        return False
