"""EPUB books: the chapters of the reading order, as one document."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from urllib.parse import unquote

from ..errors import ReadingError
from ..types import Document
from .builder import TextBuilder
from .encoding import decode
from .html import add_html

__all__ = ["read_epub"]

_CONTAINER = "META-INF/container.xml"
_NS = {"c": "urn:oasis:names:tc:opendocument:xmlns:container", "o": "http://www.idpf.org/2007/opf"}


def read_epub(data: bytes, name: str, sha256: str, max_bytes: int) -> Document:
    """Reads the chapters of a book in the order of its spine.

    Raises:
        ReadingError: The file is damaged, protected, or has no text.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    builder = TextBuilder()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if (
                sum(
                    item.file_size
                    for item in archive.infolist()
                    if item.filename.endswith(("html", "htm", "xml", "opf"))
                )
                > 10 * max_bytes
            ):
                raise ReadingError(name, f"unpacks to more than {10 * max_bytes / 1e6:g} MB of text", "Split the book")
            container = etree.fromstring(archive.read(_CONTAINER), parser)
            package = str(container.xpath("string(//c:rootfile/@full-path)", namespaces=_NS))
            tree = etree.fromstring(archive.read(package), parser)
            items = {item.get("id"): item.get("href") for item in tree.iterfind(".//o:manifest/o:item", _NS)}
            for reference in tree.iterfind(".//o:spine/o:itemref", _NS):
                href = items.get(reference.get("idref"))
                if not href or reference.get("linear") == "no":
                    continue
                path = posixpath.normpath(posixpath.join(posixpath.dirname(package), unquote(href)))
                add_html(decode(archive.read(path), f"{name}:{path}")[0], builder, whole_page=False)
    except ReadingError:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        EOFError,
        ValueError,
        etree.LxmlError,
        RuntimeError,
        OSError,
    ) as error:
        raise ReadingError(
            name, "is not a complete EPUB file (cut off, damaged or protected)", "Save or download it again"
        ) from error
    if not builder.text:
        raise ReadingError(name, "has no text", "If its pages are pictures, recognise their text first (OCR)")
    return Document(
        text=builder.text, source=name, sha256=sha256, media_type="application/epub+zip", marks=tuple(builder.marks)
    )
