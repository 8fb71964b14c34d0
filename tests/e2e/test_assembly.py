"""A secretary takes an assembly from the plan to sealed minutes, under both regimes."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from e2e.conftest import Enter
from e2e.site import NAME, Site, environment

pytestmark = pytest.mark.e2e

SEED = Path(__file__).with_name("assembly_seed.py")
ADMITTING = "讨论接收赵入党为预备党员"


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch of twenty. login: its secretary's."""

    login: str
    people: list[str]
    applicant: str


def seeded(site: Site, regime: str) -> Branch:
    server = os.environ["DATABASE_URL"]
    variables = environment(urlunsplit(urlsplit(server)._replace(path=f"/{NAME}")), site.data)
    variables["PYTHONPATH"] += f"{os.pathsep}{SEED.parents[1]}"
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, str(SEED)],
        env=variables,
        input=json.dumps({"regime": regime}),
        capture_output=True,
        text=True,
        check=True,
    )
    return Branch(**json.loads(done.stdout))


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def told(page: Page, text: str) -> None:
    expect(page.get_by_role("status").first).to_contain_text(text)


def plan(page: Page) -> str:
    """Plan an assembly that begins in half an hour; return its address."""
    page.goto("/meetings/")
    page.locator("a[href*='/meetings/plan/']").first.click()
    soon = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(minutes=2)
    page.locator("select[name=kind]").select_option("assembly")
    page.locator("[name=day]").fill(soon.strftime("%Y-%m-%d"))
    page.locator("[name=clock]").fill(soon.strftime("%H:%M"))
    page.locator("[name=place]").fill("会议室")
    page.locator("[name=agenda]").fill(ADMITTING)
    press(page, "存为筹备")
    told(page, "已筹备")
    return page.url


def set_item(page: Page, address: str, applicant: str) -> None:
    """Say what the item decides and on whom."""
    page.goto(f"{address}agenda/")
    page.get_by_role("link", name=re.compile("填写|修改")).first.click()
    page.locator("[name=kind]").select_option("decide")
    page.locator("[name=subject]").select_option("admission")
    page.locator("[name=people]").fill(applicant)
    page.get_by_role("button", name="保存").click()
    told(page, "议题已保存")


def sign_sheet(page: Page, address: str, present: list[str]) -> None:
    """Type in the sheet that was signed on paper."""
    page.goto(f"{address}attendees/sheet/")
    for name in present:
        page.get_by_role("checkbox", name=re.compile(name)).check()
    page.locator("main form").get_by_role("button").last.click()
    told(page, f"勾选{len(present)}人")


@pytest.mark.parametrize(
    ("regime", "needed", "result"),
    [("civil", 11, "未通过"), ("fire-2011", 6, "通过")],
)
def test_assembly_of_twenty_admits_under_one_rule_and_not_under_the_other(
    enter: Enter, site: Site, regime: str, needed: int, result: str
) -> None:
    branch = seeded(site, regime)
    page = enter(branch.login)
    address = plan(page)
    set_item(page, address, branch.applicant)
    page.goto(f"{address}notice/")
    page.locator("main form").get_by_role("button").last.click()
    told(page, "通知已发")

    sign_sheet(page, address, branch.people[:11])
    page.goto(f"{address}conduct/")
    expect(page.locator("#quorum")).to_contain_text("11")
    press(page, "宣布开会")
    told(page, "会议已开始")
    press(page, "开始议这一项")
    expect(page.locator("summary", has_text=f"即至少{needed}票").first).to_be_visible()
    page.get_by_role("radio", name="无记名投票").check()
    press(page, "开始表决")
    told(page, "开始表决")
    page.get_by_label("赞成", exact=True).fill("6")
    page.get_by_label("反对", exact=True).fill("4")
    page.get_by_label("弃权", exact=True).fill("1")
    press(page, "计票并宣布结果")
    told(page, "表决结果已记下")

    vote = page.locator(".border.rounded", has_text="赞成 6，反对 4，弃权 1")
    expect(vote.locator("strong").last).to_have_text(result)
    vote.get_by_text("依据", exact=True).first.click()
    expect(vote.locator("summary", has_text=f"即至少{needed}票").first).to_be_visible()
    press(page, "记下决议，议下一项")
    press(page, "宣布散会")
    told(page, "会议已结束")
    page.goto(f"{address}minutes/")
    expect(page.get_by_label("会议记录")).to_have_value(
        re.compile(f"赞成6，反对4，弃权1，{result}")
    )
    press(page, "保存并签字封存")
    told(page, "已签字封存")
    expect(page.get_by_text("内容与摘要一致")).to_be_visible()


def test_too_few_people_cannot_open_and_the_page_says_how_many_are_missing(
    enter: Enter, site: Site
) -> None:
    branch = seeded(site, "civil")
    page = enter(branch.login)
    address = plan(page)
    page.goto(f"{address}notice/")
    page.locator("main form").get_by_role("button").last.click()
    told(page, "通知已发")
    sign_sheet(page, address, branch.people[:9])

    page.goto(f"{address}conduct/")
    expect(page.locator("#quorum")).to_contain_text("还差")
    press(page, "宣布开会")

    expect(page.locator(".notice").first).to_contain_text("到会人数不足")
    expect(page.get_by_role("button", name="宣布开会")).to_be_visible()
