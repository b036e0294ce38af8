"""The synthesised voice: eSpeak NG through ctypes, with the data of espeakng-loader. Offline.

The library has one state for the whole process: make one EspeakVoice, it lets one thread in at a time.
Signatures and constants are those of ``espeak-ng/speak_lib.h`` 1.52.
"""

import ctypes
import threading
from typing import Any

import espeakng_loader

from hall_display.speech.sound import Sound, SoundFault
from queue_server.vocabulary import Language

AUDIO_OUTPUT_SYNCHRONOUS = 2
INITIALIZE_DONT_EXIT = 0x8000
CHARS_UTF8 = 1
POS_CHARACTER = 1
PARAMETER_RATE = 1
PARAMETER_PITCH = 3
VOICES = {Language.CHINESE: "cmn", Language.ENGLISH: "en"}
WORDS_PER_MINUTE = {Language.CHINESE: 150, Language.ENGLISH: 140}
"""Slower than eSpeak's 175: the hall echoes."""
PITCH = 55
_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class EspeakVoice:
    """Says Chinese and English; a sentence of three seconds takes a few milliseconds."""

    name = "espeak"

    def __init__(self) -> None:
        """Load the library; raises SoundFault if it is not there or does not start."""
        try:
            self._library: Any = ctypes.CDLL(espeakng_loader.get_library_path())
            data = espeakng_loader.get_data_path().encode()
        except (OSError, RuntimeError) as error:
            raise SoundFault(f"eSpeak NG cannot be loaded: {error}") from error
        self._rate_hz = self._library.espeak_Initialize(
            AUDIO_OUTPUT_SYNCHRONOUS, 0, data, INITIALIZE_DONT_EXIT
        )
        if self._rate_hz <= 0:
            raise SoundFault(f"eSpeak NG does not start with the data in {data.decode()}")
        self._chunks: list[bytes] = []
        self._one_at_a_time = threading.Lock()
        self._callback = _Callback(self._take)  # kept, or the library would call into freed memory

    def say(self, words: tuple[str, ...], language: Language) -> Sound:
        """Return the sentence; raises SoundFault when the library refuses."""
        text = written(words, language).encode()
        with self._one_at_a_time:
            self._chunks.clear()
            self._set_up(language)
            failed = self._library.espeak_Synth(
                text, ctypes.c_size_t(len(text) + 1), 0, POS_CHARACTER, 0, CHARS_UTF8, None, None
            )
            self._library.espeak_Synchronize()
            if failed:
                raise SoundFault(f"eSpeak NG refuses a sentence: error {failed}")
            return Sound(self._rate_hz, b"".join(self._chunks))

    def _set_up(self, language: Language) -> None:
        self._library.espeak_SetSynthCallback(self._callback)
        if self._library.espeak_SetVoiceByName(VOICES[language].encode()):
            raise SoundFault(f"eSpeak NG has no voice {VOICES[language]}")
        self._library.espeak_SetParameter(PARAMETER_RATE, WORDS_PER_MINUTE[language], 0)
        self._library.espeak_SetParameter(PARAMETER_PITCH, PITCH, 0)

    def _take(self, samples: "ctypes._Pointer[ctypes.c_short]", count: int, _events: object) -> int:
        if count > 0:
            self._chunks.append(ctypes.string_at(samples, count * ctypes.sizeof(ctypes.c_short)))
        return 0


def written(words: tuple[str, ...], language: Language) -> str:
    """Write the words so that they are read right: pauses where a speaker breathes, ``A`` as a letter.

    In English a lone ``A`` would be the article; a comma makes it the letter.
    """
    if language is Language.CHINESE:
        return " ".join(words).replace("号 到", "号，到")
    return " ".join(f"{word}," if len(word) == 1 else word for word in words).replace(
        " to window", ", to window"
    )
