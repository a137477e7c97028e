"""JSON lines: one article per line, ``text`` with an optional ``title`` and ``id``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator

from ..errors import ReadingError
from ..types import Document, Mark, Role, Span
from .encoding import decode

__all__ = ["read_jsonl"]


def read_jsonl(data: bytes, name: str, on_error: Callable[[ReadingError], None] | None) -> Iterator[Document]:
    """The articles of a JSONL file; ``Document.text`` is the title, an empty line and the text.

    Without ``on_error`` the first error is raised after every good line has been yielded.
    """
    first: ReadingError | None = None
    found = False
    for number, line in enumerate(_lines(data, name), 1):
        if not line.strip():
            continue
        found = True
        try:
            yield _document(line, name, number)
        except ReadingError as error:
            if on_error is not None:
                on_error(error)
            first = first or error
    if not found:
        raise ReadingError(name, "has no lines", "Put one JSON object on each line, with a field named text")
    if first is not None and on_error is None:
        raise first


def _lines(data: bytes, name: str) -> Iterator[bytes]:
    """The lines one at a time as UTF-8, so that one damaged line does not take the others with it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = decode(data, name)[0].encode()
    start = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    while start < len(data):
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        yield data[start:end]
        start = end + 1


def _document(line: bytes, name: str, number: int) -> Document:
    def fail(problem: str, remedy: str) -> ReadingError:
        return ReadingError(name, problem, remedy, line=number)

    try:
        record = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        # A UnicodeDecodeError is a ValueError, with a reason of its own.
        reason = getattr(error, "msg", None) or (
            "not UTF-8" if isinstance(error, UnicodeError) else "nested too deeply"
        )
        raise fail(f"is not valid JSON ({reason})", "Mend or remove the line; the others were read") from None
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise fail('has no "text"', 'Each line is an object with a string field named "text"')
    text, title = record["text"], record.get("title")
    if not text.strip():
        raise fail('"text" is empty', "Remove the line; the others were read")
    identity = record.get("id")
    source = f"{name}#{number if identity is None else identity}"
    sha256 = hashlib.sha256(line).hexdigest()
    if not isinstance(title, str) or not title.strip():
        return Document(text=text, source=source, sha256=sha256, media_type="application/jsonl", encoding="utf-8")
    title = " ".join(title.split())
    mark = Mark(Span(0, len(title)), Role.TITLE, certain=True)
    return Document(
        text=f"{title}\n\n{text}",
        source=source,
        sha256=sha256,
        media_type="application/jsonl",
        encoding="utf-8",
        marks=(mark,),
    )
