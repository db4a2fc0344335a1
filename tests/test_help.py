"""Does the help say all that one needs, and quickly?"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from indexer import querying
from indexer.cli import COMMANDS, cli
from indexer.cli.command import Command, Option
from indexer.cli.console import Console
from indexer.cli.context import Context

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Run, RunInstalled

HEAVY = ("Stemmer", "bs4", "charset_normalizer", "lxml", "multiprocessing", "numpy", "py3langid", "rich", "whoosh")
READING = ("bs4", "charset_normalizer", "lxml", "multiprocessing", "py3langid", "rich")


def command_named(name: str) -> Command:
    command = cli.get_command(click.Context(cli), name)
    assert isinstance(command, Command)
    return command


def example_arguments() -> Iterator[tuple[str, list[str]]]:
    """The command and the arguments of each example, without what they are piped into."""
    for name in COMMANDS:
        for line, _ in command_named(name).examples:
            program, named, *arguments = shlex.split(line.split(" | ")[0])
            assert (program, named) == ("indexer", name), line
            yield name, arguments


def modules_loaded_by(*arguments: str) -> set[str]:
    """The modules that a run of the command line imports."""
    code = (
        "import contextlib, io, json, sys\n"
        "from indexer.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):\n"
        "    main(sys.argv[1:])\n"
        "print(json.dumps([name.partition('.')[0] for name in sys.modules]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def test_the_first_help_names_every_command_with_its_purpose(run: Run) -> None:
    done = run("--help")
    assert done.returncode == 0
    assert done.stderr == ""
    for name in COMMANDS:
        assert command_named(name).get_short_help_str(100) in done.stdout
        assert f"\n  {name} " in done.stdout
    assert "$INDEXER_INDEX" in done.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_promise_16_help_has_purpose_groups_examples_and_exit_codes(run: Run, name: str) -> None:
    done = run(name, "--help")
    assert done.returncode == 0
    assert done.stderr == ""
    usage, purpose = done.stdout.split("\n\n")[:2]
    assert usage.startswith(f"Usage: indexer {name} ")
    assert purpose.strip().endswith(".")
    assert "\nGeneral:\n" in done.stdout
    assert "\nExamples:\n  indexer " in done.stdout
    assert "\nExit codes:\n  0  " in done.stdout
    assert "\n  2  " in done.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_stands_in_a_group_and_says_what_it_does(name: str) -> None:
    for parameter in command_named(name).params:
        if isinstance(parameter, click.Option):
            assert isinstance(parameter, Option), parameter.name
            assert parameter.help, parameter.name


@pytest.mark.parametrize("columns", [60, 200])
def test_help_fits_the_terminal(run: Run, columns: int) -> None:
    lines = run("search", "--help", columns=columns).stdout.split("\nExamples:\n")[0].splitlines()
    assert min(columns, 100) - 20 < max(map(len, lines)) <= min(columns, 100)


def test_the_variable_columns_is_obeyed(run_installed: RunInstalled) -> None:
    lines = run_installed("search", "--help", env={"COLUMNS": "60"}).stdout.split("\nExamples:\n")[0].splitlines()
    assert 40 < max(map(len, lines)) <= 60


@pytest.mark.parametrize(("name", "arguments"), list(example_arguments()))
def test_every_example_in_the_help_can_be_typed(name: str, arguments: list[str]) -> None:
    console = Console(Context.of_process())
    with command_named(name).make_context(name, list(arguments), obj=console) as context:
        query = context.params.get("query")
    if query:
        querying.parse(query if isinstance(query, str) else " ".join(query), today=date(2024, 2, 29))


def test_the_short_option_is_the_same_help(run: Run) -> None:
    assert run("search", "-h").stdout == run("search", "--help").stdout


def test_no_arguments_at_all_show_the_help_as_it_is(run: Run) -> None:
    done = run()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == run("--help").stdout


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["index", "--help"], ["search", "--help"]])
def test_promise_16_help_imports_nothing_heavy(arguments: list[str]) -> None:
    assert modules_loaded_by(*arguments).isdisjoint(HEAVY)


def test_a_search_imports_nothing_that_reads_or_cleans_files(
    run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("searched")
    (folder / "storm.txt").write_text("The storm took the boat from its mooring.\n")
    # A file as new as its index is read again, to see whether it changed.
    os.utime(folder / "storm.txt", (10**9, 10**9))
    assert run("index", folder, "--index", folder / "made").returncode == 0
    assert modules_loaded_by("search", "--index", str(folder / "made"), "storm").isdisjoint(READING)


def test_the_version_is_the_package_s(run: Run) -> None:
    from indexer import __version__

    done = run("--version")
    assert done.stdout == f"indexer, version {__version__}\n"
    assert done.returncode == 0


def test_python_m_indexer_is_the_same_command(run_installed: RunInstalled) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "indexer", "search", "--help"], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0
    assert done.stdout == run_installed("search", "--help").stdout


def test_the_help_of_search_fits_two_screens(run: Run) -> None:
    assert run("search", "--help", columns=80).stdout.count("\n") <= 2 * 24


def test_examples_survive_blanks_in_file_names() -> None:
    readme = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
    shown = [line for name in COMMANDS for line, _ in command_named(name).examples]
    shown += re.findall(r"^    (indexer .+)$", readme, re.MULTILINE)
    piped = [line for line in shown if "xargs" in line]
    assert piped
    for line in piped:
        first, second = line.split("|")
        assert "-0" in first.split(), line
        assert "-0" in second.split(), line


def test_the_usage_of_search_says_when_a_query_is_needed(run: Run) -> None:
    assert run("search", "--help").stdout.startswith(
        "Usage: indexer search [OPTIONS] (QUERY… | --interactive [QUERY…])\n"
    )
    assert run("facets", "--help").stdout.startswith("Usage: indexer facets [OPTIONS] [QUERY…]\n")
