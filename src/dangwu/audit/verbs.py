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
}
