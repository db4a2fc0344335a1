"""indexer help: show the help of a command, or the guide to queries or rules."""

from __future__ import annotations

import click

from indexer.cli.command import Command, common_options, no_pager_option
from indexer.cli.console import Console
from indexer.errors import UsageError

__all__ = ["command"]


@click.command(
    "help",
    cls=Command,
    short_help="Show the guide to queries or rules, or the help of a command.",
    examples=(
        ("indexer help query", "what can be written in a query, with an example of each"),
        ("indexer help rules", "the rules of cleaning, and how they are overruled"),
        ("indexer help search", "the same as indexer search --help"),
    ),
    exit_codes=(("0", "it was shown"), ("2", "there is no such topic")),
)
@click.argument("topic", required=False, default="")
@no_pager_option
@common_options
@click.pass_obj
def command(console: Console, topic: str) -> int:
    """Show help on TOPIC: `query`, `rules`, or a command.

    Without TOPIC, all commands are listed.
    """
    running = click.get_current_context()
    width = running.terminal_width or console.context.size.columns
    if topic == "query":
        from indexer.cli.query_guide import guide

        console.page(guide(width))
        return 0
    if topic == "rules":
        from indexer.cli.rules_guide import rules_guide

        console.page(rules_guide(width))
        return 0
    above = running.find_root()
    commands = above.command
    if not topic:
        console.page(above.get_help() + "\n")
        return 0
    found = commands.get_command(above, topic) if isinstance(commands, click.Group) else None
    if found is None:
        raise UsageError(f"no help on {topic}", hint="topics: query, rules; all commands: indexer help")
    with click.Context(found, above, topic, terminal_width=width) as context:
        console.page(found.get_help(context) + "\n")
    return 0
