"""Completion in shells: the script that each of them sources, and our answers in the form that each understands."""

from __future__ import annotations

import contextlib
import os
import sys

from claims.commands.front import COMPLETION, PROGRAM, verbs

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
_PLAIN = frozenset("_@%+=:,./-")
"""What means nothing to a shell, beside letters and digits."""


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


class Proposal:
    """One way in which a line may go on, with what it means; of the kind "file" or "dir" the shell finds them itself."""

    def __init__(self, value: str, what: str | None, kind: str = "plain") -> None:
        self.value, self.what, self.kind = value, what, kind


class _Shell:
    """A shell that hands over the line up to the cursor; it never sees an error of ours."""

    script: str

    def __init__(self) -> None:
        self.typed = self.option = self.quote = ""

    @classmethod
    def source(cls) -> str:
        """The script that it reads once."""
        return cls.script % {
            "prog_name": PROGRAM,
            "complete_func": f"_{PROGRAM}_completion",
            "complete_var": COMPLETION,
        }

    def complete(self) -> str:
        """How the line that it asks about may go on, in the form that it understands."""
        with contextlib.suppress(Exception):
            return self.told(_proposals(*self._words()))
        return ""

    def _words(self) -> tuple[list[str], str]:
        line = os.fsencode(os.environ.get("COMP_LINE", ""))[: int(os.environ.get("COMP_POINT") or 99_999)]
        words, self.quote = words_of(line.decode(errors="replace"))
        self.typed = words[-1]
        if self.typed.startswith("-") and "=" in self.typed:
            # What is completed is the option's value; what the shell replaces may be all of the word.
            self.option, _, self.typed = self.typed.partition("=")
            self.option += "="
        return words[1:-1], words[-1]

    def told(self, items: list[Proposal]) -> str:
        return "\n".join(map(self.one, items))

    def one(self, item: Proposal) -> str:
        raise NotImplementedError


def _proposals(before: list[str], begun: str) -> list[Proposal]:
    if not before and not begun.startswith("-"):  # the verbs are known without loading anything
        return [Proposal(name, what) for name, what in verbs(begun)]
    from claims.commands.verbs import completions

    return [Proposal(str(item.value), item.help, item.type) for item in completions(before, begun)]


class Bash(_Shell):
    """bash inserts what it is given as it is, in place of what follows the last character that breaks words there."""

    script = _BASH

    def told(self, items: list[Proposal]) -> str:
        values = [self._inserted(item.value) for item in items]
        listing = os.environ.get("COMP_TYPE") in _LISTING and len(items) > 1
        widest = max(map(len, values), default=0)
        room = max(int(os.environ.get("COLUMNS") or 80) - widest - 5, _NARROWEST)
        return "\n".join(
            f"{item.kind},{value}"
            if not (listing and item.what and item.kind == "plain")
            else f"plain,{value.ljust(widest)}  ({_cut(item.what, room)})"
            for item, value in zip(items, values, strict=True)
        )

    def _inserted(self, value: str) -> str:
        """The value as it is to stand on the line: without what stands there already, and quoted."""
        replaced = (
            words_of(os.environ.get("COMP_WORD", ""))[0][-1] if not self.quote else os.environ.get("COMP_WORD", "")
        )
        if self.typed.endswith(replaced):
            value = value[len(self.typed) - len(replaced) :]
        if self.quote == "'":
            return value.replace("'", "'\\''")
        if self.quote:
            return "".join(f"\\{c}" if c in '"$`\\' else c for c in value)
        return "".join(c if c.isalnum() or c in _PLAIN else f"\\{c}" for c in value)


class Zsh(_Shell):
    """zsh quotes by itself and replaces the whole word; a colon divides a value from what it means."""

    script = _ZSH

    def one(self, item: Proposal) -> str:
        value = f"{self.option}{item.value}" if item.kind == "plain" else item.value
        return f"{item.kind}\n{value.replace(':', chr(92) + ':') if item.what else value}\n{item.what or ''}"


class Fish(_Shell):
    """fish quotes by itself; a tab divides a value from what it means."""

    script = _FISH

    def one(self, item: Proposal) -> str:
        value = f"{self.option}{item.value}" if item.kind == "plain" else item.value
        return f"{item.kind},{value}\t{item.what or ''}".rstrip("\t")


SHELLS: dict[str, type[_Shell]] = {"bash": Bash, "zsh": Zsh, "fish": Fish}


def completed(instruction: str) -> int:
    """Answer a shell that asks how a line may go on, or for its script: an exit code."""
    shell, _, wanted = instruction.partition("_")
    if shell not in SHELLS or wanted not in {"source", "complete"}:
        return 1
    sys.stdout.write(f"{SHELLS[shell].source() if wanted == 'source' else SHELLS[shell]().complete()}\n")
    return 0
