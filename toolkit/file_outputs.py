"""One source file: its articles, and the output files that their translations become.

What a batch does with each file, wherever it does it. Knows no manifest and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .assembly import ArticleTranslator
from .errors import ReadingError
from .parsing import parse
from .reading import read
from .rendering import render
from .types import Article, Translation

__all__ = ["FileWork", "Finished", "articles_of", "outputs_of", "translate_files"]


@dataclass(frozen=True, slots=True)
class FileWork:
    """A source file to be done.

    Attributes:
        path: Relative to the source folder.
        name: What error messages call it.
        data: Its bytes.
    """

    path: str
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Finished:
    """A source file done.

    Attributes:
        path: As in :class:`FileWork`.
        outputs: Name relative to the output folder, and content, of each output.
        sentences: How many sentences it has.
        flagged: How many of them carry a warning.
        error: What of it could not be read; its other articles are in ``outputs`` all the same.
    """

    path: str
    outputs: tuple[tuple[str, bytes], ...]
    sentences: int
    flagged: int
    error: str = ""


def articles_of(work: FileWork, max_bytes: int, errors: list[ReadingError]) -> Iterator[Article]:
    """The articles of a file; what cannot be read goes into ``errors``, the worst first."""
    try:
        for document in read(work.data, name=work.name, max_bytes=max_bytes, on_error=errors.append):
            yield parse(document)
    except ReadingError as error:
        errors.insert(0, error)


def outputs_of(
    path: str, translations: Iterable[Translation], format: str, summary: int
) -> Iterator[tuple[str, bytes]]:
    """Names and contents of the outputs of one file.

    ``a.txt`` becomes ``a.txt.en.md``, the ending kept so that ``a.html`` beside it does not collide; the articles of a JSONL file
    go into a folder, named by their ids. ``summary`` is how many sentences each summary has at most; no summaries if 0.
    """
    taken: set[str] = set()
    for translation in translations:
        base = path
        _, mark, identity = translation.article.document.source.rpartition("#")
        if mark and Path(path).suffix.lower() in (".jsonl", ".ndjson"):
            safe = "".join(char if char.isalnum() or char in "-_." else "_" for char in identity)
            base = f"{path}.en/{safe[:100].lstrip('.') or '0'}"
            while base.lower() in taken:
                base += "_"
            taken.add(base.lower())
        yield f"{base}.en.{format}", render(translation, format)
        if summary:
            from .summarization import summarize
            from .summary_rendering import render_summary

            yield f"{base}.en.summary.{format}", render_summary(summarize([translation], sentences=summary), format)


def flagged(translations: Iterable[Translation]) -> int:
    """How many sentences carry a warning."""
    return sum(bool(sentence.warnings) for item in translations for sentence in item.sentences)


def translate_files(
    files: Sequence[FileWork], translator: ArticleTranslator, *, format: str, summary: int, max_bytes: int
) -> list[Finished]:
    """Does several files at once; their sentences share batches. The arguments are those of :func:`outputs_of`."""
    errors: list[list[ReadingError]] = [[] for _ in files]
    articles = [list(articles_of(work, max_bytes, found)) for work, found in zip(files, errors, strict=True)]
    translations = translator.translate([article for found in articles for article in found])
    finished = []
    for work, found, problems in zip(files, articles, errors, strict=True):
        mine = [next(translations) for _ in found]
        outputs = tuple(outputs_of(work.path, mine, format, summary))
        sentences = sum(len(item.sentences) for item in mine)
        error = str(problems[0]) if problems else ""
        finished.append(Finished(work.path, outputs, sentences, flagged(mine), error))
    return finished
