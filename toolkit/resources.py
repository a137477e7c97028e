"""Where the files that travel with the package are: prompts, sample articles, the page.

In the tree they stand at the top; in an installed package, inside ``toolkit`` (see ``force-include`` in pyproject.toml).
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["resource"]

_PACKAGE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """The path of ``prompts``, ``seeds`` or ``app.py``, in a checkout or in an installed package.

    Raises:
        FileNotFoundError: The installation is incomplete.
    """
    for base in (_PACKAGE, _PACKAGE.parent):
        path = base / name
        if path.exists():
            return path
    raise FileNotFoundError(f"{name} is missing from this installation; install the package again")
