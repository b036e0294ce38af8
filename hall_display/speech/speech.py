"""The port Speech, and the hall's speech behind it: chime, sentences, one call after the other."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import structlog

from hall_display.speech.espeak import EspeakVoice
from hall_display.speech.player import Player, find_player
from hall_display.speech.sentence import Manner, languages, words
from hall_display.speech.sound import Sound, SoundFault, chime, join, resample, silence
from hall_display.speech.voices import CannotSay, ClipVoice, Voice
from queue_server.clock import Clock
from queue_server.vocabulary import Language


class Call(Protocol):
    """What is spoken of an announcement; ``Announced`` off the wire is one."""

    @property
    def number(self) -> str: ...
    @property
    def window(self) -> str: ...
    @property
    def language(self) -> Language: ...


class Speech(Protocol):
    """Says calls aloud."""

    async def say(self, call: Call) -> None:
        """Return when the call has been said; raises SoundFault when it cannot be."""
        ...


class HallSpeech:
    """Says each call with the first of its voices that can; two calls are never mixed."""

    def __init__(self, voices: Sequence[Voice], player: Player, manner: Manner | None = None) -> None:
        self._voices = tuple(voices)
        self._player = player
        self._manner = manner or Manner()
        self._turn = asyncio.Lock()
        self._reported: set[tuple[str, ...]] = set()
        self._log = structlog.get_logger("speech")

    async def say(self, call: Call) -> None:
        """Compose off the loop, then play."""
        async with self._turn:
            await self._player.play(await asyncio.to_thread(self.compose, call))

    def compose(self, call: Call) -> Sound:
        """Return everything one call is: chime, sentences, repeats. Blocks for some milliseconds."""
        spoken = [self._sentence(call, language) for language in languages(call.language, self._manner)]
        rate_hz = spoken[0].rate_hz
        pause = silence(self._manner.pause_ms, rate_hz)
        opening = [chime(rate_hz), pause] if self._manner.has_chime else []
        sentences = [
            part for sound in spoken * self._manner.times for part in (resample(sound, rate_hz), pause)
        ]
        return join([*opening, *sentences[:-1]])

    def _sentence(self, call: Call, language: Language) -> Sound:
        wanted = words(call.number, call.window, language, self._manner)
        for voice in self._voices:
            try:
                return voice.say(wanted, language)
            except CannotSay as lack:
                self._report(voice, lack)
        raise SoundFault(f"no voice says {' '.join(wanted)}")

    def _report(self, voice: Voice, lack: CannotSay) -> None:
        """Say once what is missing, not at every call."""
        if lack.missing not in self._reported:
            self._reported.add(lack.missing)
            self._log.warning("voice_lacks_words", voice=voice.name, missing=lack.missing, fault=str(lack))


class NullSpeech:
    """Says nothing and remembers what it was asked to say: for tests, and for boards that must be quiet."""

    def __init__(self, manner: Manner | None = None) -> None:
        self._manner = manner or Manner()
        self.said: list[str] = []

    async def say(self, call: Call) -> None:
        """Remember each sentence."""
        for language in languages(call.language, self._manner):
            self.said.append(" ".join(words(call.number, call.window, language, self._manner)))


def hall_speech(clock: Clock, manner: Manner | None = None, clips: Path | None = None) -> HallSpeech:
    """Put together what this machine has: the hall's clips if there are any, eSpeak, a player.

    Says in the log what is left to record. Raises SoundFault only if no voice at all can be had.
    """
    voices: list[Voice] = []
    if clips is not None:
        recorded = ClipVoice(clips)
        voices.append(recorded)
        if missing := recorded.missing():
            structlog.get_logger("speech").warning("clips_missing", folder=str(clips), missing=missing)
    voices.append(EspeakVoice())
    return HallSpeech(voices, find_player(clock), manner)
