"""A sound case of 发展党员 for tests, one event a step, and the ways to look at it."""

from collections.abc import Mapping, Sequence
from functools import cache

from dangwu.core.calendar import WorkingCalendar, seed_from_chinesecalendar
from dangwu.core.casework import evaluate
from dangwu.core.rulebook.loader import load_rulebook

Event = dict[str, object]
Answer = dict[str, object]
FULL = {"full_member": True, "rights_suspended": False, "penalty_in_effect": False}
PASSING = {
    "should_attend": 20,
    "present": 15,
    "yes": 12,
    "no": 2,
    "abstain": 1,
    "written_yes": 0,
    "written_no": 0,
}
PAPERS = [
    "入党志愿书",
    "入党申请书",
    "培养考察登记表",
    "政治审查材料",
    "预备党员考察登记表",
    "转正申请书",
]
FACTS: dict[str, object] = {
    "born_on": "1995-02-01",
    "stays_three_months": True,
    "organisation": {"kind": "branch", "category": "organ"},
}
# Wholly under the version of 2026. 2026-09-20, a Sunday, is worked; 09-25 is 中秋.
SOUND: dict[str, Event] = {
    "apply": {"on": "2026-05-20"},
    "talk": {"on": "2026-06-20"},
    "choose_activist": {"on": "2026-07-15"},
    "file_activist": {"on": "2026-07-20"},
    "assign_mentors": {"on": "2026-07-22", "mentors": [FULL, FULL]},
    "cultivate": {"on": "2027-07-15"},
    "choose_candidate": {"on": "2027-07-16"},
    "agree_and_publish": {"on": "2027-08-02", "from": "2027-08-02", "to": "2027-08-06"},
    "name_sponsors": {"on": "2027-08-09", "sponsors": [FULL, FULL]},
    "political_review": {"on": "2027-08-20", "outcome": "passed"},
    "training": {"on": "2027-08-27", "days": 3, "hours": 24},
    "committee_review": {"on": "2027-09-01"},
    "pre_review": {"on": "2027-09-08", "outcome": "passed"},
    "fill_form": {"on": "2027-09-10"},
    "assembly_admits": {"on": "2027-09-20", "method": "secret", "count": PASSING},
    "superior_talk": {"on": "2027-10-10"},
    "superior_approves": {"on": "2027-11-01", "body": "committee"},
    "file_admission": {"on": "2027-11-05"},
    "join_branch": {"on": "2027-11-06"},
    "oath": {"on": "2027-11-20"},
    "probation": {"on": "2027-11-20"},
    "request_confirmation": {"on": "2028-09-10"},
    "assembly_confirms": {"on": "2028-09-21", "method": "secret", "count": PASSING},
    "superior_confirms": {"on": "2028-10-20"},
    "archive": {"on": "2028-11-01", "papers": PAPERS},
}
STEPS = tuple(SOUND)


@cache
def calendar() -> WorkingCalendar:
    """The published years, and 2027 and 2028 as if published without a day off."""
    seeded = seed_from_chinesecalendar(range(2014, 2027))
    return WorkingCalendar(seeded.years_loaded | {2027, 2028}, seeded.days_off, seeded.days_worked)


def events(upto: str, **changes: Event) -> list[Event]:
    """The sound events as far as a step, some of them changed."""
    wanted = STEPS[: STEPS.index(upto) + 1]
    return [{"step": step, **SOUND[step], **changes.get(step, {})} for step in wanted]


def case(
    happened: Sequence[Mapping[str, object]],
    on: str = "2029-01-01",
    version: str = "by_step",
    **facts: object,
) -> Answer:
    """Where a case stands."""
    payload = {
        "procedure": "admission",
        "on": on,
        "version": version,
        "facts": {**FACTS, **facts},
        "events": list(happened),
    }
    return evaluate(payload, rulebook=load_rulebook(), calendar=calendar())


def step(answer: Answer, wanted: str) -> dict[str, object]:
    """One step of an answer."""
    steps = answer["steps"]
    assert isinstance(steps, list)
    return next(dict(entry) for entry in steps if entry["id"] == wanted)


def state(answer: Answer, wanted: str) -> object:
    """The state of one step."""
    return step(answer, wanted)["state"]


def finding(answer: Answer, rule: str) -> dict[str, object]:
    """The one finding of a rule; its last, where events of a step repeat."""
    return findings(answer, rule)[-1]


def findings(answer: Answer, rule: str) -> list[dict[str, object]]:
    """Every finding of a rule."""
    found = answer["findings"]
    assert isinstance(found, list)
    return [dict(entry) for entry in found if entry["rule"] == rule]


def outcomes(answer: Answer, wanted: str) -> list[tuple[object, object]]:
    """Rule and article of every finding with an outcome."""
    found = answer["findings"]
    assert isinstance(found, list)
    return [(f["rule"], f["article"]) for f in found if f["outcome"] == wanted]
