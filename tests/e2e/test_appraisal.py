"""A 民主测评 by phone: prepared, filled in secretly, opened by the tellers, read back as grades."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from playwright.sync_api import Page, expect

from e2e import polling
from e2e.browsing import PHONE
from e2e.conftest import Enter
from e2e.site import NAME, Site, environment

pytestmark = pytest.mark.e2e

SEED = Path(__file__).with_name("appraisal_seed.py")
PROBATIONER = "周预备"


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch of four full members and a probationer.

    voters: all but the secretary. tellers: login and name. names: those who are graded.
    """

    secretary: str
    voters: list[str]
    tellers: list[list[str]]
    names: list[str]


def seeded(site: Site) -> Branch:
    server = os.environ["DATABASE_URL"]
    variables = environment(urlunsplit(urlsplit(server)._replace(path=f"/{NAME}")), site.data)
    variables["PYTHONPATH"] += f"{os.pathsep}{SEED.parents[1]}"
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, str(SEED)], env=variables, capture_output=True, text=True, check=True
    )
    return Branch(**json.loads(done.stdout))


def start(page: Page) -> str:
    """Start the appraisal and record what goes before the vote; return its address."""
    page.goto("/assessment/appraisals/")
    page.get_by_role("link", name="发起民主评议党员").click()
    page.get_by_role("button", name="发起").click()
    expect(page.get_by_role("status").first).to_contain_text("已发起")
    address = page.url
    for step in ("self_review", "mutual"):
        page.goto(f"{address}step/{step}/")
        page.locator("main form").get_by_role("button", name="登记").click()
        expect(page.get_by_role("status").first).to_contain_text("已登记")
    return address


def prepare(page: Page, address: str, tellers: list[list[str]]) -> str:
    """Prepare the ballot on line with the times that are filled in; return its address."""
    page.goto(address)
    page.get_by_role("link", name=re.compile("线上测评")).click()
    for field, (_, name) in zip(("first", "second"), tellers, strict=True):
        page.locator(f"[name={field}]").select_option(label=name)
    page.locator("[name=published]").check()
    page.get_by_role("button", name="准备线上测评").click()
    expect(page.get_by_role("status").first).to_contain_text("已准备1张票")
    page.get_by_role("link", name="第1张").click()
    return page.url


def test_members_fill_in_by_phone_and_the_counts_become_grades(
    enter: Enter, site: Site, tmp_path: Path
) -> None:
    branch = seeded(site)
    page = enter(branch.secretary)
    address = start(page)
    ballot = prepare(page, address, branch.tellers)
    path = urlsplit(ballot).path
    phones = [enter(login, PHONE) for login in branch.voters]
    keys = [polling.make_key(phone, path, tmp_path) for phone in phones[:2]]
    polling.step(page, path, "封定投票内容和名册")
    polling.step(page, path, "开始投票")
    for phone in [page, *phones]:
        grades = {name: "优秀" if name == "丁一" else "合格" for name in branch.names}
        polling.fill_in(phone, path, grades)
        polling.send(phone)
    polling.step(page, path, "截止并封存票箱")
    for phone, key in zip(phones, keys, strict=False):
        polling.open_layer(phone, path, key)

    page.goto(address)
    expect(page.locator("#audiences")).to_contain_text("发出5张，收回5张，无效0张")
    page.get_by_role("link", name="评定等次").first.click()
    first = page.locator("tr", has=page.get_by_role("rowheader", name="丁一"))
    expect(first).to_contain_text("优秀5票")
    expect(first.locator("select")).to_have_value("优秀")
    probationer = page.locator("tr", has=page.get_by_role("rowheader", name=PROBATIONER))
    expect(probationer).to_contain_text("不评定（预备党员）")
    page.get_by_role("button", name="保存评定").click()
    expect(page.get_by_role("status").first).to_contain_text("已保存4人的评定")
    page.get_by_role("link", name="反馈并办结").click()
    page.get_by_role("button", name="反馈并办结").click()
    expect(page.locator("h1")).to_contain_text("已办结")
    for reader, grade in ((page, "优秀"), (phones[0], "合格")):
        reader.goto("/assessment/results/")
        expect(reader.locator("main .facts")).to_have_count(1)
        expect(reader.locator("main .facts")).to_contain_text(grade)
