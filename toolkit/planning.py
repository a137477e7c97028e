"""Which token sequences go into which batch: one length a batch, packed by a token budget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

__all__ = ["plan"]

#: Most source tokens and most rows of a batch. More gains nothing on a CPU, and costs memory.
TOKEN_BUDGET = 2048
MAX_ROWS = 64


def plan(lengths: Sequence[int], *, budget: int = TOKEN_BUDGET, max_rows: int = MAX_ROWS) -> Iterator[list[int]]:
    """Packs sequences into batches, longest first (so that the last batches, which finish alone, are the short ones).

    A batch holds sequences of one length only. None is padded then, which wastes no time, and keeps what an engine computes
    for a sequence independent of its company (see ``engines.ctranslate2_engine``).

    Args:
        lengths: Tokens of each sequence.
        budget: Most tokens of a batch (one sequence may exceed it alone).
        max_rows: Most sequences of a batch.

    Yields:
        Indices into ``lengths``; each index exactly once.
    """
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lambda index: (-lengths[index], index)):
        length = lengths[index]
        if batch and (length != lengths[batch[0]] or (len(batch) + 1) * length > budget or len(batch) >= max_rows):
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch
