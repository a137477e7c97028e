"""A path, bytes or text in, documents out.

Knows formats and encodings; does not know what a title or a caption is (``parsing`` does), nor any language.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from ..errors import ReadingError
from ..types import Document
from .encoding import decode

__all__ = ["MAX_BYTES", "SUFFIXES", "find_files", "is_path", "read", "read_bytes", "read_text"]

#: The largest file that is read, unless the caller says otherwise.
MAX_BYTES = 50_000_000

#: File name endings that are read, with the format each stands for.
SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".pdf": "pdf",
    ".epub": "epub",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}

OnError = Callable[[ReadingError], None]


def is_path(source: str | os.PathLike[str]) -> bool:
    """Whether a string means a file rather than the text of an article.

    It does if such a file exists, or if it is one word that ends like a file we read (``missing.docx``).
    """
    if not isinstance(source, str):
        return True
    if not source or "\n" in source or len(source) > 1000 or "\0" in source:
        return False
    try:
        if Path(source).exists():
            return True
    except OSError:  # longer than the file system allows
        return False
    return Path(source).suffix.lower() in SUFFIXES and len(source.split()) == 1


def find_files(path: str | os.PathLike[str]) -> Iterator[Path]:
    """The files to read: ``path`` itself, or, for a folder, every readable format below it, in order of name."""
    root = Path(path)
    if not root.is_dir():
        yield root
        return
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if Path(name).suffix.lower() in SUFFIXES and not name.startswith((".", "~$")):
                yield Path(folder) / name


def read(
    source: str | os.PathLike[str] | bytes,
    *,
    name: str | None = None,
    max_bytes: int = MAX_BYTES,
    on_error: OnError | None = None,
) -> Iterator[Document]:
    """Reads one source.

    Args:
        source: A path, ``"-"`` for standard input, the bytes of a file, or the text of an article.
        name: What to call it in messages and citations; needed for bytes of anything but plain text, as the file name
            tells the format.
        max_bytes: The largest source that is read.
        on_error: Called with each broken line of a JSONL file. Without it the good lines are still read, and the first
            error is raised at the end.

    Yields:
        One document; for JSONL one per line.

    Raises:
        ReadingError: The source is missing, empty, too large, damaged or not text.
    """
    if isinstance(source, bytes):
        yield from read_bytes(source, name or "bytes", max_bytes=max_bytes, on_error=on_error)
    elif source == "-":
        data = sys.stdin.buffer.read(max_bytes + 1)
        yield from read_bytes(data, name or "standard input", max_bytes=max_bytes, on_error=on_error)
    elif is_path(source):
        yield from _read_path(Path(source), name, max_bytes, on_error)
    else:
        yield read_text(str(source), name or "text")


def _read_path(path: Path, name: str | None, max_bytes: int, on_error: OnError | None) -> Iterator[Document]:
    # A file name need not be valid text on Linux; what stands in results must be.
    shown = os.fsencode(name or os.fspath(path)).decode("utf-8", "backslashreplace")
    try:
        if path.is_dir():
            raise ReadingError(
                shown, "is a folder, not a file", "Name the files in it, or the folder where folders are taken"
            )
        if not path.is_file() and path.exists():
            raise ReadingError(
                shown, "is not a regular file", "Copy its content to a file, or pipe it in and name it -"
            )
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except FileNotFoundError:
        raise ReadingError(shown, "no such file", "Check the path") from None
    except PermissionError:
        raise ReadingError(shown, "no permission to read it", "Change its permissions or its owner") from None
    except OSError as error:
        raise ReadingError(
            shown, f"cannot be read ({error.strerror or error})", "Check the disk and the path"
        ) from None
    yield from read_bytes(data, shown, max_bytes=max_bytes, on_error=on_error)


def read_text(text: str, name: str = "text") -> Document:
    """An article given as text."""
    if not text.strip("\ufeff \t\r\n\u00a0"):
        raise ReadingError(name, "is empty" if not text else "has only white space", "Give it the text of an article")
    return Document(text=text, source=name, sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())


def read_bytes(
    data: bytes, name: str, *, max_bytes: int = MAX_BYTES, on_error: OnError | None = None
) -> Iterator[Document]:
    """The content of a file whose name tells the format (see :func:`read`)."""
    if len(data) > max_bytes:
        raise ReadingError(
            name, f"is larger than {max_bytes / 1e6:g} MB", "Split it, or raise the limit (max_bytes, --max-mb)"
        )
    if not data:
        raise ReadingError(name, "is empty", "Check that it was saved completely")
    kind = _kind(data, name)
    sha256 = hashlib.sha256(data).hexdigest()
    # Imported where used: each format brings its own library, and a text file needs none of them.
    if kind == "docx":
        from .office import read_docx

        yield read_docx(data, name, sha256)
    elif kind == "epub":
        from .epub import read_epub

        yield read_epub(data, name, sha256, max_bytes)
    elif kind == "pdf":
        from .pdf import read_pdf

        yield read_pdf(data, name, sha256)
    elif kind == "html":
        from .html import read_html

        yield read_html(data, name, sha256)
    elif kind == "jsonl":
        from .jsonl import read_jsonl

        yield from read_jsonl(data, name, on_error)
    else:
        text, encoding = decode(data, name)
        if not text.strip("\ufeff \t\r\n\f\u00a0"):
            raise ReadingError(name, "has only white space", "Check that it was saved completely")
        media_type = "text/markdown" if kind == "markdown" else "text/plain"
        yield Document(text=text, source=name, sha256=sha256, media_type=media_type, encoding=encoding)


def _kind(data: bytes, name: str) -> str:
    """The format: what the bytes say where they say it plainly, otherwise what the name says."""
    named = SUFFIXES.get(Path(name).suffix.lower())
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        if named in ("docx", "epub"):
            return named
        if b"application/epub+zip" in data[:200]:
            return "epub"
        if b"word/document.xml" in data:
            return "docx"
        raise ReadingError(name, "is a zip archive", "Unpack it and give the files in it")
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise ReadingError(name, "is an old binary Office file", "Open it in an office program and save it as .docx")
    if data.startswith(b"{\\rtf"):
        raise ReadingError(name, "is an RTF file", "Open it in an office program and save it as .docx")
    if named in ("docx", "epub", "pdf"):
        raise ReadingError(
            name, f"is not a {named.upper()} file, or is damaged at its start", "Save or download it again"
        )
    if named is None and data.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html")):
        return "html"
    return named or "text"
