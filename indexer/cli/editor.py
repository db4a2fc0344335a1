"""How is a hit opened in the user's editor, at its line?"""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Mapping
from typing import Final

from indexer.cli.context import Context
from indexer.errors import UsageError
from indexer.model.hits import Hit

__all__ = ["editor_command", "open_hit"]

_PLUS: Final = frozenset(
    "vi vim nvim view gvim mvim vim.basic vim.tiny nano pico emacs emacsclient mg jed joe jmacs ne kak micro less most"
    " ex gedit kate kwrite pluma xed".split()
)
"""Editors that take `+LINE FILE`."""
_COLON: Final = frozenset("subl sublime_text zed hx helix".split())
"""Editors that take `FILE:LINE`."""
_GOTO: Final = frozenset("code codium code-insiders vscodium cursor windsurf".split())
"""Editors that take `--goto FILE:LINE`."""


def editor_command(environment: Mapping[str, str], path: str, line: int | None) -> list[str]:
    """The words of the command that opens the file `path`, which is absolute, at `line`.

    The editor is $VISUAL, else $EDITOR, either with arguments of its own. One that is not known opens the file without
    going to the line. Raises UsageError where neither is set, or is not a command.
    """
    written = environment.get("VISUAL", "").strip() or environment.get("EDITOR", "").strip()
    if not written:
        raise UsageError("neither $VISUAL nor $EDITOR says which editor to open", hint="set one: export EDITOR=nano")
    try:
        words = shlex.split(written)
    except ValueError as error:
        raise UsageError(f"cannot read $VISUAL or $EDITOR: {error}: {written}") from None
    name = os.path.basename(words[0]).removesuffix(".exe")
    if line is None:
        return [*words, path]
    if name in _PLUS:
        return [*words, f"+{line}", path]
    if name in _GOTO:
        return [*words, "--goto", f"{path}:{line}"]
    return [*words, f"{path}:{line}" if name in _COLON else path]


def open_hit(context: Context, hit: Hit) -> None:
    """Open the hit's file in the user's editor, and wait until that ends.

    Raises UsageError where there is no such file, where the hit is a part of one, or where the editor fails.
    """
    shown = hit.address.with_path(context.shown(hit.address.path))
    instead = f"read it with: indexer show {hit.id}"
    if not hit.source:
        raise UsageError(f"{shown.article} comes from no file that could be opened", hint=instead)
    if hit.part:
        raise UsageError(f"{shown.article} is a part of a file, which an editor cannot open", hint=instead)
    if not os.path.exists(hit.source):
        raise UsageError(f"{shown.article} was deleted since indexing", hint=instead)
    command = editor_command(context.environment, hit.source, hit.first_line)
    try:
        # The command is the user's own.
        ended = subprocess.run(  # noqa: S603
            command, env=dict(context.environment), cwd=context.cwd or None, check=False
        )
    except OSError as error:
        raise UsageError(
            f"cannot start the editor {command[0]}: {error.strerror}", hint="set another: export EDITOR=nano"
        ) from None
    if ended.returncode:
        raise UsageError(f"the editor {command[0]} ended with exit code {ended.returncode}")
