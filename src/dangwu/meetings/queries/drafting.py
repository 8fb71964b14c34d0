"""Agenda lines as people type them, made into items with what the words suggest."""

from collections.abc import Iterable, Iterator
from typing import Final

from dangwu.core.errors import InputError
from dangwu.meetings.models import AgendaItem, Meeting

Kind = AgendaItem.Kind
LONGEST: Final = 200
# The first word found in a line suggests the subject; the person sees it and may change it.
SUBJECT_WORDS: Final = (
    ("转正", "confirmation"),
    ("延长预备期", "extension"),
    ("接收", "admission"),
    ("发展党员", "admission"),
    ("处分", "discipline"),
    ("选举", "election"),
    ("工作报告", "report"),
    ("大项经费", "spending"),
    ("经费", "spending"),
    ("采购", "procurement"),
    ("表彰", "reward"),
    ("奖励", "reward"),
    ("士官", "nco"),
    ("警衔", "rank"),
    ("骨干配备", "backbone"),
)
DECIDED: Final = (
    *("表决", "选举", "接收", "转正", "处分", "审议", "通过"),
    *("讨论决定", "研究决定", "讨论确定"),
)
HEARD: Final = ("听取", "学习", "传达", "通报", "党课", "宣读")
# Decided person by person, whatever the regime asks: nobody is hidden in a list.
PERSONAL: Final = frozenset(
    {"admission", "confirmation", "extension", "discipline", "rank", "backbone", "nco"}
)
# Spending and posts are put to the vote, whatever verb the line is written with.
VOTED: Final = frozenset({"spending", "procurement", "rank", "backbone", "nco"})


def drafted_items(meeting: Meeting, lines: Iterable[str], first: int = 1) -> list[AgendaItem]:
    """Return unsaved items for these lines, numbered from `first`. Raises InputError."""
    return list(_items(meeting, lines, first))


def drafted_item(meeting: Meeting, line: str, position: int, field: str = "title") -> AgendaItem:
    """Return one unsaved item with the kind and subject that its words suggest.

    field: where the line was written, for a refusal. Raises InputError.
    """
    title = _title(line, field)
    subject = next((code for word, code in SUBJECT_WORDS if word in title), "resolution")
    return AgendaItem(
        unit_id=meeting.unit_id,
        meeting_id=meeting.id,
        position=position,
        title=title,
        kind=_kind(title, subject),
        subject=subject,
        by_person=subject in PERSONAL,
    )


def _items(meeting: Meeting, lines: Iterable[str], first: int) -> Iterator[AgendaItem]:
    position = first
    for line in lines:
        if line.strip():
            yield drafted_item(meeting, line, position, "agenda")
            position += 1


def _kind(title: str, subject: str) -> str:
    if any(word in title for word in DECIDED):
        return Kind.DECIDE
    if any(word in title for word in HEARD):
        return Kind.REPORT
    return Kind.DECIDE if subject in VOTED else Kind.DISCUSS


def _title(line: str, field: str) -> str:
    title = " ".join(line.split())
    if not title:
        raise InputError(field, "请填写议题。")
    if len(title) > LONGEST:
        raise InputError(
            field,
            f"一项议题不能超过{LONGEST}字，“{title[:8]}……”有{len(title)}字，请缩短或者分成几行。",
        )
    return title
