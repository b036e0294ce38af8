"""The five faces: each its own, even without colour, and both its sides alike at any size."""

import pytest
from PIL import ImageOps

from kiosk.rating.faces import draw_face, face_image
from kiosk.screenkit.dots import DotMode
from kiosk.screenkit.stars import STARS


@pytest.mark.parametrize("mode", DotMode)
@pytest.mark.parametrize("rows", [6, 7, 8, 12])
def test_no_two_levels_look_alike(rows: int, mode: DotMode) -> None:
    faces = {draw_face(level, rows, mode) for level in STARS}
    assert len(faces) == 5
    for face in faces:
        assert len(face.lines) == rows
        assert face.columns == 2 * rows
        assert all(sum(len(run.characters) for run in line) == 2 * rows for line in face.lines)


@pytest.mark.parametrize("level", STARS)
def test_both_sides_of_a_face_are_alike(level: int) -> None:
    image = face_image(level)
    assert image.tobytes() == ImageOps.mirror(image).tobytes()
