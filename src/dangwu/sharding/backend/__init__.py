"""`django.db.backends.postgresql` with composite physical keys, row security and grants."""
