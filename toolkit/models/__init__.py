"""Which models there are, where they are on disk, and loading them.

A model is a folder: CTranslate2 files or a Hugging Face checkpoint, its SentencePiece files, and ``model.json`` that says what
it is. The embedded one is ``uk-en-small``, beside this file.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..engines import Engine
from ..errors import ModelError
from .store import models_folder, recovered
from .tokenizer import Tokenizer

__all__ = ["DEFAULT", "Model", "ModelInfo", "find", "installed", "load"]

DEFAULT = "uk-en-small"
_NAME = re.compile(r"[\w.-]+")
_HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """What ``model.json`` says of a model.

    Attributes:
        name: Its name.
        path: Its folder.
        revision: Changes whenever its files do.
        layout: ``ctranslate2`` or ``transformers``.
        source_languages: ISO 639-1 codes of what it reads.
        target_language: What it writes.
        license: SPDX identifier.
        parameters: How many.
        max_tokens: The longest source, in tokens, that it was trained on.
        length_penalty: The one its scores were measured with.
        scores: Test set to metric to value, as measured by ``training.evaluate``.
    """

    name: str
    path: Path
    revision: str = "unknown"
    layout: str = "ctranslate2"
    source_languages: tuple[str, ...] = ("uk",)
    target_language: str = "en"
    license: str = "unknown"
    parameters: int = 0
    max_tokens: int = 100
    length_penalty: float = 1.0
    scores: dict[str, dict[str, float]] = field(default_factory=dict)

    @property
    def bytes_on_disk(self) -> int:
        """Size of the folder."""
        return sum(file.stat().st_size for file in self.path.rglob("*") if file.is_file())


@dataclass(frozen=True, slots=True)
class Model:
    """A loaded model: text to tokens, tokens to tokens, tokens to text."""

    info: ModelInfo
    tokenizer: Tokenizer
    engine: Engine

    @property
    def signature(self) -> str:
        """What of the model changes its output."""
        return f"model:{self.info.name}@{self.info.revision}|engine:{self.engine.signature}"


def installed() -> list[ModelInfo]:
    """The models that can be used by name, the embedded one first, then the user's own; a damaged one is passed over."""
    found = [_info(path.parent) for path in sorted(_HERE.glob("*/model.json"))]
    names = {info.name for info in found}
    for path in sorted(models_folder().glob("[!.]*/model.json")):
        with contextlib.suppress(ModelError):
            # Whatever it calls itself, its folder is the name that find() goes by.
            own = replace(_info(path.parent), name=path.parent.name)
            if own.name not in names:
                found.append(own)
    return found


def find(name: str | os.PathLike[str] = DEFAULT) -> ModelInfo:
    """The model with a name, or in a folder.

    Raises:
        ModelError: There is none.
    """
    if isinstance(name, str) and _NAME.fullmatch(name):
        for path in (_HERE / name, recovered(name)):
            if (path / "model.json").is_file():
                return replace(_info(path), name=name)
    folder = Path(name)
    if folder.is_dir():
        return _info(folder)
    names = ", ".join(info.name for info in installed())
    raise ModelError(os.fspath(name), "is not installed, and there is no such folder", f"Installed: {names}")


def _info(folder: Path) -> ModelInfo:
    layout = "ctranslate2" if (folder / "model.bin").is_file() else "transformers"
    if layout == "transformers" and not (folder / "model.safetensors").is_file():
        raise ModelError(os.fspath(folder), "has neither model.bin nor model.safetensors",
                         "Give a folder in CTranslate2 or Hugging Face layout")  # fmt: skip
    described: dict[str, Any] = {}
    if (folder / "model.json").is_file():
        try:
            described = json.loads((folder / "model.json").read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise ModelError(os.fspath(folder), f"its model.json is damaged ({error})", "Install it again") from error
    known = {key: value for key, value in described.items() if key in ModelInfo.__dataclass_fields__ and key != "path"}
    if "source_languages" in known:
        known["source_languages"] = tuple(known["source_languages"])
    return ModelInfo(**{"name": folder.name, "layout": layout, **known, "path": folder})


def load(
    name: str | os.PathLike[str] = DEFAULT,
    *,
    device: str = "cpu",
    compute_type: str = "default",
    workers: int | None = None,
) -> Model:
    """Loads a model; the same one is shared by everybody in the process who asks for it in the same way.

    Raises:
        ModelError: It is missing or damaged.
        EngineError: What it needs is not installed.
    """
    info = find(name)
    return _load(info.path.resolve(), device, compute_type, workers)


@functools.lru_cache(maxsize=4)
def _load(folder: Path, device: str, compute_type: str, workers: int | None) -> Model:
    info = _info(folder)
    engine: Engine
    if info.layout == "ctranslate2":
        from ..engines.ctranslate2_engine import CTranslate2Engine

        engine = CTranslate2Engine(folder, device=device, compute_type=compute_type, workers=workers)
    else:
        from ..engines.transformers_engine import TransformersEngine

        engine = TransformersEngine(folder, device=device)
    return Model(info, Tokenizer(folder), engine)
