"""The values that flow between the stages: frozen, serialisable, and nothing but data.

They hold no model, no file handle and no engine. One rule carries the rest:
``document.text[span.start:span.end] == sentence.text``, for every format. Cleaning labels text, it never rewrites it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum
from typing import Any, Literal

__all__ = [
    "Article",
    "Block",
    "Citation",
    "Claim",
    "Detection",
    "Document",
    "Mark",
    "Origin",
    "Role",
    "Sentence",
    "Span",
    "Summary",
    "Support",
    "TranslatedSentence",
    "Translation",
]

Origin = Literal["model", "memory", "glossary", "copied"]
Support = Literal["supported", "partly", "unsupported"]


class Role(str, Enum):
    """What a block of a document is. Only the first four are content: translated, and open to citation."""

    TITLE = "title"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list-item"
    CAPTION = "caption"
    DATE = "date"
    BYLINE = "byline"
    RELATED_LINK = "related-link"
    BOILERPLATE = "boilerplate"

    @property
    def is_content(self) -> bool:
        """Whether blocks of this role are translated."""
        return self in (Role.TITLE, Role.PARAGRAPH, Role.HEADING, Role.LIST_ITEM)


def _plain(value: Any) -> Any:
    """``value`` as what JSON knows: dataclasses become dicts, tuples lists, enums their values."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return value


class _Value:
    """What every value can do."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """The value as nested dicts and lists, ready for ``json.dumps``."""
        result = _plain(self)
        assert isinstance(result, dict)  # noqa: S101 - narrows the type; every value is a dataclass
        return result


@dataclass(frozen=True, slots=True, order=True)
class Span(_Value):
    """A half-open range of characters of ``Document.text``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The characters of ``text`` that the span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Mark(_Value):
    """What a structured format (HTML, DOCX, EPUB) says about a range of its text: a role, or a plain paragraph.

    Attributes:
        span: The range in ``Document.text``.
        role: The role the format's own markup gives the range.
        certain: Whether the markup settles the role. A plain ``<p>`` does not: it may still be a caption or a link.
        level: Depth of a heading (1 to 6) or of a list item (1 and up); 0 where it has no meaning.
    """

    span: Span
    role: Role
    certain: bool = False
    level: int = 0


@dataclass(frozen=True, slots=True)
class Document(_Value):
    """The text of one article as it was given, and where it came from.

    Attributes:
        text: The text. For plain text the decoded file, unchanged; for other formats the text they show.
        source: Path or name; for one line of a JSONL file ``path#id``.
        sha256: Of the bytes that were read (hexadecimal).
        media_type: For example ``text/plain``.
        encoding: The encoding the bytes were decoded with, where there was one to choose.
        page_starts: For PDF, the offset in ``text`` at which each page starts.
        marks: What the format's markup says, in order and without overlap; empty for plain text.
        date: A publication date that the format carries outside its text (ISO 8601).
    """

    text: str
    source: str
    sha256: str
    media_type: str = "text/plain"
    encoding: str | None = None
    page_starts: tuple[int, ...] = ()
    marks: tuple[Mark, ...] = ()
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Detection(_Value):
    """The language of a text.

    Attributes:
        language: ISO 639-1 code, or ``und`` for text with no letters.
        confidence: 0 to 1.
        alternatives: Further candidates as (code, confidence), most likely first.
    """

    language: str
    confidence: float
    alternatives: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Block(_Value):
    """A paragraph, heading, caption, … of a document."""

    span: Span
    role: Role
    level: int = 0
    marker: str = ""


@dataclass(frozen=True, slots=True)
class Sentence(_Value):
    """One sentence of an article.

    Attributes:
        number: Its number in the article, from 1; what citations refer to.
        span: Where it stands in ``Document.text``.
        text: The characters there.
        block: Index of its block in ``Article.blocks``.
        language: ISO 639-1 code of its paragraph.
    """

    number: int
    span: Span
    text: str
    block: int
    language: str


@dataclass(frozen=True, slots=True)
class Article(_Value):
    """A document with its structure found.

    Attributes:
        document: Where everything below points into.
        title: Text of the title block, or None.
        date: Publication date (ISO 8601) where one was found.
        language: Of the article as a whole.
        blocks: All blocks, content or not, in order and without overlap.
        sentences: The sentences of the content blocks, in order.
    """

    document: Document
    title: str | None
    date: str | None
    language: Detection
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]

    def block_text(self, block: Block) -> str:
        """The text of one block, as it stands in the document."""
        return block.span.of(self.document.text)

    def with_role(self, *roles: Role) -> tuple[Block, ...]:
        """The blocks that have one of ``roles``."""
        return tuple(block for block in self.blocks if block.role in roles)


@dataclass(frozen=True, slots=True)
class TranslatedSentence(_Value):
    """One source sentence with its one translation.

    Attributes:
        source: The sentence.
        text: Its English.
        score: Length-normalised log-probability, where a model made it; None for copies.
        origin: What made it: the ``model``, the model with terms or names of a ``glossary`` put in, a translator whose work the
            ``memory`` kept, or nothing (``copied``).
        warnings: What a reader should know: ``number-mismatch``, ``link-mismatch``, ``repetition``, ``untranslated``,
            ``too-short``, ``too-long``, ``term-not-applied``, ``language-not-supported``.
    """

    source: Sentence
    text: str
    score: float | None = None
    origin: Origin = "model"
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Translation(_Value):
    """An article in English.

    Attributes:
        article: The source.
        sentences: One for each of ``article.sentences``, in the same order.
        text: The whole English text, its paragraphs, headings and lists as in the source.
        title: The English title, where the article has one.
        warnings: Warnings of the article as a whole (those of sentences stand with them).
        signature: What made it, in one line; the same signature and source give the same text.
    """

    article: Article
    sentences: tuple[TranslatedSentence, ...]
    text: str
    title: str | None
    signature: str
    warnings: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Citation(_Value):
    """One source sentence that a claim rests on.

    Attributes:
        source: The document's path or name.
        article: Index of its article in ``Summary.articles``.
        sentence: Its number in the article, from 1.
        span: Where it stands in that article's ``Document.text``.
        quote: The characters there.
        translation: Its English.
        score: How much of the claim it covers, 0 to 1.
    """

    source: str
    article: int
    sentence: int
    span: Span
    quote: str
    translation: str
    score: float


@dataclass(frozen=True, slots=True)
class Claim(_Value):
    """One sentence of a summary.

    Attributes:
        text: In English.
        citations: The sentences it rests on, at least one.
        support: Whether they support it.
        score: Share of its content words that they cover, 0 to 1.
        sources: How many articles report it.
        notes: What a reader should know, in words: what is only partly supported and why, where sources disagree.
    """

    text: str
    citations: tuple[Citation, ...]
    support: Support
    score: float
    sources: int = 1
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary(_Value):
    """What one or several articles say, each sentence with what it rests on.

    Attributes:
        claims: In the order to read them.
        articles: The articles with their translations.
        left_out: How many sentences were left out because their sources do not support them.
        signature: What made it, in one line.
        warnings: ``no-content`` where there was nothing to summarise.
    """

    claims: tuple[Claim, ...]
    articles: tuple[Translation, ...]
    left_out: int
    signature: str
    warnings: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The claims as running text, without citations."""
        return " ".join(claim.text for claim in self.claims)
