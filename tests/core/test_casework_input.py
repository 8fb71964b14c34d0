"""What a case's input may hold; every refusal names its dotted field."""

import pytest

from dangwu.core.calendar import WorkingCalendar
from dangwu.core.casework import evaluate
from dangwu.core.errors import InputError
from dangwu.core.rulebook.loader import load_rulebook

APPLIED = {"step": "apply", "on": "2026-05-20"}


def _case(**given: object) -> dict[str, object]:
    payload = {"procedure": "admission", "on": "2026-11-21", **given}
    return evaluate(payload, rulebook=load_rulebook(), calendar=WorkingCalendar())


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"procedure": None}, "procedure"),
        ({"procedure": "transfer"}, "procedure"),
        ({"on": None}, "on"),
        ({"on": "2026-13-01"}, "on"),
        ({"version": "2020"}, "version"),
        ({"facts": []}, "facts"),
        ({"events": {}}, "events"),
        ({"events": ["apply"]}, "events[0]"),
        ({"events": [APPLIED, {"on": "2026-06-01"}]}, "events[1].step"),
        ({"events": [{"step": "dance", "on": "2026-06-01"}]}, "events[0].step"),
        ({"events": [{"step": "apply"}]}, "events[0].on"),
        ({"events": [{"step": "apply", "on": "soon"}]}, "events[0].on"),
        ({"note": "x"}, "note"),
        ({"facts": {"born_on": "1995"}, "events": [APPLIED]}, "facts.born_on"),
        ({"facts": {"special_case": "yes"}}, "facts.special_case"),
        ({"facts": {"stays_three_months": 1}}, "facts.stays_three_months"),
        ({"facts": {"activist_months_before_move": -1}}, "facts.activist_months_before_move"),
        ({"facts": {"regime": "army"}}, "facts.regime"),
        ({"facts": {"organisation": {"kind": "club"}}}, "facts.organisation.kind"),
    ],
)
def test_a_wrong_field_is_refused_by_name(given: dict[str, object], field: str) -> None:
    with pytest.raises(InputError) as refusal:
        _case(**given)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("event", "field"),
    [
        ({"step": "assign_mentors", "mentors": "two"}, "events[0].mentors"),
        ({"step": "assign_mentors", "mentors": [1]}, "events[0].mentors"),
        ({"step": "training", "hours": "24"}, "events[0].hours"),
        ({"step": "political_review", "outcome": "perhaps"}, "events[0].outcome"),
        ({"step": "agree_and_publish", "from": "2026-06-08", "to": "2026-06-01"}, "events[0].to"),
        ({"step": "archive", "papers": "all"}, "events[0].papers"),
    ],
)
def test_a_wrong_field_of_an_event_is_refused_by_name(
    event: dict[str, object], field: str
) -> None:
    with pytest.raises(InputError) as refusal:
        _case(events=[{"on": "2026-06-10", **event}])
    assert refusal.value.field == field


def test_a_count_that_cannot_be_is_refused_under_its_event() -> None:
    vote = {"step": "assembly_admits", "on": "2026-06-10", "count": {"present": 5, "yes": 6}}

    with pytest.raises(InputError) as refusal:
        _case(events=[vote])

    assert refusal.value.field == "events[0].count.yes"


def test_events_may_come_in_any_order_and_those_to_come_do_not_count() -> None:
    talk = {"step": "talk", "on": "2026-06-10"}
    planned = {"step": "choose_activist", "on": "2026-12-01"}

    answer = _case(events=[planned, talk, APPLIED])

    assert answer["next"] == ["choose_activist"]


def test_without_a_version_each_step_takes_that_of_its_day() -> None:
    applied = {"step": "apply", "on": "2026-05-10"}

    found = _case(events=[applied], facts={"age": 20})["findings"]

    assert isinstance(found, list)
    assert [entry["rule"] for entry in found] == ["XZ14-5-age", "XZ26-7-talk"]


def test_an_event_before_the_oldest_version_is_judged_by_it() -> None:
    answer = _case(events=[{"step": "apply", "on": "2010-01-01"}], facts={"age": 20})

    steps = answer["steps"]
    assert isinstance(steps, list)
    assert steps[0]["state"] == "done"
