"""docs/cli.md's body, made of the commands themselves: cog writes it there, and a test holds the page to it."""

from collections.abc import Iterator

import click

from claims.commands.front import PROGRAM, SECTIONS
from claims.commands.verbs import Context, main

WIDTH = 100

Path = tuple[str, ...]
"""The words that name a command: `claims`, `words`, `add`."""


def commands() -> Iterator[tuple[Path, click.Command, click.Context]]:
    """Every command with its context, groups before what is in them."""
    return _within((PROGRAM,), main, None)


def _within(
    path: Path, command: click.Command, parent: click.Context | None
) -> Iterator[tuple[Path, click.Command, click.Context]]:
    # The width is given, not asked of a terminal: the page is the same wherever it is made.
    context = Context(
        command, info_name=path[-1], parent=parent, **{**command.context_settings, "terminal_width": WIDTH}
    )
    yield path, command, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            if found := command.get_command(context, name):
                yield from _within((*path, name), found, context)


def reference() -> str:
    """The page below its introduction: what stands before the verb, then every command under its group of verbs."""
    texts = {path: command.get_help(context) for path, command, context in commands()}
    parts = ["", _contents(texts), "", "## Before the verb", *_help(texts[PROGRAM,])]
    for section, verbs in SECTIONS.items():
        parts += ["", f"## {section}"]
        for verb, _, _ in verbs:
            for path, text in texts.items():
                if path[1:2] == (verb,):
                    parts += ["", f"{'###' if len(path) == 2 else '####'} {' '.join(path)}", *_help(text)]
    return "\n".join(parts) + "\n\n"


def _contents(texts: dict[Path, str]) -> str:
    """A line a group of verbs, each verb leading to its command."""
    paths = sorted(texts)
    lines = []
    for section, verbs in SECTIONS.items():
        links = []
        for verb, _, _ in verbs:
            below = [f"[{path[2]}](#{'-'.join(path)})" for path in paths if path[1:2] == (verb,) and len(path) > 2]
            links.append(f"[{verb}](#{PROGRAM}-{verb})" + (f" ({', '.join(below)})" if below else ""))
        lines.append(f"- **{section}**: {' · '.join(links)}")
    return "\n".join(lines)


def _help(text: str) -> tuple[str, ...]:
    return "", "```text", "\n".join(line.rstrip() for line in text.rstrip().split("\n")), "```"
