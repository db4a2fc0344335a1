"""Is an index, after an operation on it was ended, failed or lied to at any event, as some commit left it?"""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from indexer import Index, IndexerError
from indexer.errors import DamagedIndexError, NoIndexError
from indexer.store.names import is_half_removed, newest_generation
from torture.layer import Action, Fault, Layer, counted
from torture.library import OPERATIONS, Answers, answers, commit_often, prepare

__all__ = ["Prepared", "Trial", "interrupted", "prepared", "trials"]

CHILD: Final = Path(__file__).with_name("child.py")
_DEEP: Final = 4  # after each so many of the trials everything in the index is compared with everything else
_DEAD: Final = 120.0  # seconds after which an operation is taken to hang


class Trial(NamedTuple):
    """One operation, done by so many processes, with a fault at one event."""

    operation: str
    jobs: int
    action: Action
    event: int


class Prepared(NamedTuple):
    """An operation: the folder before it, how many events it has, the answers of all commits on the way (None: there is
    no index), and those at its end."""

    folder: Path
    events: dict[int, int]
    states: frozenset[Answers | None]
    end: Answers


def prepared(folder: Path, operation: str, jobs: Sequence[int]) -> Prepared:
    """Do an operation without a fault, once for each number of processes, and see what it does."""
    before = prepare(folder / "before", operation)
    events: dict[int, int] = {}
    states: set[Answers | None] = {_state(before)}
    end: Answers = ()
    for count in jobs:
        place = folder / "once"
        shutil.copytree(before, place)
        counter = folder / "counter"
        counter.unlink(missing_ok=True)
        fault = Fault("count", 0, os.fspath(place), os.fspath(counter))
        if count == 1:
            seen = folder / "states"
            code = _forked(operation, place, fault, seen)
            if code == 0:
                states |= pickle.loads(seen.read_bytes())
        else:
            code = _started(operation, place, fault, count)
        if code:
            raise AssertionError(f"{operation} with {count} processes fails without a fault: exit code {code}")
        events[count] = counted(counter)
        found = answers(place / "index")
        if end and found != end:
            raise AssertionError(f"{operation} gives something else with {count} processes")
        end = found
        if operation == "drop all":
            states.add(None)
        shutil.rmtree(place)
    return Prepared(before, events, frozenset(states | {end}), end)


def trials(operation: str, known: Prepared, actions: Sequence[Action], most: int) -> Iterator[Trial]:
    """At most so many trials of an operation, spread over its events, with each number of processes and each action."""
    everything = [
        Trial(operation, jobs, action, event)
        for jobs, events in known.events.items()
        for action in actions
        for event in range(1, events + 1)
        if jobs == 1 or action in {"kill", "kill all"}
    ]
    step = max(1.0, len(everything) / max(1, most))
    at = 0.0
    while at < len(everything):
        yield everything[int(at)]
        at += step


def interrupted(known: Prepared, trial: Trial) -> str:
    """What is wrong after a trial; "" where nothing is."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        place = Path(scratch, "place")
        shutil.copytree(known.folder, place)
        fault = Fault(trial.action, trial.event, os.fspath(place), os.path.join(scratch, "counter"))
        try:
            if trial.jobs == 1:
                code = _forked(trial.operation, place, fault, None)
            else:
                code = _started(trial.operation, place, fault, trial.jobs)
            return _wrong(known, trial, place, code)
        except Exception:  # noqa: BLE001 - any fault is a finding
            return traceback.format_exc()


def _wrong(known: Prepared, trial: Trial, place: Path, code: int) -> str:
    if code not in {0, 2, -signal.SIGKILL}:
        return f"it ended with exit code {code}: {(place.parent / 'errors').read_text()}"
    return _wrong_of_a_liar(known, place) if trial.action == "drop" else _wrong_or_litter(known, trial, place)


def _wrong_of_a_liar(known: Prepared, place: Path) -> str:
    """A system that lies may lose anything; but what it lost is found, and nothing damaged is answered from."""
    path = place / "index"
    try:
        state = _state(place)
    except IndexerError:
        if not Index(path).check().damage:
            return "the index is refused, and a check finds no damage"
        Index(path).rebuild([place / "articles"])
        return ""
    damage = () if state in known.states else Index(path).check(deep=True).damage
    return f"it answers as no commit did, with {damage[0]}" if damage else ""


def _wrong_or_litter(known: Prepared, trial: Trial, place: Path) -> str:
    path = place / "index"
    # With several processes commits come in any order: then all must agree.
    deep = trial.jobs > 1 or trial.event % _DEEP == 0
    damage = Index(path).check(deep=deep).damage if Index(path).exists() else ()
    if damage:
        return f"damage: {damage[0]}"
    state = _state(place)
    if trial.jobs == 1 and state not in known.states:
        return "it answers as no commit did"
    # What follows brings it to its end.
    OPERATIONS[trial.operation].run(place, 1)
    if _state(place) != known.end:
        return "what follows does not give what doing it once gives"
    damage = Index(path).check(deep=deep).damage
    return f"damage after what followed: {damage[0]}" if damage else _litter(place)


def _litter(place: Path) -> str:
    """What is left that no index needs, once a writer has come after an interrupted one."""
    path = place / "index"
    with Index(path) as index:
        index.update([place / "articles"] if not index.sources() else [])
    newest = newest_generation(path)
    from indexer.store.location import IndexFolder
    from indexer.store.snapshot import read_newest

    named = {*read_newest(IndexFolder(path)).data_files, f"manifest-{newest}.json", "INDEXER.TAG", ".gitignore"}
    left = [name for name in os.listdir(path) if name not in named and not name.startswith(("_MAIN_", "MAIN_WRITE"))]
    if left:
        return f"left in the index: {left}"
    beside = set(os.listdir(place)) - {"index", "articles"}
    return f"left beside the index: {sorted(beside)}" if beside else ""


def _state(place: Path) -> Answers | None:
    """What the index answers; None where there is none, or where its removal was interrupted, which it says."""
    try:
        return answers(place / "index")
    except DamagedIndexError:
        if is_half_removed(place / "index"):
            return None
        raise
    except NoIndexError:
        return None


def _forked(operation: str, place: Path, fault: Fault, states: Path | None) -> int:
    """Do the operation in a copy of this process; its exit code. The answers after each commit go into `states`."""
    process = os.fork()
    if process:
        return _waited(process)
    code = 3
    try:
        os.setsid()
        errors = os.open(place.parent / "errors", os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        os.dup2(errors, 2)
        commit_often()
        if states is not None:
            seen = _watched(place)
        Layer(fault).install()
        OPERATIONS[operation].run(place, 1)
        if states is not None:
            states.write_bytes(pickle.dumps(seen))
        code = 0
    except IndexerError:
        traceback.print_exc()
        code = 2
    except BaseException:  # noqa: BLE001 - its place is written down
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _waited(process: int) -> int:
    until = time.monotonic() + _DEAD
    while True:
        found, status = os.waitpid(process, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > until:
            os.killpg(process, signal.SIGKILL)
            raise AssertionError("it hangs")
        time.sleep(0.002)


def _watched(place: Path) -> set[Answers | None]:
    """The answers after each commit from now on, in this process."""
    from indexer.store import commit, publishing

    seen: set[Answers | None] = set()
    publish: Callable[..., None] = publishing.publish

    def published(*arguments: object) -> None:
        publish(*arguments)
        seen.add(_state(place))

    commit.publish = publishing.publish = published  # type: ignore[assignment, attr-defined]
    return seen


def _started(operation: str, place: Path, fault: Fault, jobs: int) -> int:
    """Do the operation in a process of its own, with workers; its exit code."""
    with open(place.parent / "errors", "wb") as errors:
        process = subprocess.Popen(
            [sys.executable, CHILD, operation, place, str(jobs)],
            env={**os.environ, "TORTURE": "|".join(map(str, fault)), "PYTHONPATH": os.pathsep.join(sys.path)},
            start_new_session=True,
            stderr=errors,
        )
        try:
            code = process.wait(_DEAD)
        except subprocess.TimeoutExpired:
            raise AssertionError("it hangs") from None
        finally:
            # Workers end by themselves when their parent is gone; here nobody waits for that.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return code
