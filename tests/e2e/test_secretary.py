"""A branch secretary: from an overdue duty to its article, and on to the filed work."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.browsing import Watch
from e2e.conftest import Enter

pytestmark = pytest.mark.e2e


def figure(page: Page, label: str) -> int:
    """Return the number of a figure on Today."""
    box = page.locator(".stat", has_text=label).first
    return int(box.locator(".stat-num").inner_text())


def first_to_file(page: Page, section: str) -> tuple[Locator, str]:
    """Return the first duty of a section that is met by filing work, and its subject."""
    duty = page.locator(f"#{section} .list-group-item", has_text="登记这项工作").first
    return duty, duty.locator(".fw-semibold").inner_text().strip()


def file_work(page: Page, duty: Locator) -> str:
    """File the work of a duty with everybody present; return the day the form proposed."""
    duty.get_by_role("link", name="登记这项工作").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("登记工作")
    proposed = page.get_by_label("哪一天开展的").input_value()
    page.get_by_text("或者勾选到会的人").click()
    for box in page.get_by_role("group", name="到会的人").get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已登记")
    return proposed


def test_overdue_duty_is_read_filed_late_and_marked(enter: Enter) -> None:
    page = enter("shuji2")
    overdue, late = figure(page, "本组织逾期"), page.get_by_text("另有补记").inner_text()
    assert overdue >= 1
    assert late == "另有补记 0 项"
    duty, subject = first_to_file(page, "overdue")

    about = duty.locator(".fw-semibold")
    place = about.bounding_box()
    duty.locator("summary").click()
    reason = duty.locator(".verdict-body")
    expect(reason).to_be_visible()
    assert about.bounding_box() == place
    expect(reason).to_contain_text("需要")
    reason.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^第\d+条："))
    expect(page.get_by_role("heading", name="条文（转述）")).to_be_visible()

    page.go_back()
    duty, subject = first_to_file(page, "overdue")
    held_on = file_work(page, duty)

    expect(page.get_by_role("heading", level=1)).to_contain_text("补记")
    expect(page.get_by_role("status")).to_contain_text("已标明补记")
    year, month, day = (int(part) for part in held_on.split("-"))
    expect(page.locator("dl.facts")).to_contain_text(f"{year}年{month}月{day}日")
    page.goto("/")
    assert figure(page, "本组织逾期") == overdue - 1
    assert page.get_by_text("另有补记").inner_text() != late
    page.get_by_role("link", name="本组织十二个月的全部应办事项").click()
    page.get_by_role("link", name=re.compile(r"^补记 \d+$")).click()
    row = page.locator("tbody tr", has_text=subject)
    expect(row.first.locator(".chip")).to_have_text("补记")
    row.first.get_by_role("link", name="看记录").click()
    expect(page.locator("tbody tr").first).to_contain_text("补记")


def test_due_duty_filed_in_time_is_met(enter: Enter) -> None:
    page = enter("shuji")
    due, met = figure(page, "本期应办"), figure(page, "十二个月内已合规")
    duty, subject = first_to_file(page, "due")

    file_work(page, duty)

    expect(page.get_by_role("heading", level=1)).not_to_contain_text("补记")
    page.goto("/")
    assert figure(page, "本期应办") == due - 1
    assert figure(page, "十二个月内已合规") == met + 1
    page.get_by_role("link", name="十二个月内已合规").click()
    row = page.locator("tbody tr", has_text=subject).last
    expect(row.locator(".chip")).to_have_text("合规")


def test_work_filed_in_error_is_withdrawn_with_its_reason(enter: Enter) -> None:
    page = enter("shuji")
    page.get_by_role("link", name="登记工作").first.click()
    page.get_by_label("题目").fill("填错的主题党日")
    page.get_by_role("button", name="登记", exact=True).click()

    page.get_by_label("撤回原因").fill("日期填错")
    page.get_by_role("button", name="撤回这条记录").click()

    expect(page.get_by_role("status")).to_contain_text("已撤回")
    expect(page.locator(".notice-error")).to_contain_text("日期填错")
    expect(page.get_by_role("button", name="撤回这条记录")).to_have_count(0)


def test_wrong_form_names_the_field_and_keeps_what_was_written(enter: Enter, watch: Watch) -> None:
    page = enter("shuji")
    page.get_by_role("link", name="登记工作").first.click()
    page.get_by_label("题目").fill("还没有开的会")
    page.get_by_label("哪一天开展的").fill("2099-01-01")
    watch.refusals = {422}

    page.get_by_role("button", name="登记", exact=True).click()

    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("哪一天开展的")
    expect(page.get_by_label("题目")).to_have_value("还没有开的会")
