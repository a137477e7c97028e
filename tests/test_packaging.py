"""The wheel holds everything that an installed toolkit needs, and works from there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (path,) = folder.glob("*.whl")
    return path


def test_wheel_is_complete_and_small(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in ("toolkit/models/uk-en-small/model.bin", "toolkit/models/uk-en-small/README.md",
    "toolkit/templates/translation.html",
                 "toolkit/language_profiles.tsv", "toolkit/py.typed"):  # fmt: skip
        assert name in names
    assert {f"toolkit/seeds/{path.name}" for path in (ROOT / "seeds").iterdir()} <= names
    assert {f"toolkit/prompts/{path.name}" for path in (ROOT / "prompts").iterdir()} <= names
    assert not any(name.startswith(("tests/", "training/", "benchmarks/")) for name in names)
    assert wheel.stat().st_size < 60_000_000


def test_unpacked_wheel_translates_its_own_seeds(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    code = (
        "import toolkit; from toolkit.resources import resource\n"
        "print(toolkit.__file__); print(resource('seeds'))\n"
        "print(len(list(toolkit.Toolkit(quality='fast').translate_many([resource('seeds')]))))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path)}, capture_output=True,
        text=True,
        check=True,
    )  # fmt: skip
    where, seeds, count = result.stdout.splitlines()
    assert where.startswith(str(tmp_path)) and seeds == str(tmp_path / "toolkit/seeds") and count == "8"


def test_torch_is_not_in_the_core() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    core = text.split("dependencies = [")[1].split("]")[0]
    assert "torch" not in core
    assert re.search(r'dev = \[\s*"torch==2\.13\.0"', text)
