"""What several tests share: the sample articles, the data for measuring, and the command."""

from __future__ import annotations

import gc
import io
import itertools
import multiprocessing.util
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs
import pytest
from hypothesis import settings

from indexer.cli import Context, main

REPOSITORY = Path(__file__).resolve().parents[1]
INDEXER = os.fspath(Path(sys.executable).parent / "indexer")
"""The installed command."""

# Where the environment forbids bytecode, each process of tests would compile all tests again, and each program that a
# test starts all of the package. What is written is `__pycache__`, which git ignores.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

SPAWNED = multiprocessing.get_context("spawn")

Argument = str | bytes | os.PathLike[str]
Run = Callable[..., "Finished"]
RunInstalled = Callable[..., "subprocess.CompletedProcess[str]"]

# The same examples in every run, so that a run fails only for what was changed. `--hypothesis-profile=random` tries
# other ones each time.
settings.register_profile("ci", deadline=None, max_examples=50, derandomize=True, database=None)
settings.register_profile("random", deadline=None, max_examples=200, derandomize=False)
settings.load_profile("ci")


def _do_not_wait(_descriptor: int) -> None:
    """Stand in for `os.fsync`: waiting for the disk takes most of the time of tests that commit often. Processes of
    their own, which some tests kill, do wait for it."""


os.fsync = _do_not_wait  # type: ignore[assignment]

LONG = os.environ.get("INDEXER_LONG_TESTS") == "1"
"""Whether to try ten times as many examples, and all of what is otherwise tried in part."""


def examples(count: int) -> settings:
    """The settings of a property test that is to try so many examples, where not as many as usual."""
    return settings(max_examples=count * 10 if LONG else count, deadline=None)


@pytest.fixture(scope="session", autouse=True)
def processes_that_are_forked() -> Iterator[None]:
    """Let the processes that read files be forked from one that has imported what they need: to spawn one takes a third
    of a second, most of it for imports. They are as much processes, and hold no more of the one that tests."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        yield
        return
    forked = multiprocessing.get_context("forkserver")
    forked.set_forkserver_preload(["indexer.indexing.process", "indexer.indexing.limited_reader", "py3langid.langid"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(multiprocessing, "get_context", lambda _="": forked)
        yield


@pytest.fixture(scope="session", autouse=True)
def temporary_folder_of_its_own() -> Iterator[None]:
    """Give each process of tests its own temporary folder: Whoosh's RamStorage writes to `MAIN.tmp` in it, whatever
    other processes do there. It has a short path, as sockets may be in it too."""
    multiprocessing.util.get_temp_dir()  # that of the process from which others are forked: it ends after the tests
    before = tempfile.gettempdir()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        tempfile.tempdir = folder
        yield
        tempfile.tempdir = before


@pytest.fixture
def spawned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has the processes that read files spawned, as they are outside of tests."""
    monkeypatch.setattr(multiprocessing, "get_context", lambda _="": SPAWNED)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse names of tests that differ from process to process: several could not share the tests between them."""
    unstable = [item.nodeid for item in items if " at 0x" in item.nodeid]
    if unstable:
        raise pytest.UsageError(f"these tests need other ids: {unstable}")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Let the garbage collector rest while tests are collected: nearly all that is made then is kept."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what lives as long as the run: thousands of tests and all modules."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def data() -> Path:
    """The collections that are measured with; they are beside the repository and not in it."""
    folder = REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        if os.environ.get("INDEXER_REQUIRE_DATA") == "1":
            pytest.fail(f"no data for measuring at {folder}")
        pytest.skip(f"no data for measuring at {folder}")
    return folder


@pytest.fixture
def corpus() -> Path:
    """The sample articles of the repository."""
    return REPOSITORY / "corpus"


@dataclass(frozen=True, slots=True)
class Finished:
    """The exit code of a run of the command, and what it wrote."""

    returncode: int
    out: bytes
    err: bytes
    encoding: str

    @property
    def stdout(self) -> str:
        return self.out.decode(self.encoding)

    @property
    def stderr(self) -> str:
        return self.err.decode(self.encoding)


@pytest.fixture
def run(home: Path) -> Run:
    """Runs the command in this process, as `run("search", "lamp", cwd=folder)`.

    `env` comes on top of a clean environment; `terminals` are the names of the streams that the command is to take for
    terminals, of `columns` by `lines`. A pager, a signal, a closed pipe or the modes of a terminal need a process.
    """

    def call(
        *arguments: Argument,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        terminals: Collection[str] = (),
        columns: int = 80,
        lines: int = 24,
        encoding: str = "utf-8",
    ) -> Finished:
        out, err = io.BytesIO(), io.BytesIO()
        context = Context(
            os.fspath(cwd or home),
            clean_environment(home) | dict(env or {}),
            io.StringIO(),
            io.TextIOWrapper(out, encoding, newline="\n"),
            io.TextIOWrapper(err, encoding, newline="\n"),
            frozenset(terminals),
            os.terminal_size((columns, lines)),
        )
        code = main([os.fsdecode(argument) for argument in arguments], context)
        context.stdout.flush()
        context.stderr.flush()
        return Finished(code, out.getvalue(), err.getvalue(), encoding)

    return call


@pytest.fixture
def run_installed(home: Path) -> RunInstalled:
    """Runs the installed command in a process of its own, for what a process shows; gives the finished process."""

    def call(
        *arguments: Argument,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        shell: str = "",
    ) -> subprocess.CompletedProcess[str]:
        """`shell` is a line in which "$@" is the command, as `"$@" | head`."""
        command = [INDEXER, *map(os.fsdecode, arguments)]
        return subprocess.run(
            ["/bin/sh", "-c", shell, "sh", *command] if shell else command,
            cwd=cwd or home,
            env=clean_environment(home) | dict(env or {}),
            stdin=subprocess.DEVNULL,  # never the terminal of whoever runs the tests
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return call


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Places for folders of users. pytest would look through all that there are for each new one."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in itertools.count())


@pytest.fixture
def home(homes: Iterator[Path]) -> Path:
    """An empty folder that is the user's own."""
    folder = next(homes)
    folder.mkdir()
    return folder


def clean_environment(home: Path) -> dict[str, str]:
    """The environment without what changes what `indexer` does or how it looks. The language model, which takes longer
    to unpack than a small index to make, is where this process has it."""
    changing = {"INDEXER_INDEX", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "PAGER", "TERM"}
    kept = {name: value for name, value in os.environ.items() if name not in changing}
    return kept | {"HOME": os.fspath(home), "XDG_CACHE_HOME": platformdirs.user_cache_dir(), "PYTHONUTF8": "1"}


def heed_ctrl_c() -> None:
    """For `preexec_fn`: let SIGINT end the program. A shell that runs the tests in the background has it ignored, and
    programs inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def start(arguments: list[str], folder: Path, **how: Any) -> subprocess.Popen[str]:
    """Start the installed command in `folder`, in a session of its own that Ctrl-C can be sent to."""
    return subprocess.Popen(
        [INDEXER, *arguments],
        cwd=folder,
        env=clean_environment(folder),
        text=True,
        start_new_session=True,
        preexec_fn=heed_ctrl_c,  # noqa: PLW1509 - the only way to set a signal's disposition in the program
        **how,
    )
