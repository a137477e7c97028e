"""A document in, an article out: its blocks, what each of them is, and its sentences.

Labels text and never rewrites it: every block and sentence is a span of ``Document.text``. Knows nothing about formats (the
readers left their marks) and nothing about models.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from .language import detect, in_favour_of_ukrainian, is_plainly_ukrainian
from .lines import Paragraph, markdown_paragraphs, text_paragraphs
from .sentences import split
from .site_text import BOILERPLATE, BYLINE, CREDIT, RELATED, parse_date
from .types import Article, Block, Detection, Document, Role, Sentence, Span

__all__ = ["parse"]

_TERMINAL = re.compile(r"[.!?…;:,][\"'»”’)\]]*$")
_SENTENCE_END = re.compile(r"[.!?…][\"'»”’)\]]*$")
_DIALOGUE = re.compile(r"^[—–-]\s")
_LETTER = re.compile(r"[^\W\d_]")
_MAX_TITLE = 250
_MAX_HEADING = 140
_CONTENT = (Role.PARAGRAPH, Role.LIST_ITEM)


def parse(document: Document) -> Article:
    """Finds the structure of a document.

    Returns:
        The article. Blocks cover everything but white space (and list markers); sentences cover the content blocks.
    """
    paragraphs = _paragraphs(document)
    roles = _roles(paragraphs, document.text)
    blocks, date = [], document.date
    for paragraph, role in zip(paragraphs, roles, strict=True):
        blocks.append(Block(paragraph.span, role, paragraph.level, paragraph.marker if role is Role.LIST_ITEM else ""))
    for block in blocks:
        if block.role is Role.DATE and (found := parse_date(block.span.of(document.text))) is not None:
            date = found  # what the page shows wins over what the file's metadata say
            break
    content = "\n".join(block.span.of(document.text) for block in blocks if block.role.is_content)
    language = in_favour_of_ukrainian(detect(content), content)
    title = next((block.span.of(document.text) for block in blocks if block.role is Role.TITLE), None)
    return Article(
        document=document,
        title=None if title is None else " ".join(title.split()),
        date=date,
        language=language,
        blocks=tuple(blocks),
        sentences=tuple(_sentences(document.text, blocks, language)),
    )


def _paragraphs(document: Document) -> list[Paragraph]:
    """The pieces of the text, from the reader's marks where there are any, from its lines where there are not."""
    if document.media_type == "text/markdown":
        return markdown_paragraphs(document.text)
    found: list[Paragraph] = []
    position = 0
    for mark in document.marks:
        found += text_paragraphs(document.text, position, mark.span.start)
        found.append(Paragraph(mark.span, role=mark.role, certain=mark.certain, level=mark.level))
        position = mark.span.end
    return found + text_paragraphs(document.text, position, len(document.text))


def _roles(paragraphs: Sequence[Paragraph], text: str) -> list[Role]:
    roles = [_own_role(paragraph, text) for paragraph in paragraphs]
    _captions_beside_credits(paragraphs, roles, text)
    _menus(paragraphs, roles, text)
    _title(paragraphs, roles, text)
    _headings(paragraphs, roles, text)
    if not any(role.is_content for role in roles):
        _keep_something(paragraphs, roles, text)
    return roles


def _own_role(paragraph: Paragraph, text: str) -> Role:
    """What a paragraph says of itself, without a look at its neighbours."""
    if paragraph.certain:
        return paragraph.role
    line = " ".join(paragraph.span.of(text).split())
    if parse_date(line) is not None:
        return Role.DATE
    if BOILERPLATE.match(line.strip("«»\"'•·|>→← \u00a0")) or (
        not _LETTER.search(line) and not any(char.isdigit() for char in line)
    ):
        return Role.BOILERPLATE
    if RELATED.match(line):
        return Role.RELATED_LINK
    if BYLINE.match(line):
        return Role.BYLINE
    if (
        len(line) < 400
        and CREDIT.search(line)
        and (not _SENTENCE_END.search(line) or line.startswith(("Фото", "Photo", "©")))
    ):
        return Role.CAPTION
    return paragraph.role


def _captions_beside_credits(paragraphs: Sequence[Paragraph], roles: list[Role], text: str) -> None:
    """Lines without a full stop in the same group as a credited caption: the picture's alternative text."""
    for index, paragraph in enumerate(paragraphs):
        if roles[index] is not Role.CAPTION or paragraph.certain:
            continue
        for step in (-1, 1):
            other = index + step
            while 0 <= other < len(paragraphs) and paragraphs[other].group == paragraph.group is not None:
                if roles[other] is Role.PARAGRAPH and not _TERMINAL.search(paragraphs[other].span.of(text)):
                    roles[other] = Role.CAPTION
                other += step


def _menus(paragraphs: Sequence[Paragraph], roles: list[Role], text: str) -> None:
    """Runs of short lines before the first or after the last real sentence, among lines already known as boilerplate."""
    real = [i for i, p in enumerate(paragraphs) if roles[i].is_content and _SENTENCE_END.search(p.span.of(text))]
    if not real:
        return
    for indices in (range(real[0]), range(len(paragraphs) - 1, real[-1], -1)):
        run: list[int] = []
        for index in [*indices, None]:
            if (
                index is not None
                and not paragraphs[index].certain
                and roles[index] in (*_CONTENT, Role.BOILERPLATE)
                and (roles[index] is Role.BOILERPLATE or _is_short(paragraphs[index].span.of(text)))
            ):
                run.append(index)
                continue
            if len(run) >= 4 or (
                len(run) >= 2 and any(roles[i] is Role.BOILERPLATE for i in run) and indices.step == -1
            ):
                for i in run:
                    roles[i] = Role.BOILERPLATE
            run = []


def _is_short(line: str) -> bool:
    return len(line.split()) <= 3 and len(line) <= 40 and not _TERMINAL.search(line)


def _title(paragraphs: Sequence[Paragraph], roles: list[Role], text: str) -> None:
    """One title: the one the markup names, or a first line that is not a sentence and has an article after it."""
    titles = [index for index, role in enumerate(roles) if role is Role.TITLE]
    for index in titles[1:]:
        roles[index] = Role.HEADING
    content = [index for index, role in enumerate(roles) if role.is_content]
    if titles or not content:
        return
    first = content[0]
    line = " ".join(paragraphs[first].span.of(text).split())
    # In Markdown and DOCX the first heading of the top level is the title.
    if (roles[first] is Role.HEADING and len(content) > 1) or (
        roles[first] is Role.PARAGRAPH
        and len(content) > 1
        and len(line) <= _MAX_TITLE
        and not line.endswith((".", "…", ":", ";", ","))
        and not _DIALOGUE.match(line)
        and len(split(line)) <= 2
        and any(_SENTENCE_END.search(paragraphs[index].span.of(text)) for index in content[1:])
    ):
        roles[first] = Role.TITLE


def _headings(paragraphs: Sequence[Paragraph], roles: list[Role], text: str) -> None:
    """Short paragraphs of their own, without a full stop, between paragraphs of sentences."""
    content = [index for index, role in enumerate(roles) if role.is_content]
    together = Counter(paragraph.group for paragraph in paragraphs)
    for place, index in enumerate(content):
        paragraph, line = paragraphs[index], paragraphs[index].span.of(text)
        if roles[index] is not Role.PARAGRAPH or paragraph.certain or place in (0, len(content) - 1):
            continue
        if (
            len(line) <= _MAX_HEADING
            and "\n" not in line
            and (paragraph.group is None or together[paragraph.group] == 1)
            and not line.endswith((".", "…", ":", ";", ","))
            and not _SENTENCE_END.search(line.rstrip("?!"))
            and not re.search(r"[.…][\"'»”’)\]]+$", line)
            and not line.startswith(("«", '"', "“", "„"))
            and not _DIALOGUE.match(line)
            and len(split(line)) == 1
            and (line[0].isupper() or line[0].isdigit())
        ):
            roles[index] = Role.HEADING


def _keep_something(paragraphs: Sequence[Paragraph], roles: list[Role], text: str) -> None:
    """A text that consists of nothing but one caption, date or menu word is what its reader wants translated."""
    candidates = [i for i, p in enumerate(paragraphs) if not p.certain and _LETTER.search(p.span.of(text))]
    if len(candidates) == 1:
        roles[candidates[0]] = Role.PARAGRAPH


def _sentences(text: str, blocks: Sequence[Block], article: Detection) -> list[Sentence]:
    found: list[Sentence] = []
    for index, block in enumerate(blocks):
        if not block.role.is_content:
            continue
        content = block.span.of(text)
        language = _block_language(content, article)
        for span in split(content, language):
            absolute = Span(block.span.start + span.start, block.span.start + span.end)
            found.append(Sentence(len(found) + 1, absolute, absolute.of(text), index, language))
    return _with_context(found)


def _block_language(content: str, article: Detection) -> str:
    """The language of one paragraph; a short or unclear one is taken to be in the language of the article."""
    if article.language == "uk" and is_plainly_ukrainian(content):
        return "uk"
    own = detect(content)
    if own.language == article.language or own.language == "und":
        return article.language if article.language != "und" else own.language
    letters = sum(char.isalpha() for char in content)
    sure = own.confidence >= 0.95 and letters >= 25 and len(content.split()) >= 4
    # Ukrainian names in Latin letters do not make a line English, nor one Russian name a line Russian.
    return own.language if sure else article.language


def _with_context(sentences: list[Sentence]) -> list[Sentence]:
    """A foreign paragraph between two Ukrainian ones stays foreign; a language seen once, in a line or two, is a mistake."""
    counts: dict[str, int] = {}
    for sentence in sentences:
        counts[sentence.language] = counts.get(sentence.language, 0) + len(sentence.text)
    if not counts:
        return sentences
    main = max(counts, key=lambda code: (counts[code], code))
    return [
        replace(sentence, language=main)
        if sentence.language not in (main, "en", "ru", "be", "uk") and counts[sentence.language] < 80
        else sentence
        for sentence in sentences
    ]  # fmt: skip
