"""Looking a checkpoint over before anything loads it: nothing in it may be executed, and its weights must be what they say.

Knows files; neither PyTorch nor CTranslate2 is imported.
"""

from __future__ import annotations

import json
import math
import os
import re
from pathlib import Path
from typing import Any

from ..errors import ModelError
from .languages import CAUSAL

__all__ = ["CONVERTED", "check_checkpoint", "needed_files"]

#: ``model_type`` of what can be converted.
CONVERTED = frozenset({"marian", "m2m_100", "t5", "mt5"}) | CAUSAL
_BYTES = {"F64": 8, "I64": 8, "F32": 4, "I32": 4, "F16": 2, "BF16": 2, "I16": 2, "I8": 1, "U8": 1, "BOOL": 1, "F8_E4M3": 1,
          "F8_E5M2": 1}  # fmt: skip
_LONGEST_HEADER = 100_000_000  # as safetensors has it
_SHARD = re.compile(r"model-\d{5}-of-\d{5}\.safetensors")
_JSON = ("config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json",
         "vocab.json", "model.safetensors.index.json")  # fmt: skip


def needed_files(kind: str) -> tuple[tuple[str, ...], ...]:
    """What must be there besides the weights: one of each group."""
    if kind == "marian":
        return (("source.spm",),)
    if kind == "m2m_100":
        return (("sentencepiece.bpe.model",),)
    if kind in ("t5", "mt5"):
        return (("spiece.model",),)
    return (("tokenizer.json",), ("tokenizer_config.json",))


def check_checkpoint(folder: Path) -> str:
    """Looks a folder over; returns its ``model_type``.

    Raises:
        ModelError: A file is missing, is not what its name says, is a link that leads out of the folder, or declares weights that
            are not there.
    """
    name = os.fspath(folder)
    if not folder.is_dir():
        raise ModelError(name, "is no folder", "Give a checkpoint in Hugging Face layout")
    inside = folder.resolve()
    for path in sorted(folder.rglob("*")):
        # Folders of the Hub's cache link to its blobs, two levels up; nothing else may lead out.
        if path.is_symlink() and not _in_cache(path, inside) and inside not in path.resolve().parents:
            raise ModelError(name, f"{path.name} is a link that leads out of the folder", "Put the file itself there")
    if not (folder / "config.json").is_file():
        raise ModelError(name, "has no config.json", "Give a checkpoint in Hugging Face layout")
    for file in _JSON:
        if (folder / file).is_file():
            _check_json(name, folder / file)
    kind = str(json.loads((folder / "config.json").read_text("utf-8")).get("model_type"))
    if kind not in CONVERTED:
        raise ModelError(
            name, f"is of the type {kind}, which cannot be used", f"These can: {', '.join(sorted(CONVERTED))}"
        )
    shards = sorted(path for path in folder.iterdir() if _SHARD.fullmatch(path.name))
    weights = [folder / "model.safetensors"] if (folder / "model.safetensors").is_file() else shards
    if not weights:
        pickles = [path.name for path in folder.iterdir() if path.suffix in (".bin", ".pt", ".pth", ".pkl", ".ckpt")]
        if pickles:
            raise ModelError(name, f"has its weights as a pickle ({sorted(pickles)[0]}), which could run code",
                             "Get or make model.safetensors")  # fmt: skip
        raise ModelError(name, "has no model.safetensors", "Give a checkpoint with safetensors weights")
    for path in weights:
        _check_weights(name, path)
    if weights == shards:
        _check_index(name, folder, {path.name for path in shards})
    for group in needed_files(kind):
        if not any((folder / file).is_file() for file in group):
            raise ModelError(name, f"has no {group[0]}", "Get the files of its tokenizer too")
    return kind


def _in_cache(path: Path, inside: Path) -> bool:
    """Whether a link is one of ``huggingface_hub``'s: snapshots/COMMIT/FILE to blobs/HASH."""
    root = inside.parent.parent
    return inside.parent.name == "snapshots" and path.resolve().parent == root / "blobs"


def _check_json(name: str, path: Path) -> None:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(name, f"{path.name} is damaged ({error})", "Get it again") from None
    if not isinstance(found, dict):
        raise ModelError(name, f"{path.name} is damaged (it holds no object)", "Get it again")


def _check_weights(name: str, path: Path) -> None:
    """The header of a safetensors file (its format: https://github.com/huggingface/safetensors#format) against the file."""

    def damaged(why: str) -> ModelError:
        return ModelError(name, f"{path.name} is damaged ({why})", "Get it again")

    size = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if size < 8 or length > min(size - 8, _LONGEST_HEADER):
            raise damaged("its header is longer than the file")
        try:
            header: dict[str, Any] = json.loads(file.read(length))
            tensors = {key: value for key, value in header.items() if key != "__metadata__"}
            ends = []
            for key, value in tensors.items():
                start, end = value["data_offsets"]
                if end - start != math.prod(value["shape"]) * _BYTES[value["dtype"]]:
                    raise damaged(f"{key} declares another size than it has")
                ends.append(int(end))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise damaged("its header cannot be read") from None
    if not ends or max(ends) != size - 8 - length:
        raise damaged(
            "it is cut off" if ends and max(ends) > size - 8 - length else "it holds other data than it declares"
        )


def _check_index(name: str, folder: Path, shards: set[str]) -> None:
    try:
        listed = json.loads((folder / "model.safetensors.index.json").read_text("utf-8"))["weight_map"].values()
        missing = sorted(set(listed) - shards)
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        raise ModelError(name, "has no readable model.safetensors.index.json", "Get it again") from None
    if missing:
        raise ModelError(name, f"has no {missing[0]}", "Get it again")
