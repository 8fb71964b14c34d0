"""A questionnaire as people meet it: made by a clerk, answered by phone, counted, closed."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from python_calamine import CalamineWorkbook

from e2e.browsing import PHONE, Watch, open_tab
from e2e.conftest import Enter
from e2e.site import NAME, Site, environment

pytestmark = pytest.mark.e2e

SEED = Path(__file__).with_name("questionnaire_seed.py")
ASKED = 6  # drawn from eight
OPINIONS = ("多组织学习", "党员活动室晚上也开", "主题党日早点通知", "请老党员讲党课", "没有了")


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch of eight. clerk: a login. members: name → login."""

    clerk: str
    members: dict[str, str]


def seeded(site: Site) -> Branch:
    server = os.environ["DATABASE_URL"]
    variables = environment(urlunsplit(urlsplit(server)._replace(path=f"/{NAME}")), site.data)
    variables["PYTHONPATH"] += f"{os.pathsep}{SEED.parents[1]}"
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, str(SEED)], env=variables, capture_output=True, text=True, check=True
    )
    return Branch(**json.loads(done.stdout))


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def told(page: Page, text: str) -> None:
    expect(page.get_by_role("status").first).to_contain_text(text)


def draft(page: Page, title: str, *, audience: str) -> str:
    """Fill in the setting; return the address of the draft."""
    page.get_by_label("题目").fill(title)
    page.get_by_label("填写范围").select_option(audience)
    page.get_by_label("开始时间").fill("00:00")
    page.get_by_label("截止时间").fill("23:59")
    press(page, "建草稿")
    told(page, "草稿已建好")
    return page.url


def add(page: Page, kind: str, title: str, **fields: str) -> None:
    page.get_by_role("link", name=f"加{kind}").click()
    page.get_by_label("题目").fill(title)
    for name, value in fields.items():
        page.locator(f"[name={name}]").fill(value)
    if kind != "问答题":
        page.get_by_label("必答").check()
    press(page, "保存题目")


def made(page: Page) -> str:
    """The clerk makes a questionnaire of four questions for a sample by sex; return its address."""
    page.goto("/questionnaires/")
    page.get_by_role("link", name="新建问卷").click()
    page.get_by_label("性别").check()
    address = draft(page, "支部工作满意度调查", audience="sample")
    add(page, "单选题", "对党员活动室满意吗", options="满意\n基本满意\n不满意")
    add(page, "量表题", "总体满意程度")
    add(
        page,
        "矩阵题",
        "逐项评价",
        rows="主题党日\n党课",
        steps="3",
        low_label="差",
        high_label="好",
    )
    add(page, "问答题", "还有什么建议")
    page.get_by_role("link", name="抽样", exact=True).click()
    page.get_by_label("抽多少人").fill(str(ASKED))
    page.get_by_label("种子").fill("当众掷骰子：6 2 4")
    press(page, "抽样")
    told(page, "已抽样")
    expect(page.get_by_role("row", name=re.compile("^女 4 3"))).to_be_visible()
    press(page, "发出问卷")
    told(page, "问卷已发出")
    return address


def slips(page: Page, address: str) -> dict[str, str]:
    """Return name → address of the slips as they are printed."""
    page.goto(f"{address}slips/")
    items = page.locator(".slips li")
    return {
        items.nth(n).locator("strong").inner_text(): str(
            items.nth(n).get_by_role("link", name="打开").get_attribute("href")
        )
        for n in range(items.count())
    }


def fill_in(page: Page, opinion: str) -> None:
    expect(page.get_by_text("这份问卷是匿名的")).to_be_visible()
    room = page.get_by_role("group", name=re.compile("对党员活动室满意吗"))
    room.get_by_label("满意", exact=True).check()
    whole = page.get_by_role("group", name=re.compile("总体满意程度"))
    whole.get_by_label("4", exact=True).check()
    for row, step in (("主题党日", "3"), ("党课", "2")):
        page.get_by_role("group", name=row, exact=True).get_by_label(step, exact=True).check()
    page.get_by_label(re.compile("还有什么建议")).fill(opinion)


def send(page: Page) -> None:
    press(page, "提交")
    expect(page.get_by_text("答卷已收到")).to_be_visible()


def test_from_the_clerks_plan_to_the_workbook(
    enter: Enter, site: Site, browser: Browser, watch: Watch, tmp_path: Path
) -> None:
    branch = seeded(site)
    clerk = enter(branch.clerk)
    address = made(clerk)
    codes = slips(clerk, address)
    assert len(codes) == ASKED
    assert set(codes) <= set(branch.members)
    names = list(codes)
    asked, by_slip, late = names[:3], names[3:5], names[5]

    for name, opinion in zip(asked, OPINIONS, strict=False):
        phone = enter(branch.members[name], size=PHONE)
        phone.goto("/questionnaires/")
        phone.get_by_role("link", name="去填写").click()
        fill_in(phone, opinion)
        if name == asked[0]:
            _a_second_sheet_of_the_same_person_is_not_taken(phone)
        else:
            send(phone)
    clerk.goto(f"{address}results/")
    expect(clerk.get_by_text("答卷不到5份")).to_be_visible()
    for name, opinion in zip(by_slip, OPINIONS[3:], strict=True):
        phone = open_tab(browser, watch, PHONE)
        phone.goto(codes[name])
        fill_in(phone, opinion)
        send(phone)
        phone.goto(codes[name])
        expect(phone.get_by_text("不用再填")).to_be_visible()
        phone.context.close()

    _figures_follow_by_themselves(clerk)
    _a_resident_answers_by_the_public_link(clerk, address, browser, watch)
    clerk.goto(address)
    clerk.locator("summary", has_text="结束问卷").click()
    press(clerk, "确定结束")
    told(clerk, "不再收答卷")
    _the_workbook_has_what_was_answered(clerk, address, tmp_path)

    phone = enter(branch.members[late], size=PHONE)
    phone.goto("/questionnaires/")
    expect(phone.get_by_role("link", name="去填写")).to_have_count(0)
    for place in (f"{address}answer/", codes[late]):
        phone.goto(place)
        expect(phone.get_by_text("问卷已经结束")).to_be_visible()


def _a_second_sheet_of_the_same_person_is_not_taken(phone: Page) -> None:
    """Not even from a page that was opened before the first was sent."""
    other = phone.context.new_page()
    other.goto(phone.url)
    fill_in(other, "第二份")
    send(phone)
    press(other, "提交")
    expect(other.get_by_text("每人填一份")).to_be_visible()
    other.close()


def _figures_follow_by_themselves(clerk: Page) -> None:
    """The open page of results is not loaded again: it asks every ten seconds."""
    expect(clerk.get_by_text("下面是前5份的汇总")).to_be_visible(timeout=15_000)
    expect(clerk.locator(".chart svg").first).to_be_visible()
    expect(clerk.get_by_role("row", name=re.compile("^满意 5 100"))).to_be_visible()
    expect(clerk.get_by_text(OPINIONS[0])).to_have_count(0)


def _a_resident_answers_by_the_public_link(
    clerk: Page, address: str, browser: Browser, watch: Watch
) -> None:
    clerk.goto(address)
    clerk.get_by_role("link", name="复制").click()
    public = draft(clerk, "群众意见征集", audience="public")
    press(clerk, "发出问卷")
    link = clerk.locator("a[href*='/questionnaires/public/']").inner_text()
    resident = open_tab(browser, watch, PHONE)
    resident.goto(link)
    fill_in(resident, "路灯修一修")
    send(resident)
    resident.goto(link)
    expect(resident.get_by_text("答卷已收到")).to_be_visible()
    resident.context.close()
    clerk.goto(public)
    expect(clerk.get_by_text("1份")).to_be_visible()


def _the_workbook_has_what_was_answered(clerk: Page, address: str, folder: Path) -> None:
    clerk.goto(f"{address}results/")
    expect(clerk.get_by_text(OPINIONS[0])).to_be_visible()
    with clerk.expect_download() as download:
        press(clerk, "下载答卷和汇总（Excel）")
    file = folder / "answers.xlsx"
    download.value.save_as(file)
    book = CalamineWorkbook.from_path(str(file))
    assert book.sheet_names == ["答卷", "汇总"]
    heads, *sheets = book.get_sheet_by_name("答卷").to_python()
    assert len(heads) == 5
    assert sorted(row[4] for row in sheets) == sorted(OPINIONS)
    assert {tuple(row[:4]) for row in sheets} == {("满意", 4.0, 3.0, 2.0)}
