"""A member with a phone and large text: the own page, and a correction proposed."""

import pytest
from playwright.sync_api import expect

from e2e.browsing import PHONE
from e2e.conftest import Enter

pytestmark = pytest.mark.e2e

PLACE = "前沟井村南街九号"


def test_member_reads_the_own_record_and_proposes_a_correction(enter: Enter) -> None:
    page = enter("dangyuan", size=PHONE)
    page.get_by_role("button", name="大字版").click()
    expect(page.locator("html.big-text")).to_have_count(1)
    expect(page.get_by_role("heading", name="我的党籍资料")).to_be_visible()

    page.get_by_role("link", name="查看全部，有错就提出更正").click()
    page.get_by_role("link", name="提出更正").click()
    page.get_by_label("哪一项").select_option(label="现居住地")
    page.get_by_label("正确的内容").fill(PLACE)
    page.get_by_role("button", name="提交给支部").click()

    expect(page.get_by_role("status")).to_be_visible()
    page.get_by_role("button", name="标准版").click()
    expect(page.locator("html.big-text")).to_have_count(0)

    clerk = enter("ganshi")
    clerk.goto("/members/corrections/")
    proposal = clerk.locator("section.card", has_text=PLACE)
    proposal.get_by_role("button", name="采纳", exact=True).click()
    expect(clerk.get_by_role("status")).to_be_visible()
    page.goto("/")
    page.get_by_role("link", name="查看全部，有错就提出更正").click()
    expect(page.get_by_role("main")).to_contain_text(PLACE)


def test_member_confirms_the_notice_of_a_meeting_on_the_first_page(enter: Enter) -> None:
    page = enter("dangyuan", size=PHONE)
    meetings = page.locator("#meetings")
    expect(meetings).to_contain_text("请确认收到通知")
    expect(page.locator("#tasks .list-group-item")).to_have_count(1)

    meetings.get_by_role("button", name="确认收到通知").click()

    expect(page.get_by_role("status")).to_contain_text("已确认收到通知")
    page.goto("/")
    expect(meetings).to_contain_text("已确认收到通知")
    expect(meetings.get_by_role("button")).to_have_count(0)
