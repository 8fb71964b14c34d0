"""Changes to the tree: set up, rename, change kind, move; each dated, kept and recorded."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

import make
from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.audit.models import Entry
from dangwu.core.errors import DomainError
from dangwu.organisations import actions, queries
from dangwu.organisations.actions.periods import WrongDayError
from dangwu.organisations.models import Organisation, OrganisationPeriod
from dangwu.organisations.placing import MisplacedError

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 1)


def town(name: str = "红旗镇党委") -> Organisation:
    return make.organisation(unit=make.unit(), kind="committee", category="township", name=name)


def department(top: Organisation) -> Access:
    return make.access(role=Role.DEPARTMENT, organisation=top)


def periods(organisation: Organisation) -> list[tuple[date, date | None, str, str, str]]:
    rows = OrganisationPeriod.objects.filter(organisation=organisation).order_by("period")
    return [(r.period.lower, r.period.upper, r.name, r.path, r.reason) for r in rows]


def set_up(actor: Access, parent: Organisation, **changed: object) -> actions.setting_up.SetUp:
    facts: dict[str, object] = {
        "kind": "branch",
        "category": "village",
        "name": "河东村党支部",
        "founded_on": ON,
        "basis": "红发〔2026〕3号",
        **changed,
    }
    return actions.set_up_organisation(actor=actor, parent=parent, **facts)  # type: ignore[arg-type]  # typed above


def test_set_up_makes_the_organisation_its_period_and_the_record() -> None:
    top = town()
    made = set_up(department(top), top, full_members=5)

    row = made.organisation
    assert (row.name, row.kind, row.parent_id, row.founded_on) == (
        "河东村党支部",
        "branch",
        top.id,
        ON,
    )
    assert row.path == f"{top.path}.0001"
    assert row.initials == "hdcdzb"
    assert periods(row) == [(ON, None, "河东村党支部", row.path, "设立")]
    entry = Entry.objects.get(unit_id=top.unit_id)
    assert (entry.verb, entry.organisation_id) == ("organisations.set_up", row.id)
    assert made.reminders == ()


def test_set_up_labels_are_unique_for_ever_under_a_parent() -> None:
    top = town()
    other = make.organisation(unit=top.unit, parent=top, kind="committee")
    actor = department(top)
    first = set_up(actor, other, name="一支部").organisation
    actions.move_organisation(
        actor=actor, organisation=first, parent=top, on=make.TODAY, basis="x"
    )
    second = set_up(actor, other, name="二支部").organisation

    assert second.label == "0002"


def test_set_up_counts_in_base_36() -> None:
    top = town()
    branch = make.organisation(unit=top.unit, parent=top)
    Organisation.objects.filter(unit_id=top.unit_id, id=branch.id).update(label="0zzz")

    assert set_up(department(top), top).organisation.label == "1000"


def test_set_up_with_too_few_full_members_reminds_and_does_not_block() -> None:
    top = town()
    made = set_up(department(top), top, full_members=2)

    assert [reminder.rule for reminder in made.reminders] == [
        "NC2018-0-joint",
        "ZB2018-5-not-alone",
    ]


@pytest.mark.parametrize(
    ("kind", "parent_kind"),
    [
        ("group", "committee"),
        ("branch", "branch"),
        ("committee", "general_branch"),
        ("group", "group"),
    ],
)
def test_set_up_refuses_a_kind_that_cannot_stand_there(kind: str, parent_kind: str) -> None:
    top = town()
    parent = make.organisation(unit=top.unit, parent=top, kind=parent_kind)
    with pytest.raises(MisplacedError):
        set_up(department(top), parent, kind=kind)
    assert Organisation.objects.filter(parent=parent).count() == 0


def test_set_up_of_a_temporary_branch_needs_who_approved_it() -> None:
    top = town()
    with pytest.raises(DomainError, match="临时党支部须经上级党组织批准"):
        set_up(department(top), top, kind="temporary_branch")


def test_set_up_refuses_a_future_day_and_a_code_that_is_taken() -> None:
    top = town()
    actor = department(top)
    with pytest.raises(WrongDayError):
        set_up(actor, top, founded_on=date(2027, 1, 1))
    with pytest.raises(DomainError, match="已被使用"):
        set_up(actor, top, code=top.code)
    assert Organisation.objects.filter(parent=top).count() == 0


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.SECRETARY, True),
        (Role.CLERK, True),
        (Role.DEPARTMENT, True),
        (Role.COMMITTEE_MEMBER, False),
        (Role.SUPERVISOR, False),
        (Role.ADMINISTRATOR, False),
        (Role.MEMBER, False),
        (Role.RESIDENT, False),
    ],
)
def test_set_up_below_is_for_keepers_of_the_parent_and_the_department(
    role: Role, allowed: bool
) -> None:
    top = town()
    actor = make.access(role=role, organisation=top)
    if allowed:
        assert set_up(actor, top).organisation.parent_id == top.id
        return
    with pytest.raises(PermissionDenied):
        set_up(actor, top)
    assert Organisation.objects.filter(parent=top).count() == 0


def test_a_secretary_changes_what_stands_below_but_not_the_own_organisation() -> None:
    top = town()
    branch = make.organisation(unit=top.unit, parent=top)
    of_town = make.access(role=Role.SECRETARY, organisation=top)
    of_branch = make.access(role=Role.SECRETARY, organisation=branch)
    facts = {"organisation": branch, "name": "新名党支部", "on": ON, "basis": "一号"}

    with pytest.raises(PermissionDenied):
        actions.rename_organisation(actor=of_branch, **facts)  # type: ignore[arg-type]  # typed above
    assert actions.rename_organisation(actor=of_town, **facts).name == "新名党支部"  # type: ignore[arg-type]  # typed above


def test_rename_keeps_the_old_name_in_the_history() -> None:
    top = town()
    branch = make.organisation(unit=top.unit, parent=top, name="老名党支部")
    actor = department(top)
    actions.rename_organisation(
        actor=actor, organisation=branch, name="新名党支部", on=ON, basis="一号"
    )

    assert periods(branch) == [
        (make.FOUNDED, ON, "老名党支部", branch.path, "设立"),
        (ON, None, "新名党支部", branch.path, "更名"),
    ]
    before = queries.organisation_on(branch, date(2026, 10, 31))
    after = queries.organisation_on(branch, ON)
    assert before is not None
    assert after is not None
    assert (before.name, after.name) == ("老名党支部", "新名党支部")
    branch.refresh_from_db()
    assert (branch.name, branch.initials) == ("新名党支部", "xmdzb")


def test_rename_refuses_a_day_before_the_last_change_and_changes_nothing() -> None:
    top = town()
    branch = make.organisation(unit=top.unit, parent=top, name="老名党支部")
    actor = department(top)
    actions.rename_organisation(
        actor=actor, organisation=branch, name="新名党支部", on=ON, basis="一号"
    )
    known = periods(branch)
    with pytest.raises(WrongDayError, match="不能早于"):
        actions.rename_organisation(
            actor=actor, organisation=branch, name="再改", on=date(2026, 10, 1), basis="二号"
        )
    branch.refresh_from_db()
    assert (branch.name, periods(branch)) == ("新名党支部", known)


def test_two_changes_of_one_day_are_one_period() -> None:
    top = town()
    branch = make.organisation(unit=top.unit, parent=top, name="老名党支部")
    actor = department(top)
    for name in ("中间名党支部", "新名党支部"):
        actions.rename_organisation(
            actor=actor, organisation=branch, name=name, on=ON, basis="一号"
        )
    assert [(row[2], row[4]) for row in periods(branch)] == [
        ("老名党支部", "设立"),
        ("新名党支部", "更名"),
    ]


def test_move_takes_the_whole_subtree_and_keeps_the_past() -> None:
    top = town()
    old = make.organisation(unit=top.unit, parent=top, kind="general_branch", name="甲总支")
    new = make.organisation(unit=top.unit, parent=top, kind="general_branch", name="乙总支")
    branch = make.organisation(unit=top.unit, parent=old, name="支部")
    group = make.organisation(unit=top.unit, parent=branch, kind="group", name="小组")
    actor = department(top)
    actions.move_organisation(actor=actor, organisation=branch, parent=new, on=ON, basis="一号")

    past_path = group.path
    branch.refresh_from_db()
    group.refresh_from_db()
    assert (branch.path, group.path) == (f"{new.path}.0001", f"{new.path}.0001.{group.label}")
    assert [row[3:] for row in periods(group)] == [
        (past_path, "设立"),
        (group.path, "随上级调整"),
    ]
    before = queries.tree_on(actor, top.unit_id, date(2026, 10, 31))
    after = queries.tree_on(actor, top.unit_id, ON)
    assert [node.name for node in before] == ["红旗镇党委", "甲总支", "支部", "小组", "乙总支"]
    assert [node.name for node in after] == ["红旗镇党委", "甲总支", "乙总支", "支部", "小组"]


def test_move_refuses_what_would_break_the_tree() -> None:
    top = town()
    committee = make.organisation(unit=top.unit, parent=top, kind="committee")
    inner = make.organisation(unit=top.unit, parent=committee, kind="committee")
    branch = make.organisation(unit=top.unit, parent=top)
    actor = department(top)

    def move(what: Organisation, where: Organisation) -> None:
        actions.move_organisation(actor=actor, organisation=what, parent=where, on=ON, basis="x")

    with pytest.raises(DomainError, match="不能作它的上级"):
        move(committee, inner)
    with pytest.raises(DomainError, match="现在就隶属"):
        move(branch, top)
    with pytest.raises(MisplacedError):
        move(committee, branch)


def test_move_to_another_unit_is_refused_with_the_way_out() -> None:
    top = town()
    city = make.unit(level="city")
    other = make.organisation(unit=city, kind="committee", category="city")
    branch = make.organisation(unit=top.unit, parent=top)
    actor = department(top)
    both = Access(
        account_id=actor.account_id,
        name=actor.name,
        today=actor.today,
        now=actor.now,
        reaches=(*actor.reaches, *department(other).reaches),
    )
    with pytest.raises(DomainError, match="逐人转接组织关系"):
        actions.move_organisation(
            actor=both, organisation=branch, parent=other, on=ON, basis="一号"
        )


def test_change_kind_keeps_history_and_asks_what_stands_below() -> None:
    top = town()
    branch = make.organisation(unit=top.unit, parent=top)
    actor = department(top)
    changed = actions.change_kind(
        actor=actor,
        organisation=branch,
        kind="general_branch",
        category="village",
        on=ON,
        basis="一号",
    )
    assert changed.kind == "general_branch"
    assert [row.kind for row in OrganisationPeriod.objects.filter(organisation=branch)] == [
        "branch",
        "general_branch",
    ]

    with_group = make.organisation(unit=top.unit, parent=top)
    make.organisation(unit=top.unit, parent=with_group, kind="group")
    with pytest.raises(MisplacedError):
        actions.change_kind(
            actor=actor,
            organisation=with_group,
            kind="general_branch",
            category="village",
            on=ON,
            basis="一号",
        )


def test_change_kind_of_a_branch_with_people_says_where_to_put_them_first() -> None:
    top = town()
    branch = make.organisation(unit=top.unit, parent=top)
    make.person(organisation=branch)
    with pytest.raises(DomainError, match="先在下面设立党支部"):
        actions.change_kind(
            actor=department(top),
            organisation=branch,
            kind="general_branch",
            category="village",
            on=ON,
            basis="一号",
        )


def test_contact_is_kept_by_the_branch_itself() -> None:
    top = town()
    branch = make.organisation(unit=top.unit, parent=top)
    facts = {"address": "村委会大院", "phone": "0470-1234567", "home_name": "", "short_name": ""}
    secretary = make.access(role=Role.SECRETARY, organisation=branch)

    row = actions.change_contact(actor=secretary, organisation=branch, **facts)

    assert (row.address, row.phone) == ("村委会大院", "0470-1234567")
    assert Entry.objects.get(unit_id=top.unit_id).facts == {"项目": ["通讯地址", "联系电话"]}
    with pytest.raises(PermissionDenied):
        actions.change_contact(
            actor=make.stranger(organisation=branch), organisation=branch, **facts
        )


def test_closing_is_refused_while_something_stands_below_and_ends_the_periods() -> None:
    top = town()
    branch = make.organisation(unit=top.unit, parent=top, name="待撤党支部")
    group = make.organisation(unit=top.unit, parent=branch, kind="group", name="一组")
    body = make.body(branch)
    actor = department(top)

    def close(row: Organisation) -> Organisation:
        return actions.close_organisation(
            actor=actor, organisation=row, on=ON, reason="撤销", basis="一号"
        )

    with pytest.raises(DomainError, match="一组"):
        close(branch)
    close(group)
    close(branch)
    body.refresh_from_db()
    assert (periods(branch)[-1][1], body.served.upper) == (ON, ON)
    assert queries.organisation_on(branch, ON) is None
    with pytest.raises(DomainError, match="已于2026-11-01撤销"):
        close(branch)
