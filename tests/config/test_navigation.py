"""The menu: one job and one page of it is the current one, wherever one is."""

import pytest

from dangwu.accounts.models import Role
from dangwu.config.navigation import JOBS, entries

ALL = frozenset(Role)
PERSON = "/members/1/018cc251-f402-730f-9fa4-71946dd53601/"


def current(path: str, roles: frozenset[Role] = ALL) -> list[tuple[str, str]]:
    """Return what the menu marks: title and how."""
    jobs = entries(roles, path)
    links = [*jobs, *(part for job in jobs for part in job["parts"])]
    return [(link["title"], link["current"]) for link in links if link["current"]]


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/", [("今日", "page")]),
        ("/members/", [("党员", "true"), ("名册", "page")]),
        (PERSON, [("党员", "true"), ("名册", "true")]),
        ("/members/workers/", [("组织", "true"), ("党务工作者", "page")]),
        ("/organisations/bodies/", [("组织", "true"), ("班子与任期", "page")]),
        ("/exchange/upload/", [("党员", "true"), ("名册导入导出", "true")]),
        ("/rules/holidays/", [("设置", "true"), ("节假日", "page")]),
        ("/overview/1/x/", [("落实情况", "true")]),
        ("/me/", []),
    ],
)
def test_the_nearest_page_of_one_job_is_current(path: str, marked: list[tuple[str, str]]) -> None:
    assert current(path) == marked


def test_nowhere_are_two_jobs_current() -> None:
    pages = [link["url"] for job in entries(ALL, "") for link in (job, *job["parts"])]
    for page in pages:
        jobs = [job["title"] for job in entries(ALL, page) if job["current"]]
        assert len(jobs) == 1, page


def test_a_page_that_the_post_does_not_need_is_not_in_the_menu() -> None:
    titles = {job["title"] for job in entries(frozenset({Role.RESIDENT}), "/")}
    assert "今日" in titles
    assert "党员" not in titles
    assert titles < {job.title for job in JOBS}
