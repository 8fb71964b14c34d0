"""Counts of a vote that cannot be, and ballots that are valid."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Count:
    """The count of one vote; None where it was not reported. Persons with the right to vote."""

    should_attend: int | None = None
    present: int | None = None
    yes: int | None = None
    no: int | None = None
    abstain: int | None = None
    written_yes: int | None = None
    written_no: int | None = None


def contradiction(count: Count) -> tuple[str, str]:
    """Return the field that cannot be and why, or two empty texts.

    Unknown numbers contradict nothing.
    """
    should, present = count.should_attend, count.present
    if should is not None and present is not None and present > should:
        return "present", f"实到{present}人，不能多于应到{should}人。"
    cast = _sum(count.yes, count.no, count.abstain)
    if present is not None and cast > present:
        return "yes", f"赞成、反对、弃权合计{cast}票，不能多于实到{present}人。"
    written = _sum(count.written_yes, count.written_no)
    if should is not None and present is not None and written > should - present:
        return "written_yes", f"书面意见{written}份，不能多于未到会的{should - present}人。"
    return "", ""


def ballot_is_valid(marks: int, seats: int) -> bool:
    """Return whether a ballot counts: it names no more persons than there are seats."""
    return marks <= seats


def poll_is_valid(returned: int, issued: int) -> bool:
    """Return whether a poll counts: no more ballots came back than were given out."""
    return returned <= issued


def _sum(*numbers: int | None) -> int:
    return sum(number or 0 for number in numbers)
