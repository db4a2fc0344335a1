"""What might a stranger send?

    python tests/sessions/stranger.py FOLDER

Makes a folder with an archive that unpacks to 3 GB, files whose names lead elsewhere, titles that command terminals,
and files that are not what their names say.
"""

from __future__ import annotations

import io
import json
import sys
import tarfile
import zipfile
from pathlib import Path


def main() -> None:
    """Make the folder."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True)
    bomb = zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED)
    with bomb, bomb.open("bomb.txt", "w", force_zip64=True) as member:
        for _ in range(3000):
            member.write(b"a lamp " * 150_000)
    with zipfile.ZipFile(folder / "leads-elsewhere.zip", "w") as archive:
        archive.writestr("../../escaped.txt", "The keeper of the outer lamp.\n")
        archive.writestr("/etc/escaped.txt", "The keeper of the inner lamp.\n")
        archive.writestr("fine.txt", "The keeper of the honest lamp.\n")
    with tarfile.open(folder / "links.tar", "w") as links:
        link = tarfile.TarInfo("hostname.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
        links.addfile(link)
        text = b"A lamp that burns on the quay.\n"
        plain = tarfile.TarInfo("quay.txt")
        plain.size = len(text)
        links.addfile(plain, io.BytesIO(text))
    title = "A lamp \x1b[2J\x1b]0;owned\x07\x9b31m\u202e and its owner"
    record = {"title": title, "text": "The lamp \x1b[5m blinked.", "author": "E\x07ve"}
    (folder / "titles.json").write_text(json.dumps(record))
    (folder / "lamp\x1b[2J\nerror: forged.txt").write_text("A lamp whose name is a trick.\n")
    (folder / "portrait.pdf").write_bytes(b"MZ\x90\x00" + bytes(range(256)) * 40)
    (folder / "link.txt").symlink_to("/etc/hostname")


if __name__ == "__main__":
    main()
