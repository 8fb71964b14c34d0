"""A change of term as people carry it: helpers of the journeys, one function per act."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from e2e.site import NAME, Site, environment

SEED = Path(__file__).with_name("term_seed.py")
STANDING = ("丁一", "王二", "李三", "赵四")


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch under a committee, by the logins of those who act.

    people: names. members: logins of those who only belong to it, in the order of names.
    """

    secretary: str
    clerk: str
    above: str
    branch: str
    people: list[str]
    members: list[str]


def seeded(site: Site, *, members: int = 20, accounts: int = 0) -> Branch:
    """Make the branch; so many of its members beside the secretary and the clerk can sign in."""
    server = os.environ["DATABASE_URL"]
    variables = environment(urlunsplit(urlsplit(server)._replace(path=f"/{NAME}")), site.data)
    variables["PYTHONPATH"] += f"{os.pathsep}{SEED.parents[1]}"
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, str(SEED)],
        env=variables,
        input=json.dumps({"members": members, "accounts": accounts}),
        capture_output=True,
        text=True,
        check=True,
    )
    return Branch(**json.loads(done.stdout))


def now() -> datetime:
    return datetime.now(ZoneInfo("Asia/Shanghai"))


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def follow(page: Page, name: str) -> None:
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()


def told(page: Page, text: str) -> None:
    expect(page.get_by_role("status").first).to_contain_text(text)


def next_is(page: Page, title: str) -> None:
    expect(page.get_by_label("下一步")).to_contain_text(title)


def file_step(page: Page, case: str, link: str, *, number: str = "") -> None:
    """File the step that is next."""
    page.goto(case)
    follow(page, link)
    if number:
        page.get_by_label("文号").fill(number)
    press(page, "登记")
    told(page, "已登记")


def issue(page: Page, case: str, title: str) -> None:
    """Send the paper that is next."""
    page.goto(case)
    press(page, f"发出{title}")
    told(page, "已发出")


def start(page: Page, branch: Branch, method: str = "direct") -> str:
    """Start from the reminder; return the address of the case."""
    page.goto("/procedures/")
    row = page.locator("tbody tr", has_text=branch.branch)
    expect(row).to_contain_text("提醒准备换届")
    row.get_by_role("link", name="启动换届").click()
    page.get_by_label("计划选举日期").fill(now().strftime("%Y-%m-%d"))
    page.get_by_label("应选委员名额").fill("3")
    page.get_by_label("选举办法").select_option(method)
    press(page, "启动换届")
    told(page, "换届已启动")
    return page.url


def nominate(page: Page, case: str, post: str, name: str) -> None:
    page.goto(f"{case}candidates/")
    page.locator("select[name=post]").select_option(post)
    page.get_by_role("radio", name=re.compile(f"^{name}")).check()
    press(page, "填写推荐人选")
    told(page, "推荐人选已填写")


def propose_tellers(page: Page, case: str, watching: str, counting: str) -> None:
    page.goto(f"{case}candidates/")
    page.get_by_role("checkbox", name=f"监票人：{watching}", exact=True).check()
    page.get_by_role("checkbox", name=f"计票人：{counting}", exact=True).check()
    press(page, "推定监票人、计票人")
    told(page, "已推定")


def called(page: Page, case: str, link: str, present: Sequence[str]) -> str:
    """Plan a meeting of the case, tell everybody, note who came, open it; return its address."""
    page.goto(case)
    follow(page, link)
    soon = now() + timedelta(minutes=2)
    page.get_by_label("日期").fill(soon.strftime("%Y-%m-%d"))
    page.get_by_label("时间", exact=False).last.fill(soon.strftime("%H:%M"))
    page.get_by_label("地点").fill("党员活动室")
    press(page, "筹备会议")
    told(page, "会议已筹备")
    address = page.url
    page.goto(f"{address}notice/")
    press(page, "发出通知")
    told(page, "通知已发")
    page.goto(f"{address}attendees/sheet/")
    for name in present:
        page.get_by_role("checkbox", name=re.compile(name)).check()
    page.locator("main form").get_by_role("button").last.click()
    told(page, f"勾选{len(present)}人")
    page.goto(f"{address}conduct/")
    press(page, "宣布开会")
    told(page, "会议已开始")
    return address


def take(page: Page, title: str) -> None:
    expect(page.locator("main")).to_contain_text(title)
    press(page, "开始议这一项")
    expect(page.get_by_role("heading", name=re.compile(f"正在议.*{title}"))).to_be_visible()


def resolve(page: Page, text: str = "") -> None:
    if text:
        page.get_by_label(re.compile("决议或议定意见")).fill(text)
    press(page, "记下决议，议下一项")
    told(page, "决议已记下")


def adopt(page: Page, title: str, yes: int) -> None:
    """Adopt something by show of hands."""
    take(page, title)
    page.get_by_role("radio", name="举手", exact=True).check()
    press(page, "开始表决")
    told(page, "开始表决")
    page.get_by_label("赞成", exact=True).fill(str(yes))
    press(page, "计票并宣布结果")
    told(page, "表决结果已记下")
    resolve(page)


def count_ballots(page: Page, other: Page, yes: Mapping[str, int], issued: int) -> None:
    """Two persons type the same count, each for themselves."""
    page.get_by_role("link", name="去投票和计票").click()
    address = page.url
    for typist in (page, other):
        typist.goto(f"{address}count/0/")
        typist.get_by_label("发出选票").fill(str(issued))
        typist.get_by_label("收回选票").fill(str(issued))
        typist.get_by_label("其中无效票").fill("0")
        for name, votes in yes.items():
            group = typist.get_by_role("group", name=name)
            group.get_by_label("赞成", exact=False).first.fill(str(votes))
            group.get_by_label("不赞成").fill(str(issued - votes))
            group.get_by_label("弃权").fill("0")
        press(typist, "录入票数")
        expect(typist.get_by_role("status").first).to_be_visible()
    expect(other.get_by_role("status").first).to_contain_text("录入一致")


def end(page: Page, case: str, text: str = "") -> None:
    """End the last item and the meeting; take the result into the case."""
    resolve(page, text)
    press(page, "宣布散会")
    told(page, "会议已结束")
    page.goto(case)
    press(page, "登记会议结果")
    told(page, "选举结果已登记")


def prepare(page: Page, above: Page, case: str, tellers: tuple[str, str]) -> None:
    """From the reminder to the approved candidates."""
    file_step(page, case, "登记收到提醒", number="镇党发〔2026〕1号")
    next_is(page, "支部委员会研究换届")
    file_step(page, case, "登记")
    issue(page, case, "换届请示")
    file_step(above, case, "登记批复（备案）", number="镇党发〔2026〕2号")
    file_step(page, case, "登记")
    page.goto(case)
    next_is(page, "酝酿推荐候选人")
    for name in STANDING:
        nominate(page, case, "member", name)
    nominate(page, case, "secretary", "丁一")
    propose_tellers(page, case, *tellers)
    file_step(page, case, "登记")
    issue(page, case, "候选人预备人选请示")
    next_is(page, "候选人预备人选经上级审查同意")
    file_step(above, case, "登记批复（备案）", number="镇党发〔2026〕3号")
