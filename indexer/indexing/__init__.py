"""What changed among the sources, and what must be done about it?

`planning` compares the files with the manifest; `documents` turns one file's bytes into documents; `workers` does that
for many files, in one process or several; `updating` carries the plan out and commits.
"""

from indexer.indexing.extraction import Extract, extract
from indexer.indexing.updating import Progress, Request, add_articles, rebuild, remove_articles, update

__all__ = ["Extract", "Progress", "Request", "add_articles", "extract", "rebuild", "remove_articles", "update"]
