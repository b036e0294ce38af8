"""Five faces for five levels, drawn into cells. Pure; no widget, no colour, no words.

A disc with eyes and a mouth cut out of it: what the mouth says is said without colour too.
"""

from functools import lru_cache

from PIL import Image, ImageDraw, ImageOps

from kiosk.screenkit.dots import DotMode
from kiosk.screenkit.glyphs import Drawing, draw_image

SIDE = 512
"""Pixels of the drawing before it is cut into dots."""
INK, PAPER = 255, 0
EYE_X, EYE_Y, EYE_R = 0.165, 0.37, 0.072
STROKE = 0.085
"""Everything in parts of the side."""
MOUTHS = {
    5: (0.24, 0.34, 0.76, 0.86),
    4: (0.25, 0.28, 0.75, 0.76),
    2: (0.27, 0.63, 0.73, 1.07),
    1: (0.25, 0.58, 0.75, 1.02),
}
"""Level -> the box of the circle that the mouth is a part of; ``3`` has a straight one."""
STRAIGHT = (0.29, 0.655, 0.71, 0.735)


@lru_cache(maxsize=64)
def draw_face(level: int, rows: int, mode: DotMode) -> Drawing:
    """Return the face of ``level`` (1 to 5), ``rows`` high and as wide as it is high."""
    return draw_image(face_image(level), rows, mode)


def face_image(level: int) -> Image.Image:
    """Return the face of ``level`` in grey, ink on paper."""
    image = Image.new("L", (SIDE, SIDE), PAPER)
    pen = ImageDraw.Draw(image)
    pen.ellipse(_px(0.01, 0.01, 0.99, 0.99), fill=INK)
    _eyes(pen, level)
    _mouth(pen, level)
    left = image.crop((0, 0, SIDE // 2, SIDE))
    image.paste(ImageOps.mirror(left), (SIDE // 2, 0))  # even at few dots both sides are the same
    return image


def _px(*parts: float) -> tuple[float, ...]:
    return tuple(part * SIDE for part in parts)


def _eyes(pen: ImageDraw.ImageDraw, level: int) -> None:
    for side in (-1, 1):
        x = 0.5 + side * EYE_X
        tall = EYE_R * 1.35
        pen.ellipse(_px(x - EYE_R, EYE_Y - tall, x + EYE_R, EYE_Y + tall), fill=PAPER)
        if level == 1:
            brow = _px(0.5 + side * 0.07, 0.25, 0.5 + side * 0.30, 0.15)
            pen.line(brow, fill=PAPER, width=round(STROKE * 0.8 * SIDE))


def _mouth(pen: ImageDraw.ImageDraw, level: int) -> None:
    width = round(STROKE * SIDE)
    if level == 5:
        pen.chord(_px(*MOUTHS[5]), 0, 180, fill=PAPER)
    elif level == 3:
        pen.rounded_rectangle(_px(*STRAIGHT), radius=width / 2, fill=PAPER)
    elif level == 4:
        pen.arc(_px(*MOUTHS[4]), 20, 160, fill=PAPER, width=width)
    else:
        start, end = (205, 335) if level == 2 else (190, 350)
        pen.arc(_px(*MOUTHS[level]), start, end, fill=PAPER, width=width)
