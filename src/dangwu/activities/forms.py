"""The one form by which work done is filed."""

import uuid
from collections.abc import Iterable
from typing import Final

from django import forms

from dangwu.core.rulebook.terms import ACTIVITIES
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation
from dangwu.web.forms import PlainForm, choice_field, day_field, number_field, text_field

COMMON: Final = (
    "assembly", "committee_meeting", "group_meeting", "lecture", "theme_day",
    "organisation_life", "appraisal", "talk", "study", "openness",
)  # fmt: skip
OTHER_ROLL: Final = "名单按开展的那一天列出，与先前显示的不同，已换成那一天的，请核对后再登记。"


class ActivityForm(PlainForm):
    """What was held, when, by whom, who came. Counts may be left out where the roll is ticked.

    listed_on: the day whose roll was shown.
    """

    kind = choice_field("做的是什么", ACTIVITIES.items())
    held_on = day_field("哪一天开展的", help_text="填事情发生的日期；今天是填报日期，系统自己记。")
    title = text_field("题目", limit=120, required=False, help_text="不填就用类别的名称。")
    minutes = number_field("时长（分钟）", low=1, high=1440)
    noticed_on = day_field("哪一天通知的", required=False)
    place = text_field("地点", limit=80, required=False)
    host = text_field("主持人", limit=60, required=False)
    should_attend = number_field("应到人数")
    present = number_field("实到人数")
    on_leave = number_field("请假人数")
    came = forms.MultipleChoiceField(
        label="到会的人",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": OTHER_ROLL},
    )
    summary = forms.CharField(
        label="内容摘要", required=False, widget=forms.Textarea({"rows": 4}), max_length=4000
    )
    also = forms.MultipleChoiceField(
        label="同时也是",
        choices=[(code, ACTIVITIES[code]) for code in COMMON],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    joint = forms.MultipleChoiceField(
        label="一起开展的党组织", required=False, widget=forms.CheckboxSelectMultiple
    )
    listed_on = forms.DateField(required=False, widget=forms.HiddenInput)

    def offer(self, roll: Iterable[Person], partners: Iterable[Organisation]) -> None:
        """Offer the people of the day and the organisations that may have held it together."""
        self.roll = {str(person.id): person for person in roll}
        self.partners = {str(organisation.id): organisation for organisation in partners}
        self.fields["kind"].choices = self._kinds_in_groups()  # type: ignore[attr-defined]  # a choice field
        self.fields["came"].choices = [(k, p.name) for k, p in self.roll.items()]  # type: ignore[attr-defined]  # a choice field
        self.fields["joint"].choices = [(k, str(o)) for k, o in self.partners.items()]  # type: ignore[attr-defined]  # a choice field

    def _kinds_in_groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return the usual kinds, the one that was asked for among them, and the others."""
        asked = self["kind"].value()
        usual = [*COMMON, *([asked] if asked in ACTIVITIES and asked not in COMMON else [])]
        others = [(code, name) for code, name in ACTIVITIES.items() if code not in usual]
        return [("常用", [(code, ACTIVITIES[code]) for code in usual]), ("其他", others)]

    def offered_people(self) -> list[uuid.UUID]:
        """Return everybody on the roll."""
        return [person.id for person in self.roll.values()]

    def came_ids(self) -> list[uuid.UUID]:
        """Return the people ticked as present."""
        return [self.roll[value].id for value in self.cleaned_data.get("came", [])]

    def joint_organisations(self) -> list[Organisation]:
        """Return the organisations ticked as holding it together."""
        return [self.partners[value] for value in self.cleaned_data.get("joint", [])]

    def kinds(self) -> list[str]:
        """Return the kinds, the main one first, each once."""
        return list(dict.fromkeys([self.cleaned_data["kind"], *self.cleaned_data["also"]]))


class WithdrawForm(forms.Form):
    """Why a record is withdrawn."""

    reason = forms.CharField(label="撤回原因", max_length=200)


class ListForm(PlainForm):
    """What to list."""

    unit = forms.IntegerField(required=False, widget=forms.HiddenInput)
    organisation = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kinds = forms.CharField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label="类别", choices=[("", "全部"), *ACTIVITIES.items()], required=False
    )
    since = day_field("从", required=False)
    until = day_field("到", required=False)
    late = forms.BooleanField(label="只看补记", required=False)

    def wanted_kinds(self) -> list[str]:
        """Return the kind that was chosen, else those a link named; empty for all."""
        found = getattr(self, "cleaned_data", {})
        named = [found["kind"]] if found.get("kind") else found.get("kinds", "").split(",")
        return [kind for kind in named if kind in ACTIVITIES]
