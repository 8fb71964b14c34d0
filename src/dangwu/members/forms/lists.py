"""What is typed on the pages about several people."""

from django import forms

from dangwu.members.actions.workers import STRENGTHS, Job
from dangwu.members.models import WorkerExperience
from dangwu.web.forms import PlainForm, choice_field, day_field, text_field


class DecideForm(PlainForm):
    """The decision about a proposal."""

    decision = choice_field("决定", [("accept", "采纳"), ("decline", "不采纳")])
    answer = text_field("答复", limit=200, required=False)


class MergeForm(PlainForm):
    """Which of two records stays."""

    unit = forms.IntegerField()
    first = forms.UUIDField()
    second = forms.UUIDField()
    keep = forms.UUIDField()
    reason = text_field("原因", limit=200)

    def clean_keep(self) -> object:
        """Return which one stays: one of the two."""
        keep = self.cleaned_data["keep"]
        if keep not in (self.cleaned_data.get("first"), self.cleaned_data.get("second")):
            raise forms.ValidationError("请在两条记录中选择一条。")
        return keep


class StaffForm(PlainForm):
    """How many people the organs employ; the register does not hold it."""

    staff = forms.IntegerField(label="机关人员总数", min_value=1, max_value=9_999_999)


class WorkerForm(PlainForm):
    """A person becomes a Party-affairs worker."""

    organisation_text = text_field("在哪个党组织", limit=120, help_text="填写全称或组织代码。")
    job = text_field("岗位", limit=60)
    full_time = choice_field("专职或兼职", [("yes", "专职"), ("no", "兼职")])
    since = day_field("自何日起")
    workload = text_field("分管工作", limit=200, required=False)

    def given(self) -> Job:
        """Return what was typed."""
        typed = self.cleaned_data
        return Job(
            job=typed["job"],
            full_time=typed["full_time"] == "yes",
            since=typed["since"],
            workload=typed["workload"],
        )


class StrengthsForm(PlainForm):
    """How a worker describes the own strengths."""

    strengths = forms.MultipleChoiceField(
        label="能力特长（本人自述）",
        choices=[(one, one) for one in STRENGTHS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    workload = text_field("分管工作", limit=200, required=False)


class ExperienceForm(PlainForm):
    """Work, training or exchange."""

    nature = choice_field("类别", WorkerExperience.Nature.choices)
    since = day_field("起")
    until = day_field("止", required=False)
    place = text_field("单位或班次", limit=120)
    remark = text_field("说明", limit=200, required=False)


class EndForm(PlainForm):
    """The day the work ends."""

    on = day_field("结束日期")
