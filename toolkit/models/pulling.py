"""Fetching a checkpoint from the Hugging Face Hub, when asked for and never otherwise; resumable, checked, then converted.

``HF_ENDPOINT``, ``HF_HUB_OFFLINE``, ``HF_TOKEN`` and proxies are honoured, as ``huggingface_hub`` does. Only safetensors weights
are fetched, and no code. Needs the extra ``torch`` for the conversion.
"""

from __future__ import annotations

import importlib.util
import io
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..errors import EngineError, ModelError
from .adding import add
from .catalogue import CatalogueEntry, catalogue
from .checkpoints import check_checkpoint
from .store import models_folder, sha256_of

__all__ = ["pull"]

_WANTED = re.compile(
    r"config\.json|generation_config\.json|model(-\d{5}-of-\d{5})?\.safetensors|model\.safetensors\.index\.json|(source|target)\.spm|"
    r"spiece\.model|sentencepiece\.bpe\.model|tokenizer\.model|vocab\.json|merges\.txt|tokenizer(_config)?\.json|"
    r"special_tokens_map\.json|added_tokens\.json|chat_template\.jinja"
)
# The Hub's own service, which proposes safetensors weights to those who published a pickle.
_CONVERTER = "SFconvertbot"
# The download, PyTorch's reading of it, and the converted files.
_SPACE = 2.5
_HUB_ID = re.compile(r"[\w.-]+/[\w.-]+")


def entry_for(name: str) -> CatalogueEntry:
    """The catalogue's entry of a name, or one made up for a Hub id.

    Raises:
        ModelError: It is neither.
    """
    if (known := catalogue().get(name)) is not None:
        return known
    if not _HUB_ID.fullmatch(name):
        raise ModelError(
            name, "is not in the catalogue", f"Known: {', '.join(catalogue())}; or give a Hub id, OWNER/NAME"
        )
    plain = re.sub(r"[^a-z0-9._-]+", "-", name.rpartition("/")[2].lower())
    return CatalogueEntry(plain, name, "", "", (), "unknown", 0, 0)


def pull(name: str, *, revision: str | None = None, progress: Callable[[int, int], None] | None = None) -> Path:
    """Fetches a model, converts it to int8, tries it out, and puts it in its place; returns its folder.

    A download that was interrupted is taken up where it ended. Until the very last step the model of that name that was there
    before is untouched.

    Args:
        name: Of the catalogue, or a Hub id.
        revision: Branch, tag or commit, instead of the catalogue's.
        progress: Called with the number of bytes fetched and wanted, instead of bars on the terminal.

    Raises:
        ModelError: It cannot be fetched (offline, unknown, gated, cut off), is not what it should be, or does not fit on the disk.
        EngineError: PyTorch is not installed.
    """
    entry = entry_for(name)
    if importlib.util.find_spec("torch") is None:  # better said before the download than after it
        raise EngineError("converting models needs PyTorch: pip install 'toolkit-uk-en[torch]'")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")  # read when the module is imported
    from huggingface_hub import HfApi, snapshot_download

    try:
        found, files = _weights(entry, HfApi(), revision or entry.revision)
        folder = models_folder() / ".downloads" / f"{entry.name}-{found.sha}"
        total = sum(item.size or 0 for item in files.values())
        _check_space(entry.hub, folder, total)
        watched = {} if progress is None else {"tqdm_class": _reporting(progress, total)}
        snapshot_download(entry.hub, revision=found.sha, allow_patterns=list(files), local_dir=folder, **watched)
    except ModelError:
        raise
    except Exception as error:
        raise _explained(entry.hub, error) from error
    license = entry.license if entry.license != "unknown" else _license(found)
    try:
        _check(entry, folder, files)
        placed = add(
            folder,
            entry.name,
            source_languages=entry.source_languages,
            license=license,
            described={
                "hub": entry.hub,
                "hub_revision": found.sha,
                "parameters": entry.parameters or _parameters(found),
            },
        )
    except ModelError as error:
        shutil.rmtree(folder, ignore_errors=True)  # what is wrong now would be wrong again
        raise ModelError(entry.hub, error.problem, error.remedy) from error
    shutil.rmtree(folder, ignore_errors=True)
    return placed


def _weights(entry: CatalogueEntry, api: Any, revision: str) -> tuple[Any, dict[str, Any]]:
    """What the Hub has of a model at a revision, and the files of it that are wanted.

    Where its owner published a pickle only, the safetensors weights that the Hub's own service proposes are taken instead.
    """
    found = api.model_info(entry.hub, revision=revision, files_metadata=True)
    files = {item.rfilename: item for item in found.siblings or () if _WANTED.fullmatch(item.rfilename)}
    if "config.json" not in files:
        raise ModelError(entry.hub, "has no config.json", "Give the id of a model for Transformers")
    if "model.safetensors" in files:
        # Some have both; the shards are the same weights once more.
        files = {
            name: item for name, item in files.items() if not re.match(r"model-\d|model\.safetensors\.index", name)
        }
        return found, files
    if "model.safetensors.index.json" in files:
        return found, files
    if revision.startswith("refs/pr/"):
        raise ModelError(
            entry.hub, "has no model.safetensors", "Only safetensors weights are fetched: a pickle could run code"
        )
    proposals = [
        item.git_reference
        for item in api.get_repo_discussions(entry.hub, author=_CONVERTER, discussion_type="pull_request")
        if item.author == _CONVERTER and item.git_reference and item.status in ("open", "draft")
    ]
    if not proposals:
        raise ModelError(
            entry.hub, "has no model.safetensors", "Only safetensors weights are fetched: a pickle could run code"
        )
    return _weights(entry, api, str(proposals[0]))


def _reporting(progress: Callable[[int, int], None], total: int) -> Any:
    """A progress bar for ``huggingface_hub`` that draws nothing and reports bytes."""
    from tqdm.auto import tqdm  # type: ignore[import-untyped]

    class Reporting(tqdm):  # type: ignore[misc]
        fetched = 0

        def __init__(self, *arguments: Any, **options: Any) -> None:
            options.pop("name", None)
            self._bytes = options.get("unit") == "B"
            super().__init__(*arguments, **{**options, "file": io.StringIO(), "disable": False})

        def update(self, n: float | None = 1) -> bool | None:
            if self._bytes:
                Reporting.fetched += int(n or 0)
                progress(min(Reporting.fetched, total), total)
            return bool(super().update(n))

    return Reporting


def _parameters(found: Any) -> int:
    return int(getattr(getattr(found, "safetensors", None), "total", None) or 0)


def _check_space(name: str, folder: Path, size: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if free < _SPACE * size:
        raise ModelError(name, f"needs {_SPACE * size / 1e6:.0f} MB of disk, and {free / 1e6:.0f} MB are free",
                         "Make room, or set TOOLKIT_MODELS to a folder on another disk")  # fmt: skip


def _check(entry: CatalogueEntry, folder: Path, files: dict[str, Any]) -> None:
    """Every file against what the Hub says of it, and the configuration against what can be converted."""
    for name, item in files.items():
        path = folder / name
        expected = getattr(item.lfs, "sha256", None) if item.lfs is not None else None
        if expected and sha256_of(path) != expected:
            raise ModelError(entry.hub, f"{name} is not what the Hub says it is", "Pull it again")
        if item.size is not None and (size := path.stat().st_size) != item.size:
            raise ModelError(entry.hub, f"{name} has {size} bytes instead of {item.size}", "Pull it again")
    kind = check_checkpoint(folder)
    wanted = {"nllb": "m2m_100", "madlad": "t5"}.get(entry.architecture, entry.architecture)
    if wanted and kind != wanted:
        raise ModelError(entry.hub, f"is of the type {kind}, not {wanted}", "Tell us: the catalogue is wrong")


def _license(found: Any) -> str:
    card = getattr(found, "card_data", None)
    return str(getattr(card, "license", None) or "unknown")


def _explained(name: str, error: Exception) -> ModelError:
    """What went wrong between here and the Hub, with what to do about it."""
    from huggingface_hub import errors

    if isinstance(error, errors.OfflineModeIsEnabled):
        return ModelError(
            name, "cannot be fetched: HF_HUB_OFFLINE is set", "Unset it, or bring a bundle (toolkit models install)"
        )
    if isinstance(error, errors.GatedRepoError):
        return ModelError(name, "is only for those whom its owner has let in", "Ask on its Hub page, then set HF_TOKEN")
    if isinstance(error, (errors.RepositoryNotFoundError, errors.RevisionNotFoundError)):
        return ModelError(name, "is not on the Hub, or not for everybody", "Check the name, or set HF_TOKEN")
    if isinstance(error, OSError) and getattr(error, "errno", None) == 28:
        return ModelError(name, "does not fit on the disk", "Make room, or set TOOLKIT_MODELS")
    reason = str(error).strip().splitlines()[:1] or [type(error).__name__]
    return ModelError(
        name,
        f"cannot be fetched ({reason[0][:200]})",
        "Check the network and try again, it goes on where it stopped; or bring a bundle (toolkit models install)",
    )
