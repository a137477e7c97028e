from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest

from tests.conftest import SEEDS
from toolkit import Toolkit, Translation
from toolkit.rendering import FORMATS, WARNING_TEXTS, render

EVIL = (
    "Заголовок <script>alert(1)</script>\n\n"
    "Перший абзац з <img src=x onerror=alert(1)> і {{ 7*7 }} та [посилання](javascript:alert(1)).\n\n"
    '<b>https://a.example/"onmouseover="x</b>'
)


@pytest.fixture(scope="module")
def page(tk: Toolkit) -> Translation:
    return tk.translate(SEEDS / "05-saved-page.html")


@pytest.mark.parametrize("format", FORMATS)
def test_same_bytes_twice(page: Translation, format: str) -> None:
    assert render(page, format) == render(page, format)


def test_markdown(page: Translation) -> None:
    text = render(page, "md").decode()
    lines = text.split("\n")
    assert lines[0] == f"# {page.title}"
    assert "2025-11-05" in lines[2] and "translated from Ukrainian" in lines[2]
    assert sum(line.startswith("## ") for line in lines) == 1
    assert sum(line.startswith("- ") for line in lines) >= 3
    assert page.signature in lines[-2]


def test_markdown_shows_what_an_article_says_as_text(tk: Toolkit) -> None:
    english = "# not a heading with <script>x</script>, *stars*, [a](b) and `code`"
    text = render(tk.translate(f"This is an English text.\n\n{english}\n\nThe end of it."), "md").decode()
    assert "\\# not a heading with \\<script\\>x\\</script\\>, \\*stars\\*, \\[a\\](b) and \\`code\\`" in text


def test_json_has_every_value(page: Translation) -> None:
    value = json.loads(render(page, "json"))
    assert value == json.loads(json.dumps(page.to_dict()))
    text = value["article"]["document"]["text"]
    for item in value["sentences"]:
        span = item["source"]["span"]
        assert text[span["start"] : span["end"]] == item["source"]["text"]
    assert value["signature"] == page.signature


def test_html_links_sentences_and_escapes(tk: Toolkit) -> None:
    import lxml.html

    translation = tk.translate(EVIL)
    raw = render(translation, "html").decode()
    tree: Any = lxml.html.document_fromstring(raw)
    assert len(tree.xpath("//script")) == 1 and not tree.xpath("//img") and not tree.xpath("//@onerror")
    assert not tree.xpath("//@src | //@href | //@onmouseover")
    for item in translation.sentences:
        number = item.source.number
        (original,), (english,) = tree.xpath(f"//*[@id='o{number}']"), tree.xpath(f"//*[@id='t{number}']")
        assert original.text_content() == item.source.text
        assert english.text_content() == item.text
        assert original.get("data-n") == english.get("data-n") == str(number)


def test_html_lists_what_was_left_out(page: Translation) -> None:
    raw = render(page, "html").decode()
    assert "Left out of the translation (" in raw and "Популярне" in raw
    assert "http://" not in raw and "https://" not in raw  # nothing is fetched from anywhere


def test_docx(page: Translation) -> None:
    import docx

    document = docx.Document(io.BytesIO(render(page, "docx")))
    texts = [(paragraph.style.name if paragraph.style else "", paragraph.text) for paragraph in document.paragraphs]
    assert texts[0] == ("Title", page.title)
    assert sum(style == "Heading 2" and text != "To check" for style, text in texts) == 1
    body = " ".join(text for _, text in texts)
    for item in page.sentences:
        assert item.text in body


def test_control_characters_survive_every_format(tk: Toolkit) -> None:
    translation = tk.translate(
        "This is English text with \x0b a control \x01 character and \ufffe more.\n\nThe second one is here."
    )
    for format in FORMATS:
        assert render(translation, format)


def test_every_warning_has_words(page: Translation) -> None:
    from typing import get_type_hints

    from toolkit.types import TranslatedSentence

    assert get_type_hints(TranslatedSentence)
    named = set(re.findall(r"``([a-z]+(?:-[a-z]+)+)``", TranslatedSentence.__doc__ or ""))
    assert named and named <= set(WARNING_TEXTS)
