"""What every test shares: the ``needs`` marker. No product rule is written here.

A test that needs a Debian package is skipped where the package is absent, each with the
package's name; where WUTONG_NEEDS_ALL=1 (continuous integration) the absence is a failure.
"""

import gc
import os
import random
import shutil
import sys
from pathlib import Path

import pytest

from kiosk.screenkit.dots import DOTS_VARIABLE
from tests.style_sheets import parse_once

# Here, since it is read before the workers are made: they must agree on what to collect (tests/simulation).
os.environ.setdefault("WUTONG_SIM_SEED", str(random.SystemRandom().randrange(10**9)))


def _keep_bytecode() -> None:
    """Keep compiled modules in the environment's folder where whoever starts the run wants none in the tree.

    Without them every worker compiles all the tests, and every program a test starts compiles the hall: half
    of the second it takes to start. The workers and the programs inherit this. A folder that cannot be
    written to is passed over by Python itself.
    """
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):
        os.environ.setdefault("PYTHONPYCACHEPREFIX", str(Path(sys.prefix) / "bytecode"))
        sys.pycache_prefix, sys.dont_write_bytecode = os.environ["PYTHONPYCACHEPREFIX"], False


_keep_bytecode()
parse_once()
# Every program that loads NumPy starts a thread for each core for algebra nobody does: a tenth of its start.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

PROGRAM_OF = {
    "chromium": "chromium",
    "socat": "socat",
    "zbar-tools": "zbarimg",
    "tmux": "tmux",
    "ser2net": "ser2net",
    "openssl": "openssl",
    "poppler-utils": "pdftotext",
}
"""Debian package -> the program whose presence proves it."""


def pytest_collection_finish() -> None:
    """Let the collector pass over what was imported: looking through it again cost an eighth of the suite."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip, or fail where skipping is forbidden, when a needed Debian package is absent.

    And every test begins on the same terminal: what a program's arguments say of it stays in the process.
    """
    os.environ.pop(DOTS_VARIABLE, None)
    for mark in item.iter_markers("needs"):
        for package in mark.args:
            if shutil.which(PROGRAM_OF[package]) is None:
                _absent(package)


def _absent(package: str) -> None:
    reason = f"needs the Debian package {package} (apt-get install {package})"
    if os.environ.get("WUTONG_NEEDS_ALL") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
