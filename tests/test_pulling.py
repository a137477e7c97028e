"""Fetching from a stand-in Hub over real HTTP, with the real client: everything that goes wrong leaves the old state."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.checkpoints import build
from tests.conftest import ROOT
from tests.hub import Hub, serving
from toolkit import Toolkit
from toolkit.models import find, load_instruct
from toolkit.models.adding import try_out
from toolkit.models.bundles import bundle, install
from toolkit.models.catalogue import catalogue
from toolkit.models.conversion import complete_checkpoint
from toolkit.models.pulling import _WANTED
from toolkit.models.store import remove

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
        ("config.json", b'{"model_type": "bert"}', "is of the type bert"),
        ("model.safetensors", good["model.safetensors"][:1000], "model.safetensors is damaged"),
        ("model.safetensors", b"\xff" * 8 + b"{}", "model.safetensors is damaged"),
        ("source.spm", b"no model", "cannot be converted"),
        ("vocab.json", b"[1", "vocab.json is damaged"),
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


@pytest.mark.parametrize(("architecture", "name"), [
    ("marian-many", "owner/many"), ("nllb", "nllb-600m"), ("m2m_100", "m2m100-418m"), ("madlad", "madlad-3b"), ("t5", "owner/t5"),
    ("mt5", "mt5-xlsum"), ("qwen3", "qwen3-1.7b"), ("gemma3_text", "gemma3-1b"), ("llama", "owner/llama"),
])  # fmt: skip
def test_every_architecture_is_pulled_bundled_and_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, architecture: str, name: str
) -> None:
    models = tmp_path / "models"
    with serving(build(architecture, tmp_path / "checkpoint")) as hub:
        result = run(hub, models, "pull", name)
        assert result.returncode == 0, result.stderr
        commit = hub.commit
    monkeypatch.setenv("TOOLKIT_MODELS", str(models))
    own = name.rpartition("/")[2]
    before, info = state(models), find(own)
    assert info.hub_revision == commit and info.architecture == architecture.partition("-")[0]
    assert info.target_token == (">>eng<<" if architecture == "marian-many" else "")
    bundle([(own, info.path)], tmp_path / "models.zip")
    remove(own)
    assert install(tmp_path / "models.zip", try_out) == [own] and state(models) == before
    if info.is_instruct:
        # Of chance weights: what it writes, and whether any of it is text, depends on how the processor rounds.
        assert load_instruct(own).generate("Привіт", max_tokens=5).tokens
    elif not info.is_summarizer:
        (sentence,) = Toolkit(own, quality="fast").translate("Уряд ухвалив рішення про бюджет.").sentences
        assert sentence.text and "language-not-supported" not in sentence.warnings


def test_safetensors_that_the_hub_proposes(hub: Hub, tmp_path: Path) -> None:
    """Where there is only a pickle, the proposal of the Hub's own service is taken, and nobody else's."""
    weights = {"model.safetensors": hub.files.pop("model.safetensors")}
    hub.files["pytorch_model.bin"] = b"\x80\x04."
    models = tmp_path / "models"
    for author in ("", "Somebody"):
        hub.proposal = (author, weights) if author else None
        result = run(hub, models, "pull", "owner/model")
        assert result.returncode == 2 and "only safetensors weights are fetched" in result.stderr.lower()
    hub.proposal = ("SFconvertbot", weights)
    result = run(hub, models, "pull", "owner/model")
    assert result.returncode == 0, result.stderr
    assert not any("pytorch_model" in request for request in hub.requests)


def test_progress_is_told_in_bytes(hub: Hub, tmp_path: Path) -> None:
    script = (
        "from toolkit.models.pulling import pull\nseen = []\n"
        "pull('owner/model', progress=lambda done, total: seen.append((done, total)))\n"
        "print(seen[0], seen[-1], seen == sorted(seen))"
    )
    environment = {
        **os.environ,
        "HF_ENDPOINT": hub.address,
        "HF_HUB_OFFLINE": "0",
        "HF_HOME": str(tmp_path / "hf"),
        "TOOLKIT_MODELS": str(tmp_path / "m"),
    }
    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, env=environment, check=False
    )
    assert found.returncode == 0, found.stderr
    total = sum(len(data) for name, data in hub.files.items() if _WANTED.fullmatch(name))
    assert found.stdout.strip().endswith(f"({total}, {total}) True")


def test_what_the_catalogue_does_not_know(hub: Hub, tmp_path: Path) -> None:
    result = run(hub, tmp_path / "models", "pull", "nonesuch")
    assert result.returncode == 2 and "is not in the catalogue" in result.stderr and not hub.requests


def test_catalogue() -> None:
    assert {"zle-en", "uk-en", "nllb-600m", "nllb-1.3b", "m2m100-418m", "madlad-3b"} <= catalogue().keys()
    assert {"qwen3-1.7b", "qwen3-4b", "gemma3-1b", "mt5-xlsum"} <= catalogue().keys()
    for name, entry in catalogue().items():
        assert (
            entry.license
            and entry.source
            and "/" in entry.hub
            and entry.name == name
            and "uk" in entry.source_languages
        )
        # int8: a byte for each parameter, and something for the vocabulary and what stays in float32.
        assert 0.9e-6 * entry.parameters <= entry.megabytes <= 1.4e-6 * entry.parameters
    assert {name for name, entry in catalogue().items() if entry.non_commercial} == {
        "nllb-600m",
        "nllb-1.3b",
        "mt5-xlsum",
    }
