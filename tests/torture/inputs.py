"""Does any file of whatever content crash, hang or swell what reads it?

Files of all kinds are altered at random and taken the whole way into a segment, in processes with limits of memory and
time.
"""

from __future__ import annotations

import os
import random
import resource
import signal
import sys
import tempfile
import traceback
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from indexer import passages
from indexer.engine.builder import SegmentBuilder
from indexer.errors import SourceError
from indexer.fields.documents import documents
from indexer.fields.schema import FIELDS
from indexer.indexing.extraction import read_articles

__all__ = ["Seed", "mutated", "seeds", "try_inputs"]

_LARGEST: Final = 200_000  # bytes of a file that is altered
_MEMORY: Final = 2 * 2**30
_SECONDS: Final = 30
"""Processor time that one input may take; the machine may be slow."""
_PORTION: Final = 500  # inputs that one process takes
_TOGETHER: Final = 50
"""Inputs that are taken into one segment. Where something is wrong with it, each of them is tried alone."""
_PROCESSES: Final = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
_PIECES: Final = (
    *(
        b"<div>",
        b"</p>",
        b"<!--",
        b"]]>",
        b"&#x10ffff;",
        b"\x00",
        b"\xff\xfe",
        b"\r\n\r\n",
        b"From ",
        b"--",
        b"{",
        b"[",
    ),
    *(
        b'"',
        b"\\u0000",
        b"=?utf-8?q?",
        b"%PDF-",
        b"PK\x03\x04",
        b"\x1f\x8b",
        b"---\n",
        b"9" * 40,
        b"(" * 60,
        b"\xf0\x9f",
    ),
)


class Seed(NamedTuple):
    """A file whose content is altered."""

    name: str
    data: bytes


def seeds(folders: Sequence[Path]) -> list[Seed]:
    """The files in some folders that are not too large."""
    found: list[Seed] = []
    for folder in folders:
        for place, _, names in sorted(os.walk(folder)):
            for name in sorted(names):
                path = os.path.join(place, name)
                if os.path.isfile(path) and 0 < os.path.getsize(path) <= _LARGEST:
                    found.append(Seed(name, Path(path).read_bytes()))
    return found


def mutated(chance: random.Random, known: Sequence[Seed]) -> Seed:
    """One of the files, with a few changes."""
    name, data = chance.choice(known)
    octets = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at = chance.randrange(len(octets) + 1)
        kind = chance.randrange(7)
        if kind == 0 and at < len(octets):
            octets[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del octets[at:]
        elif kind == 2:
            del octets[at : at + chance.randrange(1, 200)]
        elif kind == 3:
            octets[at:at] = chance.choice(_PIECES) * chance.choice((1, 1, 3, 50, 400))
        elif kind == 4:
            begin = chance.randrange(len(octets) + 1)
            octets[at:at] = octets[begin : begin + chance.randrange(1, 2000)] * chance.choice((1, 2, 20))
        elif kind == 5:
            other = chance.choice(known).data
            begin = chance.randrange(len(other))
            octets[at : at + chance.randrange(1, 500)] = other[begin : begin + chance.randrange(1, 500)]
        else:
            octets[at:at] = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 20)))
    return Seed(name, bytes(octets))


def try_inputs(known: Sequence[Seed], count: int, seed: int) -> list[str]:
    """Take so many altered files into segments; what was wrong with which."""
    wrong: list[str] = []
    pending = deque(range(count)[first : first + _PORTION] for first in range(0, count, _PORTION))
    while pending:
        taking = [_start(known, pending.popleft(), seed) for _ in range(min(len(pending), _PROCESSES))]
        for one in taking:
            done, what = _ended(one)
            if what:
                suspects, rest = one.numbers[done : done + _TOGETHER], one.numbers[done + _TOGETHER :]
                wrong += _each_alone(known, suspects, seed) or [f"{suspects} of seed {seed}, only together: {what}"]
                if rest:
                    pending.append(rest)
    return wrong


class _Taking(NamedTuple):
    """A process that takes some of the inputs, and the end of the pipe on which it tells of them."""

    numbers: range
    process: int
    told: int


def _each_alone(known: Sequence[Seed], numbers: range, seed: int) -> list[str]:
    """What is wrong with which of some inputs, each in a process of its own."""
    wrong: list[str] = []
    for number in numbers:
        _, what = _ended(_start(known, range(number, number + 1), seed))
        if what:
            wrong.append(f"input {number} of seed {seed}: {what}")
    return wrong


def _start(known: Sequence[Seed], numbers: range, seed: int) -> _Taking:
    """Begin to take some of the inputs in a copy of this process."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        code = 1
        try:
            code = _take(known, numbers, seed, writing)
        finally:
            os._exit(code)
    os.close(writing)
    return _Taking(numbers, process, reading)


def _ended(taking: _Taking) -> tuple[int, str]:
    """Wait for a process: how many of its inputs are in segments, and what was wrong with one of the next."""
    with open(taking.told, "rb") as told:
        done, _, what = told.read().partition(b"\n")
    _, status = os.waitpid(taking.process, 0)
    code = os.waitstatus_to_exitcode(status)
    if code == 0:
        return len(taking.numbers), ""
    return len(done), what.decode("utf-8", "replace") or f"it ended with exit code {code}"


def _take(known: Sequence[Seed], numbers: range, seed: int, told: int) -> int:
    """Take the inputs into segments, some into each, and tell of each of a finished segment with a full stop, of the
    first fault after a line's end. The exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def late(*_: object) -> None:
        raise TimeoutError(f"more than {_SECONDS} s")

    signal.signal(signal.SIGVTALRM, late)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    for first in range(0, len(numbers), _TOGETHER):
        some = numbers[first : first + _TOGETHER]
        names: list[str] = []
        try:
            with tempfile.TemporaryDirectory() as folder:
                builder = SegmentBuilder(Path(folder), FIELDS)
                for number in some:
                    # Any input is the same whichever came before it.
                    name, data = mutated(random.Random(f"{seed}.{number}"), known)
                    names.append(name)
                    signal.setitimer(signal.ITIMER_VIRTUAL, _SECONDS)
                    with suppress(SourceError):
                        _add(builder, name, data)
                signal.setitimer(signal.ITIMER_VIRTUAL, _SECONDS)
                builder.finish()
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        except BaseException:  # noqa: BLE001 - any fault is a finding
            os.write(told, b"\n" + f"{names[-1:]}: {traceback.format_exc()[-2000:]}".encode("utf-8", "replace"))
            return 1
        os.write(told, b"." * len(some))
    return 0


def _add(builder: SegmentBuilder, name: str, data: bytes) -> None:
    """Add the articles in a file to a segment."""
    articles, _ = read_articles(name, data, "own")
    for number, article in enumerate(articles[:200], 1):
        parts = passages.split(article, 120)
        if "".join(part.text for part in parts) != article.text:
            raise AssertionError("the passages do not tile the text")
        ordinals = passages.caption_ordinals(article, parts)
        for document in documents(article, parts, "aaaaaaaaaaaa", ordinals, number=number):
            builder.add(document)


if sys.platform == "win32":
    raise ImportError("limits here are those of Unix")
