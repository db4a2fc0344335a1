"""What happens on a disk that is full, at any point of a run?"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer import Index
from indexer.errors import StorageError
from torture.library import answers, sources

__all__ = ["mounted", "wrong_when_full"]


@contextmanager
def mounted(kilobytes: int) -> Iterator[Path | None]:
    """A file system of this size; None where the system lets us make none."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        mount = shutil.which("mount")
        command = [str(mount), "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", place]
        if mount is None or subprocess.run(command, capture_output=True, check=False).returncode:
            yield None
            return
        try:
            yield Path(place)
        finally:
            subprocess.run(["umount", "--lazy", place], check=True)


def wrong_when_full(disk: Path, elsewhere: Path, left: int) -> str:
    """What is wrong when a run has `left` bytes of room, on a disk that has an index; "" where nothing is."""
    shutil.rmtree(disk / "index", ignore_errors=True)
    folder = sources(elsewhere)
    path, filler = disk / "index", disk / "filler"
    try:
        Index(path).update([folder])
        before = answers(path)
        chance = random.Random(1)
        for number in range(30):
            words = " ".join(f"w{chance.randrange(10**6)}" for _ in range(2000))
            (folder / f"large{number}.txt").write_text(words)
        system = os.statvfs(disk)
        filler.write_bytes(bytes(max(0, system.f_bavail * system.f_bsize - left)))
        for write in (Index(path).update, Index(path).rebuild, Index(path).compact):
            refused = _refused(write)
            if refused not in {"", "ENOSPC"}:
                return refused
            # What was committed before the disk was full is kept: of a run that reads more, a part of it may be.
            if refused and write != Index(path).update and Index(path).check().damage:
                return "there is damage"
            found = answers(path)
            if int(found[0]) < int(before[0]):
                return "articles are lost"
        filler.unlink()
        for large in folder.glob("large*"):
            large.unlink()
        Index(path).update([folder])
        if answers(path) != before:
            return "it is not as it was, with room again"
        damage = Index(path).check(deep=True).damage
        return damage[0].what if damage else ""
    except Exception:  # noqa: BLE001 - any fault is a finding
        return traceback.format_exc()
    finally:
        filler.unlink(missing_ok=True)


def _refused(write: object) -> str:
    try:
        write()  # type: ignore[operator]
    except StorageError as error:
        return "ENOSPC" if "No space left" in str(error) else str(error)
    return ""
