"""Run inside the site's environment: a branch of twenty full members, with its secretary's account.

Reads {"regime": "civil"} or {"regime": "fire-2011"} from standard input; writes the login, the
names of the members and that of the applicant.
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


def main() -> None:
    import django  # noqa: PLC0415 - the settings come from the environment

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dangwu.config.settings")
    django.setup()
    json.dump(seed(json.load(sys.stdin)["regime"]), sys.stdout)


def seed(regime: str) -> dict[str, object]:
    from django.db import transaction  # noqa: PLC0415 - after set-up

    import make  # noqa: PLC0415 - after set-up
    from dangwu.accounts.models import Account, Role  # noqa: PLC0415 - after set-up
    from dangwu.organisations.models import Organisation  # noqa: PLC0415 - after set-up
    from dangwu.sharding.models import Unit  # noqa: PLC0415 - after set-up

    stamp = secrets.token_hex(3)
    with transaction.atomic():
        shuji = Account.objects.get(login="shuji")
        unit = Unit.objects.get(id=shuji.unit_id or 0)
        branch = make.organisation(
            unit=unit, name=f"第{stamp}党支部", **(FIRE if regime == "fire-2011" else {})
        )
        top = Organisation.objects.get(unit_id=unit.id, path="0001")
        branch.code, branch.label, branch.parent = f"E2E-{stamp}", f"z{stamp[:3]}", top
        branch.path = f"{top.path}.{branch.label}"
        branch.save(update_fields=["code", "label", "path", "parent"])
        branch.periods.update(path=branch.path, parent=top)
        people = [_member(branch, f"党员{n:02d}", f"{stamp}-{n}") for n in range(20)]
        applicant = _member(branch, "赵入党", f"{stamp}-x", standing="candidate")
        make.post(people[0], branch)
        make.account(
            role=Role.SECRETARY,
            organisation=branch,
            person=people[0],
            login=f"secretary-{stamp}",
            password="Dangwu-2026",
        )
    return {
        "login": f"secretary-{stamp}",
        "people": [person.name for person in people],
        "applicant": applicant.name,
    }


def _member(branch: Any, name: str, number: str, standing: str = "full") -> Any:  # noqa: ANN401 - models are imported after set-up
    import make  # noqa: PLC0415 - after set-up

    person = make.person(name, organisation=branch, standing=standing)
    person.number = f"E2E-{number}"
    person.save(update_fields=["number"])
    return person


if __name__ == "__main__":
    main()
