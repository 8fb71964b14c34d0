"""Each open duty leads to the deed that fulfils it, each verdict to what it rests on."""

import uuid
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from dangwu.core.rulebook.loader import load_rulebook
from dangwu.rules.duties.values import Duty, Records, State
from dangwu.workbench.lines import Line, lines

UNIT, ROW = 7, uuid.UUID(int=9)
HERE = f"{UNIT}/{ROW}/"
DAY, NEXT = date(2026, 10, 4), date(2026, 10, 5)
TODAY = date(2026, 11, 22)


def line_of(
    rule: str, *, state: State = State.OVERDUE, needs: int | None = 1, has: int | None = 0
) -> Line:
    duty = Duty(
        unit_id=UNIT,
        organisation_id=ROW,
        organisation="001",
        organisation_name="某党支部",
        rule=rule,
        instrument="ZB2018",
        article="11",
        strength="must",
        subject="某事",
        period=(DAY, NEXT),
        needs=needs,
        has=has,
        late=0,
        state=state,
        due_on=DAY,
        text="某事。",
        records=Records((), DAY, DAY),
    )
    (line,) = lines([duty], load_rulebook(), today=TODAY)
    return line


@pytest.mark.parametrize(
    ("rule", "act", "path"),
    [
        ("ZB2018-20-secretary", "登记任职", f"/members/organisations/{HERE}posts/"),
        ("ZB2018-20-size", "登记任职", f"/members/organisations/{HERE}posts/"),
        ("JG2019-7-committee", "启动换届", f"/procedures/start/{HERE}"),
        ("RQ2018-village", "启动换届", f"/procedures/start/{HERE}"),
        ("XZ26-31-status", "看是哪些人", "/members/"),
        ("ZB2018-12-quorum", "看记录", "/work/"),
        ("ZB2018-4-max", "看资料", f"/organisations/{HERE}"),
        ("ZB2018-5-not-alone", "看资料", f"/organisations/{HERE}"),
    ],
)
def test_an_overdue_duty_leads_to_its_deed(rule: str, act: str, path: str) -> None:
    line = line_of(rule)

    assert line.start == act
    assert urlsplit(line.start_url).path.endswith(path)


def test_a_verdict_on_one_meeting_leads_to_the_work_of_that_day() -> None:
    asked = parse_qs(urlsplit(line_of("ZB2018-12-quorum").start_url).query)

    assert (asked["since"], asked["until"]) == (["2026-10-04"], ["2026-10-04"])
    assert asked["organisation"] == [str(ROW)]


def test_a_verdict_on_probations_leads_to_the_people_on_probation() -> None:
    asked = parse_qs(urlsplit(line_of("XZ26-31-status").start_url).query)

    assert asked == {"standing": ["probationary"], "organisation": [f"{UNIT}.{ROW}"]}


def test_what_is_met_or_filed_late_asks_for_nothing_and_still_shows_its_records() -> None:
    for state in (State.MET, State.LATE):
        line = line_of("ZB2018-12-quorum", state=state)
        assert (line.start, line.meet, line.records) == ("", "", "看记录")


@pytest.mark.parametrize(
    ("has", "needs", "told"),
    [
        (0, 1, "现有0，需要1"),
        (55, 50, "现有55，最多50"),
        (1, 0, ""),
        (1, 1, ""),
        (None, 5, ""),
        (3, None, ""),
    ],
)
def test_how_far_it_falls_short_or_passes_is_told_in_words(
    has: int | None, needs: int | None, told: str
) -> None:
    assert line_of("ZB2018-11-assembly", has=has, needs=needs).gap == told
