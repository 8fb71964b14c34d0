"""The kinds of paper: each a function that makes values into a `Paper`."""

from collections.abc import Mapping
from typing import Final

KINDS: Final[Mapping[str, str]] = {
    "notice": "通知",
    "request": "请示",
    "reply": "批复",
    "report": "报告",
    "letter": "函",
    "minutes": "纪要",
    "meeting_record": "会议记录",
    "resolution": "决议",
    "publication": "公示",
    "attendance_sheet": "签到表",
    "introduction": "介绍信",
    "certificate": "证明",
    "receipt": "收据",
    "ballot": "选票",
    "count_sheet": "计票单",
    "election_result": "选举结果报告",
    "election_rules": "选举办法",
    "candidate_table": "候选人情况表",
    "tellers_list": "监票人、计票人名单",
    "attendance_report": "清点到会人数报告单",
    "issue_report": "分发选票报告单",
    "return_report": "清点选票报告单",
    "chair_script": "主持词",
    "term_request": "换届请示",
    "term_reply": "换届批复",
    "candidates_request": "候选人预备人选请示",
    "self_check": "对照检查材料",
    "life_meeting_report": "专题报告",
    "rectification_list": "整改清单",
}
