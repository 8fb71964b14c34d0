"""The worker as a process: nightly counts, reminders, files, one job after another."""

import django
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params

# One listens, one fetches, one says that we live; the usual four would wait idle.
CONNECTIONS = (1, 4)


def main() -> None:
    """Work until told to stop."""
    django.setup()
    least, most = CONNECTIONS
    connector = PsycopgConnector(kwargs=connector_params(), min_size=least, max_size=most)
    with app.replace_connector(connector):
        app.run_worker()


if __name__ == "__main__":
    main()
