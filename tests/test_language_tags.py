"""Is a language the same language, whatever it is called and wherever?"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import Article, Index, QuerySyntaxError, UsageError
from indexer.analysis.terms import STEMMED_LANGUAGES
from indexer.cleaning import clean
from indexer.model.drafts import Draft
from indexer.text.language_tags import is_unknown_language, language_tag
from indexer.text.languages import LANGUAGES


@pytest.mark.parametrize(
    ("code", "written"),
    [
        (
            "de",
            "de DE de-DE de_AT de-CH-1996 deu ger deu-DE German german Deutsch DEUTSCH allemand alemán tedesco Duits",
        ),
        ("en", "en EN en-US en_GB en-us.UTF-8 en_US@euro eng English english englisch anglais inglés inglese inglês"),
        ("fr", "fr fr-FR fra fre French français Français FRANCAIS francais französisch"),
        ("pt", "pt pt-BR pt_BR por Portuguese português"),
        ("es", "es es-419 spa Spanish español Espanol castellano Castilian"),
        ("zh", "zh zh-Hans zh_Hant zh-CN zh-min-nan chi zho cmn Chinese 中文 Mandarin"),
        ("he", "he iw heb he-IL Hebrew עברית"),
        ("id", "id in ind Indonesian"),
        ("yi", "yi ji yid"),
        ("ro", "ro mo ron rum Romanian română"),
        ("no", "no nb nb-NO nor nob Norwegian norsk"),
        ("nn", "nn nno nn-NO"),
        ("sr", "sr sh srp scc sr-Latn Српски"),
        ("fil", "fil tl tgl Filipino Tagalog"),
        ("fa", "fa fas per Farsi Persian فارسی"),
        ("el", "el gre ell Greek Ελληνικά"),
        ("ja", "ja jpn Japanese 日本語"),
        ("ru", "ru rus Russian русский РУССКИЙ"),
        ("ar", "ar ara arb العربية"),
        ("cs", "cs cze ces čeština Cestina"),
        ("gsw", "gsw gsw-CH"),
        ("tlh", "tlh"),
        ("", "und mul zxx x-default x-klingon C POSIX i-klingon xx 12 deutschland-de - ?"),
    ],
)
def test_a_language_has_one_code(code: str, written: str) -> None:
    assert {word: language_tag(word) for word in written.split()} == dict.fromkeys(written.split(), code)


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("pt", "Brazilian Portuguese"),
        ("zh", "Simplified Chinese"),
        ("zh", "Chinese (Traditional)"),
        ("en", "English (United Kingdom)"),
        ("en", "en-US,en;q=0.9,de;q=0.8"),
        ("de", "German; English"),
        ("de", "  'de' "),
        ("fr", "fr | en"),
        ("en", "English language"),
        ("de", "http://id.loc.gov/vocabulary/iso639-2/ger"),
        ("", ""),
        ("", " \n"),
        ("", "German and English"),
        ("", "no language that is known"),
    ],
)
def test_of_a_list_the_first_language_counts(code: str, written: str) -> None:
    assert language_tag(written) == code


@given(st.text())
def test_a_code_stays_as_it_is(text: str) -> None:
    code = language_tag(text)
    assert code == "" or (
        language_tag(code) == code and code.isascii() and code == code.lower() and len(code) in {2, 3}
    )
    assert not (code and is_unknown_language(text))


def test_the_languages_that_can_be_stemmed_have_codes() -> None:
    assert {code: language_tag(code) for code in STEMMED_LANGUAGES - {"nb"}} == {
        code: code for code in STEMMED_LANGUAGES - {"nb"}
    }
    assert language_tag("nb") in STEMMED_LANGUAGES


def test_the_table_is_what_its_program_makes() -> None:
    pytest.importorskip("babel")
    from make_languages import lines

    assert LANGUAGES.splitlines() == list(lines())


TEXT = "Haus und Hof. " * 3


def files(tag: str) -> dict[str, str]:
    """A file of each format that can declare a language, which is `tag`; by name."""
    page = f"<p>{TEXT * 4}</p>"
    return {
        "lang.html": f'<html lang="{tag}"><title>One</title><body><article>{page}</article></body></html>',
        "locale.html": f'<html><head><meta property="og:locale" content="{tag}"><title>Two</title></head>'
        f"<body><article>{page}</article></body></html>",
        "ld.html": "<html><head><title>Three</title><script type='application/ld+json'>"
        + json.dumps({"@type": "NewsArticle", "headline": "Three", "inLanguage": tag})
        + f"</script></head><body><article>{page}</article></body></html>",
        "rss.xml": f'<rss version="2.0"><channel><title>F</title><language>{tag}</language><item><title>Four</title>'
        f"<description>{TEXT}</description></item></channel></rss>",
        "atom.xml": f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{tag}"><title>F</title><entry><title>Five'
        f"</title><content>{TEXT}</content></entry></feed>",
        "record.json": json.dumps({"title": "Six", "lang": tag, "text": TEXT}),
        "record.jsonl": json.dumps({"title": "Seven", "inLanguage": {"@type": "Language", "name": tag}, "text": TEXT}),
        "table.csv": f'title,language,text\nEight,"{tag}",{TEXT}\n',
        "front.md": f"---\ntitle: Nine\nlang: {tag}\n---\n\n{TEXT}\n",
    }


def document(path: Path, tag: str) -> None:
    """A Word document that declares the language `tag`."""
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(
            "word/document.xml",
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
            f"<w:t>{TEXT}</w:t></w:r></w:p></w:body></w:document>",
        )
        package.writestr(
            "docProps/core.xml",
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:language>{tag}</dc:language></cp:coreProperties>',
        )


@pytest.mark.parametrize("tag", ["pt-BR", "PT", "por", "Portuguese", "português"])
def test_every_format_gives_the_same_code(tmp_path: Path, tag: str) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    for name, content in files(tag).items():
        (sources / name).write_text(content, encoding="utf-8")
    document(sources / "word.docx", tag)
    with Index(tmp_path / "index") as index:
        index.update([sources])
        index.add([Article(TEXT, path="added", language=tag)])
        assert index.statistics().languages == {"pt": 11}
        for asked in ("pt", "pt-PT", "PT", "por", "Portuguese", '"português"'):
            assert index.search(f"language:{asked}", limit=None).total == 11


def test_what_is_declared_without_a_language_is_told_by_the_text() -> None:
    text = "Der Leuchtturm steht nicht auf der Insel, und die Wärter sind auch nach dem Sturm noch da. " * 3
    for declared in ("", "und", "x-default", "xx", "?"):
        assert clean(Draft("text", text, language=declared)).language == "de"


def test_inflections_apply_whatever_a_language_is_called(tmp_path: Path) -> None:
    with Index(tmp_path / "index") as index:
        index.add(
            [Article("Die alten Häuser am Hafen.", path=tag, language=tag) for tag in ("de-DE", "DEU", "Deutsch")]
        )
        assert index.search("haus").total == 3


def test_what_no_language_is_called_is_refused_by_the_door(tmp_path: Path) -> None:
    with Index(tmp_path / "index") as index:
        with pytest.raises(UsageError, match="language"):
            index.add([Article("Words.", path="a", language="no such language")])
        index.add([Article("Words.", path="a", language="und")])
        assert index.statistics().languages == {}
        for query in ("language:xx", 'language:"no such language"', "language:e*"):
            with pytest.raises(QuerySyntaxError, match="language"):
                index.search(query)
