"""The one form by which work done is filed."""

import uuid
from collections.abc import Iterable

from django import forms

from dangwu.core.rulebook.terms import ACTIVITIES
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation
from dangwu.web.forms import PlainForm, day_field


class ActivityForm(forms.Form):
    """What was held, when, by whom, who came. Counts may be left out where the roll is ticked."""

    kind = forms.ChoiceField(label="做的是什么", choices=list(ACTIVITIES.items()))
    also = forms.MultipleChoiceField(
        label="同时也是", choices=list(ACTIVITIES.items()), required=False
    )
    title = forms.CharField(label="题目", max_length=120, required=False)
    held_on = forms.DateField(label="哪一天开展的")
    minutes = forms.IntegerField(label="时长（分钟）", min_value=1, max_value=1440, required=False)
    place = forms.CharField(label="地点", max_length=80, required=False)
    host = forms.CharField(label="主持人", max_length=60, required=False)
    noticed_on = forms.DateField(label="哪一天通知的", required=False)
    should_attend = forms.IntegerField(label="应到人数", min_value=0, required=False)
    present = forms.IntegerField(label="实到人数", min_value=0, required=False)
    on_leave = forms.IntegerField(label="请假人数", min_value=0, required=False)
    summary = forms.CharField(
        label="内容摘要", required=False, widget=forms.Textarea, max_length=4000
    )
    came = forms.MultipleChoiceField(label="到会的人", required=False)
    joint = forms.MultipleChoiceField(label="一起开展的党组织", required=False)

    def offer(self, roll: Iterable[Person], partners: Iterable[Organisation]) -> None:
        """Offer the people of the day and the organisations that may have held it together."""
        self.roll = {str(person.id): person for person in roll}
        self.partners = {str(organisation.id): organisation for organisation in partners}
        self.fields["came"].choices = [(k, p.name) for k, p in self.roll.items()]  # type: ignore[attr-defined]  # a choice field
        self.fields["joint"].choices = [(k, str(o)) for k, o in self.partners.items()]  # type: ignore[attr-defined]  # a choice field

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
