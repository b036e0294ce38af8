"""Whatever bytes come, every decoder answers or refuses in its own words: any bytes, and real ones spoilt."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.seeds import SEEDS
from tests.fuzz.targets import TARGETS

DEAR = {"configuration": 15}
"""Targets that take long, and with how many examples they are tried."""


def spoilt(data: bytes, chance: random.Random) -> bytes:
    """Return the input with some bytes changed, left out, doubled, or moved to the end."""
    body = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(body) + 1)
        match chance.randrange(4):
            case 0:
                body[at:at] = chance.randbytes(chance.randint(1, 4))
            case 1:
                del body[at : at + chance.randint(1, 8)]
            case 2:
                body[at : at + 1] = bytes([chance.randrange(256)])
            case _:
                body = body[at:] + body[:at]
    return bytes(body)


@pytest.mark.parametrize("name", TARGETS)
def test_a_decoder_survives_any_bytes(name: str) -> None:
    @settings(max_examples=DEAR.get(name, 60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.binary(max_size=300))
    def survive(data: bytes) -> None:
        TARGETS[name](data)

    survive()


@pytest.mark.parametrize("name", sorted(SEEDS))
def test_a_decoder_survives_real_input_spoilt(name: str) -> None:
    chance = random.Random(name)
    for seed in SEEDS[name]:
        TARGETS[name](seed)
        for _ in range(DEAR.get(name, 200)):
            TARGETS[name](spoilt(seed, chance))


def test_every_seed_is_of_a_target() -> None:
    assert SEEDS.keys() <= TARGETS.keys()
