"""Branches as people type them: by code or by name."""

from django.db.models import Q

from dangwu.accounts.access import Access
from dangwu.core.errors import InputError
from dangwu.core.writing import written_day
from dangwu.organisations.models import Organisation, OrganisationQuerySet
from dangwu.organisations.models.organisation import BRANCH_KINDS
from dangwu.organisations.queries import visible_organisations

NAMED_AT_MOST = 5


def branch_named(access: Access, unit_id: int, text: str, *, field: str) -> Organisation:
    """Return the branch of the unit in reach that has this code or name, or part of a name.

    Raises InputError, which names what else could be meant.
    """
    return _named(visible_organisations(access).filter(unit_id=unit_id), text.strip(), field)


def branch_in_reach(access: Access, text: str, *, field: str) -> Organisation:
    """Return the same for any unit in reach. Raises InputError."""
    return _named(visible_organisations(access), text.strip(), field)


def organisation_named(access: Access, unit_id: int, text: str, *, field: str) -> Organisation:
    """Return the organisation of any kind in the unit and reach. Raises InputError."""
    text = text.strip()
    seen = visible_organisations(access).filter(unit_id=unit_id).standing()
    found = list(seen.filter(Q(code=text) | Q(name=text) | Q(short_name=text))[:2])
    if len(found) != 1:
        raise InputError(field, f"没有找到（或不止一个）“{text}”，请填写组织代码。")
    return found[0]


def _named(organisations: OrganisationQuerySet, text: str, field: str) -> Organisation:
    branches = organisations.filter(kind__in=BRANCH_KINDS).standing()
    exact = list(branches.filter(Q(code=text) | Q(name=text) | Q(short_name=text))[:2])
    if len(exact) == 1:
        return exact[0]
    near = list(branches.filter(name__contains=text).order_by("path")[: NAMED_AT_MOST + 1])
    if len(near) == 1:
        return near[0]
    if not near:
        _refuse_dissolved(organisations, text, field)
        raise InputError(field, f"您管理的范围内没有名为“{text}”的党支部，请填写全称或组织代码。")
    names = "、".join(f"{branch.name}（{branch.code}）" for branch in near[:NAMED_AT_MOST])
    raise InputError(field, f"“{text}”不止一个：{names}。请填写全称或组织代码。")


def _refuse_dissolved(organisations: OrganisationQuerySet, text: str, field: str) -> None:
    named = Q(code=text) | Q(name=text) | Q(short_name=text)
    gone = organisations.filter(named, dissolved_on__isnull=False).first()
    if gone is not None and gone.dissolved_on is not None:
        raise InputError(
            field, f"{gone.name}已于{written_day(gone.dissolved_on)}撤销，请填写还在的党支部。"
        )
