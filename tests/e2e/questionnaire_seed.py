"""Run inside the site's environment: a branch of eight with accounts, four of them women.

Writes the clerk's login and the login of every member by name.
"""

import json
import os
import secrets
import sys
from typing import Any

NAMES = ("赵一", "钱二", "孙三", "李四", "周五", "吴六", "郑七", "王八方")


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
        unit = Unit.objects.get(id=Account.objects.get(login="shuji").unit_id or 0)
        branch = make.organisation(unit=unit, name=f"第{stamp}党支部")
        top = Organisation.objects.get(unit_id=unit.id, path="0001")
        branch.code, branch.label, branch.parent = f"E2E-{stamp}", f"z{stamp[:3]}", top
        branch.path = f"{top.path}.{branch.label}"
        branch.save(update_fields=["code", "label", "path", "parent"])
        branch.periods.update(path=branch.path, parent=top)
        members = {
            name: _member(branch, name, f"{stamp}-{n}", "12"[n % 2])
            for n, name in enumerate(NAMES)
        }
        clerk = f"clerk-{stamp}"
        make.account(role=Role.CLERK, organisation=branch, login=clerk, password="Dangwu-2026")
    return {"clerk": clerk, "members": members}


def _member(branch: Any, name: str, login: str, sex: str) -> str:  # noqa: ANN401 - models are imported after set-up
    import make  # noqa: PLC0415 - after set-up
    from dangwu.accounts.models import Role  # noqa: PLC0415 - after set-up

    person = make.person(name, organisation=branch, sex=sex)
    person.number = f"E2E-{login}"
    person.save(update_fields=["number"])
    make.account(
        role=Role.MEMBER, organisation=branch, person=person, login=login, password="Dangwu-2026"
    )
    return login


if __name__ == "__main__":
    main()
