"""What the configuration's tests share: the smallest right file, and how mistakes are read."""

from collections.abc import Callable

import pytest

from queue_server.config import Config
from queue_server.config_file.load import config_of_text
from queue_server.errors import ConfigError

SMALL = """
[hall]
name = "小厅"

[[areas]]
code = "A"
name = "一区"

[[departments]]
code = "GA"
name = "公安"

[[queues]]
code = "A"
name = "户籍"
area = "A"

[[items]]
code = "GA-1"
name = "户口迁入"
department = "GA"
queue = "A"

[[windows]]
number = "01"
area = "A"
departments = ["GA"]
"""


@pytest.fixture
def small() -> str:
    """The smallest hall that works."""
    return SMALL


@pytest.fixture
def read() -> Callable[[str], Config]:
    """Read a configuration from text."""
    return lambda text: config_of_text(text, "hall.toml")


@pytest.fixture
def mistakes() -> Callable[[str], tuple[str, ...]]:
    """Return the mistakes of a text; the test fails if there is none."""

    def collect(text: str) -> tuple[str, ...]:
        with pytest.raises(ConfigError) as caught:
            config_of_text(text, "hall.toml")
        return caught.value.mistakes

    return collect
