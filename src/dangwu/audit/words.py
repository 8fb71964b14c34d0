"""What an entry says in Chinese: names of facts, values, and the page of the thing it is about."""

import uuid
from typing import Final

from dangwu.core.rulebook import terms

# Rooms that name their facts in Chinese need no entry here.
FACTS: Final = {
    "added": "新增",
    "agreed": "同意",
    "approval": "批复文号",
    "approvals": "批准情况",
    "abstain": "弃权",
    "ballot": "投票",
    "batch": "批次摘要",
    "candidates": "候选人",
    "changed": "更改",
    "columns": "列",
    "contest": "选举项目",
    "counters": "计票人",
    "day": "日期",
    "delegates": "代表人数",
    "digest": "摘要",
    "elected": "当选",
    "emergency": "紧急会议",
    "entitled": "有表决权",
    "envelopes": "票数",
    "file": "文件",
    "file_digest": "文件摘要",
    "form": "格式",
    "formal": "正式人选",
    "fresh": "新增人数",
    "from_above": "上级办理",
    "held_on": "开展日期",
    "hours": "提前小时数",
    "items": "项数",
    "kept_days": "保存天数",
    "key": "代号",
    "kind": "类别",
    "kinds": "类别",
    "late": "补记",
    "late_days": "迟报天数",
    "manifest": "名册摘要",
    "meeting": "会议",
    "method": "表决方式",
    "minority": "少数意见",
    "no": "反对",
    "note": "说明",
    "number": "编号",
    "numbers_in_full": "含完整号码",
    "of": "党组织",
    "on": "日期",
    "own": "本人办理",
    "passed": "通过",
    "people": "人数",
    "person": "人员",
    "persons": "人员",
    "place": "地点",
    "planned_on": "计划日期",
    "position": "次序",
    "post": "职务",
    "presence": "到会",
    "present": "实到",
    "public_key": "公钥",
    "published": "公示摘要",
    "reason": "原因",
    "refused": "退回",
    "rejected": "不能导入",
    "removed": "去掉",
    "resolution": "决议",
    "result": "结果",
    "roll": "名册摘要",
    "round": "轮次",
    "rows": "行数",
    "rows_digest": "各行摘要",
    "rule": "规则",
    "ruled_by": "裁决机关",
    "same": "内容相同",
    "scrutineers": "监票人",
    "seats": "名额",
    "sheet": "选票摘要",
    "sheets": "工作表",
    "should_attend": "应到",
    "since": "自",
    "sitting": "会议",
    "starts_at": "开始时间",
    "step": "步骤",
    "teller": "计票人",
    "tellers": "监票计票人",
    "tier": "投票方式",
    "timing": "换届时间",
    "title": "题目",
    "to": "分配给",
    "until": "至",
    "valid": "有效",
    "validity": "有效性",
    "working": "上班",
    "works": "分工",
    "yes": "赞成",
}
# Codes that are values of facts, by the name of the fact.
CODES: Final = {
    "kinds": terms.ACTIVITIES,
    "kind": terms.ACTIVITIES,
    "method": terms.METHODS,
    "validity": {"valid": "有效", "invalid": "未达法定人数", "unknown": "资料不足"},
}
# What an entry is about, and its page where it has one; the page asks its own gate.
TARGETS: Final = {
    "accounts.account": ("账号", ""),
    "assessment.appraisal": ("民主评议", "assessment:appraisal"),
    "activities.activity": ("工作记录", "activities:show"),
    "ballots.ballot": ("投票", "ballots:show"),
    "documents.document": ("公文", "documents:show"),
    "exchange.rosterimport": ("名册导入", ""),
    "meetings.agendaitem": ("会议", "meetings:of_item"),
    "meetings.meeting": ("会议", "meetings:show"),
    "members.person": ("人员", "members:person"),
    "organisations.organisation": ("党组织", "organisations:record"),
    "tasks.task": ("任务", "tasks:show"),
}
SHOWN_OF_DIGEST: Final = 12
_DIGEST: Final = 64


def told(name: str, value: object) -> str:
    """Return the value of a fact as people read it: words for codes, 是 and 否, a short digest."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(told(name, one) for one in value)
    text = str(value)
    if len(text) == _DIGEST and text.isalnum():
        return f"{text[:SHOWN_OF_DIGEST]}…"
    return CODES.get(name, {}).get(text, text)


def facts_told(facts: dict[str, object]) -> list[tuple[str, str]]:
    """Return the facts of an entry as names and values in Chinese; without those left empty."""
    return [
        (FACTS.get(name, name), told(name, value))
        for name, value in facts.items()
        if value not in (None, "", [])
    ]


def place_of(kind: str, target: uuid.UUID | None) -> tuple[str, str]:
    """Return what kind of thing an entry is about, and the name of its page; empty where none."""
    word, page = TARGETS.get(kind, ("", ""))
    return word, page if target else ""
