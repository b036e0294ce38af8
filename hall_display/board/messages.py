"""What the board's workers tell the app. Past tense; no widget is touched by a worker."""

from textual.message import Message


class CallSpoken(Message):
    """The voice has ended with announcement ``n``; ``fault`` says what failed, if anything did."""

    def __init__(self, n: int, fault: str = "") -> None:
        super().__init__()
        self.n = n
        self.fault = fault


class StayEnded(Message):
    """The newest call has stood long enough for the next one."""
