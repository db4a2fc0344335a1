"""With which words do papers say that a day is that of publication, or of a change?

The phrases of seven languages are those of `rules.phrases`; pages in others have these.
"""

from __future__ import annotations

from typing import Final

from indexer.cleaning.rules.phrases import branched, listed, phrases

__all__ = ["PUBLISHED", "UPDATED"]

_UPDATED: Final = listed(
    """
    обновлено | обновлена | обновлён | изменено | оновлено | актуализирано | обновена | ажурирано | измењено
    aktualizacja | zaktualizowano | aktualizováno | aktualizované | aktualizovaný | upraveno | posodobljeno | ažurirano
    frissítve | frissült | módosítva | actualizat | përditësuar | actualitzat
    oppdatert | uppdaterad | uppdaterat | opdateret | ændret | päivitetty | muokattu | uppfært
    uuendatud | muudetud | atjaunots | atjaunināts | atnaujinta | güncelleme | güncellendi
    ενημερώθηκε | τελευταία ενημέρωση | עודכן | עדכון אחרון | آخر تحديث | تم التحديث | تحديث
    به‌روزرسانی | بروزرسانی | آخری اپ ڈیٹ | अपडेटेड | अपडेट | আপডেট | হালনাগাদ
    cập nhật | diperbarui | pembaruan | dikemas kini | อัปเดต | ปรับปรุง
    """
)
_PUBLISHED: Final = listed(
    """
    опубликовано | опубликована | опубліковано | публикувано | публикувана | објављено
    publikacja | opublikowano | data publikacji | publikováno | publikované | vydáno | objavljeno | közzétéve | publicat
    publisert | publicerad | publicerat | udgivet | offentliggjort | julkaistu | birt
    avaldatud | publicēts | paskelbta | yayınlanma | yayınlandı | yayın tarihi | giriş
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
