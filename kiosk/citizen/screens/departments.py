"""DepartmentsScreen: every department that has items here."""

from kiosk.citizen.messages import DepartmentChosen
from kiosk.citizen.screens.tiles_screen import TilesScreen
from kiosk.citizen.texts import ASK_DEPARTMENT, ITEMS, filled
from kiosk.citizen.view import Department
from kiosk.screenkit.language import Text
from kiosk.screenkit.pages import Tile


class DepartmentsScreen(TilesScreen):
    """For those who know whom they come to rather than what for."""

    GRID = (3, 3)
    GRID_LARGE = (1, 3)

    def question(self) -> Text:
        return ASK_DEPARTMENT

    def tiles(self) -> tuple[Tile, ...]:
        return tuple(self._tile(department) for department in self.state.view.departments)

    def chosen(self, key: str) -> None:
        self.post_message(DepartmentChosen(key))

    def _tile(self, department: Department) -> Tile:
        label = self.say(department.name)
        if self.reading.is_large:
            return Tile(department.code, label)
        beside = department.name.beside(self.reading.language)
        return Tile(department.code, label, beside or self.say(filled(ITEMS, n=department.items)))
