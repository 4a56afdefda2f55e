"""The demo with a person in it: real windows, and a line for each thing that happens."""

from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue

from desktop.demo.lines import NOTHING, Moment
from desktop.demo.stage import OFFICE, Stage
from desktop.demo.story import Beat, told

INVITATION = """
Three stations are open on this screen, and you may press whatever you like:

  lower right   the bar of Counter 3: press Panic, as Maria who needs help
  lower left    the bar of Counter 1: press Supervisor, as Thomas who has a question
  the window    the supervisor's desk: what Ana sees, with sound where there is a loudspeaker

When an alert fills the screen, answer it: I'm going, I'm there, close it. Watch the small word
beside the buttons of the bar: it is all that a customer could see.
Each closed alert leaves its report as a PDF. Ctrl+C in this terminal ends the demo.
"""
_LOOKS_EVERY_S = 0.5
_COLOURS = {"panic": "red", "assist": "amber", "hand": "green", "drill": "violet"}


class Audience:
    """Tells a person what happens on the stage, until a station is quit or Ctrl+C is pressed."""

    def __init__(self, out: Path, say: Callable[[str], None]) -> None:
        self._out = out
        self._say = say
        self._moments: SimpleQueue[tuple[str, Moment]] = SimpleQueue()
        self._pressed_ns: int | None = None
        self._reported: set[str] = set()
        self._tone = ""

    def hear(self, place: str, moment: Moment) -> None:
        """Take in a moment, from any thread."""
        self._moments.put((place, moment))

    def watch(self, stage: Stage) -> None:
        """Tell what is heard until one of the stations ends."""
        self._say(INVITATION)
        while not any(actor.has_left for actor in stage.actors):
            try:
                place, moment = self._moments.get(timeout=_LOOKS_EVERY_S)
            except Empty:
                continue
            self._tell(place, moment)
            if place == OFFICE and moment.what == "alert" and moment.words == "closed":
                self._save_report(stage, moment)

    def _tell(self, place: str, moment: Moment) -> None:
        if moment.what == "press":
            self._pressed_ns = moment.at_ns
        words = self._words(place, moment)
        if self._pressed_ns is not None and words:
            self._say(told(Beat.after(moment.at_ns - self._pressed_ns, place, words)))

    def _save_report(self, stage: Stage, moment: Moment) -> None:
        alert = str(moment.detail["alert"])
        if alert in self._reported:
            return
        self._reported.add(alert)
        stage.office.await_moment("outcome", lambda m: m.detail["alert"] == alert)
        path = self._out / f"alert-report-{moment.detail['number']}.pdf"
        stage.office.ask("report", alert=alert, to=str(path))
        self._say(f"               the report of it: {path}")

    def _words(self, place: str, moment: Moment) -> str:
        """What is worth a line: a press, a cue, a colour over the screen, and how an alert goes."""
        match moment.what:
            case "press":
                return f"{moment.words} is pressed"
            case "cue":
                return f"the cue says “{moment.words}”"
            case "takeover":
                return self._colour(moment)
            case "alert" if place == OFFICE and moment.words != "raised":
                return f"the alert is {moment.words}"
            case _:
                return ""

    def _colour(self, moment: Moment) -> str:
        tone = "" if moment.words == NOTHING else str(moment.detail["tone"])
        if tone == self._tone:
            return ""
        self._tone = tone
        return f"{_COLOURS[tone]} fills the screen" if tone else "the screen is free again"
