"""Are the postings of a term the same however many of them are held at once?"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st
from searchers import flags

from indexer.arrays import bounds_of
from indexer.engine.builder import SegmentBuilder
from indexer.engine.documents import ArticleEntry, Document, Field, Part
from indexer.engine.format import layout, packing
from indexer.engine.format.articles import ArticleReader
from indexer.engine.format.container import SectionReader, SectionWriter
from indexer.engine.format.postings import FieldWriter
from indexer.engine.segment import merging
from indexer.engine.segment.inversion import Postings
from indexer.engine.segment.merging import merge
from indexer.engine.segment.segment import Segment
from indexer.engine.segment.terms import Terms

FIELDS = (
    Field("text", stemmed=True, exact="exact", scored=True, vectors=6),
    Field("title", stemmed=True, scored=True, per_article=True),
    Field("tag", per_article=True),
    Field("own"),
)
FEWER = 40
WORDS = ("the", "sail", "sails", "sailing", "sailed", "sea", "oar", "été", "lighthouse", "keeper")


def postings_of(
    chance: np.random.Generator, documents: int, share: float, most: int, forms: int, *, weighted: bool
) -> Postings:
    """The postings of one term that a share of all documents have, at most so often, in so many forms."""
    count = max(1, int(share * documents))
    numbers = np.sort(chance.choice(documents, count, replace=False)).astype(np.uint32)
    frequencies = np.minimum(chance.geometric(0.5 if most < 10 else 0.02, count), most)
    frequencies = frequencies.astype(np.min_scalar_type(int(frequencies.max())))
    tokens = int(frequencies.sum())
    positions = chance.integers(0, 300, tokens).astype(np.uint32)
    return Postings(
        np.array([count]),
        numbers,
        frequencies,
        np.array([tokens]),
        positions,
        np.minimum(chance.geometric(0.4, tokens) - 1, forms - 1).astype(np.uint16) if forms else np.zeros(0, np.uint8),
        chance.random(count, np.float32) if weighted else np.zeros(0, np.float32),
    )


def cut_up(postings: Postings, most: int) -> Iterator[Postings]:
    """The postings of one term, so many at a time."""
    tokens = bounds_of(postings.frequencies)
    for begin in range(0, len(postings.documents), most):
        end = min(begin + most, len(postings.documents))
        mine = slice(int(tokens[begin]), int(tokens[end]))
        yield Postings(
            np.array([end - begin]),
            postings.documents[begin:end],
            postings.frequencies[begin:end],
            np.array([mine.stop - mine.start]),
            postings.positions[mine],
            postings.forms[mine],
            postings.weights[begin:end],
        )


def written(
    path: Path, terms: Sequence[Postings], documents: int, articles: Any, lengths: Any, most: int | None
) -> tuple[bytes, Any]:
    """The file of a field, its terms added whole or, where `most` is given, so many postings at a time; and the forms
    that were seen."""
    sections = SectionWriter(path)
    field = FieldWriter(sections, "f", documents, lengths, articles)
    for number, postings in enumerate(terms):
        if most is None:
            field.add([b"%02d" % number], postings)
        else:
            assert field.add_long(b"%02d" % number, partial(cut_up, postings, most))
    seen = field.forms_seen.tolist()
    field.finish()
    sections.finish({})
    return path.read_bytes(), seen


def terms_in(path: Path, documents: int) -> Terms:
    sections = SectionReader(path)
    return Terms(sections, "f", documents, ArticleReader(sections, documents, lambda: None))


def together(pieces: Sequence[Postings]) -> list[list[Any]]:
    """What several pieces of one term hold in all; its tokens only by their sum."""
    joined = [np.concatenate(arrays).tolist() for arrays in zip(*pieces, strict=True)]
    return [[sum(joined[0])], *joined[1:3], [sum(joined[3])], *joined[4:]]


@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from([30, 2_000, 150_000]),
    st.sampled_from([1, 3, 40, 700]),
    st.sampled_from([0, 1, 4, 400]),
    st.booleans(),
    st.booleans(),
)
@examples(20)
def test_a_term_that_is_written_in_pieces_is_written_the_same(
    tmp_path_factory: pytest.TempPathFactory,
    seed: int,
    documents: int,
    most: int,
    forms: int,
    is_scored: bool,
    weighted: bool,
) -> None:
    folder = tmp_path_factory.mktemp("field")
    chance = np.random.default_rng(seed)
    largest = 1.0 if documents < 5_000 else 0.3
    shares = [largest, 0.26, 0.1, 0.02, 0.004, 0.0001, 1 / documents]
    terms = [postings_of(chance, documents, share, most, forms, weighted=weighted) for share in shares]
    articles = np.sort(chance.integers(0, documents, documents)).astype(np.uint32) if seed % 2 else None
    lengths = chance.integers(1, 200, documents).astype(np.uint8) if is_scored else None
    whole = written(folder / "whole", terms, documents, articles, lengths, None)
    for size in (7, 64):
        pieces = written(folder / f"pieces of {size}", terms, documents, articles, lengths, max(size, documents // 400))
        assert pieces == whole


@pytest.mark.parametrize("documents", [2_000, 150_000])
def test_a_term_is_read_in_pieces_from_every_layout(tmp_path: Path, documents: int) -> None:
    chance = np.random.default_rng(documents)
    shares = [0.3, 0.1, 0.02, 0.005, 2.5 / documents]
    terms = [
        postings_of(chance, documents, share, most, forms, weighted=False)
        for share in shares
        for most in (1, 3, 700)
        for forms in (1, 400)
    ]
    written(tmp_path / "field", terms, documents, None, None, None)
    field = terms_in(tmp_path / "field", documents)
    layouts: Counter[str] = Counter()
    for number, postings in enumerate(terms):
        count = int(postings.counts[0])
        units = field.sections.array("f.documents_at")
        taken = int(units[number + 1] - units[number])
        kind = "numbers" if taken == 2 * count else "gaps" if taken == count else "octets"
        layouts["dense" if not taken else kind] += 1
        tokens = int(postings.places[0])
        for most in (max(1, tokens // 30), max(1, tokens // 3), tokens + 1):
            assert together(list(field.pieces(number, most))) == together([postings])
        assert len(list(field.pieces(number, max(1, tokens // 10)))) >= min(5, count)
    assert layouts["dense"]
    assert layouts["octets"]
    assert layouts["gaps"]
    assert layouts["numbers"] or documents < 2**16


@given(st.lists(st.integers(0, 2_000), min_size=1).map(np.array), st.integers(1, 9))
def test_a_list_of_gaps_may_be_encoded_in_parts(gaps: Any, parts: int) -> None:
    octets = np.concatenate([layout.gap_octets(part) for part in np.array_split(gaps, parts)])
    whole = layout.encode_gaps(gaps, np.array([len(gaps)])).units.view(np.uint8)
    assert whole.tolist() == octets.tolist() + [layout.ESCAPE] * (len(octets) % 2)


@given(st.lists(st.integers(0, 20) | st.integers(0, 300), min_size=1), st.integers(0, 40))
def test_a_part_of_a_run_is_packed_and_unpacked_as_the_whole_is(values: list[int], cut: int) -> None:
    numbers = np.array(values, np.uint32)
    counts = np.array([len(numbers)])
    whole = packing.pack(numbers, counts)
    width = packing.width_for(np.bincount(np.minimum(numbers, packing.TOO_LARGE), minlength=packing.TOO_LARGE + 1))
    at = min(8 * cut, len(numbers))
    parts = [packing.pack_part(numbers[:at], width), packing.pack_part(numbers[at:], width)]
    assert np.concatenate([part[0] for part in parts]).tolist() == whole.octets.tolist()
    assert [*parts[0][1], *(parts[1][1] + at)] == whole.large_at.tolist()
    assert [*parts[0][2], *parts[1][2]] == whole.large.tolist()
    first, last = sorted((min(cut, len(values)), len(values) // 2))
    unpacked = packing.unpack_one(whole.octets, len(numbers)).tolist()
    assert packing.unpack_one(whole.octets, len(numbers), first, last).tolist() == unpacked[first:last]


# Merging


def built(folder: Path, chance: random.Random, articles: int) -> Segment:
    builder = SegmentBuilder(folder, FIELDS)
    for number in range(articles):
        title = " ".join(chance.choices(WORDS, k=2))
        for place in range(chance.randrange(1, 4)):
            words = chance.choices(WORDS, range(1, len(WORDS) + 1), k=chance.choice((3, 30)))
            words += [f"rare{chance.randrange(900)}"] + ["far"] * (300 if chance.random() < 0.01 else 0)
            words += ["gone", "gone", "gone"] if articles == FEWER and not number and not place else []
            texts = {"text": [Part(title, 3), Part(" ".join(words))], "title": [Part(title)]}
            terms = {"tag": [b"all", b"tag%d" % (number % 3)], "own": [b"own%d" % chance.randrange(3)] * 2}
            entry = ArticleEntry(b"record")
            stored = " ".join(words).encode()
            group = b"%05d" % number
            builder.add(Document(stored=stored, texts=texts, terms=terms, group=group, gap=2, article=entry))
    file = builder.finish()
    assert file is not None
    return Segment(folder, file.name)


@pytest.mark.parametrize(("slab", "piece"), [(1, 1), (400, 150)])
@pytest.mark.parametrize("seed", range(2))
def test_segments_merged_in_pieces_give_the_same_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slab: int, piece: int, seed: int
) -> None:
    chance = random.Random(seed)
    segments = [built(tmp_path, chance, articles) for articles in (150, FEWER, 1)]
    for segment in segments[seed:]:
        gone = [number for number in range(segment.documents) if chance.random() < 0.3]
        segment.deleted = flags(segment.documents, [*gone, 0])
    whole = merge(segments, tmp_path)
    written_long = Counter[bool]()
    add_long = FieldWriter.add_long

    def counted(self: FieldWriter, *arguments: Any) -> bool:
        written_long[some := add_long(self, *arguments)] += 1
        return some

    monkeypatch.setattr(FieldWriter, "add_long", counted)
    monkeypatch.setattr(merging, "_SLAB", slab)
    monkeypatch.setattr(merging, "_PIECE", piece)
    again = merge(segments, tmp_path)
    assert whole is not None
    assert again is not None
    first, second = (Path(Segment(tmp_path, file.name).sections.path).read_bytes() for file in (whole, again))
    assert first == second
    assert written_long[True] > 5
    assert written_long[False] or slab > 1, "terms of which all postings are deleted are left out"
