"""What a checkpoint has learned and what it has not: its loss on each source of the corpus, and on the evaluation sets.

    python -m training.losses training/checkpoint build/training/corpus.tsv --dev ../shared/eval

Cross-entropy per target token in nats, teacher-forced and without smoothing, on a sample of the pairs of each source. A source
with a loss far below that of the evaluation sets is known by heart; one far above was hardly read. More telling than BLEU
while training: it moves before translations do, and has less noise.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import sentencepiece
import torch
import torch.nn.functional as F
from transformers import MarianMTModel

from toolkit.normalisation import normalise

__all__ = ["dev_sets", "loss_per_token"]

_LONGEST = 200  # tokens
Pair = tuple[str, str]  # Ukrainian, English


def dev_sets(path: Path) -> Iterator[tuple[str, list[Pair]]]:
    """Name and pairs of each evaluation set: a file, or all files of a folder that hold pairs."""
    for file in [path] if path.is_file() else sorted(path.glob("*.tsv")):
        rows = [line.split("\t")[-2:] for line in file.read_text("utf-8").splitlines()]
        if rows and all(len(row) == 2 for row in rows) and not file.stem.startswith("language"):
            yield file.stem, [(uk, en) for uk, en in rows]


@torch.no_grad()
def loss_per_token(network: Any, tokenizer: Any, pairs: Iterable[Pair], rows: int = 25) -> float:
    """Cross-entropy in nats of a target token, given the source and the true tokens before it (``network`` in eval mode).

    A piece that the network may not write (its bias closes it) counts as 20 nats, so that one of them does not decide.
    """
    pad, device = network.config.pad_token_id, network.device
    encoded = [
        ([*tokenizer.encode(normalise(uk))[:_LONGEST], 0], [*tokenizer.encode(normalise(en))[:_LONGEST], 0])
        for uk, en in pairs
    ]
    encoded.sort(key=lambda pair: len(pair[1]))
    total, tokens = 0.0, 0
    for start in range(0, len(encoded), rows):
        part = encoded[start : start + rows]

        def padded(sequences: Sequence[Sequence[int]], fill: int) -> torch.Tensor:
            wide = max(map(len, sequences))
            return torch.tensor([[*row, *[fill] * (wide - len(row))] for row in sequences], device=device)

        source = padded([uk for uk, _ in part], pad)
        gold = padded([en for _, en in part], -100)
        inputs = padded([[pad, *en[:-1]] for _, en in part], pad)
        logits = network(input_ids=source, attention_mask=(source != pad).long(), decoder_input_ids=inputs).logits
        real = gold.view(-1) >= 0
        loss = F.cross_entropy(logits.view(-1, logits.shape[-1])[real].float(), gold.view(-1)[real], reduction="none")
        total += float(loss.clamp_max(20).sum())
        tokens += int(real.sum())
    return total / max(1, tokens)


def main() -> None:
    """Prints a line for each source, the largest first, and for each evaluation set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path, help="folder in Hugging Face layout with source.spm")
    parser.add_argument("corpus", type=Path, nargs="?", help="prepared corpus")
    parser.add_argument("--dev", type=Path, help="evaluation set, or a folder of them")
    parser.add_argument("--sample", type=int, default=150, help="pairs of each (default 150)")
    parser.add_argument("--sources", type=int, default=12, help="how many sources (default 12)")
    options = parser.parse_args()
    network: Any = MarianMTModel.from_pretrained(options.checkpoint).float().eval()
    tokenizer: Any = sentencepiece.SentencePieceProcessor(model_file=str(options.checkpoint / "source.spm"))
    sets: dict[str, list[Pair]] = dict(dev_sets(options.dev)) if options.dev else {}
    if options.corpus:
        sources: dict[str, list[Pair]] = {}
        for line in options.corpus.read_text("utf-8").splitlines():
            name, uk, en = line.split("\t")
            sources.setdefault(name, []).append((uk, en))
        sets |= dict(sorted(sources.items(), key=lambda item: -len(item[1]))[: options.sources])
    for name, pairs in sets.items():
        sample = random.Random(0).sample(pairs, min(options.sample, len(pairs)))
        print(f"{name}\t{len(pairs)} pairs\t{loss_per_token(network, tokenizer, sample):.3f} nats a token", flush=True)


if __name__ == "__main__":
    main()
