"""Who may issue, void and read documents."""

from dangwu.accounts.access import KEEPERS, READERS, Access
from dangwu.accounts.models import Role
from dangwu.documents.models import Document
from dangwu.organisations.models import Organisation

# Supervisors read records, not what tells of persons.
OF_PERSONS = READERS - {Role.SUPERVISOR}


def can_issue(access: Access, organisation: Organisation) -> bool:
    """Secretary and clerk, for their organisation and what is below."""
    return access.covers(organisation.unit_id, organisation.path, roles=KEEPERS)


def can_void(access: Access, document: Document) -> bool:
    """Whoever may issue for the organisation."""
    return can_issue(access, document.organisation)


def can_see_document(access: Access, document: Document) -> bool:
    """The posts that reach the organisation; what tells of persons not the supervisors."""
    organisation = document.organisation
    roles = OF_PERSONS if document.personal else READERS
    return access.covers(organisation.unit_id, organisation.path, roles=roles)
