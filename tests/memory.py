"""How much memory do a process and its workers take? Of Linux only."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

__all__ = ["peak_of", "private_mb"]


def peak_of(process: subprocess.Popen[bytes]) -> float:
    """The most private memory, in MB, that a process and all below it hold at a time, until it ends."""
    most = 0.0
    while process.poll() is None:
        most = max(most, private_mb(process.pid))
        time.sleep(0.05)
    return most


def private_mb(process: int) -> float:
    """The memory of a process and all below it, in MB, that is no mapped file's."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
    mine = {process}
    while more := {child for child, parent in parents.items() if parent in mine} - mine:
        mine |= more
    total = 0
    for one in mine:
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Anonymous:"))
    return total / 1024
