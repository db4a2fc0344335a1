"""Where is an article: in which file, in which part of that file, and on which line?

An address is written `saved.zip!/a/b.html:12`: the path of a file; then, for an article in an archive, a mailbox or a
feed, its part of the file; then, where the article has lines, a line, counted in that part. Parts begin with `!/`, for
a file in an archive, or `#`, for the number of a mail or an entry; they follow each other where archives are nested.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import hashlib

__all__ = [
    "ID_DIGITS",
    "ID_LENGTH",
    "Address",
    "entry_part",
    "file_part",
    "id_of_number",
    "is_below",
    "is_named",
    "is_part",
    "is_within",
    "nearest_range",
    "nested_part",
    "numbers_of",
    "paths_around",
    "readings",
]

_PART = re.compile(r"!/|#(?=[0-9])")
_LINE = re.compile(r"(.+):([0-9]{1,10})", re.DOTALL)
_ID_BYTES = 8
ID_LENGTH = 12
"""Characters of an article's id: of the 13 of base 32 that 8 bytes give; the last has 4 bits only."""
_SPARE_BITS = 8 * _ID_BYTES - 5 * ID_LENGTH
ID_DIGITS = "abcdefghijklmnopqrstuvwxyz234567"
"""The characters of an article's id, each of 5 bits: base 32 (RFC 4648)."""
_SHIFTS = range(5 * ID_LENGTH - 10, -10, -10)


@dataclass(frozen=True, slots=True)
class Address:
    """Where an article or a passage is.

    `path` is that of the file, or what an article that comes from no file is named by; `part` is "" for all of the
    file, `line` None where no line is meant.

    >>> str(Address("saved.zip", "!/a/b.html", 12))
    'saved.zip!/a/b.html:12'
    """

    path: str
    part: str = ""
    line: int | None = None

    def __str__(self) -> str:
        """The address as it is shown, and as `readings` reads it."""
        return self.article if self.line is None else f"{self.article}:{self.line}"

    @property
    def article(self) -> str:
        """The address without the line."""
        return self.path + self.part

    @property
    def name(self) -> str:
        """The last part of the address without the line: the name of the file."""
        return os.path.basename(self.article)

    def article_id(self, number: int = 1) -> str:
        """The id of the article here: 12 letters and digits made of the address, with the path as stored in the index.

        It stays the same when the article is edited or the index moved. Where several articles of a file have no part
        of their own, all but the first have their `number` after it. Of 60 bits: among a million articles the
        probability that any two share an id is about 1 in 2 million.
        """
        identifier = id_of_number(*numbers_of((os.fsencode(self.article),)))
        return identifier if number == 1 else f"{identifier}-{number}"

    def with_path(self, path: str) -> Address:
        """The same part and line of another path, such as the absolute one."""
        return replace(self, path=path)


def numbers_of(articles: Iterable[bytes]) -> list[int]:
    """The numbers of 60 bits that the ids of the articles with these addresses, as `os.fsencode` has them, are made
    of."""
    hashed, number = _hash(), int.from_bytes
    return [number(hashed(article, digest_size=_ID_BYTES).digest(), "big") >> _SPARE_BITS for article in articles]


@cache
def _hash() -> type[hashlib.blake2b]:
    import hashlib  # which loads OpenSSL; a search has no use for it

    return hashlib.blake2b


def id_of_number(number: int) -> str:
    """The letters and digits of an article's id that are made of a number of 60 bits, in base 32 (RFC 4648)."""
    pairs = _pairs()
    return "".join([pairs[number >> shift & 1023] for shift in _SHIFTS])


@cache
def _pairs() -> list[str]:
    """The two digits of each number of 10 bits."""
    return [f"{first}{second}" for first in ID_DIGITS for second in ID_DIGITS]


def readings(text: str) -> Iterator[Address]:
    """All addresses that `text` can mean, the one with the longest path first; those without a line before those with
    one.

    A file's name can itself have `!/`, `#3` or `:12` in it: the first reading whose file exists is the one meant.

    >>> [(found.path, found.part, found.line) for found in readings("a.zip!/b.txt:3")]
    [('a.zip!/b.txt:3', '', None), ('a.zip', '!/b.txt:3', None), ('a.zip!/b.txt', '', 3), ('a.zip', '!/b.txt', 3)]
    """
    with_line = _LINE.fullmatch(text)
    wholes: list[tuple[str, int | None]] = [(text, None)]
    if with_line:
        wholes.append((with_line[1], int(with_line[2])))
    for whole, line in wholes:
        for path in (whole, *paths_around(whole)):
            yield Address(path, whole[len(path) :], line)


def paths_around(article: str) -> list[str]:
    """The paths of other files that can have a part with this address, which has no line; the longest first.

    >>> paths_around("a.zip!/mails.mbox#3")
    ['a.zip!/mails.mbox', 'a.zip']
    """
    return [article[: mark.start()] for mark in _PART.finditer(article) if mark.start()][::-1]


def is_below(path: str, folder: str) -> bool:
    """Whether `path` is `folder` or lies below it; both are absolute."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def is_part(text: str) -> bool:
    """Whether `text` is written as a part of a file is."""
    return _PART.match(text) is not None


def file_part(name: str) -> str:
    """The part of a file's article, from the file's name in its archive, which has no `.` or `..` in it."""
    return f"!/{name}"


def entry_part(number: int) -> str:
    """The part of a mail or an entry, from its number in its file, counted from 1."""
    return f"#{number}"


def is_named(part: str) -> bool:
    """Whether a part begins with a name, which may come again in its file; numbers of entries do not, and there may be
    millions of them."""
    return bool(part) and not part.startswith("#")


def nested_part(outer: str, inner: str) -> str:
    """The part of an article in a file that is itself the part `outer` of another."""
    return outer + inner


def is_within(part: str, outer: str) -> bool:
    """Whether `part` is the part `outer` or inside it: a file of that folder, a mail of that mailbox."""
    return part == outer or part.startswith((f"{outer}!/", f"{outer}#", f"{outer.rstrip('/')}/"))


def nearest_range(ranges: Sequence[tuple[int | None, int | None]], line: int) -> int:
    """The number of the range of lines that has `line`, else of the last that begins before it, else of the first.

    Each range is the first line and the last, both included; None where there are no lines.
    """
    before = 0
    for number, (first, last) in enumerate(ranges):
        if first is None or last is None or first > line:
            continue
        if line <= last:
            return number
        before = number
    return before
