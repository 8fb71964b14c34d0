"""What is filled in for organisation life."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, Final

from django import forms
from django.utils import timezone

from dangwu.assessment.models import LifeCase
from dangwu.members.models import Person
from dangwu.members.queries.namesakes import choices_of
from dangwu.organisations.forms.places import clock_field
from dangwu.web.forms import PlainForm, day_field, number_field, text_field

NOBODY: Final = ("", "请选择")
LONGEST: Final = 20000


def text_area(
    label: str, *, rows: int = 8, required: bool = True, help_text: str = ""
) -> forms.CharField:
    """Return a field for a text of several paragraphs."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": f"请填写{label}。"},
    )


class ListForm(PlainForm):
    """What to list."""

    year = forms.IntegerField(label="年度", required=False, min_value=2000, max_value=2200)
    state = forms.ChoiceField(
        label="情况",
        required=False,
        choices=[("", "全部"), *LifeCase.State.choices],
    )
    unit = forms.IntegerField(required=False, widget=forms.HiddenInput)
    organisation = forms.UUIDField(required=False, widget=forms.HiddenInput)


class StartForm(PlainForm):
    """A new 民主生活会 or 组织生活会."""

    kind = forms.ChoiceField(label="类别", choices=LifeCase.Kind.choices)
    year = number_field("年度", low=2000, high=2200, required=True)
    theme = text_field("主题", limit=200, help_text="上级有通知的，照通知写。")
    theme_by = forms.ChoiceField(label="主题由谁确定", choices=LifeCase.ThemeBy.choices)


class StepForm(PlainForm):
    """That a step was done."""

    done_on = day_field("办理日期")
    text = text_area("材料内容", required=False)


class PeopleForm(PlainForm):
    """A form that names people of a list."""

    people: dict[str, Person]
    chosen_in: tuple[str, ...] = ()

    def offer(self, people: Iterable[Person]) -> None:
        """Offer these people."""
        self.people = {str(person.id): person for person in people}
        choices = [NOBODY, *choices_of(self.people.values())]
        for name in self.chosen_in:
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field

    def person(self, name: str) -> Person | None:
        """Return the person chosen in a field."""
        return self.people.get(self.cleaned_data[name])


def person_field(label: str, *, required: bool = True) -> forms.ChoiceField:
    """Return a field for one of the people that are offered."""
    return forms.ChoiceField(
        label=label, required=required, error_messages={"required": f"请选择{label}。"}
    )


class TalkForm(PeopleForm):
    """Who talked with whom, and the day. There is no field for what was said."""

    first = person_field("谈话人")
    held_on = day_field("谈话日期")
    others = forms.MultipleChoiceField(
        label="谈话对象",
        help_text="同一天谈了几个人的，一起勾。",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请勾选谈话对象。"},
    )
    chosen_in = ("first",)

    def offer(self, people: Iterable[Person]) -> None:
        """Offer these people on both sides."""
        super().offer(people)
        choices = choices_of(self.people.values())
        self.fields["others"].choices = choices  # type: ignore[attr-defined]  # a choice field


class SelfCheckForm(PlainForm):
    """A 对照检查材料."""

    text = text_area("对照检查材料", rows=14, help_text="一行一段。本人、书记和到会的人能看到。")


class MeetingForm(PeopleForm):
    """When and where the meeting is held."""

    day = day_field("日期")
    clock = clock_field("时间")
    place = text_field("地点", limit=80, required=False, help_text="发通知之前须填")
    chair = person_field("主持人", required=False)
    recorder = person_field("记录人", required=False)
    chosen_in = ("chair", "recorder")

    def setting(self) -> dict[str, Any]:
        """Return what the action takes."""
        day: date = self.cleaned_data["day"]
        clock: time = self.cleaned_data["clock"]
        return {
            "starts_at": timezone.make_aware(datetime.combine(day, clock)),
            "place": self.cleaned_data["place"],
            "chair": self.person("chair"),
            "recorder": self.person("recorder"),
        }


class RectificationForm(PeopleForm):
    """One line of the 整改清单."""

    problem = text_field("问题", limit=300)
    measure = text_field("整改措施", limit=120)
    owner = person_field("负责人")
    due_on = day_field("完成时限")
    chosen_in = ("owner",)


class GuidanceForm(PlainForm):
    """What the superior says when the papers are put on file."""

    guidance = text_area("指导意见", rows=4, required=False, help_text="没有可以不写。")


class OrderForm(PlainForm):
    """Why the meeting is to be held again."""

    reason = text_field("责令重开的原因", limit=200)
