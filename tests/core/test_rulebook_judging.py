"""What single shapes say where no rule of the packs reaches, and how local rules are held."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from dangwu.core.errors import InputError
from dangwu.core.rulebook import facts as read
from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.catalogue import plain
from dangwu.core.rulebook.check import JUDGES
from dangwu.core.rulebook.days import later, working_days
from dangwu.core.rulebook.shapes import Operator
from dangwu.core.rulebook.terms import Outcome
from dangwu.core.rulebook.tightening import COMPARE
from dangwu.core.rulebook.words import demand, label, labels, numeral, share

MET, BREACHED, UNKNOWN = Outcome.MET, Outcome.BREACHED, Outcome.UNKNOWN
DAY_BEFORE = shapes.LeadTime("plan", "event", 3, "working_day")
HOURS = shapes.LeadTime("notice", "meeting", 36, "hour")
CENTRE = shapes.Remittance(Fraction(1, 20), "省级", "中央", "04-30")
WINDOW = shapes.Window("publish", 1, "month", before="vote")
NOTICE = shapes.Window("publish", 7, "day")
EXCLUDED = shapes.Exclusion(("bedridden",), ("superior_consent",))


@pytest.mark.parametrize(
    ("shape", "facts", "outcome"),
    [
        (DAY_BEFORE, {"anchor_on": "2026-11-20", "event_on": "2026-11-25"}, MET),
        (DAY_BEFORE, {"anchor_on": "2026-11-20", "event_on": "2026-11-24"}, BREACHED),
        (
            DAY_BEFORE,
            {
                "anchor_on": "2026-11-20",
                "event_on": "2026-11-24",
                "workdays": ["2026-11-22"],
            },
            MET,
        ),
        (HOURS, {"anchor_on": "2026-11-20", "event_on": "2026-11-22"}, MET),
        (HOURS, {"anchor_on": "2026-11-20", "event_on": "2026-11-21"}, BREACHED),
        (HOURS, {"notice_hours": 36}, MET),
        (HOURS, {"notice_hours": 35}, BREACHED),
        (EXCLUDED, {"excluded": []}, MET),
        (EXCLUDED, {"excluded": ["bedridden"]}, UNKNOWN),
        (EXCLUDED, {"excluded": ["bedridden"], "approvals": []}, BREACHED),
        (EXCLUDED, {"excluded": ["away"], "approvals": ["superior_consent"]}, BREACHED),
        (shapes.Ballot("<=", "<="), {"marks": 6, "seats": 5}, BREACHED),
        (shapes.Ballot("<=", "<="), {"marks": 5, "seats": 5}, MET),
        (shapes.Ratio("candidates", "seats", ">=", Fraction(6, 5), "floor"), {}, UNKNOWN),
        (
            shapes.Ratio("candidates", "seats", ">=", Fraction(6, 5), "floor"),
            {"candidates": 3, "seats": 3},
            MET,
        ),
        (CENTRE, {"collected": "1000.00"}, UNKNOWN),
        (CENTRE, {"collected": "1000.00", "remitted": "50.00"}, UNKNOWN),
        (
            CENTRE,
            {"collected": "1000", "remitted": "50", "remitted_on": "2027-04-30", "year": 2026},
            MET,
        ),
        (
            CENTRE,
            {"collected": "1000", "remitted": "50", "remitted_on": "2027-05-01", "year": 2026},
            BREACHED,
        ),
        (CENTRE, {"collected": "1000", "remitted": "49.99"}, BREACHED),
        (WINDOW, {"from": "2026-01-31", "to": "2026-02-27"}, MET),
        (WINDOW, {"from": "2026-01-31", "to": "2026-02-26"}, BREACHED),
        (WINDOW, {"from": "2026-01-31", "to": "2026-02-27", "before_on": "2026-02-27"}, BREACHED),
        (NOTICE, {"from": "2026-01-01", "to": "2026-01-07"}, MET),
        (NOTICE, {"from": "2026-01-01", "to": "2026-01-06"}, BREACHED),
        (
            shapes.Deadline("reply", "apply", 60, "day", 90),
            {"after_on": "2026-01-01", "step_on": "2026-03-03"},
            BREACHED,
        ),
        (
            shapes.Deadline("reply", "apply", 60, "day", 90),
            {"after_on": "2026-01-01", "step_on": "2026-03-03", "extended": True},
            MET,
        ),
        (
            shapes.Deadline("reply", "apply", 60, "day"),
            {"after_on": "2026-01-01", "on": "2026-03-03"},
            BREACHED,
        ),
        (
            shapes.Deadline("reply", "apply", 60, "day"),
            {"after_on": "2026-01-01", "on": "2026-03-02"},
            UNKNOWN,
        ),
        (
            shapes.Elapsed("list", "activist", 1, "year", accrues=True),
            {"after_on": "2026-06-01", "step_on": "2026-12-01", "accrued_months": 6},
            MET,
        ),
        (
            shapes.Elapsed("list", "activist", 1, "year"),
            {"after_on": "2026-06-01", "step_on": "2026-12-01", "accrued_months": 6},
            BREACHED,
        ),
        (
            shapes.Range("hours", Fraction(24), or_quantity="days", or_low=Fraction(3)),
            {"days": 3},
            MET,
        ),
        (shapes.Range("share", high=Fraction(1, 3)), {"share": "2/5"}, BREACHED),
        (shapes.Threshold("cast", Fraction(1, 2), ">"), {"yes": 5, "cast": 10}, BREACHED),
        (shapes.Quota("excellent", "members", Fraction(1, 3)), {"base": 20}, UNKNOWN),
        (
            shapes.Quota("excellent", "members", Fraction(1, 3)),
            {"base": 20, "excluded": 2, "result": 6},
            MET,
        ),
        (
            shapes.Quota("excellent", "members", Fraction(1, 3)),
            {"base": 20, "excluded": 3, "result": 6},
            BREACHED,
        ),
    ],
)
def test_a_shape_judges_facts(
    shape: shapes.Shape, facts: dict[str, object], outcome: Outcome
) -> None:
    assert JUDGES[type(shape)](shape, facts).outcome is outcome


def test_half_days_pooled_over_a_month_need_the_weeks_time() -> None:
    weekly = shapes.Alternative(times=2, half_days_per_week=1)
    shape = shapes.Cadence(("theme_day",), months=1, times=4, alternatives=(weekly,))

    def outcome(**facts: object) -> Outcome:
        return JUDGES[shapes.Cadence](shape, facts).outcome

    assert outcome(minutes=[480, 480], weeks=4) is MET
    assert outcome(minutes=[480, 479], weeks=4) is BREACHED
    assert outcome(minutes=[960], weeks=4) is BREACHED
    assert outcome(times=2) is UNKNOWN
    assert outcome(minutes=[30, 30, 30, 30]) is MET


def test_an_absence_proposes_and_never_acts() -> None:
    shape = shapes.Absence(6, ("organisation_life", "dues"), "自行脱党")

    judged = JUDGES[shapes.Absence](shape, {"months_without": {"dues": 6}})

    assert (judged.outcome, judged.ending) == (BREACHED, "提请研究")


@pytest.mark.parametrize(
    ("local", "general", "tight"),
    [
        (
            shapes.LeadTime("notice", "meeting", 2, "day"),
            shapes.LeadTime("notice", "meeting", 1, "day"),
            True,
        ),
        (
            shapes.LeadTime("notice", "meeting", 1, "day"),
            shapes.LeadTime("notice", "meeting", 2, "day"),
            False,
        ),
        (
            shapes.Ratio("a", "b", ">=", Fraction(5, 4)),
            shapes.Ratio("a", "b", ">=", Fraction(6, 5)),
            True,
        ),
        (
            shapes.Ratio("a", "b", ">=", Fraction(1)),
            shapes.Ratio("a", "b", ">=", Fraction(6, 5)),
            False,
        ),
        (
            shapes.Ratio("a", "c", ">=", Fraction(2)),
            shapes.Ratio("a", "b", ">=", Fraction(6, 5)),
            False,
        ),
        (
            shapes.Ratio("a", "b", "<=", Fraction(1, 4)),
            shapes.Ratio("a", "b", "<=", Fraction(1, 3)),
            True,
        ),
        (shapes.Quota("a", "b", Fraction(1, 4)), shapes.Quota("a", "b", Fraction(1, 3)), True),
        (shapes.Quota("a", "b", Fraction(1, 2)), shapes.Quota("a", "b", Fraction(1, 3)), False),
        (shapes.Limit("members", max=40), shapes.Limit("members", max=50), True),
        (shapes.Limit("members"), shapes.Limit("members", max=50), False),
        (shapes.Persons("mentors", 2, 2), shapes.Persons("mentors", 1, 2), True),
        (shapes.Composition(("a", "b")), shapes.Composition(("a",)), True),
        (shapes.Composition(("b",)), shapes.Composition(("a",)), False),
        (
            shapes.Eligibility("r", ("a",), min_years=3),
            shapes.Eligibility("r", ("a",), min_years=1),
            True,
        ),
        (shapes.Eligibility("r", ()), shapes.Eligibility("r", ("a",)), False),
        (
            shapes.Threshold("present", Fraction(1, 2), ">", written=True),
            shapes.Threshold("present", Fraction(1, 2), ">"),
            False,
        ),
        (
            shapes.Quorum("present", Fraction(1, 2), "<"),
            shapes.Quorum("present", Fraction(1, 2), ">"),
            False,
        ),
        (
            shapes.Accumulator(("study",), "members", 40),
            shapes.Accumulator(("study",), "members", 32),
            True,
        ),
        (
            shapes.Window("publish", 5, "day", places=("a", "b")),
            shapes.Window("publish", 5, "day", places=("a",)),
            True,
        ),
    ],
)
def test_tightening_is_told_from_loosening(
    local: shapes.Shape, general: shapes.Shape, tight: bool
) -> None:
    assert COMPARE[type(local)](local, general) is tight


@pytest.mark.parametrize(
    ("start", "n", "unit", "expected"),
    [
        (date(2026, 1, 31), 1, "month", date(2026, 2, 28)),
        (date(2024, 2, 29), 1, "year", date(2025, 2, 28)),
        (date(2026, 3, 31), -1, "month", date(2026, 2, 28)),
        (date(2026, 11, 20), 1, "working_day", date(2026, 11, 23)),
        (date(2026, 11, 20), 5, "day", date(2026, 11, 25)),
    ],
)
def test_later_counts_in_its_unit(start: date, n: int, unit: str, expected: date) -> None:
    assert later(start, n, unit) == expected


def test_working_days_count_both_ends_and_mind_the_calendar() -> None:
    first, last = date(2026, 11, 20), date(2026, 11, 26)

    assert working_days(first, last, (), ()) == 5
    assert working_days(first, last, {date(2026, 11, 23)}, {date(2026, 11, 22)}) == 5
    assert working_days(last, first, (), ()) == 0


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, "零"), (5, "五"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五"), (100, "100")],
)
def test_numbers_are_written_in_chinese(value: int, expected: str) -> None:
    assert numeral(value) == expected


@pytest.mark.parametrize(
    ("fraction", "op", "expected"),
    [
        (Fraction(1, 2), ">", "超过甲的半数"),
        (Fraction(4, 5), ">=", "不少于甲的五分之四"),
        (Fraction(1), "=", "等于甲的全部"),
    ],
)
def test_demands_are_written_in_chinese(fraction: Fraction, op: Operator, expected: str) -> None:
    assert demand("甲", fraction, op) == expected


def test_a_code_has_its_official_term_and_plain_chinese_stays() -> None:
    assert label("branch") == "党支部"
    assert label("discipline", {"discipline": "处分"}) == "处分"
    assert labels({"deputy", "secretary"}) == "副书记、书记"
    assert label("会计") == "会计"
    assert share(Fraction(2, 3)) == "三分之二"


@pytest.mark.parametrize(
    ("reader", "value"),
    [
        (read.number, "3"),
        (read.number, -1),
        (read.flag, 1),
        (read.word, 1),
        (read.words, "甲"),
        (read.words, [1]),
        (read.numbers, "12"),
        (read.numbers, [-1]),
        (read.day, "2026-02-30"),
        (read.day, 20260230),
        (read.days, "2026-02-03"),
        (read.money, 3.5),
        (read.money, "Infinity"),
        (read.share, 0.5),
        (read.share, "1/0"),
        (read.numbered, [1]),
    ],
)
def test_a_fact_of_another_type_is_refused_by_name(reader: object, value: object) -> None:
    assert callable(reader)
    with pytest.raises(InputError) as refusal:
        reader({"fact": value}, "fact")

    assert refusal.value.field == "fact"


def test_records_become_plain_json() -> None:
    shape = shapes.Tier(Decimal("0.005"), None)

    assert plain((shape, frozenset({"b", "a"}), date(2026, 1, 2), Fraction(4, 5))) == [
        {"rate": "0.005", "up_to": None},
        ["a", "b"],
        "2026-01-02",
        "4/5",
    ]
