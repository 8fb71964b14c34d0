"""What is kept of a person, as data: names, groups, how it is read and shown."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from dangwu.core.errors import InputError
from dangwu.core.identity import (
    DEGREE,
    EDUCATION,
    ETHNIC,
    MARITAL,
    SEX,
    CodeTable,
    check_id_number,
    clean_id_number,
)
from dangwu.core.writing import written_day
from dangwu.members.models import Person

TABLES: Final[Mapping[str, CodeTable]] = {
    "sex": SEX,
    "ethnicity": ETHNIC,
    "marital": MARITAL,
    "education": EDUCATION,
    "degree": DEGREE,
}
_DAY: Final = re.compile(r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})日?")
# field|label|group|kind[:limit]|own: whether the person may propose a correction
_TABLE: Final = """
name|姓名|basic|name:60|own
sex|性别|basic|code|own
born_on|出生日期|basic|day|own
ethnicity|民族|basic|code|own
id_number|公民身份号码|basic|id_number:40|own
phone|手机号码|basic|phone:40|own
native_place|籍贯|basic|text:60|own
marital|婚姻状况|basic|code|own
education|学历|basic|code|own
degree|学位|basic|code|own
number|党员编号|party|text:32|
standing|人员类别|party|shown|
applied_on|申请入党日期|party|day|
joined_on|入党日期|party|day|
confirmed_on|转正日期|party|day|
probation_ends_on|预备期满日期|party|day|
join_type|入党类型|party|text:40|
join_branch|入党时所在支部|party|text:120|own
standing_correction_months|党龄校正值（月）|party|number|
dues_paid_to|党费交至|party|shown|
monthly_dues|月应交党费（元）|party|shown|
file_keeper|党员档案所在单位|party|text:120|own
remark|备注|party|text:200|
workplace|工作单位及职务|work|text:120|own
occupation|工作岗位|work|text:40|own
began_work_on|参加工作日期|work|day|own
technical_post|从事专业技术职务|work|text:40|own
new_stratum|新社会阶层类型|work|text:40|own
front_line|一线情况|work|text:40|own
migrant_worker|是否农民工|work|bool|own
home_address|家庭住址|home|text:200|own
residence|现居住地|home|text:200|own
registered_at|户籍所在地|home|text:200|own
"""
GROUPS: Final = {"basic": "基本情况", "party": "党内情况", "work": "工作情况", "home": "居住情况"}
NUMBERS: Final = frozenset({"id_number", "phone"})
MONTHS: Final = frozenset({"dues_paid_to"})  # kept as their first day
_PHONE_LENGTH: Final = 11


@dataclass(frozen=True, slots=True)
class Field:
    """One item of the record. kind: how it is read; `own`: the person may propose a correction."""

    name: str
    label: str
    group: str
    kind: str
    limit: int
    own: bool

    @property
    def kept(self) -> bool:
        """Whether a keeper edits it here; the others follow from procedures."""
        return self.kind != "shown"


def _fields() -> dict[str, Field]:
    found = {}
    for line in _TABLE.strip().splitlines():
        name, label, group, kind, own = line.split("|")
        kind, _, limit = kind.partition(":")
        found[name] = Field(name, label, group, kind, int(limit or 60), own == "own")
    return found


FIELDS: Final[Mapping[str, Field]] = _fields()


def field_of(name: str) -> Field:
    """Return the field of that name. Raises InputError for one that the record has not."""
    if name not in FIELDS:
        raise InputError("field", "没有这个项目，请从列表中选择。")
    return FIELDS[name]


def shown(person: Person, name: str) -> str:
    """Return what a page shows; a personal number is masked."""
    if name in NUMBERS:
        mask: str = person.id_mask if name == "id_number" else person.phone_mask
        return mask
    if name == "standing":
        return str(person.get_standing_display())
    return as_text(name, getattr(person, name))


def as_text(name: str, value: object) -> str:
    """Return a stored value in words."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月" if name in MONTHS else written_day(value)
    if name in TABLES and str(value) in TABLES[name].codes:
        return TABLES[name].codes[str(value)].name
    return str(value)


def read(field: Field, text: str) -> object:
    """Return the value that was typed for a field; empty means none.

    Raises InputError where it cannot be used.
    """
    text = text.strip()
    if field.kind == "shown":
        raise InputError(field.name, f"“{field.label}”由办事程序产生，不能直接修改。")
    if not text:
        return _nothing(field)
    if len(text) > field.limit:
        raise InputError(field.name, f"“{field.label}”最多{field.limit}个字。")
    return _READ.get(field.kind, lambda _field, given: given)(field, text)


def _nothing(field: Field) -> object:
    if field.kind == "name":
        raise InputError(field.name, "请填写姓名。")
    if field.kind in ("day", "bool"):
        return None
    return 0 if field.kind == "number" else "0" if field.name == "sex" else ""


def _day(field: Field, text: str) -> date:
    parts = _DAY.fullmatch(text)
    try:
        return date(*map(int, parts.groups())) if parts else date.fromisoformat(text)
    except ValueError:
        raise InputError(
            field.name, f"“{field.label}”请写成2026年11月21日的样子，现为“{text}”。"
        ) from None


def _code(field: Field, text: str) -> str:
    return TABLES[field.name].read(text).code


def _bool(field: Field, text: str) -> bool:
    if text not in ("是", "否"):
        raise InputError(field.name, f"“{field.label}”请填“是”或“否”。")
    return text == "是"


def _number(field: Field, text: str) -> int:
    try:
        value = int(Decimal(text))
    except ArithmeticError:
        raise InputError(field.name, f"“{field.label}”应为整数，现为“{text}”。") from None
    if abs(value) > 1200:
        raise InputError(field.name, f"“{field.label}”超出了可用范围，请核对。")
    return value


def _id_number(_field: Field, text: str) -> str:
    return check_id_number(clean_id_number(text)).number


def _phone(field: Field, text: str) -> str:
    digits = "".join(c for c in text.removeprefix("+86") if c.isdigit())
    if len(digits) != _PHONE_LENGTH or not digits.startswith("1"):
        raise InputError(field.name, "手机号码应为1开头的11位数字，请核对。")
    return digits


_READ: Final = {
    "day": _day,
    "code": _code,
    "bool": _bool,
    "number": _number,
    "id_number": _id_number,
    "phone": _phone,
}
