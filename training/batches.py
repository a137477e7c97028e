"""Pairs to padded batches: weighted by source, bucketed by length, half of the sources segmented at random."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch

from .alignment import Lexicon, guide

Item = tuple[Sequence[int], Sequence[int]]


@dataclass
class Corpus:
    """Encoded pairs with the source text (for random segmentation) and the weight of each."""

    tokenizer: Any
    texts: list[str]
    sources: list[list[int]]
    targets: list[list[int]]
    weights: list[float]
    longest: int
    index: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.index = [
            i
            for i, (s, t) in enumerate(zip(self.sources, self.targets, strict=True))
            if 0 < len(s) < self.longest and 0 < len(t) < self.longest
        ]

    def one_pass(self, alpha: float) -> Iterator[Item]:
        """Every pair about as often as its weight says, in random order."""
        drawn = [i for i in self.index for _ in range(int(self.weights[i]) + (random.random() < self.weights[i] % 1))]
        random.shuffle(drawn)
        for i in drawn:
            if alpha and random.random() < 0.5:
                sampled = self.tokenizer.encode(self.texts[i], enable_sampling=True, alpha=alpha, nbest_size=-1)
                yield sampled[: self.longest], self.targets[i]
            else:
                yield self.sources[i], self.targets[i]


def batches(corpus: Corpus, tokens: int, alpha: float, *, chunk: int = 30_000) -> Iterator[list[Item]]:
    """Batches of up to ``tokens`` padded tokens a side, for ever; sorted within chunks, shuffled among themselves."""
    while True:
        pending: list[Item] = []
        for item in corpus.one_pass(alpha):
            pending.append(item)
            if len(pending) == chunk:
                yield from _pack(pending, tokens)
                pending = []
        yield from _pack(pending, tokens)


def _pack(items: list[Item], tokens: int) -> Iterator[list[Item]]:
    items.sort(key=lambda item: (max(len(item[0]), len(item[1])), len(item[0]) + random.random()))
    packed: list[list[Item]] = []
    current: list[Item] = []
    longest = 0
    for item in items:
        length = max(len(item[0]), len(item[1])) + 1
        if current and max(longest, length) * (len(current) + 1) > tokens:
            packed.append(current)
            current, longest = [], 0
        current.append(item)
        longest = max(longest, length)
    if current:
        packed.append(current)
    random.shuffle(packed)
    yield from packed


def tensors(batch: list[Item], pad: int, classes: Any, lexicon: Lexicon | None) -> tuple[Any, Any, Any, Any]:
    """Source ids, target classes (-100 for padding), decoder input, and where the guided heads should look."""
    wide, high = max(len(s) for s, _ in batch) + 1, max(len(t) for _, t in batch) + 1
    source, inputs = np.full((len(batch), wide), pad), np.full((len(batch), high), pad)
    gold = np.full((len(batch), high), -100)
    look = np.zeros((len(batch), high, wide) if lexicon is not None else 1, dtype=np.float32)
    for row, (s, t) in enumerate(batch):
        source[row, : len(s)], source[row, len(s)] = s, 0
        gold[row, : len(t)], gold[row, len(t)] = classes[t], classes[0]
        inputs[row, 1 : len(t) + 1] = t
        if lexicon is not None:
            look[row, : len(t) + 1, : len(s) + 1] = guide(lexicon, s, t)
    return torch.from_numpy(source), torch.from_numpy(gold), torch.from_numpy(inputs), torch.from_numpy(look)
