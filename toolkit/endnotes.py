"""Endnotes in Word documents, which python-docx does not have: the part, its relation, and the references in the text.

Knows WordprocessingML (ECMA-376, part 1, 17.11); nothing about summaries.
"""

from __future__ import annotations

from typing import Any

__all__ = ["Endnotes"]

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes"
# What stands above the notes: every endnotes part has these two.
_SEPARATORS = (("separator", -1), ("continuationSeparator", 0))


class Endnotes:
    """The endnotes of one document, numbered in the order of their references.

    Args:
        document: A python-docx document without endnotes.
    """

    def __init__(self, document: Any) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        self._document, self._new, self._qn = document, OxmlElement, qn
        self._root = OxmlElement("w:endnotes")
        for kind, number in _SEPARATORS:
            note, _, run = self._note(number)
            note.set(qn("w:type"), kind)
            run.append(OxmlElement(f"w:{kind}"))
        self._count = 0

    def _note(self, number: int) -> tuple[Any, Any, Any]:
        note, paragraph, run = (self._new(name) for name in ("w:endnote", "w:p", "w:r"))
        note.set(self._qn("w:id"), str(number))
        paragraph.append(run)
        note.append(paragraph)
        self._root.append(note)
        return note, paragraph, run

    def add(self, paragraph: Any, parts: list[tuple[str, bool]]) -> None:
        """Puts a reference at the end of a paragraph, and its note at the end of the document.

        Args:
            paragraph: Of python-docx.
            parts: Texts of the note, each with whether it is in italics; a line each.
        """
        self._count += 1
        reference = self._new("w:endnoteReference")
        reference.set(self._qn("w:id"), str(self._count))
        run = paragraph.add_run()
        run.font.superscript = True
        run._r.append(reference)
        _, body, mark = self._note(self._count)
        mark.append(self._style("w:vertAlign", "superscript"))
        mark.append(self._new("w:endnoteRef"))
        for index, (text, italic) in enumerate(parts):
            piece = self._new("w:r")
            if italic:
                piece.append(self._style("w:i"))
            if index:
                piece.append(self._new("w:br"))
            content = self._new("w:t")
            content.text = f" {text}" if not index else text
            content.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            piece.append(content)
            body.append(piece)

    def _style(self, name: str, value: str | None = None) -> Any:
        properties, element = self._new("w:rPr"), self._new(name)
        if value is not None:
            element.set(self._qn("w:val"), value)
        properties.append(element)
        return properties

    def save(self) -> None:
        """Puts the notes into the document; call it once, before the document is saved."""
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part
        from lxml import etree

        data = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)
        main = self._document.part
        main.relate_to(Part(PackURI("/word/endnotes.xml"), _TYPE, data, main.package), _RELATION)
        properties = self._new("w:endnotePr")
        form = self._new("w:numFmt")
        form.set(self._qn("w:val"), "decimal")  # Word's own choice is i, ii, iii
        properties.append(form)
        for _, number in _SEPARATORS:
            entry = self._new("w:endnote")
            entry.set(self._qn("w:id"), str(number))
            properties.append(entry)
        settings = self._document.settings.element
        compatibility = settings.find(self._qn("w:compat"))
        if compatibility is None:
            settings.append(properties)
        else:
            compatibility.addprevious(properties)  # the schema has an order
