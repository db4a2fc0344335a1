"""How is a result written into a file of the user's: complete, or not at all?

What is written goes into a hidden file beside it first, which gets the name when all is written.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from typing import TextIO

from indexer.cli.context import Context
from indexer.errors import UsageError
from indexer.random_names import random_hex

__all__ = ["output_file"]


@contextmanager
def output_file(context: Context, name: str, *, force: bool) -> Iterator[TextIO]:
    """Open the file that the user calls `name` to be written in UTF-8. It appears when the block has ended; with an
    error, it does not.

    What has this name already is replaced with `force` only, and only where it is a regular file; a link stays, and
    what it leads to is replaced. Raises UsageError where nothing may or can be written there.
    """
    final = _place(context.absolute(name), name, force=force)
    hidden = os.path.join(os.path.dirname(final), f".indexer-{random_hex()}")
    try:
        descriptor = os.open(hidden, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o666)
    except OSError as error:
        raise _refused(name, error) from None
    try:
        with TextIOWrapper(open(descriptor, "wb"), "utf-8", newline="\n") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if force:
            with suppress(OSError):
                os.chmod(hidden, stat.S_IMODE(os.stat(final).st_mode))
            os.replace(hidden, final)
        else:
            _give_name(hidden, final)
    except FileExistsError:
        raise _exists(name) from None
    except OSError as error:
        error.filename = error.filename or name
        raise
    finally:
        with suppress(FileNotFoundError):
            os.unlink(hidden)


def _place(path: str, name: str, *, force: bool) -> str:
    """Where the file is to be."""
    if os.path.isdir(path):
        raise UsageError(f"{name} is a folder", hint="name a file in it")
    if not os.path.lexists(path):
        return os.path.abspath(path)
    if not force:
        raise _exists(name)
    final = os.path.realpath(path)
    if os.path.lexists(final) and not os.path.isfile(final):
        raise UsageError(f"{name} is not a file that can be replaced", hint="leave out -o to write to standard output")
    return final


def _give_name(hidden: str, final: str) -> None:
    """Name a file that is complete; raises FileExistsError where another has got the name meanwhile."""
    try:
        os.link(hidden, final)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if os.path.lexists(final):
            raise FileExistsError from None
        os.rename(hidden, final)


def _exists(name: str) -> UsageError:
    return UsageError(f"{name} exists already; nothing was written", hint="name another file, or give --force")


def _refused(name: str, error: OSError) -> UsageError:
    return UsageError(
        f"cannot write {name}: {error.strerror}", hint=f"is {os.path.dirname(name) or '.'} a folder you may write to?"
    )
