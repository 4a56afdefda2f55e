"""The words that windows show; documents use the same ones (``desktop.words``)."""

from desktop.words import LANGUAGES, Words, on_this_clock

__all__ = ["LANGUAGES", "Words", "elapsed", "on_this_clock"]


def elapsed(seconds: float) -> str:
    """Return a running clock: 0:09, 12:40, 1:02:03."""
    whole = max(0, int(seconds))
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
