"""Whose devices are whose: line and address to window, and back. Lookups made once from the configuration.

In the configuration an evaluator has its own address, the window's + 128; the bus driver says the window's.
"""

from devices.counter_bus.keymap import Keymap, compile_keymap
from devices.led_bar.protocol import LedKind
from queue_server.config import Config, Counter
from queue_server.vocabulary import WindowNo

EVALUATOR_BIT = 0x80


class Counters:
    """The counters of a hall with their devices."""

    def __init__(self, config: Config) -> None:
        self.all = config.counters
        self._pads = {(each.line, each.pad): each.window for each in self.all if each.pad}
        self._evaluators = {
            (each.line, each.evaluator & ~EVALUATOR_BIT): each.window for each in self.all if each.evaluator
        }
        self._bars = {(each.line, each.led): each.window for each in self.all if each.led}
        self._keymaps = {name: compile_keymap(keys) for name, keys in config.keymaps.items()}
        self.led_kinds = {line.name: LedKind(line.led_kind) for line in config.lines}
        self._keymap_of_line = {line.name: line.keymap for line in config.lines}

    def keymap(self, line: str) -> Keymap:
        """Return the key map of a line's pads."""
        return self._keymaps[self._keymap_of_line[line]]

    def window_of_pad(self, line: str, addr: int) -> WindowNo | None:
        return self._pads.get((line, addr))

    def window_of_evaluator(self, line: str, addr: int) -> WindowNo | None:
        return self._evaluators.get((line, addr))

    def window_of_bar(self, line: str, addr: int) -> WindowNo | None:
        return self._bars.get((line, addr))

    def line_of(self, window: WindowNo) -> str:
        """Return the line of a window's devices."""
        return next(each.line for each in self.all if each.window == window)

    def windows_of(self, line: str) -> tuple[WindowNo, ...]:
        """Return the windows that have a device on ``line``."""
        return tuple(each.window for each in self.all if each.line == line)


def evaluator_addr(counter: Counter) -> int:
    """Return the evaluator's address as the bus driver says it; 0 is none."""
    return counter.evaluator & ~EVALUATOR_BIT
