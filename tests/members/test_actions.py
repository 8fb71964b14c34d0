"""Each act on a person: the whole result, each refusal, each stranger, nothing left behind."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

import make
from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.audit.models import Entry
from dangwu.core.errors import DomainError, InputError
from dangwu.core.identity import synthetic_id_number
from dangwu.members.actions.correcting import (
    correct_person,
    decide_correction,
    propose_correction,
)
from dangwu.members.actions.honours import Penalty, add_discipline, add_honour
from dangwu.members.actions.moving import move_membership
from dangwu.members.actions.periods import WrongDayError
from dangwu.members.actions.registering import AlreadyRegisteredError, register_person
from dangwu.members.actions.registering import Entry as New
from dangwu.members.actions.special import Circumstance, end_special, set_special
from dangwu.members.actions.standing import change_standing
from dangwu.members.models import (
    Correction,
    Discipline,
    IdentityClaim,
    Membership,
    Person,
    PersonHonour,
    SpecialStatus,
    StandingPeriod,
)
from dangwu.members.queries.gates import Seen
from register import Home, home, post, seen, with_numbers

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 1)
NUMBER = synthetic_id_number(birth=date(1980, 5, 1), sequence=2)


@pytest.fixture
def town() -> Home:
    return home()


def spans(model: type, person: Person, *names: str) -> list[tuple[object, ...]]:
    """The periods of a person: (values…, from, to)."""
    rows = model.objects.filter(unit_id=person.unit_id, person=person).order_by("period")  # type: ignore[attr-defined]
    return [(*(getattr(r, name) for name in names), r.period.lower, r.period.upper) for r in rows]


def verbs(person: Person) -> list[str]:
    rows = Entry.objects.filter(unit_id=person.unit_id, target_id=person.id)
    return [row.verb for row in rows.order_by("id")]


def newcomer(**values: object) -> New:
    given: dict[str, object] = {
        "name": "赵 金花",
        "id_number": NUMBER,
        "standing": "probationary",
        "since": ON,
        "phone": "154 0000 1234",
        "ethnicity": "02",
    }
    return New(**(given | values))  # type: ignore[arg-type]


def test_register_person_writes_record_periods_and_claim(town: Home) -> None:
    clerk = post(Role.CLERK, town.branch)

    row = register_person(actor=clerk, organisation=town.branch, entry=newcomer())

    assert (row.name, row.sex, row.born_on) == ("赵金花", "2", date(1980, 5, 1))
    assert (row.standing, row.joined_on, row.probation_ends_on, row.confirmed_on) == (
        "probationary",
        ON,
        date(2027, 11, 1),
        None,
    )
    assert spans(StandingPeriod, row, "standing") == [("probationary", ON, None)]
    assert spans(Membership, row, "organisation_id", "nature") == [
        (town.branch.id, "primary", ON, None)
    ]
    claim = IdentityClaim.objects.get(person_id=row.id)
    assert (claim.unit_id, bytes(claim.digest)) == (row.unit_id, row.id_digest)
    assert verbs(row) == ["members.register"]
    entry = Entry.objects.get(unit_id=row.unit_id, target_id=row.id)
    assert NUMBER not in str(entry.facts)


def test_register_person_takes_an_id_number_once_in_the_nation(town: Home) -> None:
    elsewhere = home()
    register_person(
        actor=post(Role.CLERK, elsewhere.branch), organisation=elsewhere.branch, entry=newcomer()
    )
    clerk = post(Role.CLERK, town.branch)

    with pytest.raises(AlreadyRegisteredError, match="已经登记在另一条记录上"):
        register_person(actor=clerk, organisation=town.branch, entry=newcomer())

    assert Person.objects.filter(unit_id=town.top.unit_id).count() == 0


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"id_number": NUMBER[:17] + "0"}, "校验码"),
        ({"since": date(2026, 12, 1)}, "还没有到"),
        ({"standing": "full"}, "请填写入党日期"),
        ({"standing": "full", "joined_on": ON, "confirmed_on": date(2026, 1, 1)}, "早于入党日期"),
        ({"phone": "12"}, "11位数字"),
        ({"name": " "}, "请填写姓名"),
    ],
)
def test_register_person_refuses_and_leaves_nothing(
    town: Home, values: dict[str, object], message: str
) -> None:
    clerk = post(Role.CLERK, town.branch)

    with pytest.raises(DomainError, match=message):
        register_person(actor=clerk, organisation=town.branch, entry=newcomer(**values))

    assert Person.objects.filter(unit_id=town.top.unit_id).count() == 0
    assert IdentityClaim.objects.count() == 0


def test_register_person_only_in_a_branch(town: Home) -> None:
    with pytest.raises(DomainError, match="党员应当编入党支部"):
        register_person(actor=post(Role.CLERK, town.top), organisation=town.top, entry=newcomer())


def test_correct_person_writes_and_records_old_and_new(town: Home) -> None:
    person = make.person("王建国", organisation=town.branch)
    old = with_numbers(person)
    new = synthetic_id_number(birth=date(1980, 5, 1), sequence=7)

    labels = correct_person(
        actor=post(Role.SECRETARY, town.branch),
        seen=seen(person),
        changes={"name": "王建军", "workplace": "河湾村", "id_number": new, "sex": "1"},
        reason="登记有误",
    )

    assert labels == ["姓名", "工作单位及职务", "公民身份号码"]
    now = Person.objects.get(unit_id=person.unit_id, id=person.id)
    assert (now.name, now.initials, now.workplace) == ("王建军", "wjj", "河湾村")
    assert [bytes(c.digest) for c in IdentityClaim.objects.all()] == [bytes(now.id_digest or b"")]
    facts = Entry.objects.get(unit_id=person.unit_id, verb="members.correct").facts
    assert facts["姓名"] == "王建国 → 王建军"
    assert facts["工作单位及职务"] == "空 → 河湾村"
    assert old not in str(facts)
    assert new not in str(facts)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({}, "没有改动"),
        ({"standing": "full"}, "由办事程序产生"),
        ({"salary": "1"}, "没有这个项目"),
        ({"born_on": "1980年"}, "写成2026年11月21日的样子"),
        ({"confirmed_on": "2001-01-01"}, "早于入党日期"),
        ({"education": "神童班毕业"}, "不认识的学历"),
    ],
)
def test_correct_person_refuses_and_leaves_nothing(
    town: Home, changes: dict[str, str], message: str
) -> None:
    person = make.person(organisation=town.branch)

    with pytest.raises(InputError, match=message):
        correct_person(
            actor=post(Role.CLERK, town.branch), seen=seen(person), changes=changes, reason="改"
        )

    assert verbs(person) == []


def test_change_standing_confirms_a_probationer(town: Home) -> None:
    person = make.person(
        organisation=town.branch, standing="probationary", joined_on=date(2025, 9, 1)
    )

    change_standing(
        actor=post(Role.SECRETARY, town.branch),
        seen=seen(person),
        ending="advanced",
        on=ON,
        reason="",
        basis="青组〔2026〕5号",
    )

    now = Person.objects.get(unit_id=person.unit_id, id=person.id)
    assert (now.standing, now.confirmed_on, now.organisation_id) == ("full", ON, town.branch.id)
    assert spans(StandingPeriod, person, "standing", "ending", "basis") == [
        ("probationary", "advanced", "青组〔2026〕5号", date(2025, 9, 1), ON),
        ("full", "", "青组〔2026〕5号", ON, None),
    ]
    assert verbs(person) == ["members.change_standing"]


def test_change_standing_of_the_deceased_ends_everything(town: Home) -> None:
    person = make.person(organisation=town.branch)
    make.post(person, town.branch, post="member")
    clerk = post(Role.CLERK, town.branch)
    set_special(actor=clerk, seen=seen(person), given=Circumstance("aged", date(2026, 1, 1)))

    change_standing(
        actor=clerk, seen=seen(person), ending="deceased", on=ON, reason="", basis="死亡证明"
    )

    now = Person.objects.get(unit_id=person.unit_id, id=person.id)
    assert (now.standing, now.organisation_id) == ("", None)
    assert [row[-1] for row in spans(Membership, person)] == [ON]
    assert [row[-1] for row in spans(SpecialStatus, person)] == [ON]
    assert [row[-1] for row in spans(StandingPeriod, person)] == [ON]


def test_change_standing_restores_what_was_suspended(town: Home) -> None:
    person = make.person(
        organisation=town.branch, standing="probationary", joined_on=date(2025, 9, 1)
    )
    clerk = post(Role.CLERK, town.branch)
    for ending, on in (("suspended", date(2026, 3, 1)), ("restored", ON)):
        fresh = Person.objects.select_related("organisation").get(
            unit_id=person.unit_id, id=person.id
        )
        change_standing(
            actor=clerk, seen=seen(fresh), ending=ending, on=on, reason="", basis="批复"
        )

    assert [row[0] for row in spans(StandingPeriod, person, "standing")] == [
        "probationary",
        "suspended",
        "probationary",
    ]


@pytest.mark.parametrize(
    ("ending", "on", "basis", "message"),
    [
        ("restored", ON, "批复", "不能这样变动"),
        ("advanced", ON, "批复", "不能这样变动"),
        ("suspended", ON, " ", "请填写依据"),
        ("suspended", date(2026, 12, 1), "批复", "还没有到"),
        ("suspended", date(2005, 7, 1), "批复", "应晚于这一天"),
    ],
)
def test_change_standing_refuses_and_leaves_nothing(
    town: Home, ending: str, on: date, basis: str, message: str
) -> None:
    person = make.person(organisation=town.branch)

    with pytest.raises(DomainError, match=message):
        change_standing(
            actor=post(Role.CLERK, town.branch),
            seen=seen(person),
            ending=ending,
            on=on,
            reason="",
            basis=basis,
        )

    assert spans(StandingPeriod, person, "standing") == [("full", date(2005, 7, 1), None)]
    assert verbs(person) == []


def test_nobody_leaves_while_holding_a_post(town: Home) -> None:
    person = make.person(organisation=town.branch)
    make.post(person, town.branch)

    with pytest.raises(DomainError, match="请先在班子页面免去职务"):
        change_standing(
            actor=post(Role.CLERK, town.branch),
            seen=seen(person),
            ending="moved",
            on=ON,
            reason="",
            basis="介绍信",
        )


def test_move_membership_closes_one_period_and_opens_the_next(town: Home) -> None:
    person = make.person(organisation=town.branch)

    move_membership(
        actor=post(Role.DEPARTMENT, town.top),
        seen=seen(person),
        organisation=town.other,
        on=ON,
        reason="居住地变动",
    )

    now = Person.objects.get(unit_id=person.unit_id, id=person.id)
    assert now.organisation_id == town.other.id
    assert spans(Membership, person, "organisation_id", "came_by", "left_by") == [
        (town.branch.id, "", "居住地变动", town.branch.founded_on, ON),
        (town.other.id, "居住地变动", "", ON, None),
    ]
    assert verbs(person) == ["members.move"]


def test_move_membership_refuses_what_cannot_be(town: Home) -> None:
    person = make.person(organisation=town.branch)
    far = home()
    clerk = post(Role.CLERK, town.top)

    def move(target: object, on: date = ON) -> None:
        move_membership(
            actor=clerk,
            seen=seen(person),
            organisation=target,  # type: ignore[arg-type]
            on=on,
            reason="",
        )

    with pytest.raises(InputError, match="已经在"):
        move(town.branch)
    with pytest.raises(DomainError, match="应当编入党支部"):
        move(town.top)
    with pytest.raises(WrongDayError, match="应晚于这一天"):
        move(town.other, date(2015, 1, 1))
    with pytest.raises(PermissionDenied):
        move(far.branch)
    assert len(spans(Membership, person)) == 1


def test_move_membership_needs_both_sides(town: Home) -> None:
    person = make.person(organisation=town.branch)

    with pytest.raises(PermissionDenied):
        move_membership(
            actor=post(Role.SECRETARY, town.branch),
            seen=seen(person),
            organisation=town.other,
            on=ON,
            reason="",
        )


def test_mobile_member_takes_part_where_received_until_it_ends(town: Home) -> None:
    person = make.person(organisation=town.branch)
    clerk = post(Role.CLERK, town.branch)
    since = date(2026, 3, 1)

    set_special(
        actor=clerk,
        seen=seen(person),
        given=Circumstance("mobile", since, "外省务工", town.other),
    )
    with pytest.raises(DomainError, match="已经登记，期间不能重叠"):
        set_special(actor=clerk, seen=seen(person), given=Circumstance("mobile", ON))
    end_special(actor=clerk, seen=seen(person), kind="mobile", on=ON, reason="返乡")

    assert spans(SpecialStatus, person, "kind", "place") == [("mobile", "外省务工", since, ON)]
    assert spans(Membership, person, "nature", "organisation_id")[1:] == [
        ("mobile", town.other.id, since, ON)
    ]
    with pytest.raises(DomainError, match="没有登记“流动党员”"):
        end_special(actor=clerk, seen=seen(person), kind="mobile", on=ON, reason="")
    assert verbs(person) == ["members.set_special", "members.end_special"]


def test_hardship_is_entered_by_secretary_and_department_only(town: Home) -> None:
    person = make.person(organisation=town.branch)
    given = Circumstance("hardship", ON)

    with pytest.raises(PermissionDenied):
        set_special(actor=post(Role.CLERK, town.branch), seen=seen(person), given=given)
    set_special(actor=post(Role.SECRETARY, town.branch), seen=seen(person), given=given)

    assert spans(SpecialStatus, person, "kind") == [("hardship", ON, None)]


def test_discipline_of_probation_suspends_the_rights_for_its_period(town: Home) -> None:
    person = make.person(organisation=town.branch)
    secretary = post(Role.SECRETARY, town.branch)
    until = date(2027, 11, 1)

    add_discipline(
        actor=secretary,
        seen=seen(person),
        given=Penalty("probation", ON, until, "县纪委", "青纪〔2026〕3号"),
    )

    row = Discipline.objects.get(unit_id=person.unit_id, person=person)
    assert (row.penalty, row.effect.lower, row.effect.upper) == ("probation", ON, until)
    assert spans(SpecialStatus, person, "kind") == [("on_probation", ON, until)]
    entry = Entry.objects.get(unit_id=person.unit_id, target_id=person.id)
    assert "留党察看" not in str(entry.facts)
    with pytest.raises(InputError, match="止日应晚于起日"):
        add_discipline(
            actor=secretary, seen=seen(person), given=Penalty("warning", ON, ON, "县纪委")
        )


def test_add_honour(town: Home) -> None:
    person = make.person(organisation=town.branch)

    add_honour(
        actor=post(Role.CLERK, town.branch),
        seen=seen(person),
        title="优秀共产党员",
        given_by="县委",
        given_on=date(2026, 7, 1),
    )

    row = PersonHonour.objects.get(unit_id=person.unit_id, person=person)
    assert (row.title, row.given_by, row.given_on) == ("优秀共产党员", "县委", date(2026, 7, 1))
    assert verbs(person) == ["members.add_honour"]


def propose(
    actor: Access, one: Seen, field: str = "residence", value: str = "康宁小区"
) -> Correction:
    return propose_correction(actor=actor, seen=one, field=field, value=value, reason="搬家")


def test_correction_proposed_by_the_member_and_accepted_is_written_once(town: Home) -> None:
    person = make.person(organisation=town.branch)
    with_numbers(person)
    member = post(Role.MEMBER, town.branch, person)
    clerk = post(Role.CLERK, town.branch)

    row = propose(member, seen(person), "phone", "15400009999")
    assert (row.old_value, row.new_mask) == (person.phone_mask, "154****9999")
    assert b"15400009999" not in bytes(row.new_value)
    decided = decide_correction(
        actor=clerk, seen=seen(person), correction=row, accept=True, answer=""
    )

    now = Person.objects.get(unit_id=person.unit_id, id=person.id)
    assert (decided.state, now.phone_mask) == ("accepted", "154****9999")
    with pytest.raises(DomainError, match="已经审核（已采纳）"):
        decide_correction(
            actor=clerk, seen=seen(person), correction=row, accept=False, answer="不"
        )
    assert verbs(person) == ["members.propose_correction", "members.decide_correction"]


def test_correction_declined_needs_an_answer_and_changes_nothing(town: Home) -> None:
    person = make.person(organisation=town.branch)
    row = propose(post(Role.MEMBER, town.branch, person), seen(person))
    clerk = post(Role.CLERK, town.branch)

    with pytest.raises(InputError, match="请写明理由"):
        decide_correction(actor=clerk, seen=seen(person), correction=row, accept=False, answer=" ")
    decide_correction(
        actor=clerk, seen=seen(person), correction=row, accept=False, answer="请附材料"
    )

    now = Person.objects.get(unit_id=person.unit_id, id=person.id)
    assert now.residence == ""
    row.refresh_from_db()
    assert (row.state, row.answer) == ("declined", "请附材料")


def test_correction_refusals(town: Home) -> None:
    person = make.person(organisation=town.branch)
    member = post(Role.MEMBER, town.branch, person)
    propose(member, seen(person))

    with pytest.raises(DomainError, match="已有一条更正在等待审核"):
        propose(member, seen(person), value="别处")
    with pytest.raises(InputError, match="不由本人更正"):
        propose(member, seen(person), "joined_on", "2001-01-01")
    with pytest.raises(InputError, match="不需要更正"):
        propose(member, seen(person), "name", "王建国")
    with pytest.raises(PermissionDenied):
        propose(post(Role.SECRETARY, town.branch), seen(person), "native_place", "甲")
    assert Correction.objects.filter(unit_id=person.unit_id).count() == 1


ACTS: dict[str, Callable[[Access, Seen, Home], object]] = {
    "register": lambda a, _s, t: register_person(actor=a, organisation=t.branch, entry=newcomer()),
    "correct": lambda a, s, _t: correct_person(
        actor=a, seen=s, changes={"remark": "改"}, reason="改"
    ),
    "standing": lambda a, s, _t: change_standing(
        actor=a, seen=s, ending="suspended", on=ON, reason="", basis="批复"
    ),
    "move": lambda a, s, t: move_membership(
        actor=a, seen=s, organisation=t.other, on=ON, reason=""
    ),
    "special": lambda a, s, _t: set_special(actor=a, seen=s, given=Circumstance("ill", ON)),
    "end special": lambda a, s, _t: end_special(actor=a, seen=s, kind="ill", on=ON, reason=""),
    "honour": lambda a, s, _t: add_honour(actor=a, seen=s, title="甲", given_by="乙", given_on=ON),
    "discipline": lambda a, s, _t: add_discipline(
        actor=a, seen=s, given=Penalty("warning", ON, date(2027, 1, 1), "县纪委")
    ),
}
STRANGERS = (
    Role.COMMITTEE_MEMBER,
    Role.SUPERVISOR,
    Role.MEMBER,
    Role.RESIDENT,
    Role.ADMINISTRATOR,
)


@pytest.mark.parametrize("act", ACTS)
def test_acts_are_refused_to_readers_and_to_the_branch_beside(town: Home, act: str) -> None:
    person = make.person(organisation=town.branch)
    beside = post(Role.SECRETARY, town.other)
    readers = [post(role, town.branch) for role in STRANGERS]

    for access in (*readers, beside, make.stranger(organisation=town.branch)):
        with pytest.raises(PermissionDenied):
            ACTS[act](access, seen(person), town)

    assert verbs(person) == []
    assert Person.objects.filter(unit_id=town.top.unit_id).count() == 1
