"""支部换届 from the reminder to the approval, with a tie at the cut and paper ballots typed by two."""

from collections.abc import Mapping, Sequence

import pytest
from playwright.sync_api import Page, expect

from e2e.changing import (
    adopt,
    called,
    count_ballots,
    end,
    file_step,
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

THERE = 16  # four fifths of twenty
ROUND_ONE = {"丁一": 16, "王二": 12, "李三": 10, "赵四": 10}
ROUND_TWO = {"李三": 9, "赵四": 7}
TELLERS = ("党员14", "党员15")


def elect(
    page: Page, other: Page, address: str, rounds: Sequence[Mapping[str, int]], issued: int
) -> None:
    """Elect by paper ballots; what the count leaves open is voted on again."""
    press(page, "开始表决")
    told(page, "开始表决")
    count_ballots(page, other, rounds[0], issued)
    for counted in rounds[1:]:
        page.goto(f"{address}conduct/")
        expect(page.locator("main")).to_contain_text("李三、赵四得票相等")
        press(page, "对得票相等的人重新投票")
        told(page, "开始再次投票")
        count_ballots(page, other, counted, issued)
    page.goto(f"{address}conduct/")


def hold_assembly(page: Page, other: Page, case: str, people: Sequence[str]) -> None:
    """The assembly elects the committee; the third seat only in the second round."""
    assembly = called(page, case, "筹备党员大会", people)
    for title in ("清点到会人数", "听取上届支部委员会工作报告", "听取党费收缴"):
        take(page, title)
        resolve(page, "听取了报告")
    for title in ("通过选举办法", "通过监票人、计票人名单", "通过候选人名单"):
        adopt(page, title, THERE)
    take(page, "选举支部委员会委员")
    expect(page.locator("main")).to_contain_text("监票人：党员14；计票人：党员15")
    elect(page, other, assembly, (ROUND_ONE, ROUND_TWO), THERE)
    expect(page.locator("main")).to_contain_text("李三当选")
    end(page, case)
    expect(page.locator("#results")).to_contain_text("李三（9票）")


def hold_first_meeting(page: Page, other: Page, case: str) -> None:
    """The new committee elects its secretary and divides the work."""
    first = called(page, case, "筹备第一次会议", ("丁一", "王二", "李三"))
    take(page, "选举书记")
    elect(page, other, first, ({"丁一": 3},), 3)
    resolve(page)
    take(page, "研究委员分工")
    end(page, case, "同意分工")
    page.get_by_label("王二").select_option("organisation")
    page.get_by_label("李三").select_option("publicity")
    press(page, "登记委员分工")
    told(page, "委员分工已登记")


def test_change_of_term_from_the_reminder_to_the_approval(enter: Enter, site: Site) -> None:
    branch = seeded(site)
    page, other, above = (enter(one) for one in (branch.secretary, branch.clerk, branch.above))
    case = start(page, branch)

    prepare(page, above, case, TELLERS)
    hold_assembly(page, other, case, branch.people[:THERE])
    hold_first_meeting(page, other, case)
    issue(page, case, "选举结果报告")
    file_step(above, case, "登记批复（备案）", number="镇党发〔2026〕9号")
    page.goto(case)
    next_is(page, "登记新一届班子")
    press(page, "登记新一届班子")
    told(page, "新一届班子已登记")

    expect(page.locator("main")).to_contain_text("新一届班子已登记：第")
    page.goto("/procedures/")
    expect(page.locator("tbody tr", has_text=branch.branch)).to_have_count(0)
