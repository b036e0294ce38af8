"""The voices: clips joined sample for sample, eSpeak heard offline, and what they cannot say."""

import wave
from itertools import pairwise
from pathlib import Path

import pytest

from hall_display.speech.espeak import EspeakVoice, written
from hall_display.speech.sentence import Manner, words
from hall_display.speech.sound import (
    Sound,
    SoundFault,
    chime,
    join,
    loudness,
    read_wav,
    resample,
    silence,
    to_wav,
)
from hall_display.speech.voices import ASCII_NAMES, CLIP_WORDS, CannotSay, ClipVoice
from queue_server.vocabulary import Language

ZH, EN = Language.CHINESE, Language.ENGLISH
CALL = words("A012", "03", ZH, Manner())


def clip(word: str, rate_hz: int = 16_000) -> Sound:
    """Return a clip that is told from all others by every one of its samples."""
    mark = CLIP_WORDS.index(word) + 1
    return Sound(rate_hz, mark.to_bytes(2, "little") * (10 + mark))


def record(folder: Path, *leave_out: str, names: dict[str, str] | None = None) -> None:
    for word in CLIP_WORDS:
        if word not in leave_out:
            (folder / f"{(names or {}).get(word, word)}.wav").write_bytes(to_wav(clip(word)))


@pytest.mark.parametrize("names", [None, ASCII_NAMES])
def test_clips_are_joined_in_order_sample_for_sample(tmp_path: Path, names: dict[str, str] | None) -> None:
    record(tmp_path, names=names)
    said = ClipVoice(tmp_path).say(CALL, ZH)
    assert said == Sound(
        16_000,
        b"".join(clip(word).pcm for word in ["请", "A", "零", "一", "二", "号", "到", "三", "号", "窗口"]),
    )


def test_a_missing_clip_is_named_once_with_its_folder(tmp_path: Path) -> None:
    record(tmp_path, "号", "三")
    voice = ClipVoice(tmp_path)
    with pytest.raises(CannotSay) as lack:
        voice.say(CALL, ZH)
    assert lack.value.missing == ("号", "三")
    assert str(tmp_path) in str(lack.value)
    assert set(voice.missing()) == {"号", "三"}


def test_the_clips_know_no_english(tmp_path: Path) -> None:
    record(tmp_path)
    with pytest.raises(CannotSay):
        ClipVoice(tmp_path).say(("number",), EN)


def test_a_word_never_becomes_a_path(tmp_path: Path) -> None:
    (tmp_path / "secret.wav").write_bytes(to_wav(silence(10, 8000)))
    (tmp_path / "clips").mkdir()
    assert ClipVoice(tmp_path / "clips").missing(["../secret"]) == ("../secret",)


def test_a_stereo_clip_is_a_fault_that_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "请.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(8))
    with pytest.raises(SoundFault, match=r"请\.wav: 2 channels of 16 bits"):
        read_wav(path)


def test_a_file_that_is_no_sound_is_a_fault_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "号.wav").write_bytes(b"not a sound")
    with pytest.raises(SoundFault, match=r"号\.wav: not a WAV file"):
        read_wav(tmp_path / "号.wav")


@pytest.fixture(scope="module")
def espeak() -> EspeakVoice:
    return EspeakVoice()


@pytest.mark.parametrize(("language", "least_ms", "most_ms"), [(ZH, 2000, 6000), (EN, 1800, 6000)])
def test_espeak_is_heard_offline(
    espeak: EspeakVoice, language: Language, least_ms: int, most_ms: int
) -> None:
    said = espeak.say(words("A012", "03", language, Manner()), language)
    assert least_ms < said.duration_ms < most_ms
    assert loudness(said) > 0.03


def test_espeak_takes_longer_for_more_words(espeak: EspeakVoice) -> None:
    short = espeak.say(words("A1", "3", ZH, Manner()), ZH)
    long = espeak.say(words("A1234", "112", ZH, Manner()), ZH)
    assert long.duration_ms > short.duration_ms + 800


def test_a_lone_letter_is_not_read_as_an_article() -> None:
    assert written(words("A01", "3", EN, Manner()), EN) == "number A, zero one, to window three"


def test_the_chime_falls_fades_and_does_not_click() -> None:
    sound = chime(22_050)
    half = len(sound.pcm) // 2
    first, second = Sound(22_050, sound.pcm[:half]), Sound(22_050, sound.pcm[half:])
    assert 600 < sound.duration_ms < 1200
    assert loudness(first) > 0.05
    assert _crossings(first) > _crossings(second)
    assert loudness(Sound(22_050, sound.pcm[half - 400 : half])) < loudness(first) / 3
    assert sound.pcm[:2] == b"\0\0"


def _crossings(sound: Sound) -> int:
    signs = [sound.pcm[n] < 0x80 for n in range(1, len(sound.pcm), 2)]
    return sum(a != b for a, b in pairwise(signs))


def test_sounds_of_different_rates_are_not_joined_by_accident() -> None:
    with pytest.raises(SoundFault, match=r"\[8000, 16000\]"):
        join([silence(10, 8000), silence(10, 16_000)])


def test_another_rate_keeps_the_length_and_the_loudness() -> None:
    sound = chime(22_050)
    other = resample(sound, 16_000)
    assert abs(other.duration_ms - sound.duration_ms) <= 1
    assert abs(loudness(other) - loudness(sound)) < 0.01
