"""How well are articles ranked, and what do ranking, snippets and looking around cost?

    python tests/bench/search.py --json [--only quality,times,snippets,keys] [--passages 100000] [--rounds 3]

quality: `indexer eval` on five public collections in BEIR's layout, means of the five: nDCG@10 and average
  precision of the default (`ndcg`, `map`), average precision and recall at 100 with --expand (`map_expand`,
  `recall_expand`), and the significance of the default's gain in nDCG@10 over bm25s, which takes titles and texts
  together, with stop words and the English stemmer (`p_vs_bm25s`; `p_map_vs_bm25s` of average precision): the
  probability, under a paired randomisation test over the queries, each collection weighing the same, of a difference
  as large.
times: on articles of so many passages in all, dated and signed, one process, median of all queries: the first 10 by
  article over the first 10 single passages, without snippets (`rank_factor`, `rank_ms`), what snippets add
  (`snippet_ms`), and over all passages at once the slowest facet and the timeline (`facets_ms`, `timeline_ms`);
  articles like one (`similar_ms`).
snippets: on the same articles, what a person sees of the first 10 hits of each query on terminals of 40, 80 and 160
  columns: the share of hits with a match among the lines of the snippet that are shown (`snippet_shows`). Hits that are
  said to match in the title alone are left out, and printed (`in title`).
keys: on the same articles, what a key costs that is typed in `search --interactive`: the lines of the screen after each
  letter of 20 queries, median and 99th percentile of all keys (`key_ms`, `key_p99_ms`).

Milliseconds are CPU time, scaled to a machine on which `import numpy` takes 100 ms, measured in the same run. The
collections and passages are not part of this repository (`--data`).
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from engine import SHARED, queries, work_folder
from open_index import SCALE_MS, numpy_ms, quantile
from product import articles

from indexer.cli import Context
from indexer.cli import main as main_of_command
from indexer.cli.console import Console
from indexer.cli.interactive.answers import LiveSearch
from indexer.cli.notes import HitOptions, MatchOptions
from indexer.evaluation import measure, read_judgments, read_queries
from indexer.index import Index
from indexer.model.articles import Article

COLLECTIONS = ("cacm", "cranfield", "npl", "scifact", "time")
DEPTH = 1000
PERMUTATIONS = 100_000
ASKED = 300
"""Queries that are timed."""
COLUMNS = (40, 80, 160)
"""The widths of terminals on which hits are looked at."""
RED, CYAN = "\x1b[31m", "\x1b[36m"
"""The colours of matches, and of places."""
TYPED = 20
"""Queries that are typed letter by letter."""
EVERYTHING = "language:en"
"""A query that all passages of the articles match."""

PerQuery = Mapping[str, Mapping[str, float]]


def command(*arguments: str) -> str:
    """What the command prints. A record without a text, as cranfield has two, makes its exit code 1."""
    whole = [sys.executable, "-m", "indexer", *arguments]
    done = subprocess.run(whole, stdout=subprocess.PIPE, encoding="utf-8", check=False)
    if done.returncode > 1:
        raise SystemExit(f"{' '.join(whole)} failed with code {done.returncode}")
    return done.stdout


def quality(options: argparse.Namespace) -> dict[str, float]:
    """The measures of the ranking, and the significance of its gain."""
    default: dict[str, dict[str, Any]] = {}
    expanded: dict[str, dict[str, Any]] = {}
    rival: dict[str, PerQuery] = {}
    for name in COLLECTIONS:
        folder = options.data / "ir" / name
        index = str(options.work / name)
        files = [str(folder / "queries.jsonl"), str(folder / "qrels.tsv")]
        command("index", "-q", "--index", index, str(folder / "corpus.jsonl.gz"))
        default[name] = json.loads(command("eval", *files, "--index", index, "--format", "json"))
        expanded[name] = json.loads(command("eval", *files, "--index", index, "--format", "json", "--expand"))
        rival[name] = rival_measures(folder)
        means = {"default": default[name]["measures"], "expanded": expanded[name]["measures"]}
        means["bm25s"] = {key: mean(rival[name], key) for key in means["default"]}
        for system, values in means.items():
            print(f"{name:10} {system:9}", *(f"{key} {value:.4f}" for key, value in values.items()))

    def overall(results: Mapping[str, dict[str, Any]], key: str) -> float:
        return statistics.fmean(result["measures"][key] for result in results.values())

    return {
        "ndcg": overall(default, "nDCG@10"),
        "map": overall(default, "AP"),
        "ndcg_expand": overall(expanded, "nDCG@10"),
        "map_expand": overall(expanded, "AP"),
        "recall_expand": overall(expanded, "R@100"),
        "p_vs_bm25s": significance(default, rival, "nDCG@10"),
        "p_map_vs_bm25s": significance(default, rival, "AP"),
    }


def mean(values: PerQuery, key: str) -> float:
    """The mean of a measure over the queries."""
    return statistics.fmean(one[key] for one in values.values())


def rival_measures(folder: Path) -> PerQuery:
    """The measures of bm25s for each query of a collection."""
    import bm25s
    import Stemmer

    names, texts = [], []
    with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            names.append(str(record["_id"]))
            texts.append(f"{record.get('title', '')}\n{record['text']}")
    stemmer = Stemmer.Stemmer("english")
    retriever = bm25s.BM25()
    tokens = bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False)
    retriever.index(tokens, show_progress=False)
    run: dict[str, list[tuple[str, float]]] = {}
    for query, text in read_queries(str(folder / "queries.jsonl")).items():
        asked = bm25s.tokenize([text], stopwords="en", stemmer=stemmer, show_progress=False, return_ids=False)
        run[query] = []
        if asked[0]:
            places, scores = retriever.retrieve(asked, k=min(DEPTH, len(names)), show_progress=False)
            found = zip(places[0].tolist(), scores[0].tolist(), strict=True)
            run[query] = [(names[place], score) for place, score in found if score > 0]
    return measure(run, read_judgments(str(folder / "qrels.tsv"))).queries


def significance(ours: Mapping[str, dict[str, Any]], rival: Mapping[str, PerQuery], key: str) -> float:
    """The two-sided p of the mean difference in a measure by a paired randomisation test (Smucker et al. 2007)."""
    parts = []
    for name, values in rival.items():
        own = ours[name]["queries"]
        parts.append(np.array([own[query][key] - one[key] for query, one in values.items()]) / len(values))
    differences = np.concatenate(parts)
    chance = np.random.default_rng(1)
    larger = 0
    for _ in range(PERMUTATIONS // 1000):
        signs = chance.integers(0, 2, (1000, len(differences))) * 2 - 1
        larger += int(np.count_nonzero(np.abs(signs @ differences) >= abs(differences.sum()) - 1e-12))
    return (larger + 1) / (PERMUTATIONS + 1)


def signed(collection: Iterator[Article]) -> Iterator[Article]:
    """The articles, each with a day of the last ten years, one or two of 2,000 authors, and one of 40 sites."""
    for number, article in enumerate(collection):
        day = date(2016, 1, 1) + timedelta(days=number * 7919 % 3650)
        authors = [f"Author {number * 31 % 2000}", *([f"Author {number * 37 % 2000}"] if number % 3 == 0 else [])]
        yield replace(article, published=day, authors=tuple(authors), site=f"site-{number * 13 % 40}.example")


def median_ms(ask: Callable[[str], object], asked: Sequence[str]) -> float:
    """The median of the CPU time of every query in ms."""
    times = []
    for text in asked:
        begin = time.process_time()
        ask(text)
        times.append((time.process_time() - begin) * 1e3)
    return quantile(times, 0.5)


def signed_index(options: argparse.Namespace) -> Path:
    """The folder of the index of dated and signed articles; it is made if it is not there."""
    path: Path = options.work / f"signed-{options.passages}"
    with Index(path) as index:
        if not index.exists():
            index.add(signed(articles(options.data / "passages", options.passages)))
    return path


def times(options: argparse.Namespace) -> dict[str, float]:
    """What searching and looking around cost."""
    scale = SCALE_MS / numpy_ms()
    with Index(signed_index(options)) as index:
        asked = queries(options.data / "passages")["keyword"][:ASKED]
        some = [hit.article for text in asked[:60] for hit in index.search(text, limit=1, snippets=False).hits]
        facets = {
            f"facet {by}": (lambda _, by=by: index.facets(EVERYTHING, by), [EVERYTHING] * 9)
            for by in ("author", "site", "year", "month", "language", "section", "folder")
        }
        parts: dict[str, tuple[Callable[[str], object], Sequence[str]]] = {
            "passages": (lambda text: index.search(text, order="passages", snippets=False), asked),
            "ranked": (lambda text: index.search(text, snippets=False), asked),
            "shown": (index.search, asked),
            **facets,
            "timeline": (lambda _: index.timeline(EVERYTHING), [EVERYTHING] * 9),
            "similar": (index.similar, some),
        }
        rounds = [{name: median_ms(*part) for name, part in parts.items()} for _ in range(options.rounds + 1)]
        matching = index.facets(EVERYTHING, "year").passages
    print(f"{matching:,} passages match {EVERYTHING}")
    found = {name: statistics.median(one[name] for one in rounds[1:]) for name in parts}  # the first warms up
    for name, value in found.items():
        print(f"{name:16} {value:.3f} ms, scaled {value * scale:.3f} ms")
    return {
        "rank_factor": found["ranked"] / found["passages"],
        "rank_ms": found["ranked"] * scale,
        "snippet_ms": max(0.0, found["shown"] - found["ranked"]) * scale,
        "facets_ms": max(found[name] for name in facets) * scale,
        "timeline_ms": found["timeline"] * scale,
        "similar_ms": found["similar"] * scale,
    }


def snippets(options: argparse.Namespace) -> dict[str, float]:
    """The share of shown snippets in which a match is to be seen."""
    path = signed_index(options)
    asked = queries(options.data / "passages")
    some = [text for kind in ("keyword", "phrase") for text in asked[kind][:ASKED]]
    shares = []
    for columns in COLUMNS:
        seen = hits = in_title = 0
        for text in some:
            for hit in shown_hits(path, text, columns):
                shown = hit.splitlines()
                at = next(number for number, line in enumerate(shown) if CYAN in line)
                place, lines = shown[at], shown[at + 1 :]
                if "(in title)" in place:
                    in_title += 1
                    continue
                hits += 1
                seen += any(RED in line for line in lines if line.startswith("   "))
        shares.append(seen / hits)
        print(f"{columns:>3} columns: {seen:,} of {hits:,} snippets show a match; {in_title:,} hits in title alone")
    return {"snippet_shows": min(shares)}


def shown_hits(path: Path, text: str, columns: int) -> list[str]:
    """What a terminal of so many columns shows of each of the first 10 hits for a query."""
    out, err = io.StringIO(), io.StringIO()
    size = os.terminal_size((columns, 10_000))
    context = Context(os.getcwd(), {"TERM": "xterm"}, io.StringIO(), out, err, frozenset({"stdout"}), size)
    if main_of_command(["search", "--index", str(path), "--", text], context) > 1:
        raise SystemExit(err.getvalue())
    return out.getvalue().split("\n\n") if out.getvalue() else []


def keys(options: argparse.Namespace) -> dict[str, float]:
    """What each key costs that is typed."""
    scale = SCALE_MS / numpy_ms()
    asked: MatchOptions = {"mode": "any", "literal": False, "since": None, "until": None}
    of_hits: HitOptions = {
        "per_article": 2,
        "duplicates": False,
        "offset": 0,
        "order": "relevance",
        "expand": False,
        "explain": False,
    }
    context = Context(
        os.getcwd(), {"TERM": "xterm"}, io.StringIO(), io.StringIO(), io.StringIO(), frozenset({"stdout"})
    )
    times: list[float] = []
    with Index(signed_index(options)) as index:
        live = LiveSearch(index, Console(context), asked, of_hits)
        for text in queries(options.data / "passages")["keyword"][:TYPED]:
            for typed in range(1, len(text) + 1):
                begin = time.process_time()
                live.ask(text[:typed], 10, 78)
                times.append((time.process_time() - begin) * 1e3)
    print(f"{len(times)} keys: {quantile(times, 0.5):.1f} ms, 99th percentile {quantile(times, 0.99):.1f}, unscaled")
    return {"key_ms": quantile(times, 0.5) * scale, "key_p99_ms": quantile(times, 0.99) * scale}


PARTS = {"quality": quality, "times": times, "snippets": snippets, "keys": keys}


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(PARTS), help=f"the parts to run, of {', '.join(PARTS)}")
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object, last")
    parser.add_argument("--work", type=Path, help="a folder for indexes, kept and used again")
    parser.add_argument("--data", type=Path, default=SHARED / "data")
    options = parser.parse_args()
    parts = options.only.split(",")
    if unknown := set(parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    figures: dict[str, float] = {}
    with work_folder(options.work) as options.work:
        for name in parts:
            figures |= PARTS[name](options)
    print(f"load average {os.getloadavg()[0]:.1f}", file=sys.stderr)
    if options.json:
        print(json.dumps({key: round(value, 5) for key, value in figures.items()}))
    else:
        for key, value in figures.items():
            print(f"{key:16} {value:.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
