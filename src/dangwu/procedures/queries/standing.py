"""Who stands at an election of a case: approved from above, members of the body, preselected."""

import uuid
from collections.abc import Mapping
from typing import Final

from dangwu.core.errors import DomainError
from dangwu.members.models import Person
from dangwu.procedures.models import Candidate, TermChange
from dangwu.procedures.queries.people import elected_of, standing_people
from dangwu.procedures.queries.polls import PollState, people_by_id, preselection_of

# Posts that only members of a body may be elected to, with the seat of that body.
WITHIN: Final[Mapping[str, str]] = {
    "standing_member": "member",
    "secretary": "member",
    "deputy": "member",
    "chief_inspector": "inspector",
    "deputy_inspector": "inspector",
}


def seats_for(case: TermChange, post: str) -> int:
    """Return how many are elected to these seats."""
    many = {
        "member": case.seats,
        "standing_member": case.standing,
        "deputy": case.deputies,
        "inspector": case.inspectors,
        "deputy_inspector": case.deputy_inspectors,
    }
    return many.get(post, 1)


def standing_for(case: TermChange, post: str) -> list[Person]:
    """Return who stands at the election: approved; for posts in a body, members of it.

    Source: XJ2020 art. ~17
    """
    people = standing_people(case, post, (Candidate.Stage.APPROVED,))
    if post not in WITHIN or not case.has_committee:
        return people
    members = {row.person_id for row in elected_of(case, WITHIN[post])}
    return [person for person in people if person.id in members]


def preselected(case: TermChange, post: str) -> list[Person]:
    """Return who was chosen by the 差额预选 to stand, in the order of strokes.

    Fewer than the seats may stand: what the election proper leaves vacant follows its own rule.
    Raises DomainError where its result is open, or somebody written in is not known.
    Source: XJ2020 art. ~29
    """
    state = preselection_of(case, post)
    if state is None or state.running or state.tied or not state.winners:
        raise DomainError(f"{_open_words(state)}正式选举的候选人由预选产生，请先完成预选。")
    ids = [winner.person_id for winner in state.winners]
    unknown = [winner.name for winner in state.winners if winner.person_id is None]
    if unknown:
        raise DomainError(
            f"预选入选的{'、'.join(unknown)}在名册中没有或者不止一人，不能列为候选人。"
            "请核对名册后再开始这一项。"
        )
    people = people_by_id(case, [one for one in ids if one is not None])
    return sorted(people.values(), key=lambda person: (person.sort_key, person.id))


def _open_words(state: PollState | None) -> str:
    if state is None or not (state.rounds or state.running):
        return "差额预选还没有投票。"
    if state.running:
        return "差额预选还在投票、计票。"
    if state.tied:
        return "差额预选得票相等，还没有重新投票。"
    return "差额预选没有人赞成票过半，请再次预选。"


def not_preselected(case: TermChange, state: PollState) -> list[uuid.UUID]:
    """Return those who stood at a 差额预选 and were not chosen."""
    chosen = {winner.person_id for winner in state.winners}
    return [one.id for one in standing_for(case, state.poll.post) if one.id not in chosen]
