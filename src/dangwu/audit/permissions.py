"""Who reads the record: supervision and the administrator, each for the units they reach."""

from django.http import HttpRequest

from dangwu.audit.models import Entry

AUDITORS = frozenset({"supervisor", "administrator"})
ADMINISTERED = ("accounts.", "notices.", "rules.")  # rooms of what is set up, not of what is done


def may_follow(request: HttpRequest) -> bool:
    """Whether the person may go on from an entry to what it is about: the administrator not."""
    access = getattr(request, "access", None)
    return access is not None and any(reach.role == "supervisor" for reach in access.reaches)


def may_read_facts(request: HttpRequest, entry: Entry) -> bool:
    """Whether the person may read what was written: the administrator only of what is set up."""
    return may_follow(request) or entry.verb.startswith(ADMINISTERED)


def units_to_audit(request: HttpRequest) -> frozenset[int]:
    """Return the units whose record the person may read.

    The room of accounts stands above this one, so the access is asked by its plain shape.
    """
    access = getattr(request, "access", None)
    if access is None:
        return frozenset()
    reaches = [reach for reach in access.reaches if reach.role in AUDITORS]
    return frozenset(reach.unit_id for reach in reaches).union(
        *(reach.units_below for reach in reaches)
    )
