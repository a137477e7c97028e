"""Articles in, translations out, whatever translates their sentences: windows over many articles, and putting them together again.

Knows nothing about models; :mod:`toolkit.translation` and :mod:`toolkit.instruct` do.
"""

from __future__ import annotations

import itertools
import threading
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from .memory import Entry, Memory
from .types import Article, Origin, Role, Sentence, TranslatedSentence, Translation

__all__ = ["WINDOW", "ArticleTranslator", "Progress", "assemble", "recall"]

#: Called with the number of sentences finished and begun so far.
Progress = Callable[[int, int], None]

# Sentences planned together. More sentences make fuller batches; fewer keep memory and the wait for a first result small.
WINDOW = 1500
_Item = TypeVar("_Item")
_FIRST, _MOST = 8, 128  # sentences of the first and the largest part of a stream


class ArticleTranslator(ABC):
    """Translates articles, given what translates sentences."""

    @property
    @abstractmethod
    def signature(self) -> str:
        """Everything that changes the output, in one line."""

    @abstractmethod
    def translate_sentences(
        self, sentences: Sequence[tuple[Sentence, str]], progress: Callable[[int], None] | None = None
    ) -> list[TranslatedSentence]:
        """Translates sentences (each with the media type of its document), one result for each, in order."""

    def translate(
        self, articles: Iterable[Article], *, progress: Progress | None = None, read_ahead: bool = False
    ) -> Iterator[Translation]:
        """Translates articles in order.

        Articles are read until their sentences fill a window, so that short articles share batches; memory does not grow with
        their number.

        Args:
            articles: What to translate.
            progress: Called with the number of sentences finished and begun.
            read_ahead: Read the next window, and hand out the last one, while the engine works on one. Both ``articles`` and
                ``progress`` are then used in other threads.
        """
        tally = _Tally(progress)
        windows = _windows(articles, tally)
        if not read_ahead:
            for window in windows:
                yield from self._translate_window(window, tally)
            return
        # Two windows at a time: while one ends, with few sentences left and some to be decoded again, the other keeps the engine
        # busy.
        with ThreadPoolExecutor(2) as pool:
            flight: deque[Future[list[Translation]]] = deque()
            for window in _ahead(windows):
                flight.append(pool.submit(self._translate_window, window, tally))
                if len(flight) == 2:
                    yield from flight.popleft().result()
            while flight:
                yield from flight.popleft().result()

    def stream(self, article: Article) -> Iterator[list[TranslatedSentence]]:
        """Translates one article paragraph by paragraph, for those who read meanwhile: the same sentences, earlier but slower.

        Yields:
            The sentences of the next paragraphs; few at first, then more, up to some hundred.
        """
        media_type = article.document.media_type
        wanted, part = _FIRST, []
        for _, group in itertools.groupby(article.sentences, key=lambda sentence: sentence.block):
            part += list(group)
            if len(part) >= wanted:
                yield self.translate_sentences([(sentence, media_type) for sentence in part])
                wanted, part = min(2 * wanted, _MOST), []
        if part:
            yield self.translate_sentences([(sentence, media_type) for sentence in part])

    def _translate_window(self, window: Sequence[Article], tally: _Tally) -> list[Translation]:
        sentences = [(sentence, article.document.media_type) for article in window for sentence in article.sentences]
        translated = iter(self.translate_sentences(sentences, tally.counter()))
        return [
            assemble(article, list(itertools.islice(translated, len(article.sentences))), self.signature)
            for article in window
        ]


def recall(
    memory: Memory | None, signature: str, sentences: Sequence[Sentence], sources: Sequence[str],
    result: list[TranslatedSentence | None],
) -> None:  # fmt: skip
    """Fills in what a memory knows of the sentences that have no result yet."""
    if memory is None:
        return
    wanted = dict.fromkeys(source for source, kept in zip(sources, result, strict=True) if kept is None)
    known: dict[str, Entry] = memory.find(signature, list(wanted))
    for index, source in enumerate(sources):
        if result[index] is None and (entry := known.get(source)) is not None:
            origin: Origin = entry.origin if entry.origin in ("glossary", "memory") else "model"  # type: ignore[assignment]
            result[index] = TranslatedSentence(sentences[index], entry.target, entry.score, origin, entry.warnings)


def _ahead(items: Iterator[_Item]) -> Iterator[_Item]:
    """The same items, each made by a thread while the one before is being used."""
    end = object()
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(next, items, end)
        while (item := future.result()) is not end:
            future = pool.submit(next, items, end)
            yield item  # type: ignore[misc]


class _Tally:
    """Sentences finished and begun over all windows in flight."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress, self._lock = progress, threading.Lock()
        self._begun = 0
        self._finished: list[int] = []

    def begin(self, sentences: int) -> None:
        """Counts sentences that are about to be translated."""
        self._begun += sentences

    def counter(self) -> Callable[[int], None] | None:
        """What a window calls with the number of its sentences that are finished."""
        if self._progress is None:
            return None
        with self._lock:
            index = len(self._finished)
            self._finished.append(0)

        def count(finished: int) -> None:
            with self._lock:
                self._finished[index] = finished
                if self._progress is not None:
                    self._progress(sum(self._finished), self._begun)

        return count


def _windows(articles: Iterable[Article], tally: _Tally) -> Iterator[list[Article]]:
    window: list[Article] = []
    size = 0
    for article in articles:
        window.append(article)
        size += len(article.sentences)
        tally.begin(len(article.sentences))
        if size >= WINDOW:
            yield window
            window, size = [], 0
    if window:
        yield window


def assemble(article: Article, sentences: Sequence[TranslatedSentence], signature: str) -> Translation:
    """The translation of an article from those of its sentences: paragraphs, headings and lists as in the source."""
    pieces: list[tuple[Role, str]] = []
    title = None
    for index, group in itertools.groupby(sentences, key=lambda item: item.source.block):
        block = article.blocks[index]
        text = " ".join(item.text for item in group)
        if block.role is Role.TITLE:
            title = text
        marker = f"{'  ' * max(0, block.level - 1)}{block.marker or '-'} " if block.role is Role.LIST_ITEM else ""
        pieces.append((block.role, marker + text))
    parts: list[str] = []
    for position, (role, text) in enumerate(pieces):
        if position:
            both_items = role is Role.LIST_ITEM and pieces[position - 1][0] is Role.LIST_ITEM
            parts.append("\n" if both_items else "\n\n")
        parts.append(text)
    warnings = []
    if any("language-not-supported" in item.warnings for item in sentences):
        warnings.append("language-not-supported")
    if not sentences:
        warnings.append("no-content")
    return Translation(article, tuple(sentences), "".join(parts), title, signature, tuple(warnings))
