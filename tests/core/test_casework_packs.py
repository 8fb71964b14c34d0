"""The packs of a procedure hold together: every step that a record names is a step."""

from collections.abc import Iterator

import pytest

from admission import STEPS
from dangwu.core.casework.versions import Version, procedures_in, versions_of
from dangwu.core.rulebook.loader import load_rulebook
from dangwu.core.rulebook.shapes import Deadline, Elapsed, Procedure, Window

VERSIONS = versions_of(load_rulebook(), "admission")


def _named_steps(version: Version) -> Iterator[tuple[str, str]]:
    for rules in version.rules.values():
        for rule in rules:
            named = [getattr(rule.shape, "step", "")]
            if isinstance(rule.shape, Deadline | Elapsed):
                named.append(rule.shape.after)
            if isinstance(rule.shape, Window):
                named.append(rule.shape.before or "")
            yield from ((rule.id, step) for step in named if step)


def test_there_are_two_versions_of_admission() -> None:
    assert procedures_in(load_rulebook()) == ("admission",)
    assert [(v.name, v.frame.instrument.key) for v in VERSIONS] == [
        ("2014", "XZ14"),
        ("2026", "XZ26"),
    ]


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.name)
def test_the_steps_are_those_of_the_contract(version: Version) -> None:
    assert tuple(version.steps) == STEPS
    assert [step.no for step in version.steps.values()] == list(range(1, 26))
    assert len({step.stage for step in version.steps.values()}) == 5


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.name)
def test_every_named_step_is_a_step(version: Version) -> None:
    assert [entry for entry in _named_steps(version) if entry[1] not in version.steps] == []


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.name)
def test_every_article_of_a_step_can_be_read(version: Version) -> None:
    pack = next(p for p in load_rulebook().packs if p.instrument == version.frame.instrument)
    readable = {article.number for article in pack.articles}

    assert {step.article for step in version.steps.values()} - readable == set()


def test_from_article_18_on_the_old_numbers_are_one_higher() -> None:
    old, new = (version.steps for version in VERSIONS)

    for step in STEPS:
        number = int(new[step].article)
        assert int(old[step].article) == (number if number < 18 else number + 1)


def test_a_step_follows_only_steps_before_it() -> None:
    for version in VERSIONS:
        assert isinstance(version.frame.shape, Procedure)
        for step in version.frame.shape.steps:
            assert all(version.steps[before].no < step.no for before in step.after)
