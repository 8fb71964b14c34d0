"""`dangwu duties`: the contract's fields, states and exit codes."""

import argparse
import json
from datetime import date

import pytest

import make
from dangwu.config.commands import duties as command

pytestmark = pytest.mark.django_db

FIELDS = [
    "organisation",
    "rule",
    "article",
    "subject",
    "period",
    "needs",
    "has",
    "state",
    "due_on",
]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    assert command.handle(parser.parse_args(arguments)) == 0
    answer: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return answer


def test_duties_answers_with_the_fields_of_the_contract(
    capsys: pytest.CaptureFixture[str],
) -> None:
    branch = make.organisation(unit=make.unit())

    found = run(capsys, "--organisation", branch.code, "--on", "2026-11-21")

    assert {tuple(duty) for duty in found} == {tuple(FIELDS)}
    assert {duty["organisation"] for duty in found} == {branch.code}
    assert {duty["state"] for duty in found} <= {
        *("met", "due", "overdue", "late", "exempt", "unknown")
    }


def test_root_is_the_top_organisation_and_subtree_reaches_the_units_below(
    capsys: pytest.CaptureFixture[str],
) -> None:
    city = make.unit("示范市", level="city")
    top = make.organisation(unit=city, kind="committee", category="city")
    other = make.organisation(unit=make.unit(parent=city), kind="committee", category="county")
    county = make.organisation(unit=make.unit(parent=city), kind="committee", category="county")
    branch = make.organisation(unit=county.unit, parent=county, founded_on=date(2020, 1, 1))

    alone = run(capsys, "--organisation", "root", "--on", "2026-11-21")
    all_below = run(capsys, "--organisation", "root", "--subtree", "--on", "2026-11-21")

    assert {duty["organisation"] for duty in alone} == {top.code}
    assert {duty["organisation"] for duty in all_below} == {
        *(top.code, other.code, county.code, branch.code)
    }
