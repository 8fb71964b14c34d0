"""The door: five wrong passwords close it for a while; the keyboard alone opens it."""

import pytest
from playwright.sync_api import Page, expect

from e2e.browsing import PASSWORD, Watch
from e2e.conftest import Enter

pytestmark = pytest.mark.e2e

STEPS = 60  # more Tab presses than any page needs to reach its first duty


def try_password(page: Page, login: str, password: str) -> None:
    page.goto("/login/")
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def test_five_wrong_passwords_lock_the_account_out(tab: Page, watch: Watch) -> None:
    watch.refusals = {429}
    for _ in range(4):
        try_password(tab, "weiyuan", "not-the-password")
        expect(tab.get_by_role("alert")).to_be_visible()
    with tab.expect_response(lambda answer: answer.status == 429):
        try_password(tab, "weiyuan", "not-the-password")
    with tab.expect_response(lambda answer: answer.status == 429):
        try_password(tab, "weiyuan", PASSWORD)
    expect(tab.get_by_role("heading", level=1)).to_be_visible()
    tab.goto("/")
    expect(tab.get_by_role("heading", name="登录")).to_be_visible()


def test_keyboard_alone_signs_in_and_opens_the_reason_of_a_duty(tab: Page) -> None:
    tab.goto("/login/")
    tab.keyboard.type("shuji2")
    tab.keyboard.press("Tab")
    tab.keyboard.type(PASSWORD)
    tab.keyboard.press("Enter")
    tab.wait_for_url("/")
    for _ in range(STEPS):
        tab.keyboard.press("Tab")
        if tab.evaluate("() => document.activeElement.matches('details.verdict > summary')"):
            break
    tab.keyboard.press("Enter")
    reason = tab.locator("details.verdict[open] .verdict-body")
    expect(reason).to_be_visible()
    expect(reason).to_contain_text("依据")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_contain_text("条：")
    tab.wait_for_url("**/rules/rule/**")


def test_first_tab_stop_leads_past_the_menu(enter: Enter) -> None:
    page = enter("shuji")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "main"
