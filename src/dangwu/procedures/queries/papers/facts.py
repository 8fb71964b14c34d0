"""What the papers of a case have in common, read from its facts."""

from datetime import date

from django.utils import timezone

from dangwu.documents.kinds.issue import Issue
from dangwu.meetings.models import Meeting
from dangwu.members.models import PostHolding
from dangwu.procedures.agendas import committee_name
from dangwu.procedures.models import Candidate, TermChange
from dangwu.procedures.queries.cases import meetings_of
from dangwu.procedures.queries.demands import fewest_candidates
from dangwu.procedures.queries.people import standing_people
from dangwu.procedures.queries.polls import PollState, poll_states


def superior(case: TermChange) -> str:
    """Return the organisation that the papers go to."""
    parent = case.organisation.parent
    return parent.name if parent is not None else "上级党组织"


def body_name(case: TermChange) -> str:
    """Return what is elected as papers call it."""
    return committee_name(case)


def issue(case: TermChange, on: date) -> Issue:
    """Return what every paper of the organisation carries."""
    return Issue(issuer=case.organisation.name, dated=on)


def signers(case: TermChange, on: date) -> tuple[str, ...]:
    """Return who signs papers that go up: the secretary of the day."""
    held = PostHolding.objects.filter(
        unit_id=case.unit_id,
        organisation_id=case.organisation_id,
        post="secretary",
        period__contains=on,
    )
    return tuple(held.values_list("person__name", flat=True))


def posts_words(case: TermChange) -> str:
    """Return 书记1名、副书记1名, before them the 常委 where there are some."""
    standing = f"常务委员会委员{case.standing}名、" if case.standing else ""
    deputies = f"、副书记{case.deputies}名" if case.deputies else ""
    return f"{standing}书记1名{deputies}"


def electors_word(case: TermChange) -> str:
    """Return who votes at the assembly, as papers call them."""
    return "代表" if case.electorate == TermChange.Electorate.CONGRESS else "党员"


def candidate_number(case: TermChange, on: date) -> int:
    """Return how many candidates stand; before anybody does, how many the rules ask for."""
    standing = standing_people(case, "member")
    return max(len(standing), fewest_candidates(case, case.seats, on))


def names_of(case: TermChange, post: str) -> list[str]:
    """Return the names of those who stand for a post, in the order of strokes."""
    return [person.name for person in standing_people(case, post)]


def standing_stages() -> tuple[str, ...]:
    """Return the stages of everybody who was not left out."""
    return tuple(stage for stage in Candidate.Stage if stage != Candidate.Stage.DROPPED)


def meeting_of(case: TermChange, sitting: str) -> Meeting | None:
    """Return the meeting of the case that counts, None before it is planned."""
    bound = meetings_of(case).get(sitting)
    return bound.meeting if bound else None


def day_of_sitting(case: TermChange, sitting: str) -> date:
    """Return the day of a meeting of the case, planned or held."""
    meeting = meeting_of(case, sitting)
    return timezone.localdate(meeting.starts_at) if meeting else case.planned_on


def assembly_poll(case: TermChange) -> PollState | None:
    """Return the first election proper of the assembly."""
    states = poll_states(case, "assembly")
    return next((state for state in states if not state.poll.preliminary), None)
