"""A checkpoint in a local folder becomes a model of the user's own: converted, tried out, and only then put in its place.

Needs the extra ``torch``; runs no code of the checkpoint.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..coverage import FILE as LEXICON
from ..engines import Decoding
from ..errors import ModelError
from .store import placing, recovered, sha256_of

__all__ = ["PROBE", "add", "try_out"]

PROBE = "Уряд ухвалив рішення про новий бюджет."


def try_out(folder: Path) -> None:
    """Translates a sentence, or has a question answered.

    Raises:
        ModelError: Nothing comes out, or its lexicon is damaged.
    """
    from ..translation import Translator
    from ..types import Sentence, Span
    from . import _info, _load, _load_instruct

    info = _info(folder)
    # Loaded past the cache: the folder is about to be renamed.
    if info.is_instruct:
        engine = _load_instruct.__wrapped__(folder, "cpu", "default")
        if not engine.generate("Say yes.", max_tokens=4).text.strip():
            raise ModelError(info.name, "answers a plain question with nothing", "Check the checkpoint")
        return
    model = _load.__wrapped__(folder, "cpu", "default", 1)
    if model.lexicon is not None:
        model.lexicon.check()
    if info.is_summarizer:
        (found,) = next(iter(model.engine.translate([[model.tokenizer.encode(PROBE)]], Decoding(beam=1))))
        if not found.tokens:
            raise ModelError(info.name, "summarises a plain sentence to nothing", "Check the checkpoint")
        return
    sentence = Sentence(1, Span(0, len(PROBE)), PROBE, 0, info.source_languages[0])
    (result,) = Translator(model).translate_sentences([(sentence, "text/plain")])
    if not result.text.strip() or result.origin == "copied":
        raise ModelError(info.name, "translates a plain sentence to nothing", "Check the checkpoint")


def add(
    checkpoint: str | os.PathLike[str],
    name: str,
    *,
    source_languages: Sequence[str] = (),
    license: str = "unknown",
    quantization: str = "int8_float32",
    described: dict[str, Any] | None = None,
) -> Path:
    """Converts a checkpoint in Hugging Face layout and keeps it under a name; returns its folder.

    Args:
        checkpoint: The folder, with ``config.json``, safetensors weights, the files of its tokenizer and, if there is one, the
            lexicon that chooses among its hypotheses (see :mod:`toolkit.coverage`).
        name: What to call it.
        source_languages: ISO 639-1 codes of what it reads, if not those of its kind.
        license: SPDX identifier.
        quantization: CTranslate2's name of the type the weights are stored in.
        described: More of what ``model.json`` should say (see :class:`toolkit.models.ModelInfo`).

    Raises:
        EngineError: PyTorch is not installed.
        ModelError: The checkpoint is not one, cannot be converted, or does not work.
    """
    from . import facts
    from .checkpoints import check_checkpoint
    from .conversion import complete_checkpoint, convert
    from .languages import CAUSAL

    source = Path(checkpoint)
    kind = check_checkpoint(source)
    with placing(name) as folder, tempfile.TemporaryDirectory() as temporary:
        # Our own training writes the weights and the pieces only.
        bare = kind == "marian" and not (source / "vocab.json").is_file()
        complete = complete_checkpoint(source, Path(temporary) / "hf") if bare else source
        try:
            known = facts(complete)
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            raise ModelError(os.fspath(source), f"cannot be converted ({error})", "Check its files") from error
        convert(complete, folder, quantization=quantization)
        if kind not in CAUSAL and (source / LEXICON).is_file():
            shutil.copyfile(source / LEXICON, folder / LEXICON)
        known |= {
            "name": name,
            "revision": sha256_of(folder / "model.bin")[:10],
            "layout": "ctranslate2",
            "license": license,
            **({"source_languages": list(source_languages)} if source_languages else {}),
            **(described or {}),
        }
        (folder / "model.json").write_text(json.dumps(known, indent=1) + "\n", "utf-8")
        try_out(folder)
    return recovered(name)
