"""What does a person at the shell see?

One module a command; `console` for streams, colours and errors, `commands` for how help and options look. Nothing heavy
is imported before a command knows that it needs it, so that `--help` answers at once.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from typing import Any

import click

from indexer import __version__
from indexer.cli.command import Command
from indexer.cli.console import Console
from indexer.errors import IndexerError

__all__ = ["cli", "entry", "main"]

COMMANDS = ("index", "search", "show", "clean", "stats", "compact")

_INTERRUPTED = 128 + signal.SIGINT
_PIPE_CLOSED = 141  # what a shell reports of a program that SIGPIPE ended


class _Commands(click.Group):
    """The commands, each imported from its module when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: Command = importlib.import_module(f"indexer.cli.commands.{cmd_name}").command
        return command


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="The index is --index DIR, else $INDEXER_INDEX, else the nearest .indexer from here upwards, or ./.indexer.",
)
@click.version_option(__version__, prog_name="indexer")
def cli() -> None:
    """Turn a folder of articles into something you can search from the shell."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; `arguments` are those after the program's name."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the shell: >&-
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - for as long as we run
    console = Console(sys.stdout, sys.stderr, os.environ)
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        # Not click's main, which ends the program itself, with code 1, when a pipe is closed.
        with cli.make_context("indexer", given, obj=console) as context:
            outcome: Any = cli.invoke(context)
        console.flush()
    except BrokenPipeError:
        _silence()
        return _PIPE_CLOSED
    except (KeyboardInterrupt, click.Abort):
        console.say("interrupted")
        return _INTERRUPTED
    except Exception as error:  # noqa: BLE001 - whatever it is, the user is told in one way
        return _explain(console, error)
    return outcome if isinstance(outcome, int) else 0


def _explain(console: Console, error: Exception) -> int:
    """Tell the user what ended the run, and return its exit code."""
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if console.debug:
        traceback.print_exception(error)
    match error:
        case IndexerError():
            console.report(error)
            return error.exit_code
        case click.UsageError():
            name = error.ctx.command_path if error.ctx else "indexer"
            console.error(error.format_message(), hint=f"see {name} --help")
        case click.ClickException():
            console.error(error.format_message())
        case OSError():
            _silence()
            console.error(
                f"{error.strerror or error}: {error.filename or 'standard output'}",
                "free some space or mend the permissions, then run the same command again",
            )
        case _:
            console.error(
                f"internal error: {type(error).__name__}: {error}",
                "this is a fault of indexer's own; run the command again with --debug to see where it is",
            )
    return 2


def entry() -> None:
    """The `indexer` command."""
    sys.exit(main())


def _silence() -> None:
    """Let what can no longer be written go nowhere; Python must not complain when it flushes at exit."""
    null = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            os.dup2(null, stream.fileno())
