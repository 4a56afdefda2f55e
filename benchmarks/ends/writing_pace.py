"""What is typed at the counter that is killed, for both of its ends."""

from itertools import cycle, islice

SENTENCE = "He said that the fee was paid, and I said that I would look for it at once. "


def story(letters: int) -> str:
    """The first ``letters`` of it."""
    return "".join(islice(cycle(SENTENCE), letters))
