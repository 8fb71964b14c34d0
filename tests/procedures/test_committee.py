"""党委换届 by a congress: delegates with their surplus, examined, called; both committees elected."""

import uuid
from collections.abc import Sequence
from datetime import date

import pytest
from django.test import Client

import make
from dangwu.accounts.access import Access
from dangwu.accounts.models import Account, Role
from dangwu.core.errors import DomainError, InputError
from dangwu.meetings.models import AgendaItem, Attendee, Meeting
from dangwu.members.actions.posts import elect_body
from dangwu.members.models import Person, PostHolding
from dangwu.organisations.models import LeadingBody, Organisation
from dangwu.procedures.actions import (
    candidates,
    delegates,
    filing,
    finishing,
    results,
    starting,
)
from dangwu.procedures.actions.starting import Sought
from dangwu.procedures.models import Delegate, Delegation, TermChange
from dangwu.procedures.queries.cases import filed_steps, steps_now
from dangwu.procedures.queries.delegates import delegations_of, named_in
from dangwu.procedures.queries.page import checks_of
from dangwu.procedures.queries.papers import paper_of_case
from procedures import electing

pytestmark = pytest.mark.django_db
BOTH = ("丁一", "王二", "李三", "赵四", "钱五", "孙六", "周七", "吴八")
COMMITTEE, INSPECTORS = BOTH[:4], BOTH[4:]
LEADING = (("secretary", "丁一"), ("chief_inspector", "钱五"))
POSTS = (
    *LEADING,
    ("deputy", "王二"),
    ("deputy_inspector", "孙六"),
    *(("standing_member", name) for name in ("丁一", "王二", "李三")),
)


class World(electing.World):
    """A committee of a town whose branch sends ten delegates."""


def world(
    *, standing: int = 0, deputies: int = 0, deputy_inspectors: int = 0
) -> tuple[World, TermChange]:
    unit = make.unit()
    county = make.organisation(unit=unit, kind="committee", category="county", name="示范县委")
    town: Organisation = make.organisation(
        unit=unit, parent=county, kind="committee", category="township", name="红旗镇党委"
    )
    branch = make.organisation(unit=unit, parent=town, name="河东村党支部")
    names = [*BOTH, *(f"党员{n:02d}" for n in range(12))]
    people: tuple[Person, ...] = tuple(make.person(name, organisation=branch) for name in names)
    make.body(town, elected_on=date(2022, 3, 1), expires_on=date(2027, 3, 1))
    make.post(people[0], town, since=date(2022, 3, 1))
    secretary: Access = make.access(role=Role.SECRETARY, organisation=town, person=people[0])
    above = make.access(role=Role.SECRETARY, organisation=county)
    here = World(town, people, secretary, above)
    sought = Sought(
        planned_on=make.TODAY,
        seats=3,
        standing=standing,
        deputies=deputies,
        inspectors=3,
        deputy_inspectors=deputy_inspectors,
        delegates=15,
        electorate="congress",
    )
    case = starting.start_term_change(actor=secretary, organisation=town, sought=sought)
    return here, case


def allotted(here: World, case: TermChange, seats: int) -> Delegation:
    branch = here.people[0].organisation
    assert branch is not None
    (row,) = delegates.allot_seats(actor=here.secretary, case=case, seats={branch.id: seats})
    return row


def with_delegates(here: World, case: TermChange, *, chosen: int = 15, stood: int = 18) -> None:
    row = allotted(here, case, chosen)
    delegates.enter_delegates(
        actor=here.secretary,
        case=case,
        delegation=row,
        candidates=stood,
        elected_on=make.TODAY,
        people=here.people[:chosen],
    )


def examined(here: World, case: TermChange, chosen: int = 15) -> None:
    for person in here.people[:chosen]:
        delegates.examine_delegate(actor=here.secretary, case=case, person=person, valid=True)
    delegates.close_examination(actor=here.secretary, case=case, on=make.TODAY)


def test_congress_has_its_own_steps_and_tells_how_many_delegates_are_usual() -> None:
    _here, case = world()

    steps = [step.plan.id for step in steps_now(case, filed_steps(case), make.TODAY)]

    assert (case.kind, case.delegates) == ("committee", 15)
    assert [s for s in steps if s in ("delegates", "preparatory", "inspectors_first")] == [
        "delegates",
        "preparatory",
        "inspectors_first",
    ]
    usual = next(one for one in checks_of(case, make.TODAY) if one.rule == "XJ2020-7-delegates")
    assert (usual.state, usual.blocks) == ("against", False)


def test_seats_beyond_those_approved_are_not_given() -> None:
    here, case = world()

    with pytest.raises(InputError, match="代表名额共15名，分配了16名，多1名"):
        allotted(here, case, 16)

    assert not Delegation.objects.exists()


def test_seats_are_not_taken_from_delegates_who_were_elected() -> None:
    here, case = world()
    with_delegates(here, case)

    with pytest.raises(InputError, match="已登记代表15名"):
        delegates.allot_seats(actor=here.secretary, case=case, seats={})

    assert Delegation.objects.get().seats == 15


def test_delegates_of_an_organisation_are_found_valid_together_and_once() -> None:
    here, case = world()
    with_delegates(here, case)
    row = Delegation.objects.get()
    refused = here.people[0]
    delegates.examine_delegate(
        actor=here.secretary, case=case, person=refused, valid=False, note="程序不合规定"
    )

    found = delegates.pass_delegation(actor=here.secretary, case=case, delegation=row)

    assert found == 14
    assert Delegate.objects.get(person=refused).check_result == Delegate.Check.REFUSED
    with pytest.raises(DomainError, match="没有待审查的代表"):
        delegates.pass_delegation(actor=here.secretary, case=case, delegation=row)


def test_delegate_who_shares_a_name_is_told_by_the_number() -> None:
    here, _case = world()
    branch = here.people[0].organisation
    assert branch is not None
    first, second = (make.person("同名同", organisation=branch) for _ in range(2))

    nobody, wrong = named_in(branch, ["同名同"])
    people, right = named_in(branch, [f"同名同 {second.number}"])

    assert nobody == []
    assert first.number in wrong[0]
    assert second.number in wrong[0]
    assert (people, right) == ([second], [])


def test_congress_page_asks_for_the_seats_of_all_organisations_at_once() -> None:
    here, case = world()
    client = Client()
    client.force_login(Account.objects.get(id=here.secretary.account_id or uuid.UUID(int=0)))
    branch = here.people[0].organisation
    assert branch is not None
    address = f"/procedures/{case.unit_id}/{case.id}/delegates/"

    page = client.get(address).content.decode()
    answer = client.post(address, {branch.id.hex: "15"})

    assert f'name="{branch.id.hex}"' in page
    assert f"正式党员{len(here.people)}名" in page
    assert answer.status_code == 302
    assert Delegation.objects.get().seats == 15


@pytest.mark.parametrize(("stood", "goes"), [(17, False), (18, True)])
def test_delegates_need_a_surplus_of_a_fifth(stood: int, goes: bool) -> None:
    here, case = world()
    with_delegates(here, case, stood=stood)
    for person in here.people[:15]:
        delegates.examine_delegate(actor=here.secretary, case=case, person=person, valid=True)

    if goes:
        delegates.close_examination(actor=here.secretary, case=case, on=make.TODAY)
        assert "delegates_check" in filed_steps(case)
    else:
        with pytest.raises(DomainError, match=r"第9条.*应当重新选举"):
            delegates.close_examination(actor=here.secretary, case=case, on=make.TODAY)


def test_nobody_is_passed_over_in_the_examination() -> None:
    here, case = world()
    with_delegates(here, case)

    with pytest.raises(DomainError, match="还没有审查"):
        delegates.close_examination(actor=here.secretary, case=case, on=make.TODAY)

    shown = delegations_of(case, make.TODAY)
    assert len(shown[0].delegates) == 15


def test_congress_elects_both_committees_and_their_first_meetings_the_posts() -> None:
    here, case = world()
    _prepared(here, case)

    meeting = electing.opened(here, case, "preparatory", present=15)
    called = Attendee.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)
    assert (meeting.body, called.count()) == ("congress", 15)
    _through(here, case, meeting, "preparatory", [])
    votes = {"丁一": 15, "王二": 12, "李三": 11, "赵四": 4}
    both = [votes, {"钱五": 15, "孙六": 12, "周七": 11, "吴八": 4}]
    _through(here, case, electing.opened(here, case, "assembly", present=15), "assembly", both)
    inspectors = electing.opened(here, case, "inspectors_first", present=3)
    _through(here, case, inspectors, "inspectors_first", [{"钱五": 3}])
    first = electing.opened(here, case, "first", present=3)
    _through(here, case, first, "first", [{"丁一": 3}])
    filing.file_step(actor=here.secretary, case=case, step="report", on=make.TODAY)
    filing.file_step(
        actor=here.above, case=case, step="approval", on=make.TODAY, number="县发〔2026〕9号"
    )

    body = finishing.finish_term_change(actor=here.secretary, case=case)

    assert (body.seats, body.term.upper) == (3, date(2031, 11, 21))
    assert seats(body) == {
        ("secretary", "丁一"),
        ("member", "王二"),
        ("member", "李三"),
        ("chief_inspector", "钱五"),
        ("inspector", "孙六"),
        ("inspector", "周七"),
    }


def test_first_plenary_elects_the_standing_committee_and_the_inspectors_a_deputy() -> None:
    here, case = world(standing=2, deputies=1, deputy_inspectors=1)
    _prepared(here, case, POSTS)
    _through(here, case, electing.opened(here, case, "preparatory", present=15), "preparatory", [])
    votes = {"丁一": 15, "王二": 12, "李三": 11, "赵四": 4}
    both = [votes, {"钱五": 15, "孙六": 12, "周七": 11, "吴八": 4}]
    _through(here, case, electing.opened(here, case, "assembly", present=15), "assembly", both)
    inspectors = electing.opened(here, case, "inspectors_first", present=3)
    _through(here, case, inspectors, "inspectors_first", [{"钱五": 3}, {"孙六": 3}])
    first = electing.opened(here, case, "first", present=3)
    titles = list(
        AgendaItem.objects.filter(unit_id=first.unit_id, meeting_id=first.id)
        .order_by("position")
        .values_list("title", flat=True)
    )
    counts = [{"丁一": 3, "王二": 3, "李三": 0}, {"丁一": 3}, {"王二": 3}]
    _through(here, case, first, "first", counts)
    told = str(paper_of_case(case, "election_result", make.TODAY).blocks)
    filing.file_step(actor=here.secretary, case=case, step="report", on=make.TODAY)
    filing.file_step(
        actor=here.above, case=case, step="approval", on=make.TODAY, number="县发〔2026〕9号"
    )
    results.divide_work(
        actor=here.secretary, case=case, works={here.named("李三").id: "organisation"}
    )

    body = finishing.finish_term_change(actor=here.secretary, case=case)

    assert titles[:3] == ["选举常务委员会委员", "选举书记", "选举副书记"]
    assert "经新一届纪律检查委员会第一次全体会议选举，钱五任纪委书记，孙六任纪委副书记。" in told
    assert (
        "经新一届党委第一次全体会议选举，丁一、王二当选为常务委员会委员，丁一任书记，王二任副书记。"
    ) in told
    assert seats(body) == {
        ("secretary", "丁一"),
        ("deputy", "王二"),
        ("organisation", "李三"),
        ("standing_member", "丁一"),
        ("standing_member", "王二"),
        ("chief_inspector", "钱五"),
        ("deputy_inspector", "孙六"),
        ("inspector", "周七"),
    }


def test_election_of_the_committee_alone_leaves_the_inspectors_in_office() -> None:
    here, _case = world()
    make.post(here.named("钱五"), here.branch, post="chief_inspector", since=date(2022, 3, 1))

    body, _ = elect_body(
        actor=here.above,
        organisation=here.branch,
        elected_on=make.TODAY,
        has_committee=True,
        seats=3,
        posts=[("secretary", here.named("丁一"))],
    )

    held = PostHolding.objects.filter(unit_id=body.unit_id, organisation=here.branch)
    open_ = held.filter(period__endswith__isnull=True).values_list("post", flat=True)
    assert set(open_) == {"secretary", "chief_inspector"}


def test_too_large_a_standing_committee_is_told_in_one_sentence() -> None:
    with pytest.raises(InputError, match="常委从委员中选举，名额应少于委员名额"):
        world(standing=3)


def seats(body: LeadingBody) -> set[tuple[str, str]]:
    held = PostHolding.objects.filter(unit_id=body.unit_id, body=body).select_related("person")
    return {(one.post, one.person.name) for one in held}


def _prepared(here: World, case: TermChange, posts: Sequence[tuple[str, str]] = LEADING) -> None:
    """Delegates are examined, candidates of both committees approved."""
    with_delegates(here, case)
    examined(here, case)
    for post, names in (("member", COMMITTEE), ("inspector", INSPECTORS)):
        for name in names:
            candidates.nominate(
                actor=here.secretary, case=case, person=here.named(name), post=post
            )
    for post, name in posts:
        candidates.nominate(actor=here.secretary, case=case, person=here.named(name), post=post)
    candidates.set_tellers(
        actor=here.secretary,
        case=case,
        scrutineers=[here.people[12]],
        counters=[here.people[13]],
    )
    electing.approved(here, case)


def _through(
    here: World, case: TermChange, meeting: Meeting, sitting: str, counts: list[dict[str, int]]
) -> None:
    electing.carried(here, meeting, counts)
    electing.result(here, case, sitting)
