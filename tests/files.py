"""Makes small files of every format, good and broken, for the tests."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

PARAGRAPHS = (
    "Київська влада обговорює новий бюджет міста.",
    "П’ятеро депутатів не з'явилися. «Ми чекаємо на пояснення», – сказав мер.",
)


def pdf(pages: list[list[str]]) -> bytes:
    """A PDF whose text layer holds these lines: one-byte codes in a standard font, with a ToUnicode map for the letters."""
    chars = sorted({char for page in pages for line in page for char in line})
    code = {char: index + 1 for index, char in enumerate(chars)}
    assert len(chars) < 250
    rows = "\n".join(f"<{index:02x}> <{ord(char):04x}>" for char, index in code.items())
    blocks = "\n".join(
        f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar"
        for part in [rows.split("\n")[start : start + 100] for start in range(0, len(chars), 100)]
    )
    cmap = (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /T def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<00> <ff>\nendcodespacerange\n{blocks}\nendcmap\nend\nend"
    )
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 4 0 R >>")
    objects.append(_stream(cmap.encode()))
    kids = []
    for page in pages:
        lines = "".join(f"<{''.join(f'{code[char]:02x}' for char in line)}> Tj T*\n" for line in page)
        content = f"BT /F1 11 Tf 14 TL 50 780 Td\n{lines}ET".encode()
        objects.append(_stream(content))
        kids.append(len(objects) + 1)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] /Count {len(kids)} >>".encode()
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write("".join(f"{offset:010d} 00000 n \n" for offset in offsets).encode())
    out.write(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def _stream(content: bytes) -> bytes:
    return f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"


def epub(chapters: list[str]) -> bytes:
    """An EPUB with one XHTML file for each chapter (HTML of its body)."""
    buffer = io.BytesIO()
    items = "".join(
        f'<item id="c{i}" href="text/c{i}.xhtml" media-type="application/xhtml+xml"/>' for i in range(len(chapters))
    )
    spine = "".join(f'<itemref idref="c{i}"/>' for i in range(len(chapters)))
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr(
            "META-INF/container.xml",
            '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
            '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
        )
        archive.writestr(
            "OEBPS/book.opf",
            f'<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0"><manifest>{items}</manifest>'
            f"<spine>{spine}</spine></package>",
        )
        for index, chapter in enumerate(chapters):
            archive.writestr(
                f"OEBPS/text/c{index}.xhtml",
                f'<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{chapter}</body></html>',
            )
    return buffer.getvalue()


def docx(paragraphs: list[tuple[str, str]]) -> bytes:
    """A Word document of (style, text) paragraphs."""
    import docx as library

    document = library.Document()
    for style, text in paragraphs:
        document.add_paragraph(text, style=style)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def one_of_each(folder: Path) -> list[Path]:
    """The same small article in every format."""
    first, second = PARAGRAPHS
    html = f"<html><body><article><h1>Новини міста</h1><p>{first}</p><p>{second}</p></article></body></html>"
    content = {
        "a.txt": f"Новини міста\n\n{first}\n\n{second}\n".encode(),
        "b.md": f"# Новини міста\n\n{first}\n\n{second}\n".encode(),
        "c.html": html.encode(),
        "d.docx": docx([("Title", "Новини міста"), ("Normal", first), ("Normal", second)]),
        "e.pdf": pdf([["Новини міста", "", first, "", second]]),
        "f.epub": epub([f"<h1>Новини міста</h1><p>{first}</p><p>{second}</p>"]),
        "g.jsonl": ('{"id": "x1", "title": "Новини міста", "text": "' + f"{first}\\n\\n{second}" + '"}\n').encode(),
    }
    for name, data in content.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in content]
