"""How does one worker turn files into segments?

It reads, cleans, splits, analyses and writes, a piece of a file at a time, so that of a mailbox of any size no more is
in memory than some of its mails. Articles from a site are held back: which of their lines are the site's is known only
when all its pages are. `settle` tells, and then they are written.

A sequential file may take several segments. Between two of its records one is finished as it is between two files, and
says how far the file is read: another time its reading can go on from there.
"""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from indexer import passages, reading
from indexer.analysis.bulk import BulkAnalyzer
from indexer.arrays import distinct
from indexer.cleaning.overruling.overrides import LocalOverrides
from indexer.engine.builder import SegmentBuilder
from indexer.engine.segment.writing import SegmentFile
from indexer.errors import SourceError, StorageError, UsageError, storage_hint
from indexer.fields.documents import documents
from indexer.fields.records import SourceFile
from indexer.indexing.being_read import FileBeingRead, Outcome
from indexer.indexing.extraction import cleaned
from indexer.indexing.planning import Job
from indexer.model.articles import Article
from indexer.model.drafts import Problem, Reading
from indexer.reasons import Cause, Reason
from indexer.similarity.signatures import Signature
from indexer.similarity.site_lines import line_hashes, without
from indexer.similarity.sketches import BANDS, band_marks, sketches
from indexer.store.commit import new_segment
from indexer.store.damage import refusals_reported
from indexer.store.location import IndexFolder
from indexer.store.manifest import Settings
from indexer.text.sites import site_of

__all__ = ["Heartbeat", "HeldFile", "Worker"]

SEGMENT_BYTES = 256 * 2**20
"""Bytes of sources after which a worker finishes its segment; it does so too when the segment takes much memory, or
when it has worked on it for long enough, so that it can be committed."""

_MOST_HELD = 64 * 2**20
"""Characters of articles that are held back at the most; with more, they are settled by what is known so far."""

_PORTION_SECONDS = 2.0
"""Seconds of reading after which a worker reports, though not all that it was given is read."""

_PIECE = 2**20
"""Characters of the articles of a file that are signed and written together; the last of them may exceed it by its own
length. Chosen, not measured."""

_PORTION = 4 * _PIECE
"""Characters of articles, of one file or of several, after which a worker stops reading and writes what it has read.
Chosen, not measured."""

_LARGEST_PORTION = 4 * _PORTION
"""Characters of articles after which it stops within a record, too: a segment can only be finished between two records
of a sequential file."""

_OF_THE_MACHINE = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EIO, errno.EROFS}
)
"""What the system says when it is short of something, whatever file is read."""


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file that was read, whose articles wait to be settled, and their signatures."""

    stored: str
    signatures: tuple[Signature, ...]


Heartbeat = Callable[[Job, int, int], None]
"""Is called with the file that is worked on, a number that changes with each step, and how many bytes have come out of
the file so far."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some of the articles of a file. `sites`, `signatures` and `marks` (those of the sketches' bands, a row each) are
    those of the articles; `first` is the number of the first among all articles of the file."""

    file: FileBeingRead
    articles: tuple[Article, ...]
    sites: tuple[str, ...]
    first: int = 1
    signatures: tuple[Signature, ...] = ()
    marks: NDArray[np.uint32] = field(default_factory=lambda: np.zeros((0, BANDS), np.uint32))

    @property
    def size(self) -> int:
        """The characters of the texts."""
        return sum(len(article.text) for article in self.articles)


_NONE: NDArray[np.uint64] = np.zeros(0, np.uint64)


class Worker:
    """Reads files one after the other into segments of the index in `folder`, as its settings say.

    After `seconds` of work on a segment it is full. `processes` share the work, this one included. `bytes_read` counts
    the sources' bytes. `heartbeat` is called with each file before it is worked on, with each piece that is read of it,
    in whichever pass, and with each record, in a process that is watched: there, what takes too much memory ends the
    process.
    """

    def __init__(
        self,
        folder: IndexFolder,
        settings: Settings,
        seconds: float,
        processes: int = 1,
        heartbeat: Heartbeat | None = None,
    ) -> None:
        self.bytes_read = 0
        self._heartbeat = heartbeat
        self._steps = 0
        self._seconds = seconds
        self._processes = processes
        self._began: float | None = None
        self._folder = folder
        self._settings = settings
        self._builder: SegmentBuilder | None = None
        self._analyzer: BulkAnalyzer | None = None
        self._finished_at = 0
        self._open: tuple[FileBeingRead, Iterator[_Piece]] | None = None
        self._until = 0.0
        self._held: list[_Piece] = []
        self._held_size = 0
        self._recurring = _NONE  # lines that recur in the parts of a file that are written

    def read(self, jobs: Sequence[Job]) -> tuple[list[Outcome], list[HeldFile], int]:
        """Read the first of some files, as many as take about two seconds: articles without a site's lines into the
        open segment, the others to be settled. The last value is how many files were read to their end: with the next
        one it may have begun, and goes on when it is given first."""
        self._until = until = time.monotonic() + _PORTION_SECONDS
        if self._began is None:
            self._began = until - _PORTION_SECONDS
        read: list[_Piece] = []
        ended: list[FileBeingRead] = []
        size = 0
        if self._open is not None:
            self._note(self._open[0], 0)  # it goes on
        for job in jobs:
            if (read or ended) and time.monotonic() >= until:
                break
            if self._open is None:
                file = FileBeingRead(job, self._settings.overrides.at(job.path))
                self._open = file, self._pieces(file)
            file, pieces = self._open
            for piece in pieces:
                read.append(piece)
                size += piece.size
                is_enough = size >= _PORTION or time.monotonic() >= until
                if is_enough and (file.between or not file.sequential or size >= _LARGEST_PORTION):
                    break
            if not file.ended:
                break
            self._open = None
            ended.append(file)
        return *self._taken(read, ended), len(ended)

    def _taken(self, read: Sequence[_Piece], ended: Sequence[FileBeingRead]) -> tuple[list[Outcome], list[HeldFile]]:
        """Write what was read, or hold it back; what became of the files that ended."""
        held: list[HeldFile] = []
        for piece in _signed(read):
            if any(signature.lines for signature in piece.signatures):
                self._held.append(piece)
                self._held_size += piece.size
                piece.file.held += 1
                held.append(HeldFile(piece.file.job.stored, piece.signatures))
            else:
                self._write(piece, piece.articles, piece.signatures)
        return [file.outcome() for file in ended if not file.held], held

    def settle(self, recurring: NDArray[np.uint64]) -> list[Outcome]:
        """Write the articles that were held back, without the lines whose hashes are `recurring`, or were in the parts
        of a file that are written."""
        recurring = distinct(np.concatenate([self._recurring, recurring]))
        if self._open is not None:
            self._recurring = recurring
        octets = recurring.tobytes()
        hashes = {octets[at : at + 8] for at in range(0, len(octets), 8)}
        outcomes: list[Outcome] = []
        for piece in self._held:
            signatures = tuple(signature.applied(recurring) for signature in piece.signatures)
            articles = tuple(
                without(article, site, hashes) if any(signature.dropped) else article
                for article, site, signature in zip(piece.articles, piece.sites, signatures, strict=True)
            )
            self._write(piece, articles, signatures)
            piece.file.held -= 1
            if piece.file.ended and not piece.file.held:
                outcomes.append(piece.file.outcome())
        self._held.clear()
        self._held_size = 0
        return outcomes

    @property
    def holds(self) -> bool:
        """Whether articles wait to be settled."""
        return bool(self._held)

    @property
    def goes_on(self) -> Job | None:
        """The file that is open, of which more is to be read."""
        return self._open[0].job if self._open is not None else None

    @property
    def full(self) -> bool:
        """Whether the open segment is large enough to be finished, with what is held back.

        Not within what is read of a file at once. Where pages of a file are held back that goes on, time alone is no
        reason: which lines are their sites' is known the better the more of them were read, and the whole file would be
        read again.
        """
        file = self._open[0] if self._open is not None else None
        if file is not None and not file.between:
            return False
        read = self.bytes_read - self._finished_at
        built = self._builder is not None and self._builder.full
        late = self._began is not None and time.monotonic() - self._began >= self._seconds
        late = late and not (file is not None and file.held)
        return read >= SEGMENT_BYTES or self._held_size >= _MOST_HELD or built or late

    def finish(self) -> tuple[SegmentFile | None, Outcome | None]:
        """Finish the open segment; what is read next opens another. Of a file that goes on, what became of it so far,
        if it has any article."""
        builder, self._builder, self._finished_at, self._began = self._builder, None, self.bytes_read, None
        partial: Outcome | None = None
        if self._open is None:
            self._recurring = _NONE
        elif self._open[0].articles:
            partial = self._open[0].partial_outcome()
        with refusals_reported(self._folder.path):
            return builder.finish() if builder is not None else None, partial

    def discard(self) -> None:
        """Give up the segment that is open, if one is, and the file."""
        self._open = None
        if self._builder is not None:
            self._builder.discard()
            self._builder = None

    def _pieces(self, file: FileBeingRead) -> Iterator[_Piece]:
        """The articles of a file, some at a time, and none where none were found for long. What is wrong with it is
        noted, and the end."""
        articles: list[Article] = []
        size = 0
        try:
            for found in self._articles(file):
                file.between = is_cut = False
                for number, article in enumerate(found, 1):
                    file.found += 1
                    articles.append(article)
                    size += len(article.text)
                    if size >= _PIECE and number < len(found):
                        yield _piece(file, articles)
                        articles, size, is_cut = [], 0, True
                file.between = file.sequential
                if is_cut or size >= _PIECE or time.monotonic() >= self._until:
                    yield _piece(file, articles)
                    articles, size = [], 0
        except UsageError:  # a person's rule is wrong, not the file
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, it is named, and the run goes on
            self._end(file, error)
        file.between = False  # what was wrong is noted, and would be again
        if articles:
            yield _piece(file, articles)
        file.ended = True

    def _end(self, file: FileBeingRead, error: Exception) -> None:
        """Take note of why nothing more is read of a file."""
        if isinstance(error, SourceError):
            file.refused(error)
            return
        if isinstance(error, MemoryError):
            if self._heartbeat is not None:
                raise error
            file.failed(Reason(Cause.LIMIT, "out of memory"))
            return
        _raise_if_of_the_machine(error, file.job)
        file.failed(Reason(Cause.INTERNAL, f"{type(error).__name__}: {error}"))

    def _articles(self, file: FileBeingRead) -> Iterator[tuple[Article, ...]]:
        """The articles of a file, those together that are read at once; raises what reading and cleaning raise."""
        job = file.job
        self._note(file, 0)
        reading.require_readable(job.stored, job.path)
        before = self.bytes_read
        with reading.opened(job.path, job.limit, lambda bytes_out: self._note(file, bytes_out)) as content:
            file.digest = content.digest()
            file.size = content.size
            file.go_on()
            known = reading.format_for(job.stored, content)
            file.sequential = known.sequential
            for found in reading.pieces(job.stored, content, known, file.position):
                self._note(file, content.bytes_out)
                self.bytes_read = before + min(content.bytes_in, content.size)
                for problem in found.problems:
                    file.problems.add(problem)
                try:
                    articles = cleaned(job.stored, found, self._settings.extractor, file.local)
                except Exception as error:
                    if not known.sequential or isinstance(error, MemoryError | UsageError):
                        raise
                    _raise_if_of_the_machine(error, job)
                    articles = tuple(self._one_by_one(file, found))
                yield articles
            self.bytes_read = before + content.size

    def _one_by_one(self, file: FileBeingRead, found: Reading) -> Iterator[Article]:
        """The articles in what was read of a file, but for those with which cleaning fails, which are noted."""
        for draft in found.drafts:
            try:
                yield from cleaned(file.job.stored, Reading((draft,)), self._settings.extractor, file.local)
            except (MemoryError, UsageError):
                raise
            except Exception as error:  # noqa: BLE001 - whatever it is, it costs the one article
                _raise_if_of_the_machine(error, file.job)
                what = f"{type(error).__name__}: {error}"
                file.lost(Problem(draft.line, Cause.INTERNAL, draft.part, detail=what))

    def _note(self, file: FileBeingRead, bytes_out: int) -> None:
        """Note that a step is done with a file, of which so many bytes have come out."""
        self._steps += 1
        file.bytes_out = max(file.bytes_out, bytes_out)
        if self._heartbeat is not None:
            self._heartbeat(file.job, self._steps, file.bytes_out)

    def _write(self, piece: _Piece, articles: Sequence[Article], signatures: Sequence[Signature]) -> None:
        """Write some articles of a file into the open segment."""
        file = piece.file
        count = 0
        self._note(file, 0)
        found = zip(articles, signatures, piece.marks, strict=True)
        for number, (article, signature, marks) in enumerate(found, piece.first):
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
                    source=SourceFile(file.size, file.job.mtime_ns, file.digest),
                    fingerprints=signature.fingerprints(marks),
                ):
                    builder.add(document)
        file.written(signatures, count)

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


def _piece(file: FileBeingRead, articles: Sequence[Article]) -> _Piece:
    sites = tuple("" if _keeps_site(file.local, article) else site_of(article.url) for article in articles)
    return _Piece(file, tuple(articles), sites)


def _raise_if_of_the_machine(error: Exception, job: Job) -> None:
    """Raise StorageError for what is the fault of the machine and not of the file."""
    if isinstance(error, OSError) and error.errno in _OF_THE_MACHINE:
        where = f": {error.filename}" if error.filename else f", while {job.stored} was read"
        raise StorageError(f"{error.strerror}{where}", hint=storage_hint(error.errno)) from error


def _signed(pieces: Sequence[_Piece]) -> Iterator[_Piece]:
    """The pieces with the signatures of their articles; sketches are made of many texts at once."""
    sketched = sketches([article.text for piece in pieces for article in piece.articles])
    marks = band_marks(sketched)
    begin = 0
    for piece in pieces:
        signatures: list[Signature] = []
        first = piece.file.signed + 1
        end = begin + len(piece.articles)
        for article, site, sketch in zip(piece.articles, piece.sites, sketched[begin:end], strict=True):
            lines = line_hashes(article, site)
            identifier = piece.file.identifier(article.part)
            signatures.append(Signature(identifier, sketch.tobytes(), lines, bytes(len(lines) // 8)))
        yield _Piece(piece.file, piece.articles, piece.sites, first, tuple(signatures), marks[begin:end])
        begin = end
