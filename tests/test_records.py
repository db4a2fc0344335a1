"""Records of JSON and tables: what their keys mean in other languages, and how programs and people write JSON."""

from __future__ import annotations

import csv
import io
import json
from contextlib import suppress
from datetime import date

import pytest
from growth import assert_linear

from indexer.cleaning import clean
from indexer.errors import SourceError
from indexer.model.drafts import Draft
from indexer.reading import read
from indexer.reading.formats.key_names import english_keys, folded_key
from indexer.reading.formats.record import declares, is_for_text

LAMP = "The keeper lit the lamp as the fog came in over the pier."
SHIP = "The last ship of the year was a small one, and nobody saw it come."
ONE = {"title": "The lamp", "text": LAMP}
TWO = {"title": "The ship", "text": SHIP}

KEYS = [
    ("题目", "作者", "日期", "正文", "链接"),
    ("标题", "记者", "发布时间", "内容", "网址"),
    ("標題", "記者", "發布日期", "內文", "連結"),
    ("タイトル", "著者", "公開日", "本文", "リンク"),
    ("見出し", "記者", "掲載日", "記事本文", "URL"),
    ("제목", "작성자", "작성일", "내용", "링크"),
    ("기사 제목", "기자", "게재일", "본문", "url"),
    ("Заголовок", "Автор", "Дата публикации", "Текст", "Ссылка"),
    ("Название", "Авторы", "Дата", "Содержание", "Ссылка"),
    ("Заголовок", "Автор", "Дата", "Зміст", "Посилання"),
    ("العنوان", "الكاتب", "تاريخ النشر", "النص", "الرابط"),
    ("عنوان", "المؤلف", "التاريخ", "المحتوى", "رابط"),
    ("عنوان", "نویسنده", "تاریخ", "متن", "لینک"),
    ("כותרת", "מחבר", "תאריך", "תוכן", "קישור"),
    ("Título", "Autoria", "Data de publicação", "Conteúdo", "Link"),
    ("Tytuł", "Autor", "Data publikacji", "Treść", "Link"),
    ("Başlık", "Yazar", "Tarih", "Metin", "Bağlantı"),
    ("Rubrik", "Författare", "Publiceringsdatum", "Brödtext", "Länk"),
    ("Nadpis", "Autor", "Datum", "Obsah", "Odkaz"),
    ("Τίτλος", "Συγγραφέας", "Ημερομηνία", "Κείμενο", "Σύνδεσμος"),
    ("Tiêu đề", "Tác giả", "Ngày đăng", "Nội dung", "Liên kết"),
    ("Judul", "Penulis", "Tanggal", "Isi", "Tautan"),
    ("शीर्षक", "लेखक", "दिनांक", "सामग्री", "लिंक"),
    ("Kop", "Auteur", "Datum", "Artikel", "Link"),
    ("Titre", "Auteur", "Date", "Article", "Lien"),
    ("Manchete", "Autoria", "Data da publicação", "Corpo da notícia", "Link"),
    ("article_title", "article_author", "article_date", "article_text", "article_url"),
    ("page_title", "author_name", "pub_date", "page_content", "page_url"),
    ("Post Title", "Post Author", "Post Date", "Post Content", "Permalink"),
]


@pytest.mark.parametrize("keys", KEYS, ids=lambda keys: keys[0])
@pytest.mark.parametrize("name", ["a.csv", "a.json", "a.md"])
def test_the_keys_of_a_record_are_known_in_many_languages(name: str, keys: tuple[str, ...]) -> None:
    values = ("The lamp", "Ann Lee", "2024-03-01", LAMP, "https://example.org/lamp")
    if name == "a.csv":
        table = io.StringIO()
        csv.writer(table).writerows([keys, values])
        data = table.getvalue()
    elif name == "a.json":
        data = json.dumps([dict(zip(keys, values, strict=True))])
    else:
        if keys[0] == "शीर्षक":
            pytest.skip("a key of a front matter begins with letters, and vowel signs are none")
        said = (f"{key}: {value}" for key, value in zip(keys, values, strict=True) if value != LAMP)
        data = "\n".join(("---", *said, "---", LAMP))
    (draft,) = read(name, data.encode()).drafts
    article = clean(draft)
    assert (article.title, article.authors, article.published) == ("The lamp", ("Ann Lee",), date(2024, 3, 1))
    assert (article.text, article.url) == (LAMP, "https://example.org/lamp")


def test_an_english_key_counts_before_the_same_in_another_language() -> None:
    (draft,) = read("a.json", json.dumps({"Titel": "Die Lampe", "Inhalt": SHIP} | ONE).encode()).drafts
    assert draft.title == "The lamp"


def test_every_word_means_a_key_that_records_have() -> None:
    for word, key in english_keys().items():
        assert folded_key(word) == word
        assert is_for_text(key) or declares(key) or key in {"subject", "time", "notes"}, word


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("a.json", f"{json.dumps(ONE)}\n{json.dumps(TWO)}\n"),
        ("a.json", f"{json.dumps(ONE, indent=2)}\n{json.dumps(TWO, indent=2)}"),
        ("a.json", f"{json.dumps(ONE)}{json.dumps(TWO)}"),
        ("a.json", f"{json.dumps(ONE)},\n{json.dumps(TWO)},\n"),
        ("a.json", f"\x1e{json.dumps(ONE)}\n\x1e{json.dumps(TWO)}\n"),
        ("a.json", f"[{json.dumps(ONE)}, {json.dumps(TWO)},]"),
        ("a.json", f"loaded({json.dumps([ONE, TWO])});"),
        ("a.json", json.dumps({"a1": ONE, "a2": TWO})),
        ("a.json", json.dumps({"title": {"0": ONE["title"], "1": TWO["title"]}, "text": {"0": LAMP, "1": SHIP}})),
        ("a.json", json.dumps({"columns": [*ONE], "index": [0, 1], "data": [[*ONE.values()], [*TWO.values()]]})),
        ("a.json", json.dumps({"@graph": [{"@type": "WebSite", "name": "Harbour"}, ONE, TWO]})),
        ("a.jsonl", json.dumps([ONE, TWO], indent=1)),
        ("a.jsonl", json.dumps([ONE, TWO])),
        ("a.jsonl", f"{json.dumps(ONE, indent=2)}\n{json.dumps(TWO, indent=2)}\n"),
        ("a.jsonl", f"[\n{json.dumps(ONE)},\n{json.dumps(TWO)}\n]\n"),
        ("a.jsonl", f"\x1e{json.dumps(ONE)}\n\x1e{json.dumps(TWO)}\n"),
    ],
)  # fmt: skip
def test_several_records_are_read_however_they_follow_each_other(name: str, written: str) -> None:
    reading = read(name, written.encode())
    assert [(draft.title, draft.content) for draft in reading.drafts] == [("The lamp", LAMP), ("The ship", SHIP)]
    assert reading.problems == ()


def test_records_behind_each_other_are_on_their_lines_and_one_in_error_does_not_spoil_the_others() -> None:
    reading = read("a.json", f'\n{json.dumps(ONE)}\n{{"title": "cut\n{json.dumps(TWO)}\n'.encode())
    assert [draft.line for draft in reading.drafts] == [2, 4]
    assert [problem.line for problem in reading.problems] == [3]


@pytest.mark.parametrize("written", ["[1] [2]", f"{json.dumps(ONE)} 7", f"{json.dumps(ONE)} x", "{} ]"])
def test_what_is_not_records_behind_each_other_is_not_json(written: str) -> None:
    with pytest.raises(SourceError, match="not valid JSON"):
        read("a.json", written.encode())


@pytest.mark.parametrize("unit", ['{"a"\n', '{"a": "', "{}\n{", "a(", '[{},]"', '{"a":1,}\n'])
@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_broken_json_takes_no_longer_than_its_size(name: str, unit: str) -> None:
    def read_or_refuse(text: str) -> None:
        with suppress(SourceError):
            read(name, text.encode())

    assert_linear(read_or_refuse, lambda size: "{}\n" + unit * size, 40_000)


@pytest.mark.parametrize(
    "record",
    [
        {"title": "The lamp", "blocks": [{"type": "paragraph", "data": {"text": LAMP}}, {"data": {"text": SHIP}}]},
        {"title": "The lamp", "paragraphs": [{"text": LAMP}, {"text": SHIP}]},
        {"title": "The lamp", "content": [{"type": "p", "children": [{"text": LAMP}]}, {"children": [{"text": SHIP}]}]},
        {"title": "The lamp", "text": f"{LAMP}\n\n{SHIP}"},
    ],
)
def test_the_blocks_of_an_editor_are_one_text(record: dict[str, object]) -> None:
    (draft,) = read("a.json", json.dumps(record).replace("\\n", "\n").encode()).drafts
    assert (draft.title, draft.content) == ("The lamp", f"{LAMP}\n\n{SHIP}")


@pytest.mark.parametrize(
    "value", [{"$date": "2024-03-01T10:00:00Z"}, {"$date": {"$numberLong": "1709287200000"}}, {"created": "2024-03-01"}]
)
def test_a_day_may_be_inside_an_object(value: object) -> None:
    (draft,) = read("a.jsonl", json.dumps({**ONE, "date": value}).encode()).drafts
    assert clean(draft).published == date(2024, 3, 1)


def _drafts(document: object) -> list[Draft]:
    return list(read("a.json", json.dumps(document).encode()).drafts)


@pytest.mark.parametrize(
    ("said", "authors"),
    [
        ({"account": {"username": "ann", "display_name": "Ann Lee"}}, ("Ann Lee",)),
        ({"user": {"login": "ann"}}, ("ann",)),
        ({"user": "U1", "user_profile": {"real_name": "Ann Lee"}}, ("Ann Lee",)),
        ({"owner": {"user_id": 1, "display_name": "Ann Lee"}}, ("Ann Lee",)),
        ({"credits": {"by": [{"type": "author", "name": "Ann Lee"}]}}, ("Ann Lee",)),
        ({"user": "acct:ann@example.org"}, ()),
        ({"author": {"data": {"id": 3, "attributes": {"name": "Ann Lee"}}}}, ("Ann Lee",)),
        (
            {
                "creators": [
                    {"firstName": "Tom", "lastName": "Ferris", "creatorType": "editor"},
                    {"firstName": "Ann", "lastName": "Lee", "creatorType": "author"},
                ]
            },
            ("Ann Lee",),
        ),
        ({"creators": [{"firstName": "Tom", "lastName": "Ferris", "creatorType": "editor"}]}, ("Tom Ferris",)),
    ],
)
def test_the_author_is_who_wrote_it_however_the_record_says_so(said: object, authors: tuple[str, ...]) -> None:
    assert _drafts({**ONE, **said})[0].authors == authors  # type: ignore[dict-item] # each is an object


def test_tables_beside_the_posts_say_who_wrote_them() -> None:
    posts = [{"id": "1", **ONE}, {"id": "2", **TWO}, {"id": "3", "title": "Fog", "text": LAMP}]
    users = [{"id": "a", "name": "Ann Lee"}, {"id": "b", "name": "Tom Ferris"}]
    pairs = [("1", "a"), ("2", "b"), ("2", "a"), ("3", "gone")]
    written = [{"post_id": post, "author_id": user} for post, user in pairs]
    export = {"db": [{"data": {"posts": posts, "users": users, "posts_authors": written}}]}
    assert [draft.authors for draft in _drafts(export)] == [("Ann Lee",), ("Tom Ferris", "Ann Lee"), ()]


@pytest.mark.parametrize("value", [["1"], {"is": "1"}, None])
@pytest.mark.parametrize("key", ["id", "type", "@type"])
def test_an_id_or_a_kind_may_be_anything(key: str, value: object) -> None:
    assert [draft.title for draft in _drafts({"posts": [{**ONE, key: value}, TWO]})] == [ONE["title"], TWO["title"]]
    (problem,) = read("a.json", json.dumps([ONE, {key: value, "count": 3}]).encode()).problems
    assert problem.reason == "no text in this record"


@pytest.mark.parametrize(
    "record",
    [
        {"post": {"uri": "at://x", "record": {"text": LAMP, "createdAt": "2024-03-01T10:00:00Z"}}},
        {"uuid": "1", "content": {"title": "The lamp", "text": LAMP}, "created_at": "2024-03-01"},
        {"type": ["h-entry"], "properties": {"content": [{"html": LAMP}], "published": ["2024-03-01"]}},
        {"content_elements": [{"type": "text", "content": LAMP}], "display_date": "2024-03-01T10:00:00Z"},
        {"timestamp": 1709287200, "data": [{"comment": {"comment": LAMP, "author": "Ann Lee"}}], "title": "Ann said."},
        {"title": "The lamp", "maintext": LAMP, "date_publish": "2024-03-01", "date_modify": "2024-03-05"},
    ],
)
def test_a_record_may_be_inside_another(record: object) -> None:
    (found,) = map(clean, _drafts([record]))
    assert (found.text, found.published) == (LAMP, date(2024, 3, 1))


def test_what_a_chat_says_of_itself_is_no_article_and_nothing_is_wrong() -> None:
    made = {"id": 1, "type": "service", "date": "2024-02-01", "action": "create_channel", "title": "Pier", "text": ""}
    said = {"id": 2, "type": "message", "date": "2024-03-01", "text": ["The ", {"type": "bold", "text": "lamp"}, "."]}
    reading = read("a.json", json.dumps({"name": "Pier", "messages": [made, said]}).encode())
    assert ([draft.content for draft in reading.drafts], reading.problems) == (["The lamp."], ())


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (f"&lt;p&gt;{LAMP}&lt;/p&gt;", LAMP),
        (f"{LAMP} It&#8217;s Tom &amp; Ann.", f"{LAMP} It’s Tom & Ann."),
        (f"{LAMP} AT&T; x &c.", f"{LAMP} AT&T; x &c."),
        (f"{LAMP} And then… [+1234 chars]", f"{LAMP} And then"),
        (f"{LAMP} And then... [1234 chars]", f"{LAMP} And then"),
        (f"{LAMP} [+1234 chars] are gone.", f"{LAMP} [+1234 chars] are gone."),
        (f"# The lamp\n\n{LAMP} And [so on](https://example.org).", f"{LAMP} And so on."),
    ],
)
def test_the_text_of_a_record_is_read_as_it_was_meant(written: str, text: str) -> None:
    (found,) = map(clean, _drafts([{"headline": "The lamp", "text": written}]))
    assert found.text == text


def test_articles_may_be_in_folders_and_behind_the_key_of_a_text() -> None:
    folders = [{"name": f"Folder {number}", "links": [ONE, TWO]} for number in range(30)]
    for document in (folders, {"title": "Saved", "folders": folders}):
        found = _drafts(document)
        assert [draft.title for draft in found] == ["The lamp", "The ship"] * 30
        written = json.dumps(document, indent=1).encode()
        lines = [draft.line for draft in read("a.json", written).drafts]
        assert lines == [n for n, line in enumerate(written.split(b"\n")) if b'"title": "The ' in line]
    assert [draft.title for draft in _drafts({"meta": {}, "content": [ONE, TWO]})] == ["The lamp", "The ship"]
    assert [draft.title for draft in _drafts({"@graph": [{"@type": "WebSite", "name": "x"}, ONE]})] == ["The lamp"]
    (answered,) = _drafts({"status": "ok", "feed": {"title": "The Pier"}, "items": [ONE]})
    assert answered.site == "The Pier"


@pytest.mark.parametrize("unit", ['{"name": "x", "links": [{"title": "a"}]}', '{"a": {"text": "b"}}'])
def test_many_lists_take_no_longer_than_their_size(unit: str) -> None:
    assert_linear(lambda data: read("a.json", data), lambda size: f"[{', '.join([unit] * size)}]".encode(), 4000)


def test_many_lists_beside_tables_of_their_writers_take_no_longer_than_their_size() -> None:
    def export(size: int) -> bytes:
        pairs = [{"post_id": number, "author_id": number} for number in range(size)]
        users = [{"id": number, "name": "Ann Lee"} for number in range(size)]
        lists = {f"list {number}": [{"id": number, "title": "Fog", "text": "Fog."}] for number in range(size)}
        return json.dumps({"posts_authors": pairs, "users": users, **lists}).encode()

    assert_linear(lambda data: read("a.json", data), export, 2400)


@pytest.mark.parametrize(
    "above", ["The lamps of the pier,,,\n", "Exported on 1 March 2024\n\n", "sep=,\nNews\n,,,\nby Ann,,,\n"]
)
def test_a_title_above_a_table_does_not_name_its_columns(above: str) -> None:
    table = f"{above}Title,Author,Date,Text\nThe lamp,Ann Lee,2024-03-01,{LAMP}\n"
    (draft,) = read("a.csv", table.encode()).drafts
    assert (draft.title, draft.authors, draft.content) == ("The lamp", ("Ann Lee",), LAMP)
    assert draft.line == table.count("\n")


def test_rows_that_name_no_columns_are_below_the_names_of_the_first_line() -> None:
    table = f"text,number\nTitle,1\n{LAMP},2\n"
    assert [draft.content for draft in read("a.csv", table.encode()).drafts] == ["Title", LAMP]


OUTLINE = [{"title": "Roam", "children": [{"string": LAMP, "uid": "u1", "children": [{"string": SHIP, "uid": "u2"}]}]}]
BRANCHES = [
    {
        "title": "Talk",
        "create_time": 1383642000.1,
        "mapping": {
            "a": {"id": "a", "message": {"author": {"role": "user"}, "content": {"parts": [LAMP]}}, "children": ["b"]},
            "b": {"id": "b", "message": {"author": {"role": "assistant"}, "content": {"parts": [SHIP]}}},
        },
    }
]
CONVERSATION = [
    {
        "name": "Talk",
        "chat_messages": [
            {"text": LAMP, "content": [{"type": "text", "text": LAMP}], "sender": "human"},
            {"text": SHIP, "sender": "assistant"},
        ],
    }
]
SECTIONS = {"doc": {"sections": [{"body": {"sentences": [LAMP, SHIP]}}]}}
CHECKLIST = {"title": "List", "listContent": [{"text": LAMP, "isChecked": False}, {"text": SHIP, "isChecked": True}]}


@pytest.mark.parametrize("document", [OUTLINE, BRANCHES, CONVERSATION, SECTIONS, CHECKLIST])
def test_the_text_of_outlines_and_conversations_is_read_in_order(document: object) -> None:
    (draft,) = read("a.json", json.dumps(document).encode()).drafts
    assert draft.content.split("\n\n") == [LAMP, SHIP]


def test_deep_outlines_do_not_fail() -> None:
    node: dict[str, object] = {"string": LAMP}
    for _ in range(300):
        node = {"children": [node]}
    (draft,) = read("a.json", json.dumps([{"title": "Deep", **node}]).encode()).drafts
    assert draft.content == "Deep"


POSTS = [
    ({"type": "regular", "regular-title": "A", "regular-body": LAMP, "date-gmt": "2013-11-05 09:00:00 GMT"}, LAMP),
    ({"type": "quote", "quote-text": LAMP, "date-gmt": "2013-11-05 09:00:00 GMT"}, LAMP),
    ({"type": "photo", "photo-caption": LAMP, "date-gmt": "2013-11-05 09:00:00 GMT"}, LAMP),
    ({"media": [{"uri": "a.jpg", "creation_timestamp": 1383642000, "title": LAMP}]}, LAMP),
    (
        {"title": LAMP, "creation_timestamp": 1383642000, "media": [{"creation_timestamp": 1383642000, "title": ""}]},
        LAMP,
    ),
    (
        {"title": "A", "publication_date": "2013-11-05", "abstract_inverted_index": {"b": [1, 3], "a": [0], "c": [2]}},
        "a b c b",
    ),
    ({"title": "A", "abstract": f"<jats:p>{LAMP}</jats:p>", "issued": {"raw": "2013-11-05"}}, LAMP),
    ({"abstract": LAMP, "versions": [{"version": "v1", "created": "Tue, 5 Nov 2013 09:00:00 GMT"}]}, LAMP),
    ({"title": "A", "summary": LAMP, "highlights": [{"content": SHIP, "note": "sad"}], "date": "2013-11-05"}, "sad"),
]


@pytest.mark.parametrize(("record", "words"), POSTS)
def test_posts_and_references_say_their_text_and_day_in_their_own_ways(record: object, words: str) -> None:
    (draft,) = read("a.json", json.dumps([record]).encode()).drafts
    article = clean(draft)
    assert words in article.text
    assert "jats" not in article.text
    assert str(article.published) == "2013-11-05"


def test_what_happens_in_a_channel_is_no_article() -> None:
    joined = {"type": "message", "subtype": "channel_join", "text": "<@U1> has joined the channel", "ts": "1.2"}
    said = {"type": "message", "text": LAMP, "ts": "1383642000.0002"}
    reading = read("a.json", json.dumps([joined, said]).encode())
    assert [draft.content for draft in reading.drafts] == [LAMP]
    assert not reading.problems


def test_messages_are_texts_in_tables_of_networks() -> None:
    table = f'Page Name,Post Created,Message,Link\nRiver,2013-11-05,"{LAMP}",https://a.example/1\n'
    (draft,) = read("a.csv", table.encode()).drafts
    assert (draft.content, draft.published, draft.url) == (LAMP, "2013-11-05", "https://a.example/1")


@pytest.mark.parametrize(
    "answer",
    [
        {"message": "Not found"},
        {"message": "Bad credentials", "documentation_url": "https://docs.example/rest", "status": "401"},
        {"status": "error", "code": "apiKeyInvalid", "message": "Your API key is invalid."},
        {"timestamp": "2013-11-05T09:00:00Z", "status": 404, "error": "Not Found", "message": "None", "path": "/a"},
        {"timestamp": "2013-11-05T09:00:00Z", "level": "info", "message": "started"},
    ],
)
def test_the_message_of_an_error_or_a_log_is_no_text(answer: dict[str, object]) -> None:
    assert not read("a.json", json.dumps(answer).encode()).drafts


@pytest.mark.parametrize("said", [{"created_time": "2013-11-05T09:00:00+0000"}, {"from": {"name": "Jane Doe"}}])
def test_a_message_is_a_text_where_it_is_told_when_or_by_whom(said: dict[str, object]) -> None:
    (draft,) = read("a.json", json.dumps([{"id": "1_2", "message": LAMP, **said}]).encode()).drafts
    assert draft.content == LAMP


def test_a_feed_that_was_turned_into_json_is_its_items() -> None:
    item = {
        "title": "The lamp",
        "description": LAMP,
        "dc:creator": "Jane Doe",
        "pubDate": "Tue, 05 Nov 2013 09:00:00 GMT",
    }
    (draft,) = read("a.json", json.dumps({"rss": {"channel": {"title": "Pier", "item": [item]}}}).encode()).drafts
    assert (draft.title, draft.content, draft.authors) == ("The lamp", LAMP, ("Jane Doe",))
