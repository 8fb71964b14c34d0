"""Forms of terms and of the filter of their list."""

from django import forms

from dangwu.organisations.queries.body_list import STATES
from dangwu.web.forms import PlainForm, day_field, number_field, text_field


class ElectionForm(PlainForm):
    """The result of an election."""

    elected_on = day_field("选举日期")
    has_committee = forms.BooleanField(
        label="设委员会", required=False, help_text="不设委员会、只设书记的支部不要勾选"
    )
    seats = number_field("应配职数", low=1, high=99, help_text="上级核定的委员人数（含书记）")
    expires_on = day_field("任期届满日期", required=False, help_text="不填时按任期规定自动推算")
    approved_on = day_field("批复日期", required=False)
    approval = text_field("批复文号", limit=80, required=False)


class ExtensionForm(PlainForm):
    """An approved extension of a term."""

    to = day_field("延期至", help_text="到这一天为止完成换届")
    approval = text_field("延期批复文号", limit=80)


class EndTermForm(PlainForm):
    """The end of a term before the next election."""

    on = day_field("结束日期")
    reason = text_field("原因", limit=120)


class TermsFilter(PlainForm):
    """What the list of leading bodies shows."""

    state = forms.ChoiceField(
        label="情况", required=False, choices=[("", "全部在任班子"), *STATES.items()]
    )
