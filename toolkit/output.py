"""Where results go: names that never collide with each other or with a source, and files that are whole or absent."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from .errors import OutputError

__all__ = ["name_for", "write_whole"]

_UNSAFE = re.compile(r"[^\w.\-]+")


def name_for(source: str, format: str, taken: Iterable[str] = ()) -> str:
    """The file name of a result: ``report.docx`` gives ``report.en.md``; ``news.jsonl#17`` gives ``news-17.en.md``.

    Args:
        source: ``Document.source``.
        format: The ending.
        taken: Names that are in use; a second ``report`` becomes ``report.html.en.md`` or gets a number.
    """
    in_use = {name.lower() for name in taken}  # some file systems do not tell A from a
    path, _, identity = source.partition("#")
    base = _UNSAFE.sub("_", Path(path).name)[:150] or "article"
    stem = Path(base).stem or base
    tail = "-" + (_UNSAFE.sub("_", identity)[:60] or "0") if identity else ""
    names = [f"{stem}{tail}.en.{format}", f"{base}{tail}.en.{format}"]
    number = 2
    while names[0].lower() in in_use:
        names.pop(0)
        if not names:
            names.append(f"{base}{tail}-{number}.en.{format}")
            number += 1
    return names[0]


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file so that it is there completely or not at all, whatever happens meanwhile.

    Raises:
        OutputError: It cannot be written.
    """
    temporary: str | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(temporary).chmod(0o666 & ~mask)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
        raise OutputError(
            os.fspath(path),
            f"cannot be written ({error.strerror or error})",
            "Check the folder and the space left",
            no_space=error.errno in (errno.ENOSPC, errno.EDQUOT),
        ) from None
