"""Translations as Markdown, plain text, HTML, JSON and DOCX.

Knows nothing about files: returns the bytes of one. Whatever comes from an article is escaped for the format it goes into.
"""

from __future__ import annotations

import functools
import io
import itertools
import json
import re
from collections.abc import Callable
from typing import Any

from .types import Role, TranslatedSentence, Translation

__all__ = [
    "FORMATS",
    "NOT_XML",
    "WARNING_TEXTS",
    "article_view",
    "docx_bytes",
    "environment",
    "escape_markdown",
    "render",
    "to_docx",
    "to_html",
    "to_json",
    "to_markdown",
    "to_text",
]

#: What each warning means, for the reader.
WARNING_TEXTS = {
    "number-mismatch": "a number or date of the original is not in the translation as it is",
    "link-mismatch": "a link, address or @name of the original is missing from the translation",
    "repetition": "the translation repeats itself",
    "untranslated": "no translation was found; the original is shown",
    "too-short": "the translation is much shorter than the original",
    "too-long": "the translation is much longer than the original",
    "term-not-applied": "a term of the glossary could not be placed with certainty; the model's own wording stands",
    "language-not-supported": "the model does not read this language; the original is shown",
    "no-content": "the article has no text to translate",
}

_MARKDOWN_SPECIAL = re.compile(r"([\\`*_\[\]<>|~])")
_MARKDOWN_START = re.compile(r"^(\s*)(#|\+|-|=|:|\d+[.)])")


def render(translation: Translation, format: str) -> bytes:
    """The content of a file in one of :data:`FORMATS`.

    Raises:
        KeyError: There is no such format.
    """
    return FORMATS[format](translation)


def _groups(translation: Translation) -> list[tuple[int, list[TranslatedSentence]]]:
    """The sentences of each content block, with the block's index."""
    return [
        (index, list(group)) for index, group in itertools.groupby(translation.sentences, key=lambda s: s.source.block)
    ]


def _language_name(code: str) -> str:
    names = {"uk": "Ukrainian", "ru": "Russian", "be": "Belarusian", "en": "English", "und": "an unknown language"}
    return names.get(code, code)


def _facts(translation: Translation) -> str:
    article = translation.article
    facts = [article.date] if article.date else []
    facts += [f"translated from {_language_name(article.language.language)}", article.document.source]
    return " · ".join(facts)


def _notes(translation: Translation) -> list[str]:
    """Warnings in words: those of the article, then each sentence's with its number."""
    notes = [WARNING_TEXTS[name] for name in translation.warnings if name in WARNING_TEXTS]
    for sentence in translation.sentences:
        reasons = "; ".join(WARNING_TEXTS.get(name, name) for name in sentence.warnings)
        if reasons:
            shown = sentence.text if len(sentence.text) <= 60 else sentence.text[:57].rsplit(" ", 1)[0] + " …"
            notes.append(f"sentence {sentence.source.number} (“{shown}”): {reasons}")
    return notes


def to_text(translation: Translation) -> bytes:
    """The English text and nothing else."""
    return (translation.text + "\n").encode()


def escape_markdown(text: str) -> str:
    return _MARKDOWN_START.sub(r"\1\\\2", _MARKDOWN_SPECIAL.sub(r"\\\1", text))


def to_markdown(translation: Translation) -> bytes:
    """The English text with its headings and lists, followed by notes on what to check."""
    parts: list[str] = []
    previous: Role | None = None
    for index, group in _groups(translation):
        block = translation.article.blocks[index]
        text = escape_markdown(" ".join(sentence.text for sentence in group))
        if block.role is Role.TITLE:
            text = f"# {text}\n\n*{escape_markdown(_facts(translation))}*"
        elif block.role is Role.HEADING:
            text = f"{'#' * min(6, max(2, block.level))} {text}"
        elif block.role is Role.LIST_ITEM:
            marker = block.marker if re.fullmatch(r"\d+[.)]", block.marker) else "-"
            text = f"{'  ' * max(0, block.level - 1)}{marker} {text}"
        if parts:
            parts.append("\n" if previous is Role.LIST_ITEM is block.role else "\n\n")
        parts.append(text)
        previous = block.role
    if translation.title is None:
        parts.insert(0, f"*{escape_markdown(_facts(translation))}*\n\n")
    notes = _notes(translation)
    if notes:
        parts.append("\n\n---\n\n**To check**\n\n" + "\n".join(f"- {escape_markdown(note)}" for note in notes))
    parts.append(f"\n\n<!-- {translation.signature} -->\n")
    return "".join(parts).encode()


def to_json(translation: Translation) -> bytes:
    """Every value of the dataclasses."""
    return (json.dumps(translation.to_dict(), ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")


@functools.cache
def environment() -> Any:
    """The Jinja2 environment of the HTML templates: everything is escaped, an unknown name is an error."""
    import jinja2

    return jinja2.Environment(
        loader=jinja2.PackageLoader("toolkit"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def article_view(translation: Translation) -> dict[str, Any]:
    """What the HTML templates show of an article: its rows of linked sentences, and what was left out."""
    article = translation.article
    translated = dict(_groups(translation))
    rows = [
        {"role": block.role.value, "marker": block.marker, "sentences": translated[index]}
        for index, block in enumerate(article.blocks)
        if index in translated
    ]
    dropped = [(block.role.value, article.block_text(block)) for block in article.blocks if not block.role.is_content]
    return {
        "rows": rows,
        "dropped": dropped,
        "language": article.language.language,
        "facts": _facts(translation),
        "heading": translation.title or article.document.source,
    }


def to_html(translation: Translation) -> bytes:
    """One self-contained page: original and translation side by side, their sentences linked."""
    article = translation.article
    page = (
        environment()
        .get_template("translation.html")
        .render(
            translation=translation,
            article=article,
            view=article_view(translation),
            facts=_facts(translation),
            notes=_notes(translation),
            warning_texts=WARNING_TEXTS,
        )
    )
    return (str(page) + "\n").encode("utf-8", "backslashreplace")


#: Characters that XML 1.0, and so a DOCX, cannot hold.
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_docx(translation: Translation) -> bytes:
    """A Word document with the English text, its headings and lists, and notes on what to check."""
    import docx

    document = docx.Document()
    document.core_properties.title = NOT_XML.sub("", translation.title or "")
    document.core_properties.comments = translation.signature
    facts = NOT_XML.sub("", _facts(translation))
    if translation.title is None:
        document.add_paragraph(facts, style="Subtitle")
    for index, group in _groups(translation):
        block = translation.article.blocks[index]
        text = NOT_XML.sub("", " ".join(sentence.text for sentence in group))
        if block.role is Role.TITLE:
            document.add_heading(text, level=0)
            document.add_paragraph(facts, style="Subtitle")
        elif block.role is Role.HEADING:
            document.add_heading(text, level=min(9, max(1, block.level)))
        elif block.role is Role.LIST_ITEM:
            numbered = re.fullmatch(r"\d+[.)]", block.marker) is not None
            document.add_paragraph(text, style="List Number" if numbered else "List Bullet")
        else:
            document.add_paragraph(text)
    notes = _notes(translation)
    if notes:
        document.add_heading("To check", level=2)
        for note in notes:
            document.add_paragraph(NOT_XML.sub("", note), style="List Bullet")
    return docx_bytes(document)


def docx_bytes(document: Any) -> bytes:
    """A python-docx document as a file: the same content gives the same bytes (a Word file and its zip archive carry dates)."""
    import datetime
    import zipfile

    document.core_properties.created = document.core_properties.modified = datetime.datetime(2000, 1, 1)
    saved, buffer = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            entry = zipfile.ZipInfo(item.filename, (2000, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(item))
    return buffer.getvalue()


#: Format name (and file name ending) to the function that makes it.
FORMATS: dict[str, Callable[[Translation], bytes]] = {
    "md": to_markdown,
    "txt": to_text,
    "html": to_html,
    "json": to_json,
    "docx": to_docx,
}
