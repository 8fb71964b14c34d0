"""Who makes questionnaires, who reads what came back, who sees persons."""

from dangwu.accounts.access import KEEPERS, READERS, Access
from dangwu.organisations.models import Organisation
from dangwu.questionnaires.models import Questionnaire


def can_make(access: Access, organisation: Organisation) -> bool:
    """Whether questionnaires of this organisation are made: its keepers and those above."""
    return access.covers(organisation.unit_id, organisation.path, roles=KEEPERS)


def can_keep(access: Access, questionnaire: Questionnaire) -> bool:
    """Whether this one is changed, opened, closed; in a named one, whether persons are seen."""
    return can_make(access, questionnaire.organisation)


def can_read(access: Access, questionnaire: Questionnaire) -> bool:
    """Whether the questionnaire and its totals are read: the posts that reach it."""
    organisation = questionnaire.organisation
    return access.covers(organisation.unit_id, organisation.path, roles=READERS)
