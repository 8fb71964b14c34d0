"""Whom organisation life and appraisals tell: those who keep an organisation, and persons."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Final

from dangwu.assessment.models import LifeCase
from dangwu.meetings.queries.attendees import holders_on
from dangwu.notices.actions import notify
from dangwu.notices.recipients import to_group, to_person
from dangwu.organisations.models import Organisation

KEEPING_POSTS: Final = ("secretary", "deputy", "organisation", "clerk")


def tell_keepers(
    organisation: Organisation, *, key: str, subject: str, text: str, link: str, on: date
) -> None:
    """Tell secretary, deputy and whoever keeps the organisation's papers, and its group chat."""
    people = holders_on(organisation, KEEPING_POSTS, on)
    notify(
        unit_id=organisation.unit_id,
        recipients=[*(to_person(person) for person in people), to_group(organisation.id)],
        key=key,
        subject=subject,
        text=text,
        link=link,
        category="assessment",
    )


def tell_persons(
    unit_id: int, people: Iterable[uuid.UUID], *, key: str, subject: str, text: str, link: str
) -> None:
    """Tell these persons."""
    notify(
        unit_id=unit_id,
        recipients=[to_person(person) for person in people],
        key=key,
        subject=subject,
        text=text,
        link=link,
        category="assessment",
    )


def ask_for_self_checks(case: LifeCase, people: Iterable[uuid.UUID]) -> None:
    """Tell those who take part, each once, that their self-check is asked for."""
    tell_persons(
        case.unit_id,
        people,
        key=f"assessment.self_check:{case.id}",
        subject=f"请准备对照检查材料：{case}",
        text="请在开会之前写好对照检查材料，在页面上提交；写在纸上的，交给书记代交。",
        link=case_link(case),
    )


def case_link(case: LifeCase) -> str:
    """Return the address of a case."""
    return f"/assessment/life/{case.unit_id}/{case.id}/"
