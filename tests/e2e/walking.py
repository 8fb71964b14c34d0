"""Walking through the product as a person can: along the links of its pages, each kind once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Page

RECORD = re.compile(r"/\d+/[0-9a-f-]{36}")
KEY = re.compile(r"[0-9a-f-]{36}")
# Links that differ only in the rule or instrument they name lead to pages of one kind.
RULE = re.compile(r"^/rules/(rule/)?[A-Z][^/]*/$")
FILES = ("/file/", "/annotated/")
LINKS = """() => Array.from(document.querySelectorAll("a[href]"), a => a.href)"""


@dataclass(frozen=True, slots=True)
class Stop:
    """A page on the way. kind: its address without what names one record; status: its answer."""

    kind: str
    path: str
    status: int


def kind_of(path: str) -> str:
    """Return the address of a page with its record's names taken out."""
    if RULE.match(path):
        return RULE.sub(lambda found: f"/rules/{found[1] or ''}*/", path)
    kind = KEY.sub("*", RECORD.sub("/*/*", path))
    return re.sub(r"/behind/[^/]+/", "/behind/*/", kind)


def walk(page: Page, start: str = "/") -> Iterator[Stop]:
    """Yield every kind of page that links lead to, while the page is open in the browser."""
    waiting, seen = [start], {kind_of(start)}
    while waiting:
        path = waiting.pop(0)
        answer = page.goto(path)
        links = [urlsplit(link) for link in page.evaluate(LINKS)]
        yield Stop(kind_of(path), path, answer.status if answer else 0)
        for link in links:
            kind = kind_of(link.path)
            own = link.netloc == urlsplit(page.url).netloc
            if own and kind not in seen and not link.path.endswith(FILES):
                seen.add(kind)
                waiting.append(f"{link.path}?{link.query}" if link.query else link.path)
