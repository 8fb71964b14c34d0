"""Laws of every case, whatever its events: the graph is never left, nothing done is undone."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from admission import PASSING, STEPS, Event, case

CHANGE = date(2026, 5, 11)
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
COUNTS = st.sampled_from([None, PASSING, {**PASSING, "yes": 3}, {"present": 11}])
OUTCOMES = {
    "agree_and_publish": ["listed", "not_listed"],
    "political_review": ["passed", "failed"],
    "pre_review": ["passed", "failed"],
    "superior_approves": ["approved", "refused"],
    "assembly_confirms": ["confirmed", "extended", "cancelled", "postponed"],
    "superior_confirms": ["approved", "extension_approved", "refused"],
}


@st.composite
def _event(draw: st.DrawFn) -> Event:
    step = draw(st.sampled_from(STEPS))
    event: Event = {"step": step, "on": draw(DAYS).isoformat()}
    if step in OUTCOMES:
        event["outcome"] = draw(st.sampled_from([None, *OUTCOMES[step]]))
        event["months"] = draw(st.sampled_from([None, 3, 6, 12]))
    if step.startswith("assembly"):
        event |= {"method": "secret", "count": draw(COUNTS)}
    return event


EVENTS = st.lists(_event(), max_size=12)
VERSIONS = st.sampled_from(["2014", "2026", "by_step"])
LAW = settings(max_examples=60, deadline=None)


def _states(answer: dict[str, object]) -> dict[str, str]:
    steps = answer["steps"]
    assert isinstance(steps, list)
    return {entry["id"]: entry["state"] for entry in steps}


@LAW
@given(EVENTS, DAYS, VERSIONS)
def test_a_case_never_leaves_its_graph(happened: list[Event], on: date, version: str) -> None:
    answer = case(happened, on=on.isoformat(), version=version)

    states = _states(answer)
    following = answer["next"]
    assert isinstance(following, list)
    assert list(states) == list(STEPS)
    assert set(states.values()) <= {"done", "open", "blocked", "overdue", "skipped"}
    assert all(states[step] in {"open", "overdue"} for step in following)
    assert [s for s, state in states.items() if state == "open"] == [
        s for s in following if states[s] == "open"
    ]


@LAW
@given(EVENTS, _event(), DAYS, VERSIONS)
def test_one_more_event_never_undoes_a_step(
    happened: list[Event], more: Event, on: date, version: str
) -> None:
    before = _states(case(happened, on=on.isoformat(), version=version))
    after = _states(case([*happened, more], on=on.isoformat(), version=version))

    assert {step for step in before if before[step] == "done"} <= {
        step for step in after if after[step] == "done"
    }


@LAW
@given(EVENTS, DAYS, VERSIONS, st.booleans())
def test_the_earliest_day_is_never_after_the_latest(
    happened: list[Event],
    on: date,
    version: str,
    special: bool,  # the fact itself
) -> None:
    answer = case(
        happened, on=on.isoformat(), version=version, special_case=special, transferred_in=True
    )

    steps = answer["steps"]
    assert isinstance(steps, list)
    both = [s for s in steps if s["earliest"] is not None and s["latest"] is not None]
    assert [s for s in both if s["earliest"] > s["latest"]] == []


@LAW
@given(EVENTS)
def test_before_the_change_by_step_is_the_version_of_2014(happened: list[Event]) -> None:
    on = (CHANGE - timedelta(days=1)).isoformat()

    assert case(happened, on=on) == case(happened, on=on, version="2014")


@LAW
@given(EVENTS, DAYS)
def test_after_the_change_by_step_is_the_version_of_2026(happened: list[Event], on: date) -> None:
    late = [event for event in happened if str(event["on"]) >= CHANGE.isoformat()]
    day = max(on, CHANGE).isoformat()

    assert case(late, on=day) == case(late, on=day, version="2026")


@LAW
@given(EVENTS, DAYS)
def test_a_missing_fact_is_never_a_breach(happened: list[Event], on: date) -> None:
    bare = [{"step": event["step"], "on": "2025-03-03"} for event in happened]

    answer = case(bare, on=max(on, date(2025, 3, 3)).isoformat(), born_on=None)

    found = answer["findings"]
    assert isinstance(found, list)
    untimed = [f for f in found if f["has"] is None and f["outcome"] == "breached"]
    assert {f["rule"].split("-", 1)[1] for f in untimed} <= {
        "7-talk",
        "26-months",
        "25-months",
        "34-months",
        "33-months",
        "29-oath",
        "19-month",
    }
