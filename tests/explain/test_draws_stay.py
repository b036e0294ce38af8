"""The draws of a forecast stay what they were: NumPy may change them with a release, and that must be known.

NumPy promises the bits of PCG64, not what its distributions make of them. A release that fails here makes old
forecasts come out otherwise: say so in the changelog, with the release that still tells them the same.
"""

import numpy as np
import pytest

SEED = 20_260_302


@pytest.mark.parametrize(
    ("way", "first"),
    [
        ("random", ["0x1.68acb9314dd10p-2", "0x1.1b4163dcd7d0cp-1", "0x1.79e9727836184p-3"]),
        ("standard_exponential", ["0x1.dfe75cd0d513ap-3", "0x1.7b9adca07424cp-1", "0x1.c02cce192648bp-3"]),
    ],
)
def test_the_first_draws_of_a_seed(way: str, first: list[str]) -> None:
    chance = np.random.Generator(np.random.PCG64(SEED))
    assert [float(each).hex() for each in getattr(chance, way)(3)] == first
