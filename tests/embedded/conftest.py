import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder that no cluster has used, with a short path."""
    parent = Path(tempfile.mkdtemp(prefix="dw-"))
    if os.geteuid() == 0:
        parent.chmod(0o711)  # the account of root's server passes through
    yield parent / "data"
    shutil.rmtree(parent)
