"""The same batch on Ray: the same bytes, and nothing lost when an actor is killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import SEEDS
from toolkit import EngineError, Toolkit, distributed
from toolkit.batch import Result

ray = pytest.importorskip("ray", reason="Ray is not installed (extra ray)")


@pytest.fixture(scope="module", autouse=True)
def cluster() -> Iterator[None]:
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    yield
    ray.shutdown()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for path in sorted(SEEDS.iterdir()):
        (folder / path.name).write_bytes(path.read_bytes())
    for number in range(24):
        (folder / f"n{number:02}.txt").write_text(
            f"Уряд ухвалив рішення номер {number}.\n\nПарламент підтримав його {number} разів."
        )
    (folder / "bad.docx").write_bytes(b"PK\x03\x04 cut")
    return folder


def outputs(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*.*"))
        if "manifest" not in path.name
    }


def actors() -> list[int]:
    """Process ids of the actors of this cluster."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if b"ray::_Worker" in (process / "cmdline").read_bytes():
                found.append(int(process.name))
        except OSError:
            continue
    return found


def test_same_bytes_as_here_though_an_actor_is_killed(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(distributed, "_GROUP_FILES", 3)
    t = Toolkit(quality="fast", workers=2)
    here: list[Result] = list(t.translate_folder(source, tmp_path / "here", memory=False))
    killed = False
    there: list[Result] = []
    for result in t.translate_folder(source, tmp_path / "there", engine="ray"):
        there.append(result)
        if not killed and len(there) >= 2:
            os.kill(actors()[0], signal.SIGKILL)
            killed = True
    assert killed
    assert sorted(there, key=lambda item: item.path) == sorted(here, key=lambda item: item.path)
    assert outputs(tmp_path / "there") == outputs(tmp_path / "here")
    again = list(
        t.translate_folder(source, tmp_path / "there", memory=False)
    )  # the manifest is the same, whoever did it
    assert {result.status for result in again} == {"skipped", "failed"}


def test_a_cluster_that_is_not_there(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**options: object) -> None:
        raise ConnectionError("no cluster")

    monkeypatch.setattr(ray, "is_initialized", lambda: False)
    monkeypatch.setattr(ray, "init", refuse)
    with pytest.raises(EngineError, match="cannot be reached"):
        list(
            Toolkit(quality="fast").translate_folder(source, tmp_path / "out", engine="ray", address="ray://nowhere:1")
        )
