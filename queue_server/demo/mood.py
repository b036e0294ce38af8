"""The mood in a simulated hall, shared by all its windows. Nothing but data."""


class Mood:
    """While ``is_bad``, the next citizen who is served rates as badly as the evaluator lets them."""

    def __init__(self) -> None:
        self.is_bad = False
