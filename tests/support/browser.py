"""Debian's Chromium, driven by Playwright; and axe, which finds what keeps people out."""

import shutil
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first has no windows at all, and does the same with a quarter less work."""
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what is well is not written down
}


def chromium() -> str | None:
    """The browser's program, or None."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def barriers(page: Page) -> list[str]:
    """What axe finds on a page, by WCAG 2.2 A and AA and good practice; [] when nothing."""
    page.wait_for_load_state()  # a page that has only begun has no element for axe to begin at
    found: dict[str, Any] = Axe().run(page, options=OPTIONS).response
    return [
        f"{fault['id']}: {fault['help']} at {node['target']}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than the window: it should never scroll sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def is_for_everybody(page: Page, has_scripts: bool = True) -> None:
    """Nothing keeps anybody out, and nothing has to be scrolled sideways. axe is a script itself."""
    if has_scripts:
        assert (page.url, barriers(page)) == (page.url, [])
        assert (page.url, max(sideways(page), 0)) == (page.url, 0)
