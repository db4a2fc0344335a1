"""Which words do French-language papers put around their articles?"""

from __future__ import annotations

from indexer.cleaning.rules.phrases.table import Phrases

__all__ = ["FRENCH"]

FRENCH = Phrases(
    published="""
        publié | publiée | paru | parue | posté | mis en ligne | mise en ligne | date de publication | rédigé
        article publié | première publication | créé
    """,
    updated="""
        mis à jour | mise à jour | modifié | modifiée | dernière mise à jour | dernière modification | actualisé
        article mis à jour | date de mise à jour
    """,
    on="le",
    at="à",
    ages=r"""
        il\sy\sa\s(?:environ\s)?(?:\d{1,3}|une?)\s(?:seconde|minute|min|heure|h|jour|semaine|mois|an)s?
        (?:temps\sde\s)?lecture\s?:?\s(?:environ\s)?\d{1,3}\smin(?:utes?)?\.? | \d{1,3}\smin(?:utes?)?\.?\sde\slecture
    """,
    by="""
        propos recueillis par | écrit par | publié par | rédigé par | texte de | textes de | un texte de | un article de
        une enquête de | un reportage de | une chronique de | article de | recueilli par | posté par
    """,
    perhaps_by="par | de",
    conjunction="et",
    writing="à | pour | en | au | avec",
    roles=r"""
        correspondante? | envoyée?s?\sspéciale?s? | rédact\w+ | journaliste | chroniqueu(?:r|se) | éditorialiste
        grand reporter
    """,
    trades="correspondante? | journaliste | envoyée? spéciale? | éditorialiste",
    picture="""
        crédit | crédits | crédit photo | crédits photo | crédits photos | photo d'illustration | photos d'illustration
        image d'illustration | illustration | photographie | photo d'archives | photographe | légende photo | dessin
        infographie | source photo
    """,
    picture_by="par | de",
    stock="photo d'illustration | photos d'illustration | image d'illustration | photo d'archives",
    reporting="""
        reportage de | reportage par | rédigé par | écrit par | édité par | version française | avec la contribution de
    """,
    source="source | avec | d'après",
    related="""
        lire aussi | lire également | lire la suite | lire plus | à lire | à lire aussi | à lire également | a lire
        a lire aussi | a lire également | à voir | à voir aussi | à voir également | a voir aussi | à découvrir
        à découvrir aussi | à écouter | à relire | voir aussi | voir plus | voir également | sur le même sujet
        sur le même thème | dans la même rubrique | articles liés | articles similaires | articles connexes
        articles recommandés | articles associés | notre sélection | les plus lus | les plus partagés | à ne pas manquer
        lisez aussi | en savoir plus | vous aimerez aussi | cela pourrait vous intéresser
        ces articles peuvent vous intéresser | retrouvez aussi | pour aller plus loin
    """,
    reading="""
        lire l'article | lire l'article complet | lire tout l'article | voir tous les articles | retour à l'accueil
    """,
    letters="""
        newsletter | newsletters | infolettre | lettre d'information | alertes | chaîne | boîte mail
        boîte de réception | e-mail | email | courriel
    """,
    subscribing="""
        inscrivez-vous | abonnez-vous | recevez | s'inscrire à | s'abonner à | découvrez nos | retrouvez notre
        je m'inscris | je m'abonne
    """,
    letter_lines="""
        s'abonner | s'inscrire | je m'abonne | je m'inscris | abonnez-vous | inscrivez-vous | se connecter
        créer un compte | votre adresse e-mail | votre e-mail | votre email | infolettre
    """,
    paywall="""
        cet article est réservé aux abonnés | cet article est réservé à nos abonnés | article réservé aux abonnés
        contenu réservé aux abonnés | il vous reste | déjà abonné | vous êtes déjà abonné | pour lire la suite
        pour continuer à lire | la suite est réservée aux abonnés | la suite de cet article est réservée
        abonnez-vous pour lire | profitez de tous nos articles | accédez à tous nos articles
        article réservé aux | cet article est réservé aux | réservé aux abonnés
    """,
    giving="""
        faites un don | je fais un don | faites un don maintenant | soutenez-nous | soutenez-nous par un don
        soutenez notre travail | soutenez notre journal | soutenez notre rédaction | soutenez une presse indépendante
        soutenez le journalisme indépendant
    """,
    sharing="""
        partager | partagez | partager cet article | partager l'article | partagez cet article | partager cette page
        imprimer | commenter | envoyer par e-mail | tweeter
    """,
    follow="suivez-nous | suivez-moi | nous suivre | rejoignez-nous | retrouvez-nous | suivre",
    share_lines="""
        commentaires | voir les commentaires | lire les commentaires | afficher les commentaires | copier le lien
        lien copié | laisser un commentaire | ajouter un commentaire | réagir | imprimer l'article
        ajouter à vos favoris | envoyer l'article | offrir cet article | les commentaires sont fermés
        ajouter à mes favoris
        écouter cet article | écouter l'article | offrir l'article | ajouter à vos sélections | ajouter à mes articles
        partager via | réutiliser ce contenu | contribuer | télécharger l'application | désactiver le mode lecture
        signaler une erreur | copier le lien de l'article
    """,
    advertisement="""
        publicité | annonce | annonces | la suite après la publicité | la suite après cette publicité
        la suite de l'article après cette publicité | la suite de l'article après la publicité
        suite de l'article après la publicité | contenu sponsorisé | contenu partenaire | fermer la publicité
        passer la publicité | passer cette publicité
    """,
    cookies="""
        nous utilisons | ce site utilise | ce site web utilise | notre site utilise | nous et nos partenaires
        en poursuivant | en continuant | ce site | en cliquant
    """,
    cookie_lines="""
        tout accepter | tout refuser | accepter et continuer | continuer sans accepter | accepter les cookies
        refuser les cookies | gérer les cookies | gérer mes cookies | paramétrer les cookies | paramètres des cookies
        politique de confidentialité | mentions légales | personnaliser mes choix
    """,
    rights="tous droits réservés | tous droits de reproduction | reproduction interdite | reproduction totale",
    kickers="""
        actualité | actualités | analyse | entretien | reportage | enquête | tribune | éditorial | chronique | portrait
        monde | économie | société | sciences | santé | planète | politique | patrimoine | décryptage | exclusif
        critique | histoire | idées | opinions | interview | vidéo | en direct | récit | à la une
    """,
    sections="""
        introduction | résumé | sommaire | l'essentiel | en bref | en résumé | points clés | à retenir | avant-propos
        contexte | conclusion | ce qu'il faut retenir | table des matières
    """,
)
