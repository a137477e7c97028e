"""Hugging Face checkpoints to CTranslate2. Needs the extra ``torch``; runs no code of the checkpoint."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

from ..engines.quiet import quiet_transformers
from ..errors import EngineError, ModelError

__all__ = ["complete_checkpoint", "convert"]

_SPM = ("source.spm", "target.spm")


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
    """Converts a checkpoint and copies its SentencePiece files beside the result.

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
            _prune_outputs(spec)
            return spec

    with quiet_transformers():
        try:
            converter = Converter(os.fspath(checkpoint), load_as_float16=False, trust_remote_code=False)
            converter.convert(os.fspath(folder), quantization=quantization, force=True)
        except (OSError, ValueError, RuntimeError, KeyError, TypeError, SafetensorError) as error:
            raise ModelError(
                os.fspath(checkpoint), f"cannot be converted ({error})", "Check that its type is supported"
            ) from error
    pieces = [file for name in _SPM if (file := Path(checkpoint) / name).is_file()]
    if len({file.read_bytes() for file in pieces}) == 1:
        pieces = pieces[:1]  # a joint vocabulary needs one file
    for file in pieces:
        shutil.copyfile(file, Path(folder) / file.name)
    return Path(folder)


def _prune_outputs(spec: Any) -> None:
    """Leaves outputs that the model may never write out of the target vocabulary.

    A Marian checkpoint closes them with a bias of -10,000. Without them the output layer, half of the work of a shallow decoder,
    shrinks by as much, and the translations are the same.
    """
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
