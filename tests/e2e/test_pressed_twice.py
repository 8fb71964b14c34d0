"""A button pressed twice, or again after going back, plans one meeting; it says that it works."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import Enter

pytestmark = pytest.mark.e2e

MEETING = re.compile(r"/meetings/\d+/[0-9a-f-]+/$")
PRESS_TWICE = """() => {
    const button = document.querySelector("main form [type=submit]");
    setTimeout(() => {
        button.click();
        button.click();
        setTimeout(() => {
            sessionStorage.pressed = [button.disabled, button.textContent].join();
        }, 20);
    }, 0);
}"""


def filled(page: Page) -> Page:
    """Fill in the plan of a meeting next week."""
    page.goto("/meetings/")
    page.locator("a[href*='/meetings/plan/']").first.click()
    soon = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=7)
    page.locator("[name=title]").fill("只开一次的会")
    page.locator("[name=day]").fill(soon.strftime("%Y-%m-%d"))
    page.locator("[name=clock]").fill("15:00")
    page.locator("[name=agenda]").fill("研究修路")
    return page


def test_a_plan_sent_three_times_is_one_meeting(enter: Enter) -> None:
    page = filled(enter("shuji"))

    page.evaluate(PRESS_TWICE)
    page.wait_for_url(MEETING)
    first = page.url
    assert page.evaluate("sessionStorage.pressed") == "true,正在办理…"
    page.go_back()
    again = page.get_by_role("button", name="存为筹备", exact=True)
    expect(again).to_be_enabled()
    again.click()
    page.wait_for_url(MEETING)

    assert page.url == first
    page.goto("/meetings/")
    expect(page.get_by_role("link", name="只开一次的会")).to_have_count(1)
