"""How does one worker turn files into a segment?

It reads, cleans, splits, analyses and writes. Articles from a site are held back: which of their lines are the site's
is known only when all its pages are. `settle` tells, and then they are written.
"""

from __future__ import annotations

import errno
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from indexer import passages, reading
from indexer.address import Address
from indexer.analysis.bulk import BulkAnalyzer
from indexer.cleaning.overruling.overrides import LocalOverrides
from indexer.engine.builder import SegmentBuilder, SegmentFile
from indexer.errors import SourceError, StorageError
from indexer.fields import SourceFile, documents
from indexer.indexing.extraction import read_articles, told_apart
from indexer.indexing.planning import Job
from indexer.model import Article, Problem
from indexer.reasons import Cause, Reason
from indexer.similarity.signatures import Signature
from indexer.similarity.site_lines import line_hashes, without
from indexer.similarity.sketches import sketches
from indexer.store.commit import new_segment
from indexer.store.damage import refusals_reported
from indexer.store.files import FileEntry
from indexer.store.location import IndexFolder
from indexer.store.manifest import Settings
from indexer.text.sites import site_of

__all__ = ["Held", "Outcome", "Worker"]

SEGMENT_BYTES = 256 * 2**20
"""Bytes of sources after which a worker finishes its segment; it does so too when the segment takes much memory, or
when it has worked on it for long enough, so that it can be committed."""

_MOST_HELD = 64 * 2**20
"""Characters of articles that are held back at the most; with more, they are settled by what is known so far."""

_PORTION_SECONDS = 2.0
"""Seconds of reading after which a worker reports, though not all that it was given is read."""

_OF_THE_MACHINE = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EIO, errno.EROFS}
)
"""What the system says when it is short of something, whatever file is read."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its entry in the tables of files, and the signatures of its articles."""

    stored: str
    entry: FileEntry
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A file that was read, whose articles wait to be settled, and their signatures."""

    stored: str
    signatures: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """What is in one file. `sites` and `signatures` are those of its articles."""

    job: Job
    size: int
    digest: str
    articles: tuple[Article, ...]
    problems: tuple[Problem, ...]
    sites: tuple[str, ...]
    signatures: tuple[Signature, ...] = ()


class Worker:
    """Reads files one after the other into a segment of the index in `folder`, as its settings say.

    After `seconds` of work on a segment it is full. `processes` share the work, this one included. `bytes_read` counts
    the sources' bytes. `at` is called with each file before it is worked on, in a process that is watched: there, what
    takes too much memory ends the process.
    """

    def __init__(
        self,
        folder: IndexFolder,
        settings: Settings,
        seconds: float,
        processes: int = 1,
        at: Callable[[Job], None] | None = None,
    ) -> None:
        self.bytes_read = 0
        self._at = at
        self._seconds = seconds
        self._processes = processes
        self._began: float | None = None
        self._folder = folder
        self._settings = settings
        self._builder: SegmentBuilder | None = None
        self._analyzer: BulkAnalyzer | None = None
        self._finished_at = 0
        self._held: list[_Read] = []
        self._held_size = 0

    def read(self, jobs: Sequence[Job]) -> tuple[list[Outcome], list[Held], int]:
        """Read the first of some files, as many as take about two seconds: those without a site's lines into the open
        segment, the others to be settled. The last value is how many."""
        read: list[_Read] = []
        outcomes: list[Outcome] = []
        until = time.monotonic() + _PORTION_SECONDS
        if self._began is None:
            self._began = until - _PORTION_SECONDS
        for job in jobs:
            if (read or outcomes) and time.monotonic() >= until:
                break
            found = self._read(job)
            if isinstance(found, Outcome):
                outcomes.append(found)
            else:
                read.append(found)
        count = len(read) + len(outcomes)
        held: list[Held] = []
        for file in _signed(read):
            if any(signature.lines for signature in file.signatures):
                self._held.append(file)
                self._held_size += sum(len(article.text) for article in file.articles)
                held.append(Held(file.job.stored, file.signatures))
            else:
                outcomes.append(self._write(file, file.articles, file.signatures))
        return outcomes, held, count

    def settle(self, recurring: NDArray[np.uint64]) -> list[Outcome]:
        """Write the articles that were held back, without the lines whose hashes are `recurring`."""
        octets = recurring.tobytes()
        hashes = {octets[at : at + 8] for at in range(0, len(octets), 8)}
        outcomes: list[Outcome] = []
        for file in self._held:
            signatures = tuple(signature.applied(recurring) for signature in file.signatures)
            articles = tuple(
                without(article, site, hashes) if any(signature.dropped) else article
                for article, site, signature in zip(file.articles, file.sites, signatures, strict=True)
            )
            outcomes.append(self._write(file, articles, signatures))
        self._held.clear()
        self._held_size = 0
        return outcomes

    @property
    def holds(self) -> bool:
        """Whether articles wait to be settled."""
        return bool(self._held)

    @property
    def full(self) -> bool:
        """Whether the open segment is large enough to be finished, with what is held back."""
        read = self.bytes_read - self._finished_at
        built = self._builder is not None and self._builder.full
        late = self._began is not None and time.monotonic() - self._began >= self._seconds
        return read >= SEGMENT_BYTES or self._held_size >= _MOST_HELD or built or late

    def finish(self) -> SegmentFile | None:
        """Finish the open segment; the next file opens another."""
        builder, self._builder, self._finished_at, self._began = self._builder, None, self.bytes_read, None
        with refusals_reported(self._folder.path):
            return builder.finish() if builder is not None else None

    def discard(self) -> None:
        """Give up the segment that is open, if one is."""
        if self._builder is not None:
            self._builder.discard()
            self._builder = None

    def _read(self, job: Job) -> _Read | Outcome:
        """What is in one file, or what became of it where nothing is."""
        digest = ""
        if self._at is not None:
            self._at(job)
        try:
            reading.require_readable(job.stored, job.path)
            data = reading.load(job.path, job.limit)
            self.bytes_read += len(data)
            digest = reading.digest(data)
            local = self._settings.overrides.at(job.path)
            articles, problems = read_articles(job.stored, data, self._settings.extractor, local=local)
        except SourceError as error:
            # A file that the system would not let us read may be readable next time, without a sign of change.
            mtime_ns = job.mtime_ns if digest or not error.failed else 0
            entry = FileEntry(job.size, mtime_ns, digest, reason=error.as_reason, failed=error.failed)
            return Outcome(job.stored, entry)
        except MemoryError:
            if self._at is not None:
                raise
            reason = Reason(Cause.LIMIT, "out of memory")
            return Outcome(job.stored, FileEntry(job.size, 0, "", reason=reason, failed=True))
        except Exception as error:
            if isinstance(error, OSError) and error.errno in _OF_THE_MACHINE:
                where = f": {error.filename}" if error.filename else f", while {job.stored} was read"
                raise StorageError(f"{error.strerror}{where}") from error
            reason = Reason(Cause.INTERNAL, f"{type(error).__name__}: {error}")
            return Outcome(job.stored, FileEntry(job.size, 0, "", reason=reason, failed=True))
        sites = tuple("" if _keeps_site(local, article) else site_of(article.url) for article in articles)
        return _Read(job, len(data), digest, articles, problems, sites)

    def _write(self, file: _Read, articles: Sequence[Article], signatures: tuple[Signature, ...]) -> Outcome:
        """Write the articles of one file into the open segment."""
        job = file.job
        count = 0
        if self._at is not None:
            self._at(job)
        for number, (article, signature) in enumerate(zip(articles, signatures, strict=True), 1):
            parts = passages.split(article, self._settings.passage_words)
            count += len(parts)
            with refusals_reported(self._folder.path):
                builder = self._open_builder()
                for document in documents(
                    article,
                    parts,
                    signature.identifier,
                    passages.caption_ordinals(article, parts),
                    number=number,
                    source=SourceFile(file.size, job.mtime_ns, file.digest),
                    fingerprints=signature.fingerprints,
                ):
                    builder.add(document)
        problems, passed_over = told_apart(file.problems)
        entry = FileEntry(
            job.size,
            job.mtime_ns,
            file.digest,
            len(articles),
            count,
            None if count or problems else Reason(Cause.EMPTY),
            bool(problems),
            problems,
            passed_over=passed_over,
            identity=job.identity,
        )
        return Outcome(job.stored, entry, signatures)

    def _open_builder(self) -> SegmentBuilder:
        if self._builder is None:
            self._builder = new_segment(self._folder, self._analyzer, self._processes)
            self._analyzer = self._builder.analyzer
        return self._builder


def _keeps_site(local: LocalOverrides | None, article: Article) -> bool:
    """Whether a person decides that an article keeps those of its lines that its site repeats."""
    ruling = local.ruling(article.part, article.url) if local is not None else None
    override = ruling.on_removal("site") if ruling is not None else None
    return override is not None and override.keeps


def _signed(files: Sequence[_Read]) -> list[_Read]:
    """The files with the signatures of their articles; sketches are made of many texts at once."""
    sketched = iter(sketches([article.text for file in files for article in file.articles]))
    signed: list[_Read] = []
    for file in files:
        same: Counter[str] = Counter()
        signatures: list[Signature] = []
        for article, site in zip(file.articles, file.sites, strict=True):
            same[article.part] += 1
            identifier = Address(file.job.stored, article.part).article_id(same[article.part])
            lines = line_hashes(article, site)
            signatures.append(Signature(identifier, next(sketched).tobytes(), lines, bytes(len(lines) // 8)))
        signed.append(replace(file, signatures=tuple(signatures)))
    return signed
