"""Hold the index to what is promised of it when processes are killed, disks fail and files are altered.

    python tests/torture/run.py [--long] [--minutes N] [--part kills]…

Each part prints what it found wrong; the last line is one JSON object with the figures. The exit code is 1 where
anything was wrong. The short form takes about a minute, the long one an hour; with --minutes, each part ends after so
many, with what it has done by then.
"""

from __future__ import annotations

import argparse
import atexit
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

sys.path.insert(0, os.fspath(Path(__file__).resolve().parents[1]))

from torture.disks import mounted, wrong_when_full
from torture.flips import changes, wrong_after
from torture.forged import USES, forge, library, wrong_with
from torture.inputs import seeds, try_inputs
from torture.interrupted import Prepared, interrupted, prepared, trials
from torture.layer import Action
from torture.library import OPERATIONS, answers, committing_often, prepare
from torture.readers import watch
from torture.refusals import refused
from torture.streams import interrupted_runs, paragraphs, peaks, scratch_folder

_REPOSITORY: Final = Path(__file__).resolve().parents[2]
_INPUTS: Final = (_REPOSITORY / "corpus", _REPOSITORY.parent / "shared" / "data" / "zoo")
_TEXTS: Final = (_REPOSITORY / "corpus", _REPOSITORY.parent / "shared" / "data" / "pasted", Path("/usr/share/doc"))
_MB: Final = 2**20
_MOST_MB: Final = 700.0
_MOST_LOST_S: Final = 30.0
_SEED: Final = 20240229
_PORTION: Final = 1000
"""Inputs of one seed."""

_Thing = TypeVar("_Thing")

Figures = dict[str, float]


class _Clock:
    """When a part is to end."""

    until = float("inf")

    def share(self, parts: int) -> float:
        """When the first of so many things is to end that share the time left."""
        return time.monotonic() + max(0.0, self.until - time.monotonic()) / parts


_CLOCK: Final = _Clock()


def _in_time(things: Iterable[_Thing], until: float | None = None) -> Iterator[_Thing]:
    """As many of some things as there is time for."""
    for thing in things:
        if time.monotonic() > (_CLOCK.until if until is None else until):
            return
        yield thing


def _tell(what: object, wrong: str) -> bool:
    """Say what was wrong; whether anything was."""
    if wrong:
        print(f"{what}: {wrong}", flush=True)
    return bool(wrong)


def _interrupted(actions: Sequence[Action], most: int, with_workers: int) -> tuple[int, int]:
    """At most so many trials of each operation, and of each that shares its work so many with two processes and with
    three: how many there were, and how many failed."""
    count = failed = 0
    for place, operation in enumerate(OPERATIONS):
        until = _CLOCK.share(len(OPERATIONS) - place)
        jobs = (1, 2, 3) if with_workers and operation in {"index", "update", "rebuild"} else (1,)
        known = _prepared(operation, jobs)
        chosen = [
            trial
            for number in jobs
            for trial in trials(
                operation,
                known._replace(events={number: known.events[number]}),
                actions,
                most if number == 1 else with_workers,
            )
        ]
        # In any order, so that what there is time for is of everything.
        random.Random(_SEED).shuffle(chosen)
        for trial in _in_time(chosen, until):
            count += 1
            failed += _tell(trial, interrupted(known, trial))
    return count, failed


@cache
def _prepared(operation: str, jobs: tuple[int, ...]) -> Prepared:
    """An operation, prepared once for kills and faults; its folder is there until the program ends."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    return prepared(Path(folder.name), operation, jobs)


def kills(*, long: bool) -> Figures:
    """SIGKILL at every event, of one process and of all, and with the loss of what was not synced."""
    count, failed = _interrupted(("kill all", "kill", "power"), 100 if long else 2, 12 if long else 0)
    return {"kills": count, "kills_failed": failed}


def faults(*, long: bool) -> Figures:
    """Errors, short writes and lies at every event."""
    count, failed = _interrupted(("ENOSPC", "EIO", "short", "drop"), 60 if long else 2, 0)
    return {"faults": count, "faults_failed": failed}


def flips(*, long: bool) -> Figures:
    """Altered bytes and cuts of every file of an index."""
    count = 1200 if long else 30
    with tempfile.TemporaryDirectory() as scratch:
        folder = prepare(Path(scratch, "place"), "update")
        index = folder / "index"
        right = answers(index)
        found = [_tell(one, wrong_after(index, right, one)) for one in _in_time(changes(index, count, _SEED))]
    return {"flips": len(found), "flips_failed": sum(found)}


def forgeries(*, long: bool) -> Figures:
    """Altered content of every part of an index, with the checksums that it should have: each put to every use, or to
    one of them."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "place")
        folder.mkdir()
        index = library(folder)
        count = failed = 0
        for forgery in _in_time(forge(index, 2000 if long else 32, _SEED)):
            uses = () if long else (sorted(USES)[count % len(USES)],)
            count += 1
            failed += _tell(forgery, "\n".join(wrong_with(index, forgery, uses).values()))
    return {"forgeries": count, "forgeries_failed": failed}


def full_disks(*, long: bool) -> Figures:
    """A file system with less and less room."""
    rooms = [2**10 * room for room in ((0, 4, 16, 40, 80, 120, 200, 300, 450, 700) if long else (0, 120))]
    with mounted(4000) as disk, tempfile.TemporaryDirectory() as elsewhere:
        if disk is None:
            print("no file system can be mounted here", flush=True)
            return {"full_disks": 0, "full_disks_failed": 0}
        with committing_often():
            failed = sum(_tell(f"{room} bytes of room", wrong_when_full(disk, Path(elsewhere), room)) for room in rooms)
    return {"full_disks": len(rooms), "full_disks_failed": failed}


def inputs(*, long: bool) -> Figures:
    """Altered files of all kinds."""
    count = 100_000 if long else 200
    known = seeds([folder for folder in _INPUTS if folder.is_dir()])
    done = failed = 0
    for portion in _in_time(range(max(1, count // _PORTION))):
        for what in try_inputs(known, min(count, _PORTION), _SEED + portion):
            failed += _tell("inputs", what)
        done += min(count, _PORTION)
    return {"inputs": done, "inputs_failed": failed}


def readers(*, long: bool) -> Figures:
    """Readers of an index that is written to."""
    found = watch(8, 200) if long else watch(2, 24)
    for what in found.wrong:
        _tell("readers", what)
    return {"commits": found.commits, "answers": found.answers, "answers_failed": len(found.wrong)}


def refusals(*, long: bool) -> Figures:
    """Calls that the system refuses while an index is read: all, of an index of several segments with each code of an
    error, or of one with one code after the other."""
    before = tempfile.gettempdir()
    with tempfile.TemporaryDirectory() as scratch:
        tempfile.tempdir = scratch  # a folder that a check makes stays where the system refuses to remove it
        count, wrong = refused(prepare(Path(scratch, "place"), "merge" if long else "drop") / "index", every_code=long)
        tempfile.tempdir = before
    for what in wrong:
        _tell("refusals", what)
    return {"refusals": count, "refusals_failed": len(wrong)}


@cache
def _texts() -> list[str]:
    return paragraphs(_TEXTS)


def streams(*, long: bool) -> Figures:
    """A mailbox and a file of records, of two gigabytes each, or of one and a half megabytes, which are two
    pieces."""
    with scratch_folder() as scratch:
        found, wrong = peaks(_texts(), Path(scratch), 2048 * _MB if long else 3 * _MB // 2)
    wrong += [f"{name}: {peak:.0f} MB" for name, peak in found.items() if peak > _MOST_MB]
    failed = sum(_tell("streams", what) for what in wrong)
    print(f"private memory in MB: {found}", flush=True)
    return {"peak_mb": round(max(found.values()), 1), "streams_failed": failed}


def interrupted_long_runs(*, long: bool) -> Figures:
    """A gigabyte of documentation of which the indexing is interrupted ten times, or a few megabytes, once."""
    with scratch_folder() as scratch:
        size, count, seconds, commit = (1024 * _MB, 10, 150.0, 30.0) if long else (4 * _MB, 1, 2.0, 0.5)
        found = interrupted_runs(_texts(), Path(scratch), size, count, seconds, commit)
    wrong = found.wrong + ([f"{found.lost_s:.1f} s of work lost"] if found.lost_s > _MOST_LOST_S else [])
    failed = sum(_tell("interrupted runs", what) for what in wrong)
    return {"interruptions": found.turns, "lost_s": round(found.lost_s, 1), "interruptions_failed": failed}


PARTS: Final[dict[str, Callable[..., Figures]]] = {
    "kills": kills,
    "faults": faults,
    "flips": flips,
    "forgeries": forgeries,
    "full disks": full_disks,
    "refusals": refusals,
    "inputs": inputs,
    "readers": readers,
    "streams": streams,
    "interrupted runs": interrupted_long_runs,
}


def _do_not_wait(fd: object) -> None:
    """Stand in for `os.fsync`: here processes are killed, and the layer knows what was synced."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--long", action="store_true", help="try everything, not a part of it")
    parser.add_argument("--minutes", type=float, help="let each part take about so many")
    parser.add_argument("--part", action="append", choices=sorted(PARTS), help="only this part; may be repeated")
    options = parser.parse_args()
    os.fsync = _do_not_wait
    figures: Figures = {}
    for name in options.part or PARTS:
        began = time.monotonic()
        if options.minutes is not None:
            _CLOCK.until = began + 60 * options.minutes
        figures |= PARTS[name](long=options.long)
        figures[f"{name.replace(' ', '_')}_s"] = round(time.monotonic() - began, 1)
        print(f"{name}: {figures}", file=sys.stderr, flush=True)
    print(json.dumps({"figures": figures}))
    return int(any(number for name, number in figures.items() if name.endswith("_failed")))


if __name__ == "__main__":
    sys.exit(main())
