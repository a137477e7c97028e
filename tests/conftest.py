"""What the tests share. The real embedded model everywhere; the network nowhere."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import toolkit

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
SHARED = ROOT.parent / "shared"

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("COLUMNS", "120")
# Never the memory of whoever runs the tests; commands that are run by tests inherit it.
os.environ["TOOLKIT_CACHE"] = tempfile.mkdtemp(prefix="toolkit-tests-")
os.environ["TOOLKIT_MODELS"] = f"{os.environ['TOOLKIT_CACHE']}/models"
atexit.register(shutil.rmtree, os.environ["TOOLKIT_CACHE"], ignore_errors=True)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of training and evaluation data beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip("the evaluation data beside the checkout (../shared) is not there")
    return SHARED


@pytest.fixture(scope="session")
def tk() -> toolkit.Toolkit:
    """A toolkit with the embedded model."""
    return toolkit.Toolkit()


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Any attempt to use a socket is an error."""
    import socket

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("the network was used")

    for name in ("socket", "create_connection", "getaddrinfo", "socketpair"):
        monkeypatch.setattr(socket, name, refuse)
    yield
