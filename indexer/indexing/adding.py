"""How do articles that come from no file get into the index, and out of it, and into one that is rebuilt?"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import chain
from typing import TYPE_CHECKING

from indexer import passages
from indexer.address import Address, paths_around
from indexer.engine.builder import SegmentBuilder
from indexer.engine.generations import SegmentEntry, open_segments, opened_segments
from indexer.engine.segment.writing import SegmentFile
from indexer.errors import DamagedIndexError, IndexFormatError, UsageError
from indexer.fields.articles import passages_of, stored_article
from indexer.fields.documents import documents
from indexer.fields.names import path_of_group
from indexer.fields.records import article_record
from indexer.indexing.settings import settings_of
from indexer.model.articles import Article, Passage
from indexer.similarity.signatures import Signature
from indexer.similarity.sketches import sketches
from indexer.store.commit import commit, create, new_segment
from indexer.store.damage import damage_reported, refusals_reported
from indexer.store.files import FileEntry, KnownFiles
from indexer.store.location import IndexFolder
from indexer.store.snapshot import read_newest, require_readable
from indexer.store.sources import find_documents, merged
from indexer.store.swap import recover
from indexer.store.writing import writing

if TYPE_CHECKING:
    from indexer.engine.segment.segment import Segment

__all__ = ["add_articles", "carry_over", "remove_articles"]

_SIGNED_AT_ONCE = 1 << 20  # characters


def add_articles(
    folder: IndexFolder, articles: Iterable[Article], *, passage_words: int | None = None, wait: float = 0.0
) -> int:
    """Index articles that come from no file, replacing those of the same `path`; return the number of passages.

    Each article has a path of its own. Raises UsageError where that is the path of a file; then nothing is added.
    """
    recover(folder)
    create(folder, settings_of(passage_words), wait)
    return _add(folder, ((article, ()) for article in articles), wait)


def _add(folder: IndexFolder, articles: Iterable[tuple[Article, Sequence[Passage]]], wait: float) -> int:
    """The same for articles that may come with the passages that they are to have."""
    with writing(folder, wait):
        require_readable(folder)
        header = read_newest(folder)
        words = header.settings.passage_words
        entries: dict[str, FileEntry | None] = {}
        addresses: list[Address] = []
        builder = new_segment(folder)
        finished: list[SegmentFile | None] = []
        files = KnownFiles(folder.path, header.tables_of("files"))
        try:
            for article, parts, signature in _with_signatures(articles):
                _require_own_path(article.path, files)
                if _may_be_inside(address := Address(article.path, article.part), files):
                    addresses.append(address)
                parts = parts or passages.split(article, words)  # noqa: PLW2901 - as they are to be
                with refusals_reported(folder.path):
                    if builder.full:
                        finished.append(builder.finish())
                        builder = new_segment(folder, builder.analyzer)
                    entries[article.path] = _add_one(builder, article, parts, signature)
            _require_own_addresses(folder, header.segments, entries, addresses)
            deleted = merged(find_documents(folder, files.get_all(entries)).values())
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
            deleted = merged(find_documents(folder, wanted).values())
            commit(folder, header.stamped(), dict.fromkeys(wanted), (), deleted, merge="due")
        return len(wanted)


def carry_over(old: IndexFolder, new: IndexFolder) -> dict[str, str]:
    """Add the articles that come from no file to the index that is to replace the `old` one, as far as they can be
    read. Return those that cannot, each with the reason; or the old index where it is not known which those are.

    The caller holds the old index's lock. Raises StorageError where the system refuses to read.
    """
    lost: dict[str, str] = {}
    try:
        header = read_newest(old)
    except (DamagedIndexError, IndexFormatError):
        return {str(old.path): _UNKNOWN}
    try:
        with damage_reported(old.path):
            files = KnownFiles(old.path, header.tables_of("files"))
            wanted = files.external & (files.passages > 0)  # one without text and title has nothing to be found by
            expected: set[str] | None = {path for path, mine in zip(files, wanted.tolist(), strict=True) if mine}
            files.close()
    except DamagedIndexError:
        expected = None
    if expected == set():
        return {}
    create(new, header.settings)
    own = header.settings.passage_words == read_newest(new).settings.passage_words
    found: set[str] = set()

    def articles() -> Iterator[tuple[Article, Sequence[Passage]]]:
        of_files = read_newest(new)
        files = KnownFiles(new.path, of_files.tables_of("files"))
        try:
            with _opened(new, of_files.segments) as segments:
                for article, parts in _external(old, header.segments, expected):
                    if article.path in found:
                        continue
                    found.add(article.path)
                    if files.get(article.path) is not None:
                        lost[article.path] = "a file in the index has its path"
                        continue
                    address = Address(article.path, article.part)
                    if _may_be_inside(address, files) and _owner(new, segments, address) is not None:
                        lost[article.path] = "an article of a file in the index has its address"
                        continue
                    yield article, parts if own else ()
        finally:
            files.close()

    _add(new, articles(), 0.0)
    if expected is None:
        lost[str(old.path)] = _UNKNOWN
    return lost | dict.fromkeys(sorted((expected or set()) - found), _UNREADABLE)


_UNKNOWN = "it could not be read as a whole: of the articles that come from no file, some may be lost"
_UNREADABLE = "it comes from no file, and cannot be read any more: add it again"


def _external(
    folder: IndexFolder, entries: Iterable[SegmentEntry], expected: Container[str] | None
) -> Iterator[tuple[Article, Sequence[Passage]]]:
    """The live articles that come from no file, and their passages: those whose paths are `expected`, or all where
    that is not known. What cannot be read is left out."""
    for entry in entries:
        try:
            with damage_reported(folder.path):
                (segment,) = open_segments(folder.path, [entry])
                deleted = segment.articles.deleted
        except DamagedIndexError:
            continue
        for number in range(segment.articles.count):
            try:
                with damage_reported(folder.path):
                    if deleted is not None and deleted[number]:
                        continue
                    path = path_of_group(segment.articles.name(number))
                    if expected is not None and path not in expected:
                        continue
                    record = article_record(segment, number)
                    if record.digest:
                        continue  # it comes from a file
                    parts = passages_of(segment, number)
                    article = stored_article(record, parts)
            except DamagedIndexError:
                continue
            yield article, parts
        segment.close()


def _with_signatures(
    articles: Iterable[tuple[Article, Sequence[Passage]]],
) -> Iterator[tuple[Article, Sequence[Passage], Signature]]:
    """The articles with their signatures; sketches are made of many texts at once."""
    batch: list[tuple[Article, Sequence[Passage]]] = []
    size = 0
    for given in chain(articles, (None,)):
        if given is not None:
            batch.append(given)
            size += len(given[0].text)
        if size >= _SIGNED_AT_ONCE or given is None:
            for (one, parts), sketch in zip(batch, sketches([one.text for one, _ in batch]), strict=True):
                yield one, parts, Signature(Address(one.path, one.part).article_id(), sketch.tobytes())
            batch, size = [], 0


def _require_own_path(path: str, files: KnownFiles) -> None:
    known = files.get(path)
    if known is not None and not known.external:
        raise UsageError(f"articles: the path {path!r} is that of a file in the index", hint="any other text will do")


def _may_be_inside(address: Address, files: KnownFiles) -> bool:
    """Whether the address of an article can be read as that of a part of another file in the index."""
    others = (path for path in (address.article, *paths_around(address.article)) if path != address.path)
    return any(files.get(path) is not None for path in others)


def _require_own_addresses(
    folder: IndexFolder, entries: Sequence[SegmentEntry], replaced: Container[str], addresses: Sequence[Address]
) -> None:
    """Raise UsageError where an article that is not `replaced` has one of these addresses, of which ids are made."""
    if not addresses:
        return
    with _opened(folder, entries) as segments:
        for address in addresses:
            owner = _owner(folder, segments, address, replaced)
            if owner is not None:
                raise UsageError(
                    f"articles: the address {address.article!r} is that of an article in {owner!r}",
                    hint="any other text will do as its path",
                )


@contextmanager
def _opened(folder: IndexFolder, entries: Sequence[SegmentEntry]) -> Iterator[Sequence[Segment]]:
    """The segments of an index, open while the block runs."""
    with ExitStack() as opened:
        with damage_reported(folder.path):
            segments = opened.enter_context(opened_segments(folder.path, entries))
        yield segments


def _owner(
    folder: IndexFolder, segments: Iterable[Segment], address: Address, replaced: Container[str] = ()
) -> str | None:
    """The path of a live article in the index that has this address, but for those that are `replaced`."""
    with damage_reported(folder.path):
        for segment in segments:
            field, articles = segment.field("article"), segment.articles
            number = -1 if field is None else field.find(address.article_id().encode())
            documents = field.postings(number).documents.tolist() if field is not None and number >= 0 else []
            live = [one for one in documents if segment.deleted is None or not segment.deleted[one]]
            for path in {path_of_group(articles.name(articles.article_of(one))) for one in live}:
                if path not in replaced:
                    return path
    return None


def _add_one(builder: SegmentBuilder, article: Article, parts: Sequence[Passage], signature: Signature) -> FileEntry:
    ordinals = passages.caption_ordinals(article, parts)
    for document in documents(article, parts, signature.identifier, ordinals, fingerprints=signature.fingerprints()):
        builder.add(document)
    return FileEntry(articles=min(1, len(parts)), passages=len(parts), external=True)
