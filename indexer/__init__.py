"""Turn a folder of articles into something you can search from the shell, or from Python.

See `Index` for the Python way in, and README.md in this folder for how the rooms of the package belong together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from indexer.errors import IndexerError
from indexer.model import Article, Hit, IndexReport, Passage, SearchResult, Snippet

if TYPE_CHECKING:
    from indexer.index import Index

__all__ = [
    "Article",
    "Hit",
    "Index",
    "IndexReport",
    "IndexerError",
    "Passage",
    "SearchResult",
    "Snippet",
    "__version__",
]

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    # Whoosh takes a tenth of a second to import; `indexer --help` and `indexer.__version__` do without it.
    if name == "Index":
        from indexer.index import Index

        return Index
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
