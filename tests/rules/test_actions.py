"""Local packs tighten or fill, exemptions are granted from above, and refusals change nothing."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

import make
from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.audit.models import Entry
from dangwu.core.calendar import Period
from dangwu.core.errors import DomainError, InputError
from dangwu.organisations.models import Organisation
from dangwu.rules.actions import (
    PackRefusedError,
    adopt_local_pack,
    end_exemption,
    end_local_pack,
    grant_exemption,
    set_holiday,
)
from dangwu.rules.models import DutyTally, Exemption, Holiday, LocalPack
from dangwu.rules.queries.duties import duties_of_organisation
from dangwu.rules.queries.rulebook import calendar_for, local_packs, rulebook_for
from dangwu.sharding.models import Unit

pytestmark = pytest.mark.django_db

THEME_DAY = "JY19-16-theme-day"
PACK = """
instrument:
  key: QH2026
  title: 青禾县主题党日办法
  issued_by: 青禾县委组织部
  since: {since}
  until: null
  status: {status}
  regimes: [civil]
  source: 县组发〔2026〕5号
  supersedes: []
  procedure: ""
articles:
  - {{number: "3", paraphrase: 每月开展2次主题党日。}}
rules:
  - id: QH2026-3-theme-day
    article: "3"
    paraphrase: 主题党日每月不少于2次。
    shape: cadence
    scope: {{kinds: [branch, joint_branch, mobile_branch]}}
    params: {{kinds: [theme_day], months: {months}, times: {times}}}
    strength: must
    exception_to: [JY19-16-theme-day]
"""


def pack(
    *, times: int = 2, months: int = 1, since: str = "2026-11-21", status: str = "local"
) -> str:
    return PACK.format(times=times, months=months, since=since, status=status)


def county() -> tuple[Unit, Organisation, Organisation, Access]:
    unit = make.unit()
    top = make.organisation(unit=unit, kind="committee", category="county")
    branch = make.organisation(unit=unit, parent=top)
    return unit, top, branch, make.access(role=Role.DEPARTMENT, organisation=top)


def rules_of(branch: Organisation, on: date = make.TODAY) -> set[str]:
    return {duty.rule for duty in duties_of_organisation(branch, on=on, today=on)}


def test_a_tighter_local_rule_takes_the_place_of_the_general_one_from_its_day() -> None:
    unit, _top, branch, department = county()

    adopted = adopt_local_pack(actor=department, unit=unit, text=pack())

    found = [
        duty
        for duty in duties_of_organisation(branch, on=make.TODAY, today=make.TODAY)
        if duty.rule in (THEME_DAY, "QH2026-3-theme-day")
    ]
    assert [d.rule for d in found].count(THEME_DAY) == 11  # the months that ended before its day
    assert [(d.needs, d.period[0]) for d in found if d.rule != THEME_DAY] == [
        (2, date(2026, 11, 1))
    ]
    assert local_packs(unit.id, make.TODAY) == [adopted]
    assert [e.verb for e in Entry.objects.filter(unit_id=unit.id)] == ["rules.adopt_local_pack"]


def test_a_pack_of_the_city_holds_in_its_counties_and_not_beside_it() -> None:
    city = make.unit("示范市", level="city")
    top = make.organisation(unit=city, kind="committee", category="city")
    below, beside = make.unit(parent=city), make.unit()
    department = make.access(role=Role.DEPARTMENT, organisation=top)

    adopt_local_pack(actor=department, unit=city, text=pack())

    assert any(r.id == "QH2026-3-theme-day" for r in rulebook_for(below.id, make.TODAY).rules())
    assert all(r.id != "QH2026-3-theme-day" for r in rulebook_for(beside.id, make.TODAY).rules())


def test_a_pack_that_has_ended_still_judges_the_months_in_which_it_held() -> None:
    unit, _top, branch, department = county()
    adopted = adopt_local_pack(actor=department, unit=unit, text=pack())

    end_local_pack(actor=department, pack=adopted, on=date(2026, 12, 15))

    on = date(2027, 1, 20)
    found = [
        (duty.period[0], duty.rule)
        for duty in duties_of_organisation(branch, on=on, today=on)
        if duty.rule in (THEME_DAY, "QH2026-3-theme-day")
    ]
    assert sorted(found)[-3:] == [
        (date(2026, 11, 1), "QH2026-3-theme-day"),
        (date(2026, 12, 1), THEME_DAY),
        (date(2027, 1, 1), THEME_DAY),
    ]


def test_a_loosening_pack_is_refused_with_both_rules_side_by_side() -> None:
    unit, _top, _branch, department = county()

    with pytest.raises(PackRefusedError, match="放宽") as refusal:
        adopt_local_pack(actor=department, unit=unit, text=pack(times=1, months=3))

    assert [(c.local.id, c.general.id) for c in refusal.value.conflicts] == [
        ("QH2026-3-theme-day", THEME_DAY)
    ]
    assert LocalPack.objects.count() == 0
    assert Entry.objects.filter(unit_id=unit.id).count() == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (pack(since="2026-11-20"), "早于今天"),
        (pack(status="current"), "status"),
        ("instrument: [", "错误"),
        (pack().replace("theme_day]", "nothing]"), "错误"),
    ],
)
def test_a_pack_that_is_wrong_is_refused_and_nothing_changes(text: str, words: str) -> None:
    unit, _top, _branch, department = county()

    with pytest.raises(PackRefusedError, match=words):
        adopt_local_pack(actor=department, unit=unit, text=text)

    assert LocalPack.objects.count() == 0


def test_only_the_department_of_the_top_adopts_packs() -> None:
    unit, top, branch, _department = county()
    others = [
        make.access(role=Role.SECRETARY, organisation=top),
        make.access(role=Role.SUPERVISOR, organisation=top),
        make.access(role=Role.DEPARTMENT, organisation=branch),
        make.stranger(organisation=top),
    ]
    for actor in others:
        with pytest.raises(PermissionDenied):
            adopt_local_pack(actor=actor, unit=unit, text=pack())
    assert LocalPack.objects.count() == 0


def exempt(actor: Access, branch: Organisation, **fields: object) -> Exemption:
    given: dict[str, object] = {
        "rule_id": THEME_DAY,
        "since": date(2026, 11, 1),
        "until": date(2026, 12, 1),
        "reason": "防汛抢险",
        "approved_by": "县委组织部",
        "basis": "县组发〔2026〕7号",
    }
    return grant_exemption(actor=actor, organisation=branch, **{**given, **fields})  # type: ignore[arg-type]


def test_an_exemption_counts_at_once_and_ends_at_once() -> None:
    unit, _top, branch, department = county()

    granted = exempt(department, branch)

    tally = DutyTally.objects.get(unit_id=unit.id, organisation=branch, rule_id=THEME_DAY)
    assert (tally.exempt, tally.due) == (1, 0)

    end_exemption(actor=department, exemption=granted, on=date(2026, 11, 15))
    tally = DutyTally.objects.get(unit_id=unit.id, organisation=branch, rule_id=THEME_DAY)
    assert (tally.exempt, tally.due) == (0, 1)
    assert [e.verb for e in Entry.objects.filter(unit_id=unit.id).order_by("id")] == [
        "rules.grant_exemption",
        "rules.end_exemption",
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"rule_id": "ZB2018-0-nothing"},
        {"until": date(2026, 11, 1)},
        {"reason": " "},
        {"approved_by": ""},
    ],
)
def test_an_exemption_that_is_wrong_is_refused(change: dict[str, object]) -> None:
    unit, _top, branch, department = county()

    with pytest.raises(InputError):
        exempt(department, branch, **change)

    assert Exemption.objects.filter(unit_id=unit.id).count() == 0
    assert Entry.objects.filter(unit_id=unit.id).count() == 0


def test_two_exemptions_from_one_rule_never_overlap() -> None:
    unit, _top, branch, department = county()
    exempt(department, branch)

    with pytest.raises(DomainError, match="已有"):
        exempt(department, branch, since=date(2026, 11, 30), until=date(2027, 1, 1))

    exempt(department, branch, since=date(2026, 12, 1), until=date(2027, 1, 1))
    assert Exemption.objects.filter(unit_id=unit.id).count() == 2


@pytest.mark.parametrize(
    "role", [Role.SECRETARY, Role.CLERK, Role.COMMITTEE_MEMBER, Role.SUPERVISOR, Role.MEMBER]
)
def test_nobody_but_the_department_exempts(role: Role) -> None:
    unit, _top, branch, _department = county()

    with pytest.raises(PermissionDenied):
        exempt(make.access(role=role, organisation=branch), branch)

    assert Exemption.objects.filter(unit_id=unit.id).count() == 0


def test_holidays_are_kept_by_the_administrator() -> None:
    unit, top, _branch, department = county()
    administrator = make.access(role=Role.ADMINISTRATOR, organisation=top)

    set_holiday(actor=administrator, unit=unit, day=date(2027, 1, 1), working=False, name="元旦")

    assert Holiday.objects.get(day=date(2027, 1, 1)).working is False
    week = Period(date(2026, 12, 28), date(2027, 1, 4))
    assert calendar_for([2026, 2027]).count_working_days(week).days == 4
    with pytest.raises(InputError):
        set_holiday(actor=administrator, unit=unit, day=date(2027, 1, 2), working=False, name="")
    with pytest.raises(PermissionDenied):
        set_holiday(actor=department, unit=unit, day=date(2027, 1, 4), working=False, name="")
