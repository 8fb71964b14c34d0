"""What every test of rosters stands on."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from exchange.town import Town


@pytest.fixture
def town(db: None) -> "Town":
    """A committee with two branches and its clerk."""
    from exchange.town import make_town  # noqa: PLC0415 - after Django is set up

    return make_town()
