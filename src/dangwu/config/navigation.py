"""The jobs in the menu: what the post needs, in the order of the day."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from dangwu.accounts.access import READERS, Access
from dangwu.accounts.models import Account, Role
from dangwu.notices.queries.mine import MOST, waiting_count

KEEPING = frozenset({Role.SECRETARY, Role.CLERK, Role.COMMITTEE_MEMBER})
PEOPLE = READERS - {Role.SUPERVISOR}
EVERYBODY = frozenset(Role)
BELONGING = READERS | {Role.MEMBER}
# The count at the bell costs a query, so only these pages ask for it.
COUNTED = frozenset({"/", "/notices/"})


@dataclass(frozen=True, slots=True)
class Part:
    """A page under a job."""

    title: str
    view: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Job:
    """One thing a person comes to do, with the pages that belong to it."""

    title: str
    icon: str
    view: str
    roles: frozenset[Role]
    parts: tuple[Part, ...] = ()


JOBS = (
    Job("今日", "sun", "workbench:today", EVERYBODY),
    Job(
        "组织",
        "diagram-3",
        "organisations:tree",
        READERS,
        (
            Part("组织树", "organisations:tree", READERS),
            Part("班子与任期", "organisations:bodies", READERS),
            Part("换届", "procedures:term_changes", READERS),
            Part("党务工作者", "members:workers", PEOPLE),
            Part("活动阵地", "organisations:places", READERS),
        ),
    ),
    Job(
        "党员",
        "people",
        "members:roster",
        PEOPLE,
        (
            Part("名册", "members:roster", PEOPLE),
            Part("特殊群体", "members:specials", PEOPLE),
            Part("脱离组织生活查找", "workbench:finder", PEOPLE),
            Part("信息更正", "members:corrections", PEOPLE),
            Part("重复人员", "members:duplicates", PEOPLE),
            Part("名册导入导出", "exchange:home", KEEPING | {Role.DEPARTMENT}),
        ),
    ),
    Job(
        "会议",
        "chat-square-text",
        "meetings:list",
        READERS | {Role.MEMBER},
        (
            Part("会议", "meetings:list", READERS | {Role.MEMBER}),
            Part("投票", "ballots:list", BELONGING),
        ),
    ),
    Job("组织生活", "chat-heart", "assessment:list", READERS | {Role.MEMBER}),
    Job(
        "工作记录",
        "journal-check",
        "activities:list",
        READERS,
    ),
    Job("公文", "file-earmark-text", "documents:list", READERS),
    Job("任务", "list-task", "tasks:list", BELONGING),
    Job("问卷", "ui-checks", "questionnaires:list", BELONGING),
    Job("日历", "calendar3", "notices:calendar", BELONGING),
    Job(
        "落实情况",
        "bar-chart",
        "workbench:overview",
        READERS,
    ),
    Job("统计", "table", "reports:home", frozenset({Role.SECRETARY, Role.CLERK, Role.DEPARTMENT})),
    Job(
        "制度",
        "book",
        "rules:instruments",
        EVERYBODY,
        (
            Part("规定", "rules:instruments", EVERYBODY),
            Part("应办规则", "rules:duties", EVERYBODY),
            Part("版本对照", "rules:compare", EVERYBODY),
            Part("试一试", "rules:try", EVERYBODY),
            Part("名词", "rules:glossary", EVERYBODY),
            Part("本地细则", "rules:local", frozenset({Role.DEPARTMENT, Role.SECRETARY})),
        ),
    ),
    Job(
        "设置",
        "gear",
        "workbench:settings",
        frozenset({Role.ADMINISTRATOR}),
        (
            Part("账号与职务", "workbench:settings", frozenset({Role.ADMINISTRATOR})),
            Part("节假日", "rules:holidays", frozenset({Role.ADMINISTRATOR})),
            Part("群机器人与发送", "notices:robots", frozenset({Role.ADMINISTRATOR})),
        ),
    ),
    Job("审计", "shield-check", "audit:entries", frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})),
)
SEARCHERS = READERS


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return what base.html needs: the jobs of this person, the large text, who acts."""
    account = request.user
    large = (
        account.large_text
        if isinstance(account, Account)
        else request.COOKIES.get("large_text") == "1"
    )
    access: Access | None = getattr(request, "access", None)
    if access is None or not access.reaches:
        return {"large_text": large, "jobs": []}
    roles = access.roles
    return {
        "large_text": large,
        "jobs": entries(roles, request.path),
        "can_search": bool(SEARCHERS & roles),
        "acting_label": "、".join(role.label for role in Role if role in roles),
        "waiting": _waiting(access) if request.path in COUNTED else "",
    }


def _waiting(access: Access) -> str:
    count = waiting_count(access)
    return f"{MOST}+" if count > MOST else str(count or "")


def entries(roles: frozenset[Role], path: str) -> list[dict[str, Any]]:
    """Return the jobs of these roles with their pages; one job and one page of it is current.

    That is the nearest one above the path. `current` is as `aria-current` has it: page, true,
    or empty.
    """
    jobs = [
        (job, [part for part in job.parts if part.roles & roles])
        for job in JOBS
        if job.roles & roles
    ]
    views = {view for job, parts in jobs for view in (job.view, *(part.view for part in parts))}
    pages = {_address(view) for view in views}
    near = max((url for url in pages if _is_below(path, url)), key=len, default="")
    return [_entry(job, parts, path, near) for job, parts in jobs]


@lru_cache(maxsize=128)
def _address(view: str) -> str:
    return reverse(view)


def _is_below(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


def _entry(job: Job, parts: list[Part], path: str, near: str) -> dict[str, Any]:
    below = [_link(part, path, near) for part in parts]
    link = _link(job, path, near)
    if any(part["current"] for part in below):
        link["current"] = "true"
    return {**link, "icon": job.icon, "parts": below}


def _link(one: Job | Part, path: str, near: str) -> dict[str, Any]:
    url = _address(one.view)
    current = "" if url != near else "page" if url == path else "true"
    return {"title": one.title, "url": url, "current": current}
