"""Namesakes stand with their numbers wherever somebody is chosen from a list, others without."""

import pytest

import make
from dangwu.assessment.forms.appraisal import CloseForm, DutyForm
from dangwu.members.models import Person
from dangwu.members.queries.namesakes import choices_of
from dangwu.organisations.models import Organisation
from dangwu.tasks.forms import EvidenceForm, HelpersForm, TaskForm

pytestmark = pytest.mark.django_db
TOLD = ["陈学（A1）", "陈学（A2）", "王一"]


@pytest.fixture
def branch() -> Organisation:
    return make.organisation(unit=make.unit())


def people(branch: Organisation) -> list[Person]:
    made = [make.person(name, organisation=branch) for name in ("陈学", "陈学", "王一")]
    for number, person in enumerate(made, 1):
        person.number = f"A{number}"
    return made


def test_only_namesakes_carry_their_numbers(branch: Organisation) -> None:
    assert [label for _, label in choices_of(people(branch))] == TOLD


def test_work_and_reviews_are_given_to_the_person_meant(branch: Organisation) -> None:
    task, helpers, duty = TaskForm(), HelpersForm(), DutyForm()
    for form in (task, helpers, duty):
        form.offer(people(branch))

    pages = task.as_p(), helpers.as_p(), duty.as_p()
    assert all(label in page for page in pages for label in TOLD)


def test_records_of_work_of_several_years_are_told_apart(branch: Organisation) -> None:
    record = make.activity(branch, kinds=["duty_review"], held_on=make.TODAY)
    proof, closing = EvidenceForm(), CloseForm()
    for form in (proof, closing):
        form.offer([record])
        assert f"{record.held_on.year}年{record.held_on.month}月" in form.as_p()
