"""With which words do papers say that a day is that of publication, or of a change?

The phrases of languages with a table are those of `rules.phrases`; here are those of other languages, and forms that
the tables do not have.
"""

from __future__ import annotations

from typing import Final

from indexer.cleaning.rules.phrases import branched, listed, phrases

__all__ = ["PUBLISHED", "UPDATED"]

_UPDATED: Final = listed(
    """
    обновлена | обновлён | оновлено | актуализирано | обновена | ажурирано | измењено | aktualizováno | aktualizované
    aktualizovaný | upraveno | posodobljeno | ažurirano | frissítve | frissült | módosítva | actualizat | përditësuar
    actualitzat | päivitetty | muokattu | uppfært | uuendatud | muudetud | atjaunots | atjaunināts | atnaujinta
    ενημερώθηκε | τελευταία ενημέρωση | עודכן | עדכון אחרון | آخر تحديث | تم التحديث | تحديث
    به‌روزرسانی | بروزرسانی | آخری اپ ڈیٹ | अपडेटेड | अपडेट | আপডেট | হালনাগাদ
    cập nhật | diperbarui | pembaruan | dikemas kini | อัปเดต | ปรับปรุง
    """
)
_PUBLISHED: Final = listed(
    """
    опубликована | опубліковано | публикувано | публикувана | објављено | publikacja | publikováno | publikované
    vydáno | objavljeno | közzétéve | publicat | julkaistu | birt | avaldatud | publicēts | paskelbta | yayınlandı
    δημοσιεύθηκε | δημοσιεύτηκε | δημοσίευση | פורסם | نشر | تاريخ النشر | تاریخ انتشار | انتشار
    प्रकाशित | প্রকাশিত | প্রকাশ | đăng | xuất bản | diterbitkan | dipublikasikan | tayang | เผยแพร่
    """
)
# No spaces part these from what is around them; a day follows.
_EASTERN_UPDATED: Final = r"(?:更新|修正|최종수정|수정|업데이트)[于於日時时间間]{0,3}\s?[:：]?\s?(?=\d)"
_EASTERN_PUBLISHED: Final = (
    r"(?:发布|發布|發佈|发表|發表|公開|掲載|配信|입력|등록|게시|승인)[于於日時时间間]{0,3}\s?[:：]?\s?(?=\d)"
)
UPDATED: Final = rf"(?:\b(?:{branched([*phrases('updated'), *_UPDATED])})\b|{_EASTERN_UPDATED})"
"""The source of a pattern for what is before the day of a change; for `re.IGNORECASE`."""
PUBLISHED: Final = rf"(?:\b(?:{branched([*phrases('published'), *_PUBLISHED])})\b|{_EASTERN_PUBLISHED})"
"""The same for the day of publication."""
