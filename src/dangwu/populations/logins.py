"""Accounts that show each role on a population, with passwords meant to be printed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dangwu.accounts.actions import grant_role, open_account
from dangwu.accounts.models import Role
from dangwu.populations.model import Human, Node

PASSWORD = "Dangwu-2026"  # noqa: S105 - printed at every start of a demonstration
SINCE = date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class Login:
    """A demo account as it is printed: what role, how to sign in, who it is, where."""

    role: str
    login: str
    password: str
    name: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Opening:
    """An account to open: a role in an organisation of a unit, perhaps of a person there.

    staged: whether a secretary finds meetings and organisation life at every stage.
    """

    login: str
    role: Role
    unit_id: int
    node: Node | None
    person: Human | None = None
    name: str = ""
    label: str = ""
    staged: bool = True


def open_logins(openings: list[Opening]) -> list[Login]:
    """Open the accounts and return them as they are to be printed."""
    return [_open(opening) for opening in openings]


def _open(opening: Opening) -> Login:
    node, person = opening.node, opening.person
    name = opening.name or (person.name if person else opening.login)
    account = open_account(
        login=opening.login,
        name=name,
        password=PASSWORD,
        unit_id=opening.unit_id,
        person_id=UUID(person.id) if person else None,
    )
    grant_role(
        account=account,
        role=opening.role,
        unit_id=opening.unit_id,
        organisation_id=UUID(node.id) if node else None,
        since=SINCE,
    )
    role = opening.label or str(opening.role.label)
    return Login(role, opening.login, PASSWORD, name, node.name if node else "")
