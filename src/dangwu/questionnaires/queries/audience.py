"""Who is asked, by strata."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Q

from dangwu.core.rulebook import terms
from dangwu.members.models import Person, PersonQuerySet
from dangwu.organisations.models import Organisation
from dangwu.questionnaires.models import Draw, Invitation, Questionnaire

AGES: Final = ((35, "35岁以下"), (45, "36—45岁"), (60, "46—60岁"))
OLDEST: Final = "61岁以上"
UNKNOWN: Final = "未登记"
SEXES: Final = {"1": "男", "2": "女"}
MOST: Final = 300  # organisations offered to be named
ALL: Final = "全体"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who may be asked, with what strata are made of."""

    id: uuid.UUID
    sex: str
    born_on: date | None
    standing: str
    organisation: str
    path: str
    category: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How many were asked and how many answered: numbers only."""

    invited: int
    used: int
    declined: int


def candidates_of(questionnaire: Questionnaire) -> list[Candidate]:
    """Return the members whom the audience means, as the register stands. Nobody for the public."""
    if questionnaire.public:
        return []
    values = _meant(questionnaire).order_by("id").values_list(
        "id", "sex", "born_on", "standing", "organisation__name", "organisation__path",
        "organisation__category",
    )  # fmt: skip
    return [Candidate(*row) for row in values]


def population_of(questionnaire: Questionnaire) -> int:
    """Return how many members the audience means, as the register stands."""
    return 0 if questionnaire.public else _meant(questionnaire).count()


def strata_of(
    questionnaire: Questionnaire, candidates: Iterable[Candidate], *, on: date
) -> dict[uuid.UUID, str]:
    """Return person → stratum by the questionnaire's dimensions; one stratum without any."""
    below = _below(questionnaire) if "below" in questionnaire.dimensions else {}
    return {
        each.id: "·".join(_label(name, each, on, below) for name in questionnaire.dimensions)
        or ALL
        for each in candidates
    }


def offered_organisations(organisation: Organisation) -> list[Organisation]:
    """Return the organisations that a questionnaire may name: this one and those directly below."""
    own = Q(id=organisation.id) | Q(parent_id=organisation.id)
    rows = (
        Organisation.objects.filter(own, unit_id=organisation.unit_id)
        .standing()
        .exclude(kind="group")
    )
    return list(rows.order_by("path")[:MOST])


def named_organisations(questionnaire: Questionnaire) -> list[Organisation]:
    """Return the organisations that were named."""
    return list(
        Organisation.objects.filter(
            unit_id=questionnaire.unit_id, id__in=questionnaire.organisations
        ).order_by("path")
    )


def progress_of(questionnaire: Questionnaire) -> Progress:
    """Return the numbers of the invitations."""
    rows = Invitation.objects.filter(
        unit_id=questionnaire.unit_id, questionnaire_id=questionnaire.id
    )
    found = rows.aggregate(
        invited=Count("id"), used=Count("id", filter=Q(used=True)),
        declined=Count("id", filter=Q(declined=True)),
    )  # fmt: skip
    return Progress(**found)


def invitations_of(
    questionnaire: Questionnaire, *, after: str = "", most: int | None = None
) -> list[Invitation]:
    """Return the invitations by the strokes of the names. after: key and id of the last one."""
    rows = Invitation.objects.filter(
        unit_id=questionnaire.unit_id, questionnaire_id=questionnaire.id
    ).select_related("person__organisation")
    key, _, last = after.rpartition(":")
    if key and last:
        rows = rows.filter(
            Q(person__sort_key__gt=key) | Q(person__sort_key=key, person_id__gt=last)
        )
    return list(rows.order_by("person__sort_key", "person_id")[:most])


def draws_of(questionnaire: Questionnaire) -> list[Draw]:
    """Return every draw that was made, the last first."""
    return list(
        Draw.objects.filter(
            unit_id=questionnaire.unit_id, questionnaire_id=questionnaire.id
        ).order_by("-id")
    )


def _meant(questionnaire: Questionnaire) -> PersonQuerySet:
    return Person.objects.filter(
        unit_id=questionnaire.unit_id,
        organisation_id__in=_places(questionnaire),
    ).members()


def _places(questionnaire: Questionnaire) -> list[uuid.UUID]:
    """Return the organisations whose members are meant."""
    tops = named_organisations(questionnaire) if questionnaire.organisations else []
    inside = Q()
    for top in tops or [questionnaire.organisation]:
        path = top.path
        inside |= Q(path=path) | Q(path__gt=f"{path}.", path__lt=f"{path}/")
    rows = Organisation.objects.filter(inside, unit_id=questionnaire.unit_id)
    return list(rows.values_list("id", flat=True))


def _below(questionnaire: Questionnaire) -> dict[str, str]:
    """Return path → name of the organisations directly below."""
    rows = Organisation.objects.filter(
        unit_id=questionnaire.unit_id, parent_id=questionnaire.organisation_id
    )
    return dict(rows.values_list("path", "name"))


def _label(name: str, each: Candidate, on: date, below: dict[str, str]) -> str:
    match name:
        case "sex":
            return SEXES.get(each.sex, UNKNOWN)
        case "age":
            return age_group(each.born_on, on)
        case "organisation":
            return each.organisation
        case "below":
            return next((n for p, n in below.items() if _inside(each.path, p)), "本级")
        case "standing":
            return terms.STANDINGS.get(each.standing, UNKNOWN)
        case _:
            return terms.CATEGORIES.get(each.category, UNKNOWN)


def age_group(born_on: date | None, on: date) -> str:
    """Return the age group on a day."""
    if born_on is None:
        return UNKNOWN
    age = on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
    return next((label for limit, label in AGES if age <= limit), OLDEST)


def _inside(path: str, top: str) -> bool:
    return path == top or path.startswith(f"{top}.")
