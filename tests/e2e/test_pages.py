"""Every page of each role: it answers, excludes nobody, fits a phone and prints."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from e2e.browsing import OFFICE, PHONE
from e2e.conftest import Enter
from e2e.walking import walk

pytestmark = pytest.mark.e2e

ROLES = ("shuji2", "ganshi", "zuzhibu", "jiandu", "guanli", "dangyuan", "jumin")
OWN = ("/", "/me/", "/members/*/*/", "/organisations/*/*/")  # differ by who looks
OVERFLOW = "() => document.documentElement.scrollWidth - window.innerWidth"


def serious(page: Page) -> list[str]:
    """Return what axe calls serious or critical on the open page."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{fault['id']}: {fault['nodes'][0]['html'][:120]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]


def resize(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})


@pytest.fixture(scope="module")
def examined() -> set[str]:
    """Kinds of pages that axe has seen with an earlier role, and that are no role's own."""
    return set()


@pytest.mark.parametrize("login", ROLES)
def test_every_page_answers_is_accessible_and_fits_a_phone(
    enter: Enter, examined: set[str], login: str
) -> None:
    page = enter(login)
    faults: dict[str, list[str]] = {}
    kinds = []
    for stop in walk(page, frozenset(examined)):
        kinds.append(stop.kind)
        found = [] if stop.status == 200 else [f"answers {stop.status}"]
        if stop.shown:
            found += shown_faults(page)
        if found:
            faults[stop.path] = found
    examined.update(kind for kind in kinds if kind not in OWN)
    assert faults == {}
    assert "/rules/" in kinds


def shown_faults(page: Page) -> list[str]:
    """Return what is wrong with the page on the screen, for axe and on a phone."""
    found = serious(page)
    resize(page, PHONE)
    if (wide := page.evaluate(OVERFLOW)) > 0:
        found.append(f"{wide} px too wide for a phone")
    resize(page, OFFICE)
    return found


@pytest.mark.parametrize("login", ["shuji2", "dangyuan"])
def test_large_text_on_a_phone_fits(enter: Enter, login: str) -> None:
    page = enter(login, PHONE)
    page.get_by_role("button", name="大字版").click()
    page.get_by_role("button", name="标准版").wait_for()
    for path in ("/", "/rules/", "/rules/duties/", "/me/"):
        page.goto(path)
        assert page.locator("html.big-text").count() == 1
        assert page.evaluate(OVERFLOW) <= 0, path
    page.get_by_role("button", name="标准版").click()
    page.get_by_role("button", name="大字版").wait_for()


def test_door_is_accessible_and_fits_a_phone(tab: Page) -> None:
    tab.goto("/login/")
    assert serious(tab) == []
    resize(tab, PHONE)
    assert tab.evaluate(OVERFLOW) <= 0


def test_print_leaves_out_menu_and_buttons(enter: Enter) -> None:
    page = enter("shuji2")
    page.emulate_media(media="print")
    assert page.get_by_role("heading", name="今日", exact=True).is_visible()
    assert not page.locator(".side").is_visible()
    assert page.locator(".btn:visible").count() == 0
    assert page.pdf(format="A4").startswith(b"%PDF")
