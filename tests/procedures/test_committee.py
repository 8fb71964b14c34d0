"""党委换届 by a congress: delegates with their surplus, examined, called; both committees elected."""

from datetime import date

import pytest

import make
from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.core.errors import DomainError, InputError
from dangwu.meetings.models import Attendee, Meeting
from dangwu.members.models import Person, PostHolding
from dangwu.organisations.models import Organisation
from dangwu.procedures.actions import candidates, delegates, filing, finishing, starting
from dangwu.procedures.actions.starting import Sought
from dangwu.procedures.models import TermChange
from dangwu.procedures.queries.cases import filed_steps, steps_now
from dangwu.procedures.queries.delegates import delegations_of
from dangwu.procedures.queries.page import checks_of
from procedures import electing

pytestmark = pytest.mark.django_db
BOTH = ("丁一", "王二", "李三", "赵四", "钱五", "孙六", "周七", "吴八")
COMMITTEE, INSPECTORS = BOTH[:4], BOTH[4:]


class World(electing.World):
    """A committee of a town whose branch sends ten delegates."""


def world() -> tuple[World, TermChange]:
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
        planned_on=make.TODAY, seats=3, inspectors=3, delegates=15, electorate="congress"
    )
    case = starting.start_term_change(actor=secretary, organisation=town, sought=sought)
    return here, case


def with_delegates(here: World, case: TermChange, *, chosen: int = 15, stood: int = 18) -> None:
    branch = here.people[0].organisation
    assert branch is not None
    row = delegates.allot_seats(actor=here.secretary, case=case, organisation=branch, seats=chosen)
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
    branch = here.people[0].organisation
    assert branch is not None

    with pytest.raises(InputError, match="代表名额共15名"):
        delegates.allot_seats(actor=here.secretary, case=case, organisation=branch, seats=16)


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
    held = PostHolding.objects.filter(unit_id=body.unit_id, body=body).select_related("person")
    assert {(one.post, one.person.name) for one in held} == {
        ("secretary", "丁一"),
        ("member", "王二"),
        ("member", "李三"),
    }


def _prepared(here: World, case: TermChange) -> None:
    """Delegates are examined, candidates of both committees approved."""
    with_delegates(here, case)
    examined(here, case)
    for post, names in (("member", COMMITTEE), ("inspector", INSPECTORS)):
        for name in names:
            candidates.nominate(
                actor=here.secretary, case=case, person=here.named(name), post=post
            )
    for post, name in (("secretary", "丁一"), ("chief_inspector", "钱五")):
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
