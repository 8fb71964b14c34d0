"""What the rules ask of calling a meeting: who sets the agenda, how long before, who is left out."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from django.utils import timezone

from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.findings import Finding
from dangwu.core.rulebook.records import Rule, Rulebook
from dangwu.core.rulebook.terms import Outcome
from dangwu.meetings import rules
from dangwu.meetings.models import Meeting
from dangwu.organisations.models import Organisation
from dangwu.organisations.queries.demands import Demand, demand_of
from dangwu.organisations.queries.rulebook import Check, check_of, rules_for, scope_of
from dangwu.rules.queries.rulebook import books_for

# Matters and events of the packs that are about setting an agenda, by the body that meets.
MATTERS: Final = {"committee": "委员会会议议题", "assembly": "党员大会议题"}
SETTING: Final = "确定议题"
AGAINST: Final = "against"  # the chip of what does not hold and has no day to be late by


def book_of(meeting: Meeting) -> Rulebook:
    """Return the rulebook in force where the meeting is called, on its day."""
    return books_for([meeting.unit_id], day_of(meeting))[meeting.unit_id].rulebook


def day_of(meeting: Meeting) -> date:
    """Return the day of the meeting, in the time of Shanghai."""
    return timezone.localdate(meeting.starts_at)


def notice_hours(meeting: Meeting) -> int | None:
    """Return the whole hours between the notice and the beginning; None before the notice."""
    if meeting.noticed_at is None:
        return None
    return max(int((meeting.starts_at - meeting.noticed_at).total_seconds() // 3600), 0)


def notice_findings(meeting: Meeting, hours: int | None) -> tuple[Finding, ...]:
    """Return what the rules say of a notice given so many hours before.

    Source: XF2011 art. 18
    """
    sitting = rules.sitting_of(meeting.organisation, on=day_of(meeting), body=meeting.body)
    sitting = replace(sitting, notice_hours=hours, emergency=meeting.emergency)
    found = rules.before_notice(book_of(meeting), sitting, added=False)
    return tuple(one for one in found if isinstance(one.rule.shape, shapes.LeadTime))


def added_findings(meeting: Meeting, *, special: bool) -> tuple[Finding, ...]:
    """Return what the rules say of an item added after the notice. special: for a stated reason.

    Source: XF2011 art. 18
    """
    sitting = rules.sitting_of(meeting.organisation, on=day_of(meeting), body=meeting.body)
    sitting = replace(sitting, emergency=special or meeting.emergency)
    found = rules.before_notice(book_of(meeting), sitting, added=True)
    return tuple(one for one in found if isinstance(one.rule.shape, shapes.Agenda))


def agenda_demands(meeting: Meeting) -> list[Demand]:
    """Return who sets the agenda of this body, and that opinions are sought beforehand.

    Source: XF2011 art. 18
    """
    book, on = book_of(meeting), day_of(meeting)
    facts = {**scope_of(meeting.organisation, on), "body": meeting.body}
    matter = MATTERS.get(meeting.body, "")
    routed = [
        rule
        for rule in rules_for(book, shapes.Routing, facts, on)
        if isinstance(rule.shape, shapes.Routing) and rule.shape.matter == matter
    ]
    sought = [
        rule
        for rule in rules_for(book, shapes.Trigger, facts, on)
        if isinstance(rule.shape, shapes.Trigger) and rule.shape.event == SETTING
    ]
    return [demand_of(rule) for rule in (*routed, *sought)]


def exclusions(organisation: Organisation, book: Rulebook, on: date) -> tuple[Rule, ...]:
    """Return the rules by which members may be left out of those who should attend."""
    facts = scope_of(organisation, on)
    return rules_for(book, shapes.Exclusion, facts, on)


def checks(findings: Iterable[Finding]) -> list[Check]:
    """Return findings for a page of meetings: what does not hold is `against`, never late."""
    return [
        check_of(one, state=AGAINST if one.outcome is Outcome.BREACHED else "") for one in findings
    ]
