"""What is planted is in the database, one fault a branch."""

from datetime import date

import pytest

from dangwu.core.calendar import add_months
from dangwu.core.errors import InputError
from dangwu.core.rulebook.loader import load_rulebook
from dangwu.members.models import Person
from dangwu.organisations.models import LeadingBody, Organisation
from dangwu.populations.faults import planted
from dangwu.populations.load import Summary

TODAY = date(2026, 11, 21)
FAULTS = {fault.kind: fault for fault in planted("county")}


def _branch(kind: str) -> Organisation:
    return Organisation.objects.get(unit_id=2, code=FAULTS[kind].organisation)


def _person(kind: str) -> Person:
    return Person.objects.get(unit_id=2, number=FAULTS[kind].person)


@pytest.mark.parametrize("profile", ["county", "city", "fire"])
def test_each_fault_has_a_branch_of_its_own(profile: str) -> None:
    codes = [fault.organisation for fault in planted(profile)]

    assert len(codes) == len(set(codes)) > 0


@pytest.mark.parametrize("profile", ["county", "city", "fire"])
def test_each_fault_names_rules_that_the_packs_have(profile: str) -> None:
    known = {rule.id for rule in load_rulebook().rules()}

    assert {rule for fault in planted(profile) for rule in fault.rules} <= known


def test_unknown_profile_is_refused() -> None:
    with pytest.raises(InputError, match="没有“village”这个数据集"):
        planted("village")


def test_headcounts_are_the_planted_ones(county: Summary) -> None:
    counts = {
        kind: Person.objects.filter(unit_id=2).members().of(_branch(kind)).count()
        for kind in ("branch_of_two", "branch_of_61", "no_committee")
    }

    assert counts == {"branch_of_two": 2, "branch_of_61": 61, "no_committee": 9}


def test_term_has_run_out(county: Summary) -> None:
    body = LeadingBody.objects.get(
        unit_id=2, organisation=_branch("overdue_term"), served__contains=TODAY
    )

    assert body.term.upper == add_months(TODAY, -5)


def test_persons_are_in_their_branches(county: Summary) -> None:
    for fault in FAULTS.values():
        if fault.person:
            assert _person(fault.kind).organisation == _branch(fault.kind)


def test_unseen_member_was_nowhere_for_seven_months(county: Summary) -> None:
    seen = _person("unseen").attendance.filter(unit_id=2, presence=1)
    last = seen.order_by("-activity__held_on").values_list("activity__held_on", flat=True)[0]

    assert add_months(TODAY, -9) < last < add_months(TODAY, -7)


def test_probation_ran_out_two_months_ago(county: Summary) -> None:
    person = _person("probation_over")

    assert (person.standing, person.probation_ends_on) == ("probationary", add_months(TODAY, -2))


def test_branch_without_secretary_has_nobody_in_the_post(county: Summary) -> None:
    assert not _branch("no_secretary").posts.filter(unit_id=2, post="secretary").exists()


def test_dues_are_eight_months_behind(county: Summary) -> None:
    assert _person("dues_unpaid").dues_paid_to == date(2026, 2, 1)
