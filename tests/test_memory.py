"""The translation memory: same answers as the model, TMX in and out, and no harm from damage, threads or processes."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from toolkit import OutputError, ReadingError, Toolkit
from toolkit.memory import Entry, Memory
from toolkit.tmx import read_tmx, render_tmx

TEXT = "Уряд ухвалив рішення. Парламент підтримав його. Школа працює."


def test_remembered_sentences_come_out_as_the_model_wrote_them(tmp_path: Path) -> None:
    plain = Toolkit(quality="fast").translate(TEXT)
    path = tmp_path / "m.sqlite"
    first = Toolkit(quality="fast", memory=path).translate(TEXT)
    second = Toolkit(quality="fast", memory=path).translate(TEXT + " Нове речення.")
    assert first.sentences == plain.sentences
    assert second.sentences[:3] == plain.sentences
    assert Memory(path).stats().models == {plain.signature: 4}
    other = Toolkit(quality="balanced", memory=path).translate(TEXT)  # another beam has entries of its own
    assert other.sentences == Toolkit().translate(TEXT).sentences


def test_a_remembered_sentence_asks_no_model(tmp_path: Path) -> None:
    t = Toolkit(quality="fast", memory=tmp_path / "m.sqlite")
    t.translate(TEXT)
    memory = Memory(tmp_path / "m.sqlite")
    (signature,) = memory.stats().models
    memory.add(signature, [Entry("Школа працює.", "From the memory.", -0.5)])
    assert t.translate(TEXT).sentences[2].text == "From the memory."


def test_what_translators_wrote_comes_first_and_changes_the_signature(tmp_path: Path) -> None:
    path = tmp_path / "m.sqlite"
    before = Toolkit(quality="fast", memory=path)
    before.translate(TEXT)
    assert Memory(path).add_translators([("Школа працює.", "The school is open.")]) == 1
    after = Toolkit(quality="fast", memory=path)
    translation = after.translate(TEXT)
    assert (translation.sentences[2].text, translation.sentences[2].origin) == ("The school is open.", "memory")
    assert "memory:1-" in translation.signature
    assert after.signature != before.translate(TEXT).signature and "memory:1-" in after.signature


def test_damaged_memory_is_set_aside(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "m.sqlite"
    path.write_bytes(b"this is no database, whatever it is" * 100)
    with caplog.at_level(logging.WARNING):
        translation = Toolkit(quality="fast", memory=path).translate(TEXT)
    assert translation.text and "set aside" in caplog.text
    assert len(list(tmp_path.glob("m.sqlite.damaged-*"))) == 1


def test_memory_that_cannot_be_written(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be opened"):
        Toolkit(memory=tmp_path / "file" / "m.sqlite").translate(TEXT)
    memory = Memory(tmp_path / "m.sqlite")
    memory._database.execute("PRAGMA query_only=1")
    with caplog.at_level(logging.WARNING):
        memory.add("x", [Entry("а", "a")])
        memory.add("x", [Entry("а", "a")])
    assert caplog.text.count("going on without it") == 1
    with pytest.raises(OutputError):
        memory.add_translators([("а", "a")])


def test_threads_and_processes_share_a_file(tmp_path: Path) -> None:
    path = tmp_path / "m.sqlite"
    code = (
        "import sys; from toolkit.memory import Entry, Memory\n"
        "memory = Memory(sys.argv[1])\n"
        "for number in range(40): memory.add('s', [Entry(f'{sys.argv[2]} {number} {part}', 'x') for part in range(10)])\n"
    )
    processes = [subprocess.Popen([sys.executable, "-c", code, str(path), name], cwd=ROOT) for name in "abc"]
    memory = Memory(path)

    def work(name: str) -> None:
        for number in range(40):
            memory.add("s", [Entry(f"{name} {number} {part}", "x") for part in range(10)])
            memory.find("s", [f"{name} {number} 0"])

    threads = [threading.Thread(target=work, args=(name,)) for name in "de"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    assert memory.stats().models == {"s": 2000}
    assert memory.clear() == 2000 and memory.stats().models == {}


def test_a_killed_writer_leaves_a_sound_memory(tmp_path: Path) -> None:
    path = tmp_path / "m.sqlite"
    code = (
        "import os, sys; from toolkit.memory import Entry, Memory\n"
        "memory = Memory(sys.argv[1]); memory.add('s', [Entry('а', 'kept')])\n"
        "memory._database.execute('BEGIN IMMEDIATE')\n"
        "memory._database.execute('DELETE FROM entries')\n"
        "os.kill(os.getpid(), 9)\n"
    )
    assert subprocess.run([sys.executable, "-c", code, str(path)], cwd=ROOT, check=False).returncode == -9
    assert Memory(path).find("s", ["а"])["а"].target == "kept"


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.text(min_size=1), st.text(min_size=1)), max_size=5))
def test_tmx_round_trip(pairs: list[tuple[str, str]]) -> None:
    import tempfile

    xml = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

    def clean(text: str) -> str:
        return " ".join(xml.sub("", text).split())

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "m.tmx"
        path.write_bytes(render_tmx(pairs))
        expected = [(clean(one), clean(two)) for one, two in pairs]
        assert list(read_tmx(path)) == [pair for pair in expected if all(pair)]


def test_tmx_of_other_tools(tmp_path: Path) -> None:
    (tmp_path / "a.tmx").write_text(
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4"><header/><body>'
        '<tu><tuv xml:lang="EN-US"><seg>The <bpt i="1">b</bpt>school</seg></tuv><tuv xml:lang="uk-UA"><seg>Школа</seg></tuv></tu>'
        '<tu><tuv xml:lang="uk"><seg>Лише українською</seg></tuv></tu></body></tmx>',
        "utf-8",
    )
    assert list(read_tmx(tmp_path / "a.tmx")) == [("Школа", "The school")]
    (tmp_path / "bomb.tmx").write_text(
        '<!DOCTYPE t [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><tmx><body><tu><tuv xml:lang="uk"><seg>а&b;</seg></tuv>'
        '<tuv xml:lang="en"><seg>b</seg></tuv></tu></body></tmx>',
        "utf-8",
    )
    assert list(read_tmx(tmp_path / "bomb.tmx")) == [("а&b;", "b")]  # entities are not expanded
    for name, text in (("cut.tmx", "<tmx><body><tu>"), ("other.tmx", "<html/>"), ("no.tmx", "words")):
        (tmp_path / name).write_text(text)
        with pytest.raises(ReadingError, match="TMX"):
            list(read_tmx(tmp_path / name))
    with pytest.raises(ReadingError, match="no such file"):
        list(read_tmx(tmp_path / "missing.tmx"))


def test_commands(tmp_path: Path) -> None:
    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [
            sys.executable,
            "-m",
            "toolkit.cli",
            "memory",
            *map(str, arguments),
            "--file",
            str(tmp_path / "m.sqlite"),
        ]
        return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)

    (tmp_path / "in.tmx").write_bytes(render_tmx([("Школа працює.", "The school is open."), ("Так", "Yes")]))
    assert "2 translations added" in run("import", tmp_path / "in.tmx").stderr
    assert "2  by translators" in run("stats").stdout
    assert run("export", tmp_path / "out.tmx").returncode == 0
    assert dict(read_tmx(tmp_path / "out.tmx")) == {"Школа працює.": "The school is open.", "Так": "Yes"}
    assert run("export", "-").stdout == (tmp_path / "out.tmx").read_text("utf-8")
    assert not (ROOT / "-").exists()
    assert run("clear").returncode == 1  # nobody said yes
    assert "2 forgotten" in run("clear", "--yes").stderr
    assert run("import", tmp_path / "none.tmx").returncode == 1
