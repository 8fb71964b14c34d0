"""The first text of the minutes, from the facts. Pure: content in, Chinese text out."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

Row = Mapping[str, Any]


def drafted(content: Mapping[str, Any]) -> str:
    """Return the minutes as one would write them: who, when, item by item, votes, resolutions.

    content: as `queries.record.content_of` gives it.
    """
    return "\n".join([*_head(content["meeting"], content["people"]), "", *_body(content["items"])])


def _head(meeting: Row, people: Sequence[Row]) -> Iterator[str]:
    yield f"会议名称：{meeting['title']}"
    yield f"召开组织：{'、'.join(meeting['organisations'])}"
    yield f"时间：{_moment(meeting['opened_at'])}至{_moment(meeting['closed_at'])}"
    yield f"地点：{meeting['place'] or '（未填）'}"
    yield f"主持人：{meeting['chair'] or '（未填）'}　记录人：{meeting['recorder'] or '（未填）'}"
    should = [row for row in people if row["part"] == "应到"]
    came = [row for row in should if row["presence"] in ("到会", "中途离会")]
    voters = sum(row["voting"] for row in should)
    yield (
        f"应到{len(should)}人（其中有表决权的{voters}人），实到{len(came)}人"
        f"（其中有表决权的{sum(row['voting'] for row in came)}人）。"
    )
    yield from _names("请假", [r for r in should if r["presence"] == "请假"], "leave")
    yield from _names("未到", [r for r in should if r["presence"] == "未到"])
    yield from _names("中途离会", [r for r in should if r["presence"] == "中途离会"])
    yield from _names("不计入应到", [r for r in people if r["part"] == "不计入应到"], "left_out")
    yield from _names(
        "列席", [r for r in people if r["part"] == "列席" and r["presence"] == "到会"]
    )
    if meeting["emergency"]:
        yield f"紧急会议，原因：{meeting['emergency']}。"


def _names(word: str, rows: Sequence[Row], why: str = "") -> Iterator[str]:
    if rows:
        told = [f"{r['name']}（{r[why]}）" if why and r[why] else r["name"] for r in rows]
        yield f"{word}：{'、'.join(told)}。"


def _body(items: Sequence[Row]) -> Iterator[str]:
    for item in items:
        yield f"{item['position']}. {item['title']}（{item['kind']}）"
        yield from (f"　　{line}" for line in (*_before(item), *_said(item), *_decided(item)))
        yield ""


def _before(item: Row) -> Iterator[str]:
    told = {
        "added": "通知后增加，原因：{}。",
        "follows": "系缓议事项“{}”的复议。",
        "basis": "会前学习：{}。",
        "consulted": "会前征求意见：{}",
    }
    yield from (words.format(item[name]) for name, words in told.items() if item[name])
    yield from (f"{row['name']}回避（{row['reason']}）。" for row in item["recusals"])


def _said(item: Row) -> Iterator[str]:
    for row in item["statements"]:
        reserved = "（保留意见）" if row["reserved"] else ""
        yield f"{row['name']}{reserved}：{row['text']}"
    for row in item["amendments"]:
        yield f"{row['name']}提出修改，{row['state']}：{row['text']}"
    for row in item["written"]:
        yield f"{row['name']}会前书面意见：{row['choice']}。"


def _decided(item: Row) -> Iterator[str]:
    yield from (_vote(vote) for vote in item["votes"])
    if item["state"] in ("缓议", "撤下"):
        yield f"{item['state']}，原因：{item['reason']}。"
    if item["resolution"]:
        yield f"决议：{item['resolution']}"


def _vote(vote: Row) -> str:
    of = f"对{vote['person']}" if vote["person"] else ""
    if vote["amendment"]:
        of = f"对第{vote['amendment']}处修改"
    again = f"第{vote['round']}次" if vote["round"] > 1 else ""
    if vote["state"] == "作废":
        return f"{of}{again}{vote['method']}表决作废，原因：{vote['void']}。"
    if vote["yes"] is None:
        return f"{of}{again}{vote['method']}，结果见选票计票。"
    written = vote["written_yes"] + vote["written_no"]
    beside = f"，另有书面意见{written}份（赞成{vote['written_yes']}）" if written else ""
    return (
        f"{of}{again}{vote['method']}表决：应到{vote['should_attend']}人，实到{vote['present']}人，"
        f"赞成{vote['yes']}，反对{vote['no']}，弃权{vote['abstain']}{beside}，{_result(vote)}。"
    )


def _result(vote: Row) -> str:
    if vote["passed"] is None:
        return "是否通过待核"
    return "通过" if vote["passed"] else "未通过"


def _moment(value: datetime | None) -> str:
    if value is None:
        return "（未记）"
    there = timezone.localtime(value)
    return f"{there.year}年{there.month}月{there.day}日{there.hour}时{there.minute:02d}分"
