"""What can be wrong with the badge readers: ports, kinds, addresses on a shared port, channel keys."""

from collections import Counter

from queue_server.config_file.check_files import read_channel_key
from queue_server.config_file.check_hall import one_of, unique, within
from queue_server.config_file.check_rim import BAUDS, check_port
from queue_server.config_file.forms import FileForm, ReaderForm
from queue_server.config_file.mistakes import Mistakes

KINDS = ("em4100", "wiegand", "wiegand_hex", "osdp")
PRINTED = ("decimal", "wiegand")
OSDP_ADDRESS_MAX = 126
"""127 is everybody's, and no reader's own."""
OSDP_ON_A_PORT_MAX = 32
AGAIN_MS_MAX = 600_000


def check_readers(file: FileForm, mistakes: Mistakes) -> None:
    """Add every mistake of ``[[readers]]``."""
    unique("readers", "name", (one.name for one in file.readers), mistakes)
    line_of = {line.port: line.name for line in file.lines}
    sharing: dict[str, ReaderForm] = {}
    taken: dict[tuple[str, int], str] = {}
    for place, reader in enumerate(file.readers, start=1):
        where = f"[[readers]] {place} ({reader.name})"
        _reader(where, reader, mistakes)
        _of_kind(where, reader, mistakes)
        if reader.port in line_of:
            mistakes.add(
                f"{where}, key port",
                f'"{reader.port}" is the port of the line {line_of[reader.port]}; give the reader its own',
            )
        _shared(where, reader, sharing.setdefault(reader.port, reader), mistakes)
        if reader.kind == "osdp":
            _address(where, reader, taken, mistakes)
    _crowded(file, mistakes)


def _reader(where: str, reader: ReaderForm, mistakes: Mistakes) -> None:
    if reader.port:
        check_port(f"{where}, key port", reader.port, mistakes)
    one_of(f"{where}, key kind", reader.kind, KINDS, mistakes)
    one_of(f"{where}, key printed", reader.printed, PRINTED, mistakes)
    one_of(f"{where}, key baud", str(reader.baud), tuple(map(str, BAUDS)), mistakes)
    within(f"{where}, key address", reader.address, 0, OSDP_ADDRESS_MAX, mistakes)
    within(f"{where}, key again_after_ms", reader.again_after_ms, 0, AGAIN_MS_MAX, mistakes)


def _of_kind(where: str, reader: ReaderForm, mistakes: Mistakes) -> None:
    """Name what a reader of this kind does not have: it would be written in vain."""
    strange = {"printed": reader.printed != PRINTED[0]} if reader.kind != "em4100" else {}
    if reader.kind != "osdp":
        strange |= {"address": reader.address != 0, "key_file": bool(reader.key_file)}
    for key in (key for key, is_written in strange.items() if is_written and reader.kind in KINDS):
        mistakes.add(
            f"{where}, key {key}", f"means nothing to a reader of the kind {reader.kind}; leave it out"
        )
    if reader.kind == "osdp" and not reader.key_file:
        mistakes.add(
            f"{where}, key key_file",
            "is missing; an osdp reader is heard through its secure channel alone: give the file of its key",
        )
    elif reader.kind == "osdp":
        try:
            read_channel_key(reader.key_file)
        except ValueError as error:
            mistakes.add(f"{where}, key key_file", str(error))


def _shared(where: str, reader: ReaderForm, first: ReaderForm, mistakes: Mistakes) -> None:
    if reader is first or not reader.port:
        return
    if {reader.kind, first.kind} != {"osdp"}:
        mistakes.add(
            f"{where}, key port",
            f'"{reader.port}" is already the reader {first.name}\'s; only osdp readers share one, '
            "give each its own",
        )
    elif reader.baud != first.baud:
        mistakes.add(
            f"{where}, key baud",
            f"{reader.baud} is not the {first.baud} of the reader {first.name} on the same port; "
            "write the same for both",
        )


def _crowded(file: FileForm, mistakes: Mistakes) -> None:
    """Name each port with more OSDP readers than one line can hold."""
    counts = Counter(one.port for one in file.readers if one.kind == "osdp" and one.port)
    for port, readers in counts.items():
        if readers > OSDP_ON_A_PORT_MAX:
            mistakes.add(
                "[[readers]], key port",
                f'"{port}" has {readers} osdp readers; {OSDP_ON_A_PORT_MAX} can share one, '
                "give the others another port",
            )


def _address(where: str, reader: ReaderForm, taken: dict[tuple[str, int], str], mistakes: Mistakes) -> None:
    owner = taken.setdefault((reader.port, reader.address), where)
    if owner != where and reader.port:
        mistakes.add(
            f"{where}, key address",
            f"{reader.address} on {reader.port} is already that of {owner}; give each reader its own",
        )
