"""PDF files: the text layer, page after page, lines as the page shows them (``parsing`` joins wrapped lines)."""

from __future__ import annotations

import io
import logging

from ..errors import ReadingError
from ..types import Document

__all__ = ["read_pdf"]


def read_pdf(data: bytes, name: str, sha256: str) -> Document:
    """Reads the text layer of a PDF.

    Raises:
        ReadingError: The file is damaged, protected by a password, or has no text layer.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.ERROR)  # it reports every harmless oddity of a file
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadingError(name, "is protected by a password", "Open it and save a copy without one")
        pages = [(page.extract_text() or "").replace("\0", "").strip("\n") for page in reader.pages]
    except ReadingError:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError, ImportError,
            AssertionError, ArithmeticError, RuntimeError) as error:  # fmt: skip
        # pypdf meets damaged structures deep inside and raises whatever that spot raises.
        raise ReadingError(name, "is a damaged or incomplete PDF", "Save or download it again") from error
    starts, position, parts = [], 0, []
    for page in pages:
        starts.append(position)
        parts.append(page)
        position += len(page) + 2
    text = "\n\n".join(parts)
    if not text.strip():
        raise ReadingError(
            name, "has no text layer (scanned pages?)", "Recognise its text first (OCR), for example with ocrmypdf"
        )
    return Document(text=text, source=name, sha256=sha256, media_type="application/pdf", page_starts=tuple(starts))
