"""How does the user say how much memory and time a file may take?"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

from indexer.cli.command import option
from indexer.reasons import Cause

__all__ = ["Size", "limit_hint", "limit_options"]

_SIZE = re.compile(r"(\d{1,15}(?:\.\d{1,15})?)\s*([kKmMgG]?)(?:i?[bB])?")
_UNITS = {"": 1, "k": 2**10, "m": 2**20, "g": 2**30}

F = TypeVar("F", bound=Callable[..., Any])


class Size(click.ParamType[int]):
    """A number of bytes, as 800k or 1.5GB."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The bytes that a text means."""
        if isinstance(value, int):
            return value
        match = _SIZE.fullmatch(value.strip())
        if match is None:
            self.fail(f"{value!r} is not a size; write 800k, 50MB or 1.5G", param, ctx)
        return int(float(match[1]) * _UNITS[match[2].lower()])


def limit_options(command: F) -> F:
    """Add --max-memory and --max-seconds."""
    for decorate in (
        option(
            "--max-seconds",
            group="How",
            type=click.FloatRange(0),
            metavar="N",
            help="Give up a file that takes longer for each 10 MB of it, and name it; 0 for no limit. [default: 120]",
        ),
        option(
            "--max-memory",
            group="How",
            type=Size(),
            metavar="SIZE",
            help="Give up a file that takes more memory, and name it; 0 for no limit. [default: 2GB]",
        ),
    ):
        command = decorate(command)
    return command


def limit_hint(what: str, told: set[str]) -> str:
    """What to do about a file that exceeded a limit, the first time: then it is `told`."""
    if not what.startswith(Cause.LIMIT) or Cause.LIMIT in told:
        return ""
    told.add(Cause.LIMIT)
    return "give it more with --max-memory or --max-seconds, where it can be trusted"
