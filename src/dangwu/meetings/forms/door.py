"""What is asked at the door: a name, and four digits only where two share it."""

from django import forms

from dangwu.web.forms import PlainForm, text_field


class DoorForm(PlainForm):
    """Who is there."""

    name = text_field("您的姓名", limit=60)
    digits = forms.CharField(
        label="手机号码后四位",
        required=False,
        max_length=4,
        help_text="只有重名的时候才用填",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
