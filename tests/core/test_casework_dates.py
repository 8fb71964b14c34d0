"""Days of a case: time limits, times that must be over, working days, versions by date."""

import pytest

from admission import PASSING, Event, case, events, finding, findings, outcomes, state, step


def _days(answer: dict[str, object], wanted: str) -> tuple[object, object]:
    found = step(answer, wanted)
    return found["earliest"], found["latest"]


@pytest.mark.parametrize(
    ("applied", "latest"),
    [
        ("2027-01-31", "2027-02-28"),
        ("2028-01-31", "2028-02-29"),
        ("2027-03-31", "2027-04-30"),
        ("2026-12-15", "2027-01-15"),
    ],
)
def test_one_month_later_is_the_same_day_clamped(applied: str, latest: str) -> None:
    answer = case([{"step": "apply", "on": applied}], on=applied)

    assert _days(answer, "talk") == (None, latest)


@pytest.mark.parametrize(
    ("chosen", "earliest"),
    [("2027-03-01", "2028-03-01"), ("2028-02-29", "2029-02-28"), ("2027-02-28", "2028-02-28")],
)
def test_an_activist_waits_a_year(chosen: str, earliest: str) -> None:
    happened = [
        {"step": "apply", "on": "2027-01-01"},
        {"step": "talk", "on": "2027-01-02"},
        {"step": "choose_activist", "on": chosen},
    ]

    answer = case(happened, on=chosen)

    assert _days(answer, "choose_candidate") == (earliest, None)


@pytest.mark.parametrize(
    ("months", "earliest"), [(0, "2027-07-15"), (5, "2027-02-15"), (14, "2026-07-15")]
)
def test_time_as_an_activist_adds_up_across_a_move(months: int, earliest: str) -> None:
    answer = case(events("assign_mentors"), on="2026-08-01", activist_months_before_move=months)

    assert _days(answer, "choose_candidate") == (earliest, None)


def test_the_year_may_be_counted_from_the_filing() -> None:
    answer = case(events("assign_mentors"), on="2026-08-01", activist_from="file_activist")

    assert _days(answer, "choose_candidate") == ("2027-07-20", None)


def test_a_candidate_one_day_early_is_a_breach() -> None:
    early = events("choose_candidate", choose_candidate={"on": "2027-07-14"})
    early = [{**e, "on": "2027-07-10"} if e["step"] == "cultivate" else e for e in early]

    answer = case(early, on="2027-07-20")

    assert outcomes(answer, "breached") == [("XZ26-13-year", "13")]
    assert finding(answer, "XZ26-13-year")["needs"] == "2027-07-15"


@pytest.mark.parametrize(
    ("choice", "earliest"), [("same_day", "2028-09-20"), ("day_before", "2028-09-19")]
)
def test_the_end_of_probation_follows_the_convention(choice: str, earliest: str) -> None:
    answer = case(events("oath"), on="2027-12-01", probation_end=choice)

    assert _days(answer, "assembly_confirms") == (earliest, None)


def test_probation_from_a_leap_day_ends_on_the_last_of_february() -> None:
    happened = events("assembly_admits", assembly_admits={"on": "2028-02-29"})

    answer = case(happened, on="2028-02-29")

    assert _days(answer, "assembly_confirms") == ("2029-02-28", None)
    assert _days(answer, "superior_approves") == (None, "2028-05-29")


@pytest.mark.parametrize(
    ("special", "approved", "latest", "outcome"),
    [
        (None, "2027-12-20", "2027-12-20", "met"),
        (None, "2027-12-21", "2027-12-20", "breached"),
        (True, "2027-12-21", "2028-03-20", "met"),
        (True, "2028-03-20", "2028-03-20", "met"),
        (True, "2028-03-21", "2028-03-20", "breached"),
    ],
)
def test_approval_takes_three_months_and_in_special_cases_six(
    special: bool | None,  # the fact itself
    approved: str,
    latest: str,
    outcome: str,
) -> None:
    happened = events("superior_approves", superior_approves={"on": approved})

    answer = case(happened, on="2028-06-01", special_case=special)

    assert _days(answer, "superior_approves") == (None, latest)
    assert finding(answer, "XZ26-25-months")["outcome"] == outcome


def test_the_confirmation_has_no_longer_limit_in_special_cases() -> None:
    answer = case(events("assembly_confirms"), on="2028-10-01", special_case=True)

    assert _days(answer, "superior_confirms") == (None, "2028-12-21")


def test_the_clock_of_the_approval_starts_with_the_report_where_it_is_given() -> None:
    happened = events("superior_talk", assembly_admits={"reported_on": "2027-09-30"})

    answer = case(happened, on="2027-12-25")

    assert _days(answer, "superior_approves") == (None, "2027-12-30")
    assert state(answer, "superior_approves") == "open"


@pytest.mark.parametrize(
    ("first", "last", "has", "outcome"),
    [
        # 2026-09-20 is a Sunday that is worked, 09-25 to 09-27 are off for 中秋.
        ("2026-09-19", "2026-09-24", 5, "met"),
        ("2026-09-21", "2026-09-24", 4, "breached"),
        ("2026-09-22", "2026-09-28", 4, "breached"),
        ("2026-09-22", "2026-09-29", 5, "met"),
        # 10-01 to 10-07 are off for 国庆, 10-10 is a Saturday that is worked.
        ("2026-09-30", "2026-10-11", 4, "breached"),
        ("2026-09-30", "2026-10-12", 5, "met"),
    ],
)
def test_publication_counts_working_days_with_swapped_ones(
    first: str, last: str, has: int, outcome: str
) -> None:
    published: Event = {"step": "agree_and_publish", "on": first, "from": first, "to": last}

    answer = case([published], on="2026-10-20")

    assert finding(answer, "XZ26-13-publish")["has"] == has
    assert finding(answer, "XZ26-13-publish")["outcome"] == outcome


def test_working_days_of_a_year_without_holidays_are_unknown() -> None:
    published: Event = {"step": "agree_and_publish", "on": "2031-03-03"}
    published |= {"from": "2031-03-03", "to": "2031-03-07"}

    answer = case([published], on="2031-04-01")

    assert finding(answer, "XZ26-13-publish")["outcome"] == "unknown"
    assert finding(answer, "XZ26-13-publish")["has"] == 5


def test_a_publication_is_over_on_its_last_day() -> None:
    during = case(events("agree_and_publish"), on="2027-08-05")
    after = case(events("agree_and_publish"), on="2027-08-06")

    assert state(during, "agree_and_publish") == "open"
    assert state(after, "agree_and_publish") == "done"


def test_sponsors_on_the_last_day_of_the_publication_are_too_early() -> None:
    answer = case(events("name_sponsors", name_sponsors={"on": "2027-08-06"}), on="2027-08-10")

    assert finding(answer, "XZ26-13-publish")["outcome"] == "breached"


@pytest.mark.parametrize(
    ("places", "outcome"),
    [(["流出地", "流入地"], "met"), (["流入地"], "breached"), (None, "unknown")],
)
def test_mobile_people_are_published_in_both_places(
    places: list[str] | None, outcome: str
) -> None:
    happened = events("agree_and_publish", agree_and_publish={"places": places})

    mobile = case(happened, on="2027-08-07", mobile=True)
    settled = case(happened, on="2027-08-07")

    assert finding(mobile, "XZ26-13-publish-mobile")["outcome"] == outcome
    assert findings(settled, "XZ26-13-publish-mobile") == []


def _extended(months: int | None, on: str = "2028-09-21") -> list[Event]:
    extension: Event = {"step": "assembly_confirms", "on": on, "outcome": "extended"}
    extension |= {"months": months, "method": "secret", "count": PASSING}
    return [*events("request_confirmation"), extension]


@pytest.mark.parametrize(
    ("months", "earliest", "outcome"),
    [
        (5, "2029-02-20", "breached"),
        (6, "2029-03-20", "met"),
        (12, "2029-09-20", "met"),
        (13, "2029-10-20", "breached"),
        (None, "2029-03-20", "unknown"),
    ],
)
def test_probation_is_extended_by_half_a_year_to_a_year(
    months: int | None, earliest: str, outcome: str
) -> None:
    answer = case(_extended(months), on="2028-10-01")

    assert _days(answer, "assembly_confirms") == (earliest, None)
    assert state(answer, "assembly_confirms") == "blocked"
    assert finding(answer, "XZ26-31-outcomes")["outcome"] == outcome
    assert finding(answer, "XZ26-32-vote-extension")["outcome"] == "met"


def test_probation_is_extended_only_once() -> None:
    happened = [*_extended(6), *_extended(6, on="2029-03-21")[-1:]]

    answer = case(happened, on="2029-04-01")

    assert [f["outcome"] for f in findings(answer, "XZ26-31-outcomes")] == ["met", "breached"]


def test_after_an_extension_the_confirmation_waits_for_its_end() -> None:
    early: Event = {"step": "assembly_confirms", "on": "2029-03-19", "outcome": "confirmed"}
    early |= {"method": "secret", "count": PASSING}

    answer = case([*_extended(6), early], on="2029-04-01")

    assert finding(answer, "XZ26-31-year")["outcome"] == "breached"
    assert finding(answer, "XZ26-31-year")["needs"] == "2029-03-20"
    assert state(answer, "assembly_confirms") == "done"


def test_a_cancellation_need_not_wait_for_the_end_of_probation() -> None:
    happened = events(
        "assembly_confirms", assembly_confirms={"on": "2028-09-12", "outcome": "cancelled"}
    )

    answer = case(happened, on="2028-09-15")

    assert findings(answer, "XZ26-31-year") == []
    assert state(answer, "superior_confirms") == "open"


def _postponed(months: int) -> list[Event]:
    later: Event = {"step": "assembly_confirms", "on": "2028-09-21", "outcome": "postponed"}
    return [*events("request_confirmation"), {**later, "months": months}]


@pytest.mark.parametrize(
    ("months", "latest", "outcome"), [(6, "2029-03-20", "met"), (7, "2029-04-20", "breached")]
)
def test_the_confirmation_of_an_incoming_person_may_wait_half_a_year(
    months: int, latest: str, outcome: str
) -> None:
    answer = case(_postponed(months), on="2028-10-01", transferred_in=True)

    assert _days(answer, "assembly_confirms") == ("2028-09-20", latest)
    assert state(answer, "assembly_confirms") == "open"
    assert finding(answer, "XZ26-35-postpone")["outcome"] == outcome


def test_nobody_else_is_postponed() -> None:
    answer = case(_postponed(3), on="2028-10-01")

    assert finding(answer, "XZ26-31-outcomes")["outcome"] == "breached"
    assert findings(answer, "XZ26-35-postpone") == []


ACROSS: list[Event] = [
    {"step": "apply", "on": "2024-12-02"},
    {"step": "talk", "on": "2024-12-20"},
    {"step": "choose_activist", "on": "2025-01-10"},
    {"step": "file_activist", "on": "2025-01-20"},
    {"step": "assign_mentors", "on": "2025-01-22", "mentors": 2},
    {"step": "cultivate", "on": "2026-01-12"},
    {"step": "choose_candidate", "on": "2026-01-15"},
    {"step": "agree_and_publish", "on": "2026-01-30"},
    {"step": "name_sponsors", "on": "2026-02-02", "sponsors": 2},
    {"step": "political_review", "on": "2026-03-10"},
    {"step": "training", "on": "2026-03-25", "days": 3},
    {"step": "committee_review", "on": "2026-04-01"},
    {"step": "pre_review", "on": "2026-04-10"},
    {"step": "fill_form", "on": "2026-04-15"},
]


@pytest.mark.parametrize(
    ("on", "version", "state_of_it", "latest", "article"),
    [
        ("2026-05-10", "by_step", "open", None, "20"),
        ("2026-05-11", "by_step", "overdue", "2026-05-10", "19"),
        ("2026-05-11", "2014", "open", None, "20"),
        ("2026-05-10", "2026", "open", "2026-05-10", "19"),
    ],
)
def test_a_case_open_on_the_day_of_the_change_takes_the_version_of_each_day(
    on: str, version: str, state_of_it: str, latest: str | None, article: str
) -> None:
    answer = case(ACROSS, on=on, version=version)

    assert state(answer, "assembly_admits") == state_of_it
    assert _days(answer, "assembly_admits") == (None, latest)
    assert step(answer, "assembly_admits")["article"] == article


def test_a_candidate_of_the_old_version_needs_no_publication() -> None:
    by_step = case(ACROSS, on="2026-05-20")
    as_of_2026 = case(ACROSS, on="2026-05-20", version="2026")

    assert findings(by_step, "XZ26-13-publish") == []
    assert step(by_step, "agree_and_publish")["title"] == "报上级党委备案"
    assert finding(as_of_2026, "XZ26-13-publish")["outcome"] == "unknown"


def test_the_oath_has_a_month_only_in_the_version_of_2026() -> None:
    assert _days(case(events("superior_approves"), version="2014"), "oath") == (None, None)
    assert _days(case(events("superior_approves"), version="2026"), "oath") == (
        None,
        "2027-12-01",
    )


@pytest.mark.parametrize(
    ("version", "rule", "article"),
    [
        ("2014", "XZ14-21-pass", "21"),
        ("2026", "XZ26-20-pass", "20"),
        ("by_step", "XZ26-20-pass", "20"),
    ],
)
def test_a_vote_is_judged_by_the_version_of_the_case(
    version: str, rule: str, article: str
) -> None:
    answer = case(events("assembly_admits"), on="2027-09-21", version=version)

    votes = ("XZ14-21-pass", "XZ26-20-pass")
    assert [f["rule"] for name in votes for f in findings(answer, name)] == [rule]
    assert finding(answer, rule)["article"] == article
    assert finding(answer, rule)["outcome"] == "met"
