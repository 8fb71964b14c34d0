"""What the packs ask around a meeting and the register cannot judge: told where the act is done.

Nothing here forbids. A demand names its article; whether it was met people write down.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.records import Rule, Rulebook
from dangwu.meetings.models import AgendaItem, Meeting
from dangwu.meetings.queries.asking import SETTING, book_of, day_of
from dangwu.organisations.queries.demands import Demand, demand_of, words_of
from dangwu.organisations.queries.demands import demands_by_word as spoken
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


def demands(meeting: Meeting, words: Iterable[str]) -> list[Demand]:
    """Return the demands under these words that speak to this meeting, in the order of the words."""
    return [demand for found in demands_by_word(meeting, words).values() for demand in found]


def demands_by_word(meeting: Meeting, words: Iterable[str]) -> Mapping[str, list[Demand]]:
    """Return the same by word; read once, asked of every item."""
    wanted = tuple(words)
    if not wanted:
        return {}
    book, on = book_of(meeting), day_of(meeting)
    return spoken(book, meeting.organisation, on, wanted, body=meeting.body)


def kind_demands(meeting: Meeting) -> list[Demand]:
    """Return what is asked of meetings of these kinds: before, during and after them.

    Source: XF2011 art. 26, art. 36
    """
    return demands(meeting, words_of(meeting.kinds))


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
