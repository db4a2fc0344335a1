"""What is a run asked to do, and whom does it tell how far it has come?"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Protocol, get_args

from indexer import arguments
from indexer.cleaning.overruling.overrides import NO_OVERRIDES, Overrides, RulesFile
from indexer.errors import UsageError
from indexer.indexing.limits import Limits
from indexer.indexing.losses import Confirm
from indexer.indexing.settings import settings_of
from indexer.model.choices import MAX_SIZE, Extractor
from indexer.reasons import Cause
from indexer.store.location import IndexFolder
from indexer.store.manifest import Root, Settings

__all__ = ["Progress", "Request", "request_of"]


class Progress(Protocol):
    """Is called with how much of a run is done."""

    def __call__(self, *, files: int, total_files: int, bytes_: int, total_bytes: int) -> None:
        """`files` of `total_files` and `bytes_` of `total_bytes` have been read."""


@dataclass(frozen=True, slots=True)
class Request:
    """What an update is to do.

    `roots` are the files and folders to look at, as stored; with none, all that were indexed before. `passage_words`,
    `extractor`, and of what overrules cleaning `keep`, `drop` and `rules`, are None to keep what the index has. `jobs`
    is the number of processes; `wait` the seconds to wait for another writer; `progress` is told how much is done, and
    `confirm` is asked before many files of a root are removed.

    With `isolated`, what may fail badly is read in a process of its own even where `jobs` is 1. `limits` are None for
    the usual ones; where they are given, files that exceeded other ones are read again.
    """

    roots: tuple[Root, ...] = ()
    passage_words: int | None = None
    extractor: Extractor | None = None
    jobs: int = 1
    wait: float = 0.0
    progress: Progress | None = None
    confirm: Confirm | None = None
    isolated: bool = False
    limits: Limits | None = None
    keep: tuple[str, ...] | None = None
    drop: tuple[str, ...] | None = None
    rules: RulesFile | None = None

    def settings(self, known: Settings | None = None) -> Settings:
        """The settings that are asked for, where those `known` are the index's."""
        if known is None:
            return settings_of(self.passage_words, self.extractor, self.overrides(NO_OVERRIDES))
        words, extractor = self.passage_words or known.passage_words, self.extractor or known.extractor
        return settings_of(words, extractor, self.overrides(known.overrides))

    def overrides(self, known: Overrides) -> Overrides:
        """What is asked to overrule cleaning, where that which is `known` did so far."""
        return known.changed(self.keep, self.drop, self.rules)


def request_of(
    folder: IndexFolder,
    paths: object,
    *,
    include: object,
    exclude: object,
    max_size: object,
    passage_words: object,
    extractor: object,
    keep: object,
    drop: object,
    rules: object,
    jobs: object = 1,
    wait: object = 0.0,
    progress: object = None,
    confirm: object = None,
    isolate: object = False,
    max_memory: object = None,
    max_seconds: object = None,
) -> Request:
    """What a caller asks of the index in `folder` with these arguments. Raises UsageError for those that mean nothing,
    and where a path does not exist or cannot be read."""
    patterns = arguments.patterns_of("include", include), arguments.patterns_of("exclude", exclude)
    size = arguments.size_of("max_size", max_size)
    chosen = None if extractor is None else arguments.choice_of("extractor", extractor, get_args(Extractor))
    words = arguments.passage_words_of("passage_words", passage_words)
    count = arguments.number_of("jobs", jobs, 1, arguments.MOST_JOBS)
    seconds = arguments.seconds_of("wait", wait)
    roots = tuple(
        Root(folder.stored_path(_existing(path)), *patterns, size) for path in arguments.paths_of("paths", paths)
    )
    if not roots and (any(patterns) or size != MAX_SIZE):
        message = "include, exclude and max_size are about paths that are named with them"
        raise UsageError(message, hint="name those that they are about; nothing was changed")
    kept = dropped = file = None
    if not (keep is None and drop is None and rules is None):
        from indexer.indexing.overruling import checked_rules  # few overrule anything

        kept, dropped, file = checked_rules(keep, drop, rules)
    limits = Limits.from_arguments(
        None if max_memory is None else arguments.size_of("max_memory", max_memory),
        None if max_seconds is None else arguments.seconds_of("max_seconds", max_seconds),
    )
    return Request(
        roots,
        words,
        chosen,
        count,
        seconds,
        confirm=None if confirm is None else arguments.function_of("confirm", confirm),
        isolated=arguments.flag_of("isolate", isolate),
        limits=limits,
        keep=kept,
        drop=dropped,
        rules=file,
        progress=None if progress is None else arguments.function_of("progress", progress),
    )


def _existing(path: str) -> str:
    """The absolute path of a file or folder. Raises UsageError where there is none."""
    absolute = os.path.abspath(path)
    try:
        os.lstat(absolute)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        message, hint = f"no such file or folder: {path}", "nothing was changed; name a path that exists"
        raise UsageError(message, hint=hint) from None
    except OSError as error:
        message = f"{path}: {Cause.UNREADABLE}: {error.strerror}"
        raise UsageError(message, hint="nothing was changed") from None
    return absolute
