"""The page in a real browser."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import files
from tests.conftest import ROOT, SEEDS
from tests.serving import long_text, served
from toolkit import Toolkit
from toolkit.page.compare import compare_rows
from toolkit.summary_rendering import render_summary

EVIL = (
    "Заголовок <script>window.hacked=1</script>\n\n"
    "Абзац з <img src=x onerror='window.hacked=1'> і ${alert(1)} {{ 7*7 }} статті.\n\n"
    "Другий абзац **статті** про місто Полтаву та міст."
)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served("--mcp") as (url, _):
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@contextlib.contextmanager
def opened(browser: Any, address: str, query: str = "", **options: Any) -> Iterator[Any]:
    """The page in a tab that fails the test if anything is asked of another machine."""
    page = browser.new_page(**options)
    outside: list[str] = []
    allowed = (address, "data:", "blob:", "about:")
    page.on("request", lambda request: None if request.url.startswith(allowed) else outside.append(request.url))
    page.goto(address + query)
    page.get_by_role("button", name="Translate", exact=True).wait_for(timeout=60_000)
    yield page
    assert outside == []  # nothing leaves this machine
    page.close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    with opened(browser, address) as found:
        yield found


def press_translate(page: Any) -> None:
    page.get_by_role("button", name="Translate", exact=True).click()


def article(page: Any) -> Any:
    """The finished article's frame."""
    frame = page.frame_locator("iframe[title=Article]")
    frame.locator("footer").wait_for(timeout=120_000)
    return frame


def translate(page: Any, text: str) -> Any:
    page.get_by_label("Article", exact=True).first.fill(text)
    press_translate(page)
    return article(page)


def upload(page: Any, *paths: Path, tab: int = 0) -> None:
    page.locator("input[type=file]").nth(tab).set_input_files([os.fspath(path) for path in paths])
    page.get_by_text(paths[-1].stem).first.wait_for(timeout=30_000)


def test_a_citation_leads_to_its_sentence(page: Any) -> None:
    frame = translate(page, (SEEDS / "03-interview.txt").read_text("utf-8"))
    link = frame.locator(".claims a").first
    quote = link.get_attribute("title")
    link.click()
    frame.locator(".cited").first.wait_for()
    marked = frame.locator(".cited").all_inner_texts()
    assert len(marked) == 2 and marked[0] == quote
    assert "Ukrainian" in page.content()


def test_hover_lights_up_the_partner(page: Any) -> None:
    frame = translate(page, "Уряд ухвалив рішення. Парламент підтримав його.")
    frame.locator("[data-n$='2'].s").first.hover()
    lit = frame.locator(".s.on").all_inner_texts()
    assert len(lit) == 2 and lit[0] == "Парламент підтримав його."


def test_uploads_become_tabs_and_citations_switch_to_the_right_one(page: Any) -> None:
    upload(page, SEEDS / "05-saved-page.html", SEEDS / "06-report.docx")
    press_translate(page)
    frame = article(page)
    tabs = frame.locator("[role=tab]")
    assert tabs.count() == 2 and frame.locator("[role=tabpanel]:visible").count() == 1
    for index in range(frame.locator(".claims a").count()):
        link = frame.locator(".claims a").nth(index)
        link.click()
        assert frame.locator(".cited").first.inner_text() == link.get_attribute("title")
        assert frame.locator(".cited").first.is_visible()
    tabs.first.click()
    tabs.first.press("ArrowRight")
    assert tabs.nth(1).get_attribute("aria-selected") == "true"
    assert "/tmp" not in frame.locator("main").inner_text()  # uploads keep their own names


def test_paragraphs_appear_while_it_works_and_stop_stops(page: Any) -> None:
    page.get_by_label("best").first.check()
    page.get_by_label("Article", exact=True).first.fill(
        long_text(2000), timeout=120_000
    )  # more than a fast machine does while this looks; a slow one takes half a minute to lay it out
    press_translate(page)
    page.locator(".live .pair").first.wait_for(timeout=60_000)
    page.locator(".facts progress").first.wait_for(timeout=60_000)
    assert page.locator("iframe[title=Article]").count() == 0
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_text("Stopped.").first.wait_for(timeout=20_000)
    time.sleep(3)
    assert page.locator("iframe[title=Article]").count() == 0
    translate(page, "Уряд ухвалив рішення.")  # and it works again


def test_an_article_full_of_markup_shows_as_text(page: Any) -> None:
    frame = translate(page, EVIL)
    assert "<script>window.hacked=1</script>" in frame.locator("main").inner_text()
    assert page.evaluate("window.hacked") is None
    assert all(handle.evaluate("window.hacked") is None for handle in page.frames)


def test_markup_is_text_while_it_works_too(page: Any) -> None:
    page.get_by_label("Article", exact=True).first.fill(EVIL + "\n\n" + long_text(400))
    press_translate(page)
    page.locator(".live .pair").first.wait_for(timeout=60_000)
    assert "<script>window.hacked=1</script>" in page.locator(".live").inner_text()
    article(page)
    assert page.evaluate("window.hacked") is None


def test_nothing_given_is_a_clear_message(page: Any) -> None:
    press_translate(page)
    page.get_by_text("Paste an article, upload files, or pick a sample.").first.wait_for(timeout=20_000)


def test_a_bad_file_is_a_clear_message(page: Any, tmp_path: Path) -> None:
    (tmp_path / "cut.docx").write_bytes(files.docx([("Normal", "Текст.")])[:-300])
    upload(page, tmp_path / "cut.docx")
    press_translate(page)
    page.get_by_text("cut.docx:").first.wait_for(timeout=20_000)


def test_a_hostile_file_name_is_text(page: Any, tmp_path: Path) -> None:
    path = tmp_path / '<img src=x onerror="window.hacked=1">.docx'
    path.write_bytes(b"PK\x03\x04 cut")
    page.locator("input[type=file]").first.set_input_files(path)
    press_translate(page)
    page.get_by_text("Save it again").or_(page.get_by_text("damaged")).or_(page.get_by_text(".docx:")).first.wait_for(
        timeout=20_000
    )
    page.get_by_role("tab", name="Folder", exact=True).click()
    page.locator("input[type=file]").nth(1).set_input_files(path)
    page.get_by_role("button", name="Translate all").click()
    page.get_by_text("0 done, 1 failed, 0 waiting").first.wait_for(timeout=60_000)
    assert page.evaluate("window.hacked") is None


def test_settings_are_in_the_address_and_the_text_is_not(browser: Any, address: str) -> None:
    with opened(browser, address, "/?quality=best&summary=0") as page:
        page.wait_for_function("document.querySelectorAll('input[type=radio]:checked').length > 0")
        time.sleep(1)
        assert page.get_by_label("best").first.is_checked()
        assert not page.get_by_label("Summary with citations").is_checked()
        page.get_by_label("fast").first.check()
        page.wait_for_function("location.search.includes('quality=fast')")
        translate(page, "Уряд ухвалив рішення.")
        assert "%D0" not in page.url and "quality=fast" in page.url


def test_copy_and_download(page: Any) -> None:
    translate(page, "Уряд ухвалив рішення. Парламент підтримав його.")
    page.get_by_text("Copy or download").click()
    english = page.locator("#english textarea")
    english.wait_for()
    assert english.input_value() == Toolkit().translate("Уряд ухвалив рішення. Парламент підтримав його.").text
    with page.expect_download() as waiting:
        page.locator("a[download]", has_text="KB").first.click()
    assert "<html" in Path(waiting.value.path()).read_text("utf-8")


def test_keyboard_only(page: Any) -> None:
    def tab_to(condition: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate(f"(() => {{ const e = document.activeElement; return {condition}; }})()"):
                return
        raise AssertionError(f"no way to {condition} by keyboard")

    tab_to("e.tagName === 'TEXTAREA'")
    page.keyboard.insert_text((SEEDS / "03-interview.txt").read_text("utf-8"))
    tab_to("e.tagName === 'BUTTON' && e.innerText.trim() === 'Translate'")
    page.keyboard.press("Enter")
    frame = article(page)
    tab_to("e.tagName === 'IFRAME'")
    inner = next(found for found in page.frames if found != page.main_frame)
    for _ in range(20):
        if inner.evaluate("document.activeElement.matches('.claims a')"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    frame.locator(".cited").first.wait_for()
    assert inner.evaluate("document.activeElement.classList.contains('cited')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_phone_width(browser: Any, address: str, scheme: str) -> None:
    with opened(browser, address, viewport={"width": 390, "height": 800}, color_scheme=scheme) as page:
        frame = translate(page, (SEEDS / "03-interview.txt").read_text("utf-8"))
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert frame.locator("html").evaluate("e => e.scrollWidth - e.clientWidth") <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_accessibility_violation(browser: Any, address: str, tmp_path: Path, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    def serious(page: Any) -> list[str]:
        found = Axe().run(page).response["violations"]
        return [
            f"{item['id']}: {node['html'][:160]}"
            for item in found
            if item["impact"] in ("serious", "critical")
            for node in item["nodes"]
        ]

    query = "/?__theme=dark" if scheme == "dark" else "/"
    with opened(browser, address, query, color_scheme=scheme) as page:
        translate(page, "Уряд ухвалив рішення. Парламент підтримав його.")
        page.get_by_text("Copy or download").click()
        for tab in ("Article", "Folder", "Compare", "Models"):
            page.get_by_role("tab", name=tab, exact=True).click()
            time.sleep(0.5)
            assert serious(page) == [], tab
    t = Toolkit(quality="fast")
    summary = t.summarize([SEEDS / "03-interview.txt", SEEDS / "04-press-release.txt"])
    (tmp_path / "summary.html").write_bytes(render_summary(summary, "html"))
    page = browser.new_page(color_scheme=scheme, bypass_csp=True)
    page.goto((tmp_path / "summary.html").as_uri())
    assert serious(page) == []
    page.close()


def test_folder_round_trip_with_one_bad_file(page: Any, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "news.zip", "w") as archive:
        archive.writestr("a/one.txt", "Уряд ухвалив рішення. Парламент підтримав його.")
        archive.write(SEEDS / "06-report.docx", "a/report.docx")
        archive.writestr("bad.docx", b"PK\x03\x04 cut")
        archive.writestr("picture.jpg", b"\xff\xd8")
    page.get_by_role("tab", name="Folder", exact=True).click()
    upload(page, tmp_path / "news.zip", tab=1)
    page.get_by_role("button", name="Translate all").click()
    page.get_by_text("2 done, 1 failed, 0 waiting; 1 files of other types were left out").first.wait_for(
        timeout=120_000
    )
    with page.expect_download() as waiting:
        page.locator("a[download]", has_text="KB").last.click()
    with zipfile.ZipFile(waiting.value.path()) as result:
        names = set(result.namelist())
        assert {"news/a/one.txt.en.md", "news/a/one.txt.en.summary.md", "news/a/report.docx.en.md"} <= names
        assert {"manifest.sqlite", "errors.jsonl"} <= names
        (error,) = [json.loads(line) for line in result.read("errors.jsonl").splitlines()]
        assert error["path"] == "news/bad.docx"
        assert (
            Toolkit().translate("Уряд ухвалив рішення. Парламент підтримав його.").text
            in result.read("news/a/one.txt.en.md").decode()
        )


def test_compare_marks_what_differs(page: Any) -> None:
    page.get_by_role("tab", name="Compare", exact=True).click()
    page.get_by_label("Article to compare").fill((SEEDS / "04-press-release.txt").read_text("utf-8"))
    page.get_by_role("button", name="Compare").click()
    frame = page.frame_locator("iframe[title=Comparison]")
    frame.locator(".row").first.wait_for(timeout=60_000)
    assert frame.locator(".row").count() == len(Toolkit().read(SEEDS / "04-press-release.txt").sentences)
    assert frame.locator(".row.same mark").count() == 0 and frame.locator(".row:not(.same) mark").count() > 0


def test_models_tab_shows_the_measured_scores(page: Any) -> None:
    from toolkit.models import find

    page.get_by_role("tab", name="Models", exact=True).click()
    text = page.locator(".models").inner_text()
    scores = find().scores["wmt22"]
    assert f"{scores['bleu']:.1f} / {scores['chrf']:.1f}" in text and "Apache-2.0" in text


def test_compare_rows() -> None:
    article = Toolkit().read("Перше речення. Друге речення.")
    rows = compare_rows(article.sentences, ["The first one.", "Same."], ["The second one.", "Same."])
    assert rows[0].one == (("The", False), ("first", True), ("one.", False)) and not rows[1].differs


def test_a_model_is_fetched_when_asked(browser: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From a stand-in Hub; what goes wrong is told, and the new model can be chosen at once."""
    pytest.importorskip("torch")
    from tests.hub import serving
    from toolkit.models.conversion import complete_checkpoint

    monkeypatch.setenv("TOOLKIT_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    with serving(complete_checkpoint(ROOT / "training/checkpoint", tmp_path / "checkpoint")) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.address)
        with served() as (url, _), opened(browser, url) as page:
            page.get_by_role("tab", name="Models", exact=True).click()
            assert "not for commercial use" in page.locator(".models").inner_text()
            assert not hub.requests  # nothing is asked before the reader asks
            page.get_by_label("Fetch another model").click()
            page.get_by_role("option", name="zle-en").click()
            hub.status = 404
            page.get_by_role("button", name="Fetch", exact=True).click()
            page.get_by_text("is not on the Hub").first.wait_for(timeout=60_000)
            hub.status = 0
            page.get_by_role("button", name="Fetch", exact=True).click()
            page.get_by_text("zle-en is installed").wait_for(timeout=120_000)
            page.locator(".models th", has_text="zle-en").first.wait_for()
            page.get_by_role("tab", name="Article", exact=True).click()
            page.get_by_label("Model", exact=True).click()
            page.get_by_role("option", name="zle-en").click()
            frame = translate(page, "Уряд ухвалив рішення про новий бюджет.")
            assert "zle-en@" in frame.locator("footer").inner_text()
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("TOOLKIT_MODELS", str(tmp_path / "others"))
    with served() as (url, _), opened(browser, url) as page:
        page.get_by_role("tab", name="Models", exact=True).click()
        page.get_by_label("Fetch another model").click()
        page.get_by_role("option", name="zle-en").click()
        page.get_by_role("button", name="Fetch", exact=True).click()
        page.get_by_text("HF_HUB_OFFLINE is set").first.wait_for(timeout=60_000)
