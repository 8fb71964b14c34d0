"""The verdict chip: what it is about stays in its line, the reason opens below."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.template import Context, Template

from dangwu.web.templatetags.components import STATES, article


@dataclass(frozen=True, slots=True)
class Subject:
    """What the line of a duty says first."""

    subject: str = "党员大会"
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Anything with a verdict."""

    state: str = "overdue"
    text: str = "党员大会应不少于1次，已有0次。"
    needs: int | None = 1
    has: int | None = None
    rule: str = "ZB2018-11-assembly"
    instrument_title: str = "支部工作条例"
    article: str = "11"
    strength_label: str = "一般"
    note: str = ""
    soft: bool = True
    when: str = "2026年第3季度"
    gap: str = "现有0，需要1"
    duty: Subject = Subject()


def drawn(template: str, verdict: Verdict) -> tuple[str, str]:
    """Return what stands in the line, and what opens below it."""
    page = Template(template).render(Context({"line": verdict, "passive": False}))
    line, _, below = page.partition("</summary>")
    return line, below


def test_a_duty_keeps_its_subject_beside_the_chip_when_its_reason_opens() -> None:
    line, below = drawn("{% include 'web/_verdict_line.html' %}", Verdict())
    assert STATES["overdue"][0] in line
    assert "党员大会" in line
    assert "2026年第3季度" in line
    assert "现有0，需要1" in line
    assert "已有0次" in below
    assert "/rules/rule/ZB2018-11-assembly/" in below


def test_without_a_day_no_line_says_by_when() -> None:
    line, _below = drawn("{% include 'web/_verdict_line.html' %}", Verdict())
    assert "日前" not in line
    dated = Verdict(duty=Subject(due_on=date(2026, 9, 30)))
    line, _below = drawn("{% include 'web/_verdict_line.html' %}", dated)
    assert "2026年9月30日前" in line


def test_a_finding_says_its_sentence_once() -> None:
    line, below = drawn("{% verdict line head=line.text %}", Verdict())
    assert "已有0次" in line
    assert "已有0次" not in below
    line, below = drawn("{% verdict line %}", Verdict())
    assert "已有0次" not in line
    assert "已有0次" in below


@pytest.mark.parametrize(
    ("number", "shown"),
    [("11", "第11条"), ("~8", "第8条，条号待核对"), ("~次数", "次数"), ("次数", "次数")],
)
def test_an_article_is_cited_as_sure_as_it_is_known(number: str, shown: str) -> None:
    assert article(number) == shown
