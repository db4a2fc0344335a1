"""What is in this file, and in the files inside it?"""

from __future__ import annotations

import hashlib
import io
import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from indexer.address import nested_part
from indexer.errors import UNSUPPORTED, SourceError
from indexer.model import Draft, Member, Problem, Reading
from indexer.reading.budget import LIMIT, Budget, budget_of_one_file
from indexer.reading.compression import decompressed, salvaged, uncompressed_name
from indexer.reading.formats import Format, format_of, format_told_by, may_be_article
from indexer.reading.saved_pages import original_address
from indexer.reading.sizes import readable_size
from indexer.reading.telling import HEAD
from indexer.reasons import Cause

__all__ = ["digest", "load", "load_stream", "read", "read_stream", "require_readable"]

_DEEPEST = 8
"""Files within files; an archive can hold itself."""


def load(path: str, limit: int = 0) -> bytes:
    """Return the bytes of a regular file, as many as it has when it is opened.

    Whatever its path leads to by now, nothing is waited for: neither a pipe nor a file of the system's that is made as
    it is read. Raises SourceError where it is not a regular file, has more than `limit` bytes (0: any number), or the
    system refuses.
    """
    try:
        with open(path, "rb", opener=_open_at_once, buffering=0) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise SourceError(Cause.NOT_A_FILE)
            if limit and status.st_size > limit:
                raise SourceError(Cause.TOO_LARGE, detail=f"limit {readable_size(limit)}")
            return _first(file, status.st_size)
    except OSError as error:
        raise SourceError(Cause.UNREADABLE, detail=error.strerror or str(error)) from None


def require_readable(name: str, path: str) -> None:
    """Raise SourceError ("unsupported format") where neither the name of a file nor its first bytes tell a format that
    is read. Where its name does, nothing is read."""
    if format_of(name) is not None or uncompressed_name(name)[1]:
        return
    try:
        with open(path, "rb", opener=_open_at_once, buffering=0) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise SourceError(Cause.NOT_A_FILE)
            head = file.read(HEAD)
    except OSError as error:
        raise SourceError(Cause.UNREADABLE, detail=error.strerror or str(error)) from None
    if format_told_by(name, head) is None:
        raise SourceError(UNSUPPORTED)


def load_stream(path: str) -> bytes:
    """Return all that comes from a file or a pipe; raises SourceError where the system refuses, or too much comes."""
    try:
        with open(path, "rb") as file:
            return read_stream(file)
    except OSError as error:
        raise SourceError(Cause.UNREADABLE, detail=error.strerror or str(error)) from None


def read_stream(stream: BinaryIO) -> bytes:
    """Return all that comes from a stream that is open; raises SourceError as `load_stream` does."""
    try:
        data = stream.read(LIMIT + 1)
    except OSError as error:
        raise SourceError(Cause.UNREADABLE, detail=error.strerror or str(error)) from None
    if len(data) > LIMIT:
        raise SourceError(Cause.TOO_LARGE, detail=f"limit {readable_size(LIMIT)}")
    return data


def _open_at_once(path: str, flags: int) -> int:
    """Open a file without waiting for what may be at the other end of a pipe, and without taking over a terminal."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))


def _first(file: io.FileIO, size: int) -> bytes:
    """Return the first `size` bytes of a file, fewer where it has become shorter."""
    chunks: list[bytes] = []
    while size and (chunk := file.read(size)):
        chunks.append(chunk)
        size -= len(chunk)
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def digest(data: bytes) -> str:
    """Return the fingerprint of a file's bytes: 128 bits of BLAKE2b as 32 hexadecimal digits."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def read(path: str, data: bytes, known: Format | None = None) -> Reading:
    """Return the articles in a file's bytes, and in the files inside it; of `path` only the name's end counts, nothing
    is read from disk. Where that tells no format, and none is `known`, the bytes do.

    What is wrong with a file inside it is a Problem. Raises SourceError where it is of no format that is read, or the
    bytes are damaged, undecodable or not in that format.
    """
    with budget_of_one_file(len(data)) as budget:
        return _read_all(path, data, known, budget)


def _read_all(path: str, data: bytes, known: Format | None, budget: Budget) -> Reading:
    whole = _read(path, data, known)
    if not whole.members:
        return whole
    drafts, problems = list(whole.drafts), list(whole.problems)
    encodings = [whole.encoding] if drafts else []
    for found in _within(whole, budget, 1):
        if isinstance(found, Problem):
            problems.append(found)
        else:
            drafts += found.drafts
            problems += found.problems
            encodings += [found.encoding] if found.drafts else []
    return Reading(tuple(drafts), next(iter(encodings), whole.encoding), tuple(problems))


def _read(name: str, data: bytes, known: Format | None = None) -> Reading:
    """Return what is in a file, the files inside it still to be read."""
    known = known or format_of(name)
    _, compression = uncompressed_name(name)
    if known is None:
        before = salvaged(data, compression)[0] if compression and may_be_article(name) else data
        known = format_told_by(name, before)
    if known is None:
        raise SourceError(UNSUPPORTED)
    if not (compression and known.sequential):
        return known.read(decompressed(data, compression) if compression else data)
    before, damage = salvaged(data, compression)
    if damage and not before:
        raise damage
    found = known.read(before)
    return replace(found, problems=(*found.problems, Problem(0, str(damage)))) if damage else found


def _within(whole: Reading, budget: Budget, depth: int) -> Iterator[Reading | Problem]:
    """Yield what is in the files inside `whole`, and in those inside them, in order, with their parts as seen from
    `whole`."""
    for member in whole.members:
        budget.require()  # containers go on behind a file that was too large
        budget.count_member()
        if isinstance(member, Problem):
            yield member
            continue
        if depth > _DEEPEST:
            yield Problem(0, "nested too deeply", member.part)
            continue
        try:
            found = _read(member.name, member.data)
        except SourceError as error:
            budget.require()
            yield Problem(0, error.reason, member.part, failed=error.failed, detail=error.detail)
            continue
        yield _placed(found, member)
        for inner in _within(found, budget, depth + 1):
            yield (
                replace(inner, part=nested_part(member.part, inner.part))
                if isinstance(inner, Problem)
                else _placed(inner, member)
            )
    budget.require()


def _placed(found: Reading, member: Member) -> Reading:
    """Return what was found in `member` as its container has it."""
    return replace(
        found,
        drafts=tuple(_draft_of(draft, member) for draft in found.drafts),
        problems=tuple(replace(problem, part=nested_part(member.part, problem.part)) for problem in found.problems),
    )


def _draft_of(draft: Draft, member: Member) -> Draft:
    url = draft.url or original_address(member.url)
    return replace(draft, part=nested_part(member.part, draft.part), url=url)
