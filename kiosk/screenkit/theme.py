"""The colours of all screens, by name. Style sheets say ``$hall-...``; code that draws says
``PALETTE[...]``.

Every pair of ink and paper used together has a contrast of at least 4.5 to 1 (tests/screenkit).
"""

from pathlib import Path
from types import MappingProxyType

SCREENKIT_TCSS = Path(__file__).with_name("screenkit.tcss")
"""First in every app's ``CSS_PATH``."""

PALETTE = MappingProxyType({
    "hall-night": "#04152b",
    "hall-panel": "#0a2547",
    "hall-panel-deep": "#071d3a",
    "hall-tile": "#0f3a70",
    "hall-quiet": "#17375f",
    "hall-header": "#a3121f",
    "hall-header-deep": "#7d0d17",
    "hall-band": "#0d3b78",
    "hall-gold": "#ffd75e",
    "hall-ink": "#ffffff",
    "hall-ink-soft": "#e6f0ff",
    "hall-ink-dim": "#9fc2ee",
    "hall-line": "#5b7fa8",
    "hall-go": "#0e7a45",
    "hall-go-ink": "#7dffb0",
    "hall-amber": "#8a5a00",
    "hall-amber-ink": "#ffb454",
    "hall-danger": "#b3121f",
    "hall-danger-ink": "#ff8f8f",
    "hall-card-yellow": "#e8b400",
    "hall-card-yellow-ink": "#201800",
})  # fmt: skip
"""Name -> colour."""
