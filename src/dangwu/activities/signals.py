"""News of this room for those above it, sent inside the transaction of the change."""

from django.dispatch import Signal

# The work of organisations changed: unit_id, organisation_ids, today.
work_changed = Signal()
