"""Which questionnaires to list."""

from django import forms

from dangwu.questionnaires.models import Questionnaire
from dangwu.web.forms import PlainForm


class ListForm(PlainForm):
    """What to list."""

    state = forms.ChoiceField(
        label="状态", choices=[("", "全部"), *Questionnaire.State.choices], required=False
    )
