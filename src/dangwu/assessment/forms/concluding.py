"""What was concluded on everybody, filled in on one page."""

import uuid
from typing import Any

from django import forms

from dangwu.assessment.actions.concluding import Concluded, as_kept
from dangwu.assessment.forms.life import text_area
from dangwu.assessment.models import Subject
from dangwu.assessment.queries.appraisal import Course
from dangwu.web.forms import PlainForm


class ConcludeAllForm(PlainForm):
    """A grade and words for each person; the grade most sheets gave is filled in to start from."""

    def __init__(self, course: Course, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.course = course
        first = course.audiences[0]
        grades = [("", "请选择"), *((grade, grade) for grade in first.audience.grades)]
        for one in course.people:
            if one.graded:
                usual = one.grade or first.most(one.id)
                choice = forms.ChoiceField(
                    label=f"{one.name}的等次", choices=grades, required=False, initial=usual
                )
                choice.widget.attrs |= {"class": "form-select", "aria-label": choice.label or ""}
                self.fields[f"g_{one.id.hex}"] = choice
            words = text_area(f"{one.name}的评定意见", rows=2, required=False)
            words.initial = one.conclusion
            words.widget.attrs |= {"class": "form-control", "aria-label": words.label or ""}
            self.fields[f"c_{one.id.hex}"] = words

    def rows(
        self,
    ) -> list[tuple[Subject, list[str], forms.BoundField | None, forms.BoundField]]:
        """Return each person with the votes of every audience and the two fields."""
        return [
            (
                one,
                [
                    f"{each.audience.name}：{words}"
                    for each in self.course.audiences
                    if (words := each.words(one.id))
                ],
                self[f"g_{one.id.hex}"] if one.graded else None,
                self[f"c_{one.id.hex}"],
            )
            for one in self.course.people
        ]

    def concluded(self) -> dict[uuid.UUID, Concluded]:
        """Return what was filled in, by subject."""
        data = self.cleaned_data
        return {
            one.id: Concluded(data.get(f"g_{one.id.hex}", ""), as_kept(data[f"c_{one.id.hex}"]))
            for one in self.course.people
        }
