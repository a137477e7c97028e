"""What models write about translations, kept as far as the articles support it.

An instruct model is asked through a prompt and answers with sentences that cite numbers; a summariser (mT5) writes a sentence about
each part of the text and cites nothing. Either way every sentence is verified against what it cites, attributed anew if that fails,
and left out if that fails too. An article longer than the model's context is read in parts. Knows no models: only functions from
a prompt or a text to an answer.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from ._version import __version__
from .answers import parse_answer
from .citations import Entails, Evidence, Verdict, attribute, verify
from .prompts import Prompt, delimiter_for, load_prompt
from .summarization import UNUSABLE, in_words
from .types import Citation, Claim, Role, Summary, TranslatedSentence, Translation

__all__ = ["PROMPTS", "Style", "summarize_each_part", "summarize_with"]

Style = Literal["summary", "key-points", "headline"]
#: The prompt for each style.
PROMPTS: dict[Style, str] = {"summary": "summarize", "key-points": "key_points", "headline": "headline"}

_Written = list[tuple[str, list[int]]]  # sentences, each with the places of the numbered sentences that it cites


@dataclass(frozen=True, slots=True)
class _Material:
    """The sentences a summary may be made from: article and sentence of each, and its two sides."""

    translations: Sequence[Translation]
    numbered: list[tuple[int, TranslatedSentence]]
    evidence: list[Evidence]
    entails: Entails | None

    @classmethod
    def of(cls, translations: Sequence[Translation], entails: Entails | None) -> _Material:
        numbered = [
            (index, item)
            for index, translation in enumerate(translations)
            for item in translation.sentences
            if translation.article.blocks[item.source.block].role is not Role.HEADING
            and not UNUSABLE & set(item.warnings)
        ]
        return cls(translations, numbered, [Evidence(item.source.text, item.text) for _, item in numbered], entails)

    def text(self, place: int) -> str:
        return " ".join(self.numbered[place][1].text.split())

    def checked(self, text: str, cited: list[int]) -> tuple[list[int], Verdict]:
        """The verdict on a sentence, with what it cites or, if that does not support it, with what does."""
        verdict = verify(text, [self.evidence[place] for place in cited], self.evidence, entails=self.entails)
        if verdict.support == "unsupported":
            found = list(attribute(text, self.evidence))
            again = verify(text, [self.evidence[place] for place in found], self.evidence, entails=self.entails)
            if again.support != "unsupported":
                return found, again
        return cited, verdict

    def citation(self, text: str, place: int) -> Citation:
        article, item = self.numbered[place]
        return Citation(
            self.translations[article].article.document.source,
            article,
            item.source.number,
            item.source.span,
            item.source.text,
            item.text,
            verify(text, [self.evidence[place]], self.evidence).score,
        )

    def summary(self, written: _Written, most: int, keep_unsupported: bool, signature: str) -> Summary:
        claims: list[Claim] = []
        left_out = 0
        for text, named in written:
            cited, verdict = self.checked(text, named)
            if any(claim.text == text for claim in claims):
                continue
            if (verdict.support == "unsupported" and not (keep_unsupported and cited)) or len(claims) == most:
                left_out += verdict.support == "unsupported"
                continue
            citations = tuple(self.citation(text, place) for place in cited)
            sources = len({citation.article for citation in citations})
            notes = tuple(in_words(verdict.problems))
            claims.append(Claim(text, citations, verdict.support, verdict.score, sources, notes))
        return Summary(tuple(claims), tuple(self.translations), left_out, signature)


def summarize_with(
    answer: Callable[[str], str],
    translations: Sequence[Translation],
    *,
    sentences: int = 5,
    style: Style = "summary",
    prompts: str | os.PathLike[str] | None = None,
    keep_unsupported: bool = False,
    name: str = "model",
    entails: Entails | None = None,
    fits: Callable[[str], bool] | None = None,
) -> Summary:
    """Lets an instruct model write the summary, and keeps of it what the articles support.

    Where not all sentences fit into a prompt, the model is asked about each part; if that gives more sentences than were asked for,
    it is asked again about the sentences that those cite. Citations are always to sentences of the articles.

    Args:
        answer: The model: a prompt in, an answer out.
        translations: The articles, translated.
        sentences: How many sentences to ask for; a headline is always one.
        style: A summary, key points or a headline.
        prompts: A folder whose ``summarize.md``, ``key_points.md`` or ``headline.md`` is used instead of the built-in one.
        keep_unsupported: Show sentences that fail, marked, instead of leaving them out.
        name: What to call the model in the signature.
        entails: An entailment model (see :func:`toolkit.citations.verify`).
        fits: Whether the model can take a prompt; by default it can take any.

    Raises:
        PromptError: The prompt is missing or damaged.
    """
    material = _Material.of(translations, entails)
    prompt = load_prompt(PROMPTS[style], prompts)
    signature = _signature(f"{name}|prompt:{prompt.name}-{prompt.version}", translations)
    if not material.numbered:
        return Summary((), tuple(translations), 0, signature, ("no-content",))
    most = 1 if style == "headline" else sentences
    written = _ask(answer, material, list(range(len(material.numbered))), prompt, most, fits or (lambda _: True))
    return material.summary(written, most, keep_unsupported, signature)


def _ask(
    answer: Callable[[str], str],
    material: _Material,
    places: list[int],
    prompt: Prompt,
    most: int,
    fits: Callable[[str], bool],
) -> _Written:
    def rendered(part: Sequence[int]) -> str:
        texts = [material.text(place) for place in part]
        values = {"sentences": texts, "delimiter": delimiter_for(*texts), "limit": most}
        return prompt.render(**{name: values[name] for name in prompt.variables if name in values})

    parts = _parts(places, lambda part: fits(rendered(part)))
    written: _Written = []
    for part in parts:
        for item in parse_answer(answer(rendered(part)), len(part))[: 2 * most]:
            written.append((item.text, [part[number - 1] for number in item.numbers]))
    if len(parts) == 1 or len(written) <= most:
        return written
    supported = [material.checked(text, cited) for text, cited in written]
    kept = sorted({place for cited, verdict in supported if verdict.support != "unsupported" for place in cited})
    if not kept or len(kept) >= len(places):
        return written
    return _ask(answer, material, kept, prompt, most, fits) or written


def _parts(places: list[int], fits: Callable[[list[int]], bool]) -> list[list[int]]:
    """Consecutive parts that each fit, as few as halving gives; a single sentence is a part whether it fits or not."""
    if len(places) <= 1 or fits(places):
        return [places]
    middle = len(places) // 2
    return _parts(places[:middle], fits) + _parts(places[middle:], fits)


def summarize_each_part(
    write: Callable[[Sequence[str]], str],
    translations: Sequence[Translation],
    *,
    sentences: int = 3,
    keep_unsupported: bool = False,
    name: str = "model",
    entails: Entails | None = None,
    fits: Callable[[str], bool],
) -> Summary:
    """Lets a summariser that takes no prompt write a sentence or two about each part of the articles, and verifies them.

    Args:
        write: The model: the text of a part in, what it says about it out.
        translations: The articles, translated.
        sentences: How many sentences at most, those of the first parts first.
        keep_unsupported: Show sentences that fail, marked, instead of leaving them out.
        name: What to call the model in the signature.
        entails: An entailment model (see :func:`toolkit.citations.verify`).
        fits: Whether the model can take a text.
    """
    material = _Material.of(translations, entails)
    signature = _signature(name, translations)
    if not material.numbered:
        return Summary((), tuple(translations), 0, signature, ("no-content",))
    written: _Written = []
    for index in range(len(translations)):
        places = [place for place, (article, _) in enumerate(material.numbered) if article == index]
        if not places:
            continue
        for part in _parts(places, lambda part: fits(" ".join(material.text(place) for place in part))):
            reply = write([material.text(place) for place in part])
            written += [(item.text, []) for item in parse_answer(reply, 0)]
    return material.summary(written, sentences, keep_unsupported, signature)


def _signature(what: str, translations: Sequence[Translation]) -> str:
    return f"toolkit:{__version__}|summary:{what}|" + (translations[0].signature if translations else "")
