"""What a test found, in the words that the console and the paper use."""

from collections.abc import Iterable

from desktop.domain.opening.facts import Part
from desktop.domain.opening.openings import Problem
from desktop.words import Words


def problem_words(problem: Problem, words: Words) -> str:
    """Return what is wrong: "Way out not free: boxes before the door"."""
    return part_words(problem.part, problem.words, words)


def part_words(part: Part | None, said: str, words: Words) -> str:
    """Return that ``part`` is wrong, with what somebody ``said`` of it; see ``Problem``."""
    what = {
        None: words("Alarm not heard at the desk"),
        Part.LOCATION: words("Wrong location"),
        Part.BARRIER: words("Barrier not in place"),
        Part.WAY_OUT: words("Way out not free"),
    }[part]
    return f"{what}: {said}" if said else what


def problems_words(problems: Iterable[Problem], words: Words) -> str:
    """Return all of them on one line."""
    return "; ".join(problem_words(problem, words) for problem in problems)


def seconds_words(seconds: float) -> str:
    """Return "4 s", or "3 min 20 s"."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"
