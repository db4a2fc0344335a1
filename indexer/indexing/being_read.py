"""What is known of a file while it is being read?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from indexer.address import Address, is_named
from indexer.cleaning.overruling.overrides import LocalOverrides
from indexer.errors import SourceError
from indexer.indexing.extraction import ProblemSummary
from indexer.indexing.planning import Job
from indexer.model.drafts import Problem
from indexer.reading import StreamPosition
from indexer.reasons import Cause, Reason
from indexer.similarity.signatures import Signature
from indexer.store.files import FileEntry, Partial

__all__ = ["FileBeingRead", "Outcome"]


class Outcome(NamedTuple):
    """What became of one file: its entry in the tables of files, and the signatures of its articles.

    Of a file that goes on, that is what became of it so far: the entry is partial. `articles_before` counts those of
    its articles of which an earlier outcome has the signatures. `names` are as in Job.
    `unread` says that the system, a limit or a fault of this program kept the rest of the file from being read, so that
    what the index has of that stays.
    """

    stored: str
    entry: FileEntry
    signatures: tuple[Signature, ...] = ()
    articles_before: int = 0
    names: Mapping[str, int] = {}
    unread: bool = False


@dataclass(slots=True, eq=False)
class FileBeingRead:
    """A file, and what was found in it so far.

    `local` is what overrules cleaning in it. `size` is in bytes; `bytes_out` have come out of it so far,
    decompressed. Of the articles that were `found`, `signed` have their ids, and `articles` are written, with so many
    `passages`; `held` pieces of the file wait to be settled. `signatures` are those of the articles that no finished
    segment has; the first `finished` are in such segments. It has `ended` when nothing more is read of it.

    Of a `sequential` file `position` is how far it is read; with `between`, the records before it gave just the
    articles that were found so far, so that another reading can go on there.
    """

    job: Job
    local: LocalOverrides | None = None
    size: int = 0
    bytes_out: int = 0
    digest: str = ""
    found: int = 0
    signed: int = 0
    articles: int = 0
    passages: int = 0
    held: int = 0
    finished: int = 0
    sequential: bool = False
    position: StreamPosition = field(default_factory=StreamPosition)
    between: bool = False
    ended: bool = False
    problems: ProblemSummary = field(default_factory=ProblemSummary)
    signatures: list[Signature] = field(default_factory=list)
    _reason: Reason | None = None
    _failed: bool = False
    _again: bool = False  # it may be readable the next time, without a sign of change
    _unread: bool = False  # as in Outcome
    _same: Counter[str] = field(default_factory=Counter)
    _entry: str = ""

    def go_on(self) -> None:
        """Go on where an earlier reading of the same bytes ended; the digest is known."""
        entry = self.job.begun
        if entry is None or entry.partial is None or entry.digest != self.digest:
            return
        partial = entry.partial
        self.position = StreamPosition(partial.records, partial.bytes, partial.members)
        self.found = self.signed = self.articles = self.finished = partial.articles
        self.passages = partial.passages
        self.problems = ProblemSummary(entry.problems, partial.problems, entry.passed_over)
        self._again = partial.again
        self._same = Counter({**self.job.names, "": partial.unnamed})

    def identifier(self, part: str) -> str:
        """The id of the next article, which is in a part of the file."""
        self.signed += 1
        # Entries with a number follow each other, and are not remembered: there may be millions.
        entry = part[1:].partition("!")[0].partition("#")[0] if part.startswith("#") else ""
        if entry != self._entry:
            self._same.clear()
            self._entry = entry
        self._same[part] += 1
        return Address(self.job.stored, part).article_id(self._same[part])

    def written(self, signatures: Sequence[Signature], passages: int) -> None:
        """Take note that articles with these signatures and so many passages are written."""
        self.articles += len(signatures)
        self.passages += passages
        self.signatures += signatures

    def refused(self, error: SourceError) -> None:
        """Take note that nothing more can be read, for a reason that is the file's or the system's."""
        is_refusal = error.reason is Cause.UNREADABLE
        self._again = self._again or (error.failed and (not self.digest or is_refusal))
        self._unread = is_refusal  # where it is gone, so may be its drive: the next run looks, and may ask
        self._end(error.as_reason, failed=error.failed)

    def failed(self, reason: Reason, *, again: bool = True) -> None:
        """Take note that nothing more can be read, for a reason that may have gone the next time if `again`."""
        self._again = self._again or again
        self._unread = True
        self._end(reason, failed=True)

    def lost(self, problem: Problem) -> None:
        """Take note of a part of the file that could not be read, for a reason that may have gone the next time."""
        self._again = True
        self.problems.add(problem)

    def _end(self, reason: Reason, *, failed: bool) -> None:
        if self.found or self.problems.failures:
            self.problems.add(Problem(0, reason.what or reason.cause, detail=reason.detail))
        else:
            self._reason, self._failed = reason, failed

    def partial_outcome(self) -> Outcome:
        """What became of the file, which goes on: all before its position is in segments that are finished now."""
        position = self.position
        names = {part: count for part, count in self._same.items() if is_named(part)}
        partial = Partial(
            position.records,
            position.bytes,
            position.members,
            self.articles,
            self.passages,
            self._same[""],
            bool(names),
            self.problems.count,
            self._again,
        )
        entry = self._entry_of(self.job.mtime_ns, self.digest)._replace(partial=partial)
        found = Outcome(self.job.stored, entry, tuple(self.signatures), self.finished, names)
        self.signatures.clear()
        self.finished = self.articles
        return found

    def outcome(self) -> Outcome:
        """What became of the file, which has ended and is written."""
        job = self.job
        mtime_ns, digest = (0, "") if self._again else (job.mtime_ns, self.digest)
        unread = self._unread
        if self._reason is not None:
            why = self._reason
            entry = FileEntry(job.size, mtime_ns, digest, reason=why, failed=self._failed, identity=job.identity)
            return Outcome(job.stored, entry, unread=unread)
        entry = self._entry_of(mtime_ns, digest)
        return Outcome(job.stored, entry, tuple(self.signatures), self.finished, unread=unread)

    @classmethod
    def given_up(cls, job: Job, reason: Reason, *, again: bool) -> Outcome:
        """What became of a file at which a process ended, for a reason that may have gone the next time if `again`:
        what finished segments have of it stays."""
        file = cls(job, digest=job.begun.digest if job.begun is not None else "")
        file.go_on()
        file.failed(reason, again=again)
        return file.outcome()

    def _entry_of(self, mtime_ns: int, digest: str) -> FileEntry:
        failures = self.problems.failures
        return FileEntry(
            self.job.size,
            mtime_ns,
            digest,
            self.articles,
            self.passages,
            None if self.passages or failures else Reason(Cause.EMPTY),
            bool(failures),
            failures,
            passed_over=self.problems.passed_over,
            identity=self.job.identity,
        )
