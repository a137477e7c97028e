"""The toolkits that the page uses: one for each model and quality, sharing what can be shared."""

from __future__ import annotations

import functools
from typing import get_args

from ..api import Toolkit
from ..models import DEFAULT, installed
from ..translation import Quality
from .limits import refuse

__all__ = ["QUALITIES", "model_names", "toolkit_for"]

QUALITIES: tuple[Quality, ...] = get_args(Quality)


def model_names() -> list[str]:
    """The installed models that translate, the embedded one first."""
    return [info.name for info in installed() if not info.is_summarizer]


def toolkit_for(model: str = DEFAULT, quality: str = "balanced") -> Toolkit:
    """The toolkit for a model and quality; only installed models are taken, never a path."""
    if quality not in QUALITIES:
        raise refuse(f"Quality is one of {', '.join(QUALITIES)}.")
    if model not in model_names():
        raise refuse(f"The model {model} is not installed. Installed: {', '.join(model_names())}.")
    return _toolkit(model, quality)


@functools.cache
def _toolkit(model: str, quality: Quality) -> Toolkit:
    return Toolkit(model, quality=quality)
