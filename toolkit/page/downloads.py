"""Files that wait to be downloaded: an hour, then they go; all of them when the page is closed."""

from __future__ import annotations

import functools
import shutil
import tempfile
import time
from pathlib import Path

__all__ = ["KEPT_SECONDS", "new_folder"]

KEPT_SECONDS = 3600


@functools.cache
def _root() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="toolkit-")


def new_folder() -> Path:
    """A new, empty folder; those of an hour ago go."""
    for old in Path(_root().name).iterdir():
        if time.time() - old.stat().st_mtime > KEPT_SECONDS:
            shutil.rmtree(old, ignore_errors=True)
    return Path(tempfile.mkdtemp(dir=_root().name))
