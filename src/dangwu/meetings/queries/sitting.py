"""The meeting as the rules see it now: who is there, who may vote, what they ask of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Count, Q

from dangwu.core.rulebook.findings import ENDINGS, Finding
from dangwu.core.rulebook.terms import Outcome
from dangwu.meetings import rules
from dangwu.meetings.models import AgendaItem, Attendee, Meeting
from dangwu.meetings.queries.asking import book_of, checks, day_of, notice_hours
from dangwu.members.models import PostHolding
from dangwu.organisations.queries.rulebook import Check

# The words around a demand whose fact is not there yet.
NOT_YET = re.compile(rf"^未填写[^，。]*，|，{ENDINGS[Outcome.UNKNOWN]}(?=。$)")
CONVENING = ("secretary", "deputy")


@dataclass(frozen=True, slots=True)
class Quorum:
    """Persons with the right to vote, now; whether that is enough for the matter at hand."""

    should_attend: int
    present: int
    findings: tuple[Finding, ...]

    @property
    def lost(self) -> bool:
        """Whether a sure record says that there are too few; a doubtful one only reminds."""
        return any(entry.blocks for entry in self.findings)

    @property
    def needs(self) -> int | None:
        """The greatest number of persons that a sure record asks for, or else any record."""
        sure = [f for f in self.findings if f.rule.blocks] or self.findings
        return max((f.needs for f in sure if isinstance(f.needs, int)), default=None)

    @property
    def missing(self) -> int:
        """How many more persons are needed."""
        return max((self.needs or 0) - self.present, 0)


def sitting_now(meeting: Meeting) -> rules.Sitting:
    """Return the meeting with the numbers of this moment.

    Who keeps out of a matter stays in both numbers: no text takes them out of 应到 or 实到.
    Source: XF2011 art. 19
    """
    voters = Q(part=Attendee.Part.ENTITLED, voting=True)
    here = Q(presence=Attendee.Presence.PRESENT)
    rows = Attendee.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)
    counts = rows.aggregate(
        should_attend=Count("person_id", filter=voters),
        present=Count("person_id", filter=voters & here),
    )
    posts = _posts_present(meeting)
    left_out = list(
        rows.filter(part=Attendee.Part.LEFT_OUT).values_list(
            "left_out_class", "left_out_approvals"
        )
    )
    approvals = [frozenset(given) for _, given in left_out]
    return replace(
        rules.sitting_of(meeting.organisation, on=day_of(meeting), body=meeting.body),
        notice_hours=notice_hours(meeting),
        emergency=meeting.emergency,
        secretary_present="secretary" in posts,
        deputy_present="deputy" in posts,
        should_attend=counts["should_attend"],
        present=counts["present"],
        excluded=tuple(sorted({case for case, _ in left_out})),
        approvals=tuple(sorted(frozenset.intersection(*approvals))) if approvals else (),
    )


def quorum_of(meeting: Meeting, subject: str) -> Quorum:
    """Return how many are there now and whether that is enough for the subject."""
    sitting = sitting_now(meeting)
    found = rules.quorum(book_of(meeting), sitting, subject)
    return Quorum(sitting.should_attend or 0, sitting.present or 0, found)


def opening_findings(meeting: Meeting) -> tuple[Finding, ...]:
    """Return what is asked before the meeting may open, with the persons that are there now."""
    subjects = AgendaItem.objects.filter(
        unit_id=meeting.unit_id, meeting_id=meeting.id, kind=AgendaItem.Kind.DECIDE
    ).values_list("subject", flat=True)
    return rules.before_opening(book_of(meeting), sitting_now(meeting), sorted(set(subjects)))


def shown(findings: Iterable[Finding]) -> list[Check]:
    """Return findings for a page of meetings."""
    return checks(findings)


def ahead(check: Check) -> Check:
    """Return what a rule asks of a vote that has not begun: to be done, not in doubt."""
    if check.state != Outcome.UNKNOWN:
        return check
    return replace(check, state="due", text=NOT_YET.sub("", check.text))


def _posts_present(meeting: Meeting) -> frozenset[str]:
    """Return which of secretary and deputy are there."""
    here = Attendee.objects.filter(
        unit_id=meeting.unit_id, meeting_id=meeting.id, presence=Attendee.Presence.PRESENT
    ).values("person_id")
    held = PostHolding.objects.filter(
        unit_id=meeting.unit_id,
        organisation_id=meeting.organisation_id,
        post__in=CONVENING,
        period__contains=day_of(meeting),
        person_id__in=here,
    )
    return frozenset(held.values_list("post", flat=True))
