"""What the packs ask a record of some kinds of work to say, as lines of its summary.

Each is a line "name：words", filled in once on the form. A summary written by hand that has the
line says it as well. Nothing is refused: what a record does not say is shown with its article.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django import forms

from dangwu.core.rulebook import shapes
from dangwu.core.rulebook.records import Rulebook
from dangwu.organisations.models import Organisation
from dangwu.organisations.queries.demands import Demand, demands_by_word
from dangwu.organisations.queries.rulebook import rules_for, scope_of
from dangwu.web.forms import PlainForm, text_field

LONGEST: Final = 500  # characters of one line
NONE: Final = "没有的写“没有”。"


@dataclass(frozen=True, slots=True)
class Particular:
    """One line. word: under which packs ask for it. listed: the answers a 公开 rule names, if any."""

    name: str
    word: str
    hint: str = ""
    listed: str = ""


ASKED: Final[Mapping[str, tuple[Particular, ...]]] = {
    "openness": (
        Particular("公开内容", "贯彻落实上级决议决定情况", listed="content"),
        Particular("公开方式", "党务", listed="channels"),
        Particular("收集的意见建议", "公开后收到意见建议", NONE),
        Particular("整改情况和怎样公开的", "公开后收到意见建议", NONE),
    ),
    "member_report": (
        Particular("外出三个月以上的党员", "党员外出三个月以上", NONE),
        Particular("其中已经书面汇报的", "党员外出三个月以上", NONE),
        Particular("重要情况和问题的处理", "汇报反映重要情况和问题", f"只写怎样处理。{NONE}"),
    ),
}


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Lines that a record does not have, and the demand behind them."""

    names: str
    demand: Demand


class ParticularsForm(PlainForm):
    """The lines of one kind of work, none of them required."""

    lines: tuple[Particular, ...] = ()

    def ask(self, kind: str, book: Rulebook, organisation: Organisation, on: date) -> None:
        """Ask for what the rules in force ask of this kind of work."""
        asked = _demands([kind], book, organisation, on)
        self.lines = tuple(one for one in ASKED.get(kind, ()) if asked[one.word])
        for place, line in enumerate(self.lines):
            answers = _answers(line, book, organisation, on)
            self.fields[f"line{place}"] = (
                forms.MultipleChoiceField(
                    label=line.name,
                    choices=[(one, one) for one in answers],
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                )
                if answers
                else text_field(line.name, limit=LONGEST, required=False, help_text=line.hint)
            )
        self.dress()

    def added_to(self, summary: str) -> str:
        """Return the summary with what was filled in, a line each."""
        found = [summary.strip()]
        for place, line in enumerate(self.lines):
            given = self.cleaned_data[f"line{place}"]
            words = "、".join(given) if isinstance(given, list) else " ".join(given.split())
            if words:
                found.append(f"{line.name}：{words}")
        return "\n".join(part for part in found if part)


def unsaid(
    kinds: Iterable[str], summary: str, book: Rulebook, organisation: Organisation, on: date
) -> list[Unsaid]:
    """Return what a record of these kinds does not say though the rules in force ask for it.

    Source: XF2011 art. 20, art. 38
    """
    wanted = list(kinds)
    asked = _demands(wanted, book, organisation, on)
    said = {line.partition("：")[0].strip() for line in summary.splitlines() if "：" in line}
    missing: dict[str, list[str]] = {}
    for kind in wanted:
        for line in ASKED.get(kind, ()):
            if asked[line.word] and line.name not in said:
                missing.setdefault(line.word, []).append(line.name)
    return [Unsaid("、".join(names), asked[word][0]) for word, names in missing.items()]


def _demands(
    kinds: Iterable[str], book: Rulebook, organisation: Organisation, on: date
) -> Mapping[str, list[Demand]]:
    words = [line.word for kind in kinds for line in ASKED.get(kind, ())]
    return demands_by_word(book, organisation, on, words) if words else {}


def _answers(
    line: Particular, book: Rulebook, organisation: Organisation, on: date
) -> tuple[str, ...]:
    """Return the answers that the rule behind a line names."""
    if not line.listed:
        return ()
    for rule in rules_for(book, shapes.Publicity, scope_of(organisation, on), on):
        if isinstance(rule.shape, shapes.Publicity) and rule.shape.content[0] == line.word:
            return rule.shape.content if line.listed == "content" else rule.shape.channels
    return ()
