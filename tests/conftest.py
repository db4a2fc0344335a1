"""What several tests share: the sample articles, the data for measuring, and the installed command."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).resolve().parents[1]
Run = Callable[..., "subprocess.CompletedProcess[str]"]

# The same examples in every run, so that a run fails only for what was changed. `--hypothesis-profile=random` tries
# other ones each time.
settings.register_profile("ci", deadline=None, max_examples=50, derandomize=True, database=None)
settings.register_profile("random", deadline=None, max_examples=200, derandomize=False)
settings.load_profile("ci")


@pytest.fixture
def data() -> Path:
    """The collections that are measured with; they stand beside the repository and not in it."""
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


@pytest.fixture
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The installed command `indexer`, run as a person would; gives the finished process."""
    program = Path(sys.executable).parent / "indexer"
    home = tmp_path_factory.mktemp("home")

    def call(
        *arguments: str | os.PathLike[str],
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        stdin: str | None = None,
        timeout: float = 120,
    ) -> subprocess.CompletedProcess[str]:
        command = [os.fspath(program), *(os.fspath(argument) for argument in arguments)]
        return subprocess.run(
            command,
            cwd=cwd or home,
            env=clean_environment(home) | dict(env or {}),
            input=stdin or "",  # never the terminal of whoever runs the tests
            capture_output=True,
            encoding="utf-8",
            timeout=timeout,
            check=False,
        )

    return call


def clean_environment(home: Path) -> dict[str, str]:
    """The environment without what changes what `indexer` does or how it looks."""
    changing = {"INDEXER_INDEX", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "PAGER", "TERM"}
    kept = {name: value for name, value in os.environ.items() if name not in changing}
    return kept | {"HOME": os.fspath(home), "PYTHONUTF8": "1"}
