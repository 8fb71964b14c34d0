"""A 民主生活会 goes up, is ordered to be held again by the department, is held again and closed."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from e2e.browsing import PHONE
from e2e.conftest import Enter
from e2e.site import NAME, Site, environment

pytestmark = pytest.mark.e2e

SEED = Path(__file__).with_name("life_seed.py")
TEXTS = {
    "plan": "主题和时间已按要求确定。",
    "soundings": "希望班子多到班组听意见。",
    "study": "集中学习半天。",
}
REASON = "查摆问题不具体，没有逐人开展批评"


@dataclass(frozen=True, slots=True)
class Branch:
    """A company branch with a committee of three. secretary, member: logins."""

    secretary: str
    member: str
    people: list[str]


def seeded(site: Site) -> Branch:
    server = os.environ["DATABASE_URL"]
    variables = environment(urlunsplit(urlsplit(server)._replace(path=f"/{NAME}")), site.data)
    variables["PYTHONPATH"] += f"{os.pathsep}{SEED.parents[1]}"
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, str(SEED)], env=variables, capture_output=True, text=True, check=True
    )
    return Branch(**json.loads(done.stdout))


def now() -> datetime:
    return datetime.now(ZoneInfo("Asia/Shanghai"))


def today() -> date:
    return now().date()


def send(page: Page, name: str) -> None:
    """Press a button and wait for what the page answers."""
    page.locator("main").get_by_role("button", name=re.compile(name)).first.click()
    expect(page.get_by_role("status").first).to_be_visible()


def told(page: Page, text: str) -> None:
    expect(page.get_by_role("status").first).to_contain_text(text)


def state(page: Page, step: str) -> str:
    """Return the word beside a step on the page of a case."""
    line = page.locator(".list-group-item", has_text=step).first
    return (line.locator(".chip").first.text_content() or "").strip()


def start(page: Page) -> str:
    """Start a case; return its address."""
    page.goto("/assessment/")
    page.get_by_role("link", name=re.compile("发起")).click()
    page.locator("[name=kind]").select_option("democratic_life")
    page.locator("[name=theme]").fill("严明纪律，服务基层")
    send(page, "^发起$")
    told(page, "已发起")
    return page.url


def record(page: Page, case: str, step: str, text: str = "") -> None:
    page.goto(f"{case}step/{step}/")
    page.locator("[name=done_on]").fill(today().isoformat())
    if text:
        page.locator("[name=text]").fill(text)
    send(page, "登记")
    told(page, "已登记")


def prepare(page: Page, case: str, people: list[str], *, hand_in: list[str]) -> None:
    """Do what goes before the meeting."""
    for step, text in TEXTS.items():
        record(page, case, step, text)
    page.goto(f"{case}talks/")
    page.locator("[name=first]").select_option(label=people[0])
    page.locator("[name=held_on]").fill(today().isoformat())
    for other in people[1:]:
        page.get_by_role("checkbox", name=other).check()
    send(page, "登记谈话")
    told(page, f"已登记{len(people) - 1}次谈话")
    for name in hand_in:
        page.goto(f"{case}people/")
        page.locator("tr", has_text=name).get_by_role("link", name=re.compile("代交")).click()
        page.locator("[name=text]").fill("对照党章，检查自己。")
        send(page, "提交")


def meet(page: Page, case: str, people: list[str]) -> str:
    """Hold the meeting from the plan to the end; return its address."""
    page.goto(f"{case}meeting/")
    soon = now() + timedelta(minutes=2)
    page.locator("[name=day]").fill(soon.strftime("%Y-%m-%d"))
    page.locator("[name=clock]").fill(soon.strftime("%H:%M"))
    page.locator("[name=place]").fill("会议室")
    send(page, "筹备会议")
    address = page.url
    page.goto(f"{address}notice/")
    page.locator("main form").get_by_role("button").last.click()
    told(page, "通知已发")
    page.goto(f"{address}attendees/sheet/")
    for name in people:
        page.get_by_role("checkbox", name=re.compile(name)).check()
    page.locator("main form").get_by_role("button").last.click()
    told(page, f"勾选{len(people)}人")
    page.goto(f"{address}conduct/")
    send(page, "宣布开会")
    while page.get_by_role("button", name="开始议这一项").count():
        send(page, "开始议这一项")
        decision = page.locator("form", has=page.get_by_role("button", name="记下决议，议下一项"))
        decision.locator("textarea").fill("按议程进行。")
        send(page, "记下决议，议下一项")
    send(page, "宣布散会")
    told(page, "会议已结束")
    return address


def follow_up(page: Page, case: str, people: list[str], measure: str) -> None:
    """Do what is recorded of the meeting and what follows it."""
    page.goto(f"{case}people/")
    for name in people:
        page.get_by_role("checkbox", name=f"{name}已在会上对照检查").check()
    send(page, "保存登记")
    record(page, case, "mutual")
    record(page, case, "comments")
    record(page, case, "report", "一、会前准备\n已做。\n二、查摆的问题\n下基层少。")
    record(page, case, "circulated", "在党员大会上通报。")
    page.goto(f"{case}rectify/")
    page.locator("[name=problem]").fill("到班组听意见少")
    page.locator("[name=measure]").fill(measure)
    page.locator("[name=owner]").select_option(label=people[1])
    page.locator("[name=due_on]").fill((today() + timedelta(days=30)).isoformat())
    send(page, "列入清单并交办")
    told(page, "已列入整改清单")


def close_tasks(page: Page, case: str, measure: str) -> None:
    """Close the work of the 整改清单 with what proves it."""
    page.goto(case)
    page.locator("#rectifications").get_by_role("link", name=measure).click()
    page.get_by_role("link", name=re.compile("办结")).first.click()
    page.locator("[name=text]").fill("已去三次，有记录。")
    page.locator("main form").get_by_role("button").last.click()
    expect(page.get_by_role("status").first).to_be_visible()


def hand_in_by_phone(phone: Page) -> None:
    """Find the case on the phone and hand in one's own self-check."""
    phone.goto("/assessment/")
    phone.locator("main table").get_by_role("link").first.click()
    phone.get_by_role("link", name="提交我的材料").click()
    phone.locator("[name=text]").fill("我到班组少。")
    send(phone, "提交")
    told(phone, "已提交")


def order_again(above: Page, case: str) -> None:
    """File the papers and order, as the department, that the meeting be held again."""
    above.goto(case)
    expect(above.get_by_text("到班组听意见少")).to_be_visible()
    above.locator("[name=guidance]").fill("请补充原因分析。")
    send(above, "^备案$")
    told(above, "已备案")
    above.locator("[name=reason]").fill(REASON)
    send(above, "责令重新召开")
    told(above, "已责令重开")


def begin_again(page: Page, first: str) -> str:
    """Learn of the order and start the new round; return its address."""
    page.goto("/notices/")
    expect(page.get_by_text("责令重新召开").first).to_be_visible()
    page.goto(first)
    expect(page.locator(".notice-error")).to_contain_text(REASON)
    send(page, "发起重开的一轮")
    assert page.url != first
    return page.url


def test_democratic_life_is_filed_upward_held_again_by_order_and_closed(
    enter: Enter, site: Site
) -> None:
    branch = seeded(site)
    people = branch.people
    page = enter(branch.secretary)
    first = start(page)
    expect(page.get_by_text("第26条").first).to_be_visible()
    assert state(page, "向上级写专题报告") == "未到"
    hand_in_by_phone(enter(branch.member, PHONE))
    prepare(page, first, people, hand_in=people[:2])
    page.goto(first)
    assert state(page, "谈心谈话") == "已办"
    assert state(page, "提交对照检查材料") == "已办"
    meet(page, first, people)
    follow_up(page, first, people, "每周到班组一次")

    above = enter("zuzhibu")
    order_again(above, first)
    second = begin_again(page, first)
    prepare(page, second, people, hand_in=people)
    page.goto(meet(page, second, people))
    expect(page.get_by_text(REASON)).to_be_visible()
    follow_up(page, second, people, "每周到班组两次")
    above.goto(second)
    send(above, "^备案$")
    close_tasks(page, second, "每周到班组两次")
    page.goto(second)
    send(page, "办结")
    expect(page.locator("h1")).to_contain_text("已办结")

    page.goto("/assessment/")
    rows = page.locator("main tbody tr")
    expect(rows.filter(has_text="已办结")).to_have_count(1)
    expect(rows.filter(has_text="责令重开")).to_have_count(1)
