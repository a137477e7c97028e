"""Sentences in, translations out: every sentence exactly once, in batches over everything in flight.

Knows engines only as :class:`toolkit.engines.Engine`, and nothing about files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Literal

from ._version import __version__
from .abbreviations import spell_out
from .assembly import ArticleTranslator, recall
from .checks import says_twice, warnings_for
from .engines import Decoding, Hypothesis
from .figures import write_out
from .glossary import Glossary, Match
from .letters import in_capitals, lower_capitals, repair_letters
from .memory import Entry, Memory
from .models import Model
from .normalisation import short_ranges, speaker_dash
from .personal_names import nominative_address
from .placement import words as source_words
from .planning import plan
from .quotations import close_up, quote_like, reopen_quotations, without_doubles
from .segments import capitalise_like, join, needs_model, prepare, segment
from .types import Origin, Sentence, TranslatedSentence
from .verbatim import latin_names, lost_names, next_stand_in, put_back, set_aside, strip_signs

__all__ = ["QUALITIES", "SPLITTER", "Quality", "Translator"]

Quality = Literal["fast", "balanced", "best"]

#: The one dial: beam size.
QUALITIES: dict[Quality, int] = {"fast": 1, "balanced": 4, "best": 8}

_LEAST_HALF, _SLACK = 14, 4  # tokens of half a sentence that is worth cutting, and what it may be longer than the other
_BEFORE, _AFTER = re.compile(r"^\W*"), re.compile(r"\W*$")  # the punctuation around a word
_RETRIES = 16  # outputs that are decoded again together
SPLITTER = 2  # raised when sentence splitting or preparation changes what models are given


@dataclass(slots=True)
class _Job:
    """One distinct token sequence of a window, and what has become of it."""

    tokens: list[str]
    source: str
    language: str
    terms: Sequence[Match] = ()
    hypothesis: Hypothesis | None = None
    text: str = ""
    warnings: tuple[str, ...] = ()
    unplaced: tuple[Match, ...] = ()
    edited: bool = False

    def fill(self, hypothesis: Hypothesis, text: str, glossary: Glossary | None) -> None:
        """Takes an output, puts the terms in, and checks it."""
        notes: tuple[str, ...] = ()
        if glossary is not None and self.terms:
            outcome = glossary.apply(self.terms, self.tokens, hypothesis.tokens, hypothesis.attention, text)
            text, self.edited, self.unplaced = outcome.text, outcome.changed, outcome.unplaced
            notes = ("term-not-applied",) if outcome.not_applied else ()
        # Attention is large, and nobody needs it any more.
        self.hypothesis, self.text = replace(hypothesis, attention=None, others=()), text
        self.warnings = warnings_for(self.source, text) + notes

    def copy_from(self, other: _Job) -> None:
        """Takes the output of another try."""
        self.hypothesis, self.text, self.warnings, self.unplaced, self.edited = (
            other.hypothesis,
            other.text,
            other.warnings,
            other.unplaced,
            other.edited,
        )

    @property
    def badness(self) -> int:
        """0 for what may be shown as it is."""
        return 2 * ("untranslated" in self.warnings) + ("repetition" in self.warnings)


class Translator(ArticleTranslator):
    """Translates articles with one model.

    Args:
        model: The model.
        quality: The dial; sets the beam.
        beam: Overrides the beam that ``quality`` sets.
        length_penalty: Overrides the one that the model was measured with.
        glossary: Terms and names to put in where their place is certain.
        memory: Where translations are looked up first, and kept.
    """

    def __init__(
        self,
        model: Model,
        *,
        quality: Quality = "balanced",
        beam: int | None = None,
        length_penalty: float | None = None,
        glossary: Glossary | None = None,
        memory: Memory | None = None,
    ) -> None:
        self._model, self._glossary, self._memory = model, glossary, memory
        self._decoding = Decoding(
            beam=beam or QUALITIES[quality],
            length_penalty=model.info.length_penalty if length_penalty is None else length_penalty,
            prefix=model.tokenizer.target_prefix,
        )

        self._own_signature = "|".join(
            part
            for part in (
                f"toolkit:{__version__}",
                model.signature,
                f"beam:{self._decoding.beam}",
                f"length-penalty:{self._decoding.length_penalty:g}",
                f"splitter:{SPLITTER}",
                glossary.signature if glossary is not None else "",
            )
            if part
        )
        translators = memory.signature if memory is not None else ""
        self._signature = self._own_signature + (f"|{translators}" if translators else "")

    @property
    def signature(self) -> str:
        """Everything that changes the output, in one line."""
        return self._signature

    def translate_sentences(
        self, sentences: Sequence[tuple[Sentence, str]], progress: Callable[[int], None] | None = None
    ) -> list[TranslatedSentence]:
        """Translates sentences (each with the media type of its document), one result for each, in order."""
        result: list[TranslatedSentence | None] = []
        sources = reopen_quotations(
            [sentence for sentence, _ in sentences],
            [prepare(sentence.text, media_type) for sentence, media_type in sentences],
        )
        for (sentence, _), source in zip(sentences, sources, strict=True):
            result.append(self._kept(sentence, source))
        recall(self._memory, self._own_signature, [sentence for sentence, _ in sentences], sources, result)
        jobs: dict[tuple[str, ...], _Job] = {}
        pieces: list[list[_Job]] = []
        set_asides: list[list[str]] = []
        words = [
            "" if kept else _words(sentence, source)
            for (sentence, _), source, kept in zip(sentences, sources, result, strict=True)
        ]
        for (sentence, _), own, kept in zip(sentences, words, result, strict=True):
            text, parts = set_aside(own)
            pieces.append(self._jobs(text, sentence, jobs) if kept is None else [])
            set_asides.append(parts)
        self._run(list(jobs.values()), progress, len(sentences) / max(1, len(jobs)))
        self._put_in(list(jobs.values()))
        self._again([sentence for sentence, _ in sentences], words, pieces, set_asides)
        made: dict[str, Entry] = {}
        for index, found in enumerate(pieces):
            if result[index] is None:
                finished = _finish(sentences[index][0], sources[index], found, set_asides[index])
                result[index] = finished
                if finished.origin != "copied":
                    made[sources[index]] = Entry(
                        sources[index], finished.text, finished.score, finished.origin, finished.warnings
                    )
        if self._memory is not None and made:
            self._memory.add(self._own_signature, made.values())
        if progress is not None:
            progress(len(sentences))
        return [item for item in result if item is not None]

    def _again(
        self,
        sentences: Sequence[Sentence],
        words: Sequence[str],
        pieces: list[list[_Job]],
        set_asides: list[list[str]],
    ) -> None:
        """Asks again about sentences that lost a stand-in, a name or a number, and keeps what has lost none.

        A lost stand-in: the sentence as it is. A lost name or number, a phrase twice, or a text much too short: the sentence
        with stand-ins for those, or for all of its names, or else in two parts, as models lose the most in long sentences.
        """
        jobs: dict[tuple[str, ...], _Job] = {}
        tries: dict[int, list[tuple[list[_Job], list[str]]]] = {}
        for index, (found, parts) in enumerate(zip(pieces, set_asides, strict=True)):
            if not found:
                continue
            sentence, own = sentences[index], words[index]
            whole = put_back(_joined(found), parts) if parts else _joined(found)
            if whole is None:
                pieces[index], set_asides[index] = self._jobs(own, sentence, jobs), []
            elif _lacks(own, whole):
                tries[index] = []
                lost, every = lost_names(own, whole), latin_names(own)
                for names in [lost, every] if 0 < len(lost) < len(every) else [every]:
                    text, kept = set_aside(own, names=names, numbers=not lost)
                    if kept:
                        tries[index].append((self._jobs(text, sentence, jobs), kept))
                text, kept = set_aside(own)
                half = sum(len(job.tokens) for job in found) // (2 * len(found)) + _SLACK
                if half >= _LEAST_HALF:
                    tries[index].append((self._jobs(text, sentence, jobs, half), kept))
        self._run(list(jobs.values()), None, 0)
        for index, others in tries.items():
            for found, parts in others:
                whole = put_back(_joined(found), parts) if parts else _joined(found)
                if whole is not None and not _lacks(words[index], whole):
                    pieces[index], set_asides[index] = found, parts
                    break

    def _jobs(
        self, words: str, sentence: Sentence, jobs: dict[tuple[str, ...], _Job], most: int | None = None
    ) -> list[_Job]:
        """The jobs of one sentence, the same ones as of any equal sentence; new ones are added to ``jobs``."""
        found = []
        most = min(most or self._model.info.max_tokens, self._model.info.max_tokens)
        for tokens in segment(words, self._model.tokenizer, most, sentence.language):
            if (key := tuple(tokens)) not in jobs:
                jobs[key] = self._job(tokens, words, sentence.language)
            found.append(jobs[key])
        return found

    def _job(self, tokens: list[str], source: str, language: str) -> _Job:
        return _Job(tokens, source, language, self._glossary.find(tokens) if self._glossary is not None else ())

    def _put_in(self, jobs: Sequence[_Job]) -> None:
        """Asks again about names and terms whose place in the translation was not certain, with stand-ins for them.

        What a stand-in stands for is known, wherever the model puts it. A try that loses one, or something else, changes nothing.
        """
        tries: list[tuple[_Job, _Job, int, list[str]]] = []
        for job in jobs:
            unplaced = [match for match in job.unplaced if match.certain and not match.plural]
            source = [word.text for word in source_words(job.tokens)]
            first = next_stand_in(" ".join(source))
            if not unplaced or self._encode(source, job) != job.tokens:
                continue
            for number, match in enumerate(unplaced, first):
                before, after = _BEFORE.findall(source[match.start])[0], _AFTER.findall(source[match.end - 1])[0]
                source[match.start : match.end] = [f"{before}X{number}{after}", *[""] * (match.end - match.start - 1)]
            other = self._job(self._encode([word for word in source if word], job), job.source, job.language)
            tries.append((job, other, first, [match.term.target for match in unplaced]))
        if tries:
            for _ in self._decode([other for _, other, _, _ in tries], self._decoding):
                pass
        for job, other, first, kept in tries:
            text = put_back(other.text, kept, first)
            if text is None or len(other.unplaced) > len(job.unplaced) - len(kept):
                continue
            other.text, other.edited = text, True
            notes = ("term-not-applied",) if any(match.term.required for match in other.unplaced) else ()
            other.warnings = warnings_for(job.source, text) + notes
            if set(other.warnings) <= set(job.warnings) and not says_twice(job.source, text):
                job.copy_from(other)

    def _encode(self, source: Sequence[str], job: _Job) -> list[str]:
        return self._model.tokenizer.encode(" ".join(source), job.language)

    def _kept(self, sentence: Sentence, source: str) -> TranslatedSentence | None:
        """A sentence that no model is asked about: already English, in an unknown language, or without words."""
        as_it_is = " ".join(sentence.text.split())
        if sentence.language == self._model.info.target_language or not needs_model(source):
            return TranslatedSentence(sentence, as_it_is, origin="copied")
        if sentence.language not in self._model.info.source_languages:
            return TranslatedSentence(sentence, as_it_is, origin="copied", warnings=("language-not-supported",))
        return None

    def _run(self, jobs: Sequence[_Job], progress: Callable[[int], None] | None, weight: float) -> None:
        """Decodes all jobs, and those that come out as loops, copies or nothing a second time.

        Checks, detokenisation and second tries happen while the engine works on the next batches. What a second try gives does not
        depend on when it is made, as no output depends on its company.
        """
        finished = 0
        broken: list[_Job] = []
        with ThreadPoolExecutor(1) as second_tries:
            pending = []
            for batch in self._decode(jobs, self._decoding):
                broken += [job for job in batch if job.badness]
                if len(broken) >= _RETRIES:
                    pending.append(second_tries.submit(self._retry, broken))
                    broken = []
                finished += len(batch)
                if progress is not None:
                    progress(int(finished * weight))
            self._retry(broken)
            for future in pending:
                future.result()

    def _decode(self, jobs: Sequence[_Job], decoding: Decoding) -> Iterator[list[_Job]]:
        """Fills in the jobs, and yields them batch by batch."""
        lexicon = self._model.lexicon
        decoding = replace(
            decoding, attention=any(job.terms for job in jobs), hypotheses=decoding.beam if lexicon is not None else 1
        )
        batches = [[jobs[index] for index in batch] for batch in plan([len(job.tokens) for job in jobs])]
        outputs = self._model.engine.translate(([job.tokens for job in batch] for batch in batches), decoding)
        for batch, hypotheses in zip(batches, outputs, strict=True):
            for job, hypothesis in zip(batch, hypotheses, strict=True):
                found = [hypothesis, *hypothesis.others]
                texts = [short_ranges(self._model.tokenizer.decode(one.tokens)) for one in found]
                best = 0
                if lexicon is not None and len(found) > 1:
                    source = " ".join(word.text for word in source_words(job.tokens))
                    best = lexicon.best(source, [(text, one.score) for text, one in zip(texts, found, strict=True)])
                job.fill(found[best], texts[best], self._glossary)
            yield batch

    def _retry(self, broken: Sequence[_Job]) -> None:
        """Decodes jobs again, with a penalty on repetition, and keeps the better of the two."""
        if not broken:
            return
        retries = [_Job(job.tokens, job.source, job.language, job.terms) for job in broken]
        decoding = replace(
            self._decoding, beam=max(4, self._decoding.beam), repetition_penalty=1.3, no_repeat_ngram=4, min_length=2
        )
        for _ in self._decode(retries, decoding):
            pass
        for job, retry in zip(broken, retries, strict=True):
            if retry.badness < job.badness:
                job.copy_from(retry)


def _words(sentence: Sentence, source: str) -> str:
    """What a model is asked to translate of a prepared sentence."""
    _, words, _ = strip_signs(speaker_dash(source)[1])
    if sentence.language != "uk":
        return words
    words = repair_letters(words)
    words = nominative_address(words)
    return spell_out(write_out(lower_capitals(words) if in_capitals(words) else words))


def _lacks(words: str, text: str) -> bool:
    """Whether something of the words cannot be in the text, or the text says something twice."""
    lost = bool({"number-mismatch", "too-short"} & set(warnings_for(words, text)))
    return lost or bool(lost_names(words, text)) or says_twice(words, text)


def _joined(jobs: Sequence[_Job]) -> str:
    return join([job.text for job in jobs])


def _finish(sentence: Sentence, source: str, jobs: Sequence[_Job], parts: Sequence[str]) -> TranslatedSentence:
    dash, line = speaker_dash(source)
    before, words, after = strip_signs(line)
    text = capitalise_like(words, _joined(jobs))
    if sentence.language == "uk" and in_capitals(source):
        text = text.upper()
    if parts:
        text = put_back(text, parts) or text
    text = quote_like(words, close_up(without_doubles(words, text)))
    scores = [(job.hypothesis.score, len(job.tokens)) for job in jobs if job.hypothesis is not None]
    score = sum(value * weight for value, weight in scores) / max(1, sum(weight for _, weight in scores))
    if len(jobs) == 1 and jobs[0].text == text:
        warnings = jobs[0].warnings
    else:
        missed = any("term-not-applied" in job.warnings for job in jobs)
        warnings = warnings_for(source, text) + (("term-not-applied",) if missed else ())
    if not text:  # nothing is dropped: the reader sees the original rather than a gap
        return TranslatedSentence(sentence, " ".join(sentence.text.split()), round(score, 4), "copied", warnings)
    text = dash + before + text + after
    origin: Origin = "glossary" if any(job.edited for job in jobs) else "model"
    return TranslatedSentence(sentence, text, round(score, 4), origin, warnings)
