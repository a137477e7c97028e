"""Hugging Face checkpoints to CTranslate2. Needs the extra ``torch``; runs no code of the checkpoint."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import numpy as np

from ..engines.quiet import quiet_transformers
from ..errors import EngineError, ModelError
from .languages import CAUSAL
from .tokenizer import pieces_of

__all__ = ["complete_checkpoint", "convert"]

# What an instruct model's tokenizer consists of, besides SentencePiece models that nobody reads once there is a tokenizer.json.
_TOKENIZER = (
    "tokenizer.json",
    "tokenizer_config.json",
    "chat_template.jinja",
    "special_tokens_map.json",
    "generation_config.json",
)


def complete_checkpoint(source: str | os.PathLike[str], folder: str | os.PathLike[str]) -> Path:
    """A copy of a Marian checkpoint with the tokenizer files that Transformers wants, made from its SentencePiece model.

    The vocabulary is the order of the pieces, with padding last; a joint model has one SentencePiece file, Transformers wants two.
    """
    import sentencepiece

    source, folder = Path(source), Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for file in source.iterdir():
        if file.suffix in (".json", ".safetensors", ".spm"):
            shutil.copyfile(file, folder / file.name)
    if not (folder / "target.spm").exists():
        shutil.copyfile(folder / "source.spm", folder / "target.spm")
    pieces: Any = sentencepiece.SentencePieceProcessor(model_file=os.fspath(folder / "source.spm"))
    size = pieces.get_piece_size()
    vocabulary = {pieces.id_to_piece(index): index for index in range(size)} | {"<pad>": size}
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False), "utf-8")
    described = {
        "tokenizer_class": "MarianTokenizer",
        "source_lang": "uk",
        "target_lang": "en",
        "model_max_length": 512,
        "unk_token": "<unk>",
        "eos_token": "</s>",
        "pad_token": "<pad>",
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(described), "utf-8")
    return folder


def convert(
    checkpoint: str | os.PathLike[str], folder: str | os.PathLike[str], *, quantization: str = "int8_float32"
) -> Path:
    """Converts a checkpoint and copies the files of its tokenizer beside the result.

    Args:
        checkpoint: A folder in Hugging Face layout, complete with its tokenizer.
        folder: Where the result goes; it must not exist or be empty.
        quantization: CTranslate2's name of the type the weights are stored in.

    Raises:
        EngineError: PyTorch is not installed.
        ModelError: The checkpoint cannot be converted.
    """
    try:
        import torch  # noqa: F401 - the converter needs it
    except ImportError as error:
        raise EngineError("converting models needs PyTorch: pip install 'toolkit-uk-en[torch]'") from error
    from ctranslate2.converters import TransformersConverter
    from safetensors import SafetensorError

    class Converter(TransformersConverter):  # type: ignore[misc]
        def _load(self) -> Any:
            spec = super()._load()
            _complete_vocabulary(spec, Path(checkpoint))
            _set_output_scale(spec, Path(checkpoint))
            _prune_outputs(spec)
            return spec

    with quiet_transformers():
        try:
            converter = Converter(os.fspath(checkpoint), load_as_float16=False, trust_remote_code=False)
            converter.convert(os.fspath(folder), quantization=quantization, force=True)
        except (
            OSError,
            ValueError,
            RuntimeError,
            KeyError,
            TypeError,
            AttributeError,
            IndexError,
            SafetensorError,
        ) as error:
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
            raise ModelError(
                os.fspath(checkpoint), f"cannot be converted ({reason})", "Check that its type is supported"
            ) from error
    files = pieces_of(Path(checkpoint))
    if len({file.read_bytes() for file in files}) == 1:
        files = files[:1]  # a joint vocabulary needs one file
    if _kind(Path(checkpoint)) in CAUSAL:
        files = [file for name in _TOKENIZER if (file := Path(checkpoint) / name).is_file()]
    for file in files:
        shutil.copyfile(file, Path(folder) / file.name)
    return Path(folder)


def _kind(checkpoint: Path) -> str:
    return str(json.loads((checkpoint / "config.json").read_text("utf-8")).get("model_type"))


def _complete_vocabulary(spec: Any, checkpoint: Path) -> None:
    """Puts M2M-100's language tokens into the vocabulary: with Transformers 5 the converter of CTranslate2 4.8 misses them."""
    if _kind(checkpoint) != "m2m_100" or not (checkpoint / "vocab.json").is_file():
        return
    import transformers

    tokenizer: Any = transformers.AutoTokenizer.from_pretrained(os.fspath(checkpoint), local_files_only=True)
    if not hasattr(tokenizer, "lang_code_to_token"):
        return
    size = spec.encoder.embeddings[0].weight.shape[0]
    known = {index: token for token, index in tokenizer.encoder.items()} | tokenizer.id_to_lang_token
    tokens = [known.get(index, f"madeupword{index}") for index in range(size)]
    for vocabularies in spec._vocabularies.values():
        vocabularies[:] = [list(tokens) for _ in vocabularies]


def _set_output_scale(spec: Any, checkpoint: Path) -> None:
    """Whether T5 divides its outputs by the square root of their width, as the checkpoint says.

    Transformers 5 sets ``tie_word_embeddings`` of every T5 to true, by which the converter of CTranslate2 4.8 decides; greedy
    search does not notice, beam search does. T5 1.1, MADLAD-400 and mT5 do not scale.
    """
    config = json.loads((checkpoint / "config.json").read_text("utf-8"))
    if config.get("model_type") not in ("t5", "mt5"):
        return
    tied = config.get("scale_decoder_outputs", config.get("tie_word_embeddings", True))
    scaled = config["model_type"] == "t5" and tied is not False
    width = spec.decoder.embeddings.weight.shape[1]
    spec.decoder.scale_outputs = np.dtype("float32").type(width**-0.5 if scaled else 1.0)


def _prune_outputs(spec: Any) -> None:
    """Leaves outputs that the model may never write out of the target vocabulary.

    A Marian checkpoint closes them with a bias of -10,000. Without them the output layer, half of the work of a shallow decoder,
    shrinks by as much, and the translations are the same.
    """
    if not hasattr(spec, "encoder"):
        return
    projection = spec.decoder.projection
    if not projection.has_bias() or len(spec._vocabularies["target"]) != 1:
        return
    bias = projection.bias.detach()
    (tokens,) = spec._vocabularies["target"]
    kept = [index for index, token in enumerate(tokens) if bias[index] > -1000 or token in ("<unk>", "</s>", "<s>")]
    if len(kept) > 0.9 * len(tokens):
        return
    for layer in (projection, spec.decoder.embeddings):
        layer.weight = layer.weight.detach()[kept].clone()
    projection.bias = bias[kept].clone()
    spec._vocabularies["target"] = [[tokens[index] for index in kept]]
