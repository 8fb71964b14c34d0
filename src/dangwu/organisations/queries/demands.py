"""What the packs ask of work and the register cannot judge: told where the work is done.

Nothing here forbids. A demand names its article; whether it was met people write down.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.findings import citation
from dangwu.core.rulebook.records import Rule, Rulebook
from dangwu.organisations.models import Organisation
from dangwu.organisations.queries.rulebook import rules_for, scope_of

# The words under which packs speak of kinds of work. A pack that uses none of them asks for nothing.
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
    "openness": ("贯彻落实上级决议决定情况", "党务", "公开后收到意见建议"),
}
SPOKEN: Final = (
    *(shapes.Trigger, shapes.Routing, shapes.Sequence, shapes.Criteria),
    *(shapes.Record, shapes.Authority, shapes.Publicity),
)


@dataclass(frozen=True, slots=True)
class Demand:
    """A rule that the register cannot judge, shown beside what it is about.

    cited: its words with the article, as part of a longer sentence.
    """

    rule: str
    text: str
    instrument_title: str
    article: str
    cited: str


def demand_of(rule: Rule) -> Demand:
    """Return a rule as a demand for a page."""
    return Demand(
        rule=rule.id,
        text=rule.paraphrase,
        instrument_title=rule.instrument.title,
        article=rule.article.lstrip("~"),
        cited=f"{rule.paraphrase.rstrip('。')}（{citation(rule)}）。",
    )


def words_of(kinds: Iterable[str]) -> list[str]:
    """Return the words under which packs speak of these kinds of work."""
    return [word for kind in kinds for word in OF_KIND.get(kind, ())]


def demands_by_word(
    book: Rulebook, organisation: Organisation, on: date, words: Iterable[str], *, body: str = ""
) -> Mapping[str, list[Demand]]:
    """Return the demands under each of these words that speak to the organisation on that day.

    body: the body that meets, a code of `terms.BODIES`; empty for work without a meeting.
    """
    facts = {**scope_of(organisation, on), **({"body": body} if body else {})}
    found: dict[str, list[Demand]] = {word: [] for word in words}
    for shape in SPOKEN:
        for rule in rules_for(book, shape, facts, on):
            if (word := _word(rule.shape)) in found:
                found[word].append(demand_of(rule))
    return found


def _word(shape: shapes.Shape) -> str:
    """Return the word under which a shape speaks."""
    match shape:
        case shapes.Trigger():
            return shape.event
        case shapes.Routing() | shapes.Authority():
            return shape.matter
        case shapes.Sequence() | shapes.Criteria() | shapes.Record():
            return shape.of
        case shapes.Publicity():
            return shape.content[0]
    return ""
