"""What the pages of ballots ask."""

import json

from django import forms
from django.http import QueryDict

from dangwu.ballots.actions import PaperCount, Refused
from dangwu.ballots.booth import NAME_LENGTH, Contest, Question
from dangwu.ballots.models import Ballot
from dangwu.web.forms import PlainForm, day_field

MOST = 100_000
WRITTEN = 5  # lines for names that were written in
SIDES = (("yes", "赞成"), ("no", "不赞成"), ("abstain", "弃权"))


class ListForm(PlainForm):
    """What to list."""

    state = forms.ChoiceField(
        label="状态", choices=[("", "全部"), *Ballot.State.choices], required=False
    )


class ReasonForm(forms.Form):
    """Why a box is closed before its hour, or a ballot called off."""

    reason = forms.CharField(label="原因", max_length=200, required=False)


class KeyForm(forms.Form):
    """The public half of a teller's key; the page's script fills it in."""

    public_key = forms.RegexField(
        label="公钥",
        regex=r"^[0-9a-fA-F]{64}$",
        widget=forms.HiddenInput,
        error_messages={"invalid": "公钥不完整，请重新生成密钥。", "required": "还没有生成密钥。"},
    )


class BatchForm(forms.Form):
    """What a teller's browser hands back."""

    batch = forms.FileField(label="选票", required=False, allow_empty_file=True)
    refused = forms.CharField(label="打不开的", required=False)

    def clean_refused(self) -> list[Refused]:
        """Return the items that did not open."""
        text = self.cleaned_data["refused"] or "[]"
        try:
            return [
                Refused(str(one["digest"]), str(one["reason"])[:60]) for one in json.loads(text)
            ]
        except (ValueError, TypeError, KeyError):
            raise forms.ValidationError("打不开的选票没有写清楚，请刷新页面重做。") from None


class RevoteForm(forms.Form):
    """When those tied are voted on again. The times are asked on line only."""

    held_on = day_field("重新投票日期")
    opens_at = forms.DateTimeField(label="开始时间", required=False)
    closes_at = forms.DateTimeField(label="截止时间", required=False)


def _number(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=MOST,
        widget=forms.NumberInput({"class": "form-control", "inputmode": "numeric"}),
    )


class CountForm(forms.Form):
    """One person's count of one contest on paper."""

    def __init__(self, contest: Contest, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.contest = contest
        self.rows: list[tuple[str, list[str]]] = []
        for name, label in (
            ("issued", "发出选票"),
            ("returned", "收回选票"),
            ("invalid", "其中无效票"),
        ):
            self.fields[name] = _number(label)
        if isinstance(contest, Question):
            for place, option in enumerate(contest.options):
                self._row(option.label, {f"votes_{place}_0": option.label})
            return
        for place, candidate in enumerate(contest.candidates):
            names = {f"votes_{place}_{n}": label for n, (_, label) in enumerate(SIDES)}
            self._row(candidate.shown, names)
        for place in range(WRITTEN if contest.write_in else 0):
            self.fields[f"other_{place}"] = forms.CharField(
                label=f"另选他人{place + 1}：姓名",
                max_length=NAME_LENGTH,
                required=False,
                widget=forms.TextInput({"class": "form-control"}),
            )
            self.fields[f"other_votes_{place}"] = _number(f"另选他人{place + 1}：票数")
            self.fields[f"other_votes_{place}"].required = False

    def _row(self, title: str, names: dict[str, str]) -> None:
        for name, label in names.items():
            self.fields[name] = _number(label)
        self.rows.append((title, list(names)))

    def head(self) -> list[forms.BoundField]:
        """Return the fields on the ballots as a whole."""
        return [self[name] for name in ("issued", "returned", "invalid")]

    def table(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return each option or candidate with its fields."""
        return [(title, [self[name] for name in names]) for title, names in self.rows]

    def written(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the lines for names that were written in."""
        places = range(WRITTEN if "other_0" in self.fields else 0)
        return [(self[f"other_{n}"], self[f"other_votes_{n}"]) for n in places]

    def count(self) -> PaperCount:
        """Return what was filled in."""
        given = self.cleaned_data
        others = tuple(
            (given[name.name], given[votes.name] or 0)
            for name, votes in self.written()
            if given[name.name] or given[votes.name]
        )
        return PaperCount(
            issued=given["issued"],
            returned=given["returned"],
            invalid=given["invalid"],
            votes=tuple(tuple(given[name] for name in names) for _, names in self.rows),
            others=others,
        )
