"""The end of a case: the new body, its posts, the former ones ended, in one transaction."""

from typing import Final

from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError
from dangwu.members.actions.posts import elect_body
from dangwu.members.models import Person
from dangwu.organisations.models import LeadingBody
from dangwu.procedures.keeping import (
    after_filing,
    by_approval,
    file_event,
    held,
    refuse_early,
    step_of,
)
from dangwu.procedures.models import TermChange
from dangwu.procedures.queries.cases import filed_steps
from dangwu.procedures.queries.people import elected_of
from dangwu.procedures.queries.polls import poll_states

LEADING: Final = ("secretary", "deputy")
INSPECTION: Final = ("chief_inspector", "deputy_inspector")


@transaction.atomic
def finish_term_change(*, actor: Access, case: TermChange, also_head: bool = False) -> LeadingBody:
    """Record the new leading body and its posts by the approval from above, and end the case.

    The term is that of the rules in force on the day of the election. An election whose votes or
    meeting were voided since cannot be recorded.
    Raises PermissionDenied, DomainError.
    Source: XJ2020 art. 3, art. ~18-19; ZB2018 art. 21; RQ2018 art. ~任期
    """
    row = held(actor, case, above=True)
    refuse_early(step_of(row, "finish", actor.today))
    filed = filed_steps(row)
    approval, day = filed["approval"], filed["assembly"].on
    posts = _posts(row)
    seats = _seats(row)
    body, _reminders = elect_body(
        actor=by_approval(actor, row.organisation),
        organisation=row.organisation,
        elected_on=day,
        has_committee=row.has_committee,
        seats=seats,
        posts=posts,
        approved_on=approval.on,
        approval=approval.number,
        also_head=also_head,
    )
    file_event(actor, row, "finish", on=actor.today, number=approval.number)
    after_filing(actor, row, "finish")
    row.state = TermChange.State.FINISHED
    row.body = body
    row.ended_at = actor.now
    row.save(update_fields=["state", "body", "ended_at"])
    record(
        actor=actor, verb="procedures.finish", target=row, number=body.number, approval=approval.number,
        elected=[f"{person.name}（{post}）" for post, person in posts],
    )  # fmt: skip
    return body


def _posts(case: TermChange) -> list[tuple[str, Person]]:
    """Return the posts that begin: secretary, deputies, every other member by work, the 纪委.

    Who is of the standing committee holds that beside the seat.
    """
    leading = [(one.post, one.person) for one in elected_of(case, *LEADING)]
    if not any(post == "secretary" for post, _ in leading):
        raise DomainError("还没有选出书记。请召开新一届委员会第一次会议选举书记，并登记结果。")
    taken = {person.id for _, person in leading}
    members = [one for one in elected_of(case, "member") if one.person_id not in taken]
    order = sorted(leading, key=lambda pair: LEADING.index(pair[0]))
    return [
        *order,
        *((one.work or "member", one.person) for one in members),
        *(("standing_member", one.person) for one in elected_of(case, "standing_member")),
        *_inspection(case),
    ]


def _inspection(case: TermChange) -> list[tuple[str, Person]]:
    """Return the posts of the 纪委 that was elected beside. Raises DomainError: no secretary."""
    if not case.inspectors:
        return []
    leading = [(one.post, one.person) for one in elected_of(case, *INSPECTION)]
    if not any(post == "chief_inspector" for post, _ in leading):
        raise DomainError("还没有选出纪委书记。请召开纪委第一次全体会议选举，并登记结果。")
    taken = {person.id for _, person in leading}
    members = [one for one in elected_of(case, "inspector") if one.person_id not in taken]
    order = sorted(leading, key=lambda pair: INSPECTION.index(pair[0]))
    return [*order, *(("inspector", one.person) for one in members)]


def _seats(case: TermChange) -> int:
    """Return the seats that were filled, after asking every election once more.

    Raises DomainError where a vote was voided after its result had been taken over.
    """
    filled = 0
    for state in poll_states(case):
        if state.poll.preliminary:
            continue
        if not state.complete:
            raise DomainError(
                f"“{state.poll.item.title}”的选举已作废或者没有选满，不能登记新一届班子。"
                "请重新选举，再登记结果。"
            )
        known = {one.person_id for one in elected_of(case, state.poll.post)}
        if any(one.person_id is not None and one.person_id not in known for one in state.winners):
            raise DomainError(
                f"“{state.poll.item.title}”的结果在登记以后变了，请撤回登记，按新的结果再登记。"
            )
        if state.poll.post == "member" or not case.has_committee:
            filled += state.poll.filled_by
    return filled or case.seats
