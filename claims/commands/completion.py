"""The verb `completion`: the script by which a shell asks us."""

from __future__ import annotations

import click

from claims.commands.output import answer_bytes
from claims.commands.parameters import Word
from claims.commands.shells import SHELLS


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
    answer_bytes([SHELLS[shell].source().encode()])


COMMANDS = (completion,)
