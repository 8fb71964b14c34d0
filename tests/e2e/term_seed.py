"""Run inside the site's environment: a branch whose term ends in four months.

Reads {"members": 20, "accounts": 0}; writes the logins of its secretary, its clerk, so many others
and the committee above, the branch and the members' names.
"""

import json
import os
import secrets
import sys
from datetime import timedelta
from typing import Any

PASSWORD = "Dangwu-2026"  # of every demo account
STANDING = ("丁一", "王二", "李三", "赵四")


def main() -> None:
    import django  # noqa: PLC0415 - the settings come from the environment

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dangwu.config.settings")
    django.setup()
    wanted = json.load(sys.stdin)
    json.dump(seed(wanted["members"], wanted["accounts"]), sys.stdout)


def seed(members: int, accounts: int) -> dict[str, object]:
    from django.db import transaction  # noqa: PLC0415 - after set-up
    from django.utils import timezone  # noqa: PLC0415 - after set-up

    import make  # noqa: PLC0415 - after set-up
    from dangwu.accounts.models import Account, Role  # noqa: PLC0415 - after set-up
    from dangwu.sharding.models import Unit  # noqa: PLC0415 - after set-up

    stamp = secrets.token_hex(3)
    today = timezone.localdate()
    with transaction.atomic():
        shuji = Account.objects.get(login="shuji")
        unit = Unit.objects.get(id=shuji.unit_id or 0)
        above = make.organisation(
            unit=unit, kind="committee", category="township", name=f"{stamp}镇党委"
        )
        _place(above, f"y{stamp[:3]}", stamp)
        branch = make.organisation(unit=unit, parent=above, name=f"{stamp}村党支部")
        branch.code = f"E2E-{stamp}-1"
        branch.save(update_fields=["code"])
        names = [*STANDING, *(f"党员{n:02d}" for n in range(members - 4))]
        people = [_member(branch, name, f"{stamp}-{n}") for n, name in enumerate(names)]
        since = today - timedelta(days=4 * 365)
        make.body(branch, elected_on=since, expires_on=today + timedelta(days=120))
        make.post(people[0], branch, since=since)
        for login, role, place, person in (
            (f"secretary-{stamp}", Role.SECRETARY, branch, people[0]),
            (f"clerk-{stamp}", Role.CLERK, branch, people[5]),
            (f"above-{stamp}", Role.SECRETARY, above, None),
        ):
            make.account(
                role=role, organisation=place, person=person, login=login, password=PASSWORD
            )
        others = [person for person in people[1:] if person is not people[5]][:accounts]
        logins = [f"member{n}-{stamp}" for n in range(len(others))]
        for login, person in zip(logins, others, strict=True):
            make.account(
                role=Role.MEMBER,
                organisation=branch,
                person=person,
                login=login,
                password=PASSWORD,
            )
    return {
        "secretary": f"secretary-{stamp}",
        "clerk": f"clerk-{stamp}",
        "above": f"above-{stamp}",
        "branch": branch.name,
        "people": names,
        "members": logins,
    }


def _place(organisation: Any, label: str, stamp: str) -> None:  # noqa: ANN401 - models are imported after set-up
    organisation.code = f"E2E-{stamp}"
    organisation.label = organisation.path = label
    organisation.save(update_fields=["code", "label", "path"])


def _member(branch: Any, name: str, number: str) -> Any:  # noqa: ANN401 - models are imported after set-up
    import make  # noqa: PLC0415 - after set-up

    person = make.person(name, organisation=branch)
    person.number = f"E2E-{number}"
    person.save(update_fields=["number"])
    return person


if __name__ == "__main__":
    main()
