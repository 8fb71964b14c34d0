"""What a form says when it was filled wrongly: every fault above, with a way to its field."""

from django import forms
from django.template.loader import render_to_string

from dangwu.web.forms import PlainForm, choice_field, text_field


class Sample(PlainForm):
    name = text_field("姓名", limit=5, help_text="按身份证")
    kind = choice_field("类型", [("a", "甲")])
    days = forms.MultipleChoiceField(
        label="日子",
        choices=[("1", "周一"), ("2", "周二")],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选日子。"},
    )
    token = forms.CharField(widget=forms.HiddenInput, error_messages={"required": "请重新打开。"})


def shown(form: forms.Form, **given: object) -> str:
    return " ".join(render_to_string("web/_fields.html", {"form": form, **given}).split())


def test_an_untouched_form_has_no_summary_of_faults() -> None:
    assert "notice-error" not in shown(Sample())


def test_every_fault_is_told_above_with_a_link_to_a_field_that_is_there() -> None:
    form = Sample({"name": "张三李四王五", "kind": "a"})
    form.add_error(None, "两处对不上。")
    page = shown(form)
    assert 'role="alert"' in page
    assert "<li>两处对不上。</li>" in page
    for target, words in (("id_name", "姓名最多5个字。"), ("id_days", "请选日子。")):
        assert f'href="#{target}"' in page
        assert f'id="{target}"' in page
        assert page.count(words) == 2  # above and at the field
    assert "<li> 请重新打开。 </li>" in page  # nothing on the page to go to
    assert page.count('aria-invalid="true"') == 1 + 2 + 1  # name, both boxes of days, token


def test_two_forms_of_one_page_keep_their_notes_apart() -> None:
    form = Sample({"name": ""}, prefix="end")
    assert not form.is_valid()
    page = shown(form, lead="没有登记")
    assert "没有登记：" in page
    assert 'aria-describedby="id_end-name_note"' in page
    assert '<div id="id_end-name_note">' in page
