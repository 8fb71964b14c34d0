"""Gates and reads of organisations."""

from dangwu.organisations.queries.gates import (
    can_see_organisation,
    organisation_for,
    reaches_from,
    reaches_of,
    units_below,
    visible_organisations,
)
from dangwu.organisations.queries.structure import StructureCheck, structure_of
from dangwu.organisations.queries.tree import (
    Node,
    children_on,
    found_on,
    organisation_on,
    roots_on,
    tree_on,
)

__all__ = [
    "Node",
    "StructureCheck",
    "can_see_organisation",
    "children_on",
    "found_on",
    "organisation_for",
    "organisation_on",
    "reaches_from",
    "reaches_of",
    "roots_on",
    "structure_of",
    "tree_on",
    "units_below",
    "visible_organisations",
]
