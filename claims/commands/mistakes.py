"""What a command line that cannot be understood is told: one line, with what may have been meant."""

from __future__ import annotations

import click

from claims.errors import did_you_mean, quoted


def usage_sentence(problem: click.UsageError) -> str:
    """The sentence for a mistake in the command line."""
    context = problem.ctx
    if isinstance(problem, click.NoSuchOption):
        said = _no_such_option(problem.option_name, context)
    elif isinstance(problem, click.exceptions.NoSuchCommand):
        known = context.command.list_commands(context) if context and isinstance(context.command, click.Group) else []
        said = f"There is no command {quoted(problem.command_name)}.{did_you_mean(problem.command_name, known)}"
    else:
        said = problem.format_message()
        said += "" if said.endswith((".", "?")) else "."
    if context is not None and not said.endswith("?"):
        said += f" See {context.command_path} --help."
    return said


def _no_such_option(name: str, context: click.Context | None) -> str:
    if context is None:
        return f"There is no option {quoted(name)}."
    before = {option for param in context.find_root().command.params for option in param.opts}
    if context.parent is not None and name in before:
        verb = context.command_path.removeprefix(context.find_root().command_path)
        return f"{name} stands before the verb: {context.find_root().command_path} {name} …{verb} …"
    known = [option for param in context.command.get_params(context) for option in param.opts if option.startswith("--")]
    return f"{context.command_path} has no option {quoted(name) if name.strip('-') else name}.{did_you_mean(name, known)}"
