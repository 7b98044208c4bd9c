"""A recording to have written down: the chime of a clock, three notes of one second each."""

from __future__ import annotations

import array
import io
import math
import sys
import wave
from typing import Final

_RATE: Final = 16_000
"""Samples a second."""
_NOTES: Final = (659.3, 523.3, 587.3)
"""Their frequencies in hertz."""
_LOUD: Final = 12_000
_FADES_S: Final = 0.35


def sample_recording() -> bytes:
    """The file of the recording, as WAV: 16 bits, one channel."""
    samples = array.array("h", (_sample(at) for at in range(_RATE * len(_NOTES))))
    if sys.byteorder == "big":
        samples.byteswap()
    file = io.BytesIO()
    with wave.open(file, "wb") as recording:
        recording.setnchannels(1)
        recording.setsampwidth(2)
        recording.setframerate(_RATE)
        recording.writeframes(samples.tobytes())
    return file.getvalue()


def _sample(at: int) -> int:
    second, since = divmod(at / _RATE, 1)
    loud = _LOUD * math.exp(-since / _FADES_S) * min(1.0, since * 100)
    return round(loud * math.sin(2 * math.pi * _NOTES[int(second)] * since))
