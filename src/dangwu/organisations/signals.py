"""News that rooms above listen to, in the transaction of the change."""

from django.dispatch import Signal

# sender: the class Organisation; organisation: the row as it stands now; on: first day of the change.
organisation_changed = Signal()
