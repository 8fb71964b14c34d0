"""What the demo has of organisation life: finished, running, ordered to be held again."""

from datetime import date, timedelta
from typing import Final

from dangwu.accounts.models import Account, Role
from dangwu.activities.models import Activity
from dangwu.notices.models import Notice
from dangwu.organisations.models import Organisation
from dangwu.populations.life import appraisals, cases
from dangwu.populations.logins import Opening
from dangwu.populations.meetings import Branch, branch_of

OVER: Final = timedelta(days=40)  # what was held so long ago is finished


def hold_organisation_life(openings: list[Opening], *, today: date) -> None:
    """Make the cases and appraisals of the branches whose secretaries sign in.

    The first has a finished case and appraisals of last year and running ones; the others have a
    case that the organisation department ordered to be held again.
    """
    seated = [o for o in openings if o.role is Role.SECRETARY and o.staged and o.node is not None]
    first, *others = [branch_of(o, o.node, openings, today) for o in seated if o.node is not None]
    above = _account(openings, Role.DEPARTMENT)
    clerk = _account(openings, Role.CLERK)
    cases.finished(first, above, _last_year(first, "organisation_life"))
    appraisals.finished(first, clerk, _last_year(first, "appraisal"))
    if reviewed := _found(first, "duty_review", before=date(today.year, 1, 1)):
        appraisals.reviewed(first, clerk, reviewed)
    held = [(branch, cases.held(branch, _recent(branch))) for branch in others]
    # Notices bear the moment they are made: what was told long ago is not told today.
    Notice.objects.filter(unit_id=first.organisation.unit_id).delete()
    cases.running(first)
    appraisals.running(first, clerk)
    for branch, case in held:
        cases.ordered(branch, above, case)


def _account(openings: list[Opening], role: Role) -> Account:
    login = next(o.login for o in openings if o.role is role)
    return Account.objects.get(login=login)


def _last_year(branch: Branch, kind: str) -> Activity:
    found = _found(branch, kind, before=date(branch.today.year, 1, 1))
    if found is None:
        raise ValueError(f"{branch.organisation.name} has no {kind} of last year")
    return found


def _recent(branch: Branch) -> Activity:
    found = _found(branch, "organisation_life", before=branch.today)
    if found is None:
        raise ValueError(f"{branch.organisation.name} has no organisation life")
    return found


def _found(branch: Branch, kind: str, *, before: date) -> Activity | None:
    """Return the last work of a kind before a day; of another year only what is finished."""
    organisation: Organisation = branch.organisation
    latest = before if before == branch.today else min(before, branch.today - OVER)
    rows = Activity.objects.filter(
        unit_id=organisation.unit_id,
        organisation_id=organisation.id,
        kinds__contains=[kind],
        validity=Activity.Validity.VALID,
        held_on__lt=latest,
    )
    return rows.order_by("-held_on", "id").first()
