"""Folders: nothing lost, nothing half written, whatever happens in the middle."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import files
from tests.conftest import ROOT, SEEDS
from toolkit import OutputError, ReadingError, Toolkit
from toolkit.batch import Result


@pytest.fixture(scope="module")
def fast() -> Toolkit:
    return Toolkit(quality="fast")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    (folder / "sub/deep").mkdir(parents=True)
    files.one_of_each(folder / "sub")
    (folder / "a.txt").write_text("Уряд ухвалив рішення. Парламент підтримав його.")
    (folder / "a.html").write_text("<p>Уряд ухвалив інше рішення про школи.</p>")
    (folder / "sub/deep/n.jsonl").write_text(
        '{"text": "Перша стаття."}\n{"text": "Друга.", "id": "../../x"}\n{"text": "Третя.", "id": 1}\n'
    )
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of an output folder but the record of the runs."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(("manifest.", ".lock"))
    }


def statuses(results: list[Result]) -> dict[str, str]:
    return {result.path: result.status for result in results}


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "toolkit.cli", "batch", *map(str, arguments), "--quality", "fast"]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


def test_mirrors_the_folder_without_collisions(source: Path, tmp_path: Path, fast: Toolkit) -> None:
    results = list(fast.translate_folder(source, tmp_path / "out"))
    assert set(statuses(results).values()) == {"done"} and len(results) == 10
    found = contents(tmp_path / "out")
    assert {"a.txt.en.md", "a.html.en.md", "sub/d.docx.en.md", "sub/deep/n.jsonl.en/1.en.md"} <= found.keys()
    assert len([name for name in found if "n.jsonl" in name]) == 3
    assert all(data.strip() for data in found.values())
    for result in results:
        assert all((tmp_path / "out" / name).is_file() for name in result.outputs)
    alone = fast.translate(source / "a.txt")
    assert alone.text in (tmp_path / "out/a.txt.en.md").read_text()


def test_second_run_does_only_what_is_new(source: Path, tmp_path: Path, fast: Toolkit) -> None:
    out = tmp_path / "out"
    list(fast.translate_folder(source, out))
    assert set(statuses(list(fast.translate_folder(source, out))).values()) == {"skipped"}
    before = contents(out)
    (source / "a.txt").write_text("Тепер тут інший текст.")
    (source / "new.txt").write_text("Нова стаття.")
    (out / "a.html.en.md").unlink()
    again = statuses(list(fast.translate_folder(source, out)))
    assert {path for path, status in again.items() if status == "done"} == {"a.txt", "new.txt", "a.html"}
    after = contents(out)
    assert after["a.html.en.md"] == before["a.html.en.md"] and after["a.txt.en.md"] != before["a.txt.en.md"]
    assert set(statuses(list(fast.translate_folder(source, out, format="txt"))).values()) == {"done"}  # another option
    assert set(statuses(list(fast.translate_folder(source, out, format="txt", force=True))).values()) == {"done"}


def test_bad_files_are_reported_and_tried_again(source: Path, tmp_path: Path, fast: Toolkit) -> None:
    out = tmp_path / "out"
    (source / "empty.txt").write_bytes(b"")
    (source / "binary.txt").write_bytes(bytes(range(256)))
    (source / "cut.docx").write_bytes(files.docx([("Normal", "Текст.")])[:-300])
    (source / "half.jsonl").write_text('{"text": "Добра."}\n{bad\n')
    results = list(fast.translate_folder(source, out))
    failed = {result.path for result in results if result.status == "failed"}
    assert failed == {"empty.txt", "binary.txt", "cut.docx", "half.jsonl"}
    assert len(results) - len(failed) == 10
    rows = [json.loads(line) for line in (out / "errors.jsonl").read_text().splitlines()]
    assert {row["path"] for row in rows} == failed and all(row["error"] for row in rows)
    assert (out / "half.jsonl.en/1.en.md").exists()  # the good line is there
    for name in failed:
        (source / name).unlink()
    (source / "empty.txt").write_text("Тепер не порожній.")
    assert statuses(list(fast.translate_folder(source, out)))["empty.txt"] == "done"
    assert not (out / "errors.jsonl").exists()


def test_output_inside_source_patterns_and_links(source: Path, fast: Toolkit) -> None:
    (source / "loop").symlink_to(source)
    out = source / "english"
    assert all(not path.startswith("loop") for path in statuses(list(fast.translate_folder(source, out))))
    assert set(statuses(list(fast.translate_folder(source, out))).values()) == {
        "skipped"
    }  # its own output is no source
    only = statuses(list(fast.translate_folder(source, out, include=["*.txt"], exclude=["sub/*"])))
    assert set(only) == {"a.txt"}


def test_refuses_what_cannot_work(source: Path, tmp_path: Path, fast: Toolkit) -> None:
    with pytest.raises(ReadingError, match="no such folder"):
        list(fast.translate_folder(tmp_path / "nowhere", tmp_path / "out"))
    with pytest.raises(ReadingError, match="not a folder"):
        list(fast.translate_folder(source / "a.txt", tmp_path / "out"))
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="cannot be written"):
        list(fast.translate_folder(source, tmp_path / "file"))


def test_two_runs_on_one_folder(source: Path, tmp_path: Path, fast: Toolkit) -> None:
    running = fast.translate_folder(source, tmp_path / "out")
    next(running)
    with pytest.raises(OutputError, match="another batch"):
        list(fast.translate_folder(source, tmp_path / "out"))
    result = run(source, tmp_path / "out")
    assert result.returncode == 2 and "another batch is writing" in result.stderr
    list(running)
    assert run(source, tmp_path / "out").returncode == 0


def test_files_that_vanish_and_names_that_are_not_utf8(source: Path, tmp_path: Path, fast: Toolkit) -> None:
    odd = os.fsencode(source) + b"/\xff\xfe.txt"
    with open(odd, "wb") as file:  # noqa: PTH123 - a name in bytes
        file.write("Стаття з дивною назвою.".encode())
    (source / "z.txt").symlink_to(source / "not-there.txt")
    results = list(fast.translate_folder(source, tmp_path / "out"))
    failed = [result for result in results if result.status == "failed"]
    assert [result.path for result in failed] == ["z.txt"] and "cannot be read" in failed[0].error
    assert os.path.exists(os.fsencode(tmp_path / "out") + b"/\xff\xfe.txt.en.md")  # noqa: PTH110 - a name in bytes


def test_damaged_manifest_is_set_aside(source: Path, tmp_path: Path, fast: Toolkit) -> None:
    out = tmp_path / "out"
    list(fast.translate_folder(source, out))
    before = contents(out)
    for name in ("manifest.sqlite-wal", "manifest.sqlite-shm"):
        (out / name).unlink(missing_ok=True)
    (out / "manifest.sqlite").write_bytes(b"this is no database at all" * 100)
    assert set(statuses(list(fast.translate_folder(source, out))).values()) == {"done"}
    assert contents(out) == before
    assert len(list(out.glob("manifest.sqlite.damaged-*"))) == 1


def test_no_space_left(source: Path, tmp_path: Path, fast: Toolkit, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write fails as on a full disk: the run stops at once, nothing half written stays, and the next run does it."""
    out = tmp_path / "out"
    real = os.fsync
    full = [True]

    def fsync(handle: int) -> None:
        if full[0]:
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr("toolkit.output.os.fsync", fsync)
    with pytest.raises(OutputError, match="No space left"):
        list(fast.translate_folder(source, out))
    assert contents(out) == {}
    full[0] = False
    assert set(statuses(list(fast.translate_folder(source, out))).values()) == {"done"}


def test_ten_thousand_files(tmp_path: Path, fast: Toolkit) -> None:
    source = tmp_path / "many"
    source.mkdir()
    for number in range(10_000):
        (source / f"{number:05}.txt").write_bytes("Добрий день.".encode() if number % 100 else b"")
    counts = {"done": 0, "failed": 0, "skipped": 0}
    begun = time.monotonic()
    for result in fast.translate_folder(source, tmp_path / "out", format="txt"):
        counts[result.status] += 1
    first = time.monotonic() - begun
    assert counts == {"done": 9900, "failed": 100, "skipped": 0}
    with sqlite3.connect(tmp_path / "out/manifest.sqlite") as database:
        assert database.execute("SELECT count(*) FROM files").fetchone() == (10_000,)
    assert first < 300


def test_killed_at_random_moments(tmp_path: Path) -> None:
    """SIGKILL, again and again: the last run ends with the same bytes as a run that nothing disturbed."""
    source, calm, rough = tmp_path / "in", tmp_path / "calm", tmp_path / "rough"
    source.mkdir()
    texts = [path.read_bytes() for path in sorted(SEEDS.glob("0[1-3]*.txt"))]
    for number in range(60):
        (source / f"{number:02}.txt").write_bytes(
            texts[number % 3] + f"\n\nСтаття номер {number}, і це її кінець.\n".encode()
        )
    begun = time.monotonic()
    assert run(source, calm, "--no-memory").returncode == 0
    whole = time.monotonic() - begun
    rng = random.Random(11)
    command = [
        sys.executable,
        "-m",
        "toolkit.cli",
        "batch",
        str(source),
        str(rough),
        "--quality",
        "fast",
        "-q",
        "--no-memory",
    ]
    ended = False
    for _ in range(50):
        process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
        try:
            process.wait(timeout=rng.uniform(0.15, 0.6 * whole) if not ended else rng.uniform(0.05, 0.4))
            ended = True
            if rough.exists():  # it was too quick for us: make it work again
                for path in rng.sample(sorted(rough.glob("*.md")), 20):
                    path.unlink()
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        for path in rough.glob("*.md"):
            assert path.read_bytes() == (calm / path.name).read_bytes()  # whole or absent, at every moment
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 0
    assert contents(rough) == contents(calm)


def test_full_disk(tmp_path: Path) -> None:
    """A real file system that is too small: the run stops with a clear error, what is there is whole, and the next run goes on."""
    source, calm, kept = tmp_path / "in", tmp_path / "calm", tmp_path / "kept"
    source.mkdir()
    text = (SEEDS / "03-interview.txt").read_text()
    for number in range(80):
        (source / f"{number:02}.txt").write_text(f"{text}\n\nЦе стаття номер {number}.")
    assert run(source, calm).returncode == 0
    command = f"'{sys.executable}' -m toolkit.cli batch '{source}' '{tmp_path}/small/out' --quality fast -q"
    script = (
        f"mount -t tmpfs -o size=300k tmpfs '{tmp_path}/small' || exit 77; {command}; echo first $?; "
        f"cp -r '{tmp_path}/small/out' '{kept}'; mount -o remount,size=50m '{tmp_path}/small' || exit 77; "
        f"{command}; echo second $?; "
        f"cp -r '{tmp_path}/small/out' '{tmp_path}/whole'"
    )
    (tmp_path / "small").mkdir()
    wrapped = ["sh", "-c", script] if os.geteuid() == 0 else ["unshare", "-rm", "sh", "-c", script]
    if os.geteuid() == 0:
        wrapped = ["unshare", "-m", *wrapped]
    try:
        result = subprocess.run(wrapped, capture_output=True, text=True, cwd=ROOT, check=False)
    except FileNotFoundError:
        pytest.skip("no unshare here")
    if result.returncode == 77 or "first" not in result.stdout:
        pytest.skip(f"no small file system can be made here: {result.stderr[-200:]}")
    assert result.stdout.split("\n")[:2] == ["first 2", "second 0"]
    assert "No space left on device" in result.stderr and "Traceback" not in result.stderr
    assert contents(tmp_path / "whole") == contents(calm)
    first = contents(kept)
    assert 0 < len(first) < 80 and first.items() <= contents(calm).items()  # whole or absent


def test_large_files(tmp_path: Path, fast: Toolkit) -> None:
    """A saved page of 49 MB, mostly data, is read; one byte above the limit is refused before it is."""
    source = tmp_path / "in"
    source.mkdir()
    page = "<html><body><article><h1>Уряд ухвалив рішення</h1><p>Уряд ухвалив рішення про школи. Парламент підтримав його.</p>"
    data = f"{page}</article><script>var data = '{'x' * 48_900_000}';</script></body></html>"
    (source / "page.html").write_text(data)
    with (source / "huge.txt").open("wb") as file:
        file.truncate(50_000_001)
    found = {result.path: result for result in fast.translate_folder(source, tmp_path / "out")}
    assert found["page.html"].status == "done" and found["page.html"].sentences >= 2
    assert found["huge.txt"].status == "failed" and "larger than 50 MB" in found["huge.txt"].error


def test_interrupt_finishes_what_is_in_flight(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    text = (SEEDS / "03-interview.txt").read_text()
    for number in range(400):
        (source / f"{number:03}.txt").write_text(f"{text}\n\nЦе стаття номер {number}, остання на сьогодні.")
    command = [sys.executable, "-m", "toolkit.cli", "batch", str(source), str(out)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not list(out.glob("*.md")) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 1
    assert "The same command goes on from here" in errors and "Traceback" not in errors
    written = len(list(out.glob("*.md")))
    assert 0 < written < 400
    with sqlite3.connect(out / "manifest.sqlite") as database:
        assert database.execute("SELECT count(*) FROM files WHERE status = 'done'").fetchone() == (written,)


def test_command_line(source: Path, tmp_path: Path) -> None:
    listed = run(source, tmp_path / "out", "--dry-run")
    assert len(listed.stdout.splitlines()) == 10 and not (tmp_path / "out").exists()
    (source / "empty.txt").touch()
    result = run(source, tmp_path / "out", "--json", "--summary")
    assert result.returncode == 1 and "10 translated, 0 unchanged, 1 failed" in result.stderr
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(rows) == 11 and sum(row["status"] == "failed" for row in rows) == 1
    assert (tmp_path / "out/a.txt.en.summary.md").exists()
    assert (tmp_path / "out/a.txt.en.summary.md").read_text("utf-8").count("\n- ") == 2
    again = run(source, tmp_path / "out", "--summary", "--summary-sentences", "3", "--include", "a.txt")
    assert "0 translated, 1 unchanged" in again.stderr
    shorter = run(source, tmp_path / "out", "--summary", "--summary-sentences", "1", "--include", "a.txt")
    assert "1 translated" in shorter.stderr
    assert (tmp_path / "out/a.txt.en.summary.md").read_text("utf-8").count("\n- ") == 1
    assert run(source, tmp_path / "out", "--model", "nonesuch").returncode == 2
