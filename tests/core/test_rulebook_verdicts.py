"""The verdicts on meetings, elections, structures and dues, as the contract prints them."""

from collections.abc import Mapping

import pytest

from dangwu.core.errors import InputError
from dangwu.core.rulebook.decide import decide
from dangwu.core.rulebook.dues import dues
from dangwu.core.rulebook.elect import Election, elect
from dangwu.core.rulebook.findings import Finding
from dangwu.core.rulebook.loader import load_rulebook
from dangwu.core.rulebook.structure import structure
from dangwu.core.rulebook.terms import Outcome

RULEBOOK = load_rulebook()
COMPANY = {"kind": "branch", "fire_kind": "company_branch", "category": "fire"}
MEETING: dict[str, object] = {
    "on": "2026-11-21",
    "regime": "civil",
    "organisation": {"kind": "branch", "category": "organ"},
    "body": "assembly",
    "subject": "admission",
    "method": "secret",
    "notice_hours": 48,
    "emergency": False,
    "secretary_present": True,
    "deputy_present": True,
    "added_after_notice": False,
}
FIRE = {**MEETING, "regime": "fire-2011", "organisation": COMPANY}


def count(should: int, present: int, yes: int, written: int = 0) -> dict[str, object]:
    return {
        "should_attend": should,
        "present": present,
        "yes": yes,
        "no": present - yes,
        "abstain": 0,
        "written_yes": written,
        "written_no": 0,
    }


def of_rule(findings: tuple[Finding, ...], rule: str) -> Finding:
    (found,) = [finding for finding in findings if finding.rule.id == rule]
    return found


def test_the_contracts_meeting_is_valid_and_does_not_pass() -> None:
    facts = {**MEETING, "count": {**count(20, 11, 6), "no": 4, "abstain": 1}}

    answer = decide(RULEBOOK, facts).as_json()

    assert (answer["valid"], answer["passed"]) == (True, False)
    assert isinstance(answer["findings"], list)
    assert {
        "rule": "XZ26-20-pass",
        "instrument": "XZ26",
        "article": "20",
        "strength": "must",
        "outcome": "breached",
        "needs": 11,
        "has": 6,
        "text": "赞成6票，需要超过应到会有表决权党员20人的半数即至少11票"
        "（《中国共产党发展党员工作细则（2026年修订）》第20条），未通过。",
    } in answer["findings"]


def test_the_same_meeting_passes_under_the_fire_regulation() -> None:
    decision = decide(RULEBOOK, {**FIRE, "count": count(20, 11, 6)})

    assert (decision.valid, decision.passed) == (True, True)


@pytest.mark.parametrize("should", range(1, 51))
def test_an_admission_needs_more_than_half_of_those_who_should_attend(should: int) -> None:
    needed = should // 2 + 1

    passed = decide(RULEBOOK, {**MEETING, "count": count(should, needed, needed)})
    failed = decide(RULEBOOK, {**MEETING, "count": count(should, needed, needed - 1)})
    too_few = decide(RULEBOOK, {**MEETING, "count": count(should, needed - 1, needed - 1, 1)})

    assert (passed.valid, passed.passed) == (True, True)
    assert (failed.valid, failed.passed) == (True, False)
    assert (too_few.valid, too_few.passed) == (False, False)


def test_written_opinions_count_for_an_admission_only() -> None:
    voted = count(20, 12, 9, written=2)

    assert decide(RULEBOOK, {**MEETING, "count": voted}).passed is True
    assert decide(RULEBOOK, {**MEETING, "subject": "resolution", "count": voted}).passed is False


def test_half_present_is_enough_for_a_resolution_but_not_for_an_admission() -> None:
    resolution = {**MEETING, "subject": "resolution", "count": count(20, 10, 10)}
    admission = {**MEETING, "count": count(20, 10, 10, written=1)}

    assert decide(RULEBOOK, resolution).valid is True
    assert decide(RULEBOOK, admission).valid is False


def test_before_2026_an_admission_is_judged_by_the_older_text() -> None:
    found = decide(RULEBOOK, {**MEETING, "on": "2026-05-10", "count": count(20, 12, 11)}).findings

    assert {f.rule.instrument.key for f in found} == {"XZ14", "ZB2018"}


@pytest.mark.parametrize(
    ("changes", "valid"),
    [
        ({"secretary_present": False}, True),
        ({"secretary_present": False, "deputy_present": False}, False),
        ({"secretary_present": False, "deputy_present": False, "emergency": True}, True),
        ({"added_after_notice": True}, False),
        ({"added_after_notice": True, "special": True}, True),
        ({"notice_hours": 23}, True),  # 一般: it only reminds
        ({"method": "oral"}, False),
        ({"method": "hands"}, True),
        ({"secretary_present": None, "deputy_present": None}, None),
        ({"decided_by": "list"}, False),
        ({"decided_by": "person"}, True),
        ({"concerned": ["甲"], "recused": []}, False),
        ({"concerned": ["甲"], "recused": ["甲"]}, True),
    ],
)
def test_a_fire_assembly_stands_or_falls_with_its_procedure(
    changes: Mapping[str, object], valid: bool | None
) -> None:
    facts = {**FIRE, **changes, "count": count(20, 12, 8)}

    decision = decide(RULEBOOK, {key: value for key, value in facts.items() if value is not None})

    assert decision.valid is valid
    assert decision.passed is valid


@pytest.mark.parametrize("present", range(1, 31))
def test_a_fire_assembly_passes_on_those_present_and_a_committee_on_all_members(
    present: int,
) -> None:
    needed = present // 2 + 1
    assembly = {**FIRE, "subject": "report", "method": "hands"}
    committee = {**assembly, "body": "committee"}

    assert decide(RULEBOOK, {**assembly, "count": count(present, present, needed)}).passed is True
    assert (
        decide(RULEBOOK, {**assembly, "count": count(present, present, needed - 1)}).passed
        is False
    )
    half_there = count(present, needed, needed - 1)
    assert decide(RULEBOOK, {**committee, "count": half_there}).passed is False


def test_the_disputed_method_of_fire_elections_is_shown_and_does_not_decide() -> None:
    facts = {**FIRE, "subject": "election", "method": "secret", "count": count(20, 17, 12)}

    decision = decide(RULEBOOK, facts)
    disputed = of_rule(decision.findings, "S6-18n")

    assert decision.valid is True
    assert (disputed.outcome, disputed.blocks) == (Outcome.BREACHED, False)
    assert "有争议" in disputed.text


def test_a_temporary_branch_admits_nobody() -> None:
    temporary = {**MEETING, "organisation": {"kind": "temporary_branch", "category": "organ"}}

    decision = decide(RULEBOOK, {**temporary, "count": count(20, 20, 20)})

    assert (decision.valid, decision.passed) == (False, False)
    assert of_rule(decision.findings, "XZ26-22-temporary-admits").outcome is Outcome.BREACHED


def test_a_committee_without_a_sure_threshold_follows_the_one_that_is_known() -> None:
    meeting = {**MEETING, "body": "committee", "subject": "resolution"}

    assert decide(RULEBOOK, {**meeting, "count": count(5, 3, 3)}).passed is True
    assert decide(RULEBOOK, {**meeting, "count": count(5, 3, 2)}).passed is False


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"on": "21.11.2026"}, "on"),
        ({"on": 20261121}, "on"),
        ({"regime": "fire"}, "regime"),
        ({"organisation": "branch"}, "organisation"),
        ({"organisation": {"kind": "cell"}}, "organisation.kind"),
        ({"organisation": {"category": "moon"}}, "organisation.category"),
        ({"organisation": {"fire_kind": "branch"}}, "organisation.fire_kind"),
        ({"body": "parliament"}, "body"),
        ({"subject": "weather"}, "subject"),
        ({"method": 3}, "method"),
        ({"notice_hours": -1}, "notice_hours"),
        ({"emergency": "no"}, "emergency"),
        ({"concerned": "甲"}, "concerned"),
        ({"colour": "red"}, "colour"),
        ({"count": 3}, "count"),
        ({"count": {"yes": "6"}}, "count.yes"),
        ({"count": {"yes": True}}, "count.yes"),
        ({"count": {"should_attend": 5, "present": 6}}, "count.present"),
        ({"count": {"present": 6, "yes": 7}}, "count.yes"),
        ({"count": {"should_attend": 6, "present": 6, "written_yes": 1}}, "count.written_yes"),
        ({"count": {"maybe": 1}}, "count.maybe"),
    ],
)
def test_decide_refuses_input_by_its_dotted_field(
    changes: Mapping[str, object], field: str
) -> None:
    with pytest.raises(InputError) as refusal:
        decide(RULEBOOK, {**MEETING, **changes})

    assert refusal.value.field == field


def test_decide_refuses_what_is_not_an_object() -> None:
    with pytest.raises(InputError):
        decide(RULEBOOK, [])


ELECTION: dict[str, object] = {
    "on": "2026-11-21",
    "regime": "civil",
    "organisation": {"kind": "branch", "category": "organ"},
    "body": "assembly",
    "seats": 3,
    "should_attend": 20,
    "present": 16,
    "issued": 16,
    "returned": 16,
    "invalid": 0,
    "others": [],
}


def candidates(*votes: int) -> list[dict[str, object]]:
    return [
        {"name": name, "yes": yes, "no": 0, "abstain": 0, "incumbent": False}
        for name, yes in zip("甲乙丙丁戊己庚辛壬癸", votes, strict=False)
    ]


def election(votes: tuple[int, ...], **changes: object) -> Election:
    return elect(RULEBOOK, {**ELECTION, "candidates": candidates(*votes), **changes})


def result(found: Election) -> tuple[object, ...]:
    answer = found.as_json()
    return answer["valid"], answer["elected"], answer["tied"], answer["vacant"]


@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        ((15, 14, 13, 12), (True, ["甲", "乙", "丙"], [], 0)),
        ((9, 14, 10, 8), (True, ["乙", "丙", "甲"], [], 0)),
        ((15, 14, 8, 8), (True, ["甲", "乙"], [], 1)),
        ((15, 12, 12, 12), (True, ["甲"], ["乙", "丙", "丁"], 2)),
        ((15, 14, 12, 12), (True, ["甲", "乙"], ["丙", "丁"], 1)),
        ((8, 8, 8, 8), (True, [], [], 3)),
    ],
)
def test_those_with_most_votes_over_half_of_those_present_are_elected(
    votes: tuple[int, ...], expected: tuple[object, ...]
) -> None:
    assert result(election(votes)) == expected


def test_a_written_in_name_is_elected_like_a_candidate() -> None:
    found = election((15, 14, 2, 1), others=[{"name": "另选", "yes": 10}])

    assert result(found) == (True, ["甲", "乙", "另选"], [], 0)


@pytest.mark.parametrize(
    ("changes", "valid"),
    [
        ({"present": 15, "issued": 15, "returned": 15}, False),
        ({"returned": 17}, False),
        ({"returned": 15}, True),
        ({"method": "hands"}, False),
        ({"method": "secret"}, True),
        ({"seats": 4}, False),
        ({"present": None}, None),
        ({"returned": None}, None),
    ],
)
def test_an_election_stands_or_falls_with_attendance_ballots_method_and_surplus(
    changes: Mapping[str, object], valid: bool | None
) -> None:
    given = {**ELECTION, "candidates": candidates(15, 14, 13, 12), **changes}

    found = elect(RULEBOOK, {key: value for key, value in given.items() if value is not None})

    assert found.valid is valid
    answer = found.as_json()
    if valid is None:
        assert (answer["elected"], answer["tied"], answer["vacant"]) == (None, None, None)
    elif not valid:
        assert (answer["elected"], answer["vacant"]) == ([], given["seats"])


@pytest.mark.parametrize(("seats", "needed"), [(3, 4), (5, 6), (6, 8), (7, 9), (11, 14), (15, 18)])
def test_candidates_exceed_the_seats_by_a_fifth_rounded_up(seats: int, needed: int) -> None:
    def stands(number: int) -> bool | None:
        listed = [{"name": f"候选人{n}", "yes": 10} for n in range(number)]
        return elect(RULEBOOK, {**ELECTION, "seats": seats, "candidates": listed}).valid

    assert stands(needed) is True
    assert stands(needed - 1) is False


@pytest.mark.parametrize("should", range(1, 51))
def test_four_fifths_attend_an_election_and_more_than_that_under_the_fire_regulation(
    should: int,
) -> None:
    def stands(present: int, **changes: object) -> bool | None:
        numbers = {"should_attend": should, "present": present}
        ballots = {"issued": present, "returned": present}
        facts = {**ELECTION, **numbers, **ballots, "candidates": candidates(0, 0, 0, 0), **changes}
        return elect(RULEBOOK, facts).valid

    civil = -(-should * 4 // 5)
    fire = should * 4 // 5 + 1
    company: dict[str, object] = {"regime": "fire-2011", "organisation": COMPANY}
    assert stands(civil) is True
    assert stands(civil - 1) is False
    assert stands(fire, **company) is True
    assert stands(fire - 1, **company) is False


def test_a_small_branch_elects_its_secretary_without_a_surplus() -> None:
    numbers = {"should_attend": 5, "present": 5, "issued": 5, "returned": 5}

    found = elect(RULEBOOK, {**ELECTION, **numbers, "seats": 1, "candidates": candidates(5)})

    assert result(found) == (True, ["甲"], [], 0)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"seats": 0}, "seats"),
        ({"present": 21}, "present"),
        ({"invalid": 17}, "invalid"),
        ({"body": "committee"}, "body"),
        ({"candidates": "甲"}, "candidates"),
        ({"candidates": [{"yes": 3}]}, "candidates[0].name"),
        ({"candidates": [{"name": "甲", "yes": -1}]}, "candidates[0].yes"),
        ({"candidates": [{"name": "甲"}, {"name": "甲"}]}, "candidates[1].name"),
        ({"candidates": [{"name": "甲", "yes": 17}]}, "candidates[0].yes"),
        ({"candidates": [{"name": "甲", "incumbent": 1}]}, "candidates[0].incumbent"),
        ({"candidates": [{"name": "甲", "age": 1}]}, "candidates[0].age"),
        ({"candidates": [], "others": [{"name": "乙", "yes": "1"}]}, "others[0].yes"),
    ],
)
def test_elect_refuses_input_by_its_dotted_field(
    changes: Mapping[str, object], field: str
) -> None:
    with pytest.raises(InputError) as refusal:
        elect(RULEBOOK, {**ELECTION, **changes})

    assert refusal.value.field == field


BRANCH: dict[str, object] = {
    "on": "2026-11-21",
    "regime": "civil",
    "category": "organ",
    "kind": "branch",
    "probationers": 0,
}


@pytest.mark.parametrize(
    ("full", "must", "must_not"),
    [
        (2, {"joint_branch", "secretary"}, {"branch", "branch_committee"}),
        (3, {"branch", "secretary"}, {"branch_committee"}),
        (6, {"branch", "secretary"}, {"branch_committee"}),
        (7, {"branch", "secretary", "branch_committee"}, set()),
        (49, {"branch", "secretary", "branch_committee"}, set()),
        (50, {"general_branch", "branch", "secretary", "branch_committee"}, set()),
        (99, {"general_branch", "branch", "secretary", "branch_committee"}, set()),
        (100, {"committee", "branch", "secretary", "branch_committee"}, set()),
    ],
)
def test_headcounts_decide_what_is_set_up_in_an_organ(
    full: int, must: set[str], must_not: set[str]
) -> None:
    found = structure(RULEBOOK, {**BRANCH, "full_members": full})

    assert (set(found.must), set(found.must_not)) == (must, must_not)


def test_structure_answers_without_a_kind() -> None:
    facts = {key: value for key, value in BRANCH.items() if key != "kind"}

    found = structure(RULEBOOK, {**facts, "full_members": 7})

    assert set(found.must) == {"branch", "branch_committee", "secretary"}


@pytest.mark.parametrize(
    ("size", "outcome"), [(2, "breached"), (3, "met"), (5, "met"), (7, "met"), (8, "breached")]
)
def test_the_size_of_a_branch_committee_is_held_against_its_range(size: int, outcome: str) -> None:
    found = structure(RULEBOOK, {**BRANCH, "full_members": 20, "committee_size": size})

    assert of_rule(found.findings, "ZB2018-20-size").outcome == outcome


def test_a_branch_of_seven_without_a_committee_is_told_so() -> None:
    found = structure(RULEBOOK, {**BRANCH, "full_members": 7, "committee_size": 0})

    told = [f for f in found.findings if "尚未设立支部委员会" in f.text]
    assert {f.outcome for f in told} == {Outcome.BREACHED}


@pytest.mark.parametrize(
    ("category", "ends", "outcome"),
    [
        ("organ", "2026-11-01", "met"),
        ("organ", "2027-11-01", "met"),
        ("organ", "2027-11-02", "breached"),
        ("organ", "2022-10-31", "breached"),
        ("village", "2028-11-01", "met"),
        ("village", "2026-11-01", "breached"),
    ],
)
def test_a_term_lasts_three_years_or_five_in_a_village(
    category: str, ends: str, outcome: str
) -> None:
    term = {"term_began": "2023-11-01", "term_ends": ends, "category": category}
    if ends < term["term_began"]:
        term["term_began"] = "2020-11-01"

    found = structure(RULEBOOK, {**BRANCH, "full_members": 20, **term})

    terms = [f for f in found.findings if f.rule.id.startswith("RQ2018")]
    assert {f.outcome.value for f in terms} == {outcome}


def test_a_term_of_leap_day_ends_on_the_last_day_of_february() -> None:
    found = structure(RULEBOOK, {**BRANCH, "full_members": 20, "term_began": "2024-02-29"})

    assert of_rule(found.findings, "RQ2018-branch").needs == "2027-02-28"


@pytest.mark.parametrize(("units", "outcome"), [(5, "met"), (6, "breached")])
def test_a_joint_branch_covers_at_most_five_units(units: int, outcome: str) -> None:
    facts = {**BRANCH, "kind": "joint_branch", "full_members": 4, "units": units}

    found = structure(RULEBOOK, facts)

    assert of_rule(found.findings, "ZB2018-5-units").outcome == outcome


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"full_members": "7"}, "full_members"),
        ({"kind": "cell"}, "kind"),
        ({"category": 1}, "category"),
        ({"term_began": "2026-13-01"}, "term_began"),
        ({"term_began": "2026-01-01", "term_ends": "2026-01-01"}, "term_ends"),
        ({"members": 3}, "members"),
    ],
)
def test_structure_refuses_input_by_its_field(changes: Mapping[str, object], field: str) -> None:
    with pytest.raises(InputError) as refusal:
        structure(RULEBOOK, {**BRANCH, **changes})

    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("kind", "base", "amount", "rate"),
    [
        ("monthly_wage", "3000", "15.00", "0.005"),
        ("monthly_wage", "3000.01", "30.00", "0.01"),
        ("annual_salary", "5000.00", "50.00", "0.01"),
        ("self_employed", "5000.01", "75.00", "0.015"),
        ("monthly_wage", "10000", "150.00", "0.015"),
        ("monthly_wage", "10000.01", "200.00", "0.02"),
        ("monthly_wage", "50000", "1000.00", "0.02"),
        ("monthly_wage", "60000", "1000.00", "0.02"),
        ("monthly_wage", "0", "0.00", "0.005"),
        ("monthly_wage", "101", "0.51", "0.005"),  # 0.505, half up
        ("retired", "5000", "25.00", "0.005"),
        ("retired", "5000.01", "50.00", "0.01"),
    ],
)
def test_the_rate_of_the_tier_applies_to_the_whole_base(
    kind: str, base: str, amount: str, rate: str
) -> None:
    answer = dues(RULEBOOK, {"on": "2026-11-21", "class": kind, "base": base}).as_json()

    assert (answer["amount"], answer["rate"]) == (amount, rate)


@pytest.mark.parametrize("kind", ["student", "unemployed", "relief"])
def test_a_flat_class_pays_the_same_whatever_the_base(kind: str) -> None:
    answer = dues(RULEBOOK, {"on": "2026-11-21", "class": kind, "base": "9000"}).as_json()

    assert (answer["amount"], answer["rate"]) == ("0.20", None)


@pytest.mark.parametrize(
    ("flat", "amount", "outcome"),
    [
        (None, None, Outcome.UNKNOWN),
        ("0.20", "0.20", Outcome.MET),
        ("1", "1.00", Outcome.MET),
        ("0.19", None, Outcome.BREACHED),
        ("1.01", None, Outcome.BREACHED),
    ],
)
def test_farmers_pay_what_the_province_fixed_within_the_range(
    flat: str | None, amount: str | None, outcome: Outcome
) -> None:
    found = dues(RULEBOOK, {"on": "2026-11-21", "class": "farmer", "flat": flat})

    assert found.as_json()["amount"] == amount
    assert of_rule(found.findings, "DF08-6-farmer").outcome is outcome


def test_the_cap_came_in_2017() -> None:
    facts = {"class": "monthly_wage", "base": "60000"}

    assert dues(RULEBOOK, {**facts, "on": "2016-06-01"}).as_json()["amount"] == "1200.00"
    assert "DF17-1-cap" in {
        f.rule.id for f in dues(RULEBOOK, {**facts, "on": "2020-01-01"}).findings
    }


def test_waived_dues_are_nought_and_name_who_approves() -> None:
    facts = {"on": "2026-11-21", "class": "monthly_wage", "base": "3000", "waived": True}

    asked = dues(RULEBOOK, facts)
    approved = dues(RULEBOOK, {**facts, "approved_by": "上一级党委"})

    assert asked.as_json()["amount"] == "0.00"
    assert of_rule(asked.findings, "DF08-7-waiver").outcome is Outcome.UNKNOWN
    assert of_rule(approved.findings, "DF08-7-waiver").outcome is Outcome.MET


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"class": "king"}, "class"),
        ({"base": "-1"}, "base"),
        ({"base": "many"}, "base"),
        ({"base": 3000.5}, "base"),
        ({"base": "NaN"}, "base"),
        ({"waived": 1}, "waived"),
        ({"month": 3}, "month"),
    ],
)
def test_dues_refuses_input_by_its_field(changes: Mapping[str, object], field: str) -> None:
    with pytest.raises(InputError) as refusal:
        dues(RULEBOOK, {"on": "2026-11-21", "class": "monthly_wage", "base": "1", **changes})

    assert refusal.value.field == field


def test_a_meeting_with_no_rule_on_attendance_stays_open() -> None:
    group = {**MEETING, "body": "group", "subject": "resolution", "count": count(5, 5, 5)}

    decision = decide(RULEBOOK, group)

    assert (decision.valid, decision.passed) == (None, None)
