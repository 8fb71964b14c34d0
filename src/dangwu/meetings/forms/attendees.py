"""What is filled in about people at a meeting."""

from collections.abc import Iterable

from django import forms

from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.records import Rule
from dangwu.meetings.models import Attendee
from dangwu.web.forms import PlainForm, text_field

Presence = Attendee.Presence


class PersonForm(PlainForm):
    """Somebody on the list."""

    words = "登记"
    person = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": "请选择人员。"})


class LeaveForm(PersonForm):
    """Leave with its reason."""

    words = "准假"

    reason = text_field("请假事由", limit=120)


class LeaveOutForm(PersonForm):
    """A class of the rule, and the approvals it asks."""

    words = "登记不计入应到"

    reason = forms.ChoiceField(label="不计入的情形")
    approvals = forms.MultipleChoiceField(
        label="已经取得的同意", required=False, widget=forms.CheckboxSelectMultiple
    )

    def offer(self, rules: Iterable[Rule]) -> None:
        """Offer the classes and approvals of the rules in force."""
        found = [rule.shape for rule in rules if isinstance(rule.shape, shapes.Exclusion)]
        classes = dict.fromkeys(name for shape in found for name in shape.classes)
        approvals = dict.fromkeys(name for shape in found for name in shape.approvals)
        self.fields["reason"].choices = [(name, name) for name in classes]  # type: ignore[attr-defined]  # a choice field
        self.fields["approvals"].choices = [(name, name) for name in approvals]  # type: ignore[attr-defined]  # a choice field


class ObserverForm(PlainForm):
    """Somebody who is to sit in."""

    words = "加为列席"

    name = text_field("姓名或党员编号", limit=60)


class PresenceForm(PersonForm):
    """What the roll call says of somebody."""

    presence = forms.ChoiceField(
        choices=[
            (str(each.value), each.label)
            for each in (Presence.PRESENT, Presence.ABSENT, Presence.LEFT, Presence.EXPECTED)
        ]
    )


class PeopleForm(forms.Form):
    """Several on the list; nobody ticked is an answer too."""

    person = forms.TypedMultipleChoiceField(required=False, coerce=str)

    def offer(self, rows: Iterable[Attendee]) -> None:
        """Offer those on the list."""
        self.rows = {str(row.person_id): row for row in rows}
        self.fields["person"].choices = [(k, r.person.name) for k, r in self.rows.items()]  # type: ignore[attr-defined]  # a choice field
