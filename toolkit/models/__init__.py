"""Which models there are, where they are on disk, and loading them.

A model is a folder: CTranslate2 files or a Hugging Face checkpoint, the files of its tokenizer, and ``model.json`` that says what
it is. Translation models turn a source into a target; instruct models continue a text. The embedded one is ``uk-en-small``,
beside this file.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..coverage import FILE as LEXICON
from ..coverage import Lexicon
from ..engines import Engine
from ..errors import ModelError
from .languages import CAUSAL, architecture_of, language_tokens, source_languages
from .store import models_folder, recovered
from .tokenizer import Tokenizer, pieces_of

if TYPE_CHECKING:
    from ..engines.causal_engine import CausalEngine

__all__ = ["DEFAULT", "Model", "ModelInfo", "find", "find_summarizer", "installed", "load", "load_instruct"]

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
        architecture: See :func:`toolkit.models.languages.architecture_of`.
        target_token: What a Marian model with several targets wants before the source.
        source_languages: ISO 639-1 codes of what it reads.
        target_language: What it writes.
        license: SPDX identifier.
        parameters: How many.
        max_tokens: The longest source, in tokens, that it was trained on.
        positions: The longest source or target that it can take at all, in tokens; 0 if there is no such limit.
        length_penalty: The one its scores were measured with.
        hub: Where it was fetched from, on the Hugging Face Hub.
        hub_revision: The commit that was fetched.
        scores: Test set to metric to value, as measured by ``training.evaluate``.
    """

    name: str
    path: Path
    revision: str = "unknown"
    layout: str = "ctranslate2"
    architecture: str = "marian"
    target_token: str = ""
    source_languages: tuple[str, ...] = ("uk",)
    target_language: str = "en"
    license: str = "unknown"
    parameters: int = 0
    max_tokens: int = 100
    positions: int = 512
    length_penalty: float = 1.0
    hub: str = ""
    hub_revision: str = ""
    scores: dict[str, dict[str, float]] = field(default_factory=dict)

    @property
    def is_instruct(self) -> bool:
        """Whether it answers prompts, instead of turning a source into a target."""
        return self.architecture in CAUSAL

    @property
    def is_summarizer(self) -> bool:
        """Whether it turns a text into its summary, instead of into another language."""
        return self.architecture == "mt5"

    @property
    def bytes_on_disk(self) -> int:
        """Size of the folder."""
        return sum(file.stat().st_size for file in self.path.rglob("*") if file.is_file())


@dataclass(frozen=True, slots=True)
class Model:
    """A loaded model: text to tokens, tokens to tokens, tokens to text; and the lexicon that judges them, if there is one."""

    info: ModelInfo
    tokenizer: Tokenizer
    engine: Engine
    lexicon: Lexicon | None = None

    @property
    def signature(self) -> str:
        """What of the model changes its output."""
        lexicon = f"|{self.lexicon.signature}" if self.lexicon is not None else ""
        return f"model:{self.info.name}@{self.info.revision}|engine:{self.engine.signature}{lexicon}"


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
    from .catalogue import catalogue

    if name in catalogue():
        raise ModelError(os.fspath(name), "is not installed", f"Fetch it: toolkit models pull {name}")
    names = ", ".join(info.name for info in installed())
    raise ModelError(os.fspath(name), "is not installed, and there is no such folder", f"Installed: {names}")


def find_summarizer(name: str | os.PathLike[str]) -> ModelInfo:
    """The model with a name, or in a folder, that writes summaries.

    Raises:
        ModelError: There is none, or it is a translation model.
    """
    info = find(name)
    if not (info.is_instruct or info.is_summarizer):
        raise ModelError(info.name, "translates, and does not summarise", "Use an instruct model, or mt5-xlsum")
    return info


def _info(folder: Path) -> ModelInfo:
    layout = "ctranslate2" if (folder / "model.bin").is_file() else "transformers"
    if layout == "transformers" and not any(folder.glob("model*.safetensors")):
        raise ModelError(os.fspath(folder), "has neither model.bin nor model.safetensors",
                         "Give a folder in CTranslate2 or Hugging Face layout")  # fmt: skip
    try:
        if (folder / "model.json").is_file():
            described = json.loads((folder / "model.json").read_text("utf-8"))
            known = {key: value for key, value in described.items() if key in ModelInfo.__dataclass_fields__}
        else:
            known = facts(folder) if layout == "transformers" else {}
    except (OSError, ValueError, AttributeError, KeyError, TypeError, RuntimeError) as error:
        name = "model.json" if (folder / "model.json").is_file() else "config.json"
        raise ModelError(os.fspath(folder), f"its {name} is damaged ({error})", "Install it again") from error
    if "source_languages" in known:
        known["source_languages"] = tuple(known["source_languages"])
    return ModelInfo(**{"name": folder.name, "layout": layout, **known, "path": folder})


def _looked_over(folder: Path) -> ModelInfo:
    """What a folder holds, once nothing in it can do harm; converted models were looked over before their conversion."""
    from .checkpoints import check_checkpoint

    info = _info(folder)
    if info.layout == "transformers":
        check_checkpoint(folder)
    return info


def facts(folder: Path) -> dict[str, Any]:
    """What a checkpoint in Hugging Face layout says of itself, as ``model.json`` keeps it.

    Raises:
        ValueError: Its configuration is not one.
        OSError: It has none.
    """
    config = json.loads((folder / "config.json").read_text("utf-8"))
    text = config.get("text_config", config)
    kind = config.get("model_type")
    vocabulary: set[str] = set()
    if kind == "t5" and (files := pieces_of(folder)):
        import sentencepiece

        pieces: Any = sentencepiece.SentencePieceProcessor(model_file=os.fspath(files[0]))
        vocabulary = {pieces.id_to_piece(index) for index in range(pieces.get_piece_size())}
    architecture = architecture_of(folder, vocabulary)
    found: dict[str, Any] = {
        "architecture": architecture,
        "source_languages": source_languages(architecture),
        # T5 has relative positions: no limit but that of memory.
        "positions": int(text.get("max_position_embeddings") or text.get("max_length") or 512)
        if architecture not in ("t5", "madlad", "mt5")
        else 0,
        # Sentences longer than those of the training data come out badly; published models were trained on up to some 200 tokens.
        "max_tokens": 200,
    }
    if kind == "marian" and (folder / "vocab.json").is_file():
        words = json.loads((folder / "vocab.json").read_text("utf-8"))
        found["target_token"] = next((token for token in (">>eng<<", ">>en<<") if token in words), "")
    return found


def load(
    name: str | os.PathLike[str] = DEFAULT,
    *,
    device: str = "cpu",
    compute_type: str = "default",
    workers: int | None = None,
) -> Model:
    """Loads a translation model; the same one is shared by everybody in the process who asks for it in the same way.

    Args:
        name: Of an installed model, or a folder.
        device: ``cpu``, ``cuda``, ``mps`` or ``auto`` (see :func:`toolkit.engines.devices.choose`).
        compute_type: ``default``, or a numeric type that the device supports.
        workers: Batches translated at a time.

    Raises:
        ModelError: It is missing, damaged or no translation model.
        EngineError: What it needs is not installed, or the device is not there.
    """
    info = find(name)
    if info.is_instruct:
        raise ModelError(info.name, "is an instruct model", "Use load_instruct")
    return _load(info.path.resolve(), device, compute_type, workers)


@functools.lru_cache(maxsize=4)
def _load(folder: Path, device: str, compute_type: str, workers: int | None) -> Model:
    from ..engines.devices import choose

    info = _looked_over(folder)
    choice = choose(info.layout, device, compute_type)
    tokenizer = Tokenizer(folder, language_tokens(info.architecture, info.target_token))
    engine: Engine
    if info.layout == "ctranslate2":
        from ..engines.ctranslate2_engine import CTranslate2Engine

        engine = CTranslate2Engine(
            folder, device=choice.device, compute_type=choice.compute_type, workers=workers, positions=info.positions,
            # Marian's padding is not in the vocabulary of its conversion.
            suppressed=() if info.architecture == "marian" else ("<pad>",),
        )  # fmt: skip
    else:
        from ..engines.transformers_engine import TransformersEngine

        engine = TransformersEngine(folder, device=choice.device)
    return Model(info, tokenizer, engine, Lexicon(folder / LEXICON) if (folder / LEXICON).is_file() else None)


def load_instruct(name: str | os.PathLike[str], *, device: str = "cpu", compute_type: str = "default") -> CausalEngine:
    """Loads an instruct model; shared like translation models.

    Raises:
        ModelError: It is missing, damaged or no instruct model.
        EngineError: What it needs is not installed, or the device is not there.
    """
    info = find(name)
    if not info.is_instruct:
        raise ModelError(info.name, "is no instruct model", "toolkit models list shows which are")
    return _load_instruct(info.path.resolve(), device, compute_type)


@functools.lru_cache(maxsize=2)
def _load_instruct(folder: Path, device: str, compute_type: str) -> CausalEngine:
    from ..engines.causal_engine import CausalEngine
    from ..engines.devices import choose

    info = _looked_over(folder)
    choice = choose(info.layout, device, compute_type)
    return CausalEngine(
        folder, layout=info.layout, device=choice.device, compute_type=choice.compute_type, context=info.positions,
        name=f"{info.name}@{info.revision}",
    )  # fmt: skip
