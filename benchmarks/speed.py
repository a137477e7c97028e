"""Sentences per second on one checkpoint and one test set, in one run, beam 4:

(a) Transformers, one sentence at a time; (b) Transformers, length-sorted batches of 32, float32; (c) CTranslate2's own
``translate_batch`` on sorted, tokenised input, int8, all cores; (d) the toolkit end to end, from text, int8.

    python -m benchmarks.speed --checkpoint training/checkpoint --data ../shared/eval/ntrex_dev.tsv

``--checkpoint`` is a Marian checkpoint in Hugging Face layout. (a) is measured on every tenth sentence. Stop whatever else runs:
the ratios are what counts, and they hold only among the figures of one run.
"""

from __future__ import annotations

import argparse
import functools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

BEAM = 4


def seconds(action: Callable[[], object]) -> float:
    """How long an action takes."""
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def transformers_rates(checkpoint: Path, lines: list[str]) -> tuple[float, float]:
    """(a) and (b)."""
    import torch
    from transformers import AutoTokenizer, MarianMTModel

    from toolkit.engines.quiet import quiet_transformers
    from toolkit.normalisation import normalise

    with quiet_transformers():
        tokenizer: Any = AutoTokenizer.from_pretrained(checkpoint)
        model: Any = MarianMTModel.from_pretrained(checkpoint, dtype=torch.float32).eval()

    def generate(batch: list[str]) -> None:
        inputs = tokenizer([normalise(line) for line in batch], return_tensors="pt", padding=True)
        with torch.inference_mode():
            tokenizer.batch_decode(model.generate(**inputs, num_beams=BEAM, max_length=256), skip_special_tokens=True)

    ordered = sorted(lines, key=len)
    single = lines[::10]
    generate(single[:2])

    def run(rows: list[str], size: int) -> None:
        for start in range(0, len(rows), size):
            generate(rows[start : start + size])

    return len(single) / seconds(lambda: run(single, 1)), len(lines) / seconds(lambda: run(ordered, 32))


def ctranslate2_rate(model: Path, lines: list[str]) -> float:
    """(c): the engine alone, at its best: the faster of its own batching by tokens and of batches of 32 in flight."""
    import ctranslate2

    from toolkit.engines.ctranslate2_engine import cores
    from toolkit.models.tokenizer import Tokenizer
    from toolkit.normalisation import normalise

    tokens = sorted(Tokenizer(model).encode_all([normalise(line) for line in lines]), key=len, reverse=True)
    translator: Any = ctranslate2.Translator(os.fspath(model), inter_threads=cores(), intra_threads=1)
    options = {"beam_size": BEAM, "max_input_length": 0}
    translator.translate_batch(tokens[-32:], **options)

    def in_flight() -> None:
        jobs = [
            translator.translate_batch(tokens[i : i + 32], asynchronous=True, **options)
            for i in range(0, len(tokens), 32)
        ]
        for job in jobs:
            for result in job:
                result.result()

    by_tokens = seconds(lambda: translator.translate_batch(tokens, max_batch_size=2048, batch_type="tokens", **options))
    return len(lines) / min(by_tokens, seconds(in_flight))


def toolkit_rate(model: Path, lines: list[str]) -> float:
    """(d): one article with a paragraph for each line, from its text to its English text."""
    import toolkit

    t = toolkit.Toolkit(model)
    t.translate(lines[0])
    text = "\n\n".join(lines)
    return len(lines) / seconds(lambda: t.translate(text))


def cold_starts() -> dict[str, float]:
    """Seconds of whole commands, the best of three."""
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "toolkit --help": [sys.executable, "-m", "toolkit.cli", "--help"],
        "toolkit translate - (one sentence)": [sys.executable, "-m", "toolkit.cli", "translate", "-"],
    }

    def run(command: list[str]) -> None:
        subprocess.run(command, input="Київ — столиця України.".encode(), stdout=subprocess.DEVNULL, check=True)

    return {name: min(seconds(functools.partial(run, command)) for _ in range(3)) for name, command in commands.items()}


def main() -> None:
    """Prints the table."""
    from toolkit.models.conversion import complete_checkpoint, convert

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=0, help="use the first N sentences")
    options = parser.parse_args()
    lines = [line.split("\t")[-2] for line in options.data.read_text("utf-8").splitlines()]
    lines = lines[: options.limit or None]
    with tempfile.TemporaryDirectory() as temporary:
        checkpoint = complete_checkpoint(options.checkpoint, Path(temporary) / "hf")
        model = convert(checkpoint, Path(temporary) / "int8")
        c, d = ctranslate2_rate(model, lines), toolkit_rate(model, lines)
        a, b = transformers_rates(checkpoint, lines)
    print(f"{len(lines)} sentences, beam {BEAM}, sentences per second:")
    for name, rate in (("a  Transformers, one at a time", a), ("b  Transformers, sorted batches of 32", b)):
        print(f"  {name:40} {rate:8.1f}   d is {d / rate:.1f} x this")
    print(f"  {'c  CTranslate2 alone, int8':40} {c:8.1f}   d is {d / c:.2f} x this")
    print(f"  {'d  toolkit, from text':40} {d:8.1f}")
    starts = cold_starts()
    base = starts["python -c pass"]
    print("cold starts, best of three:")
    for name, value in starts.items():
        print(f"  {name:40} {value:8.2f} s   {value / base:.1f} x python -c pass")


if __name__ == "__main__":
    main()
