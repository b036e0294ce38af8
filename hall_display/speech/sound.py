"""Sound as a value: one channel of signed 16-bit samples. Pure, but for reading and writing WAV bytes."""

import array
import io
import math
import wave
from collections.abc import Sequence
from pathlib import Path

import msgspec

from queue_server.errors import Fault

SAMPLE_BYTES = 2
SAMPLE_MAX = 32767


class SoundFault(Fault):
    """A sound cannot be read, made or played."""


class Sound(msgspec.Struct, frozen=True):
    """``pcm`` is little-endian; ``rate_hz`` samples make a second."""

    rate_hz: int
    pcm: bytes

    @property
    def duration_ms(self) -> int:
        """How long it lasts, rounded up."""
        return math.ceil(len(self.pcm) / SAMPLE_BYTES * 1000 / self.rate_hz)


def silence(duration_ms: int, rate_hz: int) -> Sound:
    """Return no sound for a while."""
    return Sound(rate_hz, bytes(duration_ms * rate_hz // 1000 * SAMPLE_BYTES))


def join(sounds: Sequence[Sound]) -> Sound:
    """Return the sounds one after the other, sample for sample; all must have one rate."""
    rates = {sound.rate_hz for sound in sounds}
    if len(rates) != 1:
        raise SoundFault(f"sounds of different rates cannot be joined: {sorted(rates)} Hz")
    return Sound(rates.pop(), b"".join(sound.pcm for sound in sounds))


def resample(sound: Sound, rate_hz: int) -> Sound:
    """Return the sound at another rate, by straight lines between samples: good enough for speech."""
    if sound.rate_hz == rate_hz:
        return sound
    old = array.array("h", sound.pcm)
    count = len(old) * rate_hz // sound.rate_hz
    places = (n * sound.rate_hz / rate_hz for n in range(count))
    return Sound(rate_hz, array.array("h", (_between(old, place) for place in places)).tobytes())


def _between(samples: "array.array[int]", place: float) -> int:
    before = int(place)
    after = min(before + 1, len(samples) - 1)
    return round(samples[before] + (samples[after] - samples[before]) * (place - before))


def read_wav(path: Path) -> Sound:
    """Read a WAV file; anything but one channel of 16-bit samples is a fault that names the file."""
    try:
        with wave.open(str(path), "rb") as file:
            shape = (file.getnchannels(), file.getsampwidth())
            if shape != (1, SAMPLE_BYTES):
                raise SoundFault(
                    f"{path}: {shape[0]} channels of {shape[1] * 8} bits; record it mono, 16 bits"
                )
            return Sound(file.getframerate(), file.readframes(file.getnframes()))
    except (wave.Error, EOFError) as error:
        raise SoundFault(f"{path}: not a WAV file ({error})") from error


def to_wav(sound: Sound) -> bytes:
    """Return the bytes of a WAV file."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(SAMPLE_BYTES)
        file.setframerate(sound.rate_hz)
        file.writeframes(sound.pcm)
    return buffer.getvalue()


def loudness(sound: Sound) -> float:
    """Return the root mean square, 0 (silence) to 1."""
    samples = array.array("h", sound.pcm)
    return math.sqrt(sum(sample * sample for sample in samples) / max(1, len(samples))) / SAMPLE_MAX


CHIME_HZ = (659.26, 523.25)
"""E5 and C5, the falling third that says: listen."""
CHIME_TONE_MS = 420
CHIME_PEAK = 0.5
ATTACK_MS = 8
"""A tone that begins at once clicks."""
DECAY_PER_S = 4.5


def chime(rate_hz: int) -> Sound:
    """Return the two tones before a call, struck and fading like a bell."""
    return join([_bell(tone_hz, rate_hz) for tone_hz in CHIME_HZ])


def _bell(tone_hz: float, rate_hz: int) -> Sound:
    count = CHIME_TONE_MS * rate_hz // 1000
    end = count - ATTACK_MS * rate_hz // 1000
    samples = array.array(
        "h", (round(SAMPLE_MAX * _bell_at(n, tone_hz, rate_hz, count, end)) for n in range(count))
    )
    return Sound(rate_hz, samples.tobytes())


def _bell_at(n: int, tone_hz: float, rate_hz: int, count: int, end: int) -> float:
    """Return sample ``n``, -1 to 1: the tone and its octave, swelling, fading, and let go at the end."""
    turn = 2 * math.pi * tone_hz * n / rate_hz
    attack = min(1.0, n * 1000 / rate_hz / ATTACK_MS)
    release = min(1.0, (count - n) / max(1, count - end))
    fading = math.exp(-DECAY_PER_S * n / rate_hz)
    return CHIME_PEAK * attack * release * fading * (0.8 * math.sin(turn) + 0.2 * math.sin(2 * turn))
