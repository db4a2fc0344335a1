"""What is in this file, and in the files inside it?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from indexer.address import nested_part
from indexer.errors import UNSUPPORTED, SourceError
from indexer.model import Draft, Member, Problem, Reading
from indexer.reading.compression import LIMIT, decompressed, salvaged, uncompressed_name
from indexer.reading.formats import format_of
from indexer.reading.saved_pages import original_address
from indexer.reasons import Cause

__all__ = ["digest", "load", "read"]

_DEEPEST = 8
"""Files within files; an archive can hold itself."""


def load(path: str) -> bytes:
    """Return the bytes of a file; raises SourceError ("unreadable") where the system refuses."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise SourceError(Cause.UNREADABLE, detail=error.strerror or str(error)) from None


def digest(data: bytes) -> str:
    """Return the fingerprint of a file's bytes: 128 bits of BLAKE2b as 32 hexadecimal digits."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def read(path: str, data: bytes) -> Reading:
    """Return the articles in a file's bytes, and in the files inside it; of `path` only the name's end counts, nothing
    is read from disk.

    What is wrong with a file inside it is a Problem. Raises SourceError where no format has the suffix, or the bytes
    are damaged, undecodable or not in that format.
    """
    whole = _read(path, data)
    if not whole.members:
        return whole
    drafts, problems = list(whole.drafts), list(whole.problems)
    encodings = [whole.encoding] if drafts else []
    for found in _within(whole, _Budget(LIMIT), 1):
        if isinstance(found, Problem):
            problems.append(found)
        else:
            drafts += found.drafts
            problems += found.problems
            encodings += [found.encoding] if found.drafts else []
    return Reading(tuple(drafts), next(iter(encodings), whole.encoding), tuple(problems))


class _Budget:
    """How many bytes may still come out of one file."""

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self, size: int) -> None:
        """Raises SourceError once more is spent than there was."""
        self.left -= size
        if self.left < 0:
            raise SourceError(Cause.TOO_LARGE, detail=f"more than {LIMIT / 2**20:g} MB in it")


def _read(name: str, data: bytes) -> Reading:
    """Return what is in a file, the files inside it still to be read."""
    known = format_of(name)
    if known is None:
        raise SourceError(UNSUPPORTED)
    _, compression = uncompressed_name(name)
    if not (compression and known.sequential):
        return known.read(decompressed(data, compression) if compression else data)
    before, damage = salvaged(data, compression)
    if damage and not before:
        raise damage
    found = known.read(before)
    return replace(found, problems=(*found.problems, Problem(0, str(damage)))) if damage else found


def _within(whole: Reading, budget: _Budget, depth: int) -> Iterator[Reading | Problem]:
    """Yield what is in the files inside `whole`, and in those inside them, in order, with their parts as seen from
    `whole`."""
    for member in whole.members:
        if isinstance(member, Problem):
            yield member
            continue
        budget.spend(len(member.data))
        if depth > _DEEPEST:
            yield Problem(0, "nested too deeply", member.part)
            continue
        if format_of(member.name) is None:
            yield Problem(0, UNSUPPORTED, member.part, failed=False)
            continue
        try:
            found = _read(member.name, member.data)
        except SourceError as error:
            yield Problem(0, error.reason, member.part, failed=error.failed, detail=error.detail)
            continue
        yield _placed(found, member)
        for inner in _within(found, budget, depth + 1):
            yield (
                replace(inner, part=nested_part(member.part, inner.part))
                if isinstance(inner, Problem)
                else _placed(inner, member)
            )


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
