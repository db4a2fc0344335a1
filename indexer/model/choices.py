"""What can be chosen, and what holds where nothing is: size of a file, length of a snippet, extractor?"""

from __future__ import annotations

from typing import Literal, TypeAlias

__all__ = [
    "MAX_SIZE",
    "SNIPPET_LENGTH",
    "Extractor",
]

MAX_SIZE = 50 * 2**20
"""Bytes of the largest file that is read where nothing else is asked for; and bytes, or characters, of the largest
mail, page, line or row that is read out of a stream, or file out of a TAR archive, whatever is asked for. Chosen: as
any format, a file of this size is read in less memory than a process may take."""

SNIPPET_LENGTH = 240
"""Columns of a snippet, on one line, where no other length is asked for: three lines of a terminal."""

Extractor: TypeAlias = Literal["own", "best"]
"""Extractor for web pages: our own, or that and others, of which the best is kept."""
