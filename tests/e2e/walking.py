"""Walking through the product as a person can: along the links of its pages, each kind once."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from playwright.sync_api import Error, Page

RECORD = re.compile(r"/\d+/[0-9a-f-]{36}")
KEY = re.compile(r"[0-9a-f-]{36}")
# Links that differ only in the rule or instrument they name lead to pages of one kind.
RULE = re.compile(r"^/rules/(rule/)?[A-Z][^/]*/$")
FILES = ("/file/", "/annotated/", ".pdf", ".docx", ".json", ".xlsx", ".csv", ".ics", ".svg")
LINK = re.compile(r'<a\s[^>]*?href="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Stop:
    """A page on the way.

    kind: its address without what names one record; status: its answer.
    shown: whether the browser shows it now, or it was only fetched.
    """

    kind: str
    path: str
    status: int
    shown: bool


def kind_of(path: str) -> str:
    """Return the address of a page with its record's names taken out."""
    if RULE.match(path):
        return RULE.sub(lambda found: f"/rules/{found[1] or ''}*/", path)
    kind = KEY.sub("*", RECORD.sub("/*/*", path))
    return re.sub(r"/behind/[^/]+/", "/behind/*/", kind)


def walk(page: Page, known: Collection[str], start: str = "/") -> Iterator[Stop]:
    """Yield every kind of page that links lead to; `known` kinds are fetched without showing."""
    waiting, seen = [start], {kind_of(start)}
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(urlsplit(path).path)
        stop, text = fetched(page, path) if kind in known else opened(page, path)
        yield stop
        for link in LINK.findall(text):
            target = urlsplit(unescape(link))
            if target.netloc or not target.path.startswith("/") or target.path.endswith(FILES):
                continue
            if kind_of(target.path) not in seen:
                seen.add(kind_of(target.path))
                waiting.append(target._replace(fragment="").geturl())


def opened(page: Page, path: str) -> tuple[Stop, str]:
    """Open a page and return its text; a file, which no browser opens, is only fetched."""
    try:
        answer = page.goto(path)
    except Error as told:
        if "Download is starting" not in told.message:
            raise
        return fetched(page, path)
    return stop_at(path, answer.status if answer else 0, shown=True), page.content()


def fetched(page: Page, path: str) -> tuple[Stop, str]:
    """Fetch a page with the session of the browser and return its text."""
    answer = page.request.get(path)
    return stop_at(path, answer.status, shown=False), answer.text()


def stop_at(path: str, status: int, *, shown: bool) -> Stop:
    return Stop(kind_of(urlsplit(path).path), path, status, shown)
