"""Every field that holds something of a person is listed with who sees it and how long it stays."""

import pytest
from django.apps import apps
from django.db.models import Model

from architecture.code import ROOT
from dangwu.members.models import Person

PAGE = ROOT / "docs" / "reference" / "personal-data.md"
ROOMS = ("accounts", "members", "exchange", "notices", "tasks")
KEYS = frozenset({"id", "pk", "unit"})
WORDS_OF_OTHERS = ("face", "location", "longitude", "photo", "fingerprint", "opinion", "relative")


def _listed() -> dict[str, list[list[str]]]:
    """Return model.field → the rest of its row, for each time it is listed."""
    found: dict[str, list[list[str]]] = {}
    for line in PAGE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 5 and "." in cells[0]:
            for name in cells[1].split(", "):
                found.setdefault(f"{cells[0]}.{name}", []).append(cells[2:])
    return found


LISTED = _listed()


def _personal() -> list[type[Model]]:
    ours = [m for m in apps.get_models() if m.__module__.startswith("dangwu.")]
    return [
        model
        for model in ours
        if model._meta.app_label in ROOMS
        or any(field.related_model is Person for field in model._meta.fields)
    ]


def _fields(model: type[Model]) -> list[str]:
    names = [field.name for field in model._meta.fields if field.name not in KEYS]
    return [f"{model._meta.app_label}.{model.__name__}.{name}" for name in names]


PERSONAL = [name for model in _personal() for name in _fields(model)]


@pytest.mark.parametrize("name", PERSONAL)
def test_a_personal_field_is_listed_once_with_readers_and_time(name: str) -> None:
    (row,) = LISTED.get(name, [[]])
    assert row, f"{name} is not in {PAGE.name}"
    assert all(row)


def test_the_list_names_nothing_that_is_gone() -> None:
    assert not set(LISTED) - set(PERSONAL)


def test_what_is_never_held_has_no_field() -> None:
    assert not [name for name in PERSONAL if any(w in name.lower() for w in WORDS_OF_OTHERS)]
