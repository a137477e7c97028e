"""The page in a real browser, and its endpoints through a real client."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import ROOT, SEEDS

EVIL = (
    "Заголовок <script>window.hacked=1</script>\n\n"
    "Абзац з <img src=x onerror='window.hacked=1'> і ${alert(1)} {{ 7*7 }} статті.\n\n"
    "Другий абзац **статті** про місто Полтаву та міст."
)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "toolkit.cli", "demo", "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 90
    while True:
        try:
            urllib.request.urlopen(url, timeout=2).close()
            break
        except OSError:
            assert time.monotonic() < deadline and process.poll() is None, "the page did not start"
            time.sleep(0.3)
    yield url
    process.terminate()
    process.wait(20)


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


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    opened = browser.new_page()
    outside: list[str] = []
    opened.on(
        "request",
        lambda request: (
            outside.append(request.url) if not request.url.startswith((address, "data:", "blob:", "about:")) else None
        ),
    )
    opened.goto(address)
    opened.get_by_role("button", name="Translate").wait_for(timeout=30_000)
    yield opened
    assert outside == []  # nothing leaves this machine
    opened.close()


def translate(page: Any, text: str) -> Any:
    page.get_by_label("Article", exact=True).first.fill(text)
    page.get_by_role("button", name="Translate").click()
    frame = page.frame_locator("iframe.article")
    frame.locator("footer").wait_for(timeout=60_000)
    return frame


def test_a_citation_leads_to_its_sentence(page: Any) -> None:
    frame = translate(page, (SEEDS / "03-interview.txt").read_text("utf-8"))
    link = frame.locator(".claims a").first
    quote = link.get_attribute("title")
    link.click()
    frame.locator(".cited").first.wait_for()
    marked = frame.locator(".cited").all_inner_texts()
    assert len(marked) == 2 and marked[0] == quote
    assert "Ukrainian" in page.content()


def test_an_article_full_of_markup_shows_as_text(page: Any) -> None:
    frame = translate(page, EVIL)
    assert "<script>window.hacked=1</script>" in frame.locator("main").inner_text()
    assert page.evaluate("window.hacked") is None
    assert all(handle.evaluate("window.hacked") is None for handle in page.frames)


def test_nothing_given_is_a_clear_message(page: Any) -> None:
    page.get_by_role("button", name="Translate").click()
    page.get_by_text("Paste an article, upload a file, or pick a sample.").first.wait_for(timeout=20_000)


def test_phone_width_and_dark(browser: Any, address: str) -> None:
    opened = browser.new_page(viewport={"width": 390, "height": 800}, color_scheme="dark")
    opened.goto(address)
    opened.get_by_role("button", name="Translate").wait_for(timeout=30_000)
    assert opened.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    opened.close()


def test_endpoints(address: str) -> None:
    from gradio_client import Client

    client = Client(address, verbose=False)
    assert client.predict("Київ — столиця України.", api_name="/detect")["language"] == "uk"
    translation = client.predict("Уряд ухвалив рішення. Парламент підтримав його.", "fast", api_name="/translate")
    assert len(translation["sentences"]) == 2 and translation["signature"]
    summary = client.predict(
        ["Уряд ухвалив рішення про школи.", "Міст відкриють у травні."], 2, "fast", api_name="/summarize"
    )
    assert "claims" in summary and len(summary["articles"]) == 2
