"""The shapes that carry a state by themselves (VISUAL §4); colour only repeats what they say."""

from enum import StrEnum


class Shape(StrEnum):
    """One drawn sign. A shape has one meaning everywhere."""

    PANIC = "panic"
    """Octagon with !: a person is in danger now."""
    ATTENTION = "attention"
    """Triangle with !: supervisor to counter, or needs attention."""
    DONE = "done"
    """Disc with tick: someone is going, done."""
    READY = "ready"
    """Disc: ready; in the cue also: desks have it."""
    SILENT = "silent"
    """Ring with slash: silent, not delivered."""
    NOBODY = "nobody"
    """Ring: nobody there."""
    DRILL = "drill"
    """Hexagon: drill or test."""
    CLOSED = "closed"
    """Square: closed."""
    HURT = "hurt"
    """Square with a plus: somebody was hurt."""
    HALF = "half"
    """Half disc: recorded and on its way."""
    TICK = "tick"
    """Tick: somebody is coming, police called."""
    ARROW = "arrow"
    """Arrow: leave the counter."""
    TWO_DISCS = "two_discs"
    """Two discs: every desk was asked."""
