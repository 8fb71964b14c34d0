"""Saved cases of organisation life and appraisals for tests, at the state that is of interest."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import make
import make_meetings
from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.assessment.models import (
    Appraisal,
    Audience,
    LifeCase,
    LifePart,
    LifeRecord,
    Subject,
    Talk,
)
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation

GRADES = ["优秀", "合格", "基本合格", "不合格"]
POSTS = ("secretary", "deputy", "member")


@dataclass(frozen=True, slots=True)
class Company:
    """A company branch under the county's committee, with three on its committee."""

    county: Organisation
    branch: Organisation
    people: list[Person]

    def access(self, role: Role = Role.SECRETARY, person: Person | None = None) -> Access:
        """Somebody of the branch."""
        return make.access(role=role, organisation=self.branch, person=person)

    @property
    def department(self) -> Access:
        return make.access(role=Role.DEPARTMENT, organisation=self.county)


def company(*, fire: bool = True) -> Company:
    """A branch under the regulation of 2011, or a village's branch of today."""
    unit = make.unit()
    county = make.organisation(unit=unit, kind="committee", category="county", name="示范县委")
    given: dict[str, Any] = (
        {"category": "fire", "regime": "fire-2011", "fire_kind": "company_branch"} if fire else {}
    )
    branch = make.organisation(unit=unit, parent=county, name="河东中队党支部", **given)
    people = [make.person(name, organisation=branch) for name in ("丁一", "王二", "张三")]
    for person, post in zip(people, POSTS, strict=True):
        make.post(person, branch, post=post)
    return Company(county, branch, people)


def case(
    branch: Organisation,
    people: Iterable[Person] = (),
    *,
    kind: str = "democratic_life",
    state: str = "open",
    **facts: object,
) -> LifeCase:
    """A case of the branch with those who take part."""
    row = LifeCase(
        unit_id=branch.unit_id, organisation=branch, kind=kind, year=2026, theme="严明纪律",
        theme_by="superior", state=state, started_at=make.NOW,
    )  # fmt: skip
    for name, value in facts.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    for person in people:
        LifePart.objects.create(unit_id=row.unit_id, case=row, person=person)
    return row


def met(case: LifeCase, present: Sequence[Person], absent: Sequence[Person] = ()) -> LifeCase:
    """The case once its meeting is closed, with those who came and who did not."""
    meeting = make_meetings.meeting(
        case.organisation, kinds=[case.kind], body="democratic_life", state="closed",
        starts_at=make.NOW, title=str(case),
    )  # fmt: skip
    make_meetings.present(meeting, present)
    for person in absent:
        make_meetings.attendee(meeting, person, presence="absent")
    case.meeting = meeting
    case.save(update_fields=["meeting"])
    return case


def recorded(case: LifeCase, *steps: str) -> None:
    """These steps as recorded today."""
    for step in steps:
        LifeRecord.objects.create(
            unit_id=case.unit_id, case=case, step=step, done_on=make.TODAY, text="内容",
            recorded_by_name="李明", recorded_at=make.NOW,
        )  # fmt: skip


def talk(case: LifeCase, first: Person, second: Person, on: date = make.TODAY) -> Talk:
    """A talk of two people."""
    low, high = sorted((first, second), key=lambda person: person.id)
    return Talk.objects.create(unit_id=case.unit_id, case=case, first=low, second=high, held_on=on)


def appraisal(
    branch: Organisation,
    people: Iterable[Person] = (),
    *,
    kind: str = "appraisal",
    title: str = "2026年度民主评议党员",
    audiences: Iterable[str] = ("党员",),
) -> Appraisal:
    """An appraisal of these people; probationers are not graded."""
    row = Appraisal.objects.create(
        unit_id=branch.unit_id, organisation=branch, kind=kind, year=2026, title=title,
        started_at=make.NOW,
    )  # fmt: skip
    for person in people:
        Subject.objects.create(
            unit_id=row.unit_id, appraisal=row, person=person, graded=person.standing == "full"
        )
    for place, name in enumerate(audiences, 1):
        Audience.objects.create(
            unit_id=row.unit_id, appraisal=row, position=place, name=name, grades=GRADES
        )
    return row


def subjects(appraisal: Appraisal) -> dict[str, Subject]:
    """The subjects of an appraisal by name."""
    rows = Subject.objects.filter(unit_id=appraisal.unit_id, appraisal=appraisal)
    return {row.name: row for row in rows.select_related("person")}


def audience(appraisal: Appraisal) -> uuid.UUID:
    """The first audience of an appraisal."""
    return Audience.objects.filter(unit_id=appraisal.unit_id, appraisal=appraisal).first().id  # type: ignore[union-attr]  # it was made above
