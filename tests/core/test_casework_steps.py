"""The state of every step: what is done, open, blocked, overdue, skipped, and what comes next."""

import pytest

from admission import (
    FULL,
    PAPERS,
    PASSING,
    STEPS,
    Event,
    case,
    events,
    finding,
    findings,
    outcomes,
    state,
)

FAILING = {**PASSING, "yes": 10, "no": 4}


def test_a_sound_case_is_done_with_every_rule_met() -> None:
    answer = case(events("archive"))

    assert [state(answer, step) for step in STEPS] == ["done"] * 25
    assert answer["next"] == []
    assert outcomes(answer, "breached") == []
    assert outcomes(answer, "unknown") == []


def test_a_case_begins_with_the_application() -> None:
    answer = case([], on="2026-11-21")

    assert answer["next"] == ["apply"]
    assert [state(answer, step) for step in STEPS] == ["open", *["blocked"] * 24]
    assert answer["findings"] == []


@pytest.mark.parametrize(
    ("last", "on", "following"),
    [
        ("apply", "2026-05-21", ["talk"]),
        ("choose_activist", "2026-07-16", ["file_activist", "assign_mentors"]),
        ("assign_mentors", "2026-08-01", ["cultivate"]),
        ("cultivate", "2027-07-15", ["choose_candidate"]),
        ("agree_and_publish", "2027-08-08", ["name_sponsors", "political_review", "training"]),
        ("pre_review", "2027-09-09", ["fill_form"]),
        (
            "superior_approves",
            "2027-11-02",
            ["file_admission", "join_branch", "oath", "probation"],
        ),
        ("superior_confirms", "2028-10-21", ["archive"]),
    ],
)
def test_next_names_what_can_be_done_now(last: str, on: str, following: list[str]) -> None:
    assert case(events(last), on=on)["next"] == following


def test_a_step_is_blocked_until_its_time_is_over() -> None:
    assert state(case(events("cultivate"), on="2027-07-15"), "choose_candidate") == "open"
    early = events("cultivate", cultivate={"on": "2027-07-01"})
    answer = case(early, on="2027-07-14")
    assert state(answer, "choose_candidate") == "blocked"
    assert answer["next"] == []


def test_a_step_is_overdue_when_its_last_day_has_passed() -> None:
    on_the_day = case(events("apply"), on="2026-06-20")
    after = case(events("apply"), on="2026-06-21")

    assert state(on_the_day, "talk") == "open"
    assert state(after, "talk") == "overdue"
    assert after["next"] == ["talk"]
    assert outcomes(after, "breached") == [("XZ26-7-talk", "7")]


def test_a_step_that_was_passed_over_is_skipped_and_its_record_unknown() -> None:
    happened = [event for event in events("choose_activist") if event["step"] != "talk"]

    answer = case(happened, on="2026-07-16")

    assert state(answer, "talk") == "skipped"
    assert [f["outcome"] for f in findings(answer, "XZ26-5-procedure")] == ["unknown"]
    assert finding(answer, "XZ26-5-procedure")["article"] == "7"


def test_a_step_before_the_one_it_follows_is_a_breach_of_its_article() -> None:
    happened = events("pre_review", pre_review={"on": "2027-08-30"})

    answer = case(happened, on="2027-09-09")

    assert outcomes(answer, "breached") == [("XZ26-5-procedure", "18")]
    assert finding(answer, "XZ26-5-procedure")["has"] == "2027-08-30"
    assert state(answer, "pre_review") == "done"


def test_a_training_may_be_left_out_only_where_it_is_exempted() -> None:
    happened = [e for e in events("political_review") if e["step"] != "training"]

    without = case(happened, on="2027-09-01")
    exempted = case(happened, on="2027-09-01", training_exempt=True)

    assert without["next"] == ["training"]
    assert state(without, "committee_review") == "blocked"
    assert exempted["next"] == ["committee_review"]
    assert state(exempted, "training") == "skipped"
    assert findings(exempted, "XZ26-5-procedure") == []


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        ({"days": 3, "hours": 24}, "met"),
        ({"days": 3, "hours": 20}, "met"),
        ({"days": 2, "hours": 24}, "met"),
        ({"days": 2, "hours": 23}, "breached"),
        ({"days": 2, "hours": None}, "breached"),
        ({"days": None, "hours": None}, "unknown"),
    ],
)
def test_training_lasts_three_days_or_twenty_four_hours(given: Event, outcome: str) -> None:
    answer = case(events("training", training=given), on="2027-08-28")

    assert finding(answer, "XZ26-17-length")["outcome"] == outcome


@pytest.mark.parametrize(
    ("stays", "outcome", "state_of_it"),
    [(True, "met", "done"), (False, "breached", "done"), (None, "unknown", "done")],
)
def test_who_leaves_within_three_months_is_generally_not_admitted(
    stays: bool | None,  # the fact itself
    outcome: str,
    state_of_it: str,
) -> None:
    answer = case(events("pre_review"), on="2027-09-09", stays_three_months=stays)

    assert finding(answer, "XZ26-18-leaving")["outcome"] == outcome
    assert finding(answer, "XZ26-18-leaving")["strength"] == "generally"
    assert state(answer, "pre_review") == state_of_it


def test_a_leaving_candidate_blocks_the_preliminary_review() -> None:
    answer = case(events("committee_review"), on="2027-09-02", stays_three_months=False)

    assert state(answer, "pre_review") == "blocked"


@pytest.mark.parametrize(
    ("step", "outcome", "last"),
    [
        ("agree_and_publish", "not_listed", "agree_and_publish"),
        ("political_review", "failed", "political_review"),
        ("pre_review", "failed", "pre_review"),
        ("superior_approves", "refused", "superior_approves"),
        ("superior_confirms", "refused", "superior_confirms"),
    ],
)
def test_an_outcome_against_the_person_ends_the_case(step: str, outcome: str, last: str) -> None:
    changed: Event = {"outcome": outcome}
    happened = events(last, **{step: changed})

    answer = case(happened)

    assert answer["next"] == []
    assert state(answer, step) == "done"
    later = STEPS[STEPS.index(last) + 1 :]
    assert {state(answer, entry) for entry in later} == {"blocked"}


def test_a_vote_that_fails_leaves_the_step_open() -> None:
    happened = events("assembly_admits", assembly_admits={"count": FAILING})

    answer = case(happened, on="2027-09-21")

    assert state(answer, "assembly_admits") == "open"
    assert finding(answer, "XZ26-20-pass")["needs"] == 11
    assert finding(answer, "XZ26-20-pass")["has"] == 10
    assert finding(answer, "XZ26-20-vote")["outcome"] == "breached"


def test_the_same_vote_passes_in_the_fire_force_and_fails_under_the_civil_rules() -> None:
    count = {**PASSING, "present": 11, "yes": 6, "no": 4, "abstain": 1}
    vote: Event = {"count": count, "secretary_present": True, "deputy_present": True}
    vote |= {"added_after_notice": False, "notice_hours": 48}
    happened = events("assembly_admits", assembly_admits=vote)
    company = {"kind": "branch", "category": "fire", "fire_kind": "company_branch"}

    civil = case(happened, on="2027-09-21")
    fire = case(happened, on="2027-09-21", regime="fire-2011", organisation=company)

    assert state(civil, "assembly_admits") == "open"
    assert state(fire, "assembly_admits") == "done"
    assert finding(fire, "S6-18j")["needs"] == 6
    assert findings(fire, "XZ26-20-pass") == []


def test_a_vote_without_a_count_is_unknown_and_the_step_stands() -> None:
    answer = case(events("assembly_admits", assembly_admits={"count": None}), on="2027-09-21")

    assert state(answer, "assembly_admits") == "done"
    assert finding(answer, "XZ26-20-vote")["outcome"] == "unknown"


@pytest.mark.parametrize(
    ("body", "rule", "outcome"),
    [
        ("committee", "XZ26-22-committee", "met"),
        ("township_base_committee", "XZ26-22-township", "breached"),
        ("general_branch", "XZ26-22-general-branch", "breached"),
        ("temporary_branch", "XZ26-22-temporary", "breached"),
        ("party_group", "XZ26-22-party-group", "breached"),
    ],
)
def test_only_a_committee_may_approve(body: str, rule: str, outcome: str) -> None:
    answer = case(events("superior_approves", superior_approves={"body": body}), on="2027-11-02")

    assert finding(answer, rule)["outcome"] == outcome
    assert finding(answer, rule)["article"] == "22"


def test_a_temporary_branch_admits_nobody() -> None:
    temporary = {"kind": "temporary_branch", "category": "organ"}

    answer = case(events("assembly_admits"), on="2027-09-21", organisation=temporary)

    assert finding(answer, "XZ26-22-temporary-admits")["outcome"] == "breached"
    assert state(answer, "assembly_admits") == "open"


@pytest.mark.parametrize(
    ("mentors", "count", "full"),
    [
        ([FULL], "met", "met"),
        ([FULL, FULL, FULL], "breached", "met"),
        ([{**FULL, "full_member": False}], "met", "breached"),
        (["甲", "乙"], "met", "unknown"),
        (2, "met", "unknown"),
        (None, "unknown", "unknown"),
    ],
)
def test_mentors_are_one_or_two_full_members(mentors: object, count: str, full: str) -> None:
    answer = case(events("assign_mentors", assign_mentors={"mentors": mentors}), on="2026-07-23")

    assert finding(answer, "XZ26-9-mentors")["outcome"] == count
    assert finding(answer, "XZ26-9-mentor-full")["outcome"] == full


@pytest.mark.parametrize(
    ("held", "must", "generally"),
    [
        ({}, "met", "met"),
        ({"rights_suspended": True}, "breached", "met"),
        ({"penalty_in_effect": True}, "met", "breached"),
    ],
)
def test_a_penalty_in_effect_only_warns_about_a_sponsor(
    held: Event, must: str, generally: str
) -> None:
    sponsors = [{**FULL, **held}, FULL]

    answer = case(events("name_sponsors", name_sponsors={"sponsors": sponsors}), on="2027-08-10")

    assert findings(answer, "XZ26-14-sponsor-full")[0]["outcome"] == must
    assert findings(answer, "XZ26-14-sponsor-penalty")[0]["outcome"] == generally


@pytest.mark.parametrize(
    ("born", "outcome"), [("2008-05-20", "met"), ("2008-05-21", "breached"), (None, "unknown")]
)
def test_an_applicant_is_eighteen(born: str | None, outcome: str) -> None:
    answer = case(events("apply"), on="2026-05-21", born_on=born)

    assert finding(answer, "XZ26-5-age")["outcome"] == outcome


def test_a_missing_paper_is_named() -> None:
    answer = case(events("archive", archive={"papers": PAPERS[1:]}))

    assert finding(answer, "XZ26-36-papers")["outcome"] == "breached"
    assert "入党志愿书" in str(finding(answer, "XZ26-36-papers")["text"])
