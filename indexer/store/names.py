"""What are the files of an index called, and which of the files in a folder are the index's own?

| name | holds |
|---|---|
| `INDEXER.TAG` | the mark of our folders, always the same text |
| `manifest-<generation>.json` | the manifest of a commit; the newest is the one with the highest number |
| `manifest-<generation>.json.removed` | a manifest put aside while an index is removed; it is removed after all data |
| `segment-<id>.seg` | a segment |
| `deletions-<generation>-<id>.del` | which documents of a segment are deleted |
| `table-<id>.tbl` | a sorted table: of files, clusters, recurring lines, or files to be read again |
| `writer.json` | which process writes, while one does |
| `MAIN_WRITELOCK` | the lock that writers hold, Whoosh's too |
| `_MAIN_<generation>.toc` | Whoosh's table of contents; written for Whoosh programs, never read here |

An `<id>` is 16 random hexadecimal digits. None of the names that data is read from is one that a Whoosh writer removes
when it cleans up (`MAIN_<id>.…`). A file is the index's own if its name is exactly of one of these forms and its first
bytes are what we write.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, Final

from indexer.errors import StorageError
from indexer.random_names import random_hex
from indexer.store.damage import refusals_reported

__all__ = [
    "GITIGNORE",
    "HOLDER",
    "INDEX_NAME",
    "LOCK",
    "MARK",
    "SEGMENT_PREFIX",
    "add_mark",
    "contents_path",
    "create_file",
    "data_name",
    "files_of_first_format",
    "has_lost_manifest",
    "has_mark",
    "is_aside",
    "is_data_name",
    "is_half_removed",
    "is_marked",
    "is_of_older_format",
    "is_own",
    "is_own_remnant",
    "is_spoilt_index",
    "is_vacant",
    "manifest_path",
    "may_be_own",
    "newest_contents",
    "newest_generation",
    "open_regular",
    "put_aside",
]

INDEX_NAME: Final = "MAIN"
"""The index's name for Whoosh: its default, so that `whoosh.index.open_dir` finds it."""

HOLDER: Final = "writer.json"
LOCK: Final = f"{INDEX_NAME}_WRITELOCK"
MARK: Final = "INDEXER.TAG"
SEGMENT_PREFIX: Final = "segment-"

_MARK_TEXT: Final = (
    b"Signature: 5be04f2d6a1c4dc08c9b3f71e2a86d95\n"
    b"# This folder was made by indexer and is its to change, move and remove.\n"
)
GITIGNORE: Final = ".gitignore"
_GITIGNORE_TEXT: Final = b"*\n"
_MANIFEST: Final = re.compile(r"manifest-(0|[1-9][0-9]{0,17})\.json")
_OLDER: Final = re.compile(r"manifest-[0-9]+\.jsonl")
_OLDER_DATA: Final = re.compile(r"MAIN_[0-9a-f]{16}(\.seg|\.[0-9]+\.del)|MAIN_[0-9]+\.sig")
"""What versions before format 4 called their files."""
_FIRST_DATA: Final = re.compile(r"MAIN_[0-9a-z]{16}\.(trm|pst|[a-z_]+\.col)")
"""What format 1 called its files, which were Whoosh's own."""
_FIRST_BEGINNING: Final = b'{"settings": {"passage_words": '
"""What the manifest of format 1 begins with."""
_CONTENTS: Final = re.compile(rf"_{INDEX_NAME}_(0|[1-9][0-9]{{0,17}})\.toc")
_DATA: Final = re.compile(r"segment-[0-9a-f]{16}\.seg|deletions-[0-9]+-[0-9a-f]{16}\.del|table-[0-9a-f]{16}\.tbl")
_UNFINISHED: Final = re.compile(
    rf"segment-[a-z0-9_]{{8}}\.tmp|(manifest-[0-9]+\.json|_{INDEX_NAME}_[0-9]+\.toc|writer\.json)\.[0-9a-f]{{16}}\.tmp"
)
_ASIDE: Final = re.compile(r"manifest-[0-9]+\.json\.removed")
"""What the manifest of an index is called that is being removed."""
_BEGINNINGS: Final = (b"indexer1", b'{"checksum": "')
"""What segments, deletions and tables, and manifests begin with."""
_OLDER_BEGINNINGS: Final = (_BEGINNINGS[1], _FIRST_BEGINNING)


def manifest_path(folder: Path, generation: int) -> Path:
    """The file that has the manifest of a commit."""
    return folder / f"manifest-{generation}.json"


def contents_path(folder: Path, generation: int) -> Path:
    """The file that has Whoosh's table of contents of a commit."""
    return folder / f"_{INDEX_NAME}_{generation}.toc"


def data_name(kind: str, suffix: str) -> str:
    """A new name for a file of data."""
    return f"{kind}-{random_hex()}{suffix}"


def is_data_name(name: str) -> bool:
    """Whether a manifest may name this file: it is in the index's folder itself, and called as we call them."""
    return _DATA.fullmatch(name) is not None


def newest_generation(folder: Path) -> int | None:
    """The number of the newest commit in an index's folder, or None where there is no index. Raises StorageError where
    the system does not let us look."""
    return _highest(_MANIFEST, folder)


def newest_contents(folder: Path) -> int | None:
    """The number of the newest table of contents, whoever wrote it, or None where there is none."""
    return _highest(_CONTENTS, folder)


def is_marked(folder: str | Path) -> bool:
    """Whether this is a folder, and no link to one, that bears our mark."""
    try:
        return has_mark(Path(folder)) and not os.path.islink(folder)
    except OSError:
        return False


def has_mark(folder: Path) -> bool:
    """Whether our mark is in a folder. Raises FileNotFoundError where nothing of its name is, and OSError."""
    return _starts(folder / MARK, len(_MARK_TEXT)) == _MARK_TEXT


def is_of_older_format(folder: Path) -> bool:
    """Whether a folder holds an index that an older version of this program wrote."""
    try:
        names = [name for name in os.listdir(folder) if _OLDER.fullmatch(name)]
        return any(_starts(folder / name, len(start)) == start for name in names for start in _OLDER_BEGINNINGS)
    except OSError:
        return False


def files_of_first_format(folder: Path) -> set[str]:
    """The names of the files of an index of format 1, which only its manifest shows to be ours."""
    try:
        names = os.listdir(folder)
        manifests = {
            name
            for name in names
            if _OLDER.fullmatch(name) and _starts(folder / name, len(_FIRST_BEGINNING)) == _FIRST_BEGINNING
        }
    except OSError:
        return set()
    return manifests | set(filter(_FIRST_DATA.fullmatch, names)) if manifests else set()


def is_spoilt_index(folder: Path) -> bool:
    """Whether a folder was an index, though none of its files is as it was written: it holds nothing but files that are
    called exactly as an index's, the mark, a manifest and a file of data among them."""
    try:
        names = set(os.listdir(folder)) - {GITIGNORE}
        is_plain = all(may_be_own(name) and not os.path.islink(folder / name) for name in names)
    except OSError:
        return False
    return is_plain and MARK in names and any(map(_MANIFEST.fullmatch, names)) and any(map(_DATA.fullmatch, names))


def is_vacant(folder: Path) -> bool:
    """Whether an index may be made in a folder: nothing is in it but perhaps the user's `.gitignore`, and what we
    leave when we are interrupted at the very beginning, or at the end of one. Raises OSError."""
    names = set(os.listdir(folder))
    if has_lost_manifest(folder):
        return False
    if MARK in names and _MARK_TEXT.startswith(_starts(folder / MARK, len(_MARK_TEXT) + 1)):
        names -= {MARK, LOCK, HOLDER}
        names = {name for name in names if not is_own_remnant(folder / name)}
    return names <= {GITIGNORE}


def has_lost_manifest(folder: Path) -> bool:
    """Whether a folder bears our mark and holds data of an index and nothing else, but no manifest: its manifest is
    there from the beginning, and who removes an index puts it aside until all else is gone. Raises OSError."""
    names = set(os.listdir(folder)) - {GITIGNORE}
    if any(_MANIFEST.fullmatch(name) or _ASIDE.fullmatch(name) for name in names) or not is_marked(folder):
        return False
    is_alone = all(may_be_own(name) or _UNFINISHED.fullmatch(name) for name in names)  # no later version's, say
    return is_alone and any(_DATA.fullmatch(name) and is_own_remnant(folder / name) for name in names)


def is_half_removed(folder: Path) -> bool:
    """Whether a folder bears our mark, and a manifest that was put aside is all that is left of any: who removed the
    index was interrupted, or is still at it. Raises OSError."""
    names = os.listdir(folder)
    is_aside_only = any(map(_ASIDE.fullmatch, names)) and not any(map(_MANIFEST.fullmatch, names))
    return is_aside_only and is_marked(folder)


def put_aside(folder: Path, generation: int) -> None:
    """Take a commit's manifest away without removing it. Raises OSError."""
    manifest = manifest_path(folder, generation)
    manifest.rename(manifest.with_name(f"{manifest.name}.removed"))


def is_aside(name: str) -> bool:
    """Whether a manifest that was put aside has this name."""
    return _ASIDE.fullmatch(name) is not None


def add_mark(folder: Path) -> None:
    """Put our mark into a folder, and, where it has none, a `.gitignore` that keeps all of it out of version control.

    Raises OSError.
    """
    for name, text in ((MARK, _MARK_TEXT), (GITIGNORE, _GITIGNORE_TEXT)):
        try:
            create_file(folder / name, text)
        except FileExistsError:
            found = _starts(folder / MARK, len(_MARK_TEXT)) if name == MARK else text
            if found != text and text.startswith(found):
                (folder / MARK).unlink()  # the beginning of ours, where writing it was interrupted
                create_file(folder / MARK, text)


def is_own_remnant(path: Path) -> bool:
    """Whether a file is ours and of no use unless the newest commit names it.

    Tables of contents are taken to be: Whoosh's writers, too, remove all but the newest.
    """
    name = path.name
    try:
        if _UNFINISHED.fullmatch(name) or _ASIDE.fullmatch(name) or _CONTENTS.fullmatch(name):
            return stat.S_ISREG(os.lstat(path).st_mode)
        return bool(_DATA.fullmatch(name) or _MANIFEST.fullmatch(name)) and _starts_as_ours(path)
    except OSError:
        return False


def is_own(path: Path) -> bool:
    """Whether a file in a folder of ours is ours, of whichever version and whether or not a commit names it."""
    try:
        if path.name == GITIGNORE:
            return _starts(path, len(_GITIGNORE_TEXT) + 1) == _GITIGNORE_TEXT
        if path.name in {MARK, LOCK, HOLDER}:
            return stat.S_ISREG(os.lstat(path).st_mode)
        older = _OLDER.fullmatch(path.name) or _OLDER_DATA.fullmatch(path.name)
        return is_own_remnant(path) or bool(older and _starts_as_ours(path))
    except OSError:
        return False


def may_be_own(name: str) -> bool:
    """Whether a reader or a writer of the index may take a file of this name for the index's."""
    return bool(_DATA.fullmatch(name) or _MANIFEST.fullmatch(name) or _CONTENTS.fullmatch(name)) or name in {
        MARK,
        LOCK,
        HOLDER,
    }


def create_file(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Write a new file, down to the disk if it is to be `durable`; raises FileExistsError, also where a link of this
    name leads anywhere."""
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o666)
    with open(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        if durable:
            os.fsync(descriptor)


def _highest(pattern: re.Pattern[str], folder: Path) -> int | None:
    try:
        with refusals_reported(folder):
            names: Iterable[str] = os.listdir(folder)
    except StorageError as error:
        if isinstance(error.__cause__, FileNotFoundError | NotADirectoryError):
            return None
        raise
    return max((int(found[1]) for name in names if (found := pattern.fullmatch(name))), default=None)


def _starts_as_ours(path: Path) -> bool:
    found = _starts(path, max(map(len, _BEGINNINGS)))
    return any(found.startswith(start) or start.startswith(found) for start in _BEGINNINGS)


def open_regular(path: Path) -> BinaryIO:
    """Open a regular file for reading, not waiting for a pipe's other end and not following a link.

    Raises FileNotFoundError where there is anything else of this name, and OSError.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    if not stat.S_ISREG(os.lstat(path).st_mode):
        raise FileNotFoundError(errno.ENOENT, "not a regular file", os.fspath(path))
    return open(os.open(path, flags), "rb")


def _starts(path: Path, size: int) -> bytes:
    """The first bytes of a regular file. Raises OSError, also for links."""
    with open_regular(path) as file:
        return file.read(size)
