"""Speech behind its port: order, languages, fallback, players that play, fail, hang or do not exist."""

import asyncio
import stat
import sys
from pathlib import Path

import msgspec
import pytest
from structlog.testing import capture_logs

from hall_display.speech import player as player_module
from hall_display.speech.player import CommandPlayer, SilentPlayer, find_player
from hall_display.speech.sentence import Manner
from hall_display.speech.sound import Sound, SoundFault, chime, join, silence, to_wav
from hall_display.speech.speech import Call, HallSpeech, NullSpeech, Speech, hall_speech
from hall_display.speech.voices import CannotSay
from queue_server.clock import ManualClock, SystemClock
from queue_server.vocabulary import Language

RATE_HZ = 8000


class Told(msgspec.Struct, frozen=True):
    """A call."""

    number: str = "A012"
    window: str = "03"
    language: Language = Language.CHINESE


class MarkVoice:
    """Says each sentence as two samples of its own, and notes it."""

    def __init__(self, name: str, lacks: str = "") -> None:
        self.name = name
        self.lacks = lacks
        self.said: list[str] = []

    def say(self, words: tuple[str, ...], language: Language) -> Sound:
        if self.lacks in words:
            raise CannotSay((self.lacks,), self.name)
        self.said.append(" ".join(words))
        return Sound(RATE_HZ, f"{self.name[0]}{language[0]}".encode())


class Recorder:
    """Remembers what it plays; is busy for a moment with each."""

    def __init__(self) -> None:
        self.played: list[Sound] = []
        self.busy = 0
        self.busy_max = 0

    async def play(self, sound: Sound) -> None:
        self.busy += 1
        self.busy_max = max(self.busy_max, self.busy)
        await asyncio.sleep(0.01)
        self.busy -= 1
        self.played.append(sound)


QUIET = Manner(has_chime=False, pause_ms=0)


async def test_a_call_is_a_chime_a_pause_and_a_sentence() -> None:
    recorder = Recorder()
    await HallSpeech([MarkVoice("voice")], recorder, Manner(pause_ms=100)).say(Told())
    assert recorder.played == [join([chime(RATE_HZ), silence(100, RATE_HZ), Sound(RATE_HZ, b"vz")])]


async def test_english_follows_and_both_are_repeated_in_order() -> None:
    recorder = Recorder()
    manner = msgspec.structs.replace(QUIET, times=2)
    await HallSpeech([MarkVoice("voice")], recorder, manner).say(Told(language=Language.ENGLISH))
    assert recorder.played == [Sound(RATE_HZ, b"vzvevzve")]


async def test_two_calls_at_once_are_both_said_one_after_the_other() -> None:
    recorder, voice = Recorder(), MarkVoice("voice")
    speech = HallSpeech([voice], recorder, QUIET)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(speech.say(Told("A012")))
        tasks.create_task(speech.say(Told("B007")))
    assert voice.said == ["请 A 零 一 二 号 到 三 号 窗口", "请 B 零 零 七 号 到 三 号 窗口"]
    assert (len(recorder.played), recorder.busy_max) == (2, 1)


async def test_a_voice_that_lacks_a_word_is_replaced_and_reported_once() -> None:
    clips, espeak = MarkVoice("clips", lacks="三"), MarkVoice("espeak")
    speech = HallSpeech([clips, espeak], Recorder(), QUIET)
    with capture_logs() as logs:
        await speech.say(Told())
        await speech.say(Told())
        await speech.say(Told(window="04"))
    assert (len(clips.said), len(espeak.said)) == (1, 2)
    assert [(log["voice"], log["missing"]) for log in logs] == [("clips", ("三",))]


async def test_a_call_nobody_can_say_is_a_fault() -> None:
    speech = HallSpeech([MarkVoice("clips", lacks="三")], Recorder(), QUIET)
    with pytest.raises(SoundFault, match="no voice says 请 A"):
        await speech.say(Told())


async def test_the_null_speech_remembers_and_keeps_the_port() -> None:
    null = NullSpeech()
    speech: Speech = null
    call: Call = Told(language=Language.ENGLISH)
    await speech.say(call)
    assert null.said == ["请 A 零 一 二 号 到 三 号 窗口", "number A zero one two to window three"]


async def test_a_hall_without_clips_speaks_with_espeak_and_says_what_to_record(tmp_path: Path) -> None:
    with capture_logs() as logs:
        speech = hall_speech(ManualClock(), QUIET, tmp_path)
    assert [log["event"] for log in logs if log["event"] == "clips_missing"] == ["clips_missing"]
    assert 2000 < speech.compose(Told()).duration_ms < 6000


async def test_a_player_hears_a_wav_file_on_its_standard_input(tmp_path: Path) -> None:
    heard = tmp_path / "heard.wav"
    await CommandPlayer(("tee", str(heard))).play(chime(RATE_HZ))
    assert await asyncio.to_thread(heard.read_bytes) == to_wav(chime(RATE_HZ))


async def test_a_player_that_fails_says_why() -> None:
    command = (sys.executable, "-c", "import sys; sys.stdin.buffer.read(); sys.exit('no such sound card')")
    with pytest.raises(SoundFault, match="failed with 1: no such sound card"):
        await CommandPlayer(command).play(silence(10, RATE_HZ))


async def test_a_player_that_hangs_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(player_module, "OVERTIME_S", 0.2)
    with pytest.raises(SoundFault, match="sleep does not end"):
        await CommandPlayer(("sleep", "60")).play(silence(10, RATE_HZ))


async def test_a_board_that_closes_silences_its_player(tmp_path: Path) -> None:
    script = tmp_path / "player"
    script.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 60\n")
    script.chmod(stat.S_IRWXU)
    pid_file = tmp_path / "pid"
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await CommandPlayer((str(script),)).play(silence(10, RATE_HZ))
    pid = (await asyncio.to_thread(pid_file.read_text)).strip()
    assert not await asyncio.to_thread(Path(f"/proc/{pid}").exists)


async def test_silence_lasts_as_long_as_the_sound_would() -> None:
    clock = ManualClock()
    async with asyncio.TaskGroup() as tasks:
        playing = tasks.create_task(SilentPlayer(clock).play(silence(3000, RATE_HZ)))
        await asyncio.sleep(0)
        clock.advance_ms(2999)
        await asyncio.sleep(0)
        ended_early = playing.done()
        clock.advance_ms(1)
    assert not ended_early


def test_a_machine_without_a_player_says_what_to_install() -> None:
    with capture_logs() as logs:
        found = find_player(ManualClock(), which=lambda _name: None)
    assert isinstance(found, SilentPlayer)
    assert logs[0]["install"] == "apt-get install alsa-utils"


def test_the_first_player_found_is_taken() -> None:
    found = find_player(SystemClock(), which=lambda name: f"/usr/bin/{name}" if name == "paplay" else None)
    assert isinstance(found, CommandPlayer)
