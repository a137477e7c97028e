"""Zip files from strangers: unpacked only where, and only as much as, is safe."""

from __future__ import annotations

import os
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from ..errors import ReadingError
from ..reading import SUFFIXES
from .limits import MAX_FILES

__all__ = ["pack", "unpack"]

MAX_TOTAL = 500_000_000  # bytes, unpacked
MAX_ONE = 50_000_000
# Text shrinks to a fifth, seldom to a thirtieth; archives that shrink more are made to fill disks.
MAX_RATIO = 200
_UTF8 = 0x800


def unpack(archive: Path, folder: Path) -> int:
    """Unpacks the readable files of a zip; returns how many others there were.

    Raises:
        ReadingError: It is damaged, encrypted, too large, or has a name or a link that leads out of the folder. What was unpacked
            before that is still there; the caller throws the folder away.
    """
    name = archive.name
    try:
        with zipfile.ZipFile(archive) as opened:
            members = [item for item in opened.infolist() if not item.is_dir() and not _is_litter(item.filename)]
            if len(members) > MAX_FILES:
                raise ReadingError(
                    name, f"holds {len(members):,} files", f"At most {MAX_FILES:,} at a time, or use toolkit batch"
                )
            total = sum(item.file_size for item in members)
            packed = sum(item.compress_size for item in members)
            if total > MAX_TOTAL:
                raise ReadingError(
                    name, f"unpacks to {total / 1e6:,.0f} MB", f"At most {MAX_TOTAL / 1e6:.0f} MB at a time"
                )
            if total > MAX_RATIO * max(packed, 10_000):
                raise ReadingError(
                    name, f"unpacks to {total / max(packed, 1):,.0f} times its size", "Pack only articles"
                )
            others = 0
            for item in members:
                target = _safe_path(item, name)
                if target.suffix.lower() not in SUFFIXES:
                    others += 1
                    continue
                _extract(opened, item, folder / target, name)
            return others
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise ReadingError(name, f"is damaged or not a zip file ({error})", "Pack it again") from None
    except OSError as error:
        raise ReadingError(name, f"cannot be unpacked ({error.strerror or error})", "Pack it again") from None


def _is_litter(name: str) -> bool:
    return (
        name.startswith("__MACOSX/")
        or PurePosixPath(name).name.startswith("._")
        or name.endswith((".DS_Store", "Thumbs.db"))
    )


def _safe_path(item: zipfile.ZipInfo, archive: str) -> Path:
    if item.flag_bits & 0x1:
        raise ReadingError(archive, "is encrypted", "Pack it again without a password")
    mode = item.external_attr >> 16
    if mode and not stat.S_ISREG(mode) and stat.S_IFMT(mode):
        raise ReadingError(archive, f"has a link or a device in it ({item.filename})", "Pack the files themselves")
    name = _decoded(item)
    path = PurePosixPath(name.replace("\\", "/"))
    if (
        path.is_absolute()
        or ".." in path.parts
        or not path.parts
        or ":" in name
        or any(ord(char) < 32 for char in name)
    ):
        raise ReadingError(archive, f"has a name that leads elsewhere ({name!r})", "Pack it again with plain names")
    if len(os.fsencode(path.name)) > 200:
        raise ReadingError(archive, f"has a name that is too long ({path.name[:40]}…)", "Shorten it")
    return Path(*path.parts)


def _decoded(item: zipfile.ZipInfo) -> str:
    """A member's name; programs on Windows write Ukrainian ones in code page 866 without saying so."""
    if item.flag_bits & _UTF8 or item.filename.isascii():
        return item.filename
    try:
        raw = item.filename.encode("cp437")
    except UnicodeEncodeError:
        return item.filename
    for encoding in ("utf-8", "cp866"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return item.filename


def _extract(opened: zipfile.ZipFile, item: zipfile.ZipInfo, target: Path, archive: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with opened.open(item) as source, target.open("xb") as file:
        while chunk := source.read(1 << 20):
            written += len(chunk)
            if written > MAX_ONE:  # whatever size it declares
                raise ReadingError(
                    archive, f"has a file of more than {MAX_ONE / 1e6:.0f} MB ({item.filename})", "Leave it out"
                )
            file.write(chunk)


def pack(folder: Path, archive: Path) -> None:
    """Packs everything in a folder but lock files."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                opened.write(path, path.relative_to(folder))
