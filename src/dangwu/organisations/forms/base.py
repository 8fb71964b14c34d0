"""The look and the parsing that all forms of this room share."""

from typing import Any

from django import forms


class PlainForm(forms.Form):
    """A form whose fields carry the classes and the descriptions that the page needs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            widget = field.widget
            choice = isinstance(widget, forms.Select)
            box = isinstance(widget, forms.CheckboxInput | forms.CheckboxSelectMultiple)
            style = "form-check-input" if box else "form-select" if choice else "form-control"
            widget.attrs["class"] = style
            if field.help_text:
                widget.attrs["aria-describedby"] = f"id_{name}_note"

    def full_clean(self) -> None:
        """Clean all fields, then mark those that were refused."""
        super().full_clean()
        for name in self.errors:
            if name in self.fields:
                attrs = self.fields[name].widget.attrs
                attrs["class"] += " is-invalid"
                attrs |= {"aria-invalid": "true", "aria-describedby": f"id_{name}_note"}


def day_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": f"请填写{label}。",
            "invalid": "请按 2026-11-21 的格式填写日期。",
        },
    )


def text_field(
    label: str, *, limit: int, required: bool = True, help_text: str = ""
) -> forms.CharField:
    """Return a field for one line of text."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=limit,
        help_text=help_text,
        error_messages={"required": f"请填写{label}。"},
    )


def number_field(
    label: str, *, low: int = 0, high: int = 100000, required: bool = False, help_text: str = ""
) -> forms.IntegerField:
    """Return a field for a whole number."""
    return forms.IntegerField(
        label=label, required=required, min_value=low, max_value=high, help_text=help_text
    )
