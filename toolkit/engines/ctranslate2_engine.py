"""CTranslate2: fast, int8, no PyTorch.

Its int8 kernels round activations, so that a difference in the last bit of a sum can change a word, and sums over a padded
batch depend on how far it is padded: in batches of mixed lengths, three sentences in a hundred are translated differently in
different company. Batches of sentences of one length have no padding. The planner makes such batches, so that the same sentence
gives the same bytes whatever else is in flight (``tests/test_engines.py`` holds it to that), and no time is spent on padding.
"""

from __future__ import annotations

import functools
import logging
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..errors import EngineError, ModelError
from . import Decoding, Hypothesis

__all__ = ["CTranslate2Engine", "cores"]


def cores() -> int:
    """How many processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


class CTranslate2Engine:
    """Runs a model that was converted to CTranslate2.

    Args:
        path: The folder with ``model.bin``.
        device: ``cpu``, ``cuda`` or ``auto``.
        compute_type: Numeric type; ``default`` keeps that of the files.
        workers: Batches translated at a time, one core each; all cores by default.
        positions: How many positions the model has, the longest source and target (tokens); 0 if there is no limit.
        suppressed: Tokens that are no output; they must be in the vocabulary.

    Raises:
        ModelError: The folder holds no usable model.
        EngineError: The device or the type is not available.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        device: str = "cpu",
        compute_type: str = "default",
        workers: int | None = None,
        positions: int = 512,
        suppressed: Sequence[str] = (),
    ) -> None:
        import ctranslate2

        ctranslate2.set_log_level(logging.ERROR)
        if not (Path(path) / "model.bin").is_file():
            raise ModelError(os.fspath(path), "has no model.bin", "Give a folder in CTranslate2 layout")
        self._workers = max(1, min(workers or cores(), cores()))
        try:
            self._translator: Any = ctranslate2.Translator(
                os.fspath(path), device=device, compute_type=compute_type, inter_threads=self._workers, intra_threads=1
            )
        except ValueError as error:
            raise EngineError(f"CTranslate2 cannot run this model here: {error}") from error
        except RuntimeError as error:
            raise ModelError(os.fspath(path), f"cannot be loaded ({error})", "Install or convert it again") from error
        self._positions = positions or 10**6
        self._suppressed = tuple(suppressed)
        self._type = self._translator.compute_type
        self._version = ctranslate2.__version__

    @property
    def signature(self) -> str:
        """Name, version and numeric type."""
        return f"ctranslate2-{self._version}-{self._type}"

    def translate(self, batches: Iterable[Sequence[Sequence[str]]], decoding: Decoding) -> Iterator[list[Hypothesis]]:
        """See :class:`toolkit.engines.Engine`. Keeps two batches in flight for each worker."""
        flight: deque[list[Any]] = deque()
        for batch in batches:
            flight.append(self._submit(batch, decoding))
            if len(flight) >= 2 * self._workers + 1:
                yield [_hypothesis(result.result(), decoding) for result in flight.popleft()]
        while flight:
            yield [_hypothesis(result.result(), decoding) for result in flight.popleft()]

    def _submit(self, batch: Sequence[Sequence[str]], decoding: Decoding) -> list[Any]:
        if not batch:
            return []
        longest = max(map(len, batch))
        if longest > self._positions:
            raise EngineError(f"a source of {longest} tokens is longer than the {self._positions} that the model takes")
        results = self._translator.translate_batch(
            [list(tokens) for tokens in batch],
            beam_size=decoding.beam,
            num_hypotheses=min(decoding.hypotheses, decoding.beam),
            length_penalty=decoding.length_penalty,
            repetition_penalty=decoding.repetition_penalty,
            no_repeat_ngram_size=decoding.no_repeat_ngram,
            min_decoding_length=decoding.min_length,
            # Long enough for any honest translation, short enough to end a loop.
            max_decoding_length=min(2 * longest + 24, self._positions - 1),
            target_prefix=[list(decoding.prefix)] * len(batch) if decoding.prefix else None,
            suppress_sequences=[[token] for token in self._suppressed] or None,
            disable_unk=True,  # an unknown token is a word lost
            max_input_length=0,  # otherwise cut at 1,024 tokens without a word
            return_scores=True,
            return_attention=decoding.attention,
            asynchronous=True,
        )
        return list(results)


class _Attention(Sequence[Sequence[float]]):
    """The attention of a result. Copying all of it to Python costs a tenth of the decoding, and few look at it."""

    def __init__(self, result: Any, number: int, skipped: int) -> None:
        self._result, self._number, self._skipped = result, number, skipped

    @functools.cached_property
    def _rows(self) -> list[list[float]]:
        return self._result.attention[self._number][self._skipped :]  # type: ignore[no-any-return]

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, index: Any) -> Any:
        return self._rows[index]


def _hypothesis(result: Any, decoding: Decoding) -> Hypothesis:
    skipped = len(decoding.prefix)
    best, *others = (
        Hypothesis(
            tuple(tokens[skipped:]),
            float(score),
            _Attention(result, number, skipped) if decoding.attention else None,
        )
        for number, (tokens, score) in enumerate(zip(result.hypotheses, result.scores, strict=True))
    )
    return replace(best, others=tuple(others)) if others else best
