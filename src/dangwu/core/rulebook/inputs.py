"""Input of the commands: what every field may hold, refused by its dotted name."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal

from dangwu.core.errors import InputError
from dangwu.core.rulebook import facts as read
from dangwu.core.rulebook.facts import Facts
from dangwu.core.rulebook.terms import FIRE_KINDS, KINDS, REGIMES


class Form:
    """One mapping of an input, read field by field; every refusal names the dotted field."""

    def __init__(self, given: object, path: str = "", known: Collection[str] = ()) -> None:
        if not isinstance(given, Mapping):
            raise InputError(path or "(input)", "应为 JSON 对象。")
        self._given: Facts = given
        self._path = path
        for key in given:
            if known and key not in known:
                raise InputError(
                    self._name(read.short(str(key))), f"没有这个字段。可用：{'、'.join(known)}。"
                )

    def _name(self, field: str) -> str:
        return f"{self._path}.{field}" if self._path else field

    def _dotted(self, field: str) -> Facts:
        return {self._name(field): self._given.get(field)}

    def number(self, field: str) -> int | None:
        """Return a whole number of at least nought, or None where it is left out."""
        return read.number(self._dotted(field), self._name(field))

    def flag(self, field: str) -> bool | None:
        """Return true or false, or None where it is left out."""
        return read.flag(self._dotted(field), self._name(field))

    def day(self, field: str) -> date | None:
        """Return a day, or None where it is left out."""
        return read.day(self._dotted(field), self._name(field))

    def money(self, field: str) -> Decimal | None:
        """Return an amount in yuan, or None where it is left out."""
        return read.money(self._dotted(field), self._name(field))

    def text(self, field: str) -> str | None:
        """Return a text, or None where it is left out."""
        return read.word(self._dotted(field), self._name(field))

    def texts(self, field: str) -> tuple[str, ...] | None:
        """Return a list of texts, or None where it is left out."""
        return read.words(self._dotted(field), self._name(field))

    def choice(self, field: str, allowed: Collection[str]) -> str | None:
        """Return one of a closed list, or None where it is left out."""
        value = self.text(field)
        if value is not None and value not in allowed:
            raise self.error(field, f"{read.told(value)} 不可用，可填：{'、'.join(allowed)}。")
        return value

    def inner(self, field: str, known: Collection[str]) -> "Form":
        """Return a nested object; an empty one where it is left out."""
        given = self._given.get(field)
        return Form({} if given is None else given, self._name(field), known)

    def rows(self, field: str, known: Collection[str]) -> tuple["Form", ...] | None:
        """Return a list of nested objects, or None where it is left out."""
        given = self._given.get(field)
        if given is None:
            return None
        if isinstance(given, str) or not isinstance(given, Sequence):
            raise self.error(field, "应为列表。")
        return tuple(
            Form(row, f"{self._name(field)}[{index}]", known) for index, row in enumerate(given)
        )

    def error(self, field: str, message: str) -> InputError:
        """Return the refusal of a field, to be raised."""
        return InputError(self._name(field), message)


def scope_facts(form: Form, categories: Collection[str]) -> dict[str, object]:
    """Return day, regime and organisation as facts."""
    organisation = form.inner("organisation", ("kind", "fire_kind", "category"))
    return {
        "on": form.day("on"),
        "regime": form.choice("regime", REGIMES),
        "kind": organisation.choice("kind", {**KINDS, **FIRE_KINDS}),
        "fire_kind": organisation.choice("fire_kind", FIRE_KINDS),
        "category": organisation.choice("category", categories),
    }
