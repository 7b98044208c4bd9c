"""Recordings of silence."""

from __future__ import annotations

import io
import wave


def wav(seconds: float, rate: int = 16_000) -> bytes:
    """A WAV file of one channel, two bytes a sample."""
    file = io.BytesIO()
    with wave.open(file, "wb") as recording:
        recording.setnchannels(1)
        recording.setsampwidth(2)
        recording.setframerate(rate)
        recording.writeframes(bytes(2 * int(seconds * rate)))
    return file.getvalue()
