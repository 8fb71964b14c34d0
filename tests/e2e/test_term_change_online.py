"""支部换届 with a 差额预选 on paper and ballots by phone, to the posts of the new body."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from e2e import polling
from e2e.browsing import PHONE
from e2e.changing import (
    Branch,
    adopt,
    called,
    count_ballots,
    end,
    file_step,
    follow,
    issue,
    next_is,
    prepare,
    press,
    resolve,
    seeded,
    start,
    take,
    told,
)
from e2e.conftest import Enter
from e2e.site import Site

pytestmark = pytest.mark.e2e

MEMBERS = 8
TELLERS = ("党员02", "党员03")
NAMES = ("党员01", "王二", "李三", "赵四", "党员00", *TELLERS)
PRESELECTED = {"丁一": 8, "王二": 6, "李三": 5, "赵四": 4}  # four of eight are not enough
# Marks of each in the order 丁一, 王二, 李三.
ELECTED = ("yyy", "yyy", "yyy", "yyn", "yyn", "yyy", "yyy", "yyy")
WORDS = {"y": "赞成", "n": "不赞成"}


@dataclass(frozen=True, slots=True)
class Hall:
    """The case, the page of 丁一 who is secretary, and the phones of the others by name."""

    case: str
    organiser: Page
    phones: Mapping[str, Page]

    @property
    def tellers(self) -> list[Page]:
        return [self.phones[name] for name in TELLERS]

    @property
    def everybody(self) -> list[Page]:
        return [self.organiser, *self.phones.values()]

    @property
    def seated(self) -> list[Page]:
        return [self.organiser, self.phones["王二"], self.phones["李三"]]


def by_phone(
    hall: Hall, voters: Sequence[Page], ballots: Sequence[Mapping[str, str]], folder: Path
) -> str:
    """Hold the ballot that the meeting opened; return its address."""
    organiser, tellers = hall.organiser, hall.tellers
    organiser.get_by_label("手机投票").check()
    press(organiser, "开始表决")
    told(organiser, "开始表决")
    organiser.get_by_role("link", name="去投票和计票").click()
    path = organiser.url
    folder.mkdir(exist_ok=True)
    keys = [polling.make_key(page, path, folder) for page in tellers]
    polling.step(organiser, path, "封定投票内容和名册")
    polling.step(organiser, path, "开始投票")
    for page, chosen in zip(voters, ballots, strict=True):
        polling.fill_in(page, path, chosen)
        polling.send(page)
    polling.step(organiser, path, "截止并封存票箱")
    for page, key in zip(tellers, keys, strict=True):
        polling.open_layer(page, path, key)
    return path


def marked(names: Sequence[str], marks: Sequence[str]) -> list[dict[str, str]]:
    return [dict(zip(names, (WORDS[one] for one in row), strict=True)) for row in marks]


def hold_assembly(hall: Hall, branch: Branch, folder: Path) -> None:
    """差额预选 on paper, the election proper by phone; anybody recounts it."""
    page, case = hall.organiser, hall.case
    assembly = called(page, case, "筹备党员大会", branch.people)
    for title in ("清点到会人数", "听取上届支部委员会工作报告", "听取党费收缴"):
        take(page, title)
        resolve(page, "听取了报告")
    for title in ("通过选举办法", "通过监票人、计票人名单", "通过候选人名单"):
        adopt(page, title, MEMBERS)
    take(page, "差额预选支部委员会委员候选人")
    press(page, "开始表决")
    told(page, "开始表决")
    count_ballots(page, hall.phones["党员01"], PRESELECTED, MEMBERS)
    page.goto(f"{assembly}conduct/")
    expect(page.locator("main")).to_contain_text("丁一、王二、李三列为正式候选人")
    resolve(page)
    take(page, "选举支部委员会委员")
    three = marked(("丁一", "王二", "李三"), ELECTED)
    path = by_phone(hall, hall.everybody, three, folder / "proper")
    race = polling.recount(polling.published(page, path, folder))["contests"][0]
    assert race["candidates"] == [["丁一", 8, 0, 0], ["王二", 8, 0, 0], ["李三", 6, 2, 0]]
    page.goto(f"{assembly}conduct/")
    end(page, case)
    expect(page.locator("#results")).to_contain_text("李三（6票）")


def hold_first_meeting(hall: Hall, folder: Path) -> None:
    """The new committee elects its secretary by phone and divides the work."""
    page, case = hall.organiser, hall.case
    first = called(page, case, "筹备第一次会议", ("丁一", "王二", "李三"))
    take(page, "选举书记")
    by_phone(hall, hall.seated, marked(("丁一",), ("y", "y", "y")), folder / "secretary")
    page.goto(f"{first}conduct/")
    resolve(page)
    take(page, "研究委员分工")
    end(page, case, "同意分工")
    page.get_by_label("王二").select_option("organisation")
    page.get_by_label("李三").select_option("publicity")
    press(page, "登记委员分工")
    told(page, "委员分工已登记")


def test_change_of_term_with_ballots_by_phone(enter: Enter, site: Site, tmp_path: Path) -> None:
    branch = seeded(site, members=MEMBERS, accounts=MEMBERS - 2)
    page, above = enter(branch.secretary), enter(branch.above)
    case = start(page, branch, "preliminary")
    prepare(page, above, case, TELLERS)
    phones = [enter(login, PHONE) for login in (branch.clerk, *branch.members)]
    hall = Hall(case, page, dict(zip(NAMES, phones, strict=True)))

    hold_assembly(hall, branch, tmp_path)
    hold_first_meeting(hall, tmp_path)
    issue(page, case, "选举结果报告")
    file_step(above, case, "登记批复（备案）", number="镇党发〔2026〕9号")
    page.goto(case)
    next_is(page, "登记新一届班子")
    press(page, "登记新一届班子")
    told(page, "新一届班子已登记")

    follow(page, "看班子")
    for post, name in (("书记", "丁一"), ("组织委员", "王二"), ("宣传委员", "李三")):
        row = page.locator("#term tbody tr", has_text=name)
        expect(row).to_contain_text(post)
