"""What text do bytes stand for, and in which encoding?"""

from __future__ import annotations

import codecs
from contextlib import suppress
from pathlib import Path

import pytest
from growth import assert_linear
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.errors import SourceError
from indexer.reading.encoding.charsets import charset_of
from indexer.reading.encoding.decoding import decode

ZOO = Path(__file__).parents[2] / "shared" / "data" / "zoo"

# Text as articles have it: no controls, and not a byte-order mark's character at its beginning.
PROSE = st.text(st.characters(exclude_categories=("Cs", "Cc"))).filter(lambda text: not text.startswith("\ufeff"))

RUSSIAN = "Маяк стоял на скале, и каждый вечер смотритель зажигал огонь."
JAPANESE = "灯台は岩の上に立っていて、番人は毎晩火をともした。\n船はその光を見て、港へ帰ることができた。"
CHINESE = "灯塔立在岩石上，看守人每天晚上点亮灯火。船只看见了光。"
KOREAN = "등대는 바위 위에 서 있었고 등대지기는 매일 저녁 불을 밝혔다. 배들은 그 빛을 보고 항구로 돌아왔다."
GREEK = "Ο φάρος στεκόταν πάνω στον βράχο και ο φύλακας άναβε τη φωτιά."
ARABIC = "كانت المنارة قائمة على الصخرة وكان الحارس يوقد النار كل مساء."
LATIN = {
    "English": "The “keeper” said it wasn’t his lamp – it was the town’s …",
    "French": "Là-haut, le gardien a déjà allumé la lumière ; où êtes-vous, garçon ?",
    "German": "Der Wärter zündet jeden Abend das Licht an, während draußen Stürme über die Küste ziehen.",
    "Spanish": "El farero encendía la luz cada mañana según el año; ¿dónde está el niño?",
    "Portuguese": "O faroleiro não viu o navio até à manhã, e a tripulação não avançou.",
    "Danish": "Fyrpasseren tændte lyset på øen hver aften, når det blæste fra vest.",
}
CENTRAL = {
    "Polish": "Latarnik każdego wieczoru zapalał światło, żeby łodzie mogły wrócić do portu.",
    "Czech": "Strážce majáku každý večer rozsvítil světlo, aby lodě mohly přistát u břehu.",
    "Hungarian": "Az őr minden este meggyújtotta a fényt, hogy a hajók kikötőbe jöhessenek, ő és fűtője.",
    "Croatian": "Čuvar svjetionika svaku večer pali svjetlo kako bi brodovi mogli naći luku, među stijenama.",
}
TURKISH = "Fener bekçisi her akşam ışığı yaktı; gemiler kıyıya güvenle yaklaştı."


@pytest.mark.parametrize("data", [b"", b"Plain words.", "Straße – naïve “quotes” 灯台".encode()])
def test_utf_8_is_recognised(data: bytes) -> None:
    assert decode(data) == (data.decode(), "utf-8")


@settings(deadline=None)
@given(PROSE)
def test_all_utf_8_comes_back_as_it_was(text: str) -> None:
    assert decode(text.encode()) == (text, "utf-8")


@settings(deadline=None)
@given(
    PROSE,
    st.sampled_from(
        [
            (codecs.BOM_UTF8, "utf-8", "utf-8"),
            (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16le"),
            (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16be"),
            (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32le"),
            (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32be"),
        ]
    ),
)
def test_a_byte_order_mark_decides_and_is_not_part_of_the_text(text: str, marked: tuple[bytes, str, str]) -> None:
    mark, codec, name = marked
    assert decode(mark + text.encode(codec)) == (text, name)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", ["The lamp was lit.", RUSSIAN, KOREAN])
def test_wide_encodings_are_known_without_a_mark(text: str, codec: str) -> None:
    decoded, name = decode(text.encode(codec))
    assert decoded == text
    assert codecs.lookup(name).name == codec


def test_a_wide_text_cut_in_the_middle_of_a_character_is_read_up_to_there() -> None:
    data = codecs.BOM_UTF16_LE + "The lamp was lit.".encode("utf-16-le")
    assert decode(data[:-1]) == ("The lamp was lit\ufffd", "utf-16le")


@pytest.mark.parametrize("language", LATIN)
def test_western_texts_come_out_as_windows_1252(language: str) -> None:
    text = LATIN[language]
    assert decode(text.encode("cp1252")) == (text, "windows-1252")


@pytest.mark.parametrize("text", ["déjà vu", "“Oui”", "£5", "naïve", "Größe", "50 €", "don’t"])
def test_so_do_a_few_words(text: str) -> None:
    assert decode(text.encode("cp1252")) == (text, "windows-1252")


@pytest.mark.parametrize("language", CENTRAL)
def test_central_european_texts_are_told_from_western_ones(language: str) -> None:
    text = CENTRAL[language]
    assert decode(text.encode("cp1250")) == (text, "windows-1250")
    assert decode(text.encode("iso8859-2"))[0] == text


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (TURKISH, "cp1254", "windows-1254"),
        (LATIN["German"], "cp850", "ibm850"),
        (LATIN["German"], "mac-roman", "macintosh"),
        ("“It’s a café,” she said; “I don’t mind.”", "mac-roman", "macintosh"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (RUSSIAN, "cp866", "ibm866"),
        (JAPANESE, "cp932", "shift_jis"),
        (JAPANESE, "euc_jp", "euc-jp"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp"),
        (CHINESE, "gb18030", "gb18030"),
        (KOREAN, "cp949", "euc-kr"),
        (GREEK, "cp1253", "windows-1253"),
        (ARABIC, "cp1256", "windows-1256"),
        ("Every evening the keeper lit a lamp, and the ships came home.\r\n" * 5, "cp500", "ibm500"),
        ("The keeper lit the lamp.", "cp037", "ibm500"),
    ],
)
def test_other_encodings_are_recognised(text: str, codec: str, name: str) -> None:
    assert decode(text.encode(codec)) == (text, name)


def test_long_texts_without_any_ascii_are_recognised() -> None:
    text = "灯台は岩の上に立っていて番人は毎晩火をともした" * 2000
    assert decode(text.encode("cp932")) == (text, "shift_jis")


@pytest.mark.parametrize("name", ["文章1.txt", "東京の灯台.txt", "会議資料"])
def test_a_name_in_japanese_may_be_of_kanji_alone(name: str) -> None:
    assert decode(name.encode("cp932")) == (name, "shift_jis")


@pytest.mark.parametrize("text", ["МАЯК НА СКАЛЕ", "Маяк на скале", "НА"])
def test_capitals_of_the_old_russian_encoding_are_no_kanji(text: str) -> None:
    assert decode(text.encode("cp866"))[1] != "shift_jis"


def test_an_accent_far_into_a_long_line_is_enough() -> None:
    text = "words and words " * 50_000 + "in the café"
    assert decode(text.encode("cp1252")) == (text, "windows-1252")


def page(declaration: str, words: str) -> str:
    return f"<html><head>{declaration}</head><body><p>{words}</p></body></html>"


@pytest.mark.parametrize(
    ("declaration", "words", "codec", "name"),
    [
        ('<meta charset="windows-1250">', "è or č", "cp1250", "windows-1250"),
        ("<META CHARSET=ISO-8859-1>", "“quotes” – café", "cp1252", "windows-1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=gb2312" />', "台灣 朱镕基", "gb18030", "gb18030"),
        ("<meta charset=x-sjis>", "①灯台", "cp932", "shift_jis"),
        ('<?xml version="1.0" encoding="iso-8859-2"?>', "łódź", "iso8859-2", "iso-8859-2"),
        ("<script>" + "x = 1;" * 2000 + "</script><meta charset=koi8-r>", "да", "koi8-r", "koi8-r"),
        ("<meta charset=unknown><meta charset=macintosh>", "Ωmega", "mac-roman", "macintosh"),
    ],
)
def test_a_page_is_believed_about_its_charset(declaration: str, words: str, codec: str, name: str) -> None:
    text = page(declaration, words.replace("č", "") if codec == "cp1252" else words)
    if codec == "cp1250":
        text = text.replace("è", "e")
    assert decode(text.encode(codec), html=True) == (text, name)


def test_a_declaration_counts_in_pages_only() -> None:
    text = page("<meta charset=cp866>", "café")
    assert decode(text.encode("cp1252")) == (text, "windows-1252")


@pytest.mark.parametrize("label", ["iso-8859-1", "euc-kr", "utf-16", "utf-7", "zlib", "no such thing"])
def test_what_is_utf_8_is_utf_8_whatever_it_declares(label: str) -> None:
    text = page(f'<meta charset="{label}">', "Straße, 灯台")
    assert decode(text.encode(), html=True) == (text, "utf-8")


def test_a_declaration_that_does_not_fit_is_not_believed() -> None:
    text = page("<meta charset=utf-8>", ARABIC)
    assert decode(text.encode("cp1256"), html=True) == (text, "windows-1256")


def test_the_odd_wrong_byte_does_not_change_what_the_rest_is_in() -> None:
    words = "Küche, Bär, Löwe, Straße, Fuß. " * 3
    assert decode(words.encode() + b"K\xfcche") == (words + "Küche", "utf-8")
    data = page("<meta charset=gb2312>", CHINESE).encode("gb18030").replace(b"</p>", b"\xff</p>")
    text, name = decode(data, html=True)
    assert (text.count("\ufffd"), name) == (1, "gb18030")


def test_a_byte_that_windows_1252_does_not_have_is_marked() -> None:
    assert decode(b"a caf\xe9 and a \x81 here") == ("a café and a \ufffd here", "windows-1252")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\x06",
        b"SQLite format 3\0\x10\0\1\1\0\x40\x20\x20",
        bytes(range(256)) * 20,
        codecs.BOM_UTF16_LE + bytes(range(256)) * 20,
        b"\0" * 64,
        b"a@b.example,\xe9@c.example," * 20,
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        decode(data)
    assert caught.value.reason == "undecodable"


def test_a_stray_null_or_control_character_does_not_make_a_text_binary() -> None:
    assert decode(b"The lamp\x1a") == ("The lamp\x1a", "utf-8")
    assert decode(b"Some words\0 and\x01 " + b"more words " * 40)[0].startswith("Some words and\x01 more")


@settings(deadline=None)
@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_text_or_refused(data: bytes, html: bool) -> None:
    try:
        text, name = decode(data, html=html)
    except SourceError:
        return
    text.encode()
    assert codecs.lookup(charset.codec if (charset := charset_of(name)) else name)
    assert "\0" not in text
    assert not text.startswith("\ufeff")


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_label_means_a_charset_or_nothing(label: str) -> None:
    charset = charset_of(label)
    if charset:
        assert b"x".decode(charset.codec) == "x"


@pytest.mark.parametrize("label", ["zlib", "rot13", "base64", "idna", "punycode", "unicode_escape", "utf-7", "cp500"])
def test_codecs_that_no_page_is_in_are_no_charsets(label: str) -> None:
    assert charset_of(label) is None


@pytest.mark.parametrize(
    ("before", "unit", "after"),
    [
        (b"", b"a", b""),
        (b"", b"\xe9", b""),
        (b"", "é".encode(), b""),
        (b"", b"caf\xe9 ", b""),
        (b"", b"<meta ", b"\xe9"),
        (b"", b"<meta charset=", b"\xe9"),
        (b"<meta charset", b" ", b"\xe9"),
        (b"<meta ", b"charset ", b"\xe9"),
        (b"\xe9", b"<", b""),
        (b"", b"\xe9 ", b""),
    ],
)
def test_no_file_takes_longer_than_its_size(before: bytes, unit: bytes, after: bytes) -> None:
    def work(data: bytes) -> None:
        with suppress(SourceError):
            decode(data, html=True)

    assert_linear(work, lambda size: before + unit * (size // len(unit)) + after, 1_000_000)


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("text/_ude_1.txt", "windows-1251"),
        ("text/nobom-utf16le.txt", "utf-16le"),
        ("text/nobom-utf32be.txt", "utf-32be"),
        ("text/russian.cp866.txt", "ibm866"),
        ("text/testTXT_win-1252.txt", "windows-1252"),
        ("text/windows-1252__ude_1.txt", "windows-1252"),
        ("html-encodings/_chromium_Big5_with_no_encoding_specified.html", "big5"),
        ("html-encodings/_chromium_KOI8-R_with_no_encoding_specified.html", "koi8-r"),
        ("html-encodings/_chromium_Shift-JIS_with_no_encoding_specified.html", "shift_jis"),
        ("html-encodings/_chromium_windows-1251_with_no_encoding_specified.html", "windows-1251"),
        ("html-encodings/_mozilla_bug171813_text.html", "gb18030"),
        ("html-encodings/_mozilla_bug421271_text.html", "windows-1252"),
        ("html-encodings/_mozilla_bug620106_text.html", "euc-jp"),
        ("html-encodings/archive.org.he.xinhuanet.com.25340717.html", "gb18030"),
        ("html-encodings/big-preamble.html", "windows-1251"),
        ("html-encodings/der-erfolg-gibt-recht.de.rinderleber.html", "utf-8"),
        ("html-encodings/elmundo.es-PSOE.html", "iso-8859-15"),
        ("html-encodings/testArabicMisleadingCharset.html", "windows-1256"),
        ("html-encodings/testHTML_charset_utf16le.html", "utf-16le"),
        ("html-encodings/winfuture.de-NASA.html", "windows-1252"),
        ("html-broken/lostiempos.com-juicio.html", "utf-8"),
        ("feeds/EUC-KR_acnnewswire.net.xml", "euc-kr"),
        ("feeds/_ude_1.txt", "shift_jis"),
        ("feeds/iso-8859-7-greek_disabled.gr.xml", "iso-8859-7"),
        ("feeds/windows-1250-hungarian_bbc.co.uk.hu.forum.xml", "windows-1250"),
    ],
)
def test_real_files_are_decoded_with_the_encoding_they_are_in(name: str, encoding: str) -> None:
    assert decode((ZOO / name).read_bytes(), html=not name.endswith(".txt"))[1] == encoding
