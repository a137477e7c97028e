"""How fast and how large models of the catalogue's sizes are here, at int8, beside the embedded one in the same run.

The published weights are not needed: a network of the same shape with random weights takes the same time for the same number of
tokens. Each is built, converted and measured in a process of its own: tokens written per second (greedy, 24 tokens for each of 32
sources of 24 tokens; instruct models continue one prompt of 256 tokens by 64), seconds to load, disk, and peak memory.

    python -m benchmarks.models marian-big nllb-600m qwen3-1.7b

Conversion needs the extra ``torch``, and four times the size of the weights in float32 on disk and in memory. Stop whatever else
runs: what counts is the ratio to the first line.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

# Shapes as in the published configurations.
SHAPES: dict[str, dict[str, Any]] = {
    "uk-en-small": {},
    "marian-base": {"kind": "marian", "d": 512, "ff": 2048, "heads": 8, "layers": (6, 6), "vocabulary": 62_000},
    "marian-big": {"kind": "marian", "d": 1024, "ff": 4096, "heads": 16, "layers": (6, 6), "vocabulary": 62_000},
    "m2m100-418m": {"kind": "m2m_100", "d": 1024, "ff": 4096, "heads": 16, "layers": (12, 12), "vocabulary": 128_112},
    "nllb-600m": {"kind": "m2m_100", "d": 1024, "ff": 4096, "heads": 16, "layers": (12, 12), "vocabulary": 256_206},
    "qwen3-1.7b": {"kind": "qwen3", "d": 2048, "ff": 6144, "heads": 16, "layers": (28, 0), "vocabulary": 151_936},
}
_BATCH, _LENGTH, _PROMPT, _ANSWER = 32, 24, 256, 64


def build(shape: dict[str, Any], folder: Path) -> None:
    """A network of a shape with random weights, converted to int8."""
    import transformers
    from ctranslate2.converters import transformers as converters

    encoder, decoder = shape["layers"]
    common = {"vocab_size": shape["vocabulary"], "pad_token_id": 1, "eos_token_id": 2, "bos_token_id": 0}
    if shape["kind"] == "qwen3":
        config: Any = transformers.Qwen3Config(
            **common, hidden_size=shape["d"], intermediate_size=shape["ff"], num_hidden_layers=encoder, head_dim=128,
            num_attention_heads=shape["heads"], num_key_value_heads=8, tie_word_embeddings=True,
        )  # fmt: skip
        model: Any = transformers.Qwen3ForCausalLM(config)
        loader: Any = converters.Qwen3Loader()
    else:
        sizes = {
            **common, "d_model": shape["d"], "encoder_layers": encoder, "decoder_layers": decoder, "encoder_ffn_dim": shape["ff"],
            "decoder_ffn_dim": shape["ff"], "encoder_attention_heads": shape["heads"], "decoder_attention_heads": shape["heads"],
        }  # fmt: skip
        if shape["kind"] == "marian":
            model = transformers.MarianMTModel(transformers.MarianConfig(**sizes, decoder_start_token_id=1))
            loader = converters.MarianMTLoader()
        else:
            model = transformers.M2M100ForConditionalGeneration(transformers.M2M100Config(**sizes))
            loader = converters.M2M100Loader()
    spec = loader.get_model_spec(model)
    # Marian's loader leaves out the padding.
    size = shape["vocabulary"] - (shape["kind"] == "marian")
    tokens = ["<s>", "<pad>", "</s>", "<unk>", *(f"t{index}" for index in range(size - 4))]
    if shape["kind"] == "qwen3":
        spec.register_vocabulary(tokens)
        spec.config.layer_norm_epsilon = 1e-6
    else:
        spec.register_source_vocabulary(tokens)
        spec.register_target_vocabulary(tokens)
    spec.validate()
    spec.optimize(quantization="int8_float32")
    folder.mkdir(parents=True)
    spec.save(str(folder))


def measure(name: str, folder: Path) -> dict[str, float]:
    """Tokens per second, seconds to load, megabytes of disk and of memory, in this process."""
    import ctranslate2

    instruct = SHAPES[name].get("kind") == "qwen3"
    before = _megabytes()
    begun = time.perf_counter()
    kind = ctranslate2.Generator if instruct else ctranslate2.Translator
    threads = len(os.sched_getaffinity(0))
    model = kind(str(folder), intra_threads=threads, inter_threads=1)
    loading = time.perf_counter() - begun
    own = json.loads(next(folder.glob("*vocabulary.json")).read_text("utf-8"))[100:]

    def run() -> int:
        if instruct:
            found = model.generate_batch([own[:_PROMPT]], max_length=_ANSWER, min_length=_ANSWER, sampling_topk=1,
                                         include_prompt_in_result=False)  # fmt: skip
            return sum(len(item.sequences_ids[0]) for item in found)
        sources = [own[index : index + _LENGTH] for index in range(_BATCH)]
        found = model.translate_batch(
            sources, beam_size=1, max_decoding_length=_LENGTH, min_decoding_length=_LENGTH, max_batch_size=_BATCH
        )
        return sum(len(item.hypotheses[0]) for item in found)

    run()
    best = max(run() / seconds for seconds in (_timed(run) for _ in range(3)))
    disk = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
    return {"tokens_per_second": best, "loading": loading, "disk": disk, "memory": _megabytes() - before}


def _timed(action: Any) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"of {', '.join(SHAPES)}; all of them if none is given"
    )
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        name, folder = arguments.worker.split(":", 1)
        print(json.dumps(measure(name, Path(folder))))
        return
    names = ["uk-en-small", *(name for name in arguments.names or SHAPES if name != "uk-en-small")]
    first = 0.0
    print(f"{'model':14} {'tokens/s':>9} {'ratio':>7} {'loads in':>9} {'disk':>8} {'memory':>8}")
    for name in names:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary) / "model"
            if SHAPES[name]:
                script = (
                    "from benchmarks.models import SHAPES, build; from pathlib import Path; "
                    f"build(SHAPES[{name!r}], Path({str(folder)!r}))"
                )
                subprocess.run([sys.executable, "-c", script], check=True)
            else:
                from toolkit.models import find

                folder = find(name).path
            command = [sys.executable, "-m", "benchmarks.models", "--worker", f"{name}:{folder}"]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
        found = json.loads(done.stdout)
        first = first or found["tokens_per_second"]
        print(f"{name:14} {found['tokens_per_second']:9.0f} {found['tokens_per_second'] / first:7.4f} {found['loading']:7.1f} s "
              f"{found['disk']:5.0f} MB {found['memory']:5.0f} MB")  # fmt: skip


if __name__ == "__main__":
    main()
