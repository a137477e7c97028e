"""Loading a checkpoint through Transformers: safetensors only, none of its code, nothing fetched. Needs the extra ``torch``."""

from __future__ import annotations

import os
from typing import Any

from ..errors import EngineError, ModelError
from .quiet import quiet_transformers

__all__ = ["first_line", "load_network"]


def load_network(kind: str, path: str | os.PathLike[str], device: str, **options: Any) -> Any:
    """A network in float32, ready to be used.

    Args:
        kind: Name of the class of Transformers that finds the architecture, ``AutoModelFor…``.
        path: A folder in Hugging Face layout.
        device: ``cpu``, ``cuda`` or ``mps``.
        options: More for ``from_pretrained``.

    Raises:
        EngineError: PyTorch is not installed.
        ModelError: The folder holds no usable checkpoint.
    """
    try:
        import torch
        import transformers
        from safetensors import SafetensorError
    except ImportError as error:
        raise EngineError("the Transformers engine needs PyTorch: pip install 'toolkit-uk-en[torch]'") from error
    try:
        with quiet_transformers():
            network: Any = getattr(transformers, kind).from_pretrained(
                os.fspath(path), local_files_only=True, use_safetensors=True, dtype=torch.float32, **options
            )
            return network.to(device).eval()
    except (OSError, ValueError, RuntimeError, KeyError, TypeError, SafetensorError) as error:
        raise ModelError(os.fspath(path), f"cannot be loaded ({first_line(error)})", "Check the folder") from error


def first_line(error: Exception) -> str:
    """What an error says, short enough for a line."""
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
