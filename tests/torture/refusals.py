"""Is what the system refuses while an index is read, at any point, told as that, and never as damage or as no index?"""

from __future__ import annotations

import builtins
import errno
import io
import mmap
import os
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from indexer import Index
from indexer.errors import StorageError

__all__ = ["USES", "refused"]

USES: Final[dict[str, Callable[[Index], object]]] = {
    "search": lambda index: index.search("ferry", limit=None).total,
    "count": lambda index: index.count("ferry"),
    "statistics": lambda index: index.statistics().files,
    "facets": lambda index: index.facets("ferry", "site"),
    "terms": lambda index: index.terms("f"),
    "check": lambda index: index.check().damage,
    "deep check": lambda index: index.check(deep=True).damage,
    "update": lambda index: index.update().unchanged,
    "exists": lambda index: index.exists(),
}
"""What an index is read for; each gives the same whenever it is asked."""

_CODES: Final = (errno.EIO, errno.ENFILE)
_CALLS: Final[tuple[tuple[Any, str], ...]] = (
    *((os, name) for name in ("open", "listdir", "scandir", "lstat", "stat", "fstat")),
    *((io, "open"), (builtins, "open")),
)


class _Refuser:
    """Refuses the call of a certain number, of those that look at an index; memory only to map a file."""

    def __init__(self, folder: Path, number: int, refusal: OSError | MemoryError) -> None:
        self._folder = os.fspath(folder)
        self._left = number
        self._refusal = refusal
        self.refused = ""

    def ask(self, name: str) -> None:
        self._left -= 1
        if self._left == 0:
            self.refused = name
            raise self._refusal

    @contextmanager
    def installed(self) -> Iterator[None]:
        mapped = mmap.mmap

        class Map(mapped):  # type: ignore[misc, valid-type]
            def __new__(cls, *arguments: Any, **more: Any) -> Any:
                self.ask("mmap")
                return super().__new__(cls, *arguments, **more)

        real = {call: getattr(*call) for call in _CALLS}
        try:
            if isinstance(self._refusal, OSError):
                for (module, name), function in real.items():
                    setattr(module, name, self._asking(name, function))
            mmap.mmap = Map  # type: ignore[misc]
            yield
        finally:
            mmap.mmap = mapped  # type: ignore[misc]
            for (module, name), function in real.items():
                setattr(module, name, function)

    def _asking(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **more: Any) -> Any:
            path = arguments[0] if arguments else ""
            if name == "fstat" or (isinstance(path, str | os.PathLike) and os.fspath(path).startswith(self._folder)):
                self.ask(f"{name} {path}")
            return function(*arguments, **more)

        return call


def refused(path: Path, *, every_code: bool) -> tuple[int, list[str]]:
    """Refuse, one after the other, each call with which an index is read, with every code of an error or with one after
    the other: how many were refused, and what was wrong then."""
    series: list[tuple[OSError | MemoryError, ...]] = [(MemoryError(),)]
    errors = tuple(OSError(code, os.strerror(code)) for code in _CODES)
    series += [(error,) for error in errors] if every_code else [errors]
    count = 0
    wrong: list[str] = []
    for name, use in USES.items():
        right = use(Index(path))
        for refusals in series:
            number = 1
            while True:
                refusal = refusals[number % len(refusals)]
                refuser = _Refuser(path, number, refusal)
                what = ""
                try:
                    with refuser.installed():
                        found = use(Index(path))
                    what = "" if found == right else f"it answers {found}"
                except StorageError:
                    pass
                except Exception:  # noqa: BLE001 - any fault is a finding
                    what = traceback.format_exc()
                if not refuser.refused:
                    break
                count += 1
                number += 1
                if what:
                    wrong.append(f"{name}, {refusal!r} at {refuser.refused}: {what}")
    return count, wrong
