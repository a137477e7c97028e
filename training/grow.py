"""A checkpoint with wider feed-forward layers that computes the same function, to go on training with more room.

    python -m training.grow training/checkpoint --inner 2048 -o build/training/wide
    python -m training.train … --size wide --init build/training/wide

The new hidden units get weights as at the start of a training, and are not listened to yet: their columns in the second matrix are
zero (Chen, Goodfellow and Shlens 2016, https://arxiv.org/abs/1511.05641, copy units instead; zeros leave no pairs to tell apart).
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path
from typing import Any

import torch
from transformers import MarianMTModel

from .network import read_checkpoint

__all__ = ["widened"]


def widened(network: Any, inner: int, seed: int = 0) -> Any:
    """A Marian network like ``network`` with ``inner`` hidden units in every feed-forward layer, and the same outputs.

    Raises:
        ValueError: ``inner`` is less than what the network has.
    """
    config = network.config
    if inner < max(config.encoder_ffn_dim, config.decoder_ffn_dim):
        raise ValueError(
            f"the network already has {config.encoder_ffn_dim} hidden units; it can be made wider, not narrower"
        )
    torch.manual_seed(seed)
    wider = type(config).from_dict({**config.to_dict(), "encoder_ffn_dim": inner, "decoder_ffn_dim": inner})
    grown: Any = MarianMTModel(wider)
    state, old = grown.state_dict(), network.state_dict()
    for name, value in old.items():
        if name.endswith("fc1.weight"):
            torch.nn.init.xavier_uniform_(state[name])
        elif ".fc1." in name or ".fc2." in name:
            state[name].zero_()
        state[name][tuple(slice(size) for size in value.shape)] = value.to(state[name].dtype)
    grown.load_state_dict(state)
    return grown


def main() -> None:
    """Writes the wider checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path, help="folder in Hugging Face layout with source.spm")
    parser.add_argument("--inner", type=int, default=2048, help="hidden units of a feed-forward layer (default 2048)")
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    try:
        network = widened(read_checkpoint(options.checkpoint), options.inner)
    except ValueError as error:
        parser.error(str(error))
    network.half().save_pretrained(options.output)
    for vocabulary in options.checkpoint.glob("*.spm"):
        shutil.copy(vocabulary, options.output)


if __name__ == "__main__":
    main()
