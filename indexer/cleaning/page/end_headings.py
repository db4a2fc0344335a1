"""Which headings say that what follows them is no longer the article?

Comments, a word about the author, and other articles: at the end of an article they are under headings of their own.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["section"]

_LONGEST: Final = 80
_EDGES: Final = " :.…!»›>?"

_COMMENTS: Final = (
    # English
    r"\d+ (?:comments?|responses?|replies)",
    r"(?:all |readers?'?s?'? |user |latest )?(?:comments|replies)(?: \(?\d+\)?)?|guestbook|thoughts on .*",
    r"leave an? (?:reply|comment).*|join the (?:conversation|discussion).*|what do you think.*",
    # German
    r"(?:\d+ |alle |leser-?)?kommentare?(?: \(?\d+\)?)?|\d+ (?:antworten|gedanken) (?:auf|zu) .*",
    r"(?:schreibe|hinterlasse)n? (?:sie )?einen kommentar.*|(?:so können sie|jetzt) kommentieren",
    # French, Spanish, Portuguese, Italian, Dutch, Polish, the languages of Scandinavia, Russian, Ukrainian
    r"(?:\d+ |vos )?(?:commentaires?|réactions?)(?: \(?\d+\)?)?|(?:laissez|laisser|ajouter) un commentaire.*",
    r"(?:\d+ )?(?:comentarios?|comentários?)(?: \(?\d+\)?)?|dej(?:a|ar) (?:un comentario|una respuesta).*",
    r"deixe um comentário.*|(?:\d+ )?commenti(?: \(?\d+\)?)?|lascia un commento.*",
    r"(?:\d+ )?reacties?|geef een reactie.*|(?:\d+ )?komentarz[ey]?(?: \(?\d+\)?)?|dodaj komentarz.*",
    r"(?:\d+ )?kommentarer?|комментарии.*|коментарі.*",
    # Czech, Finnish, Hungarian, Romanian, Turkish, Greek, Arabic, Persian, Hebrew
    r"diskuse|komentáře|kommentit|hozzászólások|comentarii|(?:\d+ )?yorum(?:lar)?|σχόλια|(?:ال)?تعليقات|نظرات|תגובות",
    # Indonesian, Vietnamese, Japanese, Korean, Chinese
    r"komentar|bình luận|ý kiến bạn đọc|コメント(?: \(?\d+\)?)?|댓글(?: \d+)?|(?:网友)?评论",
)
_AUTHOR: Final = (
    r"(?:about|meet) (?:the |our )?(?:authors?|writers?|reviewers?|contributors?)",
    r"(?:more )?about .{3,40}, author|written by.*",
    r"über (?:den autor|die autorin|die autoren)|zur person",
    r"(?:à propos|l'auteur|les auteurs).{0,40}|(?:sobre|acerca de)l? (?:el |la |o |a )?autora?",
    r"informazioni sull'autore|over de auteur|o autorze|o autorce",
)
_OTHER: Final = (
    "related|recommended|similar|popular|recent|latest|featured|trending|more|further|other|suggested|next|previous"
)
_THINGS: Final = "posts?|articles?|stor(?:y|ies)|news|content|reads?|blogs?|guides?|videos|products"
_RELATED: Final = (
    # English
    rf"(?:{_OTHER})(?: \w+){{0,2}} (?:{_THINGS})",
    r"(?:more|latest) (?:from|on|like|in) .*|(?:you|we|others) (?:may|might|could|also|think you).{0,20} like.*",
    r"(?:keep|continue) reading|read (?:more|next|also|this next)|(?:explore|discover) more.*|related|recommended.*",
    r"what to read next|don't miss.*|most (?:read|popular|viewed)|trending(?: now)?|up next|also read|see also",
    # German
    r"(?:lesen|sehen) sie auch.*|lies auch.*|auch interessant.*|mehr (?:zum thema|zu|aus|von|über|artikel|news).*",
    r"das könnte (?:sie|dich|ihnen|dir) auch (?:interessieren|gefallen).*",
    r"weitere (?:artikel|themen|meldungen|nachrichten|beiträge|news).*",
    r"ähnliche (?:artikel|beiträge).*|verwandte (?:artikel|themen|beiträge)|weiterlesen.*|meistgelesen.*",
    r"(?:passend )?zum thema|themen in diesem artikel|neueste (?:artikel|beiträge)",
    # French
    r"[àa] lire (?:aussi|également|ensuite).*|lire (?:aussi|plus|la suite).*|sur le même (?:sujet|thème).*",
    r"articles? (?:liés|similaires|connexes|récents|associés|recommandés).*|(?:les )?plus lus.*|nos articles.*",
    r"dans (?:la même rubrique|l'actualité)|pour aller plus loin|vous aimerez (?:aussi|peut-être).*",
    # Spanish
    r"(?:también )?te (?:puede|podría) interesar.*|le puede interesar.*|(?:le[aer]|vea|ver) también.*",
    r"(?:noticias|artículos|notas|entradas) (?:relacionad[ao]s|recomendad[ao]s).*|relacionad[ao]s?",
    r"(?:lo )?más (?:leíd[ao]s?|vist[ao]s?).*|más (?:noticias|sobre|en|de|información) ?.*",
    # Italian, Portuguese, Dutch
    r"leggi anche.*|potrebbe interessarti.*|ti potrebbe (?:interessare|piacere).*",
    r"articoli (?:correlati|simili|recenti).*|(?:i )?più letti.*",
    r"le(?:ia|r) (?:também|mais).*|veja (?:também|mais).*|(?:notícias|artigos|matérias) relacionad[ao]s.*",
    r"mais lid[ao]s.*|saiba mais.*",
    r"lees (?:ook|verder|meer).*|meer (?:over|van|nieuws|lezen).*|gerelateerde? .*|bekijk ook.*",
    # Polish and its neighbours, the languages of Scandinavia, Turkish, Russian, Ukrainian
    r"(?:czytaj|zobacz|przeczytaj) (?:też|także|również|więcej).*|(?:podobne|powiązane) (?:artykuły|tematy|wpisy).*",
    r"polecamy.*|najczęściej czytane.*|mohlo by vás zajímat.*|citește și.*|ilgili haberler.*",
    r"läs (?:också|även|mer).*|les (?:også|mer).*|læs (?:også|mere).*|lue myös.*",
    r"olvass(?:a|on)? (?:tovább|még|el).*|kapcsolódó cikk(?:ek)?.*",
    r"читайте (?:также|ещё|еще|по теме).*|по теме.*|читайте також.*",
    # Japanese, Chinese, Korean
    r"関連記事.*|(?:あわせて読みたい|おすすめ記事|人気記事|最新記事).*|相关(?:新闻|阅读|文章|推荐).*|(?:推荐|延伸)阅读.*",
    r"(?:관련|추천|많이 본) ?(?:기사|뉴스).*",
    # Czech, Slovak, Romanian, the languages of Yugoslavia, Finnish, Turkish, Greek
    r"(?:související|súvisiace|podobné) (?:články|zprávy|témata)|nejčtenější.*|(?:čtěte|přečtěte si) (?:také|více).*",
    r"articole (?:similare|recomandate|pe aceeași temă)|(?:pročitajte|čitajte|pogledajte) (?:još|i|više).*",
    r"aiheeseen liittyvää|luetuimmat|(?:bunlar da )?ilginizi çekebilir.*|(?:diğer|benzer|önerilen) haberler.*",
    r"διαβάστε (?:επίσης|ακόμη|ακόμα|περισσότερα).*|σχετικά (?:άρθρα|θέματα)",
    # Indonesian, Vietnamese, Thai, Hindi, Arabic, Persian, Hebrew
    r"(?:artikel|berita) (?:terkait|lainnya|terpopuler).*|baca juga|(?:tin|bài viết) liên quan",
    r"có thể bạn quan tâm|xem thêm|ข่าวที่เกี่ยวข้อง|(?:यह|ये|इसे) भी पढ़ें|संबंधित (?:खबरें|समाचार|लेख)",
    r"اقرأ (?:أيض|المزيد).*|(?:أخبار|مواضيع|موضوعات|مقالات) (?:ذات صلة|متعلقة|مشابهة).*|الأكثر (?:قراءة|مشاهدة)",
    r"(?:اخبار|مطالب) (?:مرتبط|مشابه).*|بیشتر بخوانید|כתבות (?:קשורות|נוספות|שאולי).*|עוד בנושא.*|קראו (?:עוד|גם).*",
)
_SECTION: Final = re.compile(
    f"(?P<comments>{'|'.join(_COMMENTS)})|(?P<author_bio>{'|'.join(_AUTHOR)})|(?P<related>{'|'.join(_RELATED)})",
    re.IGNORECASE,
)


def section(heading: str) -> str:
    """Return the rule for what is under `heading`, or "" where it may be a section of the article."""
    if len(heading) > _LONGEST:
        return ""
    match = _SECTION.fullmatch(heading.replace("’", "'").strip(_EDGES))
    return match.lastgroup.replace("_", "-") if match and match.lastgroup else ""
