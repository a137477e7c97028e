"""Folders of the user outside the package."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["cache_folder"]

_NAME = "toolkit-uk-en"


def cache_folder() -> Path:
    """Where things are kept that can be made again: ``TOOLKIT_CACHE``, or the system's cache folder."""
    if chosen := os.environ.get("TOOLKIT_CACHE"):
        return Path(chosen).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path(_NAME, appauthor=False)
