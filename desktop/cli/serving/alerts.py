"""Alerts, as commands raise, answer and look at them."""

import time
from collections.abc import Callable
from enum import StrEnum
from typing import Any

import msgspec

from desktop.app.running import RunningStation
from desktop.cli.serving.boards import Boards
from desktop.cli.serving.history import History
from desktop.cli.serving.shapes import of_alert, of_timeline
from desktop.cli.serving.verbs import Verb, settled
from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import (
    AlertId,
    AlertOutcome,
    Context,
    Kind,
    Message,
    Occasion,
    Outcome,
)
from desktop.domain.alerts.transitions import State
from desktop.domain.board import Board, Delivery
from desktop.domain.errors import RefusedError, UnknownAlertError
from desktop.domain.protocol.facts import StepId
from desktop.domain.protocol.standing import Standing, standings
from desktop.services.adapters.keys.duress import TakeBackCodes
from desktop.services.reports.alert_report import AlertReport

LATEST = "latest"
_SHOWN_WITHIN_S = 2.0
_LOOK_AGAIN_S = 0.01


class AmbiguousAlertError(RefusedError):
    """Several alerts have numbers that begin like that."""

    code = "ambiguous-alert"
    advice = "Write more of its number; `countersign alert list` shows them."


class CodeWantedError(RefusedError):
    """At this PC a call is taken back by a code."""

    code = "code-wanted"
    advice = "Take it back in the bar's menu."


class Raise(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What ``alert raise`` says. Seconds to wait; ``None`` does not wait."""

    kind: Kind
    place: str | None = None
    note: str = ""
    occasion: Occasion = Occasion.REAL
    wait_receipt: float | None = None
    wait_ack: float | None = None


class Which(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An alert by its number, the beginning of its id, or ``latest``."""

    alert: str


class List(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The last ``last`` alerts instead of those closed in the last day."""

    last: int | None = None


class Close(Which, frozen=True, kw_only=True, forbid_unknown_fields=True):
    outcome: Outcome | None = None


class Acknowledge(Which, frozen=True, kw_only=True, forbid_unknown_fields=True):
    minutes: int | None = None


class Tell(Which, frozen=True, kw_only=True, forbid_unknown_fields=True):
    message: Message


class Saying(StrEnum):
    """What somebody says of a step of the protocol."""

    TAKE = "take"
    DONE = "done"
    NOT_NEEDED = "not_needed"
    GIVE_BACK = "give_back"


class OfStep(Which, frozen=True, kw_only=True, forbid_unknown_fields=True):
    step: StepId
    what: Saying


class Note(Which, frozen=True, kw_only=True, forbid_unknown_fields=True):
    context: Context | None = None
    text: str = ""


class AlertVerbs:
    """Everything that ``countersign alert`` and ``report`` ask of the station."""

    def __init__(self, running: RunningStation, boards: Boards) -> None:
        self._running = running
        self._station = running.station
        self._boards = boards
        self._history = History(running.home, me=running.identity.device)
        self._codes = TakeBackCodes(running.home.take_back_file, monotonic=running.clock.monotonic)

    def verbs(self) -> dict[str, Verb[Any]]:
        """The verbs by name."""
        return {
            "alert raise": Verb(Raise, self._raise),
            "alert list": Verb(List, self._list),
            "alert show": Verb(Which, self._show),
            "alert ack": Verb(Acknowledge, self._acknowledge),
            "alert offer": Verb(Which, self._offer),
            "alert tell": Verb(Tell, self._tell),
            "alert step": Verb(OfStep, self._step),
            "alert note": Verb(Note, self._note),
            "alert attend": Verb(Which, self._attend),
            "alert close": Verb(Close, self._close),
            "alert withdraw": Verb(Which, self._withdraw),
            "alert report": Verb(Which, self._report),
        }

    def find(self, named: str) -> Alert:
        """The alert that ``named`` means: on the board, else in the log.

        Raises ``UnknownAlertError`` or ``AmbiguousAlertError``.
        """
        wanted = named.strip().lower()
        board = self._boards.newest
        shown = (*(live.alert for live in board.alerts), *board.closed)
        if wanted == LATEST:
            known = list(shown) or self._history.latest(1)
            if known:
                return max(known, key=lambda alert: (alert.raised_at, alert.id))
        begun = [alert for alert in shown if alert.id.startswith(wanted)] if wanted else []
        if not begun and wanted:
            begun = self._history.called(wanted)
        if not begun:
            raise UnknownAlertError(f"No alert here is called “{named}”.")
        if len(begun) > 1:
            raise AmbiguousAlertError(
                f"{len(begun)} alerts have numbers that begin with “{named}”."
            )
        return begun[0]

    def _raise(self, said: Raise) -> dict[str, Any]:
        pressed = settled(
            self._station.press(said.kind, place=said.place, note=said.note, occasion=said.occasion)
        )
        waited: dict[str, Any] = {}
        if said.wait_receipt is not None:
            waited["receipt"] = self._await(pressed.alert, _is_received, said.wait_receipt)
        if said.wait_ack is not None:
            waited["ack"] = self._await(pressed.alert, _is_acknowledged, said.wait_ack)
        return {
            "press": pressed.press,
            "is_new": pressed.is_new,
            "recorded": pressed.is_recorded,
            "sent": pressed.is_sent,
            "waited": waited,
            "alert": self._as_known(pressed.alert),
        }

    def _await(
        self, alert: AlertId, is_so: Callable[[Alert], bool], seconds: float
    ) -> dict[str, Any]:
        def shows(board: Board) -> bool:
            found = board.find(alert)
            return found is not None and is_so(found)

        took = self._boards.wait_for(shows, seconds)
        return {"came": took is not None, "seconds": round(took, 4) if took is not None else None}

    def _list(self, said: List) -> dict[str, Any]:
        board = self._boards.newest
        closed = list(board.closed)
        if said.last:
            live = {entry.id for entry in board.alerts}
            closed = [alert for alert in self._history.latest(said.last) if alert.id not in live]
        return {
            "open": [self._shape(entry.alert) for entry in board.alerts],
            "closed": [self._shape(alert) for alert in closed],
        }

    def _show(self, said: Which) -> dict[str, Any]:
        alert = self.find(said.alert)
        return {"alert": self._shape(alert), "timeline": of_timeline(alert.timeline)}

    def _report(self, said: Which) -> dict[str, Any]:
        alert, board = self.find(said.alert), self._boards.newest
        delivery = self._delivery(alert.id)
        report = AlertReport.of(
            alert,
            site_name=board.site_name,
            site_address=board.site_address,
            names={desk.device: desk.place for desk in (board.me, *board.desks)},
            asked=delivery.of if delivery else None,
            outcome=self._outcome(alert.id),
        )
        return {"report": msgspec.to_builtins(report)}

    def _acknowledge(self, said: Acknowledge) -> dict[str, Any]:
        alert = self.find(said.alert)
        done = settled(self._station.acknowledge(alert.id, minutes=said.minutes))
        return {"alert": self._shape(done)}

    def _tell(self, said: Tell) -> dict[str, Any]:
        alert = self.find(said.alert)
        return {"alert": self._shape(settled(self._station.tell(alert.id, said.message)))}

    def _step(self, said: OfStep) -> dict[str, Any]:
        alert, station = self.find(said.alert).id, self._station
        match said.what:
            case Saying.TAKE:
                done = station.take_step(alert, said.step)
            case Saying.GIVE_BACK:
                done = station.give_step_back(alert, said.step)
            case _:
                is_needed = said.what is Saying.DONE
                done = station.finish_step(alert, said.step, is_needed=is_needed)
        return {"alert": self._shape(settled(done))}

    def _attend(self, said: Which) -> dict[str, Any]:
        alert = self.find(said.alert)
        return {"alert": self._shape(settled(self._station.attend(alert.id)))}

    def _close(self, said: Close) -> dict[str, Any]:
        closed = settled(self._running.close(self.find(said.alert).id, said.outcome))
        if said.outcome is not None:
            self._await_outcome(closed.id, said.outcome)
        return {"alert": self._shape(closed)}

    def _await_outcome(self, alert: AlertId, outcome: Outcome) -> None:
        """The record is written by another thread, in a moment."""
        deadline = time.monotonic() + _SHOWN_WITHIN_S
        while time.monotonic() < deadline:
            recorded = self._outcome(alert)
            if recorded is not None and recorded.outcome is outcome:
                return
            time.sleep(_LOOK_AGAIN_S)

    def _note(self, said: Note) -> dict[str, Any]:
        alert = self.find(said.alert)
        before = len(alert.timeline)
        settled(self._station.note(alert.id, context=said.context, text=said.text))
        return self._once(alert.id, lambda now: len(now.timeline) > before)

    def _offer(self, said: Which) -> dict[str, Any]:
        alert = self.find(said.alert)
        settled(self._station.offer(alert.id))
        me = self._boards.newest.me.device
        return self._once(alert.id, lambda now: now.is_offered_by(me))

    def _withdraw(self, said: Which) -> dict[str, Any]:
        if self._codes.are_set:
            raise CodeWantedError
        alert = self.find(said.alert)
        settled(self._station.withdraw(alert.id))
        return self._once(alert.id, lambda now: now.is_withdrawn)

    def _once(self, alert: AlertId, is_so: Callable[[Alert], bool]) -> dict[str, Any]:
        """The alert once the board shows what was done, which is in a moment."""
        self._await(alert, is_so, _SHOWN_WITHIN_S)
        return {"alert": self._as_known(alert)}

    def _as_known(self, alert: AlertId) -> dict[str, Any]:
        """The alert as the newest board has it; a press is on the board in a moment."""
        self._boards.wait_for(lambda board: board.find(alert) is not None, _SHOWN_WITHIN_S)
        found = self._boards.newest.find(alert)
        return self._shape(found if found is not None else self.find(alert))

    def _shape(self, alert: Alert) -> dict[str, Any]:
        return of_alert(
            alert,
            self._delivery(alert.id),
            self._outcome(alert.id),
            self._steps(alert),
        )

    def _steps(self, alert: Alert) -> tuple[Standing, ...]:
        board = self._boards.newest
        if board.protocol is None:
            return ()
        return tuple(one.as_seen(board.is_silent) for one in standings(alert, board.protocol))

    def _delivery(self, alert: AlertId) -> Delivery | None:
        live = (entry for entry in self._boards.newest.alerts if entry.id == alert)
        return next((entry.delivery for entry in live), None)

    def _outcome(self, alert: AlertId) -> AlertOutcome | None:
        records = self._running.records
        return records.outcomes().get(alert) if records is not None else None


def _is_received(alert: Alert) -> bool:
    return bool(alert.received_by - {alert.station})


def _is_acknowledged(alert: Alert) -> bool:
    return alert.state >= State.ACKNOWLEDGED and not alert.calls_again
