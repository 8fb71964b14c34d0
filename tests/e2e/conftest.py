"""Fixtures of the browser journeys: one site and one browser for all, a fresh profile for each."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from e2e.browsing import OFFICE, Watch, chromium, find_chromium, open_tab, sign_in
from e2e.site import Site, running_site

Enter = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give Chromium; only a developer's machine may be without it."""
    path = find_chromium()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium: install the system's package or name it in $CHROMIUM")
        pytest.skip("no Chromium on this machine; name one in $CHROMIUM")
    with chromium(path) as started:
        yield started


@pytest.fixture(scope="session")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve the demo county."""
    data = tmp_path_factory.mktemp("site")
    with running_site(os.environ["DATABASE_URL"], data) as found:
        yield found


@pytest.fixture
def watch(site: Site) -> Iterator[Watch]:
    """Watch the pages of a test, and fail it for what must never happen."""
    watching = Watch(site.url)
    yield watching
    assert watching.faults == []


@pytest.fixture
def tab(browser: Browser, watch: Watch) -> Iterator[Page]:
    """Give a page of somebody who has not signed in."""
    page = open_tab(browser, watch)
    yield page
    page.context.close()


@pytest.fixture
def enter(browser: Browser, watch: Watch) -> Iterator[Enter]:
    """Give a way to sign in: `enter("shuji", size=PHONE)` is the first page of that account."""
    opened: list[Page] = []

    def open_and_sign_in(login: str, size: tuple[int, int] = OFFICE) -> Page:
        page = open_tab(browser, watch, size)
        opened.append(page)
        return sign_in(page, login)

    yield open_and_sign_in
    for page in opened:
        page.context.close()
