"""Forms of posts and of changes that take people along."""

import uuid
from typing import Any

from django import forms

from dangwu.core.rulebook import terms
from dangwu.members.models import Person
from dangwu.organisations.forms.bodies import ElectionForm
from dangwu.organisations.forms.changes import BASIS, OrganisationChoice, offer
from dangwu.organisations.models import Organisation
from dangwu.web.forms import PlainForm, day_field, text_field

WHO = "姓名或党员编号"
# Seats of the form in the order of the paper: (field, post).
SEATS = (
    ("secretary", "secretary"),
    ("deputy", "deputy"),
    ("organisation", "organisation"),
    ("publicity", "publicity"),
    ("discipline", "discipline"),
    ("youth", "youth"),
    ("member_1", "member"),
    ("member_2", "member"),
    ("member_3", "member"),
)


class PostForm(PlainForm):
    """Somebody takes a post."""

    post = forms.ChoiceField(label="职务", choices=list(terms.POSTS.items()))
    person = text_field("任职人员", limit=60, help_text=WHO)
    since = day_field("任职日期")
    came_by = forms.ChoiceField(
        label="产生方式",
        choices=[(word, word) for word in ("选举", "补选", "任命", "分工", "聘任")],
    )
    approval = text_field(
        "批复（备案）文号", limit=80, required=False, help_text="书记、副书记填批复，委员填备案"
    )
    also_head = forms.BooleanField(label="书记、主任“一肩挑”", required=False)


class EndPostForm(PlainForm):
    """A post ends."""

    on = day_field("免职日期")
    reason = text_field("原因", limit=120, help_text="如：换届、调离、辞职")


class ElectedForm(ElectionForm):
    """The result of an election with the elected."""

    also_head = forms.BooleanField(
        label="书记、主任“一肩挑”", required=False, help_text="村、社区书记同时担任主任的勾选"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, post in SEATS:
            field = text_field(terms.POSTS[post], limit=60, required=False, help_text=WHO)
            field.widget.attrs |= {"class": "form-control", "aria-describedby": f"id_{name}_note"}
            self.fields[name] = field

    def elected(self) -> list[tuple[str, str, str]]:
        """Return (field, post, who) of the seats that are filled."""
        data = self.cleaned_data
        return [(name, post, data[name]) for name, post in SEATS if data.get(name)]

    def result(self) -> dict[str, Any]:
        """Return the facts of the election without the seats."""
        names = {name for name, _post in SEATS}
        return {name: value for name, value in self.cleaned_data.items() if name not in names}


class AbolishForm(PlainForm):
    """The end of an organisation."""

    on = day_field("撤销日期")
    basis = text_field("批复文号", limit=120, help_text=BASIS)


class MergeForm(PlainForm):
    """Another organisation takes everybody."""

    into = OrganisationChoice("并入的党组织")
    on = day_field("合并日期")
    basis = text_field("批复文号", limit=120, help_text=BASIS)

    def __init__(self, *args: Any, targets: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["into"], targets)


class SplitForm(PlainForm):
    """A sister organisation takes some."""

    name = text_field("新组织名称", limit=120)
    kind = forms.ChoiceField(label="类别", choices=list(terms.KINDS.items()))
    on = day_field("分设日期")
    basis = text_field("批复文号", limit=120, help_text=BASIS)
    people = forms.TypedMultipleChoiceField(
        label="编入新组织的党员",
        coerce=uuid.UUID,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选择编入新组织的党员。"},
    )

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (str(one.id), f"{one.name}（{one.get_standing_display()}）") for one in people
            ]
