"""The page as the command starts it, for the tests that talk to it."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

from tests.conftest import ROOT


@contextlib.contextmanager
def served(*options: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The page as the command starts it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "toolkit.cli", "demo", "--port", str(port), *options],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 120
    while True:
        try:
            urllib.request.urlopen(url, timeout=2).close()
            break
        except OSError as error:
            if getattr(error, "code", None) == 401:
                break
            assert time.monotonic() < deadline and process.poll() is None, "the page did not start"
            time.sleep(0.3)
    try:
        yield url, process
    finally:
        process.terminate()
        process.wait(20)


def long_text(sentences: int) -> str:
    return "\n\n".join(
        f"Уряд ухвалив рішення номер {number} про школи, лікарні та дороги." for number in range(sentences)
    )
