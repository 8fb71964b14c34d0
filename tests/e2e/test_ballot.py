"""A secret ballot by phone: keys, votes, layers, the board, and a recount that trusts nobody."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from e2e import polling
from e2e.browsing import PHONE, Watch
from e2e.conftest import Enter
from e2e.site import Site

pytestmark = pytest.mark.e2e
PAGES_THAT_SEAL = re.compile(r"/(key|vote|peel)/$")

BALLOTS = (
    ({"接收李明为预备党员": "赞成", "丁二": "赞成", "王一": "赞成", "李三": "不赞成"}, ()),
    ({"接收李明为预备党员": "赞成", "丁二": "赞成", "王一": "不赞成", "李三": "赞成"}, ()),
    ({"接收李明为预备党员": "赞成", "丁二": "赞成", "王一": "不赞成", "李三": "弃权"}, ("刘四",)),
    ({"接收李明为预备党员": "不赞成", "丁二": "弃权", "王一": "赞成", "李三": "赞成"}, ()),
    ({"接收李明为预备党员": "弃权", "丁二": "赞成", "王一": "赞成", "李三": "赞成"}, ()),
)


def test_five_voters_by_phone_and_an_independent_recount(
    enter: Enter, site: Site, watch: Watch, tmp_path: Path
) -> None:
    made = polling.seed(site, voters=len(BALLOTS), secretary="shuji")
    tellers = [enter(login) for login in made.tellers]
    keys = [polling.make_key(page, made.path, tmp_path) for page in tellers]
    organiser = enter("shuji")
    polling.step(organiser, made.path, "封定投票内容和名册")
    polling.step(organiser, made.path, "开始投票")

    phones = [enter(login, size=PHONE) for login in made.voters]
    receipts = []
    for phone, (chosen, others) in zip(phones, BALLOTS, strict=True):
        polling.fill_in(phone, made.path, chosen, others)
        if phone is phones[0]:
            receipts.append(_sent_after_a_lost_answer(phone, watch))
        else:
            receipts.append(polling.send(phone))
    _cannot_vote_again(phones[1], made.path)

    polling.step(organiser, made.path, "截止并封存票箱")
    for page, key in zip(tellers, keys, strict=True):
        polling.open_layer(page, made.path, key)

    file = polling.published(phones[0], made.path, tmp_path)
    for phone, kept in zip(phones, receipts, strict=True):
        _finds_both(phone, made.path, kept)
    answer = polling.recount(file)
    question, race = answer["contests"]
    assert question["options"] == [["yes", 3], ["no", 1], ["abstain", 1]]
    assert race["candidates"] == [["丁二", 3, 0, 1], ["王一", 2, 2, 0], ["李三", 2, 1, 1]]
    assert (race["others"], race["invalid"]) == ([["刘四", 1]], 1)


def test_thirty_voters_by_phone_and_an_independent_recount(
    enter: Enter, site: Site, tmp_path: Path
) -> None:
    rounds = 6
    made = polling.seed(site, voters=rounds * len(BALLOTS), secretary="shuji")
    tellers = [enter(login) for login in made.tellers]
    keys = [polling.make_key(page, made.path, tmp_path) for page in tellers]
    organiser = enter("shuji")
    polling.step(organiser, made.path, "封定投票内容和名册")
    polling.step(organiser, made.path, "开始投票")

    for login, (chosen, others) in zip(made.voters, BALLOTS * rounds, strict=True):
        phone = enter(login, size=PHONE)
        polling.fill_in(phone, made.path, chosen, others)
        kept = polling.send(phone)
        phone.context.close()
    polling.step(organiser, made.path, "截止并封存票箱")
    for page, key in zip(tellers, keys, strict=True):
        polling.open_layer(page, made.path, key)

    last = enter(made.voters[-1], size=PHONE)
    file = polling.published(last, made.path, tmp_path)
    _finds_both(last, made.path, kept)
    question, race = polling.recount(file)["contests"]
    assert question["options"] == [["yes", 18], ["no", 6], ["abstain", 6]]
    assert race["candidates"] == [["丁二", 18, 0, 6], ["王一", 12, 12, 0], ["李三", 12, 6, 6]]
    assert (race["others"], race["invalid"]) == ([["刘四", 6]], 6)


def test_a_browser_that_refuses_webassembly_seals_all_the_same(
    enter: Enter, site: Site, watch: Watch, tmp_path: Path
) -> None:
    """As an engine does that does not know the word of the policy."""
    made = polling.seed(site, voters=1, secretary="shuji")
    tellers = [_without_webassembly(enter(login)) for login in made.tellers]
    keys = [polling.make_key(page, made.path, tmp_path) for page in tellers]
    organiser = enter("shuji")
    polling.step(organiser, made.path, "封定投票内容和名册")
    polling.step(organiser, made.path, "开始投票")
    phone = _without_webassembly(enter(made.voters[0], size=PHONE))
    chosen, others = BALLOTS[0]
    polling.fill_in(phone, made.path, chosen, others)
    polling.send(phone)
    polling.step(organiser, made.path, "截止并封存票箱")
    for page, key in zip(tellers, keys, strict=True):
        polling.open_layer(page, made.path, key)

    answer = polling.recount(polling.published(phone, made.path, tmp_path))

    assert answer["contests"][0]["options"] == [["yes", 1], ["no", 0], ["abstain", 0]]
    refused = [fault for fault in watch.faults if "WebAssembly" in fault]
    assert refused
    watch.faults = [fault for fault in watch.faults if fault not in refused]


def _without_webassembly(page: Page) -> Page:
    def strip(route: Route) -> None:
        answer = route.fetch()
        policy = answer.headers["content-security-policy"].replace(" 'wasm-unsafe-eval'", "")
        headers = {**answer.headers, "content-security-policy": policy}
        route.fulfill(response=answer, headers=headers)

    page.route(PAGES_THAT_SEAL, strip)
    return page


def _sent_after_a_lost_answer(phone: Page, watch: Watch) -> polling.Receipt:
    """The answer is lost and the page left; opened again it sends the same envelope."""

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    phone.route("**/cast/", lose)
    phone.get_by_role("button", name="投出选票").click()
    expect(phone.get_by_text("没有收到回答")).to_be_visible()
    phone.unroute("**/cast/")
    lost = [fault for fault in watch.faults if "net::ERR_FAILED" in fault]
    watch.faults = [fault for fault in watch.faults if fault not in lost]
    assert len(lost) == 1
    phone.reload()
    expect(phone.get_by_text("先前已经收到，没有重复计票")).to_be_visible()
    return polling.receipt(phone)


def _cannot_vote_again(phone: Page, path: str) -> None:
    phone.goto(f"{path}vote/")
    expect(phone.get_by_text("每人只投一票")).to_be_visible()
    expect(phone.get_by_role("button", name="核对选票")).to_have_count(0)


def _finds_both(phone: Page, path: str, kept: polling.Receipt) -> None:
    phone.goto(f"{path}board/")
    for wanted in (kept.tracker, kept.envelope):
        phone.get_by_label("查找自己的查询码或信封摘要").fill(wanted)
        expect(phone.get_by_text("找到 1 条。")).to_be_visible()
