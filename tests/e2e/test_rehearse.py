"""The day before a big meeting: the whole crowd against the running site, and no trace of it."""

import json
import os
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import pytest

from e2e.site import NAME, Site, environment

pytestmark = pytest.mark.e2e


def test_rehearse_lets_everybody_in_and_counts_every_vote(site: Site) -> None:
    server = os.environ["DATABASE_URL"]
    variables = environment(urlunsplit(urlsplit(server)._replace(path=f"/{NAME}")), site.data)

    done = subprocess.run(  # noqa: S603 - ours
        [
            *(sys.executable, "-m", "dangwu.config.cli", "rehearse"),
            *("--persons", "20", "--phones", "4", "--url", site.url),
        ],
        env=variables,
        capture_output=True,
        text=True,
        check=True,
    )

    told = json.loads(done.stdout[done.stdout.index("{") :])
    assert told["confirmed"] == 20
    crowd = {name: (told[name]["count"], told[name]["refused"]) for name in ("door", "votes")}
    assert crowd == {"door": (20, 0), "votes": (20, 0)}
    assert told["hall"]["refused"] == 0
