"""Word documents (DOCX): paragraphs, headings, lists and table cells in the order they stand in."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from ..errors import ReadingError
from ..types import Document, Role
from .builder import TextBuilder

__all__ = ["read_docx"]

_MAX_UNPACKED = 500_000_000
# Style ids are English in every language version of Word; only the shown names are translated.
_HEADING = re.compile(r"heading\s*(\d)", re.IGNORECASE)


def read_docx(data: bytes, name: str, sha256: str) -> Document:
    """Reads the body of a Word document; its headers, footers and comments are not part of the article.

    Raises:
        ReadingError: The file is damaged, protected or has no text.
    """
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    broken = ReadingError(
        name, "is not a complete DOCX file (cut off, damaged or password-protected)", "Save or download it again"
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > _MAX_UNPACKED:
                raise ReadingError(name, "unpacks to more than 500 MB", "Remove its pictures and save it again")
        document = docx.Document(io.BytesIO(data))
        builder = TextBuilder()
        _add_children(document.element.body, document, builder)
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, EOFError, SyntaxError, RuntimeError, OSError,
            AttributeError) as error:  # fmt: skip
        # XMLSyntaxError is a SyntaxError; a password makes zipfile raise RuntimeError.
        raise broken from error
    if not builder.text:
        raise ReadingError(name, "has no text", "If it holds scanned pages, recognise their text first (OCR)")
    return Document(
        text=builder.text,
        source=name,
        sha256=sha256,
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        marks=tuple(builder.marks),
    )


def _add_children(container: Any, document: Any, builder: TextBuilder, *, in_table: bool = False) -> None:
    """Paragraphs and, where they stand, the cells of tables (each cell is blocks of its own)."""
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    for child in container.iterchildren():
        if child.tag == qn("w:p"):
            _add_paragraph(Paragraph(child, document), builder, in_table)
        elif child.tag == qn("w:tbl"):
            for cell in child.iter(qn("w:tc")):
                _add_children(cell, document, builder, in_table=True)
        elif child.tag == qn("w:sdt"):  # a content control: what it holds is text like any other
            for content in child.iterchildren(qn("w:sdtContent")):
                _add_children(content, document, builder, in_table=in_table)


def _add_paragraph(paragraph: Any, builder: TextBuilder, in_table: bool) -> None:
    style = paragraph.style
    identity = f"{style.style_id} {style.name}" if style is not None else ""
    properties = paragraph._p.pPr
    if (heading := _HEADING.search(identity)) is not None:
        level = int(heading.group(1))
        builder.add(paragraph.text, Role.HEADING, certain=True, level=level)
    elif style is not None and style.style_id == "Title":
        builder.add(paragraph.text, Role.TITLE, certain=True)
    elif style is not None and style.style_id == "Caption":
        builder.add(paragraph.text, Role.CAPTION, certain=True)
    elif "List" in identity or (properties is not None and properties.numPr is not None):
        builder.add(paragraph.text, Role.LIST_ITEM, certain=True, level=1)
    else:
        # A short cell is neither a heading nor a caption.
        builder.add(paragraph.text, Role.PARAGRAPH, certain=in_table)
