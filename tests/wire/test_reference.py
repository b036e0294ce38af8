"""docs/wire.md says what the types say: every message, every field, and examples that can be read."""

from pathlib import Path

import msgspec
import pytest

from queue_server.errors import PeerError
from queue_server.vocabulary import Role
from queue_server.wire import (
    codec,
    from_board,
    from_kiosk,
    from_manager,
    from_rating,
    from_server,
    from_wall,
    from_window,
)
from queue_server.wire.documents import AnyDoc
from queue_server.wire.greeting import Hello
from queue_server.wire.reference import MARK, example, messages_of, renewed

PAGE = Path(__file__).parents[2] / "docs" / "wire.md"
SPOKEN = {
    Role.KIOSK: messages_of(from_kiosk.FromKiosk),
    Role.WINDOW: messages_of(from_window.FromWindow),
    Role.MANAGER: messages_of(from_manager.FromManager),
    Role.BOARD: (from_board.Heard,),
    Role.WALL: messages_of(from_wall.FromWall),
    Role.RATING: (from_rating.RateService,),
}
ALL = (
    Hello,
    *(kind for kinds in SPOKEN.values() for kind in kinds),
    *messages_of(from_server.FromServer),
    *messages_of(AnyDoc),
)


def test_the_page_is_current() -> None:
    page = PAGE.read_text("utf-8")
    assert MARK in page
    assert page == renewed(page), "run: python -m queue_server.wire.reference docs/wire.md"


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_every_message_and_field_is_on_the_page(kind: type[msgspec.Struct]) -> None:
    section = (
        PAGE.read_text("utf-8").partition(f"### `{kind.__struct_config__.tag}`\n")[2].partition("### ")[0]
    )
    for field in msgspec.structs.fields(kind):
        assert f"| `{field.name}` |" in section
    assert codec.encode(example(kind)).decode() in section


@pytest.mark.parametrize(
    ("role", "kind"), [(role, kind) for role, kinds in SPOKEN.items() for kind in kinds], ids=str
)
def test_every_example_is_understood_from_its_speaker_alone(role: Role, kind: type[msgspec.Struct]) -> None:
    data = codec.encode(example(kind))
    assert codec.decode_spoken(role, data) == example(kind)
    for other in set(Role) - {one for one, kinds in SPOKEN.items() if kind in kinds}:
        with pytest.raises(PeerError):
            codec.decode_spoken(other, data)


@pytest.mark.parametrize("kind", messages_of(from_server.FromServer), ids=lambda kind: kind.__name__)
def test_every_example_of_the_server_is_understood(kind: type[msgspec.Struct]) -> None:
    assert codec.decode_from_server(codec.encode(example(kind))) == example(kind)


@pytest.mark.parametrize("kind", messages_of(AnyDoc), ids=lambda kind: kind.__name__)
def test_every_document_travels_in_a_snapshot_encoded_once(kind: type[msgspec.Struct]) -> None:
    doc = example(kind)
    data = codec.encode_snapshot(7, 8, (codec.encode_raw(doc),))
    assert codec.decode_from_server(data) == from_server.Snapshot(7, 8, (doc,))  # type: ignore[arg-type]  # a document
    data = codec.encode_delta(7, 8, (codec.encode_raw(doc),), ("gone",))
    assert codec.decode_from_server(data) == from_server.Delta(7, 8, (doc,), ("gone",))  # type: ignore[arg-type]  # a document
