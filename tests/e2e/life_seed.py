"""Run inside the site's environment: a company branch below the county, with three on its committee.

Writes the logins of secretary and member, and the names of the committee.
"""

import json
import os
import secrets
import sys
from typing import Any

FIRE: dict[str, Any] = {
    "category": "fire",
    "regime": "fire-2011",
    "fire_kind": "company_branch",
}
POSTS = ("secretary", "deputy", "member")


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
        branch = make.organisation(unit=unit, name=f"第{stamp}中队党支部", **FIRE)
        branch.code, branch.label, branch.parent = f"E2E-{stamp}", f"z{stamp[:3]}", county
        branch.path = f"{county.path}.{branch.label}"
        branch.save(update_fields=["code", "label", "path", "parent"])
        branch.periods.update(path=branch.path, parent=county)
        people = [_seated(branch, n, stamp) for n in range(len(POSTS))]
        for role, person in ((Role.SECRETARY, people[0]), (Role.MEMBER, people[2])):
            make.account(
                role=role,
                organisation=branch,
                person=person,
                login=f"{role.value}-{stamp}",
                password="Dangwu-2026",
            )
    return {
        "secretary": f"secretary-{stamp}",
        "member": f"member-{stamp}",
        "people": [person.name for person in people],
    }


def _seated(branch: Any, place: int, stamp: str) -> Any:  # noqa: ANN401 - models are imported after set-up
    import make  # noqa: PLC0415 - after set-up

    person = make.person(f"委员{place + 1}", organisation=branch)
    person.number = f"E2E-{stamp}-{place}"
    person.save(update_fields=["number"])
    make.post(person, branch, post=POSTS[place])
    return person


if __name__ == "__main__":
    main()
