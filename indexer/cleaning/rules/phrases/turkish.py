"""Which words do Turkish papers put around their articles?"""

from __future__ import annotations

from indexer.cleaning.rules.phrases.table import Phrases

__all__ = ["TURKISH"]

TURKISH = Phrases(
    published="""
        yayınlanma | yayın tarihi | yayınlanma tarihi | oluşturulma tarihi | yayımlanma tarihi | giriş tarihi | giriş
        eklenme tarihi
    """,
    updated="güncelleme | güncelleme tarihi | son güncelleme | güncellendi | güncellenme tarihi",
    on="tarih",
    at="saat",
    ages=r"""
        \d{1,3}\s(?:saniye|dakika|dk|saat|gün|hafta|ay|yıl)\sönce
        (?:okuma süresi|okuma süresi:)\s\d{1,3}\s(?:dakika|dk)\.?
    """,
    by="haber: | yazan: | yazar: | haberi yazan: | hazırlayan:",
    perhaps_by="",
    conjunction="ve",
    writing="için",
    roles="muhabir(?:i)? | editör(?:ü)? | temsilcisi | yazar(?:ı)?",
    trades="muhabiri | editörü | temsilcisi",
    picture="fotoğraf | fotoğraflar | foto | görsel | kaynak foto | çizim",
    picture_by="",
    stock="temsili fotoğraf | arşiv fotoğrafı | temsili görsel",
    source="kaynak",
    related="""
        ayrıca okuyun | devamını oku | bunlar da ilginizi çekebilir | ilgili haberler | ilgili haber | daha fazlası
        çok okunanlar | en çok okunanlar | önerilen haberler | haberin devamı
    """,
    letters="bülten | bültenimize | e-posta",
    subscribing="abone olun | bültenimize abone olun | kaydolun",
    letter_lines="abone ol | üye ol | giriş yap",
    paywall="bu haber yalnızca aboneler | bu içerik abonelere özel | zaten abone misiniz",
    sharing="paylaş | haberi paylaş | yazdır | yorum yap",
    follow="bizi takip edin | takip edin",
    share_lines="yorumlar | yorumları göster | bağlantıyı kopyala | linki kopyala | haberi dinle | yazı boyutu",
    advertisement="reklam | reklamlar | haber reklamdan sonra devam ediyor",
    cookies="bu site çerez | çerezleri",
    cookie_lines="tümünü kabul et | gizlilik politikası | çerez politikası | çerez ayarları",
    rights="tüm hakları saklıdır | her hakkı saklıdır",
    kickers="""
        gündem | ekonomi | dünya | siyaset | kültür | bilim | spor | yaşam | son dakika | haberler | röportaj | görüş
        yazarlar
    """,
    sections="özet | giriş | içindekiler | sonuç",
)
