"""Lines to paragraphs, for text without markup and for Markdown: hard wraps, empty lines, lists, headings.

Knows where pieces begin and end, not what they are for.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from .types import Role, Span

__all__ = ["Paragraph", "markdown_paragraphs", "text_paragraphs"]

_LIST = re.compile(r"[ \t]*(?P<marker>(?:[-*•·▪◦‣–]|\(?\d{1,3}[.)]|[a-zа-яіїєґ]\))[ \t]+)(?=\S)")
_HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})[ \t]+(?=\S)")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_QUOTE = re.compile(r" {0,3}(?:> ?)+")
_IMAGE = re.compile(r"\s*!\[[^\]]*\]\([^)]*\)\s*$")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|={3,})$")
_MIN_WIDTH, _MAX_WIDTH = 40, 130
_SLACK = 3  # people who wrap by hand are not exact to the character


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A piece of text before its role is settled.

    Attributes:
        span: Where it stands, without white space or list marker.
        role: What its own form says.
        certain: Whether that is settled.
        level: Depth of a heading or list item.
        marker: The list marker that stands before it.
        group: Pieces with the same number stood together, with no empty line between them.
    """

    span: Span
    role: Role = Role.PARAGRAPH
    certain: bool = False
    level: int = 0
    marker: str = ""
    group: int | None = None


def _lines(text: str, start: int, end: int) -> list[Span]:
    """The lines of a range, as spans without their line ends."""
    found, position = [], start
    while position < end:
        stop = text.find("\n", position, end)
        stop = end if stop < 0 else stop
        found.append(Span(position, stop))
        position = stop + 1
    return found


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and (text[start].isspace() or text[start] == "\ufeff"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def text_paragraphs(text: str, start: int, end: int) -> list[Paragraph]:
    """The paragraphs of a range of plain text."""
    groups: list[list[Span]] = [[]]
    for line in _lines(text, start, end):
        trimmed = _trim(text, line.start, line.end)
        if len(trimmed):
            groups[-1].append(trimmed)
        elif groups[-1]:
            groups.append([])
    width = _wrap_width(text, groups)
    found: list[Paragraph] = []
    for number, group in enumerate(groups, start):
        found += _of_group(text, group, number, width)
    return found


def _of_group(text: str, group: list[Span], number: int, width: int | None) -> list[Paragraph]:
    if not group:
        return []
    markers = [_LIST.match(text, span.start, span.end) for span in group]
    if sum(match is not None for match in markers) >= 2 and markers[0] is not None:
        return _list_items(text, group, markers, number, width)
    if width is not None and len(group) > 1 and _is_wrapped(text, group, width):
        return [Paragraph(Span(group[0].start, group[-1].end), group=number)]
    return [Paragraph(span, group=number) for span in group]


def _list_items(
    text: str, group: list[Span], markers: list[re.Match[str] | None], number: int, width: int | None
) -> list[Paragraph]:
    found: list[Paragraph] = []
    for span, match in zip(group, markers, strict=True):
        if match is not None:
            marker = match["marker"].strip()
            found.append(Paragraph(Span(match.end(), span.end), Role.LIST_ITEM, level=1, marker=marker, group=number))
        elif found and width is not None:  # the wrapped rest of an item
            last = found[-1]
            found[-1] = Paragraph(
                Span(last.span.start, span.end), last.role, level=last.level, marker=last.marker, group=number
            )
        else:
            found.append(Paragraph(span, group=number))
    return found


def _breaks(text: str, group: list[Span], width: int) -> tuple[int, int]:
    """How many line breaks of a group a fixed width explains, and how many it has.

    A break is explained if the first word of the next line would not have fitted any more: the test that tells wrapped text
    from verses and lists, whatever the width.
    """
    explained = 0
    for line, following in itertools.pairwise(group):
        word = len(following.of(text).split(None, 1)[0])
        hyphen = following.of(text)[:1].islower() and line.of(text).endswith(("-", "\u00ad"))
        explained += hyphen or len(line) + 1 + word > width - _SLACK
    return explained, len(group) - 1


def _wrap_width(text: str, groups: list[list[Span]]) -> int | None:
    """The width at which the text was wrapped, or None if its lines are paragraphs."""
    several = [
        group for group in groups if len(group) > 1 and not any(_LIST.match(text, s.start, s.end) for s in group[:2])
    ]
    lengths = sorted(len(span) for group in several for span in group)
    if not lengths:
        return None
    width = lengths[-1]
    if not _MIN_WIDTH <= width <= _MAX_WIDTH:
        return None
    explained = total = ends = 0
    for group in several:
        some, all_ = _breaks(text, group, width)
        explained, total = explained + some, total + all_
        ends += sum(span.of(text).rstrip("\"'»”)").endswith((".", "!", "?", "…")) for span in group[:-1])
    # Lines that nearly all end like sentences are paragraphs of a sentence each.
    return width if explained >= 0.8 * total and ends <= 0.5 * total else None


def _is_wrapped(text: str, group: list[Span], width: int) -> bool:
    explained, total = _breaks(text, group, width)
    return explained >= 0.8 * total or (total >= 3 and explained >= 0.6 * total)


def markdown_paragraphs(text: str) -> list[Paragraph]:
    """The pieces of a Markdown file: headings, paragraphs, list items, quotations; code and images are no content."""
    found: list[Paragraph] = []
    current: list[Span] = []
    fence, fenced, number = "", 0, 0
    lines = _lines(text, 0, len(text))
    skip = _front_matter(text, lines)
    if skip:
        found.append(Paragraph(_trim(text, 0, lines[skip - 1].end), Role.BOILERPLATE, certain=True))

    def flush() -> None:
        if current:
            span = _trim(text, current[0].start, current[-1].end)
            found.append(Paragraph(span, group=number))
            current.clear()

    for line in lines[skip:]:
        body = line.of(text)
        if fence:
            if body.strip().startswith(fence):
                found.append(Paragraph(_trim(text, fenced, line.end), Role.BOILERPLATE, certain=True))
                fence = ""
            continue
        if (opening := _FENCE.match(body)) is not None:
            flush()
            fence, fenced = opening.group(1), line.start
            continue
        quote = _QUOTE.match(body)
        start = line.start + (quote.end() if quote else 0)
        trimmed = _trim(text, start, line.end)
        number += 1
        if not len(trimmed) or _RULE.match(body):
            if current and _RULE.match(body) and body.strip()[:1] in "=-" and len(current) == 1:
                found.append(
                    Paragraph(_trim(text, current[0].start, current[0].end), Role.HEADING, certain=True, level=1)
                )
                current.clear()
            flush()
        elif (heading := _HEADING.match(text, start, line.end)) is not None:
            flush()
            end = start + len(text[start : line.end].rstrip().rstrip("#").rstrip())
            found.append(Paragraph(_trim(text, heading.end(), max(end, heading.end())), Role.HEADING, certain=True,
                                   level=len(heading["marks"])))  # fmt: skip
        elif _IMAGE.match(body):
            flush()
            found.append(Paragraph(trimmed, Role.CAPTION, certain=True))
        elif (item := _LIST.match(text, start, line.end)) is not None:
            flush()
            indent = (item.start("marker") - start) // 2
            span = _trim(text, item.end(), line.end)
            found.append(Paragraph(span, Role.LIST_ITEM, certain=True, level=1 + indent, marker=item["marker"].strip()))
        elif body.startswith((" ", "\t")) and not current and found and found[-1].role is Role.LIST_ITEM:
            last = found[-1]
            found[-1] = Paragraph(Span(last.span.start, trimmed.end), last.role, True, last.level, last.marker)
        elif quote and current and not _QUOTE.match(text[current[-1].start : current[-1].end]):
            flush()
            current.append(trimmed)
        else:
            current.append(trimmed)
    if fence:
        found.append(Paragraph(_trim(text, fenced, len(text)), Role.BOILERPLATE, certain=True))
    flush()
    return found


def _front_matter(text: str, lines: list[Span]) -> int:
    """How many lines of YAML front matter a Markdown file begins with."""
    if not lines or lines[0].of(text).strip("\ufeff ") != "---":
        return 0
    for index, line in enumerate(lines[1:60], 1):
        if line.of(text).strip() in ("---", "..."):
            return index + 1
    return 0
