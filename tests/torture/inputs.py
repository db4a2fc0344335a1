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
from collections.abc import Sequence
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
_MEMORY: Final = 4 * 2**30
_SECONDS: Final = 60
"""Processor time that one input may take; the machine may be slow."""
_PORTION: Final = 400  # inputs that one process takes
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
    for first in range(0, count, _PORTION):
        numbers = range(first, min(first + _PORTION, count))
        while numbers:
            done, what = _portion(known, numbers, seed)
            if what:
                wrong.append(f"input {numbers[done]} of seed {seed}: {what}")
                done += 1
            numbers = numbers[done:]
    return wrong


def _portion(known: Sequence[Seed], numbers: range, seed: int) -> tuple[int, str]:
    """Take some of the inputs in a process of its own: how many it did, and what was wrong with the next."""
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
    with open(reading, "rb") as told:
        done, _, what = told.read().partition(b"\n")
    _, status = os.waitpid(process, 0)
    code = os.waitstatus_to_exitcode(status)
    if code == 0:
        return len(numbers), ""
    count = done.count(b".")
    return count, what.decode("utf-8", "replace") or f"it ended with exit code {code}"


def _take(known: Sequence[Seed], numbers: range, seed: int, told: int) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def late(*_: object) -> None:
        raise TimeoutError(f"more than {_SECONDS} s")

    signal.signal(signal.SIGVTALRM, late)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    for number in numbers:
        # Any input is the same whichever came before it.
        name, data = mutated(random.Random(f"{seed}.{number}"), known)
        signal.setitimer(signal.ITIMER_VIRTUAL, _SECONDS)
        try:
            _index(name, data)
        except SourceError:
            pass
        except BaseException:  # noqa: BLE001 - any fault is a finding
            os.write(told, b"\n" + f"{name}: {traceback.format_exc()[-2000:]}".encode("utf-8", "replace"))
            return 1
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        os.write(told, b".")
    return 0


def _index(name: str, data: bytes) -> None:
    """Take a file the whole way into a segment."""
    articles, _ = read_articles(name, data, "own")
    with tempfile.TemporaryDirectory() as folder:
        builder = SegmentBuilder(Path(folder), FIELDS)
        for number, article in enumerate(articles[:200], 1):
            parts = passages.split(article, 120)
            if "".join(part.text for part in parts) != article.text:
                raise AssertionError("the passages do not tile the text")
            ordinals = passages.caption_ordinals(article, parts)
            for document in documents(article, parts, "aaaaaaaaaaaa", ordinals, number=number):
                builder.add(document)
        builder.finish()


if sys.platform == "win32":
    raise ImportError("limits here are those of Unix")
