"""支部换届 from the start to the new body: each step, each refusal, the end in one transaction."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

import make
from dangwu.accounts.models import Role
from dangwu.audit.models import Entry
from dangwu.core.errors import DomainError, InputError
from dangwu.meetings.actions.votes import void_vote
from dangwu.meetings.models import Attendee, Vote
from dangwu.members.models import PostHolding
from dangwu.organisations.models import LeadingBody
from dangwu.procedures.actions import (
    candidates,
    filing,
    finishing,
    papers,
    results,
    sittings,
    starting,
)
from dangwu.procedures.actions.starting import Sought
from dangwu.procedures.models import Candidate, CaseStep, Elected, TermChange
from dangwu.procedures.queries.cases import endings_in, filed_steps, next_of
from dangwu.procedures.queries.polls import poll_states
from procedures import electing
from procedures.electing import World

pytestmark = pytest.mark.django_db
FULL = {"丁一": 16, "王二": 12, "李三": 10, "赵四": 8}
TIED = {"丁一": 16, "王二": 12, "李三": 10, "赵四": 10}
SECOND = {"李三": 9, "赵四": 7}
FIRST = {"丁一": 3}


def verbs() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("verb", flat=True))


def after_assembly(here: World, counts: list[dict[str, int]]) -> TermChange:
    case = electing.ready(here)
    electing.carried(here, electing.opened(here, case, "assembly"), counts)
    electing.result(here, case, "assembly")
    return case


def after_first(here: World, counts: list[dict[str, int]]) -> TermChange:
    case = after_assembly(here, counts)
    electing.carried(here, electing.opened(here, case, "first", present=3), [FIRST])
    electing.result(here, case, "first")
    return case


def approved(here: World, case: TermChange) -> None:
    filing.file_step(actor=here.secretary, case=case, step="report", on=make.TODAY)
    filing.file_step(
        actor=here.above, case=case, step="approval", on=make.TODAY, number="红发〔2026〕9号"
    )


def test_start_keeps_what_is_sought_and_the_body_in_office() -> None:
    here = electing.world()

    case = electing.started(here, seats=3, deputies=1)

    assert (case.kind, case.has_committee, case.seats, case.deputies) == ("branch", True, 3, 1)
    assert case.former is not None
    assert case.term_ends_on == case.former.term.upper
    assert (case.state, verbs()[-1]) == ("running", "procedures.start")


@pytest.mark.parametrize(("members", "committee"), [(6, False), (7, True)])
def test_branch_with_too_few_full_members_elects_no_committee(
    members: int, committee: bool
) -> None:
    here = electing.world(members)

    assert electing.started(here, seats=3).has_committee is committee


def test_one_case_at_a_time() -> None:
    here = electing.world()
    electing.started(here)

    with pytest.raises(DomainError, match="正在进行"):
        electing.started(here)

    assert TermChange.objects.filter(unit_id=here.branch.unit_id).count() == 1


def test_election_after_the_end_of_the_term_has_to_be_called_late_with_a_reason() -> None:
    here = electing.world()
    late = date(2027, 6, 1)

    with pytest.raises(InputError, match=r"属于延期换届.*第3条"):
        starting.start_term_change(
            actor=here.secretary,
            organisation=here.branch,
            sought=Sought(planned_on=late, seats=3),
        )
    with pytest.raises(InputError, match="须写明原因"):
        starting.start_term_change(
            actor=here.secretary,
            organisation=here.branch,
            sought=Sought(planned_on=late, seats=3, timing="late"),
        )

    assert not TermChange.objects.filter(unit_id=here.branch.unit_id).exists()


def test_stranger_starts_nothing() -> None:
    here = electing.world()

    with pytest.raises(PermissionDenied):
        starting.start_term_change(
            actor=make.stranger(organisation=here.branch),
            organisation=here.branch,
            sought=Sought(planned_on=make.TODAY, seats=3),
        )


def test_candidates_too_few_for_the_surplus_are_refused_with_the_article() -> None:
    here = electing.world()
    case = electing.started(here, seats=3)
    electing.nominated(here, case, electing.NAMES[:3])
    filing.file_step(actor=here.secretary, case=case, step="deliberate", on=make.TODAY)

    with pytest.raises(DomainError, match=r"第13条.*请增加候选人"):
        filing.file_step(actor=here.secretary, case=case, step="candidates_request", on=make.TODAY)

    assert "candidates_request" not in filed_steps(case)


def test_filing_moves_everybody_from_stage_to_stage() -> None:
    here = electing.world()
    case = electing.ready(here)

    rows = Candidate.objects.filter(unit_id=case.unit_id, case_id=case.id)
    assert set(rows.values_list("stage", flat=True)) == {"approved"}
    assert filed_steps(case)["candidates_reply"].from_above


def test_custom_order_warns_and_never_refuses_but_a_sure_text_does() -> None:
    here = electing.world()
    case = electing.started(here)

    filing.file_step(actor=here.secretary, case=case, step="reply", on=make.TODAY)

    assert "reply" in filed_steps(case)
    with pytest.raises(DomainError, match=r"应当先办：“候选人预备人选经上级审查同意”.*条例"):
        sittings.plan_sitting(
            actor=here.secretary, case=case, sitting="assembly", starts_at=make.NOW, place="室"
        )


def test_probationer_does_not_stand() -> None:
    here = electing.world()
    case = electing.started(here)
    young = make.person("周五", organisation=here.branch, standing="probationary")

    with pytest.raises(DomainError, match=r"没有被选举权.*第5条"):
        candidates.nominate(actor=here.secretary, case=case, person=young, post="member")

    assert not Candidate.objects.filter(unit_id=case.unit_id).exists()


def test_candidate_neither_watches_nor_counts() -> None:
    here = electing.world()
    case = electing.started(here)
    electing.nominated(here, case)

    with pytest.raises(InputError, match=r"是候选人，不能监票.*第23条"):
        candidates.set_tellers(
            actor=here.secretary,
            case=case,
            scrutineers=[here.people[0]],
            counters=[here.people[-1]],
        )
    with pytest.raises(DomainError, match="是监票人、计票人，不能作候选人"):
        candidates.nominate(actor=here.secretary, case=case, person=here.people[-1], post="member")


def test_assembly_has_its_agenda_candidates_by_strokes_and_seats() -> None:
    here = electing.world()
    case = electing.ready(here)

    meeting = electing.opened(here, case, "assembly")

    items = list(meeting.items.filter(unit_id=meeting.unit_id).order_by("position"))
    assert [item.title for item in items] == [
        "清点到会人数",
        "听取上届支部委员会工作报告",
        "听取党费收缴、使用和管理情况报告",
        "通过选举办法",
        "通过监票人、计票人名单",
        "介绍候选人情况，通过候选人名单",
        "选举支部委员会委员",
    ]
    election = items[-1]
    assert (election.subject, election.kind, election.seats) == ("election", "decide", 3)
    people = election.people.filter(unit_id=meeting.unit_id).order_by("position")
    names = [row.person.name for row in people.select_related("person")]
    assert names == sorted(names, key=lambda name: here.named(name).sort_key)
    assert items[3].subject == "resolution"


def test_tie_at_the_cut_is_settled_by_a_second_round_and_then_confirmed() -> None:
    here = electing.world()
    case = electing.ready(here)
    meeting = electing.opened(here, case, "assembly")
    electing.carried(here, meeting, [TIED, SECOND])

    electing.result(here, case, "assembly")

    (state,) = poll_states(case, "assembly")
    assert len(state.rounds) == 2
    rows = Elected.objects.filter(unit_id=case.unit_id, case_id=case.id, post="member")
    assert {row.person.name: row.yes for row in rows.select_related("person")} == {
        "丁一": 16,
        "王二": 12,
        "李三": 9,
    }


def test_tie_that_is_not_settled_is_not_confirmed() -> None:
    here = electing.world()
    case = electing.ready(here)
    electing.carried(here, electing.opened(here, case, "assembly"), [TIED])

    with pytest.raises(DomainError, match=r"得票相等，应当.*重新投票.*第30条"):
        electing.result(here, case, "assembly")

    assert not Elected.objects.filter(unit_id=case.unit_id).exists()


@pytest.mark.parametrize(("agreed", "goes"), [(7, False), (8, True)])
def test_fewer_seats_need_half_of_the_electors(agreed: int, goes: bool) -> None:
    here = electing.world()
    case = electing.ready(here)
    short = {"丁一": 16, "王二": 12, "李三": 8, "赵四": 5}
    electing.carried(here, electing.opened(here, case, "assembly"), [short])
    (state,) = poll_states(case, "assembly")
    with pytest.raises(DomainError, match="还缺1名"):
        electing.result(here, case, "assembly")

    if goes:
        results.accept_fewer(
            actor=here.secretary, case=case, item=state.poll.item, seats=2, agreed=agreed
        )
        electing.result(here, case, "assembly")
        assert Elected.objects.filter(unit_id=case.unit_id, case_id=case.id).count() == 2
    else:
        with pytest.raises(InputError, match=r"半数以上选举人同意.*至少8人"):
            results.accept_fewer(
                actor=here.secretary, case=case, item=state.poll.item, seats=2, agreed=agreed
            )


def test_somebody_written_in_is_elected_and_found_in_the_register() -> None:
    here = electing.world()
    case = after_assembly(here, [{"丁一": 16, "王二": 12, "李三": 4, "赵四": 3, "党员03": 9}])

    names = Elected.objects.filter(unit_id=case.unit_id, case_id=case.id)
    assert set(names.values_list("person__name", flat=True)) == {"丁一", "王二", "党员03"}


def test_first_meeting_calls_the_newly_elected_and_nobody_else() -> None:
    here = electing.world()
    case = after_assembly(here, [FULL])

    meeting = electing.opened(here, case, "first", present=3)

    called = Attendee.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)
    assert set(called.values_list("person__name", flat=True)) == {"丁一", "王二", "李三"}


def test_finish_records_the_new_body_its_posts_and_ends_the_former_ones() -> None:
    here = electing.world()
    former = LeadingBody.objects.get(unit_id=here.branch.unit_id)
    case = after_first(here, [FULL])
    works = {here.named("王二").id: "organisation", here.named("李三").id: "publicity"}
    results.divide_work(actor=here.secretary, case=case, works=works)
    approved(here, case)

    body = finishing.finish_term_change(actor=here.secretary, case=case)

    assert (body.elected_on, body.seats, body.approval) == (make.TODAY, 3, "红发〔2026〕9号")
    assert body.term.upper == date(2031, 11, 21)  # a village: five years
    former.refresh_from_db()
    assert former.served.upper == make.TODAY
    held = PostHolding.objects.filter(unit_id=body.unit_id, body=body).select_related("person")
    assert {(one.post, one.person.name) for one in held} == {
        ("secretary", "丁一"),
        ("organisation", "王二"),
        ("publicity", "李三"),
    }
    ended = PostHolding.objects.get(unit_id=body.unit_id, body__isnull=True)
    assert ended.period.upper == make.TODAY
    case.refresh_from_db()
    assert (case.state, case.body_id) == ("finished", body.id)
    assert verbs()[-1] == "procedures.finish"
    following = next_of(case, make.TODAY)
    assert following is not None
    assert following.plan.id == "archive"


def test_finish_without_approval_changes_nothing() -> None:
    here = electing.world()
    case = after_first(here, [FULL])

    with pytest.raises(DomainError, match="应当先办：“书记、副书记获得批准"):
        finishing.finish_term_change(actor=here.secretary, case=case)

    assert LeadingBody.objects.filter(unit_id=case.unit_id).count() == 1


def test_election_voided_after_its_result_cannot_be_recorded() -> None:
    here = electing.world()
    case = after_first(here, [FULL])
    approved(here, case)
    Vote.objects.filter(unit_id=case.unit_id, item__subject="election", round=1).update(
        state=Vote.State.VOID, void_reason="违反程序"
    )

    with pytest.raises(DomainError, match="已作废或者没有选满"):
        finishing.finish_term_change(actor=here.secretary, case=case)

    case.refresh_from_db()
    assert case.state == "running"
    assert LeadingBody.objects.filter(unit_id=case.unit_id).count() == 1


def test_approval_entered_by_the_superior_is_marked_and_not_the_branchs_to_withdraw() -> None:
    here = electing.world()
    case = after_first(here, [FULL])
    approved(here, case)

    assert filed_steps(case)["approval"].from_above
    with pytest.raises(DomainError, match="由上级登记，请上级撤回"):
        filing.withdraw_step(actor=here.secretary, case=case, step="approval", reason="文号有误")


def test_withdrawn_step_stays_on_record_and_is_filed_anew() -> None:
    here = electing.world()
    case = electing.started(here)
    filing.file_step(actor=here.secretary, case=case, step="plan", on=make.TODAY)

    filing.withdraw_step(actor=here.secretary, case=case, step="plan", reason="日期有误")
    filing.file_step(actor=here.secretary, case=case, step="plan", on=date(2026, 11, 20))

    rows = CaseStep.objects.filter(unit_id=case.unit_id, case=case).order_by("filed_at", "id")
    assert [row.withdrawn_reason for row in rows] == ["日期有误", ""]
    assert filed_steps(case)["plan"].on == date(2026, 11, 20)


def test_step_that_others_hang_on_is_not_withdrawn() -> None:
    here = electing.world()
    case = electing.ready(here)

    with pytest.raises(DomainError, match="以这一步为前提"):
        filing.withdraw_step(
            actor=here.secretary, case=case, step="candidates_request", reason="漏报"
        )


def test_issued_request_files_its_step_with_number_and_document() -> None:
    here = electing.world()
    case = electing.started(here)

    issued = papers.issue_paper(actor=here.secretary, case=case, kind="term_request")

    filed = filed_steps(case)["request"]
    assert (filed.number, filed.document_id) == (issued.number_text, issued.id)
    assert issued.origin_id == case.id


def test_superior_who_does_not_keep_the_branch_enters_only_decisions() -> None:
    here = electing.world()
    case = electing.started(here)
    top = make.access(role=Role.DEPARTMENT, organisation=here.branch.parent)

    with pytest.raises(PermissionDenied):
        filing.file_step(actor=top, case=case, step="plan", on=make.TODAY)
    filing.file_step(actor=top, case=case, step="reply", on=make.TODAY, number="1号")

    assert set(filed_steps(case)) == {"reply"}


def test_body_about_to_end_is_listed_until_its_case_begins() -> None:
    here = electing.world()

    before = endings_in(here.secretary, make.TODAY)
    electing.started(here)

    assert [one.body.organisation_id for one in before] == [here.branch.id]
    assert endings_in(here.secretary, make.TODAY) == []


def test_small_branch_elects_its_secretary_in_the_assembly() -> None:
    here = electing.world(6)
    case = electing.started(here, seats=1)
    electing.nominated(here, case)
    electing.approved(here, case)
    meeting = electing.opened(here, case, "assembly", present=6)
    electing.carried(here, meeting, [{"丁一": 5}])
    electing.result(here, case, "assembly")
    approved(here, case)

    body = finishing.finish_term_change(actor=here.secretary, case=case)

    held = PostHolding.objects.filter(unit_id=body.unit_id, body=body)
    assert [(one.post, one.person.name) for one in held] == [("secretary", "丁一")]
    assert not body.has_committee


def test_void_vote_is_no_result() -> None:
    here = electing.world()
    case = electing.ready(here)
    meeting = electing.opened(here, case, "assembly")
    electing.carried(here, meeting, [FULL])
    vote = Vote.objects.get(unit_id=case.unit_id, ballot_id__isnull=False)
    with pytest.raises(DomainError):
        void_vote(actor=here.secretary, vote=vote, reason="散会以后不能作废")
    assert poll_states(case)[0].complete
