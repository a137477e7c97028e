"""Token batches in, token batches out. Engines know nothing about articles, languages or text.

``ctranslate2_engine`` is the default and needs no PyTorch; ``transformers_engine`` runs any sequence-to-sequence checkpoint;
``causal_engine`` runs instruct models, prompts in, answers out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

__all__ = ["Decoding", "Engine", "Hypothesis"]

Tokens = Sequence[str]


@dataclass(frozen=True, slots=True)
class Decoding:
    """How to search for a hypothesis.

    Attributes:
        beam: Beam size; 1 is greedy search.
        length_penalty: Exponent of the hypothesis length that its log-probability is divided by.
        repetition_penalty: Above 1 makes tokens that already stand in the hypothesis less likely.
        no_repeat_ngram: No n-gram of this size may occur twice; 0 for no such rule.
        min_length: Least number of target tokens.
        attention: Whether to return the attention of the target on the source.
        prefix: Tokens that every target begins with; not part of the hypotheses.
        hypotheses: How many of the beam to return, at most ``beam``.
    """

    beam: int = 4
    length_penalty: float = 1.0
    repetition_penalty: float = 1.0
    no_repeat_ngram: int = 0
    min_length: int = 1
    attention: bool = False
    prefix: tuple[str, ...] = ()
    hypotheses: int = 1


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """An output for one input.

    Attributes:
        tokens: Target tokens, without special tokens.
        score: Log-probability divided by ``length ** length_penalty``.
        attention: Target by source weights, each row summing to 1; None unless asked for. It may be fetched from the engine only
            when it is looked at.
        others: The next best, in order, if more than one was asked for.
    """

    tokens: tuple[str, ...]
    score: float
    attention: Sequence[Sequence[float]] | None = None
    others: tuple[Hypothesis, ...] = ()


class Engine(Protocol):
    """What every engine can do."""

    @property
    def signature(self) -> str:
        """Name, version and numeric type: whatever of the engine changes its output."""

    def translate(self, batches: Iterable[Sequence[Tokens]], decoding: Decoding) -> Iterator[list[Hypothesis]]:
        """Translates batches in order, working ahead where it can.

        Args:
            batches: Each a sequence of source token sequences, with the special tokens the model wants.
            decoding: The same for all.

        Yields:
            One list for each batch, with the best hypothesis for each of its sequences.
        """
