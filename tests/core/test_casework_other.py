"""Another procedure, given only as packs: nothing of admission is in the code."""

from dangwu.core.calendar import seed_from_chinesecalendar
from dangwu.core.casework import evaluate
from dangwu.core.rulebook.linking import link
from dangwu.core.rulebook.loader import load_pack

OLD = """
instrument: {key: M20, title: 搬迁办法（2020年）, issued_by: 测试, since: 2020-01-01, until: 2026-07-01, status: historic,
  regimes: [civil], source: 测试, procedure: moving}
articles: [{number: "1", paraphrase: 步骤。}, {number: "2", paraphrase: 期限。}]
rules:
  - id: M20-1
    article: "1"
    paraphrase: 步骤。
    shape: procedure
    params:
      name: moving
      steps:
        - {id: ask, no: 1, title: 申请, stage: 办理, article: "1"}
        - {id: stamp, no: 2, title: 盖章, stage: 办理, article: "1", after: [ask]}
        - {id: move, no: 3, title: 搬迁, stage: 办理, article: "1", after: [stamp]}
    strength: must
"""
NEW = """
instrument: {key: M26, title: 搬迁办法（2026年）, issued_by: 测试, since: 2026-07-01, until: null, status: current,
  regimes: [civil], source: 测试, procedure: moving}
articles: [{number: "1", paraphrase: 步骤。}, {number: "2", paraphrase: 期限。}]
rules:
  - id: M26-1
    article: "1"
    paraphrase: 步骤。
    shape: procedure
    params:
      name: moving
      steps:
        - {id: ask, no: 1, title: 申请, stage: 办理, article: "1"}
        - {id: pack, no: 2, title: 打包, stage: 办理, article: "1", after: [ask], usual_order_only: true}
        - {id: move, no: 3, title: 搬迁, stage: 办理, article: "1", after: [ask]}
    strength: must
  - {id: M26-2-days, article: "2", paraphrase: 十五个工作日内搬迁。, shape: deadline, strength: must,
     params: {step: move, after: ask, n: 15, unit: working_day}}
  - {id: M26-2-hours, article: "2", paraphrase: 申请七十二小时后搬迁。, shape: elapsed, strength: must,
     params: {step: move, after: ask, n: 72, unit: hour}}
  - {id: M26-2-pack, article: "2", paraphrase: 未打包不得搬迁。, shape: gate, strength: must, params: {step: move, fact: pack}}
"""
RULEBOOK = link((load_pack(OLD, "m20.yaml"), load_pack(NEW, "m26.yaml")))


def _look(on: str, **days: str) -> dict[str, object]:
    events = [{"step": step, "on": day} for step, day in days.items()]
    return evaluate(
        {"procedure": "moving", "on": on, "events": events},
        rulebook=RULEBOOK,
        calendar=seed_from_chinesecalendar([2026]),
    )


def _move(answer: dict[str, object]) -> dict[str, object]:
    steps = answer["steps"]
    assert isinstance(steps, list)
    return next(dict(step) for step in steps if step["id"] == "move")


def _told(answer: dict[str, object]) -> list[tuple[object, object]]:
    found = answer["findings"]
    assert isinstance(found, list)
    return [(entry["rule"], entry["outcome"]) for entry in found]


def test_a_limit_in_working_days_leaps_over_the_holidays() -> None:
    # 2026-09-25 and 10-01 to 10-07 are off, Sunday 09-20 and Saturday 10-10 are worked.
    answer = _look("2026-10-12", ask="2026-09-14", pack="2026-09-15")

    assert (_move(answer)["earliest"], _move(answer)["latest"]) == ("2026-09-17", "2026-10-10")
    assert _move(answer)["state"] == "overdue"
    assert _told(answer) == [("M26-2-days", "breached")]


def test_a_move_in_time_meets_every_rule() -> None:
    answer = _look("2026-10-12", ask="2026-09-14", pack="2026-09-15", move="2026-10-10")

    assert _told(answer) == [
        ("M26-2-days", "met"),
        ("M26-2-hours", "met"),
        ("M26-2-pack", "met"),
    ]


def test_a_usual_order_is_not_demanded() -> None:
    answer = _look("2026-09-16", ask="2026-09-14", pack="2026-09-01")

    assert _told(answer) == []


def test_a_gate_that_is_passed_too_late_is_a_breach() -> None:
    answer = _look("2026-10-12", ask="2026-09-14", move="2026-09-20", pack="2026-09-21")

    assert ("M26-2-pack", "breached") in _told(answer)


def test_a_gate_without_a_record_is_unknown() -> None:
    answer = _look("2026-10-12", ask="2026-09-14", move="2026-09-20")

    assert ("M26-2-pack", "unknown") in _told(answer)


def test_times_without_their_beginning_are_unknown() -> None:
    answer = _look("2026-10-12", pack="2026-09-15", move="2026-09-20")

    assert _told(answer) == [
        ("M26-1", "unknown"),
        ("M26-2-days", "unknown"),
        ("M26-2-hours", "unknown"),
        ("M26-2-pack", "met"),
    ]


def test_an_old_step_that_was_done_stays_in_the_case() -> None:
    answer = _look("2026-07-05", ask="2026-06-25", stamp="2026-06-26")

    steps = answer["steps"]
    assert isinstance(steps, list)
    assert [(step["id"], step["state"]) for step in steps] == [
        ("ask", "done"),
        ("pack", "open"),
        ("move", "blocked"),
        ("stamp", "done"),
    ]
