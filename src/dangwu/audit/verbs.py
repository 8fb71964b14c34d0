"""What each recorded act is called on screen. A test holds the list to the code."""

from collections.abc import Mapping
from typing import Final

VERBS: Final[Mapping[str, str]] = {
    "accounts.open": "开设账号",
    "accounts.grant": "授予职务权限",
    "accounts.end": "结束职务权限",
    "accounts.password": "重设密码",
    "accounts.close": "停用账号",
    "accounts.reopen": "重新启用账号",
    "activities.file": "登记工作",
    "activities.withdraw": "撤回工作记录",
    "members.abolish_organisation": "撤销党组织",
    "members.assign_post": "登记任职",
    "members.elect": "登记班子成员",
    "members.end_post": "免去职务",
    "members.merge_organisation": "合并党组织",
    "members.split_organisation": "分设党组织",
    "organisations.abolish": "撤销",
    "organisations.add_place": "登记阵地",
    "organisations.book_place": "预约阵地",
    "organisations.cancel_booking": "取消阵地预约",
    "organisations.change_contact": "修改联系信息",
    "organisations.change_kind": "变更类别",
    "organisations.change_place": "修改阵地",
    "organisations.close_place": "停用阵地",
    "organisations.election": "登记换届选举结果",
    "organisations.end_effect": "结束影响期",
    "organisations.end_term": "结束任期",
    "organisations.extend_term": "登记延期换届",
    "organisations.honour": "登记表彰或问责",
    "organisations.move": "调整隶属关系",
    "organisations.rename": "更名",
    "organisations.set_up": "设立",
}
