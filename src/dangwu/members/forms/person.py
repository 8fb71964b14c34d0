"""What is typed about one person."""

from datetime import date
from typing import Any

from django import forms

from dangwu.core.identity import ETHNIC
from dangwu.core.rulebook import terms
from dangwu.members.actions.honours import Penalty
from dangwu.members.actions.registering import Entry
from dangwu.members.actions.special import Circumstance
from dangwu.members.actions.standing import endings_of
from dangwu.members.fields import FIELDS, NUMBERS, TABLES, Field, as_text
from dangwu.members.models import Discipline, Person, SpecialStatus
from dangwu.organisations.models import Organisation
from dangwu.web.forms import PlainForm, choice_field, day_field, text_field


class RevealForm(PlainForm):
    """Which number, and why."""

    field = choice_field(
        "查看哪一项", [(name, FIELDS[name].label) for name in ("phone", "id_number")]
    )
    reason = text_field("查看原因", limit=100, help_text="如：通知参加党员大会。查看会留下记录。")


class RegisterForm(PlainForm):
    """A new person of a branch."""

    branch = text_field("编入的党支部", limit=120, help_text="填写全称或组织代码。")
    name = text_field("姓名", limit=60)
    id_number = text_field(
        "公民身份号码", limit=40, help_text="性别和出生日期由号码得出，不用再填。"
    )
    phone = text_field("手机号码", limit=40, required=False)
    ethnicity = choice_field(
        "民族", [(line.code, line.name) for line in ETHNIC.codes.values()], required=False
    )
    standing = choice_field("人员类别", terms.STANDINGS.items())
    since = day_field("编入日期")
    joined_on = day_field("入党日期", required=False, help_text="支部大会通过之日；党员必填。")
    confirmed_on = day_field("转正日期", required=False)
    basis = text_field("依据", limit=120, required=False, help_text="如批复文号、介绍信编号。")

    def entry(self) -> Entry:
        """Return what was typed."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "branch"}
        return Entry(**given)


class CorrectForm(PlainForm):
    """Every kept field of a person, filled with what is written now.

    Each carries along what it showed: only what was typed anew is written, and not over what
    somebody else wrote since the page was opened.
    """

    reason = text_field("修改原因", limit=100)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        kept = {f.name: _typed(f, person) for f in FIELDS.values() if f.kept}
        super().__init__(*args, **kwargs)
        reason = self.fields.pop("reason")
        self.fields |= {**kept, "reason": reason}
        self.person = person
        self.dress()

    def clean(self) -> None:
        """Tell what somebody else has changed meanwhile; sent once more, it is written."""
        for name in self.changed_data:
            field, carried = self.fields[name], self.add_initial_prefix(name)
            seen, now = self.data.get(carried), _text(field.initial)
            if not field.show_hidden_initial or seen in (None, now):
                continue
            self.data = {key: self.data[key] for key in self.data} | {carried: now}
            self.add_error(
                name,
                f"刚才已有人改为“{as_text(name, getattr(self.person, name)) or '空'}”。"
                "请核对；仍要改成您填的，再保存一次。",
            )

    def changes(self) -> dict[str, str]:
        """Return the fields that were typed anew, as text."""
        found = {}
        for name in self.changed_data:
            value = self.cleaned_data.get(name)
            blank_number = name in NUMBERS and not value
            if name != "reason" and not blank_number:
                found[name] = value.isoformat() if isinstance(value, date) else _text(value)
        return found


class StandingForm(PlainForm):
    """How the present standing ends."""

    ending = choice_field("变动", [])
    on = day_field("生效日期")
    basis = text_field("依据", limit=120, help_text="如支部大会决议日期、上级批复文号。")
    reason = text_field("说明", limit=200, required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ending = self.fields["ending"]
        if isinstance(ending, forms.ChoiceField):
            ending.choices = endings_of(person.standing)


class MoveForm(PlainForm):
    """Where the person moves."""

    branch = text_field("移到哪个党支部", limit=120, help_text="填写全称或组织代码。")
    on = day_field("生效日期")
    reason = text_field("原因", limit=40)


class SpecialForm(PlainForm):
    """A circumstance that begins."""

    kind = choice_field("情况", SpecialStatus.Kind.choices)
    since = day_field("起始日期")
    place = text_field("流向或去处", limit=120, required=False)
    branch = text_field(
        "流入地党支部",
        limit=120,
        required=False,
        help_text="流动到本单位内的，填写全称或组织代码。",
    )
    basis = text_field("依据", limit=120, required=False)

    def circumstance(self, receiving: Organisation | None) -> Circumstance:
        """Return what was typed."""
        given = self.cleaned_data
        return Circumstance(
            kind=given["kind"],
            since=given["since"],
            place=given["place"],
            receiving=receiving,
            basis=given["basis"],
        )


class EndSpecialForm(PlainForm):
    """A circumstance that ends."""

    kind = choice_field("情况", SpecialStatus.Kind.choices)
    on = day_field("结束日期")
    reason = text_field("原因", limit=120)


class HonourForm(PlainForm):
    """An honour."""

    title = text_field("名称", limit=120)
    given_by = text_field("授予机关", limit=120)
    given_on = day_field("授予日期")
    document = text_field("文号", limit=80, required=False)


class DisciplineForm(PlainForm):
    """A penalty that was decided."""

    penalty = choice_field("处分", Discipline.Penalty.choices)
    since = day_field("影响期起")
    until = day_field("影响期止", help_text="这一天起不再受影响。留党察看最长不超过2年。")
    decided_by = text_field("决定机关", limit=120)
    document = text_field("文号", limit=80, required=False)

    def penalty_given(self) -> Penalty:
        """Return what was typed."""
        return Penalty(**self.cleaned_data)


class ProposeForm(PlainForm):
    """A correction of one's own record."""

    field = choice_field(
        "哪一项", [(field.name, field.label) for field in FIELDS.values() if field.own]
    )
    value = text_field("正确的内容", limit=200, help_text="日期写成2026年11月21日的样子。")
    reason = text_field("说明", limit=200, required=False)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _typed(field: Field, person: Person) -> forms.Field:
    if field.name in NUMBERS:
        mask = person.id_mask if field.name == "id_number" else person.phone_mask
        return text_field(
            field.label, limit=40, required=False, help_text=f"现为{mask or '空'}；不改请留空。"
        )
    value = getattr(person, field.name)
    made = _plain(field)
    if field.kind == "bool":
        value = {True: "是", False: "否"}.get(value, "")
    made.initial = value
    made.show_hidden_initial = True
    return made


def _plain(field: Field) -> forms.Field:
    if field.kind == "day":
        return day_field(field.label, required=False)
    if field.name in TABLES:
        lines = TABLES[field.name].codes.values()
        return choice_field(
            field.label, [(line.code, line.name) for line in lines], required=False
        )
    if field.kind == "bool":
        return choice_field(field.label, [("是", "是"), ("否", "否")], required=False)
    if field.kind == "number":
        return forms.IntegerField(label=field.label, required=False)
    return text_field(field.label, limit=field.limit, required=field.kind == "name")
