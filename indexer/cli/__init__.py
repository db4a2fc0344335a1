"""What does a person at the shell see?

One module a command; `console` for streams, colours and errors, `commands` for how help and options look. Nothing heavy
is imported before a command knows that it needs it, so that `--help` answers at once.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Sequence
from typing import Any

import click

from indexer import __version__
from indexer.cli.commands import Command
from indexer.cli.console import Console
from indexer.errors import IndexerError

__all__ = ["cli", "entry", "main"]

COMMANDS = ("index", "search", "show", "clean", "stats")

_INTERRUPTED = 128 + signal.SIGINT
_PIPE_CLOSED = 141  # what a shell reports of a program that SIGPIPE ended


class _Commands(click.Group):
    """The commands, each imported from its module when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: Command = importlib.import_module(f"indexer.cli.{cmd_name}").command
        return command


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="The index is --index DIR, else $INDEXER_INDEX, else the nearest .indexer from here upwards, or ./.indexer.",
)
@click.version_option(__version__, prog_name="indexer")
def cli() -> None:
    """Turn a folder of articles into something you can search from the shell."""


def main(arguments: Sequence[str] | None = None) -> int:  # noqa: PLR0911 - one for each way a run can end
    """Run the command line and return its exit code; `arguments` are those after the program's name."""
    console = Console(sys.stdout, sys.stderr, os.environ)
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        outcome: Any = cli.main(args=given, prog_name="indexer", standalone_mode=False, obj=console)
        console.flush()
    except BrokenPipeError:
        return _quiet_exit()
    except (KeyboardInterrupt, click.Abort):
        console.say("interrupted")
        return _INTERRUPTED
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.UsageError as error:
        name = error.ctx.command_path if error.ctx else "indexer"
        console.error(error.format_message(), hint=f"see {name} --help")
        return 2
    except click.ClickException as error:
        console.error(error.format_message())
        return 2
    except IndexerError as error:
        if console.debug:
            raise
        console.report(error)
        return error.exit_code
    except Exception as error:
        if console.debug:
            raise
        console.error(
            f"internal error: {type(error).__name__}: {error}",
            "this is a fault of indexer's own; run the command again with --debug to see where it is",
        )
        return 2
    return outcome if isinstance(outcome, int) else 0


def entry() -> None:
    """The `indexer` command."""
    sys.exit(main())


def _quiet_exit() -> int:
    """End without a word where the reader of our output has gone; Python must not complain when it flushes at exit."""
    null = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (BrokenPipeError, ValueError):
            os.dup2(null, stream.fileno())
    return _PIPE_CLOSED
