"""The command line as a user runs it: a process of its own, exit codes, what it prints where."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, SEEDS
from toolkit import __version__


def run(*arguments: object, input: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "toolkit.cli", *map(str, arguments)],
        input=input,
        capture_output=True,
        cwd=ROOT,
        check=False,
    )


def test_version_and_help() -> None:
    assert run("--version").stdout.decode() == f"toolkit {__version__}\n"
    for arguments in (
        [],
        ["translate"],
        ["detect"],
        ["batch"],
        ["summarize"],
        ["models", "pull"],
        ["demo"],
        ["models"],
    ):
        result = run(*arguments, "--help")
        assert result.returncode == 0 and b"Usage" in result.stdout
        flags = [line for line in result.stdout.splitlines() if b"<bool>" in line and b"--help" not in line]
        assert not flags


def test_the_package_is_the_command() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "toolkit", "--version"], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert result.stdout == f"toolkit {__version__}\n"


def test_detect() -> None:
    result = run("detect", SEEDS)
    lines = result.stdout.decode().splitlines()
    assert result.returncode == 0 and len(lines) == 8
    assert all(line.startswith("uk\t") for line in lines)
    result = run("detect", "--json", SEEDS / "02-agency-report.txt", "-", input=b"The end of the day.")
    first, second = map(json.loads, result.stdout.decode().splitlines())
    assert (first["language"], second["language"], second["source"]) == ("uk", "en", "standard input")


def test_translate_to_standard_output() -> None:
    result = run("translate", "-", "--format", "txt", input="Київ — столиця України.".encode())
    assert result.returncode == 0 and result.stdout.strip() and not result.stderr


@pytest.mark.parametrize("command", ["translate", "summarize"])
def test_a_dash_is_standard_output(command: str) -> None:
    given = [command, "seeds/04-press-release.txt", "-f", "txt"]
    assert run(*given, "-o", "-").stdout == run(*given).stdout != b""
    assert not Path(ROOT, "-").exists()


def test_a_batch_writes_no_stream() -> None:
    result = run("batch", "seeds", "-")
    assert result.returncode == 2 and b"a folder, not standard output" in b" ".join(result.stderr.split())
    assert not Path(ROOT, "-").exists()


def test_translate_a_folder_into_a_folder(tmp_path: Path) -> None:
    source, target = tmp_path / "in", tmp_path / "out"
    for name in ("a.txt", "a.html", "sub/a.txt", "A.md"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text("<p>Перший абзац статті.</p>" if name.endswith("html") else "Перший абзац статті.")
    (source / "n.jsonl").write_text('{"text": "Перша."}\n{"text": "Друга.", "id": "../../x"}\n')
    result = run("translate", source, "-o", target, "--quality", "fast")
    assert result.returncode == 0, result.stderr
    written = sorted(str(path.relative_to(target)) for path in target.rglob("*") if path.is_file())
    assert len({name.lower() for name in written}) == len(written) == 6
    assert "sub/a.en.md" in written and all(name.endswith(".en.md") for name in written)
    assert "6 articles" in result.stderr.decode()
    assert not list(tmp_path.rglob("*.part"))


def test_formats_follow_the_output_name(tmp_path: Path) -> None:
    for ending, start in (("html", b"<!DOCTYPE"), ("json", b"{"), ("docx", b"PK"), ("txt", b""), ("md", b"*")):
        target = tmp_path / f"x.{ending}"
        assert run("translate", SEEDS / "02-agency-report.txt", "-o", target, "-q", "--quality", "fast").returncode == 0
        assert target.read_bytes().startswith(start)


def test_a_bad_file_among_good_ones(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"")
    result = run(
        "translate", tmp_path / "bad.txt", SEEDS / "07-windows-1251.txt", "-o", tmp_path / "out", "--quality", "fast"
    )
    assert result.returncode == 1
    assert (tmp_path / "out/07-windows-1251.en.md").exists()
    errors = [line for line in result.stderr.decode().splitlines() if line.startswith("toolkit: ")]
    assert len(errors) == 1 and "bad.txt: is empty" in errors[0]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["translate", "nothing-here.txt"], 1, "no such file"),
        (["translate", "seeds", "--model", "nonesuch"], 2, "model nonesuch: is not installed"),
        (["translate", "seeds", "--quality", "great"], 2, "fast"),
        (["translate", "seeds", "--format", "odt"], 2, "docx"),
        (["translate"], 2, "PATH"),
        (["nonsense"], 2, "nonsense"),
    ],
)
def test_errors_are_short_and_clear(arguments: list[str], code: int, message: str) -> None:
    result = run(*arguments)
    error = result.stderr.decode()
    assert result.returncode == code
    assert message in error and "Traceback" not in error


def test_never_overwrites_a_source(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Перший абзац статті.")
    result = run("translate", path, "-o", path)
    assert result.returncode == 1 and b"is the source itself" in result.stderr
    assert path.read_text() == "Перший абзац статті."


def test_output_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    result = run("translate", SEEDS / "07-windows-1251.txt", "-o", tmp_path / "file" / "sub", "--quality", "fast")
    assert result.returncode == 1 and b"cannot be written" in result.stderr and b"Traceback" not in result.stderr


def test_closed_pipe() -> None:
    command = f"{sys.executable} -m toolkit.cli translate seeds --quality fast | head -n 1"
    result = subprocess.run(["bash", "-c", command], capture_output=True, cwd=ROOT, check=True)
    assert result.stdout and b"Traceback" not in result.stderr


def test_models_are_listed_with_their_scores() -> None:
    result = run("models")
    assert result.returncode == 0
    assert b"uk-en-small" in result.stdout and b"Apache-2.0" in result.stdout


def test_summary_beside_the_translation(tmp_path: Path) -> None:
    result = run(
        "translate",
        SEEDS / "07-windows-1251.txt",
        "-o",
        tmp_path / "out",
        "--summary",
        "-f",
        "html",
        "--summary-sentences",
        "1",
        "--quality",
        "fast",
    )
    assert result.returncode == 0, result.stderr
    page = (tmp_path / "out/07-windows-1251.en.summary.html").read_text("utf-8")
    assert page.partition('<ol class="claims">')[2].partition("</ol>")[0].count("<li>") == 1
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "07-windows-1251.en.html", "07-windows-1251.en.summary.html",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("translate", "--model", "zle-en"), "Fetch it: toolkit models pull zle-en"),
        (("summarize", "--summarizer", "qwen3-1.7b"), "Fetch it: toolkit models pull qwen3-1.7b"),
        (("summarize", "--summarizer", "uk-en-small"), "does not summarise"),
        (("summarize", "--style", "headline"), "--summarizer or"),
        (("summarize", "--style", "poem", "--writer", "cat"), "none of summary, key-points, headline"),
        (("summarize", "--summarizer", "x", "--writer", "cat"), "not both"),
        (("translate", "--summary-sentences", "2"), "goes with --summary"),
        (("translate", "--device", "tpu"), "none of cpu, cuda, mps, auto"),
        (("translate", "--compute-type", "int3"), "does not support int3"),
    ],
)
def test_models_and_devices_that_are_not_there(arguments: tuple[str, ...], problem: str, tmp_path: Path) -> None:
    command, *options = arguments
    environment = {**os.environ, "TOOLKIT_MODELS": str(tmp_path)}
    result = subprocess.run(
        [sys.executable, "-m", "toolkit.cli", command, str(SEEDS / "04-press-release.txt"), *options],
        capture_output=True, text=True, cwd=ROOT, env=environment, check=False,
    )  # fmt: skip
    assert result.returncode == 2 and problem in " ".join(result.stderr.replace("│", " ").split()), result.stderr
