"""The filters of the roster, read from the address."""

import uuid
from collections.abc import Callable, Sequence
from typing import Final

from django import forms

from dangwu.core.rulebook import terms
from dangwu.members.fields import FIELDS
from dangwu.members.models import SpecialStatus
from dangwu.members.queries.roster import AGES, Filters
from dangwu.organisations.models import Organisation
from dangwu.web.forms import PlainForm, choice_field, day_field, text_field

STANDINGS: Final = [
    ("members", "全部党员"),
    *terms.STANDINGS.items(),
    ("left", "已离开（转出、出党、去世等）"),
    ("all", "全部人员"),
]
COLUMNS: Final = [
    (name, FIELDS[name].label)
    for name in (
        *("sex", "born_on", "standing", "joined_on", "phone", "ethnicity", "education"),
        *("confirmed_on", "occupation", "workplace", "number", "id_number", "dues_paid_to"),
    )
]
USUAL_COLUMNS: Final = ("sex", "born_on", "standing", "joined_on", "phone")
AGE_LABELS: Final = {"-30": "30岁及以下", "61-": "61岁及以上"}

FindOrganisation = Callable[[int, uuid.UUID], Organisation]


class RosterForm(PlainForm):
    """Filters; whatever is wrong is left out and said."""

    q = text_field("姓名、拼音、编号、身份证号或手机号", limit=60, required=False)
    standing = forms.ChoiceField(label="人员类别", choices=STANDINGS, required=False)
    sex = choice_field("性别", [("1", "男"), ("2", "女")], required=False)
    ethnicity = choice_field("民族", [("han", "汉族"), ("minority", "少数民族")], required=False)
    age = choice_field(
        "年龄", [(key, AGE_LABELS.get(key, f"{key}岁")) for key in AGES], required=False
    )
    college = choice_field("学历", [("1", "大专及以上")], required=False)
    occupation = text_field("工作岗位", limit=40, required=False)
    special = choice_field("特殊群体", SpecialStatus.Kind.choices, required=False)
    joined_from = day_field("入党日期自", required=False)
    joined_to = day_field("入党日期至", required=False)
    organisation = text_field("党组织（含下级）", limit=60, required=False)
    columns = forms.MultipleChoiceField(label="显示的列", choices=COLUMNS, required=False)

    def __init__(self, *args: object, kinds: Sequence[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["special"]
        if isinstance(field, forms.ChoiceField):
            labels = dict(SpecialStatus.Kind.choices)
            field.choices = [("", "——"), *((kind, labels[kind]) for kind in kinds)]

    def filters(self, find: FindOrganisation) -> Filters:
        """Return the filters that can be used. `find`: the gate to organisations."""
        self.is_valid()
        given = self.cleaned_data
        return Filters(
            query=given.get("q") or "",
            organisation=_organisation(given.get("organisation") or "", find),
            standing=given.get("standing") or "members",
            sex=given.get("sex") or "",
            ethnicity=given.get("ethnicity") or "",
            age=given.get("age") or "",
            college=given.get("college") or "",
            occupation=given.get("occupation") or "",
            joined_from=given.get("joined_from"),
            joined_to=given.get("joined_to"),
            special=given.get("special") or "",
        )

    def chosen_columns(self) -> list[tuple[str, str]]:
        """Return the columns to show, (field, label)."""
        self.is_valid()
        names = self.cleaned_data.get("columns") or USUAL_COLUMNS
        return [(name, label) for name, label in COLUMNS if name in names]


def _organisation(text: str, find: FindOrganisation) -> Organisation | None:
    unit, _, row = text.partition(".")
    if not unit.isdigit():
        return None
    try:
        return find(int(unit), uuid.UUID(row))
    except ValueError:
        return None
