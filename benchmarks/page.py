"""The page against the bare engine: how long until it shows, until the first translated paragraph, until all of an article.

python -m benchmarks.page --data ../shared/data/written

A real browser (chromium, with Playwright) on this machine; an article of 400 sentences. The engine's time is that of all its
sentences at once, tokenised and planned beforehand. Best of three.
"""

from __future__ import annotations

import argparse
import shutil
import time
from pathlib import Path
from typing import Any

from benchmarks.memory import articles
from tests.serving import served
from tests.test_page import article, opened, press_translate

SENTENCES = 400


def text_of(data: Path) -> str:
    """An article of about :data:`SENTENCES` sentences, in paragraphs."""
    found: list[str] = []
    for item in articles(data, 80):
        found += [item["title"], item["text"]]
    return "\n\n".join(found[:120])


def engine_alone(text: str) -> tuple[int, float]:
    """Sentences, and seconds of the engine for all of them."""
    from toolkit import Toolkit
    from toolkit.engines import Decoding
    from toolkit.models import load
    from toolkit.planning import plan
    from toolkit.segments import prepare, segment

    model, sentences = load(), Toolkit().read(text).sentences
    jobs = [
        tokens
        for sentence in sentences
        for tokens in segment(prepare(sentence.text, "text/plain"), model.tokenizer, model.info.max_tokens)
    ]
    batches = [[jobs[index] for index in batch] for batch in plan([len(tokens) for tokens in jobs])]
    decoding = Decoding(beam=4, length_penalty=model.info.length_penalty)
    best = float("inf")
    for _ in range(3):
        begun = time.perf_counter()
        for _ in model.engine.translate(batches, decoding):
            pass
        best = min(best, time.perf_counter() - begun)
    return len(sentences), best


def in_browser(browser: Any, address: str, text: str) -> tuple[float, float, float]:
    """Seconds to the page itself, and from the click to the first paragraph and to the whole article."""
    begun = time.perf_counter()
    with opened(browser, address) as page:
        shown = time.perf_counter() - begun
        page.get_by_label("Article", exact=True).first.fill(text)
        begun = time.perf_counter()
        press_translate(page)
        page.locator(".live .pair").first.wait_for(timeout=60_000)
        first = time.perf_counter() - begun
        article(page)
        return shown, first, time.perf_counter() - begun


def main() -> None:
    """Prints the figures."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    text = text_of(options.data)
    sentences, engine = engine_alone(text)
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    with served() as (address, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        runs = [in_browser(browser, address, text) for _ in range(3)]
        browser.close()
    print(f"{sentences} sentences, engine alone: {engine:.2f} s")
    for name, column in zip(
        ("page ready to use", "first translated paragraph", "whole article with summary"),
        zip(*runs, strict=True),
        strict=True,
    ):
        print(f"  {name:28} {min(column):6.2f} s   {min(column) / engine:5.2f} x the engine")


if __name__ == "__main__":
    main()
