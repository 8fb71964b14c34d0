"""News for the rooms above, in the same transaction."""

from django.dispatch import Signal

# Sent with keep and drop (Person): facts that name `drop` should name `keep`.
person_merged = Signal()
