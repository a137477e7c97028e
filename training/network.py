"""The network: a Marian transformer of one of a few sizes, and how it starts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import MarianConfig, MarianMTModel

from .alignment import Lexicon

_CYRILLIC = re.compile("[\u0400-\u04ff]")


@dataclass(frozen=True)
class Size:
    """One setting of the dial."""

    width: int
    inner: int
    encoder: int
    decoder: int
    heads: int = 8


#: The dial. ``small`` is what a laptop trains in a day (10 MB in int8), ``medium`` and ``large`` what a GPU trains in half an hour;
#: ``wide`` is what ``training.grow`` makes of ``small``.
SIZES = {
    "toy": Size(64, 128, 2, 1, 4),
    "small": Size(256, 1024, 6, 2),
    "wide": Size(256, 2048, 6, 2),
    "medium": Size(384, 1536, 6, 3),
    "large": Size(512, 2048, 6, 3),
}


def build(size: Size, vocabulary: int, *, dropout: float = 0.1, guided: bool = True) -> Any:
    """A network with random weights for a vocabulary of that many pieces and padding after them.

    Eager attention returns the weights that guiding needs, and on a CPU it is the faster one too.
    """
    config = MarianConfig(
        vocab_size=vocabulary + 1, d_model=size.width, encoder_layers=size.encoder, decoder_layers=size.decoder,
        encoder_ffn_dim=size.inner, decoder_ffn_dim=size.inner, encoder_attention_heads=size.heads,
        decoder_attention_heads=size.heads, max_position_embeddings=512, pad_token_id=vocabulary, eos_token_id=0, bos_token_id=0,
        decoder_start_token_id=vocabulary, forced_eos_token_id=0, scale_embedding=True, dropout=dropout, attention_dropout=0.0,
        activation_function="relu", static_position_embeddings=True, tie_word_embeddings=True, num_beams=4, max_length=512,
    )  # fmt: skip
    config._attn_implementation = "eager" if guided else "sdpa"
    network: Any = MarianMTModel(config)
    for name, parameter in network.named_parameters():
        if parameter.dim() == 2 and not re.search("shared|embed|lm_head", name):
            torch.nn.init.xavier_uniform_(parameter)
    return network


def read_checkpoint(folder: Path) -> Any:
    """The network of a folder in Hugging Face layout, in float32. Asks no model hub for a folder that is not there.

    Raises:
        ValueError: The folder is not there, or holds no checkpoint.
    """
    for name in ("config.json", "model.safetensors"):
        if not (folder / name).is_file():
            raise ValueError(f"{folder}: no {name}; name a folder in Hugging Face layout, like training/checkpoint")
    network: Any = MarianMTModel.from_pretrained(folder)
    return network.float()


def output_pieces(targets: Sequence[Sequence[int]], pieces: Sequence[str]) -> list[int]:
    """The pieces that the network may write: those seen twice in a target, without Cyrillic letters, and the end."""
    counts = np.zeros(len(pieces), dtype=np.int64)
    for target in targets:
        np.add.at(counts, list(target), 1)
    return sorted({0} | {i for i, piece in enumerate(pieces) if counts[i] >= 2 and not _CYRILLIC.search(piece)})


def initialise(network: Any, lexicon: Lexicon, pieces: Sequence[str], outputs: Sequence[int]) -> None:
    """Puts each Ukrainian piece near the English pieces it is likely to become, and closes the other outputs."""
    width = network.config.d_model
    with torch.no_grad():
        table = torch.randn(len(pieces) + 1, width, generator=torch.Generator().manual_seed(0)) * width**-0.5
        for index, piece in enumerate(pieces):
            if not _CYRILLIC.search(piece):
                continue
            targets, probabilities = lexicon.best(index)
            if probabilities.sum() < 0.1:
                continue
            share = torch.tensor(probabilities / probabilities.sum())[:, None]
            mean = (share * table[torch.tensor(targets)]).sum(0)
            table[index] = 0.75 * mean / mean.norm() + 0.5 * table[index]
        table[len(pieces)] = 0
        network.model.shared.weight.copy_(table)
        network.final_logits_bias.fill_(-1e4)
        network.final_logits_bias[0, list(outputs)] = 0
