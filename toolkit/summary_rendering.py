"""Summaries as Markdown, plain text, HTML, JSON and DOCX; citations are numbered in the order they first appear.

Like ``rendering``, returns the bytes of a file, and escapes whatever comes from an article.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from .endnotes import Endnotes
from .rendering import (
    NOT_XML,
    WARNING_TEXTS,
    article_view,
    docx_bytes,
    environment,
    escape_markdown,
)
from .types import Citation, Claim, Summary

__all__ = ["FORMATS", "render_summary"]

Numbered = list[tuple[Claim, list[tuple[Citation, int]]]]


def render_summary(summary: Summary, format: str) -> bytes:
    """The content of a file in one of :data:`FORMATS`.

    Raises:
        KeyError: There is no such format.
    """
    return FORMATS[format](summary)


def _numbered(summary: Summary) -> tuple[Numbered, list[Citation]]:
    """Each claim with the numbers of its citations, and the citations by number (a sentence cited twice has one number)."""
    numbers: dict[tuple[int, int], int] = {}
    sources: list[Citation] = []
    claims: Numbered = []
    for claim in summary.claims:
        row = []
        for citation in claim.citations:
            key = (citation.article, citation.sentence)
            if key not in numbers:
                numbers[key] = len(numbers) + 1
                sources.append(citation)
            row.append((citation, numbers[key]))
        claims.append((claim, row))
    return claims, sources


def _left_out(summary: Summary) -> str:
    if not summary.left_out:
        return ""
    return f"{_count(summary.left_out, 'sentence')} left out: unsupported"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _title(summary: Summary) -> str:
    if len(summary.articles) == 1:
        return summary.articles[0].title or "Summary"
    return f"Summary of {len(summary.articles)} articles"


def _remark(claim: Claim) -> str:
    """What stands after a claim: how many sources, and what is in doubt."""
    parts = [f"{claim.sources} sources"] if claim.sources > 1 else []
    if claim.support != "supported":
        parts.append("partly supported" if claim.support == "partly" else "not supported")
    return "; ".join([*parts, *claim.notes])


def to_text(summary: Summary) -> bytes:
    """The claims with bracketed numbers, and the list of sources."""
    claims, sources = _numbered(summary)
    lines = []
    for claim, numbers in claims:
        remark = _remark(claim)
        lines.append(
            f"{claim.text} {''.join(f'[{number}]' for _, number in numbers)}{f' ({remark})' if remark else ''}"
        )
    if not claims:
        lines.append("There is nothing to summarise.")
    if note := _left_out(summary):
        lines.append(f"({note})")
    lines.append("")
    for number, citation in enumerate(sources, 1):
        quote = " ".join(citation.quote.split())
        lines.append(f"[{number}] {citation.source}, sentence {citation.sentence}: {quote}")
    return ("\n".join(lines).rstrip() + "\n").encode("utf-8", "backslashreplace")


def to_markdown(summary: Summary) -> bytes:
    """The claims with footnotes; each footnote has the quote, its translation and where it stands."""
    claims, sources = _numbered(summary)
    parts = [f"# {escape_markdown(_title(summary))}"]
    rows = []
    for claim, numbers in claims:
        remark = _remark(claim)
        marks = "".join(f"[^{number}]" for _, number in numbers)
        rows.append(f"- {escape_markdown(claim.text)}{marks}{f' *({escape_markdown(remark)})*' if remark else ''}")
    parts.append("\n".join(rows) or "There is nothing to summarise.")
    if note := _left_out(summary):
        parts.append(f"*{note}*")
    if sources:
        parts.append("## Sources")
    for number, citation in enumerate(sources, 1):
        quote = escape_markdown(" ".join(citation.quote.split()))
        where = escape_markdown(
            f"{citation.source}, sentence {citation.sentence}, characters {citation.span.start}–{citation.span.end}"
        )
        parts.append(f"[^{number}]: {quote}<br>*{escape_markdown(citation.translation)}*<br>{where}")
    parts.append(f"<!-- {summary.signature} -->")
    return ("\n\n".join(parts) + "\n").encode("utf-8", "backslashreplace")


def to_json(summary: Summary) -> bytes:
    """Every value of the dataclasses, the translated articles included."""
    return (json.dumps(summary.to_dict(), ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")


def to_html(summary: Summary) -> bytes:
    """One self-contained page: the claims, and below them each article; a citation leads to its sentence and marks it."""
    claims, _ = _numbered(summary)
    views = [article_view(translation) for translation in summary.articles]
    page = (
        environment()
        .get_template("summary.html")
        .render(
            summary=summary,
            claims=claims,
            views=views,
            title=_title(summary),
            facts=f"{_count(len(views), 'article')}, {_count(len(claims), 'sentence')}",
            left_out=_left_out(summary),
            warning_texts=WARNING_TEXTS,
        )
    )
    return (str(page) + "\n").encode("utf-8", "backslashreplace")


def to_docx(summary: Summary) -> bytes:
    """A Word document: the claims, each citation an endnote with the quote, its translation and where it stands."""
    import docx

    document = docx.Document()
    notes = Endnotes(document)
    document.add_heading(NOT_XML.sub("", _title(summary)), level=0)
    for claim in summary.claims:
        paragraph = document.add_paragraph(NOT_XML.sub("", claim.text), style="List Bullet")
        for citation in claim.citations:
            where = f"{citation.source}, sentence {citation.sentence}"
            quote = " ".join(citation.quote.split())
            parts = ((quote, False), (citation.translation, True), (where, False))
            notes.add(paragraph, [(NOT_XML.sub("", text), italic) for text, italic in parts])
        if remark := _remark(claim):
            paragraph.add_run(f" ({NOT_XML.sub('', remark)})").italic = True
    if not summary.claims:
        document.add_paragraph("There is nothing to summarise.")
    if note := _left_out(summary):
        document.add_paragraph(note)
    notes.save()
    document.core_properties.comments = summary.signature
    document.core_properties.title = NOT_XML.sub("", _title(summary))
    return docx_bytes(document)


#: Format name (and file name ending) to the function that makes it.
FORMATS: dict[str, Callable[[Summary], bytes]] = {
    "md": to_markdown,
    "txt": to_text,
    "html": to_html,
    "json": to_json,
    "docx": to_docx,
}
