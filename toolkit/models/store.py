"""The folder of the user's own models: each is there whole or not at all, whatever happens while it is put there.

Knows folders and checksums; nothing about engines or where models come from.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ..errors import ModelError

__all__ = ["CHECKSUMS", "checksums", "models_folder", "placing", "recovered", "remove", "sha256_of", "verify"]

CHECKSUMS = "checksums.json"
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,60}")
_OLD, _NEW = ".old-", ".new-"


def models_folder() -> Path:
    """Where the user's models are: ``TOOLKIT_MODELS``, or the system's folder for an application's data."""
    if chosen := os.environ.get("TOOLKIT_MODELS"):
        return Path(chosen).expanduser()
    from platformdirs import user_data_path

    return user_data_path("toolkit-uk-en", appauthor=False) / "models"


def recovered(name: str) -> Path:
    """The folder of a model; a replacement that was interrupted half way is taken back first."""
    folder = models_folder()
    path, old = folder / name, folder / f"{_OLD}{name}"
    if not path.exists() and old.exists():
        old.replace(path)
    return path


@contextlib.contextmanager
def placing(name: str) -> Iterator[Path]:
    """A new folder to build a model in, on the same disk; when the block ends well it becomes the model, checksums included.

    Whatever happens meanwhile, the model of that name that was there before stays usable.

    Raises:
        ModelError: The name cannot be a folder's, or the folder cannot be written.
    """
    if not _NAME.fullmatch(name):
        raise ModelError(name, "cannot be a model's name", "Use small letters, digits, dots and hyphens")
    if (Path(__file__).parent / name / "model.json").is_file():
        raise ModelError(
            name, "comes with the package, and would never be used from anywhere else", "Give another name"
        )
    target = recovered(name)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=_NEW, dir=target.parent))
    except OSError as error:
        raise ModelError(
            name, f"{target.parent} cannot be written ({error.strerror})", "Check its permissions"
        ) from None
    try:
        yield new
        (new / CHECKSUMS).write_text(json.dumps(checksums(new), indent=1) + "\n", "utf-8")
        for path in sorted(new.rglob("*")):
            if path.is_file():
                with path.open("rb") as file:
                    os.fsync(file.fileno())
        new.chmod(0o755)
        old = target.with_name(f"{_OLD}{name}")
        shutil.rmtree(old, ignore_errors=True)
        if target.exists():
            target.replace(old)
        new.replace(target)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise ModelError(name, f"cannot be stored ({error.strerror or error})", "Check the space left") from error
    finally:
        shutil.rmtree(new, ignore_errors=True)


def checksums(folder: Path) -> dict[str, str]:
    """SHA-256 of every file of a folder but the list of them, by its path."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != CHECKSUMS:
            found[path.relative_to(folder).as_posix()] = sha256_of(path)
    return found


def sha256_of(path: Path) -> str:
    """SHA-256 of a file of any size."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def verify(folder: Path) -> list[str]:
    """What is wrong with the files of a stored model, in words; nothing if all are as they were put there.

    Raises:
        ModelError: There is no list of checksums to go by.
    """
    try:
        known = json.loads((folder / CHECKSUMS).read_text("utf-8"))
    except (OSError, ValueError):
        raise ModelError(folder.name, "has no list of checksums", "Install it again") from None
    present = checksums(folder)
    problems = [f"{name} is missing" for name in known if name not in present]
    problems += [f"{name} has changed" for name, digest in known.items() if present.get(name, digest) != digest]
    return problems + [f"{name} does not belong to it" for name in present if name not in known]


def remove(name: str) -> None:
    """Removes a stored model.

    Raises:
        ModelError: There is none of that name in the store.
    """
    path = recovered(name)
    if not _NAME.fullmatch(name) or not path.is_dir():
        raise ModelError(name, "is not among your own models", "toolkit models list shows them")
    gone = path.with_name(f"{_NEW}{name}")  # a name that nobody looks for, should the removal be interrupted
    path.replace(gone)
    shutil.rmtree(gone, ignore_errors=True)
