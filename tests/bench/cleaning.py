"""How well, and how fast, is the article of a saved web page told from the rest of the page?

    python tests/bench/cleaning.py [--limit N] [--rounds 3] [--worst N] [--json]

Beside `indexer` runs `trafilatura` where it is installed, here or in another environment (`--rival-python`). They take
turns, round by round, each with its own process; speeds are pages per CPU second, start-up excluded, medians of the
rounds.

Text is compared by its shingles of four words. Precision and recall of a page are over its multiset of shingles; a
set's are the means over its pages, and F1 is their harmonic mean. A title is right if its words are, the authors if
their names are, a date if it is the day. The pages are not part of this repository (`--data`).
"""

from __future__ import annotations

import argparse
import collections
import gzip
import importlib
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "html"
TEXT_SETS = ("wcxb-dev", "readability")
DATE_SET = "htmldate"
WIDTH = 4

Answer = dict[str, Any]


def indexer_reader() -> Callable[[str, str], Answer]:
    from indexer.cleaning.html import clean_html
    from indexer.model import Draft

    def read(page: str, url: str) -> Answer:
        article = clean_html(Draft("html", page, url=url))
        return {
            "text": article.text,
            "title": article.title,
            "authors": list(article.authors),
            "date": str(article.published or ""),
        }

    return read


def trafilatura_reader() -> Callable[[str, str], Answer]:
    trafilatura = importlib.import_module("trafilatura")

    def read(page: str, url: str) -> Answer:
        found = trafilatura.bare_extraction(page, url=url or None, include_comments=False, with_metadata=True)
        if found is None:
            return {"text": "", "title": "", "authors": [], "date": ""}
        return {
            "text": found.text or "",
            "title": found.title or "",
            "authors": [name.strip() for name in (found.author or "").split(";") if name.strip()],
            "date": found.date or "",
        }

    return read


READERS = {"indexer": indexer_reader, "trafilatura": trafilatura_reader}


def pages(data: Path, name: str, limit: int | None) -> list[tuple[str, str, Answer]]:
    """The id, the decoded page and the truth of every page of a set."""
    truth = json.loads((data / name / "truth.json").read_text(encoding="utf-8"))
    found = []
    for key in sorted(truth)[:limit]:
        raw = gzip.decompress((data / name / "html" / f"{key}.html.gz").read_bytes())
        try:
            page = raw.decode("utf-8")
        except UnicodeDecodeError:
            page = raw.decode("cp1252", "replace")
        found.append((key, page, truth[key]))
    return found


def work(system: str, data: Path, limit: int | None, output: Path) -> None:
    """Read all pages with one system and write its answers and its speed to `output`."""
    read = READERS[system]()
    read("<p>Once, so that everything is imported and compiled.</p>", "")
    answers: dict[str, dict[str, Answer]] = {}
    spent = 0.0
    count = 0
    for name in (*TEXT_SETS, DATE_SET):
        answers[name] = {}
        for key, page, truth in pages(data, name, limit):
            started = time.process_time()
            answers[name][key] = read(page, truth.get("url") or "")
            spent += time.process_time() - started
            count += 1
    output.write_text(json.dumps({"answers": answers, "pages_per_second": count / spent}), encoding="utf-8")


def shingles(text: str) -> collections.Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    if len(words) < WIDTH:
        return collections.Counter([tuple(words)] if words else [])
    return collections.Counter(zip(*(words[i:] for i in range(WIDTH)), strict=False))


def agreement(true: str, found: str) -> tuple[float, float]:
    """Precision and recall of the text that was found on one page."""
    expected, given = shingles(true), shingles(found)
    shared = (expected & given).total()
    return shared / max(1, given.total()), shared / max(1, expected.total())


def text_scores(truth: dict[str, Answer], answers: dict[str, Answer]) -> dict[str, Any]:
    rows = [(*agreement(truth[key]["articleBody"], answers[key]["text"]), key) for key in sorted(answers)]
    precision = statistics.fmean(row[0] for row in rows)
    recall = statistics.fmean(row[1] for row in rows)
    return {
        "pages": len(rows),
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / max(1e-9, precision + recall),
        "worst": [row[2] for row in sorted(rows, key=lambda row: row[0] * row[1])],
    }


def folded(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def names(authors: list[str]) -> set[str]:
    return {author.lower().strip() for author in authors}


def day(truth: Answer) -> str:
    value = truth.get("date")
    return value if isinstance(value, str) and value != "None" else ""


def metadata_scores(truth: dict[str, Answer], answers: dict[str, Answer]) -> dict[str, float]:
    """The shares of pages whose title, authors and day are right, of those for which they are known."""
    titled = [key for key in answers if truth[key].get("title")]
    signed = [key for key in answers if truth[key].get("authors")]
    return {
        "title": statistics.fmean(folded(truth[key]["title"]) == folded(answers[key]["title"]) for key in titled),
        "authors": statistics.fmean(names(truth[key]["authors"]) == names(answers[key]["authors"]) for key in signed),
        "day": day_score(truth, answers),
    }


def day_score(truth: dict[str, Answer], answers: dict[str, Answer]) -> float:
    dated = [key for key in answers if day(truth[key])]
    return statistics.fmean(day(truth[key]) == answers[key]["date"] for key in dated)


def measure(arguments: argparse.Namespace) -> dict[str, Any]:
    """Run the systems in turn and score their last answers."""
    runs: dict[str, list[dict[str, Any]]] = {system: [] for system in READERS}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(arguments.rounds):
            for system in READERS:
                output = Path(folder) / f"{system}.json"
                python = arguments.rival_python if system != "indexer" else sys.executable
                command = [python, __file__, "--work", system, "--output", str(output), "--data", str(arguments.data)]
                command += ["--limit", str(arguments.limit)] if arguments.limit else []
                run = subprocess.run(command, capture_output=True, text=True, check=False)
                if run.returncode == 0:
                    runs[system].append(json.loads(output.read_text(encoding="utf-8")))
                elif system == "indexer":
                    sys.exit(run.stderr)
    report: dict[str, Any] = {}
    for system, results in runs.items():
        if results:
            speeds = [result["pages_per_second"] for result in results]
            report[system] = {
                "pages_per_second": statistics.median(speeds),
                **scores(arguments.data, results[-1]["answers"]),
            }
    return report


def scores(data: Path, answers: dict[str, dict[str, Answer]]) -> dict[str, Any]:
    truths = {name: json.loads((data / name / "truth.json").read_text(encoding="utf-8")) for name in answers}
    found: dict[str, Any] = {name: text_scores(truths[name], answers[name]) for name in TEXT_SETS}
    found[TEXT_SETS[0]] |= metadata_scores(truths[TEXT_SETS[0]], answers[TEXT_SETS[0]])
    found[DATE_SET] = {"pages": len(answers[DATE_SET]), "day": day_score(truths[DATE_SET], answers[DATE_SET])}
    return found


def show(report: dict[str, Any], worst: int) -> None:
    for system, found in report.items():
        ratio = report["indexer"]["pages_per_second"] / found["pages_per_second"]
        print(f"{system}: {found['pages_per_second']:.0f} pages per CPU second (indexer is {ratio:.2f} times as fast)")
        for name in (*TEXT_SETS, DATE_SET):
            figures = {key: value for key, value in found[name].items() if isinstance(value, float)}
            line = "  ".join(f"{key} {value:.3f}" for key, value in figures.items())
            print(f"  {name:12} {found[name]['pages']:4} pages  {line}")
            if worst and "worst" in found[name]:
                print("    worst:", *found[name]["worst"][:worst])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA, help="the folder with the sets")
    parser.add_argument("--limit", type=int, help="only the first so many pages of each set")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--worst", type=int, default=0, help="name so many of the worst pages")
    parser.add_argument("--rival-python", default=sys.executable, help="the Python that has trafilatura")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--work", choices=READERS, help=argparse.SUPPRESS)
    parser.add_argument("--output", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.work:
        work(arguments.work, arguments.data, arguments.limit, arguments.output)
        return
    if not arguments.data.is_dir():
        sys.exit(f"no pages at {arguments.data}")
    report = measure(arguments)
    if arguments.json:
        print(json.dumps(report))
    else:
        show(report, arguments.worst)


if __name__ == "__main__":
    main()
