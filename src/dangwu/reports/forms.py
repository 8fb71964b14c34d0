from django import forms


class SituationForm(forms.Form):
    """Which organisation, as of which day."""

    organisation = forms.UUIDField(required=False)
    unit = forms.IntegerField(required=False)
    on = forms.DateField(label="截至日期", required=False)
