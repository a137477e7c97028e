"""Learns the joint vocabulary: one SentencePiece unigram model for both languages, padding outside it.

python -m training.vocabulary build/training/corpus.tsv --size 12000 -o build/training/joint.model
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import sentencepiece


def learn(corpus: Path, output: Path, size: int, sample: int = 400_000) -> None:
    """Writes the model; ``</s>`` is piece 0, ``<unk>`` piece 1, and digits are pieces of their own."""
    lines = [line.split("\t")[1:] for line in corpus.read_text("utf-8").splitlines()]
    sentences = [text for pair in lines for text in pair]
    random.Random(0).shuffle(sentences)
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(sentences[:sample]),
        model_prefix=str(output.with_suffix("")),
        vocab_size=size,
        model_type="unigram",
        character_coverage=0.9998,
        split_digits=True,
        bos_id=-1,
        eos_id=0,
        unk_id=1,
        pad_id=-1,
        hard_vocab_limit=False,
        minloglevel=2,
    )


def main() -> None:
    """Writes the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--size", type=int, default=12_000)
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    learn(options.corpus, options.output, options.size)
    print(options.output)


if __name__ == "__main__":
    main()
