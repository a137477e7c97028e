"""Which token sequences go into which batch: sorted by length, packed by a token budget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

__all__ = ["plan"]

#: Padded source tokens in one batch, and most rows. More gains nothing on a CPU, and costs memory.
TOKEN_BUDGET = 2048
MAX_ROWS = 64


def plan(
    lengths: Sequence[int], *, bucket: int = 8, budget: int = TOKEN_BUDGET, max_rows: int = MAX_ROWS
) -> Iterator[list[int]]:
    """Packs sequences into batches, longest first (so that the last batches, which finish alone, are the short ones).

    Args:
        lengths: Tokens of each sequence.
        bucket: Lengths are rounded up to a multiple of it; a batch holds only one such length, so that how far a sequence is
            padded does not depend on its company.
        budget: Most padded tokens of a batch (one sequence may exceed it alone).
        max_rows: Most sequences of a batch.

    Yields:
        Indices into ``lengths``; each index exactly once.
    """
    order = sorted(range(len(lengths)), key=lambda index: (-lengths[index], index))
    batch: list[int] = []
    ceiling = 0
    for index in order:
        rounded = -(-lengths[index] // bucket) * bucket
        if batch and (rounded != ceiling or (len(batch) + 1) * ceiling > budget or len(batch) >= max_rows):
            yield batch
            batch = []
        if not batch:
            ceiling = rounded
        batch.append(index)
    if batch:
        yield batch
