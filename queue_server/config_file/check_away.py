"""What can be wrong with ``[away]``: marks that could be mistaken for another kiosk's, or for a queue's."""

from queue_server.config_file.check_hall import within
from queue_server.config_file.forms import FileForm
from queue_server.config_file.mistakes import Mistakes

WHERE = "[away], key marks"


def check_away(file: FileForm, mistakes: Mistakes) -> None:
    """Add every mistake of the table."""
    if not file.away.marks:
        return
    least_digits = min((queue.digits for queue in file.queues), default=3)
    within("[away], key numbers", file.away.numbers, 1, int(10**least_digits) - 1, mistakes)
    owners: dict[str, str] = {}
    for kiosk, mark in file.away.marks.items():
        _mark(kiosk, mark, mistakes)
        if mark in owners:
            mistakes.add(WHERE, f'"{mark}" is the mark of {owners[mark]} and of {kiosk}; give each its own')
        owners[mark] = kiosk
    _queues(file, mistakes)


def _mark(kiosk: str, mark: str, mistakes: Mistakes) -> None:
    if not (len(mark) == 1 and mark.isascii() and mark.isupper()):
        mistakes.add(WHERE, f'{kiosk} = "{mark}" is not one letter from A to Z')


def _queues(file: FileForm, mistakes: Mistakes) -> None:
    """``AZ001`` must not be a number of a queue AZ."""
    codes = {queue.code for queue in file.queues}
    for queue in file.queues:
        for kiosk, mark in file.away.marks.items():
            if mark and any(code.startswith(f"{queue.code}{mark}") for code in codes):
                mistakes.add(
                    WHERE,
                    f'{kiosk} = "{mark}": the numbers {queue.code}{mark}001 of queue {queue.code} look like '
                    f"those of another queue; choose another letter",
                )
