"""What the pages of rosters ask."""

import uuid
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from dangwu.exchange.actions import Choices
from dangwu.exchange.columns import COLUMNS, REQUIRED, fold
from dangwu.exchange.models import RosterImport
from dangwu.exchange.reading import LARGEST_FILE, Layout, layout_of
from dangwu.exchange.writing.annotated import NOTICES
from dangwu.exchange.writing.roster import USUAL
from dangwu.web.forms import LAST_DAY

OrganisationChoices = list[tuple[str, str]]


def read_pair(text: str) -> tuple[int, uuid.UUID]:
    """Return unit and organisation of a choice "unit:id". Raises ValidationError."""
    unit, _, key = text.partition(":")
    try:
        return int(unit), uuid.UUID(key)
    except ValueError:
        raise forms.ValidationError("请选择党组织。") from None


class OrganisationForm(forms.Form):
    """A form about one organisation out of those in reach."""

    organisation = forms.ChoiceField(
        label="党组织",
        widget=forms.Select,
        error_messages={
            "required": "请选择党组织。",
            "invalid_choice": "这个党组织不在您可选的范围内，请重新选择。",
        },
    )

    def __init__(self, choices: OrganisationChoices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
        field.widget.attrs["class"] = "form-select"

    def clean_organisation(self) -> tuple[int, uuid.UUID]:
        return read_pair(self.cleaned_data["organisation"])


class UploadForm(OrganisationForm):
    file = forms.FileField(
        label="花名册文件",
        help_text=".xlsx、.xls、.ods 或 .csv，不超过100 MB；WPS 的 .et 请先另存为 .xlsx。"
        "表头上方有标题、分两行表头、末尾有合计、有几张工作表都可以。",
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ".xlsx,.csv,.xls,.ods"}),
        error_messages={"required": "请选择文件。", "empty": "文件是空的；请重新选择文件。"},
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError("文件超过100 MB；请按党支部或乡镇分成几个文件上传。")
        return file


class MappingForm(forms.Form):
    """One select for each heading of the workbook, and which sheets and rows to take."""

    sheets = forms.MultipleChoiceField(
        label="工作表",
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        error_messages={"required": "没有选中要导入的工作表；请至少选择一张。"},
    )
    with_hidden = forms.BooleanField(
        label="隐藏的行也导入",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    members_from = forms.DateField(
        label="组织关系起始日",
        help_text="文件里没有“进入支部日期”的人，从这一天起算在党支部。",
        widget=forms.DateInput(
            attrs={"class": "form-control", "type": "date", "max": LAST_DAY}, format="%Y-%m-%d"
        ),
    )

    def __init__(self, roster: RosterImport, data: QueryDict | None = None) -> None:
        super().__init__(
            data,
            initial={
                "sheets": roster.chosen_sheets,
                "with_hidden": roster.with_hidden,
                "members_from": roster.members_from,
            },
        )
        layouts = [layout_of(item) for item in roster.sheets]
        rosters = [layout for layout in layouts if layout.is_roster]
        self.without_headings = [
            layout.name
            for layout in layouts
            if layout.rows and not layout.is_roster and layout.name not in NOTICES
        ]
        field = self.fields["sheets"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(layout.name, _described(layout)) for layout in rosters]
        self._headings: dict[str, str] = {}
        for layout in rosters:
            for label, sample in zip(layout.labels, layout.samples, strict=True):
                self._add(fold(label), label, sample, roster.mapping)

    def _add(self, folded: str, label: str, sample: str, mapping: dict[str, str]) -> None:
        if not folded or folded in self._headings.values():
            return
        name = f"column_{len(self._headings)}"
        self._headings[name] = folded
        self.fields[name] = forms.ChoiceField(
            label=label,
            help_text=sample,
            required=False,
            choices=_TARGETS,
            initial=mapping.get(folded, ""),
            widget=forms.Select(attrs={"class": "form-select"}),
        )

    def heading_fields(self) -> list[forms.BoundField]:
        """The selects, in the order of the workbook."""
        return [self[name] for name in self._headings]

    def choices(self) -> Choices:
        """What was chosen. Only of a valid form."""
        given = self.cleaned_data
        return Choices(
            sheets=given["sheets"],
            mapping={folded: given[name] for name, folded in self._headings.items()},
            with_hidden=given["with_hidden"],
            members_from=given["members_from"],
        )


def _described(layout: Layout) -> str:
    hidden = "，隐藏的工作表" if layout.is_hidden else ""
    rows = f"，其中{layout.hidden_rows}行隐藏" if layout.hidden_rows else ""
    return f"{layout.name}（约{layout.rows}行{rows}{hidden}）"


_TARGETS: Final = [("", "不导入")] + [
    (name, f"{column.title}（必需）" if name in REQUIRED else column.title)
    for name, column in COLUMNS.items()
]


class ImportForm(forms.Form):
    """What to do with the rows that can come in."""

    ACCEPTED: Final = "accepted"
    ALL_RIGHT: Final = "all_right"
    rows = forms.ChoiceField(
        choices=[(ACCEPTED, "导入能导入的行"), (ALL_RIGHT, "全部正确才导入")],
        initial=ACCEPTED,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )
    apply_changes = forms.BooleanField(
        required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )


class ExportForm(OrganisationForm):
    columns = forms.MultipleChoiceField(
        label="栏目",
        choices=[(name, column.title) for name, column in COLUMNS.items()],
        initial=list(USUAL),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        error_messages={"required": "没有选择栏目；请至少选择一栏。"},
    )
    reveal = forms.BooleanField(
        label="身份证号码、手机号码写全（会记入审计）",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
