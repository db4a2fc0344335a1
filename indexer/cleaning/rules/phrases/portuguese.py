"""Which words do Portuguese-language papers put around their articles?"""

from __future__ import annotations

from indexer.cleaning.rules.phrases.table import Phrases

__all__ = ["PORTUGUESE"]

PORTUGUESE = Phrases(
    published="""
        publicado | publicada | data de publicação | data | criado | postado | divulgado | publicado originalmente
    """,
    updated="""
        atualizado | atualizada | actualizado | última atualização | última actualização | atualização | modificado
        última modificação
    """,
    on="em | a | no dia",
    at="às | as | à",
    ages=r"""
        há\s(?:cerca\sde\s)?(?:\d{1,3}|uma?)\s(?:segundo|minuto|min|hora|dia|semana|m[êe]s|ano)(?:e?s)?(?:\satrás)?
        (?:tempo\sde\s)?leitura\s?:?\s\d{1,3}\smin(?:utos?)?\.? | \d{1,3}\smin(?:utos?)?\.?\sde\sleitura
    """,
    by="escrito por | publicado por | texto de | texto: | postado por | redigido por | reportagem de | entrevista de",
    perhaps_by="por | de",
    conjunction="e",
    writing="em | para | de | da | do",
    roles=r"""
        correspondentes? | enviad[oa]s?\sespecia(?:l|is) | reda[cç]\w+ | jornalista | colunista | repórter | agência\w*
    """,
    trades="jornalista | colunista | repórter | redatora? | enviad[oa] especial",
    picture="""
        foto | fotos | fotografia | imagem | imagens | crédito | créditos | crédito da foto | crédito da imagem
        foto de arquivo | imagem de arquivo | ilustração | infográfico | fotógrafo | reprodução | divulgação
        foto reprodução
    """,
    picture_by="de | por | via | cortesia de",
    stock="foto de arquivo | imagem de arquivo | imagem ilustrativa",
    reporting="""
        reportagem de | reportagem por | escrito por | edição de | por | tradução de | texto de | com a colaboração de
    """,
    source="fonte | com informações da | com informações do | com informações de | com",
    related="""
        leia também | leia mais | leia ainda | veja também | veja mais | veja ainda | saiba mais | ler também | ler mais
        ver mais | notícias relacionadas | notícia relacionada | artigos relacionados | matérias relacionadas
        conteúdo relacionado | relacionadas | você pode gostar | você também pode gostar | pode interessar
        também pode interessar | mais lidas | as mais lidas | mais lidos | não perca | continue lendo | continua a ler
        recomendados para você | confira também | recomendado | recomendados
    """,
    reading="""
        leia a matéria completa | leia a notícia completa | ler artigo completo | ver todas as notícias
        voltar ao início
    """,
    letters="""
        newsletter | newsletters | boletim | boletins | e-mail | email | caixa de entrada | canal do whatsapp
        canal no whatsapp | alertas
    """,
    subscribing="""
        inscreva-se | assine | receba | subscreva | cadastre-se | registe-se | clique aqui | participe | siga
    """,
    letter_lines="""
        assine | assine já | assine agora | inscreva-se | cadastre-se | entrar | subscrever | subscreva | iniciar sessão
        o seu e-mail | seu e-mail
    """,
    paywall="""
        este conteúdo é exclusivo para | conteúdo exclusivo para | artigo exclusivo para | este artigo é exclusivo para
        exclusivo para assinantes | já é assinante | já é subscritor | já sou assinante | assine para continuar
        assine para ler | para continuar lendo | para continuar a ler | conteúdo restrito a assinantes
        você atingiu o limite
        sua assinatura pode valer
    """,
    giving="""
        faça uma doação | faça a sua doação | doe agora | apoie-nos | apoie o nosso trabalho | apoie o nosso jornalismo
        apoie o jornalismo independente
    """,
    sharing="""
        compartilhar | compartilhe | partilhar | partilhe | compartilhe este artigo | compartilhe esta notícia
        compartilhe essa notícia | partilhe este artigo | partilhar artigo | compartilhar notícia | comentar | imprimir
    """,
    follow="siga-nos | siga o | siga a | nos siga",
    share_lines="""
        comentários | ver comentários | copiar link | link copiado | deixe um comentário | deixe seu comentário
        salvar artigo | guardar artigo | imprimir artigo | deixar um comentário | ouvir o artigo
        ouvir o texto | ouça este artigo | ouvir artigo | aumentar fonte | diminuir fonte | salvar artigos
        salvar para ler depois | recurso exclusivo para assinantes | assine ou faça login | sugerir correcção
        sugerir correção | partilhar notícia | leia tudo sobre o tema e siga
    """,
    advertisement="""
        publicidade | anúncio | anúncios | conteúdo patrocinado | patrocinado | continua depois da publicidade
        continua após a publicidade | continua após publicidade | o artigo continua após a publicidade
        a notícia continua após a publicidade
        carregando
    """,
    cookies="""
        utilizamos | usamos | este site | este sítio | nosso site | nós e nossos parceiros | ao continuar | ao navegar
    """,
    cookie_lines="""
        aceitar tudo | aceitar todos | rejeitar tudo | rejeitar todos | aceitar cookies | gerir cookies
        gerenciar cookies | configurações de cookies | política de cookies | política de privacidade
        aceitar todos os cookies
    """,
    rights="""
        todos os direitos reservados | direitos reservados | é proibida a reprodução | proibida a reprodução
        reprodução proibida
    """,
    kickers="""
        exclusivo | análise | opinião | ciência | entrevista | reportagem | política | economia | cultura | mundo
        sociedade | esportes | desporto | internacional | editorial | crónica | crônica | última hora | urgente
    """,
    sections="""
        introdução | resumo | índice | em resumo | pontos principais | pontos-chave | sumário | conclusão | conteúdo
    """,
)
