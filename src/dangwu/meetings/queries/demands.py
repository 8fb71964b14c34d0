"""What the packs ask around a meeting and the register cannot judge: told where the act is done.

Nothing here forbids. A demand names its article; whether it was met people write down.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.records import Rule, Rulebook
from dangwu.meetings.models import AgendaItem, Meeting
from dangwu.meetings.queries.asking import SETTING, Demand, book_of, day_of, demand_of
from dangwu.organisations.queries.rulebook import rules_for, scope_of

# The words under which packs speak of an act. A pack that uses none of them asks for nothing here.
STUDY: Final = "讨论决定重要事项"  # talked over beforehand, the policy studied first
CONSULTED: Final = (
    *(STUDY, "研究决定重大问题", "与所属党支部有关的重要问题"),
    *("涉及官兵切身利益的事项", "专业技术性强的问题"),
)
LACKING: Final = (SETTING, STUDY)
BEYOND: Final = ("无权决定或者政策不明的事项",)
RESOLVED: Final = ("委员会作出决议", "党委（党支部）作出决定")
RECORDED: Final = ("会议记录", "会议纪要", "会议内容")
OF_KIND: Final[Mapping[str, tuple[str, ...]]] = {
    "committee_meeting": ("会议纪要",),
    "democratic_life": (
        *("民主生活会会前", "民主生活会会上", "民主生活会专题报告"),
        *("民主生活会结束", "民主生活会材料"),
    ),
    "work_report": ("报告工作", "半年工作报告"),
    "study": ("学习落实",),
    "lecture": ("党课",),
    "appraisal": ("民主评议党员",),
    "member_report": ("党员外出三个月以上", "汇报反映重要情况和问题"),
}
SPOKEN: Final = (
    *(shapes.Trigger, shapes.Routing, shapes.Sequence),
    *(shapes.Criteria, shapes.Record, shapes.Authority),
)


def demands(meeting: Meeting, words: Iterable[str]) -> list[Demand]:
    """Return the demands under these words that speak to this meeting, in the order of the words."""
    return [demand for found in demands_by_word(meeting, words).values() for demand in found]


def demands_by_word(meeting: Meeting, words: Iterable[str]) -> Mapping[str, list[Demand]]:
    """Return the same by word; read once, asked of every item."""
    found: dict[str, list[Demand]] = {word: [] for word in words}
    if not found:
        return found
    book = book_of(meeting)
    for shape in SPOKEN:
        for rule in _rules(book, meeting, shape):
            if (word := _word(rule.shape)) in found:
                found[word].append(demand_of(rule))
    return found


def kind_demands(meeting: Meeting) -> list[Demand]:
    """Return what is asked of meetings of these kinds: before, during and after them.

    Source: XF2011 art. 26, art. 36
    """
    return demands(meeting, [word for kind in meeting.kinds for word in OF_KIND.get(kind, ())])


def lacking(asked: Mapping[str, list[Demand]], item: AgendaItem) -> list[Demand]:
    """Return what an item to be decided still lacks: opinions sought, the policy studied.

    asked: `demands_by_word` of the words in LACKING.
    Source: XF2011 art. 18, art. 19
    """
    if item.kind != AgendaItem.Kind.DECIDE:
        return []
    words = [*([] if item.consulted else [SETTING]), *([] if item.basis else [STUDY])]
    return [demand for word in words for demand in asked.get(word, [])]


def one_by_one(meeting: Meeting) -> str:
    """Return the words, with their article, that matters are discussed one by one; or nothing.

    Source: XF2011 art. 18
    """
    return _unit(meeting, "", "item", "discuss")


def person_by_person(meeting: Meeting, subject: str) -> str:
    """Return the words, with their article, that such matters are voted on singly; or nothing.

    Source: XF2011 art. 18
    """
    return _unit(meeting, subject, "person", "vote")


def voted_singly(meeting: Meeting, subject: str) -> str:
    """Return the words, with their article, that such a matter is put to the vote; or nothing.

    Source: XF2011 art. 18
    """
    return _unit(meeting, subject, "person", "vote") or _unit(meeting, subject, "item", "vote")


def _unit(meeting: Meeting, subject: str, by: str, act: str) -> str:
    for rule in _rules(book_of(meeting), meeting, shapes.DecisionUnit, subject):
        shape = rule.shape
        if isinstance(shape, shapes.DecisionUnit) and (shape.by, shape.act) == (by, act):
            return demand_of(rule).cited
    return ""


def _rules(book: Rulebook, meeting: Meeting, shape: type, subject: str = "") -> tuple[Rule, ...]:
    on = day_of(meeting)
    facts = {**scope_of(meeting.organisation, on), "body": meeting.body}
    return rules_for(book, shape, {**facts, "subject": subject} if subject else facts, on)


def _word(shape: shapes.Shape) -> str:
    """Return the word under which a shape speaks."""
    match shape:
        case shapes.Trigger():
            return shape.event
        case shapes.Routing() | shapes.Authority():
            return shape.matter
        case shapes.Sequence() | shapes.Criteria() | shapes.Record():
            return shape.of
    return ""
