"""The costly parts of a training step, made cheap on a CPU (1.4 times the tokens per second of the plain ones, see LOG.md)."""

from __future__ import annotations

import functools
import random
import time
from typing import Any

import torch

_POOL = 1 << 23


@functools.cache
def faster_type(device: str) -> Any:
    """The type to multiply matrices in: bfloat16, unless this processor has nothing to do it with.

    Without AVX-512 PyTorch adds bfloat16 up number by number, fifty times slower than float32. It has no public question for that,
    so both are timed, on a product of a few milliseconds. Where it has the means, bfloat16 may still lose on so small a product and
    win on those of a training step: it is left only where it is far slower.
    """
    if device != "cpu":
        return torch.bfloat16

    def seconds(kind: Any) -> float:
        one, other = torch.ones(256, 256, dtype=kind), torch.ones(256, 256, dtype=kind)
        one @ other
        begun = time.perf_counter()
        one @ other
        return time.perf_counter() - begun

    plain, half = (min(seconds(kind) for _ in range(3)) for kind in (torch.float32, torch.bfloat16))
    return torch.bfloat16 if half < 3 * plain else torch.float32


class PooledDropout:
    """Dropout whose masks are slices of one long random one: drawing them anew costs a tenth of a training step."""

    def __init__(self, rate: float) -> None:
        keep = torch.rand(_POOL) >= rate
        self._pools = {kind: keep.to(kind) / (1 - rate) for kind in (torch.float32, torch.bfloat16)}

    def __call__(self, x: Any, p: float = 0.5, training: bool = True, inplace: bool = False) -> Any:
        """Stands in for ``torch.nn.functional.dropout``; the rate is the one the masks were drawn with."""
        if not training or p == 0 or x.numel() >= _POOL:
            return x if not training or p == 0 else x * (torch.rand_like(x) >= p) / (1 - p)
        offset = random.randrange(_POOL - x.numel())
        return x * self._pools[x.dtype][offset : offset + x.numel()].view(x.shape)


class SmoothedCrossEntropy(torch.autograd.Function):  # type: ignore[misc]
    """Cross-entropy with label smoothing, its gradient made in the forward pass, 256 rows at a time in cache."""

    @staticmethod
    def forward(ctx: Any, logits: Any, gold: Any, smoothing: float) -> Any:
        """Mean loss of logits (rows, classes) against classes (rows,)."""
        rows, classes = logits.shape
        gradient = torch.empty_like(logits)
        total = torch.zeros((), dtype=torch.float32, device=logits.device)
        for start in range(0, rows, 256):
            part = logits[start : start + 256].float()
            index = gold[start : start + 256, None]
            mean, right, top = part.mean(1), part.gather(1, index)[:, 0], part.amax(1, keepdim=True)
            part.sub_(top).exp_()
            norm = part.sum(1, keepdim=True)
            total += (norm[:, 0].log() + top[:, 0] - (1 - smoothing) * right - smoothing * mean).sum()
            part.div_(norm).sub_(smoothing / classes)
            part.scatter_add_(1, index, torch.full_like(index, -(1 - smoothing), dtype=part.dtype))
            gradient[start : start + 256] = part.mul_(1 / rows)
        ctx.save_for_backward(gradient)
        return total / rows

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> Any:
        """The gradient for the logits."""
        (gradient,) = ctx.saved_tensors
        return gradient * grads[0].to(gradient.dtype), None, None
