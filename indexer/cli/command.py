"""How do the commands' options and help look alike?

Options are in groups; below them come examples and exit codes. The options that every command has are defined once,
here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from indexer.cli.console import Console
from indexer.cli.context import Context

if TYPE_CHECKING:
    from indexer.index import Index
    from indexer.searching.lookup import StoredArticle

__all__ = [
    "Command",
    "Option",
    "absolute_path",
    "as_option",
    "common_options",
    "extract_option",
    "find_article",
    "format_option",
    "index_option",
    "install_hint",
    "mark_option",
    "no_pager_option",
    "open_index",
    "option",
    "rules_arguments",
    "rules_options",
    "shown_path",
    "wait_option",
    "yes_option",
]

_NONE = "none"
"""What says that nothing overrules cleaning any more."""

F = TypeVar("F", bound=Callable[..., Any])


class Option(click.Option):
    """An option that knows its group in the help."""

    def __init__(self, *args: Any, group: str = "Options", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group

    def get_help_extra(self, ctx: click.Context) -> Any:
        """What is written in brackets: the default, but not that a count begins at 0."""
        extra = super().get_help_extra(ctx)
        extra.pop("range", None)
        return extra


def option(*names: str, group: str, **settings: Any) -> Callable[[F], F]:
    """The `option` of click, under the heading `group`."""
    return click.option(*names, cls=Option, group=group, **settings)


class Command(click.Command):
    """A command whose help has its options in groups, then examples and exit codes.

    `examples` are pairs of a command line and what it does; `exit_codes` pairs of a code and what it means.
    """

    def __init__(
        self,
        *args: Any,
        examples: tuple[tuple[str, str], ...] = (),
        exit_codes: tuple[tuple[str, str], ...] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.examples = examples
        self.exit_codes = exit_codes

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options; an error knows the command, so that its hint can name the command's help."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, group by group in the order of their first appearance."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx) if isinstance(parameter, click.Option) else None
            if record is not None:
                groups.setdefault(getattr(parameter, "group", "General"), []).append(record)
        for name, records in groups.items():
            with formatter.section(name):
                formatter.write_dl(records)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples and the exit codes."""
        if self.examples:
            with formatter.section("Examples"):
                widest = max(len(line) for line, _ in self.examples)
                for line, meaning in self.examples:
                    beside = f"{line:<{widest}}  {meaning}"
                    if formatter.current_indent + len(beside) <= formatter.width:
                        formatter.write(f"{'':{formatter.current_indent}}{beside}\n")
                    else:
                        formatter.write(f"{'':{formatter.current_indent}}{line}\n")
                        formatter.write(f"{'':{formatter.current_indent + 4}}{meaning}\n")
        if self.exit_codes:
            with formatter.section("Exit codes"):
                formatter.write_dl(self.exit_codes)


def common_options(command: F) -> F:
    """Add --index, --quiet, --color and --debug."""
    for decorate in (
        option(
            "--debug",
            group="General",
            is_flag=True,
            expose_value=False,
            callback=_set("debug"),
            help="Show tracebacks of errors.",
        ),
        option(
            "--color",
            group="General",
            type=click.Choice(["auto", "always", "never"]),
            default="auto",
            expose_value=False,
            callback=_set("color"),
            help="[default: auto, which obeys NO_COLOR]",
        ),
        option(
            "-q",
            "--quiet",
            group="General",
            is_flag=True,
            expose_value=False,
            callback=_set("quiet"),
            help="Show errors only.",
        ),
    ):
        command = decorate(command)
    return command


def index_option(command: F) -> F:
    """Add --index."""
    return option(
        "--index",
        "location",
        group="General",
        metavar="DIR",
        help="The index. [default: see indexer --help]",
    )(command)


def extract_option(command: F) -> F:
    """Add --extract."""
    return option(
        "--extract",
        "extractor",
        group="How",
        type=click.Choice(["own", "best"]),
        help="Extractor for web pages. best: a majority vote of three, slow; needs the extra best. "
        "[default: as before, or own]",
    )(command)


def rules_options(command: F) -> F:
    """Add --keep, --drop and --rules."""
    for decorate in (
        option(
            "--rules",
            group="How",
            metavar="FILE",
            help="Overrule cleaning by rules per site in FILE. index remembers all three; the word none forgets one.",
        ),
        option(
            "--drop",
            group="How",
            multiple=True,
            metavar="RULE",
            help="Take out what RULE is about, in all articles; may be repeated.",
        ),
        option(
            "--keep",
            group="How",
            multiple=True,
            metavar="RULE",
            help="Keep what RULE takes out, in all articles; may be repeated. RULE: see indexer help rules.",
        ),
    ):
        command = decorate(command)
    return command


def rules_arguments(keep: tuple[str, ...], drop: tuple[str, ...], rules: str | None) -> dict[str, Any]:
    """What --keep, --drop and --rules say, as `Index.update` takes it: None where an option is not given, and nothing
    for `none`. Raises UsageError where no file of rules can be read."""
    file: object = {} if rules == _NONE else None
    if rules is not None and rules != _NONE:
        from indexer.indexing.overruling import rules_file_of  # given by few

        file = rules_file_of("--rules", absolute_path(rules))
    return {
        "keep": None if not keep else () if keep == (_NONE,) else keep,
        "drop": None if not drop else () if drop == (_NONE,) else drop,
        "rules": file,
    }


def format_option(*forms: str, help: str, metavar: str | None = None) -> Callable[[F], F]:  # noqa: A002 - click's name
    """Add --format, with these output formats, the first of them the default; `metavar` stands for them in the help."""
    return option(
        "--format", "form", group="Output", type=click.Choice(forms), default=forms[0], metavar=metavar, help=help
    )


def mark_option(command: F) -> F:
    """Add --mark."""
    return option(
        "--mark",
        group="Output",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        expose_value=False,
        callback=_set("mark"),
        metavar="WHEN",
        help="[Brackets] around matches: auto, always, never.",
    )(command)


def as_option(command: F) -> F:
    """Add --as."""
    return option(
        "--as",
        "form_of_input",
        group="Which files",
        metavar="FORMAT",
        help="Format of standard input: html, md, txt, eml, pdf … [default: told by its content]",
    )(command)


def install_hint(extras: Iterable[str]) -> str:
    """How to install these extras, for a person; "" where there are none."""
    from indexer.installing import how_to_install  # seldom needed

    return "; ".join(f"install it with: {how_to_install(extra)}" for extra in sorted(extras))


def no_pager_option(command: F) -> F:
    """Add --no-pager."""
    return option(
        "--no-pager",
        group="Output",
        is_flag=True,
        expose_value=False,
        callback=_set_pager,
        help="Never show long output through $PAGER.",
    )(command)


def wait_option(command: F) -> F:
    """Add --wait."""
    return option(
        "--wait",
        group="How",
        type=click.FloatRange(0),
        default=0.0,
        metavar="SECONDS",
        help="Wait for another process that is writing to the index.",
    )(command)


def yes_option(help: str) -> Callable[[F], F]:  # noqa: A002 - click's name for it
    """Add --yes, with this meaning."""
    return option("-y", "--yes", group="How", is_flag=True, help=help)


def open_index(location: str | None) -> Index:
    """The index that the user means; it is closed when the command ends."""
    from indexer.index import Index
    from indexer.store.location import locate

    context = _context()
    named = location or context.environment.get("INDEXER_INDEX")
    start = context.cwd if named and os.path.isabs(os.path.expanduser(named)) else context.folder()
    console = click.get_current_context().ensure_object(Console)
    index = Index(locate(location, context.environment, Path(start)), waiting=console.say)
    click.get_current_context().call_on_close(index.close)
    return index


def find_article(index: Index, identifier: str) -> tuple[StoredArticle, int | None]:
    """The article at the address `identifier`, which is relative to the user's folder, or else the one with this id."""
    from indexer.errors import UnknownIdError, UsageError

    try:
        return index.article(absolute_path(identifier))
    except (UnknownIdError, UsageError):
        return index.article(identifier)


def absolute_path(path: str) -> str:
    """The absolute path of what the user calls `path`."""
    return _context().absolute(path)


def shown_path(path: str) -> str:
    """An absolute path as the user would type it: relative where it is below the current folder."""
    return _context().shown(path)


def _context() -> Context:
    """The surroundings of the command that is running."""
    return click.get_current_context().ensure_object(Console).context


def _set(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    """A callback that puts the option's value into the console."""

    def put(ctx: click.Context, _parameter: click.Parameter, value: Any) -> None:
        setattr(ctx.ensure_object(Console), name, value)

    return put


def _set_pager(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    ctx.ensure_object(Console).use_pager = not value
