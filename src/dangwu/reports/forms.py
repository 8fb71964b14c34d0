from django import forms


class SituationForm(forms.Form):
    """Which organisation."""

    organisation = forms.UUIDField(required=False)
    unit = forms.IntegerField(required=False)
