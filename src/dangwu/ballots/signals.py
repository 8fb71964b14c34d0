"""News for the rooms above, sent in the transaction of the change."""

from django.dispatch import Signal

# unit_id, ballot_id, origin_kind, origin_id, counted_on: a ballot has its result.
ballot_counted = Signal()
