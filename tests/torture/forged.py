"""Does an index whose content was altered, and whose checksums are right, ever lead to anything but an answer or an
error that says so?

Whoever gives somebody an index can write any bytes with the checksums that they should have. An answer may be wrong
then; but nothing else may happen.
"""

from __future__ import annotations

import json
import random
import shutil
import tempfile
import traceback
import zlib
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from indexer import Article, Index, IndexerError
from indexer.engine.format.container import _TRAILER, SectionReader
from torture.flips import data_files, with_checksums
from torture.library import OPERATIONS, QUERIES

__all__ = ["USES", "Forgery", "forge", "library", "made", "wrong_with"]

_NUMBERS: Final = (0, 1, -1, 2, 7, 255, 256, 2**16, 2**31 - 1, 2**32 - 1, 2**40, 2**63 - 1, -(2**63), 1.5, 1e300)
_OTHERS: Final[tuple[Any, ...]] = (None, True, "", "x", "../x", [], [[]], {}, "<u8", "|O", "<f4", "|S4", "|V0")


class Forgery(NamedTuple):
    """A file of an index and what becomes of it: something in a section, in its directory, or in a manifest."""

    file: str
    place: str
    seed: int


def library(folder: Path) -> Path:
    """An index that has something of everything."""
    OPERATIONS["update"].before(folder)
    index = folder / "index"
    with Index(index) as opened:
        opened.update([folder / "articles"])
        opened.add([Article(f"Another ferry {n}. " * 40, path=f"other:{n}", captions=("A ferry.",)) for n in range(40)])
        opened.remove(["other:3"])
        opened.update([folder / "articles"], keep=["related"])
    return index


def forge(index: Path, count: int, seed: int) -> Iterator[Forgery]:
    """Forgeries of all parts of all files, as many of one as of another."""
    chance = random.Random(seed)
    parts: list[tuple[str, str]] = []
    for file in data_files(index):
        if file.endswith(".json"):
            parts += [(file, "manifest")] * 10
        elif not file.endswith(".toc"):
            reader = SectionReader(index / file)
            parts += [(file, name) for name in reader if reader.length(name)]
            reader.close()
            parts += [(file, "directory")] * 5
    for number in range(count):
        if number % len(parts) == 0:
            chance.shuffle(parts)
        yield Forgery(*parts[number % len(parts)], chance.randrange(2**32))


def made(data: bytes, forgery: Forgery) -> bytes:
    """The bytes of a file after a forgery, with the checksums that they should have."""
    chance = random.Random(forgery.seed)
    if forgery.place == "manifest":
        values = json.loads(data)
        del values["checksum"]
        text = json.dumps(_altered(values, chance)).encode("ascii")[1:]
        return b'{"checksum": "%08x", %b\n' % (zlib.crc32(text), text)
    begin, end, _, magic = _TRAILER.unpack_from(data, len(data) - _TRAILER.size)
    directory = json.loads(data[begin:end])
    octets = bytearray(data)
    if forgery.place == "directory":
        written = json.dumps(_altered(directory, chance)).encode()
        rest = data[end : len(data) - _TRAILER.size]
        trailer = _TRAILER.pack(begin, begin + len(written), 0, magic)
        return with_checksums(data[:begin] + written + rest + trailer)
    kind, offset, count = directory["sections"][forgery.place]
    values = np.frombuffer(bytes(octets[offset : offset + count * np.dtype(kind).itemsize]), kind).copy()
    _alter(values, chance)
    octets[offset : offset + values.nbytes] = values.tobytes()
    return with_checksums(bytes(octets))


def _alter(values: np.ndarray[Any, Any], chance: random.Random) -> None:
    """Alter some numbers of a section, or all."""
    limits = np.iinfo(values.dtype)
    way = chance.randrange(6)
    if way == 0:
        values[:] = chance.choice((limits.min, limits.max, 0, 1))
    elif way == 1:
        values[:] = np.frombuffer(chance.randbytes(values.nbytes), values.dtype)
    elif way == 2:
        values[:] = values[::-1].copy()
    else:
        for _ in range(chance.choice((1, 1, 3))):
            at = chance.choice((0, -1, chance.randrange(len(values))))
            number = int(values[at]) + chance.choice((1, -1, 256, -256, 10**9))
            number = chance.choice((number, number, limits.max, limits.min, 0, chance.randint(limits.min, limits.max)))
            values[at] = min(max(number, limits.min), limits.max)


def _altered(value: Any, chance: random.Random) -> Any:
    """A value of JSON of which one part is altered."""
    inner = isinstance(value, dict | list) and value
    if inner and chance.random() < 0.93:
        if isinstance(value, dict):
            key = chance.choice(sorted(value))
            if chance.random() < 0.1:
                return {name: held for name, held in value.items() if name != key}
            return {name: _altered(held, chance) if name == key else held for name, held in value.items()}
        at = chance.randrange(len(value))
        return [_altered(held, chance) if number == at else held for number, held in enumerate(value)]
    if isinstance(value, int) and chance.random() < 0.5:
        return value + chance.choice((1, -1, 64, -64, 10**6))
    return chance.choice((*_NUMBERS, *_OTHERS))


def _searched(index: Index) -> None:
    for query in QUERIES:
        index.search(query, limit=50, duplicates=True)
    index.search("ferry", order="newest", expand=True)
    index.search("ferry NEAR/3 harbour", per_article=0)


def _shown(index: Index) -> None:
    for hit in index.search("ferry").hits[:3]:
        article, _ = index.article(hit.id)
        index.highlights("ferry harbour", article)
        index.similar(hit.id)


def _counted(index: Index) -> None:
    for field in ("site", "author", "language"):
        index.facets("ferry", field)
    index.timeline("ferry")
    index.terms("ha", order="name")
    index.statistics()


def _checked(index: Index) -> None:
    index.check()
    index.check(deep=True)


def _updated(index: Index) -> None:
    letters = index.path.parent / "articles" / "letters"
    (letters / "anchor.json").write_text('{"text": "Another ferry came to the harbour."}')
    index.update([index.path.parent / "articles"])
    index.add([Article("Added once more.", path="other:1")])
    index.remove(["other:2"])


USES: Final[dict[str, tuple[Callable[[Index], object], bool]]] = {
    "search": (_searched, False),
    "show": (_shown, False),
    "facets": (_counted, False),
    "export": (lambda index: list(index.export()), False),
    "check": (_checked, False),
    "index": (_updated, True),
    "compact": (lambda index: index.compact(), True),
    "rebuild": (lambda index: index.rebuild(), True),
}
"""What an index is put to, and whether that changes it."""


def wrong_with(index: Path, forgery: Forgery, uses: Collection[str] = ()) -> dict[str, str]:
    """What goes wrong, by the use that an index with a forgery is put to, all or some: nothing where each gives an
    answer or an error that says why not."""
    wrong: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch, "copy")
        for name, (use, writes) in USES.items():
            if uses and name not in uses:
                continue
            if not copy.exists():
                shutil.copytree(index.parent, copy)
                path = copy / index.name / forgery.file
                path.write_bytes(made(path.read_bytes(), forgery))
            try:
                with Index(copy / index.name) as opened:
                    use(opened)
            except IndexerError:
                pass
            except Exception:  # noqa: BLE001 - any fault is a finding
                wrong[name] = traceback.format_exc()
            if writes:
                shutil.rmtree(copy)
    return wrong
