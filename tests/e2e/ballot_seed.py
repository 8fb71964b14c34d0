"""Run inside the site's environment: one on-line ballot of the secretary's branch, and accounts.

Reads {"voters": 5, "secretary": "shuji"} from standard input; writes the ballot's address and the
logins of voters and tellers, the tellers not on the roll.
"""

import json
import os
import secrets
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dangwu.ballots.booth import Contest
    from dangwu.members.models import Person
    from dangwu.organisations.models import Organisation


def main() -> None:
    import django  # noqa: PLC0415 - the settings come from the environment

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dangwu.config.settings")
    django.setup()
    wanted = json.load(sys.stdin)
    json.dump(seed(wanted["voters"], wanted["secretary"]), sys.stdout)


def seed(voters: int, secretary: str) -> dict[str, object]:
    from django.db import transaction  # noqa: PLC0415 - after set-up

    from dangwu.accounts.models import Account  # noqa: PLC0415 - after set-up
    from dangwu.ballots.actions import TellerNamed, create_ballot  # noqa: PLC0415 - after set-up
    from dangwu.config.middleware import access_of  # noqa: PLC0415 - after set-up
    from dangwu.organisations.models import Organisation  # noqa: PLC0415 - after set-up

    stamp = secrets.token_hex(3)
    with transaction.atomic():
        actor = access_of(Account.objects.get(login=secretary))
        (reach,) = [reach for reach in actor.reaches if reach.role == "secretary"]
        branch = Organisation.objects.get(unit_id=reach.unit_id, path=reach.path)
        people = [_enrolled(branch, f"选举人{n:03d}", f"voter{n}-{stamp}") for n in range(voters)]
        watching = [_enrolled(branch, f"监票人{n}", f"teller{n}-{stamp}") for n in (1, 2)]
        ballot = create_ballot(
            actor=actor,
            organisation=branch,
            title="支部党员大会投票",
            tier="online",
            contests=_contests(),
            entitled=[person.id for person in people],
            held_on=actor.today,
            opens_at=actor.now - timedelta(minutes=1),
            closes_at=actor.now + timedelta(hours=2),
            body="assembly",
            should_attend=voters,
            tellers=[
                TellerNamed(watching[0], "scrutineer"),
                TellerNamed(watching[1], "counter"),
            ],
        )
    return {
        "path": f"/ballots/{ballot.unit_id}/{ballot.id}/",
        "voters": [f"voter{n}-{stamp}" for n in range(voters)],
        "tellers": [f"teller{n}-{stamp}" for n in (1, 2)],
    }


def _contests() -> "list[Contest]":
    from dangwu.ballots.booth import Candidate, Question, Race  # noqa: PLC0415 - after set-up
    from dangwu.core.names import name_keys  # noqa: PLC0415 - after set-up

    standing = [Candidate(name, name_keys(name).stroke_key) for name in ("王一", "丁二", "李三")]
    return [Question("接收李明为预备党员"), Race("支部委员会委员", 2, tuple(standing))]


def _enrolled(branch: "Organisation", name: str, login: str) -> "Person":
    """A full member of the branch with an account that has the demo password."""
    import make  # noqa: PLC0415 - after set-up
    from dangwu.accounts.models import Role  # noqa: PLC0415 - after set-up

    person = make.person(name, organisation=branch)
    person.number = f"E2E-{login}"
    person.save(update_fields=["number"])
    make.account(
        role=Role.MEMBER,
        organisation=branch,
        person=person,
        login=login,
        password="Dangwu-2026",
    )
    return person


if __name__ == "__main__":
    main()
