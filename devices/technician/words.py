"""A frame in words, Chinese first, English beside it. Pure."""

from devices.counter_bus.keymap import Keymap
from devices.counter_bus.protocol import (
    Beep,
    DownFrame,
    Fail,
    KeysHeard,
    Ok,
    PadKeys,
    PleaseRate,
    RatingHeard,
    RatingPressed,
    ShowTicket,
    ShowWaiting,
    Stars,
    decode_down,
    decode_up,
)
from devices.framing import RawFrame
from devices.led_bar.protocol import LedReply, LedText, decode_led

KEY_NAMES = {
    "start": 0x0A,
    "rate": 0x0B,
    "call": 0x0C,
    "recall": 0x0D,
    "cancel": 0x0E,
    "fn": 0x0F,
    "pause": 0x12,
    "transfer": 0x13,
}
"""What stands on the caps of the usual pads; what a key *does* is the key map's."""


def spaced_hex(data: bytes) -> str:
    """Return bytes as a manual writes them."""
    return data.hex(" ").upper()


def describe(raw: RawFrame, keymap: Keymap | None = None) -> str:
    """Say what a frame means, whoever sent it; a pad's keys and the echo of them are the same bytes."""
    led = decode_led(raw)
    if led is not None:
        return _of_bar(led)
    up = decode_up(raw)
    if up is not None:
        return _of_press(up, keymap)
    down = decode_down(raw)
    return f"不明帧 unknown {raw.family}" if down is None else describe_down(down)


def _of_bar(said: LedText | LedReply) -> str:
    if isinstance(said, LedReply):
        return f"{said.addr}号窗口屏应答 bar {said.addr} answers"
    colours = "+".join(run.colour.name.lower() for run in said.runs) or "-"
    return f"{said.addr}号窗口屏显示「{said.text}」 bar {said.addr} shows ({colours})"


def _of_press(said: PadKeys | RatingPressed, keymap: Keymap | None) -> str:
    if isinstance(said, RatingPressed):
        return f"{said.addr}号评价器评价 {said.value} evaluator {said.addr} rates {said.value}"
    keys = _keys(said)
    return f"{said.addr}号呼叫器按键 {keys} pad {said.addr} keys {keys}{_meaning(said, keymap)}"


def _keys(said: PadKeys) -> str:
    names = {function: name for name, function in KEY_NAMES.items()}
    name = names.get(said.function, "?")
    return " ".join(part for part in (said.digits, f"{said.function:02X}({name})") if part)


def _meaning(said: PadKeys, keymap: Keymap | None) -> str:
    if keymap is None:
        return ""
    meaning = keymap.lookup(said.digits, said.function)
    return " = 无定义 no meaning" if meaning is None else f" = {meaning.act}"


def describe_down(said: DownFrame) -> str:
    """Say what the host told a pad or an evaluator."""
    match said:
        case ShowTicket(addr=addr, number=number):
            return f"{addr}号呼叫器显示号票 {number or '(空)'} pad {addr} shows ticket {number or '(blank)'}"
        case ShowWaiting(addr=addr, waiting=waiting, ticket=ticket):
            beside = f" + {ticket}" if ticket else ""
            return f"{addr}号呼叫器显示等候 {waiting}{beside} pad {addr} shows waiting {waiting}{beside}"
        case Ok(addr=addr):
            return f"{addr}号呼叫器: 成功 pad {addr} told ok"
        case Fail(addr=addr):
            return f"{addr}号呼叫器: 失败 pad {addr} told fail"
        case Beep(addr=addr):
            return f"{addr}号呼叫器鸣响 pad {addr} beeps"
        case KeysHeard(keys=keys):
            return f"{keys.addr}号呼叫器得到回显 {_keys(keys)} pad {keys.addr} hears its echo"
        case _:
            return _of_evaluator(said)


def _of_evaluator(said: Stars | PleaseRate | RatingHeard) -> str:
    addr = said.addr
    match said:
        case Stars(stars=stars):
            return f"{addr}号评价器显示 {stars} 星 evaluator {addr} shows {stars} stars"
        case PleaseRate():
            return f"{addr}号评价器请评价 evaluator {addr} asks for a rating"
        case RatingHeard(value=value):
            what = "" if value is None else f" {value}"
            return f"{addr}号评价器得到确认{what} evaluator {addr} hears its acknowledgement{what}"


def describe_drops(drops: dict[str, int]) -> str:
    """Say what was thrown away since the start."""
    said = " ".join(f"{reason}={count}" for reason, count in sorted(drops.items()))
    return f"丢弃 dropped: {said or '0'}"
