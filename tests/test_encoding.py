from __future__ import annotations

import lzma

import pytest

from toolkit.errors import ReadingError
from toolkit.reading.encoding import decode

TEXT = "Уряд ухвалив рішення про п'ять нових лікарень. Об’єкти зведуть у Ґалаґанах та їхніх околицях до 2026 року.\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "windows-1251", "koi8-u"]
)
def test_recognises(encoding: str) -> None:
    text = TEXT.replace("’", "'") if encoding == "koi8-u" else TEXT
    assert decode(text.encode(encoding), "x.txt")[0] == text


def test_keeps_apostrophes_and_soft_hyphens() -> None:
    text = "п'ять п’ять пʼять слово\u00adформа сло\u00adво"
    assert decode(text.encode(), "x")[0] == text


def test_short_single_byte_texts(shared: object) -> None:
    """One line of news in either encoding is enough, and our choice is better than charset-normalizer's."""
    from charset_normalizer import from_bytes

    from tests.conftest import SHARED

    lines = [line.split("\t")[0] for line in (SHARED / "eval/wmt22.tsv").read_text("utf-8").splitlines()]
    lines = [line for line in lines if len(line) > 40][:300]
    ours = theirs = total = 0
    for encoding in ("windows-1251", "koi8-u"):
        for line in lines:
            try:
                data = line.encode(encoding)
            except UnicodeEncodeError:
                continue
            total += 1
            ours += decode(data, "x")[0] == line
            if total % 10 == 0:  # charset-normalizer is slow
                theirs += 10 * (str(from_bytes(data).best()) == line)
    assert total > 400
    assert ours >= 0.995 * total
    assert ours > theirs


def test_whole_articles_in_every_encoding(shared: object) -> None:
    from tests.conftest import SHARED

    assert lzma  # the corpus itself is not needed: the seeds are articles
    for path in sorted((SHARED / "seeds").glob("*.txt")):
        text = path.read_text("utf-8")
        for encoding in ("windows-1251", "koi8-u", "utf-16"):
            data = text.encode(encoding, "replace")
            assert decode(data, "x")[0] == data.decode(encoding)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"\x00\x01\x02\x03PNG\x00", "binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "binary"),
        (("Це довгий український текст, який пошкодився. " * 5).encode()[:-1] + b"\xff\xfe\xff", "damaged"),
        (b"\xff\xfe" + "Текст".encode("utf-16-le") + b"\x00", "damaged"),
    ],
)
def test_refuses(data: bytes, problem: str) -> None:
    with pytest.raises(ReadingError, match=problem):
        decode(data, "x.txt")
