"""Where are Whoosh's own warnings silenced?

Whoosh 2.7.4 was written for older Pythons: compiling its modules warns of invalid escapes and of comparing literals
with `is`. Every import of it goes through this one context, and nothing else is silenced anywhere.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["quiet"]


@contextmanager
def quiet() -> Iterator[None]:
    """Ignore the warnings that compiling and importing Whoosh's modules gives, while the block runs."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        warnings.simplefilter("ignore", DeprecationWarning)
        yield
