"""The Python interface: one object that reads, detects and translates."""

from __future__ import annotations

import functools
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Union

from .assembly import ArticleTranslator, Progress
from .errors import EngineError, ModelError, OutputError, ReadingError, ToolkitError
from .glossary import Glossary, Term
from .language import detect as detect_text
from .parsing import parse
from .reading import MAX_BYTES, find_files, is_path, read
from .translation import Quality, Translator
from .types import Article, Detection, Document, Summary, TranslatedSentence, Translation
from .writers import command_writer

if TYPE_CHECKING:
    from .abstractive import Style
    from .batch import Result
    from .memory import Memory

__all__ = ["Source", "Toolkit"]

#: What can be translated: text, a path, a document or an article.
Source = Union[str, "os.PathLike[str]", bytes, Document, Article]


class Toolkit:
    """Detects the language of Ukrainian articles and translates them to English, on this machine.

    Models load on first use; every ``Toolkit`` in a process that names the same model shares it.

    Args:
        model: Name of an installed model, or a folder; a translation model or an instruct model.
        summarizer: Name or folder of a model that writes summaries: an instruct model or mT5. None chooses sentences.
        quality: ``fast``, ``balanced`` or ``best``.
        beam: Overrides the beam that ``quality`` sets.
        device: ``cpu``, ``cuda``, ``mps`` or ``auto`` (see :func:`toolkit.engines.devices.choose`).
        compute_type: Numeric type; ``default`` for the best that the device supports.
        prompts: A folder of prompts to use instead of the built-in ones of the same names.
        glossary: A CSV, TSV, YAML or TBX file of terms (see :func:`toolkit.glossary_files.read_terms`), or terms.
        names: Whether the built-in spellings of names are applied, and mangled Ukrainian surnames put right.
        memory: A translation memory: its file, True for the user's own, False for none.
        workers: Batches translated at a time, one core each; all cores by default.
        max_bytes: The largest file that is read.

    Example:
        >>> import toolkit
        >>> t = toolkit.Toolkit()
        >>> t.detect("Київ — столиця України.").language
        'uk'
    """

    def __init__(
        self,
        model: str | os.PathLike[str] = "uk-en-small",
        *,
        summarizer: str | os.PathLike[str] | None = None,
        quality: Quality = "balanced",
        beam: int | None = None,
        device: str = "cpu",
        compute_type: str = "default",
        prompts: str | os.PathLike[str] | None = None,
        glossary: str | os.PathLike[str] | Iterable[Term] | None = None,
        names: bool = True,
        memory: bool | str | os.PathLike[str] = False,
        workers: int | None = None,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        if quality not in ("fast", "balanced", "best"):
            raise ValueError(f"quality {quality!r} is none of fast, balanced, best")
        if beam is not None and beam < 1:
            raise ValueError(f"beam {beam} is less than 1")
        self._model_name, self._quality, self._beam, self._device = model, quality, beam, device
        if workers is not None and workers < 1:
            raise ValueError(f"workers {workers} is less than 1")
        self._max_bytes, self._workers = max_bytes, workers
        self._terms = glossary if glossary is None or isinstance(glossary, (str, os.PathLike)) else tuple(glossary)
        self._names, self._memory = names, memory
        self._summarizer, self._compute_type, self._prompts = summarizer, compute_type, prompts
        self._translator: ArticleTranslator | None = None

    @property
    def translator(self) -> ArticleTranslator:
        """The translator, loaded when first asked for.

        Raises:
            ModelError: The model is missing or damaged.
            ReadingError: The glossary cannot be read.
            OutputError: The translation memory cannot be opened.
        """
        if self._translator is None:
            self._translator = self._make_translator(self._memory)
        return self._translator

    def _make_translator(self, memory: bool | str | os.PathLike[str]) -> ArticleTranslator:
        from .models import find, load, load_instruct

        info = find(self._model_name)
        if info.is_summarizer:
            raise ModelError(info.name, "summarises, and does not translate", "Give it as summarizer")
        if info.is_instruct:
            from .instruct import InstructTranslator

            engine = load_instruct(self._model_name, device=self._device, compute_type=self._compute_type)
            return InstructTranslator(
                engine, glossary=self._glossary, memory=_open_memory(memory), prompts=self._prompts
            )
        model = load(self._model_name, device=self._device, compute_type=self._compute_type, workers=self._workers)
        return Translator(
            model, quality=self._quality, beam=self._beam, glossary=self._glossary, memory=_open_memory(memory)
        )

    @functools.cached_property
    def _glossary(self) -> Glossary | None:
        from .glossary_files import built_in_names, load_glossary

        if self._terms is None or isinstance(self._terms, (str, os.PathLike)):
            return load_glossary(self._terms, names=self._names)
        return Glossary([*self._terms, *(built_in_names() if self._names else ())], surnames=self._names)

    def detect(self, source: Source) -> Detection:
        """The language of a text, or of the article in a file.

        Raises:
            ReadingError: The file cannot be read.
        """
        if isinstance(source, str) and not is_path(source):
            return detect_text(source)
        return self.read(source).language

    def read(self, source: Source) -> Article:
        """The article in a source, with its structure.

        Raises:
            ReadingError: It cannot be read, or holds several articles (JSONL).
        """
        articles = list(self._articles(source, None))
        if len(articles) != 1:
            raise ReadingError(
                str(source), f"holds {len(articles)} articles", "Use translate_many, which yields one after the other"
            )
        return articles[0]

    def translate(self, source: Source, *, progress: Progress | None = None) -> Translation:
        """Translates one article.

        Args:
            source: Its text, or the path of its file.
            progress: Called with the number of sentences finished and begun.

        Raises:
                ModelError: The model is missing or damaged.
        """
        return next(self.translator.translate([self.read(source)], progress=progress))

    def stream(self, source: Source) -> Iterator[list[TranslatedSentence]]:
        """Translates one article part by part, as they are finished (see :meth:`toolkit.translation.Translator.stream`).

        Raises:
            ReadingError: The file cannot be read.
            ModelError: The model is missing or damaged.
        """
        yield from self.translator.stream(self.read(source))

    def translate_many(
        self,
        sources: Iterable[Source],
        *,
        progress: Progress | None = None,
        on_error: Callable[[ToolkitError], None] | None = None,
    ) -> Iterator[Translation]:
        """Translates articles as they come, in order; sentences of several articles share batches.

        Args:
            sources: Texts, files and folders; a JSONL file yields one translation for each line.
            progress: Called with the number of sentences finished and begun.
            on_error: Called with each source that cannot be read, and the rest go on. Without it the first is raised.

        Raises:
            ReadingError: A source cannot be read, and there is no ``on_error``.
            ModelError: The model is missing or damaged.
        """
        articles = self.articles(sources, on_error=on_error)
        # A list can be read by another thread; of what else comes, nobody knows.
        several = isinstance(sources, (list, tuple)) and len(sources) > 1
        yield from self.translator.translate(articles, progress=progress, read_ahead=several)

    def summarize(
        self,
        sources: Source | Translation | Iterable[Source | Translation],
        *,
        sentences: int | None = None,
        words: int | None = None,
        keep_unsupported: bool = False,
        method: Literal["extractive", "abstractive"] | None = None,
        style: Style = "summary",
        writer: Callable[[str], str] | str | None = None,
        entails: Callable[[str, str], float] | None = None,
        progress: Progress | None = None,
    ) -> Summary:
        """Summarises one article, or several together, every sentence with the source sentences it rests on.

        Args:
            sources: Texts, paths, documents, articles or finished translations; one of them, or an iterable.
            sentences: How many sentences at most; by default three for one article and five for several.
            words: How many words at most, instead of a number of sentences.
            keep_unsupported: Show sentences that fail verification, marked, instead of leaving them out.
            method: ``extractive`` chooses sentences of the translations; ``abstractive`` lets an instruct model write, and keeps
                what the articles support; the latter is the default where there is a writer or a summarizer.
            style: What a model writes: a ``summary``, ``key-points`` or a ``headline``.
            writer: The instruct model, instead of this toolkit's summarizer: a function from a prompt to an answer, or a command
                (see :func:`toolkit.writers.command_writer`).
            entails: An entailment model (see :func:`toolkit.citations.verify`).
            progress: Called with the number of sentences translated and begun.

        Raises:
            ReadingError: A source cannot be read.
            ModelError: The model is missing or damaged.
            EngineError: The writer is missing, fails or says nothing.
        """
        from .abstractive import PROMPTS
        from .summarization import summarize

        method = method or ("extractive" if writer is None and self._summarizer is None else "abstractive")
        if method not in ("extractive", "abstractive"):
            raise ValueError(f"method {method!r} is none of extractive, abstractive")
        if style not in PROMPTS:
            raise ValueError(f"style {style!r} is none of {', '.join(PROMPTS)}")
        if method == "abstractive" and writer is None and self._summarizer is None:
            raise EngineError("abstractive summaries need an instruct model: give a summarizer or a writer")
        if method == "extractive" and style != "summary":
            raise ValueError(f"{style} are written by a model: give a summarizer or a writer")
        if method == "abstractive" and words is not None:
            raise ValueError("an abstractive summary is measured in sentences, not in words")
        single = isinstance(sources, (str, bytes, os.PathLike, Document, Article, Translation))
        items: list[Source | Translation] = [sources] if single else list(sources)  # type: ignore[list-item, arg-type]
        translations: list[Translation] = []
        for item in items:
            translations += [item] if isinstance(item, Translation) else self.translate_many([item], progress=progress)
        if method == "extractive":
            return summarize(
                translations, sentences=sentences, words=words, keep_unsupported=keep_unsupported, entails=entails
            )
        most = sentences or (3 if len(translations) == 1 else 5)
        return self._written(translations, writer, style, most, keep_unsupported, entails)

    def _written(
        self,
        translations: Sequence[Translation],
        writer: Callable[[str], str] | str | None,
        style: Style,
        most: int,
        keep_unsupported: bool,
        entails: Callable[[str, str], float] | None,
    ) -> Summary:
        from .abstractive import summarize_each_part, summarize_with
        from .models import find_summarizer, load, load_instruct
        from .writers import EngineWriter, PartWriter

        common: dict[str, Any] = {"keep_unsupported": keep_unsupported, "entails": entails}
        if writer is None:
            if self._summarizer is None:
                raise EngineError("abstractive summaries need an instruct model: give a summarizer or a writer")
            if find_summarizer(self._summarizer).is_summarizer:
                if style != "summary":
                    raise EngineError(f"{self._summarizer} writes summaries only: {style} need an instruct model")
                model = load(
                    self._summarizer, device=self._device, compute_type=self._compute_type, workers=self._workers
                )
                part = PartWriter(model)
                return summarize_each_part(
                    part, translations, sentences=most, name=f"abstractive-{part.name}", fits=part.fits, **common
                )
            engine = load_instruct(self._summarizer, device=self._device, compute_type=self._compute_type)
            own = EngineWriter(engine)
            return summarize_with(
                own, translations, sentences=most, style=style, prompts=self._prompts, name=f"abstractive-{own.name}",
                fits=own.fits, **common,
            )  # fmt: skip
        name = writer if isinstance(writer, str) else getattr(writer, "__name__", "model")
        return summarize_with(
            command_writer(writer) if isinstance(writer, str) else writer,
            translations,
            sentences=most,
            style=style,
            prompts=self._prompts,
            name=f"abstractive-{name}",
            fits=getattr(writer, "fits", None),
            **common,
        )

    def translate_folder(
        self,
        source: str | os.PathLike[str],
        output: str | os.PathLike[str],
        *,
        format: str = "md",
        summary: bool | int = False,
        include: Sequence[str] = (),
        exclude: Sequence[str] = (),
        force: bool = False,
        memory: bool = True,
        engine: Literal["local", "ray"] = "local",
        address: str | None = None,
        progress: Progress | None = None,
        stop: Callable[[], bool] = lambda: False,
    ) -> Iterator[Result]:
        """Translates a folder into another, and goes on where an earlier run stopped; yields one result for each file.

        Unless this toolkit has a translation memory of its own or ``memory`` is False, the user's is used. With ``engine="ray"`` it
        runs on as many Ray actors as this toolkit has workers, on the cluster at ``address`` or on this machine, without a memory
        (see :class:`toolkit.distributed.RayPool`).

        See :func:`toolkit.batch.run_batch` for the arguments and what is raised.
        """
        from .batch import run_batch

        used = self._memory if self._memory is not False else memory
        pool = None
        if engine == "ray":
            from .distributed import RayPool

            # What the memories of other machines hold is not known here: the same bytes come out without.
            used = False
            pool = functools.partial(RayPool, self._options(), actors=self._workers, address=address)
        yield from run_batch(
            source,
            output,
            lambda: self.translator if used is self._memory else self._make_translator(used),
            signature=self._signature(used),
            format=format,
            summary=summary,
            include=include,
            exclude=exclude,
            force=force,
            max_bytes=self._max_bytes,
            pool=pool,
            progress=progress,
            stop=stop,
        )

    def _options(self) -> dict[str, Any]:
        """Arguments that make a toolkit like this on another machine."""
        from .glossary_files import read_terms

        terms = self._terms
        if isinstance(terms, (str, os.PathLike)):
            terms = tuple(read_terms(terms))
        return {
            "model": self._model_name,
            "quality": self._quality,
            "beam": self._beam,
            "device": self._device,
            "compute_type": self._compute_type,
            "prompts": self._prompts,
            "glossary": terms,
            "names": self._names,
            "max_bytes": self._max_bytes,
        }

    @property
    def signature(self) -> str:
        """The signature of this toolkit's translations, without loading the model.

        Raises:
            ModelError: The model is missing.
        """
        return self._signature(self._memory)

    def _signature(self, memory: bool | str | os.PathLike[str]) -> str:
        from ._version import __version__
        from .coverage import FILE as LEXICON
        from .coverage import signature_of
        from .models import find
        from .translation import QUALITIES, SPLITTER

        info = find(self._model_name)
        engine = "ctranslate2" if info.layout == "ctranslate2" else "transformers"
        parts = [
            f"toolkit:{__version__}|model:{info.name}@{info.revision}|engine:{engine}-{version(engine)}"
            f"|beam:{self._beam or QUALITIES[self._quality]}|length-penalty:{info.length_penalty:g}"
            f"|splitter:{SPLITTER}|device:{self._device}"
            + (f"|type:{self._compute_type}" if self._compute_type != "default" else "")
        ]
        if (lexicon := info.path / LEXICON).is_file():
            parts.append(signature_of(lexicon))
        if info.is_instruct:
            from .prompts import load_prompt

            prompt = load_prompt("translate", self._prompts)
            parts.append(f"prompt:{prompt.name}-{prompt.version}")
        if self._glossary is not None:
            parts.append(self._glossary.signature)
        if memory is not False and (opened := _open_memory(memory)) is not None:
            parts.append(opened.signature)
            opened.close()
        return "|".join(part for part in parts if part)

    def articles(
        self, sources: Iterable[Source], *, on_error: Callable[[ToolkitError], None] | None = None
    ) -> Iterator[Article]:
        """The articles of texts, files and folders, in order (see :meth:`translate_many`).

        Raises:
            ReadingError: A source cannot be read, and there is no ``on_error``.
        """
        for source in sources:
            if isinstance(source, (str, os.PathLike)) and source != "-" and is_path(source) and Path(source).is_dir():
                yield from self.articles(find_files(source), on_error=on_error)
                continue
            try:
                yield from self._articles(source, on_error)
            except ReadingError as error:
                if on_error is None:
                    raise
                on_error(error)

    def _articles(self, source: Source, on_error: Callable[[ToolkitError], None] | None) -> Iterator[Article]:
        if isinstance(source, Article):
            yield source
        elif isinstance(source, Document):
            yield parse(source)
        else:
            for document in read(source, max_bytes=self._max_bytes, on_error=on_error):
                yield parse(document)


def _open_memory(memory: bool | str | os.PathLike[str]) -> Memory | None:
    """The memory that was asked for; the user's own is done without where it cannot be opened."""
    if memory is False:
        return None
    from .memory import Memory

    if memory is not True:
        return Memory(memory)
    try:
        return Memory()
    except OutputError as error:
        logging.getLogger("toolkit").warning("%s Going on without a translation memory.", error)
        return None
