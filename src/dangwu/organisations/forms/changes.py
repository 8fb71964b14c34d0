"""Forms of changes to the tree."""

from typing import Any

from django import forms

from dangwu.core.rulebook import terms
from dangwu.organisations.models import Organisation
from dangwu.web.forms import PlainForm, day_field, number_field, text_field

BASIS = "如：某党组〔2026〕12号"


class SetUpForm(PlainForm):
    """An organisation to be set up."""

    kind = forms.ChoiceField(label="类别", choices=list(terms.KINDS.items()), initial="branch")
    category = forms.ChoiceField(label="领域", choices=list(terms.CATEGORIES.items()))
    name = text_field("名称", limit=120, help_text="用全称，如：某某村党支部")
    founded_on = day_field("成立日期", help_text="批复载明的日期")
    basis = text_field("批复文号", limit=120, help_text=BASIS)
    full_members = number_field(
        "正式党员人数", high=9999, help_text="拟编入的人数，用于核对设置要求"
    )
    code = text_field("组织代码", limit=40, required=False, help_text="不填时按上级代码自动编排")
    joint_units = number_field("联合单位数", high=999, help_text="只有联合党支部需要填写")
    approver = text_field(
        "批准设立的党组织", limit=120, required=False, help_text="临时党支部必须填写"
    )
    ends_on = day_field("临时组织到期日", required=False)
    records_from = day_field(
        "本系统记录起始日",
        required=False,
        help_text="补登早已成立的组织时填写；这一天以前的工作不作判断",
    )


class FireSetUpForm(SetUpForm):
    """The same under the fire-force regulation."""

    fire_kind = forms.ChoiceField(
        label="消防类别", choices=[("", "不适用"), *terms.FIRE_KINDS.items()], required=False
    )


class RenameForm(PlainForm):
    """A new name."""

    name = text_field("新名称", limit=120)
    on = day_field("生效日期")
    basis = text_field("批复文号", limit=120, help_text=BASIS)


class KindForm(PlainForm):
    """Another kind or category."""

    kind = forms.ChoiceField(label="类别", choices=list(terms.KINDS.items()))
    category = forms.ChoiceField(label="领域", choices=list(terms.CATEGORIES.items()))
    on = day_field("生效日期")
    basis = text_field("批复文号", limit=120, help_text=BASIS)


class OrganisationChoice(forms.TypedChoiceField):
    """An organisation chosen from those that the page offers."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label=label, error_messages={"required": f"请选择{label}。"}, **kwargs)

    def offer(self, organisations: list[Organisation]) -> None:
        """Offer these organisations, indented as they stand in the tree."""
        self.by_id = {str(row.id): row for row in organisations}
        self.coerce = lambda value: self.by_id[value]
        top = min((row.path.count(".") for row in organisations), default=0)
        self.choices = [("", "请选择")] + [
            (str(row.id), f"{'　' * (row.path.count('.') - top)}{row.name}")
            for row in organisations
        ]


def offer(field: forms.Field, organisations: list[Organisation]) -> None:
    """Let a form's own copy of an organisation field offer these organisations."""
    if not isinstance(field, OrganisationChoice):
        raise TypeError(f"{field!r} offers no organisations")
    field.offer(organisations)


class MoveForm(PlainForm):
    """Another parent."""

    parent = OrganisationChoice("新的上级党组织")
    on = day_field("生效日期")
    basis = text_field("批复文号", limit=120, help_text=BASIS)

    def __init__(self, *args: Any, targets: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["parent"], targets)


class ContactForm(PlainForm):
    """What a branch keeps about itself."""

    short_name = text_field("简称", limit=60, required=False)
    home_name = text_field("所在单位名称", limit=120, required=False)
    address = text_field("通讯地址", limit=200, required=False)
    phone = text_field("联系电话", limit=40, required=False)
