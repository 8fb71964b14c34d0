"""The look and the parsing that all forms share."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms

# A year of four digits: without an end a browser takes six, and "2026" runs into the month.
LAST_DAY: Final = "9999-12-31"
LAST_MOMENT: Final = f"{LAST_DAY}T23:59"


class PlainForm(forms.Form):
    """A form whose fields carry the classes and descriptions that the page needs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dress()

    def dress(self) -> None:
        """Give every field its class and its description; again after fields were added."""
        for name, field in self.fields.items():
            field.widget.attrs["class"] = _style(field.widget)
            if field.help_text:
                field.widget.attrs["aria-describedby"] = self._note(name)

    def add_error(self, field: str | None, error: object) -> None:
        """Mark the field for the eye and for a screen reader as well."""
        super().add_error(field, error)  # type: ignore[call-overload]  # stubs name a private type
        # Asked late: a subclass sets the choices of its fields after this class has begun.
        for name in self.errors:
            if name in self.fields:
                attrs = self.fields[name].widget.attrs
                attrs["class"] = f"{_style(self.fields[name].widget)} is-invalid"
                attrs |= {"aria-invalid": "true", "aria-describedby": self._note(name)}

    def _note(self, name: str) -> str:
        """Return the id of the words beside a field, as web/_field.html writes it."""
        return f"id_{self.add_prefix(name)}_note"


def _style(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput | forms.CheckboxSelectMultiple):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


def day_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "max": LAST_DAY}),
        error_messages={
            "required": f"请填写{label}。",
            "invalid": "请按 2026-11-21 的格式填写日期。",
        },
    )


def moment_field(label: str) -> forms.DateTimeField:
    """Return a field for a day and a time of it."""
    attrs = {"type": "datetime-local", "max": LAST_MOMENT}
    return forms.DateTimeField(
        label=label,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs=attrs),
        error_messages={"required": f"请填写{label}。", "invalid": "请填写日期和时间。"},
    )


def text_field(
    label: str, *, limit: int, required: bool = True, help_text: str = "", initial: str = ""
) -> forms.CharField:
    """Return a field for one line of text."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=limit,
        help_text=help_text,
        initial=initial,
        error_messages={
            "required": f"请填写{label}。",
            "max_length": f"{label}最多{limit}个字。",
        },
    )


def choice_field(
    label: str, choices: Iterable[tuple[str, str]], *, required: bool = True, help_text: str = ""
) -> forms.ChoiceField:
    """Return a field for one of several; where it may be empty the first choice is none."""
    offered = list(choices)
    return forms.ChoiceField(
        label=label,
        required=required,
        help_text=help_text,
        choices=offered if required else [("", "——"), *offered],
        error_messages={
            "required": f"请选择{label}。",
            "invalid_choice": f"{label}不在可选范围内，请重新选择。",
        },
    )


def number_field(
    label: str, *, low: int = 0, high: int = 100000, required: bool = False, help_text: str = ""
) -> forms.IntegerField:
    """Return a field for a whole number."""
    return forms.IntegerField(
        label=label,
        required=required,
        min_value=low,
        max_value=high,
        help_text=help_text,
        error_messages={
            "required": f"请填写{label}。",
            "invalid": "只填数字，不写单位。",
            "min_value": f"不能小于{low}，请改正。",
            "max_value": f"不能大于{high}，请改正。",
        },
    )
