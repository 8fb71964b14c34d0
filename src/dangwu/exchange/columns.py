"""The columns of a roster as data: what each is called in the field and how it is read."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

# field | title | kind | other headings met in workbooks
_TABLE: Final = """
record|记录标识|record|系统标识 记录编号(系统)
number|党员编号|text:32|党员号 党员代码 人员编号
name|姓名|name|党员姓名 名字 人员姓名
id_number|公民身份号码|id|身份证号 身份证号码 身份证 公民身份证号码 公民身份证号 居民身份证号码 证件号码 证件号 身份证件号码 身份号码
sex|性别|sex|男女
born_on|出生日期|day|出生年月 出生年月日 出生时间 生日 出生
ethnicity|民族|ethnic|族别
native_place|籍贯|text:60|
marital|婚姻状况|marital|婚姻 婚姻情况
education|学历|education|文化程度 最高学历 全日制学历 受教育程度 学历层次
degree|学位|degree|最高学位
standing|人员类别|standing|党员类别 党员类型 类别 党籍类别 党员身份 政治面貌 党籍状态 人员类型
organisation|所在党支部|branch|所属党支部 党支部 所在支部 支部名称 党组织 所在党组织 党组织名称 所属党组织 所属支部 支部 组织关系所在党支部 现所在党支部 党支部名称
member_from|进入支部日期|day|进入支部时间 进入党支部日期 进入当前支部日期 转入日期 转入时间 组织关系转入时间
joined_on|入党日期|day|入党时间 入党年月 入党年月日 加入党组织日期 加入中共组织的时间 加入中国共产党时间 加入党组织时间 批准入党日期
confirmed_on|转正日期|day|转正时间 转正年月 转为正式党员日期 转正年月日 转为正式党员时间
applied_on|申请入党日期|day|申请入党时间 入党申请日期 申请日期 递交入党申请书时间
probation_ends_on|预备期满日期|day|预备期满时间 预备期到期日
join_type|入党类型|text:40|加入党组织类别 入党方式
join_branch|入党时所在支部|text:120|入党时所在党支部 入党所在支部 入党支部
standing_correction_months|党龄校正值|months|党龄校正值(月)
phone|手机号码|phone|联系电话 手机号 电话 手机 移动电话 联系方式 电话号码 联系手机
workplace|工作单位及职务|text:120|工作单位 单位及职务 单位职务 工作单位职务 单位
occupation|工作岗位|text:40|职业 从业状况 岗位
technical_post|从事专业技术职务|text:40|专业技术职务 技术职称 职称 专业技术职称
new_stratum|新社会阶层类型|text:40|新社会阶层 新的社会阶层 新社会阶层情况
front_line|一线情况|text:40|一线
migrant_worker|是否农民工|yesno|农民工
began_work_on|参加工作日期|day|参加工作时间 参加工作年月
home_address|家庭住址|text:200|住址 家庭地址 通讯地址
residence|现居住地|text:200|现住址 居住地 现居住地址 现居住地详细地址
registered_at|户籍所在地|text:200|户口所在地 户籍地 户籍地址 户籍
file_keeper|党员档案所在单位|text:120|档案所在单位 党员档案所在地 档案所在地
monthly_dues|月应交党费|money|月交党费 党费标准 每月应交党费 应交党费
dues_paid_to|党费交至年月|month|党费交至 党费缴至 党费缴纳至 党费缴至年月
remark|备注|text:200|说明 附注
"""

# Headings that offices and this program's own workbooks carry and that hold no fact to keep.
_LEFT_OUT: Final = "序号 编号 核对结果 原因 原行号 党龄 年龄 行号 签名 签字 照片"

REQUIRED: Final = ("name", "id_number", "standing")
# Numbers of a person: masked wherever they are shown, written in full only on request.
PERSONAL_NUMBERS: Final = frozenset({"id_number", "phone"})
# Days from which the periods of a standing follow: changed by the procedures, not by a workbook.
DAYS_OF_STANDING: Final = ("applied_on", "joined_on", "confirmed_on")
CLOSE_ENOUGH: Final = 0.85


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `kind`: how a cell is read; `limit`: characters a text may have."""

    field: str
    title: str
    kind: str
    limit: int
    names: tuple[str, ...]


def _columns() -> dict[str, Column]:
    found = {}
    for line in _TABLE.strip().splitlines():
        field, title, kind, names = line.split("|")
        kind, _, limit = kind.partition(":")
        found[field] = Column(field, title, kind, int(limit or 60), (title, *names.split()))
    return found


COLUMNS: Final[Mapping[str, Column]] = _columns()


def fold(heading: str) -> str:
    """Return a heading as headings are compared: no blanks, notes in brackets or stars."""
    text = unicodedata.normalize("NFKC", heading)
    text = re.sub(r"[(（\[【].*?[)）\]】]", "", text) or text
    return re.sub(r"[\s*:：、,，./\\_-]+", "", text).lower()


_BY_NAME: Final[Mapping[str, str]] = {
    **{fold(name): "" for name in _LEFT_OUT.split()},
    **{fold(name): column.field for column in COLUMNS.values() for name in column.names},
}


@cache
def guess(heading: str) -> str | None:
    """Return the field a heading means, "" for one to leave out, None when it is not known."""
    folded = fold(heading)
    if not folded or len(folded) > 20:
        return None
    if folded in _BY_NAME:
        return _BY_NAME[folded]
    near = difflib.get_close_matches(folded, _BY_NAME, n=1, cutoff=CLOSE_ENOUGH)
    return _BY_NAME[near[0]] if near else None


def guess_mapping(headings: Iterable[str]) -> dict[str, str]:
    """Return heading (folded) → field; each field at most once, the first heading has it."""
    mapping: dict[str, str] = {}
    for heading in headings:
        folded, field = fold(heading), guess(heading) or ""
        if folded and folded not in mapping:
            mapping[folded] = "" if field in mapping.values() else field
    return mapping
