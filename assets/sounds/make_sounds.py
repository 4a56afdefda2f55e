"""Make the three sounds, each in three loudnesses. Run it here after a change, and commit what it
writes.

They are synthesised so that no recording's licence travels with the product, and they differ in
pitch, rhythm and length, so that nobody takes one for another, or for the fire alarm (whose
three-pulse pattern, ISO 8201, none of them uses).
"""

import math
import wave
from array import array
from collections.abc import Iterable
from pathlib import Path

RATE = 44_100  # samples per second
PEAKS = (0.28, 0.45, 0.7)
"""Of full scale, from the first time that a sound is played to the third and all after it, 4 dB
apart: the first is loud, and the last still does not clip where a mixer adds another sound.
"""
RAMP_S = 0.008  # a tone that starts at full height clicks, and startles more than it tells

Samples = list[float]


def tone(hertz: float, seconds: float, *, harmonics: Iterable[float], fades: bool) -> Samples:
    """One note. ``harmonics`` are the heights of 1x, 2x, 3x...; ``fades`` makes it a bell."""
    heights = list(harmonics)
    loudest = sum(heights)
    count = int(RATE * seconds)
    note = []
    for i in range(count):
        at = i / RATE
        value = sum(
            height * math.sin(2 * math.pi * hertz * (n + 1) * at)
            for n, height in enumerate(heights)
        )
        ramp = min(1.0, at / RAMP_S, (count - i) / RATE / RAMP_S)
        decay = math.exp(-4.0 * at / seconds) if fades else 1.0
        note.append(value / loudest * ramp * decay)
    return note


def silence(seconds: float) -> Samples:
    return [0.0] * int(RATE * seconds)


def panic() -> Samples:
    """A hard two-tone warble around 880 Hz. Its overtones carry through headphones and walls."""
    hard = (1.0, 0.5, 0.35, 0.2)
    pair = tone(880, 0.22, harmonics=hard, fades=False) + tone(
        1174.66, 0.14, harmonics=hard, fades=False
    )
    return pair * 6 + silence(0.25)


def assist() -> Samples:
    """A clear rising three-note bell, then a pause: someone asks, nobody is in danger."""
    bell = (1.0, 0.25, 0.12)
    notes = (523.25, 659.25, 783.99)
    rising = [s for hertz in notes for s in tone(hertz, 0.28, harmonics=bell, fades=True)]
    return rising + silence(1.6)


def test() -> Samples:
    """Two short plain pips."""
    pip = tone(1000, 0.09, harmonics=(1.0,), fades=False)
    return pip + silence(0.12) + pip + silence(0.3)


def write(file: Path, samples: Samples, peak: float) -> None:
    data = array("h", (round(peak * 32767 * sample) for sample in samples))
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(data.tobytes())


if __name__ == "__main__":
    for sound in (panic, assist, test):
        samples = sound()
        for time, peak in enumerate(PEAKS, start=1):
            write(Path(__file__).with_name(f"{sound.__name__}-{time}.wav"), samples, peak)
