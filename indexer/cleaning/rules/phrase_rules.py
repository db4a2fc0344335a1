"""Which lines do sites in other languages add to their articles?

The rules are made of the tables of phrases, one set of functions for all languages; a few words of languages without a
table are at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from indexer.cleaning.rules.agencies import AGENCY
from indexer.cleaning.rules.phrases import LANGUAGES, Phrases, listed
from indexer.cleaning.rules.rule import LINKED, NETWORK, Rule

__all__ = ["PHRASE_RULES"]

_ON = r"(?:auf|bei|per|via|vía|sur|par|en|por|su|no|na|op|com|con)"
_ON_NETWORK = rf"(?: {_ON} {NETWORK}.{{0,40}})?"
_NETWORK_OF_WHOM = rf"(?: [\w.'-]{{1,20}}){{0,3}} {_ON} {NETWORK}.{{0,60}}"
# What a sentence about a site's own cookies also names, in any of the languages.
_SITE = (
    r"(?:seite|site|website|dienste|erlebnis|nutzung|werbung|zustimm|einverstanden|partner|inhalte|expérience|services"
    r"|navigation|publicit|audience|accept|partenaires|experiencia|servicios|navegación|publicid|acept|consent|sitio|socios"
    r"|esperienza|servizi|navigazione|pubblicità|experiência|serviços|navegação|aceit|concorda|parceiros|ervaring|diensten"
    r"|gebruik|advertent|akkoord|toestemming)"
)
_FIRST_WORD = re.compile(r"[^\w]{0,3}(?P<opener>\w[^\W_]*)")
_NAMES = r" ?:? ?(?-i:[A-ZÀ-Þ]).{2,280}\)"


def _rules(name: str, field: str, rest: str = "") -> Iterator[Rule]:
    """Yield the rules by which a line is noise of the kind `name` if a phrase of the field and `rest` are all of it."""
    tails: dict[str, list[str]] = {}
    for phrase in listed(field):
        opener = _FIRST_WORD.match(phrase)
        if opener is not None:
            tails.setdefault(opener["opener"], []).append(re.escape(phrase[opener.end() :]))
    for word, found in tails.items():
        either = "|".join(sorted(found, key=len, reverse=True))
        yield Rule(name, word, f"(?:{either})(?:{rest})" if rest else f"(?:{either})")


def _of(language: Phrases) -> Iterator[Rule]:
    letters = "|".join(map(re.escape, listed(language.letters)))
    yield from _rules("sign-off", language.reporting, _NAMES)
    yield from _rules("sign-off", language.source, rf" ?:? (?:{AGENCY}(?:\s?[/,&]\s?| (?:und|et|y|e|en) )?){{1,4}}")
    yield from _rules("newsletter", language.subscribing, rf"\b.{{0,100}}\b(?:{letters})\b.{{0,140}}")
    yield from _rules("newsletter", language.letter_lines)
    yield from _rules("paywall", language.paywall, r"\b.{0,120}")
    yield from _rules("call-to-action", language.giving, r"(?:\s?[:!]\s.{1,160})?")
    yield from _rules("read-more", language.related, LINKED)
    yield from _rules("read-more", language.reading)
    yield from _rules("share", language.sharing, _ON_NETWORK)
    yield from _rules("share", language.follow, _NETWORK_OF_WHOM)
    yield from _rules("share", language.share_lines)
    yield from _rules("advertisement", language.advertisement)
    yield from _rules("cookie", language.cookies, rf"(?=.*\bcookies?\b)(?=.*{_SITE})\b.{{0,300}}")
    yield from _rules("cookie", language.cookie_lines)
    yield from _rules("copyright", language.rights, r"\b.{0,140}")


_SHORT = r"(?:\s?[:：].{1,160})?"

# Japanese, Chinese and Korean have no tables: their words are not parted, so that only whole lines are known;
# of other languages without one, only the words for other articles and for advertisements are.
_OTHERS = (
    Rule("read-more", "читайте дивіться", r" також" + LINKED),
    # Czech, Slovak, Hungarian, Romanian, Bulgarian, the languages of Yugoslavia, Finnish, the Baltic languages, Greek
    Rule("read-more", "čtěte přečtěte čítajte prečítajte", r"(?: si)? (?:také|též|tiež|aj|více|viac|ještě)" + LINKED),
    Rule(
        "read-more",
        "související súvisiace kapcsolódó povezane",
        r" (?:člán\w{2}|zprávy|cikk\w*|vijesti|vesti)" + LINKED,
    ),
    Rule("read-more", "olvassa olvasd", r" (?:el (?:ezt )?is|tovább)" + LINKED),
    Rule("read-more", "citește citeşte citiți vezi", r" (?:și|şi|mai (?:mult|multe|departe))" + LINKED),
    Rule("read-more", "прочетете вижте четете", r" (?:още|също|повече)" + LINKED),
    Rule("read-more", "pročitajte čitajte pogledajte preberite", r" (?:još|i|više|također|takođe|tudi)" + LINKED),
    Rule("read-more", "lue loe lasi skaitykite", r" (?:myös|lisää|ka|lisaks|veel|arī|taip pat)" + LINKED),
    Rule("read-more", "διαβάστε δείτε", r" (?:επίσης|ακόμη|ακόμα|περισσότερα)" + LINKED),
    # Indonesian, Malay, Vietnamese, Thai, Hindi, Bengali, Urdu
    Rule("read-more", "baca simak lihat", r" (?:juga|selengkapnya|lainnya)" + LINKED),
    Rule("newsletter", "simak dapatkan ikuti", r" (?:breaking news|update|berita)\b.{0,280}"),
    Rule("read-more", "xem đọc", r" thêm" + LINKED),
    Rule("read-more", "อ่านเพิ่มเติม ข่าวที่เกี่ยวข้อง", LINKED),
    Rule("read-more", "यह ये इसे", r" भी (?:पढ़ें|पढ़े|देखें)(?:\s?[-–—:|>].{0,200})?"),
    Rule("read-more", "আরও আরো", r" পড়ুন(?:\s?[-–—:|>].{0,200})?"),
    Rule("read-more", "مزید یہ", r" (?:بھی )?پڑھیں" + LINKED),
    # Arabic, Persian, Hebrew
    Rule("read-more", "اقرأ إقرأ شاهد", r" (?:أيض[اً]{1,3}|المزيد)" + LINKED),
    Rule("read-more", "بیشتر همچنین", r" (?:بخوانید|بدانید|ببینید)" + LINKED),
    Rule("sign-off", "انتهای", r" پیام.{0,20}"),
    Rule("read-more", "קראו קרא", r" (?:עוד|גם|בהרחבה)" + LINKED),
    Rule("share", "поділитися"),
    Rule(
        "read-more",
        "関連記事 関連ニュース あわせて読みたい 続きを読む 相关阅读 相關閱讀 相关新闻 相關新聞 延伸阅读 延伸閱讀"
        " 推荐阅读 更多新闻 更多新聞 更多相关内容 관련기사 관련뉴스",
        LINKED,
    ),
    Rule("read-more", "관련", r" (?:기사|뉴스)" + LINKED),
    Rule(
        "share",
        "シェア シェアする ツイート 印刷する メールでシェアする ブックマーク はてなブックマーク リンクをコピー"
        " コピーしました 分享 分享到 分享至 点赞 打印 字体 纠错 收藏",
        _SHORT,
    ),
    Rule(
        "share",
        "공유 공유하기 기사공유 댓글 인쇄 글자크기조정 글자크기 좋아요 구독 스크랩 기자 지면보기",
        r"(?: 페이지| 구독)?",
    ),
    Rule("share", "コメント 跳过内容", r"\d{0,6}件?"),
    Rule("credit", "写真 図版 写真・図版"),
    Rule("sign-off", "责任编辑 責任編輯 责编 編輯 编辑 審核 校对 原标题 来源 來源 稿源", r"\s?[:：]\s?.{1,60}"),
    Rule("copyright", "版权声明 版權聲明 未经授权 未經授權", r".{0,200}"),
    Rule("copyright", "無断転載を禁じます 無断転載禁止 版权所有 版權所有", r".{0,80}"),
    Rule("copyright", "저작권자 무단전재", r".{0,200}"),
    Rule("copyright", "무단", r" 전재.{0,160}"),
    Rule("paywall", "この記事は有料記事です 有料記事 有料会員限定記事 会員限定", r"(?:。?残り\d+文字)?"),
    Rule("share", "auf bei per via", rf" {NETWORK} (?:teilen|posten|folgen|empfehlen|senden)"),
    Rule(
        "share",
        "点击上方蓝字关注我们 点击蓝字关注我们 点击上方蓝字关注"
        " 长按二维码关注 长按识别二维码 扫码关注我们 点击关注我们 阅读原文 点击阅读原文"
        " 自动播放 自动播放开关自动播放",
    ),
    Rule("share", "puedes puede", rf" seguir a .{{2,40}} en (?:nuestro canal|{NETWORK}).{{0,200}}"),
    Rule("share", "bekijk lees toon", r" (?:alle )?\d{1,5} reacties"),
    Rule("share", "dalszy dalsza", r" (?:ciąg|część)(?: \w{4,12})? (?:znajduje się )?(?:pod|poniżej)\b.{0,60}"),
    Rule("share", "artikel", r" verschenken"),
    Rule("cookie", "mit", r" ihrer zustimmung wird (?:hier|an dieser stelle)\b.{0,200}"),
    Rule("read-more", "à", r" (?:découvrir|voir aussi)" + LINKED),
    Rule(
        "advertisement",
        "reklame 広告 广告 廣告 광고 reklama inzerce hirdetés publicitate реклама διαφήμιση إعلان פרסומת تبلیغات iklan"
        " mainos oglas विज्ञापन",
    ),
)


def _all(languages: Iterable[Phrases]) -> Iterator[Rule]:
    for language in languages:
        yield from _of(language)
    yield from _OTHERS


PHRASE_RULES: tuple[Rule, ...] = tuple(_all(LANGUAGES))
