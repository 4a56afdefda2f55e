"""The JSON shapes of ``docs/cli.md``. Fields are added; none is renamed, removed or retyped."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from desktop.domain.alerts.alert import Alert, Recorded
from desktop.domain.alerts.facts import AlertOutcome, Occasion
from desktop.domain.board import Board, Delivery, Desk
from desktop.domain.buttons import ButtonStanding
from desktop.domain.events.body import Fact
from desktop.domain.hotkeys import Hotkeys
from desktop.domain.protocol.standing import Standing
from desktop.domain.reports.report import Report
from desktop.services.reports.verification import verification_code


def moment(at: datetime | None) -> str | None:
    """ISO 8601 in UTC with milliseconds, such as ``2026-03-02T10:15:04.120Z``."""
    if at is None:
        return None
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def of_alert(
    alert: Alert,
    delivery: Delivery | None = None,
    outcome: AlertOutcome | None = None,
    steps: Iterable[Standing] = (),
) -> dict[str, Any]:
    """An alert as this station knows it.

    ``delivery`` is there at the station that raised it, ``outcome`` and ``steps`` at supervisors'
    desks; nobody takes steps for a test.
    """
    return {
        "id": alert.id,
        "number": alert.number,
        "kind": alert.kind.value,
        "occasion": alert.occasion.value,
        "state": alert.state.name.lower(),
        "needs_answer": alert.needs_answer,
        "late": alert.is_late,
        "asked": alert.is_asked,
        "withdrawn": alert.is_withdrawn,
        "place": alert.place,
        "area": alert.area,
        "station": alert.station,
        "person": alert.person,
        "button": alert.button,
        "note": alert.note,
        "notes": list(alert.notes),
        "context": alert.context.value if alert.context else None,
        "raised_at": moment(alert.raised_at),
        "presses": len(alert.presses),
        "received_by": sorted(alert.received_by),
        "answers": [
            {
                "station": answer.device,
                "person": answer.person,
                "at": moment(answer.at),
                "says": answer.message.value if answer.message else "going",
                "minutes": answer.minutes,
            }
            for answer in alert.answers
        ],
        "offers": [
            {"station": offer.device, "person": offer.person, "at": moment(offer.at)}
            for offer in alert.offers
        ],
        "police_asked": alert.is_police_asked,
        "steps": [of_step(one) for one in steps if alert.occasion is not Occasion.TEST],
        "outside": [
            {
                "station": one.device,
                "contact": one.contact,
                "at": moment(one.at),
                "told": one.is_told,
                "failure": one.failure,
                "code": one.code,
            }
            for one in alert.relayed
        ],
        "attended_at": moment(alert.attended_at),
        "attended_by": alert.attended_by,
        "closed_at": moment(alert.closed_at),
        "closed_by": alert.closed_by,
        "outcome": outcome.outcome.value if outcome else None,
        "delivery": of_delivery(delivery) if delivery else None,
    }


def of_step(standing: Standing) -> dict[str, Any]:
    """A step of the protocol, and who sees to it; ``also`` are those who took it a moment later,
    ``silent`` those who took it and whose PC has fallen silent.
    """
    owner, done = standing.owner, standing.done
    return {
        "step": standing.step.key,
        "text": standing.step.text,
        "phone": standing.step.phone,
        "owner": owner.person if owner else "",
        "station": owner.device if owner else "",
        "taken_at": moment(owner.at) if owner else None,
        "also": [one.person for one in standing.takers[1:]],
        "silent": [one.person for one in standing.silent],
        "needed": standing.is_needed,
        "done_by": done.person if done else "",
        "done_at": moment(done.at) if done else None,
    }


def of_delivery(delivery: Delivery) -> dict[str, Any]:
    """How far an alert raised here has come."""
    return {
        "received": delivery.got,
        "of": delivery.of,
        "recorded": delivery.is_recorded,
        "sent": delivery.is_sent,
        "overdue": delivery.is_overdue,
    }


def of_timeline(timeline: tuple[Recorded, ...]) -> list[dict[str, Any]]:
    """Every fact of an alert, in the order of the senders' clocks."""
    return [
        {
            "at": moment(recorded.at),
            "event": recorded.event,
            "station": recorded.device,
            "type": type(recorded.fact).TYPE,
            "says": _says(recorded.fact),
        }
        for recorded in timeline
    ]


def _says(fact: Fact) -> dict[str, Any]:
    said: dict[str, Any] = msgspec.to_builtins(fact)
    return said


def of_desk(desk: Desk) -> dict[str, Any]:
    """A station of the site as it looks from here."""
    return {
        "station": desk.device,
        "role": desk.role.value,
        "place": desk.place,
        "area": desk.area,
        "name": desk.name,
        "person": desk.person,
        "present": desk.is_present,
        "attended": desk.is_attended,
        "absence": desk.absence.value if desk.absence else None,
        "absent_since": moment(desk.absent_since),
        "last_heard": moment(desk.last_heard),
        "clock_ahead_s": round(desk.clock_ahead_s, 3),
        "version": desk.version,
        "revoked": desk.is_revoked,
    }


def of_board(board: Board) -> dict[str, Any]:
    """The state of the site as this station knows it, without its alerts."""
    return {
        "site": board.site_name,
        "ready": board.readiness.is_ready,
        "unready": board.readiness.why.value if board.readiness.why else None,
        "relays_up": board.relays_up,
        "me": of_desk(board.me),
        "desks": [of_desk(desk) for desk in board.desks],
    }


def of_hotkeys(hotkeys: Hotkeys | None) -> list[dict[str, Any]]:
    """The keys that call from any program; none where no windows are open."""
    return [
        {"for": key.action.value, "keys": str(key.chord), "state": key.holding.value}
        for key in hotkeys or ()
    ]


def of_button(standing: ButtonStanding) -> dict[str, Any]:
    """A button for which this station signs, and how it stands; nothing that opens a broker."""
    button = standing.button
    return {
        "name": button.name,
        "kind": button.kind.value,
        "place": button.place,
        "topic": button.topic,
        "payloads": list(button.payloads),
        "broker": button.broker,
        "sleeps": button.sleeps,
        "connected": standing.is_connected,
        "last_heard": moment(standing.last_heard),
        "trouble": standing.trouble,
    }


def of_report(report: Report, *, oldest_day: date) -> dict[str, Any]:
    """A report as it stands, with all that was added and said of it; ``oldest_day`` as in
    ``of_keep_marks``.
    """
    return {
        "id": report.id,
        "number": report.number,
        "kind": report.kind.value,
        "standing": report.standing.value,
        "place": report.place,
        "station": report.station,
        "reporter": report.reporter,
        "title": report.title,
        "alert": report.alert,
        "submitted_at": moment(report.submitted_at),
        "whole": report.is_whole,
        "answers": report.answers,
        "attachments": [msgspec.to_builtins(file) for file in report.attachments],
        "amendments": [
            {
                "at": moment(one.at),
                "by": one.amender,
                "why": one.why,
                "changes": [
                    {"field": change.key, "before": change.before, "after": change.after}
                    for change in one.changes
                ],
                "attachments": [file.name for file in one.attachments],
            }
            for one in report.amendments
        ],
        "read_by": [{"at": moment(one.at), "person": one.person} for one in report.readings],
        "comments": [
            {"at": moment(one.at), "person": one.person, "words": one.words}
            for one in report.comments
        ],
        "actions": [
            {
                "id": one.id,
                "what": one.what,
                "owner": one.owner,
                "due": one.due,
                "done_at": moment(one.done_at),
                "done_by": one.done_by,
                "how": one.how,
            }
            for one in report.actions
        ],
        "outcome": report.outcome,
        "signed": [
            {
                "at": moment(one.at),
                "signer": one.signer,
                "title": one.title,
                "pin_checked": one.pin_checked,
                "current": one.is_current,
            }
            for one in report.signings
        ],
        "kept": of_keep_marks(report, oldest_day),
        "code": verification_code(report.events),
    }


def of_keep_marks(report: Report, oldest_day: date) -> list[dict[str, Any]]:
    """Who said that a report is to be kept, until when and why, and who released it. A mark keeps
    it still that is not released, and whose last day is ``oldest_day`` or later.
    """
    return [
        {
            "id": one.id,
            "at": moment(one.at),
            "by": one.author,
            "why": one.why,
            "until": one.until,
            "keeps": one.keeps_on(oldest_day),
            "released_at": moment(one.released_at),
            "released_by": one.released_by,
            "release_why": one.release_why,
        }
        for one in report.keep_marks
    ]
