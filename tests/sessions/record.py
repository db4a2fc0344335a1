"""What does a person see who does this, and then that?

    python tests/sessions/record.py [NAME…]

Plays each script of this folder (`NAME.session`) in a pseudo-terminal and writes what the screen shows into
`NAME.txt`. The sample articles are in the folder `articles` of an empty home. A line of a script is

    # a remark, which is written down as it is
    $ a command of the shell, which is written down with what it shows and its exit code where that is not 0
    ! a command of the shell that is not written down, such as one that makes files
    < TEXT | KEYS: as soon as the command above shows TEXT, KEYS are typed, where <Enter>, <Esc>, <Down>, <^C> and the
      like are keys; before it, the screen is written down if the program has it to itself

What differs from run to run is written in one way: the home is /home/ann, a time is 1.0 s, a process is 4242, its
machine is called desk, and random names are always the same.
Mounting a small disk, as one script does, takes the rights to do so.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyte

HERE = Path(__file__).resolve().parent
TESTS, ROOT = HERE.parent, HERE.parents[1]
sys.path[:0] = [str(TESTS)]

from terminal import run_in_terminal  # noqa: E402 - from the folder above

COLUMNS, ROWS = 80, 24
KEYS = {
    "Enter": "\r",
    "Esc": "\x1b",
    "Up": "\x1b[A",
    "Down": "\x1b[B",
    "PageDown": "\x1b[6~",
    "^C": "\x03",
    "^U": "\x15",
}
_KEY = re.compile("<(" + "|".join(map(re.escape, KEYS)) + ")>")
_OWN_SCREEN = "\x1b[?1049h"
_VARYING = (
    (re.compile(r"\b\d+(?:\.\d+)? s\b"), "1.0 s"),
    (re.compile(r"\bprocess \d+ on \S+"), "process 4242 on desk"),
    (re.compile(r"\bsegment-[0-9a-f]{16}"), "segment-0123456789abcdef"),
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:[+-]\d\d:\d\d|Z| UTC)?"), "2026-01-05 09:30"),
)


@dataclass(frozen=True, slots=True)
class Step:
    """A line of a script: its sign and what follows it; and what is typed while it runs, as pairs of text and keys."""

    sign: str
    text: str
    typed: list[tuple[str, str]] = field(default_factory=list)


def steps(script: Path) -> list[Step]:
    """The lines of a script."""
    found: list[Step] = []
    for line in script.read_text(encoding="utf-8").splitlines():
        sign, _, text = line.partition(" ")
        if sign == "<":
            shown, _, keys = text.rpartition(" | ")
            found[-1].typed.append((shown, keys))
        else:
            found.append(Step(sign, text))
    return found


class Watching:
    """A person who watches a screen, and types when what they wait for is to be seen."""

    def __init__(self, typed: list[tuple[str, str]]) -> None:
        self._left = list(typed)
        self._screen = pyte.HistoryScreen(COLUMNS, ROWS, history=10_000, ratio=0.5)
        self._screen.set_mode(pyte.modes.LNM)
        self._stream = pyte.Stream(self._screen)
        self._read = 0
        self._own = False
        self.pictures: list[list[str]] = []

    def __call__(self, written: str) -> bytes:
        """The keys to type when so much has been written."""
        self.read(written)
        if not self._left or self._left[0][0] not in "\n".join(self._screen.display):
            return b""
        _, keys = self._left.pop(0)
        if self._own:
            self.pictures.append([*_trimmed(self._screen.display), f"(types {keys})"])
        return _KEY.sub(lambda match: KEYS[match[1]], keys).encode()

    @property
    def screen(self) -> list[str]:
        """What the screen shows, and what is waited for."""
        return [*_trimmed(self._screen.display), *(f"(waits for {text})" for text, _ in self._left[:1])]

    def read(self, written: str) -> None:
        """Take in what has been written since."""
        if _OWN_SCREEN in written[self._read :]:
            self._own = True
        self._stream.feed(written[self._read :])
        self._read = len(written)

    def lines(self) -> Iterator[str]:
        """What was to be seen, from the first line on."""
        if self._own:
            for picture in self.pictures:
                yield "+" + "-" * (COLUMNS - 2) + "+"
                yield from picture
            return
        above = ["".join(row[column].data for column in range(COLUMNS)) for row in self._screen.history.top]
        line = ""
        for row in [*above, *self._screen.display]:
            line += row
            if not row.endswith(" ") and len(row) == COLUMNS:
                continue  # the terminal went on with the line in the next row
            yield line.rstrip()
            line = ""


def _trimmed(lines: list[str]) -> list[str]:
    """The lines without the blanks behind them, and without the empty ones at the end."""
    return "\n".join(line.rstrip() for line in lines).rstrip("\n").split("\n")


def environment(home: Path) -> dict[str, str]:
    """The surroundings of a person who has just installed the package, and uses a terminal without colours."""
    programs = home.with_name("bin")
    programs.mkdir(exist_ok=True)
    command = programs / "indexer"
    command.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m indexer "$@"\n')
    command.chmod(0o755)
    return {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "NO_COLOR": "1",
        "PAGER": "cat",
        "TESTS": str(TESTS),
        "XDG_CACHE_HOME": str(Path.home() / ".cache"),
    }


def _as_shown(text: str, home: Path) -> list[str]:
    """The lines of a screen, with one form of what varies."""
    for path, shown in ((str(home), "/home/ann"), (str(ROOT), "/home/ann/indexer"), (sys.executable, "python")):
        text = text.replace(path, shown)
    for pattern, instead in _VARYING:
        text = pattern.sub(instead, text)
    rows = [
        line[at : at + COLUMNS].rstrip() for line in text.split("\n") for at in range(0, max(1, len(line)), COLUMNS)
    ]
    return rows if text else []


def play(script: Path, home: Path) -> Iterator[str]:
    """The lines of a recording."""
    around = environment(home)
    cwd = home
    for step in steps(script):
        if step.sign == "!":
            subprocess.run(["bash", "-euc", step.text], cwd=cwd, env=around, check=True)
        elif step.sign == "#":
            yield f"# {step.text}"
        elif step.sign == "$":
            print(step.text, file=sys.stderr)
            yield f"$ {step.text}"
            if step.text.startswith("cd "):
                cwd = (cwd / step.text[3:]).resolve()
                continue
            watching = Watching(step.typed)
            shell = ["bash", "-c", step.text]
            try:
                done = run_in_terminal(
                    shell, cwd=cwd, env=around, rows=ROWS, columns=COLUMNS, typed=watching, timeout=300
                )
            except TimeoutError:
                raise SystemExit("\n".join(["no end in sight; the screen is", *watching.screen])) from None
            watching.read(done.output)
            yield from _as_shown("\n".join(watching.lines()).rstrip("\n"), home)
            if done.code:
                yield f"(exit code {done.code if done.code > 0 else 128 - done.code})"  # as shells have it
            yield ""
        else:
            yield ""


def record(name: str) -> str:
    """The recording of a script."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "ann")
        shutil.copytree(ROOT / "corpus", home / "articles", ignore=shutil.ignore_patterns("README.md"))
        lines: list[str] = []
        try:
            lines += play(HERE / f"{name}.session", home)
        finally:
            for mounted in (home / "disk", home / "drive"):
                if mounted.is_mount():
                    subprocess.run(["umount", "--lazy", mounted], check=True)
    text = "\n".join(lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def main() -> None:
    """Record the scripts that are named, or all."""
    for name in sys.argv[1:] or sorted(path.stem for path in HERE.glob("*.session")):
        (HERE / f"{name}.txt").write_text(record(name), encoding="utf-8")


if __name__ == "__main__":
    main()
