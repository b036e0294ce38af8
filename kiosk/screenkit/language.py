"""The two languages of every screen. Texts are given in both; which one leads is the person's choice."""

from typing import Protocol

import msgspec

from queue_server.vocabulary import Language


class _BothLanguages(Protocol):
    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...


class Text(msgspec.Struct, frozen=True):
    """A text in both languages; an empty English one means: show the Chinese."""

    zh: str
    en: str = ""

    @classmethod
    def of(cls, words: _BothLanguages) -> "Text":
        """Take over a pair from elsewhere, such as ``Words`` off the wire."""
        return cls(words.zh, words.en)

    def in_(self, language: Language) -> str:
        """Return the text in ``language``."""
        return self.en or self.zh if language is Language.ENGLISH else self.zh

    def beside(self, language: Language) -> str:
        """Return the text in the other language, empty where both are the same."""
        other = self.in_(other_language(language))
        return "" if other == self.in_(language) else other


class Reading(msgspec.Struct, frozen=True):
    """How this person reads: language, and large type for weak eyes."""

    language: Language = Language.CHINESE
    is_large: bool = False


def other_language(language: Language) -> Language:
    """Return the language one touch away."""
    return Language.ENGLISH if language is Language.CHINESE else Language.CHINESE
