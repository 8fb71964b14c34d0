"""The county's department: from the whole county down to one branch and the article behind it."""

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import Enter

pytestmark = pytest.mark.e2e

BARS = ".chart svg path[fill='#4f9a5f']"  # of what is met, before those of the legend


def behind_below(page: Page) -> int:
    """Return how many organisations of the open subtree are behind."""
    return int(page.locator(".stat", has_text="其中有逾期的").locator(".stat-num").inner_text())


def into_first_behind(page: Page) -> str:
    """Follow the first row of the children's table that has somebody behind."""
    cells = page.locator("td[data-label='有逾期的组织']")
    rows = page.locator("table", has_text="组织数").first.locator("tbody tr")
    for place in range(rows.count()):
        row = rows.nth(place)
        if row.locator(cells).inner_text() != "0":
            link = row.get_by_role("link").first
            name = link.inner_text()
            link.click()
            expect(page.locator(".crumbs li").last).to_contain_text(name)
            return name
    raise AssertionError("nobody below is behind")


def test_department_drills_from_county_to_branch_and_reads_the_article(enter: Enter) -> None:
    page = enter("zuzhibu")
    page.get_by_role("link", name="落实情况").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("落实情况")
    expect(page.get_by_role("heading", name="直接下级")).to_be_visible()
    expect(page.locator(BARS).first).to_be_visible()
    assert behind_below(page) > 0

    while page.get_by_role("heading", name="直接下级").count() and behind_below(page) > 0:
        if "党支部" in into_first_behind(page):
            break

    page.get_by_role("link", name="本组织逐项").click()
    page.get_by_role("link", name=re.compile(r"^逾期 \d+$")).click()
    first = page.locator("tbody tr").first
    expect(first.locator(".chip")).to_have_text("逾期")
    first.locator("summary").click()
    first.locator(".verdict-body").get_by_role("link").click()
    expect(page.get_by_role("heading", name="条文（转述）")).to_be_visible()


def test_every_number_of_a_rule_leads_to_the_organisations_behind_it(enter: Enter) -> None:
    page = enter("zuzhibu")
    page.goto("/overview/")
    cell = page.locator("td[data-label='有逾期的组织'] a").first
    count = int(cell.inner_text())

    cell.click()

    rows = page.locator("tbody tr")
    expect(rows).to_have_count(min(count, 50))
    expect(page.get_by_role("heading", level=1)).not_to_be_empty()


def test_chart_bar_leads_to_the_organisation(enter: Enter) -> None:
    page = enter("zuzhibu")
    page.goto("/overview/")
    county = page.url

    page.locator(BARS).first.click()

    page.wait_for_url(re.compile(r"/overview/\d+/"))
    assert page.url != county


def test_search_finds_a_person_by_initials_and_a_rule_by_its_words(enter: Enter) -> None:
    page = enter("zuzhibu")
    page.get_by_role("searchbox", name="查找党员、组织、规定").fill("党支部")
    page.keyboard.press("Enter")
    expect(
        page.get_by_role("main").get_by_role("link", name=re.compile("党支部")).first
    ).to_be_visible()
