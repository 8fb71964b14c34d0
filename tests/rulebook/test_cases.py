"""The cases of tests/rulebook/*.yaml: what each rule says of facts, boundary numbers among them."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Protocol

import pytest
import yaml

from dangwu.core.calendar import seed_from_chinesecalendar
from dangwu.core.casework import evaluate as evaluate_case
from dangwu.core.errors import InputError
from dangwu.core.rulebook.check import evaluate, is_checkable
from dangwu.core.rulebook.decide import decide
from dangwu.core.rulebook.dues import dues
from dangwu.core.rulebook.elect import elect
from dangwu.core.rulebook.loader import load_rulebook
from dangwu.core.rulebook.records import Rule, Rulebook
from dangwu.core.rulebook.structure import structure

FOLDER = Path(__file__).parent
Case = Mapping[str, object]
RULE_COMMANDS = {"rule", "cadence"}


class Answer(Protocol):
    def as_json(self) -> dict[str, object]: ...


JUDGES: Mapping[str, Callable[[Rulebook, object], Answer]] = {
    "decide": decide,
    "elect": elect,
    "structure": structure,
    "dues": dues,
}


@cache
def cases() -> tuple[tuple[str, Case], ...]:
    return tuple(_read())


def _read() -> Iterator[tuple[str, Case]]:
    for file in sorted(FOLDER.glob("*.yaml")):
        for index, case in enumerate(yaml.safe_load(file.read_text("utf-8")) or (), start=1):
            yield f"{file.stem}-{index}-{case['rule']}", case


@cache
def rules() -> Mapping[str, Rule]:
    return {rule.id: rule for rule in load_rulebook().rules()}


def answer(case: Case) -> Mapping[str, object]:
    """Return what the command says, under the names of the command line."""
    given = case["given"]
    assert isinstance(given, Mapping)
    command = str(case["command"])
    if command in RULE_COMMANDS:
        return evaluate(rules()[str(case["rule"])], given).as_json()
    if command == "case":
        calendar = seed_from_chinesecalendar(range(2004, 2100))
        return evaluate_case(given, rulebook=load_rulebook(), calendar=calendar)
    return JUDGES[command](load_rulebook(), given).as_json()


def holds(expected: object, found: object) -> bool:
    """Return whether the answer contains what was expected; lists are compared whole."""
    if isinstance(expected, Mapping):
        return isinstance(found, Mapping) and all(
            key in found and holds(value, found[key]) for key, value in expected.items()
        )
    if isinstance(expected, list):
        return (
            isinstance(found, list)
            and len(expected) == len(found)
            and all(holds(*pair) for pair in zip(expected, found, strict=True))
        )
    return expected == found and isinstance(expected, bool) == isinstance(found, bool)


def of_rule(found: Mapping[str, object], rule: str) -> list[Mapping[str, object]]:
    findings = found["findings"]
    assert isinstance(findings, list)
    return [entry for entry in findings if entry["rule"] == rule]


@pytest.mark.parametrize(("name", "case"), cases(), ids=[name for name, _ in cases()])
def test_case(name: str, case: Case) -> None:
    expect = dict(case["expect"]) if isinstance(case["expect"], Mapping) else {}
    assert expect, f"{name} expects nothing"
    rule = rules()[str(case["rule"])]
    assert str(case["article"]) == rule.article
    if "error" in expect:
        with pytest.raises(InputError) as refusal:
            answer(case)
        assert refusal.value.field == expect["error"]
        return
    found = answer(case)
    finding = expect.pop("finding", None)
    assert holds(expect, found), found
    if finding is not None:
        told = of_rule(found, rule.id)
        assert any(holds(finding, entry) for entry in told), told


def speaks_of_the_rule(case: Case) -> bool:
    """Whether a case says what this one rule finds, and not only how the whole ends."""
    expect = case["expect"]
    return case["command"] in RULE_COMMANDS or (
        isinstance(expect, Mapping) and "finding" in expect
    )


def test_every_checkable_rule_has_a_case() -> None:
    tried = {str(case["rule"]) for _, case in cases() if speaks_of_the_rule(case)}

    missing = [rule.id for rule in rules().values() if is_checkable(rule) and rule.id not in tried]

    assert missing == []
