"""How do articles that come from no file get into the index, and out of it?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from indexer import passages
from indexer.address import Address
from indexer.engine.builder import SegmentBuilder, SegmentFile
from indexer.errors import UsageError
from indexer.fields import documents
from indexer.indexing.settings import settings_of
from indexer.model import Article
from indexer.similarity.signatures import Signature
from indexer.similarity.sketches import sketches
from indexer.store.commit import commit, create, new_segment
from indexer.store.damage import damage_reported, refusals_reported
from indexer.store.files import FileEntry, KnownFiles
from indexer.store.location import IndexFolder
from indexer.store.snapshot import read_newest, require_readable
from indexer.store.sources import find_documents, together
from indexer.store.swap import recover
from indexer.store.writing import writing

__all__ = ["add_articles", "remove_articles"]

_SIGNED_AT_ONCE = 1 << 20  # characters


def add_articles(
    folder: IndexFolder, articles: Iterable[Article], *, passage_words: int | None = None, wait: float = 0.0
) -> int:
    """Index articles that come from no file, replacing those of the same `path`; return the number of passages.

    Each article has a path of its own. Raises UsageError where that is the path of a file; then nothing is added.
    """
    recover(folder)
    create(folder, settings_of(passage_words), wait)
    with writing(folder, wait):
        require_readable(folder)
        header = read_newest(folder)
        words = header.settings.passage_words
        entries: dict[str, FileEntry | None] = {}
        builder = new_segment(folder)
        finished: list[SegmentFile | None] = []
        files = KnownFiles(folder.path, header.tables_of("files"))
        try:
            for article, signature in _with_signatures(articles):
                _require_own_path(article.path, files)
                with refusals_reported(folder.path):
                    if builder.full:
                        finished.append(builder.finish())
                        builder = new_segment(folder, builder.analyzer)
                    entries[article.path] = _add_one(builder, article, signature, words)
            deleted = together(find_documents(folder, files.get_all(entries)).values())
            with refusals_reported(folder.path):
                finished.append(builder.finish())
        except BaseException:
            builder.discard()
            raise
        finally:
            files.close()
        segments = [segment for segment in finished if segment is not None]
        commit(folder, header.stamped(), entries, segments, deleted, merge="due")
        return sum(entry.passages for entry in entries.values() if entry is not None)


def remove_articles(folder: IndexFolder, paths: Iterable[str], *, wait: float = 0.0) -> int:
    """Remove the articles of these paths, as stored, from the index; return how many of the paths were there."""
    folder.require()
    with writing(folder, wait):
        require_readable(folder)
        header = read_newest(folder)
        files = KnownFiles(folder.path, header.tables_of("files"))
        with damage_reported(folder.path):
            wanted = files.get_all(set(paths))
            files.close()
        if wanted:
            deleted = together(find_documents(folder, wanted).values())
            commit(folder, header.stamped(), dict.fromkeys(wanted), (), deleted, merge="due")
        return len(wanted)


def _with_signatures(articles: Iterable[Article]) -> Iterator[tuple[Article, Signature]]:
    """The articles with their signatures; sketches are made of many texts at once."""
    batch: list[Article] = []
    size = 0
    for article in chain(articles, (None,)):
        if article is not None:
            batch.append(article)
            size += len(article.text)
        if size >= _SIGNED_AT_ONCE or article is None:
            for one, sketch in zip(batch, sketches([one.text for one in batch]), strict=True):
                yield one, Signature(Address(one.path, one.part).article_id(), sketch.tobytes())
            batch, size = [], 0


def _require_own_path(path: str, files: KnownFiles) -> None:
    known = files.get(path)
    if known is not None and not known.external:
        raise UsageError(f"articles: the path {path!r} is that of a file in the index", hint="any other text will do")


def _add_one(builder: SegmentBuilder, article: Article, signature: Signature, words: int) -> FileEntry:
    parts = passages.split(article, words)
    ordinals = passages.caption_ordinals(article, parts)
    for document in documents(article, parts, signature.identifier, ordinals, fingerprints=signature.fingerprints):
        builder.add(document)
    return FileEntry(articles=1, passages=len(parts), external=True)
