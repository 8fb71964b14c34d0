"""What is filled in to call a meeting: few fields, most of them filled already."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, Final

from django import forms
from django.utils import timezone

from dangwu.meetings.models import Meeting
from dangwu.meetings.queries.kinds import Offered
from dangwu.members.models import Person
from dangwu.members.queries.namesakes import choices_of
from dangwu.organisations.forms.places import clock_field
from dangwu.organisations.models import Organisation
from dangwu.web.forms import PlainForm, day_field, number_field, text_field

NOBODY: Final = ("", "（暂不定）")


class SettingForm(PlainForm):
    """When and where, and who leads: what a plan and a change of it have in common."""

    title = text_field(
        "题目",
        limit=120,
        required=False,
        help_text="不填就按类别和开会的月份起名，如：2026年12月党员大会",
    )
    day = day_field("日期")
    clock = clock_field("时间")
    place = text_field("地点", limit=80, required=False, help_text="发通知之前须填")
    minutes_planned = number_field("预计时长（分钟）", low=1, high=1440)
    chair = forms.ChoiceField(label="主持人", required=False)
    recorder = forms.ChoiceField(label="记录人", required=False)
    emergency_reason = text_field(
        "紧急原因", limit=200, required=False, help_text="只有紧急会议才填；填了就是紧急会议"
    )
    designated_convener = forms.ChoiceField(
        label="临时指定的召集人",
        required=False,
        help_text="书记、副书记都不在位的紧急会议，才由指定的负责同志召集",
    )

    people: dict[str, Person]

    def offer_people(self, people: Iterable[Person]) -> None:
        """Offer those who may chair, record and convene."""
        self.people = {str(person.id): person for person in people}
        choices = [NOBODY, *choices_of(self.people.values())]
        for name in ("chair", "recorder", "designated_convener"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field

    def person(self, name: str) -> Person | None:
        """Return the person chosen in a field."""
        return self.people.get(self.cleaned_data[name])

    def starts_at(self) -> datetime:
        """Return the beginning, in the time of Shanghai."""
        day: date = self.cleaned_data["day"]
        clock: time = self.cleaned_data["clock"]
        return datetime.combine(day, clock, tzinfo=timezone.get_default_timezone())

    def setting(self) -> dict[str, Any]:
        """Return the arguments that planning and changing share."""
        return {
            "title": self.cleaned_data["title"],
            "starts_at": self.starts_at(),
            "place": self.cleaned_data["place"],
            "minutes_planned": self.cleaned_data["minutes_planned"],
            "chair": self.person("chair"),
            "recorder": self.person("recorder"),
            "emergency_reason": self.cleaned_data["emergency_reason"],
            "designated_convener": self.person("designated_convener"),
        }


class PlanForm(SettingForm):
    """A new meeting. One agenda item a line."""

    kind = forms.ChoiceField(label="开什么会")
    also = forms.MultipleChoiceField(
        label="同时也是", required=False, widget=forms.CheckboxSelectMultiple
    )
    agenda = forms.CharField(
        label="议题（一行一项）",
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="可以先不填，发通知之前补上",
    )
    joint = forms.MultipleChoiceField(
        label="一起召开的党组织", required=False, widget=forms.CheckboxSelectMultiple
    )

    partners: dict[str, Organisation]

    def offer(self, kinds: Offered, partners: Iterable[Organisation]) -> None:
        """Offer the kinds, those that the rules ask first, and who may hold it together."""
        self.partners = {str(each.id): each for each in partners}
        asked, rest = list(kinds.asked), list(kinds.rest)
        groups = [("制度要求的", asked), ("其他", rest)] if asked else rest
        self.fields["kind"].choices = groups  # type: ignore[attr-defined]  # a choice field
        self.fields["also"].choices = [*asked, *rest]  # type: ignore[attr-defined]  # a choice field
        self.fields["joint"].choices = [(k, str(o)) for k, o in self.partners.items()]  # type: ignore[attr-defined]  # a choice field

    def plan(self) -> dict[str, Any]:
        """Return the arguments of `plan_meeting`."""
        cleaned = self.cleaned_data
        return {
            **self.setting(),
            "kinds": list(dict.fromkeys([cleaned["kind"], *cleaned["also"]])),
            "agenda": cleaned["agenda"].splitlines(),
            "joint": [self.partners[key] for key in cleaned["joint"]],
        }


class CallOffForm(PlainForm):
    """Why a meeting is called off."""

    words = "取消这次会议"
    reason = text_field("原因", limit=200)


class NoticeForm(PlainForm):
    """The text of the notice."""

    text = forms.CharField(
        label="通知内容",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 9}),
        error_messages={"required": "通知内容不能空着，请填写。"},
    )


class ListFilter(forms.Form):
    """Which meetings to list."""

    unit = forms.IntegerField(required=False, widget=forms.HiddenInput)
    organisation = forms.UUIDField(required=False, widget=forms.HiddenInput)
    part = forms.ChoiceField(
        choices=[("ahead", "要开的"), ("past", "开过的"), ("unsealed", "待签字封存")],
        required=False,
    )


def initial_of(meeting: Meeting) -> dict[str, Any]:
    """Return what the form of a change shows at first."""
    begins = timezone.localtime(meeting.starts_at)
    return {
        "title": meeting.title,
        "day": begins.date(),
        "clock": begins.time(),
        "place": meeting.place,
        "minutes_planned": meeting.minutes_planned,
        "chair": str(meeting.chair_id or ""),
        "recorder": str(meeting.recorder_id or ""),
        "emergency_reason": meeting.emergency_reason,
        "designated_convener": str(meeting.designated_convener_id or ""),
    }
