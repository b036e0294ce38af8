"""What the tests of the hall share: a small hall on a Monday at nine."""

import pytest

from queue_server.hall.memory_hall import Rehearsal


@pytest.fixture
def hall() -> Rehearsal:
    """Return the small hall, nobody signed in, nobody waiting."""
    return Rehearsal()
