"""Laws that hold for every rule in the packs, whatever the numbers."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dangwu.core.rulebook.check import evaluate, judge
from dangwu.core.rulebook.decide import Decision, decide
from dangwu.core.rulebook.dues import dues
from dangwu.core.rulebook.elect import elect
from dangwu.core.rulebook.explain import explain
from dangwu.core.rulebook.loader import load_rulebook
from dangwu.core.rulebook.structure import structure
from dangwu.core.rulebook.terms import SUBJECTS, Outcome

RULEBOOK = load_rulebook()
RULES = tuple(RULEBOOK.rules())
DAYS = st.dates(date(2005, 1, 1), date(2035, 1, 1))
CODE = re.compile(r"[a-z_]{3,}")
ORGANISATIONS = [
    ("civil", {"kind": "branch", "category": "organ"}),
    ("civil", {"kind": "joint_branch", "category": "village"}),
    ("civil", {"kind": "temporary_branch", "category": "state_firm"}),
    ("fire-2011", {"kind": "branch", "fire_kind": "company_branch", "category": "fire"}),
    ("fire-2011", {"kind": "committee", "fire_kind": "battalion_committee", "category": "fire"}),
]


@st.composite
def meetings(draw: st.DrawFn) -> dict[str, object]:
    """Draw a meeting whose count adds up."""
    regime, organisation = draw(st.sampled_from(ORGANISATIONS))
    should = draw(st.integers(1, 60))
    present = draw(st.integers(0, should))
    yes = draw(st.integers(0, present))
    no = draw(st.integers(0, present - yes))
    return {
        "on": draw(DAYS).isoformat(),
        "regime": regime,
        "organisation": organisation,
        "body": draw(st.sampled_from(["assembly", "committee"])),
        "subject": draw(st.sampled_from(sorted(SUBJECTS))),
        "method": draw(st.sampled_from(["oral", "hands", "secret", "signed"])),
        "notice_hours": draw(st.integers(0, 100)),
        "emergency": draw(st.booleans()),
        "secretary_present": draw(st.booleans()),
        "deputy_present": draw(st.booleans()),
        "added_after_notice": draw(st.booleans()),
        "count": {
            "should_attend": should,
            "present": present,
            "yes": yes,
            "no": no,
            "abstain": present - yes - no,
            "written_yes": draw(st.integers(0, should - present)),
            "written_no": 0,
        },
    }


def with_count(meeting: Mapping[str, object], **changes: int) -> dict[str, object]:
    count = meeting["count"]
    assert isinstance(count, dict)
    return {**meeting, "count": {**count, **{k: count[k] + n for k, n in changes.items()}}}


def breached(decision: Decision) -> set[str]:
    return {f.rule.id for f in decision.findings if f.outcome is Outcome.BREACHED}


@settings(deadline=None)
@given(meeting=meetings())
def test_one_more_person_present_never_invalidates(meeting: dict[str, object]) -> None:
    count = meeting["count"]
    assert isinstance(count, dict)
    if count["present"] + count["written_yes"] >= count["should_attend"]:
        return
    more = with_count(meeting, present=1, abstain=1)

    if decide(RULEBOOK, meeting).valid:
        assert decide(RULEBOOK, more).valid


@settings(deadline=None)
@given(meeting=meetings())
def test_one_more_vote_in_favour_never_stops_a_motion(meeting: dict[str, object]) -> None:
    count = meeting["count"]
    assert isinstance(count, dict)
    if not count["abstain"]:
        return

    if decide(RULEBOOK, meeting).passed:
        assert decide(RULEBOOK, with_count(meeting, yes=1, abstain=-1)).passed


SIZES = (1, 2, 3, 4, 5, 7, 10, 16)
SOUND = [
    (regime, organisation, body, subject)
    for regime, organisation in ORGANISATIONS
    for body in ("assembly", "committee")
    for subject in ("admission", "election", "resolution")
    # No body of a temporary branch admits or elects.
    if organisation["kind"] != "temporary_branch" or subject == "resolution"
]


def sound(
    regime: str, organisation: dict[str, str], body: str, subject: str, count: dict[str, int]
) -> Decision:
    """Judge a meeting in which nothing but the numbers can be wrong."""
    facts = {
        "on": "2026-11-21",
        "regime": regime,
        "organisation": organisation,
        "body": body,
        "subject": subject,
        "method": "secret",
        "notice_hours": 48,
        "emergency": False,
        "secretary_present": True,
        "deputy_present": True,
        "added_after_notice": False,
        "count": {"no": 0, "abstain": 0, "written_yes": 0, "written_no": 0, **count},
    }
    return decide(RULEBOOK, facts)


@pytest.mark.parametrize(("regime", "organisation", "body", "subject"), SOUND)
def test_attendance_turns_an_invalid_meeting_valid_at_one_number(
    regime: str, organisation: dict[str, str], body: str, subject: str
) -> None:
    for should in SIZES:
        valid = [
            sound(
                regime,
                organisation,
                body,
                subject,
                {"should_attend": should, "present": present, "yes": present},
            ).valid
            for present in range(should + 1)
        ]
        assert valid == sorted(valid, key=bool), should
        assert (valid[0], valid[-1]) == (False, True), should


@pytest.mark.parametrize(("regime", "organisation", "body", "subject"), SOUND)
def test_votes_in_favour_turn_a_lost_motion_at_one_number(
    regime: str, organisation: dict[str, str], body: str, subject: str
) -> None:
    for should in SIZES:
        passed = [
            sound(
                regime,
                organisation,
                body,
                subject,
                {"should_attend": should, "present": should, "yes": yes, "no": should - yes},
            ).passed
            for yes in range(should + 1)
        ]
        assert passed == sorted(passed, key=bool), should
        assert (passed[0], passed[-1]) == (False, True), should


@settings(deadline=None)
@given(meeting=meetings())
def test_a_meeting_that_is_not_valid_passes_nothing(meeting: dict[str, object]) -> None:
    decision = decide(RULEBOOK, meeting)

    assert decision.passed is not True or decision.valid is True


@settings(deadline=None)
@given(meeting=meetings())
def test_no_rule_out_of_force_or_out_of_its_regime_fires(meeting: dict[str, object]) -> None:
    on = date.fromisoformat(str(meeting["on"]))

    for finding in decide(RULEBOOK, meeting).findings:
        assert finding.rule.in_force(on)
        assert meeting["regime"] in finding.rule.scope.regimes


@settings(deadline=None)
@given(meeting=meetings(), data=st.data())
def test_a_fact_left_out_breaches_nothing_more(
    meeting: dict[str, object], data: st.DataObject
) -> None:
    left_out = data.draw(st.sets(st.sampled_from(sorted(meeting)), min_size=1))
    count = meeting["count"]
    assert isinstance(count, dict)
    numbers = data.draw(st.sets(st.sampled_from(sorted(count))))
    fewer = {key: value for key, value in meeting.items() if key not in left_out}
    if "count" in fewer:
        fewer["count"] = {key: value for key, value in count.items() if key not in numbers}

    decision = decide(RULEBOOK, fewer)

    assert breached(decision) <= breached(decide(RULEBOOK, meeting))


@settings(deadline=None)
@given(meeting=meetings())
def test_a_verdict_is_false_only_with_a_breach_that_may_block(meeting: dict[str, object]) -> None:
    decision = decide(RULEBOOK, meeting)

    blocking = [f for f in decision.findings if f.blocks]
    assert decision.valid is not False or blocking
    assert all(f.rule.confidence == "H" and f.rule.strength == "must" for f in blocking)


def test_nothing_is_breached_where_no_fact_is_known() -> None:
    verdicts = (
        decide(RULEBOOK, {}).findings,
        elect(RULEBOOK, {}).findings,
        structure(RULEBOOK, {}).findings,
        dues(RULEBOOK, {}).findings,
        [evaluate(rule, {}) for rule in RULES],
    )

    assert not [f for found in verdicts for f in found if f.outcome is Outcome.BREACHED]
    assert (decide(RULEBOOK, {}).valid, decide(RULEBOOK, {}).passed) == (None, None)
    assert elect(RULEBOOK, {}).valid is None
    assert dues(RULEBOOK, {}).amount is None


@settings(deadline=None)
@given(on=DAYS, index=st.integers(0, len(RULES) - 1))
def test_a_rule_out_of_force_does_not_apply(on: date, index: int) -> None:
    rule = RULES[index]

    if not rule.in_force(on):
        assert evaluate(rule, {"on": on}).outcome is Outcome.NOT_APPLICABLE


def test_every_finding_speaks_chinese_and_names_its_article() -> None:
    for rule in RULES:
        text = judge(rule, {}).text
        assert not CODE.search(text.replace(rule.paraphrase, "")), (rule.id, text)
        assert rule.article.lstrip("~") in text
        assert text.endswith("。")


def test_every_explanation_speaks_chinese() -> None:
    for rule in RULES:
        told = explain(rule)
        assert not CODE.search(told.needs), (rule.id, told.needs)


bases = st.decimals(min_value=0, max_value=200000, places=2)
PAID = ["monthly_wage", "annual_salary", "self_employed"]
CENT = Decimal("0.01")


def month(kind: str, base: Decimal) -> Decimal:
    amount = dues(RULEBOOK, {"on": "2026-11-21", "class": kind, "base": str(base)}).amount
    assert amount is not None
    return amount


@settings(deadline=None)
@given(kind=st.sampled_from([*PAID, "retired"]), first=bases, second=bases)
def test_dues_never_fall_as_the_base_rises(kind: str, first: Decimal, second: Decimal) -> None:
    low, high = sorted((first, second))

    assert month(kind, low) <= month(kind, high) <= 1000


@settings(deadline=None)
@given(kind=st.sampled_from([*PAID, "retired"]), base=bases)
def test_dues_jump_only_at_the_bounds_of_the_tiers(kind: str, base: Decimal) -> None:
    bounds = {Decimal(5000)} if kind == "retired" else {Decimal(n) for n in (3000, 5000, 10000)}

    if base not in bounds:
        assert month(kind, base + CENT) - month(kind, base) <= CENT


def test_dues_jump_at_each_bound() -> None:
    for bound in (3000, 5000, 10000):
        jump = month("monthly_wage", bound + CENT) - month("monthly_wage", Decimal(bound))
        assert jump > 1


@settings(deadline=None)
@given(full=st.integers(0, 600), more=st.integers(0, 50), on=DAYS)
def test_structures_never_both_must_and_only_may(full: int, more: int, on: date) -> None:
    given_ = {
        "on": (on + timedelta(days=0)).isoformat(),
        "regime": "civil",
        "category": "organ",
        "kind": "branch",
        "full_members": full,
        "probationers": more,
    }
    answer = structure(RULEBOOK, given_)

    assert not set(answer.must) & set(answer.may)
    assert not set(answer.must) & set(answer.must_not)
