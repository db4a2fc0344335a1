"""How is an index rebuilt beside the old one and put in its place?

The new index is built in a hidden folder beside the old one, whose name is unpredictable and which bears our mark.
Where the system can exchange two names in one step (Linux, macOS), there is no moment without an index. Elsewhere the
old one is moved away and the new one moved in, with a note, `.<name>.swap`, from which readers and later writers know
of it.
Only folders that have such a name *and* bear our mark, or are empty, are moved or removed.
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from indexer.engine.disk import sync
from indexer.errors import UsageError
from indexer.random_names import random_hex
from indexer.store.damage import refusals_reported
from indexer.store.location import IndexFolder, swap_note
from indexer.store.names import (
    GITIGNORE,
    MARK,
    add_mark,
    create_file,
    files_of_first_format,
    is_marked,
    is_of_older_format,
    is_own,
    is_spoilt_index,
    is_vacant,
    manifest_path,
    may_be_own,
    newest_generation,
)

__all__ = ["recover", "remove_abandoned", "replaced_by", "require_own"]

_Outcome = TypeVar("_Outcome")


def require_own(folder: IndexFolder) -> None:
    """Raise UsageError where there is anything but an index of ours, which a rebuild would replace."""
    path = _real(folder)
    newest = newest_generation(path)
    readable = newest is not None and is_own(manifest_path(path, newest))  # though its mark is gone
    own = is_marked(path) or readable or is_of_older_format(path) or is_spoilt_index(path)
    if os.path.lexists(path) and not own:
        raise UsageError(
            f"{folder.path} was not made by indexer: it is left as it is",
            hint="name an empty or a new folder for the index with --index",
        )


def replaced_by(folder: IndexFolder, build: Callable[[IndexFolder], _Outcome]) -> _Outcome:
    """Build an index beside this one with `build`, and put it in this one's place when that has succeeded.

    Returns what `build` returns. Until then this one stays as it is, even where it cannot be read. The caller holds its
    lock. Raises UsageError where this one is not ours, and StorageError.
    """
    require_own(folder)
    path = _real(folder)
    with refusals_reported(folder.path):
        remove_abandoned(folder)
        spoilt = not is_marked(path) and is_spoilt_index(path)
        if spoilt:
            (path / MARK).unlink()
        add_mark(path)  # an older format had none
        new = IndexFolder(_sibling(path), folder.root)
        new.path.mkdir()
    try:
        with refusals_reported(folder.path):
            add_mark(new.path)
        outcome = build(new)
        with refusals_reported(folder.path):
            _exchange(new.path, path)
            sync(path.parent)
    finally:
        # What was built, or, once exchanged, the old index.
        _remove(new.path, into=path, spoilt=spoilt)
    return outcome


def recover(folder: IndexFolder) -> None:
    """Put the index back where it was, if a process that replaced it was ended between two steps.

    Only where the system cannot exchange two names. Raises StorageError.
    """
    path = _real(folder)
    note = swap_note(path)
    if not os.path.lexists(note):
        return
    with refusals_reported(folder.path):
        name = _read_note(note)
        if name is None:
            return
        old = path.with_name(name)
        if not os.path.lexists(path) and is_marked(old):
            old.rename(path)
        note.unlink()


def remove_abandoned(folder: IndexFolder) -> None:
    """Remove what interrupted rebuilds left beside the index; the caller holds the index's lock."""
    path = _real(folder)
    pattern = _pattern(path)
    with suppress(OSError):
        for name in os.listdir(path.parent):
            if pattern.fullmatch(name):
                _remove(path.with_name(name), into=path)


def _real(folder: IndexFolder) -> Path:
    """Where the index's folder really is: a link to it stays a link."""
    return Path(os.path.realpath(folder.path))


def _pattern(path: Path) -> re.Pattern[str]:
    return re.compile(rf"\.{re.escape(path.name.lstrip('.'))}\.rebuild-[0-9a-f]{{16}}")


def _sibling(path: Path) -> Path:
    return path.with_name(f".{path.name.lstrip('.')}.rebuild-{random_hex()}")


def _remove(path: Path, into: Path, *, spoilt: bool = False) -> None:
    """Remove a folder of ours, with all that is the index's own; what somebody else has put there is moved `into` the
    index. A folder that is not ours is left alone, unless nothing is in it but the beginning of our mark. Of a `spoilt`
    index the names alone say what its own is."""
    if not is_marked(path):
        with suppress(OSError):  # where a process was ended while it made the folder, or had emptied it
            if os.listdir(path) == [MARK] and is_vacant(path):
                (path / MARK).unlink()
            path.rmdir()
        return
    older = files_of_first_format(path)
    with suppress(OSError):
        for name in os.listdir(path):
            if name == MARK:
                continue  # the last to go, so that what is left of an interruption is known
            file = path / name
            if is_own(file) or name in older or (spoilt and may_be_own(name)):
                file.unlink(missing_ok=True)
            else:
                _keep(file, into)
        (path / MARK).unlink()
        path.rmdir()


def _keep(file: Path, into: Path) -> None:
    """Move what is not ours into the index's folder, under a name that is not one of ours."""
    name = file.name if not may_be_own(file.name) else f"{file.name}.kept"
    target = into / name
    if name == GITIGNORE and is_own(target):
        target.unlink()
    if not os.path.lexists(target):
        file.rename(target)


def _exchange(new: Path, old: Path) -> None:
    """Give each of two folders the other's name."""
    if _exchanged_at_once(new, old):
        return
    away = _sibling(old)
    note = swap_note(old)
    create_file(note, _NOTE + away.name.encode("utf-8", "surrogateescape"))
    old.rename(away)
    try:
        new.rename(old)
    except OSError:
        away.rename(old)
        raise
    finally:
        note.unlink()
    away.rename(new)


_NOTE = b"indexer: an index is being replaced; it is in the folder "


def _read_note(note: Path) -> str | None:
    """The name of the folder that the old index was moved to; None where the note is not ours."""
    pattern = _pattern(note.with_name(note.name.removesuffix(".swap")))
    data = note.read_bytes() if note.is_file() and not note.is_symlink() else b""
    name = data.removeprefix(_NOTE).decode("utf-8", "surrogateescape")
    return name if data.startswith(_NOTE) and pattern.fullmatch(name) else None


_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # Linux, renameat2(2)
_RENAME_SWAP = 2  # macOS, renamex_np(2)
_CANNOT = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


def _exchanged_at_once(new: Path, old: Path) -> bool:
    """Exchange the names of two folders in one step; False where the system cannot. Raises OSError."""
    one, other = os.fsencode(new), os.fsencode(old)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            failed = library.renameat2(_AT_FDCWD, one, _AT_FDCWD, other, ctypes.c_uint(_RENAME_EXCHANGE))
        elif sys.platform == "darwin":
            failed = library.renamex_np(one, other, ctypes.c_uint(_RENAME_SWAP))
        else:
            return False
    except (OSError, AttributeError, TypeError):
        return False  # a C library without the call
    if not failed:
        return True
    code = ctypes.get_errno()
    if code in _CANNOT:
        return False
    raise OSError(code, os.strerror(code), os.fspath(old))
