"""差额预选 at the assembly: who gets more than half stands, as many as there are seats; then 等额."""

import pytest

import make
from dangwu.ballots.models import Ballot
from dangwu.core.errors import DomainError
from dangwu.meetings.actions import items
from dangwu.meetings.models import AgendaItem, ItemPerson, Meeting, Vote
from dangwu.procedures.actions import filing
from dangwu.procedures.models import Candidate, TermChange
from dangwu.procedures.queries.papers import kinds_for, paper_of_case
from dangwu.procedures.queries.people import elected_of
from dangwu.procedures.queries.polls import poll_states
from procedures import electing
from procedures.electing import World

pytestmark = pytest.mark.django_db
FIRST = {"丁一": 16, "王二": 12, "李三": 10, "赵四": 8}
FINAL = {"丁一": 16, "王二": 13, "李三": 12}
TIED = {"丁一": 16, "王二": 12, "李三": 10, "赵四": 10}


def item_named(meeting: Meeting, start: str) -> AgendaItem:
    rows = AgendaItem.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)
    found = rows.get(title__startswith=start)
    found.meeting = meeting
    return found


def assembly(counts: list[dict[str, int]]) -> tuple[World, TermChange, Meeting]:
    here = electing.world()
    case = electing.ready(here, method="preliminary")
    meeting = electing.opened(here, case, "assembly")
    electing.carried(here, meeting, counts)
    return here, case, meeting


def stages(case: TermChange) -> dict[str, str]:
    rows = Candidate.objects.filter(unit_id=case.unit_id, case_id=case.id, post="member")
    return dict(rows.values_list("person__name", "stage"))


def test_preliminary_chooses_who_stands_and_the_assembly_elects_them() -> None:
    here, case, meeting = assembly([FIRST, FINAL])

    electing.result(here, case, "assembly")

    proper = item_named(meeting, "选举支部委员会委员")
    people = ItemPerson.objects.filter(unit_id=proper.unit_id, item_id=proper.id)
    assert set(people.values_list("person__name", flat=True)) == {"丁一", "王二", "李三"}
    assert [one.person.name for one in elected_of(case, "member")] == ["丁一", "王二", "李三"]
    assert stages(case)["赵四"] == "not_chosen"


def test_election_proper_is_valid_with_as_many_candidates_as_seats() -> None:
    _here, _case, meeting = assembly([FIRST, FINAL])

    proper = item_named(meeting, "选举支部委员会委员")
    vote = Vote.objects.get(unit_id=proper.unit_id, item_id=proper.id)

    assert (vote.valid, vote.passed) == (True, True)
    assert vote.verdict["elected"] == ["丁一", "王二", "李三"]


def test_election_proper_does_not_begin_before_the_preliminary_is_counted() -> None:
    here = electing.world()
    case = electing.ready(here, method="preliminary")
    meeting = electing.opened(here, case, "assembly")

    with pytest.raises(DomainError, match="差额预选还没有投票"):
        items.take_item(actor=here.secretary, item=item_named(meeting, "选举支部委员会委员"))

    assert item_named(meeting, "选举支部委员会委员").state == AgendaItem.State.WAITING


def test_tie_at_the_cut_of_the_preliminary_is_voted_on_again() -> None:
    here, case, meeting = assembly(
        [TIED, {"李三": 7, "赵四": 9}, {"丁一": 16, "王二": 13, "赵四": 12}]
    )

    electing.result(here, case, "assembly")

    first = item_named(meeting, "差额预选")
    rounds = Vote.objects.filter(unit_id=first.unit_id, item_id=first.id).count()
    assert (rounds, stages(case)["李三"]) == (2, "not_chosen")
    assert {one.person.name for one in elected_of(case, "member")} == {"丁一", "王二", "赵四"}


def test_half_is_not_more_than_half_in_the_preliminary() -> None:
    here, case, meeting = assembly([FIRST | {"李三": 8}, {"李三": 9, "赵四": 7}, FINAL])

    (preliminary, _proper) = poll_states(case)

    assert preliminary.rounds[0].words == "丁一、王二列为正式候选人；不足1人。"
    assert [one.name for one in preliminary.winners] == ["丁一", "王二", "李三"]
    assert meeting.organisation_id == here.branch.id


def test_withdrawn_result_lets_everybody_stand_again() -> None:
    here, case, _meeting = assembly([FIRST, FINAL])
    electing.result(here, case, "assembly")

    filing.withdraw_step(actor=here.secretary, case=case, step="assembly", reason="登记有误")

    assert set(stages(case).values()) == {"approved"}
    assert elected_of(case) == []


def test_candidates_of_the_preliminary_need_the_surplus() -> None:
    here = electing.world()
    case = electing.started(here, method="preliminary")
    electing.nominated(here, case, electing.NAMES[:3])
    filing.file_step(actor=here.secretary, case=case, step="deliberate", on=make.TODAY)

    with pytest.raises(DomainError, match=r"第13条.*请增加候选人"):
        filing.file_step(actor=here.secretary, case=case, step="candidates_request", on=make.TODAY)


def test_ballots_of_the_election_proper_are_printed_after_the_preliminary() -> None:
    here = electing.world()
    case = electing.ready(here, method="preliminary")
    assert "赵四" in str(paper_of_case(case, "ballot_preliminary", make.TODAY).blocks)
    with pytest.raises(DomainError, match="请先完成预选"):
        paper_of_case(case, "ballot", make.TODAY)

    electing.carried(here, electing.opened(here, case, "assembly"), [FIRST, FINAL])

    proper = str(paper_of_case(case, "ballot", make.TODAY).blocks)
    assert "李三" in proper
    assert "赵四" not in proper
    assert {"ballot_preliminary", "count_sheet_preliminary"} <= set(kinds_for(case))


def test_direct_election_has_no_papers_of_a_preliminary() -> None:
    here = electing.world()

    case = electing.ready(here)

    assert "ballot_preliminary" not in kinds_for(case)


def test_both_ballots_of_the_assembly_are_kept_apart() -> None:
    _here, case, meeting = assembly([FIRST, FINAL])

    rows = Ballot.objects.filter(unit_id=meeting.unit_id).order_by("id")

    assert [len(row.booth[0]["candidates"]) for row in rows] == [4, 3]
    assert [row.booth[0]["post"] for row in rows] == ["member", "preselected"]
    assert case.is_preselected


def test_fewer_than_the_seats_stand_where_no_more_got_through() -> None:
    here = electing.world()
    case = electing.ready(here, method="preliminary")
    meeting = electing.opened(here, case, "assembly")
    rows = AgendaItem.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)
    rows.exclude(subject="election").update(state=AgendaItem.State.DROPPED, state_reason="试")
    first = items.take_item(actor=here.secretary, item=item_named(meeting, "差额预选"))
    electing.elected(here, first, [FIRST | {"李三": 8}])
    items.record_resolution(actor=here.secretary, item=first, text="二人列为正式候选人")

    items.take_item(actor=here.secretary, item=item_named(meeting, "选举支部委员会委员"))

    proper = item_named(meeting, "选举支部委员会委员")
    people = ItemPerson.objects.filter(unit_id=proper.unit_id, item_id=proper.id)
    assert set(people.values_list("person__name", flat=True)) == {"丁一", "王二"}
    assert case.seats == 3
