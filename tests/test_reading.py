from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest

from tests import files
from toolkit import ReadingError
from toolkit.parsing import parse
from toolkit.reading import find_files, is_path, read
from toolkit.types import Document, Role


def only(source: object, **options: object) -> Document:
    (document,) = read(source, **options)  # type: ignore[arg-type]
    return document


def test_every_format_gives_the_same_article(tmp_path: Path) -> None:
    for path in files.one_of_each(tmp_path):
        document = only(path)
        article = parse(document)
        assert article.title == "Новини міста", path
        assert [sentence.text for sentence in article.sentences] == [
            "Новини міста",
            files.PARAGRAPHS[0],
            "П’ятеро депутатів не з'явилися.",
            "«Ми чекаємо на пояснення», – сказав мер.",
        ], path
        for sentence in article.sentences:
            assert document.text[sentence.span.start : sentence.span.end] == sentence.text
        assert len(document.sha256) == 64


def test_text_is_kept_to_the_byte(tmp_path: Path) -> None:
    text = "\ufeffПерший  рядок.\r\n\r\n\tДругий\u00a0рядок, сло\u00adво, пʼять.\r\n"
    path = tmp_path / "a.txt"
    path.write_bytes(text[1:].encode("utf-8-sig"))
    assert only(path).text == text[1:]


def test_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    assert only("Просто текст статті.").text == "Просто текст статті."
    assert only("Просто текст.".encode()).text == "Просто текст."
    assert only("Привіт".encode("cp1251"), name="x.txt").encoding == "windows-1251"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("Зі стандартного входу.".encode())))
    assert only("-").source == "standard input"


def test_what_is_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "стаття").write_text("x")
    assert is_path("стаття") and is_path("missing.docx") and is_path(Path("anything"))
    assert not is_path("Київ") and not is_path("Рядок.\nДругий.") and not is_path("") and not is_path("а" * 5000)
    assert not is_path("Він надіслав report.docx")


def test_folders_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.html", "sub/c.md", ".hidden.txt", ".git/x.txt", "~$d.docx", "image.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [path.name for path in find_files(tmp_path)] == ["a.html", "b.txt", "c.md"]


BAD: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\t\r\n", "white space"),
    "binary.txt": (bytes(range(256)) * 10, "binary"),
    "zip.txt": (b"PK\x03\x04" + b"\0" * 40, "zip archive"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "old binary Office"),
    "x.rtf": (b"{\\rtf1 hello}", "RTF"),
    "fake.docx": (b"not a zip at all", "DOCX"),
    "fake.pdf": (b"hello", "PDF"),
    "fake.epub": (b"hello", "EPUB"),
    "empty.html": (b"<html><head><title></title></head><body><script>x</script></body></html>", "no text"),
    "cut.docx": (files.docx([("Normal", "Текст статті.")])[:-200], "DOCX"),
    "cut.epub": (files.epub(["<p>Текст.</p>"])[:-60], "EPUB"),
    "cut.pdf": (files.pdf([["Текст"]])[:60], "PDF"),
    "scan.pdf": (files.pdf([[]]), "no text layer"),
    "empty.docx": (files.docx([]), "no text"),
    "empty.epub": (files.epub([""]), "no text"),
    "empty.jsonl": (b"\n\n", "no lines"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_file(name: str, tmp_path: Path) -> None:
    data, problem = BAD[name]
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ReadingError, match=problem) as caught:
        list(read(path))
    assert name in str(caught.value)
    assert caught.value.remedy and str(caught.value).endswith(".")


@pytest.mark.parametrize("suffix", ["docx", "epub", "pdf", "html"])
def test_truncated_anywhere_is_read_or_refused(suffix: str, tmp_path: Path) -> None:
    whole = next(path for path in files.one_of_each(tmp_path) if path.suffix == f".{suffix}").read_bytes()
    for cut in range(1, len(whole), max(1, len(whole) // 60)):
        try:
            for document in read(whole[:cut], name=f"x.{suffix}"):
                assert document.text.strip()
        except ReadingError:
            pass


def test_missing_directory_fifo_and_permission(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="no such file"):
        list(read(tmp_path / "nothing.txt"))
    with pytest.raises(ReadingError, match="is a folder"):
        list(read(tmp_path))
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(ReadingError, match="regular file"):
        list(read(tmp_path / "pipe.txt"))
    locked = tmp_path / "locked.txt"
    locked.write_text("x")
    locked.chmod(0)
    if not os.access(locked, os.R_OK):
        with pytest.raises(ReadingError, match="permission"):
            list(read(locked))


def test_size_limit(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    path.write_text("Слово. " * 1000)
    with pytest.raises(ReadingError, match=r"larger than 0\.001 MB"):
        list(read(path, max_bytes=1000))


def test_docx_bomb(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 600_000_000)
    assert path.stat().st_size < 1_000_000
    with pytest.raises(ReadingError, match="500 MB"):
        list(read(path))


def test_jsonl_reads_the_good_lines_and_names_the_bad(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    lines = [
        '{"text": "Перша стаття.", "id": 7}',
        "{broken",
        '{"title": "x"}',
        '{"text": ""}',
        '{"text": "Друга.", "title": " Заголовок "}',
    ]
    path.write_bytes("\n".join(lines).encode() + b'\n{"text": "\xff\xff"}\n')
    errors: list[ReadingError] = []
    documents = list(read(path, on_error=errors.append))
    assert [document.source for document in documents] == [f"{path}#7", f"{path}#5"]
    assert documents[1].text == "Заголовок\n\nДруга."
    assert [error.line for error in errors] == [2, 3, 4, 6]
    good = []
    with pytest.raises(ReadingError, match="line 2"):
        for document in read(path):
            good.append(document)
    assert len(good) == 2


def test_html_declared_encoding() -> None:
    page = '<html><head><meta charset="windows-1251"></head><body><p>Привіт, світе! Це сторінка.</p></body></html>'
    assert "Привіт, світе!" in only(page.encode("cp1251"), name="a.html").text


def test_html_is_data(tmp_path: Path) -> None:
    page = "<html><p>Текст <script>alert(1)</script>статті &lt;b&gt; тут.</p><p onclick='x()'>Ще один абзац тексту.</p></html>"
    document = only(page.encode(), name="a.html")
    assert document.text == "Текст статті <b> тут.\n\nЩе один абзац тексту."


def test_html_nested_deeper_than_python_recurses() -> None:
    page = "<html><body>" + "<div>" * 1500 + "<p>Глибоко захований абзац.</p>" + "</div>" * 1500
    assert "Глибоко захований абзац." in only(page.encode(), name="deep.html").text


def test_epub_reads_chapters_in_spine_order() -> None:
    document = only(
        files.epub(["<h1>Один</h1><p>Перший розділ.</p>", "<h1>Два</h1><p>Другий розділ.</p>"]), name="b.epub"
    )
    article = parse(document)
    assert article.title == "Один"
    assert [article.block_text(block) for block in article.with_role(Role.HEADING)] == ["Два"]


def test_epub_external_entities_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("таємниця")
    chapter = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]><p>Відкритий текст &e;.</p>'
    assert "таємниця" not in only(files.epub([chapter]), name="b.epub").text


def test_pdf_pages_and_wrapped_lines() -> None:
    lines = [
        "Київська міська влада обговорює новий бюджет, у якому збіль-",
        "шили видатки на лікарні та школи, а також на ремонт",
        "доріг.",
    ]
    document = only(files.pdf([lines, ["Друга сторінка починається тут."]]), name="x.pdf")
    assert len(document.page_starts) == 2
    assert document.text[document.page_starts[1] :].startswith("Друга сторінка")
    article = parse(document)
    assert len(article.sentences) == 2


def test_names_that_are_not_utf8(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff\xfe.txt"
    with open(path, "wb") as file:  # noqa: PTH123 - a name in bytes
        file.write("Текст статті.".encode())
    document = only(Path(os.fsdecode(path)))
    json.dumps(document.to_dict()).encode()
    document.source.encode("utf-8")
