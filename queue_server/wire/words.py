"""A text in both languages, as every document and screen carries it."""

import msgspec


class Words(msgspec.Struct, frozen=True):
    """A text in both languages; an empty English one means: show the Chinese."""

    zh: str
    en: str = ""
