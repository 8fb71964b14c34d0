"""What may be done to organisations, one verb each."""

from dangwu.organisations.actions.closing import close_organisation
from dangwu.organisations.actions.founding import found_unit
from dangwu.organisations.actions.honours import end_effect, record_honour
from dangwu.organisations.actions.moving import move_organisation
from dangwu.organisations.actions.places import (
    add_place,
    book_place,
    cancel_booking,
    change_place,
    close_place,
)
from dangwu.organisations.actions.setting_up import set_up_organisation
from dangwu.organisations.actions.states import (
    change_contact,
    change_kind,
    rename_organisation,
)
from dangwu.organisations.actions.terms import end_term, extend_term, record_election

__all__ = [
    "add_place",
    "book_place",
    "cancel_booking",
    "change_contact",
    "change_kind",
    "change_place",
    "close_organisation",
    "close_place",
    "end_effect",
    "end_term",
    "extend_term",
    "found_unit",
    "move_organisation",
    "record_election",
    "record_honour",
    "rename_organisation",
    "set_up_organisation",
]
