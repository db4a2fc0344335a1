"""What are the keys of a record called in other languages than English?

Case, accents, blanks and punctuation make no difference. Each word has the English key that means the same; the words
are those that exports, tables and front matters of newspapers, libraries and readers have.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from indexer.text import fold

__all__ = ["english_keys", "folded_key"]

_NO_KEY: Final = re.compile(r"[\W_]+")

_WORDS: Final[Mapping[str, str]] = {
    "text": (
        "texte texto testo tekst corps cuerpo corpo corpsdutexte textedelarticle textodelarticulo"
        " testodellarticolo textodoartigo corpodanoticia corpodellarticolo"
        " cuerpodelanoticia artikeltext artikeltekst fliesstext tekstartykulu zneniclanku"
        " metin brodtext brodtekst teksti szoveg текст текстстатьи текстновости κείμενο טקסט النص نصالمقال"
        " نصالخبر المتن متن متنخبر 正文 内文 內文 文本 本文 記事本文 テキスト 본문 기사본문 텍스트 पाठ लेख"
        " เนื้อหา ข้อความ"
    ),
    "content": (
        "inhalt contenu contenido contenuto conteudo inhoud treść obsah içerik innehåll innhold indhold"
        " sisältö tartalom conținut nội_dung isi isi_berita konten содержание содержимое зміст вміст"
        " съдържание περιεχόμενο תוכן المحتوى محتوا 内容 內容 文章内容 文章內容 新闻内容 新聞內容 記事"
        " 記事内容 내용 기사내용 글내용 सामग्री"
    ),
    "fulltext": (
        "volltext texte_intégral texto_completo testo_completo полный_текст 全文 記事全文 전문 النص_الكامل pełny_tekst"
    ),
    "description": "beschreibung descrizione descrição descripción описание الوصف 描述 説明 설명 विवरण",
    "summary": (
        "zusammenfassung auszug résumé extrait resumen extracto riassunto samenvatting resumo аннотация"
        " краткое_содержание الملخص 摘要 要約 概要 요약 streszczenie özet sammanfattning"
    ),
    "notes": "notiz заметка 备注 備註 メモ 메모 notatka",
    "title": (
        "titel titre manchete título titolo schlagzeile überschrift titular titulaire artikeltitel"
        " titel_des_artikels titre_de_l_article titulo_del_articulo titolo_articolo titolo_dell_articolo"
        " titulo_do_artigo tytuł nagłówek název titulek nadpis názov başlık otsikko tittel overskrift cím"
        " titlu tiêu_đề judul judul_berita заголовок название заглавие заголовок_статьи τίτλος כותרת"
        " العنوان عنوان عنوان_المقال عنوان_الخبر 标题 標題 题目 題目 文章标题 文章標題 新闻标题 新聞標題"
        " タイトル 記事タイトル 題名 見出し 표제 제목 기사제목 글제목 타이틀 शीर्षक ชื่อเรื่อง หัวข้อ"
    ),
    "headline": "rubrik kop krantenkop",  # "Rubrik" is to Germans the section
    "article": "artikel artículo articolo artigo artykuł статья",
    "subject": "тема betreff asunto objet oggetto 件名",
    "authors": "autoren auteurs autores autori авторы автори autorzy yazarlar forfattere",
    "author": (
        "autor autorin nom_de_l_auteur verfasser verfasserin auteur autore autora autoria autorka yazar"
        " författare forfatter skribent kirjoittaja szerző tác_giả penulis автор συγγραφέας συντάκτης מחבר מאת כותב"
        " المؤلف الكاتب كاتب نویسنده 作者 作者名 著者 著者名 執筆者 筆者 投稿者 記者 记者 記者名 撰稿人"
        " 저자 작성자 기자 기자명 글쓴이 필자 लेखक ผู้เขียน"
    ),
    "published": (
        "veröffentlicht veröffentlicht_am veröffentlichungsdatum erschienen erschienen_am erscheinungsdatum"
        " fecha_de_publicación publié date_de_publication date_de_parution data_di_pubblicazione"
        " data_de_publicação data_da_publicação publicatiedatum data_publikacji datum_vydání datum_publikace"
        " yayın_tarihi publiceringsdatum publiseringsdato udgivelsesdato julkaistu megjelenés ngày_đăng tanggal_terbit"
        " дата_публикации опубликовано дата_выхода дата_публікації ημερομηνία_δημοσίευσης תאריך_פרסום"
        " تاريخ_النشر 发布时间 发布日期 發布日期 發布時間 发表时间 發表時間 发表日期 出版日期 公開日"
        " 公開日時 発行日 掲載日 投稿日 配信日 配信日時 게재일 발행일 등록일 작성일 작성일자"
    ),
    "date": (
        "datum data fecha дата dato tarih päivämäärä ngày tanggal ημερομηνία תאריך التاريخ تاريخ"
        " تاریخ 日期 日付 日時 날짜 일자 दिनांक तारीख तिथि วันที่"
    ),
    "time": "時間 时间 시간 время",
    "year": "jahr année ano anno jaar год rok yıl år vuosi 年份 발행년도",
    "modified": (
        "更新日 更新日時 更新时间 更新日期 更新時間 修改时间 수정일 обновлено дата_изменения تاريخ_التحديث"
        " geändert zuletzt_geändert"
    ),
    "source": (
        "quelle fuente fonte bron źródło zdroj kaynak källa kilde lähde forrás sursă nguồn sumber источник"
        " джерело πηγή מקור المصدر مصدر منبع 来源 來源 出典 출처 स्रोत แหล่งที่มา"
    ),
    "newspaper": (
        "zeitung journal nom_du_journal medio giornale testata periodico jornal veículo krant gazeta noviny gazete"
        " tidning avis газета εφημερίδα الصحيفة 媒体 媒體 媒体名 媒体名称 掲載紙 언론사 매체"
    ),
    "publisher": "verlag uitgever издание издательство видання wydawnictwo 出版社 출판사",
    "language": (
        "sprache langue idioma lingua taal język jazyk dil språk sprog kieli nyelv limbă ngôn_ngữ bahasa"
        " язык мова γλώσσα שפה اللغة زبان 语言 語言 言語 언어 भाषा"
    ),
    "link": (
        "adresse lien enlace collegamento odkaz bağlantı länk lenke linkki hivatkozás liên_kết tautan"
        " ссылка посилання σύνδεσμος קישור الرابط رابط لینک 链接 連結 网址 網址 原文链接 リンク 링크"
        " 원문링크 लिंक ลิงก์"
    ),
    "tags": "schlagwörter etiquetas теги метки 标签 標籤 タグ 태그 الوسوم",
    "categories": "kategorien categorías catégories категории 分类 分類 カテゴリ 카테고리 الأقسام",
}
"""The words by the English key; where words have two parts, with a stroke between them."""


def folded_key(key: str) -> str:
    """Return a key of a record without the differences that make no other."""
    return _NO_KEY.sub("", fold(key))


@cache
def english_keys() -> Mapping[str, str]:
    """Return the English key of each word, both folded."""
    return {folded_key(word): key for key, words in _WORDS.items() for word in words.split()}
