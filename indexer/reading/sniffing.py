"""What is in a file whose name does not say?

Its first bytes tell: what formats begin with, what a page, a feed or a mail has at its top, and else whether it is text
at all. Names that say that a file is something else, a picture, a program, a spreadsheet, are believed.
"""

from __future__ import annotations

import codecs
import os
import re
from typing import Final

__all__ = ["HEAD", "is_assigned", "is_no_article", "sniffed_suffix"]

HEAD: Final = 4096
"""Bytes of a file that are looked at."""

_NO_ARTICLES: Final = frozenset(
    # pictures, sound, moving pictures, fonts
    ".jpg .jpeg .jpe .jfif .png .gif .bmp .tif .tiff .webp .avif .heic .heif .ico .icns .cur .svg .svgz .psd .ai"
    " .eps .ps .xcf .raw .cr2 .nef .dng .jp2 .djvu .mp3 .m4a .m4b .aac .ogg .oga .opus .flac .wav .wma .aif .aiff"
    " .mid .midi .mp4 .m4v .mov .avi .mkv .webm .wmv .flv .mpg .mpeg .mts .m2ts .3gp .ogv .vob .swf .ttf .otf .ttc"
    " .woff .woff2 .eot"
    # spreadsheets, slides and other documents that are not read
    " .xls .xlsx .xlsm .xlsb .xlt .xltx .ods .ots .fods .numbers .ppt .pptx .pptm .pps .ppsx .pot .potx .odp .otp"
    " .key .doc .dot .dotx .msg .pst .ost .pages .wpd .wps .one .pub .vsd .vsdx .odg .odf .odb .mdb .accdb"
    " .mobi .azw .azw3 .lit .chm .xps .oxps .indd .sla"
    # archives that are not read, images of disks, programs and what they are made of
    " .7z .rar .cab .lzh .arj .ace .sit .z .lz .lz4 .br .jar .war .ear .apk .aab .ipa .xpi .crx .deb .rpm .snap"
    " .whl .egg .dmg .iso .img .vhd .vmdk .qcow2 .exe .dll .com .msi .so .dylib .o .obj .a .lib .class .pyc .pyo"
    " .pyd .wasm .bin .elf .sys .ko .bat .cmd .ps1 .sh .bash .zsh .fish .py .pyi .pyx .ipynb .rb .pl .pm .lua"
    " .php3 .js .mjs .cjs .jsx .ts .tsx .coffee .vue .svelte .css .scss .sass .less .styl .c .h .cc .cpp .cxx .hpp"
    " .hh .m .mm .swift .java .kt .scala .groovy .clj .cs .fs .vb .go .rs .zig .d .hs .ml .erl .ex .exs .el .lisp"
    " .scm .jl .f .f90 .asm .s .v .vhdl .sql .proto .cmake .mk .gradle .map .wat .glsl .diff .patch .po .mo"
    # data, settings, keys, what programs keep for themselves
    " .db .db3 .sqlite .sqlite3 .dbf .dat .npy .npz .npm .parquet .feather .arrow .avro .orc .hdf5 .h5 .mat .rds"
    " .rdata .pkl .pickle .pt .pth .onnx .safetensors .model .idx .pack .cdx .cdxj .shp .shx .gpx .kml .kmz .stl"
    " .dwg .dxf .yml .yaml .toml .ini .cfg .conf .properties .plist .reg .env .lock .pid .sum .pem .crt .cer .p12"
    " .pfx .sig .gpg .torrent .lnk .url .webloc .desktop .ics .vcf .sub .m3u .m3u8 .pls .cue .bak"
    " .tex .ltx .sty .cls .tmp .part .crdownload .swp .xsd .xsl .xslt .dtd .wsdl .rng .resx".split()
)
"""How the names of files end that are not articles, whatever is in them."""

_SIGNATURES: Final = (
    (b"%PDF-", ".pdf"),
    (b"{\\rtf", ".rtf"),
    (b"WARC/", ".warc"),
)
_ZIP: Final = b"PK\x03\x04"
_ZIPPED: Final = (
    (b"mimetypeapplication/epub+zip", ".epub"),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", ".odt"),
    (b"word/", ".docx"),
    (b"mimetype", ""),
    (b"[Content_Types].xml", ""),
    (b"META-INF/", ""),
)
"""What is near the beginning of ZIP archives that are documents; those with "" are of kinds that are not read."""
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS: Final = bytes(code for code in range(0x20) if code not in b"\t\n\r\f\x1b")
_MOST_CONTROLS: Final = 0.01
_PAGE: Final = re.compile(
    rb"\A[\s\xef\xbb\xbf]*+(?:<\?xml[^>]{0,200}>\s*+)?(?:<!--.{0,500}?-->\s*+)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML: Final = re.compile(rb"\A[\s\xef\xbb\xbf]*+<(?:\?xml|!doctype|[a-z])", re.IGNORECASE)
_FEED: Final = re.compile(rb"<(?:rss|feed|en-export|(?:\w{1,20}:)?RDF)[\s>]")
_PROGRAM: Final = re.compile(rb"\A(?:#!|<\?(?:php|=|\s))")
_ARMOURED: Final = re.compile(rb"\A\s*+-----BEGIN (?!PGP SIGNED MESSAGE-)[A-Z0-9 ]{3,40}-----")
"""Keys, certificates, signatures and what is encrypted."""
_FIELD: Final = re.compile(rb"(?P<name>[!-9;-~]{1,76}):[ \t]?[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*+")
_OF_MAIL: Final = frozenset(
    b"from to subject date received message-id return-path delivered-to reply-to cc mime-version content-type"
    b" content-transfer-encoding x-mailer user-agent newsgroups references in-reply-to list-id".split()
)
_FROM: Final = re.compile(rb"\A(?:\xef\xbb\xbf)?From [^\n]{0,200}\n(?=[!-9;-~]{1,76}:)")
_RELATED: Final = re.compile(rb"^content-type:\s{0,9}multipart/related", re.IGNORECASE | re.MULTILINE)
_SAVED: Final = re.compile(rb"^(?:snapshot-content-location|from:\s{0,9}<?saved by)", re.IGNORECASE | re.MULTILINE)
_OBJECTS: Final = re.compile(rb"\A[\s\xef\xbb\xbf]*+\{[^\n]*\}[ \t\r]*\n[ \t]*\{\"")
_JSON: Final = re.compile(rb"\A[\s\xef\xbb\xbf]*+(?:\{\s*+\"[^\"]{1,200}\"\s*+:|\[\s*+\{\s*+\")")
_ARCHIVED: Final = re.compile(rb"\A[\s\xef\xbb\xbf]*+window\.YTD\.")
"""What files of Twitter's archive begin with, before JSON."""
_WORD: Final = re.compile(rb"[A-Za-z\x80-\xff]{2,}")
_FEWEST_WORDS: Final = 3
"""Words without which a file is not taken for a text, unless it is UTF-8: other bytes are seldom that by chance."""


def is_no_article(name: str) -> bool:
    """Whether the name of a file, not compressed, says that it is something else than an article."""
    return os.path.splitext(name)[1].lower() in _NO_ARTICLES


def is_assigned(head: bytes) -> bool:
    """Whether a file that begins with `head` is of Twitter's archive: JSON that is assigned to a variable."""
    return _ARCHIVED.match(head) is not None


def sniffed_suffix(head: bytes) -> str:
    """Return the suffix for a file that begins with `head`, its first bytes; "" where it is none to read."""
    head = head[:HEAD]
    for begin, suffix in _SIGNATURES:
        if head.startswith(begin):
            return suffix
    if head.startswith(_ZIP):
        return next((suffix for sign, suffix in _ZIPPED if sign in head), ".zip")
    if head.startswith(_UTF_16):
        return ".txt"
    if b"\0" in head or len(head) - len(head.translate(None, _CONTROLS)) > _MOST_CONTROLS * len(head):
        return ""
    return _kind_of_text(head)


def _kind_of_text(head: bytes) -> str:
    """Return the suffix of a text by what is at its top."""
    if _PROGRAM.match(head) or _ARMOURED.match(head):
        return ""
    if _PAGE.match(head):
        return ".html"
    if _XML.match(head) and (b"<?xml" in head[:100] or _FEED.search(head)):
        return ".xml" if _FEED.search(head) else ""
    if _is_mail(head):
        return ".mhtml" if _RELATED.search(head) and _SAVED.search(head) else ".eml"
    kinds = ((_FROM, ".mbox"), (_OBJECTS, ".jsonl"), (_JSON, ".json"), (_ARCHIVED, ".json"))
    told = next((suffix for sign, suffix in kinds if sign.match(head)), "")
    return told or (".txt" if _has_words(head) else "")


def _has_words(head: bytes) -> bool:
    """Whether there are so many words in what a file begins with that it is taken for a text."""
    count = len(_WORD.findall(head))
    return count >= _FEWEST_WORDS or (count > 0 and _is_utf8(head))


def _is_utf8(head: bytes) -> bool:
    """Whether bytes are UTF-8, but for a character that they end within."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _is_mail(head: bytes) -> bool:
    """Whether a text begins with the header of a mail: at least two fields that mails have, one of them the sender or
    the path it came on."""
    names: set[bytes] = set()
    at = 0
    while field := _FIELD.match(head, at):
        names.add(field["name"].lower())
        at = field.end()
    return len(names & _OF_MAIL) >= 2 and bool(names & {b"from", b"received", b"return-path"})
