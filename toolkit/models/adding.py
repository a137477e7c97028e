"""A checkpoint in a local folder becomes a model of the user's own: converted, tried out, and only then put in its place.

Needs the extra ``torch``; runs no code of the checkpoint.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from ..errors import ModelError
from .store import placing, recovered, sha256_of

__all__ = ["PROBE", "add", "try_out"]

PROBE = "Уряд ухвалив рішення про новий бюджет."


def try_out(folder: Path) -> None:
    """Translates a sentence.

    Raises:
        ModelError: Nothing comes out.
    """
    from ..translation import Translator
    from ..types import Sentence, Span
    from . import _info, _load

    info = _info(folder)
    model = _load.__wrapped__(folder, "cpu", "default", 1)  # not kept: the folder is about to be renamed
    sentence = Sentence(1, Span(0, len(PROBE)), PROBE, 0, info.source_languages[0])
    (result,) = Translator(model).translate_sentences([(sentence, "text/plain")])
    if not result.text.strip():
        raise ModelError(info.name, "translates a plain sentence to nothing", "Check the checkpoint")


def add(
    checkpoint: str | os.PathLike[str],
    name: str,
    *,
    source_languages: Sequence[str] = ("uk",),
    license: str = "unknown",
    quantization: str = "int8_float32",
) -> Path:
    """Converts a Marian checkpoint in Hugging Face layout and keeps it under a name; returns its folder.

    Args:
        checkpoint: The folder, with ``model.safetensors``, ``config.json`` and its SentencePiece files.
        name: What to call it.
        source_languages: ISO 639-1 codes of what it reads.
        license: SPDX identifier.
        quantization: CTranslate2's name of the type the weights are stored in.

    Raises:
        EngineError: PyTorch is not installed.
        ModelError: The checkpoint cannot be converted, or does not translate.
    """
    from .conversion import complete_checkpoint, convert

    source = Path(checkpoint)
    for needed in ("config.json", "model.safetensors", "source.spm"):
        if not (source / needed).is_file():
            raise ModelError(os.fspath(source), f"has no {needed}", "Give a Marian checkpoint in Hugging Face layout")
    with placing(name) as folder, tempfile.TemporaryDirectory() as temporary:
        complete = source if (source / "vocab.json").is_file() else complete_checkpoint(source, Path(temporary) / "hf")
        convert(complete, folder, quantization=quantization)
        described = {
            "name": name,
            "revision": sha256_of(folder / "model.bin")[:10],
            "layout": "ctranslate2",
            "source_languages": list(source_languages),
            "license": license,
        }
        (folder / "model.json").write_text(json.dumps(described, indent=1) + "\n", "utf-8")
        try_out(folder)
    return recovered(name)
