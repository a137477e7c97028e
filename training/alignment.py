"""IBM model 1 (Brown et al. 1993): which source piece each target piece comes from.

Used twice: the embeddings start from its lexical probabilities, and two heads of each decoder layer are guided by its posteriors
(Chen et al. 2016), without which a model of this size takes hours to learn to align at all.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]


@dataclass
class Lexicon:
    """``probability[k]`` is p(target | source) for the pair ``code[k] = source * size + target``; codes ascend."""

    size: int
    code: npt.NDArray[np.int64]
    probability: Array

    def lookup(self, source: npt.NDArray[np.int64], target: npt.NDArray[np.int64]) -> Array:
        """Probabilities, shape (len(target), len(source)); 1e-6 where a pair is unknown."""
        wanted = source[None] * self.size + target[:, None]
        place = np.searchsorted(self.code, wanted)
        place[place >= len(self.code)] = 0
        return np.where(self.code[place] == wanted, self.probability[place], 1e-6).astype(np.float32)

    def best(self, source: int, count: int = 4) -> tuple[npt.NDArray[np.int64], Array]:
        """The likeliest targets of a source piece with their probabilities."""
        low, high = np.searchsorted(self.code, (source * self.size, (source + 1) * self.size))
        order = low + np.argsort(-self.probability[low:high])[:count]
        return self.code[order] % self.size, self.probability[order]


def learn(
    sources: Sequence[Sequence[int]],
    targets: Sequence[Sequence[int]],
    size: int,
    *,
    sample: int = 70_000,
    rounds: int = 6,
) -> Lexicon:
    """Expectation maximisation over a sample of pairs of up to 50 pieces; ``size - 1`` stands for the empty word."""
    chosen = random.Random(0).sample(range(len(sources)), min(sample, len(sources)))
    codes, tokens, count = [], [], 0
    for index in chosen:
        if len(sources[index]) > 50 or len(targets[index]) > 50:
            continue
        source = np.array([size - 1, *sources[index]], dtype=np.int64)
        target = np.array(targets[index], dtype=np.int64)
        codes.append((source[None] * size + target[:, None]).ravel())
        tokens.append(np.repeat(np.arange(count, count + len(target)), len(source)))
        count += len(target)
    all_codes, all_tokens = np.concatenate(codes), np.concatenate(tokens)
    code, inverse = np.unique(all_codes, return_inverse=True)
    of_source = code // size
    probability = np.ones(len(code), dtype=np.float32)
    for _ in range(rounds):
        weight = probability[inverse].astype(np.float64)
        weight = weight / np.bincount(all_tokens, weights=weight, minlength=count)[all_tokens]
        expected = np.bincount(inverse, weights=weight, minlength=len(code))
        probability = (expected / np.bincount(of_source, weights=expected, minlength=size)[of_source]).astype(
            np.float32
        )
    return Lexicon(size, code, probability)


def guide(lexicon: Lexicon, source: Sequence[int], target: Sequence[int]) -> Array:
    """Where each target piece should look: shape (len(target) + 1, len(source) + 1), the last row and column for the end.

    The lexical probability is multiplied by exp(-5 |i/m - j/n|), which prefers the diagonal; a row without any likely source is
    zero, and guides nothing.
    """
    m, n = len(target), len(source)
    found = lexicon.lookup(np.array(source, dtype=np.int64), np.array(target, dtype=np.int64))
    strongest = found.max(1)
    found = found * np.exp(-5 * np.abs(np.arange(m)[:, None] / m - np.arange(n)[None] / n))
    found /= found.sum(1, keepdims=True)
    found[strongest < 2e-3] = 0
    result = np.zeros((m + 1, n + 1), dtype=np.float32)
    result[:m, :n] = found
    result[m, n] = 1
    return result
