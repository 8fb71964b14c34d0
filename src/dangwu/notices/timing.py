"""When a notice may leave the product: digest time and quiet hours, in the time of Shanghai."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from dangwu.notices.models import DIGEST_AT, QUIET_FROM, QUIET_UNTIL


@dataclass(frozen=True, slots=True)
class Hours:
    """Quiet from … until …; the same moment twice means no quiet hours. May pass midnight."""

    quiet_from: time = QUIET_FROM
    quiet_until: time = QUIET_UNTIL
    digest_at: time = DIGEST_AT

    def is_quiet(self, at: time) -> bool:
        """Whether a time of day lies in the quiet hours."""
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= at < self.quiet_until
        return at >= self.quiet_from or at < self.quiet_until


def after_quiet(moment: datetime, hours: Hours) -> datetime:
    """Return the moment itself, or the end of the quiet hours that it lies in."""
    local = timezone.localtime(moment)
    if not hours.is_quiet(local.time()):
        return moment
    return _next(local, hours.quiet_until)


def next_digest(moment: datetime, hours: Hours) -> datetime:
    """Return the next time of the digest, after the quiet hours if it lies in them."""
    return after_quiet(_next(timezone.localtime(moment), hours.digest_at), hours)


def _next(local: datetime, at: time) -> datetime:
    today = local.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return today if today >= local else today + timedelta(days=1)
