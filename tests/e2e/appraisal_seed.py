"""Run inside the site's environment: a branch of five, a probationer among them, ready for a 民主测评.

Writes the secretary's login, those of the voters, and the tellers' logins and names.
"""

import json
import os
import secrets
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dangwu.members.models import Person
    from dangwu.organisations.models import Organisation

NAMES = ("丁一", "王二", "张三", "李四")
PROBATIONER = "周预备"


def main() -> None:
    import django  # noqa: PLC0415 - the settings come from the environment

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dangwu.config.settings")
    django.setup()
    json.dump(seed(), sys.stdout)


def seed() -> dict[str, object]:
    from django.db import transaction  # noqa: PLC0415 - after set-up

    import make  # noqa: PLC0415 - after set-up
    from dangwu.accounts.models import Account, Role  # noqa: PLC0415 - after set-up
    from dangwu.organisations.models import Organisation  # noqa: PLC0415 - after set-up
    from dangwu.sharding.models import Unit  # noqa: PLC0415 - after set-up

    stamp = secrets.token_hex(3)
    with transaction.atomic():
        unit = Unit.objects.get(id=Account.objects.get(login="zuzhibu").unit_id or 0)
        county = Organisation.objects.get(unit_id=unit.id, parent__isnull=True)
        branch = make.organisation(unit=unit, name=f"河东{stamp}村党支部")
        branch.code, branch.label, branch.parent = f"E2E-{stamp}", f"y{stamp[:3]}", county
        branch.path = f"{county.path}.{branch.label}"
        branch.save(update_fields=["code", "label", "path", "parent"])
        branch.periods.update(path=branch.path, parent=county)
        people = [_enrolled(branch, name, f"{stamp}{n}") for n, name in enumerate(NAMES)]
        _enrolled(branch, PROBATIONER, f"{stamp}9", standing="probationary")
        make.post(people[0], branch)
        make.account(
            role=Role.SECRETARY,
            organisation=branch,
            person=people[0],
            login=f"secretary-{stamp}",
            password="Dangwu-2026",
        )
    voters = [f"voter-{stamp}{n}" for n in range(len(NAMES))]
    return {
        "secretary": f"secretary-{stamp}",
        "voters": [*voters[1:], f"voter-{stamp}9"],
        "tellers": [[login, name] for login, name in zip(voters[1:3], NAMES[1:3], strict=True)],
        "names": list(NAMES),
    }


def _enrolled(branch: "Organisation", name: str, tail: str, *, standing: str = "full") -> "Person":
    """A member of the branch; every one but the secretary with an account of a member."""
    import make  # noqa: PLC0415 - after set-up
    from dangwu.accounts.models import Role  # noqa: PLC0415 - after set-up

    person = make.person(name, organisation=branch, standing=standing)
    person.number = f"E2E-{tail}"
    person.save(update_fields=["number"])
    if not tail.endswith("0"):
        make.account(
            role=Role.MEMBER,
            organisation=branch,
            person=person,
            login=f"voter-{tail}",
            password="Dangwu-2026",
        )
    return person


if __name__ == "__main__":
    main()
