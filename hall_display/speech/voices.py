"""What turns words into sound. A voice blocks; whoever uses it does so in a thread."""

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from hall_display.speech.sentence import DIGITS, YAO
from hall_display.speech.sound import Sound, SoundFault, join, read_wav
from queue_server.vocabulary import Language


class CannotSay(SoundFault):
    """A voice has no sound for some of the words: ``missing``."""

    def __init__(self, missing: tuple[str, ...], where: str) -> None:
        super().__init__(f"{where}: nothing recorded for {', '.join(missing)}")
        self.missing = missing


class Voice(Protocol):
    """Says the words of one sentence."""

    name: str

    def say(self, words: tuple[str, ...], language: Language) -> Sound:
        """Return the sentence; raises CannotSay or SoundFault."""
        ...


CLIP_WORDS = ("请", "号", "到", "窗口", *DIGITS, YAO, "十", "百", *"ABCDEFGHIJKLMNOPQRSTUVWXYZ")
"""What a hall records: one WAV each, named as the word (``请.wav``, ``A.wav``) or by ``ASCII_NAMES``."""
ASCII_NAMES = {
    "请": "qing", "号": "hao", "到": "dao", "窗口": "chuangkou", YAO: "yao", "十": "shi", "百": "bai",
    **{word: str(digit) for digit, word in enumerate(DIGITS)},
}  # fmt: skip
"""For file systems and memory sticks that lose Chinese names."""


class ClipVoice:
    """The recorded voice of the hall, Chinese only. Each clip is read once."""

    name = "clips"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._clips: dict[str, Sound] = {}

    def say(self, words: tuple[str, ...], language: Language) -> Sound:
        """Join the clips, sample for sample."""
        if language is not Language.CHINESE:
            raise CannotSay((language.value,), str(self._folder))
        if missing := self.missing(words):
            raise CannotSay(missing, str(self._folder))
        return join([self._clip(word) for word in words])

    def missing(self, words: Iterable[str] = CLIP_WORDS) -> tuple[str, ...]:
        """Return the words without a file, each once; at start, over all words, what is left to record."""
        return tuple(dict.fromkeys(word for word in words if self._path(word) is None))

    def _clip(self, word: str) -> Sound:
        if word not in self._clips:
            path = self._path(word)
            assert path is not None
            self._clips[word] = read_wav(path)
        return self._clips[word]

    def _path(self, word: str) -> Path | None:
        if word not in CLIP_WORDS:  # a word off the wire never becomes a path
            return None
        names = (word, ASCII_NAMES.get(word, word))
        return next((path for name in names if (path := self._folder / f"{name}.wav").is_file()), None)
