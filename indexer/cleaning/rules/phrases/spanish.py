"""Which words do Spanish-language papers put around their articles?"""

from __future__ import annotations

from indexer.cleaning.rules.phrases.table import Phrases

__all__ = ["SPANISH"]

SPANISH = Phrases(
    published="publicado | publicada | fecha de publicación | fecha | creado | publicado originalmente",
    updated="""
        actualizado | actualizada | última actualización | actualización | modificado | última modificación
        fecha de actualización
    """,
    on="el",
    at="a las | a la",
    ages=r"""
        hace\s(?:unos?\s|unas?\s)?(?:\d{1,3}|una?)\s(?:segundo|minuto|min|hora|día|semana|mes|año)(?:e?s)?
        (?:tiempo\sde\s)?lectura\s?:?\s\d{1,3}\smin(?:utos?)?\.? | \d{1,3}\smin(?:utos?)?\.?\sde\slectura
    """,
    by="escrito por | publicado por | redactado por | texto de | un reportaje de | entrevista de | texto:",
    perhaps_by="por | de",
    conjunction="y | e",
    writing="en | para | desde | de",
    roles=r"""
        correspons\w+ | enviad[oa]s?\sespecial(?:es)? | redac\w+ | periodista | columnista | reporter[oa] | agencias
    """,
    trades="corresponsal | periodista | columnista | redactora? | enviad[oa] especial",
    picture="""
        foto | fotos | fotografía | fotografías | imagen | imágenes | crédito | créditos | crédito de la foto
        foto de archivo | imagen de archivo | ilustración | gráfico | fotógrafo | fotógrafa | fuente de la imagen
        pie de foto
    """,
    picture_by="de | por | vía | cortesía de",
    stock="foto de archivo | imagen de archivo | imagen ilustrativa",
    reporting="""
        reporte de | reportaje de | reporte por | información de | escrito por | editado por | edición de
        traducido por | con la colaboración de | editado en español por
    """,
    source="fuente | con información de | con | vía",
    related="""
        lea también | lee también | leer también | leer más | lea más | lee más | lea además | lee además
        te puede interesar | le puede interesar | también te puede interesar | puede interesarte | te puede gustar
        ver también | ver más | vea también | vea además | mira también | noticias relacionadas | noticia relacionada
        artículos relacionados | artículo relacionado | temas relacionados | relacionado | relacionados
        más información | más noticias | sigue leyendo | seguir leyendo | lo más leído | lo más visto | no te pierdas
        recomendado | recomendados | le recomendamos | te recomendamos
    """,
    reading="leer el artículo completo | leer la noticia completa | ver todas las noticias | volver a la portada",
    letters="boletín | boletines | newsletter | newsletters | correo | canal de whatsapp | alertas",
    subscribing="""
        suscríbete | suscríbase | suscribirse | regístrate | regístrese | apúntate | recibe | reciba | únete
        inscríbete
    """,
    letter_lines="""
        suscríbete | suscríbase | regístrate | iniciar sesión | inicia sesión | suscribirse | boletín | boletines
        suscríbete aquí | suscríbete gratis | tu correo electrónico | su correo electrónico
    """,
    paywall="""
        este artículo es exclusivo para | este contenido es exclusivo para | contenido exclusivo para
        artículo exclusivo para | artículo solo para suscriptores | contenido solo para suscriptores
        ya eres suscriptor | ya soy suscriptor | ¿ya eres suscriptor | ¿ya es suscriptor
        suscríbete para seguir leyendo | suscríbete para leer | para seguir leyendo | para continuar leyendo
        regístrate para seguir leyendo | regístrate gratis para seguir leyendo
        tu suscripción se está usando | ¿quieres añadir otro usuario | si continúas leyendo en este dispositivo
    """,
    giving="""
        haz una donación | haga una donación | haz tu donación | dona ahora | apóyanos | apoya nuestro trabajo
        apoya nuestro periodismo | apoya el periodismo independiente | hazte socio | hazte socia | hazte socio o socia
    """,
    sharing="""
        compartir | comparte | comparte este artículo | comparte esta noticia | compartir este artículo
        compartir esta noticia | compartir artículo | compartir noticia | comparta este artículo | comentar | imprimir
        enviar por correo
    """,
    follow="síguenos | síganos | síguenos también | sigue a",
    share_lines="""
        comentarios | ver comentarios | ver los comentarios | copiar enlace | enlace copiado | deja un comentario
        deja tu comentario | escribe un comentario | guardar artículo | imprimir artículo | dejar un comentario
        desplegar redes sociales | ir a los comentarios | escuchar el artículo | escucha este artículo | archivado en
        normas | conforme a los criterios de the trust project | para saber más
    """,
    advertisement="""
        publicidad | anuncio | anuncios | contenido patrocinado | patrocinado | continúa después de la publicidad
        la noticia continúa después de la publicidad | el artículo continúa después de la publicidad
        sigue leyendo después de la publicidad
    """,
    cookies="""
        utilizamos | usamos | este sitio | esta web | esta página | este sitio web | nuestro sitio
        nosotros y nuestros socios | al continuar | si continúa
    """,
    cookie_lines="""
        aceptar todo | aceptar todas | rechazar todo | rechazar todas | aceptar cookies | aceptar y continuar
        configurar cookies | configuración de cookies | política de cookies | política de privacidad | aviso legal
        aceptar todas las cookies
    """,
    rights="""
        todos los derechos reservados | derechos reservados | prohibida su reproducción | prohibida la reproducción
        queda prohibida la reproducción
    """,
    kickers="""
        exclusiva | análisis | opinión | ciencia | entrevista | reportaje | política | economía | cultura | mundo
        sociedad | deportes | internacional | nacional | crónica | editorial | última hora | sucesos | tribuna
    """,
    sections="""
        introducción | resumen | índice | en resumen | claves | puntos clave | lo esencial | conclusión | contenido
        antecedentes
    """,
)
