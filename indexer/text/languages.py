"""Which codes and names do languages have?

Made by `tests/make_languages.py` from Unicode's CLDR; do not edit. Each line of `LANGUAGES` has the code of a language,
of ISO 639-1 where there is one, other codes that mean the same, and after the colon its names: in English, in itself,
and in those languages whose dates and phrases are known to cleaning.
"""

from __future__ import annotations

__all__ = ["LANGUAGES"]

LANGUAGES = """\
aa aar: Afar, Qafar
ab abk: Abkhazian, Аԥсшәа, Abchasisch, abkhaze, abjasio, abcaso, abcázio, Abchazisch
ady: Adyghe, адыгабзэ, Adygeisch, adyguéen, adigué, adigue, Adygees
ae ave: Avestan, Avestisch, avestique, avéstico
af afr: Afrikaans, afrikáans, africâner
agq: Aghem
ak aka tw twi: Akan, Twi, twi, ci
am amh: Amharic, አማርኛ, Amharisch, amharique, amárico, amarico, Amhaars
an arg: Aragonese, aragonés, Aragonesisch, aragonais, aragonês, Aragonees
ann: Obolo
apc ajp: العامية, Levantijns-Arabisch
ar ara arb: Arabic, العربية, Modern Standard Arabic, Arabisch, Modernes Hocharabisch, arabe, arabe standard moderne,
ar: árabe, árabe estándar moderno, arabo, arabo moderno standard, árabe moderno, modern standaard Arabisch
arn: Mapuche, Mapudungun
ary: Moroccan Arabic, Marokkanisches Arabisch, arabe marocain, arabo marocchino, Marokkaans Arabisch
as asm: Assamese, অসমীয়া, Assamesisch, assamais, asamés, assamês, Assamees
asa: Asu, Kipare
ast: Asturian, asturianu, Asturisch, asturien, asturiano
av ava: Avaric, Awarisch, avar, avaro, avárico, Avarisch
ay aym ayr: Aymara, aimara, aimará
az aze azj: Azerbaijani, azərbaycan, Aserbaidschanisch, azerbaïdjanais, azerbaiyano, azerbaigiano, azerbaijano,
az: azeri sul, Azerbeidzjaans
ba bak: Bashkir, башҡорт, Baschkirisch, bachkir, baskir, baschiro, Basjkiers
bal bcc: Baluchi, بلۆچی, Belutschisch, baloutchi, beluci, balúchi, Beloetsji
bas: Basaa, Ɓàsàa, Bassa, bassa, basa, Basa
be bel: Belarusian, беларуская, Belarussisch, biélorusse, bielorruso, bielorusso, bielorrusso
bem: Bemba, Ichibemba, wemba
bew: Betawi, Bataviaans
bez: Bena, Hibena
bg bul: Bulgarian, български, Bulgarisch, bulgare, búlgaro, bulgaro, Bulgaars
bgc: Haryanvi, हरियाणवी, hariani
bgn: Western Balochi, بلوچی (رخشانی), Westliches Belutschi, baloutchi occidental, baluchi occidental,
bgn: beluci occidentale, balúchi ocidental, Westers Beloetsji
bho bh bih: Bhojpuri, भोजपुरी, Bhodschpuri, bhodjpouri, bhoyapurí
bi bis: Bislama, bichelamar, bislamá
blo: Anii, anii kagɩja
blt: Tai Dam, ꪼꪕꪒꪾ
bm bam: Bambara, bamanakan
bn ben: Bangla, বাংলা, Bengalisch, bengali, bengalí, bengalese, Bengaals
bo bod tib: Tibetan, བོད་སྐད་, Tibetisch, tibétain, tibetano, Tibetaans
bqi: Bakhtiari, لوری بختیاری, Bachtiarisch
br bre: Breton, brezhoneg, Bretonisch, bretón, bretone, bretão, Bretons
brh: Brahui, براہوئی, brahoui
brx: Bodo, बर’
bs bos: Bosnian, bosanski, Bosnisch, bosniaque, bosnio, bosniaco, bósnio
bss: Akoose
bua bxr: Buriat, буряад, Burjatisch, bouriate, buriato, Boerjatisch
byn: Blin, ብሊን
ca cat: Catalan, català, Katalanisch, catalán, catalano, catalão, Catalaans
cad: Caddo
cch: Atsam
ccp: Chakma, 𑄌𑄋𑄴𑄟𑄳𑄦, changma kodha
ce che: Chechen, нохчийн, Tschetschenisch, tchétchène, checheno, ceceno, Tsjetsjeens
ceb: Cebuano
cgg: Chiga, Rukiga, kiga
ch cha: Chamorro
cho: Choctaw, Chahta
chr: Cherokee, ᏣᎳᎩ, cheroqui
cic: Chickasaw, Chikashshanompaʼ
ckb: Central Kurdish, کوردیی ناوەندی, Zentralkurdisch, sorani, kurdo sorani, curdo centrale, curdo central, Soranî
co cos: Corsican, corsu, Korsisch, corse, corso, Corsicaans
cop: Coptic, ϯⲙⲉⲧⲣⲉⲙⲛ̀ⲭⲏⲙⲓ, Koptisch, copte, copto, copta
cr cre cwd: Cree
cs ces cze: Czech, čeština, Tschechisch, tchèque, checo, ceco, tcheco, Tsjechisch
csw: Swampy Cree, ᓀᐦᐃᓇᐍᐏᐣ, cri des marais, cree de los pantanos, cree delle paludi, cree swampy
cu chu: Church Slavic, церковнослове́нскїй, Kirchenslawisch, slavon d’église, eslavo eclesiástico,
cu: slavo ecclesiastico, Kerkslavisch
cv chv: Chuvash, чӑваш чӗлхи, Tschuwaschisch, tchouvache, chuvasio, ciuvascio, tchuvache, Tsjoevasjisch
cy cym wel: Welsh, Cymraeg, Walisisch, gallois, galés, gallese, galês
da dan: Danish, dansk, Dänisch, danois, danés, danese, dinamarquês, Deens
dav: Taita, Kitaita
de deu ger: German, Deutsch, Austrian German, Swiss High German, Österreichisches Deutsch, Schweizer Hochdeutsch,
de: allemand, allemand autrichien, allemand suisse, alemán, alemán austríaco, alto alemán suizo, tedesco,
de: tedesco austriaco, alto tedesco svizzero, alemão, alto alemão (Suíça), Duits
dje: Zarma, Zarmaciine
doi dgo: Dogri, डोगरी
dsb: Lower Sorbian, dolnoserbšćina, Niedersorbisch, bas-sorabe, bajo sorbio, basso sorabo, baixo sorábio,
dsb: Nedersorbisch
dua: Duala, duálá, douala
dv div: Divehi, ދިވެހިބަސް, Dhivehi, maldivien
dyo: Jola-Fonyi, joola, Diola, diola-fogny, jola-fony
dz adp dzo: Dzongkha, རྫོང་ཁ, dzonga
ebu: Embu, Kĩembu
ee ewe: Ewe, eʋegbe, éwé, ewé
el ell gre: Greek, Ελληνικά, Griechisch, grec, griego, greco, grego, Grieks
en eng: English, Australian English, Canadian English, British English, American English, Englisch, anglais,
en: anglais australien, anglais canadien, anglais britannique, anglais américain, inglés, inglés australiano,
en: inglés canadiense, inglés británico, inglés estadounidense, inglese, inglese australiano, inglese canadese,
en: inglese britannico, inglese americano, inglês, Engels
eo epo: Esperanto, espéranto
es spa: Spanish, español, Castilian, castellano, Latin American Spanish, European Spanish, Mexican Spanish, Spanisch,
es: espagnol, espagnol d’Amérique latine, espagnol d’Espagne, espagnol du Mexique, español latinoamericano,
es: español de España, español de México, spagnolo, spagnolo latinoamericano, spagnolo europeo, spagnolo messicano,
es: espanhol, Spaans
et ekk est: Estonian, eesti, Estnisch, estonien, estonio, estone, estoniano, Estisch
eu baq eus: Basque, euskara, Baskisch, euskera, basco
ewo: Ewondo, ewondo, éwondo
fa drw fas per pes prs tnf: Persian, فارسی, Farsi, Dari, Persisch, persan, dari, persa, darí, persiano, Perzisch
ff fuc ful: Fula, Pulaar, Ful, peul, fulah, Fulah
fi fin: Finnish, suomi, Finnisch, finnois, finés, finlandese, finlandês, Fins
fil tgl tl: Filipino, Tagalog, tagalog, tagalo, filippino, Filipijns
fj fij: Fijian, Fidschi, fidjien, fiyiano, figiano, fijiano, Fijisch
fo fao: Faroese, føroyskt, Färöisch, féroïen, feroés, feroês, Faeröers
fr fra fre: French, français, Canadian French, Swiss French, Französisch, français canadien, français suisse, francés,
fr: francés canadiense, francés suizo, francese, francese canadese, francese svizzero, francês, Frans
frr: Northern Frisian, Nordfriisk, Nordfriesisch, frison septentrional, frisón septentrional, frisone settentrionale,
frr: frísio setentrional, Noord-Fries
fur: Friulian, furlan, Friaulisch, frioulan, friulano, Friulisch
fy fry: Western Frisian, Frysk, Westfriesisch, frison occidental, frisón occidental, frisone occidentale,
fy: frísio ocidental, Fries
ga gle: Irish, Gaeilge, Irisch, irlandais, irlandés, irlandese, irlandês, Iers
gaa: Ga, Gã
gd gla: Scottish Gaelic, Gàidhlig, Gälisch (Schottland), gaélique écossais, gaélico escocés, gaelico scozzese,
gd: gaélico escocês, Schots-Gaelisch
gez: Geez, ግዕዝኛ, guèze, Ge’ez
gl glg: Galician, galego, Galicisch, galicien, gallego, galiziano
gn grn gug: Guarani, avañe’ẽ, Guaraní, guaraní
gsw: Swiss German, Schwiizertüütsch, Schweizerdeutsch, suisse allemand, alemán suizo, tedesco svizzero,
gsw: alemão (Suíça), Zwitserduits
gu guj prp: Gujarati, ગુજરાતી, goudjarati, guyaratí, guzerate
guz: Gusii, Ekegusii
gv glv: Manx, Gaelg, mannois, manés, mannese
ha hau: Hausa, Haussa, haoussa, hauçá
haw: Hawaiian, ʻŌlelo Hawaiʻi, Hawaiisch, hawaïen, hawaiano, havaiano, Hawaïaans
he heb iw: Hebrew, עברית, Hebräisch, hébreu, hebreo, ebraico, hebraico, Hebreeuws
hi hin: Hindi, हिन्दी, Hindi (Latin), Hindi (lateinisch), hinglish, Hinglish
hnj: Hmong Njua, 𞄀𞄄𞄰𞄩𞄍𞄜𞄰
ho hmo: Hiri Motu, Hiri-Motu
hr hrv scr: Croatian, hrvatski, Kroatisch, croate, croata, croato
hrx: Hunsrückisch
hsb: Upper Sorbian, hornjoserbšćina, Obersorbisch, haut-sorabe, alto sorbio, alto sorabo, alto sorábio, Oppersorbisch
ht hat: Haitian Creole, Kreyòl Ayisyen, Haiti-Kreolisch, créole haïtien, criollo haitiano, creolo haitiano, haitiano,
ht: Haïtiaans Creools
hu hun: Hungarian, magyar, Ungarisch, hongrois, húngaro, ungherese, Hongaars
hy arm hye: Armenian, հայերեն, Armenisch, arménien, armenio, armeno, armênio, Armeens
hz her: Herero, héréro
ia ina: Interlingua, interlingua, interlíngua
id in ind: Indonesian, Indonesia, Indonesisch, indonésien, indonesio, indonesiano, indonésio
ie ile: Interlingue
ig ibo: Igbo, Asụsụ Igbo
ii iii: Sichuan Yi, ꆈꌠꉙ, Yi, yi du Sichuan, yi de Sichuán
ik esk ipk: Inupiaq, Inupiak, inupiak, inupiaque
io ido: Ido
is ice isl: Icelandic, íslenska, Isländisch, islandais, islandés, islandese, islandês, IJslands
isv: Medžuslovjansky
it ita: Italian, italiano, Italienisch, italien, Italiaans
iu ike iku: Inuktitut, ᐃᓄᒃᑎᑐᑦ
ja jpn: Japanese, 日本語, Japanisch, japonais, japonés, giapponese, japonês, Japans
jbo: Lojban, la .lojban.
jgo: Ngomba, Ndaꞌa, ngamambo, nguemba
jmc: Machame, Kimachame, matchamé
jv jav jw: Javanese, Jawa, Javanisch, javanais, javanés, giavanese, javanês, Javaans
ka geo kat: Georgian, ქართული, Georgisch, géorgien, georgiano
kaa: Kara-Kalpak, қарақалпақша, Karakalpakisch, karakalpak, karakalpako, Karakalpaks
kab: Kabyle, Taqbaylit, Kabylisch, cabileño, cabilo
kaj: Jju, Kaje
kam: Kamba, Kikamba
kbd: Kabardian, къэбэрдеибзэ, Kabardinisch, kabarde, kabardiano, cabardino, Kabardisch
kcg: Tyap, Katab
kde: Makonde, Chimakonde, makondé, maconde
kea: Kabuverdianu, kabuverdianu, capverdien, criollo caboverdiano, capoverdiano, crioulo cabo-verdiano,
kea: Kaapverdisch Creools
kek: Qʼeqchiʼ
ken: Kenyang, Kɛnyaŋ, kényang
kg kng kon: Kongo, Kongolesisch, kikongo, congolês
kgp: Kaingang, kanhgág, caingangue, káingang
khq: Koyra Chiini, Koyra ciini
ki kik: Kikuyu, Gĩgĩkũyũ, quicuio, Gikuyu
kj kua: Kuanyama, Kwanyama, cuanhama
kk kaz: Kazakh, қазақ тілі, Kasachisch, kazajo, kazako, cazaque, Kazachs
kkj: Kako, kakɔ
kl kal: Kalaallisut, kalaallisut, Grönländisch, groenlandais, groenlandés, groenlandese, groenlandês, Groenlands
kln spy: Kalenjin, kalendjin
km khm: Khmer, ខ្មែរ, jemer
kn kan: Kannada, ಕನ್ನಡ, canarés, canarim
ko kor: Korean, 한국어, Koreanisch, coréen, coreano, Koreaans
kok gom: Konkani, कोंकणी, konkaní, concani
kpe xpe: Kpelle, Kpɛlɛɛ, kpellé
kr kau knc: Kanuri, kanouri, canúri
ks kas: Kashmiri, کٲشُر, Kaschmiri, cachemiri, cachemir, caxemira, Kasjmiri
ksb: Shambala, Kishambaa
ksf: Bafia, rikpa
ksh: Colognian, Kölsch, coloniese
ku kmr kur: Kurdish, kurdî (kurmancî), Kurdisch, kurde, kurdo, curdo, Koerdisch
kv kom kpv: Komi
kw cor: Cornish, kernewek, Kornisch, cornique, córnico, cornico
kxv: Kuvi, kuvi
ky kir: Kyrgyz, кыргызча, Kirgisisch, kirghize, kirguís, kirghiso, quirguiz, Kirgizisch
la lat: Latin, Latina, Latein, latín, latino, latim, Latijn
lag: Langi, Kɨlaangi
lb ltz: Luxembourgish, Lëtzebuergesch, Luxemburgisch, luxembourgeois, luxemburgués, lussemburghese, luxemburguês,
lb: Luxemburgs
lg lug: Ganda, Luganda
li lim: Limburgish, Limburgisch, limbourgeois, limburgués, limburghese, limburguês, Limburgs
lij: Ligurian, ligure, Ligurisch, ligur
lkt: Lakota, Lakȟólʼiyapi, lacota
lld: Ladin, ladin, Ladinisch, ladino
lmo: Lombard, Lombardisch, lombardo
ln lin: Lingala, lingála
lo lao: Lao, ລາວ, Laotisch, laosiano, Laotiaans
lrc: Northern Luri, لۊری شومالی, Nördliches Luri, lori du Nord, lorí septentrional, luri settentrionale,
lrc: luri setentrional, Noordelijk Luri
lt lit: Lithuanian, lietuvių, Litauisch, lituanien, lituano, Litouws
ltg: Latgalian, latgalīšu, Lettgallisch, latgalien, letgallo, Letgaals
lu lub: Luba-Katanga, Tshiluba, luba-katanga (kiluba), luba-catanga
luo: Luo, Dholuo
luy bxk: Luyia, Luluhia, Luhya
lv lav lvs: Latvian, latviešu, Lettisch, letton, letón, lettone, letão, Lets
lzz: Laz, Lazuri, Lasisch, laze, Lazisch
mai: Maithili, मैथिली, maïthili
mas: Masai, Maa, Massai, maasaï, masái, massai
mdf: Moksha, мокшень кяль, Mokschanisch, mokcha, mocsa, Moksja
mer: Meru, Kĩmĩrũ
mfe: Morisyen, kreol morisien, créole mauricien, criollo mauriciano, creolo mauriziano
mg mlg plt: Malagasy, malgache, malgascio, malgaxe, Malagassisch
mgh: Makhuwa-Meetto, Makua, macua-mêto
mgo: Metaʼ, metaʼ, Meta’, meta’
mh mah: Marshallese, Marschallesisch, marshallais, marshalés, marshalês, Marshallees
mi mao mri: Māori, maori, maorí, Maori
mic: Mi'kmaw, Lʼnuiʼsuti, Micmac, micmac, miquemaque, Mi’kmaq
mk mac mkd: Macedonian, македонски, Mazedonisch, macédonien, macedonio, macedone, macedônio, Macedonisch
ml mal: Malayalam, മലയാളം, malayálam, malaiala
mn drh khk mon: Mongolian, монгол, Mongolisch, mongol, mongolo, Mongools
mni: Manipuri, মৈতৈলোন্, Meithei, manipurí, Meitei
moh: Mohawk, Kanienʼkéha, moicano
mr mar: Marathi, मराठी, maratí, marati
mrh shl: Mara
ms may msa zsm: Malay, Melayu, Malaiisch, malais, malayo, malese, malaio, Maleis
mt mlt: Maltese, Malti, Maltesisch, maltais, maltés, maltês, Maltees
mua: Mundang, MUNDAŊ, moundang
mus: Muscogee, Mvskoke, Muskogee, creek, Creek
my bur mya: Burmese, မြန်မာ, Birmanisch, birman, birmano, birmanês, Birmaans
myv: Erzya, эрзянь кель, Ersja-Mordwinisch, Erzja
mzn: Mazanderani, مازرونی, Masanderanisch, mazandérani, mazandaraní, mazandarani
na nau: Nauru, Nauruisch, nauruan, nauruano, Nauruaans
naq: Nama, Khoekhoegowab
nd nde: North Ndebele, isiNdebele, Nord-Ndebele, ndébélé du Nord, ndebele septentrional, ndebele del nord,
nd: ndebele do norte, Noord-Ndebele
nds: Low German, Neddersass’sch, Low Saxon, Niederdeutsch, Niedersächsisch, bas-allemand, bas-saxon néerlandais,
nds: bajo alemán, bajo sajón, basso tedesco, basso tedesco olandese, baixo alemão, baixo saxão, Nedersaksisch,
nds: Nederduits
ne nep npi: Nepali, नेपाली, Nepalesisch, népalais, nepalí, nepalese, nepalês, Nepalees
ng ndo: Ndonga, dongo
nl dut nld: Dutch, Nederlands, Flemish, Niederländisch, Flämisch, néerlandais, flamand, neerlandés, flamenco,
nl: olandese, fiammingo, holandês, flamengo, Vlaams
nmg: Kwasio, ngoumba, Ngumba
nn nno: Norwegian Nynorsk, norsk nynorsk, Norwegisch (Nynorsk), norvégien nynorsk, noruego nynorsk, norvegese nynorsk,
nn: nynorsk norueguês, Noors - Nynorsk
nnh: Ngiemboon, Shwóŋò ngiembɔɔn
no nb nob nor: Norwegian, norsk bokmål, norsk, Norwegian Bokmål, Norwegisch (Bokmål), Norwegisch, norvégien bokmål,
no: norvégien, noruego bokmal, noruego, norvegese bokmål, norvegese, bokmål norueguês, norueguês, Noors - Bokmål,
no: Noors
nqo: N’Ko, ߒߞߏ
nr nbl: South Ndebele, isiNdebele, Süd-Ndebele, ndébélé du Sud, ndebele meridional, ndebele del sud, ndebele do sul,
nr: Zuid-Ndbele
nso: Northern Sotho, Sesotho sa Leboa, Nord-Sotho, sotho du Nord, sotho septentrional, sotho del nord,
nso: soto setentrional, Noord-Sotho
nus: Nuer, Thok Nath
nv nav: Navajo, Diné Bizaad
ny nya: Nyanja, chewa, nianja
nyn: Nyankole, Runyankore, nyankolé
oc oci: Occitan, occitan, Okzitanisch, occitano, occitânico, Occitaans
oj ojg oji: Ojibwa
oka: Okanagan, n̓səl̓xcin̓, colville-okanagan
om gaz orm: Oromo, Oromoo, Afaan Oromo
or ori ory: Odia, ଓଡ଼ିଆ, Oriya, oriya, oriá
os oss: Ossetic, ирон, Ossetisch, ossète, osético, ossetico, osseto
osa: Osage, 𐓏𐓘𐓻𐓘𐓻𐓟
pa pan: Punjabi, ਪੰਜਾਬੀ, pendjabi, punyabí, panjabi
pap: Papiamento, Papiamentu, Papiaments
pcm: Nigerian Pidgin, Naijíriá Píjin, Nigerianisches Pidgin, pidgin nigérian, pidgin de Nigeria, pidgin nigeriano,
pcm: Nigeriaans Pidgin
pi pli: Pali, páli
pis: Pijin, pidgin salomonense
pl pol: Polish, polski, Polnisch, polonais, polaco, polacco, polonês, Pools
pms: Piedmontese, piemontèis, Piemontesisch, piémontais, piamontés, piemontese, piemontês, Piëmontees
prg: Prussian, prūsiskan, Altpreußisch, prussien, prusiano, prussiano, Oudpruisisch
ps pbu pus: Pashto, پښتو, Paschtu, pachto, pastún, Pasjtoe
pt por: Portuguese, português, Brazilian Portuguese, European Portuguese, Portugiesisch, portugais,
pt: portugais brésilien, portugais européen, portugués, portugués de Brasil, portugués de Portugal, portoghese,
pt: portoghese brasiliano, portoghese europeo, Portugees
qu que quz: Quechua, Runasimi, quíchua
quc: Kʼicheʼ, kʼicheʼ, K’iche’, quiché, k’iche’
raj mup: Rajasthani, राजस्थानी, rajastani
rhg: Rohingya, 𐴌𐴗𐴥𐴝𐴙𐴚𐴒𐴙𐴝, Rohingyalisch, rohinyá, ruainga
rif: Riffian, Tarifit, rifain, Riffijns
rm roh: Romansh, rumantsch, Rätoromanisch, romanche, romancio, Reto-Romaans
rn run: Rundi, Ikirundi, roundi, kirundi, Kirundi
ro mo mol ron rum: Romanian, română, Moldavian, Rumänisch, Moldauisch, roumain, moldave, rumano, moldavo, rumeno,
ro: romeno, moldávio, Roemeens
rof: Rombo, Kihorombo
ru rus: Russian, русский, Russisch, russe, ruso, russo
rw kin: Kinyarwanda, Ikinyarwanda, quiniaruanda
rwk: Rwa, Kiruwa
sa cls san: Sanskrit, संस्कृत भाषा, sánscrito, sanscrito, sânscrito, Sanskriet
sah: Yakut, саха тыла, Jakutisch, iakoute, sakha, sacha, Jakoets
saq: Samburu, Kisampur
sat: Santali, ᱥᱟᱱᱛᱟᱲᱤ
sbp: Sangu, Ishisangu, isangu
sc src srd: Sardinian, sardu, Sardisch, sarde, sardo, Sardijns
scn: Sicilian, sicilianu, Sizilianisch, sicilien, siciliano, Siciliaans
sd snd: Sindhi, سنڌي, sindi
sdh: Southern Kurdish, کوردی خوارگ, Südkurdisch, kurde du Sud, kurdo meridional, curdo meridionale, curdo meridional,
sdh: Pahlavani
se sme: Northern Sami, davvisámegiella, Nordsamisch, same du Nord, sami septentrional, sami del nord,
se: sami setentrional, Noord-Samisch
seh: Sena, sena, cisena
ses: Koyraboro Senni, Koyraboro senni, Koyra Senni
sg sag: Sango, Sängö
sgs: Samogitian, Samogitisch, samogitien, samogitico
shi: Tachelhit, ⵜⴰⵛⵍⵃⵉⵜ, Taschelhit, chleuh, tashelhit, Tashelhiyt
shn: Shan, တႆး, Schan
si sin: Sinhala, සිංහල, Singhalesisch, cingalais, cingalés, singalese, cingalês, Singalees
sid: Sidamo, Sidaamu Afo
sk slk slo: Slovak, slovenčina, Slowakisch, slovaque, eslovaco, slovacco, Slowaaks
skr: سرائیکی
sl slv: Slovenian, slovenščina, Slowenisch, slovène, esloveno, sloveno, Sloveens
sm smo: Samoan, Samoanisch, samoano, Samoaans
sma: Southern Sami, Åarjelsaemien gïele, Südsamisch, same du Sud, sami meridional, sami del sud, Zuid-Samisch
smj: Lule Sami, julevsámegiella, Lule-Samisch, same de Lule, sami lule, sami di Lule, sami de Lule
smn: Inari Sami, anarâškielâ, Inari-Samisch, same d’Inari, sami inari, sami di Inari, lapão de Inari
sms: Skolt Sami, sääʹmǩiõll, Skolt-Samisch, same skolt, sami skolt, sami de Skolt
sn sna: Shona, chiShona, xona
so som: Somali, Soomaali, somalí, somalo, Somalisch
sq alb als sqi: Albanian, shqip, Albanisch, albanais, albanés, albanese, albanês, Albanees
sr cnr hbs scc sh srp: Serbian, српски, Serbo-Croatian, Montenegrin, Serbo-Kroatisch, Serbisch, serbo-croate, serbe,
sr: serbocroata, serbio, serbo-croato, serbo, servo-croata, sérvio, Servo-Kroatisch, Servisch
ss ssw: Swati, siSwati, Swazi, suazi, suázi
ssy: Saho
st sot: Southern Sotho, Sesotho, Süd-Sotho, sotho du Sud, sotho meridional, sotho del sud, soto do sul, Zuid-Sotho
su sun: Sundanese, Basa Sunda, Sundanesisch, soundanais, sundanés, sundanês, Soendanees
sus: Susu, soussou, Soesoe
sv swe: Swedish, svenska, Schwedisch, suédois, sueco, svedese, Zweeds
sw swa swc swh: Swahili, Kiswahili, Congo Swahili, Suaheli, Kongo-Swahili, swahili du Congo, suajili,
sw: suajili del Congo, swahili del Congo, suaíli, suaíli do Congo
syr cld: Syriac, ܣܘܪܝܝܐ, Syrisch, syriaque, siriaco, siríaco
szl: Silesian, ślōnski, Schlesisch (Wasserpolnisch), silésien, silesio, slesiano, silesiano, Silezisch
ta tam: Tamil, தமிழ், tamoul, tâmil
te tel: Telugu, తెలుగు, télougou, télugo
teo: Teso, Kiteso
tg tgk: Tajik, тоҷикӣ, Tadschikisch, tadjik, tayiko, tagico, tadjique, Tadzjieks
th tha: Thai, ไทย, Thailändisch, thaï, tailandés, thailandese, tailandês
ti tir: Tigrinya, ትግርኛ, tigrigna, tigriña, tigrino, tigrínia
tig: Tigre, ትግረ, tigré
tk tuk: Turkmen, türkmen dili, Turkmenisch, turkmène, turcomano, turcomanno, turcomeno, Turkmeens
tn tsn: Tswana, Setswana, setsuana
to ton: Tongan, lea fakatonga, Tongaisch, tongien, tongano, tonganês, Tongaans
tok: Toki Pona, toki pona
tpi: Tok Pisin, Neumelanesisch
tr tur: Turkish, Türkçe, Türkisch, turc, turco, Turks
trv: Taroko, patas Taroko
trw: Torwali, توروالی
ts tso: Tsonga, Xitsonga
tt tat: Tatar, татар, Tatarisch, tártaro, tataro, Tataars
twq: Tasawaq, Tasawaq senni
ty tah: Tahitian, Tahitisch, tahitien, tahitiano, taitiano, Tahitiaans
tyv: Tuvinian, Тыва, Tuwinisch, touvain, tuviniano, Toevaans
tzm: Central Atlas Tamazight, Tamaziɣt n laṭlaṣ, Zentralatlas-Tamazight, amazighe de l’Atlas central,
tzm: tamazight del Atlas Central, tamazight do Atlas Central, Tamazight (Centraal-Marokko)
ug uig: Uyghur, ئۇيغۇرچە, Uigurisch, ouïghour, uigur, uiguro, Oeigoers
uk ukr: Ukrainian, українська, Ukrainisch, ukrainien, ucraniano, ucraino, Oekraïens
ur urd: Urdu, اردو, ourdou
uz uzb uzn: Uzbek, o‘zbek, Usbekisch, ouzbek, uzbeko, uzbeco, uzbeque, Oezbeeks
vai: Vai, ꕙꔤ, vaï
ve ven: Venda, Tshivenḓa
vec: Venetian, veneto, Venetisch, vénitien, veneciano, vêneto, Venetiaans
vi vie: Vietnamese, Tiếng Việt, Vietnamesisch, vietnamien, vietnamita, Vietnamees
vmw: Makhuwa, emakhuwa, macua
vo vol: Volapük, volapuque
vun: Vunjo, Kyivunjo
wa wln: Walloon, walon, Wallonisch, wallon, valón, vallone, valão, Waals
wae: Walser, Walliserdeutsch
wal: Wolaytta, ወላይታቱ, Walamo, walamo, wolayta
wbp: Warlpiri
wo wol: Wolof, wólof, uolofe
xh xho: Xhosa, IsiXhosa
xnr: Kangri, कांगड़ी, kandri
xog: Soga, Olusoga, lusoga
yav: Yangben, nuasue
yi ji ydd yid: Yiddish, ייִדיש, Jiddisch, yidis, iídiche
yo yor: Yoruba, Èdè Yorùbá, iorubá
yrl: Nheengatu, nheẽgatu, nheengatou, ñe’engatú
yue: Cantonese, 粵語, Kantonesisch, cantonais, cantonés, cantonês, Kantonees
za zha zyb: Zhuang, Vahcuengh
zgh: Standard Moroccan Tamazight, ⵜⴰⵎⴰⵣⵉⵖⵜ, amazighe standard marocain, tamazight estándar marroquí,
zgh: tamazight del Marocco standard, tamazirte marroqino padrão, Standaard Marokkaanse Tamazight
zh chi cmn zho: Chinese, 中文, Mandarin, Simplified Chinese, Traditional Chinese, Chinesisch, Chinesisch (vereinfacht),
zh: Chinesisch (traditionell), chinois, chinois simplifié, chinois traditionnel, chino, chino simplificado,
zh: chino tradicional, cinese, cinese semplificato, cinese tradizionale, chinês, chinês simplificado,
zh: chinês tradicional, Chinees, Mandarijn (vereenvoudigd), Mandarijn (traditioneel)
zu zul: Zulu, isiZulu, zoulou, zulú, Zoeloe
"""
