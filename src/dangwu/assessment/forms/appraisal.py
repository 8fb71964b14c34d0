"""What is filled in for appraisals."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from dangwu.activities.models import Activity
from dangwu.assessment.actions.appraising import Asked, Sheet
from dangwu.assessment.forms.life import PeopleForm, person_field, text_area
from dangwu.assessment.models import Appraisal, Subject
from dangwu.assessment.steps import Scale, scale_of
from dangwu.core.writing import written_day
from dangwu.members.models import Person
from dangwu.members.queries.namesakes import choices_of
from dangwu.web.forms import PlainForm, day_field, moment_field, number_field, text_field


class AppraisalListForm(PlainForm):
    """What to list."""

    year = forms.IntegerField(label="年度", required=False, min_value=2000, max_value=2200)
    state = forms.ChoiceField(
        label="情况", required=False, choices=[("", "全部"), *Appraisal.State.choices]
    )
    unit = forms.IntegerField(required=False, widget=forms.HiddenInput)
    organisation = forms.UUIDField(required=False, widget=forms.HiddenInput)


class AppraisalForm(PlainForm):
    """A new appraisal: its year, its name, who fills in the sheets, on which scale."""

    year = number_field("年度", low=2000, high=2200, required=True)
    title = text_field("名称", limit=120)
    first_name = text_field("参加测评的人", limit=40)
    first_scale = forms.ChoiceField(label="使用的等次")
    second_name = text_field(
        "另一组参加测评的人", limit=40, required=False, help_text="没有就不填。"
    )
    second_scale = forms.ChoiceField(label="另一组使用的等次")

    def offer_scales(self, scales: Iterable[Scale]) -> None:
        """Offer the scales that may be used here."""
        choices = [(one.code, f"{'、'.join(one.grades)}（{one.note}）") for one in scales]
        for name in ("first_scale", "second_scale"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field

    def audiences(self) -> list[Asked]:
        """Return the audiences that were named, each with its scale."""
        found = []
        for place in ("first", "second"):
            name = self.cleaned_data[f"{place}_name"]
            scale = scale_of(self.cleaned_data[f"{place}_scale"])
            if name and scale is not None:
                found.append(Asked(name, scale))
        return found


class DutyForm(AppraisalForm):
    """述职评议: whose duty is reviewed too."""

    people = forms.MultipleChoiceField(
        label="述职人",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选择述职人。"},
    )

    known: dict[str, Person]

    def offer(self, people: Iterable[Person]) -> None:
        """Offer those whose duty may be reviewed."""
        self.known = {str(person.id): person for person in people}
        choices = choices_of(self.known.values())
        self.fields["people"].choices = choices  # type: ignore[attr-defined]  # a choice field

    def chosen(self) -> list[Person]:
        """Return whose duty is reviewed."""
        return [self.known[key] for key in self.cleaned_data["people"]]


class SatisfactionForm(AppraisalForm):
    """满意度测评: what it asks about too."""

    things = text_area("测评内容", rows=4, help_text="一行一项，如“党支部工作”“服务群众”。")

    def lines(self) -> list[str]:
        """Return what it asks about, one a line."""
        return [line for line in self.cleaned_data["things"].splitlines() if line.strip()]


class SheetForm(PlainForm):
    """The count of an audience's paper sheets, as one person typed it in."""

    issued = number_field("发出（张）", required=True)
    returned = number_field("收回（张）", required=True)
    invalid = number_field("无效（张）", required=True)

    def __init__(
        self, subjects: Sequence[Subject], grades: Sequence[str], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.subjects, self.grades = subjects, grades
        for subject in subjects:
            for place, grade in enumerate(grades):
                field = number_field(f"{subject.name}：{grade}")
                field.widget.attrs |= {"class": "form-control", "aria-label": field.label or ""}
                self.fields[f"n_{subject.id.hex}_{place}"] = field

    def rows(self) -> list[tuple[Subject, list[forms.BoundField]]]:
        """Return the fields of each subject in the order of the scale."""
        return [(one, [self[name] for name in self._of(one)]) for one in self.subjects]

    def clean(self) -> dict[str, Any]:
        """Refuse a person left out; a cell left empty is no vote."""
        data = super().clean() or self.cleaned_data
        left = [
            one.name
            for one in self.subjects
            if all(data.get(name) is None and name not in self.errors for name in self._of(one))
        ]
        if left:
            names = f"{'、'.join(left[:3])}{'等' if len(left) > 3 else ''}"
            self.add_error(
                None, f"还有{len(left)}人（项）没有填票数：{names}。某个等次没有票的可以空着。"
            )
        return data

    def frame(self) -> list[forms.BoundField]:
        """Return the fields of the sheets as such."""
        return [self["issued"], self["returned"], self["invalid"]]

    def sheet(self) -> Sheet:
        """Return the figures that were typed in."""
        data = self.cleaned_data
        by_subject: dict[uuid.UUID, tuple[int, ...]] = {
            one.id: tuple(data[name] or 0 for name in self._of(one)) for one in self.subjects
        }
        return Sheet(data["issued"], data["returned"], data["invalid"], by_subject)

    def _of(self, subject: Subject) -> list[str]:
        return [f"n_{subject.id.hex}_{place}" for place in range(len(self.grades))]


class ConcludeForm(PlainForm):
    """What the committee concluded on one person."""

    grade = forms.ChoiceField(label="等次", required=False)
    conclusion = text_area("评定意见", rows=5, required=False)

    def offer(self, grades: Iterable[str]) -> None:
        """Offer the grades of the scale."""
        choices = [("", "请选择"), *((grade, grade) for grade in grades)]
        self.fields["grade"].choices = choices  # type: ignore[attr-defined]  # a choice field


class CloseForm(PlainForm):
    """The day it was held, or the work filed for it already; a reason where the quota is passed."""

    activity = forms.ChoiceField(
        label="已经登记的工作记录",
        required=False,
        help_text="评议结合会议进行、已经登记过的，在这里选。",
    )
    held_on = day_field(
        "评议的日期", required=False, help_text="没有登记过的填这里，办结时登记一次。"
    )
    quota_reason = text_field(
        "优秀超过比例的原因", limit=200, required=False, help_text="没有超过的不填。"
    )

    known: dict[str, Activity]

    def offer(self, activities: Iterable[Activity]) -> None:
        """Offer the records of work of this kind."""
        self.known = {str(one.id): one for one in activities}
        shown = [
            (key, f"{written_day(one.held_on)}　{one.title}") for key, one in self.known.items()
        ]
        self.fields["activity"].choices = [("", "没有，另行登记"), *shown]  # type: ignore[attr-defined]  # a choice field

    def facts(self) -> dict[str, Any]:
        """Return what the action takes."""
        data = self.cleaned_data
        return {
            "activity": self.known.get(data.get("activity", "")),
            "held_on": data.get("held_on"),
            "quota_reason": data.get("quota_reason", ""),
        }


class OnlineForm(PeopleForm):
    """Who counts, and from when to when is voted on line."""

    first = person_field("监票人")
    second = person_field("另一名监票人")
    opens_at = moment_field("开始时间")
    closes_at = moment_field("截止时间")
    published = forms.BooleanField(
        label="已经知道：线上测评的票数公布给名册上的人，供大家复核",
        error_messages={"required": "请确认；不愿公布票数的，用纸质测评票。"},
    )
    chosen_in = ("first", "second")

    @staticmethod
    def usual(now: datetime) -> dict[str, datetime]:
        """Return what is filled in at first: from now until the evening of the next day."""
        here = timezone.localtime(now).replace(second=0, microsecond=0)
        return {"opens_at": here, "closes_at": here.replace(hour=18, minute=0) + timedelta(days=1)}

    def clean(self) -> dict[str, Any]:
        """Refuse one teller twice, and an end that is not after the beginning."""
        data = super().clean() or self.cleaned_data
        if data.get("first") and data.get("first") == data.get("second"):
            self.add_error("second", "两名监票人要是两个人，请另选一人。")
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if opens and closes and opens >= closes:
            self.add_error("closes_at", "截止时间要晚于开始时间，请改正。")
        return data

    def facts(self) -> dict[str, Any]:
        """Return what the action takes."""
        people = {one.id: one for name in self.chosen_in if (one := self.person(name))}
        return {
            "tellers": list(people.values()),
            "opens_at": _aware(self.cleaned_data["opens_at"]),
            "closes_at": _aware(self.cleaned_data["closes_at"]),
        }


def _aware(moment: datetime) -> datetime:
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
