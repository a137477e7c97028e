"""Every command and every line of Python in the README and in docs/ runs."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
MAKE = ("make demo", "make test")


def blocks(path: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", path.read_text("utf-8"), re.DOTALL | re.MULTILINE)


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    """A folder like a checkout, with the files that the examples name."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    (tmp_path / "articles").mkdir()
    (tmp_path / "terms.csv").write_text("законопроєкт,draft law\n", "utf-8")
    shutil.copy(ROOT / "seeds/06-report.docx", tmp_path / "article.docx")
    shutil.copy(ROOT / "seeds/07-windows-1251.txt", tmp_path / "articles/one.txt")
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands(page: Path, workplace: Path) -> None:
    ran = 0
    for block in blocks(page, "sh"):
        for line in block.splitlines():
            command = line.split("  #")[0].strip()
            # tests/test_page.py runs the page
            if (
                not command
                or command in MAKE
                or command.startswith(("toolkit demo", "pip install", "git clone", "cd "))
            ):
                continue
            assert command.startswith(("toolkit ", "echo ", "cat ")), f"a command that no test runs: {command}"
            environment = {
                "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
                "LANG": "C.UTF-8",
                "TOOLKIT_CACHE": str(workplace / "cache"),
                "TOOLKIT_MODELS": str(workplace / "models"),
            }
            result = subprocess.run(
                ["bash", "-c", command],
                cwd=workplace,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            assert result.returncode == 0, f"{command}\n{result.stderr}"
            ran += 1
    if page.name == "README.md":
        assert ran >= 5


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python(page: Path, workplace: Path) -> None:
    for block in blocks(page, "python"):
        result = subprocess.run(
            [sys.executable, "-c", block], cwd=workplace, capture_output=True, text=True, check=False
        )
        assert result.returncode == 0, f"{block}\n{result.stderr}"


def test_exactly_two_setup_commands() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert all(f"{command}\n" in text for command in MAKE)
    assert set(re.findall(r"^make \w+", text, re.MULTILINE)) == set(MAKE)


def test_scores_in_the_readme_are_those_of_the_model() -> None:
    from toolkit.models import find

    text = (ROOT / "README.md").read_text("utf-8")
    scores = find().scores
    row = next(line for line in text.splitlines() if line.startswith("| **uk-en-small**"))
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[1] == f"{scores['wmt22']['bleu']:.1f} / {scores['wmt22']['chrf']:.1f}"
    assert cells[2] == f"{scores['ntrex_dev']['bleu']:.1f} / {scores['ntrex_dev']['chrf']:.1f}"


def test_links_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
            if not target.startswith("http"):
                assert (page.parent / target).exists(), f"{page.name}: {target}"
