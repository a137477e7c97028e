"""Fetching from a stand-in Hub over real HTTP, with the real client: everything that goes wrong leaves the old state."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.hub import Hub, serving
from toolkit.models.catalogue import catalogue
from toolkit.models.conversion import complete_checkpoint

pytest.importorskip("torch")


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return complete_checkpoint(ROOT / "training/checkpoint", tmp_path_factory.mktemp("hub") / "model")


@pytest.fixture
def hub(checkpoint: Path) -> Iterator[Hub]:
    with serving(checkpoint) as found:
        yield found


def run(hub: Hub, models: Path, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    given = {
        **os.environ,
        "HF_ENDPOINT": hub.address,
        "HF_HUB_OFFLINE": "0",
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        "HF_HOME": str(models.parent / "hf"),
        "HF_HUB_DOWNLOAD_TIMEOUT": "5",
        "HF_HUB_ETAG_TIMEOUT": "5",
        "TOOLKIT_MODELS": str(models),
        **environment,
    }
    command = [sys.executable, "-m", "toolkit.cli", "models", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False, env=given, timeout=300)


def state(models: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(models)): path.read_bytes()
        for path in sorted(models.rglob("*"))
        if path.is_file() and ".downloads" not in path.parts
    }


def test_pull_translate_bundle_and_every_failure(hub: Hub, tmp_path: Path) -> None:
    models = tmp_path / "models"
    result = run(hub, models, "pull", "zle-en")
    assert result.returncode == 0, result.stderr
    assert "use it with --model zle-en" in result.stderr
    assert any(hub.commit in request for request in hub.requests)  # one commit, not whatever the branch is by then
    info = run(hub, models, "info", "zle-en").stdout
    assert "CC-BY-4.0" in info and "uk, ru, be → en" in info
    assert run(hub, models, "verify", "zle-en").returncode == 0
    assert not list((models / ".downloads").iterdir())
    before = state(models)

    def fails(problem: str, *arguments: object, **environment: str) -> None:
        failed = run(hub, models, "pull", "zle-en", *arguments, **environment)
        assert failed.returncode == 2 and problem in failed.stderr and "Traceback" not in failed.stderr, failed.stderr
        assert len(failed.stderr.strip().splitlines()) == 1 and "opus-mt-tc-big-zle-en" in failed.stderr
        assert state(models) == before

    for status, problem in ((404, "not on the Hub"), (403, "let in"), (500, "cannot be fetched")):
        hub.status = status
        fails(problem)
    hub.status = 0
    fails("HF_HUB_OFFLINE is set", HF_HUB_OFFLINE="1")
    fails("cannot be fetched", HF_ENDPOINT="http://127.0.0.1:9")
    hub.lie = True
    fails("not what the Hub says")
    hub.lie = False
    good = dict(hub.files)
    for name, data, problem in (
        ("config.json", b"{", "config.json is damaged"),
        ("config.json", b'{"model_type": "t5"}', "is of the type t5"),
        ("model.safetensors", good["model.safetensors"][:1000], "cannot be converted"),
        ("model.safetensors", b"\xff" * 8 + b"{}", "cannot be converted"),
        ("source.spm", b"no model", "cannot be converted"),
        ("vocab.json", b"[1", "cannot be converted"),
    ):
        hub.files = {**good, name: data}
        fails(problem)
    hub.files = {name: data for name, data in good.items() if name != "model.safetensors"} | {
        "pytorch_model.bin": b"\x80\x04."
    }
    fails("has no model.safetensors")
    hub.files = good
    assert not any(
        "pytorch_model" in request or ("resolve/" in request and ".py" in request) for request in hub.requests
    )


def test_a_download_that_is_cut_goes_on(hub: Hub, tmp_path: Path) -> None:
    models = tmp_path / "models"
    hub.cut_after = 1_000_000
    first = run(hub, models, "pull", "owner/model")
    if first.returncode:  # the client may have taken it up by itself
        assert "goes on where it stopped" in first.stderr
        second = run(hub, models, "pull", "owner/model")
        assert second.returncode == 0, second.stderr
    assert run(hub, models, "verify", "model").returncode == 0


def test_what_the_catalogue_does_not_know(hub: Hub, tmp_path: Path) -> None:
    result = run(hub, tmp_path / "models", "pull", "nonesuch")
    assert result.returncode == 2 and "is not in the catalogue" in result.stderr and not hub.requests


def test_catalogue() -> None:
    assert {"zle-en", "uk-en"} <= catalogue().keys()
    for entry in catalogue().values():
        assert entry.license and entry.published and entry.source and "/" in entry.hub
