"""Completion in real shells: the scripts that they source, what they insert, what they list."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from at_desk import environment, typed
from at_terminal import terminal
from timing import PATIENCE_S

from claims.commands.shells import SHELLS, words_of

# --- lines as shells read them ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "words", "quote"),
    [
        ("claims trace ", ["claims", "trace", ""], ""),
        ("claims  trace\tC-1", ["claims", "trace", "C-1"], ""),
        ('claims list --source "CNN T', ["claims", "list", "--source", "CNN T"], '"'),
        ("claims 'it is' 'not\\", ["claims", "it is", "not\\"], "'"),
        ("claims a\\ b 'c'd\"e\"", ["claims", "a b", "cde"], ""),
        ('claims "a\\"b\\c" \'\'', ["claims", 'a"b\\c', ""], ""),
        ("claims ''", ["claims", ""], ""),
        ("claims x\\", ["claims", "x"], ""),
        ("", [""], ""),
    ],
)
def test_words_of_an_unfinished_line(line: str, words: list[str], quote: str) -> None:
    """Quotes and backslashes are read as shells read them, and the word that is still being typed is the last."""
    assert words_of(line) == (words, quote)


# --- real shells ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the command `claims`, to stand in PATH."""
    folder = tmp_path_factory.mktemp("bin")
    program = folder / "claims"
    program.write_text(f"#!{sys.executable}\nfrom claims.commands.main import run\nrun()\n")
    program.chmod(0o755)
    return folder


def needed(shell: str) -> str:
    """The shell's path; a test without it is skipped."""
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"{shell} is not installed here")
    return found


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_one_that_its_shell_reads(tmp_path: Path, shell: str) -> None:
    """`claims completion SHELL` prints a script without a mistake in it; other shells are refused with the known ones."""
    script = tmp_path / "script"
    script.write_text(typed("completion", shell).out)
    assert subprocess.run([needed(shell), "-n", str(script)], check=True, capture_output=True).stderr == b""
    refused = typed("completion", "tcsh")
    assert (refused.code, refused.out) == (2, "")
    assert "bash, zsh, fish" in refused.err


def bash_replies(
    desk: Path, programs: Path, words: list[str], line: str | None = None, replaced: str | None = None, kind: int = 9
) -> list[str]:
    """COMPREPLY of a real bash for words; where bash broke a word up, with the line and the part it replaces."""
    env = environment(
        PATH=f"{programs}:{os.environ['PATH']}", WORDS="\n".join(words), TYPE=str(kind),
        LINE=line if line is not None else " ".join(words), REPLACED=replaced if replaced is not None else words[-1],
    )  # fmt: skip
    script = """
        source <(claims completion bash)
        mapfile -t COMP_WORDS <<< "$WORDS"; COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        COMP_LINE=$LINE; COMP_POINT=99999; COMP_TYPE=$TYPE; COLUMNS=100
        _claims_completion claims "$REPLACED" "${COMP_WORDS[COMP_CWORD-1]}"
        printf '%s\\n' "${COMPREPLY[@]}"
    """
    bash = [needed("bash"), "--norc", "-c", script]
    ran = subprocess.run(bash, cwd=desk, env=env, capture_output=True, timeout=PATIENCE_S, check=True)
    assert ran.stderr == b""
    return ran.stdout.decode().splitlines()


def test_bash_inserts_ids_keys_and_quoted_names(desk: Path, programs: Path) -> None:
    """In bash a key is inserted as it is, a name with its spaces escaped, and what stands before a `:` or `@` is not inserted twice."""
    assert bash_replies(desk, programs, ["claims", "trace", "clo"]) == ["closed"]
    assert bash_replies(desk, programs, ["claims", "list", "--source", "Kara"]) == [r"Kara\ Courier"]
    quoted = "claims list --source 'Kara C"
    assert bash_replies(desk, programs, ["claims", "list", "--source", "'Kara C"], quoted, "Kara C") == ["Kara Courier"]
    assert bash_replies(desk, programs, ["claims", "undo", "@", "la"], "claims undo @la", "@la") == ["@last"]
    status = ["claims", "list", "--status", "=", "fal"]
    assert bash_replies(desk, programs, status, "claims list --status=fal", "fal") == ["false"]


def test_bash_lists_what_ids_stand_for(desk: Path, programs: Path) -> None:
    """Listing, bash shows beside each id the start of its text; inserting, the ids alone, so that what they share is right."""
    words = ["claims", "trace", "C-"]
    assert bash_replies(desk, programs, words, kind=9) == ["C-3", "C-2", "C-1"]
    assert bash_replies(desk, programs, words, kind=63) == [
        "C-3  (A claim without a key.)",
        "C-2  (The repair will take until May.)",
        "C-1  (The bridge at Kara is closed.)",
    ]


SETTINGS = {
    "bash": (["--norc", "-i"], "PS1='> '; source <(claims completion bash)\n"),
    "zsh": (["-f", "-i"], "PROMPT='> '; autoload -Uz compinit; compinit -D -u; source <(claims completion zsh)\n"),
    "fish": (["--no-config", "-i"], "function fish_prompt; echo '> '; end; claims completion fish | source\n"),
}
KEYS = [
    ("claims trace clo\t", "claims trace closed "),
    ("claims list --source Kara\t", r"claims list --source Kara\ Courier"),
    ('claims list --source "Kara\t', 'claims list --source "Kara Courier"'),
    ("claims list --status=mostly-f\t", "claims list --status=mostly-false"),
    ("claims undo @l\t", "claims undo @last"),
    ("claims import ca\t", "claims import case.yaml"),
    ("claims approve \t", "claims approve R-1"),
]


@pytest.mark.parametrize("shell", SETTINGS)
def test_tab_in_a_real_shell(desk: Path, programs: Path, shell: str) -> None:
    """Somebody at a terminal types and presses Tab: keys, names with and without quotes, options with `=`, `@last`, files, ids."""
    options, setting = SETTINGS[shell]
    home = desk.parent / "home"
    home.mkdir()
    env = {"PATH": f"{programs}:{os.environ['PATH']}", "HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    with terminal([needed(shell), *options], desk, columns=100, settings=env) as shown:
        shown.type(setting + "echo rea''dy\n")
        shown.until("ready\n")
        for keys, line in KEYS:
            shown.type(keys)
            shown.type("\x01: \n" if shell != "fish" else "\x01echo : \n")
            shown.until("\n")
            shown.type("echo li''ne\n")
            came = shown.until("line\n")
            assert line.rstrip() in came or line.rstrip() in shown.shown(), (keys, came)
