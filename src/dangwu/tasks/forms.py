"""What people type about tasks."""

import uuid
from collections.abc import Iterable

from django import forms

from dangwu.activities.models import Activity
from dangwu.core.writing import written_day
from dangwu.members.models import Person
from dangwu.members.queries.namesakes import choices_of
from dangwu.tasks.models import TaskEntry
from dangwu.tasks.timeline import Evidence
from dangwu.web.forms import PlainForm, day_field, text_field

STATES = (
    ("open", "办理中"),
    ("overdue", "已逾期"),
    ("proposed", "提请办结，待确认"),
    ("done", "已完成"),
    ("cancelled", "已取消"),
    ("all", "全部"),
)


def words_field(label: str, help_text: str = "", *, required: bool = True) -> forms.CharField:
    """Return a field for several lines of text."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=4000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": f"请填写{label}。"},
    )


class ListForm(PlainForm):
    """What to list."""

    scope = forms.ChoiceField(
        label="谁的",
        choices=[("mine", "我办的"), ("organisation", "本组织及下级的")],
        required=False,
    )
    state = forms.ChoiceField(label="情况", choices=STATES, required=False)
    until = day_field("这一天以前到期", required=False)
    unit = forms.IntegerField(required=False, widget=forms.HiddenInput)
    organisation = forms.UUIDField(required=False, widget=forms.HiddenInput)


class TaskForm(PlainForm):
    """A piece of work to be given to somebody."""

    title = text_field("任务", limit=120, help_text="一句话说清要做成什么")
    owner = forms.ChoiceField(
        label="负责人",
        error_messages={"required": "请选择负责人。", "invalid_choice": "请从名单中选择负责人。"},
    )
    due_on = day_field("完成期限")
    detail = words_field("要求", "做到什么程度、交什么佐证", required=False)

    def offer(self, people: Iterable[Person]) -> None:
        """Offer the people who may be given work here."""
        self.people = {str(person.id): person for person in people}
        choices = choices_of(self.people.values())
        self.fields["owner"].choices = [("", "请选择"), *choices]  # type: ignore[attr-defined]  # a choice field

    def owner_chosen(self) -> Person:
        """Return who answers for it."""
        return self.people[self.cleaned_data["owner"]]


class HelpersForm(forms.Form):
    """Who helps. On the page a list of its own, folded: there may be many."""

    helpers = forms.MultipleChoiceField(label="协助人", required=False)

    def offer(self, people: Iterable[Person]) -> None:
        """Offer the people who may be given work here."""
        self.people = {str(person.id): person for person in people}
        choices = choices_of(self.people.values())
        self.fields["helpers"].choices = choices  # type: ignore[attr-defined]  # a choice field

    def chosen(self) -> list[Person]:
        """Return who helps."""
        return [self.people[key] for key in self.cleaned_data["helpers"]]


class ProgressForm(PlainForm):
    """How the work goes."""

    text = words_field("进展")


class EvidenceForm(PlainForm):
    """What proves that the work was done."""

    text = words_field("完成情况（佐证）", "做了什么、结果怎样、材料放在哪里")
    activity = forms.ChoiceField(
        label="对应的工作记录", required=False, help_text="已经登记过的，选上就能直接点开"
    )

    def offer(self, activities: Iterable[Activity]) -> None:
        """Offer the records of work that may prove it."""
        shown = [(str(a.id), f"{written_day(a.held_on)}　{a.title}") for a in activities]
        self.fields["activity"].choices = [("", "不选"), *shown]  # type: ignore[attr-defined]  # a choice field

    def evidence(self) -> Evidence:
        """Return the proof that was given."""
        chosen = self.cleaned_data["activity"]
        if not chosen:
            return Evidence(self.cleaned_data["text"])
        return Evidence(
            self.cleaned_data["text"], TaskEntry.Link.ACTIVITY.value, uuid.UUID(chosen)
        )


class DueForm(PlainForm):
    """Another day."""

    due_on = day_field("新的完成期限")
    reason = text_field("原因", limit=200)


class ReasonForm(PlainForm):
    """Why."""

    reason = text_field("原因", limit=200)
