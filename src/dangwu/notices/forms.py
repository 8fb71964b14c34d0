"""What a person chooses, and what the administrator types of a robot."""

from datetime import date

from django import forms

from dangwu.notices.models import Preference, Robot
from dangwu.web.forms import PlainForm, text_field

YEARS = 10  # back and ahead in the calendar


def _time_field(label: str, help_text: str = "") -> forms.TimeField:
    return forms.TimeField(
        label=label,
        help_text=help_text,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"required": f"请填写{label}。", "invalid": "请按 08:30 的格式填写时间。"},
    )


class ChoiceForm(PlainForm):
    """How the own account is told outside the product."""

    mail = forms.ChoiceField(label="邮件提醒", choices=Preference.Mail.choices)
    email = forms.EmailField(
        label="电子邮箱",
        required=False,
        help_text="只用来给自己发提醒；不填就收不到邮件",
        error_messages={"invalid": "电子邮箱的格式不对，请核对。"},
    )
    digest_at = _time_field("每日汇总时间", "一天最多一封，没有新的事不发")
    quiet_from = _time_field("免打扰从", "这段时间不发邮件；只有紧急会议的通知例外")
    quiet_until = _time_field("免打扰到", "两个时间相同，就是不设免打扰")


class RobotForm(PlainForm):
    """A robot of a group chat."""

    code = text_field(
        "党组织代码",
        limit=40,
        help_text="哪个党组织的工作群；代码在该组织资料页的“组织代码”一栏，可向组织部门或该组织书记索取",
    )
    kind = forms.ChoiceField(label="哪一种", choices=Robot.Kind.choices)
    name = text_field("名称", limit=60, help_text="便于辨认，如：某某镇党委工作群")
    address = text_field(
        "Webhook 地址", limit=500, help_text="从群机器人的设置页复制；加密保存，以后不再显示"
    )
    secret = text_field(
        "加签密钥",
        limit=200,
        required=False,
        help_text="钉钉、飞书在机器人安全设置里选“加签（签名校验）”后得到；企业微信不用填",
    )


class MonthForm(forms.Form):
    """Which month the calendar shows."""

    month = forms.DateField(input_formats=["%Y-%m"], required=False)

    def first(self, today: date) -> date:
        """Return the first day of the month asked for; this month where that is out of reach."""
        asked = self.cleaned_data.get("month") if self.is_valid() else None
        near = isinstance(asked, date) and abs(asked.year - today.year) <= YEARS
        return (asked if isinstance(asked, date) and near else today).replace(day=1)
