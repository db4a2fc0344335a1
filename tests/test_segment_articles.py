"""Does a segment give back what its articles were given, whatever was merged and deleted since?"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from conftest import examples
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from searchers import flags

from indexer.analysis import GAP, stem, terms_of
from indexer.analysis.stopwords import STOP_WORDS
from indexer.arrays import bounds_of, hashes_of
from indexer.engine import builder as building
from indexer.engine.builder import SegmentBuilder
from indexer.engine.documents import ArticleEntry, Document, Field, Part
from indexer.engine.format import container, keys, marks, packing
from indexer.engine.format.container import SectionReader, SectionWriter
from indexer.engine.format.vectors import TermVectors, VectorReader, VectorWriter
from indexer.engine.segment import heaviest
from indexer.engine.segment.fields import ArticleTerms, SurfaceForms
from indexer.engine.segment.merging import merge
from indexer.engine.segment.segment import Segment
from indexer.engine.segment.terms import Terms

FIELDS = (
    Field("text", stemmed=True, exact="exact", scored=True, vectors=6),
    Field("title", stemmed=True, scored=True, per_article=True),
    Field("tag", per_article=True),
    Field("own"),
)
WORDS = [
    "run",
    "runs",
    "running",
    "sail",
    "sails",
    "sea",
    "lighthouse",
    "keeper",
    "keepers",
    "the",
    "of",
    "été",
]
NUMBERS = st.integers(-3, 9) | st.integers(-(2**63), 2**63 - 1)
TEXTS = st.text("abé\ud800", max_size=3)


class Given(NamedTuple):
    """An article as it is given: its name, title and passages, their tags, their numbers, and what they share."""

    name: bytes
    title: str
    passages: tuple[str, ...]
    tags: tuple[str, ...]
    starts: tuple[int, ...]
    entry: ArticleEntry

    def documents(self) -> list[Document]:
        """The documents of its passages."""
        terms = {"tag": [tag.encode() for tag in self.tags]}
        return [
            Document(
                self.name,
                text.encode(),
                {"text": (Part(self.title, 3), Part(text)), "title": (Part(self.title),)},
                terms | {"own": [text[:1].encode()] if text else []},
                GAP,
                {"start": start} if start else {},
                None if number else self.entry,
            )
            for number, (text, start) in enumerate(zip(self.passages, self.starts, strict=True))
        ]


def sentences(most: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(WORDS), max_size=most).map(" ".join)


ENTRIES = st.builds(
    ArticleEntry,
    st.binary(max_size=40),
    st.dictionaries(st.sampled_from(["date", "size"]), NUMBERS, max_size=2),
    st.dictionaries(st.sampled_from(["site", "author"]), st.lists(TEXTS, max_size=3), max_size=2),
    st.dictionaries(
        st.sampled_from(["bands", "lines"]),
        st.lists(st.integers(0, 9) | st.integers(0, 2**64 - 1), max_size=4).map(
            lambda found: np.array(found, np.uint64)
        ),
        max_size=2,
    ),
    st.dictionaries(
        st.sampled_from(["few", "many"]),
        st.lists(st.integers(0, 5) | st.integers(0, 2**32 - 1), max_size=4).map(lambda k: np.array(k, np.uint32)),
        max_size=2,
    ),
    st.fixed_dictionaries(
        {"sketch": st.just(b"") | st.binary(min_size=7, max_size=7)}, optional={"dropped": st.binary(max_size=9)}
    ),
)


@st.composite
def articles(draw: st.DrawFn) -> list[Given]:
    """Articles with names of their own."""
    names = draw(st.lists(st.binary(min_size=1, max_size=4), min_size=1, max_size=9, unique=True))
    found = []
    for name in names:
        passages = draw(st.lists(sentences(9), min_size=1, max_size=4))
        found.append(
            Given(
                name,
                draw(sentences(3)),
                tuple(passages),
                tuple(draw(st.lists(st.sampled_from(["a", "b", "cd"]), max_size=2))),
                tuple(draw(st.lists(st.integers(0, 70_000), min_size=len(passages), max_size=len(passages)))),
                draw(ENTRIES),
            )
        )
    return found


def written(folder: Path, given: Sequence[Given]) -> Segment:
    builder = SegmentBuilder(folder, FIELDS)
    for article in given:
        for document in article.documents():
            builder.add(document)
    file = builder.finish()
    assert file is not None
    return Segment(folder, file.name)


def words_of(*texts: str) -> list[bytes]:
    """The words of texts, one after the other."""
    return [word.encode() for text in texts for word, _ in terms_of(text)]


def stems_of(*texts: str) -> list[bytes]:
    """Their stems."""
    return [stem(word.decode()).encode() for word in words_of(*texts)]


def assert_holds(segment: Segment, given: Sequence[Given]) -> None:
    """The segment has these articles, in this order, none of them deleted."""
    found = segment.articles
    everything = range(len(given))
    assert found.count == len(given)
    assert found.starts.tolist() == bounds_of([len(article.passages) for article in given]).tolist()
    assert [found.name(number) for number in everything] == [article.name for article in given]
    assert [found.record(number) for number in everything] == [article.entry.stored for article in given]
    for column in ("date", "size", "absent"):
        assert found.numbers(column).tolist() == [article.entry.numbers.get(column, 0) for article in given]
        assert [found.number(column, number) for number in everything] == found.numbers(column).tolist()
    for column in ("site", "author", "absent"):
        starts, ordinals, vocabulary = found.values(column)
        texts = [[vocabulary[i] for i in ordinals[starts[number] : starts[number + 1]]] for number in everything]
        assert texts == [list(article.entry.values.get(column, ())) for article in given]
        assert vocabulary == sorted({text for of_one in texts for text in of_one}, key=_octets)
    for kind in ("bands", "lines", "absent"):
        own = [article.entry.keys.get(kind, np.zeros(0, np.uint64)).tolist() for article in given]
        assert [found.keys(kind, number).tolist() for number in everything] == own
        for key in {key for of_one in own for key in of_one} | {1, 2**63}:
            assert found.find_keys(kind, np.array([key], np.uint64))[1].tolist() == [
                number for number in everything if key in own[number]
            ]
    for kind in ("few", "many"):
        given_marks = [article.entry.marks.get(kind, np.zeros(0, np.uint32)).tolist() for article in given]
        for mark in {mark for of_one in given_marks for mark in of_one} | {1, 2**32 - 1}:
            assert found.find_keys(kind, np.array([mark], np.uint64))[1].tolist() == [
                number for number in everything if mark in given_marks[number]
            ]
    order = np.arange(len(given))[::-1]
    rows = [given[number].entry.blobs.get("sketch", b"") for number in order.tolist()]
    width = max(map(len, rows))
    assert [row.tobytes() for row in found.blob_rows("sketch", order)] == [row or bytes(width) for row in rows]
    for kind in ("sketch", "dropped", "absent"):
        assert [found.blob(kind, number) for number in everything] == [a.entry.blobs.get(kind, b"") for a in given]
    passages = [text for article in given for text in article.passages]
    assert [segment.stored[number].decode() for number in range(segment.documents)] == passages
    assert segment.documents_columns.number("start").tolist() == [s for article in given for s in article.starts]
    assert_vectors(segment, given)
    assert_frequencies(segment, given)
    segment.sections.check()


def _octets(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def assert_vectors(segment: Segment, given: Sequence[Given]) -> None:
    field = segment.field("text")
    assert field is not None
    several = segment.articles.vectors(np.arange(len(given)))
    for number, article in enumerate(given):
        terms, tf = segment.articles.vector(number)
        begin, end = several.starts[number : number + 2].tolist()
        assert several.terms[begin:end].tolist() == terms.tolist() == sorted(terms.tolist())
        assert several.tf[begin:end].tolist() == tf.tolist()
        counts = Counter(stems_of(article.title, *article.passages))
        pairs = {field.term(term): count for term, count in zip(terms.tolist(), tf.tolist(), strict=True)}
        assert pairs == {term: min(counts[term], 255) for term in heaviest_of(counts, 6)}


def heaviest_of(counts: Counter[bytes], most: int) -> list[bytes]:
    """The heaviest terms: by frequency, length and hash."""

    def weight(term: bytes) -> tuple[int, int, int]:
        hashed = hashes_of(np.frombuffer(term, np.uint8), np.array([0, len(term)]))
        return -counts[term], -len(term), int(hashed[0]) >> 16

    return sorted((term for term in counts if term.decode() not in STOP_WORDS), key=weight)[:most]


def assert_frequencies(segment: Segment, given: Sequence[Given]) -> None:
    """Documents, articles and tokens of each term are as many as counting finds."""
    text, title, tag = (segment.field(name) for name in ("text", "title", "tag"))
    assert isinstance(text, Terms)
    assert isinstance(title, ArticleTerms)
    assert isinstance(tag, ArticleTerms)
    stems = [[Counter(stems_of(*[a.title] * 3, passage)) for passage in a.passages] for a in given]
    for number in range(text.count):
        counts = [[of_passage[text.term(number)] for of_passage in of_article] for of_article in stems]
        assert text.frequency(number) == np.count_nonzero([count for of_one in counts for count in of_one])
        assert text.article_frequency(number) == sum(map(any, counts))
        assert text.collection_frequency(number) == sum(map(sum, counts))
    assert_words(segment, "text_words", [[words_of(a.title, passage) for passage in a.passages] for a in given])
    assert_words(segment, "exact", [[words_of(passage) for passage in a.passages] for a in given])
    assert_words(segment, "title_words", [[words_of(a.title)] * len(a.passages) for a in given])
    assert_by_article(segment, title, [stems_of(a.title) for a in given])
    assert_by_article(segment, tag, [[one.encode() for one in a.tags] for a in given])
    lengths = [len(a.title.split()) for a in given for _ in a.passages]
    assert lengths == ([0] * segment.documents if title.lengths is None else title.lengths.tolist())
    assert tag.lengths is None


def assert_words(segment: Segment, name: str, words: Sequence[Sequence[Sequence[bytes]]]) -> None:
    """The field has these words in each article's documents, and no others."""
    field = segment.field(name)
    assert isinstance(field, SurfaceForms)
    documents = [of_passage for of_article in words for of_passage in of_article]
    vocabulary = sorted({word for one in documents for word in one})
    numbers = field.occurring(range(field.count))
    assert [field.term(number) for number in numbers] == vocabulary
    # One by one, as few words are looked up.
    assert [number for number in range(field.count) if list(field.occurring([number]))] == list(numbers)
    assert [field.find(field.term(number)) for number in range(field.count)] == [
        number if number in numbers else -1 for number in range(field.count)
    ]
    for word, number in zip(vocabulary, numbers, strict=True):
        counts = [[of_passage.count(word) for of_passage in of_article] for of_article in words]
        by_document = np.array([count for of_article in counts for count in of_article])
        having = np.flatnonzero(by_document)
        assert field.postings(number).documents.tolist() == having.tolist()
        assert field.postings(number).tf.tolist() == by_document[having].tolist()
        assert field.positions(number, having)[1].tolist() == by_document[having].tolist()
        assert field.frequency(number) == len(having)
        assert field.article_frequency(number) == sum(map(any, counts))
        assert field.collection_frequency(number) == by_document.sum()
    lengths = [0] * segment.documents if field.lengths is None else field.lengths.tolist()
    assert lengths == list(map(len, documents))


def assert_by_article(segment: Segment, field: ArticleTerms, terms: Sequence[Sequence[bytes]]) -> None:
    """The field has these terms in each article's documents."""
    sizes = segment.articles.sizes
    assert [field.term(number) for number in range(field.count)] == sorted({term for one in terms for term in one})
    for number in range(field.count):
        counts = [of_one.count(field.term(number)) for of_one in terms]
        by_document = np.repeat(counts, sizes)
        postings = field.postings(number)
        assert field.frequency(number) == postings.count == np.count_nonzero(by_document)
        assert field.article_frequency(number) == np.count_nonzero(counts)
        assert field.collection_frequency(number) == sum(counts)
        assert postings.documents.tolist() == np.flatnonzero(by_document).tolist()
        assert postings.tf.tolist() == by_document[by_document > 0].tolist()
        assert postings.tf_in(np.arange(segment.documents)).tolist() == by_document.tolist()
        positions, tokens = field.positions(number, postings.documents)
        assert tokens.tolist() == postings.tf.tolist()
        expected = [[place for place, term in enumerate(one) if term == field.term(number)] for one in terms]
        assert positions.tolist() == [
            place for of_one, size in zip(expected, sizes.tolist(), strict=True) for place in of_one * size
        ]
    assert field.having().tolist() == np.repeat([bool(of_one) for of_one in terms], sizes).tolist()


@given(articles())
@examples(40)
def test_a_segment_holds_what_it_was_given(tmp_path_factory: pytest.TempPathFactory, given_: list[Given]) -> None:
    assert_holds(written(tmp_path_factory.mktemp("segment"), given_), given_)


@given(articles(), st.data())
@examples(40)
def test_a_merged_segment_holds_what_is_not_deleted(
    tmp_path_factory: pytest.TempPathFactory, given_: list[Given], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("segment")
    cut = data.draw(st.integers(0, len(given_)))
    parts, left = [], []
    for mine in filter(None, (given_[:cut], given_[cut:])):
        segment = written(folder, mine)
        gone = data.draw(st.sets(st.integers(0, len(mine) - 1)))
        starts = segment.articles.starts
        if gone:
            numbers = [number for one in gone for number in range(int(starts[one]), int(starts[one + 1]))]
            segment.deleted = flags(segment.documents, numbers)
            assert segment.articles.deleted is not None
            assert np.flatnonzero(segment.articles.deleted).tolist() == sorted(gone)
        parts.append(segment)
        left += [article for number, article in enumerate(mine) if number not in gone]
    file = merge(parts, folder)
    if file is None:
        assert not left
        return
    assert_holds(Segment(folder, file.name), left)
    again = merge([Segment(folder, file.name)], folder)
    assert again is not None
    assert_holds(Segment(folder, again.name), left)


@pytest.mark.parametrize("limit", [1, 300])
def test_batches_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    """Not even where an article is longer than a batch, and is cut into several."""
    chance = random.Random(4)
    given_ = [
        Given(
            b"%d" % number,
            "lighthouse keeper",
            tuple(" ".join(chance.choices(WORDS, k=40)) for _ in range(chance.choice([1, 2, 30]))),
            ("a",),
            (),
            ArticleEntry(b"record %d" % number),
        )
        for number in range(12)
    ]
    given_ = [article._replace(starts=tuple(range(len(article.passages)))) for article in given_]
    monkeypatch.setattr(building, "_FIRST_BATCH", limit)
    monkeypatch.setattr(building, "_BATCH", limit)
    assert_holds(written(tmp_path, given_), given_)


def test_an_article_that_lost_some_of_its_documents_keeps_what_they_shared(tmp_path: Path) -> None:
    entry = ArticleEntry(b"record", {"date": 7}, {"site": ["x"]}, {"bands": np.array([3], np.uint64)})
    given_ = Given(b"one", "keeper", ("sea sea", "lighthouse", "sail"), (), (1, 2, 3), entry)
    segment = written(tmp_path, [given_])
    segment.deleted = flags(3, [1])
    assert segment.articles.deleted is not None
    assert not segment.articles.deleted.any()
    file = merge([segment], tmp_path)
    assert file is not None
    merged = Segment(tmp_path, file.name)
    assert merged.articles.record(0) == b"record"
    assert merged.articles.find_keys("bands", np.array([3], np.uint64))[1].tolist() == [0]
    assert merged.documents_columns.number("start").tolist() == [1, 3]
    text = merged.field("text")
    assert text is not None
    assert [text.term(term) for term in merged.articles.vector(0).terms.tolist()] == [b"keeper", b"sail", b"sea"]


def test_fields_of_two_kinds_are_not_merged(tmp_path: Path) -> None:
    segments = []
    for field in (Field("tag"), Field("tag", per_article=True)):
        builder = SegmentBuilder(tmp_path, [field])
        builder.add(Document(b"a", b"", {}, {"tag": [b"x"]}))
        file = builder.finish()
        assert file is not None
        segments.append(Segment(tmp_path, file.name))
    with pytest.raises(ValueError, match="tag"):
        merge(segments, tmp_path)


def test_documents_without_articles_cost_nothing(tmp_path: Path) -> None:
    builder = SegmentBuilder(tmp_path, [Field("text", stemmed=True, scored=True)])
    for number in range(50):
        builder.add(Document(b"%d" % number, b"sea", {"text": (Part("sea wind"),)}, {}))
    file = builder.finish()
    assert file is not None
    sections = list(SectionReader(tmp_path / f"{file.name}.seg"))
    assert not [name for name in sections if ":" in name or "record" in name or "vector" in name or "repeated" in name]


# What is looked up


def pages_read(segment: Segment) -> int:
    return sum(segment.sections._checked)


def test_looking_up_reads_few_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name, a record, a key: as many pages as a binary search needs, however many articles there are."""
    monkeypatch.setattr(container, "_PAGE", 1 << 12)
    counts = []
    for size in (4_000, 16_000):
        builder = SegmentBuilder(tmp_path, [Field("tag", per_article=True)])
        for number in range(size):
            entry = ArticleEntry(
                b"record %d" % number, keys={"bands": np.arange(number, number + 9, dtype=np.uint64) * 7}
            )
            builder.add(
                Document(b"path/of/article/%d\0" % number, b"text", {}, {"tag": [b"%d" % number]}, 0, {}, entry)
            )
        file = builder.finish()
        assert file is not None
        segment = Segment(tmp_path, file.name)
        before = pages_read(segment)
        (found,) = segment.articles.find(b"path/of/article/%d\0" % (size // 3))
        assert segment.articles.record(found) == b"record %d" % (size // 3)
        assert len(segment.articles.find_keys("bands", np.array([7 * (size // 3)], np.uint64))[1]) == 9
        assert list(segment.articles.documents_of(found)) == [found]
        counts.append(pages_read(segment) - before)
    assert counts[1] <= 2 * counts[0], "pages of four times as many articles"


# Packing


RUNS = st.lists(st.lists(st.integers(0, 4) | st.integers(0, 300) | st.integers(0, 70_000), max_size=20), max_size=12)


@given(RUNS)
@examples(100)
def test_packed_runs_are_read_back(runs: list[list[int]]) -> None:
    values = np.array([value for run in runs for value in run], np.uint32)
    counts = np.array([len(run) for run in runs], np.int64)
    packed = packing.pack(values, counts)
    assert packed.sizes.sum() == len(packed.octets)
    found = packing.unpack(packed.octets, packed.sizes, counts).astype(np.uint32)
    bounds, begins = bounds_of(counts), bounds_of(packed.sizes)
    for run, (start, begin) in enumerate(zip(bounds[:-1].tolist(), begins[:-1].tolist(), strict=True)):
        mine = (packed.large_at >= 8 * begin) & (packed.large_at < 8 * (begin + int(packed.sizes[run])))
        found[start + packed.large_at[mine] - 8 * begin] = packed.large[mine]
        assert found[start : int(bounds[run + 1])].tolist() == runs[run]
    assert sorted(packed.large_at.tolist()) == packed.large_at.tolist()


@given(st.lists(st.integers(0, 254), min_size=1, max_size=40), st.data())
def test_single_numbers_of_a_run_are_those_of_the_whole(run: list[int], data: st.DataObject) -> None:
    packed = packing.pack(np.array(run, np.uint8), np.array([len(run)]))
    places = np.array(data.draw(st.lists(st.integers(0, len(run) - 1), max_size=5)), np.int64)
    large = dict(zip(packed.large_at.tolist(), packed.large.tolist(), strict=True))
    found = packing.unpack_some(packed.octets, len(run), places).tolist()
    assert [large.get(place, value) for place, value in zip(places.tolist(), found, strict=True)] == [
        run[place] for place in places.tolist()
    ]


# Keys and vectors of large segments


def test_many_keys_are_found_as_single_ones_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(2)
    own = [chance.integers(0, 400, chance.integers(0, 9)).astype(np.uint64) for _ in range(300)]
    writer = SectionWriter(tmp_path / "keys.seg")
    rows, marked_rows = keys.KeysWriter(writer), marks.MarksWriter(writer)
    for of_one in own:
        rows.add({"bands": of_one})
        marked_rows.add({"bands": of_one.astype(np.uint32)})
    rows.finish()
    marked_rows.finish()
    writer.finish({})
    file = SectionReader(tmp_path / "keys.seg")
    reader, marked = keys.Keys(file, len(own)), marks.Marks(file, len(own))
    asked = chance.integers(0, 420, 200).astype(np.uint64)
    expected = [(n, article) for n, key in enumerate(asked) for article, of_one in enumerate(own) if key in of_one]
    for few in (0, 10**6):
        monkeypatch.setattr(keys, "_FEW", few)
        monkeypatch.setattr(marks, "_FEW", few)
        for places, found in (reader.find_keys("bands", asked), marked.find("bands", asked)):
            assert list(zip(places.tolist(), found.tolist(), strict=True)) == expected


@given(
    st.lists(
        st.dictionaries(st.integers(0, 300_000), st.integers(1, 255), max_size=12).map(lambda d: sorted(d.items())),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from([300_001, 327_681]),
)
@examples(40)
def test_vectors_of_a_large_dictionary_are_read_back(
    tmp_path_factory: pytest.TempPathFactory, vectors: list[list[tuple[int, int]]], terms: int
) -> None:
    path = tmp_path_factory.mktemp("vectors") / "vectors.seg"
    sections = SectionWriter(path)
    writer = VectorWriter(sections, "text", terms)
    cut = len(vectors) // 2
    for mine in (vectors[:cut], vectors[cut:]):
        pairs = [pair for vector in mine for pair in vector]
        writer.add(
            TermVectors(
                bounds_of(list(map(len, mine))),
                np.array([term for term, _ in pairs], np.uint32),
                np.array([tf for _, tf in pairs], np.uint8),
            )
        )
    writer.finish()
    sections.finish({})
    reader = VectorReader(SectionReader(path), len(vectors))
    for number, vector in enumerate(vectors):
        found = reader.vector("text", number)
        assert list(zip(found.terms.tolist(), found.tf.tolist(), strict=True)) == vector
    order: NDArray[np.int64] = np.arange(len(vectors))[::-1]
    starts, found_terms, tf = reader.vectors("text", order)
    for place, number in enumerate(order.tolist()):
        chosen = slice(int(starts[place]), int(starts[place + 1]))
        assert list(zip(found_terms[chosen].tolist(), tf[chosen].tolist(), strict=True)) == vectors[number]


@given(st.lists(st.binary(max_size=30), unique=True, max_size=30))
def test_terms_have_hashes_of_their_own(terms: list[bytes]) -> None:
    octets = np.frombuffer(b"".join(terms), np.uint8)
    hashes = hashes_of(octets, bounds_of(list(map(len, terms)))).tolist()
    assert len(set(hashes)) == len(terms)
    for term, hashed in zip(terms, hashes, strict=True):
        assert hashes_of(np.frombuffer(term, np.uint8), np.array([0, len(term)])).tolist() == [hashed]


def test_terms_of_one_segment_are_found_in_another_by_their_hashes(tmp_path: Path) -> None:
    entry = ArticleEntry()
    one = written(tmp_path, [Given(b"1", "", ("sea sail lighthouse",), (), (0,), entry)]).field("text")
    other = written(tmp_path, [Given(b"2", "", ("keeper sail run",), (), (0,), entry)]).field("text")
    assert one is not None
    assert other is not None
    for _ in range(2):  # what is kept is what was computed
        hashes = other.hashes_of(np.arange(other.count)).tolist()
        mine = one.hashes_of(np.array([one.find(b"sail")])).tolist()
        assert [number for number, known in enumerate(hashes) if known in mine] == [other.find(b"sail")]


def test_stop_words_are_no_heavy_terms() -> None:
    assert {b"the", b"of", b"dure"} & heaviest._STOPS == {b"the", b"of", b"dure"}
