"""What a questionnaire should not ask for, and what must not stand in an anonymous answer."""

import re
from typing import Final

ASKED: Final = {
    "手机号码": re.compile(r"手机号|电话号|联系电话|联系方式|手机\s*[:：]"),
    "身份证号码": re.compile(r"身份证|证件号|身份号码"),
    "姓名": re.compile(r"(您|你)的?(姓名|名字)|姓名\s*[:：]|真实姓名"),
    "住址": re.compile(r"家庭住址|家庭地址|门牌号|(您|你)的?(住址|地址)"),
    "银行账号": re.compile(r"银行卡|银行账号|账户号"),
}
NUMBER: Final = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx])(?!\d)")


def asks_for(text: str) -> list[str]:
    """Return what the words of a question seem to ask for that need not be asked."""
    return [what for what, pattern in ASKED.items() if pattern.search(text)]


def holds_number(text: str) -> bool:
    """Whether a text holds what looks like a mobile or an ID number."""
    return bool(NUMBER.search(text))
