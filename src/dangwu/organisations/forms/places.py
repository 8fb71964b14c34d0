"""Forms of places, bookings and honours."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from dangwu.organisations.forms.changes import OrganisationChoice, offer
from dangwu.organisations.models import Organisation, OrganisationHonour
from dangwu.web.forms import PlainForm, day_field, number_field, text_field


class PlaceForm(PlainForm):
    """The facts of a place."""

    name = text_field("名称", limit=80, help_text="如：党员活动室")
    address = text_field("地址", limit=200, required=False)
    area = forms.DecimalField(
        label="面积（平方米）", required=False, min_value=0, max_digits=8, decimal_places=1
    )
    seats = number_field("座位数")
    equipment = forms.CharField(
        label="设备",
        required=False,
        max_length=2000,
        help_text="一行一项，如：投影仪 1台",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    opening = text_field(
        "开放时间", limit=200, required=False, help_text="如：周一至周五 9:00–17:00"
    )


class ClosePlaceForm(PlainForm):
    """The end of a place's use."""

    on = day_field("停用日期")


def clock_field(label: str) -> forms.TimeField:
    """Return a field for a time of day."""
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"required": f"请填写{label}。", "invalid": "请按 09:00 的格式填写时间。"},
    )


class BookingForm(PlainForm):
    """A time for which a place is wanted."""

    organisation = OrganisationChoice("使用的党组织")
    day = day_field("日期")
    begins = clock_field("开始时间")
    ends = clock_field("结束时间")
    purpose = text_field("用途", limit=120, help_text="如：支部党员大会")

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["organisation"], organisations)

    def moments(self) -> tuple[datetime, datetime]:
        """Return when the booking begins and ends, in the time of Shanghai."""
        data = self.cleaned_data
        zone = timezone.get_default_timezone()

        def at(clock: time) -> datetime:
            return datetime.combine(data["day"], clock, tzinfo=zone)

        return at(data["begins"]), at(data["ends"])


class HonourForm(PlainForm):
    """An honour or a measure."""

    nature = forms.ChoiceField(label="性质", choices=OrganisationHonour.Nature.choices)
    title = text_field("名称", limit=120, help_text="如：先进基层党组织")
    given_by = text_field("决定机关", limit=120)
    document = text_field("文号", limit=80, required=False)
    since = day_field("影响期开始", help_text="一般为决定的日期")
    until = day_field("影响期截止", required=False, help_text="长期有效的不填")


class EndEffectForm(PlainForm):
    """The end of an effect."""

    on = day_field("影响期结束日期")
    reason = text_field("原因", limit=120)
