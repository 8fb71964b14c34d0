"""How the minutes of one activity are shared among its kinds in the sums of a member."""

from typing import Final

# One hour of study is one hour, however many of these names the activity carries: it is booked
# under the first of them, the one that most rules count.
HOUR_KINDS: Final = ("training", "study", "lecture", "secretary_training")

# The minutes that activity `a` books under kind `k.kind`.
MINUTES: Final = """CASE
    WHEN k.kind = ANY(%(hour_kinds)s) AND k.kind <> (
      SELECT h.kind FROM unnest(%(hour_kinds)s::text[]) WITH ORDINALITY AS h(kind, i)
      WHERE h.kind = ANY(a.kinds) ORDER BY h.i LIMIT 1) THEN 0
    ELSE coalesce(a.minutes, 0) END"""
