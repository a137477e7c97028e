"""What updates the weights: Muon the matrices of the layers, AdamW embeddings, biases and norms.

Muon (Jordan 2024, https://kellerjordan.github.io/posts/muon/) makes the momentum of a matrix orthogonal before it is applied.
Scaled to AdamW's usual step, by 0.2 sqrt(max(rows, columns)) (Liu et al. 2025, https://arxiv.org/abs/2502.16982), it shares AdamW's
rate. It takes time from the tokens and learns more from each (compared in LOG.md).
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

import torch

from .steps import faster_type

__all__ = ["Muon", "optimisers"]

_EMBEDDINGS = re.compile(r"shared|embed|lm_head")


class Muon(torch.optim.Muon):  # type: ignore[misc]  # torch has no types here
    """``torch.optim.Muon`` with Nesterov momentum and AdamW's usual step, its matrices of one shape made orthogonal together.

    Many small products are few large ones. The state is the same, so that a run of torch's own goes on.

    Args:
        matrices: Parameters of two dimensions.
        lr: Learning rate.
        weight_decay: Decoupled, as AdamW's.
        momentum: Of the gradients.
    """

    def __init__(self, matrices: Any, lr: float, weight_decay: float = 0.1, momentum: float = 0.95) -> None:
        super().__init__(matrices, lr=lr, weight_decay=weight_decay, momentum=momentum, adjust_lr_fn="match_rms_adamw")

    @torch.no_grad()
    def step(self) -> None:
        """One update, of every matrix that has a gradient."""
        for group in self.param_groups:
            matrices: list[Any] = []
            gradients: list[Any] = []
            momenta: list[Any] = []
            self._init_group(group, matrices, gradients, momenta)
            if not matrices:
                continue
            torch._foreach_lerp_(momenta, gradients, 1 - group["momentum"])
            updates = torch._foreach_lerp(gradients, momenta, group["momentum"])  # as Nesterov
            torch._foreach_mul_(matrices, 1 - group["lr"] * group["weight_decay"])
            alike: dict[tuple[int, int], list[int]] = defaultdict(list)
            for index, matrix in enumerate(matrices):
                alike[tuple(matrix.shape)].append(index)
            for (rows, columns), indices in alike.items():
                rate = group["lr"] * 0.2 * max(rows, columns) ** 0.5
                for index, update in zip(
                    indices, _orthogonal([updates[index] for index in indices], group), strict=True
                ):
                    matrices[index].add_(update, alpha=-rate)


def _orthogonal(updates: list[Any], group: dict[str, Any]) -> Any:
    """Nearly the nearest orthogonal matrices, by the steps of Newton and Schulz as torch takes them, in the faster type."""
    rows, columns = updates[0].shape
    found = torch.stack([update.T if rows > columns else update for update in updates])
    found = found.to(faster_type(found.device.type))
    found /= found.norm(dim=(1, 2), keepdim=True).clamp_min(group["eps"])
    first, second, third = group["ns_coefficients"]
    for _ in range(group["ns_steps"]):
        gram = found @ found.mT
        found = torch.baddbmm(found, torch.baddbmm(gram, gram, gram, beta=second, alpha=third), found, beta=first)
    return found.mT if rows > columns else found


def optimisers(network: Any, rate: float, *, muon: bool = True) -> list[Any]:
    """The optimisers of a network, which all take the same learning rate.

    Args:
        network: A ``torch.nn.Module``.
        rate: Learning rate.
        muon: Whether the matrices of the layers have Muon; otherwise AdamW has everything.
    """
    matrices: list[Any] = []
    rest: list[Any] = []
    for name, parameter in network.named_parameters():
        matrix = muon and parameter.dim() == 2 and not _EMBEDDINGS.search(name)
        (matrices if matrix else rest).append(parameter)
    found: list[Any] = [torch.optim.AdamW(rest, lr=rate, betas=(0.9, 0.98), eps=1e-9, weight_decay=0.01, fused=True)]
    if matrices:
        found.append(Muon(matrices, lr=rate))
    return found
