"""What does a person at the shell see?

One module per command in `commands`; `command` for how help and options look, `printers` for the output formats,
`console` for streams, colours and errors, `context` for what a run takes from the process. Nothing heavy is imported
before a command knows that it needs it, so that `--help` answers at once.
"""

from __future__ import annotations

import errno
import gc
import importlib
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from typing import Any

import click

from indexer import __version__
from indexer.cli.command import Command
from indexer.cli.console import Console
from indexer.cli.context import Context
from indexer.errors import IndexerError, UsageError, remedy_for

__all__ = ["COMMANDS", "Context", "cli", "entry", "main"]

COMMANDS = (
    *("index", "search", "show", "similar", "facets", "timeline", "terms", "help"),
    *("clean", "stats", "check", "eval", "export", "drop", "compact"),
)

_WIDEST_HELP = 100  # columns; longer lines are hard to read
_WRITING_FAILED = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF}
_PIPE_CLOSED = 141  # what a shell reports of a program that SIGPIPE ended

_MORE_MEMORY = "end other programs or raise the limit of memory (ulimit -v)"

_ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Signals that ask the program to end: Ctrl-C, `kill`, and the end of the terminal."""

_COLLECTED_AFTER = 100_000
"""New objects after which the garbage collector looks for cycles among them, at most some 20 MB. Python's 700 have it
look through the modules again and again while they are imported: 40 of 400 ms of a run with nothing changed."""


class _Commands(click.Group):
    """The commands, each imported from its module when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: Command = importlib.import_module(f"indexer.cli.commands.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is named first. Raises UsageError, with the command that may have been meant."""
        name = args[0]
        if name in COMMANDS or name.startswith("-"):
            return super().resolve_command(ctx, args)
        from difflib import get_close_matches  # only for those who mistype

        meant = get_close_matches(name, COMMANDS, 1)
        raise UsageError(
            f"no such command: {name}",
            hint=f"did you mean: indexer {meant[0]}?" if meant else f"commands: {', '.join(COMMANDS)}",
        )


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="The index is --index DIR, else $INDEXER_INDEX, else the nearest .indexer from here upwards, or ./.indexer.",
)
@click.version_option(__version__, prog_name="indexer")
@click.pass_context
def cli(running: click.Context) -> int | None:
    """Turn a folder of articles into something you can search from the shell."""
    if running.invoked_subcommand is not None:
        return None
    click.echo(running.get_help())
    return 0


def main(arguments: Sequence[str] | None = None, context: Context | None = None) -> int:
    """Run the command line and return its exit code.

    `arguments` are those after the program's name; they and `context` are the process's own where they are not given.
    Nothing but the streams of `context` is written to, with one exception: the pager, which has the process's terminal.
    """
    given = sys.argv[1:] if arguments is None else list(arguments)
    around = context or Context.of_process()
    with redirect_stdout(around.stdout), redirect_stderr(around.stderr):  # click writes the help to those of `sys`
        return _run(given, Console(around))


def _run(arguments: list[str], console: Console) -> int:
    try:
        # Not click's main, which ends the program itself, with code 1, when a pipe is closed.
        width = max(50, min(console.context.size.columns, _WIDEST_HELP) - 2)
        with cli.make_context("indexer", arguments, obj=console, terminal_width=width) as context:
            outcome: Any = cli.invoke(context)
        console.flush()
    except BrokenPipeError:
        _silence(console)
        return _PIPE_CLOSED
    except (KeyboardInterrupt, click.Abort) as error:
        with suppress(OSError):
            console.say("; ".join(["interrupted", *getattr(error, "__notes__", ())]))
        return 128 + (error.number if isinstance(error, _Ended) else signal.SIGINT)
    except Exception as error:  # noqa: BLE001 - whatever it is, the user is told in one way
        try:
            return _explain(console, error)
        except OSError:  # nor can that be told
            _silence(console)
            return 2
    return outcome if isinstance(outcome, int) else 0


def _on_one_line(error: click.ClickException) -> str:
    """What is wrong: click lists what there is to choose from on lines of their own."""
    return " ".join(error.format_message().split())


def _explain(console: Console, error: Exception) -> int:
    """Tell the user what ended the run, and return its exit code."""
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if console.debug:
        traceback.print_exception(error, file=console.err)
    match error:
        case IndexerError():
            console.report(error)
            return error.exit_code
        case click.UsageError():
            name = error.ctx.command_path if error.ctx else "indexer"
            console.error(_on_one_line(error), hint=f"see {name} --help")
        case click.ClickException():
            console.error(_on_one_line(error))
        case OSError():
            _silence(console)
            where = error.filename or ("standard output" if error.errno in _WRITING_FAILED else "")
            console.error(
                f"{error.strerror or error}: {where}" if where else f"{error.strerror or error}",
                f"{remedy_for(error.errno)}, then run the same command again"
                if where
                else "run the command again with --debug to see what was refused",
            )
        case MemoryError():
            console.error("there is not enough memory", f"{_MORE_MEMORY}, then run the same command again")
        case ImportError():
            what = str(error).strip().rpartition("\n")[2]  # numpy has a page of advice before it
            console.error(f"a library cannot be loaded: {what}", f"{_MORE_MEMORY}, or install indexer again")
        case _:
            console.error(
                f"internal error: {type(error).__name__}: {error}",
                "this is a fault of indexer's own; run the command again with --debug to see where it is",
            )
    return 2


class _Ended(KeyboardInterrupt):
    """A signal asks the program to end, as Ctrl-C does; `number` is the signal's."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def _end(number: int, _frame: object) -> None:
    _ignore_more()  # once is enough: what follows is the way to the end
    raise _Ended(number)


def _ignore_more() -> None:
    """Ignore from now on what `_end` would answer."""
    for number in _ENDING:
        if signal.getsignal(number) == _end:
            signal.signal(number, signal.SIG_IGN)


def entry() -> None:
    """The `indexer` command."""
    # numpy's linear algebra starts a thread for each processor when it is imported, which takes 30 of 100 ms; the one
    # product of matrices here takes a millisecond.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(_COLLECTED_AFTER)
    for number in _ENDING:
        if signal.getsignal(number) in {signal.SIG_DFL, signal.default_int_handler}:  # `nohup` has one ignored
            signal.signal(number, _end)
    code = main()
    _ignore_more()  # the exit code is known
    gc.freeze()  # else Python looks for cycles among all that is left before it ends: 40 of 400 ms of such a run
    sys.exit(code)


# Python (from 3.11 on) keeps the frames of calls in pieces of 16 KB, and gives a piece back to the system when the call
# ends that needed it. What calls again and again from just below the end of one, as numpy does when it is imported, has
# the system come and go each time: 1,700 times, 20 of 300 ms. A piece is as large as the frame that begins it needs,
# rounded up to a power of two: with this one, there is room for some 800 calls.
entry.__code__ = entry.__code__.replace(co_stacksize=2**14)


def _silence(console: Console) -> None:
    """Discard what can no longer be written, so that Python does not complain when it flushes at exit."""
    for stream in (console.out, console.err):
        try:
            stream.flush()
        except (OSError, ValueError):
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, stream.fileno())
            os.close(null)
