"""The notices of the one who is signed in."""

import uuid

from django.core.exceptions import PermissionDenied

from dangwu.accounts.access import Access
from dangwu.accounts.models import Account
from dangwu.notices.models import MailAddress, Notice, Preference
from dangwu.sharding.queries import UnitQuerySet

PAGE = 50
MOST = 99
NOBODY = uuid.UUID(int=0)


def own_account(access: Access) -> Account:
    """Return the account of the one who acts. Raises PermissionDenied."""
    account = Account.objects.filter(id=access.account_id or NOBODY, is_active=True).first()
    if account is None:
        raise PermissionDenied
    return account


def notices_to(access: Access) -> UnitQuerySet[Notice]:
    """Return what was told to the account or to its person. Pins the units."""
    mine = [each for each in (access.account_id, access.person_id) if each is not None]
    return Notice.objects.filter(unit_id__in=sorted(access.units), recipient_id__in=mine)


def notices_of(access: Access, *, put_away: bool = False, after: str = "") -> list[Notice]:
    """Return up to a page and one more, newest first. after: id of the last row before."""
    found = notices_to(access).filter(put_away=put_away)
    if after:
        found = found.filter(id__lt=after)
    return list(found.order_by("-id")[: PAGE + 1])


def waiting_count(access: Access) -> int:
    """Return how many notices wait in the own list; counted no further than a hundred."""
    return notices_to(access).filter(put_away=False)[: MOST + 1].count()


def address_of(access: Access) -> MailAddress | None:
    """Return how far the own mail address is confirmed; nothing where none was asked about."""
    return (
        MailAddress.objects.filter(account_id=access.account_id or NOBODY)
        .select_related("account")
        .first()
    )


def preference_of(access: Access) -> Preference:
    """Return how the own account wishes to be told; the defaults where nothing was chosen."""
    account_id = access.account_id or NOBODY
    chosen = Preference.objects.filter(account_id=account_id).first()
    return chosen or Preference(account_id=account_id)
