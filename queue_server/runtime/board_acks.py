"""How far each board has come with the announcements: in memory at once, on disk with the next batch."""

from queue_server.runtime.limits import BOARDS_MAX


class BoardAcks:
    """Board -> the last announcement it has shown. Bounded: boards beyond the bound are not remembered."""

    def __init__(self) -> None:
        self._heard: dict[str, int] = {}
        self._unsaved: dict[str, int] = {}

    def load(self, heard: dict[str, int]) -> None:
        """Begin with what the disk holds."""
        self._heard = heard

    def heard(self, board: str, n: int) -> bool:
        """Take note; say whether there is something new to write."""
        is_unknown = board not in self._heard
        if n <= self._heard.get(board, 0) or (is_unknown and len(self._heard) >= BOARDS_MAX):
            return False
        self._heard[board] = self._unsaved[board] = n
        return True

    def heard_until(self, board: str) -> int:
        return self._heard.get(board, 0)

    def take_unsaved(self) -> tuple[tuple[str, int], ...]:
        """Return what the next batch must write."""
        taken, self._unsaved = tuple(self._unsaved.items()), {}
        return taken

    def put_back(self, acks: tuple[tuple[str, int], ...]) -> None:
        """They could not be written; newer ones of the same board stand."""
        self._unsaved = dict(acks) | self._unsaved
