"""HTML pages: the text a reader sees, block by block, with what the markup says about each.

Nothing is thrown away here: menus and footers are kept and marked as boilerplate. What belongs to the article is decided by
the page's own structure first, then by trafilatura's extraction for blocks that the structure leaves open.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

from ..errors import ReadingError
from ..types import Document, Role
from .builder import TextBuilder
from .encoding import decode

__all__ = ["add_html", "read_html"]

_SKIP = {"script", "style", "noscript", "template", "svg", "math", "iframe", "object", "canvas", "select", "textarea", "input",
         "head", "video", "audio", "map"}  # fmt: skip
_BLOCK = {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl",
          "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
          "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
          "tr", "ul", "button", "label", "legend", "time-block"}  # fmt: skip
_CHROME_TAGS = {"nav", "footer", "aside", "form", "button", "menu", "dialog", "label", "legend"}
_CHROME_ROLES = {"navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar", "dialog", "alert"}
# Class and id names that sites of all kinds give to what surrounds an article.
_CHROME_NAMES = re.compile(
    r"(?:^|[-_\s])(?:nav|navbar|menu|breadcrumbs?|footer|sidebar|cookies?|consent|share|sharing|social|subscribe|"
    r"newsletter|promo|advert|ads?|banner|comments?|pagination|pager|tags?|skip|skip-link|teaser|widget|popup|modal|"
    r"recommend(?:ed|ations)?|login|search)(?:$|[-_\s])",
    re.IGNORECASE,
)
_RELATED_NAMES = re.compile(
    r"(?:^|[-_\s])(?:related|read-?(?:also|more|too)|see-?also|more-on|linked)(?:$|[-_\s])", re.IGNORECASE
)
_BYLINE_NAMES = re.compile(r"(?:^|[-_\s])(?:byline|authors?)(?:$|[-_\s])", re.IGNORECASE)
_DATE_NAMES = re.compile(r"(?:^|[-_\s])(?:date|datetime|published|pubdate|timestamp)(?:$|[-_\s])", re.IGNORECASE)
_CAPTION_NAMES = re.compile(
    r"(?:^|[-_\s])(?:caption|credit|photo-?credit|image-?(?:caption|title|desc))(?:$|[-_\s])", re.IGNORECASE
)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([-\w]+)", re.IGNORECASE)


def read_html(data: bytes, name: str, sha256: str) -> Document:
    """Reads one saved page.

    Raises:
        ReadingError: The page has no text.
    """
    text, encoding = _decode(data, name)
    builder = TextBuilder()
    date = add_html(text, builder, whole_page=True)
    if not builder.text.strip():
        raise ReadingError(name, "has no text", "Save the page again when it has finished loading, or save its text")
    return Document(
        text=builder.text,
        source=name,
        sha256=sha256,
        media_type="text/html",
        encoding=encoding,
        marks=tuple(builder.marks),
        date=date,
    )


def _decode(data: bytes, name: str) -> tuple[str, str]:
    """As :func:`~toolkit.reading.encoding.decode`, but the page's own declaration is believed where it fits."""
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        encoding = declared.group(1).decode("ascii", "replace").lower()
        if encoding not in ("utf-8", "utf8"):
            try:
                return data.decode(encoding), encoding
            except (LookupError, UnicodeDecodeError):
                pass
    return decode(data, name)


def add_html(text: str, builder: TextBuilder, *, whole_page: bool) -> str | None:
    """Adds the blocks of a page to ``builder``; returns the publication date the page declares (ISO 8601)."""
    import lxml.html

    # An XML declaration makes lxml refuse str input; it is no part of the page.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace("\0", "")
    if not text.strip():
        return None
    parser = lxml.html.HTMLParser(
        remove_comments=True, remove_pis=True, huge_tree=True
    )  # without it, libxml2 stops reading at 256 levels
    try:
        root = lxml.html.document_fromstring(text, parser=parser)
    except (ValueError, lxml.etree.LxmlError):
        return None
    blocks = list(_blocks(root))
    extracted, date, title = _article_of(text) if whole_page else ("", None, None)
    has_main = any(block.inside for block in blocks)
    if whole_page and not any(block.role is Role.TITLE and not block.chrome for block in blocks) and title:
        builder.add(title, Role.TITLE, certain=True)
    titled = False
    for block in blocks:
        role, certain = block.role, block.certain
        if role is Role.TITLE and not block.chrome:
            # One title a page; further h1 elements are headings.
            role, titled = (Role.HEADING, True) if titled else (Role.TITLE, True)
        if whole_page and (block.chrome or _outside(block, extracted, has_main)):
            role, certain = Role.BOILERPLATE, True
        builder.add(block.text, role, certain=certain, level=block.level)
    return date


class _Piece:
    """One block of a page: its text and what the elements around it say."""

    __slots__ = ("certain", "chrome", "inside", "level", "link_chars", "role", "text")

    def __init__(
        self, text: str, role: Role, certain: bool, level: int, chrome: bool, inside: bool, link_chars: int
    ) -> None:
        self.text, self.role, self.certain, self.level = text, role, certain, level
        self.chrome, self.inside, self.link_chars = chrome, inside, link_chars


def _outside(block: _Piece, extracted: str, has_main: bool) -> bool:
    """Whether a block that carries no mark of its own is outside the article."""
    if block.inside and not block.link_chars:
        return False
    if extracted and _squeeze(block.text) in extracted:
        return False
    mostly_link = block.link_chars > 0.6 * len(block.text)
    if mostly_link:
        return not block.inside
    # A page that says where its article is: what stands outside it and is not in the extraction is not the article.
    return has_main and not block.inside and bool(extracted)


def _article_of(text: str) -> tuple[str, str | None, str | None]:
    """What trafilatura takes for the article (white space removed), and the date and title the page declares."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # a page without an article is no news
    try:
        found = trafilatura.bare_extraction(text, favor_recall=True, include_comments=False, with_metadata=True)
    except RecursionError:  # a page nested as deeply as that has to do with its own structure
        found = None
    if found is None:
        return "", None, None
    fields: dict[str, Any] = found.as_dict()
    return _squeeze(str(fields.get("text") or "")), fields.get("date"), fields.get("title")


def _squeeze(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _attributes(element: Any) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"


def _blocks(root: Any) -> Iterator[_Piece]:
    """The blocks of a page in order. Walks with a stack of its own: a page may nest deeper than Python recurses."""
    context: list[dict[str, Any]] = [
        {"role": Role.PARAGRAPH, "certain": False, "level": 0, "chrome": False, "inside": False}
    ]
    parts: list[str] = []
    links: list[int] = [0]
    in_link = 0

    def flush() -> Iterator[_Piece]:
        raw = "".join(parts)
        parts.clear()
        count, links[0] = links[0], 0
        top = context[-1]
        for part in re.split(r"\n\s*\n", raw):
            text = "\n".join(line.strip(" ") for line in part.split("\n")).strip(" \n")
            if text.strip():
                yield _Piece(
                    text, top["role"], top["certain"], top["level"], top["chrome"], top["inside"], min(count, len(text))
                )

    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        element, leaving = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        block = tag in _BLOCK
        if leaving:
            if block:
                yield from flush()
                context.pop()
            if tag == "a":
                in_link -= 1
        elif tag in _SKIP or not tag or element.get("hidden") is not None or element.get("aria-hidden") == "true":
            leaving = True
        else:
            if block:
                yield from flush()
                context.append(_enter(element, tag, context[-1]))
            if tag == "a":
                in_link += 1
            if tag == "br":
                parts.append("\n")
            _append(parts, links, element.text, in_link, tag == "pre")
            stack.append((element, True))
            stack.extend((child, False) for child in reversed(element))
            continue
        parent = element.getparent()
        _append(parts, links, element.tail, in_link, parent is not None and parent.tag == "pre")
    yield from flush()


def _append(parts: list[str], links: list[int], text: str | None, in_link: int, keep: bool) -> None:
    if not text:
        return
    text = text if keep else _SPACE.sub(" ", text)
    if text.startswith(" ") and (not parts or parts[-1].endswith((" ", "\n"))):
        text = text[1:]
    parts.append(text)
    if in_link:
        links[0] += len(text)


def _enter(element: Any, tag: str, outer: dict[str, Any]) -> dict[str, Any]:
    """What holds inside ``element``: its own markup where it says something, otherwise what held outside."""
    names = _attributes(element)
    inner = dict(outer)
    inner["inside"] = (
        outer["inside"] or tag in ("article", "main") or element.get("role") == "main" or "articleBody" in names
    )
    if (
        tag in _CHROME_TAGS
        or element.get("role") in _CHROME_ROLES
        or (tag == "header" and not outer["inside"])
        or (tag not in ("html", "body", "article", "main") and _CHROME_NAMES.search(names))
    ):
        inner["chrome"] = True
    if tag == "h1":
        inner.update(role=Role.TITLE, certain=True, level=1)
        # A page's title often stands in a header outside the article; it is no menu for that.
        inner["chrome"] = outer["chrome"] and not outer.get("header", False)
    elif re.fullmatch(r"h[2-6]", tag):
        inner.update(role=Role.HEADING, certain=True, level=int(tag[1]))
    elif tag == "li":
        inner.update(
            role=Role.LIST_ITEM, certain=False, level=outer["level"] + 1 if outer["role"] is Role.LIST_ITEM else 1
        )
    elif tag in ("td", "th"):
        inner.update(role=Role.PARAGRAPH, certain=True, level=0)  # a short cell is neither a heading nor a caption
    elif tag in ("figcaption", "caption") or (tag != "body" and _CAPTION_NAMES.search(names)):
        inner.update(role=Role.CAPTION, certain=True, level=0)
    elif _RELATED_NAMES.search(names):
        inner.update(role=Role.RELATED_LINK, certain=True, level=0)
    elif tag in ("div", "p", "address", "section") and _BYLINE_NAMES.search(names):
        inner.update(role=Role.BYLINE, certain=True, level=0)
    elif tag in ("div", "p") and _DATE_NAMES.search(names):
        inner.update(role=Role.DATE, certain=True, level=0)
    inner["header"] = tag == "header" or (outer.get("header", False) and tag not in ("nav", "aside", "form"))
    return inner
