"""Alerts, as commands raise, answer and look at them."""

from collections.abc import Callable
from typing import Any

import msgspec

from desktop.cli.serving.boards import Boards
from desktop.cli.serving.shapes import of_alert, of_timeline
from desktop.cli.serving.verbs import Nothing, Verb, settled
from desktop.domain.alerts.alert import Alert
from desktop.domain.alerts.facts import AlertId, Context, Kind, Message, Occasion
from desktop.domain.alerts.transitions import State
from desktop.domain.board import Board
from desktop.domain.errors import RefusedError, UnknownAlertError
from desktop.services.station import Station

LATEST = "latest"
_SHOWN_WITHIN_S = 2.0


class AmbiguousAlertError(RefusedError):
    """Several alerts have numbers that begin like that."""

    code = "ambiguous-alert"
    advice = "Write more of its number; `countersign alert list` shows them."


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


class Acknowledge(Which, frozen=True, kw_only=True, forbid_unknown_fields=True):
    minutes: int | None = None


class Tell(Which, frozen=True, kw_only=True, forbid_unknown_fields=True):
    message: Message


class Note(Which, frozen=True, kw_only=True, forbid_unknown_fields=True):
    context: Context | None = None
    text: str = ""


class AlertVerbs:
    """Everything that ``countersign alert`` asks of the station."""

    def __init__(self, station: Station, boards: Boards) -> None:
        self._station = station
        self._boards = boards

    def verbs(self) -> dict[str, Verb[Any]]:
        """The verbs by name."""
        return {
            "alert raise": Verb(Raise, self._raise),
            "alert list": Verb(Nothing, self._list),
            "alert show": Verb(Which, self._show),
            "alert ack": Verb(Acknowledge, self._acknowledge),
            "alert tell": Verb(Tell, self._tell),
            "alert note": Verb(Note, self._note),
            "alert attend": Verb(Which, self._attend),
            "alert close": Verb(Which, self._close),
            "alert withdraw": Verb(Which, self._withdraw),
        }

    def find(self, named: str) -> Alert:
        """The alert that ``named`` means, open or closed in the last day.

        Raises ``UnknownAlertError`` or ``AmbiguousAlertError``.
        """
        board = self._boards.newest
        known = {
            alert.id: alert for alert in (*(live.alert for live in board.alerts), *board.closed)
        }
        if named.strip().lower() == LATEST and known:
            return max(known.values(), key=lambda alert: (alert.raised_at, alert.id))
        begun = [known[one] for one in known if one.startswith(named.strip().lower())]
        if not named.strip() or not begun:
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

    def _list(self, _: Nothing) -> dict[str, Any]:
        board = self._boards.newest
        return {
            "open": [of_alert(live.alert, live.delivery) for live in board.alerts],
            "closed": [of_alert(alert) for alert in board.closed],
        }

    def _show(self, said: Which) -> dict[str, Any]:
        alert = self.find(said.alert)
        return {"alert": self._as_known(alert.id), "timeline": of_timeline(alert.timeline)}

    def _acknowledge(self, said: Acknowledge) -> dict[str, Any]:
        alert = self.find(said.alert)
        return _as_is(settled(self._station.acknowledge(alert.id, minutes=said.minutes)))

    def _tell(self, said: Tell) -> dict[str, Any]:
        alert = self.find(said.alert)
        return _as_is(settled(self._station.tell(alert.id, said.message)))

    def _attend(self, said: Which) -> dict[str, Any]:
        return _as_is(settled(self._station.attend(self.find(said.alert).id)))

    def _close(self, said: Which) -> dict[str, Any]:
        return _as_is(settled(self._station.close(self.find(said.alert).id)))

    def _note(self, said: Note) -> dict[str, Any]:
        alert = self.find(said.alert)
        before = len(alert.timeline)
        settled(self._station.note(alert.id, context=said.context, text=said.text))
        return self._once(alert.id, lambda now: len(now.timeline) > before)

    def _withdraw(self, said: Which) -> dict[str, Any]:
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
        board = self._boards.newest
        for live in board.alerts:
            if live.id == alert:
                return of_alert(live.alert, live.delivery)
        found = board.find(alert)
        if found is None:
            raise UnknownAlertError(f"The alert {alert} is not on the board.")
        return of_alert(found)


def _as_is(alert: Alert) -> dict[str, Any]:
    return {"alert": of_alert(alert)}


def _is_received(alert: Alert) -> bool:
    return bool(alert.received_by - {alert.station})


def _is_acknowledged(alert: Alert) -> bool:
    return alert.state >= State.ACKNOWLEDGED and not alert.calls_again
