"""The resident identity number (GB 11643-1999): eighteen signs, the last one a check. Pure; never logged.

The kiosk checks the number before it sends it, so that a slip of the finger is told at once.
"""

LENGTH = 18
KEYS = "123456789X0"
WEIGHTS = tuple(2**power % 11 for power in range(LENGTH - 1, 0, -1))
"""GB 11643-1999, 5.2: the weight of place i, counted from the right and from 1, is 2^(i-1) mod 11."""
CHECKS = "10X98765432"
"""By the weighted sum modulo 11 (ISO 7064 MOD 11-2)."""
SHOWN_LAST = 1


def may_follow(typed: str, key: str) -> bool:
    """Return whether ``key`` can come after ``typed``: X is only ever the last."""
    return len(typed) < LENGTH and (key.isdigit() or (key == "X" and len(typed) == LENGTH - 1))


def is_valid(number: str) -> bool:
    """Return whether ``number`` is whole and its check is right."""
    if len(number) != LENGTH or not number[:-1].isascii() or not number[:-1].isdigit():
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:-1], WEIGHTS, strict=True))
    return number[-1] == CHECKS[total % len(CHECKS)]


def masked(typed: str) -> str:
    """Return what the screen shows: only the sign just typed, so that nobody reads it over a shoulder."""
    hidden = max(0, len(typed) - SHOWN_LAST)
    places = "*" * hidden + typed[hidden:]
    return " ".join((places[:6], places[6:10], places[10:14], places[14:])).strip()


def last_four(number: str) -> str:
    """Return what a ticket may show of the number."""
    return number[-4:]
