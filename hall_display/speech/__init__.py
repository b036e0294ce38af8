"""The voice of the hall: words, sounds, voices, players. It knows nothing of screens and links."""

from hall_display.speech.sentence import Manner, sentence
from hall_display.speech.speech import Call, HallSpeech, NullSpeech, Speech, hall_speech

__all__ = ["Call", "HallSpeech", "Manner", "NullSpeech", "Speech", "hall_speech", "sentence"]
