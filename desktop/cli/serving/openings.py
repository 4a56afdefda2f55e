"""The opening tests of a month, as commands read them."""

from datetime import date
from typing import Any

import msgspec

from desktop.app.running import RunningStation
from desktop.cli.serving.shapes import moment
from desktop.cli.serving.verbs import Verb
from desktop.domain.opening.facts import Look, Part
from desktop.domain.opening.openings import Missed, Test
from desktop.domain.plain_text import plain

_READ_WITHIN_S = 8.0


class Read(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which month, by its first day; ``None`` for the present one."""

    first: date | None = None


class OpeningVerbs:
    """What ``countersign opening`` asks of the station. A counter keeps none of it, and refuses."""

    def __init__(self, running: RunningStation) -> None:
        self._running = running

    def verbs(self) -> dict[str, Verb[Any]]:
        """The verbs by name."""
        return {"opening list": Verb(Read, self._list), "opening month": Verb(Read, self._month)}

    def _list(self, said: Read) -> dict[str, Any]:
        records = self._running.late.openings()
        openings, first = records.read(within=_READ_WITHIN_S), self._first(said)
        names = {desk.device: desk.place for desk in self._running.station.board.desks}
        return {
            "month": f"{first:%Y-%m}",
            "tests": [
                _of_test(test, names.get(test.station, ""))
                for test in openings.tests
                if test.day.replace(day=1) == first
            ],
            "missed": [
                _of_missed(one, names.get(one.station, ""))
                for one in openings.missed
                if one.day.replace(day=1) == first
            ],
        }

    def _month(self, said: Read) -> dict[str, Any]:
        """The whole month, for a command that prints it."""
        records, board = self._running.late.openings(), self._running.station.board
        month = records.month(records.read(within=_READ_WITHIN_S), self._first(said))
        return {
            "month": msgspec.to_builtins(month),
            "site": {"name": board.site_name, "address": board.site_address},
        }

    def _first(self, said: Read) -> date:
        return (said.first or self._running.late.openings().today()).replace(day=1)


def _of_test(test: Test, place: str) -> dict[str, Any]:
    fact = test.fact
    return {
        "day": test.day.isoformat(),
        "at": moment(test.at),
        "station": test.station,
        "place": place or plain(fact.place),
        "person": plain(fact.person),
        "alert": fact.alert,
        "received": fact.received,
        "of": fact.of,
        "receipt_ms": fact.receipt_ms,
        "confirmed": test.is_confirmed,
        "confirmed_by": test.confirmed_by,
        "confirmed_after_s": fact.confirmed.after_s if fact.confirmed else None,
        "found": {part.value: _of_look(test.looks[part]) for part in Part},
        "note": plain(fact.note),
    }


def _of_look(look: Look) -> dict[str, Any]:
    return {"is": look.found.value, "wrong": plain(look.wrong)}


def _of_missed(one: Missed, place: str) -> dict[str, Any]:
    return {"day": one.day.isoformat(), "station": one.station, "place": place or one.place}
