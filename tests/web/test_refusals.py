"""A refusal is told once, in words, at the field it names."""

import pytest
from django import forms

from dangwu.core.errors import DomainError, InputError
from dangwu.web.refusals import explain


class Named(forms.Form):
    """A form with one field."""

    day = forms.DateField()


@pytest.mark.parametrize(
    ("refusal", "told"),
    [
        (InputError("day", "日期还没有到。"), {"day": ["日期还没有到。"]}),
        (InputError("held_on", "日期还没有到。"), {"day": ["日期还没有到。"]}),
        (InputError("place", "请填写地点。"), {"__all__": ["请填写地点。"]}),
        (DomainError("会议已经结束。"), {"__all__": ["会议已经结束。"]}),
    ],
)
def test_explain_puts_the_words_at_the_field_without_its_name(
    refusal: DomainError, told: dict[str, list[str]]
) -> None:
    form = Named({"day": "2026-11-21"})

    explain(form, refusal, {"held_on": "day"})

    assert form.errors == told


def test_a_script_reads_the_field_before_the_words() -> None:
    refusal = InputError("count.yes", "不能多于实到。")

    assert (str(refusal), refusal.words) == ("count.yes：不能多于实到。", "不能多于实到。")


def test_a_person_reads_the_days_of_a_refusal_as_people_write_them() -> None:
    for refusal in (InputError("on", "2026-03-05还没有到。"), DomainError("2026-03-05还没有到。")):
        assert refusal.words == "2026年3月5日还没有到。"
