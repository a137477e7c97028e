"""Where results go: names that never collide with each other or with a source, and files that are whole or absent."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from .errors import OutputError

__all__ = ["name_for", "write_through", "write_whole"]

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
    write_through(path, lambda temporary: _write(temporary, data))


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)


def write_through(path: Path, write: Callable[[Path], None]) -> None:
    """:func:`write_whole` for what is too large to be held: ``write`` fills a temporary file beside ``path``.

    Raises:
        OutputError: It cannot be written.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        write(temporary)
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        temporary.replace(path)
    except OSError as error:
        raise OutputError(
            os.fspath(path),
            f"cannot be written ({error.strerror or error})",
            "Check the folder and the space left",
            no_space=error.errno in (errno.ENOSPC, errno.EDQUOT),
        ) from None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()
