"""Completion in shells: the script that each of them sources, and our answers in the form that each understands."""

from __future__ import annotations

import contextlib
import os
import re
from typing import Any

import click
from click.shell_completion import CompletionItem, ShellComplete, add_completion_class

from claims.commands.main import COMPLETION
from claims.commands.output import answer_bytes
from claims.commands.parameters import Word
from claims.commands.verbs import PROGRAM, main

_BASH = """\
# Completion of %(prog_name)s in bash, 4.4 or later. To be sourced.
%(complete_func)s() {
    local line=${COMP_LINE-"${COMP_WORDS[*]}"} answers answer
    answers=$(env COMP_LINE="$line" COMP_POINT="${COMP_POINT-99999}" COMP_WORD="$2" COMP_TYPE="$COMP_TYPE" \\
        COLUMNS="$COLUMNS" %(complete_var)s=bash_complete "${1/#\\~/$HOME}" 2>/dev/null)
    COMPREPLY=()
    while IFS= read -r answer; do
        case $answer in
            plain,*) COMPREPLY+=("${answer#plain,}") ;;
            file,*) compopt -o default ;;
            dir,*) compopt -o dirnames ;;
        esac
    done <<< "$answers"
}
if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404)); then
    complete -o nosort -F %(complete_func)s %(prog_name)s
else
    echo "%(prog_name)s: completion needs bash 4.4 or later; this is $BASH_VERSION" >&2
fi
"""

_ZSH = """\
#compdef %(prog_name)s
# Completion of %(prog_name)s in zsh. To be sourced after compinit, or kept as _%(prog_name)s in a folder of fpath.
%(complete_func)s() {
    local -a answers plain described
    local kind value what
    answers=("${(@f)$(env COMP_LINE="${(j: :)words[1,CURRENT]}" %(complete_var)s=zsh_complete ${~words[1]} 2>/dev/null)}")
    for kind value what in "${(@)answers}"; do
        case $kind in
            plain) if [[ -n $what ]]; then described+=("$value:$what"); else plain+=("$value"); fi ;;
            file) [[ $PREFIX == -*=* ]] && compset -P 1 "*="; _path_files -f ;;
            dir) _path_files -/ ;;
        esac
    done
    (( $#described )) && _describe -V %(prog_name)s described -U
    (( $#plain )) && compadd -U -V %(prog_name)s -a plain
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    %(complete_func)s "$@"
else
    compdef %(complete_func)s %(prog_name)s
fi
"""

_FISH = """\
# Completion of %(prog_name)s in fish. To be sourced, or kept as %(prog_name)s.fish in a folder of fish_complete_path.
function %(complete_func)s
    set -l program (commandline -opc)[1]
    for answer in (env COMP_LINE=(commandline -cp | string collect) %(complete_var)s=fish_complete $program 2>/dev/null)
        switch $answer
            case 'plain,*'
                string replace -r '^plain,' '' -- $answer
            case 'file,*'
                __fish_complete_path (commandline -ct)
            case 'dir,*'
                __fish_complete_directories (commandline -ct)
        end
    end
end
complete --no-files --keep-order --command %(prog_name)s --arguments '(%(complete_func)s)'
"""

_LISTING = frozenset({"33", "63", "64"})
"""What COMP_TYPE is when bash will list what it is given, not only insert what all of it begins with."""

_NARROWEST = 40
_NEEDS_ESCAPE = re.compile(r"[^\w@%+=:,./-]")


def words_of(line: str) -> tuple[list[str], str]:
    """The words of an unfinished command line as a shell reads them, the last of them still being typed, and its open quote."""
    words, word, quote, begun = [], "", "", False
    characters = iter(line)
    for character in characters:
        if quote == "'" or (quote and character not in {'"', "\\"}) or (not quote and character not in " \t\n'\"\\"):
            closes = character == quote
            word, quote, begun = word + ("" if closes else character), "" if closes else quote, True
        elif character == "\\":
            following = next(characters, "")
            word, begun = word + ("\\" if quote and following not in '"\\$`' else "") + following, True
        elif character in {'"', "'"}:
            quote, begun = "" if quote else character, True
        elif begun:
            words.append(word)
            word, begun = "", False
    return [*words, word], quote


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: room - 1]}…"


class _Shell(ShellComplete):
    """A shell that hands over the line up to the cursor; it never sees an error of ours."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.typed = self.option = self.quote = ""

    def get_completion_args(self) -> tuple[list[str], str]:
        line = os.fsencode(os.environ.get("COMP_LINE", ""))[: int(os.environ.get("COMP_POINT") or 99_999)]
        words, self.quote = words_of(line.decode(errors="replace"))
        self.typed = words[-1]
        if self.typed.startswith("-") and "=" in self.typed:
            # What click completes is the option's value; what the shell replaces may be all of the word.
            self.option, _, self.typed = self.typed.partition("=")
            self.option += "="
        return words[1:-1], words[-1]

    def complete(self) -> str:
        with contextlib.suppress(Exception):
            return super().complete()
        return ""


class Bash(_Shell):
    """bash inserts what it is given as it is, in place of what follows the last character that breaks words there."""

    name = "bash"
    source_template = _BASH

    def complete(self) -> str:
        with contextlib.suppress(Exception):
            items = self.get_completions(*self.get_completion_args())
            values = {id(item): self._inserted(str(item.value)) for item in items}
            listing = os.environ.get("COMP_TYPE") in _LISTING and len(items) > 1
            widest = max(map(len, values.values()), default=0)
            room = max(int(os.environ.get("COLUMNS") or 80) - widest - 5, _NARROWEST)
            return "\n".join(
                f"{item.type},{values[id(item)]}"
                if not (listing and item.help and item.type == "plain")
                else f"plain,{values[id(item)].ljust(widest)}  ({_cut(item.help, room)})"
                for item in items
            )
        return ""

    def _inserted(self, value: str) -> str:
        """The value as it is to stand on the line: without what stands there already, and quoted."""
        replaced = (
            words_of(os.environ.get("COMP_WORD", ""))[0][-1] if not self.quote else os.environ.get("COMP_WORD", "")
        )
        if self.typed.endswith(replaced):
            value = value[len(self.typed) - len(replaced) :]
        if self.quote == "'":
            return value.replace("'", "'\\''")
        return re.sub(r'["$`\\]', r"\\\g<0>", value) if self.quote else _NEEDS_ESCAPE.sub(r"\\\g<0>", value)


class Zsh(_Shell):
    """zsh quotes by itself and replaces the whole word; a colon divides a value from what it means."""

    name = "zsh"
    source_template = _ZSH

    def format_completion(self, item: CompletionItem[Any]) -> str:
        value = f"{self.option}{item.value}" if item.type == "plain" else str(item.value)
        return f"{item.type}\n{value.replace(':', chr(92) + ':') if item.help else value}\n{item.help or ''}"


class Fish(_Shell):
    """fish quotes by itself; a tab divides a value from what it means."""

    name = "fish"
    source_template = _FISH

    def format_completion(self, item: CompletionItem[Any]) -> str:
        value = f"{self.option}{item.value}" if item.type == "plain" else str(item.value)
        return f"{item.type},{value}\t{item.help or ''}".rstrip("\t")


SHELLS: dict[str, type[_Shell]] = {shell.name: shell for shell in (Bash, Zsh, Fish)}
for _shell in SHELLS.values():
    add_completion_class(_shell)


def completed(instruction: str) -> int:
    """Answer a shell that asks how a line may go on: an exit code."""
    from click.shell_completion import shell_complete

    return shell_complete(main, {}, PROGRAM, COMPLETION, instruction)


@click.command()
@click.argument("shell", type=Word(SHELLS), metavar="SHELL", help="Which shell: bash, zsh or fish.")
def completion(shell: str) -> None:
    """Let the shell complete ids, keys and options.

    Prints the script that each shell reads in its own way:

    \b
    bash   in ~/.bashrc: source <(claims completion bash)
    zsh    in ~/.zshrc, after compinit: source <(claims completion zsh)
    fish   claims completion fish > ~/.config/fish/completions/claims.fish

    It reads the SQLite database that --db, CLAIMS_DB or the folder names, and changes nothing; of a PostgreSQL server
    only words and options are completed.
    """
    answer_bytes([SHELLS[shell](main, {}, PROGRAM, COMPLETION).source().encode()])


COMMANDS = (completion,)
