"""Does every query give the same, on real passages, as with Whoosh's own codec?

    python tests/bench/equality.py [--passages 100000] [--most 1770]

The same passages are written by Whoosh's writer with its W3 codec, which takes minutes, and by ours; both hold stems
with positions. Every query of the collection is then answered by Whoosh's matchers over W3's postings and by our
evaluation, over all matches: documents, order and scores must be equal, scores to nine digits. (W3 rounds the lengths
of fields; here it is told the exact ones.)
"""

from __future__ import annotations

import argparse
import math
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from engine import SHARED, passages, queries

from indexer.quiet import quiet
from indexer.whoosh_view.codec import ArrayCodec
from indexer.whoosh_view.fields import WordTokenizer
from indexer.whoosh_view.queries import evaluate

with quiet():
    from whoosh import fields, query
    from whoosh.codec.whoosh3 import W3Codec
    from whoosh.index import create_in


def build(folder: Path, codec: Any, options: argparse.Namespace) -> Any:
    """An index of the passages, written with the codec, in two segments."""
    folder.mkdir()
    schema = fields.Schema(text=fields.TEXT(analyzer=WordTokenizer(stemmed=True)), id=fields.STORED())
    index = create_in(folder, schema)
    collection = list(passages(options.data, options.passages))
    half = len(collection) * 2 // 3
    for part in (collection[:half], collection[half:]):
        writer = index.writer(codec=codec, limitmb=512)
        for passage in part:
            writer.add_document(id=passage.id, text=passage.text)
        writer.commit(merge=False)
    return index


def asked(kind: str, text: str, schema: Any) -> Any:
    """Whoosh's query for one of the collection's."""
    if kind == "prefix":
        return query.Prefix("text", text.rstrip("*"))
    words = [token.text for token in schema["text"].analyzer(text)]
    if kind == "phrase":
        return query.Phrase("text", words)
    return query.Or([query.Term("text", word) for word in words])


def stepped(searcher: Any, wanted: Any) -> dict[int, float]:
    """All that Whoosh's matchers find, with scores."""
    found: dict[int, float] = {}
    context = searcher.context()
    for leaf, offset in searcher.leaf_searchers():
        matcher = wanted.matcher(leaf, context)
        while matcher.is_active():
            found[matcher.id() + offset] = matcher.score()
            matcher.next()
    return found


def main() -> int:
    """Compare, and say how many queries agree."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--most", type=int, help="queries of each kind")
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "passages")
    options = parser.parse_args()
    query.Or.matcher_type = query.Or.DEFAULT_MATCHER  # it would not score the words of a prefix in small segments
    work = Path(tempfile.mkdtemp(prefix="equality-"))
    different: list[str] = []
    total = matches = 0
    spent = [0.0, 0.0]
    try:
        stock = build(work / "stock", W3Codec(), options).searcher()
        ours = build(work / "ours", ArrayCodec(), options).searcher()
        for (one, _), (other, _) in zip(stock.leaf_searchers(), ours.leaf_searchers(), strict=True):
            one.reader()._perdoc.doc_field_length = other.reader()._perdoc.doc_field_length
        for kind, texts in queries(options.data).items():
            for text in texts[: options.most]:
                wanted = asked(kind, text, stock.schema)
                begin = time.perf_counter()
                expected = stepped(stock, wanted)
                middle = time.perf_counter()
                found = evaluate(ours, wanted)
                spent[0] += middle - begin
                spent[1] += time.perf_counter() - middle
                total += 1
                matches += len(expected)
                same = dict(found).keys() == expected.keys() and all(
                    math.isclose(score, expected[number], rel_tol=1e-9) for number, score in found
                )
                in_order = found == sorted(found, key=lambda match: (-match[1], match[0]))
                if not (same and in_order):
                    different.append(f"{kind}: {text}")
            print(f"{kind}: {len(different)} different so far", file=sys.stderr)
    finally:
        shutil.rmtree(work)
    print(f"{total - len(different)} of {total} queries agree, in {matches:,} matches")
    print(f"Whoosh's matchers took {spent[0]:.1f} s, arrays {spent[1]:.1f} s")
    print("\n".join(different[:20]))
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
