"""How do commands that take a query look alike?"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from indexer.cli.command import Command, option
from indexer.errors import UsageError

if TYPE_CHECKING:
    from indexer.cli.notes import MatchOptions

__all__ = ["QueryCommand", "query_options"]


class QueryCommand(Command):
    """A command whose arguments may look like options: people write `-word` to exclude one."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options; for a single dash, an error says how to leave out a word."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            if error.option_name.startswith("--"):
                raise
            hint = f"to leave out a word write: NOT word, or put -- before the query; see {ctx.command_path} --help"
            raise UsageError(error.format_message(), hint=hint) from None


def query_options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the query, which may be left out, and what decides which passages match it: --any, --all, --literal, --since
    and --until. The command gets them as `text`, None where there is no query, and `match_options`."""

    @wraps(command)
    def with_query(
        *arguments: Any,
        query: tuple[str, ...],
        any_: bool,
        literal: bool,
        since: str | None,
        until: str | None,
        **others: Any,
    ) -> int:
        options: MatchOptions = {"mode": "any" if any_ else "all", "literal": literal, "since": since, "until": until}
        return command(*arguments, text=" ".join(query) if query else None, match_options=options, **others)

    decorated: Callable[..., int] = with_query
    for decorate in (
        option("--until", group="What to find", metavar="DAY", help="Published on or before."),
        option(
            "--since",
            group="What to find",
            metavar="DAY",
            help="Published on or after: 2019, 'Feb 2019', 'last week'.",
        ),
        option(
            "--literal",
            group="What to find",
            is_flag=True,
            help="Plain words; no character is special.",
        ),
        option(
            "--any/--all",
            "any_",
            group="What to find",
            default=True,
            help="Any plain word, or all. [default: any]",
        ),
        click.argument("query", nargs=-1, metavar="[QUERY…]"),
    ):
        decorated = decorate(decorated)
    return decorated
