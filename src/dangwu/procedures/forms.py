"""What the pages of a change of term ask."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from dangwu.core.rulebook import terms
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation
from dangwu.procedures.actions.results import WORKS
from dangwu.procedures.actions.starting import Sought
from dangwu.procedures.models import TermChange
from dangwu.web.forms import PlainForm, day_field, number_field, text_field


class SoughtForm(PlainForm):
    """What is to be elected, how and when."""

    planned_on = day_field("计划选举日期")
    seats = number_field("应选委员名额", low=1, high=99, required=True)
    standing = number_field("常委名额", high=99, help_text="设常务委员会的才填")
    deputies = number_field("副书记名额", high=9)
    electorate = forms.ChoiceField(
        label="由谁选举", choices=TermChange.Electorate.choices, required=False
    )
    delegates = number_field("代表名额", high=999, help_text="召开党员代表大会才填")
    inspectors = number_field("纪委委员名额", high=99, help_text="同时选举纪委才填")
    deputy_inspectors = number_field("纪委副书记名额", high=9, help_text="同时选举纪委才填")
    method = forms.ChoiceField(
        label="选举办法",
        choices=TermChange.Method.choices,
        help_text="两种办法候选人都要有差额；预选在大会上进行，过半数的列为正式候选人",
    )
    timing = forms.ChoiceField(label="时间", choices=TermChange.Timing.choices)
    timing_reason = text_field(
        "提前或者延期的原因", limit=200, required=False, help_text="提前、延期才填，须报上级批准"
    )

    def for_branch(self, *, has_committee: bool) -> None:
        """Leave out what only a committee of organisations has."""
        for name in ("electorate", "delegates", "standing", "inspectors", "deputy_inspectors"):
            del self.fields[name]
        if not has_committee:
            self.fields["seats"].label = "应选名额（书记、副书记）"
            del self.fields["method"]

    def sought(self) -> Sought:
        """Return what was filled in."""
        given = self.cleaned_data
        return Sought(
            planned_on=given["planned_on"],
            seats=given["seats"],
            standing=given.get("standing") or 0,
            deputies=given.get("deputies") or 0,
            inspectors=given.get("inspectors") or 0,
            deputy_inspectors=given.get("deputy_inspectors") or 0,
            delegates=given.get("delegates") or 0,
            electorate=given.get("electorate") or TermChange.Electorate.ASSEMBLY,
            method=given.get("method") or TermChange.Method.DIRECT,
            timing=given["timing"],
            timing_reason=given["timing_reason"],
        )


def sought_of(case: TermChange) -> dict[str, Any]:
    """Return what the form shows of a case."""
    return {name: getattr(case, name) for name in SoughtForm.base_fields}


class StepForm(PlainForm):
    """A step that was done."""

    on = day_field("办理日期")
    number = text_field("文号", limit=80, required=False)
    by = text_field("办理机关", limit=120, required=False)
    note = text_field("说明", limit=400, required=False)


class ReasonForm(PlainForm):
    """Why."""

    reason = text_field("原因", limit=200)


class NominateForm(PlainForm):
    """Who is put forward."""

    post = forms.ChoiceField(label="选举")
    person = forms.UUIDField(
        label="人选",
        error_messages={"required": "请选择人选。", "invalid": "请从名单里选择人选。"},
    )
    proposed_by = text_field("推荐情况", limit=200, required=False, help_text="如：三个党小组推荐")

    def offer(self, posts: Iterable[tuple[str, str]]) -> None:
        """Fill the choices of what is elected; the page lists the people itself."""
        self.fields["post"].choices = list(posts)  # type: ignore[attr-defined]  # a choice


class TellersForm(PlainForm):
    """Who watches and who counts."""

    scrutineers = forms.MultipleChoiceField(
        label="监票人",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选择监票人。", "invalid_choice": "请从名单里选择监票人。"},
    )
    counters = forms.MultipleChoiceField(
        label="计票人",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选择计票人。", "invalid_choice": "请从名单里选择计票人。"},
    )

    def offer(self, people: Iterable[Person]) -> None:
        """Fill the choices."""
        named = [(str(person.id), person.name) for person in people]
        for name in ("scrutineers", "counters"):
            self.fields[name].choices = named  # type: ignore[attr-defined]  # a choice


class DescribeForm(PlainForm):
    """What the 候选人情况表 says."""

    resume = forms.CharField(
        label="简历", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )
    strengths = forms.CharField(
        label="主要表现",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SittingForm(PlainForm):
    """When and where a meeting of the case is held."""

    day = day_field("日期")
    at = forms.TimeField(
        label="时间",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"required": "请填写时间。", "invalid": "请按 09:00 的格式填写时间。"},
    )
    place = text_field("地点", limit=80)
    chair = forms.UUIDField(label="主持人", required=False, widget=forms.Select)

    def offer(self, people: Iterable[Person]) -> None:
        """Fill the choices of who chairs."""
        named = [(str(person.id), person.name) for person in people]
        self.fields["chair"].widget.choices = [("", "暂不指定"), *named]

    def starts_at(self) -> datetime:
        """Return the moment in the time of Shanghai."""
        day: date = self.cleaned_data["day"]
        at: time = self.cleaned_data["at"]
        return timezone.make_aware(datetime.combine(day, at))


class FewerForm(PlainForm):
    """Fewer seats, and how many electors agreed."""

    seats = number_field("减少后的名额", low=1, high=99, required=True)
    agreed = number_field("同意的选举人数", low=1, required=True)


class SeatsForm(PlainForm):
    """Delegates' seats of every organisation below, one field each."""

    def ask(self, places: Iterable[Organisation], given: Mapping[uuid.UUID, int]) -> None:
        """Put a field for each organisation, with the seats it has."""
        for place in places:
            field = number_field(place.name, high=300)
            field.initial = given.get(place.id)
            self.fields[place.id.hex] = field
        self.dress()

    def seats(self) -> dict[uuid.UUID, int]:
        """Return the seats by organisation."""
        return {uuid.UUID(hex=name): many or 0 for name, many in self.cleaned_data.items()}


class DelegationForm(PlainForm):
    """Whom an organisation elected as delegates."""

    elected_on = day_field("选举日期")
    candidates = number_field("候选人数", low=1, high=400, required=True)
    people = forms.CharField(
        label="当选代表（一行一名）",
        help_text="写姓名；同名的在姓名后面空一格写党员编号",
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "请填写当选代表。"},
    )

    def names(self) -> list[str]:
        """Return the names, each once."""
        lines = (line.strip() for line in self.cleaned_data["people"].splitlines())
        return list(dict.fromkeys(line for line in lines if line))


WORK_CHOICES = [(code, terms.POSTS[code]) for code in WORKS]
