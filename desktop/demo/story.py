"""The story that plays by itself: Counter 3 presses Panic, and Ana comes."""

import contextlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

import msgspec

from desktop.demo.cast import Actor, ActorSilentError
from desktop.demo.lines import Moment
from desktop.demo.stage import COUNTERS, OFFICE, PEOPLE, Stage

REACTION_S = 0.8
"""How long the people of the story look before they press; the takeover ignores a click sooner
than 0.3 s, so that nobody answers by accident."""
REST_S = 1.1
READY_S = 10.0
_PLACE = COUNTERS[0]
_NS_PER_MS = 1_000_000


class Beat(msgspec.Struct, frozen=True):
    """A line of the printed timeline; ``ms`` count from the press."""

    ms: float
    where: str
    what: str

    @classmethod
    def after(cls, ns: int, where: str, what: str) -> Self:
        """To the microsecond, so that what is printed is what the summary says, rounded once."""
        return cls(round(ns / _NS_PER_MS, 3), where, what)


class Played(msgspec.Struct):
    """What the story left: the alert, when what happened, and the files by what they show."""

    alert: str = ""
    number: str = ""
    code: str = ""
    kind: str = ""
    outcome: str = ""
    beats: list[Beat] = msgspec.field(default_factory=list)
    timings_ms: dict[str, float] = msgspec.field(default_factory=dict)
    files: dict[str, str] = msgspec.field(default_factory=dict)


class Story:
    """Plays it in the actors' windows and measures it: every time is that of a finished paint."""

    def __init__(self, stage: Stage, out: Path, say: Callable[[str], None]) -> None:
        self._office = stage.office
        self._counter = stage.counter(_PLACE)
        self._others = [stage.counter(place) for place in COUNTERS[1:]]
        self._out = out
        self._say = say
        self._pressed_ns = 0
        self._told = 0
        self.played = Played()

    def play(self) -> Played:
        """Play it to its end; raises what the actors raise."""
        self._settle()
        self._picture(self._office, "console", "now-quiet.png")
        for act in (self._panic, self._answer, self._arrive, self._close, self._report):
            act()
            self._tell()
        self._bars()
        return self.played

    def _settle(self) -> None:
        """Let the bar come to rest: its cue changes at most twice a second, and has just become
        ready. A desk that cannot be ready here (a locked session, say) plays as it is.
        """
        with contextlib.suppress(ActorSilentError):
            self._counter.await_moment("cue", lambda m: m.detail["is_calm"], within=READY_S)
        changed = [m.at_ns for m in self._counter.moments if m.what == "cue"]
        rested_s = (time.perf_counter_ns() - changed[-1]) / 1_000_000_000
        time.sleep(max(0.0, REST_S - rested_s))

    def _panic(self) -> None:
        self._pressed_ns = self._click(self._counter, "panic")
        self._note(self._pressed_ns, _PLACE, "Panic is pressed")
        seen = self._office.await_moment("takeover", after=self._pressed_ns)
        self.played.alert = str(seen.detail["alert"])
        self._measure("press_to_takeover", self._pressed_ns, seen.at_ns)
        self._note(seen.at_ns, OFFICE, f"the takeover fills the screen: {seen.detail['place']}")
        got = self._counter.await_moment("cue", _is_delivered, after=self._pressed_ns)
        for cue in self._counter.moments:
            if cue.what == "cue" and self._pressed_ns <= cue.at_ns < got.at_ns:
                self._note(cue.at_ns, _PLACE, f"the cue says “{cue.words}”")
        self._measure("press_to_receipt_shown", self._pressed_ns, got.at_ns)
        self._note(got.at_ns, _PLACE, f"the cue says “{got.words}”: a signed receipt is here")
        time.sleep(REACTION_S)
        self._picture(self._office, "takeover", "takeover-panic.png")
        self._picture(self._office, "console", "now-panic.png")

    def _answer(self) -> None:
        answered = self._click(self._office, "going")
        self._note(answered, OFFICE, f"{PEOPLE[OFFICE]} presses “I'm going”")
        coming = self._counter.await_moment(
            "cue", lambda m: m.words.startswith(_first_name()), after=answered
        )
        self._measure("answer_to_counter", answered, coming.at_ns)
        self._note(coming.at_ns, _PLACE, f"the cue says “{coming.words}”")
        self._office.await_moment("takeover", lambda m: m.detail["tone"] == "hand", after=answered)
        time.sleep(REACTION_S)
        self._picture(self._office, "takeover", "takeover-going.png")
        self._picture(self._office, "console", "now-going.png")

    def _arrive(self) -> None:
        there = self._click(self._office, "there")
        self._note(there, OFFICE, f"{PEOPLE[OFFICE]} is there")
        known = self._counter.await_moment("alert", lambda m: m.words == "attended", after=there)
        self._measure("arrival_to_counter", there, known.at_ns)
        time.sleep(REACTION_S)

    def _close(self) -> None:
        self._click(self._office, "close")
        asked = time.perf_counter_ns()
        time.sleep(REACTION_S)
        closed = self._click(self._office, "helped")
        self._note(closed, OFFICE, "closes the alert: helped")
        over = self._counter.await_moment("alert", lambda m: m.words == "closed", after=asked)
        self._measure("close_to_counter", closed, over.at_ns)
        self._note(over.at_ns, _PLACE, "the alert is closed here, too")
        for other in self._others:
            other.await_moment("alert", lambda m: m.words == "closed", after=asked)

    def _report(self) -> None:
        self._office.await_moment("outcome", lambda m: m.detail["alert"] == self.played.alert)
        name = "alert-report.pdf"
        began = time.perf_counter_ns()
        told = self._office.ask("report", alert=self.played.alert, to=str(self._out / name))
        saved = time.perf_counter_ns()
        self._measure("report_saved", began, saved)
        self._note(saved, OFFICE, f"the report is saved: {name}")
        self.played.number, self.played.code = str(told["number"]), str(told["code"])
        self.played.kind, self.played.outcome = str(told["kind"]), str(told["outcome"])
        self.played.files["report"] = name
        self._picture(self._office, "console", "now-closed.png")

    def _bars(self) -> None:
        """The bar of each state that was to be seen at the counter."""
        saved = self._counter.ask("cues", folder=str(self._out), prefix="bar")
        for word, name in saved.items():
            self.played.files[f"bar: {word}"] = str(name)

    def _click(self, actor: Actor, on: str) -> int:
        return int(actor.ask("click", on=on)["at_ns"])

    def _picture(self, actor: Actor, of: str, name: str) -> None:
        actor.ask("picture", of=of, to=str(self._out / name))
        self.played.files[name.removesuffix(".png")] = name

    def _note(self, at_ns: int, where: str, what: str) -> None:
        self.played.beats.append(Beat.after(at_ns - self._pressed_ns, where, what))

    def _tell(self) -> None:
        """Say what has not been said yet, in the order in which it was to be seen."""
        self.played.beats.sort(key=lambda beat: beat.ms)
        for beat in self.played.beats[self._told :]:
            self._say(told(beat))
        self._told = len(self.played.beats)

    def _measure(self, what: str, began_ns: int, ended_ns: int) -> None:
        self.played.timings_ms[what] = (ended_ns - began_ns) / _NS_PER_MS


def told(beat: Beat) -> str:
    """The line of the printed timeline."""
    return f"{beat.ms:10.1f} ms  {beat.where:<13} {beat.what}"


def _is_delivered(moment: Moment) -> bool:
    return " of " in moment.words or "/" in moment.words


def _first_name() -> str:
    return PEOPLE[OFFICE].split()[0]
