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

    The vocabulary is the order of the pieces, with padding last.
    """
    import sentencepiece

    source, folder = Path(source), Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for file in source.iterdir():
        if file.suffix in (".json", ".safetensors", ".spm"):
            shutil.copyfile(file, folder / file.name)
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

    with quiet_transformers():
        try:
            converter = TransformersConverter(os.fspath(checkpoint), load_as_float16=False, trust_remote_code=False)
            converter.convert(os.fspath(folder), quantization=quantization, force=True)
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            raise ModelError(os.fspath(checkpoint), f"cannot be converted ({error})", "Check that its type is supported") from error
    for name in _SPM:
        if (Path(checkpoint) / name).is_file():
            shutil.copyfile(Path(checkpoint) / name, Path(folder) / name)
    return Path(folder)
