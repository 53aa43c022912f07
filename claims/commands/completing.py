"""Arguments that a shell completes from the database: ids with what they stand for, keys, names, statuses, cases.

Only the kinds stand here, for every command names some of them; what they propose is read by `proposals`, when a shell asks.
"""

from __future__ import annotations

from typing import Any

import click

from claims.commands.parameters import F, Text


class Thing(Text):
    """What a person types to name a thing. `kinds` are those of `proposals`, in the order in which they are proposed."""

    def __init__(self, name: str, *kinds: str) -> None:
        self.name = name
        self.kinds = kinds

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        from click.shell_completion import CompletionItem

        from claims.commands.proposals import proposed

        root, given = ctx.find_root().params, ctx.params.get(param.name or "")
        found = proposed(root.get("db"), self.kinds, incomplete, _claim_on_line(ctx))
        taken = set(given) if isinstance(given, tuple) else set()
        return [CompletionItem(value, help=what) for value, what in found if value not in taken]


def _claim_on_line(ctx: click.Context) -> str | None:
    """The claim that stands before what is completed; while an option's value is typed, click has left arguments unread."""
    first = next((param for param in ctx.command.params if isinstance(param, click.Argument)), None)
    if first is None or first.name != "claim":
        return None
    return ctx.params.get("claim") or next(iter(ctx.args), None)


CLAIM = Thing("claim", "claim")
SOURCE = Thing("source", "source")
OUTLET = Thing("outlet", "outlet")
SOME_OUTLET = Thing("outlet", "outlet", "unknown")
ARTICLE = Thing("article", "article")
OWN_ARTICLE = Thing("article", "article", "none")
APPEARANCE = Thing("appearance", "appearance")
END = Thing("end", "step", "appearance", "source", "article")
"""An end of a hop: an appearance of the claim named before it, or what stands for one."""
HOP = Thing("hop", "hop")
REVIEW = Thing("review", "review")
SEEN = Thing("review", "review", "none")
ASKED = Thing("claim", "claim", "request")
EVENT = Thing("event", "event")
EVIDENCE = Thing("evidence", "article", "appearance")
ANYTHING = Thing("id", "event", "review", "hop", "appearance", "claim id", "article", "source id", "link", "request")
STATUS = Thing("status", "status")
SUGGESTION = Thing("suggestion", "suggestion")
CASE = Thing("key", "case")
FILE = click.Path(readable=False)
"""A file's name, which may be any bytes: nothing about it is checked here."""


def as_of_option(function: F) -> F:
    return click.option(
        "--as-of", type=EVENT, metavar="DATE|E-12", help="As the log stood at the end of a day, or after an event."
    )(function)
