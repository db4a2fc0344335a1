"""Is everything that Whoosh's writer hands to a codec there again: formats, vectors, values, in any storage?"""

from __future__ import annotations

import decimal
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.quiet import quiet
from indexer.whoosh_view.codec import ArrayCodec

with quiet():
    from whoosh import analysis, columns, fields, formats, query, sorting
    from whoosh.codec.whoosh3 import W3Codec
    from whoosh.filedb.filestore import FileStorage, RamStorage
    from whoosh.index import create_in
    from whoosh.multiproc import MpWriter, SerialMpWriter
    from whoosh.writing import IndexingError

WORDS = ("sea", "wind", "boat", "日本", "é")


class Reversed(formats.Positions):  # type: ignore[misc]
    """A format of somebody's own, whose values only it can read."""

    def encode(self, poslist: Any) -> bytes:
        return bytes(super().encode(poslist))[::-1]

    def decode_positions(self, valuestring: bytes) -> Any:
        return super().decode_positions(valuestring[::-1])


KINDS = (
    formats.Existence,
    formats.Frequency,
    formats.Positions,
    formats.Characters,
    formats.PositionBoosts,
    formats.CharacterBoosts,
    Reversed,
)
DECODED = ("frequency", "positions", "characters", "position_boosts", "character_boosts")


def kind_of_field(kind: Any, boost: float, vector: Any) -> Any:
    analyzer = analysis.SpaceSeparatedTokenizer() | analysis.DelimitedAttributeFilter()  # sea^2.5 has this boost
    return fields.FieldType(
        format=kind(field_boost=boost), analyzer=analyzer, scorable=True, stored=True, vector=vector and vector()
    )


def everything(index: Any) -> list[Any]:
    """All that readers tell of the field `text`: of postings and of vectors."""
    found: list[Any] = []
    with index.reader() as reader:
        for leaf, _ in reader.leaf_readers():
            format_ = leaf.schema["text"].format
            for _, term in leaf.all_terms():
                matcher = leaf.postings("text", term)
                while matcher.is_active():
                    values = [matcher.value_as(name) for name in DECODED if format_.supports(name)]
                    found.append((term, matcher.id(), pytest.approx(matcher.weight()), values))
                    matcher.next()
            for document in leaf.all_doc_ids():
                if leaf.has_vector(document, "text"):
                    found.append((document, [*leaf.vector(document, "text").items_as("frequency")]))
                    found.append([*leaf.vector_as("weight", document, "text")])
    return found


TEXTS = st.lists(
    st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(["", "^2", "^0.25"])).map("".join), max_size=6).map(
        " ".join
    ),
    min_size=1,
    max_size=5,
)


@pytest.mark.parametrize("kind", KINDS)
@given(texts=TEXTS, boost=st.sampled_from([1.0, 2.5]), vector=st.sampled_from([None, *KINDS[1:6]]))
@examples(15)
def test_every_format_holds_what_it_held(kind: Any, texts: list[str], boost: float, vector: Any) -> None:
    indexes = []
    for codec in (W3Codec(), ArrayCodec()):
        index = RamStorage().create_index(fields.Schema(text=kind_of_field(kind, boost, vector)))
        for part in (texts, texts[:1]):
            writer = index.writer(codec=codec)
            for text in part:
                writer.add_document(text=text)
            writer.commit(merge=False)
        indexes.append(index)
    stock, ours = indexes
    assert everything(ours) == everything(stock)
    for index, codec in ((stock, W3Codec()), (ours, ArrayCodec())):
        index.writer(codec=codec).commit(optimize=True)
    assert everything(ours) == everything(stock)


@pytest.mark.parametrize("make", [lambda _: RamStorage(), FileStorage, lambda path: FileStorage(path, False)])
def test_any_storage_will_do(tmp_path: Path, make: Callable[[Path], Any]) -> None:
    schema = fields.Schema(key=fields.ID(stored=True, unique=True, sortable=True), text=fields.TEXT(vector=True))
    index = make(tmp_path).create_index(schema)
    for round_ in range(3):
        with index.writer(codec=ArrayCodec()) as writer:
            for key in "abc":
                writer.update_document(key=key, text=f"sea wind {key * 3} round{round_}")
    assert index.doc_count() == 3
    with index.searcher() as searcher:
        found = searcher.search(query.Term("text", "sea"), sortedby="key", reverse=True)
        assert [hit["key"] for hit in found] == ["c", "b", "a"]
        assert len(searcher.search(query.Phrase("text", ["wind", "bbb", "round2"]))) == 1
        assert len(searcher.more_like(found[0].docnum, "text")) == 2


def test_documents_of_another_index_are_added(tmp_path: Path) -> None:
    """From W3 to ours and back, with columns and vectors."""
    schema = fields.Schema(key=fields.ID(stored=True), text=fields.TEXT(vector=True, stored=True, chars=True),
                           day=fields.DATETIME(sortable=True))  # fmt: skip
    days = [datetime(2020, 1, 9 - number) for number in range(5)]  # noqa: DTZ001 - Whoosh has no time zones
    before = None
    for step, codec in enumerate((W3Codec(), ArrayCodec(), W3Codec(), ArrayCodec())):
        (tmp_path / str(step)).mkdir()
        index = create_in(tmp_path / str(step), schema)
        with index.writer(codec=codec) as writer:
            if before is None:
                for number in range(5):
                    writer.add_document(key=str(number), text="sea " * number + "wind", day=days[number])
            else:
                with before.reader() as reader:
                    writer.add_reader(reader)
        before = index
        with index.searcher() as searcher:
            found = searcher.search(query.Term("text", "sea"), sortedby=sorting.FieldFacet("day"))
            assert [hit["key"] for hit in found] == ["4", "3", "2", "1"]
            assert list(searcher.vector_as("frequency", 3, "text")) == [("sea", 3), ("wind", 1)]
            assert searcher.postings("text", b"wind").value_as("characters") == [(0, 0, 4)]


def test_a_column_is_added_later(tmp_path: Path) -> None:
    index = create_in(tmp_path, fields.Schema(tag=fields.ID(stored=True)))
    with index.writer(codec=ArrayCodec()) as writer:
        for tag in ("b", "c", "a"):
            writer.add_document(tag=tag)
    with index.writer(codec=ArrayCodec()) as writer:
        sorting.add_sortable(writer, "tag", sorting.FieldFacet("tag"), columns.VarBytesColumn())
    with index.reader() as reader:
        assert list(reader.column_reader("tag")) == ["b", "c", "a"]


# Stored values

PLAIN = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary()
    | st.dates()
    | st.datetimes(timezones=st.none() | st.just(st.timezones()).flatmap(lambda zones: zones))
    | st.times()
    | st.timedeltas()
    | st.decimals(allow_nan=False)
    | st.uuids()
    | st.complex_numbers(allow_nan=False)
)
HASHABLE = PLAIN | st.lists(PLAIN, max_size=3).map(tuple) | st.frozensets(st.integers() | st.text(), max_size=3)
VALUES = st.recursive(
    HASHABLE,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(HASHABLE, inner, max_size=3)
        | st.sets(HASHABLE, max_size=3)
    ),
    max_leaves=6,
)


@given(value=VALUES)
@settings(max_examples=150, deadline=None)
def test_a_stored_value_comes_back_as_it_was(value: Any) -> None:
    index = RamStorage().create_index(fields.Schema(value=fields.STORED()))
    with index.writer(codec=ArrayCodec()) as writer:
        writer.add_document(value=value)
    with index.reader() as reader:
        found = reader.stored_fields(0).get("value")
    assert found == value
    assert type(found) is type(value)


def test_numbers_of_numpy_become_python_s() -> None:
    index = RamStorage().create_index(fields.Schema(value=fields.STORED()))
    with index.writer(codec=ArrayCodec()) as writer:
        writer.add_document(value=[np.int64(3), np.float32(0.5), np.bool_(True)])
    with index.reader() as reader:
        assert reader.stored_fields(0)["value"] == [3, 0.5, True]


CIRCULAR: list[Any] = []
CIRCULAR.append(CIRCULAR)


@pytest.mark.parametrize(
    "value", [object(), open, range(3), np.arange(3), [1, {2: object()}], CIRCULAR, 10**5000], ids=type
)  # fmt: skip
def test_a_value_that_cannot_be_stored_is_refused_with_its_field(tmp_path: Path, value: Any) -> None:
    index = create_in(tmp_path, fields.Schema(key=fields.ID(stored=True), text=fields.TEXT, price=fields.STORED()))
    writer = index.writer(codec=ArrayCodec())
    writer.add_document(key="a", text="sea", price=1)
    with pytest.raises(TypeError, match="'price'"):
        writer.add_document(key="b", text="sea wind", price=value)
    with pytest.raises(ValueError, match="not finished"):
        writer.add_document(key="c", text="sea")
    writer.commit()  # without the document that was refused
    with index.searcher() as searcher:
        assert [hit["key"] for hit in searcher.search(query.Term("text", "sea"))] == ["a"]
        assert [*searcher.lexicon("text")] == [b"sea"]
    index.writer().cancel()  # nothing is left that holds the lock


def test_a_price_is_kept() -> None:
    price = fields.NUMERIC(decimal.Decimal, decimal_places=2, stored=True)
    index = RamStorage().create_index(fields.Schema(price=price))
    with index.writer(codec=ArrayCodec()) as writer:
        writer.add_document(price=decimal.Decimal("1.25"))
    with index.searcher() as searcher:
        assert next(searcher.documents())["price"] == decimal.Decimal("1.25")


# Several processes


@pytest.mark.parametrize("multisegment", [False, True])
@pytest.mark.parametrize("writer_class", [MpWriter, SerialMpWriter])
def test_a_writer_of_several_processes_keeps_all_documents(
    tmp_path: Path, writer_class: Any, multisegment: bool
) -> None:
    schema = fields.Schema(key=fields.ID(stored=True, sortable=True), text=fields.TEXT(vector=True))
    index = create_in(tmp_path, schema)
    given = {"multisegment": multisegment} if writer_class is MpWriter else {}
    with writer_class(index, procs=2, batchsize=5, codec=ArrayCodec(), **given) as writer:
        for number in range(30):
            writer.add_document(key=f"{number:02}", text=f"sea number {number}")
    with index.searcher() as searcher:
        found = searcher.search(query.Term("text", "sea"), limit=None, sortedby="key")
        assert [hit["key"] for hit in found] == [f"{number:02}" for number in range(30)]
        assert all(dict(searcher.vector_as("weight", hit.docnum, "text"))["sea"] == 1.0 for hit in found)


@pytest.mark.parametrize("multisegment", [False, True])
@pytest.mark.filterwarnings("ignore")  # the process that fails tells so itself
def test_a_process_that_fails_is_an_error_of_the_commit(
    tmp_path: Path, multisegment: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    index = create_in(tmp_path, fields.Schema(key=fields.STORED(), text=fields.TEXT))
    writer = index.writer(procs=2, batchsize=5, codec=ArrayCodec(), multisegment=multisegment)
    for number in range(30):
        writer.add_document(key=range(3) if number == 7 else number, text="sea")
    with pytest.raises(IndexingError, match="missing"):
        writer.commit()
    writer.cancel()
    assert index.doc_count() == 0
    assert "'key'" in capfd.readouterr().err
    index.writer().cancel()
