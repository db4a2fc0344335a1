"""Turn a folder of articles into something you can search from the shell, or from Python.

See `Index` for the Python way in, and README.md in this folder for how the rooms of the package belong together.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from indexer.errors import (
        DamagedIndexError,
        DateSyntaxError,
        IndexerError,
        IndexFormatError,
        IndexStateError,
        LockedIndexError,
        NoIndexError,
        QuerySyntaxError,
        SourceError,
        StorageError,
        UnknownFieldError,
        UnknownIdError,
        UsageError,
    )
    from indexer.index import Index
    from indexer.model.articles import Article, Passage
    from indexer.model.hits import Hit, SearchResult, Snippet
    from indexer.model.reports import IndexReport
    from indexer.model.statistics import IndexStatistics

__all__ = [
    "Article",
    "DamagedIndexError",
    "DateSyntaxError",
    "Hit",
    "Index",
    "IndexFormatError",
    "IndexReport",
    "IndexStateError",
    "IndexStatistics",
    "IndexerError",
    "LockedIndexError",
    "NoIndexError",
    "Passage",
    "QuerySyntaxError",
    "SearchResult",
    "Snippet",
    "SourceError",
    "StorageError",
    "UnknownFieldError",
    "UnknownIdError",
    "UsageError",
    "__version__",
]

__version__ = "0.1.0"

_MODULES = {
    "Article": "model.articles",
    "Hit": "model.hits",
    "Index": "index",
    "IndexReport": "model.reports",
    "IndexStatistics": "model.statistics",
    "Passage": "model.articles",
    "SearchResult": "model.hits",
    "Snippet": "model.hits",
}
"""Where the names are that are no errors."""


def __getattr__(name: str) -> Any:
    # Each command starts with an import of this package, and none needs all of it.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"indexer.{_MODULES.get(name, 'errors')}"), name)
