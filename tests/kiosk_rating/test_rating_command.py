"""``kiosk rating`` on the command line: whose screen it becomes, and what is said of a mistake."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.rating.options import add_arguments, make_app
from kiosk.rating.view import Phase
from queue_server.config import Token
from queue_server.errors import ConfigError
from queue_server.runtime.doorstep import config_of, doorstep
from queue_server.vocabulary import Language, Role
from tests.end_to_end.conftest import until


def parsed(*words: str) -> Namespace:
    parser = ArgumentParser()
    add_arguments(parser)
    return parser.parse_args(words)


async def test_it_comes_in_with_its_token_and_shows_its_window(tmp_path: Path) -> None:
    token = tmp_path / "rating.token"
    token.write_text("secret-of-02\n", encoding="utf-8")
    async with doorstep(config_of(tokens=(Token(Role.RATING, "secret-of-02", names=("02",)),))) as door:
        words = ("--server", door.url, "--window", "2", "--token-file", str(token), "--language", "en")
        app = make_app(parsed(*words))
        async with app.run_test(size=(96, 27)):
            await until(lambda: app.view.phase is Phase.IDLE)
            assert (app.view.window, app.language) == ("02", Language.ENGLISH)


async def test_another_window_s_token_is_named_as_the_reason(tmp_path: Path) -> None:
    token = tmp_path / "rating.token"
    token.write_text("secret-of-02", encoding="utf-8")
    async with doorstep(config_of(tokens=(Token(Role.RATING, "secret-of-02", names=("02",)),))) as door:
        words = ("--server", door.url, "--window", "01", "--token-file", str(token))
        app = make_app(parsed(*words))
        async with app.run_test(size=(96, 27)):
            await until(lambda: app.view.alarm is not None and "令牌" in app.view.alarm.zh)
            assert app.view.phase is Phase.AWAY


def test_a_token_file_that_is_not_there_is_named() -> None:
    words = ("--window", "02", "--token-file", "/nowhere/rating.token")
    with pytest.raises(ConfigError, match=r"/nowhere/rating\.token: No such file"):
        make_app(parsed(*words))


def test_help_names_every_word(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["rating", "--help"])
    assert end.value.code == 0
    told = capsys.readouterr().out
    assert all(word in told for word in ("--window", "--token-file", "--language", "--web"))
