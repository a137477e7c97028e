"""Models in one file, for machines with no network: everything in it is listed with its checksum, and nothing else is taken.

Knows archives and the store; what makes a model usable is asked of the caller.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ..errors import ModelError
from ..output import write_through
from .store import CHECKSUMS, checksums, placing

__all__ = ["bundle", "install"]

_LIST = "bundle.json"
_FORMAT = 1
# What a model in CTranslate2 layout consists of. Anything else, a pickle above all, is refused.
_ALLOWED = re.compile(
    r"model\.bin|model\.json|lexicon\.tsv|config\.json|(?:(?:source|target|shared)_)?vocabulary\.(?:json|txt)|(?:source|target|spiece|sentencepiece)"
    r"(?:\.bpe)?\.(?:spm|model)|tokenizer(?:_config)?\.json|chat_template\.jinja|special_tokens_map\.json|vocab\.json|generation_config\.json|"
    r"(?:README|LICENSE|LICENCE|NOTICE)(?:\.md|\.txt)?"
)
_MAX_TOTAL = 20 * 10**9


def bundle(models: Sequence[tuple[str, Path]], output: Path) -> None:
    """Writes models to one file.

    Args:
        models: Name and folder of each.
        output: The file; whole or absent.

    Raises:
        ModelError: A folder has a file that a model does not consist of.
        OutputError: The file cannot be written.
    """
    listed: dict[str, Any] = {"format": _FORMAT, "models": {}}
    for name, folder in models:
        files = checksums(folder)
        for file in files:
            _check_name(file, name)
        described = json.loads((folder / "model.json").read_text("utf-8"))
        listed["models"][name] = {
            "license": described.get("license", "unknown"),
            "files": {
                file: {"sha256": digest, "size": (folder / file).stat().st_size} for file, digest in files.items()
            },
        }

    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
            _add(archive, _LIST, (json.dumps(listed, indent=1, ensure_ascii=False) + "\n").encode())
            for name, folder in models:
                for file in listed["models"][name]["files"]:
                    with (folder / file).open("rb") as source, archive.open(_entry(f"{name}/{file}"), "w") as target:
                        while chunk := source.read(1 << 20):
                            target.write(chunk)

    write_through(output, write)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))  # the same models give the same bytes
    entry.external_attr = 0o100644 << 16
    return entry


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    archive.writestr(_entry(name), data)


def _check_name(file: str, model: str) -> None:
    if not _ALLOWED.fullmatch(file):
        raise ModelError(
            model, f"has a file that no model consists of ({file})", "Remove it, or install the model again"
        )


def install(file: Path, probe: Callable[[Path], None]) -> list[str]:
    """Installs every model of a bundle, and returns their names.

    Args:
        file: What :func:`bundle` wrote.
        probe: Called with the new folder of each model before it takes its place; raises if the model does not work.

    Raises:
        ModelError: The bundle is damaged or has something in it that does not belong there. Models that were installed before keep
            their old state.
    """
    name = os.fspath(file)
    try:
        with zipfile.ZipFile(file) as archive:
            listed = _listed(archive, name)
            for model, described in listed.items():
                with placing(model) as folder:
                    for path, facts in described["files"].items():
                        _extract(archive, f"{model}/{path}", facts, folder / path, name)
                    probe(folder)
            return list(listed)
    except FileNotFoundError:
        raise ModelError(name, "no such file", "Check the path") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise ModelError(name, f"is damaged or not a bundle ({error})", "Make or copy it again") from None


def _listed(archive: zipfile.ZipFile, name: str) -> dict[str, Any]:
    """The list of a bundle, once everything in the archive is in it and the other way round."""
    members = {item.filename: item for item in archive.infolist()}
    if _LIST not in members or members[_LIST].file_size > 10**6:
        raise ModelError(name, f"is not a bundle (it has no {_LIST})", "Make it with toolkit models bundle")
    try:
        listed = json.loads(archive.read(_LIST))
        models = listed["models"]
        expected = {f"{model}/{path}" for model, described in models.items() for path in described["files"]} | {_LIST}
        sizes = [int(facts["size"]) for described in models.values() for facts in described["files"].values()]
    except (ValueError, KeyError, TypeError, AttributeError, RuntimeError) as error:
        raise ModelError(name, f"its list is damaged ({error})", "Make it again") from None
    if listed.get("format") != _FORMAT:
        raise ModelError(name, f"has format {listed.get('format')}", "Update the toolkit, or make the bundle again")
    if len(archive.infolist()) != len(members) or members.keys() != expected:
        odd = sorted(members.keys() ^ expected)[:3]
        raise ModelError(
            name, f"does not hold what it lists ({', '.join(odd) or 'a name stands twice'})", "Make it again"
        )
    if sum(sizes) > _MAX_TOTAL:
        raise ModelError(name, f"unpacks to {sum(sizes) / 1e9:.0f} GB", "Bundle fewer models")
    for model, described in models.items():
        for path in described["files"]:
            _check_name(path, model)
            if path == CHECKSUMS:
                raise ModelError(name, f"has a {CHECKSUMS}", "Make it again")
    for item in archive.infolist():
        mode = item.external_attr >> 16
        if item.flag_bits & 0x1 or (stat.S_IFMT(mode) and not stat.S_ISREG(mode)):
            raise ModelError(name, f"has an encrypted file or a link ({item.filename})", "Make it again")
    return dict(models)


def _extract(archive: zipfile.ZipFile, member: str, facts: dict[str, Any], target: Path, name: str) -> None:
    digest, size = hashlib.sha256(), 0
    with archive.open(member) as source, target.open("xb") as output:
        while chunk := source.read(1 << 20):
            size += len(chunk)
            if size > int(facts["size"]):
                break
            digest.update(chunk)
            output.write(chunk)
    if size != int(facts["size"]) or digest.hexdigest() != facts["sha256"]:
        raise ModelError(
            name, f"{member} is not what the list says", "Copy the bundle again: it was damaged on the way"
        )
