"""The seeds of days that nobody has seen before, drawn once for a run, and printed also when all is well.

``WUTONG_SIM_SEED`` repeats a run's draw; it also lets the workers of one run agree on what to collect.
"""

import os

import pytest

FRESH_DAYS = 2
_SEED = int(os.environ["WUTONG_SIM_SEED"])
FRESH = tuple(range(_SEED, _SEED + FRESH_DAYS))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which days were drawn."""
    terminalreporter.write_line(f"simulated days drawn for this run: seeds {', '.join(map(str, FRESH))}")
