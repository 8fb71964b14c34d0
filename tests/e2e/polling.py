"""A ballot on line as people do it: helpers of the journeys, one function per person's part."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from playwright.sync_api import Page, expect

from e2e.site import NAME, Site, environment

SEED = Path(__file__).with_name("ballot_seed.py")
RECOUNT = Path(__file__).resolve().parents[2] / "src" / "dangwu" / "ballots" / "recount.py"


@dataclass(frozen=True, slots=True)
class Seeded:
    """A prepared ballot. path: its page, with a slash at the end."""

    path: str
    voters: tuple[str, ...]
    tellers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a voter's page showed, without blanks."""

    tracker: str
    envelope: str


def seed(site: Site, *, voters: int, secretary: str) -> Seeded:
    """Prepare a ballot of the secretary's branch with new voters and two tellers."""
    server = os.environ["DATABASE_URL"]
    url = urlunsplit(urlsplit(server)._replace(path=f"/{NAME}"))
    variables = environment(url, site.data)
    tests = str(SEED.parents[1])
    variables["PYTHONPATH"] = f"{variables['PYTHONPATH']}{os.pathsep}{tests}"
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, str(SEED)],
        env=variables,
        input=json.dumps({"voters": voters, "secretary": secretary}),
        capture_output=True,
        text=True,
        check=True,
    )
    made = json.loads(done.stdout)
    return Seeded(made["path"], tuple(made["voters"]), tuple(made["tellers"]))


def make_key(page: Page, path: str, folder: Path) -> Path:
    """A teller makes a key, keeps the file, checks it, and submits the public half."""
    page.goto(f"{path}key/")
    page.get_by_role("button", name="生成密钥").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="保存密钥文件").click()
    file = folder / f"{re.sub('[^a-z0-9]', '', page.url)}-{download.value.suggested_filename}"
    download.value.save_as(file)
    page.get_by_label("选刚保存的文件").set_input_files(file)
    page.get_by_role("button", name="提交公钥").click()
    expect(page.get_by_text("公钥已提交")).to_be_visible()
    return file


def step(page: Page, path: str, button: str) -> None:
    """The organiser does the next step."""
    page.goto(path)
    page.get_by_role("button", name=button).click()


def fill_in(page: Page, path: str, chosen: Mapping[str, str], others: Sequence[str] = ()) -> None:
    """A voter fills in the ballot and reviews it. chosen: question or candidate → the word."""
    page.goto(f"{path}vote/")
    for what, word in chosen.items():
        group = page.get_by_role("radiogroup", name=what).or_(page.get_by_role("group", name=what))
        group.get_by_text(word, exact=True).click()
    if others:
        page.get_by_text("另选他人", exact=True).click()
    for number, name in enumerate(others, start=1):
        page.get_by_label(f"另选他人{number}").fill(name)
    page.get_by_role("button", name="核对选票").click()


def send(page: Page) -> Receipt:
    """The voter sends the reviewed ballot and reads the receipt."""
    page.get_by_role("button", name="投出选票").click()
    expect(page.get_by_role("heading", name="投票回执")).to_be_visible()
    expect(page.get_by_text("回执的签名已核对")).to_be_visible()
    return receipt(page)


def receipt(page: Page) -> Receipt:
    """Read the receipt that is shown."""
    shown = [page.locator(f"#{name}").inner_text() for name in ("tracker", "envelope")]
    tracker, envelope = ("".join(text.split()) for text in shown)
    return Receipt(tracker, envelope)


def open_layer(page: Page, path: str, key: Path) -> None:
    """A teller takes the own layer off."""
    page.goto(f"{path}peel/")
    page.get_by_label("密钥文件").set_input_files(key)
    page.get_by_role("button", name="开启我的一层").click()
    expect(page.get_by_role("heading", name="请销毁密钥")).to_be_visible()


def published(page: Page, path: str, folder: Path) -> Path:
    """Anybody on the roll downloads the file."""
    page.goto(f"{path}board/")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载复核文件").click()
    file = folder / "ballot.json"
    download.value.save_as(file)
    return file


def recount(file: Path) -> dict[str, Any]:
    """Run the separate program with nothing of the product in reach; return what it printed."""
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-I", "-S", str(RECOUNT), str(file)],
        capture_output=True,
        text=True,
        check=False,
        env={},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
