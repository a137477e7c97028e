from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import SEEDS
from toolkit.parsing import parse
from toolkit.reading import read, read_text
from toolkit.site_text import parse_date
from toolkit.types import Article, Role


def article_of(path: Path) -> Article:
    (document,) = read(path)
    return parse(document)


def roles(article: Article) -> Counter[str]:
    return Counter(block.role.value for block in article.blocks)


def test_saved_page_with_navigation(shared: Path) -> None:
    article = article_of(shared / "seeds/000_32d5c6f6cd22f91d.txt")
    assert article.title == "США і Білорусь обговорюють звільнення 100 політв'язнів - ЗМІ"
    assert article.date == "2025-11-26"
    found = roles(article)
    assert (found["caption"], found["related-link"], found["heading"], found["date"]) == (2, 1, 1, 1)
    assert found["boilerplate"] == 9  # every line that is navigation; the file has nine
    assert len(article.sentences) == 18  # sixteen besides title and heading
    assert article.language.language == "uk"


def test_article_without_title_or_boilerplate(shared: Path) -> None:
    article = article_of(shared / "seeds/003_3f2263eb5f754051.txt")
    assert article.title is None and article.date is None
    assert roles(article) == {"paragraph": 15}
    texts = [sentence.text for sentence in article.sentences]
    assert "«Допомагаємо нашим американським партнерам, щоб була відповідна допомога Україні." in texts
    assert "За потреби залучаються також спеціальні служби наших сусідів у Європі», – наголосив президент." in texts


EXPECTED = {
    "01-news-page.txt": (
        "У Полтаві відкрили перший",
        "2025-10-14",
        15,
        {"boilerplate": 13, "caption": 2, "related-link": 1, "heading": 1},
    ),
    "02-agency-report.txt": (None, None, 13, {}),
    "03-interview.txt": ("«Ліс не можна відновити", None, 19, {"byline": 1}),
    "04-press-release.txt": ("Харківська школа", None, 15, {"boilerplate": 2, "list-item": 4}),
    "05-saved-page.html": (
        "Одеса готується",
        "2025-11-05",
        14,
        {"boilerplate": 12, "caption": 1, "related-link": 1, "list-item": 3, "byline": 1},
    ),
    "06-report.docx": ("Як громади витрачають", None, 18, {"heading": 2, "list-item": 3}),
    "07-windows-1251.txt": ("Село Вербове", "2025-08-12", 10, {}),
    "08-three-languages.txt": ("Музей у Львові", None, 14, {}),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_seed(name: str) -> None:
    title, date, sentences, expected = EXPECTED[name]
    article = article_of(SEEDS / name)
    assert (article.title or "").startswith(title or "") and (article.title is None) == (title is None)
    assert article.date == date
    assert len(article.sentences) == sentences
    found = roles(article)
    assert {role: found[role] for role in expected} == expected


def test_languages_of_paragraphs() -> None:
    article = article_of(SEEDS / "08-three-languages.txt")
    by_block: dict[int, str] = {sentence.block: sentence.language for sentence in article.sentences}
    assert list(by_block.values()) == ["uk", "uk", "uk", "ru", "uk", "en", "uk"]


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("26 листопада 2025 р.", "2025-11-26"),
        ("Опубліковано: 14 жовтня 2025, 09:30", "2025-10-14"),
        ("середа, 5 березня 2025 року", "2025-03-05"),
        ("09:15, 1 травня 2024", "2024-05-01"),
        ("01.12.2025 10:00", "2025-12-01"),
        ("2025-02-03", "2025-02-03"),
        ("У середу, 5 березня 2025 року, відбулася зустріч.", None),
        ("45 листопада 2025", None),
        ("5 слонів 2025", None),
    ],
)
def test_dates(line: str, date: str | None) -> None:
    assert parse_date(line) == date


def test_hard_wrapped_text_is_one_paragraph() -> None:
    wrapped = (
        "Уряд вирішив збільшити видатки на оборону в наступному році, і\n"
        "більшість депутатів підтримала це рішення. Опозиція попросила\n"
        "додатковий час для обговорення.\n\nДругий абзац теж перенесено по рядках, бо так його зберегла\n"
        "поштова програма."
    )
    article = parse(read_text(wrapped))
    assert len(article.blocks) == 2
    assert len(article.sentences) == 3


def test_verses_are_not_joined() -> None:
    article = parse(
        read_text(
            "Садок вишневий коло хати,\nХрущі над вишнями гудуть,\nПлугатарі з плугами йдуть,\nСпівають ідучи дівчата."
        )
    )
    assert len(article.blocks) == 4


def test_only_boilerplate_and_single_lines() -> None:
    assert parse(read_text("Поділитися\n\nПідписуйтесь на наш канал у Telegram\n\nУсі новини")).sentences == ()
    assert len(parse(read_text("Новини")).sentences) == 1
    assert len(parse(read_text("Зеленський зустрівся з Макроном")).sentences) == 1


LINES = st.lists(
    st.sampled_from(
        ["Уряд ухвалив рішення.", "Новини", "Читайте також: Інша стаття", "", "", "- пункт перший", "1. пункт другий",
         "# Заголовок", "Фото: УНІАН", "26 листопада 2025 р.",
         "«Так. Ні», – сказав він. І пішов", "Заголовок без крапки", "\t\u00a0 ", "> цитата",
         "```", "слово " * 30, "***", "Автор: Іван"]
    )
    | st.text(max_size=60),
    max_size=14,
)  # fmt: skip


@given(LINES, st.sampled_from(["text/plain", "text/markdown"]), st.sampled_from(["\n", "\r\n", "\n\n"]))
def test_spans_are_in_order_and_cover_everything(lines: list[str], media_type: str, glue: str) -> None:
    text = glue.join(lines)
    if not text.strip("\ufeff \t\r\n\u00a0"):
        return
    from dataclasses import replace

    article = parse(replace(read_text(text), media_type=media_type))
    position = 0
    for block in article.blocks:
        assert position <= block.span.start <= block.span.end <= len(text)
        position = block.span.end
    position = 0
    for number, sentence in enumerate(article.sentences, 1):
        assert sentence.number == number
        assert position <= sentence.span.start < sentence.span.end
        assert text[sentence.span.start : sentence.span.end] == sentence.text
        block = article.blocks[sentence.block]
        assert block.role.is_content
        assert block.span.start <= sentence.span.start and sentence.span.end <= block.span.end
        position = sentence.span.end
    # What a content block holds is in its sentences, and what no block holds is white space or a list marker.
    for index, block in enumerate(article.blocks):
        if block.role.is_content:
            inside = "".join(sentence.text for sentence in article.sentences if sentence.block == index)
            assert "".join(inside.split()) == "".join(article.block_text(block).split())
    if media_type == "text/plain":
        covered = sorted((block.span.start, block.span.end) for block in article.blocks)
        gaps = [
            text[end:start] for (_, end), (start, _) in zip([(0, 0), *covered], [*covered, (len(text), 0)], strict=True)
        ]
        for gap in gaps:
            assert len(gap.strip("\ufeff \t\r\n\u00a0")) <= 5
    assert all(block.role is not Role.TITLE for block in article.blocks[1:]) or article.title
