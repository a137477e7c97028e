"""Translation with an instruct model: numbered segments in, numbered lines out, each accounted for.

A segment whose line is missing, doubled or wrong is asked for again alone; what still fails is shown in the original, marked
``untranslated``. Knows engines only as something that answers prompts.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from ._version import __version__
from .assembly import ArticleTranslator, recall
from .checks import warnings_for
from .engines.causal_engine import Answer
from .glossary import Glossary, Term
from .memory import Entry, Memory
from .numbered import numbered_lines, single_line
from .prompts import delimiter_for, load_prompt
from .segments import join, needs_model, prepare
from .types import Article, Sentence, TranslatedSentence

__all__ = ["InstructTranslator"]

_TOGETHER = 8  # segments of a prompt: small models lose count of more
_BEFORE = 2  # sentences of context
_LANGUAGES = {"uk": "Ukrainian", "ru": "Russian", "be": "Belarusian"}
_BROKEN = {"untranslated", "repetition", "number-mismatch", "too-long"}
_SECONDS = 600.0  # for one answer


class _Engine(Protocol):
    context: int

    @property
    def signature(self) -> str: ...

    def prompt_tokens(self, prompt: str) -> int: ...

    def generate(self, prompt: str, *, max_tokens: int, seconds: float | None) -> Answer: ...


class InstructTranslator(ArticleTranslator):
    """Translates articles with an instruct model.

    Args:
        engine: The model (see :class:`toolkit.engines.causal_engine.CausalEngine`).
        glossary: Terms that the model is told about, and that are checked afterwards.
        memory: Where translations are looked up first, and kept.
        prompts: A folder whose ``translate.md`` is used instead of the built-in one.

    Raises:
        PromptError: The prompt is missing or damaged.
    """

    def __init__(
        self,
        engine: _Engine,
        *,
        glossary: Glossary | None = None,
        memory: Memory | None = None,
        prompts: str | os.PathLike[str] | None = None,
    ) -> None:
        self._engine, self._glossary, self._memory = engine, glossary, memory
        self._prompt = load_prompt("translate", prompts)
        self._own_signature = "|".join(
            [
                f"toolkit:{__version__}",
                f"model:{engine.signature}",
                f"prompt:{self._prompt.name}-{self._prompt.version}",
            ]
            + ([glossary.signature] if glossary is not None else [])
        )
        translators = memory.signature if memory is not None else ""
        self._signature = self._own_signature + (f"|{translators}" if translators else "")

    @property
    def signature(self) -> str:
        """Everything that changes the output, in one line."""
        return self._signature

    def stream(self, article: Article) -> Iterator[list[TranslatedSentence]]:
        """Translates one article group by group."""
        media_type = article.document.media_type
        yield from self._groups([(sentence, media_type) for sentence in article.sentences])

    def translate_sentences(
        self, sentences: Sequence[tuple[Sentence, str]], progress: Callable[[int], None] | None = None
    ) -> list[TranslatedSentence]:
        """See :class:`toolkit.assembly.ArticleTranslator`."""
        result: list[TranslatedSentence] = []
        for group in self._groups(sentences):
            result += group
            if progress is not None:
                progress(len(result))
        return result

    def _groups(self, sentences: Sequence[tuple[Sentence, str]]) -> Iterator[list[TranslatedSentence]]:
        """Groups of consecutive sentences of one paragraph, so that what a model is shown depends on the article alone."""
        before: list[str] = []
        group: list[tuple[Sentence, str]] = []
        for sentence, media_type in sentences:
            last = group[-1][0] if group else None
            follows = last is not None and sentence.number == last.number + 1  # otherwise another article begins
            if last is not None and not (
                follows
                and len(group) < _TOGETHER
                and (sentence.block, sentence.language) == (last.block, last.language)
            ):
                yield self._group(group, before)
                before = [*before, *self._sources(group)][-_BEFORE:] if follows else []
                group = []
            group.append((sentence, media_type))
        if group:
            yield self._group(group, before)

    @staticmethod
    def _sources(group: Sequence[tuple[Sentence, str]]) -> list[str]:
        return [prepare(sentence.text, media_type) for sentence, media_type in group]

    def _group(self, group: Sequence[tuple[Sentence, str]], before: Sequence[str]) -> list[TranslatedSentence]:
        sentences, sources = [sentence for sentence, _ in group], self._sources(group)
        language = sentences[0].language
        result: list[TranslatedSentence | None] = [self._kept(*pair) for pair in zip(sentences, sources, strict=True)]
        open_places = [index for index, kept in enumerate(result) if kept is None]
        recall(self._memory, self._own_signature, sentences, sources, result)
        if any(result[index] is None for index in open_places):
            # All of them, known or not: the same prompt gives the same answer whatever the memory has.
            texts = self._translate([sources[index] for index in open_places], language, before)
            made = []
            for index, text in zip(open_places, texts, strict=True):
                if result[index] is not None:
                    continue
                finished = self._finished(sentences[index], sources[index], text)
                result[index] = finished
                if finished.origin != "copied":
                    made.append(Entry(sources[index], finished.text, None, finished.origin, finished.warnings))
            if self._memory is not None and made:
                self._memory.add(self._own_signature, made)
        return [item for item in result if item is not None]

    def _kept(self, sentence: Sentence, source: str) -> TranslatedSentence | None:
        as_it_is = " ".join(sentence.text.split())
        if sentence.language == "en" or not needs_model(source):
            return TranslatedSentence(sentence, as_it_is, origin="copied")
        if sentence.language not in _LANGUAGES:
            return TranslatedSentence(sentence, as_it_is, origin="copied", warnings=("language-not-supported",))
        return None

    def _finished(self, sentence: Sentence, source: str, text: str | None) -> TranslatedSentence:
        if text is None:
            return TranslatedSentence(
                sentence, " ".join(sentence.text.split()), origin="copied", warnings=("untranslated",)
            )
        warnings = warnings_for(source, text)
        missed = [term for term in self._terms([source]) if term.required and not _has(text, term)]
        return TranslatedSentence(
            sentence, text, origin="model", warnings=warnings + (("term-not-applied",) if missed else ())
        )

    def _translate(self, sources: Sequence[str], language: str, before: Sequence[str]) -> list[str | None]:
        """One translation for each source, None where the model gave none."""
        found: dict[int, str] = {}
        if len(sources) > 1 and (answer := self._ask(sources, language, before)) is not None:
            found = numbered_lines(answer, len(sources))
        texts: list[str | None] = []
        for number, source in enumerate(sources, 1):
            text = found.get(number)
            if text is None or self._wrong(source, text):
                alone = self._alone(source, language, before)
                # Two doubtful ones: the first was made in context.
                text = alone if alone is not None and (text is None or not self._wrong(source, alone)) else text
            texts.append(text if text is not None and not self._useless(source, text) else None)
        return texts

    def _alone(self, source: str, language: str, before: Sequence[str]) -> str | None:
        answer = self._ask([source], language, before)
        if answer is not None:
            return single_line(answer)
        # Too long for the context: in two halves.
        middle = source.find(" ", len(source) // 2)
        if middle < 0:
            return None
        halves = [self._alone(part, language, ()) for part in (source[:middle], source[middle + 1 :])]
        return join([half for half in halves if half is not None]) if None not in halves else None

    def _ask(self, sources: Sequence[str], language: str, before: Sequence[str]) -> str | None:
        """The model's answer; None if prompt and answer do not fit into its context."""
        terms = [(term.source, term.target) for term in self._terms(sources)]
        prompt = self._prompt.render(
            segments=list(sources), before=list(before), terms=terms, delimiter=delimiter_for(*sources, *before),
            language=_LANGUAGES.get(language, "Ukrainian"),
        )  # fmt: skip
        # English has fewer tokens than Ukrainian in every vocabulary we know; a loop is cut off.
        most = 32 + 2 * self._engine.prompt_tokens("\n".join(sources))
        if self._engine.prompt_tokens(prompt) + most > self._engine.context:
            return None
        answer = self._engine.generate(prompt, max_tokens=most, seconds=_SECONDS)
        if answer.ending == "stop":
            return answer.text
        return answer.text.rpartition("\n")[0]  # the last line was cut off

    def _terms(self, sources: Sequence[str]) -> list[Term]:
        if self._glossary is None:
            return []
        matches = (
            match for source in sources for match in self._glossary.find([f"▁{word}" for word in source.split()])
        )
        return list({match.term.source: match.term for match in matches}.values())

    @staticmethod
    def _wrong(source: str, text: str) -> bool:
        return bool(_BROKEN & set(warnings_for(source, text)))

    def _useless(self, source: str, text: str) -> bool:
        """Whether a text is no translation at all: empty, the original, or lines of the prompt."""
        lines = {line.strip() for line in self._prompt.body.splitlines() if len(line) > 30}
        return "untranslated" in warnings_for(source, text) or "===" in text or text.strip() in lines


def _has(text: str, term: Term) -> bool:
    return any(wording.lower() in text.lower() for wording in (term.target, *term.accepted))
