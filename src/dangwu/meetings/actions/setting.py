"""When and where a meeting is held and who leads it: what may be written there."""

import re
from datetime import datetime, timedelta
from typing import Final

from dangwu.core.errors import InputError
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation

LONGEST: Final = 7 * 24 * 60  # minutes
# What travels by mail and chat holds no personal number; a title does.
NUMBER: Final = re.compile(r"(?<!\d)(?:1\d{10}|\d{17}[\dXx])(?!\d)")


def check_start(starts_at: datetime, *, now: datetime) -> None:
    """Refuse a beginning that is over. Raises InputError."""
    if starts_at < now - timedelta(minutes=1):
        raise InputError(
            "starts_at", "会议时间已经过去，请改为以后的时间；已经开过的会议在“登记工作”里填报。"
        )


def check_emergency(reason: str, convener: Person | None) -> None:
    """Refuse a designated convener without an emergency. Raises InputError."""
    if convener is not None and not reason.strip():
        raise InputError(
            "emergency_reason", "只有紧急会议才指定召集人，请写明紧急原因，或者不指定召集人。"
        )


def titled(title: str) -> str:
    """Return the title as it is kept. Raises InputError."""
    title = plain("title", title, 120)
    if not title:
        raise InputError("title", "请填写会议题目。")
    return title


def plain(field: str, text: str, limit: int) -> str:
    """Return one line of text that may travel with the notice. Raises InputError."""
    text = " ".join(text.split())
    if len(text) > limit:
        raise InputError(field, f"不能超过{limit}字，现有{len(text)}字，请缩短。")
    if NUMBER.search(text):
        raise InputError(field, "这里会随通知发出去，不能写手机号码和身份证号码，请删去。")
    return text


def minutes_of(minutes: int | None) -> int | None:
    """Return the planned length, in minutes. Raises InputError."""
    if minutes is not None and not 0 < minutes <= LONGEST:
        raise InputError("minutes_planned", f"时长应在1到{LONGEST}分钟之间，请改正。")
    return minutes


def of_unit(field: str, person: Person | None, organisation: Organisation) -> Person | None:
    """Return the person, who must be of the unit's register. Raises InputError."""
    if person is not None and person.unit_id != organisation.unit_id:
        raise InputError(field, f"{person.name}不在本单位的花名册内，请改选。")
    return person
