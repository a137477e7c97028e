"""TMX 1.4b, the format in which translators' tools exchange translation memories (https://www.gala-global.org/tmx-14b).

Knows pairs of texts; nothing about models. An imported file is data: entities are not expanded, nothing is fetched.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ._version import __version__
from .errors import ReadingError

__all__ = ["read_tmx", "render_tmx"]

_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def render_tmx(pairs: Iterable[tuple[str, str]]) -> bytes:
    """Pairs of Ukrainian source and English target as a TMX file."""
    from lxml import etree

    buffer = io.BytesIO()
    with etree.xmlfile(buffer, encoding="utf-8") as file:
        file.write_declaration()
        with file.element("tmx", version="1.4"):
            file.write("\n")
            file.write(
                etree.Element(
                    "header",
                    {"creationtool": "toolkit", "creationtoolversion": __version__, "segtype": "sentence", "o-tmf": "sqlite",
                     "adminlang": "en", "srclang": "uk", "datatype": "plaintext"},
                )
            )  # fmt: skip
            with file.element("body"):
                file.write("\n")
                for source, target in pairs:
                    unit = etree.Element("tu")
                    for language, text in (("uk", source), ("en", target)):
                        variant = etree.SubElement(unit, "tuv", {_LANG: language})
                        etree.SubElement(variant, "seg").text = "".join(filter(_is_xml, text))
                    file.write(unit)
                    file.write("\n")
    return buffer.getvalue() + b"\n"


def _is_xml(char: str) -> bool:
    """Whether XML 1.0 can hold a character at all."""
    code = ord(char)
    return code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000


def _text(element: Any) -> str:
    """The text of a segment without the codes of the tool it comes from."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag.rpartition("}")[2] not in _CODES:
            parts.append(_text(child))
        elif not isinstance(child.tag, str):
            parts.append(child.text or "")  # an entity that was not expanded, as it stands
        parts.append(child.tail or "")
    return "".join(parts)


def read_tmx(path: str | os.PathLike[str]) -> Iterator[tuple[str, str]]:
    """The pairs of Ukrainian and English segments in a TMX file; units without both are passed over.

    Raises:
        ReadingError: The file cannot be read, or is not TMX.
    """
    from lxml import etree

    name = os.fspath(path)
    if not Path(path).is_file():
        raise ReadingError(name, "no such file", "Check the path")
    root = None
    try:
        for _, element in etree.iterparse(
            name, events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        ):
            tag = etree.QName(element).localname if isinstance(element.tag, str) else ""
            root = tag
            if tag != "tu":
                continue
            texts = {}
            for variant in element.iter("{*}tuv"):
                language = (variant.get(_LANG) or variant.get("lang") or "").lower().replace("_", "-").split("-")[0]
                segment = variant.find("{*}seg")
                if segment is not None:
                    texts[language] = " ".join(_text(segment).split())
            if texts.get("uk") and texts.get("en"):
                yield texts["uk"], texts["en"]
            element.clear()
            while element.getprevious() is not None:  # what is read is let go
                del element.getparent()[0]
    except (etree.XMLSyntaxError, OSError) as error:
        raise ReadingError(name, f"is not a whole TMX file ({error})", "Export it again as TMX 1.4") from None
    if root != "tmx":
        raise ReadingError(name, f"is not TMX (its root is {root})", "Export it again as TMX 1.4")
