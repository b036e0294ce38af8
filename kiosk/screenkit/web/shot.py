"""A picture of an app as a citizen sees it: through the bridge, in a real browser. A tool for tests and
eyes.

``python -m kiosk.screenkit.web.shot --cols 96 --rows 27 --out x.png [--tap 10,5] -- python -m
kiosk.citizen``
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk.screenkit.web.browser import open_page, settle, tap
from kiosk.screenkit.web.server import Bridge, address_of, listen

BETWEEN_TAPS_S = 0.7
"""Longer than a double tap."""


async def shoot(
    command: Sequence[str],
    cols: int,
    rows: int,
    out: Path,
    *,
    size_px: tuple[int, int] = (1920, 1080),
    taps: Sequence[tuple[int, int]] = (),
    wait_s: float = 0.0,
) -> None:
    """Start ``command`` behind a bridge, tap the cells ``taps`` one after the other, wait, save a PNG."""
    bridge = Bridge(tuple(command), "127.0.0.1", 0, cols, rows)
    async with listen(bridge) as server, open_page(address_of(server), *size_px) as page:
        for column, row in taps:
            await tap(page, column, row)
            await asyncio.sleep(BETWEEN_TAPS_S)
            await settle(page)
        await asyncio.sleep(wait_s)
        await page.screenshot(path=out)


def _pair(text: str) -> tuple[int, int]:
    left, right = text.replace("x", ",").split(",")
    return int(left), int(right)


def main() -> None:
    """Read the command line and take the picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cols", type=int, required=True)
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True, help="PNG file")
    parser.add_argument("--size", type=_pair, default=(1920, 1080), metavar="WxH", help="window in pixels")
    parser.add_argument("--tap", type=_pair, action="append", default=[], metavar="COLUMN,ROW")
    parser.add_argument("--wait", type=float, default=0.0, metavar="S", help="wait before the picture")
    parser.add_argument("command", nargs="+", help="after --; a leading 'python' means this interpreter")
    args = parser.parse_args()
    command = [sys.executable if args.command[0] == "python" else args.command[0], *args.command[1:]]
    asyncio.run(
        shoot(command, args.cols, args.rows, args.out, size_px=args.size, taps=args.tap, wait_s=args.wait)
    )


if __name__ == "__main__":
    main()
