"""What is in this file, and in the files inside it?"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import BinaryIO

from indexer.address import nested_part
from indexer.errors import UNSUPPORTED, SourceError
from indexer.model.drafts import Draft, Member, Problem, Reading
from indexer.reading.budget import LIMIT, Budget, spending
from indexer.reading.compression import decompressed, salvaged, uncompressed_name
from indexer.reading.content import PIECE, Content, Stream, content_of, opener
from indexer.reading.formats import Format, format_of, may_be_article, sniffed_format
from indexer.reading.position import StreamPosition
from indexer.reading.sizes import readable_size
from indexer.reading.sniffing import HEAD
from indexer.reasons import Cause

__all__ = ["format_for", "load_stream", "pieces", "read", "read_stream", "require_readable"]

_BATCH = 100
"""Small records that are read together: what is done for each of many is done fastest right after the one before."""

_DEEPEST = 8
"""Files within files; an archive can hold itself."""


def require_readable(name: str, path: str) -> None:
    """Raise SourceError ("unsupported format") where neither the name of a file nor its first bytes tell a format that
    is read. Where its name does, nothing is read."""
    if format_of(name) is not None or uncompressed_name(name)[1]:
        return
    try:
        with open(path, "rb", opener=opener, buffering=0) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise SourceError(Cause.NOT_A_FILE)
            head = file.read(HEAD)
    except OSError as error:
        raise SourceError(Cause.UNREADABLE, detail=error.strerror or str(error)) from None
    if sniffed_format(name, head) is None:
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


def format_for(path: str, content: Content, known: Format | None = None) -> Format:
    """Return the format in which a file is read: the one that is `known`, or that the end of its name tells, or else
    its first bytes. Raises SourceError where it is none."""
    found = known or format_of(path)
    if found is None and may_be_article(path):
        found = sniffed_format(path, content.stream(uncompressed_name(path)[1]).read(HEAD))
    if found is None:
        raise SourceError(UNSUPPORTED)
    return found


def pieces(
    path: str, content: Content, known: Format | None = None, position: StreamPosition | None = None
) -> Iterator[Reading]:
    """Yield the articles in a file, and in the files inside it, piece by piece: of a sequential format each by itself,
    so that never all are in memory; of another all at once. The format is as `format_for` has it; else of `path` only
    the end counts, which tells how it is compressed. Of a sequential format the records before `position` are passed
    over, and it moves on before each piece is given.

    What is wrong with a file inside it is a Problem. Raises SourceError where it is of no format that is read, or the
    bytes are damaged, undecodable or not in that format; behind the first piece, where more comes out of it than may.
    """
    known = known or format_for(path, content)
    _, compression = uncompressed_name(path)
    budget = Budget(content.size, sequential=known.sequential)
    if known.sequential:
        yield from _one_by_one(content, compression, known, budget, position or StreamPosition())
        return
    with spending(budget):
        data = content.whole()
        found = _expanded(known.read(decompressed(data, compression) if compression else data), budget, 1)
    yield found


def read(path: str, data: bytes | Content, known: Format | None = None) -> Reading:
    """Return the articles in a file's bytes as `pieces` yields them, all together; raises as it does."""
    return _joined(pieces(path, content_of(data) if isinstance(data, bytes) else data, known))


def _one_by_one(
    content: Content, compression: str, known: Format, budget: Budget, position: StreamPosition
) -> Iterator[Reading]:
    """Yield what is in the file, with the files inside it, piece by piece, from `position` on."""
    counted = 0

    def count(bytes_out: int) -> None:
        """Count what is decompressed, in the first of several passes."""
        nonlocal counted
        budget.spend(max(0, bytes_out - counted))
        counted = max(counted, bytes_out)

    is_told = False  # that it is damaged, which counts as one more record
    stream = content.stream()

    def begin() -> Stream:
        nonlocal stream
        stream = content.stream(compression, count)
        return stream

    try:
        found = known.pieces(begin)
        budget.spend(position.bytes)
        budget.count_members(position.members)
        is_told = sum(1 for _ in islice(found, position.records)) < position.records
        if known.plain:
            yield from _in_batches(found, position)
        while not known.plain:
            with spending(Budget(content.size, around=budget)) as own:
                piece = next(found, None)
                if piece is None:
                    break
                whole = _record(piece, own, budget)
            size, members = own.spent
            position.records += 1
            position.bytes += size
            position.members += members
            yield whole
    except SourceError as error:
        raise (stream.damage if stream.damage and not stream.tell() else error) from None
    if stream.damage is not None and not is_told:
        if not stream.tell():
            raise stream.damage
        position.records += 1
        yield Reading(problems=(Problem(0, str(stream.damage)),))


def _in_batches(found: Iterator[Reading], position: StreamPosition) -> Iterator[Reading]:
    """Yield small records of which nothing comes but themselves, some together, once `position` is behind them."""
    batch: list[Reading] = []
    size = 0

    def taken() -> Reading:
        """What is in the batch, which `position` is behind now."""
        position.records += len(batch)
        whole = _joined(batch)
        batch.clear()
        return whole

    try:
        for one in found:
            batch.append(one)
            size += sum(len(draft.content) for draft in one.drafts)
            if len(batch) >= _BATCH or size >= PIECE:
                size = 0
                yield taken()
    except SourceError:
        if batch:
            yield taken()
        raise
    if batch:
        yield taken()


def _record(piece: Reading, own: Budget, budget: Budget) -> Reading:
    """Return what is in a record, with the files inside it, which come out of a budget of its `own` in the file's."""
    members = tuple(piece.members)
    if not members:
        return piece
    try:
        return _expanded(replace(piece, members=members), own, 1)
    except SourceError as error:
        budget.require()
        return Reading(problems=(Problem(0, error.reason, members[0].part, detail=error.detail),))


def _whole(name: str, data: bytes, budget: Budget, depth: int) -> Reading:
    """Return what is in a file inside another, and in the files inside it."""
    known = format_of(name)
    _, compression = uncompressed_name(name)
    if known is None:
        before = salvaged(data, compression)[0] if compression and may_be_article(name) else data
        known = sniffed_format(name, before)
    if known is None:
        raise SourceError(UNSUPPORTED)
    if not known.sequential:
        return _expanded(known.read(decompressed(data, compression) if compression else data), budget, depth)
    before, damage = salvaged(data, compression) if compression else (data, None)
    if damage and not before:
        raise damage
    found = _joined(_expanded(piece, budget, depth) for piece in known.pieces(content_of(before).stream))
    return replace(found, problems=(*found.problems, Problem(0, str(damage)))) if damage else found


def _expanded(found: Reading, budget: Budget, depth: int) -> Reading:
    """Return what is in a file with what is in the files inside it, in order."""
    if found.members == ():
        return found
    readings = [replace(found, members=())]
    for member in found.members:
        budget.require()  # containers go on behind a file that was too large
        budget.count_members()
        if isinstance(member, Problem):
            readings.append(Reading(problems=(member,)))
        elif depth > _DEEPEST:
            readings.append(Reading(problems=(Problem(0, "nested too deeply", member.part),)))
        else:
            try:
                readings.append(_placed(_whole(member.name, member.data, budget, depth + 1), member))
            except SourceError as error:
                budget.require()
                problem = Problem(0, error.reason, member.part, failed=error.failed, detail=error.detail)
                readings.append(Reading(problems=(problem,)))
    if len(readings) == 1:
        return readings[0]
    budget.require()
    return _joined(readings)


def _joined(readings: Iterable[Reading]) -> Reading:
    """Return several readings as one, in the encoding of the first that has any article."""
    drafts: list[Draft] = []
    problems: list[Problem] = []
    encodings: list[str] = []
    first = ""
    for one in readings:
        first = first or one.encoding
        encodings += [one.encoding] if one.drafts and not encodings else []
        drafts += one.drafts
        problems += one.problems
    return Reading(tuple(drafts), next(iter(encodings), first or Reading().encoding), tuple(problems))


def _placed(found: Reading, member: Member) -> Reading:
    """Return what was found in `member` as its container has it."""
    return replace(
        found,
        drafts=tuple(_draft_of(draft, member) for draft in found.drafts),
        problems=tuple(replace(problem, part=nested_part(member.part, problem.part)) for problem in found.problems),
    )


def _draft_of(draft: Draft, member: Member) -> Draft:
    from indexer.reading.saved_pages import original_address  # its patterns take a millisecond to compile

    url = draft.url or original_address(member.url)
    return replace(draft, part=nested_part(member.part, draft.part), url=url)
