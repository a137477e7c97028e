"""Makes the pictures of docs/images from the running page: python -m tests.screenshots."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.conftest import ROOT, SEEDS
from tests.serving import served
from tests.test_page import article, opened, press_translate, upload

IMAGES = ROOT / "docs/images"
SIZE = {"width": 1180, "height": 900}


def take(browser: Any, address: str) -> None:
    """All pictures."""
    with opened(browser, address, viewport={"width": 1180, "height": 1150}) as page:
        page.get_by_label("Article", exact=True).first.fill((SEEDS / "02-agency-report.txt").read_text("utf-8"))
        press_translate(page)
        frame = article(page)
        frame.locator(".claims a").nth(1).click()
        page.mouse.move(0, 0)
        frame.locator("html").evaluate("e => e.scrollTo(0, 0)")
        page.locator("iframe.article").scroll_into_view_if_needed()
        page.wait_for_timeout(600)
        page.screenshot(path=IMAGES / "article.png")
    with opened(browser, address, viewport=SIZE) as page, TemporaryDirectory() as temporary:
        archive = Path(temporary) / "news.zip"
        with zipfile.ZipFile(archive, "w") as packed:
            for path in sorted(SEEDS.iterdir()):
                packed.write(path, path.name)
            packed.writestr("cut.docx", b"PK\x03\x04 cut")
        page.get_by_role("tab", name="Folder", exact=True).click()
        upload(page, archive, tab=1)
        page.get_by_role("button", name="Translate all").click()
        page.get_by_text("0 waiting").first.wait_for(timeout=120_000)
        page.wait_for_timeout(600)
        page.screenshot(path=IMAGES / "folder.png")
    with opened(browser, address, viewport=SIZE) as page:
        page.get_by_role("tab", name="Compare", exact=True).click()
        page.get_by_label("Article to compare").fill((SEEDS / "04-press-release.txt").read_text("utf-8"))
        page.get_by_role("button", name="Compare").click()
        page.frame_locator("iframe[title=Comparison]").locator(".row").first.wait_for(timeout=60_000)
        page.wait_for_timeout(600)
        page.screenshot(path=IMAGES / "compare.png")
    with opened(
        browser, address, "/?__theme=dark", viewport={"width": 400, "height": 850}, color_scheme="dark"
    ) as page:
        page.get_by_label("Article", exact=True).first.fill((SEEDS / "07-windows-1251.txt").read_text("cp1251"))
        press_translate(page)
        article(page)
        page.locator("iframe.article").scroll_into_view_if_needed()
        page.wait_for_timeout(600)
        page.screenshot(path=IMAGES / "phone-dark.png")


def main() -> None:
    """Starts the page and a browser, and takes the pictures."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser")
    IMAGES.mkdir(exist_ok=True)
    with served() as (address, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        take(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
