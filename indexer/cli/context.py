"""What does a run of the command take from the process around it?

The current folder, the environment, the streams and the terminal are values that `main` is given, so that a program can
run a command by calling a function: with other streams, in another folder, without being in a terminal.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TextIO

from indexer.errors import UsageError

__all__ = ["Context"]


@dataclass(frozen=True, slots=True)
class Context:
    """The surroundings of one run of the command.

    `cwd` is the absolute path of the folder that relative paths start from, "" where it no longer exists; `terminals`
    are the names of those streams that are terminals ("stdin", "stdout", "stderr"); `size` is the terminal's, in
    columns and lines.
    """

    cwd: str
    environment: Mapping[str, str]
    stdin: TextIO
    stdout: TextIO
    stderr: TextIO
    terminals: frozenset[str] = field(default_factory=frozenset)
    size: os.terminal_size = field(default_factory=lambda: os.terminal_size((80, 24)))

    @classmethod
    def of_process(cls) -> Context:
        """The surroundings of this process. A stream that the shell has closed (`>&-`) reads and writes nothing."""
        for name in ("stdin", "stdout", "stderr"):
            if getattr(sys, name) is None:
                mode = "r" if name == "stdin" else "w"
                setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - for as long as we run
        try:
            cwd = os.getcwd()
        except OSError:
            cwd = ""
        return cls(
            cwd,
            os.environ,
            sys.stdin,
            sys.stdout,
            sys.stderr,
            frozenset(name for name in ("stdin", "stdout", "stderr") if getattr(sys, name).isatty()),
            shutil.get_terminal_size(),
        )

    def is_terminal(self, stream: TextIO) -> bool:
        """Whether `stream`, one of the three, is a terminal."""
        return any(stream is getattr(self, name) for name in self.terminals)

    def folder(self) -> str:
        """The current folder. Raises UsageError where it no longer exists."""
        if not self.cwd:
            raise UsageError("the current folder no longer exists", hint="change to another folder: cd /…")
        return self.cwd

    def absolute(self, path: str) -> str:
        """The absolute path of what the user calls `path`; an empty one stays empty.

        Raises UsageError where it is relative to a folder that no longer exists.
        """
        return os.path.join(self.folder(), path) if path and not os.path.isabs(path) else path

    def shown(self, path: str) -> str:
        """An absolute path as a person in this folder would type it: relative where it is below the folder."""
        return path.removeprefix(self.cwd.rstrip(os.sep) + os.sep) if self.cwd else path
