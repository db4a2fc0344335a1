"""How much of a file is still read when one byte of it is another?

That a damaged file is "read or refused" holds of a reader that refuses everything; so each format has a floor, too: the
share of all single changes after which something is read, and the share after which what is read holds the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from indexer.errors import SourceError
from indexer.reading import read

__all__ = ["Shares", "altered", "read_or_refuse", "shares"]

_MOST = 600
"""Changes that are tried of one file, spread over it evenly."""


class Shares(NamedTuple):
    """Of all changes, the share after which something is read, and after which each text is in what is read."""

    read: float
    whole: float


def read_or_refuse(name: str, data: bytes) -> str | None:
    """All the text in a file, or None where it is refused in order, or read and nothing is in it."""
    try:
        drafts = read(name, data).drafts
    except SourceError:
        return None
    return "\n\n".join(draft.content for draft in drafts) if drafts else None


def altered(data: bytes) -> Iterator[bytes]:
    """`data` with one byte changed: a bit flipped, a letter's case, the highest bit."""
    changes = [(place, flip) for place in range(len(data)) for flip in (0x01, 0x20, 0x80)]
    step = max(1, len(changes) // _MOST)
    for place, flip in changes[:: step + (step % 3 == 0)]:  # of each kind equally many
        yield data[:place] + bytes([data[place] ^ flip]) + data[place + 1 :]


def shares(name: str, data: bytes, *texts: str, changes: Iterable[bytes] | None = None) -> Shares:
    """The shares of `changes` of a file with `texts` in it; without them, of those that `altered` makes."""
    whole = read_or_refuse(name, data)
    assert whole is not None
    assert all(text in whole for text in texts)
    found = [read_or_refuse(name, changed) for changed in (altered(data) if changes is None else changes)]
    survived = sum(text is not None for text in found)
    held = sum(text is not None and all(one in text for one in texts) for text in found)
    return Shares(survived / len(found), held / len(found))
