"""Zip files from strangers: nothing is written outside, and nothing that fills the disk."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from toolkit import ReadingError
from toolkit.page.archives import pack, unpack


def zipped(path: Path, **members: Any) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o120777 << 16
    return info


@pytest.mark.parametrize(
    "name", ["../out.txt", "/etc/out.txt", "a/../../out.txt", "..\\out.txt", "C:\\out.txt", "a\nb.txt"]
)
def test_names_that_lead_out_of_the_folder(tmp_path: Path, name: str) -> None:
    archive = zipped(tmp_path / "a.zip", **{name: "Текст."})
    with pytest.raises(ReadingError, match="leads elsewhere"):
        unpack(archive, tmp_path / "to")
    assert not list(tmp_path.rglob("out.txt"))


def test_unsafe_archives(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "link.zip", "w") as archive:
        archive.writestr(link("a.txt"), "/etc/passwd")
    with pytest.raises(ReadingError, match="link"):
        unpack(tmp_path / "link.zip", tmp_path / "to")
    with pytest.raises(ReadingError, match="unpacks to"):
        unpack(zipped(tmp_path / "bomb.zip", **{"a.txt": b"\0" * 49_000_000}), tmp_path / "to")
    with pytest.raises(ReadingError, match="files"):
        unpack(zipped(tmp_path / "many.zip", **{f"{number}.txt": "а" for number in range(2001)}), tmp_path / "to")
    (tmp_path / "no.zip").write_bytes(b"PK\x03\x04 no zip at all")
    with pytest.raises(ReadingError, match="not a zip"):
        unpack(tmp_path / "no.zip", tmp_path / "to")
    data = bytearray(zipped(tmp_path / "locked.zip", **{"a.txt": "Текст."}).read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    (tmp_path / "locked.zip").write_bytes(data)
    with pytest.raises(ReadingError, match="encrypted"):
        unpack(tmp_path / "locked.zip", tmp_path / "to")
    lying = bytearray(zipped(tmp_path / "lie.zip", **{"a.txt": os.urandom(60_000_000)}).read_bytes())
    where = lying.rindex(b"PK\x01\x02") + 24
    lying[where : where + 4] = (1000).to_bytes(4, "little")
    (tmp_path / "lie.zip").write_bytes(lying)
    with pytest.raises(ReadingError):
        unpack(tmp_path / "lie.zip", tmp_path / "to2")


def test_good_archives(tmp_path: Path) -> None:
    archive = zipped(
        tmp_path / "a.zip",
        **{"nnnnnn/ssssss.txt": "Текст.", "__MACOSX/._x.txt": "x", "photo.png": "x", "новий.txt": "Так."},
    )
    # As programs on Windows write names: code page 866, and no word of it.
    archive.write_bytes(archive.read_bytes().replace(b"nnnnnn/ssssss.txt", "новини/стаття.txt".encode("cp866")))
    assert unpack(archive, tmp_path / "to") == 1
    assert (tmp_path / "to/новини/стаття.txt").read_text("utf-8") == "Текст."
    pack(tmp_path / "to", tmp_path / "back.zip")
    with zipfile.ZipFile(tmp_path / "back.zip") as opened_again:
        assert sorted(opened_again.namelist()) == ["новий.txt", "новини/стаття.txt"]
