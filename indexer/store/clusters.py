"""Which articles are nearly the same, as a commit's tables have it?

| row | is for |
|---|---|
| `a<id>` → label | each article that has another nearly the same; the label is the least id of the cluster |
| `m<label>` NUL `<id>` | each member of a cluster |
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.store.tables import Row, Tables

__all__ = ["Clusters", "article_key", "member_key"]


class Clusters:
    """The clusters of articles that are nearly the same, as the tables have them."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._labels: dict[str, str] = {}

    def __bool__(self) -> bool:
        """Whether there may be any."""
        return bool(self._tables)

    def label(self, identifier: str) -> str:
        """The label of the cluster that an article is in, "" where it is in none."""
        known = self._labels.get(identifier)
        return self._keep(identifier, self._tables.get(article_key(identifier))) if known is None else known

    def labels(self, identifiers: Sequence[str]) -> list[str]:
        """The label of each of some articles, as `label` has it."""
        keys = [article_key(identifier) for identifier in identifiers]
        rows = self._tables.get_all(keys)
        return [self._keep(identifier, rows.get(key)) for identifier, key in zip(identifiers, keys, strict=True)]

    def _keep(self, identifier: str, row: Row | None) -> str:
        label = self._labels[identifier] = "" if row is None else row.value.decode("ascii")
        return label

    def members(self, label: str) -> list[str]:
        """The ids of the articles in a cluster, sorted."""
        prefix = member_key(label, "")
        return [key.removeprefix(prefix).decode("ascii") for key, _ in self._tables.with_prefix(prefix)]

    def close(self) -> None:
        """Close the tables."""
        self._tables.close()


def article_key(identifier: str) -> bytes:
    """The key of the row that has an article's label."""
    return b"a" + identifier.encode("ascii")


def member_key(label: str, identifier: str) -> bytes:
    """The key of the row that says that an article is in a cluster; those of all members begin as that of no id."""
    return b"m%b\0%b" % (label.encode("ascii"), identifier.encode("ascii"))
